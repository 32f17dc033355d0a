// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/display_list.h"

#include <functional>

namespace whimbrel {

/// What stands around a drawing; an empty function leaves its part out.
struct FurnitureParts {
    double above = 0; ///< pixels between the drawing and the point that `top` is told
    std::function<DrawGroup(const QPointF& at, double width)> top{};
    std::function<DrawGroup(const QPointF& at, double width)> legend{};
    std::function<DrawGroup(const QPointF& at)> titleBlock{};
    std::function<DrawGroup(const QPointF& at, double width)> remarks{}; ///< below all else
};

/// Adds the parts above and below the drawing, the title block at its lower right; returns the
/// bounds of everything with a margin.
QRectF addAround(DisplayList& list, const QRectF& content, const FurnitureParts& parts);

} // namespace whimbrel
