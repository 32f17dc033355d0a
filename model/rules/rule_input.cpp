// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/rule_input.h"

#include "model/plan/node_kind.h"

namespace whimbrel {

namespace {

/// Reached from the start, also by going back: what a run can ever enter.
QList<bool> findLive(const Flow& flow)
{
    QList<bool> live(flow.size(), false);
    if (flow.start() < 0) {
        return live;
    }
    QList<int> open{flow.start()};
    live[flow.start()] = true;
    while (!open.isEmpty()) {
        const int at = open.takeLast();
        for (const EdgeKind kind : {EdgeKind::Forward, EdgeKind::Rollback, EdgeKind::Retry}) {
            for (const Edge* edge : flow.leaving(at, kind)) {
                const int to = flow.indexOf(edge->to);
                if (!live[to]) {
                    live[to] = true;
                    open.append(to);
                }
            }
        }
    }
    return live;
}

QList<NodeSql> findEffects(const Flow& flow, const QList<SqlUse>& uses)
{
    QList<NodeSql> effects(flow.size());
    QList<bool> known(flow.size(), false);
    for (const SqlUse& use : uses) {
        const int at = flow.indexOf(use.node);
        // The SQL for the plan's own target speaks for the others.
        if (use.role == SqlRole::Action && at >= 0 && !known[at]) {
            known[at] = true;
            effects[at] = readEffects(use.script, use.dialect);
        }
    }
    return effects;
}

} // namespace

RuleInput::RuleInput(const Plan& snapshot, Rehearsed rehearsals)
    : flow(snapshot)
    , plan(flow.plan())
    , name(snapshot)
    , rehearsed(std::move(rehearsals))
    , sql(findSql(plan))
    , sqlOfNode(flow.size())
    , effects(findEffects(flow, sql))
    , live(findLive(flow))
    , waysBack(findWaysBack(flow))
    , exposed(findExposed(flow))
    , done(flow, effects, waysBack)
{
    for (int i = 0; i < sql.size(); ++i) {
        const SqlUse& use = sql.at(i);
        const int node = flow.indexOf(use.node);
        if (use.check && use.placeholder) {
            unwrittenChecks.insert(use.check);
        }
        if (node >= 0) {
            sqlOfNode[node].append(i);
        } else {
            sqlOfEdge[EdgeId(use.element.id)].append(i);
        }
    }
    for (const Edge& edge : plan.edges) {
        const bool from = plan.nodes.contains(edge.from);
        const bool to = plan.nodes.contains(edge.to);
        if (isWayOn(edge) && from && !to) {
            lostSuccessor.insert(edge.from, edge.to);
        } else if (isWayOn(edge) && to && !from) {
            lostEntering[edge.to].append(&edge);
        }
    }
    for (int at = 0; at < flow.size(); ++at) {
        if (isChange(flow.node(at))) {
            for (const QString& table : effects.at(at).created) {
                planObjects.insert(table);
            }
            for (const QString& column : effects.at(at).addedColumns) {
                planObjects.insert(column);
            }
        }
    }
}

} // namespace whimbrel
