// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_placement.h"

#include "render/layout/arcs.h"
#include "render/layout/flow_rows.h"
#include "render/layout/group_boxes.h"
#include "render/layout/row_layout.h"
#include "render/layout/swim_lanes.h"

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double siblingGap = 40;
constexpr double rowGap = 48;
constexpr double lane = 10;
constexpr double mostRoomKept = 160; ///< more room than a row needs that it had before
constexpr double roomGiven = 20; ///< less room than it should have, rather than moving it

QList<FlowRow> membersOf(const FlowScene& scene, const FlowRows& cut)
{
    const QList<int>& rowOf = cut.rowOf;
    QList<FlowRow> rows(cut.count);
    for (int n = 0; n < rowOf.size(); ++n) {
        if (rowOf[n] >= 0) {
            rows[rowOf[n]].nodes.append(n);
        }
    }
    for (int e = 0; e < scene.plan.edges.size(); ++e) {
        if (scene.isConnected(e) && rowOf[scene.from[e]] >= 0
            && rowOf[scene.from[e]] == rowOf[scene.to[e]]) {
            rows[rowOf[scene.from[e]]].edges.append(e);
        }
    }
    return rows;
}

/// By row how many edges pass the gap above it.
QList<int> crossingRows(const FlowScene& scene, const FlowRows& cut)
{
    const QList<int>& rowOf = cut.rowOf;
    QList<int> steps(cut.count + 1, 0);
    for (int e = 0; e < scene.plan.edges.size(); ++e) {
        if (scene.isConnected(e) && rowOf[scene.from[e]] >= 0 && rowOf[scene.to[e]] >= 0) {
            const auto [low, high] = std::minmax(rowOf[scene.from[e]], rowOf[scene.to[e]]);
            ++steps[low + 1];
            --steps[high + 1];
        }
    }
    QList<int> crossing(cut.count, 0);
    int open = 0;
    for (int r = 0; r < cut.count; ++r) {
        open += steps[r];
        crossing[r] = open;
    }
    return crossing;
}

/// How many lanes of ways back lie over each other above a row, at most.
int lanesAbove(const FlowScene& scene, const FlowRow& row, const QList<QRectF>& boxes)
{
    QList<int> back = row.edges;
    back.removeIf([&](int e) { return scene.plan.edges.at(e).kind != EdgeKind::Rollback; });
    return arcsBeside(scene, back, boxes);
}

/// Where the row's part of the happy path stood before, across the flow.
std::optional<double> earlierLine(
    const FlowScene& scene, const FlowRow& row, const EarlierPlaces& before)
{
    for (const int n : row.nodes) {
        if (scene.pathIndex[n] >= 0 && before[n]) {
            return scene.turned(QRectF(*before[n], scene.faces[n].size)).center().y();
        }
    }
    return std::nullopt;
}

/// What a row takes across the flow, in the coordinates of its boxes.
struct Extent {
    double top = 0;
    double bottom = 0;
    double left = 0;
    bool grouped = false;
};

Extent extentOf(const FlowScene& scene, const FlowRow& row, const QList<QRectF>& boxes)
{
    Extent extent;
    bool first = true;
    for (const int n : row.nodes) {
        extent.top = first ? boxes[n].top() : std::min(extent.top, boxes[n].top());
        extent.bottom = first ? boxes[n].bottom() : std::max(extent.bottom, boxes[n].bottom());
        extent.left = first ? boxes[n].left() : std::min(extent.left, boxes[n].left());
        extent.grouped = extent.grouped || !scene.plan.nodes.at(n).group.isEmpty();
        first = false;
    }
    return extent;
}

} // namespace

QList<QPointF> placeFlow(
    const FlowScene& scene, const EarlierPlaces& before, const EarlierPlaces& fixed)
{
    if (const LaneAssignment lanes = lanesOf(scene.plan); !lanes.isEmpty()) {
        return placeInLanes(scene, lanes, before, fixed);
    }
    const auto count = static_cast<int>(scene.plan.nodes.size());
    const FlowRows cut = rowsOf(scene, before);
    QList<QRectF> boxes(count);
    const QList<FlowRow> rows = membersOf(scene, cut);
    for (const FlowRow& row : rows) {
        const QList<QRectF> made = layOutRow(scene, row);
        for (int i = 0; i < row.nodes.size(); ++i) {
            boxes[row.nodes[i]] = made[i];
        }
    }
    const QList<int> crossing = crossingRows(scene, cut);
    // One below the other, with room for lanes, titles and what runs from row to row.
    double at = 0;
    for (int r = 0; r < cut.count; ++r) {
        const Extent extent = extentOf(scene, rows[r], boxes);
        const int lanes = lanesAbove(scene, rows[r], boxes);
        if (r > 0) {
            at += rowGap + lane * std::min(crossing[r], 12);
        }
        at += lanes * lane + (lanes > 0 ? 16 : 0) + (extent.grouped ? groupRoom::title : 0);
        double down = std::round(at - extent.top);
        if (const auto line = cut.kept ? earlierLine(scene, rows[r], before) : std::nullopt;
            line && *line > down - roomGiven && *line < down + mostRoomKept) {
            down = *line;
        }
        for (const int n : rows[r].nodes) {
            boxes[n].translate(-extent.left, down);
        }
        at = down + extent.bottom + (extent.grouped ? groupRoom::padding : 0);
    }
    // Notes come last.
    double along = 0;
    double deepest = at + rowGap;
    for (int n = 0; n < count; ++n) {
        if (cut.rowOf[n] < 0) {
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

} // namespace whimbrel
