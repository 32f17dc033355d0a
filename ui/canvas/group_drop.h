// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/canvas/canvas_scene.h"

#include <optional>

namespace whimbrel {

/// While steps are dragged: into which phase they would go, or whether they leave theirs. A phase
/// stretches with its steps as far as `leash` before they leave it.
class GroupDrop final {
public:
    GroupDrop(PlanSession& session, CanvasScene& scene, const QSet<NodeId>& moved);

    /// Where the mouse is; the phase that would take the steps in stands out.
    void aim(const QPointF& at);
    /// Nothing stands out any more.
    void clear();
    /// The group that the steps get (empty: none), if they change theirs.
    [[nodiscard]] const std::optional<GroupId>& target() const { return m_target; }

    static constexpr double leash = 64; ///< diagram pixels beyond the phase's box

private:
    void showTarget(const std::optional<GroupId>& target);

    const Plan& m_plan;
    CanvasScene& m_scene;
    GroupId m_page; ///< what is around everything; empty: nothing
    QHash<GroupId, QRectF> m_boxes{}; ///< around the steps that stay
    GroupId m_home{};
    QRectF m_homeBox{}; ///< as it was when the drag began
    bool m_canChange = true; ///< not when a phase is moved as a whole, or steps of several
    std::optional<GroupId> m_target{};
};

} // namespace whimbrel
