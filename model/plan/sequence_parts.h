// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QSet>

#include <optional>

namespace whimbrel {

/// Calls `visit(part)` for every part from top to bottom, a fragment before what is in it.
template <class Visit>
void forEachPart(const QList<SequencePart>& parts, const Visit& visit)
{
    for (const SequencePart& part : parts) {
        visit(part);
        if (const Fragment* fragment = part.fragment()) {
            for (const Operand& operand : fragment->operands) {
                forEachPart(operand.parts, visit);
            }
        }
    }
}

/// As above, with each part open to change.
template <class Visit>
void changeEachPart(QList<SequencePart>& parts, const Visit& visit)
{
    for (SequencePart& part : parts) {
        visit(part);
        if (auto* fragment = std::get_if<Fragment>(&part.body)) {
            for (Operand& operand : fragment->operands) {
                changeEachPart(operand.parts, visit);
            }
        }
    }
}

/// The part with this id, or null. Holds until the sequence changes.
[[nodiscard]] const SequencePart* findPart(const Sequence& sequence, const SequencePartId& id);
[[nodiscard]] const SequenceRange* findRange(const Sequence& sequence, const SequencePartId& id);

/// A part or range of a sequence diagram of a plan.
struct SequencePartPlace {
    const Sequence* sequence = nullptr;
    SequencePartId part{};
};
/// What a reference of the type SequencePart points at; nothing if it is not there.
[[nodiscard]] std::optional<SequencePartPlace> findPart(const Plan& plan, const ElementRef& ref);

/// An id like `wanted` that no part or range of the diagram has.
[[nodiscard]] SequencePartId freshPartId(const Sequence& sequence, const QString& wanted);

/// Puts `part` in the place of the one with its id; false if there is none.
bool replacePart(Sequence& sequence, const SequencePart& part);
/// Takes a part and what is in it out; false if there is none.
bool erasePart(Sequence& sequence, const SequencePartId& id);
/// Puts a part behind another, in the same operand; false if that is not there.
bool insertPartAfter(Sequence& sequence, const SequencePartId& behind, const SequencePart& part);
bool insertPartBefore(Sequence& sequence, const SequencePartId& before, const SequencePart& part);

/// The lifelines that are drawn: those of the diagram, each once, then participants that only its
/// parts name, in that order.
[[nodiscard]] QList<ParticipantId> shownLifelines(const Sequence& sequence);

/// The participants that a part itself names, in no particular order.
[[nodiscard]] QList<ParticipantId> participantsOf(const SequencePart& part);

/// What people read of a participant: title and version, or the id.
[[nodiscard]] QString nameOf(const Plan& plan, const ParticipantId& id);

} // namespace whimbrel
