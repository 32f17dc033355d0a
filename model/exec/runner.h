// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/action_runner.h"
#include "model/exec/check_runner.h"
#include "model/exec/executor.h"
#include "model/exec/gate_statement.h"
#include "model/exec/opening.h"
#include "model/exec/recorder.h"
#include "model/exec/run_context.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace whimbrel {

/// The state machine behind Executor. It holds no position of its own: advance() looks at the
/// run's state (the fold of what is journaled) and does the next thing, so going on after a crash
/// is the same as going on.
///
/// Its functions stand in: runner.cpp (what is next), runner_opening.cpp (start),
/// runner_resuming.cpp, runner_leftovers.cpp (what a former runner began), runner_absent.cpp
/// (databases that are away), runner_lost.cpp (connections that went), runner_steps.cpp (forward),
/// runner_rollback.cpp (back), runner_ahead.cpp (what comes next, and breakpoints),
/// runner_commands.cpp, runner_decisions.cpp, runner_gate.cpp and runner_blockers.cpp (what people
/// say).
class Runner final : public QObject {
    Q_OBJECT

public:
    explicit Runner(QObject* parent = nullptr);
    ~Runner() override;

    [[nodiscard]] Result<> start(const RunRequest& request);
    [[nodiscard]] Result<> resume(const ResumeRequest& request);
    void execute(const Command& command);

    [[nodiscard]] const RunState& state() const { return m_recorder.state(); }
    [[nodiscard]] const Plan& plan() const { return m_context.plan(); }
    [[nodiscard]] bool isResting() const;

signals:
    void message(const whimbrel::RunnerMessage& message);
    void finished(int exitCode);

private:
    /// How far the run may move by itself before it rests.
    struct Goal {
        enum class Kind { None, Step, To, End };
        Kind kind = Kind::None;
        NodeId node{};
        bool entered = false; ///< Step: a step was entered already
        NodeId from{}; ///< the step at whose door it was said: no breakpoint holds it any more
    };

    // What is next.
    void advance();
    void advanceSoon();
    [[nodiscard]] bool settleInterruptions();
    [[nodiscard]] bool settleLeftovers();
    [[nodiscard]] bool mustRest();
    [[nodiscard]] bool followPolicy();
    void restNow();
    void pauseWith(const QString& because, const NodeId& node = {}, const EdgeId& edge = {});
    void record(const QList<EventDraft>& events);
    void recordEverywhere(const QList<EventDraft>& events);
    void finish(int exitCode);
    void stall(const Error& error);
    void failRun(const Error& error);

    // Start and resume.
    [[nodiscard]] Result<> bind(const QMap<TargetId, QString>& bindings, const Plan& plan);
    void openNext(qsizetype index);
    void onlyLookAt(Session& session, const Error& why);
    [[nodiscard]] QString targetsOf(const Session* session) const;
    void opened();
    void beginRun();
    [[nodiscard]] std::optional<Error> refusalToBegin() const;
    void chooseRun();
    void readRun(const RunSummary& summary);
    void continueRun(const RunSummary& summary, const Plan& plan, QList<Event> events);
    [[nodiscard]] std::optional<Error> refusalToTakeOver(const RunState& before) const;
    [[nodiscard]] QString strangeness(const QList<Event>& events) const;
    void bringTargetsUp(const QList<Event>& events, const RunRow& row);
    [[nodiscard]] Result<> adopt(QList<EventDraft>& events, const RunState& state);
    void goOnWith(const QList<EventDraft>& first, const QList<Event>& known);
    [[nodiscard]] static Result<OpenedDatabase> seenIn(Session::Held& held);
    [[nodiscard]] static QList<Event> sharedOf(const QList<Event>& events);
    [[nodiscard]] RunRow rowOfRun() const;
    [[nodiscard]] static Result<> introduceRun(
        Session::Held& held, const RunRow& row, const QList<Event>& events);
    [[nodiscard]] QJsonObject identities() const;
    [[nodiscard]] QJsonObject databaseNotes() const;
    [[nodiscard]] QJsonObject shownBindings() const;

    // Databases that a resumed run begins without.
    void foresee(qsizetype index);
    [[nodiscard]] std::optional<RunSummary> wantedRun(
        const QMap<TargetId, QList<RunSummary>>& found) const;
    void openForeseen(const Result<Plan>& plan);
    [[nodiscard]] Session::Use useOf(Session& session) const;
    [[nodiscard]] bool canBeginWithout(const Session& session, const Error& why) const;
    void goWithout(Session& session, const Error& why);
    [[nodiscard]] std::optional<Error> takeFromMirror(QList<Event>& events);
    [[nodiscard]] std::optional<Error> refusalToGoWithout(const RunState& before) const;
    [[nodiscard]] QStringList stepsThatNeed(const TargetId& target, const RunState& before) const;
    void sayWhatIsAbsent();
    [[nodiscard]] bool waitsFor(const QSet<TargetId>& needed, const NodeId& node);
    [[nodiscard]] bool waitsForTargetsOf(const Node& node);
    [[nodiscard]] QSet<TargetId> absentTargets() const;
    void bringBack(const TargetId& target, const NodeId& node);
    void openAgain(const TargetId& target, const NodeId& node, const QList<Event>& atHome);
    void isBack(Session& session, const OpenedDatabase& found);
    void staysAway(const TargetId& target, const NodeId& node, const Error& why);

    // Connections that were lost.
    [[nodiscard]] bool tryAgainLater(const Error& error, const Goal& goal);
    void sayWhenTriedAgain(const Error& error, qint64 pauseMs);
    [[nodiscard]] bool isWaitingToTryAgain();
    void tryAgain();
    void stopTrying();

    // Forward.
    void stepForward();
    [[nodiscard]] NodeId nextReady() const;
    void atTheDoor(const Node& node);
    [[nodiscard]] bool takeBefore(const Node& node, const StepRun& step);
    [[nodiscard]] bool runChecks(
        const Node& node, const QList<Check>& checks, const QString& phase, bool repeat = false);
    void startCheck(const Node& node, const Check& check, const QString& phase);
    void checkDone(
        const NodeId& node, const Check& check, const QString& phase, const CheckOutcome& outcome);
    [[nodiscard]] bool performAction(const Node& node, const StepRun& step, bool onlyTell = false);
    [[nodiscard]] QString doubtAbout(const Node& node, const StepRun& step) const;
    [[nodiscard]] QList<EventDraft> compensatedBy(const Node& rollbackNode) const;
    void decideOutcome(const Node& node, const StepRun& step);
    void passGate(const Node& node, const StepRun& step);
    void observe(const Node& node, const StepRun& step);
    void leave(const Node& node, const QString& outcome);
    [[nodiscard]] QList<EventDraft> departure(const Node& node, const QString& outcome) const;
    [[nodiscard]] EventDraft entry(const Node& node, const EdgeId& via) const;
    [[nodiscard]] std::optional<EventDraft> entryBehind(const QList<EventDraft>& departed);
    [[nodiscard]] QList<EventDraft> onward(const Node& node, const QString& outcome);
    [[nodiscard]] QList<EventDraft> onwardAfter(const NodeId& id, const CheckId& passed);
    [[nodiscard]] QList<EventDraft> departureAfterAction(const Node& node) const;
    [[nodiscard]] bool leavesByItself(const Node& node) const;
    [[nodiscard]] QStringList answersOf(const Node& node) const;

    // Back.
    void beginRollback(const NodeId& to, const QString& by, const QString& because);
    void stepBack();
    void arrive(const NodeId& node);
    void checkArrival();
    void compensate(const NodeId& change, const Way& way, bool onlyTell = false);
    [[nodiscard]] QSet<TargetId> targetsNeededToGoBack() const;
    [[nodiscard]] QList<EventDraft> compensatedAlong(const NodeId& change, const Way& way) const;
    [[nodiscard]] NodeId latestBackup() const;
    [[nodiscard]] QList<NodeId> undoneByRestoring(const NodeId& backup) const;
    [[nodiscard]] QList<NodeId> positionIn(const NodeId& node) const;

    // What comes next.
    void lookAhead();
    void stopLooking();
    [[nodiscard]] NodeId atTheDoorNow() const;
    [[nodiscard]] bool stopsAtBreakpoint(const Node& node);
    [[nodiscard]] std::optional<Error> setBreakpoints(const Command& command);

    // What people say.
    [[nodiscard]] std::optional<Error> tryExecute(const Command& command);
    [[nodiscard]] std::optional<Error> move(const Command& command);
    [[nodiscard]] std::optional<Error> interrupt(const Command& command);
    [[nodiscard]] std::optional<Error> retry(const Command& command);
    [[nodiscard]] std::optional<Error> retryFrom(const Command& command);
    [[nodiscard]] std::optional<Error> skip(const Command& command);
    [[nodiscard]] std::optional<Error> markDone(const Command& command);
    [[nodiscard]] std::optional<Error> rollback(const Command& command);
    [[nodiscard]] std::optional<Error> restoreLatest(const Command& command);
    [[nodiscard]] std::optional<Error> answer(const Command& command);
    [[nodiscard]] std::optional<Error> refusalOfSignature(
        const Node& gate, const GateAnswer& answer) const;
    [[nodiscard]] std::optional<Error> confirm(const Command& command);
    [[nodiscard]] std::optional<Error> decide(const Command& command);
    [[nodiscard]] std::optional<Error> handOver(const Command& command);
    [[nodiscard]] std::optional<Error> stopBlocker(const Command& command);
    [[nodiscard]] std::optional<Error> aboutWhatIsAsked(const Command& command) const;
    [[nodiscard]] const Node* nodeInQuestion() const;
    [[nodiscard]] std::optional<Error> otherOpenRun() const;
    [[nodiscard]] bool liesAhead(const NodeId& node) const;
    [[nodiscard]] QString nameOf(const Command& command) const;
    void endRound();
    void goOnAfterAnswer(const QList<EventDraft>& events);

    RunContext m_context{};
    Recorder m_recorder;
    CheckRunner m_checks;
    ActionRunner m_actions;
    std::vector<std::unique_ptr<Session>> m_sessions{};
    QTimer m_wait; ///< until a monitor's next round
    /// A connection that was lost and is not there again yet: when that was, and what was being
    /// done.
    struct Loss {
        QTimer pause{}; ///< until the next try
        QElapsedTimer since{}; ///< invalid: nothing is lost
        int tries = 0;
        Goal goal{};
    };
    Loss m_loss{};
    Goal m_goal{};
    bool m_inHand = false; ///< a check or an action runs
    /// Whether somebody has said something since the action in hand began.
    std::shared_ptr<std::atomic<bool>> m_spokenTo = std::make_shared<std::atomic<bool>>(false);
    bool m_ready = false; ///< Hello was said
    bool m_finished = false;
    bool m_mayBeLeftOpen = false; ///< what a former runner began; looked at once
    bool m_announced = false; ///< Resting was said for the present rest
    bool m_pausing = false;
    bool m_cancelling = false;
    bool m_quitting = false;
    bool m_followFail = false; ///< go on along the fail edge
    bool m_arriving = false; ///< a rollback ended: look at where it led
    qsizetype m_round = -1; ///< a monitor's check in the present round; -1: between rounds
    bool m_lastRound = false;
    QString m_pauseBy{};
    QSet<NodeId> m_breakpoints{};
    Session* m_looking = nullptr; ///< whose watcher looks at what the next step would wait for
    Surroundings m_around{}; ///< as it saw last
    std::optional<Orphan> m_orphan{}; ///< what keeps the run from being resumed
    QList<EventDraft> m_later{}; ///< to be journaled once nothing is in hand

    std::optional<RunRequest> m_request{};
    QJsonObject m_rehearsal{}; ///< what the run's first event says of its rehearsal
    std::optional<ResumeRequest> m_resume{};
    QMap<TargetId, ConnectionUrl> m_urls{};
    QMap<TargetId, OpenedDatabase> m_opened{};
    QMap<TargetId, Error> m_onlyRead{}; ///< databases that take no changes, and why
    std::optional<Plan> m_foreseen{}; ///< which plan a resumed run is going to carry out
    /// A database that could not be reached when the run was resumed.
    struct Absent {
        Session* session = nullptr;
        Session::Use use = Session::Use::Work;
        Error why{};
        QList<Event> known{}; ///< what the run knows of its journal
    };
    QMap<TargetId, Absent> m_absent{};
    QMap<TargetId, QList<RunSummary>> m_seenRuns{}; ///< before anything was opened to be worked on
};

} // namespace whimbrel
