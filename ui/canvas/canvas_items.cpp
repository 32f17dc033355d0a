// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/canvas_items.h"

#include <QPainterPathStroker>

namespace whimbrel {

namespace {

constexpr double groupTitle = 32;

/// Painting order.
constexpr double laneLevel = -1;
constexpr double groupLevel = 0;
constexpr double edgeLevel = 1;
constexpr double nodeLevel = 2;

} // namespace

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
    stroker.setWidth(grip());
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

LaneItem::LaneItem()
    : BoxItem(ElementRef())
{
    setZValue(laneLevel);
}

QPainterPath LaneItem::halo() const
{
    QPainterPath path;
    path.addRect(box().adjusted(5, 5, -5, -5));
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
    stroker.setWidth(grip());
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
