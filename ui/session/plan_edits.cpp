// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/plan_edits.h"

#include "model/plan/node_kind.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel::edits {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Edits", text);
}

template <class T>
typename Elements<T>::IdType fresh(const Elements<T>& taken, const QString& base)
{
    using IdType = typename Elements<T>::IdType;
    IdType id(base);
    for (int n = 2; taken.contains(id); ++n) {
        id = IdType(base + QLatin1Char('-') + QString::number(n));
    }
    return id;
}

/// Which outcome a further forward edge out of the node stands for.
QString nextOutcome(const Plan& plan, const Node& from)
{
    const Outcomes outcomes = traits(from.kind).outcomes;
    if (!isVerification(from) && outcomes != Outcomes::Answer) {
        return {};
    }
    bool first = true;
    bool second = false;
    for (const Edge& edge : plan.edges) {
        if (edge.kind == EdgeKind::Forward && edge.from == from.id) {
            first = false;
            second = second || edge.when == whimbrel::outcomes::no
                || edge.when == whimbrel::outcomes::fail;
        }
    }
    if (outcomes == Outcomes::Answer) {
        return first ? whimbrel::outcomes::yes : second ? QString() : whimbrel::outcomes::no;
    }
    return first || second ? QString() : whimbrel::outcomes::fail;
}

QList<NodeId> nodesOf(const QList<ElementRef>& elements)
{
    QList<NodeId> nodes;
    for (const ElementRef& ref : elements) {
        if (ref.type == ElementType::Node) {
            nodes.append(NodeId(ref.id));
        }
    }
    return nodes;
}

/// Lets go of groups: what is in them, groups too, goes to the nearest group around that stays.
QList<Op> eraseGroups(
    const Plan& plan, const QList<ElementRef>& elements, const QSet<NodeId>& goneNodes)
{
    QSet<GroupId> gone;
    for (const ElementRef& ref : elements) {
        if (ref.type == ElementType::Group && plan.groups.contains(GroupId(ref.id))) {
            gone.insert(GroupId(ref.id));
        }
    }
    const auto around = [&plan, &gone](GroupId group) {
        for (qsizetype steps = gone.size(); steps >= 0 && gone.contains(group); --steps) {
            group = plan.groups.find(group)->parent;
        }
        return gone.contains(group) ? GroupId() : group; // their parents may go in a circle
    };
    QList<Op> ops;
    for (Node node : plan.nodes) {
        if (gone.contains(node.group) && !goneNodes.contains(node.id)) {
            node.group = around(node.group);
            ops.append(Put<Node>{node});
        }
    }
    for (Group group : plan.groups) {
        if (gone.contains(group.id)) {
            if (plan.layout.folded.contains(group.id)) {
                ops.append(SetFolded{group.id, false});
            }
            ops.append(Erase<Group>{group.id});
        } else if (gone.contains(group.parent)) {
            group.parent = around(group.parent);
            ops.append(Put<Group>{group});
        }
    }
    return ops;
}

QString quoted(const Plan& plan, const NodeId& id)
{
    const Node* node = plan.nodes.find(id);
    return node == nullptr || node->title.isEmpty() ? id.text() : node->title;
}

} // namespace

QString slug(const QString& text)
{
    QString out;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD).toLower()) {
        if ((c >= QLatin1Char('a') && c <= QLatin1Char('z')) || c.isDigit()) {
            out += c;
        } else if (c.category() != QChar::Mark_NonSpacing && !out.isEmpty()
            && !out.endsWith(QLatin1Char('-'))) {
            out += QLatin1Char('-');
        }
        if (out.size() >= 32) {
            break;
        }
    }
    while (out.endsWith(QLatin1Char('-'))) {
        out.chop(1);
    }
    return out;
}

NodeId freshNodeId(const Plan& plan, const QString& text)
{
    const QString base = slug(text);
    return fresh(plan.nodes, base.isEmpty() ? QStringLiteral("step") : base);
}

EdgeId freshEdgeId(const Plan& plan, const NodeId& from, const NodeId& to)
{
    return fresh(plan.edges, from.text() + QLatin1String("--") + to.text());
}

Node newNode(const Plan& plan, NodeKind kind, const QString& title)
{
    Node node;
    node.kind = kind;
    node.title = title.isEmpty() ? displayName(kind) : title;
    node.id = freshNodeId(plan, node.title);
    switch (kind) {
    case NodeKind::Gate:
        node.ask = tr("Go on?");
        break;
    case NodeKind::Expand:
    case NodeKind::DualWrite:
    case NodeKind::Contract:
    case NodeKind::Cutover:
        node.action = Action{};
        node.action->body = SqlAction{};
        break;
    case NodeKind::Backfill:
        node.action = Action{};
        node.action->body = BackfillAction{};
        break;
    case NodeKind::Backup:
        node.action = Action{};
        node.action->body = BackupAction{};
        break;
    case NodeKind::Task:
    case NodeKind::Deploy:
        node.action = Action{};
        node.action->body = ManualAction{};
        break;
    case NodeKind::Monitor:
        node.holdMs = 15 * 60 * 1000;
        node.everyMs = 60 * 1000;
        break;
    case NodeKind::Start:
    case NodeKind::Audit:
    case NodeKind::Staging:
    case NodeKind::Verification:
    case NodeKind::Rollback:
    case NodeKind::Fork:
    case NodeKind::Join:
    case NodeKind::End:
    case NodeKind::Note:
        break;
    }
    return node;
}

Edge newEdge(const Plan& plan, EdgeKind kind, const NodeId& from, const NodeId& to)
{
    Edge edge;
    edge.id = freshEdgeId(plan, from, to);
    edge.kind = kind;
    edge.from = from;
    edge.to = to;
    const Node* source = plan.nodes.find(from);
    if (kind == EdgeKind::Forward && source != nullptr) {
        edge.when = nextOutcome(plan, *source);
    } else if (kind == EdgeKind::Rollback) {
        edge.action = Action{};
        edge.action->body = SqlAction{};
    }
    return edge;
}

QString whyNoEdge(const Plan& plan, EdgeKind kind, const NodeId& from, const NodeId& to)
{
    const Node* source = plan.nodes.find(from);
    const Node* target = plan.nodes.find(to);
    if (source == nullptr || target == nullptr) {
        return tr("There is no step here.");
    }
    if (from == to) {
        return tr("An edge leads to another step.");
    }
    if (!traits(source->kind).flows || !traits(target->kind).flows) {
        return tr("A note takes no part in the flow.");
    }
    if (kind == EdgeKind::Forward && source->kind == NodeKind::End) {
        return tr("Nothing comes after an end.");
    }
    if (kind == EdgeKind::Forward && target->kind == NodeKind::Start) {
        return tr("Nothing comes before the start.");
    }
    const bool twice = std::any_of(plan.edges.begin(), plan.edges.end(),
        [&](const Edge& edge) { return edge.kind == kind && edge.from == from && edge.to == to; });
    return twice ? tr("There is such an edge already.") : QString();
}

Edit addNode(const Plan&, const Node& node, const QPointF& position)
{
    return {tr("Add “%1”").arg(node.title),
        {Put<Node>{node}, SetPlace{node.id, Place{position, true}}}, {}};
}

Edit addNodeAfter(
    const Plan& plan, const Node& node, const QPointF& position, const NodeId& from, EdgeKind kind)
{
    Edit edit = addNode(plan, node, position);
    if (plan.nodes.contains(from)) {
        edit.ops.append(Put<Edge>{newEdge(plan, kind, from, node.id)});
    }
    return edit;
}

Edit insertIntoEdge(
    const Plan& plan, const EdgeId& edgeId, const Node& node, const QPointF& position)
{
    const Edge* edge = plan.edges.find(edgeId);
    if (edge == nullptr) {
        return addNode(plan, node, position);
    }
    Edit edit = addNode(plan, node, position);
    edit.text = tr("Insert “%1”").arg(node.title);
    const NodeId after = edge->to;
    Edge first = *edge;
    first.to = node.id;
    edit.ops.append(Put<Edge>{first});
    edit.ops += setRoute(plan, edgeId, {}).ops;
    Edge second;
    second.id = freshEdgeId(plan, node.id, after);
    second.kind = edge->kind;
    second.from = node.id;
    second.to = after;
    if (node.kind == NodeKind::Gate && second.kind == EdgeKind::Forward) {
        second.when = outcomes::yes;
    }
    edit.ops.append(Put<Edge>{second});
    return edit;
}

Edit connectNodes(const Plan& plan, EdgeKind kind, const NodeId& from, const NodeId& to)
{
    const Edge edge = newEdge(plan, kind, from, to);
    const QString text = kind == EdgeKind::Rollback ? tr("Add way back from “%1” to “%2”")
                                                    : tr("Connect “%1” to “%2”");
    return {text.arg(quoted(plan, from), quoted(plan, to)), {Put<Edge>{edge}}, {}};
}

Edit reconnect(const Plan& plan, const EdgeId& edgeId, bool head, const NodeId& node, EndSide side)
{
    const Edge* edge = plan.edges.find(edgeId);
    if (edge == nullptr) {
        return {};
    }
    EdgeRoute route = plan.layout.routes.value(edgeId);
    const bool stays = (head ? edge->to : edge->from) == node;
    route.through = stays ? route.through : QList<Waypoint>();
    (head ? route.in : route.out) = side;
    Edit edit = setRoute(plan, edgeId, route);
    if (!stays) {
        Edge changed = *edge;
        (head ? changed.to : changed.from) = node;
        edit.text = tr("Lead edge to “%1”").arg(quoted(plan, node));
        edit.ops.prepend(Put<Edge>{changed});
    }
    return edit;
}

Edit setRoute(const Plan& plan, const EdgeId& edge, const EdgeRoute& route)
{
    if (route == plan.layout.routes.value(edge)) {
        return {};
    }
    const std::optional<EdgeRoute> kept
        = route == EdgeRoute() ? std::nullopt : std::optional(route);
    return {tr("Lead edge"), {SetRoute{edge, kept}}, {}};
}

Edit resetRoutes(const Plan& plan, const QList<EdgeId>& edges)
{
    Edit edit;
    for (const EdgeId& edge : edges) {
        edit.ops += setRoute(plan, edge, {}).ops;
    }
    edit.text = tr("Reset route");
    return edit.ops.isEmpty() ? Edit() : edit;
}

Edit erase(const Plan& plan, const QList<ElementRef>& elements)
{
    Edit edit;
    QSet<EdgeId> edges;
    const QList<NodeId> nodes = nodesOf(elements);
    const QSet<NodeId> gone(nodes.begin(), nodes.end());
    for (const ElementRef& ref : elements) {
        if (ref.type == ElementType::Edge) {
            edges.insert(EdgeId(ref.id));
        }
    }
    for (const Edge& edge : plan.edges) {
        if (edges.contains(edge.id) || gone.contains(edge.from) || gone.contains(edge.to)) {
            edit.ops += setRoute(plan, edge.id, {}).ops;
            edit.ops.append(Erase<Edge>{edge.id});
        }
    }
    for (const NodeId& id : gone) {
        if (plan.nodes.contains(id)) {
            if (plan.layout.places.contains(id)) {
                edit.ops.append(SetPlace{id, std::nullopt});
            }
            edit.ops.append(Erase<Node>{id});
        }
    }
    edit.ops += eraseGroups(plan, elements, gone);
    const QSet<ElementRef> erased = changeOf(edit).erased;
    for (const Comment& comment : plan.comments) {
        if (erased.contains(comment.on)) {
            edit.ops.append(Erase<Comment>{comment.id});
        }
    }
    if (nodes.size() == 1) {
        edit.text = tr("Delete “%1”").arg(quoted(plan, nodes.constFirst()));
    } else {
        edit.text = nodes.isEmpty() && edges.size() == 1 ? tr("Delete edge") : tr("Delete");
    }
    return edit;
}

Edit eraseAndHeal(const Plan& plan, const QList<ElementRef>& elements)
{
    // On a copy, node by node, so that a row of erased nodes is bridged as a whole.
    Plan copy = plan;
    Edit all;
    const auto doNow = [&copy, &all](const Edit& edit) {
        if (apply(copy, edit)) {
            all.ops += edit.ops;
        }
    };
    for (const NodeId& id : nodesOf(elements)) {
        QList<Edge> in;
        QList<Edge> out;
        for (const Edge& edge : copy.edges) {
            if (edge.kind != EdgeKind::Forward) {
                continue;
            }
            if (edge.to == id) {
                in.append(edge);
            } else if (edge.from == id) {
                out.append(edge);
            }
        }
        // Only the way on is bridged: a failure's way leads from what failed.
        out.removeIf([](const Edge& edge) {
            return edge.when == outcomes::fail || edge.when == outcomes::no;
        });
        QSet<EdgeId> reused;
        for (const Edge& before : in) {
            for (const Edge& after : out) {
                if (before.from == after.to) {
                    continue;
                }
                Edge joined = before;
                joined.to = after.to;
                if (reused.contains(before.id)) {
                    joined.id = freshEdgeId(copy, before.from, after.to);
                }
                reused.insert(before.id);
                doNow({{}, {Put<Edge>{joined}}, {}});
            }
        }
        doNow(erase(copy, {ElementRef::of(id)}));
    }
    QList<ElementRef> rest = elements;
    rest.removeIf([](const ElementRef& ref) { return ref.type == ElementType::Node; });
    doNow(erase(copy, rest));
    all.text = tr("Delete and reconnect");
    return all;
}

Edit renameNode(const Plan& plan, const NodeId& id, const QString& title)
{
    const Node* node = plan.nodes.find(id);
    if (node == nullptr || node->title == title) {
        return {};
    }
    Node changed = *node;
    changed.title = title;
    return {tr("Rename step"), {Put<Node>{changed}}, {}};
}

Edit renameEdge(const Plan& plan, const EdgeId& id, const QString& title)
{
    const Edge* edge = plan.edges.find(id);
    if (edge == nullptr || edge->title == title) {
        return {};
    }
    Edge changed = *edge;
    changed.title = title;
    return {tr("Rename edge"), {Put<Edge>{changed}}, {}};
}

Edit renameGroup(const Plan& plan, const GroupId& id, const QString& title)
{
    const Group* group = plan.groups.find(id);
    if (group == nullptr || group->title == title) {
        return {};
    }
    Group changed = *group;
    changed.title = title;
    return {tr("Rename phase"), {Put<Group>{changed}}, {}};
}

Edit changeKind(const Plan& plan, const NodeId& id, NodeKind kind)
{
    const Node* node = plan.nodes.find(id);
    if (node == nullptr || node->kind == kind) {
        return {};
    }
    Node changed = *node;
    changed.kind = kind;
    if (node->title == displayName(node->kind)) {
        changed.title = displayName(kind);
    }
    return {tr("Change kind to %1").arg(displayName(kind)), {Put<Node>{changed}}, {}};
}

Edit changeEdgeKind(const Plan& plan, const EdgeId& id, EdgeKind kind)
{
    const Edge* edge = plan.edges.find(id);
    if (edge == nullptr || edge->kind == kind) {
        return {};
    }
    Edge changed = *edge;
    changed.kind = kind;
    if (kind != EdgeKind::Forward) {
        changed.when.clear();
    }
    if (kind == EdgeKind::Rollback && !changed.action) {
        changed.action = Action{};
        changed.action->body = SqlAction{};
    }
    return {tr("Change kind of edge"), {Put<Edge>{changed}}, {}};
}

Edit groupNodes(const Plan& plan, const QList<NodeId>& nodes, const QString& title)
{
    if (nodes.isEmpty()) {
        return {};
    }
    Group group;
    group.title = title;
    const QString base = slug(title);
    group.id = fresh(plan.groups, base.isEmpty() ? QStringLiteral("phase") : base);
    const Node* first = plan.nodes.find(nodes.constFirst());
    if (first != nullptr) {
        group.parent = first->group;
    }
    Edit edit = setGroup(plan, nodes, group.id);
    edit.ops.prepend(Put<Group>{group});
    edit.text = tr("Group into phase");
    return edit;
}

Edit setGroup(const Plan& plan, const QList<NodeId>& nodes, const GroupId& group)
{
    Edit edit{group.isEmpty() ? tr("Take out of phase") : tr("Move to phase"), {}, {}};
    for (const NodeId& id : nodes) {
        const Node* node = plan.nodes.find(id);
        if (node != nullptr && node->group != group) {
            Node changed = *node;
            changed.group = group;
            edit.ops.append(Put<Node>{changed});
        }
    }
    return edit;
}

Edit setPinned(const Plan& plan, const QList<NodeId>& nodes, bool pinned,
    const QHash<NodeId, QPointF>& positions)
{
    Edit edit{pinned ? tr("Pin") : tr("Unpin"), {}, {}};
    for (const NodeId& id : nodes) {
        const auto place = plan.layout.places.constFind(id);
        const bool isPlaced = place != plan.layout.places.cend();
        if ((isPlaced && place->pinned == pinned) || (!isPlaced && !positions.contains(id))) {
            continue;
        }
        const QPointF position = isPlaced ? place->position : positions.value(id);
        edit.ops.append(SetPlace{id, Place{position, pinned}});
    }
    return edit;
}

Edit placeNodes(const Plan& plan, const QHash<NodeId, QPointF>& moved, bool pinned,
    const QHash<NodeId, QPointF>& known)
{
    Edit edit{pinned ? tr("Move") : tr("Lay out"), {}, {}};
    bool differs = false;
    for (const Node& node : plan.nodes) { // in plan order: the same edit each time
        const auto place = plan.layout.places.constFind(node.id);
        const auto target = moved.constFind(node.id);
        if (target != moved.cend()) {
            const Place wanted{*target, pinned};
            if (place == plan.layout.places.cend() || *place != wanted) {
                edit.ops.append(SetPlace{node.id, wanted});
                differs = true;
            }
        } else if (place == plan.layout.places.cend() && known.contains(node.id)) {
            edit.ops.append(SetPlace{node.id, Place{known.value(node.id), false}});
        }
    }
    return differs ? edit : Edit{};
}

} // namespace whimbrel::edits
