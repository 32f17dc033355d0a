// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/node_shape.h"
#include "ui/canvas/canvas_scene.h"

class QPainter;

namespace whimbrel {

/// The side at which an edge that is dropped here is fixed: near the border of the node's box; in
/// its middle none, and the edge goes where it suits.
[[nodiscard]] EndSide dropSide(const QRectF& box, const QPointF& at, double scale);

/// The side of a box as a line, for showing that an edge will be fixed there.
[[nodiscard]] QLineF sideLine(const QRectF& box, EndSide side);

/// What only the editor shows of a selected edge: rings at ends that go where it suits, squares at
/// ends that are fixed to a side, and discs where it is led through.
void paintEdgeEnds(QPainter& painter, const PlanSession& session, const CanvasScene& scene,
    const EdgeId& edge, double scale);

} // namespace whimbrel
