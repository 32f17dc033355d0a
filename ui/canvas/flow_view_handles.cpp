// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "ui/canvas/flow_view.h"

#include <QPainter>

namespace whimbrel {

namespace {

constexpr double handleRadius = 7; ///< screen pixels
constexpr double handleDistance = 16; ///< from the node's border, screen pixels
constexpr double hoverMargin = 30; ///< how far around a node its handles stay, screen pixels

} // namespace

bool FlowView::showsHandles() const
{
    return !isLocked() && gesture() == nullptr && m_session.readOnlyReason().isEmpty()
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
    if (m_scene.isEnd(node)) {
        node = {}; // what stands elsewhere is not continued here
    }
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

} // namespace whimbrel
