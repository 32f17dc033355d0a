// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/node_shape.h"

#include <QList>
#include <QPointF>
#include <QRectF>

namespace whimbrel {

/// One pixel away from a box through its side.
[[nodiscard]] QPointF outward(Side side);

[[nodiscard]] bool isUpright(const QPointF& a, const QPointF& b);

/// The box of a stretch; without width or height.
[[nodiscard]] QRectF spanOf(const QPointF& a, const QPointF& b);

/// Without points that lie between their neighbours on one line.
[[nodiscard]] QList<QPointF> simplified(const QList<QPointF>& line);

} // namespace whimbrel
