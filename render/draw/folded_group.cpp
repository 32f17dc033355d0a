// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/marked_text.h"
#include "model/plan/node_kind.h"
#include "render/draw/call_outs.h"
#include "render/draw/draw_tools.h"
#include "render/draw/flow_drawing.h"
#include "render/layout/flow_scene.h"
#include "render/layout/folding.h"
#include "render/layout/node_shape.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

constexpr double behind = 5; ///< how far the cards behind look out
constexpr double bar = 6;
constexpr double endRadius = 16;

struct CaptionColors {
    QColor title{};
    QColor detail{};
};

/// A title in at most two lines, and what it is below, in the middle of a box. `aside` is taken at
/// the title's right.
void addCaption(DrawGroup& made, const QString& title, const QString& detail, const QRectF& room,
    double aside, const CaptionColors& colors)
{
    const TextMeter titles(fonts::nodeTitle());
    const QStringList lines = titles.wrap(marked::styled(title), room.width() - aside, 2);
    const double height = static_cast<double>(lines.size()) * face::titleLine
        + (detail.isEmpty() ? 0 : face::detailLine);
    double y = room.center().y() - height / 2 + face::titleLine / 2;
    for (const QString& line : lines) {
        tools::addText(made, line, {room.left(), y}, fonts::nodeTitle(), colors.title);
        y += face::titleLine;
    }
    const TextMeter details(fonts::nodeDetail());
    tools::addText(made, details.elideRight(detail, room.width()), {room.left(), y - 1},
        fonts::nodeDetail(), colors.detail);
}

/// The step whose risk is the worst inside.
const Node* worstIn(const Plan& plan, const GroupId& group)
{
    const auto index = static_cast<int>(plan.groups.indexOf(group));
    const Node* worst = nullptr;
    for (const Node& node : plan.nodes) {
        if (isChange(node) && groupsAround(plan, node.group).contains(index)
            && (worst == nullptr || riskOf(node) > riskOf(*worst))) {
            worst = &node;
        }
    }
    return worst;
}

} // namespace

DrawGroup drawFoldedGroup(
    const Plan& plan, const Group& group, const QRectF& box, const FlowDrawingOptions& options)
{
    const Theme& look = theme(options.theme);
    DrawGroup made;
    made.element = ElementRef::of(group.id);
    const QString title = group.title.isEmpty() ? group.id.text() : group.title;
    made.title = QCoreApplication::translate("FlowDrawing", "Folded: %1").arg(marked::plain(title));
    made.description = foldedSummary(plan, group.id);
    made.bounds = box.adjusted(-2, -2, behind + 2, behind + 2);
    // Cards behind one another: there is more than one thing here.
    const auto card = [&](double shift) {
        QPainterPath path;
        path.addRoundedRect(box.translated(shift, shift), 8, 8);
        return path;
    };
    tools::addPath(made, card(behind), look.canvas, tools::solid(look.groupBorder, 1));
    tools::addPath(made, card(0), look.canvas, tools::solid(look.groupBorder, 1.5));
    tools::addPath(made, card(0), look.groupFill);
    if (const Node* worst = worstIn(plan, group.id)) {
        QPainterPath strip;
        strip.addRect(QRectF(box.left(), box.top(), bar, box.height()));
        tools::addPath(made, strip.intersected(card(0)), look.node(*worst).stroke);
    }
    tools::addGlyph(made, Glyph::Plus, {box.right() - 16, box.top() + 16}, 12, look.secondary);
    addCaption(made, title, made.description,
        box.adjusted(face::paddingX + bar, 0, -face::paddingX, 0), 20, {look.ink, look.secondary});
    if (options.comments) {
        if (const int number = callOutNumbers(plan).value(made.element); number > 0) {
            addCallOut(made, number, {box.right(), box.bottom()}, look);
        }
    }
    return made;
}

DrawGroup drawEnd(
    const Plan& plan, const Node& node, const QRectF& box, const FlowDrawingOptions& options)
{
    const Theme& look = theme(options.theme);
    DrawGroup made;
    made.element = ElementRef::of(node.id);
    made.title = QCoreApplication::translate("FlowDrawing", "Elsewhere: %1").arg(titleOf(node));
    if (const Group* group = plan.groups.find(node.group)) {
        made.description = group->title.isEmpty() ? group->id.text() : group->title;
    }
    made.bounds = box.adjusted(-1, -1, 1, 1);
    QPainterPath outline;
    outline.addRoundedRect(box, endRadius, endRadius);
    tools::addPath(made, outline, look.canvas, Stroke{look.annotation, 1, {3, 3}, false});
    addCaption(made, titleOf(node), made.description, box.adjusted(endRadius, 0, -endRadius, 0), 0,
        {look.secondary, look.annotation});
    return made;
}

} // namespace whimbrel
