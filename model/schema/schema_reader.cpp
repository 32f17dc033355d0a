// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/schema_reader.h"

#include "model/database/sqlite_connection.h"
#include "model/schema/read_snapshot.h"
#include "model/schema/readers.h"

namespace whimbrel {

Result<Schema> readSchema(Connection& connection)
{
    const ReadSnapshot snapshot(connection);
    return snapshot.begun() ? readSchemaNow(connection) : fail(snapshot.begun().error());
}

Result<Schema> readSchemaNow(Connection& connection)
{
    switch (connection.dialect()) {
    case Dialect::Postgresql:
        return readPostgresqlSchema(connection);
    case Dialect::Mysql:
        return readMariadbSchema(connection);
    default:
        return readSqliteSchema(SqliteSession(connection));
    }
}

} // namespace whimbrel
