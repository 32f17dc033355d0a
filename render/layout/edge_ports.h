// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/edge_router.h"
#include "render/layout/flow_scene.h"

#include <QMap>

namespace whimbrel {

/// Where every edge leaves and enters. The way on leaves ahead, failures and refusals leave below,
/// ways back leave and enter above; several lines at one side stand side by side, the happy path in
/// the middle. Edges are known by their positions in plan.edges.
class PortMap final {
public:
    /// `boxes` are the nodes' boxes.
    PortMap(const FlowScene& scene, const QList<QRectF>& boxes);

    /// What is to be routed; edges whose ends are missing or one have from = -1.
    [[nodiscard]] const QList<RouteRequest>& requests() const { return m_requests; }

    /// The requests that differ when some nodes have moved: of edges at them and beside those; and
    /// when the plan has an edge led otherwise (-1: none).
    [[nodiscard]] QMap<int, RouteRequest> changed(
        const QList<QRectF>& boxes, const QList<int>& moved, int led = -1) const;

    /// Where the edge is led through.
    [[nodiscard]] QList<QPointF> placesOf(int edge, const QList<QRectF>& boxes) const;

    [[nodiscard]] const QList<int>& edgesAt(int node) const { return m_edgesAt[node]; }

private:
    /// Sides in terms of a flow from left to right.
    struct Sides {
        Side out = Side::Right;
        Side in = Side::Left;
    };
    struct Ends {
        Sides sides{};
        double outOffset = 0; ///< from the middle of the side
        double inOffset = 0;
        bool aloneOut = false; ///< no other line is attached to that side
        bool aloneIn = false;
    };

    [[nodiscard]] static Sides waysOn(const QRectF& a, const QRectF& b);
    [[nodiscard]] static Sides waysOut(const QRectF& a, const QRectF& b);
    [[nodiscard]] Sides sidesOf(int edge, const QList<QRectF>& boxes) const;
    [[nodiscard]] Sides usualSides(int edge, const QList<QRectF>& boxes) const;
    [[nodiscard]] QRectF towards(int edge, bool leaves, const QList<QRectF>& boxes) const;
    void settle(int node, const QList<QRectF>& boxes, QList<Ends>& ends) const;
    void setPorts(RouteRequest& request, const QList<QRectF>& boxes, const Ends& ends) const;

    const FlowScene& m_scene;
    QList<QList<int>> m_edgesAt{}; ///< by node
    QList<Ends> m_ends{}; ///< by edge
    QList<RouteRequest> m_requests{};
};

/// The points on the nodes' outlines to which a line with these ports is drawn.
[[nodiscard]] QPointF onOutline(
    const FlowScene& scene, int node, const QRectF& box, const Port& port);

} // namespace whimbrel
