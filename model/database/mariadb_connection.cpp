// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/mariadb_connection.h"

#include "model/database/mariadb_opening.h"
#include "model/database/mariadb_values.h"
#include "model/database/row_changes.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSqlDriver>
#include <QSqlError>
#include <QUuid>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

namespace whimbrel {

namespace {

using std::chrono::milliseconds;

/// The oldest servers: the first with all that is relied upon, CHECK constraints and atomic DDL
/// among it.
constexpr unsigned long oldestMariadb = 100400;
constexpr unsigned long oldestMysql = 80000;
constexpr unsigned tlsError = 2026;
constexpr unsigned queryInterrupted = 1317;

/// How much longer than its limit a statement may take before the server is taken for frozen.
constexpr milliseconds serverMayBeLate{5000};
/// How long our own statements (SET, SELECT @@x), which take no time, are waited for.
constexpr milliseconds ownMayTake{30000};

QString tr(const char* text)
{
    return QCoreApplication::translate("MariaDbConnection", text);
}

using ResultHandle = std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)>;

/// A machine that has gone without a word is noticed in a minute, not in two hours.
void keepAlive(int socket)
{
    const int on = 1;
    const int idle = 30;
    const int interval = 10;
    const int count = 3;
    ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
    ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
}

Canceller::Answer killQuery(const MariadbEndpoint& endpoint, unsigned long connectionId)
{
    const MysqlHandle control = connectBriefly(endpoint);
    const QByteArray kill = "KILL QUERY " + QByteArray::number(qulonglong(connectionId));
    return control && mysql_query(control.get(), kill.constData()) == 0
        ? Canceller::Answer::Stopping
        : Canceller::Answer::Unheard;
}

/// Whole seconds, at least one: nothing smaller is known to MySQL.
QByteArray inSeconds(milliseconds time)
{
    return QByteArray::number(qMax<qint64>(1, (time.count() + 999) / 1000));
}

} // namespace

MariadbConnection::MariadbConnection(
    ConnectionUrl url, Access access, std::shared_ptr<Interrupter> interrupter)
    : Connection(std::move(interrupter))
    , m_url(std::move(url))
    , m_access(access)
    , m_qtName(QUuid::createUuid().toString(QUuid::Id128))
{ }

MariadbConnection::~MariadbConnection()
{
    detach();
}

Result<std::unique_ptr<MariadbConnection>> MariadbConnection::open(
    const ConnectionUrl& url, Access access, std::shared_ptr<Interrupter> interrupter)
{
    std::unique_ptr<MariadbConnection> made(
        new MariadbConnection(url, access, std::move(interrupter)));
    if (Result<> open = made->attach(); !open) {
        return fail(open.error());
    }
    return made;
}

Result<> MariadbConnection::attach()
{
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QMYSQL"))) {
        return fail({ErrorCode::Connection, tr("Qt's MySQL driver is not installed."), {},
            tr("Install the package libqt6sql6-mysql.")});
    }
    const bool onSocket = m_url.options.contains(QStringLiteral("socket"));
    const bool isOpenWhether = mayGoWithoutTls(m_url);
    const bool isDisabled
        = m_url.options.value(QStringLiteral("sslmode")) == QLatin1String("disable");
    // A socket needs no TLS: what goes through it does not leave the machine.
    const MariadbTls first
        = isDisabled || (isOpenWhether && onSocket) ? MariadbTls::Without : MariadbTls::With;
    Result<MariadbEndpoint> endpoint = mariadbEndpoint(m_url, first);
    if (!endpoint) {
        return fail(endpoint.error());
    }
    m_name = endpoint->name;
    Result<> connected = connectBy(*endpoint);
    if (!connected && isOpenWhether && first == MariadbTls::With
        && connected.error().sqlState == QString::number(tlsError)) {
        endpoint = mariadbEndpoint(m_url, MariadbTls::Without);
        connected = endpoint ? connectBy(*endpoint) : fail(endpoint.error());
    }
    if (!connected) {
        return connected;
    }
    keepAlive(mysql_get_socket(m_handle));
    m_isLost = false;
    m_canceller = std::make_unique<Canceller>(
        [endpoint = *endpoint, id = mysql_thread_id(m_handle)] { return killQuery(endpoint, id); },
        [socket = mysql_get_socket(m_handle)] { ::shutdown(socket, SHUT_RDWR); });
    m_interrupter->attach([this] { m_canceller->request(); });
    if (Result<> fits = checkVersion(); !fits) {
        return fits;
    }
    if (mysql_set_server_option(m_handle, MYSQL_OPTION_MULTI_STATEMENTS_OFF) != 0) {
        return fail(lastError({}));
    }
    const Result<> mode = runOwn("SELECT @@SESSION.sql_mode", [this](const Row& row) {
        m_settings.insert(QStringLiteral("sqlMode"), row.at(0).toString());
        return true;
    });
    if (!mode) {
        return mode;
    }
    noticeOddModes();
    if (Result<> pinned = pinSession(); !pinned) {
        return pinned;
    }
    return readSession();
}

void MariadbConnection::noticeOddModes()
{
    const QString modes = m_settings.value(QLatin1String("sqlMode")).toString();
    if (modes.contains(QLatin1String("ANSI_QUOTES"))) {
        addNotice(
            tr("WARNING: \"%1\" takes \"x\" for a name (ANSI_QUOTES); plans are read as if it "
               "were a string.")
                .arg(m_name));
    }
    if (modes.contains(QLatin1String("NO_BACKSLASH_ESCAPES"))) {
        addNotice(
            tr("WARNING: \"%1\" reads no backslashes in strings (NO_BACKSLASH_ESCAPES); plans "
               "are read as if it did.")
                .arg(m_name));
    }
}

Result<> MariadbConnection::connectBy(const MariadbEndpoint& endpoint)
{
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QMYSQL"), m_qtName);
    m_database.setHostName(endpoint.server);
    m_database.setPort(endpoint.port == 0 ? -1 : endpoint.port);
    m_database.setUserName(endpoint.user);
    m_database.setDatabaseName(endpoint.database);
    m_database.setPassword(endpoint.password.revealed());
    if (!endpoint.socket.isEmpty()) {
        m_database.setConnectOptions(QStringLiteral("UNIX_SOCKET=") + endpoint.socket);
    }
    const bool isOpen = m_database.open();
    m_database.setPassword({});
    if (!isOpen) {
        const QSqlError error = m_database.lastError();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_qtName);
        return fail(mariadbRefused(
            error.nativeErrorCode().toUInt(), error.databaseText(), endpoint.name, endpoint.user));
    }
    const QVariant handle = m_database.driver()->handle();
    if (qstrcmp(handle.typeName(), "MYSQL*") == 0 || qstrcmp(handle.typeName(), "st_mysql*") == 0) {
        m_handle = *static_cast<MYSQL* const*>(handle.constData());
    }
    if (!m_handle) {
        return fail({ErrorCode::Connection,
            tr("Qt's MySQL driver gives no access to its client library."), {}, {}});
    }
    return {};
}

Result<> MariadbConnection::checkVersion()
{
    const QString version = QString::fromUtf8(mysql_get_server_info(m_handle));
    m_isMariadb = version.contains(QLatin1String("MariaDB"), Qt::CaseInsensitive);
    if (mysql_get_server_version(m_handle) >= (m_isMariadb ? oldestMariadb : oldestMysql)) {
        return {};
    }
    return fail({ErrorCode::Connection,
        tr("\"%1\" runs on %2; it has to be MariaDB 10.4 or MySQL 8.0, or later.")
            .arg(m_name, version),
        {}, tr("Upgrade the server before migrating with this program.")});
}

void MariadbConnection::detach()
{
    m_interrupter->attach({});
    m_canceller.reset();
    m_handle = nullptr;
    m_isLost = true;
    m_isApplied = false;
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_qtName);
}

Result<> MariadbConnection::pinSession()
{
    if (m_isLost) {
        return fail(mariadbError(0, {}, {m_name}));
    }
    m_isApplied = false;
    if (mysql_set_character_set(m_handle, "utf8mb4") != 0
        || (!m_database.databaseName().isEmpty()
            && mysql_select_db(m_handle, m_database.databaseName().toUtf8().constData()) != 0)) {
        return fail(lastError({m_name}));
    }
    const QByteArray mode = m_settings.value(QLatin1String("sqlMode")).toString().toUtf8();
    const QList<QByteArray> statements{
        "SET SESSION time_zone = '+00:00', autocommit = 1, sql_mode = '" + mode
            + "', foreign_key_checks = DEFAULT, unique_checks = DEFAULT, "
              // A run rests at gates for days; and what reads rows may be slow with them.
              "wait_timeout = 604800, net_write_timeout = 600, net_read_timeout = 600",
        m_access == Access::Read ? "SET SESSION TRANSACTION READ ONLY"
                                 : "SET SESSION TRANSACTION READ WRITE"};
    for (const QByteArray& each : statements) {
        if (Result<> set = runOwn(each); !set) {
            return set;
        }
    }
    return {};
}

Result<> MariadbConnection::readSession()
{
    const QByteArray isolation
        = m_isMariadb ? "@@SESSION.tx_isolation" : "@@SESSION.transaction_isolation";
    return runOwn("SELECT CONNECTION_ID(), VERSION(), @@SESSION.time_zone, "
                  "@@SESSION.character_set_connection, @@SESSION.collation_connection, "
                  "CURRENT_USER(), "
            + isolation,
        [this](const Row& row) {
            m_evidence = {{QStringLiteral("connectionId"), row.at(0).toLongLong()}};
            m_settings.insert(QStringLiteral("version"), row.at(1).toString());
            m_settings.insert(QStringLiteral("timeZone"), row.at(2).toString());
            m_settings.insert(QStringLiteral("characterSet"), row.at(3).toString());
            m_settings.insert(QStringLiteral("collation"), row.at(4).toString());
            m_settings.insert(QStringLiteral("user"), row.at(5).toString());
            m_settings.insert(QStringLiteral("isolation"), row.at(6).toString());
            return true;
        });
}

Result<> MariadbConnection::applyTimeouts()
{
    if (m_isApplied && m_appliedWish == timeoutWish()) {
        return {};
    }
    QByteArray set = "SET SESSION lock_wait_timeout = " + inSeconds(lockTimeout())
        + ", innodb_lock_wait_timeout = " + inSeconds(lockTimeout());
    if (m_isMariadb) {
        set += ", max_statement_time = "
            + QByteArray::number(static_cast<double>(statementTimeout().count()) / 1000.0, 'f', 3);
    } else {
        // MySQL limits SELECT alone; the others are stopped from here (see waitForAnswer()).
        set += ", max_execution_time = " + QByteArray::number(statementTimeout().count());
    }
    const Result<> done = runOwn(set);
    if (done) {
        m_isApplied = true;
        m_appliedWish = timeoutWish();
    }
    return done;
}

Result<> MariadbConnection::run(
    const QString& sql, const QMap<QString, QVariant>& values, const Take& take, qint64* rows)
{
    const auto cancelled = [] {
        return fail({ErrorCode::Cancelled, tr("The statement was cancelled."), {}, {}});
    };
    if (m_interrupter->isCancelled()) {
        return cancelled();
    }
    if (m_isLost) {
        return fail(mariadbError(2006, tr("It was lost before."), {m_name}));
    }
    if (Result<> applied = applyTimeouts(); !applied) {
        return applied;
    }
    const QByteArray text = mariadbStatement(m_handle, sql.toUtf8(), values);
    // MariaDB keeps the limit itself; a server that does not is asked to stop, else cut off.
    const milliseconds limit = statementTimeout();
    const milliseconds patience = limit.count() > 0 && text != "COMMIT"
        ? limit + (m_isMariadb ? serverMayBeLate : milliseconds(0))
        : milliseconds(0);
    m_canceller->begin();
    // Asked for once more: a request that came before begin() has stopped nothing.
    const Result<> done = m_interrupter->isCancelled() ? Result<>(cancelled())
                                                       : converse(text, take, rows, patience);
    m_canceller->end();
    if (!done && !m_isLost) {
        // An error is told without whether the transaction is still open, and a request to stop
        // that came late must not hit the next statement: this one tells, and is hit.
        Result<> asked = converse("DO 0", {}, nullptr, ownMayTake);
        if (!asked && asked.error().sqlState == QString::number(queryInterrupted)) {
            asked = converse("DO 0", {}, nullptr, ownMayTake);
        }
    }
    if (done) {
        readWarnings();
    }
    return done;
}

void MariadbConnection::readWarnings()
{
    if (mysql_warning_count(m_handle) == 0) {
        return;
    }
    const Result<> read = runOwn("SHOW WARNINGS", [this](const Row& row) {
        addNotice(row.at(0).toString().toUpper() + QLatin1String(": ") + row.at(2).toString());
        return true;
    });
    if (!read) {
        addNotice(read.error().message);
    }
}

Result<> MariadbConnection::runOwn(const QByteArray& sql, const Take& take)
{
    if (m_isLost) {
        return fail(mariadbError(2006, tr("It was lost before."), {m_name}));
    }
    m_canceller->begin();
    // To roll back takes as long as what is rolled back took.
    Result<> done = converse(sql, take, nullptr, sql == "ROLLBACK" ? milliseconds(0) : ownMayTake);
    m_canceller->end();
    return done;
}

bool MariadbConnection::waitForAnswer(milliseconds patience)
{
    bool isAsked = false;
    for (;;) {
        pollfd ready{mysql_get_socket(m_handle), POLLIN, 0};
        const int wait = patience.count() > 0 && !isAsked ? static_cast<int>(patience.count()) : -1;
        const int found = poll(&ready, 1, wait);
        if (found > 0 || (found < 0 && errno != EINTR)) {
            return isAsked;
        }
        if (found == 0) {
            isAsked = true;
            m_canceller->request();
        }
    }
}

Error MariadbConnection::lastError(MariadbAttempt attempt)
{
    const unsigned number = mysql_errno(m_handle);
    attempt.isCancelled = m_interrupter->isCancelled();
    m_isLost = m_isLost || isMariadbLost(number);
    return mariadbError(number, QString::fromUtf8(mysql_error(m_handle)), attempt);
}

bool MariadbConnection::readRows(const Take& take)
{
    const ResultHandle result(mysql_use_result(m_handle), &mysql_free_result);
    if (!result) {
        return mysql_field_count(m_handle) == 0;
    }
    const unsigned columns = mysql_num_fields(result.get());
    const MYSQL_FIELD* fields = mysql_fetch_fields(result.get());
    bool isWanted = static_cast<bool>(take);
    while (const MYSQL_ROW data = mysql_fetch_row(result.get())) {
        if (!isWanted) {
            continue;
        }
        const unsigned long* lengths = mysql_fetch_lengths(result.get());
        Row row;
        row.reserve(static_cast<qsizetype>(columns));
        for (unsigned i = 0; i < columns; ++i) {
            row.append(mariadbValue(fields[i], data[i], lengths[i]));
        }
        isWanted = take(row);
    }
    return mysql_errno(m_handle) == 0;
}

Result<> MariadbConnection::converse(
    const QByteArray& sql, const Take& take, qint64* rows, milliseconds patience)
{
    MariadbAttempt attempt{m_name, false, false, lockTimeout(), statementTimeout()};
    if (mysql_send_query(m_handle, sql.constData(), static_cast<unsigned long>(sql.size())) != 0) {
        return fail(lastError(attempt));
    }
    attempt.isTimedOut = waitForAnswer(patience);
    if (mysql_read_query_result(m_handle) != 0 || !readRows(take)) {
        return fail(lastError(attempt));
    }
    if (rows && mysql_field_count(m_handle) == 0 && changesRows(sql, Dialect::Mysql)) {
        *rows = static_cast<qint64>(mysql_affected_rows(m_handle));
    }
    // A stored procedure gives several results, of which the first is what was asked for.
    for (int next = mysql_next_result(m_handle); next >= 0; next = mysql_next_result(m_handle)) {
        if (next > 0 || !readRows({})) {
            return fail(lastError(attempt));
        }
    }
    return {};
}

Result<StatementResult> MariadbConnection::exec(
    const QString& sql, const QMap<QString, QVariant>& values)
{
    QElapsedTimer clock;
    clock.start();
    StatementResult result;
    const Result<> done = run(sql, values, {}, &result.rows);
    if (!done) {
        return fail(done.error());
    }
    result.ms = clock.elapsed();
    return result;
}

Result<> MariadbConnection::eachRow(const QString& sql, const QMap<QString, QVariant>& values,
    const std::function<bool(const Row&)>& take)
{
    return run(sql, values, take, nullptr);
}

Result<> MariadbConnection::begin()
{
    return run(QStringLiteral("START TRANSACTION"), {}, {}, nullptr);
}

Result<> MariadbConnection::beginRead()
{
    return run(
        QStringLiteral("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"), {}, {}, nullptr);
}

Result<> MariadbConnection::commit()
{
    if (!inTransaction() && !m_isLost) {
        return fail({ErrorCode::Sql,
            tr("The transaction had already ended, so nothing could be committed."), {},
            tr("Changes of the schema commit what stands before them.")});
    }
    const Result<> done = run(QStringLiteral("COMMIT"), {}, {}, nullptr);
    if (!done) {
        rollback();
    }
    return done;
}

void MariadbConnection::rollback()
{
    if (inTransaction()) {
        // Past the limits: what was cancelled has to be rolled back all the same.
        const Result<> done = runOwn("ROLLBACK");
        if (!done && !m_isLost) {
            detach();
        }
    }
}

bool MariadbConnection::inTransaction() const
{
    if (m_isLost) {
        return false;
    }
    unsigned status = 0;
    mariadb_get_infov(m_handle, MARIADB_CONNECTION_SERVER_STATUS, &status);
    return (status & SERVER_STATUS_IN_TRANS) != 0;
}

Result<> MariadbConnection::reopen()
{
    if (!m_isLost) {
        return fail(
            {ErrorCode::Impossible, tr("The connection to \"%1\" is open.").arg(m_name), {}, {}});
    }
    detach();
    return attach();
}

} // namespace whimbrel
