// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/programs.h"

#include <algorithm>

namespace whimbrel {

namespace {

bool startsPrograms(const QList<Check>& checks)
{
    return std::any_of(checks.cbegin(), checks.cend(),
        [](const Check& check) { return check.type() == CheckType::Command; });
}

bool startsPrograms(const std::optional<Action>& action)
{
    const QList<Check>* limits = limitsOf(action);
    return (action && action->type() == ActionType::Command) || (limits && startsPrograms(*limits));
}

} // namespace

bool startsPrograms(const Plan& plan)
{
    const bool inNodes = std::any_of(plan.nodes.begin(), plan.nodes.end(), [](const Node& node) {
        return startsPrograms(node.action) || startsPrograms(node.entry)
            || startsPrograms(node.exit) || startsPrograms(node.checks);
    });
    return inNodes || std::any_of(plan.edges.begin(), plan.edges.end(), [](const Edge& edge) {
        return startsPrograms(edge.action);
    });
}

} // namespace whimbrel
