// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"

namespace whimbrel {

/// Which nodes lead along forward edges to where the run stands (those included), by vertex number.
/// What was entered and is not among them was left behind when the run went back.
[[nodiscard]] QList<bool> leadingToPosition(const Flow& flow, const RunState& state);

/// How far a run is on the drawing.
struct StepCount {
    int passed = 0; ///< steps that are done and that the run did not go back behind
    int all = 0; ///< those, and the steps ahead if nothing fails
};

/// Counts the steps on the run's way; ways out for failures that it did not take are not on it.
[[nodiscard]] StepCount countSteps(const Flow& flow, const RunState& state);

/// The ready node whose turn it is: a join waits for the branches that can still reach it, an end
/// for all others. Empty if no node is ready.
[[nodiscard]] NodeId nodeInTurn(const Flow& flow, const RunState& state);

} // namespace whimbrel
