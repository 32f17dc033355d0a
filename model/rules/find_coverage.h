// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/rules/finding.h"
#include "model/rules/rule_input.h"

namespace whimbrel {

/// The coverage of the plan's forward edges. The findings say what has been accepted.
[[nodiscard]] Coverage findCoverage(const RuleInput& input, const Findings& findings);

} // namespace whimbrel
