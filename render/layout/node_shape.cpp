// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/node_shape.h"

#include "model/base/marked_text.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "render/text/fonts.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("NodeFace", source);
}

NodeShape shapeOf(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Start:
        return NodeShape::Circle;
    case NodeKind::End:
        return NodeShape::Ring;
    case NodeKind::Task:
    case NodeKind::Deploy:
        return NodeShape::Trapezoid;
    case NodeKind::Audit:
    case NodeKind::Monitor:
    case NodeKind::Verification:
        return NodeShape::Stadium;
    case NodeKind::Backup:
    case NodeKind::Staging:
        return NodeShape::Cylinder;
    case NodeKind::Expand:
        return NodeShape::Rounded;
    case NodeKind::DualWrite:
        return NodeShape::DoubleEdge;
    case NodeKind::Backfill:
        return NodeShape::ProgressStrip;
    case NodeKind::Cutover:
        return NodeShape::Chevron;
    case NodeKind::Contract:
        return NodeShape::FoldedCorner;
    case NodeKind::Gate:
        return NodeShape::Diamond;
    case NodeKind::Rollback:
        return NodeShape::ArrowLeft;
    case NodeKind::Fork:
    case NodeKind::Join:
        return NodeShape::Bar;
    case NodeKind::Note:
        return NodeShape::DogEar;
    }
    return NodeShape::Rounded;
}

/// Room that the shape takes from the text at the left and right, and at top and bottom together.
struct ShapeRoom {
    double left = 0;
    double right = 0;
    double vertical = 0;
};

ShapeRoom roomOf(NodeShape shape)
{
    switch (shape) {
    case NodeShape::Stadium:
        return {6, 10, 0};
    case NodeShape::Cylinder:
        return {0, 0, 2 * face::cap};
    case NodeShape::DoubleEdge:
        return {0, 6, 0};
    case NodeShape::ProgressStrip:
        return {0, 0, face::strip};
    case NodeShape::Chevron:
        return {face::point, face::point, 0};
    case NodeShape::FoldedCorner:
        return {0, face::fold / 2, 0};
    case NodeShape::Trapezoid:
        return {face::slope, face::slope, 0};
    case NodeShape::ArrowLeft:
        return {face::point, 0, 0};
    case NodeShape::CutCorners:
        return {4, 4, 0};
    default:
        return {};
    }
}

double roundedUp(double value, double step)
{
    return std::ceil(value / step) * step;
}

/// The title as it is drawn, or the id.
QString styledTitle(const Node& node)
{
    const QString title = node.title.trimmed();
    return title.isEmpty() ? node.id.text() : marked::styled(title);
}

} // namespace

NodeMeter::NodeMeter()
    : m_title(fonts::nodeTitle())
    , m_detail(fonts::nodeDetail())
{ }

QString titleOf(const Node& node)
{
    const QString title = marked::plain(node.title).trimmed();
    return title.isEmpty() ? node.id.text() : title;
}

QString durationText(qint64 ms)
{
    const auto number = [](double value) {
        return value < 10 && std::abs(value - std::round(value)) > 0.05
            ? QString::number(value, 'f', 1)
            : QString::number(std::round(value), 'f', 0);
    };
    if (ms < 1000) {
        return text("%1 ms").arg(ms);
    }
    if (ms < 60'000) {
        return text("%1 s").arg(number(static_cast<double>(ms) / 1000));
    }
    const auto two = [](qint64 whole, const QString& unit, qint64 part, const QString& lesser) {
        return part == 0 ? unit.arg(whole) : unit.arg(whole) + QLatin1Char(' ') + lesser.arg(part);
    };
    if (ms < 3'600'000) {
        return two(ms / 60'000, text("%1 min"), ms / 1000 % 60, text("%1 s"));
    }
    if (ms < 86'400'000) {
        return two(ms / 3'600'000, text("%1 h"), ms / 60'000 % 60, text("%1 min"));
    }
    return two(ms / 86'400'000, text("%1 d"), ms / 3'600'000 % 24, text("%1 h"));
}

QString detailOf(const Node& node)
{
    if (node.action) {
        if (const SqlSource* sql = node.action->sql(); sql && !sql->file.isEmpty()) {
            return sql->file;
        }
        if (const auto* backup = std::get_if<BackupAction>(&node.action->body);
            backup && !backup->path.isEmpty()) {
            return backup->path;
        }
        if (const auto* copied = std::get_if<CopyAction>(&node.action->body);
            copied && !copied->table.isEmpty()) {
            return text("%1 from %2").arg(copied->table, copied->from.text());
        }
        if (const auto* command = std::get_if<CommandAction>(&node.action->body)) {
            return command->program;
        }
    }
    if (node.kind == NodeKind::Cutover && node.switches) {
        QString what = *node.switches == Switched::Reads ? text("reads")
            : *node.switches == Switched::Writes         ? text("writes")
                                                         : text("reads and writes");
        return node.percent ? what + QStringLiteral(" · %1 %").arg(*node.percent) : what;
    }
    if (node.kind == NodeKind::Monitor && node.holdMs) {
        return text("for %1").arg(durationText(*node.holdMs));
    }
    return {};
}

NodeFace NodeMeter::boxFace(const Node& node, NodeShape shape) const
{
    NodeFace made;
    made.shape = shape;
    const ShapeRoom room = roomOf(shape);
    const double around
        = 2 * face::paddingX + face::glyph + face::glyphGap + room.left + room.right;
    const double most = face::maxWidth - around;
    const double least = face::minWidth - around;
    const QString title = styledTitle(node);
    const double whole = m_title.width(title);
    // One line where it is short, else two lines of about the same length, else as wide as allowed.
    double width = std::max(whole, least);
    if (width > 150) {
        width = std::clamp(whole * 0.56, std::max(least, 110.0), most);
        while (width < most && m_title.wrap(title, width, 9).size() > 2) {
            width = std::min(most, width + 8);
        }
    }
    made.title = m_title.wrap(title, width, 4);
    const QString detail = detailOf(node);
    if (!detail.isEmpty()) {
        width = std::clamp(m_detail.width(detail), width, most);
        made.detail = m_detail.elideMiddle(detail, width);
    }
    width = std::max({least, m_title.width(made.title), m_detail.width(made.detail)});
    const double height = 2 * face::paddingY + room.vertical
        + face::titleLine * static_cast<double>(made.title.size())
        + (made.detail.isEmpty() ? 0 : face::detailLine);
    made.size = {std::min(face::maxWidth, roundedUp(width + around, 4)),
        std::max(face::minHeight, roundedUp(height, 4))};
    return made;
}

NodeFace NodeMeter::circleFace(const Node& node, NodeShape shape) const
{
    NodeFace made;
    made.shape = shape;
    double longest = 56;
    for (const QString& word : styledTitle(node).simplified().split(QLatin1Char(' '))) {
        longest = std::max(longest, m_title.width(word));
    }
    double best = 1e9;
    for (double width = std::min(longest + 1, 120.0); width <= 140; width += 4) {
        const QStringList lines = m_title.wrap(styledTitle(node), width, 5);
        const double high = face::titleLine * static_cast<double>(lines.size());
        const double diameter = std::hypot(m_title.width(lines), high - 6);
        if (diameter < best - 0.5) {
            best = diameter;
            made.title = lines;
        }
    }
    const double rim = shape == NodeShape::Ring ? 22 : 16;
    const double diameter = std::max(64.0, roundedUp(best + rim, 4));
    made.size = {diameter, diameter};
    return made;
}

NodeFace NodeMeter::gateFace(const Node& node) const
{
    NodeFace made;
    made.glyphAbove = true;
    const QString title = styledTitle(node);
    const double glyph = face::glyph + 2;
    double longest = 64;
    for (const QString& word : title.simplified().split(QLatin1Char(' '))) {
        longest = std::max(longest, m_title.width(word) + 1);
    }
    for (double width = std::min(longest, 124.0); width <= 124; width += 4) {
        const QStringList lines = m_title.wrap(title, width, 9);
        if (lines.size() > 2) {
            continue;
        }
        // A block of text w × h fits into a diamond W × H when w/W + h/H ≤ 1. The glyph stands in
        // the upper corner, where the text leaves room.
        const double wide = m_title.width(lines) + 10;
        const double high = face::titleLine * static_cast<double>(lines.size());
        const double w = std::clamp(roundedUp(wide * 1.75, 4), face::minWidth, face::maxWidth);
        const double h = roundedUp(std::max(high / (1 - wide / w), high + 2 * glyph + 26), 4);
        if (h <= 136) {
            made.shape = NodeShape::Diamond;
            made.title = lines;
            made.size = {w, h};
            return made;
        }
    }
    made.shape = NodeShape::Hexagon;
    const double around = 2 * (face::point + 8 + face::paddingX);
    double width = 128;
    while (width < face::maxWidth - around && m_title.wrap(title, width, 9).size() > 3) {
        width = std::min(face::maxWidth - around, width + 8);
    }
    made.title = m_title.wrap(title, width, 5);
    made.size = {std::max(face::minWidth, roundedUp(m_title.width(made.title) + around, 4)),
        roundedUp(
            face::titleLine * static_cast<double>(made.title.size()) + glyph + 2 * face::paddingY,
            4)};
    return made;
}

NodeFace NodeMeter::noteFace(const Node& node) const
{
    NodeFace made;
    made.shape = NodeShape::DogEar;
    const QString all = node.notes.isEmpty()
        ? styledTitle(node)
        : styledTitle(node) + QLatin1Char('\n') + marked::styled(node.notes);
    made.title = m_detail.wrap(all, 200, 8);
    made.size = {std::max(face::minWidth,
                     roundedUp(m_detail.width(made.title) + 2 * face::paddingX + face::fold, 4)),
        std::max(face::minHeight,
            roundedUp(
                face::detailLine * static_cast<double>(made.title.size()) + 2 * face::paddingY,
                4))};
    return made;
}

NodeFace NodeMeter::face(const Node& node, FlowDirection direction) const
{
    const NodeShape shape = shapeOf(node.kind);
    switch (shape) {
    case NodeShape::Circle:
    case NodeShape::Ring:
        return circleFace(node, shape);
    case NodeShape::Diamond:
        return gateFace(node);
    case NodeShape::DogEar:
        return noteFace(node);
    case NodeShape::Bar: {
        NodeFace made;
        made.shape = shape;
        made.size = direction == FlowDirection::LeftToRight ? QSizeF(8, 96) : QSizeF(160, 8);
        return made;
    }
    default:
        return boxFace(node, shape);
    }
}

double outlineDepth(NodeShape shape, QSizeF size, Side side, double offset)
{
    const bool upright = side == Side::Left || side == Side::Right;
    const double half = (upright ? size.height() : size.width()) / 2;
    const double across = (upright ? size.width() : size.height()) / 2;
    const double t = std::min(std::abs(offset), half);
    const auto round = [](double radius, double at) {
        return radius - std::sqrt(std::max(0.0, radius * radius - at * at));
    };
    switch (shape) {
    case NodeShape::Circle:
    case NodeShape::Ring:
        return round(half, t);
    case NodeShape::Diamond:
        return across * t / half;
    case NodeShape::Hexagon:
        return upright ? (face::point + 8) * t / half : 0;
    case NodeShape::Chevron:
        return side == Side::Right ? face::point * t / half
            : side == Side::Left   ? face::point * (1 - t / half)
                                   : 0;
    case NodeShape::ArrowLeft:
        return side == Side::Left ? face::point * t / half : 0;
    case NodeShape::Trapezoid:
        return upright ? face::slope * (0.5 - offset / size.height()) : 0;
    case NodeShape::Stadium:
        if (upright) {
            return round(half, t);
        } else {
            const double straight = half - across;
            return t > straight ? round(across, t - straight) : 0;
        }
    case NodeShape::Cylinder:
        return upright ? 0 : face::cap * (1 - std::sqrt(std::max(0.0, 1 - t * t / (half * half))));
    case NodeShape::Rounded:
    case NodeShape::CutCorners:
    case NodeShape::DoubleEdge:
    case NodeShape::ProgressStrip:
    case NodeShape::FoldedCorner:
    case NodeShape::Bar:
    case NodeShape::DogEar:
        return 0;
    }
    return 0;
}

} // namespace whimbrel
