// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"

namespace whimbrel {

void findMisplacedEdges(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    for (const Edge& edge : input.plan.edges) {
        const int from = flow.indexOf(edge.from);
        const int to = flow.indexOf(edge.to);
        if (from < 0 || to < 0 || edge.kind == EdgeKind::Data) {
            continue;
        }
        const Node& source = flow.node(from);
        const Node& target = flow.node(to);
        QString text;
        if (source.kind == NodeKind::Note || target.kind == NodeKind::Note) {
            text = ruleText("%1 touches a note, and notes take no part in the flow.");
        } else if (edge.kind == EdgeKind::Forward && source.kind == NodeKind::End) {
            text = ruleText("%1 leads on from an end, where every run is over.");
        } else if (edge.kind == EdgeKind::Forward && target.kind == NodeKind::Start
            && source.kind != NodeKind::Rollback) {
            text = ruleText("%1 leads forward into the start; a way back is a rollback edge.");
        } else if (edge.kind == EdgeKind::Rollback && source.kind == NodeKind::Start) {
            text = ruleText("%1 leaves the start, before which there is nothing to go back to.");
        } else if (edge.kind != EdgeKind::Forward && from == to) {
            text = ruleText("%1 leads to where it comes from.");
        } else {
            continue;
        }
        Finding& finding = report(findings, "plan/misplaced-edge", ElementRef::of(edge.id),
            text.arg(input.name.sentence(edge)));
        if (edge.kind == EdgeKind::Forward && target.kind == NodeKind::Start && isChange(source)) {
            FixBuilder builder(input);
            Edge back = edge;
            back.kind = EdgeKind::Rollback;
            back.when.clear();
            builder.put(back);
            finding.fixes.append(
                builder.take(ruleText("Make it a rollback edge, its action still to be written")));
        }
        finding.fixes.append(eraseEdgeFix(input, edge));
    }
}

} // namespace whimbrel
