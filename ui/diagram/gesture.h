// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPoint>
#include <QPointF>
#include <Qt>

class QPainter;

namespace whimbrel {

/// Where the mouse is in a gesture.
struct PointerState {
    QPointF scene{};
    QPoint screen{}; ///< global
    Qt::KeyboardModifiers modifiers{};
    double scale = 1; ///< screen pixels to a diagram pixel
};

/// What the mouse does between press and release. Nothing reaches the plan before finish();
/// cancel() restores what was seen before.
class Gesture {
public:
    virtual ~Gesture() = default;
    virtual void move(const PointerState& at) = 0;
    virtual void finish(const PointerState& at) = 0;
    virtual void cancel() = 0;
    /// Draws what is seen only meanwhile, in diagram pixels.
    virtual void paint(QPainter& painter, double scale) const = 0;
};

} // namespace whimbrel
