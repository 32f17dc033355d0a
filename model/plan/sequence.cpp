// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/sequence.h"

namespace whimbrel {

// Parts and operands hold each other: what compares them needs both to be complete.

bool Fragment::operator==(const Fragment& other) const
{
    return kind == other.kind && text == other.text && over == other.over
        && refersTo == other.refersTo && nodes == other.nodes && operands == other.operands;
}

bool SequencePart::operator==(const SequencePart& other) const
{
    return id == other.id && body == other.body && extras == other.extras;
}

bool Operand::operator==(const Operand& other) const
{
    return guard == other.guard && parts == other.parts && extras == other.extras;
}

bool Sequence::operator==(const Sequence& other) const
{
    return id == other.id && title == other.title && notes == other.notes && scope == other.scope
        && numbering == other.numbering && firstNumber == other.firstNumber
        && numberStep == other.numberStep && lifelines == other.lifelines && parts == other.parts
        && ranges == other.ranges && generated == other.generated && extras == other.extras;
}

} // namespace whimbrel
