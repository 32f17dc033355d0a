// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
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
    made.title = QCoreApplication::translate("FlowDrawing", "Folded: %1").arg(title);
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
    const double left = box.left() + face::paddingX + bar;
    const double room = box.width() - 2 * face::paddingX - bar;
    const TextMeter titles(fonts::nodeTitle());
    const QStringList lines = titles.wrap(title, room - 20, 2);
    double y = box.center().y()
        - (static_cast<double>(lines.size()) * face::titleLine + face::detailLine) / 2
        + face::titleLine / 2;
    for (const QString& line : lines) {
        tools::addText(made, line, {left, y}, fonts::nodeTitle(), look.ink);
        y += face::titleLine;
    }
    const TextMeter details(fonts::nodeDetail());
    tools::addText(made, details.elideRight(made.description, room), {left, y - 1},
        fonts::nodeDetail(), look.secondary);
    if (options.comments) {
        if (const int number = callOutNumbers(plan).value(made.element); number > 0) {
            addCallOut(made, number, {box.right(), box.bottom()}, look);
        }
    }
    return made;
}

} // namespace whimbrel
