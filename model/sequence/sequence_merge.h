// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/edit.h"

namespace whimbrel {

/// What a merge does with one part.
enum class MergeKind {
    Added, ///< the flow has it now
    Removed, ///< the flow has it no more
    Changed, ///< the flow says it differently now
    Moved, ///< the flow has it elsewhere now
    Kept, ///< a person changed it, and so did the flow: the person's stays
};

struct MergeChange {
    MergeKind kind = MergeKind::Added;
    SequencePartId part{};
    QString text{}; ///< what people read of it
};

struct SequenceMerge {
    Sequence sequence{};
    QList<MergeChange> changes{}; ///< in no particular order of kinds; empty: nothing to do
};

/// Brings a diagram up to what the flow gives now. Three ways meet: what was generated before
/// (Sequence::generated), what the diagram has become, and `fresh`, what the flow gives today.
/// Parts that a person drew, changed, moved or deleted stay so; the rest follows the flow. Title,
/// notes, ranges and the order of the lifelines are the diagram's own.
[[nodiscard]] SequenceMerge mergeSequence(const Sequence& current, const Sequence& fresh);

/// Generates the diagram `id` from the flow, or brings it up to date: the edit that puts it and the
/// participants that it needs into the plan, and what it changes.
struct Regeneration {
    Edit edit{};
    QList<MergeChange> changes{};
    bool isNew = false;
};
[[nodiscard]] Regeneration regenerateSequence(const Plan& plan, const SequenceId& id);

} // namespace whimbrel
