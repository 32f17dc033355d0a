// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_routing.h"

#include "model/base/marked_text.h"
#include "render/layout/edge_jumps.h"
#include "render/layout/expected_lanes.h"
#include "render/layout/placement_around.h"
#include "render/layout/polyline.h"
#include "render/text/fonts.h"

#include <algorithm>

namespace whimbrel {

namespace {

constexpr double usualTitleOffset = 12;

QList<QRectF> boxesAt(const FlowScene& scene, const std::optional<QHash<NodeId, QPointF>>& places)
{
    const Plan& plan = scene.plan;
    QList<QPointF> corners;
    if (places) {
        for (const Node& node : plan.nodes) {
            corners.append(places->value(node.id));
        }
    } else {
        QList<std::optional<QPointF>> fixed;
        for (const Node& node : plan.nodes) {
            const auto place = plan.layout.places.constFind(node.id);
            fixed.append(place == plan.layout.places.cend() ? std::optional<QPointF>()
                                                            : std::optional(place->position));
        }
        corners = placeAround(scene, fixed);
    }
    QList<QRectF> boxes;
    boxes.reserve(corners.size());
    for (int n = 0; n < corners.size(); ++n) {
        boxes.append(QRectF(corners[n], scene.faces[n].size));
    }
    return boxes;
}

/// A loop at the corner where lines seldom are: out at the right, back in at the top.
QList<QPointF> loopAt(const QRectF& box)
{
    const double out = box.right() + 20;
    const double up = box.top() - 20;
    const double y = box.center().y() - box.height() / 4;
    const double x = box.center().x() + box.width() / 4;
    return {{box.right(), y}, {out, y}, {out, up}, {x, up}, {x, box.top()}};
}

QRectF boundsOf(const QList<QPointF>& points)
{
    double left = points.first().x();
    double right = left;
    double top = points.first().y();
    double bottom = top;
    for (const QPointF& point : points) {
        left = std::min(left, point.x());
        right = std::max(right, point.x());
        top = std::min(top, point.y());
        bottom = std::max(bottom, point.y());
    }
    return {QPointF(left, top), QPointF(right, bottom)};
}

} // namespace

FlowRouting::FlowRouting(const Plan& plan, const std::optional<QHash<NodeId, QPointF>>& places)
    : m_plan(plan)
    , m_scene(m_plan)
    , m_titles(fonts::groupTitle())
    , m_lanes(lanesOf(m_plan))
    , m_boxes(boxesAt(m_scene, places))
    , m_ports(m_scene, m_boxes)
    , m_router(m_boxes)
    , m_labels(m_scene, m_boxes)
    , m_routes(m_plan.edges.size())
{
    if (!m_lanes.isEmpty()) {
        m_geometry.lanes = laneBands(m_scene, m_lanes, m_boxes);
        keepLanesClear();
        leaveUnframed();
    }
    routeAll();
    placeAllLabels();
    m_groups = framed(m_boxes, m_routes, true);
    publish();
}

/// The order in which lines choose their way: those led by hand first, then the happy path, ways
/// back last, short ones before long ones.
QList<int> FlowRouting::routingOrder(QList<int> edges, const QList<RouteRequest>& requests) const
{
    const auto key = [&](int e) {
        const EdgeKind kind = m_plan.edges.at(e).kind;
        const int turn = m_plan.layout.routes.contains(m_plan.edges.at(e).id) ? -1
            : m_scene.onPath[e]                                               ? 0
            : kind == EdgeKind::Forward                                       ? 1
            : kind == EdgeKind::Rollback                                      ? 2
                                                                              : 3;
        const QPointF far = requests[e].in.at - requests[e].out.at;
        return std::pair(turn, std::abs(far.x()) + std::abs(far.y()));
    };
    std::ranges::sort(edges);
    std::ranges::stable_sort(edges, {}, key);
    return edges;
}

QList<QPointF> FlowRouting::routed(const RouteRequest& request, const QList<QRectF>& boxes)
{
    const QList<QPointF> places = m_ports.placesOf(request.edge, boxes);
    QList<QPointF> line
        = places.isEmpty() ? m_router.route(request) : m_router.routeThrough(request, places);
    line.first() = onOutline(m_scene, request.from, boxes[request.from], request.out);
    line.last() = onOutline(m_scene, request.to, boxes[request.to], request.in);
    return line;
}

/// Lines and labels stay out of the heads of lanes, and lines do not run along their borders.
void FlowRouting::keepLanesClear()
{
    for (const PlacedLane& lane : m_geometry.lanes) {
        m_router.avoid(lane.head);
        m_labels.avoid(lane.head);
    }
    for (qsizetype i = 1; i < m_geometry.lanes.size(); ++i) {
        const QRectF& box = m_geometry.lanes[i].box;
        m_router.avoid(m_scene.down ? QRectF(box.topLeft(), QSizeF(0, box.height()))
                                    : QRectF(box.topLeft(), QSizeF(box.width(), 0)));
    }
}

/// Of groups across several lanes only those get a frame whose frame holds nobody else.
void FlowRouting::leaveUnframed()
{
    const QList<QRectF> groups = boxesOfGroups(m_scene, m_boxes);
    for (int g = 0; g < groups.size(); ++g) {
        bool unframed = m_plan.layout.lanes == FlowLanes::Region
            && m_plan.groups.at(g).kind == GroupKind::Region;
        for (int n = 0; n < m_boxes.size() && !unframed; ++n) {
            unframed = groups[g].intersects(m_boxes[n]) && !m_scene.groupsOf[n].contains(g);
        }
        if (unframed) {
            m_unframed.insert(g);
        }
    }
}

void FlowRouting::routeAll()
{
    QList<QRectF> groups = boxesOfGroups(m_scene, m_boxes, expectedLanes(m_scene, m_boxes));
    for (const int g : std::as_const(m_unframed)) {
        groups[g] = {};
    }
    for (int g = 0; g < groups.size(); ++g) {
        if (!groups[g].isNull()) {
            m_router.avoid(titleBox(g, groups[g]).adjusted(-14, -4, 4, 4));
        }
    }
    for (const QRectF& group : groups) {
        m_router.discourage(group);
    }
    QList<int> edges;
    for (int e = 0; e < m_routes.size(); ++e) {
        if (m_ports.requests()[e].from >= 0) {
            edges.append(e);
        } else if (m_scene.isConnected(e)) {
            m_routes[e].points = loopAt(m_boxes[m_scene.from[e]]);
            m_router.take(e, m_routes[e].points, LaneKind::Other);
        }
    }
    for (const int e : routingOrder(edges, m_ports.requests())) {
        m_routes[e].points = routed(m_ports.requests()[e], m_boxes);
    }
    for (int e = 0; e < m_routes.size(); ++e) {
        m_routes[e].jumps = jumpsOf(m_scene, m_router, e, m_routes[e].points);
    }
}

void FlowRouting::placeAllLabels()
{
    const QList<QRectF> groups = framed(m_boxes, m_routes, false);
    for (int g = 0; g < groups.size(); ++g) {
        if (!groups[g].isNull()) {
            m_labels.avoid(titleBox(g, groups[g]));
        }
    }
    QList<int> edges;
    for (int e = 0; e < m_routes.size(); ++e) {
        m_labels.addLine(e, m_routes[e].points);
        edges.append(e);
    }
    for (const int e : labelOrder(m_scene, edges)) {
        m_routes[e].label = m_labels.place(e, m_routes[e].points);
    }
}

QList<QRectF> FlowRouting::framed(
    const QList<QRectF>& boxes, const QList<RoutedEdge>& routes, bool withLabels) const
{
    QList<InnerPart> inner;
    for (int e = 0; e < routes.size(); ++e) {
        if (routes[e].points.size() > 1) {
            inner.append({m_scene.from[e], m_scene.to[e], boundsOf(routes[e].points)});
        }
    }
    for (int e = 0; withLabels && e < routes.size(); ++e) {
        if (!routes[e].label.lines.isEmpty()) {
            inner.append({m_scene.from[e], m_scene.to[e], routes[e].label.box});
        }
    }
    QList<QRectF> groups = boxesOfGroups(m_scene, boxes, inner);
    for (const int g : m_unframed) {
        groups[g] = {};
    }
    return groups;
}

QRectF FlowRouting::titleBox(int group, const QRectF& box) const
{
    return groupTitleBox(marked::styled(m_plan.groups.at(group).title), m_titles, box);
}

/// The first place along the top of a group where its title meets no line and no label.
double FlowRouting::titleOffset(int group, const QRectF& box) const
{
    const QRectF title = titleBox(group, box);
    for (double offset = usualTitleOffset; offset + title.width() + usualTitleOffset <= box.width();
         offset += 8) {
        const QRectF place(QPointF(box.left() + offset, title.top()), title.size());
        if (!m_labels.holdsSomething(place.adjusted(-5, -1, 5, 1))) {
            return offset;
        }
    }
    return usualTitleOffset;
}

void FlowRouting::publish()
{
    m_geometry.nodes.reserve(m_boxes.size());
    m_geometry.edges.reserve(m_routes.size());
    QRectF bounds;
    for (int n = 0; n < m_boxes.size(); ++n) {
        m_geometry.nodes.insert(m_plan.nodes.at(n).id, m_boxes[n]);
        bounds |= m_boxes[n];
    }
    for (int g = 0; g < m_groups.size(); ++g) {
        if (m_groups[g].isNull()) {
            continue;
        }
        const GroupId& id = m_plan.groups.at(g).id;
        m_geometry.groups.insert(id, m_groups[g]);
        if (const double offset = titleOffset(g, m_groups[g]); offset > usualTitleOffset) {
            m_geometry.titleOffsets.insert(id, offset);
        }
        bounds |= m_groups[g];
    }
    for (int e = 0; e < m_routes.size(); ++e) {
        if (m_routes[e].points.size() < 2) {
            continue;
        }
        bounds |= boundsOf(m_routes[e].points).adjusted(-4, -4, 4, 4);
        bounds |= m_routes[e].label.box;
        m_geometry.edges.insert(m_plan.edges.at(e).id, m_routes[e]);
        if (m_scene.onPath[e]) {
            m_geometry.happyPath.insert(m_plan.edges.at(e).id);
        }
    }
    m_geometry.lanes = lanesAround(m_geometry.lanes, bounds, m_plan.layout.direction);
    for (const PlacedLane& lane : std::as_const(m_geometry.lanes)) {
        bounds |= lane.box;
    }
    m_geometry.bounds = bounds;
}

FlowGeometry FlowRouting::moved(const QHash<NodeId, QPointF>& places)
{
    FlowGeometry geometry;
    QList<QRectF> boxes = m_boxes;
    QList<int> nodes;
    for (auto place = places.cbegin(); place != places.cend(); ++place) {
        const auto n = static_cast<int>(m_plan.nodes.indexOf(place.key()));
        if (n >= 0 && m_boxes[n].topLeft() != *place) {
            boxes[n].moveTopLeft(*place);
            nodes.append(n);
            geometry.nodes.insert(place.key(), boxes[n]);
        }
    }
    if (!nodes.isEmpty()) {
        std::ranges::sort(nodes);
        reroute(boxes, nodes, -1, geometry);
    }
    return geometry;
}

FlowGeometry FlowRouting::led(const EdgeId& edge, const EdgeRoute& route)
{
    FlowGeometry geometry;
    const auto e = static_cast<int>(m_plan.edges.indexOf(edge));
    if (e >= 0 && m_ports.requests()[e].from >= 0) {
        const QMap<EdgeId, EdgeRoute> before = m_plan.layout.routes;
        m_plan.layout.routes.insert(edge, route);
        reroute(m_boxes, {}, e, geometry);
        m_plan.layout.routes = before;
    }
    return geometry;
}

void FlowRouting::reroute(
    const QList<QRectF>& boxes, const QList<int>& nodes, int led, FlowGeometry& geometry)
{
    m_router.beginTrial();
    m_labels.beginTrial();
    const QMap<int, RouteRequest> changed = m_ports.changed(boxes, nodes, led);
    QList<RouteRequest> requests = m_ports.requests();
    QSet<int> edges;
    for (auto request = changed.cbegin(); request != changed.cend(); ++request) {
        requests[request.key()] = *request;
        edges.insert(request.key());
    }
    QSet<int> labels;
    for (const int n : nodes) {
        edges.unite(m_router.edgesNear(boxes[n]));
        labels.unite(m_labels.labelsNear(boxes[n]));
        m_router.moveObstacle(n, boxes[n]);
        m_labels.moveNode(n, boxes[n]);
    }
    for (int e = 0; e < m_routes.size(); ++e) {
        if (m_scene.isConnected(e) && m_scene.from[e] == m_scene.to[e]
            && nodes.contains(m_scene.from[e])) {
            edges.insert(e);
        }
    }
    QList<int> again = edges.values();
    std::ranges::sort(again); // sets have an order of their own in every process
    QSet<int> crossed = edges;
    const auto addCrossed = [&](int e, const QList<QPointF>& line) {
        for (const LineCrossing& crossing : m_router.crossings(e, line)) {
            crossed.insert(crossing.edge);
        }
    };
    for (const int e : again) {
        addCrossed(e, m_routes[e].points);
        m_router.release(e);
        m_labels.release(e);
    }
    QList<RoutedEdge> routes = m_routes;
    QList<int> order;
    for (const int e : again) {
        if (requests[e].from >= 0) {
            order.append(e);
        } else {
            routes[e].points = loopAt(boxes[m_scene.from[e]]);
            m_router.take(e, routes[e].points, LaneKind::Other);
        }
    }
    QRectF area;
    for (const int e : std::as_const(order)) {
        QList<QPointF> places = m_ports.placesOf(e, boxes);
        places << requests[e].out.at << requests[e].in.at;
        area |= boundsOf(places).adjusted(-1, -1, 1, 1);
    }
    m_router.lookAround(area);
    for (const int e : routingOrder(order, requests)) {
        routes[e].points = routed(requests[e], boxes);
    }
    // Labels that the new lines run over give way too.
    for (const int e : again) {
        addCrossed(e, routes[e].points);
        m_labels.addLine(e, routes[e].points);
        for (qsizetype i = 0; i + 1 < routes[e].points.size(); ++i) {
            labels.unite(m_labels.labelsNear(spanOf(routes[e].points[i], routes[e].points[i + 1])));
        }
    }
    for (const int e : std::as_const(crossed)) {
        routes[e].jumps = jumpsOf(m_scene, m_router, e, routes[e].points);
    }
    for (const int e : std::as_const(labels)) {
        m_labels.releaseLabel(e);
    }
    for (const int e : labelOrder(m_scene, (edges | labels).values())) {
        routes[e].label = m_labels.place(e, routes[e].points);
    }
    const QSet<int> touched = edges | labels | crossed;
    for (const int e : touched) {
        if (routes[e] != m_routes[e]) {
            geometry.edges.insert(m_plan.edges.at(e).id, routes[e]);
        }
    }
    const QList<QRectF> groups = framed(boxes, routes, true);
    for (int g = 0; g < groups.size(); ++g) {
        if (groups[g] != m_groups[g]) {
            const GroupId& id = m_plan.groups.at(g).id;
            geometry.groups.insert(id, groups[g]);
            geometry.titleOffsets.insert(id, titleOffset(g, groups[g]));
        }
    }
    m_labels.endTrial();
    m_router.endTrial();
}

} // namespace whimbrel
