// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

namespace whimbrel {

/// A sequence diagram of a plan's flow, and the participants that the plan has to get for it.
struct FlowSequence {
    Sequence sequence{}; ///< with Sequence::generated
    QList<Participant> participants{};
};

/// Tells the flow as a choreography: each step a call to its target and the answer, verifications
/// as questions, gates as calls to people, each failure as the other branch of an `alt` with the
/// messages that take the changes back, forks as `par`, batches as `loop`. Parts are named after
/// the nodes and edges that they show, so that the same flow gives the same ids. Pure.
[[nodiscard]] FlowSequence sequenceOfFlow(const Plan& plan, const SequenceId& id);

} // namespace whimbrel
