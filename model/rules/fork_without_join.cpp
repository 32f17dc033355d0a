// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"

#include <algorithm>

namespace whimbrel {

namespace {

constexpr const char* rule = "plan/fork-without-join";

/// The forks that are open behind a node, outermost first.
QList<int> openBehind(const Flow& flow, int at)
{
    QList<int> open = flow.forksAround(at);
    if (flow.node(at).kind == NodeKind::Fork) {
        open.append(at);
    }
    return open;
}

/// The forks that are open before a node: a join closes one of them.
QList<int> openBefore(const Flow& flow, int at)
{
    QList<int> open = flow.forksAround(at);
    const int closed = flow.forkOf(at);
    if (closed >= 0) {
        open.append(closed);
    }
    return open;
}

/// Where branches of a fork meet in a step that is no join: the first such step of each fork.
QMap<int, int> findMeetings(const Flow& flow)
{
    QMap<int, int> meetings;
    QList<int> branch(flow.size(), -1); // which way out of the innermost open fork led here
    int branches = 0;
    for (const int at : flow.forward().topologicalOrder()) {
        const QList<int>& inside = flow.forksAround(at);
        if (flow.forkOf(at) >= 0) {
            branch[at] = branch[flow.forkOf(at)];
            continue;
        }
        for (const Edge* edge : flow.entering(at, EdgeKind::Forward)) {
            const int from = flow.indexOf(edge->from);
            if (!isWayOn(*edge) || !flow.reachedFromStart(from) || openBehind(flow, from) != inside
                || inside.isEmpty()) {
                continue;
            }
            const int led = flow.node(from).kind == NodeKind::Fork ? branches++ : branch[from];
            if (branch[at] >= 0 && branch[at] != led && !meetings.contains(inside.constLast())) {
                meetings.insert(inside.constLast(), at);
            }
            branch[at] = branch[at] < 0 ? led : branch[at];
        }
    }
    return meetings;
}

/// Puts a join before a step in which branches meet.
Fix insertJoinFix(const RuleInput& input, int at)
{
    const Node& node = input.flow.node(at);
    FixBuilder builder(input);
    Node join;
    join.id = NodeId(QStringLiteral("join-") + node.id.text());
    join.kind = NodeKind::Join;
    join.title = ruleText("All branches done");
    builder.insertBefore(node.id, join);
    return builder.take(ruleText("Put a join before %1").arg(input.name.of(node)));
}

QSet<int> findOpenForks(const RuleInput& input, const QMap<int, int>& meetings, Findings& findings)
{
    const Flow& flow = input.flow;
    QSet<int> open;
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        const qsizetype branches = flow.leaving(at, EdgeKind::Forward).size();
        if (node.kind != NodeKind::Fork || branches == 0) {
            continue;
        }
        const QString name = input.name.of(node);
        const QList<int> joins = flow.joinsOf(at);
        if (joins.size() != 1) {
            open.insert(at);
            Finding& finding = report(findings, rule, ElementRef::of(node.id),
                joins.isEmpty()
                    ? ruleText("The branches of the fork %1 never meet in a join: nobody would "
                               "know when all of them are done.")
                          .arg(name)
                    : ruleText("The branches of the fork %1 meet in several joins; it needs "
                               "exactly one.")
                          .arg(name));
            for (const int join : joins) {
                finding.related.append(ElementRef::of(flow.node(join).id));
            }
            if (joins.isEmpty() && meetings.contains(at)) {
                finding.related.append(ElementRef::of(flow.node(meetings.value(at)).id));
                finding.fixes.append(insertJoinFix(input, meetings.value(at)));
            }
        } else if (branches == 1) {
            report(findings, rule, ElementRef::of(node.id),
                ruleText("The fork %1 has one branch only, so nothing runs side by side.")
                    .arg(name),
                node.id.text() + QLatin1String(":one-branch"))
                .severity
                = Severity::Warning;
        }
    }
    return open;
}

void findUselessJoins(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        if (node.kind == NodeKind::Join && flow.reachedFromStart(at) && flow.forkOf(at) < 0) {
            Finding& finding = report(findings, rule, ElementRef::of(node.id),
                ruleText("The join %1 closes no fork: there is nothing to wait for.")
                    .arg(input.name.of(node)));
            finding.fixes.append(changeKindFix(input, node, NodeKind::Task));
        }
    }
}

/// Edges that enter or leave a branch elsewhere than at its fork and join, and ends inside one.
void findCrossings(const RuleInput& input, const QSet<int>& open, Findings& findings)
{
    const Flow& flow = input.flow;
    const auto knownOpen = [&](const QList<int>& forks) {
        return std::any_of(
            forks.begin(), forks.end(), [&](int fork) { return open.contains(fork); });
    };
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        const QList<int> inside = openBefore(flow, at);
        if (!flow.reachedFromStart(at) || knownOpen(inside)) {
            continue;
        }
        for (const Edge* edge : flow.entering(at, EdgeKind::Forward)) {
            const int from = flow.indexOf(edge->from);
            const QList<int> behind = openBehind(flow, from);
            if (!isWayOn(*edge) || !flow.reachedFromStart(from) || knownOpen(behind)) {
                continue;
            }
            const bool ends = node.kind == NodeKind::End && !behind.isEmpty();
            if (!ends && behind == inside) {
                continue;
            }
            const int fork = behind.isEmpty() ? inside.constLast() : behind.constLast();
            Finding& finding = report(findings, rule, ElementRef::of(edge->id),
                (behind.size() >= inside.size()
                        ? ruleText("%1 leaves a branch of the fork %2 without its join.")
                        : ruleText("%1 leads into a branch of the fork %2 from outside."))
                    .arg(input.name.sentence(*edge), input.name.of(flow.node(fork))));
            finding.related = {ElementRef::of(node.id), ElementRef::of(flow.node(fork).id)};
        }
    }
}

} // namespace

void findForksWithoutJoin(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    const QMap<int, int> meetings = findMeetings(flow);
    const QSet<int> open = findOpenForks(input, meetings, findings);
    findUselessJoins(input, findings);
    findCrossings(input, open, findings);
    for (auto each = meetings.constBegin(); each != meetings.constEnd(); ++each) {
        if (open.contains(each.key())) {
            continue;
        }
        const Node& node = flow.node(each.value());
        const Node& fork = flow.node(each.key());
        Finding& finding = report(findings, rule, ElementRef::of(node.id),
            ruleText("Branches of the fork %1 meet in %2 before their join: it would be run once "
                     "for each of them.")
                .arg(input.name.of(fork), input.name.of(node)));
        finding.related.append(ElementRef::of(fork.id));
    }
}

} // namespace whimbrel
