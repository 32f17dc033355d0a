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
    QList<QLineF> gaps{}; ///< from box to box: distances that are equal now, each as its length
};

inline constexpr double gridStep = 8;

/// Draws a box to the edges and centres of others within the tolerance (diagram pixels), or to
/// where it has the same distance from its neighbours as they have, each direction on its own;
/// where nothing is near, to the grid. Pure.
[[nodiscard]] Snapped snap(const QRectF& box, const QList<QRectF>& others, double tolerance);

} // namespace whimbrel
