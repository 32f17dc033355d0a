// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/sequence_edits.h"

#include "model/base/counted.h"
#include "model/plan/sequence_parts.h"
#include "ui/session/plan_edits.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel::edits {

namespace {

using Parts = QList<SequencePart>;

QString tr(const char* text)
{
    return QCoreApplication::translate("SequenceEdits", text);
}

/// The list that a slot is in, and where in it; nothing if that is not there.
struct Spot {
    Parts* list = nullptr;
    qsizetype at = 0;
};

std::optional<Spot> spotOf(Sequence& sequence, const PartSlot& slot)
{
    Parts* list = &sequence.parts;
    if (!slot.fragment.isEmpty()) {
        list = nullptr;
        changeEachPart(sequence.parts, [&](SequencePart& part) {
            auto* fragment = std::get_if<Fragment>(&part.body);
            if (part.id == slot.fragment && fragment && slot.operand < fragment->operands.size()) {
                list = &fragment->operands[slot.operand].parts;
            }
        });
    }
    if (!list) {
        return std::nullopt;
    }
    const auto found = std::ranges::find(*list, slot.before, &SequencePart::id);
    if (!slot.before.isEmpty() && found == list->end()) {
        return std::nullopt;
    }
    return Spot{list, slot.before.isEmpty() ? list->size() : found - list->begin()};
}

/// Calls `visit(slot in front of the part, part, the part behind it in the same list or null)`.
template <class Visit>
void forEachPlace(const Parts& parts, PartSlot slot, const Visit& visit)
{
    for (qsizetype i = 0; i < parts.size(); ++i) {
        slot.before = parts.at(i).id;
        visit(slot, parts.at(i), i + 1 < parts.size() ? &parts.at(i + 1) : nullptr);
        if (const Fragment* fragment = parts.at(i).fragment()) {
            for (int o = 0; o < fragment->operands.size(); ++o) {
                forEachPlace(fragment->operands.at(o).parts, {parts.at(i).id, o, {}}, visit);
            }
        }
    }
}

void listSlots(const Parts& parts, PartSlot slot, QList<PartSlot>& into)
{
    for (const SequencePart& part : parts) {
        slot.before = part.id;
        into.append(slot);
        if (const Fragment* fragment = part.fragment()) {
            for (int o = 0; o < fragment->operands.size(); ++o) {
                listSlots(fragment->operands.at(o).parts, {part.id, o, {}}, into);
            }
        }
    }
    slot.before = {};
    into.append(slot);
}

QSet<SequencePartId> setOf(const QList<SequencePartId>& ids)
{
    return {ids.begin(), ids.end()};
}

Edit put(const QString& text, Sequence sequence)
{
    return {text, {Put<Sequence>{std::move(sequence)}}, {}};
}

QString wantedId(const SequencePartBody& body)
{
    switch (static_cast<SequencePartType>(body.index())) {
    case SequencePartType::Message:
        return QStringLiteral("message");
    case SequencePartType::Fragment:
        return QStringLiteral("fragment");
    case SequencePartType::Note:
        return QStringLiteral("note");
    case SequencePartType::State:
        return QStringLiteral("state");
    case SequencePartType::Activation:
        break;
    }
    return QStringLiteral("activation");
}

QString addingText(const SequencePartBody& body)
{
    switch (static_cast<SequencePartType>(body.index())) {
    case SequencePartType::Message:
        return tr("Add message");
    case SequencePartType::Fragment:
        return tr("Add fragment");
    case SequencePartType::Note:
        return tr("Add note");
    case SequencePartType::State:
        return tr("Add state");
    case SequencePartType::Activation:
        break;
    }
    return tr("Add activation");
}

/// Ranges whose ends are gone are led to what is left of them.
void repairRanges(Sequence& sequence, const Sequence& before)
{
    QList<SequencePartId> order;
    forEachPart(before.parts, [&](const SequencePart& part) { order.append(part.id); });
    QSet<SequencePartId> left;
    forEachPart(sequence.parts, [&](const SequencePart& part) { left.insert(part.id); });
    QList<SequenceRange> ranges;
    for (SequenceRange range : std::as_const(sequence.ranges)) {
        const qsizetype from = order.indexOf(range.from);
        const qsizetype to = order.indexOf(range.to);
        if (from >= 0 && to >= 0) { // else it dangled before: a finding says so
            range.from = range.to = {};
            for (qsizetype i = std::min(from, to); i <= std::max(from, to); ++i) {
                if (left.contains(order.at(i))) {
                    range.from = range.from.isEmpty() ? order.at(i) : range.from;
                    range.to = order.at(i);
                }
            }
            if (range.from.isEmpty()) {
                continue;
            }
        }
        ranges.append(range);
    }
    sequence.ranges = ranges;
}

/// Gives a copied part, and what is in it, ids that are free in `sequence` and not in `taken`.
void renumber(Parts& parts, const Sequence& sequence, QSet<SequencePartId>& taken)
{
    changeEachPart(parts, [&](SequencePart& part) {
        const QString wanted = part.id.text();
        part.id = freshPartId(sequence, wanted);
        for (int n = 2; taken.contains(part.id); ++n) {
            part.id = freshPartId(sequence, wanted + QLatin1Char('-') + QString::number(n));
        }
        taken.insert(part.id);
    });
}

} // namespace

QList<SequencePart> outermost(const QList<SequencePart>& parts, const QList<SequencePartId>& chosen)
{
    QList<SequencePart> found;
    for (const SequencePart& part : parts) {
        if (chosen.contains(part.id)) {
            found.append(part);
        } else if (const Fragment* fragment = part.fragment()) {
            for (const Operand& operand : fragment->operands) {
                found += outermost(operand.parts, chosen);
            }
        }
    }
    return found;
}

QList<PartSlot> slotsOf(const Sequence& sequence)
{
    QList<PartSlot> found;
    listSlots(sequence.parts, {}, found);
    return found;
}

std::optional<PartSlot> slotBefore(const Sequence& sequence, const SequencePartId& part)
{
    std::optional<PartSlot> found;
    forEachPlace(sequence.parts, {},
        [&](const PartSlot& slot, const SequencePart& each, const SequencePart*) {
            found = each.id == part ? std::optional(slot) : found;
        });
    return found;
}

std::optional<PartSlot> slotAfter(const Sequence& sequence, const SequencePartId& part)
{
    std::optional<PartSlot> found;
    forEachPlace(sequence.parts, {},
        [&](const PartSlot& slot, const SequencePart& each, const SequencePart* next) {
            if (each.id == part) {
                found = slot;
                found->before = next ? next->id : SequencePartId();
            }
        });
    return found;
}

Making addPart(const Plan& plan, const SequenceId& id, const SequencePartBody& body,
    const PartSlot& slot, const QString& wanted)
{
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence) {
        return {};
    }
    Sequence changed = *sequence;
    const std::optional<Spot> spot = spotOf(changed, slot);
    if (!spot) {
        return {};
    }
    SequencePart part;
    part.id = freshPartId(*sequence, slug(wanted).isEmpty() ? wantedId(body) : slug(wanted));
    part.body = body;
    spot->list->insert(spot->at, part);
    return {put(addingText(body), changed), ElementRef::of(id, part.id)};
}

PartCopies addCopies(
    const Plan& plan, const SequenceId& id, const QList<SequencePart>& parts, const PartSlot& slot)
{
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence || parts.isEmpty()) {
        return {};
    }
    Sequence changed = *sequence;
    const std::optional<Spot> spot = spotOf(changed, slot);
    if (!spot) {
        return {};
    }
    Parts copies = parts;
    QSet<SequencePartId> taken;
    renumber(copies, *sequence, taken);
    PartCopies made;
    for (qsizetype i = 0; i < copies.size(); ++i) {
        spot->list->insert(spot->at + i, copies.at(i));
        made.elements.append(ElementRef::of(id, copies.at(i).id));
    }
    for (const ParticipantId& each : shownLifelines(changed)) {
        if (!changed.lifelines.contains(each)) {
            changed.lifelines.append(each);
        }
    }
    made.edit = put(tr("Paste into sequence diagram"), changed);
    return made;
}

Edit moveParts(const Plan& plan, const SequenceId& id, const QList<SequencePartId>& parts,
    const PartSlot& slot)
{
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence) {
        return {};
    }
    const QList<SequencePart> moving = outermost(sequence->parts, parts);
    bool intoItself = moving.isEmpty();
    PartSlot to = slot;
    for (const SequencePart& part : moving) {
        forEachPart({part},
            [&](const SequencePart& each) { intoItself = intoItself || each.id == slot.fragment; });
    }
    if (intoItself) {
        return {};
    }
    // In front of what goes along means in front of what follows it and stays.
    while (setOf(parts).contains(to.before)) {
        const auto next = slotAfter(*sequence, to.before);
        if (!next) {
            return {};
        }
        to = *next;
    }
    Sequence changed = *sequence;
    for (const SequencePart& part : moving) {
        erasePart(changed, part.id);
    }
    const std::optional<Spot> spot = spotOf(changed, to);
    if (!spot) {
        return {};
    }
    for (qsizetype i = 0; i < moving.size(); ++i) {
        spot->list->insert(spot->at + i, moving.at(i));
    }
    return changed == *sequence
        ? Edit{}
        : put(counted(moving.size(), tr("Move part"), tr("Move %1 parts")), changed);
}

Edit stepParts(
    const Plan& plan, const SequenceId& id, const QList<SequencePartId>& parts, bool down)
{
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence) {
        return {};
    }
    const QList<SequencePart> moving = outermost(sequence->parts, parts);
    if (moving.isEmpty()) {
        return {};
    }
    const QList<PartSlot> all = slotsOf(*sequence);
    const auto from
        = down ? slotAfter(*sequence, moving.last().id) : slotBefore(*sequence, moving.first().id);
    qsizetype at = from ? all.indexOf(*from) : -1;
    for (at += down ? 1 : -1; at >= 0 && at < all.size(); at += down ? 1 : -1) {
        Edit edit = moveParts(plan, id, parts, all.at(at));
        if (!edit.isEmpty()) {
            return edit;
        }
    }
    return {};
}

Edit eraseFromSequence(const Plan& plan, const SequenceId& id, const QList<ElementRef>& elements)
{
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence) {
        return {};
    }
    Sequence changed = *sequence;
    int erased = 0;
    for (const ElementRef& ref : elements) {
        if (ref.type == ElementType::Participant) {
            const ParticipantId who(ref.id);
            QList<SequencePartId> gone;
            forEachPart(changed.parts, [&](const SequencePart& part) {
                if (part.type() != SequencePartType::Fragment
                    && participantsOf(part).contains(who)) {
                    gone.append(part.id);
                }
            });
            for (const SequencePartId& part : gone) {
                erasePart(changed, part);
            }
            changeEachPart(changed.parts, [&](SequencePart& part) {
                if (auto* fragment = std::get_if<Fragment>(&part.body)) {
                    fragment->over.removeAll(who);
                }
            });
            for (SequenceRange& range : changed.ranges) {
                range.over.removeAll(who);
            }
            erased += changed.lifelines.removeAll(who) > 0 || !gone.isEmpty() ? 1 : 0;
        } else if (const auto place = findPart(plan, ref); place && place->sequence == sequence) {
            const bool range = changed.ranges.removeIf([&](const SequenceRange& each) {
                return each.id == place->part;
            }) > 0;
            erased += range || erasePart(changed, place->part) ? 1 : 0;
        }
    }
    if (erased == 0) {
        return {};
    }
    repairRanges(changed, *sequence);
    return put(counted(erased, tr("Delete from sequence diagram"), tr("Delete %1 parts")), changed);
}

Edit changePart(
    const Plan& plan, const SequenceId& id, const SequencePart& part, const QString& text)
{
    const Sequence* sequence = plan.sequences.find(id);
    const SequencePart* now = sequence ? findPart(*sequence, part.id) : nullptr;
    if (!now || *now == part) {
        return {};
    }
    Sequence changed = *sequence;
    replacePart(changed, part);
    return put(text, changed);
}

Edit changeRange(
    const Plan& plan, const SequenceId& id, const SequenceRange& range, const QString& text)
{
    const Sequence* sequence = plan.sequences.find(id);
    const SequenceRange* now = sequence ? findRange(*sequence, range.id) : nullptr;
    if (!now || *now == range) {
        return {};
    }
    Sequence changed = *sequence;
    *std::ranges::find(changed.ranges, range.id, &SequenceRange::id) = range;
    return put(text, changed);
}

QString textOfPart(const Sequence& sequence, const SequencePartId& part, int operand)
{
    if (const SequenceRange* range = findRange(sequence, part)) {
        return range->text;
    }
    const SequencePart* found = findPart(sequence, part);
    if (!found) {
        return {};
    }
    struct Text {
        int operand;
        QString operator()(const Message& m) const { return m.text; }
        QString operator()(const Fragment& f) const
        {
            return f.kind == FragmentKind::Reference ? f.text : f.operands.value(operand).guard;
        }
        QString operator()(const SequenceNote& n) const { return n.text; }
        QString operator()(const StatePill& s) const { return s.text; }
        QString operator()(const Activation&) const { return {}; }
    };
    return std::visit(Text{operand}, found->body);
}

Edit setPartText(const Plan& plan, const SequenceId& id, const SequencePartId& part,
    const QString& text, int operand)
{
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence) {
        return {};
    }
    if (const SequenceRange* range = findRange(*sequence, part)) {
        SequenceRange changed = *range;
        changed.text = text;
        return changeRange(plan, id, changed, tr("Change text"));
    }
    const SequencePart* found = findPart(*sequence, part);
    if (!found) {
        return {};
    }
    struct SetText {
        const QString& text;
        int operand;
        void operator()(Message& m) const { m.text = text; }
        void operator()(Fragment& f) const
        {
            if (f.kind == FragmentKind::Reference) {
                f.text = text;
            } else if (operand < f.operands.size()) {
                f.operands[operand].guard = text;
            }
        }
        void operator()(SequenceNote& n) const { n.text = text; }
        void operator()(StatePill& s) const { s.text = text; }
        void operator()(Activation&) const { }
    };
    SequencePart changed = *found;
    std::visit(SetText{text, operand}, changed.body);
    return changePart(plan, id, changed, tr("Change text"));
}

Edit setMessageEnd(const Plan& plan, const SequenceId& id, const SequencePartId& message, bool head,
    const ParticipantId& participant)
{
    const Sequence* sequence = plan.sequences.find(id);
    const SequencePart* part = sequence ? findPart(*sequence, message) : nullptr;
    if (!part || !part->message()) {
        return {};
    }
    SequencePart changed = *part;
    auto& body = std::get<Message>(changed.body);
    (head ? body.to : body.from) = participant;
    return changePart(plan, id, changed, tr("Change end of message"));
}

Edit toggleLink(
    const Plan& plan, const SequenceId& id, const SequencePartId& message, const NodeId& node)
{
    const Sequence* sequence = plan.sequences.find(id);
    const SequencePart* part = sequence ? findPart(*sequence, message) : nullptr;
    if (!part || !part->message()) {
        return {};
    }
    SequencePart changed = *part;
    auto& body = std::get<Message>(changed.body);
    const bool linked = body.nodes.removeAll(node) > 0;
    if (!linked) {
        body.nodes.append(node);
    }
    return changePart(plan, id, changed, linked ? tr("Unlink step") : tr("Link step"));
}

Making wrapParts(const Plan& plan, const SequenceId& id, const QList<SequencePartId>& parts,
    FragmentKind kind, const PartSlot& slot)
{
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence) {
        return {};
    }
    Fragment fragment;
    fragment.kind = kind;
    if (kind != FragmentKind::Reference) {
        const bool branches = kind == FragmentKind::Alternatives || kind == FragmentKind::Parallel;
        fragment.operands.resize(branches ? 2 : 1);
    }
    if (kind == FragmentKind::Alternatives) {
        fragment.operands[1].guard = tr("else");
    }
    const QList<SequencePart> chosen = outermost(sequence->parts, parts);
    if (chosen.isEmpty() || kind == FragmentKind::Reference) {
        return addPart(plan, id, fragment, slot, {});
    }
    // From the first to the last of them, in the list in which the first one stands; what is
    // chosen elsewhere joins.
    Sequence changed = *sequence;
    const Spot spot = *spotOf(changed, *slotBefore(*sequence, chosen.first().id));
    const Parts siblings = *spot.list;
    qsizetype last = spot.at;
    for (const SequencePart& part : chosen) {
        const auto found = std::ranges::find(siblings, part.id, &SequencePart::id);
        last = found == siblings.end() ? last : std::max(last, found - siblings.begin());
    }
    Parts inside = siblings.mid(spot.at, last - spot.at + 1);
    QSet<SequencePartId> known;
    forEachPart(inside, [&](const SequencePart& part) { known.insert(part.id); });
    for (const SequencePart& part : chosen) {
        if (!known.contains(part.id)) {
            inside.append(part);
        }
    }
    SequencePart made;
    made.id = freshPartId(*sequence, wantedId(fragment));
    made.body = fragment;
    spot.list->insert(spot.at, made);
    for (const SequencePart& part : std::as_const(inside)) {
        erasePart(changed, part.id);
    }
    fragment.operands[0].parts = inside;
    made.body = fragment;
    replacePart(changed, made);
    return {put(tr("Add fragment"), changed), ElementRef::of(id, made.id)};
}

Edit dissolve(const Plan& plan, const SequenceId& id, const SequencePartId& fragment)
{
    const Sequence* sequence = plan.sequences.find(id);
    const SequencePart* part = sequence ? findPart(*sequence, fragment) : nullptr;
    if (!part || !part->fragment()) {
        return {};
    }
    Sequence changed = *sequence;
    const std::optional<Spot> spot = spotOf(changed, *slotBefore(*sequence, fragment));
    Parts inside;
    for (const Operand& operand : part->fragment()->operands) {
        inside += operand.parts;
    }
    spot->list->removeAt(spot->at);
    for (qsizetype i = 0; i < inside.size(); ++i) {
        spot->list->insert(spot->at + i, inside.at(i));
    }
    repairRanges(changed, *sequence);
    return put(tr("Dissolve fragment"), changed);
}

Making addRange(
    const Plan& plan, const SequenceId& id, const QList<SequencePartId>& parts, RangeKind kind)
{
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence || sequence->parts.isEmpty()) {
        return {};
    }
    const QSet<SequencePartId> chosen = setOf(parts);
    SequenceRange range;
    range.kind = kind;
    range.id = freshPartId(*sequence, QStringLiteral("range"));
    forEachPart(sequence->parts, [&](const SequencePart& part) {
        if (chosen.isEmpty() || chosen.contains(part.id)) {
            range.from = range.from.isEmpty() ? part.id : range.from;
            range.to = part.id;
        }
    });
    if (range.from.isEmpty()) {
        return {};
    }
    Sequence changed = *sequence;
    changed.ranges.append(range);
    return {put(tr("Add range"), changed), ElementRef::of(id, range.id)};
}

} // namespace whimbrel::edits
