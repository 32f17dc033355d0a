// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"

namespace whimbrel {

void findAmbiguousBranches(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        const QList<const Edge*> edges = flow.leaving(at, EdgeKind::Forward);
        if (edges.size() < 2 || node.kind == NodeKind::Fork) {
            continue;
        }
        QMap<QString, QList<const Edge*>> byOutcome;
        for (const Edge* edge : edges) {
            byOutcome[outcomeOf(*edge, node)].append(edge);
        }
        for (auto each = byOutcome.constBegin(); each != byOutcome.constEnd(); ++each) {
            if (each.value().size() < 2) {
                continue;
            }
            Finding& finding = report(findings, "plan/ambiguous-branch", ElementRef::of(node.id),
                ruleText("Several edges leave %1 for the outcome \"%2\": nothing says which of "
                         "them a run takes.")
                    .arg(input.name.of(node), each.key()),
                node.id.text() + QLatin1Char(':') + each.key());
            for (const Edge* edge : each.value()) {
                finding.related.append(ElementRef::of(edge->id));
                if (each.value().size() == 2) {
                    finding.fixes.append(eraseEdgeFix(input, *edge));
                }
            }
        }
    }
}

void findImpossibleOutcomes(const RuleInput& input, Findings& findings)
{
    for (const Edge& edge : input.plan.edges) {
        const Node* from = input.plan.nodes.find(edge.from);
        if (!from || edge.kind != EdgeKind::Forward || edge.when.isEmpty()) {
            continue;
        }
        const bool checks = edge.when == outcomes::pass || edge.when == outcomes::fail;
        QString text;
        switch (traits(from->kind).outcomes) {
        case Outcomes::None:
            text = ruleText("%1 waits for an outcome, but %2 has none: the edge is never taken.");
            break;
        case Outcomes::PassOrFail:
            if (checks) {
                continue;
            }
            text = ruleText("%1 is never taken: %2 passes or fails, it gives no other answer.");
            break;
        case Outcomes::Answer:
            if (!checks || !from->checks.isEmpty()) {
                continue;
            }
            text = ruleText("%1 is never taken: %2 has no checks that could pass or fail; it is "
                            "answered with yes, no or a label.");
            break;
        }
        Finding& finding = report(findings, "plan/impossible-outcome", ElementRef::of(edge.id),
            text.arg(input.name.sentence(edge), input.name.of(*from)));
        finding.related.append(ElementRef::of(from->id));
        FixBuilder builder(input);
        Edge plain = edge;
        const bool negative = edge.when == outcomes::no || edge.when == outcomes::fail;
        const bool answers = traits(from->kind).outcomes == Outcomes::Answer;
        plain.when = traits(from->kind).outcomes == Outcomes::None ? QString()
            : answers ? (negative ? outcomes::no : outcomes::yes)
                      : (negative ? outcomes::fail : QString());
        builder.put(plain);
        finding.fixes.append(builder.take(plain.when.isEmpty()
                ? ruleText("Take it without waiting for an outcome")
                : ruleText("Take it for the outcome \"%1\"").arg(plain.when)));
    }
}

void findGateOutcomes(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        if (node.kind != NodeKind::Gate) {
            continue;
        }
        QSet<QString> ways;
        for (const Edge* edge : flow.leaving(at, EdgeKind::Forward)) {
            ways.insert(outcomeOf(*edge, node));
        }
        const bool goesBack = !flow.leaving(at, EdgeKind::Rollback).isEmpty()
            || !flow.leaving(at, EdgeKind::Retry).isEmpty();
        if (ways.isEmpty() || ways.size() + (goesBack ? 1 : 0) >= 2) {
            continue; // without any way out it is a dead end
        }
        const QString only = *ways.constBegin();
        Finding& finding = report(findings, "plan/gate-outcomes", ElementRef::of(node.id),
            ruleText("%1 has a way out for \"%2\" only: whoever is asked there has no choice.")
                .arg(input.name.of(node), only));
        if (only != outcomes::yes) {
            continue;
        }
        FixBuilder builder(input);
        Node end;
        end.id = NodeId(QStringLiteral("abandoned"));
        end.kind = NodeKind::End;
        end.outcome = Outcome::Abandoned;
        end.title = ruleText("Abandoned");
        end.group = node.group;
        const NodeId id = builder.add(end);
        builder.add(wayOn(node.id, id, outcomes::no));
        finding.fixes.append(builder.take(ruleText("Let \"no\" lead to a new end \"Abandoned\"")));
    }
}

void findSignedGatesForAnyone(const RuleInput& input, Findings& findings)
{
    for (int at = 0; at < input.flow.size(); ++at) {
        const Node& node = input.flow.node(at);
        if (node.kind == NodeKind::Gate && node.mustBeSigned && node.approvers.isEmpty()) {
            report(findings, "plan/signed-gate-for-anyone", ElementRef::of(node.id),
                ruleText("%1 wants a signature, but names nobody who may answer: anyone whose key "
                         "is known may.")
                    .arg(input.name.of(node)));
        }
    }
}

} // namespace whimbrel
