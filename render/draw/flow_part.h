// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "render/layout/flow_layout.h"

#include <QRectF>
#include <QSet>

namespace whimbrel {

/// The geometry of some of the nodes, of the edges between them, and of the groups around them, as
/// they stand in the whole.
[[nodiscard]] FlowGeometry partOf(
    const Plan& plan, const FlowGeometry& whole, const QSet<NodeId>& nodes);

/// The nodes of a group and of the groups in it.
[[nodiscard]] QSet<NodeId> nodesOf(const Plan& plan, const GroupId& group);
/// The nodes that a rectangle of the diagram shows at least a part of.
[[nodiscard]] QSet<NodeId> nodesIn(const FlowGeometry& geometry, const QRectF& view);

} // namespace whimbrel
