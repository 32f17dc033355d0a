// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_scene.h"

#include <optional>

namespace whimbrel {

/// The rows of a flow.
struct FlowRows {
    QList<int> rowOf{}; ///< by node; notes are in none (-1)
    int count = 1;
    bool kept = false; ///< whether they are those in which the nodes stood before
};

/// Where nodes stood before, by node (top left corners); empty if that is to make no difference.
using EarlierPlaces = QList<std::optional<QPointF>>;

/// Cuts a flow that would be too long for one row into rows, like text into lines: first between
/// phases, else before changes; rows of about the same length. A short flow, and one without a
/// happy path, is one row. Rows that nodes stood in before are kept while they are not too long.
[[nodiscard]] FlowRows rowsOf(const FlowScene& scene, const EarlierPlaces& before = {});

/// The gap along the flow between two neighbours on the happy path.
[[nodiscard]] double gapAlong(const FlowScene& scene, int from, int to);

} // namespace whimbrel
