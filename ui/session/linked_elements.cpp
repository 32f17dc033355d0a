// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/linked_elements.h"

#include "model/plan/sequence_parts.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// The steps and the way back that a part shows.
QList<ElementRef> shownBy(const SequencePart& part)
{
    QList<ElementRef> shown;
    QList<NodeId> nodes;
    if (const Message* message = part.message()) {
        nodes = message->nodes;
        if (!message->edge.isEmpty()) {
            shown.append(ElementRef::of(message->edge));
        }
    } else if (const Fragment* fragment = part.fragment()) {
        nodes = fragment->nodes;
    }
    for (const NodeId& node : nodes) {
        shown.append(ElementRef::of(node));
    }
    return shown;
}

} // namespace

QList<ElementRef> linkedElements(const Plan& plan, const QList<ElementRef>& elements)
{
    QSet<ElementRef> flow;
    QSet<ElementRef> told; // by parts of diagrams
    QSet<SequenceId> own; // the diagrams of these parts
    QList<ElementRef> linked;
    for (const ElementRef& ref : elements) {
        if (ref.type == ElementType::Node || ref.type == ElementType::Edge) {
            flow.insert(ref);
        } else if (const auto place = findPart(plan, ref)) {
            if (const SequencePart* part = findPart(*place->sequence, place->part)) {
                const QList<ElementRef> shown = shownBy(*part);
                linked += shown;
                told.unite({shown.begin(), shown.end()});
                own.insert(place->sequence->id);
            }
        }
    }
    for (const Sequence& sequence : plan.sequences) {
        if (flow.isEmpty() && told.isEmpty()) {
            break;
        }
        const bool another = !own.contains(sequence.id);
        forEachPart(sequence.parts, [&](const SequencePart& part) {
            if (std::ranges::any_of(shownBy(part), [&](const ElementRef& ref) {
                    return flow.contains(ref) || (another && told.contains(ref));
                })) {
                linked.append(ElementRef::of(sequence.id, part.id));
            }
        });
    }
    return linked;
}

} // namespace whimbrel
