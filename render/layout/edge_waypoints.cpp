// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/edge_waypoints.h"

#include <QLineF>

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

/// How far along a line of corners the point of it lies that is nearest to a place.
double lengthTo(const QList<QPointF>& line, const QPointF& place)
{
    double best = 0;
    double least = -1;
    double run = 0;
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const QPointF& a = line[i];
        const QPointF& b = line[i + 1];
        const double length = QLineF(a, b).length();
        const double share = length <= 0
            ? 0
            : std::clamp(QPointF::dotProduct(place - a, b - a) / (length * length), 0.0, 1.0);
        const double away = QLineF(place, a + (b - a) * share).length();
        if (least < 0 || away < least) {
            least = away;
            best = run + share * length;
        }
        run += length;
    }
    return best;
}

} // namespace

QPointF placeOf(const Waypoint& point, const QPointF& from, const QPointF& to)
{
    return from + (to - from) * point.along + point.off;
}

Waypoint waypointAt(const QPointF& place, const QPointF& from, const QPointF& to)
{
    const QPointF way = to - from;
    const double square = QPointF::dotProduct(way, way);
    const double along
        = square <= 0 ? 0.5 : std::clamp(QPointF::dotProduct(place - from, way) / square, 0.0, 1.0);
    Waypoint point;
    point.along = std::round(along * 1000) / 1000;
    const QPointF off = place - from - way * point.along;
    point.off = {std::round(off.x() * 10) / 10, std::round(off.y() * 10) / 10};
    return point;
}

std::optional<Side> fixedSide(EndSide side)
{
    switch (side) {
    case EndSide::Free:
        break;
    case EndSide::Left:
        return Side::Left;
    case EndSide::Top:
        return Side::Top;
    case EndSide::Right:
        return Side::Right;
    case EndSide::Bottom:
        return Side::Bottom;
    }
    return std::nullopt;
}

EndSide endSide(Side side)
{
    switch (side) {
    case Side::Left:
        return EndSide::Left;
    case Side::Right:
        return EndSide::Right;
    case Side::Top:
        return EndSide::Top;
    case Side::Bottom:
        break;
    }
    return EndSide::Bottom;
}

Side sideTowards(const QRectF& box, const QPointF& place)
{
    const QPointF off = place - box.center();
    const double across = std::abs(off.x()) - box.width() / 2;
    const double down = std::abs(off.y()) - box.height() / 2;
    if (across >= down) {
        return off.x() < 0 ? Side::Left : Side::Right;
    }
    return off.y() < 0 ? Side::Top : Side::Bottom;
}

qsizetype placeInOrder(
    const QList<QPointF>& line, const QList<QPointF>& places, const QPointF& place)
{
    const double own = lengthTo(line, place);
    return std::ranges::count_if(
        places, [&](const QPointF& other) { return lengthTo(line, other) <= own; });
}

} // namespace whimbrel
