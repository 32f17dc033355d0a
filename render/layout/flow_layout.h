// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QHash>
#include <QLineF>
#include <QPainterPath>
#include <QRectF>

namespace whimbrel {

/// Where a label stands: its box, and its lines.
struct PlacedLabel {
    QRectF box{};
    QStringList lines{};
    bool operator==(const PlacedLabel&) const = default;
};

/// How an edge runs: an orthogonal polyline from border to border, and its label.
struct RoutedEdge {
    QList<QPointF> points{};
    QList<QPointF> jumps{}; ///< where it hops over lines of others, in order
    PlacedLabel label{};
    bool operator==(const RoutedEdge&) const = default;
};

/// A swim lane, by whose steps stand in it: an owner's, or those of a region (which several phases
/// may have a part of). With neither: what is nobody's.
struct FlowLane {
    QString title{};
    ParticipantId owner{};
    QList<GroupId> regions{};
    bool operator==(const FlowLane&) const = default;
};

/// Where a lane lies: a band from one end of the flow to the other, with its head.
struct PlacedLane {
    FlowLane lane{};
    QRectF box{}; ///< head and all
    QRectF head{}; ///< before the flow
    QStringList lines{}; ///< of the head
    bool operator==(const PlacedLane&) const = default;
};

/// The geometry of a flow diagram, in diagram pixels.
struct FlowGeometry {
    QHash<NodeId, QRectF> nodes{};
    QHash<GroupId, QRectF> folded{}; ///< groups that are shown as one box each
    QSet<NodeId> hidden{}; ///< steps in those
    QSet<NodeId> ends{}; ///< of nodes: steps elsewhere, shown by name alone
    QHash<EdgeId, RoutedEdge> edges{};
    QHash<GroupId, QRectF> groups{};
    /// How far from its box's left a group's title begins, where a line would run through the usual
    /// place (12).
    QHash<GroupId, double> titleOffsets{};
    QList<PlacedLane> lanes{}; ///< from the top down, or from left to right
    QRectF bounds{};
    /// Edges of the main way from start to the end "migrated"; drawn stronger.
    QSet<EdgeId> happyPath{};
};

/// The size that a node's text asks for: 160 … 280 wide, at least 48 high
/// (render/layout/node_size.h). Positions for nodes that have none, by Graphviz (ranks and order)
/// and our own separation; nodes with a stored place stay exactly there. Then routes that avoid
/// foreign nodes, and labels that avoid everything. Pure but for Graphviz' global state, which is
/// guarded: call from any thread.
[[nodiscard]] FlowGeometry layOutFlow(const Plan& plan);

/// Routes, groups and labels for places that are given for every node (while dragging, and for
/// plans whose places are all stored). Never calls Graphviz.
[[nodiscard]] FlowGeometry routeFlow(const Plan& plan, const QHash<NodeId, QPointF>& places);

/// What "Lay out" moves.
enum class Arrange {
    Unpinned, ///< what is not pinned; as many as the new layout leaves there stay where they stood
    Everything, ///< pinned nodes too, and where nodes stood makes no difference
    Selection, ///< some nodes; all others stay
};

/// New places for all nodes. `selection` is for Arrange::Selection.
[[nodiscard]] QHash<NodeId, QPointF> arrangeFlow(
    const Plan& plan, Arrange what = Arrange::Unpinned, const QSet<NodeId>& selection = {});

} // namespace whimbrel
