// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/canvas_scene.h"

namespace whimbrel {

// What is seen while nodes are dragged, before the plan knows of it.

void CanvasScene::showMoved(const QHash<NodeId, QPointF>& positions)
{
    QSet<NodeId> moved;
    for (auto place = positions.cbegin(); place != positions.cend(); ++place) {
        if (NodeItem* item = m_nodes.value(place.key())) {
            item->setPos(*place - item->box().topLeft());
            moved.insert(place.key());
        }
    }
    if (!m_layouter.preview(positions)) {
        roughRoutes(moved);
    }
}

void CanvasScene::showUnmoved()
{
    for (NodeItem* item : std::as_const(m_nodes)) {
        item->setPos(0, 0);
    }
    m_layouter.clearPreview();
}

void CanvasScene::takePreview()
{
    const Plan& plan = m_session.plan();
    const FlowGeometry before = std::exchange(m_previewed, m_layouter.previewed());
    const auto put = [&](const EdgeId& id, const RoutedEdge& route) {
        if (const Edge* edge = plan.edges.find(id)) {
            putEdge(*edge, route);
        }
    };
    for (auto edge = m_previewed.edges.cbegin(); edge != m_previewed.edges.cend(); ++edge) {
        put(edge.key(), *edge);
    }
    for (auto edge = before.edges.cbegin(); edge != before.edges.cend(); ++edge) {
        const auto own = m_layouter.geometry().edges.constFind(edge.key());
        if (!m_previewed.edges.contains(edge.key()) && own != m_layouter.geometry().edges.cend()) {
            put(edge.key(), *own);
        }
    }
    const QHash<GroupId, QRectF>& usual = m_layouter.geometry().groups;
    for (auto old = usual.cbegin(); old != usual.cend(); ++old) {
        const Group* group = plan.groups.find(old.key());
        const QRectF box = m_previewed.groups.value(old.key(), *old);
        const GroupItem* item = m_groups.value(old.key());
        if (group != nullptr && item != nullptr && item->box() != box) {
            putGroup(*group, box);
        }
    }
    const QHash<GroupId, NodeId>& standIns = m_layouter.folding().standIns;
    for (auto folded = standIns.cbegin(); folded != standIns.cend(); ++folded) {
        const Group* group = plan.groups.find(folded.key());
        const QRectF box
            = m_previewed.nodes.value(*folded, m_layouter.geometry().nodes.value(*folded));
        const GroupItem* item = m_groups.value(folded.key());
        if (group != nullptr && item != nullptr && !box.isNull() && item->box() != box) {
            putGroup(*group, box);
        }
    }
}

void CanvasScene::roughRoutes(const QSet<NodeId>& moved)
{
    QSet<EdgeId> edges;
    for (const NodeId& node : moved) {
        edges.unite(m_edgesOf.value(node));
    }
    for (const EdgeId& id : edges) {
        const Edge* edge = m_session.plan().edges.find(id);
        if (edge != nullptr && m_edges.contains(id)) {
            putEdge(*edge, roughRoute(*edge));
        }
    }
}

/// An elbow between the sides that face each other: shown until the router has answered.
RoutedEdge CanvasScene::roughRoute(const Edge& edge) const
{
    RoutedEdge route;
    const QRectF from = boxOf(edge.from);
    const QRectF to = boxOf(edge.to);
    if (from.isNull() || to.isNull()) {
        return route;
    }
    const QPointF distance = to.center() - from.center();
    if (std::abs(distance.x()) >= std::abs(distance.y())) {
        const bool right = distance.x() > 0;
        const QPointF a(right ? from.right() : from.left(), from.center().y());
        const QPointF b(right ? to.left() : to.right(), to.center().y());
        const double middle = (a.x() + b.x()) / 2;
        route.points = {a, {middle, a.y()}, {middle, b.y()}, b};
    } else {
        const bool down = distance.y() > 0;
        const QPointF a(from.center().x(), down ? from.bottom() : from.top());
        const QPointF b(to.center().x(), down ? to.top() : to.bottom());
        const double middle = (a.y() + b.y()) / 2;
        route.points = {a, {a.x(), middle}, {b.x(), middle}, b};
    }
    return route;
}

} // namespace whimbrel
