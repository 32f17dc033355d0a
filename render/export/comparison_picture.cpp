// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/export/comparison_picture.h"

#include "model/io/plan_hash.h"
#include "render/draw/draw_tools.h"
#include "render/draw/flow_drawing.h"
#include "render/draw/furniture_frame.h"
#include "render/draw/title_block.h"
#include "render/layout/node_shape.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <array>

namespace whimbrel {

namespace {

constexpr double aside = 5; // of a mark's frame from the node
constexpr double badgeRadius = 8;
constexpr qsizetype mostGhosts = 12;
constexpr std::array kinds{
    DifferenceKind::Added, DifferenceKind::Removed, DifferenceKind::Changed, DifferenceKind::Moved};

QString text(const char* source)
{
    return QCoreApplication::translate("Comparison", source);
}

QColor colorOf(DifferenceKind kind, const Theme& look)
{
    switch (kind) {
    case DifferenceKind::Added:
        return look.safe;
    case DifferenceKind::Removed:
        return look.error;
    case DifferenceKind::Changed:
        return look.information;
    case DifferenceKind::Moved:
        break;
    }
    return look.annotation;
}

/// Color is never the only sign: each has a dash and a badge of its own.
Stroke frameOf(DifferenceKind kind, const Theme& look)
{
    const QColor color = colorOf(kind, look);
    switch (kind) {
    case DifferenceKind::Added:
        return {color, 3, {}, false};
    case DifferenceKind::Removed:
        return {color, 2.5, {7, 4}, false};
    case DifferenceKind::Changed:
        return {color, 2.5, {}, false};
    case DifferenceKind::Moved:
        break;
    }
    return {color, 1.5, {2, 3}, false};
}

QString signOf(DifferenceKind kind)
{
    switch (kind) {
    case DifferenceKind::Added:
        return QStringLiteral("+");
    case DifferenceKind::Removed:
        return QString(QChar(0x2212)); // minus
    case DifferenceKind::Changed:
        return QString(QChar(0x2260)); // is not equal
    case DifferenceKind::Moved:
        break;
    }
    return QString(QChar(0x2192)); // arrow
}

void addSign(DrawGroup& group, DifferenceKind kind, const QPointF& centre, const Theme& look)
{
    QPainterPath disc;
    disc.addEllipse(centre, badgeRadius, badgeRadius);
    tools::addPath(group, disc, colorOf(kind, look), tools::solid(look.canvas, 1.5));
    const QString sign = signOf(kind);
    const double width = tools::textWidth(sign, fonts::groupTitle());
    tools::addText(
        group, sign, {centre.x() - width / 2, centre.y()}, fonts::groupTitle(), look.canvas);
    group.bounds |= QRectF(centre.x() - badgeRadius - 1, centre.y() - badgeRadius - 1,
        2 * badgeRadius + 2, 2 * badgeRadius + 2);
}

QColor faded(const QColor& color, const QColor& canvas)
{
    if (!color.isValid() || color.alpha() == 0) {
        return color;
    }
    constexpr double stays = 0.6;
    const auto mix = [](double one, double other) { return one * stays + other * (1 - stays); };
    return QColor::fromRgbF(static_cast<float>(mix(color.redF(), canvas.redF())),
        static_cast<float>(mix(color.greenF(), canvas.greenF())),
        static_cast<float>(mix(color.blueF(), canvas.blueF())), color.alphaF());
}

/// What is gone stays legible, but behind everything that is there.
void fade(DrawGroup& group, const Theme& look)
{
    for (DrawItem& item : group.items) {
        if (auto* path = std::get_if<PathItem>(&item)) {
            path->fill = faded(path->fill, look.canvas);
            path->stroke.color = faded(path->stroke.color, look.canvas);
        } else {
            auto& words = std::get<TextItem>(item);
            words.strikeOut = group.element.type == ElementType::Node;
            words.color = faded(words.color, look.canvas);
        }
    }
}

void markBox(DrawGroup& group, DifferenceKind kind, const QRectF& box, const Theme& look)
{
    if (kind == DifferenceKind::Removed) {
        fade(group, look);
    }
    const QRectF frame = box.adjusted(-aside, -aside, aside, aside);
    QPainterPath outline;
    outline.addRoundedRect(frame, 10, 10);
    tools::addPath(group, outline, {}, frameOf(kind, look));
    group.bounds |= frame.adjusted(-2, -2, 2, 2);
    addSign(group, kind, frame.topLeft() + QPointF(4, 4), look);
}

void markLine(
    DrawGroup& group, DifferenceKind kind, const QList<QPointF>& points, const Theme& look)
{
    if (points.size() < 2) {
        return;
    }
    if (kind == DifferenceKind::Removed) {
        fade(group, look);
    }
    QPainterPath way(points.first());
    double length = 0;
    for (qsizetype i = 1; i < points.size(); ++i) {
        way.lineTo(points.at(i));
        length += QLineF(points.at(i - 1), points.at(i)).length();
    }
    Stroke glow = frameOf(kind, look);
    glow.width = 9;
    glow.roundCap = true;
    glow.dash.clear();
    glow.color.setAlphaF(0.3F);
    group.items.prepend(PathItem{way, {}, glow});
    addSign(group, kind, way.pointAtPercent(way.percentAtLength(length * 0.5)), look);
}

/// Where a moved node stood, and a thin line from there.
DrawGroup ghostOf(const QRectF& was, const QRectF& is, const Theme& look)
{
    DrawGroup group = furniture(QStringLiteral("moved"), text("Where it stood"));
    QPainterPath box;
    box.addRoundedRect(was, 8, 8);
    box.moveTo(was.center());
    box.lineTo(is.center());
    tools::addPath(group, box, {}, Stroke{look.annotation, 1, {2, 3}, false});
    group.bounds = was.adjusted(-1, -1, 1, 1);
    return group;
}

/// The newer plan with the steps, edges and phases that only the older one has.
Plan joined(const Plan& before, const Plan& after)
{
    Plan both = after;
    for (const Group& group : before.groups) {
        if (!both.groups.contains(group.id)) {
            both.groups.put(group);
        }
    }
    const FlowGeometry standing = layOutFlow(after);
    const NodeMeter meter;
    for (const Node& node : before.nodes) {
        if (both.nodes.contains(node.id)) {
            continue;
        }
        both.nodes.put(node);
        const auto place = before.layout.places.constFind(node.id);
        if (place == before.layout.places.cend()) {
            continue;
        }
        // Where it stood, unless something else stands there now.
        const QRectF box(place->position, meter.face(node, after.layout.direction).size);
        const bool isFree = std::none_of(
            standing.nodes.begin(), standing.nodes.end(), [&box](const QRectF& other) {
                return other.adjusted(-2 * aside, -2 * aside, 2 * aside, 2 * aside).intersects(box);
            });
        if (isFree) {
            both.layout.places.insert(node.id, *place);
        }
    }
    for (const Edge& edge : before.edges) {
        if (!both.edges.contains(edge.id)) {
            both.edges.put(edge);
        }
    }
    return both;
}

DrawGroup heading(
    const ComparisonOptions& options, const QString& counts, const QPointF& at, const Theme& look)
{
    DrawGroup group = furniture(QStringLiteral("title"), text("Comparison"));
    const QString names
        = QStringLiteral("%1 %2 %3").arg(options.before, QString(QChar(0x2192)), options.after);
    const double right
        = tools::addText(group, names, at + QPointF(0, 14), fonts::title(), look.ink);
    const double under
        = tools::addText(group, counts, at + QPointF(0, 40), fonts::nodeDetail(), look.secondary);
    group.bounds = QRectF(at, QPointF(std::max(right, under), at.y() + 50));
    return group;
}

DrawGroup legend(const PlanDifference& difference, const QPointF& at, const Theme& look)
{
    DrawGroup group = furniture(QStringLiteral("legend"), text("Legend"));
    double x = at.x();
    for (const DifferenceKind kind : kinds) {
        const qsizetype count = difference.count(kind);
        if (count == 0) {
            continue;
        }
        QPainterPath frame;
        frame.addRoundedRect(QRectF(x + 4, at.y() + 2, 34, 16), 4, 4);
        tools::addPath(group, frame, {}, frameOf(kind, look));
        addSign(group, kind, {x + 5, at.y() + 3}, look);
        x = tools::addText(group, QStringLiteral("%1 · %2").arg(nameOf(kind)).arg(count),
                {x + 46, at.y() + 10}, fonts::legend(), look.ink)
            + 24;
    }
    group.bounds |= QRectF(at - QPointF(4, 4), QPointF(x, at.y() + 22));
    return group;
}

} // namespace

QString nameOf(DifferenceKind kind)
{
    switch (kind) {
    case DifferenceKind::Added:
        return text("added");
    case DifferenceKind::Removed:
        return text("removed");
    case DifferenceKind::Changed:
        return text("changed");
    case DifferenceKind::Moved:
        break;
    }
    return text("moved");
}

QString summaryOf(const ElementDifference& difference)
{
    if (difference.kind != DifferenceKind::Changed) {
        return nameOf(difference.kind);
    }
    QStringList fields;
    for (const FieldDifference& each : difference.fields) {
        fields << each.field;
    }
    return text("changed: %1").arg(fields.join(QStringLiteral(", ")));
}

QString summaryOf(const PlanDifference& difference)
{
    QStringList counts;
    for (const DifferenceKind kind : kinds) {
        if (const qsizetype count = difference.count(kind); count > 0) {
            counts << QStringLiteral("%1 %2").arg(QString::number(count), nameOf(kind));
        }
    }
    return counts.isEmpty() ? text("no difference") : counts.join(QStringLiteral(" · "));
}

DisplayList drawComparison(const Plan& before, const Plan& after, const PlanDifference& difference,
    const ComparisonOptions& options)
{
    const Theme& look = theme(options.theme);
    const Plan both = joined(before, after);
    const FlowGeometry geometry = layOutFlow(both);
    FlowDrawingOptions drawing;
    drawing.theme = options.theme;
    DisplayList list = drawFlow(both, geometry, drawing);
    // An element may be moved and changed: what it means comes before where it stands.
    QHash<ElementRef, const ElementDifference*> marks;
    for (const ElementDifference& each : difference.elements) {
        const bool isKnown = each.element && marks.contains(*each.element);
        if (each.element && !(isKnown && each.kind == DifferenceKind::Moved)) {
            marks.insert(*each.element, &each);
        }
    }
    QRectF content;
    QList<DrawGroup> ghosts;
    const bool showsGhosts = difference.count(DifferenceKind::Moved) <= mostGhosts;
    for (DrawGroup& group : list.groups) {
        const ElementDifference* mark = marks.value(group.element);
        if (mark != nullptr) {
            group.description = summaryOf(*mark)
                + (group.description.isEmpty() ? QString() : QStringLiteral(". "))
                + group.description;
            const NodeId node(group.element.id);
            if (group.element.type == ElementType::Node) {
                markBox(group, mark->kind, geometry.nodes.value(node), look);
                const auto was = before.layout.places.constFind(node);
                if (mark->kind == DifferenceKind::Moved && showsGhosts
                    && was != before.layout.places.cend()) {
                    const QRectF box = geometry.nodes.value(node);
                    ghosts.append(ghostOf(QRectF(was->position, box.size()), box, look));
                }
            } else if (group.element.type == ElementType::Edge) {
                markLine(
                    group, mark->kind, geometry.edges.value(EdgeId(group.element.id)).points, look);
            } else {
                addSign(group, mark->kind, group.bounds.topLeft() + QPointF(6, 6), look);
            }
        }
        content |= group.bounds;
    }
    for (const DrawGroup& ghost : std::as_const(ghosts)) {
        content |= ghost.bounds;
        list.groups.prepend(ghost);
    }
    list.title = text("%1 compared with %2").arg(options.after, options.before);
    list.description = summaryOf(difference);
    FurnitureParts parts;
    if (options.furniture) {
        parts.above = 66;
        parts.top = [&](const QPointF& at, double /*width*/) {
            return heading(options, summaryOf(difference), at, look);
        };
        if (!difference.isEmpty()) {
            parts.legend
                = [&](const QPointF& at, double /*width*/) { return legend(difference, at, look); };
        }
        parts.titleBlock = [&](const QPointF& at) {
            return drawTitleBlock(after, after.header.title, at,
                {options.theme, planHash(after), options.date, QStringLiteral("1/1")});
        };
    }
    list.bounds = addAround(list, content, parts);
    return list;
}

} // namespace whimbrel
