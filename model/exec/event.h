// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/ids.h"

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace whimbrel {

/// What the journal records. The run's whole state is a fold of its events (run_state.h).
/// The comment lists the keys of Event::data. Events about the action or the effect of a change
/// carry `change: true`, so that the fold needs no plan.
enum class EventType {
    RunStarted, ///< planHash, title, environment, bindings {target: url without secrets}, policy,
                ///< by, host, identities, databases {target: settings, notes; readOnly or absent:
                ///< why}, rehearsed or unrehearsed (why), preflight (its errors) and
                ///< preflightAccepted (why)
    RunResumed, ///< by, host, pid, version, bindings, databases; strange, because; insteadOf,
                ///< tookOverBecause: who it had been handed to, and why somebody else took it
    NodeEntered, ///< via (edge)
    BeforeTaken, ///< node = whose check it is; phase, check, value (or null), problem, for (the
                 ///< change that is entered): for
                 ///< Expectation::before
    StepIntended, ///< hash, statements, repeatable; for a node's action, or an edge's compensation
    StatementIntended, ///< number, sql, hash, class
    StatementDone, ///< number, rows, ms
    TriedAgain, ///< number, error, try, waitMs: a lock or the connection was not to be had; nothing
                ///< of that try took effect
    Resolved, ///< number, outcome: applied|not-applied, evidence: what the database said of a
              ///< statement that was begun and whose end was not journaled
    BatchDone, ///< number, first, last, until, rows, ms: a backfill's cursor, committed with its
               ///< batch
    StepDone, ///< rows, ms, evidence (a backup's path …)
    StepFailed, ///< error, statement, effect: "none" | "partial" | "unknown"
    StepSkipped, ///< by, because
    StepMarkedDone, ///< by, because (the evidence)
    CheckDone, ///< check, phase: entry|exit|checks, result: pass|fail|unknown, found, expected,
               ///< try, ms, message
    NodeDone, ///< outcome
    EdgeFollowed, ///< edge; node = where it leads, from
    GateAsked, ///< question, outcomes
    GateAnswered, ///< outcome, by, because; signed: signature, answeredAt (see GateStatement)
    ConfirmationAsked, ///< instructions; check, phase when it is about a manual check
    ConfirmationGiven, ///< outcome, by, because; check, phase
    HoldBegan, ///< until
    RollbackBegan, ///< to, by, because
    Compensated, ///< a change was taken back: node = the change, edge = the way
    RollbackEnded, ///< node = where the run rests now
    DoubtFound, ///< evidence
    Decided, ///< decision: done|retry|rollback|skip|go-on, by, because
    Paused, ///< because
    Cancelled, ///< what was found to be true after the cancel
    HandedOver, ///< by, to, note
    BlockerStopped, ///< session, who, how: cancel|terminate, by: somebody blocked the statement in
                    ///< hand and was stopped
    PlanAdopted, ///< plan (packed), planHash, by, because
    RunEnded, ///< outcome: migrated|reverted|restored|abandoned
};

/// One row of the journal. Append-only.
struct Event {
    qint64 number = 0; ///< 1, 2, 3 … within the run
    QString run{};
    QDateTime at{}; ///< UTC, milliseconds
    EventType type = EventType::RunStarted;
    NodeId node{};
    EdgeId edge{};
    TargetId target{};
    QJsonObject data{};
    bool operator==(const Event&) const = default;
};

[[nodiscard]] QString keyOf(EventType type); ///< "run-started" …
[[nodiscard]] std::optional<EventType> eventTypeOf(const QString& key);
[[nodiscard]] QJsonObject toJson(const Event& event);
[[nodiscard]] Result<Event> eventFromJson(const QJsonObject& json);

} // namespace whimbrel
