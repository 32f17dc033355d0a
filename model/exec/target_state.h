// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"

namespace whimbrel {

/// Where a run stands in one of its databases.
struct TargetState {
    TargetId target{};
    QString database{}; ///< what it is bound to, without secrets
    QString readOnly{}; ///< why only checks look at it; empty: it is worked on
    int steps = 0; ///< of the plan, whose actions work there
    int done = 0; ///< of those: done, marked as done or left out
    int applied = 0; ///< changes that are in effect there
    NodeId at{}; ///< the step there that is in hand, failed or is asked about; empty: none
    StepStatus status = StepStatus::Waiting; ///< of that step
};

/// For every target of the plan that is a database, in plan order.
[[nodiscard]] QList<TargetState> targetStates(const Plan& plan, const RunState& state);

/// "2 of 3 steps done, 1 change in effect"
[[nodiscard]] QString targetText(const TargetState& target);

} // namespace whimbrel
