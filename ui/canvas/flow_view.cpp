// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/flow_view.h"

#include "model/plan/node_kind.h"
#include "ui/canvas/canvas_access.h"
#include "ui/canvas/kind_picker.h"
#include "ui/canvas/palette_mime.h"
#include "ui/canvas/title_editor.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace whimbrel {

namespace {

constexpr double smallestZoom = 0.05;
constexpr double largestZoom = 8;
constexpr double handleRadius = 7; ///< screen pixels
constexpr double handleDistance = 16; ///< from the node's border, screen pixels
constexpr double hoverMargin = 30; ///< how far around a node its handles stay, screen pixels
constexpr double endGrip = 14; ///< how near to its end an edge is taken by it, screen pixels
constexpr int scrollBorder = 24;
constexpr double dotStep = 24;

} // namespace

FlowView::FlowView(PlanSession& session, QWidget* parent)
    : QGraphicsView(parent)
    , m_session(session)
    , m_scene(session)
{
    setScene(&m_scene);
    setObjectName(QStringLiteral("canvas"));
    setAccessibleName(tr("Flow"));
    setAccessibleDescription(tr("The steps of the plan and the edges between them."));
    setFrameShape(QFrame::NoFrame);
    setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    setOptimizationFlags(
        QGraphicsView::DontSavePainterState | QGraphicsView::DontAdjustForAntialiasing);
    setViewportUpdateMode(QGraphicsView::SmartViewportUpdate);
    setTransformationAnchor(QGraphicsView::NoAnchor);
    setResizeAnchor(QGraphicsView::NoAnchor);
    setDragMode(QGraphicsView::NoDrag);
    setFocusPolicy(Qt::StrongFocus);
    setAcceptDrops(true);
    viewport()->setMouseTracking(true);
    installCanvasAccess();
    m_scrollTimer.setInterval(16);
    connect(&m_scrollTimer, &QTimer::timeout, this, &FlowView::scrollAtBorder);
    connect(&m_scene, &CanvasScene::contentChanged, this, &FlowView::grow);
    connect(&m_scene, &CanvasScene::opened, this, [this] {
        m_fitted = false;
        grow();
        zoomToBegin();
    });
    connect(&m_scene.layouter(), &FlowLayouter::arranged, this, &FlowView::takeArrangement);
    connect(&session, &PlanSession::revealRequested, this, &FlowView::showElement);
    connect(&session, &PlanSession::changed, this, [this] { hover({-1e9, -1e9}); });
    connect(&session, &PlanSession::selectionChanged, this, &FlowView::updateOverlay);
    setTheme(ThemeName::Light);
}

FlowView::~FlowView()
{
    m_gesture.reset();
    m_scene.disconnect(this);
    m_session.disconnect(this);
}

void FlowView::setTheme(ThemeName theme)
{
    m_scene.setTheme(theme);
    setBackgroundBrush(m_scene.theme().canvas);
    resetCachedContent();
    viewport()->update();
}

void FlowView::setShowsGrid(bool shows)
{
    m_showsGrid = shows;
    viewport()->update();
}

void FlowView::setLocked(bool locked)
{
    m_locked = locked;
    cancelGesture();
    updateOverlay();
}

void FlowView::setEdgeKind(EdgeKind kind)
{
    if (m_edgeKind != kind) {
        m_edgeKind = kind;
        emit edgeKindChanged(kind);
    }
}

void FlowView::setZoom(double zoom)
{
    zoomBy(zoom / this->zoom(), viewport()->rect().center());
}

void FlowView::zoomBy(double factor, const QPoint& around)
{
    const double wanted = std::clamp(zoom() * factor, smallestZoom, largestZoom);
    const QPointF anchor = mapToScene(around);
    setTransform(QTransform::fromScale(wanted, wanted));
    grow();
    const QPointF shift = mapFromScene(anchor) - around;
    horizontalScrollBar()->setValue(
        horizontalScrollBar()->value() + static_cast<int>(std::lround(shift.x())));
    verticalScrollBar()->setValue(
        verticalScrollBar()->value() + static_cast<int>(std::lround(shift.y())));
    emit zoomChanged(zoom());
}

void FlowView::notify(const QString& message)
{
    emit noticed(message);
}

/// The scene is what is drawn and one viewport around it, so that everything can be scrolled to
/// the middle.
void FlowView::grow()
{
    const QRectF content = m_scene.contentRect();
    const double width = viewport()->width() / zoom();
    const double height = viewport()->height() / zoom();
    const QRectF wanted = content.adjusted(-width, -height, width, height);
    if (m_gesture == nullptr && wanted != sceneRect()) {
        setSceneRect(wanted);
    }
}

void FlowView::updateOverlay()
{
    viewport()->update();
}

bool FlowView::mayEdit()
{
    if (m_locked) {
        notify(tr("While a run is on, the plan is not edited here."));
        return false;
    }
    if (!m_session.readOnlyReason().isEmpty()) {
        notify(m_session.readOnlyReason());
        return false;
    }
    return true;
}

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
    if (m_panning) {
        const QPoint by = event->pos() - m_panFrom;
        m_panFrom = event->pos();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
        return;
    }
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
    PointerState from{
        mapToScene(m_pressedAt), event->globalPosition().toPoint(), m_pressedWith, zoom()};
    if (m_pressedHandle) {
        if (mayEdit()) {
            begin(std::make_unique<ConnectGesture>(*this, m_pressedHandle->node, m_edgeKind, from));
        }
    } else if (m_pressed.type == ElementType::Node || m_pressed.type == ElementType::Group) {
        QSet<NodeId> nodes;
        const Plan& plan = m_session.plan();
        for (const ElementRef& ref : m_session.selection()) {
            if (ref.type == ElementType::Node) {
                nodes.insert(NodeId(ref.id));
            } else if (ref.type == ElementType::Group) {
                for (const Node& node : plan.nodes) {
                    for (const Group* group = plan.groups.find(node.group); group != nullptr; group
                         = group->parent == group->id ? nullptr : plan.groups.find(group->parent)) {
                        if (group->id.text() == ref.id) {
                            nodes.insert(node.id);
                        }
                    }
                }
            }
        }
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
    if (m_gesture != nullptr) {
        m_gesture->move(strokeOf(event));
        updateOverlay();
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
    rename(element);
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

bool FlowView::showsHandles() const
{
    return !m_locked && m_gesture == nullptr && m_session.readOnlyReason().isEmpty()
        && zoom() >= 0.3;
}

QPointF FlowView::handlePoint(const NodeId& node, Side side) const
{
    const QRectF box = m_scene.boxOf(node);
    const double away = handleDistance / zoom();
    switch (side) {
    case Side::Left:
        return {box.left() - away, box.center().y()};
    case Side::Right:
        return {box.right() + away, box.center().y()};
    case Side::Top:
        return {box.center().x(), box.top() - away};
    case Side::Bottom:
        break;
    }
    return {box.center().x(), box.bottom() + away};
}

std::optional<FlowView::Handle> FlowView::handleAt(const QPointF& scene) const
{
    const Node* node = m_session.plan().nodes.find(m_hoveredNode);
    if (!showsHandles() || node == nullptr || !traits(node->kind).flows) {
        return std::nullopt;
    }
    for (const Side side : {Side::Right, Side::Left, Side::Top, Side::Bottom}) {
        if (QLineF(scene, handlePoint(m_hoveredNode, side)).length()
            <= (handleRadius + 4) / zoom()) {
            return Handle{m_hoveredNode, side};
        }
    }
    return std::nullopt;
}

void FlowView::hover(const QPointF& scene)
{
    const ElementRef element = m_scene.elementAt(scene);
    if (element != m_hovered) {
        if (ElementItem* old = m_scene.item(m_hovered)) {
            old->setEmphasis(Emphasis::None);
        }
        m_hovered = element;
        if (ElementItem* item = m_scene.item(element)) {
            item->setEmphasis(Emphasis::Hovered);
        }
    }
    NodeId node = element.type == ElementType::Node ? NodeId(element.id) : NodeId();
    if (node.isEmpty() && !m_hoveredNode.isEmpty()) {
        // The way from the node to its handles leads over the gap between them.
        const double margin = hoverMargin / zoom();
        const QRectF around
            = m_scene.boxOf(m_hoveredNode).adjusted(-margin, -margin, margin, margin);
        node = around.contains(scene) ? m_hoveredNode : NodeId();
    }
    const NodeId before = std::exchange(m_hoveredNode, node);
    const std::optional<Handle> handle = handleAt(scene);
    const bool handleChanged
        = handle.has_value() != m_handle.has_value() || (handle && handle->side != m_handle->side);
    m_handle = handle;
    if (node != before || handleChanged) {
        viewport()->setCursor(handle ? Qt::CrossCursor : Qt::ArrowCursor);
        updateOverlay();
    }
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
    if (event->mimeData()->hasFormat(kindMimeType) && !m_locked) {
        event->acceptProposedAction();
    } else {
        event->ignore(); // files are the window's
    }
}

void FlowView::dragMoveEvent(QDragMoveEvent* event)
{
    if (!event->mimeData()->hasFormat(kindMimeType)) {
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
    const std::optional<NodeKind> kind = kindOf(*event->mimeData());
    if (kind && mayEdit()) {
        addAt(*kind, mapToScene(event->position().toPoint()));
        setFocus();
        event->acceptProposedAction();
    }
}

void FlowView::drawBackground(QPainter* painter, const QRectF& rect)
{
    painter->fillRect(rect, m_scene.theme().canvas);
    if (!m_showsGrid || zoom() < 0.4) {
        return;
    }
    QPen pen(m_scene.theme().grid, 2);
    pen.setCosmetic(true);
    pen.setCapStyle(Qt::RoundCap);
    painter->setPen(pen);
    QList<QPointF> dots;
    for (double x = std::floor(rect.left() / dotStep) * dotStep; x <= rect.right(); x += dotStep) {
        for (double y = std::floor(rect.top() / dotStep) * dotStep; y <= rect.bottom();
             y += dotStep) {
            dots.append({x, y});
        }
    }
    painter->drawPoints(dots.constData(), static_cast<int>(dots.size()));
}

void FlowView::drawForeground(QPainter* painter, const QRectF& /*rect*/)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_gesture != nullptr) {
        m_gesture->paint(*painter, zoom());
    }
    paintHandles(*painter);
    paintKeyEdge(*painter);
    painter->restore();
}

void FlowView::paintHandles(QPainter& painter) const
{
    const Node* node = m_session.plan().nodes.find(m_hoveredNode);
    if (!showsHandles() || node == nullptr || !traits(node->kind).flows) {
        return;
    }
    const Theme& theme = m_scene.theme();
    for (const Side side : {Side::Right, Side::Left, Side::Top, Side::Bottom}) {
        const bool hot = m_handle && m_handle->side == side;
        const QPointF center = handlePoint(m_hoveredNode, side);
        const double radius = (hot ? handleRadius + 1.5 : handleRadius) / zoom();
        painter.setPen(QPen(theme.selection, 1.5 / zoom()));
        painter.setBrush(hot ? theme.selection : theme.canvas);
        painter.drawEllipse(center, radius, radius);
        QPen plus(hot ? theme.canvas : theme.selection, 1.5 / zoom());
        plus.setCapStyle(Qt::RoundCap);
        painter.setPen(plus);
        const double arm = radius * 0.5;
        painter.drawLine(center - QPointF(arm, 0), center + QPointF(arm, 0));
        painter.drawLine(center - QPointF(0, arm), center + QPointF(0, arm));
    }
}

void FlowView::paintKeyEdge(QPainter& painter) const
{
    if (!m_keyEdge) {
        return;
    }
    const QRectF from = m_scene.boxOf(m_keyEdge->from);
    const QRectF to = m_scene.boxOf(m_keyEdge->to);
    painter.setPen(previewPen(m_scene.theme(), m_keyEdge->kind, zoom()));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(from.adjusted(-4, -4, 4, 4), 10, 10);
    if (!to.isNull() && m_keyEdge->to != m_keyEdge->from) {
        painter.drawLine(from.center(), to.center());
        painter.drawRoundedRect(to.adjusted(-4, -4, 4, 4), 10, 10);
    }
}

void FlowView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    grow();
    if (!m_fitted && isVisible()) {
        zoomToBegin();
    }
}

void FlowView::focusOutEvent(QFocusEvent* event)
{
    m_spaceHeld = false;
    QGraphicsView::focusOutEvent(event);
}

void FlowView::leaveEvent(QEvent* event)
{
    hover({-1e9, -1e9});
    QGraphicsView::leaveEvent(event);
}

bool FlowView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QPointF at = mapToScene(help->pos());
        if (handleAt(at)) {
            QToolTip::showText(help->globalPos(),
                tr("Click: add a step. Drag: draw an edge. Shift: a way back."), viewport());
        } else {
            QToolTip::showText(help->globalPos(), toolTipFor(m_scene.elementAt(at)), viewport());
        }
        return true;
    }
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomBy(1 + gesture->value(), gesture->position().toPoint());
            return true;
        }
    }
    return QGraphicsView::viewportEvent(event);
}

QString FlowView::toolTipFor(const ElementRef& element) const
{
    const Plan& plan = m_session.plan();
    QStringList lines;
    if (element.type == ElementType::Node) {
        if (const Node* node = plan.nodes.find(NodeId(element.id))) {
            const QString about = QCoreApplication::translate("NodeKind", traits(node->kind).about);
            lines.append(
                QStringLiteral("<b>%1</b> · %2")
                    .arg(titleOf(*node).toHtmlEscaped(), displayName(node->kind).toHtmlEscaped()));
            lines.append(about.toHtmlEscaped());
            if (!node->notes.isEmpty()) {
                lines.append(node->notes.left(300).toHtmlEscaped());
            }
        }
    }
    const Findings findings = m_scene.findingsOf(element);
    for (const Finding& finding : findings) {
        const QString severity = finding.severity == Severity::Error ? tr("Error")
            : finding.severity == Severity::Warning                  ? tr("Warning")
                                                                     : tr("Hint");
        lines.append(
            QStringLiteral("<b>%1:</b> %2").arg(severity, finding.message.toHtmlEscaped()));
    }
    return lines.isEmpty() ? QString()
                           : QStringLiteral("<div style='max-width:360px'>%1</div>")
                                 .arg(lines.join(QStringLiteral("<br>")));
}

} // namespace whimbrel
