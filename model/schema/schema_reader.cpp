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
    if (!snapshot.begun()) {
        return fail(snapshot.begun().error());
    }
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
