// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"

#include <algorithm>

namespace whimbrel {

namespace {

QString because(const RuleInput& input, Flow::Unsafe reason, int change)
{
    const QString name = input.name.of(input.flow.node(change));
    switch (reason) {
    case Flow::Unsafe::IsChange:
        return ruleText("it is itself a change, so nobody would know whether it took effect");
    case Flow::Unsafe::DoesNotDominate:
        return ruleText("it does not lie on every way to %1, so the system may never have been "
                        "there")
            .arg(name);
    case Flow::Unsafe::InsideFork:
        return ruleText("it lies inside a fork that %1 is not in, so the other branches would be "
                        "left as they are")
            .arg(name);
    case Flow::Unsafe::UnverifiedBefore:
        return ruleText("a change before it is not verified there");
    case Flow::Unsafe::Safe:
        break;
    }
    return {};
}

/// The nearest state that is safe for all the changes, -1 if there is none.
int commonSafeState(const Flow& flow, const QList<int>& changes)
{
    for (const int change : changes) {
        const int nearest = flow.nearestSafeBefore(change);
        if (nearest >= 0 && std::all_of(changes.begin(), changes.end(), [&](int other) {
                return flow.isSafeFor(nearest, other);
            })) {
            return nearest;
        }
    }
    return flow.start();
}

void checkEdge(const RuleInput& input, const Edge& edge, Findings& findings)
{
    const Flow& flow = input.flow;
    const int from = flow.indexOf(edge.from);
    const int to = flow.indexOf(edge.to);
    if (from < 0 || to < 0 || flow.node(to).kind == NodeKind::Rollback
        || flow.node(from).kind == NodeKind::Rollback || flow.node(to).kind == NodeKind::Note
        || flow.node(from).kind == NodeKind::Note) {
        return;
    }
    QList<int> changes = takenBackBy(flow, edge);
    if (changes.isEmpty()) {
        // From a state that guards nothing, the edge takes back all that was done since.
        changes.append(from);
    }
    for (const int change : changes) {
        const Flow::Unsafe reason = flow.whyUnsafe(to, change);
        if (!flow.reachedFromStart(change) || reason == Flow::Unsafe::Safe) {
            continue;
        }
        Finding& finding = report(findings, "plan/rollback-target-unsafe", ElementRef::of(edge.id),
            ruleText("The rollback edge from %1 leads to %2, which is no safe state: %3.")
                .arg(input.name.of(edge.from), input.name.of(edge.to),
                    because(input, reason, change)));
        finding.related = {ElementRef::of(edge.to), ElementRef::of(flow.node(change).id)};
        const int safe = commonSafeState(flow, changes);
        if (safe >= 0 && safe != from) {
            FixBuilder builder(input);
            Edge moved = edge;
            moved.to = flow.node(safe).id;
            builder.put(moved);
            finding.fixes.append(builder.take(
                ruleText("Lead it to %1 instead").arg(input.name.of(flow.node(safe)))));
        }
        return;
    }
}

/// Rollback nodes must lead on to a state that is safe for every change that they take back.
void checkCompensators(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    QMap<int, QList<int>> changesOf;
    for (int change = 0; change < flow.size(); ++change) {
        const PlannedWayBack& way = input.waysBack.at(change);
        if (!flow.reachedFromStart(change)) {
            continue;
        }
        QList<int> compensators = way.compensators;
        for (const Edge* edge : way.edges) {
            const int to = flow.indexOf(edge->to);
            if (flow.node(to).kind == NodeKind::Rollback && !compensators.contains(to)) {
                compensators.append(to);
            }
        }
        for (const int compensator : compensators) {
            changesOf[compensator].append(change);
        }
    }
    for (auto each = changesOf.constBegin(); each != changesOf.constEnd(); ++each) {
        const QList<int> rests = restsBehind(flow, each.key());
        if (rests.isEmpty()) {
            continue; // a dead end, which is a finding of its own
        }
        for (const int change : each.value()) {
            const bool safe = std::any_of(
                rests.begin(), rests.end(), [&](int rest) { return flow.isSafeFor(rest, change); });
            if (safe) {
                continue;
            }
            const Node& node = flow.node(each.key());
            Finding& finding
                = report(findings, "plan/rollback-target-unsafe", ElementRef::of(node.id),
                    ruleText("The rollback step %1 takes %2 back, but leads on to no state that is "
                             "safe then.")
                        .arg(input.name.of(node), input.name.of(flow.node(change))));
            finding.related.append(ElementRef::of(flow.node(change).id));
            const int nearest = commonSafeState(flow, each.value());
            if (nearest >= 0) {
                FixBuilder builder(input);
                Edge edge;
                edge.kind = EdgeKind::Rollback;
                edge.from = node.id;
                edge.to = flow.node(nearest).id;
                builder.add(edge);
                finding.fixes.append(builder.take(ruleText("Add a rollback edge from it to %1")
                                                      .arg(input.name.of(flow.node(nearest)))));
            }
            break;
        }
    }
}

} // namespace

void findUnsafeRollbackTargets(const RuleInput& input, Findings& findings)
{
    for (const Edge& edge : input.plan.edges) {
        if (edge.kind == EdgeKind::Rollback) {
            checkEdge(input, edge, findings);
        }
    }
    checkCompensators(input, findings);
}

} // namespace whimbrel
