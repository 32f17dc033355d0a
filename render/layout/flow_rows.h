// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_scene.h"

namespace whimbrel {

/// Cuts a flow that would be too long for one row into rows, like text into lines: first between
/// phases, else before changes; rows of about the same length. By position in plan.nodes the row
/// of each node; notes are in none (-1). A short flow, and one without a happy path, is one row.
[[nodiscard]] QList<int> rowsOf(const FlowScene& scene);

/// The gap along the flow between two neighbours on the happy path.
[[nodiscard]] double gapAlong(const FlowScene& scene, int from, int to);

} // namespace whimbrel
