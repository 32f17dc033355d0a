// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_scene.h"
#include "ui/canvas/canvas_commands.h"
#include "ui/canvas/flow_view.h"
#include "ui/canvas/palette_mime.h"
#include "ui/canvas/sql_drop.h"
#include "ui/canvas/waypoint_gesture.h"
#include "ui/diagram/marquee_gesture.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QMouseEvent>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr double endGrip = 14; ///< how near to its end an edge is taken by it, screen pixels

/// Steps from the palette and SQL from the file manager; other files are the window's.
bool takesDrop(const QMimeData& data)
{
    return data.hasFormat(kindMimeType) || bringsSqlFiles(data);
}

QPainterPath pathOf(const QPolygonF& points)
{
    QPainterPath path;
    path.addPolygon(points);
    return path;
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

bool FlowView::takePress(const QPointF& scene)
{
    m_keyEdge.reset();
    m_pressedHandle = handleAt(scene);
    return m_pressedHandle.has_value();
}

bool FlowView::takeClick(const QMouseEvent* event)
{
    if (!m_pressedHandle) {
        return false;
    }
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
    return true;
}

/// What was pressed is taken along: a handle draws an edge, a step or phase moves, the end of an
/// edge is led elsewhere, the rest of it is led through another place, and the canvas spans a
/// marquee.
void FlowView::startDrag(const PointerState& from)
{
    m_handle.reset();
    m_hoveredNode = {};
    if (m_pressedHandle) {
        if (mayEdit()) {
            begin(std::make_unique<ConnectGesture>(*this, m_pressedHandle->node, m_edgeKind, from));
        }
    } else if (pressed().type == ElementType::Node || pressed().type == ElementType::Group) {
        QSet<NodeId> nodes = nodesOf(m_session.plan(), m_session.selection());
        nodes.subtract(m_scene.layouter().folding().ends);
        const NodeId grabbed = pressed().type == ElementType::Node ? NodeId(pressed().id)
            : nodes.isEmpty()                                      ? NodeId()
                                                                   : *nodes.cbegin();
        if (nodes.contains(grabbed) && mayEdit()) {
            begin(std::make_unique<MoveGesture>(m_session, m_scene, nodes, grabbed, from, m_snaps));
        }
    } else if (pressed().type == ElementType::Edge) {
        const Edge* edge = m_session.plan().edges.find(EdgeId(pressed().id));
        const EdgeItem* item = m_scene.edgeItem(EdgeId(pressed().id));
        if (edge != nullptr && item != nullptr && item->route().points.size() > 1) {
            const QPolygonF points(item->route().points);
            const double toHead = QLineF(from.scene, points.constLast()).length();
            const double toTail = QLineF(from.scene, points.constFirst()).length();
            const double length = pathOf(points).length();
            const double grip = std::min(3 * endGrip / zoom(), length / 3);
            const bool onWaypoint = std::ranges::any_of(
                waypointsOf(m_session, m_scene, edge->id), [&](const QPointF& place) {
                    return QLineF(place, from.scene).length() <= waypointGrip / zoom();
                });
            if (!mayEdit()) {
                return;
            }
            if (std::min(toHead, toTail) < grip && !onWaypoint) {
                begin(std::make_unique<ConnectGesture>(*this, *edge, toHead <= toTail, from));
            } else if (m_scene.layouter().folding().shows(edge->from)
                && m_scene.layouter().folding().shows(edge->to)) {
                m_session.select({ElementRef::of(edge->id)});
                begin(std::make_unique<WaypointGesture>(m_session, m_scene, *edge, from, m_snaps));
            }
        }
    } else {
        begin(std::make_unique<MarqueeGesture>(*this, from));
    }
}

void FlowView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    endPress();
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
    } else if (element.type == ElementType::Group) {
        enterGroup();
    } else if (element.type == ElementType::Node && m_scene.isEnd(NodeId(element.id))) {
        turnTo(element);
    } else {
        rename(element);
    }
}

void FlowView::cancelGesture()
{
    m_pressedHandle.reset();
    m_keyEdge.reset();
    DiagramView::cancelGesture();
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
    if (takesDrop(*event->mimeData()) && !isLocked()) {
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
