// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/rules/rule_input.h"

namespace whimbrel {

/// Reports a finding about the step into a change: marked is the first forward edge into it (or the
/// change where none leads there), related are the change and the other edges. Keyed by the change,
/// so that it survives when the edge is drawn anew.
Finding& reportStep(
    const RuleInput& input, Findings& findings, const char* rule, int change, const QString& text);

} // namespace whimbrel
