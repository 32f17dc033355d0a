// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/without_sql.h"

namespace whimbrel {

namespace {

/// An action of the same type that says nothing but what people wrote for people.
Action bare(const Action& action)
{
    Action made;
    std::visit(
        [&made](const auto& body) {
            using Body = std::decay_t<decltype(body)>;
            if constexpr (std::is_same_v<Body, ManualAction> || std::is_same_v<Body, NoAction>) {
                made.body = body;
            } else {
                made.body = Body{};
            }
        },
        action.body);
    made.target = action.target;
    made.leaves = action.leaves;
    made.leavesBecause = action.leavesBecause;
    return made;
}

} // namespace

Plan withoutSql(const Plan& plan)
{
    Plan made = plan;
    made.files.clear();
    made.header.extras.clear();
    made.comments = {}; // of people who discuss SQL
    for (Parameter parameter : plan.parameters) {
        parameter.value.clear();
        parameter.byEnvironment.clear();
        parameter.extras.clear();
        made.parameters.put(parameter);
    }
    for (Node node : plan.nodes) {
        if (node.action) {
            node.action = bare(*node.action);
        }
        node.entry.clear();
        node.exit.clear();
        node.checks.clear();
        node.evidence.reset();
        node.extras.clear();
        made.nodes.put(node);
    }
    for (Edge edge : plan.edges) {
        // What a way back does has no sign of its own: its type would be all that is said of it.
        if (edge.action && edge.action->type() != ActionType::Manual
            && edge.action->type() != ActionType::None) {
            edge.action.reset();
        }
        edge.extras.clear();
        made.edges.put(edge);
    }
    return made;
}

} // namespace whimbrel
