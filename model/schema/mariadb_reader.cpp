// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/mariadb_catalog.h"
#include "model/schema/readers.h"

namespace whimbrel {

QString mariadbNotOurs(const Connection& connection)
{
    const QString condition = QStringLiteral("LEFT(TABLE_NAME, 9) <> 'whimbrel_'");
    const QString own = connection.journalName() + QLatin1Char('_');
    return condition + QStringLiteral(" AND LEFT(TABLE_NAME, %1) <> '%2'").arg(own.size()).arg(own);
}

Result<Schema> readMariadbSchema(Connection& connection)
{
    MariadbReading reading{connection};
    reading.schema.dialect = Dialect::Mysql;
    auto done = eachCatalogRow(
        connection, QStringLiteral("SELECT VERSION(), DATABASE()"), [&](CatalogRow& row) {
            const QString version = row.text(); // 10.11.6-MariaDB-…, 8.0.36
            const QStringList numbers = version.section(u'-', 0, 0).split(u'.');
            reading.isMariadb = version.contains(QLatin1String("MariaDB"));
            reading.version = numbers.value(0).toInt() * 10000 + numbers.value(1).toInt() * 100
                + numbers.value(2).toInt();
            reading.database = row.text();
        });
    for (const auto read : {readMariadbTables, readMariadbColumns, readMariadbIndexes,
             readMariadbForeignKeys, readMariadbChecks, readMariadbPartitions, readMariadbViews,
             readMariadbTriggers, readMariadbRoutines, readMariadbEvents, readMariadbSequences,
             readMariadbDatabase, readMariadbGrants}) {
        if (done) {
            done = read(reading);
        }
    }
    if (!done) {
        return fail(std::move(done).error());
    }
    sortSchema(reading.schema);
    return std::move(reading.schema);
}

} // namespace whimbrel
