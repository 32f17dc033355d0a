// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLineF>
#include <QList>
#include <QRectF>

namespace whimbrel {

/// What a dragged box is drawn to.
struct Snapped {
    QPointF position{}; ///< of its top left corner
    QList<QLineF> guides{}; ///< the lines along which it now stands with others
};

inline constexpr double gridStep = 8;

/// Draws a box to the edges and centres of others within the tolerance (diagram pixels), each
/// direction on its own; where nothing is near, to the grid. Pure.
[[nodiscard]] Snapped snap(const QRectF& box, const QList<QRectF>& others, double tolerance);

} // namespace whimbrel
