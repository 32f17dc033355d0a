// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_scene.h"
#include "ui/canvas/canvas_commands.h"
#include "ui/canvas/flow_view.h"
#include "ui/canvas/palette_mime.h"
#include "ui/canvas/sql_drop.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double endGrip = 14; ///< how near to its end an edge is taken by it, screen pixels
constexpr int scrollBorder = 24;

/// Steps from the palette and SQL from the file manager; other files are the window's.
bool takesDrop(const QMimeData& data)
{
    return data.hasFormat(kindMimeType) || bringsSqlFiles(data);
}

/// The nodes of a selection: its own and those in its groups.
QSet<NodeId> nodesOf(const Plan& plan, const QList<ElementRef>& selection)
{
    QSet<NodeId> nodes;
    for (const ElementRef& ref : selection) {
        if (ref.type == ElementType::Node) {
            nodes.insert(NodeId(ref.id));
        } else if (ref.type == ElementType::Group) {
            const auto group = static_cast<int>(plan.groups.indexOf(GroupId(ref.id)));
            for (const Node& node : plan.nodes) {
                if (groupsAround(plan, node.group).contains(group)) {
                    nodes.insert(node.id);
                }
            }
        }
    }
    return nodes;
}

} // namespace

PointerState FlowView::strokeOf(const QMouseEvent* event) const
{
    return {
        mapToScene(event->pos()), event->globalPosition().toPoint(), event->modifiers(), zoom()};
}

void FlowView::wheelEvent(QWheelEvent* event)
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

bool FlowView::startPan(QMouseEvent* event)
{
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceHeld)) {
        m_panning = true;
        m_panFrom = event->pos();
        viewport()->setCursor(Qt::ClosedHandCursor);
        return true;
    }
    return false;
}

void FlowView::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    QToolTip::hideText();
    if (startPan(event) || event->button() != Qt::LeftButton || m_gesture != nullptr) {
        return;
    }
    m_keyEdge.reset();
    m_pressActive = true;
    m_pressedAt = event->pos();
    m_pressedWith = event->modifiers();
    const QPointF at = mapToScene(event->pos());
    m_pressedHandle = handleAt(at);
    if (m_pressedHandle) {
        return;
    }
    m_pressed = m_scene.elementAt(at);
    pressElement(event, m_pressed);
}

void FlowView::pressElement(QMouseEvent* event, const ElementRef& element)
{
    QList<ElementRef> selection = m_session.selection();
    if (element.type == ElementType::Plan) {
        return; // a click that does not become a marquee clears the selection on release
    }
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        if (!selection.removeOne(element)) {
            selection.append(element);
        }
        m_session.select(selection);
    } else if (!selection.contains(element)) {
        m_session.select({element});
    }
}

void FlowView::mouseMoveEvent(QMouseEvent* event)
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
        m_gesture->move(strokeOf(event));
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
        m_gesture->move(strokeOf(event));
        updateOverlay();
    }
}

/// What was pressed is taken along: a handle draws an edge, a step or phase moves, the end of an
/// edge is led elsewhere, and the canvas spans a marquee.
void FlowView::startDrag(const PointerState& from)
{
    if (m_pressedHandle) {
        if (mayEdit()) {
            begin(std::make_unique<ConnectGesture>(*this, m_pressedHandle->node, m_edgeKind, from));
        }
    } else if (m_pressed.type == ElementType::Node || m_pressed.type == ElementType::Group) {
        const QSet<NodeId> nodes = nodesOf(m_session.plan(), m_session.selection());
        const NodeId grabbed = m_pressed.type == ElementType::Node ? NodeId(m_pressed.id)
            : nodes.isEmpty()                                      ? NodeId()
                                                                   : *nodes.cbegin();
        if (nodes.contains(grabbed) && mayEdit()) {
            begin(std::make_unique<MoveGesture>(m_session, m_scene, nodes, grabbed, from, m_snaps));
        }
    } else if (m_pressed.type == ElementType::Edge) {
        const Edge* edge = m_session.plan().edges.find(EdgeId(m_pressed.id));
        const EdgeItem* item = m_scene.edgeItem(EdgeId(m_pressed.id));
        if (edge != nullptr && item != nullptr && item->route().points.size() > 1) {
            const QPolygonF points(item->route().points);
            const double toHead = QLineF(from.scene, points.constLast()).length();
            const double toTail = QLineF(from.scene, points.constFirst()).length();
            if (std::min(toHead, toTail) < 3 * endGrip / zoom() && mayEdit()) {
                begin(std::make_unique<ConnectGesture>(*this, *edge, toHead <= toTail, from));
            }
        }
    } else {
        begin(std::make_unique<MarqueeGesture>(m_session, m_scene, from));
    }
}

void FlowView::mouseReleaseEvent(QMouseEvent* event)
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
        finishGesture(strokeOf(event));
        return;
    }
    if (!m_pressActive) {
        return;
    }
    m_pressActive = false;
    if (m_pressedHandle) {
        const Handle handle = *std::exchange(m_pressedHandle, std::nullopt);
        const QRectF box = m_scene.boxOf(handle.node);
        const QPointF way = handlePoint(handle.node, handle.side) - box.center();
        const double reach = way.manhattanLength() + 56 + 100;
        const QPointF at = box.center() + way / std::max(1.0, way.manhattanLength()) * reach;
        if (mayEdit()) {
            const bool before = handle.side == Side::Left;
            askForNewNode(at, event->globalPosition().toPoint(), handle.node,
                before ? EdgeKind::Forward : m_edgeKind, !before);
        }
        return;
    }
    const bool plain = !m_pressedWith.testFlag(Qt::ShiftModifier);
    if (plain && m_pressed.type == ElementType::Plan) {
        m_session.select({});
    } else if (plain && m_session.selection().size() > 1) {
        m_session.select({m_pressed}); // it was not the beginning of a drag of them all
    }
}

void FlowView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    m_pressActive = false;
    const QPointF at = mapToScene(event->pos());
    if (handleAt(at)) {
        return;
    }
    const ElementRef element = m_scene.elementAt(at);
    if (element.type == ElementType::Plan) {
        if (mayEdit()) {
            const NodeId node = addAt(NodeKind::Task, at);
            if (!node.isEmpty()) {
                rename(ElementRef::of(node));
            }
        }
        return;
    }
    m_session.select({element});
    if (element.type == ElementType::Group && m_scene.isFolded(GroupId(element.id))) {
        foldSelection(*this, false);
    } else {
        rename(element);
    }
}

void FlowView::begin(std::unique_ptr<Gesture> gesture)
{
    m_gesture = std::move(gesture);
    m_handle.reset();
    m_hoveredNode = {};
    updateOverlay();
}

void FlowView::finishGesture(const PointerState& at)
{
    m_scrollTimer.stop();
    // Taken out first: what it asks for may begin another one.
    const std::unique_ptr<Gesture> gesture = std::move(m_gesture);
    gesture->finish(at);
    m_pressedHandle.reset();
    grow();
    updateOverlay();
}

void FlowView::cancelGesture()
{
    m_scrollTimer.stop();
    if (const std::unique_ptr<Gesture> gesture = std::move(m_gesture)) {
        gesture->cancel();
    }
    m_pressActive = false;
    m_pressedHandle.reset();
    m_keyEdge.reset();
    notify({});
    updateOverlay();
}

void FlowView::scrollAtBorder()
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

void FlowView::contextMenuEvent(QContextMenuEvent* event)
{
    cancelGesture();
    ElementRef element;
    QPoint screen = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        if (!m_session.selection().isEmpty()) {
            element = m_session.selection().constLast();
            if (const ElementItem* item = m_scene.item(element)) {
                screen = viewport()->mapToGlobal(mapFromScene(item->drawing().bounds.center()));
            }
        }
    } else {
        element = m_scene.elementAt(mapToScene(viewport()->mapFromGlobal(screen)));
        if (element.type == ElementType::Plan) {
            m_session.select({});
        } else if (!m_session.selection().contains(element)) {
            m_session.select({element});
        }
    }
    emit menuRequested(element, screen);
    event->accept();
}

void FlowView::showDropEdge(const EdgeId& edge)
{
    if (EdgeItem* old = m_scene.edgeItem(m_dropEdge)) {
        old->setEmphasis(Emphasis::None);
    }
    m_dropEdge = edge;
    if (EdgeItem* item = m_scene.edgeItem(edge)) {
        item->setEmphasis(Emphasis::Accepts);
    }
}

void FlowView::dragEnterEvent(QDragEnterEvent* event)
{
    if (takesDrop(*event->mimeData()) && !m_locked) {
        event->acceptProposedAction();
    } else {
        event->ignore();
    }
}

void FlowView::dragMoveEvent(QDragMoveEvent* event)
{
    if (!takesDrop(*event->mimeData())) {
        event->ignore();
        return;
    }
    showDropEdge(m_scene.edgeAt(mapToScene(event->position().toPoint())));
    event->acceptProposedAction();
}

void FlowView::dragLeaveEvent(QDragLeaveEvent* event)
{
    showDropEdge({});
    event->accept();
}

void FlowView::dropEvent(QDropEvent* event)
{
    showDropEdge({});
    if (!takesDrop(*event->mimeData()) || !mayEdit()) {
        return;
    }
    const QPointF at = mapToScene(event->position().toPoint());
    if (const std::optional<NodeKind> kind = kindOf(*event->mimeData())) {
        addAt(*kind, at);
    } else {
        takeSqlFiles(*this, *event->mimeData(), at);
    }
    setFocus();
    event->acceptProposedAction();
}

} // namespace whimbrel
