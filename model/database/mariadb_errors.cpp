// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/mariadb_errors.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("MariaDbConnection", text);
}

QString sentence(QString text)
{
    text = text.trimmed();
    if (!text.isEmpty() && !text.endsWith(QLatin1Char('.'))) {
        text += QLatin1Char('.');
    }
    return text;
}

QString seconds(std::chrono::milliseconds time)
{
    return QString::number(static_cast<double>(time.count()) / 1000.0);
}

/// Numbers of the server and of its client library, by their names in the manual.
enum Number : unsigned {
    DiskFull = 1021,
    TooManyConnections = 1040,
    DatabaseDenied = 1044,
    AccessDenied = 1045,
    UnknownDatabase = 1049,
    ServerShutdown = 1053,
    TableFull = 1114,
    HostBlocked = 1129,
    HostNotPrivileged = 1130,
    TableDenied = 1142,
    ColumnDenied = 1143,
    TooManyUserConnections = 1203,
    LockWaitTimeout = 1205,
    Deadlock = 1213,
    UserLimitReached = 1226,
    SpecificDenied = 1227,
    OptionPrevents = 1290,
    QueryInterrupted = 1317,
    ReadOnlyTransaction = 1792,
    ReadOnlyServer = 1836,
    ConnectionKilled = 1927,
    StatementTimeout = 1969,
    QueryTimeout = 3024,
    LockNowait = 3572,
    SocketRefused = 2002,
    HostRefused = 2003,
    UnknownHost = 2005,
    ServerGone = 2006,
    ServerLost = 2013,
    TlsError = 2026,
    ServerLostExtended = 2055,
    AuthPlugin = 2059,
    TlsRequired = 3159,
};

} // namespace

bool isMariadbLost(unsigned number)
{
    switch (number) {
    case ServerShutdown:
    case ConnectionKilled:
    case ServerGone:
    case ServerLost:
    case ServerLostExtended:
    case TlsError: // the far end hung up
        return true;
    default:
        return false;
    }
}

Error mariadbError(unsigned number, const QString& said, const MariadbAttempt& attempt)
{
    const QString state = QString::number(number);
    const QString text = sentence(said);
    if (isMariadbLost(number)) {
        return {ErrorCode::ConnectionLost,
            tr("The connection to \"%1\" was lost. %2").arg(attempt.database, text), {},
            tr("See whether the server is up, then connect again."), state};
    }
    const auto timedOut = [&] {
        return Error{ErrorCode::Sql,
            tr("The statement ran longer than its limit of %1 ms and was stopped.")
                .arg(attempt.statementTimeout.count()),
            {}, {}, state};
    };
    switch (number) {
    case QueryInterrupted:
        if (attempt.isCancelled) {
            return {ErrorCode::Cancelled, tr("The statement was cancelled."), {}, {}, state};
        }
        if (attempt.isTimedOut) {
            return timedOut();
        }
        return {ErrorCode::Sql,
            tr("The statement was cancelled in the server by somebody else. %1").arg(text), {}, {},
            state};
    case StatementTimeout:
    case QueryTimeout:
        return timedOut();
    case LockWaitTimeout:
    case LockNowait:
        return {ErrorCode::Locked,
            tr("Somebody else holds a lock that the statement needs; waited %1 s. %2")
                .arg(seconds(attempt.lockTimeout), text),
            {}, tr("Wait for whoever holds it, or end that session, then retry."), state};
    case Deadlock:
        return {ErrorCode::Locked, text, {},
            tr("Retry: the database undid this transaction to let another go on."), state};
    case DiskFull:
    case TableFull:
        return {ErrorCode::Unwritable,
            tr("The disk of \"%1\" is full. %2").arg(attempt.database, text), {},
            tr("Make room on the server, then retry."), state};
    case DatabaseDenied:
    case AccessDenied:
    case TableDenied:
    case ColumnDenied:
    case SpecificDenied:
        return {ErrorCode::Sql, text, {},
            tr("Give the user of this connection the right, or connect as one who has it."), state};
    case OptionPrevents:
    case ReadOnlyTransaction:
    case ReadOnlyServer:
        return {ErrorCode::Sql, text, {},
            tr("Connect to the primary; replicas and read-only transactions take no changes."),
            state};
    default:
        // 28: the operating system's "no space left on device", inside another error's text.
        if (said.contains(QLatin1String("errno: 28")) || said.contains(QLatin1String("Errcode: 28"))
            || said.contains(QLatin1String("No space left on device"))) {
            return {ErrorCode::Unwritable,
                tr("The disk of \"%1\" is full. %2").arg(attempt.database, text), {},
                tr("Make room on the server, then retry."), state};
        }
        // What a storage engine was at when it was interrupted decides what the server says of it:
        // the end of a sort, of a temporary table.
        if (attempt.isCancelled) {
            return {ErrorCode::Cancelled, tr("The statement was cancelled. %1").arg(text), {}, {},
                state};
        }
        return {ErrorCode::Sql, text, {}, {}, state};
    }
}

Error mariadbRefused(
    unsigned number, const QString& said, const QString& database, const QString& user)
{
    const QString text = sentence(said);
    const QString refused = tr("\"%1\" refused the connection. %2").arg(database, text);
    const auto error = [number](const QString& message, const QString& advice) {
        return Error{ErrorCode::Connection, message, {}, advice, QString::number(number)};
    };
    switch (number) {
    case AccessDenied:
        return error(
            tr("\"%1\" does not take the password of \"%2\". %3").arg(database, user, text),
            tr("Correct the user or the password; give it when asked, in MYSQL_PWD or in an option "
               "file. Some users may connect over TLS only (sslmode=require)."));
    case DatabaseDenied:
        return error(refused, tr("Give the user the right to use the database."));
    case UnknownDatabase:
        return error(refused, tr("Correct the name of the database, or create it."));
    case TooManyConnections:
    case TooManyUserConnections:
    case UserLimitReached:
        return error(refused,
            tr("All connections that the server allows are taken. Close some, or raise the "
               "limit."));
    case HostBlocked:
    case HostNotPrivileged:
        return error(refused, tr("The server's users say who may connect from which machine."));
    case TlsError:
    case TlsRequired:
        return error(tr("\"%1\" could not be reached over TLS. %2").arg(database, text),
            tr("Look at sslmode and ssl-ca in the URL, and at the server's certificate."));
    case UnknownHost:
        return error(
            tr("The server of \"%1\" has a name that is not known. %2").arg(database, text),
            tr("Correct the name of the server, or the name service of this machine."));
    case ServerShutdown:
        return error(refused, tr("The server is shutting down: try again soon."));
    default:
        return error(tr("\"%1\" could not be reached. %2").arg(database, text),
            tr("See whether the server is up and whether host and port are right."));
    }
}

} // namespace whimbrel
