// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/flow_drawing.h"

namespace whimbrel {

/// Adds to a picture whose elements cover `content` what the options ask for: the risk summary
/// above, legend (bottom left) and title block (bottom right) below. Returns the bounds of the
/// whole with the page's margin.
[[nodiscard]] QRectF addFurniture(DisplayList& list, const Plan& plan, const FlowGeometry& geometry,
    const QRectF& content, const FlowDrawingOptions& options);

} // namespace whimbrel
