// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"

#include <algorithm>

namespace whimbrel {

namespace {

QString missingText(const RuleInput& input, const Edge& edge)
{
    return edge.action ? ruleText("The action of %1 is not written yet.").arg(input.name.of(edge))
                       : ruleText("%1 has no action: following it would change nothing.")
                             .arg(input.name.sentence(edge));
}

void checkEdge(const RuleInput& input, const Edge& edge, Findings& findings)
{
    const Flow& flow = input.flow;
    const int to = flow.indexOf(edge.to);
    if (takenBackBy(flow, edge).isEmpty() || to < 0) {
        return; // compensates nothing itself: what was done since is taken back by its own edges
    }
    const bool enters = flow.node(to).kind == NodeKind::Rollback;
    const auto add = [&](const QString& message) -> Finding& {
        return report(findings, "plan/rollback-without-action", ElementRef::of(edge.id), message);
    };
    switch (compensationOf(flow, edge)) {
    case Compensation::Missing: {
        if (enters && !edge.action) {
            return; // said of the rollback node
        }
        Finding& finding = add(missingText(input, edge));
        if (std::optional<Fix> fix = generateActionFix(input, edge)) {
            finding.fixes.append(*std::move(fix));
        }
        return;
    }
    case Compensation::Twice: {
        Finding& finding = add(ruleText("%1 has an action, and so has the rollback step that it "
                                        "enters: the change would be taken back twice.")
                                   .arg(input.name.sentence(edge)));
        finding.related.append(ElementRef::of(edge.to));
        FixBuilder builder(input);
        Edge bare = edge;
        bare.action.reset();
        bare.generated = false;
        builder.put(bare);
        finding.fixes.append(builder.take(
            ruleText("Remove the edge's action and keep that of %1").arg(input.name.of(edge.to))));
        Node passive = flow.node(to);
        passive.action.reset();
        builder.put(passive);
        finding.fixes.append(builder.take(
            ruleText("Remove the action of %1 and keep the edge's").arg(input.name.of(edge.to))));
        return;
    }
    case Compensation::NoReason:
        if (edge.action) {
            add(ruleText("%1 says that there is nothing to do, but not why.")
                    .arg(input.name.sentence(edge)));
        }
        return;
    case Compensation::Explained:
    case Compensation::Unreviewed:
    case Compensation::Given:
        return;
    }
}

void checkCompensator(const RuleInput& input, int at, Findings& findings)
{
    const Flow& flow = input.flow;
    const Node& node = flow.node(at);
    const QList<const Edge*> entering = flow.entering(at, EdgeKind::Rollback);
    const bool edgesAct = !entering.isEmpty() && flow.entering(at, EdgeKind::Forward).isEmpty()
        && std::all_of(entering.begin(), entering.end(), [](const Edge* edge) {
               return edge->action.has_value() || edge->method == RollbackMethod::Restore;
           });
    const Compensation own = compensationOf(node);
    if (own == Compensation::Missing && !edgesAct) {
        report(findings, "plan/rollback-without-action", ElementRef::of(node.id),
            ruleText("The rollback step %1 has no action: it would take nothing back.")
                .arg(input.name.of(node)));
    } else if (own == Compensation::NoReason) {
        report(findings, "plan/rollback-without-action", ElementRef::of(node.id),
            ruleText("The rollback step %1 says that there is nothing to do, but not why.")
                .arg(input.name.of(node)));
    }
}

} // namespace

void findRollbacksWithoutAction(const RuleInput& input, Findings& findings)
{
    for (int at = 0; at < input.flow.size(); ++at) {
        if (input.flow.node(at).kind == NodeKind::Rollback) {
            checkCompensator(input, at, findings);
        }
    }
    for (const Edge& edge : input.plan.edges) {
        if (edge.kind == EdgeKind::Rollback) {
            checkEdge(input, edge, findings);
        }
    }
}

void findUnreviewedRollbacks(const RuleInput& input, Findings& findings)
{
    for (const Edge& edge : input.plan.edges) {
        if (edge.kind != EdgeKind::Rollback || !edge.generated || !edge.action
            || input.rehearsed.isExact(edge.id)) {
            continue;
        }
        Finding& finding = report(findings, "plan/rollback-unreviewed", ElementRef::of(edge.id),
            ruleText("The action of %1 was generated, and nobody has accepted it yet.")
                .arg(input.name.of(edge)));
        FixBuilder builder(input);
        Edge accepted = edge;
        accepted.generated = false;
        builder.put(accepted);
        finding.fixes.append(builder.take(ruleText("I have read it: accept it")));
    }
}

} // namespace whimbrel
