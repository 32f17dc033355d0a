// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/postgres_catalog.h"
#include "model/schema/readers.h"

namespace whimbrel {

QString isNoJournal()
{
    // A journal may have any name; the function that keeps it append-only gives it away.
    return QStringLiteral("NOT EXISTS (SELECT FROM pg_proc o WHERE o.pronamespace = n.oid AND "
                          "o.proname = 'refuse_change')");
}

QString isUsers(const char* catalog, const char* oid)
{
    return QStringLiteral("n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', "
                          "'whimbrel') AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = "
                          "'%1'::regclass AND e.objid = %2 AND e.deptype = 'e') AND %3")
        .arg(QLatin1String(catalog), QLatin1String(oid), isNoJournal());
}

QString grantsOf(const char* list, const char* owner, char kind)
{
    // The owner's own rights are told without a name: a new owner is one difference, not ten.
    return QStringLiteral(
        "(SELECT string_agg(g, chr(31) ORDER BY g COLLATE \"C\") FROM (SELECT DISTINCT "
        "e.privilege_type || ' to ' || CASE WHEN e.grantee = 0 THEN 'PUBLIC' WHEN e.grantee = %2 "
        "THEN 'its owner' ELSE pg_get_userbyid(e.grantee)::text END || CASE WHEN e.is_grantable "
        "AND e.grantee <> %2 THEN ' with grant option' ELSE '' END AS g FROM "
        "aclexplode(coalesce(%1, acldefault('%3', %2))) e) granted)")
        .arg(QLatin1String(list), QLatin1String(owner), QString(QLatin1Char(kind)));
}

QString collationName(const char* oid)
{
    return QStringLiteral("(SELECT CASE WHEN cn.nspname <> 'pg_catalog' THEN cn.nspname || '.' ELSE"
                          " '' END || cl.collname FROM pg_collation cl JOIN pg_namespace cn ON"
                          " cn.oid = cl.collnamespace WHERE cl.oid = %1)")
        .arg(QLatin1String(oid));
}

QString commentOn(const char* catalog, const char* oid, const char* part)
{
    return QStringLiteral("(SELECT description FROM pg_description WHERE classoid = "
                          "'%1'::regclass AND objoid = %2 AND objsubid = %3)")
        .arg(QLatin1String(catalog), QLatin1String(oid), QLatin1String(part));
}

Result<Schema> readPostgresqlSchema(Connection& connection)
{
    const auto version
        = connection.value(QStringLiteral("SELECT current_setting('server_version_num')"));
    if (!version) {
        return fail(version.error());
    }
    PostgresReading reading{connection, version->toInt()};
    reading.schema.dialect = Dialect::Postgresql;
    for (const auto read : {readPostgresRelations, readPostgresColumns, readPostgresIndexes,
             readPostgresConstraints, readPostgresTriggers, readPostgresPolicies, readPostgresTypes,
             readPostgresRoutines, readPostgresSequences, readPostgresDatabase}) {
        if (auto done = read(reading); !done) {
            return fail(std::move(done).error());
        }
    }
    sortSchema(reading.schema);
    return std::move(reading.schema);
}

} // namespace whimbrel
