// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/event_printer.h"
#include "app/cli/given_answers.h"
#include "app/cli/questions.h"
#include "app/cli/signal_watcher.h"
#include "model/exec/executor.h"
#include "model/exec/next_step.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace whimbrel::cli {

/// What the person who started the process wants of the run.
struct SessionOptions {
    enum class Goal { GoOn, RunTo, Rollback, HandOver };
    Goal goal = Goal::GoOn;
    NodeId node{}; ///< of RunTo and Rollback
    QString note{}; ///< why it goes back; the note of a handover
    QString person{}; ///< to whom it is handed over
    QString by{};
    QList<NodeId> breakpoints{};
    RehearsalLog rehearsals{}; ///< kept beside the plan
    qint64 longestHoldMs = 0; ///< longer holds are not waited for
    qint64 longestSilenceMs = 60 * 1000; ///< of who leads a run over a network
    qint64 keepTryingMs = usualKeepTryingMs; ///< how long a lost connection is tried to be had
    bool ask = false; ///< somebody is there to be asked
    bool asJson = false; ///< messages as JSON lines instead of text
    GivenAnswers answers{};
    QString signKey{}; ///< answers to gates are signed with it; empty: only where one must be
    QString resumeLine{}; ///< the command that goes on from here, for the hint at the end
};

/// Leads a run to a goal: prints what it does, asks at its rests (or answers with what was
/// given in advance), and lets it settle when the process is told to stop.
class RunSession final : public QObject {
    Q_OBJECT

public:
    RunSession(RunHandle& executor, SessionOptions options, QObject* parent = nullptr);

    /// Runs the event loop until the executor has released everything; returns the exit code.
    /// start() or resume() of the executor was successful before.
    [[nodiscard]] int exec();

private:
    void takeMessage(const RunnerMessage& message);
    void takeRest();
    void takeHold();
    void takeProgress(const Progress& progress);
    void takeInterrupt();
    void takeDecision(const whimbrel::Command& command);
    void takeGoOn();
    void takeAround(const Surroundings& around);

    /// Says what the run would do next, once, and then calls `then`; where a server is asked who is
    /// in the way, a moment later.
    void tellNext(std::function<void()> then);
    void tellWhatIsKnown();
    [[nodiscard]] std::optional<NextStep> nextNow() const;

    void pursueGoal();
    [[nodiscard]] bool goalIsReached() const;
    [[nodiscard]] bool hasStopped() const;
    /// Whether the run goes back already to where it shall.
    [[nodiscard]] bool isUnderWay() const;
    /// Answers what the run rests at: as it was said in advance, or by asking.
    void answer();

    void send(whimbrel::Command command);
    /// Signs an answer to a gate, where a key was named; the error says why it could not be.
    [[nodiscard]] Result<> signAnswer(whimbrel::Command& command) const;
    void quit();
    void say(const QString& line);
    void sayHowToGoOn();

    RunHandle& m_executor;
    SessionOptions m_options{};
    EventPrinter m_printer{};
    SignalWatcher m_signals{};
    std::unique_ptr<Questions> m_questions{}; ///< none: nobody is there to be asked
    QElapsedTimer m_lastProgress{};
    QList<qint64> m_blockers{}; ///< sessions that were told of
    Surroundings m_around{}; ///< of the present rest
    std::function<void()> m_afterTelling{}; ///< set while the server's answer is waited for
    QTimer m_patience{};
    qint64 m_toldAt = -1; ///< how many events there were when the next step was told
    bool m_live = false; ///< earlier events are told no more
    bool m_goalSent = false;
    bool m_stopping = false;
    bool m_wentBack = false;
    bool m_refused = false;
    bool m_linkLost = false; ///< the runner went out of sight; it comes to rest by itself
    bool m_troubleTold = false; ///< what the run rests at was told by an event's line
    qint64 m_eventsAtCommand = -1;
    int m_exitCode = -1;
};

} // namespace whimbrel::cli
