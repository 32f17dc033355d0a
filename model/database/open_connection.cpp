// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"

#include "model/database/mariadb_connection.h"
#include "model/database/postgres_connection.h"
#include "model/database/sqlite_connection.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

template <class Opened>
Result<std::unique_ptr<Connection>> asConnection(
    Result<std::unique_ptr<Opened>> opened, const ConnectionUrl& url)
{
    if (!opened) {
        return fail(opened.error());
    }
    (*opened)->setJournalName(url.journal);
    return std::unique_ptr<Connection>(*std::move(opened));
}

} // namespace

Result<std::unique_ptr<Connection>> openConnection(
    const ConnectionUrl& url, Connection::Access access, std::shared_ptr<Interrupter> interrupter)
{
    switch (url.dialect) {
    case Dialect::Sqlite:
        return asConnection(SqliteConnection::open(url.path, access, std::move(interrupter)), url);
    case Dialect::Postgresql:
        return asConnection(PostgresConnection::open(url, access, std::move(interrupter)), url);
    case Dialect::Mysql:
        return asConnection(MariadbConnection::open(url, access, std::move(interrupter)), url);
    case Dialect::External:
        break;
    }
    return fail({ErrorCode::Usage,
        QCoreApplication::translate("OpenConnection", "\"%1\" is no database.").arg(url.shown), {},
        {}});
}

Result<std::unique_ptr<Connection>> openConnection(
    const QString& url, Connection::Access access, std::shared_ptr<Interrupter> interrupter)
{
    const Result<ConnectionUrl> parsed = parseConnectionUrl(url);
    if (!parsed) {
        return fail(parsed.error());
    }
    return openConnection(*parsed, access, std::move(interrupter));
}

bool wantsPassword(const Error& error)
{
    return error.code == ErrorCode::Connection
        && (error.sqlState == QLatin1String("28P01") || error.sqlState == QLatin1String("1045"));
}

} // namespace whimbrel
