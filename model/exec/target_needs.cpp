// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/target_needs.h"

#include "model/exec/check_runner.h"
#include "model/plan/node_kind.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// Whether an action writes into its target, rather than having somebody else do something.
bool writes(const Action& action)
{
    return action.sql() || action.type() == ActionType::Backup || action.type() == ActionType::Copy;
}

void addTarget(const Plan& plan, const TargetId& target, QSet<TargetId>& needed)
{
    const Target* found = plan.targetOf(target);
    if (found && found->dialect != Dialect::External) {
        needed.insert(found->id);
    }
}

void addCheck(const Plan& plan, const Check& check, QSet<TargetId>& needed)
{
    switch (check.type()) {
    case CheckType::Query:
    case CheckType::RowCount:
    case CheckType::Checksum:
    case CheckType::ReplicationLag:
        addTarget(plan, check.target, needed);
        break;
    case CheckType::Compare: {
        addTarget(plan, check.target, needed);
        const TargetId right = std::get<CompareCheck>(check.body).rightTarget;
        addTarget(plan, right.isEmpty() ? check.target : right, needed);
        break;
    }
    case CheckType::Http:
    case CheckType::Command:
    case CheckType::Manual:
        break;
    }
}

void addChecks(const Plan& plan, const QList<Check>& checks, QSet<TargetId>& needed)
{
    for (const Check& check : checks) {
        addCheck(plan, check, needed);
    }
}

} // namespace

bool isWorkedOn(const Plan& plan, const TargetId& home, const TargetId& target)
{
    const auto changes = [&](const std::optional<Action>& action) {
        const Target* found = action ? plan.targetOf(action->target) : nullptr;
        return found && found->id == target && writes(*action);
    };
    return target == home
        || std::any_of(plan.nodes.begin(), plan.nodes.end(),
            [&](const Node& node) { return changes(node.action); })
        || std::any_of(plan.edges.begin(), plan.edges.end(),
            [&](const Edge& edge) { return changes(edge.action); });
}

QSet<TargetId> targetsNeededBy(const Plan& plan, const std::optional<Action>& action)
{
    QSet<TargetId> needed;
    if (!action || !writes(*action)) {
        return needed;
    }
    addTarget(plan, action->target, needed);
    if (const auto* copy = std::get_if<CopyAction>(&action->body)) {
        addTarget(plan, copy->from, needed);
    }
    addChecks(plan, action->limits(), needed);
    return needed;
}

QSet<TargetId> targetsNeededBy(const Flow& flow, const Node& node)
{
    const Plan& plan = flow.plan();
    QSet<TargetId> needed;
    if (traits(node.kind).performs) {
        needed = targetsNeededBy(plan, node.action);
    }
    addChecks(plan, node.entry, needed);
    addChecks(plan, node.exit, needed);
    addChecks(plan, node.checks, needed);
    if (isChange(node)) {
        for (const int guard : flow.guardsOf(flow.indexOf(node.id))) {
            for (const Check& check : flow.node(guard).checks) {
                const Expectation* expect = CheckRunner::expectationOf(check);
                if (expect && expect->before) {
                    addCheck(plan, check, needed);
                }
            }
        }
    }
    return needed;
}

} // namespace whimbrel
