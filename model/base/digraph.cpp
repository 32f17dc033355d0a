// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/digraph.h"

#include <algorithm>
#include <utility>

namespace whimbrel {

namespace {

QList<bool> flood(
    int size, int start, const QList<bool>& walls, const QList<QList<int>>& neighbours)
{
    QList<bool> seen(size, false);
    if (start < 0 || start >= size) {
        return seen;
    }
    QList<int> open{start};
    seen[start] = true;
    while (!open.isEmpty()) {
        const int vertex = open.takeLast();
        for (const int next : neighbours[vertex]) {
            if (!seen[next] && (walls.isEmpty() || !walls[next])) {
                seen[next] = true;
                open.append(next);
            }
        }
    }
    return seen;
}

/// The vertices in the order in which a depth-first search from `start` leaves them.
void postorder(const QList<QList<int>>& next, int start, QList<bool>& seen, QList<int>& left)
{
    QList<std::pair<int, qsizetype>> stack{{start, 0}};
    seen[start] = true;
    while (!stack.isEmpty()) {
        auto& [vertex, edge] = stack.last();
        if (edge == next[vertex].size()) {
            left.append(vertex);
            stack.removeLast();
            continue;
        }
        const int to = next[vertex][edge++];
        if (!seen[to]) {
            seen[to] = true;
            stack.append({to, 0});
        }
    }
}

} // namespace

Digraph::Digraph(int size)
    : m_next(size)
    , m_previous(size)
{ }

void Digraph::addEdge(int from, int to)
{
    m_next[from].append(to);
    m_previous[to].append(from);
}

QList<bool> Digraph::reachable(int start, const QList<bool>& walls) const
{
    return flood(size(), start, walls, m_next);
}

QList<bool> Digraph::reaching(int target, const QList<bool>& walls) const
{
    return flood(size(), target, walls, m_previous);
}

QList<QList<int>> Digraph::cycles() const
{
    QList<QList<int>> found;
    QList<int> index(size(), -1);
    QList<int> low(size(), 0);
    QList<bool> onStack(size(), false);
    QList<int> stack;
    int counter = 0;
    for (int root = 0; root < size(); ++root) {
        if (index[root] >= 0) {
            continue;
        }
        QList<std::pair<int, qsizetype>> calls{{root, 0}};
        while (!calls.isEmpty()) {
            const auto [vertex, edge] = calls.last();
            if (index[vertex] < 0) {
                index[vertex] = low[vertex] = counter++;
                stack.append(vertex);
                onStack[vertex] = true;
            }
            if (edge < m_next[vertex].size()) {
                ++calls.last().second;
                const int to = m_next[vertex][edge];
                if (index[to] < 0) {
                    calls.append({to, 0});
                } else if (onStack[to]) {
                    low[vertex] = std::min(low[vertex], index[to]);
                }
                continue;
            }
            if (low[vertex] == index[vertex]) {
                QList<int> component;
                int member = -1;
                do {
                    member = stack.takeLast();
                    onStack[member] = false;
                    component.prepend(member);
                } while (member != vertex);
                if (component.size() > 1 || m_next[vertex].contains(vertex)) {
                    found.append(component);
                }
            }
            calls.removeLast();
            if (!calls.isEmpty()) {
                const int parent = calls.last().first;
                low[parent] = std::min(low[parent], low[vertex]);
            }
        }
    }
    return found;
}

QList<int> Digraph::topologicalOrder() const
{
    QList<bool> seen(size(), false);
    QList<int> left;
    // From the last vertex on, so that independent parts keep the order in which they were added.
    QList<QList<int>> backwards = m_next;
    for (QList<int>& ends : backwards) {
        std::reverse(ends.begin(), ends.end());
    }
    const auto visit = [&](int vertex) {
        if (!seen[vertex]) {
            postorder(backwards, vertex, seen, left);
        }
    };
    for (int vertex = size() - 1; vertex >= 0; --vertex) {
        if (m_previous[vertex].isEmpty()) {
            visit(vertex);
        }
    }
    for (int vertex = 0; vertex < size(); ++vertex) {
        visit(vertex);
    }
    std::reverse(left.begin(), left.end());
    return left;
}

Digraph Digraph::reversed() const
{
    Digraph turned(size());
    turned.m_next = m_previous;
    turned.m_previous = m_next;
    return turned;
}

DominatorTree::DominatorTree(const Digraph& graph, int root)
    : m_immediate(graph.size(), -1)
    , m_entered(graph.size(), -1)
    , m_left(graph.size(), -1)
{
    if (root < 0 || root >= graph.size()) {
        return;
    }
    QList<QList<int>> next(graph.size());
    for (int vertex = 0; vertex < graph.size(); ++vertex) {
        next[vertex] = graph.next(vertex);
    }
    QList<bool> seen(graph.size(), false);
    QList<int> order;
    postorder(next, root, seen, order);
    QList<int> number(graph.size(), -1);
    for (int i = 0; i < order.size(); ++i) {
        number[order[i]] = i;
    }
    const auto common = [&](int a, int b) {
        while (a != b) {
            while (number[a] < number[b]) {
                a = m_immediate[a];
            }
            while (number[b] < number[a]) {
                b = m_immediate[b];
            }
        }
        return a;
    };
    m_immediate[root] = root;
    for (bool changed = true; changed;) {
        changed = false;
        for (qsizetype i = order.size() - 2; i >= 0; --i) {
            const int vertex = order[i];
            int best = -1;
            for (const int from : graph.previous(vertex)) {
                if (m_immediate[from] >= 0) {
                    best = best < 0 ? from : common(best, from);
                }
            }
            if (m_immediate[vertex] != best) {
                m_immediate[vertex] = best;
                changed = true;
            }
        }
    }

    QList<QList<int>> children(graph.size());
    for (const int vertex : order) {
        if (vertex != root) {
            children[m_immediate[vertex]].append(vertex);
        }
    }
    int clock = 0;
    QList<std::pair<int, qsizetype>> stack{{root, 0}};
    m_entered[root] = clock++;
    while (!stack.isEmpty()) {
        auto& [vertex, child] = stack.last();
        if (child == children[vertex].size()) {
            m_left[vertex] = clock++;
            stack.removeLast();
            continue;
        }
        const int to = children[vertex][child++];
        m_entered[to] = clock++;
        stack.append({to, 0});
    }
}

bool DominatorTree::dominates(int dominator, int vertex) const
{
    return m_immediate[dominator] >= 0 && m_immediate[vertex] >= 0
        && m_entered[dominator] <= m_entered[vertex] && m_left[vertex] <= m_left[dominator];
}

} // namespace whimbrel
