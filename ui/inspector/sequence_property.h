// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/sequence_parts.h"
#include "ui/inspector/property.h"

#include <algorithm>

namespace whimbrel {

/// The parts of sequence diagrams that these references point at, each as a whole. What is gone
/// takes no part. A change of several is one edit.
[[nodiscard]] Property<SequencePart> partsProperty(
    PlanSession& session, const QList<ElementRef>& refs);
/// Likewise the ranges.
[[nodiscard]] Property<SequenceRange> rangesProperty(
    PlanSession& session, const QList<ElementRef>& refs);

/// What a part is, in the parts that are an A.
template <class A>
[[nodiscard]] Property<A> bodyProperty(const Property<SequencePart>& part)
{
    return alternative<A>(part.part(&SequencePart::body));
}

} // namespace whimbrel
