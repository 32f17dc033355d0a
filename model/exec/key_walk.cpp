// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/key_walk.h"

#include "model/exec/table_names.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Backfill", text);
}

/// What kind of value a key is; empty for one that no backfill can walk along. SQLite says it for
/// each value; servers have one type for the column.
QString kindOf(const QVariant& key)
{
    switch (key.typeId()) {
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::Short:
    case QMetaType::UShort:
    case QMetaType::SChar:
    case QMetaType::UChar:
        return QStringLiteral("integer");
    case QMetaType::QString:
        return QStringLiteral("text");
    default:
        return key.isNull() ? QStringLiteral("null") : QString::fromLatin1(key.typeName());
    }
}

} // namespace

QVariant keyFrom(const QJsonValue& value)
{
    return value.isString() ? QVariant(value.toString()) : QVariant(value.toInteger());
}

QJsonValue jsonFrom(const QVariant& key)
{
    return key.typeId() == QMetaType::QString ? QJsonValue(key.toString())
                                              : QJsonValue(key.toLongLong());
}

Result<QVariant> largestKey(Connection& connection, const KeyWalk& walk)
{
    const QString key = quotedName(walk.key, connection.dialect());
    const QString table = quotedTable(walk.table, connection.dialect());
    // A quoted name that is no column would be taken for a text by SQLite; the alias prevents that.
    const Result<QList<Row>> bounds = connection.rows((connection.dialect() == Dialect::Sqlite
            ? QStringLiteral("SELECT min(t.%1), max(t.%1), typeof(min(t.%1)), "
                             "typeof(max(t.%1)) FROM %2 t")
            : QStringLiteral("SELECT (SELECT t.%1 FROM %2 t ORDER BY t.%1 LIMIT 1), "
                             "(SELECT t.%1 FROM %2 t ORDER BY t.%1 DESC LIMIT 1)"))
                                                          .arg(key, table));
    if (!bounds) {
        return fail(bounds.error());
    }
    const Result<QVariant> missing = connection.value(
        QStringLiteral("SELECT 1 FROM %2 t WHERE t.%1 IS NULL LIMIT 1").arg(key, table));
    if (!missing) {
        return fail(missing.error());
    }
    if (missing->isValid()) {
        return fail({ErrorCode::Sql,
            tr("The key column \"%1\" of \"%2\" has rows without a value; they would be left out.")
                .arg(walk.key, walk.table),
            {}, tr("Use a unique NOT NULL column.")});
    }
    const Row& row = bounds->constFirst();
    // Not every type has a smallest value that PostgreSQL knows (uuid), but all have an order.
    const bool told = row.size() > 2;
    const QString low = told ? row[2].toString() : kindOf(row[0]);
    const QString high = told ? row[3].toString() : kindOf(row[1]);
    if (high == QLatin1String("null")) {
        return QVariant();
    }
    if (low != high || (low != QLatin1String("integer") && low != QLatin1String("text"))) {
        return fail({ErrorCode::Sql,
            tr("The key column \"%1\" of \"%2\" holds values of type %3; integers or texts are "
               "needed.")
                .arg(walk.key, walk.table, low == high ? low : low + QStringLiteral(" / ") + high),
            {}, tr("Use another unique NOT NULL column.")});
    }
    return row[1];
}

Result<KeyBounds> nextBounds(Connection& connection, const KeyWalk& walk)
{
    const bool begun = !walk.cursor.isUndefined() && !walk.cursor.isNull();
    const int batch = qMax(walk.batch, 1);
    QMap<QString, QVariant> values{
        {QStringLiteral("until"), keyFrom(walk.until)}, {QStringLiteral("skipped"), batch - 1}};
    if (begun) {
        values.insert(QStringLiteral("cursor"), keyFrom(walk.cursor));
    }
    const QString key = quotedName(walk.key, connection.dialect());
    const QString one
        = QStringLiteral("(SELECT t.%1 FROM %2 t WHERE %3t.%1 <= :until ORDER BY t.%1 LIMIT 1%4)")
              .arg(key, quotedTable(walk.table, connection.dialect()),
                  begun ? QStringLiteral("t.%1 > :cursor AND ").arg(key) : QString());
    const Result<QList<Row>> found
        = connection.rows(QStringLiteral("SELECT %1, %2")
                              .arg(one.arg(QString()), one.arg(QStringLiteral(" OFFSET :skipped"))),
            values);
    if (!found) {
        return fail(found.error());
    }
    const Row& row = found->constFirst();
    if (row[0].isNull()) {
        return KeyBounds{{}, {}, true};
    }
    const bool isShort = row[1].isNull(); // fewer rows are left than a batch has
    const QVariant last = isShort ? keyFrom(walk.until) : row[1];
    return KeyBounds{row[0], last, isShort || jsonFrom(last) == walk.until};
}

double fractionOf(const QJsonValue& first, const QJsonValue& cursor, const QJsonValue& until)
{
    if (!cursor.isDouble() || !until.isDouble()) {
        return -1;
    }
    const double low = static_cast<double>(first.toInteger());
    const double high = static_cast<double>(until.toInteger());
    const double at = static_cast<double>(cursor.toInteger());
    return high <= low ? 1.0 : qBound(0.0, (at - low) / (high - low), 1.0);
}

} // namespace whimbrel
