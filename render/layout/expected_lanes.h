// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_scene.h"
#include "render/layout/group_boxes.h"

namespace whimbrel {

/// About where the ways back inside groups will run, before they are routed: lanes over the boxes
/// that they join, the longer the farther out.
[[nodiscard]] QList<InnerPart> expectedLanes(const FlowScene& scene, const QList<QRectF>& boxes);

} // namespace whimbrel
