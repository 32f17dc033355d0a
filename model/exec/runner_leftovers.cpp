// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/position.h"
#include "model/exec/runner.h"

// What a former runner left open. Whoever comes back is told what is certain and what is in doubt
// before anything rests, not only once the run is told to go on.

namespace whimbrel {

namespace {

/// Whether the end of what was begun is unknown: performing it begins with a look at what is there,
/// or with a question.
bool isLeftOpen(const StepRun& step, const Action& action)
{
    if (!step.intended || step.actionDone || action.repeatable) {
        return false;
    }
    return action.type() == ActionType::Command
        || (action.type() == ActionType::Sql && step.statementNumber > step.statementsDone);
}

} // namespace

/// Says what there is to see of what was left open, and changes nothing; false if nothing was.
bool Runner::settleLeftovers()
{
    const RestReason reason = state().rest.reason;
    const bool mayBeOpen = std::exchange(m_mayBeLeftOpen, false) && m_absent.isEmpty()
        && !state().ended && (reason == RestReason::None || reason == RestReason::Paused);
    if (!mayBeOpen) {
        return false;
    }
    if (!state().rollingBack) {
        const Node* node = plan().nodes.find(nextReady());
        const StepRun step = node ? state().step(node->id) : StepRun();
        return node && node->action && isLeftOpen(step, *node->action)
            && performAction(*node, step, true);
    }
    const NodeId to = state().rollbackTo;
    const QList<NodeId> since = appliedSince(m_context.flow, state(), to);
    const std::optional<Way> way = since.isEmpty()
        ? std::nullopt
        : chosenWay(m_context.flow, state(), since.constFirst(), to);
    if (!way) {
        return false;
    }
    const Edge* edge = plan().edges.find(way->edge);
    const Node* through = plan().nodes.find(way->through);
    const bool edgeActs = edge && edge->action && edge->action->doesSomething();
    const std::optional<Action> action = through && !edgeActs ? through->action
        : edge                                                ? edge->action
                                                              : std::nullopt;
    if (!action || !isLeftOpen(state().compensations.value(way->edge), *action)) {
        return false;
    }
    compensate(since.constFirst(), *way, true);
    return true;
}

} // namespace whimbrel
