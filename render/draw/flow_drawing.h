// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"
#include "model/plan/rehearsal.h"
#include "model/rules/finding.h"
#include "render/draw/display_list.h"
#include "render/draw/theme.h"
#include "render/layout/flow_layout.h"

#include <QSet>

#include <optional>

namespace whimbrel {

/// What a picture of a flow shows beside nodes and edges.
struct FlowDrawingOptions {
    ThemeName theme = ThemeName::Light;
    bool titleBlock = false;
    bool legend = false;
    bool riskSummary = false; ///< "9 safe · 2 caution · 1 risky"
    const Findings* findings = nullptr; ///< marks elements with open findings
    const RunState* run = nullptr; ///< marks where a run is and what it did
    const Rehearsed* rehearsed = nullptr; ///< says how long steps took when this plan was rehearsed
    const QSet<NodeId>* breakpoints = nullptr; ///< marks where somebody wants a run to stop
    bool comments = false; ///< numbers elements with open comments, and lists these below
    QString planHash{}; ///< for the title block
    QDateTime date{}; ///< for the title block; invalid: left out
    QString page = QStringLiteral("1/1"); ///< for the title block
    /// From where the picture will be to the plan's folder, for links to SQL files; nothing: none.
    std::optional<QString> planFolder{};
};

/// The whole picture: groups first, then edges, nodes, furniture.
[[nodiscard]] DisplayList drawFlow(
    const Plan& plan, const FlowGeometry& geometry, const FlowDrawingOptions& options);

/// One element's slice of the same picture, for canvas items.
[[nodiscard]] DrawGroup drawNode(
    const Plan& plan, const Node& node, const QRectF& box, const FlowDrawingOptions& options);
[[nodiscard]] DrawGroup drawEdge(const Plan& plan, const Edge& edge, const RoutedEdge& route,
    bool happyPath, const FlowDrawingOptions& options);
[[nodiscard]] DrawGroup drawGroup(const Plan& plan, const Group& group, const QRectF& box,
    const FlowDrawingOptions& options, double titleOffset = 12);

/// A swim lane behind everything else; every second one is shaded.
[[nodiscard]] DrawGroup drawLane(
    const PlacedLane& lane, qsizetype number, const FlowDrawingOptions& options);

/// A group that is folded, as one box that says what it holds.
[[nodiscard]] DrawGroup drawFoldedGroup(
    const Plan& plan, const Group& group, const QRectF& box, const FlowDrawingOptions& options);

/// A step elsewhere that an edge leads to: its name and its phase's, no more.
[[nodiscard]] DrawGroup drawEnd(
    const Plan& plan, const Node& node, const QRectF& box, const FlowDrawingOptions& options);

} // namespace whimbrel
