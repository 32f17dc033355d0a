// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/generated_plans.h"

#include "tests/support/sample_plan.h"

#include <QRandomGenerator>

#include <array>
#include <cmath>
#include <span>
#include <utility>

namespace whimbrel::test {

namespace {

constexpr std::array titles{
    "Add the new column",
    "Backfill",
    "Write both columns",
    "Index the new column concurrently",
    "Read from the new table",
    "Drop the trigger that kept both in step",
    "Move the remaining rows of customers who registered before the switch",
    "Rename",
    "Deploy release 2024.11 of the order service to all application servers",
    "Validate the foreign key",
    "customers.full_name_before_2019_cleanup_copy",
};
constexpr std::array checkTitles{
    "Counts agree",
    "Every row has a value in the new column and none was written twice",
    "Checksums",
    "Replication lag under two seconds",
    "It answers",
};
constexpr std::array labels{
    "drop the new column",
    "restore the backup of the night before the migration began",
    "un-hide",
    "switch reads back",
    "only if fewer than 1 % of the rows differ",
};

class Generator final {
public:
    Generator(int nodes, quint32 seed)
        : m_wanted(nodes)
        , m_random(seed)
    { }

    Plan write()
    {
        for (const char* owner : {"dba", "orders", "platform"}) {
            Participant participant;
            participant.id = ParticipantId(QLatin1String(owner));
            participant.title = QStringLiteral("Team %1").arg(QLatin1String(owner));
            m_plan.participants.put(participant);
        }
        Target target;
        target.id = TargetId(QStringLiteral("primary"));
        m_plan.targets.put(target);
        m_plan.header.title = QStringLiteral("A migration of about %1 steps").arg(m_wanted);
        m_plan.layout.direction = oneIn(3) ? FlowDirection::TopDown : FlowDirection::LeftToRight;
        m_nested = oneIn(3);

        m_safe = add(NodeKind::Start, QStringLiteral("What runs today"));
        if (oneIn(2)) {
            add(NodeKind::Audit, QStringLiteral("Who depends on it"));
        }
        add(NodeKind::Backup, QStringLiteral("Recovery point"));
        if (oneIn(2)) {
            add(NodeKind::Staging, QStringLiteral("Rehearsed on staging"));
        }
        while (m_plan.nodes.size() + 3 < m_wanted) {
            writePhase();
        }
        m_group = {};
        add(NodeKind::End, QStringLiteral("Migrated"));
        if (oneIn(3)) {
            m_last = {};
            add(NodeKind::Note, QStringLiteral("Agreed with the data protection officer."));
        }
        return m_plan;
    }

private:
    [[nodiscard]] bool oneIn(int chances) { return m_random.bounded(chances) == 0; }
    [[nodiscard]] QString oneOf(std::span<const char* const> texts)
    {
        return QString::fromLatin1(
            texts[static_cast<size_t>(m_random.bounded(static_cast<int>(texts.size())))]);
    }

    NodeId add(NodeKind kind, const QString& title)
    {
        Node made = node(QStringLiteral("n%1").arg(m_plan.nodes.size()), kind);
        made.title = title;
        made.group = m_group;
        if (oneIn(2)) {
            made.owner = m_plan.participants.at(m_random.bounded(3)).id;
        }
        m_plan.nodes.put(made);
        if (!m_last.isEmpty()) {
            connect(EdgeKind::Forward, m_last, made.id, m_when);
        }
        m_when.clear();
        m_last = made.id;
        return made.id;
    }

    void connect(EdgeKind kind, const NodeId& from, const NodeId& to, const QString& when = {},
        const QString& title = {})
    {
        Edge edge = kind == EdgeKind::Rollback ? rollback(from.text(), to.text())
                                               : forward(from.text(), to.text(), when);
        edge.id = EdgeId(QStringLiteral("e%1").arg(m_plan.edges.size()));
        edge.kind = kind;
        edge.title = title;
        m_plan.edges.put(edge);
    }

    GroupId openGroup(const QString& title, GroupKind kind, const GroupId& parent)
    {
        Group group;
        group.id = GroupId(QStringLiteral("g%1").arg(m_plan.groups.size()));
        group.title = title;
        group.kind = kind;
        group.parent = parent;
        m_plan.groups.put(group);
        return group.id;
    }

    void writePhase()
    {
        ++m_phase;
        const GroupId outer = oneIn(5)
            ? GroupId()
            : openGroup(QStringLiteral("Phase %1").arg(m_phase), GroupKind::Phase, {});
        m_group = outer;
        const int turns = 1 + m_random.bounded(5);
        for (int turn = 0; turn < turns && m_plan.nodes.size() + 3 < m_wanted; ++turn) {
            if (m_nested && !outer.isEmpty() && oneIn(3)) {
                m_group = openGroup(QStringLiteral("Part %1.%2").arg(m_phase).arg(turn + 1),
                    GroupKind::Phase, outer);
                writeChange();
                writeChange();
                m_group = outer;
            } else if (oneIn(5) && m_plan.nodes.size() + 9 < m_wanted) {
                writeFork(outer);
            } else {
                writeChange();
            }
        }
        if (oneIn(2) && m_plan.nodes.size() + 4 < m_wanted) {
            writeGate();
        }
        m_group = {};
    }

    void writeChange()
    {
        constexpr std::array kinds{NodeKind::Expand, NodeKind::DualWrite, NodeKind::Backfill,
            NodeKind::Deploy, NodeKind::Cutover, NodeKind::Contract};
        const NodeId change = add(kinds[static_cast<size_t>(m_random.bounded(6))], oneOf(titles));
        const NodeId safe = m_safe;
        if (!oneIn(6)) {
            connect(EdgeKind::Rollback, change, safe, {}, oneIn(2) ? oneOf(labels) : QString());
        }
        const NodeId check
            = add(oneIn(4) ? NodeKind::Monitor : NodeKind::Verification, oneOf(checkTitles));
        if (oneIn(4)) {
            connect(EdgeKind::Retry, check, change);
        } else if (oneIn(4) && m_plan.nodes.size() + 4 < m_wanted) {
            writeFailure(check, safe);
        }
        if (oneIn(12)) {
            connect(EdgeKind::Data, change, check);
        }
        m_safe = check;
    }

    /// A check that fails leads to a rollback step, and on to an end or back to where it was safe.
    void writeFailure(const NodeId& check, const NodeId& safe)
    {
        m_when = QStringLiteral("fail");
        const NodeId undo = add(NodeKind::Rollback, QStringLiteral("Take it back"));
        if (oneIn(2)) {
            connect(EdgeKind::Forward, undo, reverted());
        } else {
            connect(EdgeKind::Rollback, undo, safe);
        }
        m_last = check;
        m_when = oneIn(2) ? QStringLiteral("pass") : QString();
    }

    void writeGate()
    {
        const NodeId gate
            = add(NodeKind::Gate, QStringLiteral("Go on after phase %1?").arg(m_phase));
        if (oneIn(3)) {
            connect(EdgeKind::Forward, gate, m_plan.nodes.at(0).id, QStringLiteral("no"));
        } else {
            connect(EdgeKind::Forward, gate, reverted(), QStringLiteral("no"));
        }
        m_last = gate;
        m_when = QStringLiteral("yes");
    }

    void writeFork(const GroupId& outer)
    {
        const NodeId fork = add(NodeKind::Fork, QStringLiteral("Regions"));
        const NodeId safe = m_safe;
        const bool regions = oneIn(2);
        QList<NodeId> ends;
        const int branches = 2 + m_random.bounded(3);
        for (int branch = 0; branch < branches; ++branch) {
            m_last = fork;
            m_safe = safe;
            m_when.clear();
            if (regions) {
                m_group = openGroup(
                    QStringLiteral("Region %1").arg(branch + 1), GroupKind::Region, outer);
            }
            writeChange();
            if (oneIn(4)) {
                writeChange();
            }
            ends.append(m_last);
            m_group = outer;
        }
        m_last = {};
        const NodeId join = add(NodeKind::Join, QStringLiteral("All regions"));
        for (const NodeId& end : ends) {
            connect(EdgeKind::Forward, end, join);
        }
        m_when.clear();
        m_safe = join;
    }

    /// The end "reverted" of this part of the plan; a long plan has several.
    NodeId reverted()
    {
        if (m_reverted.isEmpty() || oneIn(4)) {
            const NodeId last = std::exchange(m_last, NodeId());
            const GroupId group = std::exchange(m_group, GroupId());
            const QString when = std::exchange(m_when, QString());
            m_reverted = add(NodeKind::End, QStringLiteral("Reverted"));
            Node end = *m_plan.nodes.find(m_reverted);
            end.outcome = Outcome::Reverted;
            m_plan.nodes.put(end);
            m_last = last;
            m_group = group;
            m_when = when;
        }
        return m_reverted;
    }

    int m_wanted;
    QRandomGenerator m_random;
    Plan m_plan{};
    NodeId m_last{};
    NodeId m_safe{};
    NodeId m_reverted{};
    QString m_when{};
    GroupId m_group{};
    int m_phase = 0;
    bool m_nested = false;
};

} // namespace

Plan generatedPlan(int nodes, quint32 seed)
{
    return Generator(nodes, seed).write();
}

Plan generatedPlan(int number)
{
    const double share = static_cast<double>(number) / (generatedPlanCount - 1);
    return generatedPlan(
        static_cast<int>(std::round(10 * std::pow(30.0, share))), static_cast<quint32>(number + 1));
}

Plan withOneMore(Plan plan)
{
    QList<Edge> forward;
    for (const Edge& edge : plan.edges) {
        if (edge.kind == EdgeKind::Forward && edge.when.isEmpty()) {
            forward.append(edge);
        }
    }
    Edge before = forward[forward.size() / 2];
    Node added = node(QStringLiteral("added"), NodeKind::Task);
    added.title = QStringLiteral("One more step");
    added.group = plan.nodes.find(before.from)->group;
    Edge behind = before;
    behind.id = EdgeId(QStringLiteral("behind"));
    behind.from = added.id;
    before.to = added.id;
    plan.nodes.put(added);
    plan.edges.put(before);
    plan.edges.put(behind);
    return plan;
}

} // namespace whimbrel::test
