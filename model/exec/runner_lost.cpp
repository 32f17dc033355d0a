// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/duration.h"
#include "model/exec/runner.h"

#include <QCoreApplication>
#include <QRandomGenerator>

namespace whimbrel {

/// After a connection was given up on: the same is done again after a while, longer each time,
/// until the run's patience is over. False if nobody waits for it, or that is so.
bool Runner::tryAgainLater(const Error& error, const Goal& goal)
{
    constexpr qint64 shortestMs = 2000;
    constexpr qint64 longestMs = 60 * 1000;
    const bool wanted = goal.kind != Goal::Kind::None && !m_pausing && !m_cancelling && !m_quitting;
    if (error.code != ErrorCode::ConnectionLost || !wanted) {
        stopTrying();
        return false;
    }
    if (!m_loss.since.isValid()) {
        m_loss.since.start();
    }
    const qint64 most = qMin(shortestMs << qMin(m_loss.tries, 5), longestMs);
    const qint64 pauseMs = most / 2 + QRandomGenerator::global()->bounded(most / 2 + 1);
    if (m_loss.since.elapsed() + pauseMs > m_context.keepTryingMs) {
        stopTrying();
        return false;
    }
    ++m_loss.tries;
    m_loss.goal = goal;
    // Journaled with the next try, as soon as there is a journal to be written again.
    m_later.removeIf([](const EventDraft& event) { return event.type == EventType::TriedAgain; });
    const NodeId next = nextReady();
    const NodeId inHand = state().step(next).order > 0 ? next : NodeId();
    m_later.prepend({EventType::TriedAgain, inHand, {},
        {{QStringLiteral("error"), error.text()}, {QStringLiteral("try"), m_loss.tries + 1},
            {QStringLiteral("waitMs"), pauseMs}}});
    sayWhenTriedAgain(error, pauseMs);
    m_loss.pause.start(static_cast<int>(pauseMs));
    return true;
}

void Runner::sayWhenTriedAgain(const Error& error, qint64 pauseMs)
{
    const qint64 leftMs = m_context.keepTryingMs - m_loss.since.elapsed();
    const QString until
        = QDateTime::currentDateTime().addMSecs(leftMs).toString(QStringLiteral("HH:mm:ss"));
    if (m_loss.tries == 1) {
        RunnerMessage say;
        say.type = RunnerMessage::Type::Remark;
        say.run = state().run;
        say.text = tr("%1 The run goes on by itself when it is there again; it is tried until %2.")
                       .arg(error.message, until);
        emit message(say);
    }
    Progress now;
    now.node = nextReady();
    now.elapsedMs = m_loss.since.elapsed();
    now.waitsFor = tr("connection lost: try %1 in %2, until %3")
                       .arg(m_loss.tries + 1)
                       .arg(durationText(qMax<qint64>(pauseMs / 1000, 1) * 1000, 1), until);
    emit m_recorder.progressed(now);
}

/// Whoever pauses, cancels or quits meanwhile need not wait for the next try.
bool Runner::isWaitingToTryAgain()
{
    if (m_loss.pause.isActive() && (m_pausing || m_cancelling || m_quitting)) {
        stopTrying();
    }
    return m_loss.pause.isActive();
}

void Runner::tryAgain()
{
    m_goal = m_loss.goal;
    advance();
}

void Runner::stopTrying()
{
    m_loss.pause.stop();
    m_loss.since.invalidate();
    m_loss.tries = 0;
    m_loss.goal = {};
}

} // namespace whimbrel
