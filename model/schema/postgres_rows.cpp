// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/postgres_catalog.h"
#include "model/schema/readers.h"
#include "model/sql/quoting.h"

namespace whimbrel {

namespace {

QString quoted(const QString& name)
{
    return QString::fromUtf8(quotedIdentifier(name, Dialect::Postgresql));
}

/// The columns that hold values, by name: so their order does not show in the digest.
QStringList valueColumns(const Table& table)
{
    QMap<QString, QString> columns;
    for (const Column& column : table.columns) {
        if (column.generated == Generated::No) {
            columns.insert(column.name, QStringLiteral("t.") + quoted(column.name));
        }
    }
    return columns.values();
}

} // namespace

Result<TableRows> readPostgresqlRows(Connection& connection, const Table& table, bool countOnly)
{
    TableRows rows{table.qualifiedName(), 0, {}};
    // The rows of tables that inherit are counted there.
    const QString from
        = QStringLiteral(" FROM ONLY %1.%2 AS t").arg(quoted(table.schema), quoted(table.name));
    const QStringList columns = valueColumns(table);
    const bool counted = countOnly || columns.isEmpty();
    // Sums do not depend on the order of the rows, and other than with exclusive or, rows that are
    // there twice count. Two seeds make 128 bits.
    const QString sql = counted
        ? QStringLiteral("SELECT count(*)") + from
        : QStringLiteral("SELECT count(*), sum(hashtextextended(r, 0))::text,"
                         " sum(hashtextextended(r, 1))::text FROM (SELECT ROW(%1)::text COLLATE"
                         " \"C\" AS r%2 OFFSET 0) AS texts")
              .arg(columns.join(QStringLiteral(", ")), from);
    const auto done = eachCatalogRow(connection, sql, [&](CatalogRow& row) {
        rows.count = row.number();
        if (!counted) {
            const QString first = row.text();
            rows.digest = first + u' ' + row.text();
        }
    });
    return done ? Result<TableRows>(rows) : fail(done.error());
}

Result<QHash<QString, qint64>> estimatePostgresqlRows(Connection& connection)
{
    QHash<QString, qint64> estimates;
    // Where no statistics were taken yet, from the size: as the planner does, a row a 100 bytes.
    const auto done = eachCatalogRow(connection,
        QStringLiteral("SELECT n.nspname || '.' || c.relname, CASE WHEN c.reltuples >= 0 THEN"
                       " c.reltuples::bigint ELSE pg_relation_size(c.oid) / 100 END FROM pg_class"
                       " c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND"
                       " n.nspname !~ '^pg_'"),
        [&](CatalogRow& row) {
            const QString name = row.text();
            estimates.insert(name, row.number());
        });
    return done ? Result<QHash<QString, qint64>>(estimates) : fail(done.error());
}

Result<QList<SequencePosition>> readPostgresqlPositions(Connection& connection)
{
    QList<SequencePosition> positions;
    // The server may look at the conditions in any order, and refuses the question for a table.
    const auto done = eachCatalogRow(connection,
        QStringLiteral("SELECT n.nspname || '.' || c.relname, coalesce(pg_sequence_last_value("
                       "c.oid), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                       " WHERE CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid,"
                       " 'USAGE, SELECT') ELSE false END AND n.nspname !~ '^pg_' AND n.nspname NOT"
                       " IN ('information_schema', 'whimbrel') AND %1"
                       " ORDER BY (n.nspname || '.' || c.relname) COLLATE \"C\"")
            .arg(isNoJournal()),
        [&](CatalogRow& row) {
            const QString name = row.text();
            positions.append({name, row.number()});
        });
    return done ? Result<QList<SequencePosition>>(positions) : fail(done.error());
}

} // namespace whimbrel
