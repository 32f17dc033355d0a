// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/ids.h"

#include <QHash>
#include <QPointF>
#include <QRectF>

namespace whimbrel {

/// How selected steps are put in order by hand.
enum class Arranging { Left, Right, Top, Bottom, Center, Middle, SpreadAcross, SpreadDown, Tidy };

/// Where the boxes go (top left corners): aligned with the anchor's edge or middle, spread with
/// equal gaps between the outermost two, or to the grid. Those that stay are left out. Pure.
[[nodiscard]] QHash<NodeId, QPointF> arranged(
    const QHash<NodeId, QRectF>& boxes, const NodeId& anchor, Arranging how);

} // namespace whimbrel
