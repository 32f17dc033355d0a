// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/way_back.h"

#include "model/plan/node_kind.h"
#include "model/rules/naming.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// The rollback nodes that a failed verification leads to without passing a change.
QList<int> compensatorsBehind(const Flow& flow, int verification)
{
    QList<int> found;
    QSet<int> seen;
    QList<int> open;
    const auto enter = [&](const Edge* edge) {
        const int to = flow.indexOf(edge->to);
        if (seen.contains(to) || isChange(flow.node(to))) {
            return;
        }
        seen.insert(to);
        if (flow.node(to).kind == NodeKind::Rollback) {
            found.append(to);
        } else {
            open.append(to);
        }
    };
    for (const Edge* edge : flow.leaving(verification, EdgeKind::Forward)) {
        if (!isWayOn(*edge)) {
            enter(edge);
        }
    }
    while (!open.isEmpty()) {
        for (const Edge* edge : flow.leaving(open.takeLast(), EdgeKind::Forward)) {
            enter(edge);
        }
    }
    return found;
}

Compensation compensationOf(const Action& action)
{
    if (const auto* none = std::get_if<NoAction>(&action.body)) {
        return none->because.trimmed().isEmpty() ? Compensation::NoReason : Compensation::Explained;
    }
    return isUnwritten(action) ? Compensation::Missing : Compensation::Given;
}

} // namespace

QList<PlannedWayBack> findWaysBack(const Flow& flow)
{
    QList<PlannedWayBack> ways(flow.size());
    QHash<int, QList<int>> behind;
    for (int change = 0; change < flow.size(); ++change) {
        if (!isChange(flow.node(change))) {
            continue;
        }
        PlannedWayBack& way = ways[change];
        way.edges = flow.waysBack(change);
        for (const int guard : flow.guardsOf(change)) {
            auto known = behind.constFind(guard);
            if (known == behind.constEnd()) {
                known = behind.insert(guard, compensatorsBehind(flow, guard));
            }
            for (const int compensator : *known) {
                if (!way.compensators.contains(compensator)) {
                    way.compensators.append(compensator);
                }
            }
        }
    }
    return ways;
}

bool isUnwritten(const Action& action)
{
    switch (action.type()) {
    case ActionType::Sql: {
        const bool anyDialect = std::any_of(action.dialects.begin(), action.dialects.end(),
            [](const DialectSql& own) { return !own.sql.isEmpty(); });
        return action.sql()->isEmpty() && !anyDialect;
    }
    case ActionType::Backfill: {
        const auto& backfill = std::get<BackfillAction>(action.body);
        return backfill.table.trimmed().isEmpty() || backfill.key.trimmed().isEmpty()
            || (backfill.sql.isEmpty() && action.dialects.isEmpty());
    }
    case ActionType::Copy: {
        const auto& copied = std::get<CopyAction>(action.body);
        return copied.from.isEmpty() || copied.table.trimmed().isEmpty()
            || copied.key.trimmed().isEmpty() || copied.columns.isEmpty();
    }
    case ActionType::Command:
        return std::get<CommandAction>(action.body).program.trimmed().isEmpty();
    case ActionType::Backup:
    case ActionType::Manual:
    case ActionType::None:
        return false;
    }
    return false;
}

Compensation compensationOf(const Node& compensator)
{
    return compensator.action ? compensationOf(*compensator.action) : Compensation::Missing;
}

Compensation compensationOf(const Flow& flow, const Edge& rollback)
{
    const int target = flow.indexOf(rollback.to);
    const bool enters = target >= 0 && flow.node(target).kind == NodeKind::Rollback;
    const Node* backup = flow.plan().nodes.find(rollback.backup);
    const bool restores
        = rollback.method == RollbackMethod::Restore && backup && backup->kind == NodeKind::Backup;
    if (enters && flow.node(target).action) {
        return rollback.action ? Compensation::Twice : compensationOf(flow.node(target));
    }
    if (!rollback.action) {
        return restores ? Compensation::Given : Compensation::Missing;
    }
    const Compensation own = compensationOf(*rollback.action);
    return rollback.generated && own == Compensation::Given ? Compensation::Unreviewed : own;
}

QList<int> takenBackBy(const Flow& flow, const Edge& rollback)
{
    const int from = flow.indexOf(rollback.from);
    if (from < 0) {
        return {};
    }
    return isChange(flow.node(from)) ? QList<int>{from} : flow.guardedBy(from);
}

QList<int> restsBehind(const Flow& flow, int compensator)
{
    QList<int> found;
    QSet<int> seen{compensator};
    QList<int> open{compensator};
    while (!open.isEmpty()) {
        const int at = open.takeLast();
        for (const EdgeKind kind : {EdgeKind::Forward, EdgeKind::Rollback}) {
            for (const Edge* edge : flow.leaving(at, kind)) {
                const int to = flow.indexOf(edge->to);
                if (!seen.contains(to) && !isChange(flow.node(to))) {
                    seen.insert(to);
                    found.append(to);
                    open.append(to);
                }
            }
        }
    }
    return found;
}

bool isSafe(const Flow& flow, const PlannedWayBack& way, int change)
{
    const auto restsSafely = [&](int compensator) {
        const QList<int> rests = restsBehind(flow, compensator);
        return std::any_of(
            rests.begin(), rests.end(), [&](int rest) { return flow.isSafeFor(rest, change); });
    };
    return std::all_of(way.edges.begin(), way.edges.end(), [&](const Edge* edge) {
        const int to = flow.indexOf(edge->to);
        return flow.node(to).kind == NodeKind::Rollback ? restsSafely(to)
                                                        : flow.isSafeFor(to, change);
    }) && std::all_of(way.compensators.begin(), way.compensators.end(), restsSafely);
}

bool needsRestore(const PlannedWayBack& way)
{
    return way.exists() && way.compensators.isEmpty()
        && std::all_of(way.edges.begin(), way.edges.end(),
            [](const Edge* edge) { return edge->method == RollbackMethod::Restore; });
}

QList<bool> findExposed(const Flow& flow)
{
    QList<bool> exposed(flow.size(), false);
    QList<QList<int>> before(flow.size());
    QList<int> open;
    for (int at = 0; at < flow.size(); ++at) {
        bool ends = true;
        for (const Edge* edge : flow.leaving(at, EdgeKind::Forward)) {
            if (!isWayOn(*edge)) {
                continue;
            }
            ends = false;
            const int to = flow.indexOf(edge->to);
            before[to].append(at);
            const Node& next = flow.node(to);
            const bool meets = isChange(next) || next.kind == NodeKind::End;
            if (meets && !isVerification(next) && !exposed[at]) {
                exposed[at] = true;
                open.append(at);
            }
        }
        if (ends && !exposed[at]) {
            exposed[at] = true;
            open.append(at);
        }
    }
    while (!open.isEmpty()) {
        const int at = open.takeLast();
        if (isVerification(flow.node(at))) {
            continue;
        }
        for (const int from : before[at]) {
            if (!exposed[from]) {
                exposed[from] = true;
                open.append(from);
            }
        }
    }
    return exposed;
}

} // namespace whimbrel
