// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/canvas/canvas_scene.h"

namespace whimbrel {

/// Lays out by itself after changes, as a part of their steps of the undo history: with all of the
/// flow while it is switched on, and always the steps that come into another swim lane by other
/// means than the mouse.
class LiveLayout final : public QObject {
    Q_OBJECT

public:
    LiveLayout(PlanSession& session, CanvasScene& scene, QObject* parent);

    [[nodiscard]] bool isOn() const { return m_on; }
    void setOn(bool on) { m_on = on; }

private:
    void follow(const Plan& before, const Edit& edit);
    void take(const QHash<NodeId, QPointF>& positions);

    PlanSession& m_session;
    CanvasScene& m_scene;
    QSet<NodeId> m_loose{}; ///< that layout may move although they are pinned: new ones, strays
    bool m_looseOnly = false; ///< and no others
    bool m_on = false;
};

} // namespace whimbrel
