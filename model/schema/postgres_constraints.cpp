// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/postgres_catalog.h"

namespace whimbrel {

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

/// One row of pg_index, with the constraint that it stands behind.
Index readIndex(CatalogRow& row)
{
    Index index;
    index.name = row.text();
    const QString method = row.text();
    index.method = method == QLatin1String("btree") ? QString() : method;
    index.unique = row.flag();
    index.valid = row.flag();
    const QString constraint = row.text();
    index.origin = constraint == u'p' ? IndexOrigin::PrimaryKey
        : constraint == u'u'          ? IndexOrigin::Unique
        : constraint == u'x'          ? IndexOrigin::Exclusion
                                      : IndexOrigin::Created;
    index.where = row.text();
    for (const char* words : {"treatment of NULL", "state", "role", "list of options", "tablespace",
             "deferrability", "exclusion", "comment"}) {
        row.attribute(index.attributes, S(words));
    }
    return index;
}

IndexColumn readIndexColumn(CatalogRow& row)
{
    IndexColumn column;
    column.name = row.text();
    column.isExpression = row.flag();
    column.collation = row.text();
    column.operatorClass = row.text();
    const qint64 options = row.number();
    const bool nullsFirst = (options & 2) != 0;
    column.descending = (options & 1) != 0;
    if (nullsFirst != column.descending) { // NULLs count as the greatest
        column.nulls = nullsFirst ? S("FIRST") : S("LAST");
    }
    return column;
}

QString action(const QString& letter)
{
    return letter == u'r' ? S("RESTRICT")
        : letter == u'c'  ? S("CASCADE")
        : letter == u'n'  ? S("SET NULL")
        : letter == u'd'  ? S("SET DEFAULT")
                          : QString();
}

ForeignKey readForeignKey(CatalogRow& row)
{
    ForeignKey key;
    key.name = row.text();
    key.validated = row.flag();
    key.columns = row.list();
    key.table = row.text();
    key.references = row.list();
    key.onUpdate = action(row.text());
    key.onDelete = action(row.text());
    key.onDelete += row.text(); // the columns, where not all are set
    key.match = row.text();
    key.deferrable = row.flag();
    key.deferred = row.flag();
    return key;
}

} // namespace

Result<> readPostgresIndexes(PostgresReading& reading)
{
    const QString nullsNotDistinct = reading.version >= 150000
        ? S("CASE WHEN i.indnullsnotdistinct THEN 'NOT DISTINCT' END")
        : S("NULL");
    const QString sql
        = S("SELECT i.indexrelid::bigint, i.indrelid::bigint, c.relname::text, m.amname::text,"
            " i.indisunique, i.indisvalid, o.contype::text, pg_get_expr(i.indpred, i.indrelid), ")
        + nullsNotDistinct
        + S(", CASE WHEN NOT i.indisready THEN 'not ready' END,"
            " concat_ws(', ', CASE WHEN i.indisclustered THEN 'CLUSTER' END,"
            "  CASE WHEN i.indisreplident THEN 'REPLICA IDENTITY' END),"
            " array_to_string(c.reloptions, ', '),"
            " (SELECT spcname::text FROM pg_tablespace WHERE oid = c.reltablespace),"
            " CASE WHEN o.condeferred THEN 'DEFERRABLE INITIALLY DEFERRED' WHEN o.condeferrable"
            "  THEN 'DEFERRABLE' END,"
            " CASE o.contype WHEN 'x' THEN pg_get_constraintdef(o.oid) END, ")
        + commentOn("pg_class", "c.oid")
        + S(", k.n <= i.indnkeyatts, pg_get_indexdef(i.indexrelid, k.n, true),"
            " i.indkey[k.n - 1] = 0,"
            " CASE WHEN l.oid <> coalesce(a.attcollation, y.typcollation, 0) THEN ")
        + collationName("l.oid")
        + S(" END, CASE WHEN NOT p.opcdefault THEN p.opcname::text END,"
            " CASE WHEN k.n <= i.indnkeyatts THEN i.indoption[k.n - 1]::int ELSE 0 END"
            " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid ="
            " c.relam JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_constraint o ON"
            " o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x') CROSS JOIN LATERAL"
            " generate_series(1, i.indnatts::int) AS k(n) LEFT JOIN pg_attribute a ON a.attrelid ="
            " i.indrelid AND a.attnum = i.indkey[k.n - 1] AND a.attnum <> 0 LEFT JOIN pg_attribute"
            " x ON x.attrelid = i.indexrelid AND x.attnum = k.n LEFT JOIN pg_type y ON y.oid ="
            " x.atttypid LEFT JOIN pg_opclass p ON k.n <= i.indnkeyatts AND p.oid ="
            " i.indclass[k.n - 1] LEFT JOIN pg_collation l ON k.n <= i.indnkeyatts AND l.oid ="
            " i.indcollation[k.n - 1] WHERE n.nspname !~ '^pg_' ORDER BY i.indexrelid, k.n");
    qint64 last = 0;
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        const qint64 oid = row.number();
        const qint64 relation = row.number();
        const auto table = reading.tables.constFind(relation);
        const auto view = reading.views.constFind(relation);
        if (table == reading.tables.cend() && view == reading.views.cend()) {
            return;
        }
        QList<Index>& indexes = table != reading.tables.cend()
            ? reading.schema.tables[*table].indexes
            : reading.schema.views[*view].indexes;
        Index index = readIndex(row);
        if (oid != last) {
            indexes.append(index);
            last = oid;
        }
        const bool isKey = row.flag();
        const IndexColumn column = readIndexColumn(row);
        isKey ? indexes.last().columns.append(column) : indexes.last().include.append(column.name);
    });
}

Result<> readPostgresConstraints(PostgresReading& reading)
{
    const auto columns = [](const char* relation, const char* numbers) {
        return S("(SELECT string_agg(a.attname::text, chr(31) ORDER BY k.n) FROM unnest(%2) WITH"
                 " ORDINALITY k(att, n) JOIN pg_attribute a ON a.attrelid = %1 AND a.attnum ="
                 " k.att)")
            .arg(QLatin1String(relation), QLatin1String(numbers));
    };
    const QString keys = S("SELECT o.conrelid::bigint, o.conname::text, o.convalidated, ")
        + columns("o.conrelid", "o.conkey")
        + S(", (SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid ="
            " c.relnamespace WHERE c.oid = o.confrelid), ")
        + columns("o.confrelid", "o.confkey")
        + S(", o.confupdtype::text, o.confdeltype::text,"
            " coalesce(substring(pg_get_constraintdef(o.oid) FROM"
            "  'ON DELETE SET (?:NULL|DEFAULT)( \\(.*?\\))'), ''),"
            " CASE o.confmatchtype WHEN 'f' THEN 'FULL' WHEN 'p' THEN 'PARTIAL' END,"
            " o.condeferrable, o.condeferred FROM pg_constraint o"
            // Those of partitions follow from that of the table.
            " WHERE o.contype = 'f' AND o.conparentid = 0");
    auto done = eachCatalogRow(reading.connection, keys, [&](CatalogRow& row) {
        const auto table = reading.tables.constFind(row.number());
        if (table != reading.tables.cend()) {
            reading.schema.tables[*table].foreignKeys.append(readForeignKey(row));
        }
    });
    if (!done) {
        return done;
    }
    const QString checks
        = S("SELECT o.conrelid::bigint, o.conname::text, pg_get_expr(o.conbin, o.conrelid),"
            " o.convalidated, CASE WHEN o.connoinherit THEN 'NO INHERIT' WHEN NOT o.conislocal"
            " THEN 'inherited' END, ")
        + commentOn("pg_constraint", "o.oid")
        + S(" FROM pg_constraint o WHERE o.contype = 'c' AND o.conrelid <> 0");
    return eachCatalogRow(reading.connection, checks, [&](CatalogRow& row) {
        const auto table = reading.tables.constFind(row.number());
        if (table == reading.tables.cend()) {
            return;
        }
        CheckConstraint check;
        check.name = row.text();
        check.expression = row.text();
        check.validated = row.flag();
        row.attribute(check.attributes, S("inheritance"));
        row.attribute(check.attributes, S("comment"));
        reading.schema.tables[*table].checks.append(check);
    });
}

} // namespace whimbrel
