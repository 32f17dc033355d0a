// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_layout.h"

namespace whimbrel {

/// One thing that is wrong with a picture: something lies on something else.
struct FlowFault {
    enum class Kind {
        NodeOnNode,
        LineThroughNode, ///< an edge runs through a node that it does not join
        LabelOnNode,
        LabelOnLine, ///< the label of an edge touches the line of another
        LabelOnLabel,
    };
    Kind kind = Kind::NodeOnNode;
    ElementRef element{};
    ElementRef other{};
};

/// How good a flow's picture is, in numbers. A picture that can be trusted has no faults; of two
/// such pictures the one with fewer crossings and bends is easier to follow.
struct FlowQuality {
    QList<FlowFault> faults{};
    int nodes = 0; ///< that were measured
    int edges = 0; ///< that have a line
    int crossings = 0; ///< places where the lines of two edges cross
    int sharedLanes = 0; ///< pairs of edges that run on top of each other for a while
    int bends = 0; ///< corners of all lines
    double length = 0; ///< of all lines, in pixels
    int moved = 0; ///< nodes that do not stand where they stood before
    double movement = 0; ///< how far they moved in all, in pixels

    [[nodiscard]] int nodeOverlaps() const;
    [[nodiscard]] int linesThroughNodes() const;
    [[nodiscard]] int labelHits() const;
};

/// Measures a picture. `before` holds earlier top left corners of nodes, for the movement. Pure;
/// takes time in proportion to what lies near each other, not to the square of all.
[[nodiscard]] FlowQuality measureFlow(
    const Plan& plan, const FlowGeometry& geometry, const QHash<NodeId, QPointF>& before = {});

} // namespace whimbrel
