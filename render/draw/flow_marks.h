// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/flow_drawing.h"
#include "render/layout/node_shape.h"

#include <QHash>

namespace whimbrel {

/// What is to be marked, by element; made once for a picture.
struct FlowMarks {
    /// The worst finding of an element that nobody accepted.
    QHash<ElementRef, Severity> findings{};
    QSet<EdgeId> followed{};
    QHash<ElementRef, int> callOuts{}; ///< the numbers of open comments

    FlowMarks(const Plan& plan, const FlowDrawingOptions& options);
    [[nodiscard]] std::optional<Severity> findingOn(const ElementRef& element) const;
};

[[nodiscard]] DrawGroup drawNodeMarked(const Plan& plan, const Node& node, const NodeFace& face,
    const QRectF& box, const FlowDrawingOptions& options, const FlowMarks& marks);
[[nodiscard]] DrawGroup drawEdgeMarked(const Plan& plan, const Edge& edge, const RoutedEdge& route,
    bool happyPath, const FlowDrawingOptions& options, const FlowMarks& marks);

/// The sign and colours of a finding's badge.
void addFindingBadge(DrawGroup& group, Severity severity, QPointF centre, const Theme& look);

/// Where an element leads in an exported picture: to the first web address among its links, else to
/// the file with its SQL where that can be linked; empty: nowhere.
[[nodiscard]] QString webLinkOf(const QList<Link>& links);
[[nodiscard]] QString fileLinkOf(
    const std::optional<Action>& action, const FlowDrawingOptions& options);

/// How a kind of line looks; the legend draws samples of it.
struct LineStyle {
    Stroke stroke{};
    bool filledHead = true;
    bool hasHead = true;
    double headLength = 8;
    double headWidth = 7;
    bool crossAtSource = false;
};
enum class LineKind { Forward, Happy, Rollback, Failure, Retry, Data };
[[nodiscard]] LineKind lineKindOf(const Edge& edge, bool happyPath);
[[nodiscard]] LineStyle lineStyle(LineKind kind, const Theme& look);
/// Draws a line with its head at the last point and what stands at its first.
void addLine(DrawGroup& group, const QList<QPointF>& points, const LineStyle& style,
    const Theme& look, const QList<QPointF>& jumps = {});

/// How much of a progress strip is filled where it is a sign of the kind and measures nothing.
inline constexpr double stripSign = 0.4;

/// Shape, border and signs of a kind, without text (also in the legend, in small). `progress` fills
/// the strip of what is done in batches: 0 to 1.
void addShape(DrawGroup& group, const Node& node, NodeShape shape, const QRectF& box,
    const Theme& look, bool small, double progress = stripSign);

} // namespace whimbrel
