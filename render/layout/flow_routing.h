// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/edge_ports.h"
#include "render/layout/edge_router.h"
#include "render/layout/flow_layout.h"
#include "render/layout/flow_scene.h"
#include "render/layout/group_boxes.h"
#include "render/layout/label_placement.h"
#include "render/layout/swim_lanes.h"

namespace whimbrel {

/// The routes, labels and group boxes of a flow, and what becomes of them while nodes are dragged:
/// only the lines that a moved node touches are routed anew, so that the picture follows the hand.
/// Used by one thread at a time.
class FlowRouting final {
public:
    /// Nodes stand where `places` has them, all of them; without it where the plan has them, and
    /// the others where the automatic layout puts them.
    explicit FlowRouting(
        const Plan& plan, const std::optional<QHash<NodeId, QPointF>>& places = std::nullopt);
    Q_DISABLE_COPY_MOVE(FlowRouting)

    [[nodiscard]] const FlowGeometry& geometry() const { return m_geometry; }

    /// What is different when these nodes stand there (top left corners): the nodes themselves,
    /// edges that lead to them, that they are in the way of, or whose labels are, and groups. A
    /// function of what was routed at first and of these places alone: how they were dragged there
    /// makes no difference, and back where it stood a node has its first routes again.
    [[nodiscard]] FlowGeometry moved(const QHash<NodeId, QPointF>& places);

    /// What is different when an edge is led otherwise.
    [[nodiscard]] FlowGeometry led(const EdgeId& edge, const EdgeRoute& route);

private:
    void keepLanesClear();
    void leaveUnframed();
    void routeAll();
    void placeAllLabels();
    void publish();
    void reroute(
        const QList<QRectF>& boxes, const QList<int>& nodes, int led, FlowGeometry& geometry);
    [[nodiscard]] QList<QPointF> routed(const RouteRequest& request, const QList<QRectF>& boxes);
    [[nodiscard]] QList<int> routingOrder(
        QList<int> edges, const QList<RouteRequest>& requests) const;
    [[nodiscard]] QList<QRectF> framed(
        const QList<QRectF>& boxes, const QList<RoutedEdge>& routes, bool withLabels) const;
    [[nodiscard]] double titleOffset(int group, const QRectF& box) const;
    [[nodiscard]] QRectF titleBox(int group, const QRectF& box) const;

    Plan m_plan;
    FlowScene m_scene;
    TextMeter m_titles;
    LaneAssignment m_lanes;
    QList<QRectF> m_boxes; ///< by node
    PortMap m_ports;
    EdgeRouter m_router;
    LabelPlacer m_labels;
    QList<RoutedEdge> m_routes{}; ///< by edge
    QList<QRectF> m_groups{};
    QSet<int> m_unframed{}; ///< groups that lanes cut through, or that are lanes
    FlowGeometry m_geometry{};
};

} // namespace whimbrel
