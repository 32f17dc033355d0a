// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/edge_jumps.h"

#include <utility>

namespace whimbrel {

namespace {

/// The higher, the sooner an edge's line gives way.
std::pair<int, int> rankOf(const FlowScene& scene, int edge)
{
    const EdgeKind kind = scene.plan.edges.at(edge).kind;
    const int rank = scene.onPath[edge] ? 0
        : kind == EdgeKind::Forward     ? 1
        : kind == EdgeKind::Rollback    ? 2
                                        : 3;
    return {rank, edge};
}

} // namespace

QList<QPointF> jumpsOf(
    const FlowScene& scene, const EdgeRouter& router, int edge, const QList<QPointF>& line)
{
    QList<QPointF> jumps;
    for (const LineCrossing& crossing : router.crossings(edge, line)) {
        if (rankOf(scene, edge) > rankOf(scene, crossing.edge)) {
            jumps.append(crossing.at);
        }
    }
    return jumps;
}

} // namespace whimbrel
