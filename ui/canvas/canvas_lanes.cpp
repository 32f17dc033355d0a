// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/canvas_scene.h"

namespace whimbrel {

// Swim lanes on the canvas.

void CanvasScene::showLanes()
{
    const QList<PlacedLane>& lanes = m_layouter.geometry().lanes;
    while (m_lanes.size() > lanes.size()) {
        const std::unique_ptr<LaneItem> owned(m_lanes.takeLast()); // leaves the scene as it dies
    }
    while (m_lanes.size() < lanes.size()) {
        m_lanes.append(new LaneItem);
        addItem(m_lanes.constLast());
    }
    const Findings none;
    for (qsizetype i = 0; i < lanes.size(); ++i) {
        m_lanes[i]->setBox(lanes[i].box);
        m_lanes[i]->setDrawing(drawLane(lanes[i], i, optionsFor(none)), theme());
    }
}

qsizetype CanvasScene::laneAt(const QPointF& position) const
{
    const QList<PlacedLane>& lanes = m_layouter.geometry().lanes;
    const bool down = m_session.plan().layout.direction == FlowDirection::TopDown;
    for (qsizetype i = 0; i < lanes.size(); ++i) {
        const QRectF& box = lanes[i].box;
        if (i + 1 == lanes.size()
            || (down ? position.x() < box.right() : position.y() < box.bottom())) {
            return i;
        }
    }
    return -1;
}

} // namespace whimbrel
