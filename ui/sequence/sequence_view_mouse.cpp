// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
// The sequence diagram by mouse.
#include "model/plan/sequence_parts.h"
#include "ui/diagram/marquee_gesture.h"
#include "ui/sequence/sequence_gestures.h"
#include "ui/sequence/sequence_view.h"

#include <QMouseEvent>

namespace whimbrel {

bool SequenceView::takePress(const QPointF& scene)
{
    m_draft.reset();
    m_pressedHandle = handleAt(scene);
    return m_pressedHandle.has_value();
}

bool SequenceView::takeClick(const QMouseEvent* event)
{
    // A click on a lifeline that becomes no message means the lifeline, or the bar on it.
    if (m_pressedHandle && m_pressedHandle->message.isEmpty()) {
        const ElementRef element = elementAt(mapToScene(event->pos()));
        QList<ElementRef> selection = m_session.selection();
        if (!event->modifiers().testFlag(Qt::ShiftModifier)) {
            selection = {element};
        } else if (!selection.removeOne(element)) {
            selection.append(element);
        }
        m_session.select(selection);
    }
    return true;
}

void SequenceView::startDrag(const PointerState& from)
{
    m_handle.reset();
    if (m_pressedHandle) {
        if (!mayEdit()) {
            return;
        }
        if (m_pressedHandle->message.isEmpty()) {
            begin(std::make_unique<MessageGesture>(*this, m_pressedHandle->lifeline, from));
        } else {
            begin(std::make_unique<EndGesture>(
                *this, m_pressedHandle->message, m_pressedHandle->head, from));
        }
    } else if (pressed().type == ElementType::Participant) {
        if (mayEdit()) {
            begin(std::make_unique<HeadGesture>(*this, ParticipantId(pressed().id), from));
        }
    } else if (pressed().type == ElementType::SequencePart) {
        const Sequence* sequence = m_scene.sequence();
        QList<SequencePartId> parts = selectedParts();
        parts.removeIf([sequence](const SequencePartId& id) {
            return findPart(*sequence, id) == nullptr; // ranges stay with their parts
        });
        if (!parts.isEmpty() && mayEdit()) {
            begin(std::make_unique<PartGesture>(*this, parts, from));
        }
    } else {
        begin(std::make_unique<MarqueeGesture>(*this, from));
    }
}

void SequenceView::cancelGesture()
{
    m_pressedHandle.reset();
    m_draft.reset();
    DiagramView::cancelGesture();
}

void SequenceView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    endPress();
    const QPointF at = mapToScene(event->pos());
    const ElementRef element = elementAt(at);
    if (element.type == ElementType::Plan) {
        return;
    }
    if (handleAt(at)) {
        notify(tr("Drag from this lifeline to another to draw a message."));
        return;
    }
    m_session.select({element});
    const auto place = findPart(m_session.plan(), element);
    rename(element, place ? m_scene.operandAt(place->part, at.y()) : 0);
}

} // namespace whimbrel
