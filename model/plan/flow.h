// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/digraph.h"
#include "model/plan/plan.h"

#include <QHash>

#include <optional>

namespace whimbrel {

/// The plan's flow as a graph, and what follows from it: which verification guards which change,
/// and which nodes are safe to return to. Built once from a snapshot in time that grows with the
/// plan's size (nearly) linearly; vertex numbers are positions in plan.nodes. Edges whose ends are
/// missing take no part. Holds its own copy of the plan.
class Flow final {
public:
    explicit Flow(Plan plan);

    [[nodiscard]] const Plan& plan() const { return m_plan; }
    [[nodiscard]] int size() const { return static_cast<int>(m_plan.nodes.size()); }
    [[nodiscard]] int indexOf(const NodeId& id) const
    {
        return static_cast<int>(m_plan.nodes.indexOf(id));
    }
    [[nodiscard]] const Node& node(int index) const { return m_plan.nodes.at(index); }

    /// The forward edges (of every outcome) as a graph.
    [[nodiscard]] const Digraph& forward() const { return m_forward; }
    /// The edges of one kind that leave or enter a node, in plan order.
    [[nodiscard]] QList<const Edge*> leaving(int node, EdgeKind kind) const;
    [[nodiscard]] QList<const Edge*> entering(int node, EdgeKind kind) const;

    /// The start node, the first if there are several; -1 if there is none.
    [[nodiscard]] int start() const { return m_start; }
    [[nodiscard]] bool reachedFromStart(int node) const { return m_reached[node]; }
    /// Whether `dominator` lies on every forward path from the start to `node`.
    [[nodiscard]] bool dominates(int dominator, int node) const
    {
        return m_dominators.dominates(dominator, node);
    }

    /// The verifications reached from the change with no other change between; "guarded by".
    [[nodiscard]] const QList<int>& guardsOf(int change) const { return m_guards[change]; }
    /// The changes that the verification guards.
    [[nodiscard]] const QList<int>& guardedBy(int verification) const
    {
        return m_guarded[verification];
    }

    /// Whether every change on the way to the node is verified before it, or in it.
    [[nodiscard]] bool isVerifiedBefore(int node) const;

    /// Whether the system may be left resting in `node` after `change` was taken back: the node
    /// changes nothing, dominates the change, lies outside every fork that the change is not in,
    /// and every change before it is verified; or it is an end marked reverted or restored. The
    /// start is always safe.
    [[nodiscard]] bool isSafeFor(int node, int change) const;

    /// Why isSafeFor() says no.
    enum class Unsafe { Safe, IsChange, DoesNotDominate, InsideFork, UnverifiedBefore };
    [[nodiscard]] Unsafe whyUnsafe(int node, int change) const;

    /// The nearest safe state before the change: the one that all other safe dominators dominate.
    /// -1 if there is none (the change is not reached from the start).
    [[nodiscard]] int nearestSafeBefore(int change) const;

    /// The rollback edges that take a change back: those that leave it and those that leave a
    /// verification guarding it, its own first.
    [[nodiscard]] QList<const Edge*> waysBack(int change) const;

    /// The open forks around a node, outermost first (a fork and its join are not inside it).
    [[nodiscard]] const QList<int>& forksAround(int node) const { return m_forks[node]; }
    /// The join that closes a fork; -1 if none does, or several do.
    [[nodiscard]] int joinOf(int fork) const
    {
        const QList<int> joins = m_joins.value(fork);
        return joins.size() == 1 ? joins.constFirst() : -1;
    }
    /// Every join in which branches of the fork meet; one if all is well.
    [[nodiscard]] QList<int> joinsOf(int fork) const { return m_joins.value(fork); }
    /// The fork that a join closes; -1 if there is none open before it.
    [[nodiscard]] int forkOf(int join) const { return m_closes.value(join, -1); }

private:
    void readEdges();
    void findGuards();
    void findForks();
    void findUnverified();

    Plan m_plan;
    QList<QList<qsizetype>> m_leaving{};
    QList<QList<qsizetype>> m_entering{};
    Digraph m_forward;
    int m_start = -1;
    QList<bool> m_reached{};
    DominatorTree m_dominators;
    QList<QList<int>> m_guards{};
    QList<QList<int>> m_guarded{};
    QList<QList<int>> m_forks{};
    QHash<int, QList<int>> m_joins{};
    QHash<int, int> m_closes{};
    QList<bool> m_unverified{};
};

} // namespace whimbrel
