// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/line_reader.h"
#include "app/cli/run_report.h"
#include "app/cli/signal_watcher.h"
#include "model/exec/executor.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace whimbrel::cli {

/// An answer that was given in advance on the command line.
struct Answer {
    QString outcome{};
    QString because{};
};

/// What the person who started the process wants of the run.
struct SessionOptions {
    enum class Goal { GoOn, RunTo, Rollback, HandOver };
    Goal goal = Goal::GoOn;
    NodeId node{}; ///< of RunTo and Rollback
    QString note{}; ///< why it goes back; the note of a handover
    QString person{}; ///< to whom it is handed over
    QString by{};
    qint64 longestHoldMs = 0; ///< longer holds are not waited for
    bool ask = false; ///< somebody is there to be asked
    bool asJson = false; ///< messages as JSON lines instead of text
    QHash<NodeId, QList<Answer>> gates{};
    QHash<NodeId, Answer> confirmations{};
    QHash<NodeId, QList<Answer>> decisions{};
    QString resumeLine{}; ///< the command that goes on from here, for the hint at the end
};

/// Leads an executor to a goal: prints what it does, asks at its rests (or answers with what was
/// given in advance), and lets it settle when the process is told to stop.
class RunSession final : public QObject {
    Q_OBJECT

public:
    RunSession(Executor& executor, SessionOptions options, QObject* parent = nullptr);

    /// Runs the event loop until the executor has released everything; returns the exit code.
    /// start() or resume() of the executor was successful before.
    [[nodiscard]] int exec();

private:
    using Reply = std::function<void(const QString&)>;

    void takeMessage(const RunnerMessage& message);
    void takeRest();
    void takeHold();
    void takeProgress(const Progress& progress);
    void takeInterrupt();
    void takeLine(const QByteArray& line);

    /// Says what going back would do, and asks whether it shall.
    void askRollback();
    void pursueGoal();
    [[nodiscard]] bool goalIsReached() const;
    void answerGate();
    void answerConfirmation();
    void answerFailure();
    void askAtPause();
    void askGate();
    void askConfirmation();
    void askFailure();
    void askReason(const QString& question, const Reply& reply);
    void takeFailureChoice(const QString& choice);
    void chooseSafeState();

    void ask(const QString& prompt, Reply reply);
    void send(whimbrel::Command command);
    void quit();
    void say(const QString& line);
    void sayHowToGoOn();

    Executor& m_executor;
    SessionOptions m_options{};
    EventPrinter m_printer{};
    SignalWatcher m_signals{};
    std::unique_ptr<LineReader> m_reader{};
    Reply m_reply{};
    QElapsedTimer m_lastProgress{};
    bool m_live = false; ///< earlier events are told no more
    bool m_goalSent = false;
    bool m_stopping = false;
    bool m_wentBack = false;
    bool m_refused = false;
    qint64 m_eventsAtCommand = -1;
    int m_exitCode = -1;
};

/// Lets a window lead the executor: commands as JSON lines on standard input, messages as JSON
/// lines on standard output. When the input ends, the step in hand is finished and the run rests.
[[nodiscard]] int execControl(Executor& executor);

} // namespace whimbrel::cli
