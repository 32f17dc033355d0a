// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/marked_text.h"
#include "model/plan/names.h"
#include "render/draw/call_outs.h"
#include "render/draw/draw_tools.h"
#include "render/draw/flow_marks.h"
#include "render/layout/flow_scene.h"

#include <QCoreApplication>
#include <QLineF>

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double cornerRadius = 6;
constexpr double jumpRadius = 4;

QString text(const char* source)
{
    return QCoreApplication::translate("FlowDrawing", source);
}

/// Goes on to `to`, hopping in half circles over the jumps that lie on the way and have room.
void lineWithJumps(QPainterPath& path, const QPointF& to, const QList<QPointF>& jumps)
{
    const QPointF from = path.currentPosition();
    const QLineF line(from, to);
    if (line.length() < 2 * jumpRadius) {
        path.lineTo(to);
        return;
    }
    const QPointF way = (to - from) / line.length();
    double done = 0; // pixels from `from` up to which the line is drawn
    for (const QPointF& jump : jumps) {
        const QPointF far = jump - from;
        const double at = QPointF::dotProduct(far, way);
        const double aside = std::abs(QPointF::dotProduct(far, {-way.y(), way.x()}));
        if (aside > 1 || at - jumpRadius < done || at + jumpRadius > line.length()) {
            continue;
        }
        path.lineTo(from + way * (at - jumpRadius));
        // Level lines hop upwards, upright ones to the right.
        const bool level = std::abs(way.x()) > std::abs(way.y());
        const double begin = level ? (way.x() > 0 ? 180 : 0) : (way.y() > 0 ? 90 : 270);
        const double sweep = (level ? way.x() : way.y()) > 0 ? -180 : 180;
        path.arcTo(
            QRectF(jump.x() - jumpRadius, jump.y() - jumpRadius, 2 * jumpRadius, 2 * jumpRadius),
            begin, sweep);
        done = at + jumpRadius;
    }
    path.lineTo(to);
}

/// The polyline with rounded corners and its jumps, its last stretch ended `shorten` pixels early.
QPainterPath roundedLine(
    const QList<QPointF>& points, double shorten, const QList<QPointF>& jumps = {})
{
    QPainterPath path;
    path.moveTo(points.first());
    for (qsizetype i = 1; i + 1 < points.size(); ++i) {
        const QLineF in(points[i], points[i - 1]);
        const QLineF out(points[i], points[i + 1]);
        const double cut = std::min({cornerRadius, in.length() / 2, out.length() / 2});
        if (cut < 0.1) {
            lineWithJumps(path, points[i], jumps);
            continue;
        }
        lineWithJumps(path, in.pointAt(cut / in.length()), jumps);
        path.quadTo(points[i], out.pointAt(cut / out.length()));
    }
    const QLineF last(points.last(), points[points.size() - 2]);
    const double length = last.length();
    lineWithJumps(path, length > shorten ? last.pointAt(shorten / length) : points.last(), jumps);
    return path;
}

QPointF along(const QPointF& tip, const QPointF& direction, double back, double aside)
{
    return tip - direction * back + QPointF(-direction.y(), direction.x()) * aside;
}

QPointF directionOf(const QPointF& from, const QPointF& to)
{
    const double length = QLineF(from, to).length();
    return length < 0.001 ? QPointF(1, 0) : (to - from) / length;
}

/// The place that lies a part of the way along a line.
QPointF pointAlong(const QList<QPointF>& points, double part)
{
    double total = 0;
    for (qsizetype i = 0; i + 1 < points.size(); ++i) {
        total += QLineF(points[i], points[i + 1]).length();
    }
    double left = total * part;
    for (qsizetype i = 0; i + 1 < points.size(); ++i) {
        const QLineF line(points[i], points[i + 1]);
        if (line.length() >= left && line.length() > 0) {
            return line.pointAt(left / line.length());
        }
        left -= line.length();
    }
    return points.first();
}

/// Where a mark stands on a line: half way, or aside of that where the label is.
QPointF markPlace(const RoutedEdge& route)
{
    for (const double part : {0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8}) {
        const QPointF at = pointAlong(route.points, part);
        if (!QRectF(at.x() - 11, at.y() - 11, 22, 22).intersects(route.label.box)) {
            return at;
        }
    }
    return pointAlong(route.points, 0.5);
}

QString nodeName(const Plan& plan, const NodeId& id)
{
    const Node* node = plan.nodes.find(id);
    return node ? titleOf(*node) : id.text();
}

QString titleOf(const Plan& plan, const Edge& edge)
{
    const QString from = nodeName(plan, edge.from);
    const QString to = nodeName(plan, edge.to);
    switch (edge.kind) {
    case EdgeKind::Forward:
        return edge.when.isEmpty() ? text("From %1 to %2").arg(from, to)
                                   : text("From %1 to %2 on %3").arg(from, to, edge.when);
    case EdgeKind::Rollback:
        return text("Way back from %1 to %2").arg(from, to);
    case EdgeKind::Retry:
        return text("Retry from %1 at %2").arg(from, to);
    case EdgeKind::Data:
        return text("Data from %1 to %2").arg(from, to);
    }
    return {};
}

QString descriptionOf(const Edge& edge)
{
    QStringList parts;
    if (!edge.title.isEmpty()) {
        parts << marked::plain(edge.title);
    }
    if (edge.action) {
        if (const auto* none = std::get_if<NoAction>(&edge.action->body)) {
            parts << text("nothing to do: %1").arg(none->because);
        } else if (const SqlSource* sql = edge.action->sql(); sql && !sql->file.isEmpty()) {
            parts << sql->file;
        } else {
            for (const auto& row : namedValues<ActionType>()) {
                if (row.value == edge.action->type()) {
                    parts << QCoreApplication::translate("Names", row.name);
                }
            }
        }
    }
    if (!edge.notes.isEmpty()) {
        parts << edge.notes;
    }
    return parts.join(QStringLiteral(". "));
}

} // namespace

LineKind lineKindOf(const Edge& edge, bool happyPath)
{
    switch (edge.kind) {
    case EdgeKind::Rollback:
        return LineKind::Rollback;
    case EdgeKind::Retry:
        return LineKind::Retry;
    case EdgeKind::Data:
        return LineKind::Data;
    case EdgeKind::Forward:
        break;
    }
    if (edge.when == outcomes::fail) {
        return LineKind::Failure;
    }
    return happyPath ? LineKind::Happy : LineKind::Forward;
}

LineStyle lineStyle(LineKind kind, const Theme& look)
{
    switch (kind) {
    case LineKind::Forward:
        return {{look.forward, 1.75, {}, false}, true, true, 8, 7, false};
    case LineKind::Happy:
        return {{look.forward, 2.5, {}, false}, true, true, 10, 8, false};
    case LineKind::Rollback:
        return {{look.rollback, 1.75, {7, 4}, false}, false, true, 9, 9, false};
    case LineKind::Failure:
        return {{look.failure, 2, {2, 3}, false}, true, true, 8, 7, true};
    case LineKind::Retry:
        return {{look.annotation, 1.5, {4, 3}, false}, false, true, 8, 7, false};
    case LineKind::Data:
        return {{look.data, 1.25, {1, 3}, false}, false, true, 8, 7, false};
    }
    return {};
}

void addLine(DrawGroup& group, const QList<QPointF>& points, const LineStyle& style,
    const Theme& look, const QList<QPointF>& jumps)
{
    const QPointF tip = points.last();
    const QPointF direction = directionOf(points[points.size() - 2], tip);
    const double shorten = !style.hasHead ? 0 : style.filledHead ? style.headLength - 1 : 1;
    tools::addPath(group, roundedLine(points, shorten, jumps), {}, style.stroke);
    if (style.hasHead) {
        QPainterPath head;
        head.moveTo(along(tip, direction, style.headLength, -style.headWidth / 2));
        head.lineTo(tip);
        head.lineTo(along(tip, direction, style.headLength, style.headWidth / 2));
        if (style.filledHead) {
            head.closeSubpath();
            tools::addPath(group, head, style.stroke.color);
        } else {
            tools::addPath(
                group, head, {}, Stroke{style.stroke.color, style.stroke.width, {}, true});
        }
    }
    if (style.crossAtSource) {
        const QPointF out = directionOf(points[0], points[1]);
        const QPointF at = points[0] + out * 9;
        QPainterPath cross;
        cross.moveTo(at + QPointF(-4, -4));
        cross.lineTo(at + QPointF(4, 4));
        cross.moveTo(at + QPointF(4, -4));
        cross.lineTo(at + QPointF(-4, 4));
        tools::addPath(group, cross, {}, Stroke{look.canvas, 5, {}, true});
        tools::addPath(group, cross, {}, Stroke{style.stroke.color, 2, {}, true});
    }
}

DrawGroup drawEdgeMarked(const Plan& plan, const Edge& edge, const RoutedEdge& route,
    bool happyPath, const FlowDrawingOptions& options, const FlowMarks& marks)
{
    const Theme& look = theme(options.theme);
    DrawGroup group;
    group.element = ElementRef::of(edge.id);
    group.title = titleOf(plan, edge);
    group.description = descriptionOf(edge);
    group.link = webLinkOf(edge.links);
    if (group.link.isEmpty()) {
        group.link = fileLinkOf(edge.action, options);
    }
    if (route.points.size() < 2) {
        return group;
    }
    for (const QPointF& point : route.points) {
        const QRectF around(point.x() - 6, point.y() - 6, 12, 12);
        group.bounds = group.bounds.isNull() ? around : group.bounds.united(around);
    }
    const LineKind kind = lineKindOf(edge, happyPath);
    const LineStyle style = lineStyle(kind, look);
    if (options.run && options.run->compensations.contains(edge.id)) {
        const StepStatus status = options.run->compensations[edge.id].status;
        if (status == StepStatus::Running || status == StepStatus::InDoubt
            || status == StepStatus::Failed) {
            QColor glow = status == StepStatus::Running ? look.selection : look.error;
            glow.setAlphaF(0.3F);
            tools::addPath(
                group, roundedLine(route.points, 0, route.jumps), {}, Stroke{glow, 8, {}, true});
        }
    }
    addLine(group, route.points, style, look, route.jumps);
    if (!route.label.lines.isEmpty()) {
        const bool plain = kind == LineKind::Forward || kind == LineKind::Happy;
        const QColor color = plain ? look.ink : style.stroke.color;
        const double height
            = route.label.box.height() / static_cast<double>(route.label.lines.size());
        double y = route.label.box.top() + height / 2;
        for (const QString& line : route.label.lines) {
            tools::addText(group, line, {route.label.box.left() + 1, y}, fonts::edgeLabel(), color,
                look.canvas);
            y += height;
        }
        group.bounds |= route.label.box;
    }
    if (const auto severity = marks.findingOn(group.element)) {
        const QPointF at = markPlace(route);
        addFindingBadge(group, *severity, at, look);
        group.bounds |= QRectF(at.x() - 10, at.y() - 10, 20, 20);
    }
    if (const int number = marks.callOuts.value(group.element); number > 0) {
        const QPointF beside(marks.findingOn(group.element) ? 20 : 0, 0);
        addCallOut(group, number, markPlace(route) + beside, look);
    }
    return group;
}

DrawGroup drawEdge(const Plan& plan, const Edge& edge, const RoutedEdge& route, bool happyPath,
    const FlowDrawingOptions& options)
{
    return drawEdgeMarked(plan, edge, route, happyPath, options, FlowMarks(plan, options));
}

} // namespace whimbrel
