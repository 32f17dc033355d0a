// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/copy_rows.h"

#include "model/exec/table_names.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

/// The key and the columns, as SQL names them, each after `prefix`.
QStringList namesOf(
    const QString& key, const CopyPlan& plan, Dialect dialect, const QString& prefix = {})
{
    QStringList names{prefix + quotedName(key, dialect)};
    for (const QString& column : plan.columns) {
        if (column != key) {
            names.append(prefix + quotedName(column, dialect));
        }
    }
    return names;
}

/// What follows the rows of an INSERT, so that a row that is there takes the new values.
QString bringUpToDate(const QStringList& names, Dialect dialect)
{
    const bool onServerOfMysql = dialect == Dialect::Mysql;
    QStringList updates;
    for (qsizetype i = 1; i < names.size(); ++i) {
        updates.append(onServerOfMysql ? QStringLiteral("%1 = VALUES(%1)").arg(names[i])
                                       : QStringLiteral("%1 = excluded.%1").arg(names[i]));
    }
    if (onServerOfMysql) {
        // A key alone has nothing to bring up to date; naming it keeps the statement whole.
        return QStringLiteral(" ON DUPLICATE KEY UPDATE ")
            + (updates.isEmpty() ? QStringLiteral("%1 = %1").arg(names[0])
                                 : updates.join(QStringLiteral(", ")));
    }
    return QStringLiteral(" ON CONFLICT (%1) DO ").arg(names[0])
        + (updates.isEmpty() ? QStringLiteral("NOTHING")
                             : QStringLiteral("UPDATE SET ") + updates.join(QStringLiteral(", ")));
}

/// A value as the destination takes it. PostgreSQL reads what has no type as its column's type, and
/// refuses an integer for a boolean; so integers go there without a type.
QVariant asTaken(const QVariant& value, Dialect dialect)
{
    if (dialect != Dialect::Postgresql || value.isNull()) {
        return value;
    }
    switch (value.typeId()) {
    case QMetaType::Int:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
        return value.toString();
    default:
        return value;
    }
}

/// About how many bytes a value takes in a statement.
qsizetype sizeOf(const QVariant& value)
{
    constexpr qsizetype small = 24;
    switch (value.typeId()) {
    case QMetaType::QByteArray:
        return 2 * value.toByteArray().size() + small;
    case QMetaType::QString:
        return 2 * value.toString().size() + small;
    default:
        return small;
    }
}

} // namespace

Result<QList<Row>> readRows(Connection& source, const KeyWalk& walk, const CopyPlan& plan)
{
    const Dialect dialect = source.dialect();
    const QString key = QStringLiteral("t.") + quotedName(walk.key, dialect);
    const bool begun = !walk.cursor.isUndefined() && !walk.cursor.isNull();
    QMap<QString, QVariant> values{
        {QStringLiteral("until"), keyFrom(walk.until)}, {QStringLiteral("batch"), walk.batch}};
    QString condition = key + QStringLiteral(" <= :until");
    if (begun) {
        values.insert(QStringLiteral("cursor"), keyFrom(walk.cursor));
        condition += QStringLiteral(" AND ") + key + QStringLiteral(" > :cursor");
    }
    if (!plan.where.isEmpty()) {
        // On a line of its own: it may end in a comment.
        condition += QStringLiteral(" AND (") + plan.where + QStringLiteral("\n)");
    }
    const QString sql = QStringLiteral("SELECT ")
        + namesOf(walk.key, plan, dialect, QStringLiteral("t.")).join(QStringLiteral(", "))
        + QStringLiteral(" FROM ") + quotedTable(walk.table, dialect) + QStringLiteral(" t WHERE ")
        + condition + QStringLiteral(" ORDER BY ") + key + QStringLiteral(" LIMIT :batch");
    return source.rows(sql, values);
}

Result<qint64> writeRows(
    Connection& destination, const QString& key, const CopyPlan& plan, const QList<Row>& rows)
{
    // Below the least that servers take: 32,766 values (SQLite), 16 MiB (MariaDB's packet).
    constexpr qsizetype mostValues = 10'000;
    constexpr qsizetype mostBytes = 1 << 20;
    const Dialect dialect = destination.dialect();
    const QStringList names = namesOf(key, plan, dialect);
    const QString head
        = QStringLiteral("INSERT INTO %1 (%2) VALUES ")
              .arg(quotedTable(plan.into, dialect), names.join(QStringLiteral(", ")));
    const QString tail = bringUpToDate(names, dialect);
    qsizetype next = 0;
    while (next < rows.size()) {
        QStringList tuples;
        QMap<QString, QVariant> values;
        qsizetype bytes = 0;
        while (next < rows.size()
            && (tuples.isEmpty()
                || (values.size() + names.size() <= mostValues && bytes < mostBytes))) {
            QStringList marks;
            for (const QVariant& value : rows[next]) {
                const QString name = QStringLiteral("v%1").arg(values.size());
                values.insert(name, asTaken(value, dialect));
                marks.append(QLatin1Char(':') + name);
                bytes += sizeOf(value);
            }
            tuples.append(QLatin1Char('(') + marks.join(QLatin1Char(',')) + QLatin1Char(')'));
            ++next;
        }
        const Result<StatementResult> written
            = destination.exec(head + tuples.join(QLatin1Char(',')) + tail, values);
        if (!written) {
            return fail(written.error());
        }
    }
    return rows.size();
}

} // namespace whimbrel
