// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/ways_back.h"

#include "model/plan/flow.h"

#include <QCoreApplication>
#include <QMap>
#include <QSet>

namespace whimbrel {

namespace {

/// Finds which ways back follow which.
class WaysBack final {
public:
    explicit WaysBack(const Plan& plan)
        : m_flow(plan)
    {
        for (const Edge& edge : plan.edges) {
            if (edge.kind == EdgeKind::Rollback && plan.nodes.contains(edge.from)
                && plan.nodes.contains(edge.to)) {
                m_ways.append(&edge);
                m_sources.insert(m_flow.indexOf(edge.from));
            }
        }
    }

    /// The node from which one goes further back when one is at `node`: itself, or the nearest on
    /// every way to it; -1 if there is none.
    [[nodiscard]] int furtherFrom(int node) const
    {
        int nearest = -1;
        for (const int source : m_sources) {
            const bool isBefore
                = source == node || (m_flow.dominates(source, node) && source != node);
            if (isBefore && (nearest < 0 || m_flow.dominates(nearest, source))) {
                nearest = source;
            }
        }
        return nearest;
    }

    [[nodiscard]] const Flow& flow() const { return m_flow; }
    [[nodiscard]] const QList<const Edge*>& ways() const { return m_ways; }

private:
    Flow m_flow;
    QList<const Edge*> m_ways{};
    QSet<int> m_sources{};
};

} // namespace

Plan waysBack(const Plan& plan, const NodeId& from)
{
    const WaysBack found(plan);
    const Flow& flow = found.flow();
    // Which nodes lead where: by a way back, or on to where the next begins.
    QMap<int, int> onward;
    QSet<int> reached;
    QList<int> open;
    const auto reach = [&](int node) {
        if (node >= 0 && !reached.contains(node)) {
            reached.insert(node);
            open.append(node);
        }
    };
    if (from.isEmpty()) {
        for (const Edge* way : found.ways()) {
            reach(flow.indexOf(way->from));
        }
    } else {
        reach(flow.indexOf(from));
    }
    while (!open.isEmpty()) {
        const int node = open.takeFirst();
        const int further = found.furtherFrom(node);
        if (further >= 0 && further != node) {
            onward.insert(node, further);
            reach(further);
        }
        for (const Edge* way : found.ways()) {
            if (flow.indexOf(way->from) == node) {
                reach(flow.indexOf(way->to));
            }
        }
    }
    Plan made = plan;
    made.header.title = plan.header.title.isEmpty()
        ? QCoreApplication::translate("WaysBack", "Ways back")
        : QCoreApplication::translate("WaysBack", "Ways back: %1").arg(plan.header.title);
    for (const Edge& edge : plan.edges) {
        const bool stays = edge.kind == EdgeKind::Rollback
            && reached.contains(flow.indexOf(edge.from)) && reached.contains(flow.indexOf(edge.to));
        if (!stays) {
            made.edges.erase(edge.id);
        }
    }
    for (const Node& node : plan.nodes) {
        if (!reached.contains(flow.indexOf(node.id))) {
            made.nodes.erase(node.id);
        }
    }
    for (auto each = onward.cbegin(); each != onward.cend(); ++each) {
        Edge edge;
        edge.from = flow.node(each.key()).id;
        edge.to = flow.node(each.value()).id;
        edge.id = EdgeId(edge.from.text() + QStringLiteral(" … ") + edge.to.text());
        edge.title = QCoreApplication::translate("WaysBack", "and further back");
        made.edges.put(edge);
    }
    made.layout.places.clear();
    made.layout.routes.clear();
    made.layout.lanes = FlowLanes::None;
    made.groups = {};
    return made;
}

} // namespace whimbrel
