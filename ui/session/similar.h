// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

namespace whimbrel {

/// What a selection is widened to.
enum class Similar {
    Kind, ///< every step (edge) of a kind that is among the selected
    Owner, ///< every step of their owners
    Group, ///< every step of their phases
    Before, ///< they and all that forward edges lead to them from
    After, ///< they and all that forward edges lead to from them
    UntilGate, ///< onward up to the next gates, these included
    WaysBack, ///< all rollback edges of the plan
};

/// The elements that are like the selected in that way, in the plan's order.
[[nodiscard]] QList<ElementRef> similarTo(
    const Plan& plan, const QList<ElementRef>& selection, Similar how);

} // namespace whimbrel
