// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/edit.h"

namespace whimbrel {

/// The edit that gives a target another id and leads every action and check that names it there.
/// Empty if the id is taken, empty or unchanged.
[[nodiscard]] Edit renameTarget(const Plan& plan, const TargetId& from, const TargetId& to);

/// The edit that gives a parameter another id and rewrites {{id}} in all SQL of the plan, its files
/// included. Empty if the id is taken, empty or unchanged.
[[nodiscard]] Edit renameParameter(
    const Plan& plan, const ParameterId& from, const ParameterId& to);

} // namespace whimbrel
