// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/extras.h"
#include "model/plan/ids.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <variant>

namespace whimbrel {

struct Operand;

/// What a message is, as in UML. A message to oneself is one of the first three whose ends are the
/// same lifeline.
enum class MessageKind {
    Sync, ///< the sender waits for the answer
    Async, ///< the sender goes on
    Reply,
    Create, ///< the receiver comes into being: its head stands in this row
    Destroy, ///< the receiver ceases to be
    Lost, ///< it fails: without a receiver it reaches nobody, with one it is refused
    Found, ///< it comes from outside the picture
};

/// An arrow from lifeline to lifeline.
struct Message {
    MessageKind kind = MessageKind::Sync;
    ParticipantId from{}; ///< empty: of a found message
    ParticipantId to{}; ///< empty: of a lost message
    QString text{};
    QList<NodeId> nodes{}; ///< the steps of the flow that it shows
    EdgeId edge{}; ///< the way back whose action it shows
    bool activates = false; ///< the receiver works from here until it replies
    bool beside = false; ///< in the row of the message above it: both happen at the same time

    [[nodiscard]] bool isToItself() const { return from == to && !from.isEmpty(); }
    bool operator==(const Message&) const = default;
};

/// The operators of UML's combined fragments, and a reference to what is drawn elsewhere.
enum class FragmentKind {
    Alternatives,
    Option,
    Loop,
    Parallel,
    Critical,
    Break,
    Strict,
    Negative, ///< must not happen
    Reference,
};

/// A frame around messages. Frames nest: an operand holds parts, among them other fragments.
struct Fragment {
    FragmentKind kind = FragmentKind::Option;
    QString text{}; ///< Reference: what is drawn elsewhere
    QList<ParticipantId> over{}; ///< Reference: the lifelines that it covers; empty: all
    SequenceId refersTo{}; ///< Reference: another sequence diagram
    QList<NodeId> nodes{}; ///< Reference: the steps of the flow that it stands for
    QList<Operand> operands{};

    bool operator==(const Fragment& other) const;
};

enum class NoteSide { Over, Left, Right };

/// A remark beside one lifeline, or over several.
struct SequenceNote {
    NoteSide side = NoteSide::Over;
    QList<ParticipantId> over{}; ///< beside: the first one counts
    QString text{};
    bool operator==(const SequenceNote&) const = default;
};

/// What holds of a participant from here on: "schema v2", "flag on".
struct StatePill {
    ParticipantId on{};
    QString text{};
    bool operator==(const StatePill&) const = default;
};

/// Begins or ends a bar on a lifeline where no message does.
struct Activation {
    ParticipantId on{};
    bool ends = false;
    bool operator==(const Activation&) const = default;
};

using SequencePartBody = std::variant<Message, Fragment, SequenceNote, StatePill, Activation>;

/// In the order of SequencePartBody's alternatives.
enum class SequencePartType { Message, Fragment, Note, State, Activation };

/// One thing in a sequence diagram, in the order from top to bottom.
struct SequencePart {
    SequencePartId id{}; ///< unique in its diagram
    SequencePartBody body{};
    Extras extras{};

    [[nodiscard]] SequencePartType type() const
    {
        return static_cast<SequencePartType>(body.index());
    }
    [[nodiscard]] const Message* message() const { return std::get_if<Message>(&body); }
    [[nodiscard]] const Fragment* fragment() const { return std::get_if<Fragment>(&body); }
    bool operator==(const SequencePart& other) const;
};

/// A compartment of a fragment and the condition under which it happens.
struct Operand {
    QString guard{};
    QList<SequencePart> parts{};
    Extras extras{};
    bool operator==(const Operand& other) const;
};

/// What holds from one part to another.
enum class RangeKind {
    Lock,
    Transaction,
    Window, ///< a maintenance window
    Highlight,
    Duration, ///< how long it takes, or may take
};

/// A stretch of time, from the row of one part to that of another.
struct SequenceRange {
    SequencePartId id{}; ///< unique in its diagram, among the parts too
    RangeKind kind = RangeKind::Highlight;
    QString text{}; ///< "lock on customers", "≤ 30 s"
    SequencePartId from{};
    SequencePartId to{};
    QList<ParticipantId> over{}; ///< whom it concerns; empty: everybody
    Extras extras{};
    bool operator==(const SequenceRange&) const = default;
};

enum class Numbering {
    None,
    Flat, ///< 1, 2, 3
    Nested, ///< 1, 2.1, 2.2 inside fragments
};

/// How much of the migration a diagram tells.
enum class SequenceScope {
    Migration, ///< all of it: what the flow has and the diagram does not is missing
    Excerpt, ///< a part, a drill
};

/// A sequence diagram: who does what, in which order. A picture of the plan that executes nothing.
struct Sequence {
    SequenceId id{};
    QString title{};
    QString notes{};
    SequenceScope scope = SequenceScope::Migration;
    Numbering numbering = Numbering::Flat;
    int firstNumber = 1; ///< of the messages that are not numbered within a fragment
    int numberStep = 1; ///< from one of them to the next
    QList<ParticipantId> lifelines{}; ///< from left to right; each once
    QList<SequencePart> parts{}; ///< from top to bottom
    QList<SequenceRange> ranges{};
    /// What was generated from the flow the last time, in that order: "DIGEST ID" of each part. It
    /// tells what a person has changed, moved or deleted since.
    QStringList generated{};
    Extras extras{};

    bool operator==(const Sequence& other) const;
};

} // namespace whimbrel
