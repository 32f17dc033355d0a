// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/sequence/sequence_view.h"

#include "model/plan/sequence_parts.h"
#include "render/text/fonts.h"
#include "ui/diagram/title_editor.h"
#include "ui/sequence/sequence_gestures.h"

#include <QPainter>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr double handleRadius = 6; ///< screen pixels
constexpr double stripMargin = 8; ///< above and below heads that stay in sight

} // namespace

SequenceView::SequenceView(PlanSession& session, QWidget* parent)
    : DiagramView(session, parent)
    , m_scene(session)
{
    setScene(&m_scene);
    setObjectName(QStringLiteral("sequence"));
    setAccessibleName(tr("Sequence diagram"));
    setAccessibleDescription(tr("Who sends what to whom, from top to bottom."));
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate); // the heads stay while it scrolls
    connect(&m_scene, &SequenceScene::contentChanged, this, [this] {
        m_handle.reset();
        grow();
        updateOverlay();
        const Sequence* shown = m_scene.sequence();
        setAccessibleName(shown == nullptr || shown->title.isEmpty()
                ? tr("Sequence diagram")
                : tr("Sequence diagram: %1").arg(shown->title));
    });
    connect(&session, &PlanSession::changed, this, [this](const PlanChange& change) {
        if (change.everything) {
            m_sights.clear(); // they are of another plan's diagrams
        }
    });
    setTheme(ThemeName::Light);
}

SequenceView::~SequenceView()
{
    dropGesture();
    m_scene.disconnect(this);
    m_session.disconnect(this);
}

void SequenceView::show(const SequenceId& id)
{
    if (id == m_scene.id()) {
        return;
    }
    cancelGesture();
    delete m_editor;
    if (!m_scene.id().isEmpty()) {
        m_sights.insert(m_scene.id(), {zoom(), mapToScene(viewport()->rect().center())});
    }
    m_scene.show(id);
    const auto sight = m_sights.constFind(id);
    if (sight == m_sights.cend()) {
        showAnew();
    } else {
        setZoom(sight->zoom);
        centerOn(sight->center);
    }
}

void SequenceView::setTheme(ThemeName theme)
{
    m_scene.setTheme(theme);
    setBackgroundBrush(m_scene.theme().canvas);
    viewport()->update();
}

double SequenceView::headStripBottom() const
{
    return mapToScene(QPoint(0, 0)).y() + m_scene.geometry().headHeight + 2 * stripMargin;
}

/// Whether the point lies on heads that stay in sight.
bool SequenceView::overHeads(const QPointF& scene) const
{
    const double top = mapToScene(QPoint(0, 0)).y();
    for (const PlacedLifeline& line : m_scene.geometry().lifelines) {
        if (!line.heads.isEmpty() && line.heads.first().top() < top) {
            return scene.y() < headStripBottom();
        }
    }
    return false;
}

QRectF SequenceView::sight() const
{
    QRectF seen = DiagramView::sight();
    const double bottom = headStripBottom();
    const auto above = [&seen](const PlacedLifeline& line) {
        return !line.heads.isEmpty() && line.heads.first().top() < seen.top();
    };
    if (std::ranges::any_of(m_scene.geometry().lifelines, above)) {
        seen.setTop(std::min(bottom, seen.bottom()));
    }
    return seen;
}

bool SequenceView::event(QEvent* event)
{
    // While a message is drawn its keys mean what they mean there.
    if (event->type() == QEvent::ShortcutOverride && m_draft) {
        event->accept();
        return true;
    }
    return DiagramView::event(event);
}

ElementRef SequenceView::elementAt(const QPointF& scene) const
{
    if (!overHeads(scene)) {
        return m_scene.elementAt(scene);
    }
    const double top = mapToScene(QPoint(0, 0)).y();
    for (const PlacedLifeline& line : m_scene.geometry().lifelines) {
        if (line.heads.isEmpty() || line.heads.first().top() >= top) {
            continue;
        }
        QRectF head = line.heads.first();
        head.moveTop(top + stripMargin);
        if (head.contains(scene)) {
            return participantRef(line.id);
        }
    }
    return {};
}

QList<ElementRef> SequenceView::elementsIn(const QRectF& rect, bool touching) const
{
    return m_scene.elementsIn(rect, touching);
}

QRectF SequenceView::boundsOf(const ElementRef& element) const
{
    const SequenceItem* item = m_scene.item(element);
    if (item == nullptr) {
        return {};
    }
    if (element.type == ElementType::Participant) {
        // A lifeline is found by its head, which stays in sight.
        const PlacedLifeline* line = m_scene.lifeline(ParticipantId(element.id));
        if (line == nullptr || line->heads.isEmpty()) {
            return {};
        }
        QRectF head = line->heads.first();
        head.moveTop(std::max(head.top(), mapToScene(QPoint(0, 0)).y() + 25));
        return head;
    }
    return item->drawing().bounds;
}

QList<SequencePartId> SequenceView::selectedParts() const
{
    QList<SequencePartId> parts;
    for (const ElementRef& ref : m_session.selection()) {
        const auto place = findPart(m_session.plan(), ref);
        if (place && place->sequence->id == id()) {
            parts.append(place->part);
        }
    }
    return parts;
}

QList<ParticipantId> SequenceView::selectedLifelines() const
{
    QList<ParticipantId> lifelines;
    for (const ElementRef& ref : m_session.selection()) {
        if (ref.type == ElementType::Participant
            && m_scene.lifeline(ParticipantId(ref.id)) != nullptr) {
            lifelines.append(ParticipantId(ref.id));
        }
    }
    return lifelines;
}

PartSlot SequenceView::slotForNew() const
{
    const Sequence* sequence = m_scene.sequence();
    const QList<SequencePartId> parts = selectedParts();
    for (qsizetype i = parts.size(); sequence != nullptr && i > 0; --i) {
        if (const auto slot = edits::slotAfter(*sequence, parts.at(i - 1))) {
            return *slot;
        }
    }
    return {};
}

ParticipantId SequenceView::participantAt(const QPointF& scene) const
{
    const PlacedLifeline* line = m_scene.lifelineNear(scene, 24 / std::min(1.0, zoom()));
    return line == nullptr ? ParticipantId() : line->id;
}

/// An end of the one message that is selected.
std::optional<SequenceView::Handle> SequenceView::endHandleAt(const QPointF& scene) const
{
    const QList<SequencePartId> parts = selectedParts();
    const PlacedMessage* message = parts.size() == 1 ? m_scene.message(parts.first()) : nullptr;
    if (message == nullptr || message->line.size() < 2) {
        return std::nullopt;
    }
    const double reach = (handleRadius + 4) / zoom();
    for (const bool head : {true, false}) {
        const QPointF end = head ? message->line.last() : message->line.first();
        if (QLineF(end, scene).length() <= reach) {
            return Handle{{}, message->id, head, end};
        }
    }
    return std::nullopt;
}

std::optional<SequenceView::Handle> SequenceView::handleAt(const QPointF& scene) const
{
    if (isLocked() || gesture() != nullptr || !m_session.readOnlyReason().isEmpty() || zoom() < 0.3
        || overHeads(scene)) {
        return std::nullopt;
    }
    if (const auto end = endHandleAt(scene)) {
        return end;
    }
    const PlacedLifeline* line = m_scene.lifelineNear(scene, 8 / zoom());
    if (line == nullptr || line->heads.isEmpty()) {
        return std::nullopt;
    }
    const auto onLine = [&](const LifeStretch& stretch) {
        return scene.y() > stretch.top + 2 && scene.y() < stretch.bottom;
    };
    const auto onHead = [&](const QRectF& head) { return head.contains(scene); };
    if (!std::ranges::any_of(line->stretches, onLine) || std::ranges::any_of(line->heads, onHead)) {
        return std::nullopt;
    }
    // What stands on the lifeline, or ends there, is meant itself.
    const ElementRef element = m_scene.elementAt(scene);
    const auto place = findPart(m_session.plan(), element);
    const SequencePart* part = place ? findPart(*place->sequence, place->part) : nullptr;
    if (part != nullptr && part->type() != SequencePartType::Activation
        && !(part->type() == SequencePartType::Fragment)) {
        return std::nullopt;
    }
    return Handle{line->id, {}, false, {line->x, scene.y()}};
}

void SequenceView::hover(const QPointF& scene)
{
    const ElementRef element = elementAt(scene);
    if (element != m_hovered) {
        if (SequenceItem* old = m_scene.item(m_hovered)) {
            old->setEmphasis(Emphasis::None);
        }
        m_hovered = element;
        if (SequenceItem* item = m_scene.item(element)) {
            item->setEmphasis(Emphasis::Hovered);
        }
    }
    const std::optional<Handle> before = std::exchange(m_handle, handleAt(scene));
    if (m_handle || before) {
        viewport()->setCursor(m_handle ? Qt::CrossCursor : Qt::ArrowCursor);
        updateOverlay();
    }
}

QString SequenceView::toolTipAt(const QPointF& scene) const
{
    if (const auto handle = handleAt(scene)) {
        return handle->message.isEmpty()
            ? tr("Drag to another lifeline: a message. Shift: an answer. Ctrl: a signal.")
            : tr("Drag: lead it to another lifeline.");
    }
    const ElementRef element = elementAt(scene);
    const SequenceItem* item = m_scene.item(element);
    if (item == nullptr) {
        return {};
    }
    QStringList lines{QStringLiteral("<b>%1</b>").arg(item->drawing().title.toHtmlEscaped())};
    if (!item->drawing().description.isEmpty()) {
        lines.append(item->drawing().description.toHtmlEscaped());
    }
    const Participant* who = element.type == ElementType::Participant
        ? m_session.plan().participants.find(ParticipantId(element.id))
        : nullptr;
    for (const Link& link : who ? who->links : QList<Link>()) {
        lines.append(
            (link.title.isEmpty() ? link.url : QStringLiteral("%1: %2").arg(link.title, link.url))
                .toHtmlEscaped());
    }
    return toolTipOf(lines + linesOf(m_scene.findingsOf(element)));
}

void SequenceView::paintOver(QPainter& painter)
{
    paintHandles(painter);
    paintDraft(painter);
    paintHeads(painter);
    paintEmpty(painter);
}

void SequenceView::paintHandles(QPainter& painter) const
{
    const auto dot = [&](const QPointF& at, bool hot) {
        const double radius = (hot ? handleRadius + 1.5 : handleRadius) / zoom();
        painter.setPen(QPen(theme().selection, 1.5 / zoom()));
        painter.setBrush(hot ? theme().selection : theme().canvas);
        painter.drawEllipse(at, radius, radius);
    };
    const QList<SequencePartId> parts = selectedParts();
    const PlacedMessage* message
        = parts.size() == 1 && !isLocked() ? m_scene.message(parts.first()) : nullptr;
    if (message != nullptr && gesture() == nullptr) {
        for (const bool head : {true, false}) {
            const bool hot = m_handle && m_handle->message == message->id && m_handle->head == head;
            dot(head ? message->line.last() : message->line.first(), hot);
        }
    }
    if (m_handle && m_handle->message.isEmpty()) {
        dot(m_handle->at, true);
    }
}

/// The heads of those lifelines that begin above what is seen, over everything else.
void SequenceView::paintHeads(QPainter& painter) const
{
    const double top = mapToScene(QPoint(0, 0)).y();
    const double bottom = headStripBottom();
    bool any = false;
    for (qsizetype i = 0; i < m_scene.geometry().lifelines.size(); ++i) {
        const PlacedLifeline& line = m_scene.geometry().lifelines.at(i);
        if (line.heads.isEmpty() || line.heads.first().top() >= top) {
            continue;
        }
        if (!any) {
            const QRectF seen = mapToScene(viewport()->rect()).boundingRect();
            painter.fillRect(QRectF(seen.left(), top, seen.width(), bottom - top), theme().canvas);
            painter.setPen(QPen(theme().groupBorder, 1 / zoom()));
            painter.drawLine(QPointF(seen.left(), bottom), QPointF(seen.right(), bottom));
            any = true;
        }
        painter.save();
        painter.translate(0, top + stripMargin);
        whimbrel::paint(painter, m_scene.heads().at(i));
        painter.restore();
    }
}

void SequenceView::paintDraft(QPainter& painter) const
{
    const Sequence* sequence = m_scene.sequence();
    const auto place
        = m_draft && sequence ? placeOf(m_scene.places(), m_draft->slot) : std::nullopt;
    if (place) {
        paintMessageDraft(painter, m_scene, *m_draft, place->y, {}, zoom());
    }
}

/// What to do first, where there is nothing yet.
void SequenceView::paintEmpty(QPainter& painter) const
{
    const Sequence* sequence = m_scene.sequence();
    if (sequence == nullptr || !sequence->parts.isEmpty() || gesture() != nullptr) {
        return;
    }
    const QString text = m_scene.geometry().lifelines.isEmpty()
        ? tr("No participants yet: press P to add who takes part.")
        : tr("Drag from one lifeline to another to draw a message, or press M.");
    painter.save();
    painter.resetTransform();
    painter.setFont(fonts::nodeTitle());
    painter.setPen(theme().secondary);
    painter.drawText(viewport()->rect().adjusted(24, viewport()->height() / 2, -24, 0),
        Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, text);
    painter.restore();
}

} // namespace whimbrel
