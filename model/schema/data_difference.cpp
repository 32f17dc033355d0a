// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/counted.h"
#include "model/schema/fingerprint.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Schema", text);
}

/// Whether the tables have the same columns, so that digests of their rows can be compared.
bool haveSameColumns(const Table* one, const Table* other, Dialect dialect)
{
    const auto names = [&](const Table& table) {
        QStringList all;
        for (const Column& each : table.columns) {
            if (each.generated == Generated::No) {
                all.append(foldedName(each.name, dialect));
            }
        }
        all.sort();
        return all;
    };
    return one != nullptr && other != nullptr && names(*one) == names(*other);
}

void compareRows(
    const Fingerprint& expected, const Fingerprint& found, QList<Difference>& differences)
{
    const Dialect dialect = expected.schema.dialect;
    // MariaDB tells tables apart by case on most systems.
    const auto keyOf = [dialect](const TableRows& rows) {
        return dialect == Dialect::Sqlite ? foldedName(rows.table, dialect) : rows.table;
    };
    QHash<QString, const TableRows*> others;
    for (const TableRows& each : found.rows) {
        others.insert(keyOf(each), &each);
    }
    for (const TableRows& each : expected.rows) {
        const TableRows* other = others.value(keyOf(each));
        if (other == nullptr) {
            continue;
        }
        QString text;
        if (each.count != other->count) {
            text = tr("table %1: it has %2 instead of %3")
                       .arg(each.table, counted(other->count, tr("1 row"), tr("%1 rows")),
                           QString::number(each.count));
        } else if (each.digest != other->digest && !each.digest.isEmpty()
            && !other->digest.isEmpty()
            && haveSameColumns(
                expected.schema.table(each.table), found.schema.table(each.table), dialect)) {
            text = tr("table %1: its rows hold other values").arg(each.table);
        }
        if (!text.isEmpty()) {
            differences.append({DifferenceCategory::DataOnly, ObjectKind::Rows, each.table, text});
        }
    }
}

void comparePositions(
    const Fingerprint& expected, const Fingerprint& found, QList<Difference>& differences)
{
    const Schema& schema = expected.schema;
    const auto text
        = [](qint64 value) { return value == 0 ? tr("unused") : QString::number(value); };
    for (const SequencePosition& each : expected.positions) {
        const auto other = std::find_if(found.positions.begin(), found.positions.end(),
            [&](const SequencePosition& position) { return position.of == each.of; });
        // A counter of SQLite only has to stay ahead of all numbers that were ever given out.
        if (other == found.positions.end() || other->value == each.value
            || (schema.dialect == Dialect::Sqlite && other->value > each.value)) {
            continue;
        }
        const QString what = schema.object(ObjectKind::Sequence, each.of) != nullptr
            ? tr("sequence %1").arg(each.of)
            : tr("table %1: the counter of its automatic numbers").arg(each.of);
        differences.append({DifferenceCategory::DataOnly, ObjectKind::Position, each.of,
            tr("%1 is not reset (was %2, is %3)").arg(what, text(each.value), text(other->value))});
    }
}

} // namespace

QList<Difference> compare(const Fingerprint& expected, const Fingerprint& found)
{
    QList<Difference> differences = compare(expected.schema, found.schema);
    compareRows(expected, found, differences);
    comparePositions(expected, found, differences);
    return differences;
}

} // namespace whimbrel
