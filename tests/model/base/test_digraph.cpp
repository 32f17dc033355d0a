// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/digraph.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace whimbrel;

namespace {

/// A graph of up to nine vertices: sparse or dense, with loops to itself and double edges.
Digraph randomGraph(QRandomGenerator& random, bool acyclic = false)
{
    const int size = random.bounded(1, 10);
    Digraph graph(size);
    for (int edges = random.bounded(0, 3 * size); edges > 0; --edges) {
        int from = random.bounded(size);
        int to = random.bounded(size);
        if (acyclic && from == to) {
            continue;
        }
        if (acyclic && from > to) {
            std::swap(from, to);
        }
        graph.addEdge(from, to);
    }
    return graph;
}

QList<bool> randomWalls(QRandomGenerator& random, int size)
{
    QList<bool> walls(size, false);
    for (bool& wall : walls) {
        wall = random.bounded(4) == 0;
    }
    return walls;
}

/// Whether there is a path of at least one edge that enters no wall, found by trying longer and
/// longer ones.
bool hasPath(const Digraph& graph, int from, int to, const QList<bool>& walls)
{
    QSet<int> ends{from};
    for (int length = 0; length < graph.size(); ++length) {
        QSet<int> longer;
        for (const int end : ends) {
            for (const int next : graph.next(end)) {
                if (!walls[next]) {
                    longer.insert(next);
                }
            }
        }
        if (longer.contains(to)) {
            return true;
        }
        ends = longer;
    }
    return false;
}

} // namespace

class TestDigraph final : public QObject {
    Q_OBJECT

private slots:
    void init() { m_random.seed(20260301); }

    void reachability()
    {
        for (int i = 0; i < 1000; ++i) {
            const Digraph graph = randomGraph(m_random);
            const QList<bool> walls = randomWalls(m_random, graph.size());
            const int start = m_random.bounded(graph.size());
            const QList<bool> reachable = graph.reachable(start, walls);
            const QList<bool> open = graph.reachable(start);
            const QList<bool> none(graph.size(), false);
            for (int vertex = 0; vertex < graph.size(); ++vertex) {
                const bool itself = vertex == start;
                QCOMPARE(reachable[vertex], itself || hasPath(graph, start, vertex, walls));
                QCOMPARE(open[vertex], itself || hasPath(graph, start, vertex, none));
            }
        }
    }

    /// What leads to a vertex is what it reaches when every edge is turned around.
    void reachingIsReachableTurnedAround()
    {
        for (int i = 0; i < 1000; ++i) {
            const Digraph graph = randomGraph(m_random);
            const QList<bool> walls = randomWalls(m_random, graph.size());
            const int target = m_random.bounded(graph.size());
            QCOMPARE(graph.reaching(target, walls), graph.reversed().reachable(target, walls));
        }
    }

    void cycles()
    {
        for (int i = 0; i < 1000; ++i) {
            const Digraph graph = randomGraph(m_random);
            const QList<bool> none(graph.size(), false);
            QList<int> component(graph.size(), -1);
            const QList<QList<int>> found = graph.cycles();
            for (int c = 0; c < found.size(); ++c) {
                for (const int vertex : found[c]) {
                    QCOMPARE(component[vertex], -1);
                    component[vertex] = c;
                }
            }
            for (int a = 0; a < graph.size(); ++a) {
                QCOMPARE(component[a] >= 0, hasPath(graph, a, a, none));
                for (int b = 0; b < graph.size(); ++b) {
                    const bool together = component[a] >= 0 && component[a] == component[b];
                    QCOMPARE(together, hasPath(graph, a, b, none) && hasPath(graph, b, a, none));
                }
            }
        }
    }

    void topologicalOrder()
    {
        for (int i = 0; i < 1000; ++i) {
            const bool acyclic = i % 2 == 0;
            const Digraph graph = randomGraph(m_random, acyclic);
            const QList<int> order = graph.topologicalOrder();
            QList<int> place(graph.size(), -1);
            for (int at = 0; at < order.size(); ++at) {
                QCOMPARE(place[order[at]], -1);
                place[order[at]] = at;
            }
            QCOMPARE(order.size(), graph.size());
            for (int from = 0; acyclic && from < graph.size(); ++from) {
                for (const int to : graph.next(from)) {
                    QVERIFY(place[from] < place[to]);
                }
            }
        }
    }

    void independentPartsKeepTheirOrder()
    {
        Digraph graph(4);
        graph.addEdge(2, 3);
        QCOMPARE(graph.topologicalOrder(), (QList<int>{0, 1, 2, 3}));
    }

    /// A vertex dominates another if the root cannot reach that one without it.
    void dominators()
    {
        for (int i = 0; i < 1000; ++i) {
            const Digraph graph = randomGraph(m_random);
            const int root = m_random.bounded(graph.size());
            const QList<bool> reached = graph.reachable(root);
            const DominatorTree tree(graph, root);
            for (int a = 0; a < graph.size(); ++a) {
                QList<bool> without(graph.size(), false);
                without[a] = true;
                const QList<bool> detour = graph.reachable(root, without);
                for (int b = 0; b < graph.size(); ++b) {
                    const bool dominates
                        = reached[a] && reached[b] && (a == b || a == root || !detour[b]);
                    QCOMPARE(tree.dominates(a, b), dominates);
                }
            }
            for (int vertex = 0; vertex < graph.size(); ++vertex) {
                const int immediate = tree.immediate(vertex);
                if (!reached[vertex]) {
                    QCOMPARE(immediate, -1);
                    continue;
                }
                QVERIFY(tree.dominates(immediate, vertex));
                // All other dominators dominate the immediate one.
                for (int other = 0; other < graph.size(); ++other) {
                    if (other != vertex && tree.dominates(other, vertex)) {
                        QVERIFY(tree.dominates(other, immediate));
                    }
                }
                QCOMPARE(immediate == vertex, vertex == root);
            }
        }
    }

    void aRootThatIsNotThere()
    {
        Digraph graph(2);
        graph.addEdge(0, 1);
        const DominatorTree tree(graph, -1);
        QCOMPARE(tree.immediate(0), -1);
        QVERIFY(!tree.dominates(0, 0));
        QVERIFY(!graph.reachable(-1).contains(true));
        QCOMPARE(Digraph(0).topologicalOrder(), QList<int>());
    }

    /// Depth is no limit: nothing recurses.
    void aLongChain()
    {
        constexpr int length = 300'000;
        Digraph graph(length);
        for (int i = 1; i < length; ++i) {
            graph.addEdge(i - 1, i);
        }
        QVERIFY(!graph.reachable(0).contains(false));
        QVERIFY(graph.cycles().isEmpty());
        QCOMPARE(graph.topologicalOrder().last(), length - 1);
        QVERIFY(DominatorTree(graph, 0).dominates(length / 2, length - 1));
        graph.addEdge(length - 1, 0);
        QCOMPARE(graph.cycles().size(), 1);
    }

private:
    QRandomGenerator m_random{};
};

QTEST_GUILESS_MAIN(TestDigraph)
#include "test_digraph.moc"
