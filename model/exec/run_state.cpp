// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/run_state.h"

#include "model/plan/names.h"

#include <QJsonArray>

namespace whimbrel {

namespace {

QString text(const Event& event, const char* key)
{
    return event.data.value(QLatin1String(key)).toString();
}

qint64 number(const Event& event, const char* key, qint64 otherwise = 0)
{
    return event.data.value(QLatin1String(key)).toInteger(otherwise);
}

/// The step that an event about an action means: a compensation when it names an edge.
StepRun& stepOf(RunState& state, const Event& event)
{
    return event.edge.isEmpty() ? state.steps[event.node] : state.compensations[event.edge];
}

void tookEffect(RunState& state, const Event& event)
{
    if (!event.edge.isEmpty() || !event.data.value(QLatin1String("change")).toBool()) {
        return;
    }
    state.steps[event.node].tookEffect = true;
    if (!state.applied.contains(event.node)) {
        state.applied.append(event.node);
    }
}

void rest(RunState& state, RestReason reason, const Event& event, const QString& detail = {})
{
    state.rest = Rest{};
    state.rest.reason = reason;
    state.rest.node = event.node;
    state.rest.edge = event.edge;
    state.rest.detail = detail;
}

/// Who carries it out from here, and on what.
void foldRunner(RunState& state, const Event& event)
{
    state.runner = {text(event, "by"), text(event, "host"), number(event, "pid"), event.at};
    state.handover.reset();
    const QJsonObject bindings = event.data.value(QLatin1String("bindings")).toObject();
    for (auto each = bindings.begin(); each != bindings.end(); ++each) {
        state.bindings.insert(TargetId(each.key()), each.value().toString());
    }
    state.readOnly.clear();
    const QJsonObject notes = event.data.value(QLatin1String("databases")).toObject();
    for (auto each = notes.begin(); each != notes.end(); ++each) {
        const QString why = each.value().toObject().value(QLatin1String("readOnly")).toString();
        if (!why.isEmpty()) {
            state.readOnly.insert(TargetId(each.key()), why);
        }
    }
}

void foldRunStarted(RunState& state, const Event& event)
{
    state = RunState{};
    state.run = event.run;
    state.planHash = text(event, "planHash");
    state.title = text(event, "title");
    state.environment = text(event, "environment");
    state.policy = text(event, "policy");
    state.by = text(event, "by");
    state.started = event.at;
    foldRunner(state, event);
}

void foldNodeEntered(RunState& state, const Event& event)
{
    StepRun fresh;
    fresh.status = StepStatus::Running;
    fresh.entered = event.at;
    fresh.order = event.number;
    state.steps[event.node] = fresh;
    if (!state.ready.contains(event.node)) {
        state.ready.append(event.node);
    }
    state.rest = Rest{};
}

/// A backfill takes as long as its batches, what commits them and the pauses between them; not the
/// time in which nobody worked on it.
void countWork(StepRun& step, const Event& event)
{
    if (step.workedUntil.isValid()) {
        step.ms += qMax<qint64>(step.workedUntil.msecsTo(event.at), 0);
    }
    step.workedUntil = event.at;
}

void foldStepIntended(RunState& state, const Event& event)
{
    StepRun& step = stepOf(state, event);
    if (!event.edge.isEmpty() && !event.data.value(QLatin1String("again")).toBool()) {
        step = StepRun{};
        step.entered = event.at;
    }
    step.status = StepStatus::Running;
    step.intended = true;
    step.actionDone = false;
    step.error.clear();
    step.workedUntil = event.at;
    step.intent = event.data;
    step.statements = static_cast<int>(number(event, "statements", step.statements));
    if (event.data.contains(QLatin1String("until"))) {
        step.until = event.data.value(QLatin1String("until"));
        step.cursorUntil = step.until.toInteger();
    }
    state.rest = Rest{};
}

void foldStatement(RunState& state, const Event& event)
{
    StepRun& step = stepOf(state, event);
    step.statementNumber = static_cast<int>(number(event, "number"));
    if (event.data.contains(QLatin1String("sql"))) {
        step.statement = text(event, "sql");
    }
    if (event.type == EventType::StatementDone) {
        step.statementsDone = step.statementNumber;
        step.ms += number(event, "ms");
        const qint64 rows = number(event, "rows", -1);
        if (rows >= 0) {
            step.rows = qMax<qint64>(step.rows, 0) + rows;
        }
        tookEffect(state, event);
    }
}

/// What the database said of a statement whose end nobody saw.
void foldResolved(RunState& state, const Event& event)
{
    StepRun& step = stepOf(state, event);
    if (text(event, "outcome") == QLatin1String("applied")) {
        step.statementsDone = static_cast<int>(number(event, "number"));
        tookEffect(state, event);
    }
    step.statementNumber = step.statementsDone;
}

void foldBatchDone(RunState& state, const Event& event)
{
    StepRun& step = stepOf(state, event);
    step.batches = number(event, "number");
    if (step.batches == 1) {
        step.cursorFirst = number(event, "first");
    }
    step.cursor = event.data.value(QLatin1String("last"));
    step.until = event.data.value(QLatin1String("until"));
    step.cursorLast = step.cursor.toInteger();
    step.cursorUntil = step.until.toInteger();
    step.rows = qMax<qint64>(step.rows, 0) + number(event, "rows");
    countWork(step, event);
    tookEffect(state, event);
}

void foldStepDone(RunState& state, const Event& event)
{
    StepRun& step = stepOf(state, event);
    step.intended = false;
    step.actionDone = true;
    step.error.clear();
    if (event.data.contains(QLatin1String("ms"))) {
        step.ms = number(event, "ms");
    } else if (step.batches > 0) {
        countWork(step, event);
    }
    step.rows = number(event, "rows", step.rows);
    step.evidence = text(event, "evidence");
    step.result = event.data;
    step.ended = event.at;
    if (!event.edge.isEmpty()) {
        step.status = StepStatus::Done;
    } else {
        step.status = StepStatus::Running;
    }
    state.rest = Rest{};
    tookEffect(state, event);
}

void foldStepFailed(RunState& state, const Event& event)
{
    StepRun& step = stepOf(state, event);
    step.status = StepStatus::Failed;
    step.intended = false;
    step.error = text(event, "error");
    if (event.data.contains(QLatin1String("statement"))) {
        step.statement = text(event, "statement");
    }
    step.ended = event.at;
    if (text(event, "effect") != QLatin1String("none")) {
        tookEffect(state, event);
    }
    rest(state, RestReason::Failure, event, step.error);
}

void foldCheckDone(RunState& state, const Event& event)
{
    StepRun& step = state.steps[event.node];
    CheckRun run;
    run.check = CheckId(text(event, "check"));
    run.phase = text(event, "phase");
    const QString result = text(event, "result");
    run.result = result == outcomes::pass ? CheckResult::Pass
        : result == outcomes::fail        ? CheckResult::Fail
                                          : CheckResult::Unknown;
    run.found = text(event, "found");
    run.expected = text(event, "expected");
    run.tries = static_cast<int>(number(event, "try", 1));
    run.ms = number(event, "ms");
    run.message = text(event, "message");
    bool known = false;
    for (CheckRun& old : step.checks) {
        if (old.check == run.check && old.phase == run.phase) {
            old = run;
            known = true;
        }
    }
    if (!known) {
        step.checks.append(run);
    }
    if (run.result == CheckResult::Pass) {
        return;
    }
    step.status = StepStatus::Failed;
    rest(state, run.result == CheckResult::Fail ? RestReason::CheckFailed : RestReason::Unknown,
        event, run.message);
    state.rest.question = run.check.text();
    state.rest.check = run.check;
    state.rest.phase = run.phase;
}

void foldNodeDone(RunState& state, const Event& event)
{
    StepRun& step = state.steps[event.node];
    step.outcome = text(event, "outcome");
    step.ended = event.at;
    step.left = true;
    if (step.status != StepStatus::Skipped && step.status != StepStatus::MarkedDone) {
        step.status = step.outcome == outcomes::fail ? StepStatus::Failed : StepStatus::Done;
    }
    state.rest = Rest{};
}

void foldEdgeFollowed(RunState& state, const Event& event)
{
    state.followed.append(event.edge);
    const NodeId from(text(event, "from"));
    const qsizetype place = state.ready.indexOf(from);
    const bool there = state.ready.contains(event.node);
    if (place >= 0) {
        if (there) {
            state.ready.removeAt(place);
        } else {
            state.ready[place] = event.node;
        }
    } else if (!there) {
        state.ready.append(event.node);
    }
    StepRun waiting;
    waiting.tookEffect = state.steps.value(event.node).tookEffect;
    state.steps[event.node] = waiting;
    state.rest = Rest{};
}

void foldAsked(RunState& state, const Event& event)
{
    StepRun& step = stepOf(state, event);
    step.status = StepStatus::Asking;
    const bool gate = event.type == EventType::GateAsked;
    rest(state, gate ? RestReason::Gate : RestReason::Confirmation, event);
    state.rest.asked = event.number;
    state.rest.question = text(event, gate ? "question" : "instructions");
    for (const QJsonValue& outcome : event.data.value(QLatin1String("outcomes")).toArray()) {
        state.rest.outcomes.append(outcome.toString());
    }
    if (!gate) {
        state.rest.outcomes = {outcomes::pass, outcomes::fail};
        state.rest.detail = text(event, "check");
        state.rest.check = CheckId(state.rest.detail);
        state.rest.phase = text(event, "phase");
    }
}

void foldAnswered(RunState& state, const Event& event)
{
    StepRun& step = stepOf(state, event);
    step.status = StepStatus::Running;
    step.outcome = event.type == EventType::GateAnswered ? text(event, "outcome") : step.outcome;
    state.rest = Rest{};
}

void foldDecided(RunState& state, const Event& event)
{
    StepRun& step = stepOf(state, event);
    step.status = StepStatus::Running;
    step.error.clear();
    if (text(event, "decision") == QLatin1String("retry")) {
        step.intended = false;
        step.statementNumber = step.statementsDone;
        step.outcome.clear();
        step.checks.removeIf([](const CheckRun& run) { return run.result != CheckResult::Pass; });
    }
    state.rest = Rest{};
}

void foldMarked(RunState& state, const Event& event)
{
    StepRun& step = stepOf(state, event);
    const bool skipped = event.type == EventType::StepSkipped;
    step.status = skipped ? StepStatus::Skipped : StepStatus::MarkedDone;
    step.intended = false;
    step.actionDone = true;
    step.error.clear();
    step.ended = event.at;
    if (!skipped) {
        step.evidence = text(event, "because");
        tookEffect(state, event);
    }
    state.rest = Rest{};
}

void foldBeforeTaken(RunState& state, const Event& event)
{
    const QString key = beforeKey(event.node, text(event, "phase"), CheckId(text(event, "check")));
    state.before[key] = event.data.contains(QLatin1String("problem"))
        ? QJsonValue(QJsonValue::Undefined)
        : event.data.value(QLatin1String("value"));
    state.steps[NodeId(text(event, "for"))].beforeTaken.append(key);
}

void foldRollbackEnded(RunState& state, const Event& event)
{
    state.rollingBack = false;
    state.rollbackTo = {};
    state.ready = {event.node};
    for (const QJsonValue& value : event.data.value(QLatin1String("ready")).toArray()) {
        const NodeId other(value.toString());
        if (state.ready.contains(other)) {
            continue;
        }
        state.ready.append(other);
        if (state.steps.value(other).status == StepStatus::Compensated) {
            state.steps[other] = StepRun{}; // to be entered again, by its door
        }
    }
    StepRun& step = state.steps[event.node];
    step.arrivedBack = true;
    step.actionDone = true;
    step.left = false;
    step.outcome.clear();
    step.holdUntil = {};
    step.checks.clear();
    step.status = StepStatus::Running;
    step.order = qMax<qint64>(step.order, 1);
    rest(state, RestReason::Paused, event, text(event, "because"));
}

} // namespace

QString beforeKey(const NodeId& node, const QString& phase, const CheckId& check)
{
    return node.text() + QLatin1Char('\n') + phase + QLatin1Char('\n') + check.text();
}

void fold(RunState& state, const Event& event)
{
    switch (event.type) {
    case EventType::RunStarted:
        foldRunStarted(state, event);
        break;
    case EventType::RunResumed:
        if (event.data.contains(QLatin1String("policy"))) {
            state.policy = text(event, "policy");
        }
        foldRunner(state, event);
        break;
    case EventType::HandedOver:
        state.handover
            = Handover{text(event, "by"), text(event, "to"), text(event, "note"), event.at};
        break;
    case EventType::NodeEntered:
        foldNodeEntered(state, event);
        break;
    case EventType::BeforeTaken:
        foldBeforeTaken(state, event);
        break;
    case EventType::StepIntended:
        foldStepIntended(state, event);
        break;
    case EventType::StatementIntended:
    case EventType::StatementDone:
        foldStatement(state, event);
        break;
    case EventType::TriedAgain:
    case EventType::BlockerStopped:
        break;
    case EventType::Resolved:
        foldResolved(state, event);
        break;
    case EventType::BatchDone:
        foldBatchDone(state, event);
        break;
    case EventType::StepDone:
        foldStepDone(state, event);
        break;
    case EventType::StepFailed:
        foldStepFailed(state, event);
        break;
    case EventType::StepSkipped:
    case EventType::StepMarkedDone:
        foldMarked(state, event);
        break;
    case EventType::CheckDone:
        foldCheckDone(state, event);
        break;
    case EventType::NodeDone:
        foldNodeDone(state, event);
        break;
    case EventType::EdgeFollowed:
        foldEdgeFollowed(state, event);
        break;
    case EventType::GateAsked:
    case EventType::ConfirmationAsked:
        foldAsked(state, event);
        break;
    case EventType::GateAnswered:
    case EventType::ConfirmationGiven:
        foldAnswered(state, event);
        break;
    case EventType::HoldBegan:
        state.steps[event.node].status = StepStatus::Holding;
        state.steps[event.node].holdUntil
            = QDateTime::fromString(text(event, "until"), Qt::ISODateWithMs).toUTC();
        rest(state, RestReason::Hold, event);
        state.rest.until = state.steps[event.node].holdUntil;
        break;
    case EventType::RollbackBegan:
        state.rollingBack = true;
        state.rollbackTo = NodeId(text(event, "to"));
        state.rollbackBecause = text(event, "because");
        state.takenBack.clear();
        state.ended.reset();
        state.rest = Rest{};
        break;
    case EventType::Compensated:
        state.steps[event.node].status = StepStatus::Compensated;
        state.steps[event.node].tookEffect = false;
        state.steps[event.node].intended = false;
        state.applied.removeAll(event.node);
        if (state.rollingBack) {
            state.takenBack.append(event.node);
        }
        break;
    case EventType::RollbackEnded:
        foldRollbackEnded(state, event);
        break;
    case EventType::DoubtFound:
        stepOf(state, event).status = StepStatus::InDoubt;
        rest(state, RestReason::Doubt, event, text(event, "evidence"));
        state.rest.statement = static_cast<int>(number(event, "number"));
        state.rest.sql = text(event, "sql");
        state.rest.catalog = text(event, "catalog");
        break;
    case EventType::Decided:
        foldDecided(state, event);
        break;
    case EventType::Paused:
        rest(state, RestReason::Paused, event, text(event, "because"));
        state.rest.breakpoint = event.data.value(QLatin1String("breakpoint")).toBool();
        break;
    case EventType::Cancelled:
        rest(state, RestReason::Paused, event, text(event, "found"));
        break;
    case EventType::PlanAdopted:
        state.planHash = text(event, "planHash");
        break;
    case EventType::RunEnded:
        state.ended = valueOf<Outcome>(text(event, "outcome"));
        state.rest = Rest{};
        break;
    }
    state.lastEvent = event.at;
    state.events = event.number;
}

RunState foldAll(const QList<Event>& events)
{
    RunState state;
    for (const Event& event : events) {
        fold(state, event);
    }
    return state;
}

} // namespace whimbrel
