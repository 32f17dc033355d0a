// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/check_phase.h"
#include "model/exec/runner.h"
#include "model/exec/target_needs.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace whimbrel {

void Runner::beginRollback(const NodeId& to, const QString& by, const QString& because)
{
    m_arriving = false;
    m_wait.stop();
    m_round = -1;
    if (m_goal.kind == Goal::Kind::None || m_goal.kind == Goal::Kind::To) {
        m_goal = {Goal::Kind::End, {}, false};
    }
    recordEverywhere({{EventType::RollbackBegan, {}, {},
        {{QStringLiteral("to"), to.text()}, {QStringLiteral("by"), by},
            {QStringLiteral("because"), because}}}});
}

/// Takes the latest change back that took effect since the state that is aimed at.
void Runner::stepBack()
{
    const NodeId to = state().rollbackTo;
    if (!m_absent.isEmpty() && waitsFor(targetsNeededToGoBack(), to)) {
        return;
    }
    const QList<NodeId> since = appliedSince(m_context.flow, state(), to);
    if (since.isEmpty()) {
        arrive(to);
        return;
    }
    const NodeId change = since.constFirst();
    const std::optional<Way> way = chosenWay(m_context.flow, state(), change, to);
    if (way) {
        compensate(change, *way);
        return;
    }
    const Node* node = plan().nodes.find(change);
    if (node && (!node->action || !node->action->doesSomething())) {
        record({{EventType::Compensated, change, {},
            {{QStringLiteral("because"),
                tr("It did nothing, so there is nothing to take back.")}}}});
        return;
    }
    record({{EventType::DoubtFound, change, {},
        {{QStringLiteral("evidence"),
            tr("No rollback edge leads back from \"%1\".")
                .arg(node ? node->title : change.text())}}}});
}

/// The databases without which the next thing on the way back cannot be done.
QSet<TargetId> Runner::targetsNeededToGoBack() const
{
    const NodeId to = state().rollbackTo;
    const QList<NodeId> since = appliedSince(m_context.flow, state(), to);
    if (since.isEmpty()) {
        const Node* node = plan().nodes.find(to);
        const bool ends = node && (node->kind == NodeKind::Start || node->kind == NodeKind::End);
        return ends ? absentTargets() : QSet<TargetId>(); // each is told that the run is over
    }
    const auto way = chosenWay(m_context.flow, state(), since.constFirst(), to);
    const Edge* edge = way ? plan().edges.find(way->edge) : nullptr;
    if (!edge) {
        return {};
    }
    QSet<TargetId> needed = targetsNeededBy(plan(), edge->action);
    for (const NodeId& also : {way->through, edge->backup}) {
        if (const Node* node = plan().nodes.find(also)) {
            needed += targetsNeededBy(plan(), node->action);
        }
    }
    return needed;
}

/// What bringing a backup back takes along: the changes to its database since it was taken, latest
/// first. What was done elsewhere (another database, an application) stays and is taken back on
/// its own.
QList<NodeId> Runner::undoneByRestoring(const NodeId& backup) const
{
    const auto sessionOf = [this](const Node* node) {
        return m_context.session(node && node->action ? node->action->target : TargetId());
    };
    const Session* restored = sessionOf(plan().nodes.find(backup));
    const qint64 taken = state().step(backup).order;
    QList<NodeId> undone;
    for (auto change = state().applied.crbegin(); change != state().applied.crend(); ++change) {
        const Node* node = plan().nodes.find(*change);
        if (state().step(*change).order > taken && node && node->kind != NodeKind::Deploy
            && sessionOf(node) == restored) {
            undone.append(*change);
        }
    }
    return undone;
}

QList<EventDraft> Runner::compensatedAlong(const NodeId& change, const Way& way) const
{
    const Edge* edge = plan().edges.find(way.edge);
    const bool restores = edge && edge->method == RollbackMethod::Restore && !edge->backup.isEmpty()
        && !(edge->action && edge->action->doesSomething());
    QList<NodeId> taken = restores ? undoneByRestoring(edge->backup)
                                   : takenBackAlong(m_context.flow, state(), change, way.to);
    if (!taken.contains(change)) {
        taken.prepend(change);
    }
    QList<EventDraft> events;
    for (const NodeId& each : taken) {
        events.append(
            {EventType::Compensated, each, way.edge, {{QStringLiteral("to"), way.to.text()}}});
    }
    return events;
}

void Runner::compensate(const NodeId& change, const Way& way, bool onlyTell)
{
    const Edge* edge = plan().edges.find(way.edge);
    const Node* through = plan().nodes.find(way.through);
    const StepRun run = state().compensations.value(way.edge);
    ActionOrder order;
    order.onlyTell = onlyTell;
    order.step = stepContextOf(m_context, *edge, change, through);
    order.step.whenDone = compensatedAlong(change, way);
    const bool edgeActs = edge->action && edge->action->doesSomething();
    if (through && !edgeActs) {
        order.action = through->action.value_or(Action{});
    } else {
        order.action = edge->action.value_or(Action{});
    }
    if (edge->method == RollbackMethod::Restore && !edge->backup.isEmpty() && !edgeActs) {
        order.restoreFrom = edge->backup;
        const Node* backup = plan().nodes.find(edge->backup);
        if (backup && backup->action) {
            order.action.target = backup->action->target;
        }
    }
    if (order.action.type() == ActionType::Command) {
        if (!m_context.allowCommands) {
            pauseWith(tr("The way back runs a command, and commands are not allowed in this run."),
                change, way.edge);
            return;
        }
        if (run.intended && !order.action.repeatable) {
            record({{EventType::DoubtFound, change, way.edge,
                {{QStringLiteral("evidence"),
                    tr("The command that takes \"%1\" back was started, and how it ended was never "
                       "journaled.")
                        .arg(change.text())}}}});
            return;
        }
    }
    m_inHand = true;
    m_actions.perform(order, [this] {
        m_inHand = false;
        advanceSoon();
    });
}

/// Where the run stands once it is back in a node: there, and wherever the other branches of a fork
/// around it are. A branch whose work was taken back as well begins again with what was.
QList<NodeId> Runner::positionIn(const NodeId& node) const
{
    const Flow& flow = m_context.flow;
    const int there = flow.indexOf(node);
    QList<NodeId> position{node};
    const auto add = [&](const NodeId& other) {
        const int index = flow.indexOf(other);
        const bool behind
            = std::any_of(position.cbegin(), position.cend(), [&](const NodeId& each) {
                  return index < 0 || flow.forward().reachable(flow.indexOf(each))[index];
              });
        if (!behind && areParallel(flow, there, index)) {
            position.append(other);
        }
    };
    for (auto change = state().takenBack.crbegin(); change != state().takenBack.crend(); ++change) {
        add(*change);
    }
    for (const NodeId& token : state().ready) {
        add(token);
    }
    return position;
}

/// Everything is taken back: the run stands in the safe state, or is over.
void Runner::arrive(const NodeId& id)
{
    const Node* node = plan().nodes.find(id);
    QList<EventDraft> events{{EventType::RollbackEnded, id, {},
        {{QStringLiteral("because"),
            tr("Went back to \"%1\".").arg(node ? node->title : id.text())}}}};
    const bool isStart = node && node->kind == NodeKind::Start;
    const bool isEnd = node && node->kind == NodeKind::End;
    if (!isStart && !isEnd) {
        QJsonArray ready;
        for (const NodeId& each : positionIn(id)) {
            ready.append(each.text());
        }
        events.first().data.insert(QStringLiteral("ready"), ready);
        m_arriving = true;
        record(events);
        return;
    }
    bool restored = false;
    for (auto each = state().compensations.cbegin(); each != state().compensations.cend(); ++each) {
        const Edge* edge = plan().edges.find(each.key());
        restored = restored || (edge && edge->method == RollbackMethod::Restore)
            || each->result.contains(QStringLiteral("lost"));
    }
    const Outcome outcome = isEnd ? node->outcome
        : restored                ? Outcome::Restored
                                  : Outcome::Reverted;
    events.append({EventType::RunEnded, id, {}, {{QStringLiteral("outcome"), keyOf(outcome)}}});
    recordEverywhere(events);
}

/// A verification in which a rollback ended looks whether all is well there; then the run rests.
void Runner::checkArrival()
{
    const Node* node = plan().nodes.find(nextReady());
    if (node && isVerification(*node) && waitsForTargetsOf(*node)) {
        return;
    }
    if (node && isVerification(*node) && runChecks(*node, node->checks, checkPhases::checks)) {
        return;
    }
    m_arriving = false;
    m_goal = {};
    if (state().rest.reason == RestReason::Paused || !node) {
        restNow();
        return;
    }
    pauseWith(tr("Went back to \"%1\".").arg(node->title), node->id);
}

NodeId Runner::latestBackup() const
{
    NodeId latest;
    qint64 order = 0;
    for (const Node& node : plan().nodes) {
        const StepRun run = state().step(node.id);
        if (node.kind == NodeKind::Backup && run.order > order
            && run.result.contains(QStringLiteral("sha256"))) {
            latest = node.id;
            order = run.order;
        }
    }
    return latest;
}

} // namespace whimbrel
