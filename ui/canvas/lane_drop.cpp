// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/lane_drop.h"

#include "render/layout/flow_scene.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("LaneDrop", text);
}

/// The groups around a group that are no regions.
QSet<int> phasesAround(const Plan& plan, const GroupId& group)
{
    QSet<int> phases;
    for (const int around : groupsAround(plan, group)) {
        if (plan.groups.at(around).kind != GroupKind::Region) {
            phases.insert(around);
        }
    }
    return phases;
}

/// Where a step belongs that leaves its region: in what is around that.
GroupId outsideOfRegions(const Plan& plan, const GroupId& group)
{
    GroupId outside = group;
    for (const int around : groupsAround(plan, group)) {
        if (plan.groups.at(around).kind == GroupKind::Region) {
            outside = plan.groups.at(around).parent;
        }
    }
    return outside;
}

} // namespace

Node inLane(const Plan& plan, Node node, const FlowLane& lane)
{
    if (plan.layout.lanes == FlowLanes::Owner) {
        node.owner = lane.owner;
        return node;
    }
    const QList<int> around = groupsAround(plan, node.group);
    const bool isThere = std::ranges::any_of(lane.regions, [&](const GroupId& region) {
        return around.contains(static_cast<int>(plan.groups.indexOf(region)));
    });
    if (isThere) {
        return node;
    }
    const GroupId outside = outsideOfRegions(plan, node.group);
    if (lane.regions.isEmpty()) {
        node.group = outside;
        return node;
    }
    // The lane's part of the same phase, if it has one.
    const QSet<int> phases = phasesAround(plan, outside);
    const auto same = std::ranges::find_if(lane.regions,
        [&](const GroupId& region) { return phasesAround(plan, region).intersects(phases); });
    node.group = same == lane.regions.end() ? lane.regions.constFirst() : *same;
    return node;
}

Node inLaneAt(const CanvasScene& scene, const Plan& plan, const Node& node, const QPointF& middle)
{
    const qsizetype lane = scene.laneAt(middle);
    return lane < 0 || node.kind == NodeKind::Note
        ? node
        : inLane(plan, node, scene.layouter().geometry().lanes[lane].lane);
}

LaneDrop::LaneDrop(PlanSession& session, CanvasScene& scene, const QHash<NodeId, QRectF>& boxes)
    : m_scene(scene)
    , m_by(session.plan().layout.lanes)
{
    for (auto box = boxes.cbegin(); box != boxes.cend(); ++box) {
        const Node* node = session.plan().nodes.find(box.key());
        if (node != nullptr && node->kind != NodeKind::Note) {
            m_boxes.insert(box.key(), *box);
        }
    }
}

void LaneDrop::aim(const QHash<NodeId, QPointF>& corners)
{
    m_into.clear();
    if (m_by == FlowLanes::None) {
        return;
    }
    QSet<qsizetype> lanes;
    for (auto corner = corners.cbegin(); corner != corners.cend(); ++corner) {
        const auto box = m_boxes.constFind(corner.key());
        if (box == m_boxes.cend()) {
            continue;
        }
        const qsizetype was = m_scene.laneAt(box->center());
        const qsizetype is = m_scene.laneAt(QRectF(*corner, box->size()).center());
        if (was != is) {
            m_into.insert(corner.key(), is);
            lanes.insert(is);
        }
    }
    standOut(lanes);
}

void LaneDrop::clear()
{
    standOut({});
}

void LaneDrop::standOut(const QSet<qsizetype>& lanes)
{
    const QSet<qsizetype> all = m_shown | lanes;
    for (const qsizetype lane : all) {
        if (LaneItem* item = m_scene.laneItem(lane)) {
            item->setEmphasis(lanes.contains(lane) ? Emphasis::Accepts : Emphasis::None);
        }
    }
    m_shown = lanes;
}

Edit LaneDrop::edit(const Plan& plan) const
{
    Edit edit;
    const QList<PlacedLane>& lanes = m_scene.layouter().geometry().lanes;
    for (auto into = m_into.cbegin(); into != m_into.cend(); ++into) {
        const Node* node = plan.nodes.find(into.key());
        if (node == nullptr || *into >= lanes.size()) {
            continue;
        }
        const FlowLane& lane = lanes[*into].lane;
        const Node changed = inLane(plan, *node, lane);
        if (changed != *node) {
            edit.ops.append(Put<Node>{changed});
            edit.text = m_by == FlowLanes::Region ? tr("Move to %1").arg(lane.title)
                : lane.owner.isEmpty()            ? tr("Give to nobody")
                                                  : tr("Give to %1").arg(lane.title);
        }
    }
    return edit;
}

} // namespace whimbrel
