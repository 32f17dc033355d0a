// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/waypoint_gesture.h"

#include "render/layout/edge_waypoints.h"
#include "ui/canvas/smart_guides.h"
#include "ui/session/plan_edits.h"

#include <QLineF>
#include <QPainter>

#include <cmath>

namespace whimbrel {

namespace {

constexpr double ownLine = 6; ///< diagram pixels: as near to its own line a waypoint says nothing

double distanceTo(const QList<QPointF>& line, const QPointF& place)
{
    double least = 1e9;
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const QRectF span = QRectF(line[i], line[i + 1]).normalized();
        const QPointF near(std::clamp(place.x(), span.left(), span.right()),
            std::clamp(place.y(), span.top(), span.bottom()));
        least = std::min(least, QLineF(near, place).length());
    }
    return least;
}

} // namespace

QList<QPointF> waypointsOf(const PlanSession& session, const CanvasScene& scene, const EdgeId& id)
{
    QList<QPointF> places;
    const Edge* edge = session.plan().edges.find(id);
    const FoldedView& view = scene.layouter().folding();
    if (edge == nullptr || scene.edgeItem(id) == nullptr || !view.shows(edge->from)
        || !view.shows(edge->to)) {
        return places;
    }
    const QPointF tail = scene.boxOf(edge->from).center();
    const QPointF head = scene.boxOf(edge->to).center();
    for (const Waypoint& point : session.plan().layout.routes.value(id).through) {
        places.append(placeOf(point, tail, head));
    }
    return places;
}

Edit nudgeEdge(
    const PlanSession& session, const CanvasScene& scene, const EdgeId& id, const QPointF& by)
{
    const Edge* edge = session.plan().edges.find(id);
    const EdgeItem* item = scene.edgeItem(id);
    const FoldedView& view = scene.layouter().folding();
    if (edge == nullptr || item == nullptr || item->route().points.size() < 2
        || !view.shows(edge->from) || !view.shows(edge->to)) {
        return {};
    }
    EdgeRoute route = session.plan().layout.routes.value(id);
    if (route.through.isEmpty()) {
        QPainterPath line;
        line.addPolygon(QPolygonF(item->route().points));
        route.through.append(waypointAt(line.pointAtPercent(0.5), scene.boxOf(edge->from).center(),
            scene.boxOf(edge->to).center()));
    }
    for (Waypoint& point : route.through) {
        point.off += by;
    }
    Edit edit = edits::setRoute(session.plan(), id, route);
    edit.mergeKey = QStringLiteral("lead/") + id.text();
    return edit;
}

WaypointGesture::WaypointGesture(PlanSession& session, CanvasScene& scene, const Edge& edge,
    const PointerState& from, bool snaps)
    : m_session(session)
    , m_scene(scene)
    , m_edge(edge.id)
    , m_tail(scene.boxOf(edge.from).center())
    , m_head(scene.boxOf(edge.to).center())
    , m_route(session.plan().layout.routes.value(edge.id))
    , m_at(from.scene)
    , m_snaps(snaps)
{
    const QList<QPointF> places = waypointsOf(session, scene, edge.id);
    const EdgeItem* item = scene.edgeItem(edge.id);
    m_grabbed = -1;
    for (qsizetype i = 0; i < places.size(); ++i) {
        if (QLineF(places[i], from.scene).length() <= waypointGrip / from.scale) {
            m_grabbed = i;
        }
    }
    if (m_grabbed < 0 && item != nullptr) {
        m_grabbed = placeInOrder(item->route().points, places, from.scene);
        m_route.through.insert(m_grabbed, waypointAt(from.scene, m_tail, m_head));
        m_without = item->route().points;
    }
}

void WaypointGesture::move(const PointerState& at)
{
    m_at = at.scene;
    if (m_snaps && !at.modifiers.testFlag(Qt::AltModifier)) {
        m_at = {
            std::round(m_at.x() / gridStep) * gridStep, std::round(m_at.y() / gridStep) * gridStep};
    }
    if (m_without.isEmpty()) {
        EdgeRoute without = m_route;
        without.through.removeAt(m_grabbed);
        if (m_scene.layouter().previewRoute(m_edge, without)) {
            m_without = m_scene.layouter()
                            .previewed()
                            .edges.value(m_edge, m_scene.layouter().geometry().edges.value(m_edge))
                            .points;
        }
    }
    m_route.through[m_grabbed] = waypointAt(m_at, m_tail, m_head);
    m_moved = true;
    m_scene.layouter().previewRoute(m_edge, m_route);
}

void WaypointGesture::finish(const PointerState& at)
{
    move(at);
    EdgeRoute route = m_route;
    if (!m_without.isEmpty() && distanceTo(m_without, at.scene) < ownLine) {
        route.through.removeAt(m_grabbed);
    }
    if (!m_session.perform(edits::setRoute(m_session.plan(), m_edge, route))) {
        cancel();
        return;
    }
    m_scene.layouter().clearPreview();
}

void WaypointGesture::cancel()
{
    m_scene.layouter().clearPreview();
}

void WaypointGesture::paint(QPainter& painter, double scale) const
{
    if (m_moved) {
        painter.setPen(QPen(m_scene.theme().canvas, 1.5 / scale));
        painter.setBrush(m_scene.theme().selection);
        painter.drawEllipse(m_at, 5 / scale, 5 / scale);
    }
}

} // namespace whimbrel
