// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/edge_router.h"
#include "render/layout/flow_scene.h"

namespace whimbrel {

/// Where the line of an edge hops over others, in its order: of two lines that cross the one that
/// matters less hops (ways back over ways on, and all over the happy path). `router` knows all
/// lines.
[[nodiscard]] QList<QPointF> jumpsOf(
    const FlowScene& scene, const EdgeRouter& router, int edge, const QList<QPointF>& line);

} // namespace whimbrel
