// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/flow_layouter.h"

#include "ui/session/background.h"

#include <algorithm>

namespace whimbrel {

FlowLayouter::FlowLayouter(PlanSession& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &PlanSession::changed, this, &FlowLayouter::follow);
    connect(&session, &PlanSession::runChanged, this, &FlowLayouter::followRun);
    m_foldsIgnored = session.run().has_value();
    PlanChange all;
    all.everything = true;
    follow(all);
}

bool FlowLayouter::preview(const QHash<NodeId, QPointF>& moved)
{
    m_preview = moved;
    if (m_routing == nullptr) {
        return false;
    }
    showPreview();
    return true;
}

bool FlowLayouter::previewRoute(const EdgeId& edge, const EdgeRoute& route)
{
    if (m_routing == nullptr) {
        return false;
    }
    m_previewed = m_routing->led(edge, route);
    m_previewsRoute = true;
    emit previewChanged();
    return true;
}

void FlowLayouter::clearPreview()
{
    m_preview.clear();
    // Once the plan has gone on, what is shown stays until its own routes are there.
    const bool shows = std::exchange(m_previewsRoute, false) || !m_previewed.nodes.isEmpty();
    if (m_routing != nullptr && shows) {
        m_previewed = {};
        emit previewChanged();
    }
}

bool FlowLayouter::previews(const QHash<NodeId, QPointF>& places) const
{
    return std::all_of(places.keyValueBegin(), places.keyValueEnd(), [this](const auto& place) {
        const auto box = m_previewed.nodes.constFind(place.first);
        return box != m_previewed.nodes.cend() && box->topLeft() == place.second;
    });
}

void FlowLayouter::showPreview()
{
    QHash<NodeId, QPointF> moved = m_preview;
    QHash<NodeId, QPointF> all;
    if (!m_view.members.isEmpty()) {
        all = m_positions;
        all.insert(m_preview);
    }
    for (auto group = m_view.members.cbegin(); group != m_view.members.cend(); ++group) {
        bool touched = false;
        for (const NodeId& node : *group) {
            touched = moved.remove(node) || touched;
        }
        if (touched) {
            moved.insert(m_view.standIns.value(group.key()),
                standInPlace(m_view, group.key(), all).value_or(QPointF()));
        }
    }
    m_previewed = m_routing->moved(moved);
    emit previewChanged();
}

void FlowLayouter::showPage(const GroupId& page)
{
    if (page == m_page || m_foldsIgnored
        || (!page.isEmpty() && !m_session.plan().groups.contains(page))) {
        return;
    }
    m_page = page;
    forget();
    look();
    emit pageChanged();
    start();
}

/// What is arranged: the whole flow, since a group that is shown alone keeps its place in it.
FoldedView FlowLayouter::arrangedView() const
{
    if (m_page.isEmpty()) {
        return m_view;
    }
    Plan open = m_session.plan();
    open.layout.folded.removeIf(
        [&](const GroupId& group) { return liesIn(m_session.plan(), m_page, group); });
    return foldedView(open);
}

void FlowLayouter::arrange(Arrange what, const QSet<NodeId>& selection)
{
    const FoldedView view = arrangedView();
    const Plan plan = placed(view);
    const bool part = !m_page.isEmpty() && what != Arrange::Selection;
    arrange(view, plan, part ? Arrange::Selection : what, part ? ofThePage(plan, what) : selection,
        [this, layout = plan.layout](const Places& places) { emit arranged(places, layout); });
}

void FlowLayouter::arrangeAnew(FlowDirection direction, FlowLanes lanes)
{
    const FoldedView view = arrangedView();
    Plan plan = placed(view);
    plan.layout.direction = direction;
    plan.layout.lanes = lanes;
    arrange(view, plan, Arrange::Everything, {},
        [this, layout = plan.layout](const Places& places) { emit arranged(places, layout); });
}

void FlowLayouter::arrangeAlong(
    Arrange what, const QSet<NodeId>& selection, const QSet<NodeId>& loose)
{
    const FoldedView view = arrangedView();
    Plan plan = placed(view);
    for (const NodeId& node : loose) {
        if (const auto place = plan.layout.places.find(node); place != plan.layout.places.end()) {
            place->pinned = false;
        }
    }
    const bool part = !m_page.isEmpty() && what != Arrange::Selection;
    arrange(view, plan, part ? Arrange::Selection : what, part ? ofThePage(plan, what) : selection,
        [this](const Places& places) { emit arrangedAlong(places); });
}

/// The plan with places: where nodes are seen is where they stand, stored in the plan or not.
Plan FlowLayouter::placed(const FoldedView& view) const
{
    Plan plan = view.plan;
    const Places shown = shownPlaces(view, m_positions);
    for (auto known = shown.cbegin(); known != shown.cend(); ++known) {
        if (!plan.layout.places.contains(known.key())) {
            plan.layout.places.insert(known.key(), {*known, false, {}});
        }
    }
    return plan;
}

/// What may move while a group is shown alone.
QSet<NodeId> FlowLayouter::ofThePage(const Plan& plan, Arrange what) const
{
    QSet<NodeId> wanted;
    for (const Node& node : m_view.plan.nodes) {
        const bool stays = what == Arrange::Unpinned && plan.layout.places.value(node.id).pinned;
        if (m_view.shows(node.id) && !stays) {
            wanted.insert(node.id);
        }
    }
    return wanted;
}

void FlowLayouter::arrange(const FoldedView& view, const Plan& plan, Arrange what,
    const QSet<NodeId>& selection, const std::function<void(const Places&)>& done)
{
    inBackground(
        this, [plan, what, selection] { return arrangeFlow(plan, what, selection); },
        [this, view, turn = m_planTurn, done](const Places& places) {
            // A plan that went on meanwhile would be laid out by what it was.
            if (turn == m_planTurn) {
                done(withHidden(view, places));
            }
        });
}

/// Hidden steps go as far as what stands for them.
FlowLayouter::Places FlowLayouter::withHidden(const FoldedView& view, const Places& places) const
{
    Places all = places;
    for (auto group = view.standIns.cbegin(); group != view.standIns.cend(); ++group) {
        const auto before = standInPlace(view, group.key(), m_positions);
        const auto now = places.constFind(*group);
        all.remove(*group);
        if (!before || now == places.cend()) {
            continue;
        }
        for (const NodeId& node : view.members.value(group.key())) {
            if (const auto known = m_positions.constFind(node); known != m_positions.cend()) {
                all.insert(node, *known + *now - *before);
            }
        }
    }
    return all;
}

void FlowLayouter::followRun()
{
    const bool ignored = m_session.run().has_value();
    if (ignored == m_foldsIgnored) {
        return;
    }
    m_foldsIgnored = ignored;
    if (!m_session.plan().layout.folded.isEmpty() || !m_page.isEmpty()) {
        follow({});
    }
}

void FlowLayouter::forget()
{
    m_geometry = {};
    m_preview.clear();
    m_previewed = {};
    ++m_planTurn;
    m_routing.reset();
}

/// Finds out what is shown of the plan as it is now.
void FlowLayouter::look()
{
    m_view = m_foldsIgnored ? FoldedView{m_session.plan(), {}, {}, {}, {}}
        : m_page.isEmpty()  ? foldedView(m_session.plan())
                            : pageView(m_session.plan(), m_page);
    m_view.plan.groups.erase(m_page); // it is what is around everything
}

void FlowLayouter::follow(const PlanChange& change)
{
    const bool pageEnds = !m_page.isEmpty()
        && (m_foldsIgnored || change.everything || !m_session.plan().groups.contains(m_page));
    if (pageEnds) {
        m_page = {};
        forget();
    }
    look();
    if (pageEnds) {
        emit pageChanged();
    }
    if (change.everything) {
        m_positions.clear();
        m_geometry = {};
        m_preview.clear();
        m_previewed = {};
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
    m_routing.reset();
    start();
}

void FlowLayouter::start()
{
    if (m_running) {
        return; // take() starts the next one
    }
    m_running = true;
    m_started = m_planTurn;
    inBackground(
        this,
        [view = m_view, positions = m_positions] {
            return std::shared_ptr<FlowRouting>(routeShown(view, positions));
        },
        [this](const std::shared_ptr<FlowRouting>& routing) { take(m_started, routing); });
}

void FlowLayouter::take(quint64 turn, const std::shared_ptr<FlowRouting>& routing)
{
    m_running = false;
    if (turn != m_planTurn) {
        start(); // an older plan's routes are of no use
        return;
    }
    m_routing = routing;
    m_previewed = {};
    m_geometry = routing->geometry();
    for (auto box = m_geometry.nodes.cbegin(); box != m_geometry.nodes.cend(); ++box) {
        if (!m_positions.contains(box.key()) && m_view.shows(box.key())
            && m_session.plan().nodes.contains(box.key())) {
            m_positions.insert(box.key(), box->topLeft());
        }
    }
    emit geometryChanged();
    if (!m_preview.isEmpty()) {
        showPreview();
    }
}

} // namespace whimbrel
