// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/row_ranks.h"

namespace whimbrel {

/// Boxes of a row's nodes, by position in FlowRow::nodes, in terms of a flow from left to right:
/// rank after rank, the happy path in one straight line at 0 across, ways out below it.
[[nodiscard]] QList<QRectF> layOutRow(const FlowScene& scene, const FlowRow& row);

} // namespace whimbrel
