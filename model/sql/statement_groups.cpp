// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/statement_groups.h"

namespace whimbrel {

QList<StatementGroup> groupStatements(const QList<Statement>& statements)
{
    QList<StatementGroup> groups;
    bool open = false; // the last group takes more statements
    for (qsizetype i = 0; i < statements.size(); ++i) {
        const Statement& each = statements[i];
        const bool shares = each.inTransaction && !each.alone;
        if (shares && open) {
            ++groups.last().count;
        } else {
            groups.append({i, 1, each.inTransaction});
        }
        open = shares;
    }
    return groups;
}

} // namespace whimbrel
