// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// A way out of the failed verification: the rollback step that is there already, else a rollback
/// edge whose action is still to be written.
Fix addFailWayFix(const RuleInput& input, int at)
{
    const Flow& flow = input.flow;
    const Node& node = flow.node(at);
    const int change = flow.guardedBy(at).constFirst();
    FixBuilder builder(input);
    const QList<int>& compensators = input.waysBack.at(change).compensators;
    if (!compensators.isEmpty()) {
        const Node& to = flow.node(compensators.constFirst());
        Edge edge = wayOn(node.id, to.id, outcomes::fail);
        edge.id = EdgeId(node.id.text() + QLatin1String("-fail"));
        builder.add(edge);
        return builder.take(ruleText("Add a fail edge to %1").arg(input.name.of(to)));
    }
    const int nearest = flow.nearestSafeBefore(change);
    const Node& to = flow.node(nearest >= 0 ? nearest : flow.start());
    Edge edge;
    edge.id = EdgeId(node.id.text() + QLatin1String("-back"));
    edge.kind = EdgeKind::Rollback;
    edge.from = node.id;
    edge.to = to.id;
    builder.add(edge);
    return builder.take(ruleText("Add a rollback edge to %1, its action still to be written")
                            .arg(input.name.of(to)));
}

/// What a run reaches without anything being taken back. When a compensation turns out to have
/// failed, there is nothing to follow: the run stops and asks.
QList<bool> reachedForward(const Flow& flow)
{
    QList<bool> compensators(flow.size(), false);
    for (int at = 0; at < flow.size(); ++at) {
        compensators[at] = flow.node(at).kind == NodeKind::Rollback;
    }
    return flow.forward().reachable(flow.start(), compensators);
}

/// The verifications that are the first behind a change on some way on: those on which the change
/// depends.
QList<bool> firstBehindChanges(const Flow& flow)
{
    QList<bool> first(flow.size(), false);
    QList<bool> seen(flow.size(), false);
    QList<int> open;
    for (int at = 0; at < flow.size(); ++at) {
        if (isChange(flow.node(at))) {
            open.append(at);
        }
    }
    while (!open.isEmpty()) {
        for (const Edge* edge : flow.leaving(open.takeLast(), EdgeKind::Forward)) {
            const int to = flow.indexOf(edge->to);
            if (!isWayOn(*edge) || seen[to] || isChange(flow.node(to))) {
                continue;
            }
            seen[to] = true;
            if (isVerification(flow.node(to))) {
                first[to] = true;
            } else {
                open.append(to);
            }
        }
    }
    return first;
}

} // namespace

void findVerificationOutcomes(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    const QList<bool> reached = reachedForward(flow);
    const QList<bool> first = firstBehindChanges(flow);
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        if (!isVerification(node) || node.kind == NodeKind::Gate) {
            continue; // gates have a rule of their own
        }
        const QList<const Edge*> on = flow.leaving(at, EdgeKind::Forward);
        const bool passes
            = std::any_of(on.begin(), on.end(), [](const Edge* edge) { return isWayOn(*edge); });
        if (!passes && !on.isEmpty()) {
            report(findings, "plan/verification-outcomes", ElementRef::of(node.id),
                ruleText("%1 has no way on for when it passes.").arg(input.name.of(node)),
                node.id.text() + QLatin1String(":pass"));
        }
        const bool fails
            = std::any_of(on.begin(), on.end(), [](const Edge* edge) { return !isWayOn(*edge); });
        const QList<int>& guarded = flow.guardedBy(at);
        const bool takenBack = !flow.leaving(at, EdgeKind::Rollback).isEmpty()
            || std::any_of(guarded.begin(), guarded.end(),
                [&](int change) { return !flow.leaving(change, EdgeKind::Rollback).isEmpty(); });
        // Where a change has no way back at all, that is the finding.
        const bool wayMissing = std::any_of(guarded.begin(), guarded.end(),
            [&](int change) { return !input.waysBack.at(change).exists(); });
        if (!reached[at] || guarded.isEmpty() || fails || takenBack || wayMissing) {
            continue;
        }
        Finding& finding = report(findings, "plan/verification-outcomes", ElementRef::of(node.id),
            ruleText("When %1 fails there is no way out: it has neither a fail edge nor a rollback "
                     "edge, and no change that it verifies has one.")
                .arg(input.name.of(node)),
            node.id.text() + QLatin1String(":fail"));
        // A monitor behind the verification proper may leave it to the person who is asked.
        finding.severity = first[at] ? Severity::Error : Severity::Warning;
        for (const int change : guarded) {
            finding.related.append(ElementRef::of(flow.node(change).id));
        }
        if (flow.start() >= 0) {
            finding.fixes.append(addFailWayFix(input, at));
        }
    }
}

} // namespace whimbrel
