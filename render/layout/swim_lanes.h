// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_layout.h"
#include "render/layout/flow_rows.h"

namespace whimbrel {

/// The lanes of a plan, and which of them each node stands in.
struct LaneAssignment {
    QList<FlowLane> lanes{}; ///< in their order; empty: there are none
    QList<int> laneOf{}; ///< by node; -1: notes, which stand outside

    [[nodiscard]] bool isEmpty() const { return lanes.isEmpty(); }
};

/// The lanes that the plan's layout asks for: by owner in the order of the participants, or by
/// region in the order of the groups (regions of one name in several phases are one lane); last
/// what belongs to nobody or to no region. Where nobody owns a start, an end, a fork or a join, it
/// goes with what is next to it.
[[nodiscard]] LaneAssignment lanesOf(const Plan& plan);

/// Top left corners for all nodes, each in its lane: along the flow as in one row without lanes,
/// in a lane the happy path on one line and what shares its rank beside it. Lanes come where
/// `fixed` nodes (top left corners, by node) have theirs, and then others stay where nodes stood
/// `before` as far as there is room. Notes come last, behind the lanes.
[[nodiscard]] QList<QPointF> placeInLanes(const FlowScene& scene, const LaneAssignment& lanes,
    const EarlierPlaces& before = {}, const EarlierPlaces& fixed = {});

/// The bands of lanes around nodes that stand there: side by side without gaps, each border where
/// fewest nodes stand on the wrong side of it.
[[nodiscard]] QList<PlacedLane> laneBands(
    const FlowScene& scene, const LaneAssignment& lanes, const QList<QRectF>& nodes);

/// The same bands, long enough for the content, the outermost wide enough for it; with their heads
/// before it.
[[nodiscard]] QList<PlacedLane> lanesAround(
    QList<PlacedLane> lanes, const QRectF& content, FlowDirection direction);

} // namespace whimbrel
