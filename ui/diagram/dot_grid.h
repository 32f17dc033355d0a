// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QRectF>

class QPainter;

namespace whimbrel {

/// Paints the dots of a grid, `step` scene pixels apart, over a rectangle of the scene. Dots are
/// two pixels of the screen large at every scale.
void paintDotGrid(QPainter& painter, const QRectF& rect, double step, const QColor& color);

} // namespace whimbrel
