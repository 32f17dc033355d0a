// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/expected_lanes.h"

#include <algorithm>

namespace whimbrel {

QList<InnerPart> expectedLanes(const FlowScene& scene, const QList<QRectF>& boxes)
{
    struct Arc {
        int edge;
        double from;
        double to;
    };
    QList<Arc> arcs;
    for (int e = 0; e < scene.plan.edges.size(); ++e) {
        if (!scene.isConnected(e) || scene.plan.edges.at(e).kind != EdgeKind::Rollback
            || scene.rootGroup[scene.from[e]] < 0
            || scene.rootGroup[scene.from[e]] != scene.rootGroup[scene.to[e]]) {
            continue;
        }
        const double tail = scene.turned(boxes[scene.from[e]]).center().x();
        const double head = scene.turned(boxes[scene.to[e]]).center().x();
        arcs.append({e, std::min(tail, head), std::max(tail, head)});
    }
    std::ranges::stable_sort(arcs, {}, [](const Arc& arc) { return arc.to - arc.from; });
    QList<InnerPart> parts;
    QList<int> levels;
    for (qsizetype i = 0; i < arcs.size(); ++i) {
        int level = 0;
        // Only near ones matter; a bounded look back keeps large plans fast.
        for (qsizetype k = std::max<qsizetype>(0, i - 64); k < i; ++k) {
            const bool meets = arcs[k].from < arcs[i].to && arcs[i].from < arcs[k].to;
            if (meets
                && scene.rootGroup[scene.from[arcs[k].edge]]
                    == scene.rootGroup[scene.from[arcs[i].edge]]) {
                level = std::max(level, levels[k] + 1);
            }
        }
        levels.append(level);
        const int from = scene.from[arcs[i].edge];
        const int to = scene.to[arcs[i].edge];
        const double top = std::min(scene.turned(boxes[from]).top(), scene.turned(boxes[to]).top());
        const double label = scene.turned(scene.labelSize(scene.labelLines(arcs[i].edge))).height();
        const double out = 12 + 10.0 * level + (label > 0 ? label + 4 : 0);
        const QRectF lane(arcs[i].from, top - out, arcs[i].to - arcs[i].from, out);
        parts.append({from, to, scene.turned(lane)});
    }
    return parts;
}

} // namespace whimbrel
