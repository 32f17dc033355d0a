// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/event.h"
#include "model/plan/edit.h"
#include "model/sequence/flow_sequence.h"

namespace whimbrel {

/// The sequence diagram of what a run did, for a post-mortem: the steps in the order in which they
/// were entered, as the flow tells them, with how long they took, what failed and why, who answered
/// and what was taken back. A finished story: nothing in it branches. Pure.
[[nodiscard]] FlowSequence sequenceOfRun(
    const Plan& plan, const QList<Event>& events, const SequenceId& id);

/// The edit that puts it into the plan, with the participants that it needs.
[[nodiscard]] Edit addRunSequence(
    const Plan& plan, const QList<Event>& events, const SequenceId& id);

} // namespace whimbrel
