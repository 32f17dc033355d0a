// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/position.h"

#include "model/plan/node_kind.h"

namespace whimbrel {

namespace {

bool isPassed(StepStatus status)
{
    return status == StepStatus::Done || status == StepStatus::Skipped
        || status == StepStatus::MarkedDone;
}

/// Where the run stands and what follows from there if all goes well.
QList<bool> aheadOf(const Flow& flow, const RunState& state)
{
    QList<bool> ahead(flow.size(), false);
    QList<int> open;
    const auto visit = [&](const NodeId& id) {
        const int index = flow.indexOf(id);
        if (index >= 0 && !ahead[index] && flow.node(index).kind != NodeKind::Rollback) {
            ahead[index] = true;
            open.append(index);
        }
    };
    for (const NodeId& id : state.ready) {
        visit(id);
    }
    if (state.steps.isEmpty()) { // nothing was entered yet
        for (int i = 0; i < flow.size(); ++i) {
            if (flow.node(i).kind == NodeKind::Start) {
                visit(flow.node(i).id);
            }
        }
    }
    while (!open.isEmpty()) {
        for (const Edge* edge : flow.leaving(open.takeLast(), EdgeKind::Forward)) {
            if (edge->when != outcomes::fail && edge->when != outcomes::no) {
                visit(edge->to);
            }
        }
    }
    return ahead;
}

} // namespace

QList<bool> leadingToPosition(const Flow& flow, const RunState& state)
{
    QList<bool> leading(flow.size(), false);
    for (const NodeId& id : state.ready) {
        const int place = flow.indexOf(id);
        if (place < 0 || leading[place]) {
            continue;
        }
        const QList<bool> reaching = flow.forward().reaching(place);
        for (int i = 0; i < flow.size(); ++i) {
            leading[i] = leading[i] || reaching[i];
        }
    }
    return leading;
}

StepCount countSteps(const Flow& flow, const RunState& state)
{
    const QList<bool> leading = leadingToPosition(flow, state);
    const QList<bool> ahead = aheadOf(flow, state);
    StepCount count;
    for (int i = 0; i < flow.size(); ++i) {
        const bool passed = leading[i] && isPassed(state.step(flow.node(i).id).status);
        count.passed += passed ? 1 : 0;
        count.all += passed || ahead[i] ? 1 : 0;
    }
    return count;
}

NodeId nodeInTurn(const Flow& flow, const RunState& state)
{
    NodeId last;
    for (const NodeId& id : state.ready) {
        const int index = flow.indexOf(id);
        if (index < 0) {
            continue;
        }
        last = last.isEmpty() ? id : last;
        const NodeKind kind = flow.node(index).kind;
        bool waits = false;
        for (const NodeId& other : state.ready) {
            const int from = flow.indexOf(other);
            waits = waits
                || (other != id && from >= 0
                    && (kind == NodeKind::End
                            ? flow.node(from).kind != NodeKind::End
                            : kind == NodeKind::Join && flow.forward().reachable(from)[index]));
        }
        if (!waits) {
            return id;
        }
    }
    return last;
}

} // namespace whimbrel
