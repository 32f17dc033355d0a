// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/flow.h"

#include "model/plan/node_kind.h"

#include <algorithm>
#include <utility>

namespace whimbrel {

namespace {

int startOf(const Plan& plan)
{
    for (qsizetype i = 0; i < plan.nodes.size(); ++i) {
        if (plan.nodes.at(i).kind == NodeKind::Start) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

Digraph forwardGraph(const Plan& plan)
{
    Digraph graph(static_cast<int>(plan.nodes.size()));
    for (const Edge& edge : plan.edges) {
        const qsizetype from = plan.nodes.indexOf(edge.from);
        const qsizetype to = plan.nodes.indexOf(edge.to);
        if (edge.kind == EdgeKind::Forward && from >= 0 && to >= 0) {
            graph.addEdge(static_cast<int>(from), static_cast<int>(to));
        }
    }
    return graph;
}

} // namespace

Flow::Flow(Plan plan)
    : m_plan(std::move(plan))
    , m_leaving(m_plan.nodes.size())
    , m_entering(m_plan.nodes.size())
    , m_forward(forwardGraph(m_plan))
    , m_start(startOf(m_plan))
    , m_reached(m_forward.reachable(m_start))
    , m_dominators(m_forward, m_start)
    , m_guards(m_plan.nodes.size())
    , m_guarded(m_plan.nodes.size())
    , m_forks(m_plan.nodes.size())
    , m_unverified(m_plan.nodes.size(), false)
{
    readEdges();
    findGuards();
    findForks();
    findUnverified();
}

void Flow::readEdges()
{
    for (qsizetype i = 0; i < m_plan.edges.size(); ++i) {
        const Edge& edge = m_plan.edges.at(i);
        const int from = indexOf(edge.from);
        const int to = indexOf(edge.to);
        if (from >= 0 && to >= 0) {
            m_leaving[from].append(i);
            m_entering[to].append(i);
        }
    }
}

QList<const Edge*> Flow::leaving(int node, EdgeKind kind) const
{
    QList<const Edge*> edges;
    for (const qsizetype i : m_leaving[node]) {
        if (m_plan.edges.at(i).kind == kind) {
            edges.append(&m_plan.edges.at(i));
        }
    }
    return edges;
}

QList<const Edge*> Flow::entering(int node, EdgeKind kind) const
{
    QList<const Edge*> edges;
    for (const qsizetype i : m_entering[node]) {
        if (m_plan.edges.at(i).kind == kind) {
            edges.append(&m_plan.edges.at(i));
        }
    }
    return edges;
}

void Flow::findGuards()
{
    // From each change forward until the next change, collecting the verifications on the way.
    QList<int> visitedFor(size(), -1);
    for (int change = 0; change < size(); ++change) {
        if (!isChange(node(change))) {
            continue;
        }
        QList<int> open{change};
        visitedFor[change] = change;
        while (!open.isEmpty()) {
            const int at = open.takeLast();
            for (const int next : m_forward.next(at)) {
                if (visitedFor[next] == change || isChange(node(next))) {
                    continue;
                }
                visitedFor[next] = change;
                open.append(next);
                if (isVerification(node(next))) {
                    m_guards[change].append(next);
                    m_guarded[next].append(change);
                }
            }
        }
    }
}

void Flow::findForks()
{
    QList<bool> known(size(), false);
    for (const int at : m_forward.topologicalOrder()) {
        // Failures may leave a branch early, so what a step is inside of follows from the ways on
        // that lead to it, where there are any.
        int before = -1;
        bool wayOn = false;
        for (const Edge* edge : entering(at, EdgeKind::Forward)) {
            const int from = indexOf(edge->from);
            const bool goesOn = edge->when != outcomes::fail && edge->when != outcomes::no;
            if (known[from] && (before < 0 || (goesOn && !wayOn))) {
                before = from;
                wayOn = goesOn;
            }
        }
        QList<int> around;
        if (before >= 0) {
            around = m_forks[before];
            if (node(before).kind == NodeKind::Fork) {
                around.append(before);
            }
        }
        if (node(at).kind == NodeKind::Join && !around.isEmpty()) {
            const int fork = around.takeLast();
            m_joins[fork].append(at);
            m_closes.insert(at, fork);
        }
        m_forks[at] = around;
        known[at] = true;
    }
}

void Flow::findUnverified()
{
    // A node is unverified when a change reaches it with no verification between. Spread from the
    // changes forward; verifications stop it.
    QList<int> open;
    for (int i = 0; i < size(); ++i) {
        if (isChange(node(i))) {
            open.append(i);
        }
    }
    while (!open.isEmpty()) {
        const int at = open.takeLast();
        for (const int next : m_forward.next(at)) {
            if (m_unverified[next]) {
                continue;
            }
            m_unverified[next] = true;
            if (!isVerification(node(next)) && !isChange(node(next))) {
                open.append(next);
            }
        }
    }
}

bool Flow::isVerifiedBefore(int index) const
{
    return !m_unverified[index] || isVerification(node(index));
}

Flow::Unsafe Flow::whyUnsafe(int index, int change) const
{
    const Node& candidate = node(index);
    if (candidate.kind == NodeKind::Start
        || (candidate.kind == NodeKind::End
            && (candidate.outcome == Outcome::Reverted
                || candidate.outcome == Outcome::Restored))) {
        return Unsafe::Safe;
    }
    if (isChange(candidate)) {
        return Unsafe::IsChange;
    }
    if (index == change || !dominates(index, change)) {
        return Unsafe::DoesNotDominate;
    }
    const QList<int>& around = m_forks[change];
    for (const int fork : m_forks[index]) {
        if (!around.contains(fork)) {
            return Unsafe::InsideFork;
        }
    }
    return isVerifiedBefore(index) ? Unsafe::Safe : Unsafe::UnverifiedBefore;
}

bool Flow::isSafeFor(int index, int change) const
{
    return whyUnsafe(index, change) == Unsafe::Safe;
}

int Flow::nearestSafeBefore(int change) const
{
    int at = m_dominators.immediate(change);
    while (at >= 0) {
        if (isSafeFor(at, change)) {
            return at;
        }
        const int up = m_dominators.immediate(at);
        if (up == at) {
            break;
        }
        at = up;
    }
    return -1;
}

QList<const Edge*> Flow::waysBack(int change) const
{
    QList<const Edge*> ways = leaving(change, EdgeKind::Rollback);
    for (const int guard : m_guards[change]) {
        ways += leaving(guard, EdgeKind::Rollback);
    }
    return ways;
}

} // namespace whimbrel
