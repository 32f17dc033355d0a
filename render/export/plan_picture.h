// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/flow_drawing.h"
#include "render/export/export.h"

#include <QHash>
#include <QRectF>
#include <QSet>

#include <optional>

namespace whimbrel {

/// For whom a picture is made.
enum class PictureDetail {
    Stakeholder, ///< what happens and when; no SQL, not even in the embedded plan
    Reviewer, ///< what was found by validation and rehearsal is marked too
    Operator, ///< the diagram alone, as large as it gets
};

/// Which diagram, and how much of it.
struct PictureContent {
    enum class Diagram { Flow, WaysBack, Sequence };
    Diagram diagram = Diagram::Flow;
    NodeId from{}; ///< ways back: from this node; empty: all
    SequenceId sequence{};
    GroupId phase{}; ///< flow: its steps alone, and the ends of the edges that leave it
    QSet<NodeId> nodes{}; ///< flow: these alone
    QRectF view{}; ///< flow: what this part of the diagram shows
    bool pagePerPhase = false; ///< flow: the whole, then each phase on a page of its own
    /// Flow: folded groups are drawn open. While a run is shown they always are.
    bool unfolded = false;
};

/// Everything that a picture of a plan depends on.
struct PlanPicture {
    PictureContent content{};
    ThemeName theme = ThemeName::Light;
    bool transparent = false;
    PictureDetail detail = PictureDetail::Reviewer;
    bool legend = true;
    bool titleBlock = true;
    bool riskSummary = true;
    bool embedPlan = true; ///< never with PictureDetail::Stakeholder
    bool arrange = false; ///< lays the flow out anew, but for pinned nodes
    /// Lays the flow out in other swim lanes than the plan's, pinned nodes too.
    std::optional<FlowLanes> lanes{};
    QHash<NodeId, QPointF> positions{}; ///< of nodes that the plan leaves to the layout
    Rehearsed rehearsed{}; ///< of this very plan
    std::optional<RunState> run{};
    QDateTime date{}; ///< of the plan; invalid: left out
    /// The way from the picture's folder to the plan's, for links to SQL files: "../plans".
    /// Nothing: no such links.
    std::optional<QString> planFolder{};
};

/// A picture as it is drawn, a page or several, with what of the flow was laid out for the first
/// one: folded groups are nodes of it, other phases are ends. Neither for sequence diagrams.
struct DrawnPlan {
    QList<DisplayList> pages{};
    Plan shown{};
    FlowGeometry flow{};
};

/// Fails when the plan does not have what is asked for. Pure; call from any thread.
[[nodiscard]] Result<DrawnPlan> drawPlan(const Plan& plan, const PlanPicture& picture);

enum class PictureFormat { Svg, Png, Pdf };

/// How a drawn picture is written.
struct PictureFile {
    PictureFormat format = PictureFormat::Svg;
    double scale = 1; ///< PNG
    PdfPaper paper{}; ///< PDF
};

/// The bytes of the file, with the plan inside where it is wanted. Of several pages, SVG and PNG
/// hold the first.
[[nodiscard]] Result<QByteArray> encodePlan(
    const Plan& plan, const PlanPicture& picture, const DrawnPlan& drawn, const PictureFile& file);

/// The date that pictures of a plan tell: when its file was last written. The same on every export
/// of the same file, and what SOURCE_DATE_EPOCH says where that is set; invalid without a file.
[[nodiscard]] QDateTime dateOfPlan(const QString& planPath);

/// PlanPicture::planFolder for a picture and a plan at these paths: nothing where one of them lies
/// outside of what belongs together with the other.
[[nodiscard]] std::optional<QString> folderFromPicture(
    const QString& picturePath, const QString& planPath);

} // namespace whimbrel
