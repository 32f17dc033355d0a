// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"

namespace whimbrel {

void findMissingStart(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    if (flow.start() >= 0) {
        return;
    }
    Finding& finding = report(findings, "plan/no-start", wholePlan(),
        ruleText("The plan has no start: nothing says what production runs today, and no run can "
                 "begin."));
    FixBuilder builder(input);
    Node start;
    start.id = NodeId(QStringLiteral("start"));
    start.kind = NodeKind::Start;
    start.title = ruleText("Today");
    // Where one step only has nothing before it, that is where the plan begins.
    QList<int> first;
    for (int at = 0; at < flow.size(); ++at) {
        const NodeKind kind = flow.node(at).kind;
        if (flow.entering(at, EdgeKind::Forward).isEmpty() && traits(kind).flows
            && kind != NodeKind::Rollback && kind != NodeKind::End) {
            first.append(at);
        }
    }
    const NodeId before = flow.size() > 0 ? flow.node(0).id : NodeId();
    const NodeId id = builder.add(start, before);
    if (first.size() == 1) {
        const Node& node = flow.node(first.constFirst());
        builder.add(wayOn(id, node.id));
        finding.fixes.append(
            builder.take(ruleText("Add a start before %1").arg(input.name.of(node))));
    } else {
        finding.fixes.append(builder.take(ruleText("Add a start")));
    }
}

void findSeveralStarts(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        if (node.kind != NodeKind::Start || at == flow.start()) {
            continue;
        }
        const Node& first = flow.node(flow.start());
        Finding& finding = report(findings, "plan/several-starts", ElementRef::of(node.id),
            ruleText("%1 is a second start beside %2: a run begins at the first and never sees "
                     "this one.")
                .arg(input.name.of(node), input.name.of(first)));
        finding.related.append(ElementRef::of(first.id));
        finding.fixes.append(changeKindFix(input, node, NodeKind::Task));
    }
}

} // namespace whimbrel
