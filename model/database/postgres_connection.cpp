// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/postgres_connection.h"

#include "model/database/postgres_errors.h"
#include "model/database/postgres_opening.h"
#include "model/database/postgres_values.h"
#include "model/database/service_file.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSqlDriver>
#include <QUuid>

#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

namespace whimbrel {

namespace {

using std::chrono::milliseconds;

QString tr(const char* text)
{
    return QCoreApplication::translate("PostgresConnection", text);
}

using ResultHandle = std::unique_ptr<PGresult, decltype(&PQclear)>;

/// How much longer than its limit a statement may take before the server is taken for frozen.
constexpr milliseconds serverMayBeLate{5000};
/// How long our own statements (SET, ROLLBACK), which take no time, are waited for.
constexpr milliseconds ownMayTake{30000};

/// The changed rows as the command tag tells them; -1 if it is not one of those.
qint64 rowsOf(const QByteArray& tag, bool gaveRows)
{
    // CREATE TABLE AS and SELECT INTO are tagged SELECT, but give no rows.
    const bool counts = tag.startsWith("INSERT") || tag.startsWith("UPDATE")
        || tag.startsWith("DELETE") || tag.startsWith("MERGE") || tag.startsWith("COPY")
        || (tag.startsWith("SELECT") && !gaveRows);
    return counts ? tag.mid(tag.lastIndexOf(' ') + 1).toLongLong() : -1;
}

Row rowOf(const PGresult* result, int row)
{
    const int columns = PQnfields(result);
    Row values;
    values.reserve(columns);
    for (int i = 0; i < columns; ++i) {
        values.append(postgresValue(result, row, i));
    }
    return values;
}

/// Nothing is sent from here to a COPY, and what it sends is dropped; both end in an error.
void endCopy(PGconn* handle, ExecStatusType status)
{
    if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH) {
        PQputCopyEnd(handle, "COPY … FROM STDIN has no rows to read here");
    }
    char* row = nullptr;
    while (status == PGRES_COPY_OUT && PQgetCopyData(handle, &row, 0) > 0) {
        PQfreemem(row);
    }
}

} // namespace

PostgresConnection::PostgresConnection(
    ConnectionUrl url, Access access, std::shared_ptr<Interrupter> interrupter)
    : Connection(std::move(interrupter))
    , m_url(std::move(url))
    , m_access(access)
    , m_name(postgresName(m_url))
    , m_qtName(QUuid::createUuid().toString(QUuid::Id128))
{ }

PostgresConnection::~PostgresConnection()
{
    detach();
}

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(
    const ConnectionUrl& url, Access access, std::shared_ptr<Interrupter> interrupter)
{
    const Result<ConnectionUrl> whole = withServiceFile(url);
    if (!whole) {
        return fail(whole.error());
    }
    std::unique_ptr<PostgresConnection> made(
        new PostgresConnection(*whole, access, std::move(interrupter)));
    if (Result<> open = made->attach(); !open) {
        return fail(open.error());
    }
    return made;
}

Result<> PostgresConnection::attach()
{
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QPSQL"))) {
        return fail({ErrorCode::Connection, tr("Qt's PostgreSQL driver is not installed."), {},
            tr("Install the package libqt6sql6-psql.")});
    }
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), m_qtName);
    QMap<QString, QString> keywords = postgresKeywords(m_url);
    // Qt takes a semicolon in the options for a separator, so names do not go with them.
    m_database.setHostName(keywords.take(QStringLiteral("host")));
    m_database.setUserName(keywords.take(QStringLiteral("user")));
    m_database.setDatabaseName(keywords.take(QStringLiteral("dbname")));
    m_database.setPassword(m_url.password.revealed());
    m_database.setConnectOptions(postgresConnectionText(keywords));
    const bool isOpen = m_database.open();
    m_database.setPassword({});
    if (!isOpen) {
        return fail(whyPostgresRefused(m_url));
    }
    const QVariant handle = m_database.driver()->handle();
    if (qstrcmp(handle.typeName(), "pg_conn*") == 0 || qstrcmp(handle.typeName(), "PGconn*") == 0) {
        m_handle = *static_cast<PGconn* const*>(handle.constData());
    }
    if (!m_handle) {
        return fail({ErrorCode::Connection, tr("Qt's PostgreSQL driver gives no access to libpq."),
            {}, {}});
    }
    if (PQserverVersion(m_handle) < oldestVersion) {
        return fail({ErrorCode::Connection,
            tr("\"%1\" runs on PostgreSQL %2; it has to be 12 or later.")
                .arg(m_name, QString::fromUtf8(PQparameterStatus(m_handle, "server_version"))),
            {}, tr("Upgrade the server before migrating with this program.")});
    }
    // Before anything is set in the session, which may not be ours alone.
    if (Result<> own = refusePooler(); !own) {
        return own;
    }
    PQsetNoticeReceiver(m_handle, takeNotice, this);
    const std::shared_ptr<PGcancel> cancel(PQgetCancel(m_handle), &PQfreeCancel);
    m_canceller = std::make_unique<Canceller>(
        [cancel] {
            char message[256];
            PQcancel(cancel.get(), message, sizeof message);
            // That the postmaster took the request says nothing of the session.
            return Canceller::Answer::Unheard;
        },
        [socket = PQsocket(m_handle)] { ::shutdown(socket, SHUT_RDWR); });
    m_interrupter->attach([this] { m_canceller->request(); });
    if (Result<> pinned = pinSession(); !pinned) {
        return pinned;
    }
    return readSession();
}

void PostgresConnection::takeNotice(void* self, const PGresult* notice)
{
    static_cast<PostgresConnection*>(self)->addNotice(postgresNotice(notice));
}

void PostgresConnection::detach()
{
    m_interrupter->attach({});
    m_canceller.reset();
    m_handle = nullptr;
    m_applied.reset();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_qtName);
}

Result<> PostgresConnection::pinSession()
{
    m_applied.reset();
    // First what a statement of a plan may have changed goes back to what the database and the
    // user have, search_path among it.
    const QString role = m_url.options.value(QStringLiteral("role"));
    QList<QByteArray> statements{"RESET ALL",
        role.isEmpty() ? "RESET ROLE" : "SET ROLE " + quotedIdentifier(role, Dialect::Postgresql)};
    QList<std::pair<QByteArray, QByteArray>> pinned{{"TimeZone", "UTC"}, {"DateStyle", "ISO, MDY"},
        {"IntervalStyle", "postgres"}, {"standard_conforming_strings", "on"},
        {"bytea_output", "hex"}, {"client_encoding", "UTF8"}, {"application_name", m_application},
        {"idle_in_transaction_session_timeout", "0"}};
    constexpr int firstWithIdleTimeout = 140000;
    if (PQserverVersion(m_handle) >= firstWithIdleTimeout) {
        pinned += {{"idle_session_timeout", "0"}, {"client_connection_check_interval", "0"}};
    }
    if (m_access == Access::Read) {
        pinned += {{"default_transaction_read_only", "on"}};
    }
    QByteArrayList calls;
    for (const auto& [setting, value] : std::as_const(pinned)) {
        calls.append("pg_catalog.set_config('" + setting + "', '" + value + "', false)");
    }
    statements.append("SELECT " + calls.join(", "));
    for (const QByteArray& each : std::as_const(statements)) {
        if (Result<QByteArray> set = runOwn(each); !set) {
            return fail(set.error());
        }
    }
    return {};
}

void PostgresConnection::nameAfter(const QString& run)
{
    const QByteArray wanted = "whimbrel " + run.toUtf8().replace('\'', QByteArrayView());
    if (wanted != m_application) {
        m_application = wanted;
        (void)runOwn("SELECT pg_catalog.set_config('application_name', '" + wanted + "', false)");
    }
}

Result<> PostgresConnection::readSession()
{
    m_settings = {};
    m_evidence = {};
    const Result<QByteArray> read = runOwn(
        "SELECT name, setting FROM pg_catalog.pg_settings WHERE name IN ('server_version', "
        "'server_encoding', 'TimeZone', 'DateStyle', 'IntervalStyle', 'search_path', "
        "'standard_conforming_strings', 'client_encoding', 'lc_messages', "
        "'default_transaction_isolation', 'default_transaction_read_only', "
        "'session_replication_role', 'row_security') "
        "UNION ALL SELECT 'session_user', session_user UNION ALL SELECT 'role', current_user",
        [this](const Row& row) {
            m_settings.insert(row.at(0).toString(), row.at(1).toString());
            return true;
        });
    if (!read) {
        return fail(read.error());
    }
    m_settings.insert(QStringLiteral("version"), m_settings.take(QStringLiteral("server_version")));
    const Result<QByteArray> session = runOwn(
        "SELECT pid, backend_start FROM pg_catalog.pg_stat_activity WHERE pid = pg_backend_pid()",
        [this](const Row& row) {
            m_evidence = {{QStringLiteral("pid"), row.at(0).toLongLong()},
                {QStringLiteral("backendStart"), row.at(1).toString()}};
            return true;
        });
    return session ? Result<>() : fail(session.error());
}

Result<> PostgresConnection::applyTimeouts()
{
    const bool isCurrent = m_applied && m_applied->wish == timeoutWish();
    // A failed transaction takes no SET; its next statement fails anyhow.
    if (isCurrent || PQtransactionStatus(m_handle) == PQTRANS_INERROR) {
        return {};
    }
    m_applied.reset();
    const std::pair<const char*, milliseconds> wanted[]{
        {"lock_timeout", lockTimeout()}, {"statement_timeout", statementTimeout()}};
    for (const auto& [setting, time] : wanted) {
        // Messages of their own: in one with CREATE INDEX CONCURRENTLY they would make a
        // transaction of it.
        const Result<QByteArray> set
            = runOwn(QByteArray("SET ") + setting + " = " + QByteArray::number(time.count()));
        if (!set) {
            return fail(set.error());
        }
    }
    m_applied = Timeouts{timeoutWish(), inTransaction()};
    return {};
}

Result<QByteArray> PostgresConnection::run(
    const QString& sql, const QMap<QString, QVariant>& values, const Take& take, qint64* rows)
{
    if (m_interrupter->isCancelled()) {
        return fail({ErrorCode::Cancelled, tr("The statement was cancelled."), {}, {}});
    }
    if (sql.contains(QChar(u'\0'))) {
        return fail({ErrorCode::Usage, tr("The statement holds a zero byte."), {},
            tr("PostgreSQL would take it for the end: remove it.")});
    }
    if (!m_handle) {
        return fail(postgresLost({}, {m_name}));
    }
    if (Result<> applied = applyTimeouts(); !applied) {
        return fail(applied.error());
    }
    const milliseconds limit = statementTimeout();
    const milliseconds patience = limit.count() > 0 ? limit + serverMayBeLate : milliseconds(0);
    m_canceller->begin();
    // Asked for once more: a request that came before begin() has stopped nothing.
    Result<QByteArray> tag = m_interrupter->isCancelled()
        ? Result<QByteArray>(
            fail({ErrorCode::Cancelled, tr("The statement was cancelled."), {}, {}}))
        : converse(sql.toUtf8(), values, take, rows, patience);
    m_canceller->end();
    return tag;
}

Result<QByteArray> PostgresConnection::runOwn(const QByteArray& sql, const Take& take)
{
    if (!m_handle) {
        return fail(postgresLost({}, {m_name}));
    }
    m_canceller->begin();
    Result<QByteArray> tag = converse(sql, {}, take, nullptr, ownMayTake);
    m_canceller->end();
    return tag;
}

PGresult* PostgresConnection::nextResult(milliseconds& patience)
{
    while (PQisBusy(m_handle) != 0) {
        pollfd ready{PQsocket(m_handle), POLLIN, 0};
        const int found
            = poll(&ready, 1, patience.count() > 0 ? static_cast<int>(patience.count()) : -1);
        if (found == 0) {
            // The server does not keep its own limit: it is asked to stop, else cut off.
            m_canceller->request();
            patience = milliseconds(0);
        } else if (found > 0 && PQconsumeInput(m_handle) == 0) {
            break;
        }
    }
    return PQgetResult(m_handle);
}

Result<QByteArray> PostgresConnection::converse(const QByteArray& sql,
    const QMap<QString, QVariant>& values, const Take& take, qint64* rows, milliseconds patience)
{
    const PostgresStatement statement = postgresStatement(sql, values);
    PostgresAttempt attempt{m_name, statement.sql, false, lockTimeout(), statementTimeout()};
    QList<const char*> texts;
    QList<int> lengths;
    for (const QByteArray& value : statement.values) {
        texts.append(value.isNull() ? nullptr : value.constData());
        lengths.append(static_cast<int>(value.size()));
    }
    const bool isSent
        = PQsendQueryParams(m_handle, statement.sql.constData(), static_cast<int>(texts.size()),
              statement.types.constData(), texts.constData(), lengths.constData(),
              statement.isBinary.constData(), 0)
        != 0;
    if (!isSent) {
        const QString said = QString::fromUtf8(PQerrorMessage(m_handle));
        return PQstatus(m_handle) == CONNECTION_BAD ? fail(postgresLost(said, attempt))
                                                    : fail({ErrorCode::Sql, said, {}, {}});
    }
    PQsetSingleRowMode(m_handle);

    QByteArray tag;
    std::optional<Error> error;
    bool gaveRows = false;
    bool isWanted = static_cast<bool>(take);
    for (ResultHandle result(nextResult(patience), &PQclear); result;
         result.reset(nextResult(patience))) {
        const ExecStatusType status = PQresultStatus(result.get());
        switch (status) {
        case PGRES_SINGLE_TUPLE:
            gaveRows = true;
            isWanted = isWanted && !error && take(rowOf(result.get(), 0));
            break;
        case PGRES_TUPLES_OK:
            gaveRows = true;
            [[fallthrough]];
        case PGRES_COMMAND_OK:
            tag = PQcmdStatus(result.get());
            break;
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
            endCopy(m_handle, status);
            error = {ErrorCode::Sql, tr("COPY from or to the client cannot be run here."), {},
                tr("Write INSERT statements, or let the server read and write a file.")};
            break;
        case PGRES_EMPTY_QUERY:
        case PGRES_NONFATAL_ERROR:
        case PGRES_PIPELINE_SYNC:
            break;
        case PGRES_BAD_RESPONSE:
        case PGRES_PIPELINE_ABORTED:
        case PGRES_FATAL_ERROR:
            attempt.isCancelled = m_interrupter->isCancelled();
            if (!error) {
                error = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE) != nullptr
                    ? postgresError(result.get(), attempt)
                    : postgresLost(QString::fromUtf8(PQerrorMessage(m_handle)), attempt);
            }
            break;
        }
    }
    const bool isTakenBack = tag == "ROLLBACK" || (error && !inTransaction());
    if (m_applied && m_applied->inTransaction && isTakenBack) {
        m_applied.reset();
    }
    if (error) {
        return fail(*std::move(error));
    }
    if (PQstatus(m_handle) == CONNECTION_BAD) {
        return fail(postgresLost(QString::fromUtf8(PQerrorMessage(m_handle)), attempt));
    }
    if (rows) {
        *rows = rowsOf(tag, gaveRows);
    }
    return tag;
}

Result<StatementResult> PostgresConnection::exec(
    const QString& sql, const QMap<QString, QVariant>& values)
{
    QElapsedTimer clock;
    clock.start();
    StatementResult result;
    const Result<QByteArray> done = run(sql, values, {}, &result.rows);
    if (!done) {
        return fail(done.error());
    }
    result.ms = clock.elapsed();
    return result;
}

Result<> PostgresConnection::eachRow(const QString& sql, const QMap<QString, QVariant>& values,
    const std::function<bool(const Row&)>& take)
{
    const Result<QByteArray> done = run(sql, values, take, nullptr);
    return done ? Result<>() : fail(done.error());
}

Result<> PostgresConnection::begin()
{
    const Result<StatementResult> begun = exec(QStringLiteral("BEGIN"));
    return begun ? Result<>() : fail(begun.error());
}

Result<> PostgresConnection::beginRead()
{
    const Result<StatementResult> begun
        = exec(QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"));
    return begun ? Result<>() : fail(begun.error());
}

Result<> PostgresConnection::commit()
{
    if (!inTransaction() && !isLost()) {
        return fail({ErrorCode::Sql,
            tr("The transaction had already ended, so nothing could be committed."), {}, {}});
    }
    const Result<QByteArray> tag = run(QStringLiteral("COMMIT"), {}, {}, nullptr);
    if (!tag) {
        rollback();
        return fail(tag.error());
    }
    if (*tag != "COMMIT") {
        return fail({ErrorCode::Sql,
            tr("A statement of the transaction had failed, so the database rolled it back instead "
               "of committing it."),
            {}, {}, QStringLiteral("25P02")});
    }
    return {};
}

void PostgresConnection::rollback()
{
    if (inTransaction()) {
        // Past the limits: what was cancelled has to be rolled back all the same.
        const Result<QByteArray> done = runOwn("ROLLBACK");
        if (!done && !isLost()) {
            detach();
        }
    }
}

bool PostgresConnection::inTransaction() const
{
    switch (PQtransactionStatus(m_handle)) {
    case PQTRANS_ACTIVE:
    case PQTRANS_INTRANS:
    case PQTRANS_INERROR:
        return true;
    case PQTRANS_IDLE:
    case PQTRANS_UNKNOWN:
        break;
    }
    return false;
}

bool PostgresConnection::isLost() const
{
    return PQstatus(m_handle) != CONNECTION_OK;
}

Result<> PostgresConnection::reopen()
{
    if (!isLost()) {
        return fail(
            {ErrorCode::Impossible, tr("The connection to \"%1\" is open.").arg(m_name), {}, {}});
    }
    detach();
    return attach();
}

Result<QString> PostgresConnection::currentTransactionId()
{
    const Result<QVariant> id = value(PQserverVersion(m_handle) >= 130000
            ? QStringLiteral("SELECT pg_catalog.pg_current_xact_id()::text")
            : QStringLiteral("SELECT pg_catalog.txid_current()::text"));
    return id ? Result<QString>(id->toString()) : fail(id.error());
}

Result<QString> PostgresConnection::transactionStatus(const QString& transactionId)
{
    const Result<QVariant> status = value(PQserverVersion(m_handle) >= 130000
            ? QStringLiteral("SELECT pg_catalog.pg_xact_status(:id::xid8)")
            : QStringLiteral("SELECT pg_catalog.txid_status(:id::bigint)"),
        {{QStringLiteral("id"), transactionId}});
    return status ? Result<QString>(status->toString()) : fail(status.error());
}

QString PostgresConnection::encryption() const
{
    if (!m_handle || PQsslInUse(m_handle) == 0) {
        return {};
    }
    return QString::fromUtf8(PQsslAttribute(m_handle, "protocol")) + QLatin1String(", ")
        + QString::fromUtf8(PQsslAttribute(m_handle, "cipher"));
}

Result<> PostgresConnection::refusePooler()
{
    m_pooling = poolingOf(m_handle, m_url);
    if (m_pooling != Pooling::Shared) {
        return {};
    }
    return fail({ErrorCode::Connection,
        tr("\"%1\" is reached through a connection pooler that shares the server's sessions "
           "(transaction or statement mode). Locks and settings of a session do not hold there.")
            .arg(m_name),
        {}, tr("Connect to the server itself, or to a pool in session mode.")});
}

} // namespace whimbrel
