// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/connection.h"

#include <sqlite3.h>

namespace whimbrel {

Result<QList<Row>> Connection::rows(
    const QString& sql, const QMap<QString, QVariant>& values, qsizetype limit)
{
    QList<Row> found;
    const Result<> done = eachRow(sql, values, [&](const Row& row) {
        found.append(row);
        return found.size() < limit;
    });
    if (!done) {
        return fail(done.error());
    }
    return found;
}

Result<QVariant> Connection::value(const QString& sql, const QMap<QString, QVariant>& values)
{
    const Result<QList<Row>> found = rows(sql, values, 1);
    if (!found) {
        return fail(found.error());
    }
    return found->isEmpty() || found->constFirst().isEmpty() ? QVariant()
                                                             : found->constFirst().constFirst();
}

QString textOf(const QVariant& value)
{
    if (value.isNull()) {
        return {};
    }
    if (value.typeId() == QMetaType::Double) {
        // As SQLite itself shows a real number.
        char buffer[64];
        sqlite3_snprintf(sizeof buffer, buffer, "%!.15g", value.toDouble());
        return QString::fromLatin1(buffer);
    }
    if (value.typeId() == QMetaType::QByteArray) {
        return QStringLiteral("x'") + QString::fromLatin1(value.toByteArray().toHex())
            + QLatin1Char('\'');
    }
    const QString text = value.toString();
    return text.isNull() ? QStringLiteral("") : text;
}

} // namespace whimbrel
