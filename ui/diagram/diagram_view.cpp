// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_view.h"

#include "ui/diagram/diagram_access.h"
#include "ui/diagram/dot_grid.h"

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
constexpr double keyStep = 1.25;
constexpr double fitMargin = 32; ///< screen pixels around what is fitted
constexpr double legibleZoom = 0.7;
constexpr double followMargin = 0.2; // of the view: nearer to the rim, it moves

} // namespace

DiagramView::DiagramView(PlanSession& session, QWidget* parent)
    : QGraphicsView(parent)
    , m_session(session)
{
    setFrameShape(QFrame::NoFrame);
    setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    setOptimizationFlags(
        QGraphicsView::DontSavePainterState | QGraphicsView::DontAdjustForAntialiasing);
    setViewportUpdateMode(QGraphicsView::SmartViewportUpdate);
    setTransformationAnchor(QGraphicsView::NoAnchor);
    setResizeAnchor(QGraphicsView::NoAnchor);
    setDragMode(QGraphicsView::NoDrag);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    m_scrollTimer.setInterval(16);
    connect(&m_scrollTimer, &QTimer::timeout, this, &DiagramView::scrollAtBorder);
    connect(&session, &PlanSession::revealRequested, this, &DiagramView::showElement);
    connect(&session, &PlanSession::selectionChanged, this, [this] {
        updateOverlay();
        announceSelection(*this);
    });
    installDiagramAccess();
}

DiagramView::~DiagramView() = default;

bool DiagramView::takePress(const QPointF& /*scene*/)
{
    return false;
}

bool DiagramView::takeClick(const QMouseEvent* /*event*/)
{
    return false;
}

void DiagramView::showAnew()
{
    m_fitted = false;
    grow();
    zoomToBegin();
}

QStringList DiagramView::linesOf(const Findings& findings)
{
    QStringList lines;
    for (const Finding& finding : findings) {
        const QString severity = finding.severity == Severity::Error ? tr("Error")
            : finding.severity == Severity::Warning                  ? tr("Warning")
                                                                     : tr("Hint");
        lines.append(
            QStringLiteral("<b>%1:</b> %2").arg(severity, finding.message.toHtmlEscaped()));
    }
    return lines;
}

QString DiagramView::toolTipOf(const QStringList& lines)
{
    return lines.isEmpty() ? QString()
                           : QStringLiteral("<div style='max-width:360px'>%1</div>")
                                 .arg(lines.join(QStringLiteral("<br>")));
}

void DiagramView::setShowsGrid(bool shows)
{
    m_showsGrid = shows;
    viewport()->update();
}

void DiagramView::setLocked(bool locked)
{
    m_locked = locked;
    cancelGesture();
    updateOverlay();
}

void DiagramView::setZoom(double zoom)
{
    zoomBy(zoom / this->zoom(), viewport()->rect().center());
}

void DiagramView::zoomBy(double factor, const QPoint& around)
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

void DiagramView::notify(const QString& message)
{
    emit noticed(message);
}

/// The scene is what is drawn and one viewport around it, so that everything can be scrolled to
/// the middle.
void DiagramView::grow()
{
    const QRectF content = contentRect();
    const double width = viewport()->width() / zoom();
    const double height = viewport()->height() / zoom();
    const QRectF wanted = content.adjusted(-width, -height, width, height);
    if (m_gesture == nullptr && wanted != sceneRect()) {
        setSceneRect(wanted);
    }
}

void DiagramView::updateOverlay()
{
    viewport()->update();
}

bool DiagramView::mayEdit()
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

void DiagramView::drawBackground(QPainter* painter, const QRectF& rect)
{
    painter->fillRect(rect, theme().canvas);
    if (!m_showsGrid || zoom() < 0.4) {
        return;
    }
    paintDotGrid(*painter, rect, dotStep, theme().grid);
}

void DiagramView::drawForeground(QPainter* painter, const QRectF& /*rect*/)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_gesture != nullptr) {
        m_gesture->paint(*painter, zoom());
    }
    paintOver(*painter);
    painter->restore();
}

void DiagramView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    grow();
    if (!m_fitted && isVisible()) {
        zoomToBegin();
    }
}

void DiagramView::showEvent(QShowEvent* event)
{
    QGraphicsView::showEvent(event);
    if (!m_fitted) {
        // When the layout has settled how large it is.
        QTimer::singleShot(0, this, [this] {
            if (!m_fitted) {
                zoomToBegin();
            }
        });
    }
}

void DiagramView::focusInEvent(QFocusEvent* event)
{
    QGraphicsView::focusInEvent(event);
    announceSelection(*this);
    emit entered();
}

void DiagramView::focusOutEvent(QFocusEvent* event)
{
    m_spaceHeld = false;
    QGraphicsView::focusOutEvent(event);
}

void DiagramView::leaveEvent(QEvent* event)
{
    hover({-1e9, -1e9});
    QGraphicsView::leaveEvent(event);
}

bool DiagramView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), toolTipAt(mapToScene(help->pos())), viewport());
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

void DiagramView::zoomIn()
{
    zoomBy(keyStep, viewport()->rect().center());
}

void DiagramView::zoomOut()
{
    zoomBy(1 / keyStep, viewport()->rect().center());
}

void DiagramView::zoomActual()
{
    setZoom(1);
}

void DiagramView::zoomToFit()
{
    const QRectF content = contentRect();
    if (content.isEmpty() || !viewport()->isVisible()) {
        return;
    }
    m_fitted = true;
    const double across = (viewport()->width() - 2 * fitMargin) / content.width();
    const double down = (viewport()->height() - 2 * fitMargin) / content.height();
    setZoom(std::min({1.0, across, down}));
    centerOn(content.center());
}

void DiagramView::zoomToBegin()
{
    zoomToFit();
    const QRectF content = contentRect();
    if (content.isEmpty() || zoom() >= legibleZoom) {
        return;
    }
    setZoom(legibleZoom);
    const QSizeF seen = QSizeF(viewport()->size()) / legibleZoom;
    const double margin = fitMargin / legibleZoom;
    const QPointF corner = content.topLeft() - QPointF(margin, margin);
    centerOn(seen.width() > content.width() ? content.center().x() : corner.x() + seen.width() / 2,
        seen.height() > content.height() ? content.center().y() : corner.y() + seen.height() / 2);
}

void DiagramView::zoomToSelection()
{
    QRectF rect;
    for (const ElementRef& ref : m_session.selection()) {
        rect |= boundsOf(ref);
    }
    if (rect.isEmpty()) {
        zoomToFit();
        return;
    }
    const double across = (viewport()->width() - 4 * fitMargin) / rect.width();
    const double down = (viewport()->height() - 4 * fitMargin) / rect.height();
    setZoom(std::min({2.0, across, down}));
    centerOn(rect.center());
}

void DiagramView::showElement(const ElementRef& element)
{
    const QRectF bounds = boundsOf(element);
    if (bounds.isEmpty()) {
        return;
    }
    if (zoom() < 0.5) {
        setZoom(0.8);
    }
    // What does not fit is in sight when its middle is. Only what has to move moves.
    const QRectF room = sight().adjusted(24, 24, -24, -24);
    const auto isIn = [](double low, double high, double from, double to) {
        const double middle = (low + high) / 2;
        return high - low > to - from ? from < middle && middle < to : from <= low && high <= to;
    };
    const bool across = isIn(bounds.left(), bounds.right(), room.left(), room.right());
    const bool down = isIn(bounds.top(), bounds.bottom(), room.top(), room.bottom());
    if (!across || !down) {
        const QPointF now = mapToScene(viewport()->rect()).boundingRect().center();
        centerOn(across ? now.x() : bounds.center().x(), down ? now.y() : bounds.center().y());
    }
}

QRectF DiagramView::sight() const
{
    return mapToScene(viewport()->rect()).boundingRect();
}

void DiagramView::follow(const ElementRef& element)
{
    const QRectF bounds = boundsOf(element);
    if (bounds.isEmpty()) {
        return;
    }
    const QRectF seen = mapToScene(viewport()->rect()).boundingRect();
    const double across = seen.width() * followMargin;
    const double down = seen.height() * followMargin;
    if (seen.adjusted(across, down, -across, -down).contains(bounds.center())) {
        return;
    }
    // In the middle, but at the border of the plan rather not beside emptiness.
    const double margin = fitMargin / zoom();
    const QRectF content = contentRect().adjusted(-margin, -margin, margin, margin);
    const auto middle = [](double wanted, double low, double high, double extent) {
        return high - low <= extent ? (low + high) / 2
                                    : std::clamp(wanted, low + extent / 2, high - extent / 2);
    };
    centerOn(middle(bounds.center().x(), content.left(), content.right(), seen.width()),
        middle(bounds.center().y(), content.top(), content.bottom(), seen.height()));
}

} // namespace whimbrel
