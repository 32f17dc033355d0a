// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/group_boxes.h"

#include "render/layout/spatial_grid.h"

#include <algorithm>
#include <functional>

namespace whimbrel {

QRectF groupTitleBox(const QString& title, const TextMeter& meter, const QRectF& box)
{
    const double width = std::min(meter.width(title), std::max(0.0, box.width() - 24));
    return {box.left() + 12, box.top() + 8, width, 16};
}

QList<QRectF> boxesOfGroups(
    const FlowScene& scene, const QList<QRectF>& nodes, const QList<InnerPart>& inner)
{
    const Plan& plan = scene.plan;
    const auto count = static_cast<int>(plan.groups.size());
    QList<QRectF> boxes(count);
    if (count == 0) {
        return boxes;
    }
    // Innermost first: a group is deeper than the groups around it.
    QList<QList<int>> around(count);
    QList<int> order(count);
    for (int g = 0; g < count; ++g) {
        around[g] = groupsAround(plan, plan.groups.at(g).id);
        order[g] = g;
    }
    std::ranges::stable_sort(order, std::greater<>(), [&](int g) { return around[g].size(); });
    const QList<QList<int>>& aroundNode = scene.groupsOf;
    SpatialGrid grid;
    for (const QRectF& node : nodes) {
        grid.add(node);
    }
    QList<QRectF> content(count);
    for (qsizetype n = 0; n < nodes.size(); ++n) {
        if (!aroundNode[n].isEmpty()) {
            QRectF& own = content[aroundNode[n].first()];
            own = own.isNull() ? nodes[n] : own.united(nodes[n]);
        }
    }
    QList<QList<QRectF>> parts(count);
    for (const InnerPart& part : inner) {
        for (const int g : aroundNode[part.from]) {
            if (aroundNode[part.to].contains(g)) {
                parts[g].append(part.box);
                break; // the innermost; groups around it hold its box
            }
        }
    }
    const auto foreign = [&](int group, const QRectF& box) {
        int met = 0;
        for (const int n : grid.near(box)) {
            met += aroundNode[n].contains(group) ? 0 : 1;
        }
        return met;
    };
    for (const int g : order) {
        const int parent = around[g].size() > 1 ? around[g][1] : -1;
        if (content[g].isNull()) {
            continue;
        }
        const auto framed = [&](const QRectF& inside, const QRectF& lines) {
            QRectF box = inside.adjusted(
                -groupRoom::padding, -groupRoom::title, groupRoom::padding, groupRoom::padding);
            if (!lines.isNull()) {
                box |= lines.adjusted(-12, -28, 12, 12);
            }
            return box;
        };
        QRectF lines;
        QRectF box = framed(content[g], {});
        const int before = foreign(g, box);
        for (const QRectF& part : parts[g]) {
            const QRectF more = lines.isNull() ? part : lines.united(part);
            const QRectF larger = framed(content[g], more);
            // Most lines lie inside as it is.
            if (larger == box || foreign(g, larger) <= before) {
                lines = more;
                box = larger;
            }
        }
        boxes[g] = box;
        if (parent >= 0) {
            content[parent]
                = content[parent].isNull() ? boxes[g] : content[parent].united(boxes[g]);
        }
    }
    return boxes;
}

} // namespace whimbrel
