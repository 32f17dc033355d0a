// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_layout.h"
#include "render/layout/flow_scene.h"

namespace whimbrel {

/// Places the edges' labels beside their lines so that they meet no node, no line and no other
/// label: the branches of gates and failures near their source, others near the middle of their
/// longest stretch. `routes` are by position in plan.edges and get their labels; `taken` are areas
/// that hold text already (titles of groups).
void placeLabels(const FlowScene& scene, const QList<QRectF>& nodes, const QList<QRectF>& taken,
    QList<RoutedEdge>& routes);

} // namespace whimbrel
