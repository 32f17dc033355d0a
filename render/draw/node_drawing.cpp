// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/sentence.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "render/draw/call_outs.h"
#include "render/draw/draw_tools.h"
#include "render/draw/flow_marks.h"
#include "render/draw/node_paths.h"
#include "render/draw/status_mark.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

using tools::addGlyph;
using tools::addPath;
using tools::addText;
using tools::solid;

QString text(const char* source)
{
    return QCoreApplication::translate("FlowDrawing", source);
}

double borderWidth(const Node& node)
{
    if (isChange(node)) {
        switch (riskOf(node)) {
        case Risk::Safe:
            return 1.5;
        case Risk::Caution:
            return 2;
        case Risk::Risky:
            return 2.5;
        }
    }
    return node.kind == NodeKind::Gate ? 2 : 1.5;
}

QList<double> borderDash(const Node& node)
{
    switch (node.kind) {
    case NodeKind::Rollback:
        return {6, 3};
    case NodeKind::Task:
        return {1.5, 2.5};
    default:
        return {};
    }
}

tools::Hatch hatchOf(const Node& node)
{
    if (node.kind == NodeKind::Contract) {
        return tools::Hatch::Cross;
    }
    if (isChange(node) && riskOf(node) == Risk::Risky) {
        return tools::Hatch::Lines;
    }
    return node.kind == NodeKind::Backfill ? tools::Hatch::Dots : tools::Hatch::None;
}

QString wordFor(StepStatus status)
{
    switch (status) {
    case StepStatus::Waiting:
        return text("waiting");
    case StepStatus::Running:
        return text("running");
    case StepStatus::Asking:
        return text("waits for an answer");
    case StepStatus::Holding:
        return text("holding");
    case StepStatus::Done:
        return text("done");
    case StepStatus::MarkedDone:
        return text("marked as done");
    case StepStatus::Failed:
        return text("failed");
    case StepStatus::Skipped:
        return text("skipped");
    case StepStatus::InDoubt:
        return text("in doubt");
    case StepStatus::Compensated:
        return text("taken back");
    }
    return {};
}

void addHalo(DrawGroup& group, const QPainterPath& outline, const Theme& look)
{
    QColor glow = look.selection;
    glow.setAlphaF(look.name == ThemeName::Dark ? 0.45F : 0.25F);
    addPath(group, outline, {}, Stroke{glow, 14, {}, true});
    addPath(group, outline, {}, Stroke{look.selection, 6, {}, true});
    group.bounds.adjust(-7, -7, 7, 7);
}

void addTexts(DrawGroup& group, const Node& node, const NodeFace& shown, const QRectF& box,
    const FlowDrawingOptions& options)
{
    const Theme& look = theme(options.theme);
    const Glyph glyph = glyphOf(node.kind);
    const QColor sign = look.node(node).stroke;
    const QColor halo
        = look.hatched && hatchOf(node) != tools::Hatch::None ? look.canvas : QColor();
    const bool isNote = node.kind == NodeKind::Note;
    const double lineHeight = isNote ? face::detailLine : face::titleLine;
    const QFont& font = isNote ? fonts::nodeDetail() : fonts::nodeTitle();
    const double titleHeight = lineHeight * static_cast<double>(shown.title.size());
    const double height = titleHeight + (shown.detail.isEmpty() ? 0 : face::detailLine);
    const bool centred = shown.glyphAbove || glyph == Glyph::None;
    if (shown.shape == NodeShape::Bar) {
        return;
    }
    if (centred && !isNote) {
        double middle = box.center().y();
        if (shown.glyphAbove) {
            const double all = titleHeight + face::glyph + 2;
            const double top = shown.shape == NodeShape::Diamond
                ? middle - titleHeight / 2 - face::glyph - 4
                : middle - all / 2;
            addGlyph(group, glyph, {box.center().x(), top + face::glyph / 2}, face::glyph, sign);
            middle = top + face::glyph + 4 + titleHeight / 2;
        }
        double y = middle - titleHeight / 2 + lineHeight / 2;
        for (const QString& line : shown.title) {
            const double width = tools::textWidth(line, font);
            addText(group, line, {box.center().x() - width / 2, y}, font, look.ink, halo);
            y += lineHeight;
        }
        return;
    }
    const QRectF content = contentBox(shown.shape, box);
    double x = content.left();
    if (glyph != Glyph::None) {
        addGlyph(group, glyph, {x + face::glyph / 2, content.center().y()}, face::glyph, sign);
        x += face::glyph + face::glyphGap;
    }
    double y = content.center().y() - height / 2 + lineHeight / 2;
    for (const QString& line : shown.title) {
        addText(group, line, {x, y}, font, look.ink, halo);
        y += lineHeight;
    }
    if (!shown.detail.isEmpty()) {
        y += (face::detailLine - lineHeight) / 2;
        addText(group, shown.detail, {x, y}, fonts::nodeDetail(), look.secondary, halo);
        std::get<TextItem>(group.items.last()).link = fileLinkOf(node.action, options);
    }
}

/// Where a mark stands at a node's upper left or right: on its outline.
QPointF cornerOf(NodeShape shape, const QRectF& box, bool right)
{
    double in = 2;
    double down = 2;
    switch (shape) {
    case NodeShape::Diamond:
        in = box.width() / 4;
        down = box.height() / 4;
        break;
    case NodeShape::Circle:
    case NodeShape::Ring:
        in = down = box.width() * 0.146;
        break;
    case NodeShape::Hexagon:
    case NodeShape::Stadium:
        in = 12;
        break;
    case NodeShape::Trapezoid:
        in = face::slope;
        break;
    case NodeShape::Chevron:
        in = right ? face::point : 2;
        break;
    default:
        break;
    }
    return {right ? box.right() - in : box.left() + in, box.top() + down};
}

/// How long the step took, in the run and when it was rehearsed; empty if neither is known.
QString durationWords(const Node& node, const FlowDrawingOptions& options)
{
    const RehearsedStep* tried = options.rehearsed ? options.rehearsed->step(node.id) : nullptr;
    const QString rehearsed = tried && tried->problem.isEmpty() && node.action
        ? text("rehearsed %1").arg(durationText(std::max<qint64>(tried->ms, 1)))
        : QString();
    const StepRun step = options.run ? options.run->step(node.id) : StepRun();
    if (step.status == StepStatus::Waiting || step.ms <= 0) {
        return rehearsed;
    }
    const QString took = durationText(step.ms);
    return rehearsed.isEmpty() ? took : text("%1, %2").arg(took, rehearsed);
}

/// A red dot on the lower left: a run stops before the node.
void addBreakpoint(DrawGroup& group, QPointF centre, const Theme& look)
{
    constexpr double radius = 6;
    QPainterPath dot;
    dot.addEllipse(centre, radius, radius);
    addPath(group, dot, look.error, solid(look.canvas, 2));
    group.bounds
        |= QRectF(centre.x() - radius - 2, centre.y() - radius - 2, 2 * radius + 4, 2 * radius + 4);
}

/// A small plate on the lower border that says how long the step took.
void addDuration(DrawGroup& group, const QString& words, const QRectF& box, const Theme& look)
{
    const double width = tools::textWidth(words, fonts::legend());
    const QRectF plate(box.right() - width - 20, box.bottom() - 7, width + 12, 14);
    QPainterPath path;
    path.addRoundedRect(plate, 7, 7);
    addPath(group, path, look.canvas, solid(look.groupBorder, 1));
    addText(group, words, {plate.left() + 6, plate.center().y()}, fonts::legend(), look.ink);
    group.bounds |= plate.adjusted(-1, -1, 1, 1);
}

QString descriptionOf(const Plan& plan, const Node& node, const FlowDrawingOptions& options)
{
    QStringList parts{displayName(node.kind)};
    if (isChange(node)) {
        for (const auto& row : namedValues<Risk>()) {
            if (row.value == riskOf(node)) {
                parts << QCoreApplication::translate("Names", row.name);
            }
        }
    }
    if (const QString detail = detailOf(node); !detail.isEmpty()) {
        parts << detail;
    }
    if (const Participant* owner = plan.participants.find(node.owner)) {
        parts << text("owner: %1").arg(owner->title.isEmpty() ? owner->id.text() : owner->title);
    }
    if (options.run) {
        parts << wordFor(options.run->step(node.id).status);
    }
    if (options.breakpoints && options.breakpoints->contains(node.id)) {
        parts << text("breakpoint");
    }
    QString made = parts.join(QStringLiteral(", "));
    if (!node.notes.isEmpty()) {
        made = asSentence(made) + QLatin1Char(' ') + node.notes;
    }
    return made;
}

/// How much of a step that works in batches is done, by what the run says.
double progressOf(const StepRun& step)
{
    switch (step.status) {
    case StepStatus::Done:
    case StepStatus::MarkedDone:
        return 1;
    case StepStatus::Waiting:
    case StepStatus::Skipped:
    case StepStatus::Compensated:
        return 0;
    case StepStatus::Running:
    case StepStatus::Asking:
    case StepStatus::Holding:
    case StepStatus::Failed:
    case StepStatus::InDoubt:
        break;
    }
    if (step.batches == 0 || step.cursorUntil < step.cursorFirst) {
        return 0; // keys that are not numbers have no share
    }
    const double whole = static_cast<double>(step.cursorUntil - step.cursorFirst) + 1;
    const double done = static_cast<double>(step.cursorLast - step.cursorFirst) + 1;
    return std::clamp(done / whole, 0.0, 1.0);
}

} // namespace

void addShape(DrawGroup& group, const Node& node, NodeShape shape, const QRectF& box,
    const Theme& look, bool small, double progress)
{
    const NodeColors colors = look.node(node);
    const NodePaths paths = pathsOf(shape, box);
    const double width = small ? std::min(1.5, borderWidth(node)) : borderWidth(node);
    if (shape == NodeShape::Bar) {
        addPath(group, paths.outline, colors.stroke);
        return;
    }
    if (look.hatched) {
        QColor pale(0, 0, 0);
        pale.setAlpha(96);
        addPath(group, paths.outline, colors.fill);
        tools::addHatch(group, hatchOf(node), paths.outline, pale);
    }
    const bool change = isChange(node);
    if (change && riskOf(node) == Risk::Risky) {
        addPath(group, paths.outline, look.hatched ? QColor() : colors.fill);
        const double bar = small ? 3 : 6;
        addPath(group, paths.outline.subtracted(paths.outline.translated(bar, 0)), colors.stroke);
        addPath(group, paths.outline, {}, Stroke{colors.stroke, width, borderDash(node), false});
    } else {
        addPath(group, paths.outline, look.hatched ? QColor() : colors.fill,
            Stroke{colors.stroke, width, borderDash(node), false});
    }
    if (shape == NodeShape::ProgressStrip && progress > 0) {
        const double height = small ? 3 : face::strip;
        QPainterPath done;
        done.addRect(QRectF(box.left(), box.bottom() - height, box.width() * progress, height));
        addPath(group, done, colors.stroke);
    }
    if (!paths.inner.isEmpty() && !(small && shape == NodeShape::ProgressStrip)) {
        addPath(group, paths.inner, {}, solid(colors.stroke, small ? 1 : 1.5));
    }
    if (node.kind == NodeKind::Contract && !small) {
        QPainterPath line;
        line.moveTo(box.left() + 10, box.bottom() - 5);
        line.lineTo(box.right() - 10, box.bottom() - 5);
        addPath(group, line, {}, solid(colors.stroke, 1));
    }
    if (change && riskOf(node) == Risk::Caution) {
        const double side = small ? 6 : 12;
        QPainterPath flag;
        flag.moveTo(
            box.right() - side - (shape == NodeShape::Trapezoid ? face::slope : 0), box.top());
        flag.lineTo(box.right(), box.top());
        flag.lineTo(box.right(), box.top() + side);
        flag.closeSubpath();
        addPath(group, flag.intersected(paths.outline), colors.stroke);
    }
}

DrawGroup drawNodeMarked(const Plan& plan, const Node& node, const NodeFace& shown,
    const QRectF& box, const FlowDrawingOptions& options, const FlowMarks& marks)
{
    const Theme& look = theme(options.theme);
    DrawGroup group;
    group.element = ElementRef::of(node.id);
    group.title = displayName(node.kind) + QStringLiteral(": ") + titleOf(node);
    group.description = descriptionOf(plan, node, options);
    group.link = webLinkOf(node.links);
    group.bounds = box.adjusted(-2, -2, 2, 2);
    if (options.run && isCurrent(node.id, *options.run)) {
        addHalo(group, pathsOf(shown.shape, box).outline, look);
    }
    addShape(group, node, shown.shape, box, look, false,
        options.run ? progressOf(options.run->step(node.id)) : stripSign);
    addTexts(group, node, shown, box, options);
    if (const QString words = durationWords(node, options); !words.isEmpty()) {
        addDuration(group, words, box, look);
    }
    if (options.run) {
        const StepRun step = options.run->step(node.id);
        if (const StatusMark mark = markOf(step.status, look); mark.glyph != Glyph::None) {
            const QPointF at = cornerOf(shown.shape, box, false);
            tools::addBadge(group, mark.glyph, at, mark.color, look.canvas);
            group.bounds |= QRectF(at.x() - 10, at.y() - 10, 20, 20);
        }
    }
    if (options.breakpoints && options.breakpoints->contains(node.id)) {
        const QPointF upper = cornerOf(shown.shape, box, false);
        addBreakpoint(group, {upper.x(), box.bottom() - (upper.y() - box.top())}, look);
    }
    if (const auto severity = marks.findingOn(group.element)) {
        const QPointF at = cornerOf(shown.shape, box, true);
        addFindingBadge(group, *severity, at, look);
        group.bounds |= QRectF(at.x() - 10, at.y() - 10, 20, 20);
    }
    if (const int number = marks.callOuts.value(group.element); number > 0) {
        const QPointF upper = cornerOf(shown.shape, box, true);
        addCallOut(group, number, {upper.x(), box.bottom() - (upper.y() - box.top())}, look);
    }
    return group;
}

DrawGroup drawNode(
    const Plan& plan, const Node& node, const QRectF& box, const FlowDrawingOptions& options)
{
    thread_local const NodeMeter meter;
    return drawNodeMarked(plan, node, meter.face(node, plan.layout.direction), box, options,
        FlowMarks(plan, options));
}

} // namespace whimbrel
