// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_rows.h"
#include "render/layout/flow_scene.h"

namespace whimbrel {

/// Top left corners for all nodes, by position in plan.nodes, as if none were placed: rows (see
/// flow_rows.h), within each the ranks and the order that dot finds, the happy path in one straight
/// line, ways out below it. With `before`, rows stay where they stood as far as that is possible,
/// so that nodes that need not move do not. Where the plan has swim lanes, each node comes into its
/// own (see swim_lanes.h), and lanes where `fixed` nodes stand.
[[nodiscard]] QList<QPointF> placeFlow(
    const FlowScene& scene, const EarlierPlaces& before = {}, const EarlierPlaces& fixed = {});

} // namespace whimbrel
