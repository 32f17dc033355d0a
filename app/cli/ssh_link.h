// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/runner_place.h"

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QTimer>

namespace whimbrel::cli {

/// What is handed to the runner's program on the other machine, behind its greeting.
struct RunnerTask {
    QStringList arguments{}; ///< the command and its options; the plan is put behind the command
    QByteArray plan{}; ///< encoded HandedPlan
    QString origin{};
    QByteArray secrets{}; ///< one line, with its newline
    qint64 signOfLifeMs = 10 * 1000; ///< how often it is shown that somebody listens
};

/// The runner of another machine at the other end of ssh. Nothing is sent before it has said that
/// it is the same version: a task and its passwords go to none that may not understand them.
class SshLink final : public QObject {
    Q_OBJECT

public:
    SshLink(RunnerPlace place, RunnerTask task, bool mayAsk, QObject* parent = nullptr);
    /// Lets go: the runner over there finishes the step in hand and rests.
    ~SshLink() override;

    void start();
    /// Is kept until the runner has greeted.
    void send(const QByteArray& bytes);
    /// The runner's input ends: it comes to rest and goes.
    void closeInput();
    /// Shows the runner every few seconds that somebody listens; it rests when that stops.
    void showSignsOfLife();
    [[nodiscard]] bool isGreeted() const { return m_greeted; }

signals:
    void received(const QByteArray& bytes); ///< what the runner says behind its greeting
    /// The runner ended by itself with this exit code, or `problem` says why there is none (any
    /// more).
    void ended(int exitCode, const QString& problem);

private:
    void takeOutput();
    void takeGreeting(const QByteArray& line);
    void takeErrors();
    void takeEnd(int exitCode, bool crashed);
    void giveUp(const QString& problem);
    void handTaskOver();

    RunnerPlace m_place;
    RunnerTask m_task;
    QProcess m_process;
    QTimer m_life;
    QByteArray m_pending{}; ///< before the greeting: what was said; behind it: nothing
    QByteArray m_waiting{}; ///< to be sent
    QByteArray m_errors{};
    bool m_greeted = false;
    bool m_closing = false;
    bool m_ended = false;
};

} // namespace whimbrel::cli
