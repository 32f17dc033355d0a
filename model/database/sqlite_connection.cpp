// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/sqlite_connection.h"

#include "model/database/row_changes.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QThread>
#include <QUrl>
#include <QUuid>

#include <sqlite3.h>
#include <unistd.h>

namespace whimbrel {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

QString tr(const char* text)
{
    return QCoreApplication::translate("SqliteConnection", text);
}

/// How many steps of SQLite's machine pass between two looks at the limits: often enough to stop
/// within a moment, seldom enough not to be felt.
constexpr int stepsBetweenLooks = 2000;

Result<> checkFile(const QString& path, SqliteConnection::Access access)
{
    const QFileInfo file(path);
    if (!file.exists()) {
        return fail({ErrorCode::Connection, tr("The database \"%1\" does not exist.").arg(path), {},
            tr("Check the path; a run never creates a database.")});
    }
    if (!file.isFile()) {
        return fail({ErrorCode::Connection, tr("\"%1\" is not a file.").arg(path), {},
            tr("Name the database file itself.")});
    }
    if (!file.isReadable()) {
        return fail({ErrorCode::Connection, tr("The database \"%1\" cannot be read.").arg(path), {},
            tr("Ask its owner for the right to read it.")});
    }
    if (access == SqliteConnection::Access::Read) {
        return {};
    }
    if (::access(QFile::encodeName(path).constData(), W_OK) != 0) {
        return fail({ErrorCode::Connection, tr("The database \"%1\" is read-only.").arg(path), {},
            tr("Give this user the right to write to it, or run as its owner.")});
    }
    if (::access(QFile::encodeName(file.absolutePath()).constData(), W_OK) != 0) {
        return fail({ErrorCode::Connection,
            tr("The folder \"%1\" of the database is read-only; SQLite needs to write its journal "
               "there.")
                .arg(file.absolutePath()),
            {}, tr("Give this user the right to write to the folder.")});
    }
    return {};
}

} // namespace

SqliteConnection::SqliteConnection(QString path, std::shared_ptr<Interrupter> interrupter)
    : Connection(std::move(interrupter))
    , m_path(std::move(path))
    , m_qtName(QStringLiteral("whimbrel-") + QUuid::createUuid().toString(QUuid::Id128))
{ }

SqliteConnection::~SqliteConnection()
{
    if (m_handle) {
        rollback();
        keepJournalFile(false);
    }
    m_interrupter->attach({});
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_qtName);
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(
    const QString& path, Access access, std::shared_ptr<Interrupter> interrupter)
{
    if (Result<> there = checkFile(path, access); !there) {
        return fail(there.error());
    }
    std::unique_ptr<SqliteConnection> made(new SqliteConnection(path, std::move(interrupter)));
    if (Result<> open = made->attach(access); !open) {
        return fail(open.error());
    }
    return made;
}

Result<> SqliteConnection::attach(Access access)
{
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE"))) {
        return fail({ErrorCode::Connection, tr("Qt's SQLite driver is not installed."), {},
            tr("Install the package libqt6sql6-sqlite.")});
    }
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_qtName);
    // As a URI, because only so SQLite can be told not to create a file that has just gone. Also
    // for reading the mode is rw: after a crash the first who opens has to roll back.
    m_database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_URI"));
    m_database.setDatabaseName(QStringLiteral("file:")
        + QString::fromLatin1(QUrl::toPercentEncoding(m_path, "/"))
        + (::access(QFile::encodeName(m_path).constData(), W_OK) == 0
                ? QStringLiteral("?mode=rw")
                : QStringLiteral("?mode=ro")));
    if (!m_database.open()) {
        return fail({ErrorCode::Connection,
            tr("The database \"%1\" could not be opened: %2.")
                .arg(m_path, m_database.lastError().databaseText()),
            {}, {}});
    }
    const QVariant handle = m_database.driver()->handle();
    if (qstrcmp(handle.typeName(), "sqlite3*") == 0) {
        m_handle = *static_cast<sqlite3* const*>(handle.constData());
    }
    if (!m_handle) {
        return fail(
            {ErrorCode::Connection, tr("Qt's SQLite driver gives no access to SQLite."), {}, {}});
    }
    m_interrupter->attach([handle = m_handle] { sqlite3_interrupt(handle); });
    sqlite3_busy_handler(m_handle, waitForLock, this);
    sqlite3_progress_handler(m_handle, stepsBetweenLooks, checkLimits, this);
    const Result<QVariant> readable = value(QStringLiteral("SELECT count(*) FROM sqlite_master"));
    if (!readable) {
        return fail(readable.error());
    }
    m_access = access;
    if (access == Access::ReadWrite) {
        keepJournalFile(true);
    }
    return pinSession();
}

/// A run commits hundreds of small transactions. With the rollback journal's file kept between them
/// (emptied by overwriting its header) each is as durable as one that removes it, and costs the
/// file system far less: https://www.sqlite.org/pragma.html#pragma_journal_mode, PERSIST. Only the
/// usual mode is changed, and only for this connection; WAL is the database's own.
void SqliteConnection::keepJournalFile(bool keep)
{
    const QString usual = QStringLiteral("delete");
    const QString kept = QStringLiteral("persist");
    const QString pragma = QStringLiteral("PRAGMA journal_mode");
    // Not through exec(): the file is to be gone also when the last statement was cancelled. A
    // database that somebody else holds refuses the change, and the mode stays as it is.
    setLockTimeout(milliseconds(0));
    QSqlQuery query(m_database);
    if (query.exec(pragma) && query.next() && query.value(0).toString() == (keep ? usual : kept)) {
        query.finish();
        query.exec(pragma + QLatin1String(" = ") + (keep ? kept : usual));
    }
    query.finish();
    setLockTimeout(usualLockTimeout);
}

Result<> SqliteConnection::pinSession()
{
    const QString pragma = m_access == Access::Read ? QStringLiteral("PRAGMA query_only = ON")
                                                    : QStringLiteral("PRAGMA foreign_keys = ON");
    const Result<StatementResult> set = exec(pragma);
    return set ? Result<>() : fail(set.error());
}

void SqliteConnection::startClock()
{
    m_statementBegan = steady_clock::now();
    m_timedOut = false;
}

int SqliteConnection::waitForLock(void* self, int times)
{
    auto* connection = static_cast<SqliteConnection*>(self);
    const auto now = steady_clock::now();
    if (times == 0) {
        connection->m_waitBegan = now;
    }
    if (connection->m_interrupter->isCancelled()
        || now - connection->m_waitBegan >= connection->lockTimeout()) {
        return 0;
    }
    constexpr int longest = 100;
    QThread::msleep(static_cast<unsigned long>(qMin(2 + 5 * times, longest)));
    return 1;
}

int SqliteConnection::checkLimits(void* self)
{
    auto* connection = static_cast<SqliteConnection*>(self);
    if (connection->m_interrupter->isCancelled()) {
        return 1;
    }
    if (connection->statementTimeout().count() > 0
        && steady_clock::now() - connection->m_statementBegan > connection->statementTimeout()) {
        connection->m_timedOut = true;
        return 1;
    }
    return 0;
}

Error SqliteConnection::lastError(const QString& fallback) const
{
    const int code = sqlite3_extended_errcode(m_handle);
    const QString said = QString::fromUtf8(sqlite3_errmsg(m_handle));
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        if (m_interrupter->isCancelled()) {
            return {ErrorCode::Cancelled, tr("Cancelled while waiting for a lock."), {}, {}};
        }
        return {ErrorCode::Locked,
            tr("The database \"%1\" is locked by another process; waited %2 s.")
                .arg(m_path)
                .arg(static_cast<double>(lockTimeout().count()) / 1000.0),
            {}, tr("End what holds it (an open transaction, a backup), then retry.")};
    case SQLITE_INTERRUPT:
        if (m_timedOut) {
            return {ErrorCode::Sql,
                tr("The statement ran longer than its limit of %1 ms and was stopped.")
                    .arg(statementTimeout().count()),
                {}, {}};
        }
        return {ErrorCode::Cancelled, tr("The statement was cancelled."), {}, {}};
    case SQLITE_READONLY:
        return {ErrorCode::Unwritable,
            tr("The database \"%1\" is read-only: %2.").arg(m_path, said), {},
            tr("Give this user the right to write to the file and its folder.")};
    case SQLITE_FULL:
        return {ErrorCode::Unwritable, tr("The disk of the database \"%1\" is full.").arg(m_path),
            {}, tr("Make room, then retry: nothing of the transaction was kept.")};
    case SQLITE_IOERR:
        return {ErrorCode::Unwritable,
            tr("The disk of the database \"%1\" reported an error: %2.").arg(m_path, said), {},
            tr("Check the disk and its free space, then retry.")};
    case SQLITE_NOTADB:
        return {ErrorCode::Connection, tr("\"%1\" is not an SQLite database.").arg(m_path), {},
            tr("Name the database file itself.")};
    case SQLITE_CORRUPT:
        return {ErrorCode::Unreadable, tr("The database \"%1\" is damaged: %2.").arg(m_path, said),
            {}, tr("Restore it from a backup before migrating it.")};
    case SQLITE_CANTOPEN:
        return {ErrorCode::Connection,
            tr("The database \"%1\" could not be opened: %2.").arg(m_path, said), {}, {}};
    default:
        return {ErrorCode::Sql, code == SQLITE_OK && !fallback.isEmpty() ? fallback : said, {}, {}};
    }
}

Result<> SqliteConnection::eachRow(const QString& sql, const QMap<QString, QVariant>& values,
    const std::function<bool(const Row&)>& take)
{
    if (m_interrupter->isCancelled()) {
        return fail({ErrorCode::Cancelled, tr("The statement was cancelled."), {}, {}});
    }
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    startClock();
    if (!query.prepare(sql)) {
        return fail(lastError(query.lastError().databaseText()));
    }
    for (auto each = values.cbegin(); each != values.cend(); ++each) {
        query.bindValue(QLatin1Char(':') + each.key(), each.value());
    }
    if (!query.exec()) {
        return fail(lastError(query.lastError().databaseText()));
    }
    const int columns = query.record().count();
    while (query.next()) {
        Row row;
        row.reserve(columns);
        for (int i = 0; i < columns; ++i) {
            row.append(query.value(i));
        }
        if (!take(row)) {
            return {};
        }
    }
    if (query.lastError().isValid()) {
        return fail(lastError(query.lastError().databaseText()));
    }
    return {};
}

Result<StatementResult> SqliteConnection::exec(
    const QString& sql, const QMap<QString, QVariant>& values)
{
    QElapsedTimer clock;
    clock.start();
    const Result<> done = eachRow(sql, values, [](const Row&) { return true; });
    if (!done) {
        return fail(done.error());
    }
    StatementResult result;
    result.ms = clock.elapsed();
    if (changesRows(sql.toUtf8(), Dialect::Sqlite)) {
        result.rows = sqlite3_changes64(m_handle);
    }
    return result;
}

Result<> SqliteConnection::begin()
{
    const Result<StatementResult> begun = exec(QStringLiteral("BEGIN IMMEDIATE"));
    return begun ? Result<>() : fail(begun.error());
}

Result<> SqliteConnection::beginRead()
{
    const Result<StatementResult> begun = exec(QStringLiteral("BEGIN"));
    return begun ? Result<>() : fail(begun.error());
}

Result<> SqliteConnection::commit()
{
    if (!inTransaction()) {
        return fail({ErrorCode::Sql,
            tr("The transaction had already ended, so nothing could be committed."), {}, {}});
    }
    const Result<StatementResult> done = exec(QStringLiteral("COMMIT"));
    if (!done) {
        rollback();
        return fail(done.error());
    }
    return {};
}

void SqliteConnection::rollback()
{
    if (inTransaction()) {
        // Past the limits: what was cancelled has to be rolled back all the same.
        char* message = nullptr;
        sqlite3_progress_handler(m_handle, 0, nullptr, nullptr);
        sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, &message);
        sqlite3_free(message);
        sqlite3_progress_handler(m_handle, stepsBetweenLooks, checkLimits, this);
    }
}

bool SqliteConnection::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

Result<> SqliteConnection::reopen()
{
    return fail({ErrorCode::Impossible, tr("The database \"%1\" is open.").arg(m_path), {}, {}});
}

QJsonObject SqliteConnection::settings() const
{
    return {{QStringLiteral("version"), QString::fromLatin1(sqlite3_libversion())}};
}

QString quoted(const QString& name)
{
    QString doubled = name;
    doubled.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + doubled + QLatin1Char('"');
}

} // namespace whimbrel
