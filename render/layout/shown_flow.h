// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_routing.h"
#include "render/layout/folding.h"

#include <memory>

namespace whimbrel {

/// Routes what is shown of a plan. `places` says where its steps stand, hidden ones too (see
/// shownPlaces()); what is not placed is laid out. Steps elsewhere stand in a column before and one
/// behind what is shown, beside the steps that their edges lead to.
[[nodiscard]] std::unique_ptr<FlowRouting> routeShown(
    const FoldedView& view, const QHash<NodeId, QPointF>& places);

/// The geometry by what the plan knows: boxes of stand-ins become those of their groups, and it is
/// said what is hidden and what stands elsewhere.
[[nodiscard]] FlowGeometry shownGeometry(const FoldedView& view, FlowGeometry geometry);

} // namespace whimbrel
