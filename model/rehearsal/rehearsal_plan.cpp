// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/rehearsal_plan.h"

#include "model/base/duration.h"
#include "model/exec/run_state.h"
#include "model/plan/check_places.h"
#include "model/plan/flow.h"
#include "model/plan/node_kind.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Rehearsal", text);
}

/// Makes the copy, step by step and way by way.
class Unattended final {
public:
    Unattended(const Plan& plan, const RehearsalLeave& leave)
        : m_leave(leave)
        , m_flow(plan)
    {
        m_made.plan = plan;
    }

    RehearsalPlan make()
    {
        for (const Node& node : m_flow.plan().nodes) {
            prepare(node);
        }
        for (const Edge& edge : m_flow.plan().edges) {
            Edge changed = edge;
            if (edge.action && !remainsDone(*edge.action)) {
                assume(edge.id, leaveOut(*changed.action));
                m_made.assumedWays.insert(edge.id);
            }
            dropLimits(edge.id, changed.action);
            if (!(changed == edge)) {
                m_made.plan.edges.put(changed);
            }
        }
        for (const NodeId& step : std::as_const(m_made.assumedSteps)) {
            dropWaysOf(step);
        }
        return m_made;
    }

private:
    void assume(const NodeId& node, const QString& text)
    {
        m_made.assumed.append({.node = node, .text = text});
    }
    void assume(const EdgeId& edge, const QString& text)
    {
        m_made.assumed.append({.edge = edge, .text = text});
    }

    /// Whether a rehearsal does it too.
    bool remainsDone(const Action& action) const
    {
        return action.type() != ActionType::Manual
            && (action.type() != ActionType::Command || m_leave.commands);
    }

    /// Makes the action do nothing; what is assumed instead, in words.
    static QString leaveOut(Action& action)
    {
        const QString text = action.type() == ActionType::Manual
            ? tr("Done by hand: %1").arg(std::get<ManualAction>(action.body).instructions)
            : tr("The program \"%1\" is not started.")
                  .arg(std::get<CommandAction>(action.body).program);
        action.body = NoAction{text};
        return text;
    }

    void prepare(const Node& original)
    {
        Node node = original;
        if (node.window) {
            node.window.reset();
            assume(node.id, tr("Its window is not waited for."));
        }
        if (node.holdMs) {
            assume(node.id, tr("Its %1 are not waited for.").arg(durationText(*node.holdMs)));
            node.holdMs.reset();
            node.everyMs.reset();
        }
        if (node.kind == NodeKind::Gate && asksPeople(node)) {
            node.approvers.clear();
            node.mustBeSigned = false;
            assume(node.id, tr("The gate is answered as the way on needs it."));
        }
        if (node.action && !remainsDone(*node.action)) {
            assume(node.id, leaveOut(*node.action));
            m_made.assumedSteps.insert(node.id);
        }
        dropLimits(node.id, node.action);
        dropChecks(node.id, node.entry);
        dropChecks(node.id, node.exit);
        dropChecks(node.id, node.checks);
        if (!(node == original)) {
            m_made.plan.nodes.put(node);
        }
    }

    /// A scratch database disturbs nobody, and has no replicas.
    template <class Id>
    void dropLimits(const Id& owner, std::optional<Action>& action)
    {
        if (action && (action->maxLagMs() || !action->limits().isEmpty())) {
            removeLimits(*action);
            assume(owner, tr("The limits of its batches are not looked at."));
        }
    }

    void dropChecks(const NodeId& node, QList<Check>& checks)
    {
        checks.removeIf([&](const Check& check) {
            const QString because = whyNotChecked(check);
            if (because.isEmpty()) {
                return false;
            }
            const QString name = check.title.isEmpty() ? check.id.text() : check.title;
            assume(node, tr("The check \"%1\" passes: %2").arg(name, because));
            return true;
        });
    }

    QString whyNotChecked(const Check& check) const
    {
        switch (check.type()) {
        case CheckType::Manual:
            return tr("somebody looks.");
        case CheckType::Http:
            return m_leave.web ? QString() : tr("web addresses are not asked.");
        case CheckType::Command:
            return m_leave.commands ? QString() : tr("programs are not started.");
        case CheckType::ReplicationLag:
            return tr("a scratch database has no replicas.");
        case CheckType::Query:
        case CheckType::Compare:
        case CheckType::RowCount:
        case CheckType::Checksum:
            break;
        }
        return {};
    }

    /// A step that is left out leaves nothing to take back; but a way that takes more than it back
    /// stays.
    void dropWaysOf(const NodeId& step)
    {
        const int change = m_flow.indexOf(step);
        if (!isChange(m_flow.node(change))) {
            return;
        }
        for (const Edge* way : m_flow.waysBack(change)) {
            const Edge edge = *m_made.plan.edges.find(way->id);
            const bool alone = way->from == step && takesBackAlone(*way, change);
            if (!alone || m_made.assumedWays.contains(edge.id) || !edge.action
                || !edge.action->doesSomething()) {
                continue;
            }
            Edge changed = edge;
            changed.action->body = NoAction{tr("The step is assumed, so nothing is taken back.")};
            assume(edge.id, std::get<NoAction>(changed.action->body).because);
            m_made.assumedWays.insert(edge.id);
            m_made.plan.edges.put(changed);
        }
    }

    /// Whether no other change lies between the change and where its way back leads.
    bool takesBackAlone(const Edge& way, int change) const
    {
        const int to = m_flow.indexOf(way.to);
        for (int other = 0; other < m_flow.size(); ++other) {
            if (other != change && isChange(m_flow.node(other)) && m_flow.dominates(to, other)
                && m_flow.forward().reachable(other)[change]) {
                return false;
            }
        }
        return true;
    }

    RehearsalLeave m_leave;
    Flow m_flow;
    RehearsalPlan m_made{};
};

} // namespace

RehearsalPlan rehearsalPlan(const Plan& plan, const RehearsalLeave& leave)
{
    return Unattended(plan, leave).make();
}

Plan withoutCheck(Plan plan, const NodeId& node, const QString& phase, const CheckId& check)
{
    const Node* found = plan.nodes.find(node);
    if (!found) {
        return plan;
    }
    Node changed = *found;
    QList<Check>& checks = phase == phases::entry ? changed.entry
        : phase == phases::exit                   ? changed.exit
                                                  : changed.checks;
    checks.removeIf([&](const Check& each) { return each.id == check; });
    plan.nodes.put(changed);
    return plan;
}

Plan withOnlyWay(Plan plan, const NodeId& change, const EdgeId& edge)
{
    const Flow flow(plan);
    for (const Way& other : waysOf(flow, flow.indexOf(change))) {
        if (other.edge != edge) {
            plan.edges.erase(other.edge);
        }
    }
    return plan;
}

} // namespace whimbrel
