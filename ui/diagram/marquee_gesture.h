// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/ids.h"
#include "ui/diagram/gesture.h"

#include <QList>

namespace whimbrel {

class DiagramView;

/// Draws a rectangle: to the right it takes what it encloses, to the left what it touches.
class MarqueeGesture final : public Gesture {
public:
    MarqueeGesture(DiagramView& view, const PointerState& from);
    void move(const PointerState& at) override;
    void finish(const PointerState& at) override;
    void cancel() override;
    void paint(QPainter& painter, double scale) const override;

private:
    DiagramView& m_view;
    QPointF m_from;
    QPointF m_to;
    QList<ElementRef> m_before;
    bool m_adds;
};

} // namespace whimbrel
