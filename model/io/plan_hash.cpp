// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_hash.h"

#include "model/io/plan_format.h"
#include "model/plan/node_kind.h"

#include <QCryptographicHash>

#include <algorithm>
#include <functional>

namespace whimbrel {

namespace {

QString digest(const JsonText& meaning)
{
    return QString::fromLatin1(
        QCryptographicHash::hash(meaning.compact(), QCryptographicHash::Sha256).toHex());
}

template <class Range>
JsonText meaningOfAll(const Plan& plan, const Range& elements)
{
    JsonText made = JsonText::array();
    for (const auto& element : elements) {
        made.append(format::meaningOf(plan, element));
    }
    return made;
}

} // namespace

QString planHash(const Plan& plan)
{
    QList<Node> nodes;
    for (const Node& node : plan.nodes) {
        if (traits(node.kind).flows) {
            nodes.append(node);
        }
    }
    std::ranges::sort(nodes, std::less<>{}, &Node::id);
    // The branches of a fork run in the order of their edges: the order of those that leave one
    // node means something, that of all others does not. Data edges are drawn, never executed.
    QList<Edge> edges;
    for (const Edge& edge : plan.edges) {
        if (edge.kind != EdgeKind::Data) {
            edges.append(edge);
        }
    }
    std::ranges::stable_sort(edges, std::less<>{}, &Edge::from);
    QList<Parameter> parameters(plan.parameters.begin(), plan.parameters.end());
    std::ranges::sort(parameters, std::less<>{}, &Parameter::id);

    JsonText meaning = JsonText::object();
    meaning.insert(u"targets", meaningOfAll(plan, plan.targets));
    meaning.insert(u"parameters", meaningOfAll(plan, parameters));
    meaning.insert(u"nodes", meaningOfAll(plan, nodes));
    meaning.insert(u"edges", meaningOfAll(plan, edges));
    return digest(meaning);
}

QString stepHash(const Plan& plan, const Node& node)
{
    return digest(format::meaningOf(plan, node));
}

QString stepHash(const Plan& plan, const Edge& edge)
{
    return digest(format::meaningOf(plan, edge));
}

} // namespace whimbrel
