// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/change_unit.h"

#include "model/plan/node_kind.h"
#include "model/rules/fixes.h"
#include "ui/session/plan_edits.h"

#include <QCoreApplication>

namespace whimbrel::edits {

namespace {

/// The one way on of a node; empty if there is none, or a choice.
EdgeId onlyWayOn(const Plan& plan, const NodeId& node)
{
    EdgeId only;
    for (const Edge& edge : plan.edges) {
        const bool on = edge.kind == EdgeKind::Forward && edge.from == node
            && edge.when != outcomes::fail && edge.when != outcomes::no;
        if (on && !only.isEmpty()) {
            return {};
        }
        only = on ? edge.id : only;
    }
    return only;
}

/// Behind a change its verification comes first: nothing goes between the two.
NodeId behindItsVerification(const Plan& plan, const NodeId& node)
{
    const Node* held = plan.nodes.find(node);
    const Edge* on = plan.edges.find(onlyWayOn(plan, node));
    const Node* next = on == nullptr ? nullptr : plan.nodes.find(on->to);
    return held != nullptr && isChange(*held) && next != nullptr && isVerification(*next) ? next->id
                                                                                          : node;
}

Edit addToFlow(const Plan& plan, const Node& change, const NodeId& selected, const EdgeId& into)
{
    const NodeId after = behindItsVerification(plan, selected);
    const Node* before = plan.nodes.find(after);
    const bool continues
        = before != nullptr && traits(before->kind).flows && before->kind != NodeKind::End;
    const EdgeId edge = into.isEmpty() && continues ? onlyWayOn(plan, after) : into;
    if (!edge.isEmpty()) {
        return insertIntoEdge(plan, edge, change, {});
    }
    return continues ? addNodeAfter(plan, change, {}, after, EdgeKind::Forward)
                     : addNode(plan, change, {});
}

} // namespace

Edit addChangeUnit(const Plan& plan, const Node& change, const NodeId& after, const EdgeId& into)
{
    Plan copy = plan;
    Edit all;
    const auto doNow = [&copy, &all](const Edit& edit) {
        if (apply(copy, edit)) {
            all.ops += edit.ops;
        }
    };
    doNow(addToFlow(plan, change, after, into));
    const auto index = static_cast<int>(copy.nodes.indexOf(change.id));
    doNow(insertVerificationFix(RuleInput(copy), index).edit);
    const RuleInput verified(copy);
    const auto now = verified.flow.indexOf(change.id);
    if (verified.flow.start() >= 0 || verified.flow.nearestSafeBefore(now) >= 0) {
        doNow(addWayBackFix(verified, now).edit);
    }
    all.ops.removeIf([](const Op& op) { return std::holds_alternative<SetPlace>(op); });
    for (Op& op : all.ops) {
        auto* put = std::get_if<Put<Edge>>(&op);
        if (put != nullptr && put->value.kind == EdgeKind::Rollback && !put->value.action) {
            put->value.action = Action{}; // SQL still to be written
            put->value.action->body = SqlAction{};
        }
    }
    all.text = QCoreApplication::translate("Edits", "Add “%1” with verification and way back")
                   .arg(change.title);
    return all;
}

} // namespace whimbrel::edits
