// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/step_work.h"
#include "model/plan/plan.h"

namespace whimbrel {

/// The statements of an action as they will be sent: the dialect's SQL with the parameters of the
/// environment filled in, split, and checked for what a step may not hold (transaction statements,
/// PRAGMA foreign_keys, attached databases, SQL that does not end).
[[nodiscard]] Result<QList<PreparedStatement>> prepareSql(
    const Plan& plan, const Action& action, Dialect dialect, const QString& environment);

/// One query of a check, its parameters filled in.
[[nodiscard]] Result<QString> prepareQuery(
    const Plan& plan, const SqlSource& source, Dialect dialect, const QString& environment);

/// The file that holds the action's SQL; empty if it stands in the plan.
[[nodiscard]] QString sqlFile(const Action& action, Dialect dialect);

} // namespace whimbrel
