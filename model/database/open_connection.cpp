// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"

#include "model/database/sqlite_connection.h"

namespace whimbrel {

Result<std::unique_ptr<Connection>> openConnection(
    const ConnectionUrl& url, Connection::Access access, std::shared_ptr<Interrupter> interrupter)
{
    Result<std::unique_ptr<SqliteConnection>> opened
        = SqliteConnection::open(url.path, access, std::move(interrupter));
    if (!opened) {
        return fail(opened.error());
    }
    return std::unique_ptr<Connection>(*std::move(opened));
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

} // namespace whimbrel
