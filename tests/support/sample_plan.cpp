// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sample_plan.h"

#include "model/plan/node_kind.h"

namespace whimbrel::test {

namespace {

Action sqlAction(const QString& text)
{
    Action action;
    action.body = SqlAction{SqlSource{text, {}}, false};
    return action;
}

} // namespace

Node node(const QString& id, NodeKind kind)
{
    Node made;
    made.id = NodeId(id);
    made.kind = kind;
    made.title = id;
    if (isChange(made)) {
        made.action
            = sqlAction(QStringLiteral("CREATE TABLE \"%1\" (id INTEGER PRIMARY KEY)").arg(id));
    }
    if (kind == NodeKind::Verification) {
        Check check;
        check.id = CheckId(QStringLiteral("count"));
        check.body = QueryCheck{SqlSource{QStringLiteral("SELECT count(*) FROM sqlite_master"), {}},
            Expectation{Comparison::GreaterOrEqual, QStringLiteral("0"), false, {}}};
        made.checks.append(check);
    }
    return made;
}

Edge forward(const QString& from, const QString& to, const QString& when)
{
    Edge edge;
    edge.id = EdgeId(from + QLatin1Char('>') + to);
    edge.from = NodeId(from);
    edge.to = NodeId(to);
    edge.when = when;
    return edge;
}

Edge rollback(const QString& from, const QString& to)
{
    Edge edge;
    edge.id = EdgeId(from + QLatin1Char('<') + to);
    edge.kind = EdgeKind::Rollback;
    edge.from = NodeId(from);
    edge.to = NodeId(to);
    edge.action = sqlAction(QStringLiteral("DROP TABLE \"%1\"").arg(from));
    return edge;
}

Plan planOf(const QList<Node>& nodes, const QList<Edge>& edges)
{
    Plan plan;
    Target primary;
    primary.id = TargetId(QStringLiteral("primary"));
    plan.targets.put(primary);
    for (const Node& each : nodes) {
        plan.nodes.put(each);
    }
    for (const Edge& each : edges) {
        plan.edges.put(each);
    }
    return plan;
}

Plan chain(int changes)
{
    QList<Node> nodes{node(QStringLiteral("start"), NodeKind::Start),
        node(QStringLiteral("backup"), NodeKind::Backup),
        node(QStringLiteral("staging"), NodeKind::Staging)};
    QList<Edge> edges{forward(QStringLiteral("start"), QStringLiteral("backup")),
        forward(QStringLiteral("backup"), QStringLiteral("staging"))};
    QString before = QStringLiteral("staging");
    for (int i = 0; i < changes; ++i) {
        const QString change = QStringLiteral("c%1").arg(i);
        const QString verification = QStringLiteral("v%1").arg(i);
        nodes << node(change, NodeKind::Expand) << node(verification, NodeKind::Verification);
        edges << forward(before, change) << forward(change, verification)
              << rollback(change, before);
        before = verification;
    }
    nodes << node(QStringLiteral("end"), NodeKind::End);
    edges << forward(before, QStringLiteral("end"));
    Plan plan = planOf(nodes, edges);
    for (qsizetype i = 0; i < plan.nodes.size(); ++i) {
        const QPointF at(static_cast<double>(i % 50) * 260, static_cast<double>(i / 50) * 160);
        plan.layout.places.insert(plan.nodes.at(i).id, Place{at, false});
    }
    return plan;
}

} // namespace whimbrel::test
