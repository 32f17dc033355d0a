// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/find_coverage.h"

#include "model/plan/node_kind.h"
#include "model/rules/runnable.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// Tells whether the plan accepts a finding.
class Accepted final {
public:
    explicit Accepted(const Findings& findings)
    {
        for (const Finding& finding : findings) {
            if (finding.accepted) {
                m_keys.insert(finding.key);
            }
        }
    }
    [[nodiscard]] bool has(const char* rule, const QString& id) const
    {
        return m_keys.contains(QLatin1String(rule) + QLatin1Char(':') + id);
    }

private:
    QSet<QString> m_keys{};
};

Covered actionCovered(const RuleInput& input, const PlannedWayBack& way, const Accepted& accepted)
{
    // The least that one of its ways back does is what can be relied on.
    Covered least = Covered::Yes;
    const auto lower = [&](Compensation found, const QString& id) {
        Covered now = Covered::No;
        switch (found) {
        case Compensation::Given:
            now = Covered::Yes;
            break;
        case Compensation::Explained:
            now = Covered::Explained;
            break;
        case Compensation::Unreviewed:
            if (input.rehearsed.isExact(EdgeId(id))) {
                now = Covered::Yes;
                break;
            }
            now = accepted.has("plan/rollback-unreviewed", id) ? Covered::Explained : Covered::No;
            break;
        case Compensation::Missing:
        case Compensation::Twice:
        case Compensation::NoReason:
            now = accepted.has("plan/rollback-without-action", id) ? Covered::Explained
                                                                   : Covered::No;
            break;
        }
        if (now == Covered::No || least == Covered::Yes) {
            least = now;
        }
    };
    for (const Edge* edge : way.edges) {
        lower(compensationOf(input.flow, *edge), edge->id.text());
    }
    for (const int compensator : way.compensators) {
        const Node& node = input.flow.node(compensator);
        lower(compensationOf(node), node.id.text());
    }
    return least;
}

Covered targetCovered(
    const RuleInput& input, const PlannedWayBack& way, int change, const Accepted& accepted)
{
    if (isSafe(input.flow, way, change)) {
        return Covered::Yes;
    }
    const bool explained = std::any_of(way.edges.begin(), way.edges.end(), [&](const Edge* edge) {
        return accepted.has("plan/rollback-target-unsafe", edge->id.text());
    });
    return explained ? Covered::Explained : Covered::No;
}

/// Whether a verification before the next change has something that can run.
Covered verifiedCovered(const RuleInput& input, int change, const Accepted& accepted)
{
    const Flow& flow = input.flow;
    if (input.exposed.at(change)) {
        return accepted.has("plan/change-without-verification", flow.node(change).id.text())
            ? Covered::Explained
            : Covered::No;
    }
    const QList<int>& guards = flow.guardsOf(change);
    Covered covered = Covered::No;
    for (const int guard : guards) {
        const Node& node = flow.node(guard);
        if (hasRunnableCheck(input, node.checks)) {
            return Covered::Yes;
        }
        if (accepted.has("plan/vacuous-verification", node.id.text())) {
            covered = Covered::Explained;
        }
    }
    return covered;
}

/// What rehearsals of the plan as it is say of the change's ways back.
void addRehearsed(const RuleInput& input, int change, CoverageRow& row)
{
    const PlannedWayBack& way = input.waysBack.at(change);
    const NodeId id = input.flow.node(change).id;
    const auto take = [&](const EdgeId& edge) {
        const RehearsedWay* tried = input.rehearsed.way(id, edge);
        if (tried && (!row.verdict || tried->verdict > *row.verdict)) {
            row.verdict = tried->verdict;
        }
    };
    for (const Edge* edge : way.edges) {
        take(edge->id);
    }
    for (const int compensator : way.compensators) {
        for (const Edge* edge : input.flow.entering(compensator, EdgeKind::Forward)) {
            take(edge->id);
        }
    }
    if (!row.verdict) {
        row.rehearsed = input.rehearsed.isStale() ? Covered::Stale : Covered::NotYet;
    } else if (*row.verdict == WayVerdict::Exact) {
        row.rehearsed = Covered::Yes;
    } else if (*row.verdict == WayVerdict::NotReached) {
        row.rehearsed = Covered::NotYet;
    } else {
        row.rehearsed = isGood(*row.verdict) ? Covered::Explained : Covered::No;
    }
}

CoverageRow rowOf(const RuleInput& input, const Edge& edge, const Accepted& accepted)
{
    CoverageRow row;
    row.edge = edge.id;
    row.from = edge.from;
    row.to = edge.to;
    const int to = input.flow.indexOf(edge.to);
    if (to < 0 || !isChange(input.flow.node(to))) {
        row.wayBack = row.targetSafe = row.hasAction = row.verified = row.rehearsed
            = Covered::NothingToUndo;
        return row;
    }
    const PlannedWayBack& way = input.waysBack.at(to);
    if (way.exists()) {
        row.wayBack = Covered::Yes;
        row.targetSafe = targetCovered(input, way, to, accepted);
        row.hasAction = actionCovered(input, way, accepted);
    } else if (accepted.has("plan/forward-without-rollback", edge.to.text())) {
        row.wayBack = row.targetSafe = row.hasAction = Covered::Explained;
    }
    row.verified = verifiedCovered(input, to, accepted);
    addRehearsed(input, to, row);
    return row;
}

} // namespace

Coverage findCoverage(const RuleInput& input, const Findings& findings)
{
    const Accepted accepted(findings);
    Coverage coverage;
    for (const Edge& edge : input.plan.edges) {
        if (edge.kind != EdgeKind::Forward) {
            continue;
        }
        const CoverageRow row = rowOf(input, edge, accepted);
        for (const Covered cell : {row.wayBack, row.targetSafe, row.hasAction, row.verified}) {
            coverage.total += cell != Covered::NothingToUndo ? 1 : 0;
            coverage.covered += cell == Covered::Yes || cell == Covered::Explained ? 1 : 0;
        }
        coverage.rows.append(row);
    }
    return coverage;
}

} // namespace whimbrel
