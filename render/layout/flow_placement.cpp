// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_placement.h"

#include "render/layout/flow_rows.h"
#include "render/layout/graphviz_ranks.h"
#include "render/layout/group_boxes.h"
#include "render/layout/spatial_grid.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace whimbrel {

namespace {

constexpr double siblingGap = 40;
constexpr double rowGap = 48;
constexpr double lane = 10;

/// One row of the flow, in coordinates of a flow from left to right, the happy path at 0 across.
struct Row {
    QList<int> nodes{}; ///< positions in plan.nodes
    QList<QRectF> boxes{};
};

class RowBuilder final {
public:
    RowBuilder(const FlowScene& scene, const QList<int>& members)
        : m_scene(scene)
        , m_members(members)
    { }

    Row build()
    {
        for (int i = 0; i < m_members.size(); ++i) {
            m_local.insert(m_members[i], i);
            m_hasPath = m_hasPath || m_scene.pathIndex[m_members[i]] >= 0;
        }
        findRanks();
        placeAlong();
        placeAcross();
        Row row;
        row.nodes = m_members;
        for (int i = 0; i < m_members.size(); ++i) {
            const QSizeF size = sizeOf(i);
            row.boxes.append(QRectF(
                QPointF(m_along[i] - size.width() / 2, m_across[i] - size.height() / 2), size));
        }
        return row;
    }

private:
    [[nodiscard]] QSizeF sizeOf(int local) const
    {
        return m_scene.turned(m_scene.faces[m_members[local]].size);
    }
    [[nodiscard]] bool isMain(int local) const { return m_scene.pathIndex[m_members[local]] >= 0; }
    [[nodiscard]] bool isWayOut(int local) const
    {
        return m_hasPath && !m_scene.happy.onCourse[m_members[local]];
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
        const auto count = static_cast<int>(m_members.size());
        m_rank.fill(0, count);
        m_wish.fill(0, count);
        QList<int> path;
        QList<int> ranked; // what dot arranges: all but ways out, which follow what they leave
        for (int i = 0; i < count; ++i) {
            if (isMain(i)) {
                path.append(i);
            }
            if (!isWayOut(i)) {
                ranked.append(i);
            }
        }
        std::ranges::sort(path, {}, [&](int i) { return m_scene.pathIndex[m_members[i]]; });
        if (path.size() == ranked.size()) {
            for (int at = 0; at < path.size(); ++at) {
                m_rank[path[at]] = at;
            }
            m_rankCount = static_cast<int>(path.size());
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
        for (int e = 0; e < m_scene.plan.edges.size(); ++e) {
            if (!m_scene.isConnected(e) || m_scene.plan.edges.at(e).kind == EdgeKind::Rollback) {
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
                = groupsAround(m_scene.plan, m_scene.plan.nodes.at(m_members[ranked[v]]).group);
            if (!around.isEmpty()) {
                const int cluster = clusterFor(around, 0);
                graph.clusters[cluster].members.append(v);
            }
        }
    }

    /// A way out stands under what it leaves, or one step after another way out.
    void rankWaysOut()
    {
        const auto count = static_cast<int>(m_members.size());
        QList<int> open;
        for (int i = 0; i < count; ++i) {
            if (isWayOut(i)) {
                m_rank[i] = 0;
                open.append(i);
            }
        }
        for (qsizetype round = 0; round <= std::min<qsizetype>(open.size(), 64); ++round) {
            bool changed = false;
            for (int e = 0; e < m_scene.plan.edges.size(); ++e) {
                if (!m_scene.isConnected(e) || m_scene.plan.edges.at(e).kind != EdgeKind::Forward) {
                    continue;
                }
                const int from = m_local.value(m_scene.from[e], -1);
                const int to = m_local.value(m_scene.to[e], -1);
                if (from < 0 || to < 0 || from == to || !isWayOut(to)) {
                    continue;
                }
                const int least = m_rank[from] + (isWayOut(from) ? 1 : 0);
                if (m_rank[to] < least && least < count) {
                    m_rank[to] = least;
                    changed = true;
                }
            }
            if (!changed) {
                break;
            }
        }
        for (const int i : open) {
            m_rankCount = std::max(m_rankCount, m_rank[i] + 1);
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
            m_rank[ranked[v]] = static_cast<int>(at - levels.begin());
            m_wish[ranked[v]] = places[v].x();
        }
        m_rankCount = static_cast<int>(levels.size());
    }

    /// For when Graphviz gives nothing: ranks by the longest way, one node below the other.
    void rankByLength(const RankGraph& graph, const QList<int>& ranked)
    {
        const auto count = static_cast<int>(ranked.size());
        for (int round = 0; round < count; ++round) {
            bool changed = false;
            for (const RankGraph::Edge& edge : graph.edges) {
                int& to = m_rank[ranked[edge.to]];
                const int from = m_rank[ranked[edge.from]];
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
            double& at = used[m_rank[i]];
            m_wish[i] = at + sizeOf(i).height() / 2;
            at += sizeOf(i).height() + siblingGap;
            m_rankCount = std::max(m_rankCount, m_rank[i] + 1);
        }
    }

    void placeAlong()
    {
        QList<double> extent(m_rankCount, 0);
        QList<double> gap(m_rankCount, 56); // before the rank
        QList<QSet<int>> groups(m_rankCount);
        for (int i = 0; i < m_members.size(); ++i) {
            extent[m_rank[i]] = std::max(extent[m_rank[i]], sizeOf(i).width());
            groups[m_rank[i]].insert(static_cast<int>(
                m_scene.plan.groups.indexOf(m_scene.plan.nodes.at(m_members[i]).group)));
        }
        for (int r = 1; r < m_rankCount; ++r) {
            if (groups[r] != groups[r - 1]) {
                gap[r] += 40;
            }
        }
        // Labels of lines straight ahead stand in the gap.
        for (int e = 0; e < m_scene.plan.edges.size(); ++e) {
            if (!m_scene.isConnected(e) || m_scene.plan.edges.at(e).kind != EdgeKind::Forward
                || leavesCourse(m_scene.plan.edges.at(e))) {
                continue;
            }
            const auto from = m_local.constFind(m_scene.from[e]);
            const auto to = m_local.constFind(m_scene.to[e]);
            if (from == m_local.cend() || to == m_local.cend()
                || m_rank[*to] != m_rank[*from] + 1) {
                continue;
            }
            const QStringList lines = m_scene.labelLines(e);
            if (!lines.isEmpty()) {
                const double room = m_scene.turned(m_scene.labelSize(lines)).width() + 36;
                gap[m_rank[*to]] = std::max(gap[m_rank[*to]], std::min(room, 200.0));
            }
        }
        QList<double> centre(m_rankCount, 0);
        double at = 0;
        for (int r = 0; r < m_rankCount; ++r) {
            at += (r == 0 ? 0 : std::ceil(gap[r] / 4) * 4);
            centre[r] = at + extent[r] / 2;
            at += extent[r];
        }
        for (int i = 0; i < m_members.size(); ++i) {
            m_along.append(centre[m_rank[i]]);
        }
    }

    [[nodiscard]] double gapBetween(int a, int b) const
    {
        const Node& one = m_scene.plan.nodes.at(m_members[a]);
        const Node& other = m_scene.plan.nodes.at(m_members[b]);
        return one.group == other.group ? siblingGap
                                        : siblingGap + groupRoom::title + groupRoom::padding;
    }

    void placeAcross()
    {
        const auto count = static_cast<int>(m_members.size());
        m_across.fill(0, count);
        double mainWish = 0;
        int mains = 0;
        double mainHalf = 0;
        int firstMainRank = m_rankCount;
        int lastMainRank = -1;
        for (int i = 0; i < count; ++i) {
            if (isMain(i)) {
                mainWish += m_wish[i];
                ++mains;
                mainHalf = std::max(mainHalf, sizeOf(i).height() / 2);
                firstMainRank = std::min(firstMainRank, m_rank[i]);
                lastMainRank = std::max(lastMainRank, m_rank[i]);
            }
        }
        if (mains == 0) {
            for (int i = 0; i < count; ++i) {
                m_across[i] = m_wish[i];
            }
            separate();
            return;
        }
        mainWish /= mains;
        // Ways out share one line below the path where they can.
        double outHalf = 0;
        for (int i = 0; i < count; ++i) {
            if (isWayOut(i)) {
                outHalf = std::max(outHalf, sizeOf(i).height() / 2);
            }
        }
        double outGap = siblingGap;
        for (int e = 0; m_scene.down && e < m_scene.plan.edges.size(); ++e) {
            // From the top down, the label of a way out stands between it and the path.
            if (m_scene.isConnected(e) && m_scene.plan.edges.at(e).kind == EdgeKind::Forward
                && m_local.contains(m_scene.from[e]) && m_local.contains(m_scene.to[e])
                && isWayOut(m_local.value(m_scene.to[e]))) {
                const double width = m_scene.labelSize(m_scene.labelLines(e)).width();
                outGap = std::max(outGap, std::min(width, 144.0) + 44);
            }
        }
        const double outLine = std::ceil((mainHalf + outGap + outHalf) / 2) * 2;
        QList<QList<int>> ranks(m_rankCount);
        for (int i = 0; i < count; ++i) {
            ranks[m_rank[i]].append(i);
        }
        for (int r = 0; r < m_rankCount; ++r) {
            QList<int>& here = ranks[r];
            std::ranges::stable_sort(here, {}, [&](int i) { return m_wish[i]; });
            int main = -1;
            QList<int> above;
            QList<int> below;
            QList<int> out;
            for (const int i : here) {
                if (isMain(i)) {
                    main = i;
                } else if (isWayOut(i)) {
                    out.append(i);
                } else if (m_wish[i] < mainWish) {
                    above.prepend(i);
                } else {
                    below.append(i);
                }
            }
            const bool passed = main < 0 && r > firstMainRank && r < lastMainRank;
            const double half = main >= 0 ? sizeOf(main).height() / 2 : passed ? 12 : -1e9;
            const auto stack = [&](const QList<int>& some, double sign) {
                double edge = half;
                int before = main;
                for (const int i : some) {
                    const double own = sizeOf(i).height() / 2;
                    const double gap = before >= 0 ? gapBetween(before, i) : siblingGap;
                    const double wish = sign * (m_wish[i] - mainWish);
                    const double at = std::max(std::round(wish), std::ceil(edge + gap + own));
                    m_across[i] = sign * at;
                    edge = at + own;
                    before = i;
                }
                return std::pair(edge, before);
            };
            stack(above, -1);
            auto [edge, before] = stack(below, 1);
            for (const int i : out) {
                const double own = sizeOf(i).height() / 2;
                const double gap = before >= 0 ? gapBetween(before, i) : siblingGap;
                const double at = std::max(outLine, std::ceil(std::max(edge, -1e6) + gap + own));
                m_across[i] = at;
                edge = at + own;
                before = i;
            }
        }
    }

    /// Keeps nodes of one rank apart, in the order of their wishes.
    void separate()
    {
        QList<QList<int>> ranks(m_rankCount);
        for (int i = 0; i < m_members.size(); ++i) {
            ranks[m_rank[i]].append(i);
        }
        for (QList<int>& here : ranks) {
            std::ranges::stable_sort(here, {}, [&](int i) { return m_wish[i]; });
            for (qsizetype k = 1; k < here.size(); ++k) {
                const double least = m_across[here[k - 1]] + sizeOf(here[k - 1]).height() / 2
                    + siblingGap + sizeOf(here[k]).height() / 2;
                m_across[here[k]] = std::max(m_across[here[k]], least);
            }
            for (const int i : here) {
                m_across[i] = std::round(m_across[i]);
            }
        }
    }

    const FlowScene& m_scene;
    QList<int> m_members;
    QHash<int, int> m_local{};
    bool m_hasPath = false;
    QList<int> m_rank{};
    int m_rankCount = 0;
    QList<double> m_wish{};
    QList<double> m_along{};
    QList<double> m_across{};
};

/// How many lanes of ways back lie over each other above a row, at most.
int lanesAbove(const FlowScene& scene, const QList<int>& rowOf, const QList<QRectF>& boxes, int row)
{
    struct Turn {
        double at;
        int step;
    };
    QList<Turn> turns;
    for (int e = 0; e < scene.plan.edges.size(); ++e) {
        if (!scene.isConnected(e) || scene.plan.edges.at(e).kind != EdgeKind::Rollback) {
            continue;
        }
        const int from = scene.from[e];
        const int to = scene.to[e];
        if (rowOf[from] != row || rowOf[to] != row) {
            continue;
        }
        double a = boxes[from].center().x();
        double b = boxes[to].center().x();
        if (a > b) {
            std::swap(a, b);
        }
        turns << Turn{a + 1, 1} << Turn{b - 1, -1};
    }
    std::ranges::sort(turns,
        [](const Turn& a, const Turn& b) { return a.at != b.at ? a.at < b.at : a.step < b.step; });
    int open = 0;
    int most = 0;
    for (const Turn& turn : turns) {
        open += turn.step;
        most = std::max(most, open);
    }
    return most;
}

} // namespace

QList<QPointF> placeFlow(const FlowScene& scene)
{
    const auto count = static_cast<int>(scene.plan.nodes.size());
    const QList<int> rowOf = rowsOf(scene);
    int rowCount = 0;
    for (const int row : rowOf) {
        rowCount = std::max(rowCount, row + 1);
    }
    QList<QRectF> boxes(count);
    QList<QList<int>> members(rowCount);
    for (int n = 0; n < count; ++n) {
        if (rowOf[n] >= 0) {
            members[rowOf[n]].append(n);
        }
    }
    for (int r = 0; r < rowCount; ++r) {
        const Row row = RowBuilder(scene, members[r]).build();
        for (int i = 0; i < row.nodes.size(); ++i) {
            boxes[row.nodes[i]] = row.boxes[i];
        }
    }
    // One below the other, with room for lanes, titles and what runs from row to row.
    double at = 0;
    for (int r = 0; r < rowCount; ++r) {
        double top = 0;
        double bottom = 0;
        double left = 0;
        bool first = true;
        bool grouped = false;
        int crossing = 0;
        for (const int n : members[r]) {
            top = first ? boxes[n].top() : std::min(top, boxes[n].top());
            bottom = first ? boxes[n].bottom() : std::max(bottom, boxes[n].bottom());
            left = first ? boxes[n].left() : std::min(left, boxes[n].left());
            first = false;
            grouped = grouped || !scene.plan.nodes.at(n).group.isEmpty();
        }
        for (int e = 0; e < scene.plan.edges.size(); ++e) {
            if (scene.isConnected(e) && rowOf[scene.from[e]] >= 0 && rowOf[scene.to[e]] >= 0) {
                const auto [low, high] = std::minmax(rowOf[scene.from[e]], rowOf[scene.to[e]]);
                crossing += low < r && high >= r ? 1 : 0;
            }
        }
        const int lanes = lanesAbove(scene, rowOf, boxes, r);
        if (r > 0) {
            at += rowGap + lane * std::min(crossing, 12);
        }
        at += lanes * lane + (lanes > 0 ? 16 : 0) + (grouped ? groupRoom::title : 0);
        for (const int n : members[r]) {
            boxes[n].translate(-left, std::round(at - top));
        }
        at += bottom - top + (grouped ? groupRoom::padding : 0);
    }
    // Notes come last.
    double along = 0;
    double deepest = at + rowGap;
    for (int n = 0; n < count; ++n) {
        if (rowOf[n] < 0) {
            boxes[n] = QRectF(QPointF(along, deepest), scene.turned(scene.faces[n].size));
            along = boxes[n].right() + siblingGap;
        }
    }
    QList<QPointF> corners;
    corners.reserve(count);
    for (const QRectF& box : boxes) {
        corners.append(scene.turned(box.topLeft()));
    }
    return corners;
}

QList<QPointF> placeAround(const FlowScene& scene, const QList<std::optional<QPointF>>& fixed)
{
    const auto count = static_cast<int>(scene.plan.nodes.size());
    bool any = false;
    bool all = true;
    for (const auto& place : fixed) {
        any = any || place;
        all = all && place;
    }
    QList<QPointF> corners(count);
    if (all) {
        for (int n = 0; n < count; ++n) {
            corners[n] = *fixed[n];
        }
        return corners;
    }
    corners = placeFlow(scene);
    if (!any) {
        return corners;
    }
    // A node comes where its fixed neighbours moved to, else where fixed nodes did on average.
    QPointF average;
    int fixedCount = 0;
    QList<QList<int>> neighbours(count);
    for (int e = 0; e < scene.plan.edges.size(); ++e) {
        if (scene.isConnected(e)) {
            neighbours[scene.from[e]].append(scene.to[e]);
            neighbours[scene.to[e]].append(scene.from[e]);
        }
    }
    QList<std::optional<QPointF>> shift(count);
    QList<int> settled;
    SpatialGrid grid;
    const auto boxAt = [&](int n, QPointF corner) { return QRectF(corner, scene.faces[n].size); };
    for (int n = 0; n < count; ++n) {
        if (fixed[n]) {
            shift[n] = *fixed[n] - corners[n];
            average += *shift[n];
            ++fixedCount;
            settled.append(n);
            corners[n] = *fixed[n];
            grid.add(boxAt(n, corners[n]));
        }
    }
    average /= fixedCount;
    const auto settle = [&](int n, QPointF by) {
        shift[n] = by;
        const QPointF wish = corners[n] + by;
        const QSizeF size = scene.faces[n].size;
        const QSizeF step = scene.turned(scene.turned(size) + QSizeF(0, siblingGap));
        QPointF best(std::round(wish.x()), std::round(wish.y()));
        for (int round = 0; round < 200; ++round) {
            const int far = (round + 1) / 2 * (round % 2 == 0 ? -1 : 1);
            const QPointF away = scene.down ? QPointF(far * step.width() / 2, 0)
                                            : QPointF(0, far * step.height() / 2);
            const QPointF candidate = QPointF(std::round(wish.x()), std::round(wish.y())) + away;
            if (grid.near(boxAt(n, candidate).adjusted(-24, -24, 24, 24)).isEmpty()) {
                best = candidate;
                break;
            }
        }
        corners[n] = best;
        grid.add(boxAt(n, best));
    };
    for (qsizetype at = 0; at < settled.size(); ++at) {
        for (const int n : neighbours[settled[at]]) {
            if (!shift[n]) {
                settle(n, *shift[settled[at]]);
                settled.append(n);
            }
        }
    }
    for (int n = 0; n < count; ++n) {
        if (!shift[n]) {
            settle(n, average);
        }
    }
    return corners;
}

} // namespace whimbrel
