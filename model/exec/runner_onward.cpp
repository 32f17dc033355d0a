// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/check_phase.h"
#include "model/exec/runner.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"

#include <algorithm>

// How a run gets from one node to the next. Every transaction costs the disk's attention several
// times, so what is known together is written together: a step with the edge that leads on from it,
// a check that passed with the node behind it.

namespace whimbrel {

/// The events with which a node is left; none if no edge leads on for the outcome.
QList<EventDraft> Runner::departure(const Node& node, const QString& outcome) const
{
    QList<const Edge*> taken;
    const Edge* plain = nullptr;
    for (const Edge* edge :
        m_context.flow.leaving(m_context.flow.indexOf(node.id), EdgeKind::Forward)) {
        if (node.kind == NodeKind::Fork || (edge->when == outcome && taken.isEmpty())) {
            taken.append(edge);
        }
        if (edge->when.isEmpty() && !plain) {
            plain = edge;
        }
    }
    if (taken.isEmpty() && plain && (outcome == outcomes::pass || outcome == outcomes::yes)) {
        taken.append(plain);
    }
    if (taken.isEmpty()) {
        return {};
    }
    QList<EventDraft> events{
        {EventType::NodeDone, node.id, {}, {{QStringLiteral("outcome"), outcome}}}};
    for (const Edge* edge : taken) {
        events.append({EventType::EdgeFollowed, edge->to, edge->id,
            {{QStringLiteral("from"), node.id.text()}}});
    }
    return events;
}

void Runner::leave(const Node& node, const QString& outcome)
{
    const QList<EventDraft> events = onward(node, outcome);
    if (!events.isEmpty()) {
        record(events);
        return;
    }
    pauseWith(tr("No edge leads on from \"%1\" for the outcome \"%2\".").arg(node.title, outcome),
        node.id);
}

EventDraft Runner::entry(const Node& node, const EdgeId& via) const
{
    QJsonObject data;
    if (!via.isEmpty()) {
        data.insert(QStringLiteral("via"), via.text());
    }
    return {EventType::NodeEntered, node.id, {}, data};
}

/// With what the node that the events lead to is entered; nothing where they lead several ways, or
/// where something may hold the run at its door.
std::optional<EventDraft> Runner::entryBehind(const QList<EventDraft>& departed)
{
    const bool isOneWay = departed.size() == 2 && state().ready.size() == 1;
    const bool isToGoOn = (m_goal.kind == Goal::Kind::End || m_goal.kind == Goal::Kind::To)
        && !m_pausing && !m_cancelling && !m_quitting;
    if (!isOneWay || !isToGoOn) {
        return std::nullopt;
    }
    const Node* next = plan().nodes.find(departed.constLast().node);
    const bool isHeld = !next || next->kind == NodeKind::Join || next->window
        || m_breakpoints.contains(next->id) || m_goal.node == next->id
        || state().step(next->id).order != 0 || !m_absent.isEmpty();
    if (isHeld) {
        return std::nullopt;
    }
    m_goal.from = {};
    return entry(*next, departed.constLast().edge);
}

/// The events with which a node is left and, where nothing can hold the run at its door, the next
/// one is entered; none if no edge leads on.
QList<EventDraft> Runner::onward(const Node& node, const QString& outcome)
{
    QList<EventDraft> events = departure(node, outcome);
    if (const std::optional<EventDraft> next = entryBehind(events)) {
        events.append(*next);
    }
    return events;
}

/// How the node is left once its check has passed; none if others are still to pass.
QList<EventDraft> Runner::onwardAfter(const NodeId& id, const CheckId& passed)
{
    const Node* node = plan().nodes.find(id);
    if (!node || !leavesByItself(*node) || state().rollingBack || m_arriving) {
        return {};
    }
    const StepRun step = state().step(id);
    const bool isLast = std::all_of(
        node->checks.cbegin(), node->checks.cend(), [&](const Check& check) {
            return check.id == passed
                || std::any_of(step.checks.cbegin(), step.checks.cend(), [&](const CheckRun& run) {
                       return run.check == check.id && run.phase == checkPhases::checks
                           && run.result == CheckResult::Pass;
                   });
        });
    return isLast ? onward(*node, outcomes::pass) : QList<EventDraft>();
}

/// How the node is left once its action is done, if nothing is to be asked or checked before.
QList<EventDraft> Runner::departureAfterAction(const Node& node) const
{
    const bool isAtHome
        = m_context.journalOf(node.action ? node.action->target : m_context.home) == m_context.home;
    if (!isAtHome || !leavesByItself(node) || !node.exit.isEmpty() || !node.checks.isEmpty()) {
        return {};
    }
    return departure(node, outcomes::pass);
}

/// Whether the node comes to its outcome without people, time, or an end.
bool Runner::leavesByItself(const Node& node) const
{
    return node.kind != NodeKind::Gate && node.kind != NodeKind::Monitor
        && node.kind != NodeKind::End && node.kind != NodeKind::Fork;
}

} // namespace whimbrel
