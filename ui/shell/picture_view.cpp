// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/picture_view.h"

#include "ui/style/palette.h"

#include <QApplication>
#include <QGraphicsScene>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double smallest = 0.05;
constexpr double largest = 4;
constexpr double legible = 0.8;

} // namespace

PictureView::PictureView(QWidget* parent)
    : QGraphicsView(new QGraphicsScene, parent)
{
    scene()->setParent(this);
    setAccessibleName(tr("Both versions in one diagram"));
    setDragMode(QGraphicsView::ScrollHandDrag);
    setTransformationAnchor(QGraphicsView::AnchorUnderMouse);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
}

void PictureView::show(const DisplayList& picture)
{
    m_picture = picture;
    scene()->setSceneRect(picture.bounds);
    if (m_fitted) {
        fit();
    }
    viewport()->update();
}

void PictureView::fit()
{
    m_fitted = true;
    if (m_picture.bounds.isEmpty()) {
        return;
    }
    fitInView(m_picture.bounds, Qt::KeepAspectRatio);
    if (transform().m11() > 1) {
        resetTransform();
    }
}

void PictureView::showElement(const ElementRef& element)
{
    m_shown = element;
    for (const DrawGroup& group : std::as_const(m_picture.groups)) {
        if (group.element == element) {
            if (transform().m11() < legible) {
                resetTransform();
                scale(legible, legible);
            }
            centerOn(group.bounds.center());
            m_fitted = false;
        }
    }
    viewport()->update();
}

const DrawGroup* PictureView::groupAt(const QPointF& point) const
{
    // What was painted last lies on top; a group's frame is clicked only where nothing else is.
    const DrawGroup* found = nullptr;
    for (auto group = m_picture.groups.crbegin(); group != m_picture.groups.crend(); ++group) {
        if (group->element.type == ElementType::Plan || !group->bounds.contains(point)) {
            continue;
        }
        if (group->element.type == ElementType::Node) {
            return &*group;
        }
        found = found ? found : &*group;
    }
    return found;
}

void PictureView::wheelEvent(QWheelEvent* event)
{
    const double wanted = transform().m11() * std::pow(1.0015, event->angleDelta().y());
    const double factor = std::clamp(wanted, smallest, largest) / transform().m11();
    scale(factor, factor);
    m_fitted = false;
    event->accept();
}

void PictureView::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->pos();
    QGraphicsView::mousePressEvent(event);
}

void PictureView::mouseReleaseEvent(QMouseEvent* event)
{
    QGraphicsView::mouseReleaseEvent(event);
    if ((event->pos() - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_fitted = false;
        return;
    }
    if (const DrawGroup* group = groupAt(mapToScene(event->pos()))) {
        m_shown = group->element;
        viewport()->update();
        emit clicked(group->element);
    }
}

void PictureView::drawBackground(QPainter* painter, const QRectF& rect)
{
    painter->fillRect(
        rect, m_picture.background.isValid() ? m_picture.background : uiColors(palette()).surface);
}

void PictureView::drawForeground(QPainter* painter, const QRectF& rect)
{
    painter->setRenderHint(QPainter::Antialiasing);
    for (const DrawGroup& group : std::as_const(m_picture.groups)) {
        if (group.bounds.intersects(rect)) {
            paint(*painter, group);
        }
        if (group.element == m_shown && group.element.type != ElementType::Plan) {
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(uiColors(palette()).accent, 2));
            painter->drawRoundedRect(group.bounds.adjusted(-6, -6, 6, 6), 8, 8);
        }
    }
}

void PictureView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (m_fitted) {
        fit();
    }
}

} // namespace whimbrel
