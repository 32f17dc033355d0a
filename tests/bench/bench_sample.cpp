// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench_sample.h"

namespace whimbrel::bench {

namespace {

constexpr int nodesInPhase = 40;
constexpr int nodesInRow = nodesInPhase; // phases do not lie on each other, as in our layouts
constexpr double columnWidth = 340;
constexpr double rowHeight = 200;

class Writer final {
public:
    explicit Writer(int nodes)
        : m_wanted(nodes)
    {
        Target target;
        target.id = TargetId(QStringLiteral("primary"));
        m_plan.targets.put(target);
        m_plan.header.title = QStringLiteral("A migration of %1 steps").arg(nodes);
    }

    Plan write()
    {
        add(NodeKind::Start, QStringLiteral("What runs today"));
        add(NodeKind::Backup, QStringLiteral("Recovery point"));
        add(NodeKind::Staging, QStringLiteral("Rehearsed on staging"));
        m_safe = m_last;
        for (int turn = 1; m_plan.nodes.size() + 2 < m_wanted; ++turn) {
            if (turn % 11 == 0) {
                addFork(turn);
            } else {
                addChange(turn);
            }
            if (turn % 7 == 0) {
                addGate(turn);
            }
        }
        add(NodeKind::End, QStringLiteral("Migrated"));
        return m_plan;
    }

private:
    NodeId add(NodeKind kind, const QString& title, bool follow = true)
    {
        const int index = static_cast<int>(m_plan.nodes.size());
        Node node;
        node.id = NodeId(QStringLiteral("n%1").arg(index));
        node.kind = kind;
        node.title = title;
        node.estimateMs = 1000 + index;
        if (kind != NodeKind::Start && kind != NodeKind::End) {
            node.group = phase(index);
        }
        m_plan.layout.places.insert(node.id,
            Place{QPointF(index % nodesInRow * columnWidth, index / nodesInRow * rowHeight),
                index % 5 == 0, {}});
        m_plan.nodes.put(node);
        if (follow && !m_last.isEmpty()) {
            connect(EdgeKind::Forward, m_last, node.id, m_when);
            m_when.clear();
        }
        m_last = node.id;
        return node.id;
    }

    GroupId phase(int index)
    {
        Group group;
        group.id = GroupId(QStringLiteral("phase-%1").arg(index / nodesInPhase));
        group.title = QStringLiteral("Phase %1").arg(index / nodesInPhase + 1);
        if (!m_plan.groups.contains(group.id)) {
            m_plan.groups.put(group);
        }
        return group.id;
    }

    EdgeId connect(EdgeKind kind, const NodeId& from, const NodeId& to, const QString& when = {})
    {
        Edge edge;
        edge.id = EdgeId(QStringLiteral("e%1").arg(m_plan.edges.size()));
        edge.kind = kind;
        edge.from = from;
        edge.to = to;
        edge.when = when;
        edge.estimateMs = 500;
        if (kind == EdgeKind::Rollback) {
            Action action;
            action.body = SqlAction{
                SqlSource{QStringLiteral("DROP TABLE \"added_%1\"").arg(from.text()), {}}, false};
            edge.action = action;
        }
        m_plan.edges.put(edge);
        return edge.id;
    }

    void setSql(const NodeId& id)
    {
        Node node = *m_plan.nodes.find(id);
        Action action;
        const QString sql = QStringLiteral("CREATE TABLE \"added_%1\" (id INTEGER PRIMARY KEY, "
                                           "name TEXT NOT NULL DEFAULT '')")
                                .arg(id.text());
        if (m_plan.nodes.size() % 10 == 0) {
            const QString file = QStringLiteral("sql/%1.sql").arg(id.text());
            action.body = SqlAction{SqlSource{{}, file}, false};
            m_plan.files.insert(file, sql.toUtf8() + ";\n");
        } else {
            action.body = SqlAction{SqlSource{sql, {}}, false};
        }
        action.lockTimeoutMs = 500;
        node.action = action;
        m_plan.nodes.put(node);
    }

    void setCheck(const NodeId& id)
    {
        Node node = *m_plan.nodes.find(id);
        Check check;
        check.id = CheckId(QStringLiteral("there"));
        check.title = QStringLiteral("The table is there");
        check.body = QueryCheck{
            SqlSource{
                QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'table'"), {}},
            Expectation{Comparison::GreaterOrEqual, QStringLiteral("1"), false, {}, {}}};
        node.checks = {check};
        m_plan.nodes.put(node);
    }

    void addChange(int turn)
    {
        const NodeId change = add(NodeKind::Expand, QStringLiteral("Add table %1").arg(turn));
        setSql(change);
        connect(EdgeKind::Rollback, change, m_safe);
        const NodeId check
            = add(NodeKind::Verification, QStringLiteral("Table %1 is there").arg(turn));
        setCheck(check);
        connect(EdgeKind::Retry, check, change);
        m_safe = check;
    }

    void addGate(int turn)
    {
        const NodeId gate = add(NodeKind::Gate, QStringLiteral("Go on after step %1?").arg(turn));
        connect(EdgeKind::Forward, gate, NodeId(QStringLiteral("n0")), QStringLiteral("no"));
        m_when = QStringLiteral("yes");
    }

    /// Three branches with a change and a verification each.
    void addFork(int turn)
    {
        const NodeId fork = add(NodeKind::Fork, QStringLiteral("Regions %1").arg(turn));
        QList<NodeId> ends;
        for (int branch = 0; branch < 3; ++branch) {
            m_last = fork;
            const NodeId change
                = add(NodeKind::Expand, QStringLiteral("Region %1 of %2").arg(branch).arg(turn));
            setSql(change);
            connect(EdgeKind::Rollback, change, m_safe);
            const NodeId check = add(NodeKind::Verification, QStringLiteral("It answers"));
            setCheck(check);
            ends.append(check);
        }
        const NodeId join = add(NodeKind::Join, QStringLiteral("All regions"), false);
        for (const NodeId& end : ends) {
            connect(EdgeKind::Forward, end, join);
        }
        m_safe = join;
    }

    int m_wanted;
    Plan m_plan{};
    NodeId m_last{};
    NodeId m_safe{};
    QString m_when{};
};

} // namespace

Plan planOfSize(int nodes)
{
    return Writer(nodes).write();
}

} // namespace whimbrel::bench
