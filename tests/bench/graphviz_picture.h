// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_layout.h"

#include <optional>

namespace whimbrel::bench {

/// What Graphviz' own program makes of a plan with orthogonal lines, and how long that took, its
/// start included.
struct GraphvizPicture {
    FlowGeometry geometry{};
    double milliseconds = 0;
};

/// Laid out and routed by `dot`, without labels (which its orthogonal lines do not keep clear of).
/// Boxes are those of `sizes`. Nothing if there is no such program or it failed.
[[nodiscard]] std::optional<GraphvizPicture> drawByDot(
    const Plan& plan, const QHash<NodeId, QRectF>& sizes);

/// Routed by `neato -n` between nodes that stand there.
[[nodiscard]] std::optional<GraphvizPicture> routeByNeato(
    const Plan& plan, const QHash<NodeId, QRectF>& boxes);

} // namespace whimbrel::bench
