// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

namespace whimbrel {

/// The plan read backwards: the ways back alone, with the states that they leave and lead to, from
/// the latest change to the start. Where a way back ends before the one that goes further begins,
/// a forward edge with no id of the plan's leads on. With `from`, what can be taken back from
/// there. For drawing; it cannot be carried out. Nodes without a way back are not in it.
[[nodiscard]] Plan waysBack(const Plan& plan, const NodeId& from = {});

} // namespace whimbrel
