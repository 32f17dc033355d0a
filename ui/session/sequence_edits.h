// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/edit.h"

namespace whimbrel {

/// A place in a sequence diagram where a part can go: in front of another part, or at the end of
/// an operand.
struct PartSlot {
    SequencePartId fragment{}; ///< whose operand; empty: the diagram itself
    int operand = 0;
    SequencePartId before{}; ///< empty: at the end
    bool operator==(const PartSlot&) const = default;
};

/// The edits that sequence views, outline and palette make. Pure: each looks at a plan and returns
/// what would have to be done to it; nothing to do gives an empty edit.
namespace edits {

/// What was made, and the edit that puts it into the plan.
struct Making {
    Edit edit{};
    ElementRef element{};
};

/// An id that no diagram of the plan has, made of the text.
[[nodiscard]] SequenceId freshSequenceId(const Plan& plan, const QString& text);
/// A diagram with the plan's participants and nothing between them.
[[nodiscard]] Making addSequence(const Plan& plan, const QString& title);
[[nodiscard]] Edit renameSequence(const Plan& plan, const SequenceId& id, const QString& title);
[[nodiscard]] Edit eraseSequence(const Plan& plan, const SequenceId& id);

/// The chosen parts from top to bottom, without those that lie in another of them.
[[nodiscard]] QList<SequencePart> outermost(
    const QList<SequencePart>& parts, const QList<SequencePartId>& chosen);

/// Every place for a part, from top to bottom.
[[nodiscard]] QList<PartSlot> slotsOf(const Sequence& sequence);
/// The place in front of a part, and the one behind it; nothing if it is not there.
[[nodiscard]] std::optional<PartSlot> slotBefore(
    const Sequence& sequence, const SequencePartId& part);
[[nodiscard]] std::optional<PartSlot> slotAfter(
    const Sequence& sequence, const SequencePartId& part);

/// Puts a part there; its id is made of `wanted`.
[[nodiscard]] Making addPart(const Plan& plan, const SequenceId& id, const SequencePartBody& body,
    const PartSlot& slot, const QString& wanted);
/// Puts copies of parts there, under ids that are free.
struct PartCopies {
    Edit edit{};
    QList<ElementRef> elements{};
};
[[nodiscard]] PartCopies addCopies(
    const Plan& plan, const SequenceId& id, const QList<SequencePart>& parts, const PartSlot& slot);
/// Moves parts there, in the order in which they stand. What lies in one of them goes with it.
[[nodiscard]] Edit moveParts(const Plan& plan, const SequenceId& id,
    const QList<SequencePartId>& parts, const PartSlot& slot);
/// Moves parts one place up or down, also into and out of fragments.
[[nodiscard]] Edit stepParts(
    const Plan& plan, const SequenceId& id, const QList<SequencePartId>& parts, bool down);
/// Erases parts, ranges and the lifelines of participants (with their messages) from a diagram. A
/// range that began or ended at an erased part goes to its neighbor, or with the last of them.
[[nodiscard]] Edit eraseFromSequence(
    const Plan& plan, const SequenceId& id, const QList<ElementRef>& elements);

/// Puts a part (or range) in the place of the one with its id.
[[nodiscard]] Edit changePart(
    const Plan& plan, const SequenceId& id, const SequencePart& part, const QString& text);
[[nodiscard]] Edit changeRange(
    const Plan& plan, const SequenceId& id, const SequenceRange& range, const QString& text);
/// Sets what people read of a part or range; of a fragment, the guard of an operand.
[[nodiscard]] Edit setPartText(const Plan& plan, const SequenceId& id, const SequencePartId& part,
    const QString& text, int operand = 0);
[[nodiscard]] QString textOfPart(
    const Sequence& sequence, const SequencePartId& part, int operand = 0);

/// Leads the head (or tail) of a message to a participant; empty: to nobody.
[[nodiscard]] Edit setMessageEnd(const Plan& plan, const SequenceId& id,
    const SequencePartId& message, bool head, const ParticipantId& participant);
/// Shows that a message is a step's, or (if it already is) no more.
[[nodiscard]] Edit toggleLink(
    const Plan& plan, const SequenceId& id, const SequencePartId& message, const NodeId& node);

/// Puts a participant (a new one, or one of the plan) into the diagram, at a place among the
/// lifelines (at the end when negative).
[[nodiscard]] Edit addLifeline(
    const Plan& plan, const SequenceId& id, const Participant& who, qsizetype at = -1);
[[nodiscard]] Edit moveLifeline(
    const Plan& plan, const SequenceId& id, const ParticipantId& who, qsizetype to);
[[nodiscard]] Participant newParticipant(const Plan& plan, ParticipantKind kind);
[[nodiscard]] Edit renameParticipant(
    const Plan& plan, const ParticipantId& who, const QString& title);

/// Puts a fragment around parts and what stands between them. Empty if nothing is chosen: then the
/// fragment goes to `slot` and is empty.
[[nodiscard]] Making wrapParts(const Plan& plan, const SequenceId& id,
    const QList<SequencePartId>& parts, FragmentKind kind, const PartSlot& slot);
/// Takes a fragment away and leaves what is in it.
[[nodiscard]] Edit dissolve(const Plan& plan, const SequenceId& id, const SequencePartId& fragment);
/// A range over the parts (or all of the diagram).
[[nodiscard]] Making addRange(
    const Plan& plan, const SequenceId& id, const QList<SequencePartId>& parts, RangeKind kind);

} // namespace edits

} // namespace whimbrel
