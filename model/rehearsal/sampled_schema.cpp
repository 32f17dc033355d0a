// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/sampled_schema.h"

#include "model/database/open_connection.h"
#include "model/rehearsal/client_programs.h"
#include "model/sql/quoting.h"

#include <QMap>

namespace whimbrel {

namespace {

/// Tables with the columns that can be written; generated ones cannot.
Result<QList<programs::SampledTable>> tablesOf(Connection& connection)
{
    const Result<QList<Row>> rows = connection.rows(
        QStringLiteral("SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), "
                       "(SELECT pg_catalog.string_agg(pg_catalog.quote_ident(attname), ', ' ORDER "
                       "BY attnum) FROM pg_catalog.pg_attribute WHERE attrelid = c.oid AND attnum "
                       "> 0 AND NOT attisdropped AND attgenerated = '') "
                       "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
                       "c.relnamespace WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND "
                       "n.nspname NOT IN ('information_schema', 'whimbrel') "
                       "ORDER BY 1"));
    if (!rows) {
        return fail(rows.error());
    }
    QList<programs::SampledTable> tables;
    for (const Row& row : *rows) {
        tables.append({row.value(0).toString(), row.value(1).toString()});
    }
    return tables;
}

/// A foreign key as SQL writes its parts.
struct ForeignKey {
    QString child{};
    QString parent{};
    QStringList present{}; ///< a row whose reference is not complete refers to nothing
    QStringList same{};

    [[nodiscard]] QString deletion() const
    {
        return QStringLiteral(
            "DELETE FROM %1 WHERE %2 AND NOT EXISTS (SELECT 1 FROM (SELECT * FROM "
            "%3) AS whimbrel_parent WHERE %4)")
            .arg(child, present.join(QStringLiteral(" AND ")), parent,
                same.join(QStringLiteral(" AND ")));
    }
};

/// One row a column of a foreign key: its name, child, child's column, parent, parent's column.
const char* keyColumns(Dialect dialect)
{
    if (dialect == Dialect::Postgresql) {
        // A foreign key of a partition belongs to its table's.
        return "SELECT f.oid, pg_catalog.format('%I.%I', cn.nspname, c.relname), "
               "pg_catalog.quote_ident(ca.attname), pg_catalog.format('%I.%I', pn.nspname, "
               "p.relname), pg_catalog.quote_ident(pa.attname) "
               "FROM pg_catalog.pg_constraint f "
               "JOIN pg_catalog.pg_class c ON c.oid = f.conrelid "
               "JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace "
               "JOIN pg_catalog.pg_class p ON p.oid = f.confrelid "
               "JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace "
               "CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(f.conkey), "
               "pg_catalog.unnest(f.confkey)) AS k (child, parent) "
               "JOIN pg_catalog.pg_attribute ca ON ca.attrelid = c.oid AND ca.attnum = k.child "
               "JOIN pg_catalog.pg_attribute pa ON pa.attrelid = p.oid AND pa.attnum = k.parent "
               "WHERE f.contype = 'f' AND f.conparentid = 0 ORDER BY f.oid, k.child";
    }
    return "SELECT concat(table_name, '.', constraint_name), table_name, column_name, "
           "referenced_table_name, referenced_column_name FROM information_schema.key_column_usage "
           "WHERE table_schema = database() AND referenced_table_schema = database() "
           "ORDER BY table_name, constraint_name, ordinal_position";
}

Result<QStringList> orphansOf(Connection& connection)
{
    const Dialect dialect = connection.dialect();
    const Result<QList<Row>> rows = connection.rows(QString::fromLatin1(keyColumns(dialect)));
    if (!rows) {
        return fail(rows.error());
    }
    const auto written = [dialect](const QVariant& name) {
        return dialect == Dialect::Postgresql
            ? name.toString()
            : QString::fromUtf8(quotedIdentifier(name.toString(), dialect));
    };
    QMap<QString, ForeignKey> keys;
    for (const Row& row : *rows) {
        ForeignKey& key = keys[row.value(0).toString()];
        key.child = written(row.value(1));
        key.parent = written(row.value(3));
        const QString column = key.child + QLatin1Char('.') + written(row.value(2));
        key.present.append(column + QStringLiteral(" IS NOT NULL"));
        key.same.append(
            QStringLiteral("whimbrel_parent.%1 = %2").arg(written(row.value(4)), column));
    }
    QStringList deletions;
    for (const ForeignKey& key : std::as_const(keys)) {
        deletions.append(key.deletion());
    }
    return deletions;
}

} // namespace

Result<SampledSchema> readSampledSchema(
    const QString& url, int rows, const std::function<bool()>& isCancelled)
{
    const Result<ConnectionUrl> parsed = parseConnectionUrl(url);
    if (!parsed) {
        return fail(parsed.error());
    }
    const auto connection = openConnection(url, Connection::Access::Read);
    if (!connection) {
        return fail(connection.error());
    }
    SampledSchema made;
    const Result<QStringList> orphans = orphansOf(**connection);
    if (!orphans) {
        return fail(orphans.error());
    }
    made.orphans = *orphans;
    QList<programs::SampledTable> tables;
    if (parsed->dialect == Dialect::Postgresql) {
        const Result<QList<programs::SampledTable>> found = tablesOf(**connection);
        if (!found) {
            return fail(found.error());
        }
        tables = *found;
    }
    const Result<QByteArray> first
        = programs::dumpSchema(*parsed, programs::Part::Tables, isCancelled);
    if (!first) {
        return fail(first.error());
    }
    const Result<QByteArray> sample = programs::dumpSample(*parsed, tables, rows, isCancelled);
    if (!sample) {
        return fail(sample.error());
    }
    made.tables = *first + '\n' + *sample;
    const Result<QByteArray> rest
        = programs::dumpSchema(*parsed, programs::Part::Rest, isCancelled);
    if (!rest) {
        return fail(rest.error());
    }
    made.rest = *rest;
    return made;
}

Result<> deleteOrphans(const QString& url, const QStringList& orphans)
{
    if (orphans.isEmpty()) {
        return {};
    }
    const auto connection = openConnection(url, Connection::Access::ReadWrite);
    if (!connection) {
        return fail(connection.error());
    }
    if ((*connection)->dialect() == Dialect::Mysql) {
        // Its foreign keys are made with the tables; while they are looked away from, a parent that
        // goes takes nothing along, so the next round finds what referred to it.
        const Result<StatementResult> off
            = (*connection)->exec(QStringLiteral("SET foreign_key_checks = 0"));
        if (!off) {
            return fail(off.error());
        }
    }
    for (qint64 gone = 1; gone > 0;) {
        gone = 0;
        for (const QString& deletion : orphans) {
            const Result<StatementResult> done = (*connection)->exec(deletion);
            if (!done) {
                return fail(done.error());
            }
            gone += qMax<qint64>(done->rows, 0);
        }
    }
    return {};
}

} // namespace whimbrel
