// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/catalog_query.h"
#include "model/schema/mariadb_catalog.h"
#include "model/schema/readers.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString quoted(const QString& name)
{
    return QString::fromUtf8(quotedIdentifier(name, Dialect::Mysql));
}

/// A value as bytes with their length, so that no two rows give the same text; 'n' for NULL.
QString valueText(const Column& column)
{
    const QString name = quoted(column.name);
    const QString type = column.type.section(u'(', 0, 0).section(u' ', 0, 0).toLower();
    const auto isOneOf = [&](std::initializer_list<const char*> types) {
        return std::any_of(types.begin(), types.end(),
            [&](const char* each) { return type.endsWith(QLatin1String(each)); });
    };
    // A float is told with six digits only. What may be long is digested alone: the text of a row
    // may not grow past max_allowed_packet.
    const QString bytes = type == QLatin1String("float") ? name + QStringLiteral(" + 0e0")
        : isOneOf({"blob", "text", "json", "geometry", "point", "linestring", "polygon",
              "geometrycollection", "vector"})
        ? QStringLiteral("CONCAT(OCTET_LENGTH(%1), ' ', MD5(%1))").arg(name)
        : QStringLiteral("CAST(%1 AS BINARY)").arg(name);
    return QStringLiteral("IFNULL(CONCAT(OCTET_LENGTH(%1), ':', %1), 'n')").arg(bytes);
}

/// By the names of the columns: so their order does not show in the digest.
QStringList valueTexts(const Table& table)
{
    QMap<QString, QString> texts;
    for (const Column& column : table.columns) {
        if (column.generated == Generated::No) {
            texts.insert(foldedName(column.name, Dialect::Mysql), valueText(column));
        }
    }
    return texts.values();
}

} // namespace

Result<TableRows> readMariadbRows(Connection& connection, const Table& table, bool countOnly)
{
    TableRows rows{table.qualifiedName(), 0, {}};
    const QStringList texts = valueTexts(table);
    const bool counted = countOnly || texts.isEmpty();
    // Sums do not depend on the order of the rows, and other than with exclusive or, rows that are
    // there twice count. The halves of MD5 are summed apart.
    const QString sql = counted
        ? QStringLiteral("SELECT COUNT(*), COUNT(*) FROM ") + quoted(table.name)
        : QStringLiteral("SELECT COUNT(*), COUNT(h), CONCAT(SUM(CAST(CONV(LEFT(h, 16), 16, 10) AS"
                         " UNSIGNED)), ' ', SUM(CAST(CONV(RIGHT(h, 16), 16, 10) AS UNSIGNED)))"
                         " FROM (SELECT MD5(CONCAT(%1)) AS h FROM %2) AS texts")
              .arg(texts.join(QStringLiteral(", ")), quoted(table.name));
    qint64 digested = 0;
    const auto done = eachCatalogRow(connection, sql, [&](CatalogRow& row) {
        rows.count = row.number();
        digested = row.number();
        rows.digest = counted ? QString() : row.text();
    });
    if (!done) {
        return fail(done.error());
    }
    if (digested != rows.count) {
        return fail({ErrorCode::Sql,
            QCoreApplication::translate(
                "Schema", "Some rows are too long for the server to digest them."),
            {}, QCoreApplication::translate("Schema", "Raise max_allowed_packet on the server.")});
    }
    return rows;
}

Result<QHash<QString, qint64>> estimateMariadbRows(Connection& connection)
{
    QHash<QString, qint64> estimates;
    const auto done = eachCatalogRow(connection,
        QStringLiteral("SELECT TABLE_NAME, TABLE_ROWS FROM information_schema.TABLES WHERE"
                       " TABLE_SCHEMA = DATABASE()"),
        [&](CatalogRow& row) {
            const QString name = row.text();
            estimates.insert(name, row.number());
        });
    return done ? Result<QHash<QString, qint64>>(estimates) : fail(done.error());
}

Result<QList<SequencePosition>> readMariadbPositions(Connection& connection)
{
    QList<SequencePosition> positions;
    const auto take = [&](CatalogRow& row) {
        const QString name = row.text();
        positions.append({name, row.number()});
    };
    auto done = eachCatalogRow(connection,
        QStringLiteral("SELECT TABLE_NAME, AUTO_INCREMENT FROM information_schema.TABLES WHERE"
                       " TABLE_SCHEMA = DATABASE() AND AUTO_INCREMENT IS NOT NULL AND ")
            + mariadbNotOurs(connection),
        take);
    const auto sequences = done ? mariadbSequences(connection) : fail(done.error());
    if (sequences && !sequences->isEmpty()) {
        done = eachCatalogRow(connection,
            selectFromSequences(*sequences, QStringLiteral("next_not_cached_value")), take);
    }
    if (!sequences || !done) {
        return fail(sequences ? done.error() : sequences.error());
    }
    std::sort(positions.begin(), positions.end(),
        [](const SequencePosition& a, const SequencePosition& b) { return a.of < b.of; });
    return positions;
}

} // namespace whimbrel
