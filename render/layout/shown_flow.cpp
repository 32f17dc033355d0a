// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/shown_flow.h"

#include "render/layout/node_shape.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace whimbrel {

namespace {

constexpr double away = 112; ///< between what is shown and the steps elsewhere, for their labels
constexpr double between = 16; ///< steps elsewhere, over one another

/// The other coordinates of a flow that runs from the top down.
QRectF turned(const QRectF& box, bool down)
{
    return down ? QRectF(box.y(), box.x(), box.height(), box.width()) : box;
}

/// A step elsewhere on its side of what is shown.
struct End {
    NodeId node{};
    QSizeF size{}; ///< along the flow and across it
    double wish = 0; ///< its middle, across the flow
};

/// Whether the step at the other end of an edge belongs before what is shown: what leads in comes
/// from there, and ways back go there.
bool standsBefore(const Edge& edge, bool leadsOut)
{
    const bool back = edge.kind == EdgeKind::Rollback || edge.kind == EdgeKind::Retry;
    return back == leadsOut;
}

/// One over the other, none far from where it wants to be.
QList<double> stacked(const QList<End>& ends)
{
    QList<double> tops;
    double free = -std::numeric_limits<double>::max();
    double off = 0;
    for (const End& end : ends) {
        const double wish = end.wish - end.size.height() / 2;
        tops.append(std::max(wish, free));
        free = tops.constLast() + end.size.height() + between;
        off += tops.constLast() - wish;
    }
    for (double& top : tops) {
        top = std::round(top - off / static_cast<double>(ends.size()));
    }
    return tops;
}

QHash<NodeId, QPointF> placeEnds(const FoldedView& view, const QHash<NodeId, QPointF>& places)
{
    const Plan& plan = view.plan;
    const bool down = plan.layout.direction == FlowDirection::TopDown;
    const NodeMeter meter;
    QRectF content;
    QHash<NodeId, QRectF> boxes;
    for (const Node& node : plan.nodes) {
        const QSizeF size = meter.face(node, plan.layout.direction).size;
        const QRectF box = turned({places.value(node.id), size}, down);
        boxes.insert(node.id, box);
        if (!view.ends.contains(node.id)) {
            content |= box;
        }
    }
    QSet<NodeId> placed;
    QList<End> before;
    QList<End> behind;
    for (const bool forward : {true, false}) { // the way on decides on which side a step stands
        for (const Edge& edge : plan.edges) {
            const bool leadsOut = view.ends.contains(edge.to);
            const NodeId& end = leadsOut ? edge.to : edge.from;
            if ((edge.kind == EdgeKind::Forward) != forward || !view.ends.contains(end)
                || placed.contains(end)) {
                continue;
            }
            placed.insert(end);
            const QRectF near = boxes.value(leadsOut ? edge.from : edge.to);
            (standsBefore(edge, leadsOut) ? before : behind)
                .append({end, boxes.value(end).size(), near.center().y()});
        }
    }
    QHash<NodeId, QPointF> found;
    for (QList<End>* side : {&before, &behind}) {
        std::ranges::stable_sort(*side, {}, &End::wish);
        const QList<double> tops = stacked(*side);
        for (qsizetype i = 0; i < side->size(); ++i) {
            const End& end = side->at(i);
            const double along = side == &before ? content.left() - away - end.size.width()
                                                 : content.right() + away;
            found.insert(end.node, turned({QPointF(along, tops[i]), end.size}, down).topLeft());
        }
    }
    return found;
}

/// The plan without the steps elsewhere and the edges to them.
Plan withoutEnds(const FoldedView& view)
{
    Plan plan = view.plan;
    plan.nodes = {};
    plan.edges = {};
    for (const Node& node : view.plan.nodes) {
        if (view.shows(node.id)) {
            plan.nodes.put(node);
        }
    }
    for (const Edge& edge : view.plan.edges) {
        if (view.shows(edge.from) && view.shows(edge.to)) {
            plan.edges.put(edge);
        }
    }
    return plan;
}

} // namespace

std::unique_ptr<FlowRouting> routeShown(
    const FoldedView& view, const QHash<NodeId, QPointF>& places)
{
    QHash<NodeId, QPointF> known = shownPlaces(view, places);
    Plan plan = view.ends.isEmpty() ? view.plan : withoutEnds(view);
    bool complete = true;
    for (const Node& node : std::as_const(plan.nodes)) {
        const auto place = known.constFind(node.id);
        if (place == known.cend()) {
            complete = false;
        } else if (!plan.layout.places.contains(node.id)) {
            plan.layout.places.insert(node.id, {*place, false});
        }
    }
    if (view.ends.isEmpty()) {
        return complete ? std::make_unique<FlowRouting>(plan, known)
                        : std::make_unique<FlowRouting>(plan);
    }
    if (!complete) {
        const FlowGeometry laidOut = layOutFlow(plan);
        for (auto box = laidOut.nodes.cbegin(); box != laidOut.nodes.cend(); ++box) {
            known.insert(box.key(), box->topLeft());
        }
    }
    known.insert(placeEnds(view, known));
    return std::make_unique<FlowRouting>(view.plan, known);
}

FlowGeometry shownGeometry(const FoldedView& view, FlowGeometry geometry)
{
    for (auto group = view.standIns.cbegin(); group != view.standIns.cend(); ++group) {
        if (geometry.nodes.contains(*group)) {
            geometry.folded.insert(group.key(), geometry.nodes.take(*group));
            for (const NodeId& node : view.members.value(group.key())) {
                geometry.hidden.insert(node);
            }
        }
    }
    for (const NodeId& end : view.ends) {
        if (geometry.nodes.contains(end)) {
            geometry.ends.insert(end);
        }
    }
    return geometry;
}

} // namespace whimbrel
