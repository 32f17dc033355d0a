// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/sequence/sequence_gestures.h"

#include "model/plan/sequence_parts.h"
#include "ui/sequence/sequence_view.h"

#include <QCoreApplication>
#include <QPainter>

#include <cmath>

namespace whimbrel {

namespace {

constexpr double selfReach = 14; ///< how far down a message to oneself is drawn, screen pixels

QString tr(const char* text)
{
    return QCoreApplication::translate("SequenceGestures", text);
}

QPen penOf(const Theme& theme, double scale)
{
    QPen pen(theme.selection, std::max(2.0, 2 / scale));
    pen.setCapStyle(Qt::RoundCap);
    return pen;
}

void paintHead(QPainter& painter, const QPointF& at, double way, bool open, const QPen& pen)
{
    QPen solid = pen;
    solid.setStyle(Qt::SolidLine);
    painter.setPen(solid);
    const QPointF back(-way * 9, 0);
    QPolygonF head{at + back + QPointF(0, -5), at, at + back + QPointF(0, 5)};
    if (open) {
        painter.drawPolyline(head);
    } else {
        painter.setBrush(pen.color());
        painter.drawPolygon(head);
        painter.setBrush(Qt::NoBrush);
    }
}

} // namespace

MessageKind messageKindFor(Qt::KeyboardModifiers modifiers)
{
    return modifiers.testFlag(Qt::ShiftModifier)  ? MessageKind::Reply
        : modifiers.testFlag(Qt::ControlModifier) ? MessageKind::Async
                                                  : MessageKind::Sync;
}

void paintMessageDraft(QPainter& painter, const SequenceScene& scene, const MessageDraft& draft,
    double y, std::optional<QPointF> loose, double scale)
{
    const PlacedLifeline* from = scene.lifeline(draft.from);
    const PlacedLifeline* to = scene.lifeline(draft.to);
    if (from == nullptr || (to == nullptr && !loose)) {
        return;
    }
    const QPen solid = penOf(scene.theme(), scale);
    QPen pen = solid;
    if (draft.kind == MessageKind::Reply) {
        pen.setDashPattern({3.5, 3});
    }
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    const bool open = draft.kind != MessageKind::Sync;
    if (to == from) {
        const double right = from->x + sequence_sizes::loopWidth;
        painter.drawPolyline(
            QPolygonF{{from->x, y}, {right, y}, {right, y + 20}, {from->x, y + 20}});
        paintHead(painter, {from->x, y + 20}, -1, open, solid);
    } else {
        const QPointF end = to == nullptr ? QPointF(loose->x(), y) : QPointF(to->x, y);
        painter.drawLine(QPointF(from->x, y), end);
        paintHead(painter, end, end.x() >= from->x ? 1 : -1, open, solid);
    }
    painter.setPen(solid);
    for (const PlacedLifeline* line : {from, to}) {
        if (line != nullptr && !line->heads.isEmpty()) {
            painter.drawRoundedRect(line->heads.first().adjusted(-4, -4, 4, 4), 9, 9);
        }
    }
}

// ---- a new message

MessageGesture::MessageGesture(
    SequenceView& view, const ParticipantId& from, const PointerState& at)
    : m_view(view)
    , m_y(at.scene.y())
    , m_from(at.scene)
    , m_at(at.scene)
{
    m_draft.from = from;
    m_draft.slot = nearestPlace(view.sequenceScene().places(), m_y).slot;
}

void MessageGesture::move(const PointerState& at)
{
    m_at = at.scene;
    m_draft.kind = messageKindFor(at.modifiers);
    const PlacedLifeline* line
        = m_view.sequenceScene().lifelineNear(at.scene, 40 / std::min(1.0, at.scale));
    m_draft.to = line == nullptr ? ParticipantId() : line->id;
    if (m_draft.to == m_draft.from && at.scene.y() - m_from.y() < selfReach / at.scale) {
        m_draft.to = {};
    }
    const Plan& plan = m_view.session().plan();
    m_view.notify(m_draft.to.isEmpty()
            ? tr("To another lifeline. Shift: an answer. Ctrl: a signal. Esc gives up.")
            : tr("%1 to %2").arg(nameOf(plan, m_draft.from), nameOf(plan, m_draft.to)));
}

void MessageGesture::finish(const PointerState& at)
{
    move(at);
    m_view.notify({});
    if (m_draft.to.isEmpty()) {
        m_view.notify(tr("A message ends at a lifeline."));
        return;
    }
    m_view.addMessage(m_draft);
}

void MessageGesture::cancel() { }

void MessageGesture::paint(QPainter& painter, double scale) const
{
    paintMessageDraft(painter, m_view.sequenceScene(), m_draft, m_y, m_at, scale);
}

// ---- an end

EndGesture::EndGesture(
    SequenceView& view, const SequencePartId& message, bool head, const PointerState& at)
    : m_view(view)
    , m_message(message)
    , m_head(head)
    , m_at(at.scene)
{ }

void EndGesture::move(const PointerState& at)
{
    m_at = at.scene;
    const PlacedLifeline* line
        = m_view.sequenceScene().lifelineNear(at.scene, 40 / std::min(1.0, at.scale));
    m_to = line == nullptr ? ParticipantId() : line->id;
    m_view.notify(
        m_to.isEmpty() ? tr("Drop it on a lifeline.") : nameOf(m_view.session().plan(), m_to));
}

void EndGesture::finish(const PointerState& at)
{
    move(at);
    m_view.notify({});
    if (!m_to.isEmpty()) {
        m_view.session().perform(
            edits::setMessageEnd(m_view.session().plan(), m_view.id(), m_message, m_head, m_to));
    }
}

void EndGesture::cancel() { }

void EndGesture::paint(QPainter& painter, double scale) const
{
    const SequenceScene& scene = m_view.sequenceScene();
    const PlacedMessage* message = scene.message(m_message);
    if (message == nullptr) {
        return;
    }
    const QPointF still = m_head ? message->line.first() : message->line.last();
    const PlacedLifeline* line = scene.lifeline(m_to);
    const QPointF end(line == nullptr ? m_at.x() : line->x, still.y());
    painter.setPen(penOf(scene.theme(), scale));
    painter.drawLine(still, end);
    if (m_head) {
        paintHead(painter, end, end.x() >= still.x() ? 1 : -1, false, painter.pen());
    }
    if (line != nullptr && !line->heads.isEmpty()) {
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(line->heads.first().adjusted(-4, -4, 4, 4), 9, 9);
    }
}

// ---- parts

PartGesture::PartGesture(
    SequenceView& view, const QList<SequencePartId>& parts, const PointerState& /*at*/)
    : m_view(view)
    , m_parts(parts)
{ }

void PartGesture::move(const PointerState& at)
{
    m_place = nearestPlace(m_view.sequenceScene().places(), at.scene.y());
    m_may
        = !edits::moveParts(m_view.session().plan(), m_view.id(), m_parts, m_place->slot).isEmpty();
}

void PartGesture::finish(const PointerState& at)
{
    move(at);
    m_view.session().perform(
        edits::moveParts(m_view.session().plan(), m_view.id(), m_parts, m_place->slot));
}

void PartGesture::cancel() { }

void PartGesture::paint(QPainter& painter, double scale) const
{
    if (!m_place || !m_may) {
        return;
    }
    const QPen pen = penOf(m_view.theme(), scale);
    painter.setPen(pen);
    painter.setBrush(pen.color());
    painter.drawLine(QPointF(m_place->left, m_place->y), QPointF(m_place->right, m_place->y));
    const double radius = 4 / scale;
    for (const double x : {m_place->left, m_place->right}) {
        painter.drawEllipse(QPointF(x, m_place->y), radius, radius);
    }
}

// ---- lifelines

HeadGesture::HeadGesture(SequenceView& view, const ParticipantId& lifeline, const PointerState& at)
    : m_view(view)
    , m_lifeline(lifeline)
    , m_from(at.scene.x())
    , m_at(at.scene.x())
{ }

void HeadGesture::move(const PointerState& at)
{
    m_at = at.scene.x();
    const QList<PlacedLifeline>& lines = m_view.sequenceScene().geometry().lifelines;
    m_to = 0;
    for (const PlacedLifeline& line : lines) {
        m_to += line.id != m_lifeline && line.x < m_at ? 1 : 0;
    }
}

void HeadGesture::finish(const PointerState& at)
{
    move(at);
    m_view.session().perform(
        edits::moveLifeline(m_view.session().plan(), m_view.id(), m_lifeline, m_to));
}

void HeadGesture::cancel() { }

void HeadGesture::paint(QPainter& painter, double scale) const
{
    const SequenceScene& scene = m_view.sequenceScene();
    const PlacedLifeline* line = scene.lifeline(m_lifeline);
    if (line == nullptr || line->heads.isEmpty()) {
        return;
    }
    const QPen pen = penOf(scene.theme(), scale);
    QColor fill = scene.theme().selection;
    fill.setAlphaF(0.12F);
    painter.setPen(pen);
    painter.setBrush(fill);
    QRectF head = line->heads.first().translated(m_at - m_from, 0);
    head.moveTop(std::max(head.top(), m_view.mapToScene(QPoint(0, 8)).y()));
    painter.drawRoundedRect(head, 6, 6);
    // The gap that it goes into.
    QList<double> others;
    for (const PlacedLifeline& each : scene.geometry().lifelines) {
        if (each.id != m_lifeline) {
            others.append(each.x);
        }
    }
    if (m_to < 0 || others.isEmpty()) {
        return;
    }
    const double gap = m_to == 0 ? others.first() - 70
        : m_to >= others.size()  ? others.last() + 70
                                 : (others.at(m_to - 1) + others.at(m_to)) / 2;
    painter.drawLine(QPointF(gap, scene.geometry().bounds.top()),
        QPointF(gap, scene.geometry().bounds.bottom()));
}

} // namespace whimbrel
