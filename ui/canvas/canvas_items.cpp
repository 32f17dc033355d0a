// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/canvas_items.h"

#include <QPainter>
#include <QPainterPathStroker>
#include <QStyleOptionGraphicsItem>

namespace whimbrel {

namespace {

constexpr double haloRoom = 8; ///< around the drawing, for selection and emphasis
constexpr double grip = 12; ///< how wide an edge is for the mouse
constexpr double groupTitle = 32;
constexpr double fadedOpacity = 0.16;

/// Painting order.
constexpr double groupLevel = 0;
constexpr double edgeLevel = 1;
constexpr double nodeLevel = 2;

} // namespace

ElementItem::ElementItem(ElementRef element)
    : m_element(std::move(element))
{ }

void ElementItem::setDrawing(const DrawGroup& drawing, const Theme& theme)
{
    const QRectF bounds = drawing.bounds.united(halo().boundingRect())
                              .adjusted(-haloRoom, -haloRoom, haloRoom, haloRoom);
    if (bounds != m_bounds) {
        prepareGeometryChange();
        m_bounds = bounds;
    }
    m_drawing = drawing;
    m_theme = &theme;
    update();
}

void ElementItem::setChosen(bool chosen)
{
    if (m_chosen != chosen) {
        m_chosen = chosen;
        update();
    }
}

void ElementItem::setEmphasis(Emphasis emphasis)
{
    if (m_emphasis != emphasis) {
        m_emphasis = emphasis;
        update();
    }
}

void ElementItem::setFaded(bool faded)
{
    if (m_faded != faded) {
        m_faded = faded;
        update();
    }
}

void ElementItem::paint(
    QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* /*widget*/)
{
    if (m_theme == nullptr) {
        return;
    }
    const double scale = option->levelOfDetailFromTransform(painter->worldTransform());
    const double opacity = painter->opacity();
    painter->setOpacity(m_faded ? opacity * fadedOpacity : opacity);
    const auto ring = [&](const QColor& color, double width) {
        QPen pen(color, std::max(width, width / scale));
        pen.setJoinStyle(Qt::RoundJoin);
        pen.setCapStyle(Qt::RoundCap);
        painter->strokePath(halo(), pen);
    };
    QColor soft = m_theme->selection;
    soft.setAlphaF(0.25F);
    if (m_chosen) {
        ring(soft, 8);
    } else if (m_emphasis == Emphasis::Hovered && m_element.type == ElementType::Edge) {
        ring(soft, 6);
    }
    if (m_emphasis == Emphasis::Accepts || m_emphasis == Emphasis::Refuses) {
        QColor color = m_emphasis == Emphasis::Accepts ? m_theme->selection : m_theme->failure;
        color.setAlphaF(0.4F);
        ring(color, 8);
    }
    if (scale >= textScale()) {
        whimbrel::paint(*painter, m_drawing);
    } else {
        DrawGroup shapes = m_drawing;
        shapes.items.removeIf(
            [](const DrawItem& item) { return std::holds_alternative<TextItem>(item); });
        whimbrel::paint(*painter, shapes);
    }
    if (m_chosen && m_element.type != ElementType::Edge) {
        ring(m_theme->selection, 2);
    }
    painter->setOpacity(opacity);
}

NodeItem::NodeItem(const NodeId& node)
    : BoxItem(ElementRef::of(node))
{
    setZValue(nodeLevel);
}

QPainterPath NodeItem::shape() const
{
    QPainterPath path;
    path.addRect(box());
    return path;
}

QPainterPath NodeItem::halo() const
{
    QPainterPath path;
    path.addRoundedRect(box().adjusted(-4, -4, 4, 4), 10, 10);
    return path;
}

EdgeItem::EdgeItem(const EdgeId& edge)
    : ElementItem(ElementRef::of(edge))
{
    setZValue(edgeLevel);
}

QPainterPath EdgeItem::shape() const
{
    QPainterPathStroker stroker;
    stroker.setWidth(grip);
    QPainterPath path = stroker.createStroke(halo());
    path.addRect(m_route.label.box);
    path.setFillRule(Qt::WindingFill);
    return path;
}

QPainterPath EdgeItem::halo() const
{
    QPainterPath path;
    if (!m_route.points.isEmpty()) {
        path.addPolygon(QPolygonF(m_route.points));
    }
    return path;
}

GroupItem::GroupItem(const GroupId& group)
    : BoxItem(ElementRef::of(group))
{
    setZValue(groupLevel);
}

void GroupItem::setFolded(bool folded)
{
    m_folded = folded;
    setZValue(folded ? nodeLevel : groupLevel);
}

QPainterPath GroupItem::shape() const
{
    QPainterPath path;
    if (m_folded) {
        path.addRect(box());
        return path;
    }
    path.addRect(QRectF(box().topLeft(), QSizeF(box().width(), groupTitle)));
    QPainterPath border;
    border.addRect(box());
    QPainterPathStroker stroker;
    stroker.setWidth(grip);
    path.addPath(stroker.createStroke(border));
    path.setFillRule(Qt::WindingFill);
    return path;
}

QPainterPath GroupItem::halo() const
{
    QPainterPath path;
    path.addRoundedRect(box(), 8, 8);
    return path;
}

} // namespace whimbrel
