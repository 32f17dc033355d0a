// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

namespace whimbrel {

/// The plan for people who are to see what happens and when, but no SQL, no table, no path and no
/// program: kinds, titles, ways, owners and times alone. For drawing; it cannot be carried out.
[[nodiscard]] Plan withoutSql(const Plan& plan);

} // namespace whimbrel
