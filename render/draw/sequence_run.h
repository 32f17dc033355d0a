// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"
#include "render/draw/display_list.h"
#include "render/draw/theme.h"
#include "render/layout/sequence_layout.h"

#include <QHash>

namespace whimbrel {

/// What a run did with a message so far.
struct MessageRun {
    StepStatus status = StepStatus::Waiting;
    bool current = false; ///< the run is at it
    QDateTime at{}; ///< when it was sent; invalid: between the first and the last of its step
    qint64 ms = -1; ///< how long its step took; -1: the step has messages after this one

    bool operator==(const MessageRun&) const = default;
};

/// What a run did with the messages that show its steps and ways back; those that it has not come
/// to are left out. Of the answers in alternatives those count that the outcome chose. The first
/// message of a step carries when it began, the last when it ended and how long it took.
[[nodiscard]] QHash<SequencePartId, MessageRun> messageRuns(
    const Sequence& sequence, const RunState& run);

/// Adds a band behind the current messages, and beside the diagram, to the left, a sign and the
/// time of each message that the run has come to.
void addRunMarks(QList<DrawGroup>& groups, const Sequence& sequence,
    const SequenceGeometry& geometry, const RunState& run, const Theme& look);

} // namespace whimbrel
