// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "render/text/text_meter.h"

#include <QSizeF>
#include <QStringList>

namespace whimbrel {

/// The outlines by which kinds are told apart.
enum class NodeShape {
    Rounded,
    CutCorners,
    ArrowLeft, ///< rounded, its left side a point
    Stadium,
    Diamond,
    Hexagon,
    Cylinder,
    DoubleEdge,
    ProgressStrip,
    Chevron,
    FoldedCorner,
    Trapezoid,
    Circle,
    Ring,
    Bar,
    DogEar,
};

/// The sides of a node's box.
enum class Side { Left, Right, Top, Bottom };

/// What a node shows, and the room that it asks for.
struct NodeFace {
    NodeShape shape = NodeShape::Rounded;
    QStringList title{};
    QString detail{}; ///< the SQL file's path, or what stands for it; may be empty
    bool glyphAbove = false; ///< the glyph stands over the text, not before it
    QSizeF size{};
};

/// Room inside nodes, in pixels.
namespace face {
inline constexpr double minWidth = 160;
inline constexpr double maxWidth = 280;
inline constexpr double minHeight = 48;
inline constexpr double paddingX = 12;
inline constexpr double paddingY = 10;
inline constexpr double titleLine = 18;
inline constexpr double detailLine = 15;
inline constexpr double glyph = 16;
inline constexpr double glyphGap = 8;
inline constexpr double point = 14; ///< how far points and notches reach
inline constexpr double slope = 10; ///< how far a trapezoid's sides lean
inline constexpr double cap = 7; ///< half the height of a cylinder's lid
inline constexpr double fold = 12; ///< side of a folded corner
inline constexpr double strip = 6; ///< height of a backfill's progress strip
} // namespace face

/// Measures nodes. Holds the fonts' metrics: make one for many nodes.
class NodeMeter final {
public:
    NodeMeter();
    [[nodiscard]] NodeFace face(const Node& node, FlowDirection direction) const;
    [[nodiscard]] const TextMeter& titles() const { return m_title; }
    [[nodiscard]] const TextMeter& details() const { return m_detail; }

private:
    [[nodiscard]] NodeFace boxFace(const Node& node, NodeShape shape) const;
    [[nodiscard]] NodeFace circleFace(const Node& node, NodeShape shape) const;
    [[nodiscard]] NodeFace gateFace(const Node& node) const;
    [[nodiscard]] NodeFace noteFace(const Node& node) const;

    TextMeter m_title;
    TextMeter m_detail;
};

/// The second line: the SQL file's path; for kinds without SQL what matters most about them.
[[nodiscard]] QString detailOf(const Node& node);

/// The title, or the id where there is none.
[[nodiscard]] QString titleOf(const Node& node);

/// How far inside the box the outline lies at a point of a side, `offset` pixels from the side's
/// middle (to the right or down).
[[nodiscard]] double outlineDepth(NodeShape shape, QSizeF size, Side side, double offset);

/// A duration in at most two units: "850 ms", "2.5 s", "3 min 20 s", "7 d".
[[nodiscard]] QString durationText(qint64 ms);

} // namespace whimbrel
