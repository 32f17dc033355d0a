// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/rules/rule_input.h"

namespace whimbrel {

/// Whether a check of the plan can run: it says what to look at, in SQL that somebody has written,
/// and its target can be looked at that way. That a file is missing is a finding of its own.
[[nodiscard]] bool isRunnable(const RuleInput& input, const Check& check);

/// Whether one of the checks can run.
[[nodiscard]] bool hasRunnableCheck(const RuleInput& input, const QList<Check>& checks);

} // namespace whimbrel
