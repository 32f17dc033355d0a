// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/flow_drawing.h"

#include "model/base/marked_text.h"
#include "model/plan/names.h"
#include "render/draw/call_outs.h"
#include "render/draw/draw_tools.h"
#include "render/draw/flow_furniture.h"
#include "render/draw/flow_marks.h"
#include "render/layout/group_boxes.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>

namespace whimbrel {

DrawGroup drawGroup(const Plan& plan, const Group& group, const QRectF& box,
    const FlowDrawingOptions& options, double titleOffset)
{
    const Theme& look = theme(options.theme);
    DrawGroup made;
    made.element = ElementRef::of(group.id);
    const QString title = group.title.isEmpty() ? group.id.text() : marked::styled(group.title);
    for (const auto& row : namedValues<GroupKind>()) {
        if (row.value == group.kind) {
            made.title = QCoreApplication::translate("Names", row.name) + QStringLiteral(": ")
                + (group.title.isEmpty() ? group.id.text() : marked::plain(group.title));
        }
    }
    made.bounds = box.adjusted(-1, -1, 1, 1);
    QPainterPath frame;
    frame.addRoundedRect(box, 8, 8);
    tools::addPath(made, frame, look.groupFill, Stroke{look.groupBorder, 1, {2, 2}, false});
    const TextMeter meter(fonts::groupTitle());
    const QRectF titleBox = groupTitleBox(title, meter, box);
    tools::addText(made, meter.elideRight(title, std::max(24.0, box.width() - 24)),
        {box.left() + titleOffset, titleBox.center().y()}, fonts::groupTitle(), look.ink);
    if (options.comments) {
        if (const int number = callOutNumbers(plan).value(made.element); number > 0) {
            addCallOut(made, number, {box.right() - 8, box.top() + 4}, look);
        }
    }
    return made;
}

DisplayList drawFlow(
    const Plan& plan, const FlowGeometry& geometry, const FlowDrawingOptions& options)
{
    const Theme& look = theme(options.theme);
    const FlowMarks marks(plan, options);
    DisplayList list;
    list.background = look.canvas;
    list.title = plan.header.title;
    list.description = plan.header.why;
    list.groups.reserve(plan.groups.size() + plan.edges.size() + plan.nodes.size() + 4);
    for (qsizetype i = 0; i < geometry.lanes.size(); ++i) {
        list.groups.append(drawLane(geometry.lanes[i], i, options));
    }
    // Groups around others are painted first.
    QList<const Group*> groups;
    for (const Group& group : plan.groups) {
        if (geometry.groups.contains(group.id)) {
            groups.append(&group);
        }
    }
    std::ranges::stable_sort(groups, std::greater<>(), [&](const Group* group) {
        const QRectF box = geometry.groups[group->id];
        return box.width() * box.height();
    });
    for (const Group* group : std::as_const(groups)) {
        list.groups.append(drawGroup(plan, *group, geometry.groups[group->id], options,
            geometry.titleOffsets.value(group->id, 12)));
    }
    // The happy path lies over other lines.
    for (const bool happy : {false, true}) {
        for (const Edge& edge : plan.edges) {
            const auto route = geometry.edges.constFind(edge.id);
            if (route != geometry.edges.cend() && geometry.happyPath.contains(edge.id) == happy) {
                list.groups.append(drawEdgeMarked(plan, edge, *route, happy, options, marks));
            }
        }
    }
    const NodeMeter meter;
    for (const Node& node : plan.nodes) {
        const auto box = geometry.nodes.constFind(node.id);
        if (geometry.ends.contains(node.id)) {
            list.groups.append(drawEnd(plan, node, *box, options));
        } else if (box != geometry.nodes.cend()) {
            list.groups.append(drawNodeMarked(
                plan, node, meter.face(node, plan.layout.direction), *box, options, marks));
        }
    }
    for (const Group& group : plan.groups) {
        const auto box = geometry.folded.constFind(group.id);
        if (box != geometry.folded.cend()) {
            list.groups.append(drawFoldedGroup(plan, group, *box, options));
        }
    }
    QRectF bounds = geometry.bounds;
    for (const DrawGroup& group : std::as_const(list.groups)) {
        bounds |= group.bounds;
    }
    list.bounds = addFurniture(list, plan, geometry, bounds, options);
    return list;
}

} // namespace whimbrel
