// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/flow_view.h"

#include "model/plan/node_kind.h"
#include "ui/canvas/canvas_access.h"
#include "ui/canvas/kind_picker.h"
#include "ui/canvas/title_editor.h"

#include <QNativeGestureEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <cmath>

namespace whimbrel {

namespace {

constexpr double smallestZoom = 0.05;
constexpr double largestZoom = 8;
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
    connect(&session, &PlanSession::selectionChanged, this, [this] {
        updateOverlay();
        announceSelection(*this);
    });
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
    for (const Comment& comment : plan.comments) {
        if (comment.on == element && !comment.resolved && element.type != ElementType::Plan) {
            lines.append(
                QStringLiteral("<b>%1:</b> %2")
                    .arg((comment.by.isEmpty() ? tr("Comment") : comment.by).toHtmlEscaped(),
                        comment.text.left(300).toHtmlEscaped()));
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
