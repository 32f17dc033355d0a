// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/rules/finding.h"
#include "model/sql/statement.h"

#include <QHash>

namespace whimbrel {

/// What a piece of SQL is for.
enum class SqlRole {
    Action, ///< of a node: the way on
    Compensation, ///< of a rollback edge
    Check, ///< of a check: it must only read
};

/// One place in the plan where SQL stands, for one dialect.
struct SqlUse {
    SqlRole role = SqlRole::Action;
    ElementRef element{}; ///< the node or edge
    NodeId node{}; ///< the node, empty for edges
    const Check* check = nullptr; ///< into the plan; null unless role is Check
    const SqlSource* source = nullptr; ///< into the plan
    Dialect dialect = Dialect::Sqlite;
    bool missing = false; ///< it names a file that the plan does not have
    bool placeholder = false; ///< nobody has written it yet
    bool fragment = false; ///< a condition or an expression, not a statement
    Script script{};
};

/// Every place where SQL stands: actions of nodes, then their checks, then rollback edges, in plan
/// order, each with its SQL for the target's dialect and for every dialect that has its own.
/// Pointers are into the plan. A text that stands in several places is cut once.
[[nodiscard]] QList<SqlUse> findSql(const Plan& plan);

/// Where the statement stands, for Finding::span.
[[nodiscard]] SqlSpan spanOf(const Statement& statement);

/// The edit's operation that replaces the SQL at a use by another text: in its file, or in the node
/// or edge that holds it.
[[nodiscard]] Op replaceSql(const Plan& plan, const SqlUse& use, const QByteArray& sql);

} // namespace whimbrel
