// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "render/layout/node_shape.h"

namespace whimbrel {

/// Where a waypoint lies when the middles of the edge's nodes lie there.
[[nodiscard]] QPointF placeOf(const Waypoint& point, const QPointF& from, const QPointF& to);

/// The waypoint that lies at a place, as far along as it is nearest to.
[[nodiscard]] Waypoint waypointAt(const QPointF& place, const QPointF& from, const QPointF& to);

/// The side that a route fixes, if it fixes one; and the other way round.
[[nodiscard]] std::optional<Side> fixedSide(EndSide side);
[[nodiscard]] EndSide endSide(Side side);

/// The side of a box that a line to or from this place leaves or enters best.
[[nodiscard]] Side sideTowards(const QRectF& box, const QPointF& place);

/// The waypoints of a line in order, so that another one at this place comes where the line (its
/// corners) passes it: how many of `places` come before it.
[[nodiscard]] qsizetype placeInOrder(
    const QList<QPointF>& line, const QList<QPointF>& places, const QPointF& place);

} // namespace whimbrel
