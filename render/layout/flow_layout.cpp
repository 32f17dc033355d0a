// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_layout.h"

#include "render/layout/edge_ports.h"
#include "render/layout/edge_router.h"
#include "render/layout/flow_placement.h"
#include "render/layout/flow_scene.h"
#include "render/layout/group_boxes.h"
#include "render/layout/label_placement.h"
#include "render/layout/spatial_grid.h"
#include "render/text/fonts.h"

#include <QLineF>

#include <algorithm>

namespace whimbrel {

namespace {

/// A loop at the corner where lines seldom are: out at the right, back in at the top.
QList<QPointF> loopAt(const QRectF& box)
{
    const double out = box.right() + 20;
    const double up = box.top() - 20;
    const double y = box.center().y() - box.height() / 4;
    const double x = box.center().x() + box.width() / 4;
    return {{box.right(), y}, {out, y}, {out, up}, {x, up}, {x, box.top()}};
}

/// The order in which lines choose their way: the happy path first, ways back last, short ones
/// before long ones.
QList<int> routingOrder(const FlowScene& scene, const QList<RouteRequest>& requests)
{
    QList<int> order;
    QList<std::pair<int, double>> keys(requests.size());
    for (int e = 0; e < requests.size(); ++e) {
        if (requests[e].from < 0) {
            continue;
        }
        order.append(e);
        const EdgeKind kind = scene.plan.edges.at(e).kind;
        const int turn = scene.onPath[e] ? 0
            : kind == EdgeKind::Forward  ? 1
            : kind == EdgeKind::Rollback ? 2
                                         : 3;
        const QPointF far = requests[e].in.at - requests[e].out.at;
        keys[e] = {turn, std::abs(far.x()) + std::abs(far.y())};
    }
    std::ranges::stable_sort(order, {}, [&](int e) { return keys[e]; });
    return order;
}

QRectF boundsOf(const QList<QPointF>& points)
{
    QRectF box;
    for (qsizetype i = 0; i + 1 < points.size(); ++i) {
        const QRectF span = QRectF(points[i], points[i + 1]).normalized();
        box = i == 0
            ? span
            : QRectF(QPointF(std::min(box.left(), span.left()), std::min(box.top(), span.top())),
                QPointF(
                    std::max(box.right(), span.right()), std::max(box.bottom(), span.bottom())));
    }
    return box;
}

/// About where the ways back inside groups will run, before they are routed: lanes over the boxes
/// that they join, the longer the farther out.
QList<InnerPart> expectedLanes(const FlowScene& scene, const QList<QRectF>& boxes)
{
    struct Arc {
        int edge;
        double from;
        double to;
    };
    QList<Arc> arcs;
    for (int e = 0; e < scene.plan.edges.size(); ++e) {
        if (!scene.isConnected(e) || scene.plan.edges.at(e).kind != EdgeKind::Rollback
            || scene.rootGroup[scene.from[e]] < 0
            || scene.rootGroup[scene.from[e]] != scene.rootGroup[scene.to[e]]) {
            continue;
        }
        const double tail = scene.turned(boxes[scene.from[e]]).center().x();
        const double head = scene.turned(boxes[scene.to[e]]).center().x();
        arcs.append({e, std::min(tail, head), std::max(tail, head)});
    }
    std::ranges::stable_sort(arcs, {}, [](const Arc& arc) { return arc.to - arc.from; });
    QList<InnerPart> parts;
    QList<int> levels;
    for (qsizetype i = 0; i < arcs.size(); ++i) {
        int level = 0;
        // Only near ones matter; a bounded look back keeps large plans fast.
        for (qsizetype k = std::max<qsizetype>(0, i - 64); k < i; ++k) {
            const bool meets = arcs[k].from < arcs[i].to && arcs[i].from < arcs[k].to;
            if (meets
                && scene.rootGroup[scene.from[arcs[k].edge]]
                    == scene.rootGroup[scene.from[arcs[i].edge]]) {
                level = std::max(level, levels[k] + 1);
            }
        }
        levels.append(level);
        const int from = scene.from[arcs[i].edge];
        const int to = scene.to[arcs[i].edge];
        const double top = std::min(scene.turned(boxes[from]).top(), scene.turned(boxes[to]).top());
        const double label = scene.turned(scene.labelSize(scene.labelLines(arcs[i].edge))).height();
        const double out = 12 + 10.0 * level + (label > 0 ? label + 4 : 0);
        const QRectF lane(arcs[i].from, top - out, arcs[i].to - arcs[i].from, out);
        parts.append({from, to, scene.turned(lane)});
    }
    return parts;
}

void addDrawn(SpatialGrid& drawn, const QList<RoutedEdge>& routes)
{
    for (const RoutedEdge& route : routes) {
        for (qsizetype i = 0; i + 1 < route.points.size(); ++i) {
            drawn.add(QRectF(route.points[i], route.points[i + 1]));
        }
        if (!route.label.lines.isEmpty()) {
            drawn.add(route.label.box);
        }
    }
}

/// The first place along the top of a group where its title meets no line and no label.
double freeTitleOffset(const SpatialGrid& drawn, const QRectF& group, const QRectF& title)
{
    for (double offset = 12; offset + title.width() + 12 <= group.width(); offset += 8) {
        const QRectF box(QPointF(group.left() + offset, title.top()), title.size());
        if (drawn.near(box.adjusted(-5, -1, 5, 1)).isEmpty()) {
            return offset;
        }
    }
    return 12;
}

FlowGeometry geometryFor(const FlowScene& scene, const QList<QPointF>& corners)
{
    const Plan& plan = scene.plan;
    QList<QRectF> boxes;
    boxes.reserve(plan.nodes.size());
    for (int n = 0; n < plan.nodes.size(); ++n) {
        boxes.append(QRectF(corners[n], scene.faces[n].size));
    }
    QList<RouteRequest> requests = portsFor(scene, boxes);
    EdgeRouter router(boxes);
    const TextMeter titles(fonts::groupTitle());
    const auto titleBoxes = [&](const QList<QRectF>& groups) {
        QList<QRectF> areas;
        for (int g = 0; g < plan.groups.size(); ++g) {
            if (!groups[g].isNull()) {
                areas.append(groupTitleBox(plan.groups.at(g).title, titles, groups[g]));
            }
        }
        return areas;
    };
    const QList<QRectF> plainGroups = boxesOfGroups(scene, boxes, expectedLanes(scene, boxes));
    for (const QRectF& area : titleBoxes(plainGroups)) {
        router.avoid(area.adjusted(-14, -4, 4, 4));
    }
    for (const QRectF& group : plainGroups) {
        router.discourage(group);
    }
    for (RouteRequest& request : requests) {
        if (request.from >= 0) {
            const QList<int> around = groupsAround(plan, plan.nodes.at(request.to).group);
            for (const int group : groupsAround(plan, plan.nodes.at(request.from).group)) {
                if (around.contains(group)) {
                    request.home.append(group);
                }
            }
        }
    }
    QList<RoutedEdge> routes(plan.edges.size());
    for (int e = 0; e < plan.edges.size(); ++e) {
        if (scene.isConnected(e) && scene.from[e] == scene.to[e]) {
            routes[e].points = loopAt(boxes[scene.from[e]]);
            router.take(routes[e].points, LaneKind::Other);
        }
    }
    for (const int e : routingOrder(scene, requests)) {
        QList<QPointF> line = router.route(requests[e]);
        line.first() = onOutline(scene, requests[e].from, boxes[requests[e].from], requests[e].out);
        line.last() = onOutline(scene, requests[e].to, boxes[requests[e].to], requests[e].in);
        routes[e].points = line;
    }
    QList<InnerPart> inner;
    for (int e = 0; e < plan.edges.size(); ++e) {
        if (routes[e].points.size() > 1) {
            inner.append({scene.from[e], scene.to[e], boundsOf(routes[e].points)});
        }
    }
    const QList<QRectF> withLines = boxesOfGroups(scene, boxes, inner);
    placeLabels(scene, boxes, titleBoxes(withLines), routes);
    for (int e = 0; e < plan.edges.size(); ++e) {
        if (!routes[e].label.lines.isEmpty()) {
            inner.append({scene.from[e], scene.to[e], routes[e].label.box});
        }
    }
    const QList<QRectF> groups = boxesOfGroups(scene, boxes, inner);

    FlowGeometry geometry;
    geometry.nodes.reserve(plan.nodes.size());
    geometry.edges.reserve(plan.edges.size());
    QRectF bounds;
    for (int n = 0; n < plan.nodes.size(); ++n) {
        geometry.nodes.insert(plan.nodes.at(n).id, boxes[n]);
        bounds |= boxes[n];
    }
    SpatialGrid drawn;
    for (int g = 0; g < plan.groups.size(); ++g) {
        if (g == 0) {
            addDrawn(drawn, routes);
        }
        if (!groups[g].isNull()) {
            const QRectF title = groupTitleBox(plan.groups.at(g).title, titles, groups[g]);
            if (const double offset = freeTitleOffset(drawn, groups[g], title); offset > 12) {
                geometry.titleOffsets.insert(plan.groups.at(g).id, offset);
            }
            geometry.groups.insert(plan.groups.at(g).id, groups[g]);
            bounds |= groups[g];
        }
    }
    for (int e = 0; e < plan.edges.size(); ++e) {
        if (routes[e].points.size() < 2) {
            continue;
        }
        bounds |= boundsOf(routes[e].points).adjusted(-4, -4, 4, 4);
        bounds |= routes[e].label.box;
        geometry.edges.insert(plan.edges.at(e).id, routes[e]);
        if (scene.onPath[e]) {
            geometry.happyPath.insert(plan.edges.at(e).id);
        }
    }
    geometry.bounds = bounds;
    return geometry;
}

} // namespace

FlowGeometry layOutFlow(const Plan& plan)
{
    const FlowScene scene(plan);
    QList<std::optional<QPointF>> fixed;
    for (const Node& node : plan.nodes) {
        const auto place = plan.layout.places.constFind(node.id);
        fixed.append(place == plan.layout.places.cend() ? std::optional<QPointF>()
                                                        : std::optional(place->position));
    }
    return geometryFor(scene, placeAround(scene, fixed));
}

FlowGeometry routeFlow(const Plan& plan, const QHash<NodeId, QPointF>& places)
{
    const FlowScene scene(plan);
    QList<QPointF> corners;
    for (const Node& node : plan.nodes) {
        corners.append(places.value(node.id));
    }
    return geometryFor(scene, corners);
}

QHash<NodeId, QPointF> arrangeFlow(const Plan& plan, bool everything)
{
    const FlowScene scene(plan);
    QList<std::optional<QPointF>> fixed;
    for (const Node& node : plan.nodes) {
        const auto place = plan.layout.places.constFind(node.id);
        const bool stays = !everything && place != plan.layout.places.cend() && place->pinned;
        fixed.append(stays ? std::optional(place->position) : std::optional<QPointF>());
    }
    const QList<QPointF> corners = placeAround(scene, fixed);
    QHash<NodeId, QPointF> places;
    for (int n = 0; n < plan.nodes.size(); ++n) {
        places.insert(plan.nodes.at(n).id, corners[n]);
    }
    return places;
}

} // namespace whimbrel
