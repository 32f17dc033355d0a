// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/edit.h"

#include <QPointF>

namespace whimbrel {

/// The edits that canvas, outline and palette make. Pure: each looks at a plan and returns what
/// would have to be done to it; nothing to do gives an empty edit.
namespace edits {

/// Lower-case letters, digits and hyphens, as ids are written by hand; may be empty.
[[nodiscard]] QString slug(const QString& text);

/// An id that no node (edge) of the plan has, made of the text: "Add columns" → "add-columns-2".
[[nodiscard]] NodeId freshNodeId(const Plan& plan, const QString& text);
[[nodiscard]] EdgeId freshEdgeId(const Plan& plan, const NodeId& from, const NodeId& to);

/// A node of the kind with its default title and the values that make it usable at once.
[[nodiscard]] Node newNode(const Plan& plan, NodeKind kind, const QString& title = {});
/// An edge of the kind between two nodes; a forward edge out of a gate or verification that
/// already has one for "pass"/"yes" gets "no" or "fail".
[[nodiscard]] Edge newEdge(const Plan& plan, EdgeKind kind, const NodeId& from, const NodeId& to);

/// Why an edge of this kind may not go there, as a sentence; empty: it may.
[[nodiscard]] QString whyNoEdge(
    const Plan& plan, EdgeKind kind, const NodeId& from, const NodeId& to);

[[nodiscard]] Edit addNode(const Plan& plan, const Node& node, const QPointF& position);
/// The node, and an edge to it from `from`.
[[nodiscard]] Edit addNodeAfter(
    const Plan& plan, const Node& node, const QPointF& position, const NodeId& from, EdgeKind kind);
/// Puts a node (a new one, or one of the plan) into an edge: the edge's label stays with the first
/// half, since that is the outcome that leads there.
[[nodiscard]] Edit insertIntoEdge(
    const Plan& plan, const EdgeId& edge, const Node& node, const QPointF& position);
[[nodiscard]] Edit connectNodes(
    const Plan& plan, EdgeKind kind, const NodeId& from, const NodeId& to);
/// Leads one end of an edge to another node, at a side of it or where it suits. What was laid by
/// hand of its way there is left out.
[[nodiscard]] Edit reconnect(const Plan& plan, const EdgeId& edge, bool head, const NodeId& node,
    EndSide side = EndSide::Free);
/// Lays an edge's line by hand, or (nothing laid) leaves it to the layout.
[[nodiscard]] Edit setRoute(const Plan& plan, const EdgeId& edge, const EdgeRoute& route);
/// Leaves the lines of these edges to the layout.
[[nodiscard]] Edit resetRoutes(const Plan& plan, const QList<EdgeId>& edges);

/// The elements, and the edges of erased nodes.
[[nodiscard]] Edit erase(const Plan& plan, const QList<ElementRef>& elements);
/// Like erase(), and what led to an erased node by forward edges leads on to what followed it.
[[nodiscard]] Edit eraseAndHeal(const Plan& plan, const QList<ElementRef>& elements);

[[nodiscard]] Edit renameNode(const Plan& plan, const NodeId& node, const QString& title);
[[nodiscard]] Edit renameEdge(const Plan& plan, const EdgeId& edge, const QString& title);
[[nodiscard]] Edit renameGroup(const Plan& plan, const GroupId& group, const QString& title);
[[nodiscard]] Edit changeKind(const Plan& plan, const NodeId& node, NodeKind kind);
[[nodiscard]] Edit changeEdgeKind(const Plan& plan, const EdgeId& edge, EdgeKind kind);
/// A new phase around the nodes.
[[nodiscard]] Edit groupNodes(const Plan& plan, const QList<NodeId>& nodes, const QString& title);
/// Moves the nodes to a group, or (empty id) out of any.
[[nodiscard]] Edit setGroup(const Plan& plan, const QList<NodeId>& nodes, const GroupId& group);
[[nodiscard]] Edit setPinned(const Plan& plan, const QList<NodeId>& nodes, bool pinned,
    const QHash<NodeId, QPointF>& positions);

/// Where nodes went. What `known` says of other nodes without a stored place is written down too,
/// so that the picture opens as it was seen.
[[nodiscard]] Edit placeNodes(const Plan& plan, const QHash<NodeId, QPointF>& moved, bool pinned,
    const QHash<NodeId, QPointF>& known);

} // namespace edits

} // namespace whimbrel
