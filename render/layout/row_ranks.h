// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_scene.h"

namespace whimbrel {

/// A part of the flow that is laid out in one go, by positions in plan.nodes and plan.edges.
struct FlowRow {
    QList<int> nodes{};
    QList<int> edges{}; ///< that join two of the nodes
};

/// The ranks of a row's nodes, by position in FlowRow::nodes.
struct RowRanks {
    QList<int> rank{}; ///< how far along the flow
    QList<double> wish{}; ///< where across the flow each would like to stand
    int count = 0; ///< of ranks
};

/// Ranks and order as dot finds them; a row that is all happy path needs no dot, and ways out stand
/// under what they leave.
[[nodiscard]] RowRanks rankRow(const FlowScene& scene, const FlowRow& row);

/// By position in FlowRow::nodes whether the node is on a way out: only failures and refusals lead
/// to it. In a row without a part of the happy path none is.
[[nodiscard]] QList<bool> waysOutOf(const FlowScene& scene, const FlowRow& row);

} // namespace whimbrel
