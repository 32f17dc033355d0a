// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/canvas/canvas_scene.h"
#include "ui/diagram/gesture.h"

namespace whimbrel {

/// Leads an edge through a place: a waypoint that is grabbed moves, anywhere else on the line a new
/// one is made. Dropped where the line would run without it, it goes.
class WaypointGesture final : public Gesture {
public:
    WaypointGesture(PlanSession& session, CanvasScene& scene, const Edge& edge,
        const PointerState& from, bool snaps);
    void move(const PointerState& at) override;
    void finish(const PointerState& at) override;
    void cancel() override;
    void paint(QPainter& painter, double scale) const override;

private:
    PlanSession& m_session;
    CanvasScene& m_scene;
    EdgeId m_edge;
    QPointF m_tail; ///< the middles of the edge's nodes
    QPointF m_head;
    EdgeRoute m_route; ///< as the edge would be led
    qsizetype m_grabbed = 0; ///< in m_route.through
    QList<QPointF> m_without{}; ///< the line without the waypoint that is held, once it is known
    QPointF m_at{};
    bool m_snaps;
    bool m_moved = false;
};

/// How near a waypoint has to be to be taken, in screen pixels.
inline constexpr double waypointGrip = 9;

/// Where the edge is led through, by its waypoints; empty while it is not shown.
[[nodiscard]] QList<QPointF> waypointsOf(
    const PlanSession& session, const CanvasScene& scene, const EdgeId& edge);

/// The edge led through a place `by` off where it is led through, or off its middle; in an edit
/// that goes on with earlier ones like it.
[[nodiscard]] Edit nudgeEdge(
    const PlanSession& session, const CanvasScene& scene, const EdgeId& edge, const QPointF& by);

} // namespace whimbrel
