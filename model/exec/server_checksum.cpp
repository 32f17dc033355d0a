// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/server_checksum.h"

#include "model/exec/table_names.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

/// Two sums of 64-bit digests with different seeds: a change that one of them misses by chance, the
/// other sees.
QString ofPostgresql(const QString& table, const QStringList& columns)
{
    QStringList names;
    for (const QString& column : columns) {
        names.append(QStringLiteral("t.") + quotedName(column, Dialect::Postgresql));
    }
    // Not "t" alone: a column may be called so.
    const QString row
        = QStringLiteral("ROW(%1)::text")
              .arg(names.isEmpty() ? QStringLiteral("t.*") : names.join(QStringLiteral(", ")));
    return QStringLiteral(
        "SELECT count(*) || ':' || coalesce(sum(hashtextextended(r, 0)::numeric), 0) || ':' || "
        "coalesce(sum(hashtextextended(r, 1)::numeric), 0) FROM (SELECT %1 AS r FROM %2 t) d")
        .arg(row, quotedTable(table, Dialect::Postgresql));
}

/// Each value with its length before it, so that no two rows spell alike; NULL has none.
QString ofMysql(const QString& table, const QStringList& columns)
{
    QStringList values;
    for (const QString& column : columns) {
        const QString name = QStringLiteral("t.") + quotedName(column, Dialect::Mysql);
        values.append(
            QStringLiteral("coalesce(concat(length(%1), ':', cast(%1 AS BINARY)), 'N')").arg(name));
    }
    const QString part
        = QStringLiteral("coalesce(sum(cast(conv(substr(r, %1, 16), 16, 10) AS UNSIGNED)), 0)");
    return QStringLiteral("SELECT concat(count(*), ':', %1, ':', %2) FROM "
                          "(SELECT md5(concat(%3)) AS r FROM %4 t) d")
        .arg(part.arg(1), part.arg(17), values.join(QStringLiteral(", ',', ")),
            quotedTable(table, Dialect::Mysql));
}

} // namespace

Result<QString> checksumQuery(
    Connection& connection, const QString& table, const QStringList& columns)
{
    if (connection.dialect() == Dialect::Postgresql) {
        return ofPostgresql(table, columns);
    }
    if (!columns.isEmpty()) {
        return ofMysql(table, columns);
    }
    const QString schema
        = table.contains(QLatin1Char('.')) ? table.section(QLatin1Char('.'), 0, 0) : QString();
    const Result<QList<Row>> rows = connection.rows(
        QStringLiteral("SELECT column_name FROM information_schema.columns WHERE table_name = "
                       ":name AND table_schema = %1 ORDER BY ordinal_position")
            .arg(schema.isEmpty() ? QStringLiteral("DATABASE()") : QStringLiteral(":schema")),
        schema.isEmpty()
            ? QMap<QString, QVariant>{{QStringLiteral("name"), table}}
            : QMap<QString, QVariant>{{QStringLiteral("name"), table.section(QLatin1Char('.'), 1)},
                {QStringLiteral("schema"), schema}});
    if (!rows) {
        return fail(rows.error());
    }
    if (rows->isEmpty()) {
        return fail({ErrorCode::Sql,
            QCoreApplication::translate("Check", "There is no table \"%1\".").arg(table), {}, {}});
    }
    QStringList all;
    for (const Row& row : *rows) {
        all.append(row.constFirst().toString());
    }
    return ofMysql(table, all);
}

} // namespace whimbrel
