// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QHash>

namespace whimbrel {

/// What a row of a flattened sequence diagram is.
enum class SequenceRowType {
    Message,
    Note,
    State,
    Activation, ///< takes no height
    Reference,
    FragmentBegin,
    OperandBegin, ///< of all but the first operand
    FragmentEnd,
};

/// One row, in the order from top to bottom. Lifelines are numbers from left to right, -1: none.
struct SequenceRow {
    SequenceRowType type = SequenceRowType::Message;
    const SequencePart* part = nullptr;
    int operand = 0;
    int frame = -1; ///< FragmentBegin, OperandBegin, FragmentEnd, Reference: which
    int from = -1; ///< of what it touches; of a message, the sender
    int to = -1;
    int fromLevel = 0; ///< how many bars lie under this end of a message
    int toLevel = 0;
    bool creates = false; ///< the receiver's head stands in this row
    bool beside = false; ///< a message at the height of the one before
    QString number{};
};

/// A fragment and the lifelines that it and everything in it touch.
struct SequenceFrame {
    const SequencePart* part = nullptr;
    int parent = -1;
    int depth = 0;
    int low = -1; ///< -1: none
    int high = -1;
    int begin = 0; ///< rows
    int end = 0;
};

/// A bar on a lifeline, from row to row. A bar that one operand ends goes on in the next.
struct SequenceBar {
    int lifeline = 0;
    int level = 0;
    QList<std::pair<int, int>> stretches{};
};

/// A diagram's tree as rows, with what follows from their order: numbers, bars, frames.
struct SequenceRows {
    QList<ParticipantId> lifelines{};
    QHash<ParticipantId, int> indexOf{};
    QList<SequenceRow> rows{};
    QList<SequenceFrame> frames{};
    QList<SequenceBar> bars{};
    QHash<SequencePartId, std::pair<int, int>> rowsOf{}; ///< the first and last row of a part
};

/// Points into `sequence`, which has to outlive it.
[[nodiscard]] SequenceRows rowsOf(const Sequence& sequence);

} // namespace whimbrel
