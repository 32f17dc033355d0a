// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/flow_part.h"

#include "render/layout/folding.h"
#include "render/layout/swim_lanes.h"

#include <algorithm>

namespace whimbrel {

namespace {

constexpr double frame = 24; // between nodes and the frame of a group that is cut

/// The lanes from the first to the last in which something is shown.
void takeLanes(FlowGeometry& part, const FlowGeometry& whole, FlowDirection direction)
{
    qsizetype first = whole.lanes.size();
    qsizetype last = -1;
    for (qsizetype i = 0; i < whole.lanes.size(); ++i) {
        const bool isUsed = std::any_of(part.nodes.begin(), part.nodes.end(),
            [&](const QRectF& box) { return whole.lanes[i].box.contains(box.center()); });
        first = isUsed ? std::min(first, i) : first;
        last = isUsed ? i : last;
    }
    if (last < 0) {
        return;
    }
    part.lanes = lanesAround(whole.lanes.mid(first, last - first + 1), part.bounds, direction);
    for (const PlacedLane& lane : std::as_const(part.lanes)) {
        part.bounds |= lane.box;
    }
}

} // namespace

FlowGeometry partOf(const Plan& plan, const FlowGeometry& whole, const QSet<NodeId>& nodes)
{
    FlowGeometry part;
    for (auto box = whole.nodes.cbegin(); box != whole.nodes.cend(); ++box) {
        if (nodes.contains(box.key())) {
            part.nodes.insert(box.key(), *box);
            part.bounds |= *box;
        }
    }
    const QRectF around = part.bounds.adjusted(-frame, -frame, frame, frame);
    for (const Edge& edge : plan.edges) {
        const auto route = whole.edges.constFind(edge.id);
        if (route == whole.edges.cend() || !nodes.contains(edge.from) || !nodes.contains(edge.to)) {
            continue;
        }
        part.edges.insert(edge.id, *route);
        for (const QPointF& point : route->points) {
            part.bounds |= QRectF(point - QPointF(6, 6), QSizeF(12, 12));
        }
        part.bounds |= route->label.box;
        if (whole.happyPath.contains(edge.id)) {
            part.happyPath.insert(edge.id);
        }
    }
    for (auto box = whole.groups.cbegin(); box != whole.groups.cend(); ++box) {
        bool isShown = false;
        bool isWhole = true;
        for (const Node& node : plan.nodes) {
            if (liesIn(plan, node.group, box.key())) {
                isShown |= nodes.contains(node.id);
                isWhole &= nodes.contains(node.id);
            }
        }
        if (isShown) {
            const QRectF shown = isWhole ? *box : *box & around;
            part.groups.insert(box.key(), shown);
            part.bounds |= shown;
            if (isWhole && whole.titleOffsets.contains(box.key())) {
                part.titleOffsets.insert(box.key(), whole.titleOffsets[box.key()]);
            }
        }
    }
    takeLanes(part, whole, plan.layout.direction);
    return part;
}

QSet<NodeId> nodesOf(const Plan& plan, const GroupId& group)
{
    QSet<NodeId> nodes;
    for (const Node& node : plan.nodes) {
        if (liesIn(plan, node.group, group)) {
            nodes.insert(node.id);
        }
    }
    return nodes;
}

QSet<NodeId> nodesIn(const FlowGeometry& geometry, const QRectF& view)
{
    QSet<NodeId> nodes;
    for (auto box = geometry.nodes.cbegin(); box != geometry.nodes.cend(); ++box) {
        if (box->intersects(view)) {
            nodes.insert(box.key());
        }
    }
    return nodes;
}

} // namespace whimbrel
