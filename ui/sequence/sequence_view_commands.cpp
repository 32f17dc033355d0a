// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
// What menus, shortcuts and the command palette do on a sequence diagram.
#include "model/base/counted.h"
#include "model/plan/names.h"
#include "model/plan/sequence_parts.h"
#include "render/text/fonts.h"
#include "ui/diagram/title_editor.h"
#include "ui/sequence/sequence_view.h"
#include "ui/sequence/step_popup.h"
#include "ui/session/fragment.h"
#include "ui/style/menu_text.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QMimeData>

#include <algorithm>
#include <cmath>

namespace whimbrel {

void SequenceView::selectEverything()
{
    QList<ElementRef> all;
    if (const Sequence* sequence = m_scene.sequence()) {
        forEachPart(sequence->parts,
            [&](const SequencePart& part) { all.append(ElementRef::of(sequence->id, part.id)); });
    }
    m_session.select(all);
}

void SequenceView::deleteSelection()
{
    if (m_session.selection().isEmpty() || !mayEdit()) {
        return;
    }
    QList<ElementRef> gone;
    for (const SequencePartId& part : selectedParts()) {
        gone.append(ElementRef::of(id(), part));
    }
    for (const ParticipantId& who : selectedLifelines()) {
        gone.append(participantRef(who));
    }
    const Edit edit = edits::eraseFromSequence(m_session.plan(), id(), gone);
    if (edit.isEmpty()) {
        notify(tr("Select what is to be deleted in this diagram."));
    } else if (m_session.perform(edit)) {
        m_session.select({});
    }
}

void SequenceView::copySelection()
{
    const Sequence* sequence = m_scene.sequence();
    const QList<SequencePart> parts
        = sequence ? edits::outermost(sequence->parts, selectedParts()) : QList<SequencePart>();
    if (parts.isEmpty()) {
        notify(tr("Select the messages to copy first."));
        return;
    }
    Plan part;
    Sequence copied;
    copied.id = sequence->id;
    copied.parts = parts;
    part.sequences.put(copied);
    QStringList texts;
    forEachPart(parts, [&](const SequencePart& each) {
        for (const ParticipantId& who : participantsOf(each)) {
            if (const Participant* known = m_session.plan().participants.find(who)) {
                part.participants.put(*known);
            }
        }
        texts.append(edits::textOfPart(*sequence, each.id));
    });
    texts.removeAll(QString());
    auto mime = fragment::toMime(part);
    mime->setText(texts.join(QLatin1Char('\n')));
    QApplication::clipboard()->setMimeData(mime.release());
    notify(counted(parts.size(), tr("1 part copied."), tr("%1 parts copied.")));
}

void SequenceView::cutSelection()
{
    if (mayEdit() && !selectedParts().isEmpty()) {
        copySelection();
        deleteSelection();
    }
}

void SequenceView::pasteHere()
{
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    const Result<Plan> part = fragment::fromMime(*QApplication::clipboard()->mimeData());
    if (!part || part->sequences.isEmpty()) {
        notify(tr("The clipboard holds nothing of a sequence diagram. Copy messages first."));
        return;
    }
    edits::PartCopies copies
        = edits::addCopies(m_session.plan(), id(), part->sequences.at(0).parts, slotForNew());
    for (const Participant& who : part->participants) {
        if (!m_session.plan().participants.contains(who.id)) {
            copies.edit.ops.prepend(Put<Participant>{who});
        }
    }
    if (m_session.perform(copies.edit)) {
        m_session.select(copies.elements);
    }
}

void SequenceView::duplicateSelection()
{
    const Sequence* sequence = m_scene.sequence();
    if (sequence == nullptr || !mayEdit()) {
        return;
    }
    edits::PartCopies copies = edits::addCopies(
        m_session.plan(), id(), edits::outermost(sequence->parts, selectedParts()), slotForNew());
    copies.edit.text = tr("Duplicate");
    if (m_session.perform(copies.edit)) {
        m_session.select(copies.elements);
    }
}

void SequenceView::renameSelection()
{
    if (!m_session.selection().isEmpty()) {
        rename(m_session.selection().constLast());
    }
}

void SequenceView::rename(const ElementRef& element, int operand)
{
    const Sequence* sequence = m_scene.sequence();
    const SequenceItem* item = m_scene.item(element);
    if (sequence == nullptr || item == nullptr || !mayEdit()) {
        return;
    }
    showElement(element);
    QString text;
    QRectF box = item->drawing().bounds;
    QFont font = fonts::messageText();
    SequencePartId part;
    if (element.type == ElementType::Participant) {
        const Participant* who = m_session.plan().participants.find(ParticipantId(element.id));
        text = who ? who->title : element.id;
        box = boundsOf(element);
        font = fonts::nodeTitle();
    } else if (const auto place = findPart(m_session.plan(), element)) {
        part = place->part;
        const SequencePart* found = findPart(*sequence, part);
        if (found != nullptr && found->type() == SequencePartType::Activation) {
            notify(tr("An activation has no text."));
            return;
        }
        text = edits::textOfPart(*sequence, part, operand);
        if (const PlacedMessage* message = m_scene.message(part)) {
            box = message->label;
        } else if (found != nullptr && found->fragment()) {
            const auto frame
                = std::ranges::find(m_scene.geometry().fragments, part, &PlacedFragment::id);
            const double top = frame->operands.value(operand).top;
            box = frame->operands.isEmpty()
                ? frame->box
                : QRectF(frame->tab.right() + 8, top, 160, sequence_sizes::tabHeight);
        } else if (findRange(*sequence, part)) {
            const auto range = std::ranges::find(m_scene.geometry().ranges, part, &PlacedRange::id);
            box = range->text.isEmpty()
                ? QRectF(range->bracket, range->band.center().y() - 12, 120, 24)
                : range->text.box;
        }
    } else {
        return;
    }
    const double width = std::max(180.0, box.width() + 24);
    box = QRectF(box.center().x() - width / 2, box.top(), width, box.height());
    font.setPixelSize(std::max(11, static_cast<int>(std::lround(font.pixelSize() * zoom()))));
    delete m_editor;
    m_editor = new TitleEditor(text, mapFromScene(box).boundingRect(), font, viewport());
    const SequenceId diagram = id();
    connect(m_editor, &TitleEditor::committed, this,
        [this, diagram, element, part, operand](const QString& committed) {
            m_session.perform(part.isEmpty()
                    ? edits::renameParticipant(
                        m_session.plan(), ParticipantId(element.id), committed)
                    : edits::setPartText(m_session.plan(), diagram, part, committed, operand));
        });
    // Queued: the editor that says so is replaced.
    const auto goOn = [this](bool forward) {
        walk(forward, true);
        renameSelection();
    };
    connect(m_editor, &TitleEditor::stepped, this, goOn, Qt::QueuedConnection);
}

bool SequenceView::make(const edits::Making& making)
{
    if (!m_session.perform(making.edit)) {
        return false;
    }
    m_session.select({making.element});
    showElement(making.element);
    setFocus();
    return true;
}

void SequenceView::addMessage(const MessageDraft& draft)
{
    Message message;
    message.kind = draft.kind;
    message.from = draft.from;
    message.to
        = draft.kind == MessageKind::Lost && draft.to == draft.from ? ParticipantId() : draft.to;
    const edits::Making made = edits::addPart(m_session.plan(), id(), message, draft.slot, {});
    if (make(made)) {
        rename(made.element);
    }
}

void SequenceView::addNote(NoteSide side)
{
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    SequenceNote note;
    note.side = side;
    note.over = selectedLifelines();
    const QList<SequencePartId> parts = selectedParts();
    if (const SequencePart* last
        = parts.isEmpty() ? nullptr : findPart(*m_scene.sequence(), parts.last());
        note.over.isEmpty() && last != nullptr) {
        note.over = participantsOf(*last);
    }
    if (note.over.isEmpty() && !m_scene.geometry().lifelines.isEmpty()) {
        note.over = {m_scene.geometry().lifelines.first().id};
    }
    note.text = tr("Note");
    const edits::Making made = edits::addPart(m_session.plan(), id(), note, slotForNew(), {});
    if (make(made)) {
        rename(made.element);
    }
}

void SequenceView::addNoteOver()
{
    addNote(NoteSide::Over);
}

/// The lifeline that something new is for: a selected one, the receiver of the selected message, or
/// the first.
static ParticipantId lifelineForNew(const SequenceView& view)
{
    const QList<ParticipantId> lifelines = view.selectedLifelines();
    if (!lifelines.isEmpty()) {
        return lifelines.first();
    }
    const QList<SequencePartId> parts = view.selectedParts();
    const SequencePart* last
        = parts.isEmpty() ? nullptr : findPart(*view.sequenceScene().sequence(), parts.last());
    const QList<ParticipantId> named = last ? participantsOf(*last) : QList<ParticipantId>();
    if (!named.isEmpty()) {
        return named.last();
    }
    const QList<PlacedLifeline>& lines = view.sequenceScene().geometry().lifelines;
    return lines.isEmpty() ? ParticipantId() : lines.first().id;
}

void SequenceView::addState()
{
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    const ParticipantId who = lifelineForNew(*this);
    if (who.isEmpty()) {
        notify(tr("Add a participant first: P."));
        return;
    }
    const edits::Making made
        = edits::addPart(m_session.plan(), id(), StatePill{who, tr("state")}, slotForNew(), {});
    if (make(made)) {
        rename(made.element);
    }
}

/// A message that is selected activates its receiver; else a bar begins on the selected lifeline,
/// or ends if one is open there.
void SequenceView::addActivation()
{
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    const QList<SequencePartId> parts = selectedParts();
    const SequencePart* last
        = parts.isEmpty() ? nullptr : findPart(*m_scene.sequence(), parts.last());
    if (last != nullptr && last->message() && selectedLifelines().isEmpty()) {
        SequencePart changed = *last;
        auto& message = std::get<Message>(changed.body);
        message.activates = !message.activates;
        m_session.perform(edits::changePart(m_session.plan(), id(), changed,
            message.activates ? tr("Activate receiver") : tr("Do not activate receiver")));
        return;
    }
    const ParticipantId who = lifelineForNew(*this);
    if (who.isEmpty()) {
        notify(tr("Add a participant first: P."));
        return;
    }
    int open = 0;
    forEachPart(m_scene.sequence()->parts, [&](const SequencePart& part) {
        if (const auto* bar = std::get_if<Activation>(&part.body); bar && bar->on == who) {
            open += bar->ends ? -1 : 1;
        }
    });
    make(edits::addPart(m_session.plan(), id(), Activation{who, open > 0}, slotForNew(), {}));
}

void SequenceView::addFragment(FragmentKind kind)
{
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    const edits::Making made
        = edits::wrapParts(m_session.plan(), id(), selectedParts(), kind, slotForNew());
    if (make(made)) {
        rename(made.element);
    }
}

void SequenceView::dissolveSelection()
{
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    for (const SequencePartId& part : selectedParts()) {
        const Edit edit = edits::dissolve(m_session.plan(), id(), part);
        if (!edit.isEmpty()) {
            m_session.perform(edit);
            return;
        }
    }
    notify(tr("Select the fragment that is to be dissolved."));
}

void SequenceView::addRange(RangeKind kind)
{
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    const edits::Making made = edits::addRange(m_session.plan(), id(), selectedParts(), kind);
    if (made.edit.isEmpty()) {
        notify(tr("A range goes from one message to another: add messages first."));
    } else if (make(made)) {
        rename(made.element);
    }
}

void SequenceView::addParticipant(const Participant& who)
{
    const QList<ParticipantId> lifelines = selectedLifelines();
    qsizetype at = -1;
    if (!lifelines.isEmpty()) {
        const QList<PlacedLifeline>& lines = m_scene.geometry().lifelines;
        at = std::ranges::find(lines, lifelines.last(), &PlacedLifeline::id) - lines.begin() + 1;
    }
    const bool fresh = !m_session.plan().participants.contains(who.id);
    if (make({edits::addLifeline(m_session.plan(), id(), who, at), participantRef(who.id)})
        && fresh) {
        rename(participantRef(who.id));
    }
}

void SequenceView::popUp(QMenu* menu)
{
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QRectF bounds;
    if (!m_session.selection().isEmpty()) {
        bounds = boundsOf(m_session.selection().constLast());
    }
    const QPoint seen = mapFromScene(bounds.center());
    const QPoint at = !bounds.isEmpty() && viewport()->rect().contains(seen)
        ? seen
        : viewport()->rect().center();
    menu->popup(viewport()->mapToGlobal(at));
    menu->setActiveAction(menu->actions().value(0));
}

void SequenceView::askForParticipant()
{
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("participantMenu"));
    for (const Participant& who : m_session.plan().participants) {
        if (m_scene.lifeline(who.id) == nullptr) {
            QAction* action = menu->addAction(menuText(whimbrel::nameOf(m_session.plan(), who.id)));
            connect(action, &QAction::triggered, this, [this, who] { addParticipant(who); });
        }
    }
    if (!menu->isEmpty()) {
        menu->addSeparator();
    }
    for (const auto& row : namedValues<ParticipantKind>()) {
        QAction* action
            = menu->addAction(tr("New: %1").arg(QCoreApplication::translate("Names", row.name)));
        connect(action, &QAction::triggered, this, [this, kind = row.value] {
            addParticipant(edits::newParticipant(m_session.plan(), kind));
        });
    }
    popUp(menu);
}

void SequenceView::askForFragment()
{
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("fragmentMenu"));
    for (const auto& row : namedValues<FragmentKind>()) {
        QAction* action = menu->addAction(QStringLiteral("%1 – %2").arg(
            QString::fromLatin1(row.key), QCoreApplication::translate("Names", row.name)));
        connect(action, &QAction::triggered, this, [this, kind = row.value] { addFragment(kind); });
    }
    popUp(menu);
}

void SequenceView::askForRange()
{
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("rangeMenu"));
    for (const auto& row : namedValues<RangeKind>()) {
        QAction* action = menu->addAction(QCoreApplication::translate("Names", row.name));
        connect(action, &QAction::triggered, this, [this, kind = row.value] { addRange(kind); });
    }
    popUp(menu);
}

void SequenceView::askForStep()
{
    const Sequence* sequence = m_scene.sequence();
    const QList<SequencePartId> parts = selectedParts();
    const SequencePart* part
        = sequence && !parts.isEmpty() ? findPart(*sequence, parts.last()) : nullptr;
    if (part == nullptr || !part->message()) {
        notify(tr("Select the message that shows a step."));
        return;
    }
    if (!mayEdit()) {
        return;
    }
    auto* popup = new StepPopup(m_session.plan(), part->message()->nodes, this);
    connect(popup, &StepPopup::picked, this,
        [this, diagram = id(), message = part->id](const NodeId& node) {
            m_session.perform(edits::toggleLink(m_session.plan(), diagram, message, node));
        });
    popup->adjustSize();
    const QPointF at = boundsOf(ElementRef::of(id(), part->id)).bottomLeft();
    popup->move(viewport()->mapToGlobal(mapFromScene(at)));
    popup->show();
}

void SequenceView::toggleSameRow()
{
    const Sequence* sequence = m_scene.sequence();
    const QList<SequencePartId> parts = selectedParts();
    const SequencePart* part
        = sequence && !parts.isEmpty() ? findPart(*sequence, parts.last()) : nullptr;
    if (part == nullptr || !part->message()) {
        notify(tr("Select the message that is to stand in the row of the one above it."));
        return;
    }
    if (!mayEdit()) {
        return;
    }
    SequencePart changed = *part;
    bool& beside = std::get<Message>(changed.body).beside;
    beside = !beside;
    if (m_session.perform(edits::changePart(m_session.plan(), id(), changed,
            beside ? tr("Into the row above") : tr("Into a row of its own")))
        && beside && !m_scene.isBeside(part->id)) {
        notify(tr("The message gets a row of its own as long as there is no room in that of a "
                  "message right above it."));
    }
}

void SequenceView::moveUp()
{
    moveAlong(false);
}

void SequenceView::moveDown()
{
    moveAlong(true);
}

void SequenceView::moveAlong(bool down)
{
    if (m_scene.sequence() == nullptr || !mayEdit()) {
        return;
    }
    const QList<SequencePartId> parts = selectedParts();
    if (parts.isEmpty()) {
        notify(tr("Select the messages that are to be moved."));
    } else if (m_session.perform(edits::stepParts(m_session.plan(), id(), parts, down))) {
        showElement(ElementRef::of(id(), parts.last()));
    }
}

void SequenceView::moveLeft()
{
    const QList<ParticipantId> lifelines = selectedLifelines();
    const Sequence* sequence = m_scene.sequence();
    if (lifelines.isEmpty() || sequence == nullptr || !mayEdit()) {
        return;
    }
    const ParticipantId who = lifelines.first();
    m_session.perform(edits::moveLifeline(
        m_session.plan(), id(), who, shownLifelines(*sequence).indexOf(who) - 1));
}

void SequenceView::moveRight()
{
    const QList<ParticipantId> lifelines = selectedLifelines();
    const Sequence* sequence = m_scene.sequence();
    if (lifelines.isEmpty() || sequence == nullptr || !mayEdit()) {
        return;
    }
    const ParticipantId who = lifelines.first();
    m_session.perform(edits::moveLifeline(
        m_session.plan(), id(), who, shownLifelines(*sequence).indexOf(who) + 1));
}

} // namespace whimbrel
