// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/folding.h"

#include "model/base/counted.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "render/layout/flow_scene.h"
#include "render/layout/node_shape.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr auto boxed = NodeKind::Expand; ///< a kind whose outline is its box: lines end there

QString text(const char* source)
{
    return QCoreApplication::translate("Folding", source);
}

/// The outermost folded group around one, or none.
GroupId foldedAround(const Plan& plan, const GroupId& group)
{
    GroupId found;
    for (const int around : groupsAround(plan, group)) {
        const GroupId& id = plan.groups.at(around).id;
        if (plan.layout.folded.contains(id)) {
            found = id;
        }
    }
    return found;
}

/// Who owns most of the steps in a group; nobody if most are nobody's.
ParticipantId mostlyOwnedBy(const Plan& plan, const GroupId& group)
{
    const auto index = static_cast<int>(plan.groups.indexOf(group));
    QMap<ParticipantId, int> steps;
    for (const Node& node : plan.nodes) {
        if (traits(node.kind).flows && groupsAround(plan, node.group).contains(index)) {
            ++steps[node.owner];
        }
    }
    ParticipantId owner;
    int most = 0;
    for (auto each = steps.cbegin(); each != steps.cend(); ++each) {
        if (*each > most) {
            owner = each.key();
            most = *each;
        }
    }
    return owner;
}

Node standInOf(const Plan& plan, const Group& group)
{
    Node node;
    node.kind = boxed;
    node.id = NodeId(QStringLiteral("folded:") + group.id.text());
    while (plan.nodes.contains(node.id)) {
        node.id = NodeId(node.id.text() + QLatin1Char('\''));
    }
    node.title = (group.title.isEmpty() ? group.id.text() : group.title) + QLatin1Char('\n')
        + foldedSummary(plan, group.id);
    // In swim lanes by region it stands in its own; by owner in that of most of its steps.
    const bool isLane = plan.layout.lanes == FlowLanes::Region && group.kind == GroupKind::Region;
    node.group = isLane ? group.id : group.parent;
    node.owner = mostlyOwnedBy(plan, group.id);
    return node;
}

void foldEdges(const Plan& plan, FoldedView& view)
{
    QSet<QString> joined; // what runs beside another of its kind is shown once
    for (Edge edge : plan.edges) {
        const GroupId from = view.hidden.value(edge.from);
        const GroupId to = view.hidden.value(edge.to);
        if (!from.isEmpty() || !to.isEmpty()) {
            view.plan.layout.routes.remove(edge.id); // laid for what is hidden
            edge.from = from.isEmpty() ? edge.from : view.standIns.value(from);
            edge.to = to.isEmpty() ? edge.to : view.standIns.value(to);
            const QString ends = QStringLiteral("%1|%2|%3")
                                     .arg(keyOf(edge.kind), edge.from.text(), edge.to.text());
            if (edge.from == edge.to || joined.contains(ends)) {
                view.plan.edges.erase(edge.id);
                continue;
            }
            joined.insert(ends);
            view.plan.edges.put(edge);
        }
    }
}

/// A step that stands elsewhere, by its name and its phase's.
Node endOf(const Plan& plan, const Node& node)
{
    Node end;
    end.id = node.id;
    end.kind = boxed;
    end.title = titleOf(node);
    if (const Group* group = plan.groups.find(node.group)) {
        end.title += QLatin1Char('\n') + (group->title.isEmpty() ? group->id.text() : group->title);
    }
    return end;
}

} // namespace

bool liesIn(const Plan& plan, const GroupId& group, const GroupId& outer)
{
    const auto at = static_cast<int>(plan.groups.indexOf(outer));
    return at >= 0 && groupsAround(plan, group).contains(at);
}

FoldedView foldedView(const Plan& plan)
{
    FoldedView view;
    view.plan = plan;
    if (plan.layout.folded.isEmpty()) {
        return view;
    }
    for (const Node& node : plan.nodes) {
        const GroupId group = foldedAround(plan, node.group);
        if (!group.isEmpty()) {
            view.hidden.insert(node.id, group);
            view.members[group].append(node.id);
        }
    }
    for (const Node& node : plan.nodes) {
        const GroupId group = view.hidden.value(node.id);
        if (group.isEmpty()) {
            continue;
        }
        if (!view.standIns.contains(group)) {
            const Node standIn = standInOf(plan, *plan.groups.find(group));
            view.standIns.insert(group, standIn.id);
            view.plan.nodes.put(standIn, view.plan.nodes.indexOf(node.id));
        }
        view.plan.nodes.erase(node.id);
        view.plan.layout.places.remove(node.id);
    }
    foldEdges(plan, view);
    for (const Group& group : plan.groups) {
        const GroupId folded = foldedAround(plan, group.id);
        const auto standIn = view.standIns.constFind(folded);
        const bool isLane
            = standIn != view.standIns.cend() && view.plan.nodes.find(*standIn)->group == group.id;
        if (standIn != view.standIns.cend() && !isLane) {
            view.plan.groups.erase(group.id);
        }
    }
    return view;
}

FoldedView pageView(const Plan& plan, const GroupId& page)
{
    Plan open = plan;
    open.layout.folded.removeIf(
        [&](const GroupId& group) { return group == page || !liesIn(plan, group, page); });
    FoldedView view = foldedView(open);
    const Plan whole = view.plan;
    QSet<NodeId> inside;
    for (const Node& node : whole.nodes) {
        if (liesIn(whole, node.group, page)) {
            inside.insert(node.id);
        }
    }
    view.plan.layout.lanes = FlowLanes::None; // those are the whole flow's
    view.plan.edges = {};
    for (const Edge& edge : whole.edges) {
        const bool leaves = inside.contains(edge.from);
        const bool enters = inside.contains(edge.to);
        if (leaves || enters) {
            view.plan.edges.put(edge);
        }
        const NodeId& other = leaves ? edge.to : edge.from;
        if (leaves != enters && whole.nodes.contains(other)) {
            view.ends.insert(other);
            view.plan.layout.routes.remove(edge.id); // laid for where the other end stands
        }
    }
    view.plan.nodes = {};
    for (const Node& node : whole.nodes) {
        if (inside.contains(node.id)) {
            view.plan.nodes.put(node);
        } else if (view.ends.contains(node.id)) {
            view.plan.nodes.put(endOf(plan, node));
            view.plan.layout.places.remove(node.id);
        }
    }
    view.plan.groups = {};
    for (const Group& group : whole.groups) {
        if (liesIn(whole, group.id, page)) {
            view.plan.groups.put(group);
        }
    }
    return view;
}

QString foldedSummary(const Plan& plan, const GroupId& group)
{
    const auto index = static_cast<int>(plan.groups.indexOf(group));
    const auto inside = [&](const NodeId& id) {
        const Node* node = plan.nodes.find(id);
        return node != nullptr && groupsAround(plan, node->group).contains(index);
    };
    int steps = 0;
    std::optional<Risk> worst;
    for (const Node& node : plan.nodes) {
        if (inside(node.id) && traits(node.kind).flows) {
            ++steps;
            if (isChange(node)) {
                worst = std::max(worst.value_or(Risk::Safe), riskOf(node));
            }
        }
    }
    const auto back = std::count_if(plan.edges.begin(), plan.edges.end(),
        [&](const Edge& edge) { return edge.kind == EdgeKind::Rollback && inside(edge.from); });
    QStringList parts{counted(steps, text("1 step"), text("%1 steps"))};
    if (worst) {
        parts.append(QCoreApplication::translate(
            "Names", namedValues<Risk>()[static_cast<size_t>(*worst)].name)
                         .toLower());
    }
    if (back > 0) {
        parts.append(counted(back, text("1 rollback edge"), text("%1 rollback edges")));
    }
    return parts.join(QStringLiteral(" · "));
}

std::optional<QPointF> standInPlace(
    const FoldedView& view, const GroupId& group, const QHash<NodeId, QPointF>& places)
{
    std::optional<QRectF> around;
    for (const NodeId& node : view.members.value(group)) {
        const auto place = places.constFind(node);
        if (place != places.cend()) {
            const QRectF corner(*place, QSizeF(1, 1)); // an empty rectangle unites with nothing
            around = around ? around->united(corner) : corner;
        }
    }
    return around ? std::optional((around->topLeft() + around->bottomRight() - QPointF(1, 1)) / 2)
                  : std::nullopt;
}

QHash<NodeId, QPointF> shownPlaces(const FoldedView& view, const QHash<NodeId, QPointF>& places)
{
    QHash<NodeId, QPointF> shown = places;
    for (auto group = view.standIns.cbegin(); group != view.standIns.cend(); ++group) {
        if (const auto place = standInPlace(view, group.key(), places)) {
            shown.insert(*group, *place);
        }
    }
    for (auto node = view.hidden.cbegin(); node != view.hidden.cend(); ++node) {
        shown.remove(node.key());
    }
    for (const NodeId& end : view.ends) {
        shown.remove(end);
    }
    return shown;
}

} // namespace whimbrel
