// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/names.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"
#include "model/rules/runnable.h"

#include <algorithm>

namespace whimbrel {

namespace {

constexpr const char* rule = "plan/backfill-limit";

/// Whether an action of the plan runs SQL on the target.
bool isChanged(const Plan& plan, const TargetId& target)
{
    const auto changes = [&](const std::optional<Action>& action) {
        const Target* found = action && action->sql() ? plan.targetOf(action->target) : nullptr;
        return found && found->id == target;
    };
    return std::any_of(plan.nodes.begin(), plan.nodes.end(),
               [&](const Node& node) { return changes(node.action); })
        || std::any_of(plan.edges.begin(), plan.edges.end(),
            [&](const Edge& edge) { return changes(edge.action); });
}

/// Why the lag of this target's replicas cannot be known; empty if it can.
QString lagProblem(const Plan& plan, const TargetId& id)
{
    const Target* target = plan.targetOf(id);
    if (!target || target->dialect == Dialect::Postgresql || target->dialect == Dialect::External) {
        return {};
    }
    if (target->dialect == Dialect::Sqlite) {
        return ruleText("SQLite has no replicas");
    }
    return isChanged(plan, target->id)
        ? ruleText("a primary of MariaDB or MySQL does not know how far its replicas are behind; "
                   "name a target that will be bound to the replica")
        : QString();
}

/// Why this limit could never be told to hold; empty if it can.
QString problemWith(const RuleInput& input, const Check& limit)
{
    if (limit.type() == CheckType::Manual) {
        return ruleText("nobody is asked between two batches");
    }
    if (!isRunnable(input, limit)) {
        return ruleText("it does not say what to look at");
    }
    return limit.type() == CheckType::ReplicationLag ? lagProblem(input.plan, limit.target)
                                                     : QString();
}

/// Looks at the limits of one action.
template <class Element>
void lookAt(const RuleInput& input, Findings& findings, const Element& owner, const QString& name)
{
    if (!owner.action) {
        return;
    }
    const ElementRef element = ElementRef::of(owner.id);
    const auto without = [&](auto change) {
        Element changed = owner;
        change(changed.action);
        FixBuilder fix(input);
        fix.put(changed);
        return fix.take(ruleText("Remove the limit"));
    };
    const QString lag
        = owner.action->maxLagMs() ? lagProblem(input.plan, owner.action->target) : QString();
    if (!lag.isEmpty()) {
        Finding& finding = report(findings, rule, element,
            ruleText("%1 would wait for ever for its replicas: %2.").arg(name, lag),
            owner.id.text() + QStringLiteral(":maxLagMs"));
        finding.fixes.append(without([](std::optional<Action>& action) { removeMaxLag(*action); }));
    }
    const QList<Check>* limits = limitsOf(owner.action);
    if (!limits) {
        return;
    }
    for (const Check& limit : *limits) {
        const QString problem = problemWith(input, limit);
        if (problem.isEmpty()) {
            continue;
        }
        Finding& finding = report(findings, rule, element,
            ruleText("%1 would wait for ever for its limit %2: %3.")
                .arg(name, input.name.of(limit), problem),
            owner.id.text() + QLatin1Char(':') + limit.id.text());
        finding.fixes.append(without([&limit](std::optional<Action>& action) {
            limitsOf(action)->removeIf([&limit](const Check& each) { return each.id == limit.id; });
        }));
    }
}

} // namespace

void findBackfillLimits(const RuleInput& input, Findings& findings)
{
    for (const Node& node : input.plan.nodes) {
        lookAt(input, findings, node, input.name.of(node));
    }
    for (const Edge& edge : input.plan.edges) {
        lookAt(input, findings, edge, input.name.sentence(edge));
    }
}

} // namespace whimbrel
