// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
// The canvas by keyboard: walking, nudging, drawing edges.
#include "model/plan/flow.h"
#include "model/plan/names.h"
#include "ui/canvas/flow_view.h"
#include "ui/canvas/waypoint_gesture.h"
#include "ui/session/plan_edits.h"

#include <QCoreApplication>
#include <QKeyEvent>

#include <limits>

namespace whimbrel {

namespace {

constexpr double smallNudge = 1;
constexpr double bigNudge = 8;

QPointF wayOf(int key)
{
    switch (key) {
    case Qt::Key_Left:
        return {-1, 0};
    case Qt::Key_Right:
        return {1, 0};
    case Qt::Key_Up:
        return {0, -1};
    case Qt::Key_Down:
        return {0, 1};
    default:
        return {};
    }
}

} // namespace

void FlowView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        const bool busy = gesture() != nullptr || m_keyEdge;
        cancelGesture();
        if (!busy) {
            m_session.select({});
        }
        event->accept();
        return;
    }
    if (keyEdgePressed(event) || arrowPressed(event)) {
        event->accept();
        return;
    }
    const bool plain = event->modifiers() == Qt::NoModifier;
    if (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab) {
        walk(event->key() == Qt::Key_Tab);
    } else if (plain && (event->key() == Qt::Key_Period || event->key() == Qt::Key_Comma)) {
        walkEdges(event->key() == Qt::Key_Period);
    } else if (plain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        const ElementRef last
            = m_session.selection().isEmpty() ? ElementRef() : m_session.selection().constLast();
        const Edge* edge = m_session.plan().edges.find(EdgeId(last.id));
        if (last.type == ElementType::Edge && edge != nullptr) {
            m_session.reveal(ElementRef::of(edge->to));
        } else {
            renameSelection();
        }
    } else {
        DiagramView::keyPressEvent(event);
        return;
    }
    event->accept();
}

void FlowView::startEdge()
{
    const QList<NodeId> selected = selectedNodes();
    if (selected.isEmpty()) {
        notify(tr("Select the step from which the edge leads."));
        return;
    }
    if (mayEdit()) {
        m_keyEdge = KeyEdge{selected.constLast(), selected.constLast(), m_edgeKind};
        notify(tr("Arrows choose where the edge leads, R its kind, Enter draws it, Esc gives up."));
        setFocus();
        updateOverlay();
    }
}

bool FlowView::keyEdgePressed(QKeyEvent* event)
{
    if (!m_keyEdge) {
        return false;
    }
    const int key = event->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        const KeyEdge edge = *m_keyEdge;
        const QString why = edits::whyNoEdge(m_session.plan(), edge.kind, edge.from, edge.to);
        if (!why.isEmpty()) {
            notify(why);
            return true;
        }
        m_keyEdge.reset();
        notify({});
        m_session.perform(edits::connectNodes(m_session.plan(), edge.kind, edge.from, edge.to));
        updateOverlay();
        return true;
    }
    if (key == Qt::Key_R) {
        const auto kinds = namedValues<EdgeKind>();
        const auto next = (static_cast<size_t>(m_keyEdge->kind) + 1) % kinds.size();
        m_keyEdge->kind = kinds[next].value;
        notify(QCoreApplication::translate("Names", kinds[next].name));
        updateOverlay();
        return true;
    }
    if (key == Qt::Key_Tab || key == Qt::Key_Backtab) {
        const QList<NodeId> order = walkOrder();
        const qsizetype size = order.size();
        const qsizetype now = order.indexOf(m_keyEdge->to);
        m_keyEdge->to = order.value((now + (key == Qt::Key_Tab ? 1 : size - 1)) % size);
        updateOverlay();
        return true;
    }
    if (!wayOf(key).isNull()) {
        const NodeId next = neighbour(m_keyEdge->to, key);
        if (!next.isEmpty()) {
            m_keyEdge->to = next;
            showElement(ElementRef::of(next));
            const QString why
                = edits::whyNoEdge(m_session.plan(), m_keyEdge->kind, m_keyEdge->from, next);
            const Node* node = m_session.plan().nodes.find(next);
            notify(why.isEmpty() ? tr("To “%1”: Enter").arg(titleOf(*node)) : why);
        }
        updateOverlay();
        return true;
    }
    return false;
}

bool FlowView::arrowPressed(QKeyEvent* event)
{
    const QPointF way = wayOf(event->key());
    if (way.isNull()) {
        return false;
    }
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const QList<NodeId> selected = selectedNodes();
    const ElementRef last
        = m_session.selection().isEmpty() ? ElementRef() : m_session.selection().constLast();
    if (selected.isEmpty() && last.type == ElementType::Edge
        && (modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier)) {
        // The line of an edge goes with the keys as a step does.
        const double step = modifiers.testFlag(Qt::ShiftModifier) ? bigNudge : smallNudge;
        if (mayEdit()) {
            m_session.perform(nudgeEdge(m_session, m_scene, EdgeId(last.id), way * step));
        }
        return true;
    }
    if (modifiers == Qt::ControlModifier || (selected.isEmpty() && modifiers == Qt::NoModifier)) {
        const QList<NodeId> order = walkOrder();
        const NodeId next
            = selected.isEmpty() ? order.value(0) : neighbour(selected.constLast(), event->key());
        if (!next.isEmpty()) {
            m_session.reveal(ElementRef::of(next));
        }
        return true;
    }
    if (modifiers == (Qt::AltModifier | Qt::ShiftModifier) && !selected.isEmpty() && mayEdit()) {
        // Clone and connect in that direction.
        const Node* original = m_session.plan().nodes.find(selected.constLast());
        Node copy = *original;
        copy.id = edits::freshNodeId(m_session.plan(), original->id.text());
        const QRectF box = m_scene.boxOf(original->id);
        const QPointF at
            = box.topLeft() + QPointF(way.x() * (box.width() + 56), way.y() * (box.height() + 40));
        if (perform(
                edits::addNodeAfter(m_session.plan(), copy, at, original->id, EdgeKind::Forward))) {
            m_session.reveal(ElementRef::of(copy.id));
        }
        return true;
    }
    if (modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier) {
        nudge(way * (modifiers.testFlag(Qt::ShiftModifier) ? bigNudge : smallNudge));
        return true;
    }
    return false;
}

void FlowView::nudge(const QPointF& by)
{
    if (!mayEdit()) {
        return;
    }
    QHash<NodeId, QPointF> moved;
    QStringList ids;
    for (const NodeId& node : selectedNodes()) {
        if (!m_scene.isEnd(node)) {
            moved.insert(node, m_scene.boxOf(node).topLeft() + by);
            ids.append(node.text());
        }
    }
    Edit edit = edits::placeNodes(m_session.plan(), moved, true, m_scene.layouter().positions());
    edit.mergeKey = QStringLiteral("nudge/") + ids.join(QLatin1Char(','));
    m_session.perform(edit);
}

QList<NodeId> FlowView::walkOrder() const
{
    const Plan& plan = m_session.plan();
    Digraph graph(static_cast<int>(plan.nodes.size()));
    for (const Edge& edge : plan.edges) {
        const int from = static_cast<int>(plan.nodes.indexOf(edge.from));
        const int to = static_cast<int>(plan.nodes.indexOf(edge.to));
        if (edge.kind == EdgeKind::Forward && from >= 0 && to >= 0) {
            graph.addEdge(from, to);
        }
    }
    QList<NodeId> order;
    for (const int node : graph.topologicalOrder()) {
        const NodeId& id = plan.nodes.at(node).id;
        if (page().isEmpty() || m_scene.layouter().folding().plan.nodes.contains(id)) {
            order.append(id);
        }
    }
    return order;
}

QList<ElementRef> FlowView::spokenOrder() const
{
    QList<ElementRef> order;
    for (const NodeId& node : walkOrder()) {
        order.append(ElementRef::of(node));
    }
    for (const Edge& edge : m_session.plan().edges) {
        order.append(ElementRef::of(edge.id));
    }
    for (const Group& group : m_session.plan().groups) {
        order.append(ElementRef::of(group.id));
    }
    return order;
}

void FlowView::walk(bool forward)
{
    const QList<NodeId> order = walkOrder();
    if (order.isEmpty()) {
        return;
    }
    const QList<NodeId> selected = selectedNodes();
    const qsizetype now = selected.isEmpty() ? -1 : order.indexOf(selected.constLast());
    const qsizetype size = order.size();
    const qsizetype next
        = now < 0 ? (forward ? 0 : size - 1) : (now + (forward ? 1 : size - 1)) % size;
    m_session.reveal(ElementRef::of(order.at(next)));
}

void FlowView::walkEdges(bool forward)
{
    if (m_session.selection().isEmpty()) {
        return;
    }
    const ElementRef now = m_session.selection().constLast();
    const Edge* current
        = now.type == ElementType::Edge ? m_session.plan().edges.find(EdgeId(now.id)) : nullptr;
    const NodeId node = current != nullptr ? current->from : NodeId(now.id);
    QList<EdgeId> edges;
    for (const Edge& edge : m_session.plan().edges) {
        if (edge.from == node) {
            edges.append(edge.id);
        }
    }
    if (edges.isEmpty()) {
        return;
    }
    const qsizetype index = current == nullptr ? -1 : edges.indexOf(current->id);
    const qsizetype size = edges.size();
    const qsizetype next
        = index < 0 ? (forward ? 0 : size - 1) : (index + (forward ? 1 : size - 1)) % size;
    m_session.reveal(ElementRef::of(edges.at(next)));
}

/// The nearest node in the direction of an arrow key: distance counts, being off the straight line
/// counts double.
NodeId FlowView::neighbour(const NodeId& from, int key) const
{
    const QPointF way = wayOf(key);
    const QPointF center = m_scene.boxOf(from).center();
    NodeId best;
    double least = std::numeric_limits<double>::max();
    for (auto item = m_scene.nodeItems().cbegin(); item != m_scene.nodeItems().cend(); ++item) {
        const QPointF to = (*item)->box().center() - center;
        const double along = to.x() * way.x() + to.y() * way.y();
        const double aside = std::abs(to.x() * way.y()) + std::abs(to.y() * way.x());
        const double cost = along + 2 * aside;
        if (item.key() != from && along > 1 && cost < least) {
            least = cost;
            best = item.key();
        }
    }
    return best;
}

} // namespace whimbrel
