// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/flow_layouter.h"

#include "ui/session/background.h"

namespace whimbrel {

FlowLayouter::FlowLayouter(PlanSession& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &PlanSession::changed, this, &FlowLayouter::follow);
    PlanChange all;
    all.everything = true;
    follow(all);
}

void FlowLayouter::preview(const QHash<NodeId, QPointF>& moved)
{
    m_preview = moved;
    ++m_wanted;
    start();
}

void FlowLayouter::clearPreview()
{
    if (!m_preview.isEmpty()) {
        m_preview.clear();
        ++m_wanted;
        start();
    }
}

void FlowLayouter::arrange(bool everything)
{
    inBackground(
        this, [plan = m_session.plan(), everything] { return arrangeFlow(plan, everything); },
        [this, turn = m_planTurn](const QHash<NodeId, QPointF>& positions) {
            // A plan that went on meanwhile would be laid out by what it was.
            if (turn == m_planTurn) {
                emit arranged(positions);
            }
        });
}

void FlowLayouter::follow(const PlanChange& change)
{
    if (change.everything) {
        m_positions.clear();
        m_geometry = {};
        m_preview.clear();
    }
    const Plan& plan = m_session.plan();
    for (const ElementRef& gone : change.erased) {
        if (gone.type == ElementType::Node) {
            m_positions.remove(NodeId(gone.id));
        }
    }
    const auto& places = plan.layout.places;
    if (change.everything) {
        for (auto place = places.cbegin(); place != places.cend(); ++place) {
            m_positions.insert(place.key(), place->position);
        }
    }
    for (const NodeId& node : change.placed) {
        const auto place = places.constFind(node);
        if (place != places.cend()) {
            m_positions.insert(node, place->position);
        }
    }
    ++m_planTurn;
    ++m_wanted;
    start();
}

QHash<NodeId, QPointF> FlowLayouter::wantedPositions() const
{
    QHash<NodeId, QPointF> positions = m_positions;
    positions.insert(m_preview);
    return positions;
}

void FlowLayouter::start()
{
    if (m_running) {
        return; // take() starts the next one
    }
    m_running = true;
    m_started = m_wanted;
    const QHash<NodeId, QPointF> positions = wantedPositions();
    inBackground(
        this,
        [plan = m_session.plan(), positions]() mutable {
            bool complete = true;
            for (const Node& node : plan.nodes) {
                const auto known = positions.constFind(node.id);
                if (known == positions.cend()) {
                    complete = false;
                } else if (!plan.layout.places.contains(node.id)) {
                    plan.layout.places.insert(node.id, {*known, false});
                }
            }
            return complete ? routeFlow(plan, positions) : layOutFlow(plan);
        },
        [this, turn = m_planTurn](const FlowGeometry& geometry) { take(turn, geometry); });
}

void FlowLayouter::take(quint64 turn, const FlowGeometry& geometry)
{
    m_running = false;
    // An older preview is still the best there is; an older plan's routes are not.
    if (turn == m_planTurn) {
        m_geometry = geometry;
        for (auto box = geometry.nodes.cbegin(); box != geometry.nodes.cend(); ++box) {
            if (!m_preview.contains(box.key()) && !m_positions.contains(box.key())) {
                m_positions.insert(box.key(), box->topLeft());
            }
        }
        emit geometryChanged();
    }
    if (m_started != m_wanted) {
        start();
    }
}

} // namespace whimbrel
