// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

namespace whimbrel::test {

/// How many different plans generatedPlan() makes: 10 to 300 nodes, small ones more often.
inline constexpr int generatedPlanCount = 200;

/// A plan as teams write them, without places: phases (some nested, some split into regions),
/// changes with verifications and ways back, gates, forks with joins, failures that lead to
/// rollback steps, retries, data edges, notes, owners, long titles and labels. The same number
/// gives the same plan.
[[nodiscard]] Plan generatedPlan(int number);

/// The same kind of plan of about that many nodes.
[[nodiscard]] Plan generatedPlan(int nodes, quint32 seed);

/// The plan with a new step between the two ends of its middle forward edge; it has no place.
[[nodiscard]] Plan withOneMore(Plan plan);

} // namespace whimbrel::test
