// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/login_name.h"
#include "model/exec/refusal.h"
#include "model/exec/runner.h"
#include "model/plan/node_kind.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

using refusal::impossible;
using refusal::isBlank;
using refusal::needsReason;

QString currentUser()
{
    return loginName();
}

void Runner::execute(const Command& command)
{
    m_spokenTo->store(true);
    const std::optional<Error> refusal = tryExecute(command);
    if (!refusal) {
        return;
    }
    RunnerMessage say;
    say.type = RunnerMessage::Type::Refused;
    say.run = state().run;
    say.error = *refusal;
    emit message(say);
}

QString Runner::nameOf(const Command& command) const
{
    return command.by.isEmpty() ? m_context.by : command.by;
}

std::optional<Error> Runner::tryExecute(const Command& command)
{
    if (m_finished) {
        return impossible(tr("The runner has ended."));
    }
    switch (command.type) {
    case Command::Type::Pause:
    case Command::Type::Cancel:
    case Command::Type::Quit:
        return interrupt(command);
    case Command::Type::AllowCommands:
        m_context.allowCommands = true;
        return std::nullopt;
    case Command::Type::StopBlocker:
        return stopBlocker(command);
    case Command::Type::SetBreakpoints:
        return setBreakpoints(command);
    default:
        break;
    }
    if (!m_ready) {
        return impossible(tr("The run is not ready yet."), tr("Wait until it rests."));
    }
    const bool holding
        = state().rest.reason == RestReason::Hold && !m_inHand && !m_recorder.isBusy();
    if (!isResting() && !holding) {
        return impossible(tr("The run is at work."), tr("Pause it first, or wait until it rests."));
    }
    switch (command.type) {
    case Command::Type::Next:
    case Command::Type::RunTo:
    case Command::Type::GoOn:
        return move(command);
    case Command::Type::Retry:
        return retry(command);
    case Command::Type::Skip:
        return skip(command);
    case Command::Type::MarkDone:
        return markDone(command);
    case Command::Type::Rollback:
        return rollback(command);
    case Command::Type::Answer:
        return answer(command);
    case Command::Type::Confirm:
        return confirm(command);
    case Command::Type::Decide:
        return decide(command);
    case Command::Type::HandOver:
        return handOver(command);
    case Command::Type::Pause:
    case Command::Type::Cancel:
    case Command::Type::AllowCommands:
    case Command::Type::StopBlocker:
    case Command::Type::SetBreakpoints:
    case Command::Type::Quit:
        break;
    }
    return std::nullopt;
}

std::optional<Error> Runner::interrupt(const Command& command)
{
    m_pauseBy = nameOf(command);
    if (command.type == Command::Type::Quit) {
        m_quitting = true;
        if (!m_ready) {
            finish(exitCodeOf(state()));
            return std::nullopt;
        }
    } else if (isResting() && state().rest.reason != RestReason::Hold) {
        return impossible(tr("The run rests already."));
    }
    if (command.type == Command::Type::Cancel) {
        m_cancelling = true;
        for (const auto& session : m_sessions) {
            session->cancel();
        }
        m_actions.stop();
    } else {
        m_pausing = true;
        m_actions.pause();
    }
    m_checks.stop();
    m_announced = false;
    advanceSoon();
    return std::nullopt;
}

/// Whether the node is still to be entered on some way forward from here.
bool Runner::liesAhead(const NodeId& node) const
{
    const Flow& flow = m_context.flow;
    const int index = flow.indexOf(node);
    const auto leadsThere = [&](const NodeId& from) {
        return from == node ? state().step(node).order == 0
                            : flow.forward().reachable(flow.indexOf(from))[index];
    };
    const QList<NodeId>& ready = state().ready;
    return ready.isEmpty() ? flow.reachedFromStart(index)
                           : std::any_of(ready.cbegin(), ready.cend(), leadsThere);
}

std::optional<Error> Runner::move(const Command& command)
{
    if (state().ended) {
        return impossible(tr("The run has ended."), tr("It can still be rolled back."));
    }
    Goal goal;
    goal.kind = command.type == Command::Type::Next ? Goal::Kind::Step
        : command.type == Command::Type::RunTo      ? Goal::Kind::To
                                                    : Goal::Kind::End;
    goal.node = command.node;
    if (goal.kind == Goal::Kind::To && !plan().nodes.contains(command.node)) {
        return impossible(tr("The plan has no step \"%1\".").arg(command.node.text()));
    }
    if (goal.kind == Goal::Kind::To && !liesAhead(command.node)) {
        return impossible(tr("The run does not come to \"%1\" any more.").arg(command.node.text()),
            tr("Name a step that lies ahead."));
    }
    const Rest rest = state().rest;
    const bool failed
        = rest.reason == RestReason::Failure || rest.reason == RestReason::CheckFailed;
    const Node* node = plan().nodes.find(rest.node);
    const bool canFail = failed && node && !state().rollingBack
        && !state().step(rest.node).arrivedBack
        && (m_context.policy != policies::stop || !departure(*node, outcomes::fail).isEmpty());
    if ((failed && !canFail) || rest.reason == RestReason::Unknown
        || rest.reason == RestReason::Doubt) {
        return impossible(tr("\"%1\" has to be decided first: %2")
                              .arg(node ? node->title : rest.node.text(), rest.detail),
            state().rollingBack ? tr("Retry, mark it as done, or restore a backup.")
                                : tr("Retry, skip it with a reason, mark it as done, or go back."));
    }
    goal.from = atTheDoorNow();
    m_goal = goal;
    m_followFail = failed;
    // A hold has said that it rests and goes on by itself: once is enough.
    m_announced = m_announced && rest.reason == RestReason::Hold;
    advanceSoon();
    return std::nullopt;
}

const Node* Runner::nodeInQuestion() const
{
    const NodeId asked = state().rest.node;
    return plan().nodes.find(asked.isEmpty() ? nextReady() : asked);
}

/// Refuses a command that names another node than the one in question.
std::optional<Error> Runner::aboutWhatIsAsked(const Command& command) const
{
    const Node* node = nodeInQuestion();
    if (!node || state().ended) {
        return impossible(tr("There is nothing to decide about."));
    }
    if (!command.node.isEmpty() && command.node != node->id) {
        return impossible(tr("The question is about \"%1\", not about \"%2\".")
                              .arg(node->id.text(), command.node.text()));
    }
    return std::nullopt;
}

/// A monitor that is decided about looks at all of its checks again.
void Runner::endRound()
{
    m_wait.stop();
    m_round = -1;
    m_lastRound = false;
}

void Runner::goOnAfterAnswer(const QList<EventDraft>& events)
{
    m_announced = false;
    m_goal.entered = true;
    record(events);
}

/// An ended run is not taken back while another works on the same databases.
std::optional<Error> Runner::otherOpenRun() const
{
    if (!state().ended) {
        return std::nullopt;
    }
    for (auto each = m_opened.cbegin(); each != m_opened.cend(); ++each) {
        for (const RunSummary& other : each->runs) {
            if (other.run != state().run && !other.ended) {
                return impossible(
                    tr("The run \"%1\" of \"%2\" is open on \"%3\".")
                        .arg(other.run, other.title, m_context.urls.value(each.key())),
                    tr("End that run, or roll it back, first."));
            }
        }
    }
    return std::nullopt;
}

std::optional<Error> Runner::rollback(const Command& command)
{
    if (const auto other = otherOpenRun()) {
        return other;
    }
    const Flow& flow = m_context.flow;
    const NodeId start = flow.node(flow.start()).id;
    NodeId to = command.node;
    if (state().ended && *state().ended != Outcome::Migrated && state().applied.isEmpty()) {
        return impossible(tr("Nothing is left that could be taken back."));
    }
    if (!to.isEmpty() && to != start && !safeStates(flow, state()).contains(to)) {
        QStringList names;
        for (const NodeId& safe : safeStates(flow, state())) {
            names.append(safe.text());
        }
        return impossible(tr("\"%1\" is no safe state to go back to from here.").arg(to.text()),
            names.isEmpty() ? tr("No change has taken effect.")
                            : tr("These are: %1.").arg(names.join(QStringLiteral(", "))));
    }
    if (!to.isEmpty() || !state().applied.isEmpty()) {
        const WayBack way = wayBack(flow, state(), to);
        if (!way.problem.isEmpty()) {
            return impossible(way.problem);
        }
        to = to.isEmpty() ? way.to : to;
    }
    beginRollback(to.isEmpty() ? start : to, nameOf(command), command.because);
    m_goal = {Goal::Kind::End, {}, true};
    m_announced = false;
    return std::nullopt;
}

std::optional<Error> Runner::confirm(const Command& command)
{
    if (state().rest.reason != RestReason::Confirmation) {
        return impossible(tr("Nothing is waiting for a confirmation."));
    }
    if (const auto other = aboutWhatIsAsked(command)) {
        return other;
    }
    const QString outcome = command.outcome.isEmpty() ? outcomes::pass : command.outcome;
    if (outcome != outcomes::pass && outcome != outcomes::fail) {
        return impossible(tr("\"%1\" is neither pass nor fail.").arg(outcome));
    }
    if (outcome == outcomes::fail && isBlank(command.because)) {
        return needsReason();
    }
    const Rest rest = state().rest;
    const QString by = nameOf(command);
    QJsonObject given{{QStringLiteral("outcome"), outcome}, {QStringLiteral("by"), by},
        {QStringLiteral("because"), command.because}};
    QList<EventDraft> events;
    const Node* node = plan().nodes.find(rest.node);
    if (!rest.check.isEmpty()) {
        given.insert(QStringLiteral("check"), rest.check.text());
        given.insert(QStringLiteral("phase"), rest.phase);
        events.append({EventType::ConfirmationGiven, rest.node, {}, given});
        events.append({EventType::CheckDone, rest.node, {},
            {{QStringLiteral("check"), rest.check.text()}, {QStringLiteral("phase"), rest.phase},
                {QStringLiteral("result"), outcome},
                {QStringLiteral("found"), command.because.isEmpty() ? by : command.because},
                {QStringLiteral("expected"), rest.question}, {QStringLiteral("try"), 1},
                {QStringLiteral("message"),
                    outcome == outcomes::fail ? tr("%1: %2").arg(by, command.because)
                                              : QString()}}});
        if (m_round >= 0) {
            ++m_round;
        }
        goOnAfterAnswer(events);
        return std::nullopt;
    }
    events.append({EventType::ConfirmationGiven, rest.node, rest.edge, given});
    QJsonObject data;
    if (rest.edge.isEmpty() && node && isChange(*node)) {
        data.insert(QStringLiteral("change"), true);
    }
    if (outcome == outcomes::pass) {
        data.insert(QStringLiteral("evidence"), command.because);
        data.insert(QStringLiteral("ms"), 0);
        events.append({EventType::StepDone, rest.node, rest.edge, data});
        if (!rest.edge.isEmpty()) {
            const std::optional<Way> way
                = chosenWay(m_context.flow, state(), rest.node, state().rollbackTo);
            events += way ? compensatedAlong(rest.node, *way) : QList<EventDraft>();
        } else if (node && node->kind == NodeKind::Rollback) {
            events += compensatedBy(*node);
        }
    } else {
        data.insert(QStringLiteral("error"), tr("%1: %2").arg(by, command.because));
        data.insert(QStringLiteral("effect"), QStringLiteral("unknown"));
        events.append({EventType::StepFailed, rest.node, rest.edge, data});
    }
    goOnAfterAnswer(events);
    return std::nullopt;
}

std::optional<Error> Runner::handOver(const Command& command)
{
    if (isBlank(command.outcome)) {
        return Error{ErrorCode::Usage, tr("To whom is the run handed over?"), {}, {}};
    }
    m_announced = false;
    record({{EventType::HandedOver, {}, {},
        {{QStringLiteral("by"), nameOf(command)}, {QStringLiteral("to"), command.outcome},
            {QStringLiteral("note"), command.because}}}});
    return std::nullopt;
}

} // namespace whimbrel
