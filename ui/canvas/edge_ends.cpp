// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/edge_ends.h"

#include "ui/canvas/waypoint_gesture.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double mark = 4; ///< half a mark's width, screen pixels

} // namespace

EndSide dropSide(const QRectF& box, const QPointF& at, double scale)
{
    // A border that leaves the middle half of the box free, and no wider than the hand needs.
    const double reach = std::min(12 / scale, std::min(box.width(), box.height()) / 4);
    const std::array distances{std::pair(at.x() - box.left(), EndSide::Left),
        std::pair(at.y() - box.top(), EndSide::Top),
        std::pair(box.right() - at.x(), EndSide::Right),
        std::pair(box.bottom() - at.y(), EndSide::Bottom)};
    const auto nearest = *std::min_element(distances.begin(), distances.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    return nearest.first <= reach ? nearest.second : EndSide::Free;
}

QLineF sideLine(const QRectF& box, EndSide side)
{
    switch (side) {
    case EndSide::Free:
        break;
    case EndSide::Left:
        return {box.topLeft(), box.bottomLeft()};
    case EndSide::Top:
        return {box.topLeft(), box.topRight()};
    case EndSide::Right:
        return {box.topRight(), box.bottomRight()};
    case EndSide::Bottom:
        return {box.bottomLeft(), box.bottomRight()};
    }
    return {};
}

void paintEdgeEnds(QPainter& painter, const PlanSession& session, const CanvasScene& scene,
    const EdgeId& edge, double scale)
{
    const EdgeItem* item = scene.edgeItem(edge);
    if (item == nullptr || !item->isVisible() || item->route().points.size() < 2) {
        return;
    }
    const EdgeRoute route = session.plan().layout.routes.value(edge);
    const Theme& look = scene.theme();
    const double half = mark / scale;
    painter.setPen(QPen(look.selection, 1.5 / scale));
    const auto end = [&](const QPointF& at, EndSide side) {
        painter.setBrush(side == EndSide::Free ? look.canvas : look.selection);
        const QRectF box(at - QPointF(half, half), QSizeF(2 * half, 2 * half));
        if (side == EndSide::Free) {
            painter.drawEllipse(box);
        } else {
            painter.drawRect(box);
        }
    };
    end(item->route().points.constFirst(), route.out);
    end(item->route().points.constLast(), route.in);
    painter.setPen(QPen(look.canvas, 1.5 / scale));
    painter.setBrush(look.selection);
    for (const QPointF& place : waypointsOf(session, scene, edge)) {
        painter.drawEllipse(place, half + 1 / scale, half + 1 / scale);
    }
}

} // namespace whimbrel
