// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_rows.h"

#include "model/base/digraph.h"
#include "model/plan/node_kind.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace whimbrel {

namespace {

constexpr double rankGap = 56;
constexpr double groupGap = 40; ///< more than that between two groups
constexpr double longestRow = 1800;
constexpr double longestColumn = 1280;
constexpr double mostKept = 1.5; ///< how long a row may grow before all are cut anew

/// By node of the path: which run of one group it stands in; nodes outside groups go with the
/// group before them (the first ones with the one after).
QList<int> sectionsOf(const FlowScene& scene)
{
    QList<int> sections;
    int section = 0;
    int group = -1;
    for (const int node : scene.happy.nodes) {
        const int own = scene.rootGroup[node];
        if (own >= 0 && group >= 0 && own != group) {
            ++section;
        }
        group = own >= 0 ? own : group;
        sections.append(section);
    }
    return sections;
}

/// The rows in which the path's nodes stand, if they stand like a flow that was laid out: further
/// on from node to node, and each row beginning further back and lower. A node without a place goes
/// with the one before it. Nothing if they stand in another way, or a row became too long.
std::optional<QList<int>> keptRows(
    const FlowScene& scene, const EarlierPlaces& earlier, const QList<double>& begins, double most)
{
    if (earlier.isEmpty()) {
        return std::nullopt;
    }
    QList<int> rows;
    std::optional<QRectF> last;
    int row = 0;
    qsizetype first = 0;
    for (qsizetype i = 0; i < scene.happy.nodes.size(); ++i) {
        const int n = scene.happy.nodes[i];
        if (earlier[n]) {
            const QRectF box = scene.turned(QRectF(*earlier[n], scene.faces[n].size));
            if (last && box.left() < last->right()) {
                if (box.left() >= last->left() || box.top() < last->bottom()) {
                    return std::nullopt;
                }
                ++row;
                first = i;
            }
            last = box;
        }
        if (begins[i + 1] - begins[first] > most * mostKept) {
            return std::nullopt;
        }
        rows.append(row);
    }
    return last ? std::optional(rows) : std::nullopt;
}

struct PathRows {
    QList<int> rows{};
    bool kept = false;
};

/// The row of each node of the happy path.
PathRows rowsOfPath(const FlowScene& scene, const EarlierPlaces& earlier)
{
    const auto count = static_cast<int>(scene.happy.nodes.size());
    QList<double> begins(count + 1, 0);
    for (int i = 0; i < count; ++i) {
        const double gap
            = i == 0 ? 0 : gapAlong(scene, scene.happy.nodes[i - 1], scene.happy.nodes[i]);
        begins[i + 1]
            = begins[i] + gap + scene.turned(scene.faces[scene.happy.nodes[i]].size).width();
    }
    const double total = begins[count];
    const double across = scene.down ? 380 : 240; // what a row takes the other way, about
    const double most = std::max(scene.down ? longestColumn : longestRow,
        std::sqrt(total * across * (scene.down ? 0.8 : 1.7)));
    if (const auto kept = keptRows(scene, earlier, begins, most)) {
        return {*kept, true};
    }
    QList<int> rows(count, 0);
    if (total <= most * 1.1) {
        return {rows, false};
    }
    // A group is cut only when it is too long for a row; then it shares no row with another.
    const QList<int> sections = sectionsOf(scene);
    QList<double> lengths(sections.last() + 1, 0);
    for (int i = 0; i < count; ++i) {
        lengths[sections[i]] += begins[i + 1] - begins[i];
    }
    const auto isLong = [&](int i) { return lengths[sections[i]] > most * 1.2; };
    const auto cutCost = [&](int before) {
        if (sections[before] != sections[before - 1]) {
            return 0.0;
        }
        const bool change = isChange(scene.plan.nodes.at(scene.happy.nodes[before]));
        const bool within = scene.rootGroup[scene.happy.nodes[before]] >= 0 && !isLong(before);
        return (change ? 0.08 : 0.3) + (within ? 3 : 0);
    };
    // Shortest way through the possible cuts: uneven rows cost, cuts cost by where they are.
    const double wanted = total / std::ceil(total / most);
    QList<double> best(count + 1, std::numeric_limits<double>::max());
    QList<int> begin(count + 1, 0);
    best[0] = 0;
    for (int end = 1; end <= count; ++end) {
        for (int i = end - 1; i >= 0; --i) {
            const double length = begins[end] - begins[i];
            if (length > most * 1.25 && i < end - 1) {
                break;
            }
            if (sections[i] != sections[end - 1] && (isLong(i) || isLong(end - 1))) {
                break;
            }
            const double off = (length - wanted) / wanted;
            const double over = length > most ? 2 * (length - most) / most : 0;
            const double cost = best[i] + (end == count && off < 0 ? off * off * 0.5 : off * off)
                + over + 0.15 + (i > 0 ? cutCost(i) : 0);
            if (cost < best[end]) {
                best[end] = cost;
                begin[end] = i;
            }
        }
    }
    QList<int> cuts;
    for (int end = count; end > 0; end = begin[end]) {
        cuts.prepend(begin[end]);
    }
    int row = -1;
    for (int i = 0; i < count; ++i) {
        if (cuts.contains(i)) {
            ++row;
        }
        rows[i] = row;
    }
    return {rows, false};
}

} // namespace

double gapAlong(const FlowScene& scene, int from, int to)
{
    double gap = rankGap;
    const Node& a = scene.plan.nodes.at(from);
    const Node& b = scene.plan.nodes.at(to);
    if (a.group != b.group) {
        gap += groupGap;
    }
    return gap;
}

FlowRows rowsOf(const FlowScene& scene, const EarlierPlaces& earlier)
{
    const auto count = static_cast<int>(scene.plan.nodes.size());
    QList<int> rows(count, -1);
    const auto [onPath, kept] = rowsOfPath(scene, earlier);
    int rowCount = 1;
    for (int i = 0; i < onPath.size(); ++i) {
        rows[scene.happy.nodes[i]] = onPath[i];
        rowCount = std::max(rowCount, onPath[i] + 1);
    }
    if (rowCount == 1) {
        for (int n = 0; n < count; ++n) {
            rows[n] = scene.plan.nodes.at(n).kind == NodeKind::Note ? -1 : 0;
        }
        return {rows, 1, kept};
    }
    // The others go with their group where it lies in one row, else with what leads to them.
    QHash<GroupId, QSet<int>> rowsOfGroup;
    for (const int n : scene.happy.nodes) {
        rowsOfGroup[scene.plan.nodes.at(n).group].insert(rows[n]);
    }
    Digraph graph(count);
    for (int e = 0; e < scene.plan.edges.size(); ++e) {
        if (scene.isConnected(e) && scene.plan.edges.at(e).kind == EdgeKind::Forward) {
            graph.addEdge(scene.from[e], scene.to[e]);
        }
    }
    for (const int n : graph.topologicalOrder()) {
        const Node& node = scene.plan.nodes.at(n);
        if (rows[n] >= 0 || node.kind == NodeKind::Note) {
            continue;
        }
        const QSet<int> own = node.group.isEmpty() ? QSet<int>() : rowsOfGroup.value(node.group);
        int row = -1;
        if (own.size() == 1) {
            row = *own.cbegin();
        } else {
            for (const int before : graph.previous(n)) {
                if (own.isEmpty() || own.contains(rows[before])) {
                    row = std::max(row, rows[before]);
                }
            }
            if (row < 0) {
                for (const int next : graph.next(n)) {
                    row = std::max(row, rows[next]);
                }
            }
            if (row < 0) {
                row = own.isEmpty() ? rowCount - 1 : *std::ranges::max_element(own);
            }
        }
        rows[n] = row;
        if (!node.group.isEmpty()) {
            rowsOfGroup[node.group].insert(row);
        }
    }
    return {rows, rowCount, kept};
}

} // namespace whimbrel
