// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/live_layout.h"

#include "render/layout/swim_lanes.h"
#include "ui/session/plan_edits.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// Whether steps or edges came, went, or lead or belong elsewhere.
bool changesStructure(const Plan& before, const Plan& after, const PlanChange& change)
{
    const auto isOther = [&](const ElementRef& ref) {
        if (ref.type == ElementType::Node) {
            const Node* was = before.nodes.find(NodeId(ref.id));
            const Node* is = after.nodes.find(NodeId(ref.id));
            return was == nullptr || is == nullptr || was->kind != is->kind
                || was->group != is->group;
        }
        if (ref.type == ElementType::Edge) {
            const Edge* was = before.edges.find(EdgeId(ref.id));
            const Edge* is = after.edges.find(EdgeId(ref.id));
            return was == nullptr || is == nullptr || was->kind != is->kind || was->from != is->from
                || was->to != is->to || was->when != is->when;
        }
        return false;
    };
    return std::any_of(change.put.begin(), change.put.end(), isOther)
        || std::any_of(change.erased.begin(), change.erased.end(), isOther);
}

/// Nodes that belong to another lane than before.
QSet<NodeId> inOtherLanes(const Plan& before, const Plan& after)
{
    QSet<NodeId> nodes;
    if (after.layout.lanes == FlowLanes::None || before.layout.lanes != after.layout.lanes) {
        return nodes;
    }
    const LaneAssignment old = lanesOf(before);
    const LaneAssignment now = lanesOf(after);
    const auto titleOf = [](const LaneAssignment& lanes, qsizetype node) {
        const int lane = lanes.laneOf[node];
        return lane < 0 ? FlowLane() : lanes.lanes[lane];
    };
    for (qsizetype n = 0; n < after.nodes.size(); ++n) {
        const NodeId& id = after.nodes.at(n).id;
        const qsizetype was = before.nodes.indexOf(id);
        if (was >= 0 && titleOf(old, was) != titleOf(now, n)) {
            nodes.insert(id);
        }
    }
    return nodes;
}

} // namespace

LiveLayout::LiveLayout(PlanSession& session, CanvasScene& scene, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_scene(scene)
{
    connect(&session, &PlanSession::performed, this, &LiveLayout::follow);
    connect(&scene.layouter(), &FlowLayouter::arrangedAlong, this, &LiveLayout::take);
}

void LiveLayout::follow(const Plan& before, const Edit& edit)
{
    const Plan& after = m_session.plan();
    const PlanChange change = changeOf(edit);
    m_loose.clear();
    m_looseOnly = false;
    if (change.direction || change.everything) {
        return; // laid out by who asked for that
    }
    if (m_on && changesStructure(before, after, change)) {
        for (const ElementRef& ref : change.put) {
            if (ref.type == ElementType::Node && !before.nodes.contains(NodeId(ref.id))) {
                m_loose.insert(NodeId(ref.id));
            }
        }
        m_scene.layouter().arrangeAlong(Arrange::Unpinned, {}, m_loose);
        return;
    }
    const QSet<NodeId> strays = inOtherLanes(before, after) - change.placed;
    if (!strays.isEmpty()) {
        m_loose = strays;
        m_looseOnly = true;
        m_scene.layouter().arrangeAlong(Arrange::Selection, strays, {});
    }
}

void LiveLayout::take(const QHash<NodeId, QPointF>& positions)
{
    QHash<NodeId, QPointF> moved = positions;
    const auto& places = m_session.plan().layout.places;
    for (auto place = places.cbegin(); place != places.cend(); ++place) {
        if (place->pinned && !m_loose.contains(place.key())) {
            moved.remove(place.key());
        }
    }
    if (m_looseOnly) {
        moved.removeIf([this](const auto& place) { return !m_loose.contains(place.key()); });
    }
    const Edit edit = edits::placeNodes(m_session.plan(), moved, false, {});
    if (!edit.isEmpty()) {
        m_scene.glideNext();
        m_session.performJoined(edit);
    }
}

} // namespace whimbrel
