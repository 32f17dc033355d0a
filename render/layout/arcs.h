// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_scene.h"

namespace whimbrel {

/// How many of the edges' lines lie over each other, at most, when each runs beside the flow from
/// the middle of one of its nodes to that of the other. `boxes` (by node) are those of a flow from
/// left to right.
[[nodiscard]] int arcsBeside(
    const FlowScene& scene, const QList<int>& edges, const QList<QRectF>& boxes);

} // namespace whimbrel
