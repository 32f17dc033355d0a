// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_layout.h"

#include "render/layout/flow_routing.h"
#include "render/layout/placement_around.h"

namespace whimbrel {

FlowGeometry layOutFlow(const Plan& plan)
{
    return FlowRouting(plan).geometry();
}

FlowGeometry routeFlow(const Plan& plan, const QHash<NodeId, QPointF>& places)
{
    return FlowRouting(plan, places).geometry();
}

QHash<NodeId, QPointF> arrangeFlow(const Plan& plan, Arrange what, const QSet<NodeId>& selection)
{
    const FlowScene scene(plan);
    EarlierPlaces before;
    QList<bool> pinned;
    for (const Node& node : plan.nodes) {
        const auto place = plan.layout.places.constFind(node.id);
        const bool known = what != Arrange::Everything && place != plan.layout.places.cend();
        before.append(known ? std::optional(place->position) : std::optional<QPointF>());
        pinned.append(
            known && (what == Arrange::Selection ? !selection.contains(node.id) : place->pinned));
    }
    const QList<QPointF> corners = placeAnew(scene, before, pinned);
    QHash<NodeId, QPointF> places;
    for (int n = 0; n < plan.nodes.size(); ++n) {
        places.insert(plan.nodes.at(n).id, corners[n]);
    }
    return places;
}

} // namespace whimbrel
