// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/canvas/canvas_scene.h"

namespace whimbrel {

/// While steps are dragged: into which swim lanes they go. Dropped there, they are of the lane's
/// owner or region.
class LaneDrop final {
public:
    LaneDrop(PlanSession& session, CanvasScene& scene, const QHash<NodeId, QRectF>& boxes);

    /// Where the steps would stand; the lanes that take them in stand out.
    void aim(const QHash<NodeId, QPointF>& corners);
    /// Nothing stands out any more.
    void clear();
    /// Whether a step comes into another lane.
    [[nodiscard]] bool isEmpty() const { return m_into.isEmpty(); }
    /// What the drop means for a plan that has these steps.
    [[nodiscard]] Edit edit(const Plan& plan) const;

private:
    void standOut(const QSet<qsizetype>& lanes);

    CanvasScene& m_scene;
    FlowLanes m_by;
    QHash<NodeId, QRectF> m_boxes{}; ///< as they stood, of steps that stand in lanes
    QMap<NodeId, qsizetype> m_into{}; ///< steps that change their lane
    QSet<qsizetype> m_shown{};
};

/// The step as one of that lane.
[[nodiscard]] Node inLane(const Plan& plan, Node node, const FlowLane& lane);

/// The step as one of the lane at this place; as it is where there are no lanes.
[[nodiscard]] Node inLaneAt(
    const CanvasScene& scene, const Plan& plan, const Node& node, const QPointF& middle);

} // namespace whimbrel
