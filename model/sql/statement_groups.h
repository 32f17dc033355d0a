// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"

#include <QList>

namespace whimbrel {

/// Statements of a script that follow each other and are carried out together: all of them in one
/// transaction, or a single one outside of any.
struct StatementGroup {
    qsizetype first = 0; ///< index into the script's statements
    qsizetype count = 0;
    bool inTransaction = true;
    bool operator==(const StatementGroup&) const = default;
};

/// Cuts a step's statements into groups, in their order, which is never changed. A transaction
/// reaches as far as it can: it ends only before a statement that refuses one, that commits by
/// itself, or that must be alone in its own. Every statement is in exactly one group.
[[nodiscard]] QList<StatementGroup> groupStatements(const QList<Statement>& statements);

} // namespace whimbrel
