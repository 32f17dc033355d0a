// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

namespace whimbrel::bench {

/// A plan of about so many nodes as people would write it: changes with SQL in the plan and in
/// files, a verification behind each, ways back, phases, gates, now and then a fork with its join.
/// Every node has a stored place. The same size gives the same plan.
[[nodiscard]] Plan planOfSize(int nodes);

} // namespace whimbrel::bench
