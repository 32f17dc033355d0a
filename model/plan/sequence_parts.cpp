// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/sequence_parts.h"

#include <algorithm>

namespace whimbrel {

namespace {

using Parts = QList<SequencePart>;

const SequencePart* findIn(const Parts& parts, const SequencePartId& id)
{
    for (const SequencePart& part : parts) {
        if (part.id == id) {
            return &part;
        }
        if (const Fragment* fragment = part.fragment()) {
            for (const Operand& operand : fragment->operands) {
                if (const SequencePart* found = findIn(operand.parts, id)) {
                    return found;
                }
            }
        }
    }
    return nullptr;
}

/// Calls `act(list, index)` where the part stands.
template <class Act>
bool atPart(Parts& parts, const SequencePartId& id, const Act& act)
{
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (parts.at(i).id == id) {
            act(parts, i);
            return true;
        }
        // Looks before it touches: what is not on the way stays shared.
        const Fragment* inside = parts.at(i).fragment();
        for (qsizetype o = 0; inside && o < inside->operands.size(); ++o) {
            if (findIn(inside->operands.at(o).parts, id)) {
                auto& fragment = std::get<Fragment>(parts[i].body);
                return atPart(fragment.operands[o].parts, id, act);
            }
        }
    }
    return false;
}

} // namespace

const SequencePart* findPart(const Sequence& sequence, const SequencePartId& id)
{
    return findIn(sequence.parts, id);
}

const SequenceRange* findRange(const Sequence& sequence, const SequencePartId& id)
{
    const auto found = std::ranges::find(sequence.ranges, id, &SequenceRange::id);
    return found == sequence.ranges.end() ? nullptr : &*found;
}

std::optional<SequencePartPlace> findPart(const Plan& plan, const ElementRef& ref)
{
    if (ref.type != ElementType::SequencePart) {
        return std::nullopt;
    }
    for (const Sequence& sequence : plan.sequences) {
        const QString prefix = sequence.id.text() + QLatin1Char('/');
        if (!ref.id.startsWith(prefix)) {
            continue;
        }
        const SequencePartId part(ref.id.mid(prefix.size()));
        if (findPart(sequence, part) || findRange(sequence, part)) {
            return SequencePartPlace{&sequence, part};
        }
    }
    return std::nullopt;
}

SequencePartId freshPartId(const Sequence& sequence, const QString& wanted)
{
    QSet<QString> taken;
    forEachPart(sequence.parts, [&](const SequencePart& part) { taken.insert(part.id.text()); });
    for (const SequenceRange& range : sequence.ranges) {
        taken.insert(range.id.text());
    }
    QString made = wanted;
    for (int i = 2; taken.contains(made); ++i) {
        made = wanted + QLatin1Char('-') + QString::number(i);
    }
    return SequencePartId(made);
}

bool replacePart(Sequence& sequence, const SequencePart& part)
{
    return atPart(sequence.parts, part.id, [&](Parts& parts, qsizetype at) { parts[at] = part; });
}

bool erasePart(Sequence& sequence, const SequencePartId& id)
{
    return atPart(sequence.parts, id, [](Parts& parts, qsizetype at) { parts.removeAt(at); });
}

bool insertPartAfter(Sequence& sequence, const SequencePartId& behind, const SequencePart& part)
{
    return atPart(
        sequence.parts, behind, [&](Parts& parts, qsizetype at) { parts.insert(at + 1, part); });
}

bool insertPartBefore(Sequence& sequence, const SequencePartId& before, const SequencePart& part)
{
    return atPart(
        sequence.parts, before, [&](Parts& parts, qsizetype at) { parts.insert(at, part); });
}

QList<ParticipantId> participantsOf(const SequencePart& part)
{
    struct Named {
        QList<ParticipantId> operator()(const Message& m) const { return {m.from, m.to}; }
        QList<ParticipantId> operator()(const Fragment& f) const { return f.over; }
        QList<ParticipantId> operator()(const SequenceNote& n) const { return n.over; }
        QList<ParticipantId> operator()(const StatePill& s) const { return {s.on}; }
        QList<ParticipantId> operator()(const Activation& a) const { return {a.on}; }
    };
    QList<ParticipantId> named = std::visit(Named{}, part.body);
    named.removeAll(ParticipantId());
    return named;
}

QList<ParticipantId> shownLifelines(const Sequence& sequence)
{
    QList<ParticipantId> shown;
    QSet<ParticipantId> known;
    const auto add = [&](const ParticipantId& id) {
        if (!id.isEmpty() && !known.contains(id)) {
            known.insert(id);
            shown.append(id);
        }
    };
    std::ranges::for_each(sequence.lifelines, add);
    forEachPart(sequence.parts, [&](const SequencePart& part) {
        for (const ParticipantId& id : participantsOf(part)) {
            add(id);
        }
    });
    return shown;
}

QString nameOf(const Plan& plan, const ParticipantId& id)
{
    const Participant* participant = plan.participants.find(id);
    if (!participant || participant->title.simplified().isEmpty()) {
        return id.text();
    }
    const QString title = participant->title.simplified();
    // A title that says the version already ("Application 2") is not made to say it twice.
    return participant->version.isEmpty() || title.contains(participant->version)
        ? title
        : title + QLatin1Char(' ') + participant->version;
}

} // namespace whimbrel
