// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/flow_furniture.h"

#include "model/plan/flow.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "render/draw/call_outs.h"
#include "render/draw/draw_tools.h"
#include "render/draw/flow_marks.h"
#include "render/draw/furniture_frame.h"
#include "render/draw/node_paths.h"
#include "render/draw/title_block.h"

#include <QCoreApplication>
#include <QMap>
#include <QTransform>

#include <algorithm>
#include <array>
#include <cmath>

namespace whimbrel {

namespace {

using tools::addPath;
using tools::addText;
using tools::textWidth;

constexpr double legendLine = 20;
constexpr double swatch = 26;

QString text(const char* source)
{
    return QCoreApplication::translate("FlowDrawing", source);
}

struct LegendEntry {
    QString name{};
    std::optional<Node> node{}; ///< a kind of node …
    std::optional<LineKind> line{}; ///< … or of line
};

QList<LegendEntry> entriesFor(const Plan& plan, const FlowGeometry& geometry)
{
    QList<LegendEntry> entries;
    QMap<int, int> kinds;
    QHash<int, Node> samples;
    for (const Node& node : plan.nodes) {
        if (geometry.nodes.contains(node.id) && !geometry.ends.contains(node.id)) {
            const int kind = static_cast<int>(node.kind);
            ++kinds[kind];
            if (!samples.contains(kind)) {
                samples.insert(kind, node);
            }
        }
    }
    for (auto kind = kinds.cbegin(); kind != kinds.cend(); ++kind) {
        LegendEntry entry;
        entry.name = QStringLiteral("%1 · %2").arg(
            displayName(static_cast<NodeKind>(kind.key())), QString::number(kind.value()));
        entry.node = samples.value(kind.key());
        entry.node->risk.reset();
        entries.append(entry);
    }
    QMap<int, int> lines;
    for (const Edge& edge : plan.edges) {
        if (geometry.edges.contains(edge.id)) {
            ++lines[static_cast<int>(lineKindOf(edge, geometry.happyPath.contains(edge.id)))];
        }
    }
    for (auto line = lines.cbegin(); line != lines.cend(); ++line) {
        const auto kind = static_cast<LineKind>(line.key());
        QString name;
        switch (kind) {
        case LineKind::Forward:
            name = text("Way on");
            break;
        case LineKind::Happy:
            name = text("Main way");
            break;
        case LineKind::Rollback:
            name = text("Way back");
            break;
        case LineKind::Failure:
            name = text("On failure");
            break;
        case LineKind::Retry:
            name = text("Retry");
            break;
        case LineKind::Data:
            name = text("Data");
            break;
        }
        LegendEntry entry;
        entry.name = QStringLiteral("%1 · %2").arg(name, QString::number(line.value()));
        entry.line = kind;
        entries.append(entry);
    }
    return entries;
}

/// A kind's shape in small: drawn at twice the size and halved, so that points and folds keep
/// their proportions.
void addSwatch(
    DrawGroup& group, const Node& node, NodeShape shape, const QRectF& box, const Theme& look)
{
    DrawGroup sample;
    addShape(sample, node, shape, QRectF(0, 0, box.width() * 2, box.height() * 2), look, true);
    QTransform place;
    place.translate(box.left(), box.top());
    place.scale(0.5, 0.5);
    for (const DrawItem& item : std::as_const(sample.items)) {
        auto path = std::get<PathItem>(item);
        path.path = place.map(path.path);
        path.stroke.width = std::min(path.stroke.width, 1.25);
        group.items.append(path);
    }
}

DrawGroup legend(const Plan& plan, const FlowGeometry& geometry, const QPointF& topLeft,
    double available, const Theme& look)
{
    DrawGroup group = furniture(QStringLiteral("legend"), text("Legend"));
    const QList<LegendEntry> entries = entriesFor(plan, geometry);
    double column = 0;
    QStringList names;
    for (const LegendEntry& entry : entries) {
        column = std::max(column, swatch + 8 + textWidth(entry.name, fonts::legend()) + 20);
        names << entry.name;
    }
    column = std::max(column, 60.0);
    const int columns = std::max(1, static_cast<int>(available / column));
    group.description = names.join(QStringLiteral(", "));
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const auto x = topLeft.x() + static_cast<double>(i % columns) * column;
        const auto y = topLeft.y() + static_cast<double>(i / columns) * legendLine + legendLine / 2;
        if (const auto& node = entries[i].node) {
            NodeShape shape = NodeMeter().face(*node, FlowDirection::LeftToRight).shape;
            QRectF box(x, y - 7, swatch, 14);
            if (shape == NodeShape::Circle || shape == NodeShape::Ring) {
                box = QRectF(x + 6, y - 7, 14, 14);
            } else if (shape == NodeShape::Bar) {
                box = QRectF(x + 11, y - 7, 4, 14);
            } else if (shape == NodeShape::Hexagon) {
                shape = NodeShape::Diamond;
            }
            addSwatch(group, *node, shape, box, look);
        } else if (entries[i].line) {
            addLine(group, {{x, y}, {x + swatch, y}}, lineStyle(*entries[i].line, look), look);
        }
        addText(group, entries[i].name, {x + swatch + 8, y}, fonts::legend(), look.ink);
    }
    const double rows = std::ceil(static_cast<double>(entries.size()) / columns);
    const double used = static_cast<double>(std::min<qsizetype>(columns, entries.size()));
    group.bounds = QRectF(topLeft, QSizeF(used * column, rows * legendLine));
    return group;
}

/// "9 safe · 2 caution · 1 risky · point of no return: …"
DrawGroup riskSummary(const Plan& plan, const FlowGeometry& geometry, const QPointF& topLeft,
    double available, const Theme& look)
{
    DrawGroup group = furniture(QStringLiteral("risk-summary"), text("Risk summary"));
    const TextMeter titles(fonts::title());
    const QString title = titles.elideRight(
        plan.header.title.isEmpty() ? text("Untitled plan") : plan.header.title, available);
    addText(group, title, topLeft + QPointF(0, 14), fonts::title(), look.ink);
    std::array<int, 3> counts{};
    for (const Node& node : plan.nodes) {
        const bool isThere = (geometry.nodes.contains(node.id) && !geometry.ends.contains(node.id))
            || geometry.hidden.contains(node.id);
        if (isChange(node) && isThere) {
            ++counts[static_cast<size_t>(riskOf(node))];
        }
    }
    double x = topLeft.x();
    const double y = topLeft.y() + 28 + 12;
    QStringList words;
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) {
            continue;
        }
        Node sample;
        sample.kind = NodeKind::Expand;
        sample.risk = RiskOverride{static_cast<Risk>(i), {}};
        const QString word = QStringLiteral("%1 %2").arg(QString::number(counts[i]),
            QCoreApplication::translate("Names", namedValues<Risk>()[i].name).toLower());
        words << word;
        addSwatch(group, sample, NodeShape::Rounded, QRectF(x, y - 6, 20, 12), look);
        x = addText(group, word, {x + 26, y}, fonts::edgeLabel(), look.ink) + 18;
    }
    group.description = words.join(QStringLiteral(", "));
    const double right = std::max(x, topLeft.x() + titles.width(title));
    group.bounds = QRectF(topLeft, QPointF(right, topLeft.y() + 50));
    return group;
}

} // namespace

QRectF addFurniture(DisplayList& list, const Plan& plan, const FlowGeometry& geometry,
    const QRectF& content, const FlowDrawingOptions& options)
{
    const Theme& look = theme(options.theme);
    FurnitureParts parts;
    if (options.riskSummary) {
        parts.above = 66;
        parts.top = [&](const QPointF& at, double width) {
            return riskSummary(plan, geometry, at, width, look);
        };
    }
    if (options.legend) {
        parts.legend = [&](const QPointF& at, double width) {
            return legend(plan, geometry, at, width, look);
        };
    }
    if (options.titleBlock) {
        parts.titleBlock = [&](const QPointF& at) {
            return drawTitleBlock(plan, plan.header.title, at,
                {options.theme, options.planHash, options.date, options.page});
        };
    }
    if (options.comments && !callOutNumbers(plan).isEmpty()) {
        parts.remarks
            = [&](const QPointF& at, double width) { return drawCallOuts(plan, at, width, look); };
    }
    return addAround(list, content, parts);
}

} // namespace whimbrel
