// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/sequence_property.h"

namespace whimbrel {

namespace {

/// Changes diagrams of the plan through `change(diagram, id of the part)`, one call a reference.
template <class Change>
bool changeAll(
    PlanSession& session, const QList<ElementRef>& refs, const Commit& commit, const Change& change)
{
    Elements<Sequence> changed;
    for (const ElementRef& ref : refs) {
        if (const auto place = findPart(session.plan(), ref)) {
            const Sequence* known = changed.find(place->sequence->id);
            Sequence sequence = known ? *known : *place->sequence;
            change(sequence, place->part);
            changed.put(sequence);
        }
    }
    Edit edit{commit.what, commit.before, commit.mergeKey};
    for (const Sequence& sequence : changed) {
        const Sequence* before = session.plan().sequences.find(sequence.id);
        if (before && !(sequence == *before)) {
            edit.ops.append(Put<Sequence>{sequence, -1});
        }
    }
    edit.ops += commit.after;
    return edit.isEmpty() || session.perform(edit);
}

} // namespace

Property<SequencePart> partsProperty(PlanSession& session, const QList<ElementRef>& refs)
{
    PlanSession* holder = &session;
    return {[holder, refs](const Property<SequencePart>::Visitor& visitor) {
                for (const ElementRef& ref : refs) {
                    const auto place = findPart(holder->plan(), ref);
                    const SequencePart* part
                        = place ? findPart(*place->sequence, place->part) : nullptr;
                    if (part && !visitor(*part)) {
                        return;
                    }
                }
            },
        [holder, refs](const Property<SequencePart>::Change& change, const Commit& commit) {
            return changeAll(*holder, refs, commit, [&](Sequence& sequence, const auto& id) {
                if (const SequencePart* part = findPart(sequence, id)) {
                    SequencePart changed = *part;
                    change(changed);
                    replacePart(sequence, changed);
                }
            });
        }};
}

Property<SequenceRange> rangesProperty(PlanSession& session, const QList<ElementRef>& refs)
{
    PlanSession* holder = &session;
    return {[holder, refs](const Property<SequenceRange>::Visitor& visitor) {
                for (const ElementRef& ref : refs) {
                    const auto place = findPart(holder->plan(), ref);
                    const SequenceRange* range
                        = place ? findRange(*place->sequence, place->part) : nullptr;
                    if (range && !visitor(*range)) {
                        return;
                    }
                }
            },
        [holder, refs](const Property<SequenceRange>::Change& change, const Commit& commit) {
            return changeAll(*holder, refs, commit, [&](Sequence& sequence, const auto& id) {
                const auto range = std::ranges::find(sequence.ranges, id, &SequenceRange::id);
                if (range != sequence.ranges.end()) {
                    change(*range);
                }
            });
        }};
}

} // namespace whimbrel
