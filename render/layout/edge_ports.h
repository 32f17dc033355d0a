// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/edge_router.h"
#include "render/layout/flow_scene.h"

namespace whimbrel {

/// Where every edge leaves and enters, by position in plan.edges (edges whose ends are missing get
/// requests with from = -1). The way on leaves ahead, failures and refusals leave below, ways back
/// leave and enter above; several lines at one side stand side by side, the happy path in the
/// middle. `boxes` are the nodes' boxes.
[[nodiscard]] QList<RouteRequest> portsFor(const FlowScene& scene, const QList<QRectF>& boxes);

/// The points on the nodes' outlines to which a line with these ports is drawn.
[[nodiscard]] QPointF onOutline(
    const FlowScene& scene, int node, const QRectF& box, const Port& port);

} // namespace whimbrel
