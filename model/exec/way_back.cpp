// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/run_state.h"
#include "model/plan/node_kind.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

/// Where a rollback node leads on: its first forward edge that is not for a failure.
NodeId behind(const Flow& flow, int rollbackNode)
{
    for (const Edge* edge : flow.leaving(rollbackNode, EdgeKind::Forward)) {
        if (edge->when != outcomes::fail && edge->when != outcomes::no) {
            return edge->to;
        }
    }
    return flow.node(rollbackNode).id;
}

Way wayAlong(const Flow& flow, const Edge& edge)
{
    const int target = flow.indexOf(edge.to);
    if (target >= 0 && flow.node(target).kind == NodeKind::Rollback) {
        return {edge.id, edge.to, behind(flow, target)};
    }
    return {edge.id, {}, edge.to};
}

void addFailWays(const Flow& flow, int node, QList<Way>& ways)
{
    for (const Edge* edge : flow.leaving(node, EdgeKind::Forward)) {
        const int target = flow.indexOf(edge->to);
        if ((edge->when == outcomes::fail || edge->when == outcomes::no) && target >= 0
            && flow.node(target).kind == NodeKind::Rollback) {
            ways.append(wayAlong(flow, *edge));
        }
    }
}

/// Whether the change took effect after the node was entered last. A node that was never entered
/// counts by the drawing.
bool isSince(const Flow& flow, const RunState& state, const NodeId& change, const NodeId& node)
{
    const int target = flow.indexOf(node);
    if (target < 0) {
        return false;
    }
    const Node& there = flow.node(target);
    if (there.kind == NodeKind::Start
        || (there.kind == NodeKind::End && there.outcome != Outcome::Migrated)) {
        return true;
    }
    const qint64 entered = state.steps.value(node).order;
    if (entered > 0) {
        return state.steps.value(change).order > entered;
    }
    const int index = flow.indexOf(change);
    return index >= 0 && flow.dominates(target, index);
}

/// How far back a way leads: the number of applied changes that it takes back.
qsizetype reachOf(const Flow& flow, const RunState& state, const NodeId& change, const Way& way)
{
    QList<NodeId> taken = takenBackAlong(flow, state, change, way.to);
    if (!taken.contains(change)) {
        taken.append(change);
    }
    return taken.size();
}

bool changesNothing(const Flow& flow, const NodeId& change)
{
    const int index = flow.indexOf(change);
    return index >= 0 && (!flow.node(index).action || !flow.node(index).action->doesSomething());
}

void addEstimate(WayBack& way, const std::optional<qint64>& estimate)
{
    if (estimate) {
        way.estimateMs += *estimate;
    } else {
        way.estimateComplete = false;
    }
}

void describeStep(const Flow& flow, const Way& step, WayBack& way)
{
    const Edge* edge = flow.plan().edges.find(step.edge);
    way.edges.append(step.edge);
    const Node* through = flow.plan().nodes.find(step.through);
    const bool free = !through && (!edge->action || !edge->action->doesSomething());
    if (edge->estimateMs || !free) {
        addEstimate(way,
            edge->estimateMs ? edge->estimateMs
                : through    ? through->estimateMs
                             : std::optional<qint64>());
    }
    if (edge->method == RollbackMethod::Restore) {
        const Node* backup = flow.plan().nodes.find(edge->backup);
        way.lost.append(
            QCoreApplication::translate("WayBack", "Everything written since the backup \"%1\".")
                .arg(backup ? backup->title : edge->backup.text()));
    }
}

} // namespace

QList<Way> waysOf(const Flow& flow, int change)
{
    QList<Way> ways;
    for (const Edge* edge : flow.waysBack(change)) {
        ways.append(wayAlong(flow, *edge));
    }
    addFailWays(flow, change, ways);
    for (const int guard : flow.guardsOf(change)) {
        addFailWays(flow, guard, ways);
    }
    return ways;
}

QList<NodeId> appliedSince(const Flow& flow, const RunState& state, const NodeId& node)
{
    QList<NodeId> since;
    for (auto change = state.applied.crbegin(); change != state.applied.crend(); ++change) {
        if (isSince(flow, state, *change, node)) {
            since.append(*change);
        }
    }
    return since;
}

bool areParallel(const Flow& flow, int a, int b)
{
    if (a < 0 || b < 0) {
        return false;
    }
    for (const int fork : flow.forksAround(a)) {
        if (!flow.forksAround(b).contains(fork)) {
            continue;
        }
        bool apart = true;
        for (const Edge* edge : flow.leaving(fork, EdgeKind::Forward)) {
            const auto reached = flow.forward().reachable(flow.indexOf(edge->to));
            apart = apart && !(reached[a] && reached[b]);
        }
        if (apart) {
            return true;
        }
    }
    return false;
}

QList<NodeId> takenBackAlong(
    const Flow& flow, const RunState& state, const NodeId& change, const NodeId& to)
{
    QList<NodeId> taken = appliedSince(flow, state, to);
    taken.removeIf([&](const NodeId& other) {
        return areParallel(flow, flow.indexOf(change), flow.indexOf(other));
    });
    return taken;
}

std::optional<Way> chosenWay(
    const Flow& flow, const RunState& state, const NodeId& change, const NodeId& to)
{
    const int index = flow.indexOf(change);
    if (index < 0) {
        return std::nullopt;
    }
    std::optional<Way> best;
    qsizetype bestReach = 0;
    for (const Way& way : waysOf(flow, index)) {
        const qsizetype reach = reachOf(flow, state, change, way);
        const bool closer
            = !best || reach < bestReach || (reach == bestReach && way.to == to && best->to != to);
        if (closer) {
            best = way;
            bestReach = reach;
        }
    }
    return best;
}

WayBack wayBack(const Flow& flow, const RunState& state, const NodeId& to)
{
    WayBack way;
    QList<NodeId> left = to.isEmpty() ? state.applied : appliedSince(flow, state, to);
    if (!to.isEmpty()) {
        std::reverse(left.begin(), left.end());
    }
    if (left.isEmpty()) {
        return way;
    }
    way.to = to;
    while (!left.isEmpty()) {
        const NodeId change = left.constLast();
        const std::optional<Way> step = chosenWay(flow, state, change, to);
        if (!step && changesNothing(flow, change)) {
            left.removeLast();
            continue;
        }
        if (!step) {
            const Node* node = flow.plan().nodes.find(change);
            way.problem = QCoreApplication::translate("WayBack",
                "No rollback edge leads back from \"%1\": draw one, or restore a backup.")
                              .arg(node ? node->title : change.text());
            way.to = {};
            return way;
        }
        describeStep(flow, *step, way);
        const QList<NodeId> taken = takenBackAlong(flow, state, change, step->to);
        left.removeAll(change);
        left.removeIf([&](const NodeId& other) { return taken.contains(other); });
        if (to.isEmpty()) {
            const QList<NodeId> since = appliedSince(flow, state, step->to);
            const bool others = std::any_of(since.cbegin(), since.cend(),
                [&](const NodeId& other) { return other != change && !taken.contains(other); });
            if (others) {
                return wayBack(flow, state, step->to); // the other branches go back as well
            }
            way.to = step->to;
            break;
        }
        if (taken.size() > appliedSince(flow, state, to).size()) {
            way.to = step->to;
        }
    }
    if (way.to.isEmpty() && flow.start() >= 0) {
        way.to = flow.node(flow.start()).id;
    }
    return way;
}

QList<NodeId> safeStates(const Flow& flow, const RunState& state)
{
    QList<NodeId> safe;
    if (state.applied.isEmpty()) {
        return safe;
    }
    QList<int> candidates;
    for (int i = 0; i < flow.size(); ++i) {
        const bool entered = state.steps.value(flow.node(i).id).order > 0;
        if (flow.node(i).kind == NodeKind::Start || (entered && !isChange(flow.node(i)))) {
            candidates.append(i);
        }
    }
    std::sort(candidates.begin(), candidates.end(), [&](int a, int b) {
        return state.steps.value(flow.node(a).id).order > state.steps.value(flow.node(b).id).order;
    });
    for (const int candidate : candidates) {
        const NodeId id = flow.node(candidate).id;
        const QList<NodeId> taken = appliedSince(flow, state, id);
        if (taken.isEmpty()) {
            continue;
        }
        const bool forAll = std::all_of(taken.cbegin(), taken.cend(), [&](const NodeId& change) {
            const int index = flow.indexOf(change);
            return index >= 0 && flow.isSafeFor(candidate, index);
        });
        if (forAll && wayBack(flow, state, id).problem.isEmpty()) {
            safe.append(id);
        }
    }
    return safe;
}

} // namespace whimbrel
