// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
// The sequence diagram by keyboard: walking, moving, drawing messages.
#include "model/plan/names.h"
#include "model/plan/sequence_parts.h"
#include "ui/sequence/sequence_view.h"

#include <QCoreApplication>
#include <QKeyEvent>

#include <algorithm>
#include <array>

namespace whimbrel {

namespace {

/// The kinds that are drawn by keyboard, in the order in which R takes them.
constexpr std::array drawnKinds{MessageKind::Sync, MessageKind::Async, MessageKind::Reply,
    MessageKind::Create, MessageKind::Destroy, MessageKind::Lost};

QString nameOf(MessageKind kind)
{
    for (const auto& row : namedValues<MessageKind>()) {
        if (row.value == kind) {
            return QCoreApplication::translate("Names", row.name);
        }
    }
    return {};
}

} // namespace

void SequenceView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        const bool busy = gesture() != nullptr || m_draft;
        cancelGesture();
        if (!busy) {
            m_session.select({});
        }
        event->accept();
        return;
    }
    if (draftPressed(event) || arrowPressed(event)) {
        event->accept();
        return;
    }
    const bool plain = event->modifiers() == Qt::NoModifier;
    if (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab) {
        walk(event->key() == Qt::Key_Tab, false);
    } else if (plain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        renameSelection();
    } else {
        DiagramView::keyPressEvent(event);
        return;
    }
    event->accept();
}

QList<ElementRef> SequenceView::spokenOrder() const
{
    QList<ElementRef> order;
    const Sequence* sequence = m_scene.sequence();
    if (sequence == nullptr) {
        return order;
    }
    for (const PlacedLifeline& line : m_scene.geometry().lifelines) {
        order.append(participantRef(line.id));
    }
    forEachPart(sequence->parts, [&](const SequencePart& part) {
        order.append(ElementRef::of(sequence->id, part.id));
        for (const SequenceRange& range : sequence->ranges) {
            if (range.from == part.id) {
                order.append(ElementRef::of(sequence->id, range.id));
            }
        }
    });
    return order;
}

void SequenceView::stepTo(const ElementRef& element)
{
    m_session.select({element});
    showElement(element);
}

void SequenceView::walk(bool forward, bool partsOnly)
{
    QList<ElementRef> order = spokenOrder();
    const bool hasParts = std::ranges::any_of(
        order, [](const ElementRef& ref) { return ref.type == ElementType::SequencePart; });
    if (partsOnly && hasParts) {
        order.removeIf([](const ElementRef& ref) { return ref.type != ElementType::SequencePart; });
    }
    if (order.isEmpty()) {
        return;
    }
    const qsizetype size = order.size();
    const qsizetype now
        = m_session.selection().isEmpty() ? -1 : order.indexOf(m_session.selection().constLast());
    const qsizetype next
        = now < 0 ? (forward ? 0 : size - 1) : (now + (forward ? 1 : size - 1)) % size;
    stepTo(order.at(next));
}

bool SequenceView::arrowPressed(QKeyEvent* event)
{
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (modifiers != Qt::NoModifier) {
        return false;
    }
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Up:
        walk(event->key() == Qt::Key_Down, true);
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        moveAcross(event->key() == Qt::Key_Right ? 1 : -1);
        return true;
    default:
        return false;
    }
}

/// From a lifeline to its neighbor; from a message to the lifeline at that end of it.
void SequenceView::moveAcross(int by)
{
    const QList<PlacedLifeline>& lines = m_scene.geometry().lifelines;
    if (lines.isEmpty()) {
        return;
    }
    const QList<ParticipantId> lifelines = selectedLifelines();
    if (!lifelines.isEmpty()) {
        const auto now
            = std::ranges::find(lines, lifelines.last(), &PlacedLifeline::id) - lines.begin();
        stepTo(participantRef(lines.at(std::clamp<qsizetype>(now + by, 0, lines.size() - 1)).id));
        return;
    }
    const QList<SequencePartId> parts = selectedParts();
    const PlacedMessage* message = parts.isEmpty() ? nullptr : m_scene.message(parts.last());
    if (message == nullptr) {
        stepTo(participantRef(by > 0 ? lines.first().id : lines.last().id));
        return;
    }
    const double left = std::min(message->line.first().x(), message->line.last().x());
    const double right = std::max(message->line.first().x(), message->line.last().x());
    if (const PlacedLifeline* line
        = m_scene.lifelineNear({by > 0 ? right : left, message->line.first().y()}, 40)) {
        stepTo(participantRef(line->id));
    }
}

void SequenceView::startMessage()
{
    const QList<PlacedLifeline>& lines = m_scene.geometry().lifelines;
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    if (lines.isEmpty()) {
        notify(tr("Add a participant first: P."));
        return;
    }
    MessageDraft draft;
    draft.slot = slotForNew();
    const QList<ParticipantId> lifelines = selectedLifelines();
    const QList<SequencePartId> parts = selectedParts();
    const SequencePart* last
        = parts.isEmpty() ? nullptr : findPart(*m_scene.sequence(), parts.last());
    draft.from = lines.first().id;
    if (!lifelines.isEmpty()) {
        draft.from = lifelines.first();
    } else if (last != nullptr && last->message() && !last->message()->from.isEmpty()) {
        draft.from = last->message()->from;
    }
    if (lifelines.size() > 1) {
        draft.to = lifelines.at(1);
    } else {
        const auto at = std::ranges::find(lines, draft.from, &PlacedLifeline::id) - lines.begin();
        draft.to = lines.at(at + 1 < lines.size() ? at + 1 : std::max<qsizetype>(0, at - 1)).id;
    }
    m_draft = draft;
    showElement(participantRef(draft.to));
    showElement(participantRef(draft.from));
    say(draft);
    setFocus();
    updateOverlay();
}

void SequenceView::say(const MessageDraft& draft)
{
    notify(tr("%1 from %2 to %3: arrows choose to whom, Shift+arrows from whom, up and down where, "
              "R the kind, Enter draws it.")
               .arg(nameOf(draft.kind), whimbrel::nameOf(m_session.plan(), draft.from),
                   whimbrel::nameOf(m_session.plan(), draft.to)));
}

bool SequenceView::draftPressed(QKeyEvent* event)
{
    if (!m_draft) {
        return false;
    }
    const QList<PlacedLifeline>& lines = m_scene.geometry().lifelines;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        ParticipantId& end
            = event->modifiers().testFlag(Qt::ShiftModifier) ? m_draft->from : m_draft->to;
        const auto at = std::ranges::find(lines, end, &PlacedLifeline::id) - lines.begin();
        const qsizetype by = event->key() == Qt::Key_Right ? 1 : -1;
        end = lines.at(std::clamp<qsizetype>(at + by, 0, lines.size() - 1)).id;
        showElement(participantRef(end));
        break;
    }
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const QList<PartSlot> places = edits::slotsOf(*m_scene.sequence());
        const qsizetype at = places.indexOf(m_draft->slot);
        const qsizetype by = event->key() == Qt::Key_Down ? 1 : -1;
        m_draft->slot = places.at(std::clamp<qsizetype>(at + by, 0, places.size() - 1));
        break;
    }
    case Qt::Key_R: {
        const auto now = std::ranges::find(drawnKinds, m_draft->kind) - drawnKinds.begin();
        m_draft->kind = drawnKinds.at(static_cast<size_t>(now + 1) % drawnKinds.size());
        break;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter: {
        const MessageDraft draft = *std::exchange(m_draft, std::nullopt);
        notify({});
        addMessage(draft);
        return true;
    }
    default:
        return false;
    }
    say(*m_draft);
    updateOverlay();
    return true;
}

} // namespace whimbrel
