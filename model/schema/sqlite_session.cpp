// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/sqlite_session.h"

#include "model/database/sqlite_connection.h"

#include <QCoreApplication>

#include <sqlite3.h>

#include <memory>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Schema", text);
}

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

} // namespace

SqliteSession::SqliteSession(Connection& connection)
{
    auto* sqlite = dynamic_cast<SqliteConnection*>(&connection);
    Q_ASSERT(sqlite != nullptr);
    m_handle = sqlite->handle();
    m_ours = connection.journalName() + QLatin1Char('_');
}

Error SqliteSession::error() const
{
    const QString message = QString::fromUtf8(sqlite3_errmsg(m_handle));
    const char* file = sqlite3_db_filename(m_handle, "main");
    const QString where = QString::fromUtf8(file == nullptr ? "" : file);
    switch (sqlite3_errcode(m_handle)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Locked,
            tr("The database is locked by another program: %1.").arg(message), where,
            tr("Try again when it has finished.")};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return {ErrorCode::Connection, tr("This is no intact SQLite database: %1.").arg(message),
            where, tr("Check the path, or restore the file from a backup.")};
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        return {ErrorCode::Connection, tr("The database could not be read: %1.").arg(message),
            where, tr("Check that the file is there and can be read.")};
    case SQLITE_INTERRUPT:
        return {ErrorCode::Cancelled, tr("Reading the database was cancelled."), where, {}};
    default:
        return {
            ErrorCode::Sql, tr("The database could not be looked at: %1.").arg(message), where, {}};
    }
}

Result<> SqliteSession::query(const QByteArray& sql, std::initializer_list<QString> values,
    const std::function<bool(sqlite3_stmt*)>& row) const
{
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v2(m_handle, sql.constData(), static_cast<int>(sql.size()), &made, nullptr)
        != SQLITE_OK) {
        return fail(error());
    }
    const std::unique_ptr<sqlite3_stmt, Finalize> statement(made);
    int place = 0;
    for (const QString& value : values) {
        const QByteArray text = value.toUtf8();
        sqlite3_bind_text(
            made, ++place, text.constData(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    }
    int result = sqlite3_step(made);
    while (result == SQLITE_ROW) {
        if (!row(made)) {
            return {};
        }
        result = sqlite3_step(made);
    }
    if (result != SQLITE_DONE) {
        return fail(error());
    }
    return {};
}

QString textAt(sqlite3_stmt* row, int column)
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
    return QString::fromUtf8(text, sqlite3_column_bytes(row, column));
}

qint64 numberAt(sqlite3_stmt* row, int column)
{
    return sqlite3_column_int64(row, column);
}

} // namespace whimbrel
