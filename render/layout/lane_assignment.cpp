// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "render/layout/flow_scene.h"
#include "render/layout/swim_lanes.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("FlowLanes", source);
}

QList<FlowLane> ownersOf(const Plan& plan)
{
    QList<FlowLane> lanes;
    for (const Participant& owner : plan.participants) {
        lanes.append({owner.title.isEmpty() ? owner.id.text() : owner.title, owner.id, {}});
    }
    return lanes;
}

QList<FlowLane> regionsOf(const Plan& plan)
{
    QList<FlowLane> lanes;
    for (const Group& group : plan.groups) {
        if (group.kind != GroupKind::Region) {
            continue;
        }
        const QString title = group.title.isEmpty() ? group.id.text() : group.title;
        const auto known = std::ranges::find(lanes, title, &FlowLane::title);
        if (known == lanes.end()) {
            lanes.append({title, {}, {group.id}});
        } else {
            known->regions.append(group.id);
        }
    }
    return lanes;
}

/// The outermost region around a node.
GroupId regionOf(const Plan& plan, const Node& node)
{
    GroupId region;
    for (const int group : groupsAround(plan, node.group)) {
        if (plan.groups.at(group).kind == GroupKind::Region) {
            region = plan.groups.at(group).id;
        }
    }
    return region;
}

/// Whether it is where the flow begins, ends or parts: nobody's work.
bool isMark(NodeKind kind)
{
    return kind == NodeKind::Start || kind == NodeKind::End || kind == NodeKind::Fork
        || kind == NodeKind::Join;
}

/// Marks that nobody owns go with their neighbour: a start with what follows, the others with what
/// comes before. As often as it takes for rows of marks.
void settleMarks(const Plan& plan, QList<int>& keys)
{
    for (int turn = 0; turn < 4; ++turn) {
        for (const Edge& edge : plan.edges) {
            const auto from = plan.nodes.indexOf(edge.from);
            const auto to = plan.nodes.indexOf(edge.to);
            if (edge.kind != EdgeKind::Forward || from < 0 || to < 0) {
                continue;
            }
            const auto take = [&](qsizetype mark, qsizetype neighbour) {
                if (keys[mark] < 0 && isMark(plan.nodes.at(mark).kind)) {
                    keys[mark] = keys[neighbour];
                }
            };
            if (plan.nodes.at(from).kind == NodeKind::Start) {
                take(from, to);
            } else {
                take(to, from);
            }
        }
    }
}

} // namespace

LaneAssignment lanesOf(const Plan& plan)
{
    LaneAssignment made;
    const FlowLanes by = plan.layout.lanes;
    if (by == FlowLanes::None) {
        return made;
    }
    QList<FlowLane> all = by == FlowLanes::Owner ? ownersOf(plan) : regionsOf(plan);
    all.append({by == FlowLanes::Owner ? text("No owner") : text("All regions"), {}, {}});
    const auto none = static_cast<int>(all.size()) - 1;
    QList<int> keys;
    for (const Node& node : plan.nodes) {
        const GroupId region = by == FlowLanes::Region ? regionOf(plan, node) : GroupId();
        int key = -1;
        for (int lane = 0; lane < none; ++lane) {
            if (by == FlowLanes::Owner ? all[lane].owner == node.owner
                                       : all[lane].regions.contains(region)) {
                key = lane;
            }
        }
        keys.append(key);
    }
    if (by == FlowLanes::Owner) {
        settleMarks(plan, keys);
    }
    QList<int> number(all.size(), -1);
    for (int key = 0; key <= none; ++key) {
        bool used = false;
        for (int n = 0; n < keys.size(); ++n) {
            const bool stands = plan.nodes.at(n).kind != NodeKind::Note;
            used = used || (stands && (keys[n] < 0 ? none : keys[n]) == key);
        }
        if (used) {
            number[key] = static_cast<int>(made.lanes.size());
            made.lanes.append(all[key]);
        }
    }
    for (int n = 0; n < keys.size(); ++n) {
        const bool stands = plan.nodes.at(n).kind != NodeKind::Note;
        made.laneOf.append(stands ? number[keys[n] < 0 ? none : keys[n]] : -1);
    }
    return made;
}

} // namespace whimbrel
