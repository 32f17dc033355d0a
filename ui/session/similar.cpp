// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/similar.h"

#include "model/base/digraph.h"

#include <QSet>

namespace whimbrel {

namespace {

template <class Value, class Of>
QList<ElementRef> nodesAlike(const Plan& plan, const QList<const Node*>& chosen, const Of& of)
{
    QSet<Value> values;
    for (const Node* node : chosen) {
        values.insert(of(*node));
    }
    QList<ElementRef> alike;
    for (const Node& node : plan.nodes) {
        if (values.contains(of(node))) {
            alike.append(ElementRef::of(node.id));
        }
    }
    return alike;
}

/// What can be reached along forward edges, with those among it.
QList<ElementRef> along(
    const Plan& plan, const QList<const Node*>& chosen, bool onward, bool untilGate)
{
    Digraph graph(static_cast<int>(plan.nodes.size()));
    const auto at = [&plan](const NodeId& id) { return static_cast<int>(plan.nodes.indexOf(id)); };
    for (const Edge& edge : plan.edges) {
        if (edge.kind == EdgeKind::Forward && at(edge.from) >= 0 && at(edge.to) >= 0) {
            graph.addEdge(at(edge.from), at(edge.to));
        }
    }
    QList<bool> found(plan.nodes.size(), false);
    for (const Node* node : chosen) {
        QList<int> open{at(node->id)};
        while (!open.isEmpty()) {
            const int now = open.takeLast();
            found[now] = true;
            const bool stops
                = untilGate && now != at(node->id) && plan.nodes.at(now).kind == NodeKind::Gate;
            for (const int next : onward ? graph.next(now) : graph.previous(now)) {
                if (!stops && !found.at(next)) {
                    open.append(next);
                }
            }
        }
    }
    QList<ElementRef> elements;
    for (qsizetype i = 0; i < found.size(); ++i) {
        if (found.at(i)) {
            elements.append(ElementRef::of(plan.nodes.at(i).id));
        }
    }
    for (const Edge& edge : plan.edges) {
        if (edge.kind == EdgeKind::Forward && at(edge.from) >= 0 && at(edge.to) >= 0
            && found.at(at(edge.from)) && found.at(at(edge.to))) {
            elements.append(ElementRef::of(edge.id));
        }
    }
    return elements;
}

template <class Fits>
QList<ElementRef> edgesThat(const Plan& plan, const Fits& fits)
{
    QList<ElementRef> edges;
    for (const Edge& edge : plan.edges) {
        if (fits(edge)) {
            edges.append(ElementRef::of(edge.id));
        }
    }
    return edges;
}

} // namespace

QList<ElementRef> similarTo(const Plan& plan, const QList<ElementRef>& selection, Similar how)
{
    QList<const Node*> nodes;
    QSet<EdgeKind> edgeKinds;
    for (const ElementRef& ref : selection) {
        if (const Node* node = plan.nodes.find(NodeId(ref.id));
            ref.type == ElementType::Node && node != nullptr) {
            nodes.append(node);
        } else if (const Edge* edge = plan.edges.find(EdgeId(ref.id));
                   ref.type == ElementType::Edge && edge != nullptr) {
            edgeKinds.insert(edge->kind);
        }
    }
    switch (how) {
    case Similar::Kind:
        return nodesAlike<NodeKind>(plan, nodes, [](const Node& node) { return node.kind; })
            + edgesThat(
                plan, [&edgeKinds](const Edge& edge) { return edgeKinds.contains(edge.kind); });
    case Similar::Owner:
        return nodesAlike<ParticipantId>(plan, nodes, [](const Node& node) { return node.owner; });
    case Similar::Group:
        return nodesAlike<GroupId>(plan, nodes, [](const Node& node) { return node.group; });
    case Similar::Before:
        return along(plan, nodes, false, false);
    case Similar::After:
        return along(plan, nodes, true, false);
    case Similar::UntilGate:
        return along(plan, nodes, true, true);
    case Similar::WaysBack:
        break;
    }
    return edgesThat(plan, [](const Edge& edge) { return edge.kind == EdgeKind::Rollback; });
}

} // namespace whimbrel
