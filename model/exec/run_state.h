// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/event.h"
#include "model/plan/flow.h"

#include <QHash>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QMap>

#include <optional>

namespace whimbrel {

enum class StepStatus {
    Waiting, ///< not entered
    Running,
    Asking, ///< a gate, confirmation or decision is open
    Holding, ///< a monitor or hold is under way
    Done,
    Failed,
    Skipped,
    MarkedDone,
    InDoubt,
    Compensated, ///< it took effect and was taken back
};

enum class CheckResult { Pass, Fail, Unknown };

/// What the last try of a check found.
struct CheckRun {
    CheckId check{};
    QString phase{}; ///< entry, exit or checks
    CheckResult result = CheckResult::Unknown;
    QString found{};
    QString expected{};
    int tries = 0;
    qint64 ms = 0;
    QString message{};
};

/// What happened to one node so far.
struct StepRun {
    StepStatus status = StepStatus::Waiting;
    QDateTime entered{};
    QDateTime ended{};
    qint64 ms = 0; ///< of its action: the time that somebody worked on it
    QDateTime workedUntil{}; ///< a backfill: up to when `ms` is counted
    qint64 rows = -1; ///< -1: nothing that counts rows ran
    QString statement{}; ///< the statement in hand or the last one
    int statementNumber = 0;
    int statements = 0;
    qint64 batches = 0;
    qint64 cursorFirst = 0; ///< backfill: where it began, how far it is, where it ends
    qint64 cursorLast = 0;
    qint64 cursorUntil = 0;
    QString outcome{};
    QString error{};
    QList<CheckRun> checks{};
    QString evidence{};
    bool tookEffect = false; ///< a change whose action took effect, in whole or in part
    qint64 order = 0; ///< number of the event with which it was entered last; 0: never
    bool intended = false; ///< the action was announced, and neither done nor failed since
    bool actionDone = false; ///< the action is over: done, marked as done, or skipped
    int statementsDone = 0; ///< how many statements took effect for good
    QJsonValue cursor{}; ///< backfill: the last key carried over; undefined: none yet
    QJsonValue until{}; ///< backfill: the largest key at its start
    QDateTime holdUntil{}; ///< a monitor's or hold's end
    bool left = false; ///< its outcome is journaled
    QJsonObject intent{}; ///< data of the last StepIntended
    QJsonObject result{}; ///< data of the last StepDone: a backup's sha256 …
    QStringList beforeTaken{}; ///< a change: beforeKey() of the values taken on entering it
    bool arrivedBack = false; ///< reached by a rollback; its action is not performed
};

/// Why a run that is open does not go on by itself.
enum class RestReason {
    None,
    Gate,
    Confirmation,
    Failure,
    CheckFailed,
    Doubt,
    Hold,
    Paused,
    Unknown
};

/// What the run waits for, and what the person may choose.
struct Rest {
    RestReason reason = RestReason::None;
    NodeId node{};
    EdgeId edge{}; ///< when it is about a compensation
    QString question{};
    QString detail{}; ///< the error, the evidence …
    QDateTime until{}; ///< a hold's end
    QStringList outcomes{}; ///< a gate's possible answers
    CheckId check{}; ///< the check that failed, or that somebody is asked about
    QString phase{}; ///< of that check: entry, exit or checks
    int statement = 0; ///< in doubt: the number of the statement whose end is not known; 0: none
    QString sql{}; ///< that statement
    QString catalog{}; ///< what the catalog shows of it
    bool breakpoint = false; ///< paused because somebody wanted to stop here
    qint64 asked = 0; ///< number of the event that asked
};

/// A run that one person left for another.
struct Handover {
    QString by{};
    QString to{};
    QString note{};
    QDateTime at{};
};

/// Who carries a run out, as it was journaled when they began or went on.
struct RunnerIdentity {
    QString by{};
    QString host{};
    qint64 pid = 0;
    QDateTime since{};
};

/// The fold of a run's events.
struct RunState {
    QString run{};
    QString planHash{};
    QString title{};
    QString environment{};
    QString policy{};
    QString by{};
    QMap<TargetId, QString> bindings{}; ///< URLs with which the run began, without secrets
    QDateTime started{};
    QDateTime lastEvent{};
    qint64 events = 0;
    QList<NodeId> ready{}; ///< the position: nodes to enter or in hand
    QHash<NodeId, StepRun> steps{};
    QHash<EdgeId, StepRun> compensations{};
    QList<EdgeId> followed{}; ///< edges in the order in which they were followed
    QList<NodeId> applied{}; ///< changes that took effect and are not compensated, oldest first
    Rest rest{};
    /// Values taken for Expectation::before, by beforeKey(); undefined where that failed.
    QHash<QString, QJsonValue> before{};
    bool rollingBack = false;
    NodeId rollbackTo{};
    QString rollbackBecause{};
    QList<NodeId> takenBack{}; ///< by the rollback in hand or the last one, latest first
    std::optional<Outcome> ended{};
    QMap<TargetId, QString> readOnly{}; ///< targets that can only be read, and why
    RunnerIdentity runner{}; ///< the last one that there was
    std::optional<Handover> handover{}; ///< left to somebody, and not taken over yet

    [[nodiscard]] bool isOpen() const { return !run.isEmpty() && !ended; }
    [[nodiscard]] StepRun step(const NodeId& node) const { return steps.value(node); }
};

/// Names one check of a node in RunState::before; `phase` is entry, exit or checks.
[[nodiscard]] QString beforeKey(const NodeId& node, const QString& phase, const CheckId& check);

/// Takes one more event into the state. Unknown data keys are ignored.
void fold(RunState& state, const Event& event);
[[nodiscard]] RunState foldAll(const QList<Event>& events);

/// The way back from here: where to, what it does, how long it takes, what is lost.
struct WayBack {
    NodeId to{}; ///< empty: nothing to take back, or no way
    QList<EdgeId> edges{}; ///< in the order in which they would be followed
    qint64 estimateMs = 0; ///< of the steps whose estimate is known
    bool estimateComplete = true;
    QStringList lost{}; ///< what cannot be brought back, in words
    QString problem{}; ///< why there is no way back from here; empty if there is one
};

/// The way from the present state to the nearest safe state, or to `to`.
[[nodiscard]] WayBack wayBack(const Flow& flow, const RunState& state, const NodeId& to = {});

/// One way in which a change can be taken back.
struct Way {
    EdgeId edge{}; ///< a rollback edge, or a `fail` edge into a rollback node
    NodeId through{}; ///< the rollback node whose action compensates; empty: the edge's does
    NodeId to{}; ///< where the system is afterwards
};

/// The ways in which a change can be taken back: its own rollback edges, those of the
/// verifications that guard it, then rollback nodes behind their `fail` outcomes.
[[nodiscard]] QList<Way> waysOf(const Flow& flow, int change);

/// The way that a rollback to `to` (empty: the nearest safe state) takes for `change`; nothing if
/// there is none. Among several: the one that leads least far back, but not one that stops short.
[[nodiscard]] std::optional<Way> chosenWay(
    const Flow& flow, const RunState& state, const NodeId& change, const NodeId& to);

/// The changes that took effect after `node` was entered, latest first.
[[nodiscard]] QList<NodeId> appliedSince(
    const Flow& flow, const RunState& state, const NodeId& node);

/// What a way to `to` takes back that leaves `change` (or a step behind it): everything done since,
/// but not what was done in other branches of a fork around it. Latest first.
[[nodiscard]] QList<NodeId> takenBackAlong(
    const Flow& flow, const RunState& state, const NodeId& change, const NodeId& to);

/// Whether two nodes stand in different branches of one fork.
[[nodiscard]] bool areParallel(const Flow& flow, int a, int b);

/// The safe states that a rollback may aim at from here, nearest first.
[[nodiscard]] QList<NodeId> safeStates(const Flow& flow, const RunState& state);

} // namespace whimbrel
