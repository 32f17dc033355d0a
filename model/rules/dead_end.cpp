// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"

#include <algorithm>

namespace whimbrel {

namespace {

bool flows(const Node& node)
{
    return traits(node.kind).flows;
}

bool hasWayOn(const Flow& flow, int at)
{
    const QList<const Edge*> edges = flow.leaving(at, EdgeKind::Forward);
    return std::any_of(edges.begin(), edges.end(), [](const Edge* edge) { return isWayOn(*edge); });
}

/// Steps that no run ever enters. Where one stray step leads to others only the first is reported;
/// the others are related.
void findUnreachable(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    if (flow.start() < 0) {
        return;
    }
    QList<bool> told(flow.size(), false);
    const auto stray = [&](int at) { return flows(flow.node(at)) && !input.live.at(at); };
    const auto tell = [&](int root) {
        QList<int> behind;
        QList<int> open{root};
        told[root] = true;
        while (!open.isEmpty()) {
            const int at = open.takeLast();
            for (const EdgeKind kind : {EdgeKind::Forward, EdgeKind::Rollback, EdgeKind::Retry}) {
                for (const Edge* edge : flow.leaving(at, kind)) {
                    const int to = flow.indexOf(edge->to);
                    if (!told[to] && stray(to)) {
                        told[to] = true;
                        behind.append(to);
                        open.append(to);
                    }
                }
            }
        }
        std::sort(behind.begin(), behind.end());
        const Node& node = flow.node(root);
        if (node.kind == NodeKind::Start) {
            return; // said by plan/several-starts
        }
        QString text = ruleText("No way leads from the start to %1: it would never be reached.")
                           .arg(input.name.of(node));
        if (!behind.isEmpty()) {
            QList<NodeId> ids;
            for (const int at : behind) {
                ids.append(flow.node(at).id);
            }
            text += QLatin1Char(' ')
                + ruleText("The same holds for what lies behind it: %1.").arg(input.name.list(ids));
        }
        Finding& finding = report(findings, "plan/dead-end", ElementRef::of(node.id), text,
            node.id.text() + QLatin1String(":unreachable"));
        for (const int at : behind) {
            finding.related.append(ElementRef::of(flow.node(at).id));
        }
    };
    const auto isRoot = [&](int at) {
        const QList<const Edge*> entering = flow.entering(at, EdgeKind::Forward)
            + flow.entering(at, EdgeKind::Rollback) + flow.entering(at, EdgeKind::Retry);
        return std::none_of(entering.begin(), entering.end(),
            [&](const Edge* edge) { return stray(flow.indexOf(edge->from)); });
    };
    for (int at = 0; at < flow.size(); ++at) {
        if (!told[at] && stray(at) && isRoot(at)) {
            tell(at);
        }
    }
    for (int at = 0; at < flow.size(); ++at) {
        if (!told[at] && stray(at)) {
            tell(at); // a circle that nothing leads into
        }
    }
}

/// Whether the circle may stay: nothing is changed in it, and every round needs a fail, a no or an
/// answer that somebody gives anew. "Rehearse, fix the script, rehearse again" is no mistake.
bool isHarmless(const Flow& flow, const QList<int>& circle)
{
    const bool changes = std::any_of(
        circle.begin(), circle.end(), [&](int at) { return isChange(flow.node(at)); });
    if (changes) {
        return false;
    }
    QHash<int, int> place;
    for (const int at : circle) {
        place.insert(at, static_cast<int>(place.size()));
    }
    Digraph byItself(static_cast<int>(circle.size()));
    for (const int at : circle) {
        for (const Edge* edge : flow.leaving(at, EdgeKind::Forward)) {
            const int to = place.value(flow.indexOf(edge->to), -1);
            const QString outcome = outcomeOf(*edge, flow.node(at));
            if (to >= 0 && (outcome == outcomes::pass || outcome == outcomes::yes)) {
                byItself.addEdge(place.value(at), to);
            }
        }
    }
    return byItself.cycles().isEmpty();
}

/// Turns the edges that close a circle into retry edges, which a person is offered and a run never
/// follows by itself.
Fix makeRetriesFix(const RuleInput& input, const QList<const Edge*>& closing)
{
    FixBuilder builder(input);
    for (const Edge* edge : closing) {
        Edge retry = *edge;
        retry.kind = EdgeKind::Retry;
        retry.when.clear();
        builder.put(retry);
    }
    return builder.take(closing.size() == 1
            ? ruleText("Make %1 a retry edge").arg(input.name.of(*closing.constFirst()))
            : ruleText("Make the edges that lead back retry edges"));
}

void findCycles(const RuleInput& input, QList<bool>& told, Findings& findings)
{
    const Flow& flow = input.flow;
    // A rollback step leads back on purpose: what it leads to was there before.
    Digraph graph(flow.size());
    for (int at = 0; at < flow.size(); ++at) {
        if (flow.node(at).kind != NodeKind::Rollback) {
            for (const int to : flow.forward().next(at)) {
                graph.addEdge(at, to);
            }
        }
    }
    QList<int> place(flow.size(), 0);
    const QList<int> order = graph.topologicalOrder();
    for (int i = 0; i < order.size(); ++i) {
        place[order[i]] = i;
    }
    QList<QList<int>> circles = graph.cycles();
    for (QList<int>& circle : circles) {
        std::sort(circle.begin(), circle.end());
    }
    std::sort(circles.begin(), circles.end());
    for (const QList<int>& circle : circles) {
        if (isHarmless(flow, circle)) {
            continue;
        }
        const QSet<int> members(circle.begin(), circle.end());
        QList<NodeId> ids;
        for (const int at : circle) {
            ids.append(flow.node(at).id);
            told[at] = true;
        }
        const Node& first = flow.node(circle.constFirst());
        Finding& finding = report(findings, "plan/dead-end", ElementRef::of(first.id),
            circle.size() == 1
                ? ruleText("%1 leads back to itself: a run would never get past it.")
                      .arg(input.name.of(first))
                : ruleText("%1 lead to each other in a circle: a run would repeat them, or never "
                           "get past them.")
                      .arg(input.name.list(ids)),
            first.id.text() + QLatin1String(":cycle"));
        // The edges that lead back to where every way there has been; where a circle has none,
        // those that lead against the order.
        QList<const Edge*> closing;
        QList<const Edge*> against;
        for (const int at : circle) {
            for (const Edge* edge : flow.leaving(at, EdgeKind::Forward)) {
                const int to = flow.indexOf(edge->to);
                if (members.contains(to) && flow.dominates(to, at)) {
                    closing.append(edge);
                } else if (members.contains(to) && place[to] <= place[at]) {
                    against.append(edge);
                }
            }
        }
        closing = closing.isEmpty() ? against : closing;
        finding.fixes.append(makeRetriesFix(input, closing));
        if (closing.size() == 1) {
            finding.fixes.append(eraseEdgeFix(input, *closing.constFirst()));
        }
        for (const Edge* edge : closing) {
            finding.related.append(ElementRef::of(edge->id));
        }
        for (const NodeId& id : ids.sliced(1)) {
            finding.related.append(ElementRef::of(id));
        }
    }
}

void findUnfinished(const RuleInput& input, QList<bool>& told, Findings& findings)
{
    const Flow& flow = input.flow;
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        if (!input.live.at(at) || !flows(node) || node.kind == NodeKind::End) {
            continue;
        }
        const bool leaves = !flow.leaving(at, EdgeKind::Forward).isEmpty();
        const bool goesBack
            = node.kind == NodeKind::Rollback && !flow.leaving(at, EdgeKind::Rollback).isEmpty();
        if (!leaves && !goesBack) {
            told[at] = true;
            Finding& finding = report(findings, "plan/dead-end", ElementRef::of(node.id),
                ruleText("Nothing leads on from %1, and it is not an end: a run would stop there "
                         "without an outcome.")
                    .arg(input.name.of(node)),
                node.id.text() + QLatin1String(":no-successor"));
            FixBuilder builder(input);
            Node end;
            end.id = NodeId(QStringLiteral("end"));
            end.kind = NodeKind::End;
            const bool back = node.kind == NodeKind::Rollback;
            end.outcome = back ? Outcome::Reverted : Outcome::Migrated;
            end.title = back ? ruleText("Reverted") : ruleText("Migrated");
            end.group = node.group;
            const NodeId id = builder.add(end);
            builder.add(wayOn(node.id, id));
            finding.fixes.append(builder.take(ruleText("Let it lead to a new end")));
        } else if (leaves && !hasWayOn(flow, at) && node.kind != NodeKind::Gate
            && !isVerification(node)) {
            told[at] = true;
            report(findings, "plan/dead-end", ElementRef::of(node.id),
                ruleText("%1 has a way on for when it fails, but none for when it passes.")
                    .arg(input.name.of(node)),
                node.id.text() + QLatin1String(":no-successor"));
        }
    }
}

/// Steps from which neither an end nor the start can be reached any more, beyond those that lead to
/// a dead end told already.
void findTraps(const RuleInput& input, const QList<bool>& told, Findings& findings)
{
    const Flow& flow = input.flow;
    Digraph backwards(flow.size() + 1);
    const int out = flow.size();
    for (int at = 0; at < flow.size(); ++at) {
        const NodeKind kind = flow.node(at).kind;
        if (kind == NodeKind::End || kind == NodeKind::Start || told[at]
            || (kind == NodeKind::Gate && !hasWayOn(flow, at))) {
            backwards.addEdge(out, at);
        }
        for (const EdgeKind edgeKind : {EdgeKind::Forward, EdgeKind::Rollback}) {
            for (const Edge* edge : flow.leaving(at, edgeKind)) {
                backwards.addEdge(flow.indexOf(edge->to), at);
            }
        }
    }
    const QList<bool> free = backwards.reachable(out);
    QList<NodeId> trapped;
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        if (input.live.at(at) && flows(node) && !free[at]) {
            trapped.append(node.id);
        }
    }
    if (!trapped.isEmpty()) {
        Finding& finding = report(findings, "plan/dead-end", ElementRef::of(trapped.constFirst()),
            ruleText("From %1 no way leads to an end or back to a safe state.")
                .arg(input.name.list(trapped)),
            trapped.constFirst().text() + QLatin1String(":trap"));
        for (const NodeId& id : trapped.sliced(1)) {
            finding.related.append(ElementRef::of(id));
        }
    }
}

} // namespace

void findDeadEnds(const RuleInput& input, Findings& findings)
{
    QList<bool> told(input.flow.size(), false);
    findUnreachable(input, findings);
    findCycles(input, told, findings);
    findUnfinished(input, told, findings);
    findTraps(input, told, findings);
}

} // namespace whimbrel
