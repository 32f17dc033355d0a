// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>

namespace whimbrel {

/// A directed graph over the vertices 0 … size-1, and the questions asked of it. All answers take
/// time linear in vertices and edges unless said otherwise; none recurses, so depth is no limit.
class Digraph final {
public:
    explicit Digraph(int size);

    void addEdge(int from, int to);

    [[nodiscard]] int size() const { return static_cast<int>(m_next.size()); }
    [[nodiscard]] const QList<int>& next(int vertex) const { return m_next[vertex]; }
    [[nodiscard]] const QList<int>& previous(int vertex) const { return m_previous[vertex]; }

    /// Which vertices can be reached from `start` (itself included) without entering a vertex of
    /// `walls`; a start that is a wall is still left. `walls` is empty or as long as size().
    [[nodiscard]] QList<bool> reachable(int start, const QList<bool>& walls = {}) const;

    /// Which vertices lead to `target` (itself included), walls as above.
    [[nodiscard]] QList<bool> reaching(int target, const QList<bool>& walls = {}) const;

    /// The vertices that lie on a cycle, one list for each strongly connected component that has
    /// one (a vertex with an edge to itself included). Tarjan's algorithm.
    [[nodiscard]] QList<QList<int>> cycles() const;

    /// An order in which every edge points forward where that is possible; edges that close a
    /// cycle (found by depth-first search from the lowest vertex on) are ignored.
    [[nodiscard]] QList<int> topologicalOrder() const;

    /// The graph with every edge turned around.
    [[nodiscard]] Digraph reversed() const;

private:
    QList<QList<int>> m_next{};
    QList<QList<int>> m_previous{};
};

/// Which vertices lie on every path from a root to others. A vertex dominates itself; nothing
/// dominates, and nothing is dominated by, a vertex that the root does not reach.
/// Cooper, Harvey and Kennedy: "A Simple, Fast Dominance Algorithm".
class DominatorTree final {
public:
    DominatorTree(const Digraph& graph, int root);

    /// The nearest other vertex that dominates `vertex`; the root's is the root, -1 if unreachable.
    [[nodiscard]] int immediate(int vertex) const { return m_immediate[vertex]; }

    /// In constant time, by the intervals of a walk through the tree.
    [[nodiscard]] bool dominates(int dominator, int vertex) const;

private:
    QList<int> m_immediate{};
    QList<int> m_entered{};
    QList<int> m_left{};
};

} // namespace whimbrel
