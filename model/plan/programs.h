// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

namespace whimbrel {

/// Whether the plan starts programs: as actions, as checks, or as limits of a backfill.
[[nodiscard]] bool startsPrograms(const Plan& plan);

} // namespace whimbrel
