// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/table_rows.h"

#include "model/exec/next_step.h"

#include <algorithm>

namespace whimbrel {

qint64 rowsInTablesOf(
    const Plan& plan, const Node& node, const QString& environment, const Fingerprint& before)
{
    if (!node.action) {
        return -1;
    }
    const Result<QList<NextStatement>> statements = statementsOf(plan, *node.action, environment);
    const QStringList tables = statements ? tablesOfWeight(*statements) : QStringList();
    qint64 rows = -1;
    for (const TableRows& each : before.rows) {
        const QString name = each.table.section(QLatin1Char('.'), -1);
        if (tables.contains(each.table) || tables.contains(name)) {
            rows = std::max<qint64>(rows, 0) + each.count;
        }
    }
    return rows;
}

} // namespace whimbrel
