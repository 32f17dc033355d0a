// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "model/plan/rehearsal.h"

#include <QSet>

namespace whimbrel {

/// What a rehearsal may do beyond the databases.
struct RehearsalLeave {
    bool commands = false; ///< programs that the plan starts
    bool web = false; ///< web addresses that the plan asks
};

/// A plan that runs without people, and what it takes for granted in their place.
struct RehearsalPlan {
    Plan plan{};
    QList<RehearsedAssumption> assumed{};
    QSet<NodeId> assumedSteps{}; ///< whose action is left out
    QSet<EdgeId> assumedWays{}; ///< whose compensation is left out, or has nothing to take back
};

/// A copy of the plan for a scratch database: gates ask anyone, what people do by hand is assumed,
/// windows and holds are not waited for, programs and web addresses are left out unless allowed.
/// Checks of databases stay as they are.
[[nodiscard]] RehearsalPlan rehearsalPlan(const Plan& plan, const RehearsalLeave& leave = {});

/// The plan without one check.
[[nodiscard]] Plan withoutCheck(
    Plan plan, const NodeId& node, const QString& phase, const CheckId& check);

/// The plan in which `edge` is the only way back of the change.
[[nodiscard]] Plan withOnlyWay(Plan plan, const NodeId& change, const EdgeId& edge);

} // namespace whimbrel
