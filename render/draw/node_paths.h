// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/node_shape.h"

#include <QPainterPath>

namespace whimbrel {

/// A shape's outline, and lines inside it that belong to it (a cylinder's lid, a second edge).
struct NodePaths {
    QPainterPath outline{};
    QPainterPath inner{};
};

[[nodiscard]] NodePaths pathsOf(NodeShape shape, const QRectF& box);

/// Where text and glyph stand inside a shape.
[[nodiscard]] QRectF contentBox(NodeShape shape, const QRectF& box);

} // namespace whimbrel
