// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/happy_path.h"
#include "render/layout/node_shape.h"

#include <QList>
#include <QPointF>
#include <QRectF>

namespace whimbrel {

/// What every stage of the layout reads, by positions in plan.nodes and plan.edges. Made once.
/// "Along" is the direction of the flow, "across" the other; a flow from the top down is laid out
/// like one from left to right with both swapped.
struct FlowScene {
    explicit FlowScene(const Plan& plan);

    const Plan& plan;
    bool down = false; ///< from the top down
    NodeMeter meter{};
    TextMeter labels;
    QList<NodeFace> faces{};
    QList<int> from{}; ///< by edge; -1: an end is missing
    QList<int> to{};
    HappyPath happy{};
    QList<int> pathIndex{}; ///< by node: its place on the happy path, or -1
    QList<bool> onPath{}; ///< by edge
    QList<QList<int>> groupsOf{}; ///< by node: its group and those around it, innermost first
    QList<int> rootGroup{}; ///< by node: position in plan.groups of its outermost group, or -1

    [[nodiscard]] QPointF turned(QPointF point) const
    {
        return down ? QPointF(point.y(), point.x()) : point;
    }
    [[nodiscard]] QSizeF turned(QSizeF size) const { return down ? size.transposed() : size; }
    [[nodiscard]] QRectF turned(const QRectF& box) const
    {
        return {turned(box.topLeft()), turned(box.size())};
    }
    [[nodiscard]] Side turned(Side side) const;
    [[nodiscard]] bool isConnected(int edge) const { return from[edge] >= 0 && to[edge] >= 0; }

    /// The label of an edge in lines, and the room that it takes.
    [[nodiscard]] QStringList labelLines(int edge) const;
    [[nodiscard]] QSizeF labelSize(const QStringList& lines) const;
};

/// The group and all groups around it, innermost first; ends at unknown parents and at circles.
[[nodiscard]] QList<int> groupsAround(const Plan& plan, const GroupId& group);

/// What an edge is labelled with; empty for most.
[[nodiscard]] QString labelOf(const Plan& plan, const Edge& edge);

} // namespace whimbrel
