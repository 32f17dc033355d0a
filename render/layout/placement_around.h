// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_rows.h"

namespace whimbrel {

/// Top left corners for all nodes when some are fixed: those stay, the others come where they
/// stand in relation to them and where there is room.
[[nodiscard]] QList<QPointF> placeAround(const FlowScene& scene, const EarlierPlaces& fixed);

/// Top left corners for all nodes in a new layout: pinned ones stay where they are, and of the
/// others as many as the new layout leaves there (see placeFlow()).
[[nodiscard]] QList<QPointF> placeAnew(
    const FlowScene& scene, const EarlierPlaces& before, const QList<bool>& pinned);

} // namespace whimbrel
