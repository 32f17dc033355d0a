// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
// The mouse and the keys that every diagram understands alike.
#include "ui/diagram/diagram_view.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace whimbrel {

namespace {

constexpr int scrollBorder = 24;

} // namespace

PointerState DiagramView::pointerOf(const QMouseEvent* event) const
{
    return {
        mapToScene(event->pos()), event->globalPosition().toPoint(), event->modifiers(), zoom()};
}

void DiagramView::wheelEvent(QWheelEvent* event)
{
    const bool swapped = event->modifiers() & (Qt::ControlModifier | Qt::MetaModifier);
    if (swapped != m_wheelZooms) {
        const int delta
            = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
        zoomBy(std::pow(2.0, delta / 240.0), event->position().toPoint());
        event->accept();
        return;
    }
    // Trackpads say pixels; wheels say angles, a notch of which is 15 degrees.
    QPoint by = event->pixelDelta().isNull() ? event->angleDelta() / 2 : event->pixelDelta();
    if (event->modifiers().testFlag(Qt::ShiftModifier) && by.x() == 0) {
        by = by.transposed();
    }
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
    event->accept();
}

bool DiagramView::startPan(QMouseEvent* event)
{
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceHeld)) {
        m_panning = true;
        m_panFrom = event->pos();
        viewport()->setCursor(Qt::ClosedHandCursor);
        return true;
    }
    return false;
}

void DiagramView::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    QToolTip::hideText();
    if (startPan(event) || event->button() != Qt::LeftButton || m_gesture != nullptr) {
        return;
    }
    m_pressActive = true;
    m_pressedAt = event->pos();
    m_pressedWith = event->modifiers();
    const QPointF at = mapToScene(event->pos());
    m_pressed = {};
    m_pressTaken = takePress(at);
    if (!m_pressTaken) {
        m_pressed = elementAt(at);
        pressElement(m_pressed);
    }
}

void DiagramView::pressElement(const ElementRef& element)
{
    QList<ElementRef> selection = m_session.selection();
    if (element.type == ElementType::Plan) {
        return; // a click that does not become a marquee clears the selection on release
    }
    if (m_pressedWith.testFlag(Qt::ShiftModifier)) {
        if (!selection.removeOne(element)) {
            selection.append(element);
        }
        m_session.select(selection);
    } else if (!selection.contains(element)) {
        m_session.select({element});
    }
}

void DiagramView::mouseMoveEvent(QMouseEvent* event)
{
    if (m_panning || (m_gesture != nullptr && m_spaceHeld)) { // also in the middle of a gesture
        const QPoint by = event->pos() - m_panFrom;
        m_panFrom = event->pos();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
        return;
    }
    m_panFrom = event->pos();
    const QPointF at = mapToScene(event->pos());
    if (m_gesture != nullptr) {
        m_gesture->move(pointerOf(event));
        if (!viewport()
                 ->rect()
                 .adjusted(scrollBorder, scrollBorder, -scrollBorder, -scrollBorder)
                 .contains(event->pos())) {
            m_scrollTimer.start();
        }
        updateOverlay();
        return;
    }
    const int distance = (event->pos() - m_pressedAt).manhattanLength();
    if (!m_pressActive || distance < QApplication::startDragDistance()) {
        if (!m_pressActive) {
            hover(at);
        }
        return;
    }
    m_pressActive = false;
    startDrag({mapToScene(m_pressedAt), event->globalPosition().toPoint(), m_pressedWith, zoom()});
    if (m_gesture != nullptr) {
        m_gesture->move(pointerOf(event));
        updateOverlay();
    }
}

void DiagramView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_panning) {
        m_panning = false;
        viewport()->setCursor(m_spaceHeld ? Qt::OpenHandCursor : Qt::ArrowCursor);
        return;
    }
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (m_gesture != nullptr) {
        finishGesture(pointerOf(event));
        return;
    }
    if (!m_pressActive) {
        return;
    }
    m_pressActive = false;
    if (m_pressTaken && takeClick(event)) {
        return;
    }
    const bool plain = !m_pressedWith.testFlag(Qt::ShiftModifier);
    if (plain && m_pressed.type == ElementType::Plan) {
        m_session.select({});
    } else if (plain && m_session.selection().size() > 1) {
        m_session.select({m_pressed}); // it was not the beginning of a drag of them all
    }
}

void DiagramView::begin(std::unique_ptr<Gesture> gesture)
{
    m_gesture = std::move(gesture);
    updateOverlay();
}

void DiagramView::finishGesture(const PointerState& at)
{
    m_scrollTimer.stop();
    // Taken out first: what it asks for may begin another one.
    const std::unique_ptr<Gesture> gesture = std::move(m_gesture);
    gesture->finish(at);
    grow();
    updateOverlay();
}

void DiagramView::cancelGesture()
{
    m_scrollTimer.stop();
    if (const std::unique_ptr<Gesture> gesture = std::move(m_gesture)) {
        gesture->cancel();
    }
    m_pressActive = false;
    notify({});
    updateOverlay();
}

void DiagramView::scrollAtBorder()
{
    const QPoint at = viewport()->mapFromGlobal(QCursor::pos());
    const QRect inner
        = viewport()->rect().adjusted(scrollBorder, scrollBorder, -scrollBorder, -scrollBorder);
    if (m_gesture == nullptr || inner.contains(at)) {
        m_scrollTimer.stop();
        return;
    }
    const auto beyond = [](int value, int low, int high) {
        return value < low ? value - low : value > high ? value - high : 0;
    };
    horizontalScrollBar()->setValue(
        horizontalScrollBar()->value() + beyond(at.x(), inner.left(), inner.right()) / 3);
    verticalScrollBar()->setValue(
        verticalScrollBar()->value() + beyond(at.y(), inner.top(), inner.bottom()) / 3);
    m_gesture->move({mapToScene(at), QCursor::pos(), QApplication::keyboardModifiers(), zoom()});
    updateOverlay();
}

void DiagramView::contextMenuEvent(QContextMenuEvent* event)
{
    cancelGesture();
    ElementRef element;
    QPoint screen = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        if (!m_session.selection().isEmpty()) {
            element = m_session.selection().constLast();
            if (const QRectF bounds = boundsOf(element); !bounds.isEmpty()) {
                screen = viewport()->mapToGlobal(mapFromScene(bounds.center()));
            }
        }
    } else {
        element = elementAt(mapToScene(viewport()->mapFromGlobal(screen)));
        if (element.type == ElementType::Plan) {
            m_session.select({});
        } else if (!m_session.selection().contains(element)) {
            m_session.select({element});
        }
    }
    emit menuRequested(element, screen);
    event->accept();
}

void DiagramView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_spaceHeld = true;
        viewport()->setCursor(Qt::OpenHandCursor);
        event->accept();
        return;
    }
    QGraphicsView::keyPressEvent(event);
}

void DiagramView::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_spaceHeld = false;
        if (!m_panning) {
            viewport()->setCursor(Qt::ArrowCursor);
        }
    }
    QGraphicsView::keyReleaseEvent(event);
}

bool DiagramView::focusNextPrevChild(bool /*next*/)
{
    return false;
}

} // namespace whimbrel
