// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/row_ranks.h"

#include "render/layout/graphviz_ranks.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace whimbrel {

namespace {

constexpr double siblingGap = 40;

class RankFinder final {
public:
    RankFinder(const FlowScene& scene, const FlowRow& row)
        : m_scene(scene)
        , m_row(row)
        , m_out(waysOutOf(scene, row))
    {
        for (int i = 0; i < row.nodes.size(); ++i) {
            m_local.insert(row.nodes[i], i);
        }
    }

    RowRanks find()
    {
        findRanks();
        return m_ranks;
    }

private:
    [[nodiscard]] QSizeF sizeOf(int local) const
    {
        return m_scene.turned(m_scene.faces[m_row.nodes[local]].size);
    }
    [[nodiscard]] bool isMain(int local) const
    {
        return m_scene.pathIndex[m_row.nodes[local]] >= 0;
    }

    /// Whether the edge says which of its ends stands further on.
    [[nodiscard]] bool ranks(int edge) const
    {
        if (m_scene.plan.edges.at(edge).kind != EdgeKind::Forward) {
            return false;
        }
        const int from = m_scene.pathIndex[m_scene.from[edge]];
        const int to = m_scene.pathIndex[m_scene.to[edge]];
        // From a way out back onto the path, or back along it: no step further on.
        return to < 0 || (from >= 0 && from < to)
            || (from < 0 && m_scene.happy.onCourse[m_scene.from[edge]]);
    }

    /// How much the edge wants to be short: the path most, then what stays within a group, then
    /// what leaves the path, so that a way out stands near what it saves.
    [[nodiscard]] int weightOf(int edge, bool constrains) const
    {
        if (m_scene.onPath[edge] || !constrains) {
            return constrains ? 50 : 0;
        }
        const Node& from = m_scene.plan.nodes.at(m_scene.from[edge]);
        const Node& to = m_scene.plan.nodes.at(m_scene.to[edge]);
        return from.group == to.group ? 12 : to.kind == NodeKind::End ? 1 : 3;
    }

    void findRanks()
    {
        const auto count = static_cast<int>(m_row.nodes.size());
        m_ranks.rank.fill(0, count);
        m_ranks.wish.fill(0, count);
        QList<int> path;
        QList<int> ranked; // what dot arranges: all but ways out, which follow what they leave
        for (int i = 0; i < count; ++i) {
            if (isMain(i)) {
                path.append(i);
            }
            if (!m_out[i]) {
                ranked.append(i);
            }
        }
        std::ranges::sort(path, {}, [&](int i) { return m_scene.pathIndex[m_row.nodes[i]]; });
        if (path.size() == ranked.size()) {
            for (int at = 0; at < path.size(); ++at) {
                m_ranks.rank[path[at]] = at;
            }
            m_ranks.count = static_cast<int>(path.size());
        } else {
            rankWithDot(ranked, path.isEmpty() ? -1 : path.first());
        }
        rankWaysOut();
    }

    void rankWithDot(const QList<int>& ranked, int first)
    {
        RankGraph graph;
        QHash<int, int> vertexOf;
        for (const int i : ranked) {
            vertexOf.insert(i, static_cast<int>(graph.sizes.size()));
            graph.sizes.append(sizeOf(i).transposed());
            graph.main.append(isMain(i));
        }
        QList<bool> entered(ranked.size(), false);
        for (const int e : m_row.edges) {
            if (m_scene.plan.edges.at(e).kind == EdgeKind::Rollback) {
                continue;
            }
            RankGraph::Edge edge;
            edge.from = vertexOf.value(m_local.value(m_scene.from[e], -1), -1);
            edge.to = vertexOf.value(m_local.value(m_scene.to[e], -1), -1);
            if (edge.from < 0 || edge.to < 0 || edge.from == edge.to) {
                continue;
            }
            edge.constrains = ranks(e);
            edge.weight = weightOf(e, edge.constrains);
            entered[edge.to] = entered[edge.to] || edge.constrains;
            graph.edges.append(edge);
        }
        // What nothing in this row leads to still comes after the row's first step.
        for (int v = 0; v < ranked.size() && first >= 0; ++v) {
            if (!entered[v] && ranked[v] != first) {
                graph.edges.append({vertexOf.value(first), v, 0, true});
            }
        }
        addClusters(graph, ranked);
        const auto places = rankByDot(graph);
        takeRanks(graph, ranked, places ? *places : QList<QPointF>());
    }

    void addClusters(RankGraph& graph, const QList<int>& ranked) const
    {
        QHash<int, int> clusterOf;
        const std::function<int(const QList<int>&, qsizetype)> clusterFor
            = [&](const QList<int>& around, qsizetype at) {
                  const auto known = clusterOf.constFind(around[at]);
                  if (known != clusterOf.cend()) {
                      return *known;
                  }
                  RankGraph::Cluster cluster;
                  if (at + 1 < around.size()) {
                      cluster.parent = clusterFor(around, at + 1);
                  }
                  graph.clusters.append(cluster);
                  const auto number = static_cast<int>(graph.clusters.size()) - 1;
                  clusterOf.insert(around[at], number);
                  return number;
              };
        for (int v = 0; v < ranked.size(); ++v) {
            const QList<int> around
                = groupsAround(m_scene.plan, m_scene.plan.nodes.at(m_row.nodes[ranked[v]]).group);
            if (!around.isEmpty()) {
                const int cluster = clusterFor(around, 0);
                graph.clusters[cluster].members.append(v);
            }
        }
    }

    /// A way out stands under what it leaves, or one step after another way out.
    void rankWaysOut()
    {
        const auto count = static_cast<int>(m_row.nodes.size());
        QList<int> open;
        for (int i = 0; i < count; ++i) {
            if (m_out[i]) {
                m_ranks.rank[i] = 0;
                open.append(i);
            }
        }
        for (qsizetype round = 0; round <= std::min<qsizetype>(open.size(), 64); ++round) {
            bool changed = false;
            for (const int e : m_row.edges) {
                if (m_scene.plan.edges.at(e).kind != EdgeKind::Forward) {
                    continue;
                }
                const int from = m_local.value(m_scene.from[e], -1);
                const int to = m_local.value(m_scene.to[e], -1);
                if (from < 0 || to < 0 || from == to || !m_out[to]) {
                    continue;
                }
                const int least = m_ranks.rank[from] + (m_out[from] ? 1 : 0);
                if (m_ranks.rank[to] < least && least < count) {
                    m_ranks.rank[to] = least;
                    changed = true;
                }
            }
            if (!changed) {
                break;
            }
        }
        for (const int i : open) {
            m_ranks.count = std::max(m_ranks.count, m_ranks.rank[i] + 1);
        }
    }

    void takeRanks(const RankGraph& graph, const QList<int>& ranked, const QList<QPointF>& places)
    {
        if (places.size() != ranked.size()) {
            rankByLength(graph, ranked);
            return;
        }
        QList<double> levels;
        for (const QPointF& place : places) {
            levels.append(place.y());
        }
        std::ranges::sort(levels);
        const auto rest
            = std::ranges::unique(levels, [](double a, double b) { return std::abs(a - b) < 1; });
        levels.erase(rest.begin(), rest.end());
        for (int v = 0; v < ranked.size(); ++v) {
            const auto at = std::ranges::lower_bound(levels, places[v].y() - 0.5);
            m_ranks.rank[ranked[v]] = static_cast<int>(at - levels.begin());
            m_ranks.wish[ranked[v]] = places[v].x();
        }
        m_ranks.count = static_cast<int>(levels.size());
    }

    /// For when Graphviz gives nothing: ranks by the longest way, one node below the other.
    void rankByLength(const RankGraph& graph, const QList<int>& ranked)
    {
        const auto count = static_cast<int>(ranked.size());
        for (int round = 0; round < count; ++round) {
            bool changed = false;
            for (const RankGraph::Edge& edge : graph.edges) {
                int& to = m_ranks.rank[ranked[edge.to]];
                const int from = m_ranks.rank[ranked[edge.from]];
                if (edge.constrains && to <= from && from + 1 < count) {
                    to = from + 1;
                    changed = true;
                }
            }
            if (!changed) {
                break;
            }
        }
        QHash<int, double> used;
        for (const int i : ranked) {
            double& at = used[m_ranks.rank[i]];
            m_ranks.wish[i] = at + sizeOf(i).height() / 2;
            at += sizeOf(i).height() + siblingGap;
            m_ranks.count = std::max(m_ranks.count, m_ranks.rank[i] + 1);
        }
    }

    const FlowScene& m_scene;
    const FlowRow& m_row;
    QList<bool> m_out;
    QHash<int, int> m_local{};
    RowRanks m_ranks{};
};

} // namespace

QList<bool> waysOutOf(const FlowScene& scene, const FlowRow& row)
{
    const bool hasPath
        = std::ranges::any_of(row.nodes, [&](int n) { return scene.pathIndex[n] >= 0; });
    QList<bool> out;
    out.reserve(row.nodes.size());
    for (const int n : row.nodes) {
        out.append(hasPath && !scene.happy.onCourse[n]);
    }
    return out;
}

RowRanks rankRow(const FlowScene& scene, const FlowRow& row)
{
    return RankFinder(scene, row).find();
}

} // namespace whimbrel
