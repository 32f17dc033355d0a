// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/runner.h"

#include <QCoreApplication>

namespace whimbrel {

Runner::Runner(QObject* parent)
    : QObject(parent)
    , m_recorder(m_context)
    , m_checks(m_context)
    , m_actions(m_context, m_recorder)
{
    m_wait.setSingleShot(true);
    connect(&m_wait, &QTimer::timeout, this, &Runner::advance);
    m_loss.pause.setSingleShot(true);
    connect(&m_loss.pause, &QTimer::timeout, this, &Runner::tryAgain);
    connect(&m_recorder, &Recorder::recorded, this, [this](const Event& event) {
        m_announced = false;
        if (event.type != EventType::TriedAgain) {
            stopTrying(); // it goes on
        }
        stopLooking();
        RunnerMessage say;
        say.type = RunnerMessage::Type::Event;
        say.run = event.run;
        say.event = event;
        emit message(say);
    });
    connect(&m_recorder, &Recorder::progressed, this, [this](const Progress& progress) {
        RunnerMessage say;
        say.type = RunnerMessage::Type::Progress;
        say.run = state().run;
        say.progress = progress;
        emit message(say);
    });
    connect(&m_recorder, &Recorder::stalled, this, &Runner::stall);
    connect(&m_recorder, &Recorder::broken, this, &Runner::failRun);
}

Runner::~Runner()
{
    // The sessions' threads call back into the recorder, so they end first.
    m_sessions.clear();
}

bool Runner::isResting() const
{
    return m_ready && !m_finished && !m_inHand && !m_recorder.isBusy() && m_announced;
}

void Runner::advanceSoon()
{
    QMetaObject::invokeMethod(this, &Runner::advance, Qt::QueuedConnection);
}

void Runner::advance()
{
    if (m_finished || !m_ready || m_inHand || m_recorder.isBusy() || isWaitingToTryAgain()) {
        return;
    }
    if (!m_later.isEmpty()) {
        record(std::exchange(m_later, {}));
        return;
    }
    if (settleInterruptions() || settleLeftovers() || mustRest()) {
        return;
    }
    if (state().rollingBack) {
        stepBack();
    } else if (m_arriving) {
        checkArrival();
    } else {
        stepForward();
    }
}

/// Deals with pause, cancel and quit, now that nothing is in hand.
bool Runner::settleInterruptions()
{
    if (m_cancelling) {
        m_cancelling = false;
        m_goal = {};
        for (const auto& session : m_sessions) {
            session->reset();
        }
        if (state().isOpen() && state().rest.reason == RestReason::None) {
            record({{EventType::Cancelled, nextReady(), {},
                {{QStringLiteral("found"),
                    tr("Cancelled between two steps: what was done before stands, and nothing is "
                       "half done.")}}}});
            return true;
        }
    }
    if (m_pausing) {
        m_pausing = false;
        m_wait.stop();
        m_round = -1;
        m_goal = {};
        const RestReason reason = state().rest.reason;
        if (state().isOpen() && (reason == RestReason::None || reason == RestReason::Hold)) {
            pauseWith(tr("Paused by %1.").arg(m_pauseBy), nextReady());
            return true;
        }
    }
    if (m_quitting) {
        finish(exitCodeOf(state()));
        return true;
    }
    return false;
}

/// Whether nothing happens until somebody says something. Failures first go where the policy sends
/// them.
bool Runner::mustRest()
{
    const RestReason reason = state().rest.reason;
    if (m_goal.kind == Goal::Kind::None || state().ended) {
        restNow();
        return true;
    }
    switch (reason) {
    case RestReason::None:
    case RestReason::Paused:
        return false;
    case RestReason::Hold:
        return false;
    case RestReason::Failure:
    case RestReason::CheckFailed:
        if (followPolicy()) {
            return true;
        }
        break;
    case RestReason::Gate:
    case RestReason::Confirmation:
    case RestReason::Doubt:
    case RestReason::Unknown:
        break;
    }
    restNow();
    return true;
}

/// After a failure on the way forward: the fail edge, or back, where nobody has to be asked.
bool Runner::followPolicy()
{
    const Node* node = plan().nodes.find(state().rest.node);
    if (!node || state().rollingBack || !state().rest.edge.isEmpty()
        || state().step(node->id).arrivedBack) {
        return false;
    }
    const bool follow = std::exchange(m_followFail, false);
    const bool byChecks = node->kind == NodeKind::Gate && node->ask.isEmpty();
    if (byChecks && !departure(*node, outcomes::no).isEmpty()) {
        record(departure(*node, outcomes::no));
        return true;
    }
    const QList<EventDraft> failing = departure(*node, outcomes::fail);
    const QString& policy = m_context.policy;
    if (!failing.isEmpty() && (follow || policy == policies::back)) {
        record(failing);
        return true;
    }
    if (policy == policies::stop) {
        return false;
    }
    const NodeId start = m_context.flow.node(m_context.flow.start()).id;
    if (policy == policies::revert) {
        if (!wayBack(m_context.flow, state(), start).problem.isEmpty()) {
            return false;
        }
        beginRollback(start, m_context.by, tr("The policy of the run: back to the start."));
        return true;
    }
    const WayBack way = wayBack(m_context.flow, state());
    if (way.to.isEmpty()) {
        return false;
    }
    beginRollback(way.to, m_context.by, tr("The policy of the run: back to a safe state."));
    return true;
}

void Runner::restNow()
{
    if (m_announced) {
        return;
    }
    m_announced = true;
    RunnerMessage say;
    say.type = RunnerMessage::Type::Resting;
    say.run = state().run;
    emit message(say);
    lookAhead();
}

void Runner::pauseWith(const QString& because, const NodeId& node, const EdgeId& edge)
{
    m_goal = {};
    record({{EventType::Paused, node, edge, {{QStringLiteral("because"), because}}}});
}

void Runner::record(const QList<EventDraft>& events)
{
    m_recorder.record(events, [this] { advanceSoon(); });
}

void Runner::recordEverywhere(const QList<EventDraft>& events)
{
    m_recorder.recordEverywhere(events, [this] { advanceSoon(); });
}

void Runner::finish(int exitCode)
{
    if (m_finished) {
        return;
    }
    m_finished = true;
    m_wait.stop();
    // Later, because this may be called from within a session's own event.
    QMetaObject::invokeMethod(
        this,
        [this, exitCode] {
            stopLooking();
            m_sessions.clear();
            m_context.sessions.clear();
            m_context.readers.clear();
            RunnerMessage say;
            say.type = RunnerMessage::Type::Bye;
            say.run = state().run;
            say.exitCode = exitCode;
            emit message(say);
            emit finished(exitCode);
        },
        Qt::QueuedConnection);
}

/// Somebody else holds the database, or the connection to it has gone: nothing can be done, not
/// even journaled. A lost connection is tried to be had again; otherwise the run rests where it
/// was, and going on tries the same again.
void Runner::stall(const Error& error)
{
    if (!m_ready) {
        failRun(error);
        return;
    }
    m_inHand = false;
    const Goal goal = std::exchange(m_goal, Goal());
    m_round = -1;
    m_wait.stop();
    m_announced = false;
    if (tryAgainLater(error, goal)) {
        return;
    }
    RunnerMessage say;
    say.type = RunnerMessage::Type::Refused;
    say.run = state().run;
    say.error = error;
    emit message(say);
    advanceSoon();
}

void Runner::failRun(const Error& error)
{
    if (m_finished) {
        return;
    }
    RunnerMessage say;
    say.type = RunnerMessage::Type::Failed;
    say.run = state().run;
    say.error = error;
    say.orphan = m_orphan;
    emit message(say);
    int exitCode = 1;
    if (error.code == ErrorCode::Connection || error.code == ErrorCode::ConnectionLost
        || error.code == ErrorCode::Locked) {
        exitCode = 4;
    } else if (error.code == ErrorCode::InDoubt) {
        exitCode = 5;
    } else if (error.code == ErrorCode::Usage || error.code == ErrorCode::Unreadable) {
        exitCode = 2;
    }
    finish(exitCode);
}

} // namespace whimbrel
