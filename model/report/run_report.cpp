// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/report/run_report.h"

#include "model/exec/run_state.h"
#include "model/exec/ssh_signature.h"
#include "model/io/rehearsal_file.h"
#include "model/plan/check_places.h"
#include "model/plan/names.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Report", text);
}

QString text(const QJsonObject& data, const char* key)
{
    return data.value(QLatin1String(key)).toString();
}

QString shown(const QDateTime& at)
{
    return at.toUTC().toString(Qt::ISODateWithMs);
}

QString withReason(const QString& what, const QString& because)
{
    return because.isEmpty() ? what : QStringLiteral("%1: %2").arg(what, because);
}

/// Goes through the events once and writes down what each says.
class Writer final {
public:
    Writer(const Plan& plan, const QList<Event>& events)
        : m_plan(plan)
        , m_events(events)
    { }

    RunReport write();

private:
    void take(const Event& event);
    void takeStart(const Event& event);
    void takeTargets(const Event& event);
    void takeStatement(const Event& event);
    void takeEnd(const Event& event);
    static void takeFailedStatement(ReportStep& step, const Event& event);
    void takeCheck(const Event& event);
    void takePerson(const Event& event);
    void takeRollback(const Event& event);
    void remark(const Event& event, const QString& text);
    void decide(const Event& event, const QString& what, const char* why = "because");

    [[nodiscard]] QString titleOf(const NodeId& node) const;
    /// The step or way back that an event is about; a new one if the run was not there yet.
    ReportStep& stepOf(const Event& event);
    ReportStep& begin(const Event& event);
    ReportStatement& statementOf(const Event& event);

    const Plan& m_plan;
    const QList<Event>& m_events;
    RunReport m_made{};
};

QString Writer::titleOf(const NodeId& node) const
{
    const Node* found = m_plan.nodes.find(node);
    return found && !found->title.isEmpty() ? found->title : node.text();
}

ReportStep& Writer::begin(const Event& event)
{
    ReportStep step;
    step.node = event.node;
    step.edge = event.edge;
    step.title = titleOf(event.node);
    const Node* node = m_plan.nodes.find(event.node);
    step.kind = node ? keyOf(node->kind) : QString();
    step.began = shown(event.at);
    step.result = QStringLiteral("open");
    m_made.steps.append(step);
    return m_made.steps.last();
}

ReportStep& Writer::stepOf(const Event& event)
{
    for (qsizetype i = m_made.steps.size(); i > 0; --i) {
        ReportStep& step = m_made.steps[i - 1];
        if (step.node == event.node && step.edge == event.edge) {
            return step;
        }
    }
    return begin(event);
}

ReportStatement& Writer::statementOf(const Event& event)
{
    ReportStep& step = stepOf(event);
    const int number = event.data.value(QLatin1String("number")).toInt();
    for (qsizetype i = step.statements.size(); i > 0; --i) {
        if (step.statements[i - 1].number == number) {
            return step.statements[i - 1];
        }
    }
    ReportStatement statement;
    statement.number = number;
    statement.began = shown(event.at);
    statement.result = QStringLiteral("open");
    step.statements.append(statement);
    return step.statements.last();
}

void Writer::remark(const Event& event, const QString& what)
{
    if (!event.node.isEmpty()) {
        stepOf(event).remarks.append({shown(event.at), what, {}});
    }
}

void Writer::decide(const Event& event, const QString& what, const char* why)
{
    m_made.decisions.append(
        {shown(event.at), event.node, event.node.isEmpty() ? QString() : titleOf(event.node), what,
            text(event.data, "by"), text(event.data, why), {}});
}

void Writer::takeTargets(const Event& event)
{
    const QJsonObject bindings = event.data.value(QLatin1String("bindings")).toObject();
    const QJsonObject databases = event.data.value(QLatin1String("databases")).toObject();
    const QJsonObject identities = event.data.value(QLatin1String("identities")).toObject();
    for (const Target& each : m_plan.targets) {
        if (!bindings.contains(each.id.text())) {
            continue;
        }
        const QJsonObject database = databases.value(each.id.text()).toObject();
        const QJsonObject identity = identities.value(each.id.text()).toObject();
        ReportTarget target;
        target.target = each.id;
        target.dialect = keyOf(each.dialect);
        target.database = bindings.value(each.id.text()).toString();
        target.server = text(database, "version");
        QStringList parts;
        for (auto part = identity.begin(); part != identity.end(); ++part) {
            parts.append(part.key() + QLatin1Char(' ') + part.value().toVariant().toString());
        }
        target.identity = parts.join(QLatin1String(", "));
        for (const QJsonValue& note : database.value(QLatin1String("notes")).toArray()) {
            target.notes.append(note.toString());
        }
        m_made.targets.append(target);
    }
}

void Writer::takeStart(const Event& event)
{
    m_made.run = event.run;
    m_made.title = text(event.data, "title");
    m_made.planHash = text(event.data, "planHash");
    m_made.environment = text(event.data, "environment");
    m_made.policy = text(event.data, "policy");
    m_made.by = text(event.data, "by");
    m_made.started = shown(event.at);
    m_made.rehearsed = text(event.data, "rehearsed");
    takeTargets(event);
    const QString by = m_made.by;
    if (const QString because = text(event.data, "unrehearsed"); !because.isEmpty()) {
        m_made.accepted.append(
            {tr("No rehearsal proves every way back."), because, by, shown(event.at), {}});
    }
    if (const QString because = text(event.data, "preflightAccepted"); !because.isEmpty()) {
        QStringList found;
        for (const QJsonValue& each : event.data.value(QLatin1String("preflight")).toArray()) {
            found.append(each.toString());
        }
        m_made.accepted.append({tr("The preflight found: %1").arg(found.join(QLatin1Char(' '))),
            because, by, shown(event.at), {}});
    }
}

void Writer::takeStatement(const Event& event)
{
    ReportStatement& statement = statementOf(event);
    const QString sql = text(event.data, "sql");
    switch (event.type) {
    case EventType::StatementIntended:
        statement.sql = sql;
        statement.began = shown(event.at);
        statement.result = QStringLiteral("open");
        break;
    case EventType::StatementDone:
        statement.sql = sql.isEmpty() ? statement.sql : sql;
        statement.result = QStringLiteral("done");
        statement.ms = event.data.value(QLatin1String("ms")).toInteger(-1);
        statement.rows = event.data.value(QLatin1String("rows")).toInteger(-1);
        break;
    case EventType::TriedAgain:
        statement.tries.append(text(event.data, "error"));
        break;
    default: // Resolved: what came of a statement whose end nobody saw
        statement.found = text(event.data, "evidence");
        statement.result = text(event.data, "outcome") == QLatin1String("applied")
            ? QStringLiteral("done")
            : QStringLiteral("not-applied");
        break;
    }
}

/// The statement that a step failed at. Within a transaction it was not journaled before.
void Writer::takeFailedStatement(ReportStep& step, const Event& event)
{
    for (ReportStatement& statement : step.statements) {
        if (statement.result == QLatin1String("open")) {
            statement.result = QStringLiteral("failed");
            return;
        }
    }
    if (const QString sql = text(event.data, "statement"); !sql.isEmpty()) {
        ReportStatement statement;
        statement.number = static_cast<int>(step.statements.size()) + 1;
        statement.sql = sql;
        statement.began = shown(event.at);
        statement.result = QStringLiteral("failed");
        step.statements.append(statement);
    }
}

/// What came of a step's action.
void Writer::takeEnd(const Event& event)
{
    ReportStep& step = stepOf(event);
    step.ended = shown(event.at);
    switch (event.type) {
    case EventType::StepDone:
        step.result = QStringLiteral("done");
        step.evidence = text(event.data, "evidence");
        step.rows = event.data.value(QLatin1String("rows")).toInteger(step.rows);
        step.ms = event.data.value(QLatin1String("ms")).toInteger(step.ms);
        step.error.clear();
        break;
    case EventType::StepFailed:
        step.result = QStringLiteral("failed");
        step.error = text(event.data, "error");
        takeFailedStatement(step, event);
        remark(event, tr("failed: %1").arg(step.error));
        break;
    case EventType::StepSkipped:
        step.result = QStringLiteral("skipped");
        decide(event, tr("skipped"));
        break;
    case EventType::StepMarkedDone:
        step.result = QStringLiteral("marked-done");
        step.evidence = text(event.data, "because");
        decide(event, tr("marked as done"));
        break;
    default: // NodeDone
        step.outcome = text(event.data, "outcome");
        if (step.result == QLatin1String("open")) {
            step.result = step.outcome == outcomes::fail ? QStringLiteral("failed")
                                                         : QStringLiteral("done");
        }
        break;
    }
}

void Writer::takeCheck(const Event& event)
{
    ReportCheck check;
    check.check = text(event.data, "check");
    check.phase = text(event.data, "phase");
    check.title = checkTitle(m_plan, event.node, check.phase, CheckId(check.check));
    check.result = text(event.data, "result");
    check.found = text(event.data, "found");
    check.expected = text(event.data, "expected");
    check.message = text(event.data, "message");
    check.tries = event.data.value(QLatin1String("try")).toInt(1);
    check.ms = event.data.value(QLatin1String("ms")).toInteger();
    check.at = shown(event.at);
    QList<ReportCheck>& checks = stepOf(event).checks;
    for (ReportCheck& known : checks) {
        if (known.check == check.check && known.phase == check.phase) {
            known = check;
            return;
        }
    }
    checks.append(check);
}

/// What people said.
void Writer::takePerson(const Event& event)
{
    const QString by = text(event.data, "by");
    const QString because = text(event.data, "because");
    switch (event.type) {
    case EventType::ConfirmationGiven:
        decide(event,
            text(event.data, "outcome") == outcomes::pass ? tr("confirmed as done")
                                                          : tr("could not be done"));
        break;
    case EventType::Decided:
        decide(event, tr("decided: %1").arg(text(event.data, "decision")));
        break;
    case EventType::BlockerStopped:
        remark(event, tr("%1 stopped who was in the way: %2").arg(by, text(event.data, "who")));
        decide(event,
            tr("stopped who was in the way (%1): %2")
                .arg(text(event.data, "how"), text(event.data, "who")));
        break;
    case EventType::HandedOver:
        decide(event, tr("handed over to %1").arg(text(event.data, "to")), "note");
        break;
    case EventType::PlanAdopted:
        m_made.planHash = text(event.data, "planHash");
        decide(event, tr("adopted the edited plan"));
        m_made.accepted.append(
            {tr("The plan was edited during the run."), because, by, shown(event.at), {}});
        break;
    default: // RunResumed
        if (event.data.contains(QLatin1String("strange"))) {
            m_made.accepted.append({text(event.data, "strange"), because, by, shown(event.at), {}});
        }
        break;
    }
}

void Writer::takeRollback(const Event& event)
{
    if (event.type == EventType::RollbackBegan) {
        ReportRollback way;
        way.at = shown(event.at);
        way.to = NodeId(text(event.data, "to"));
        way.title = titleOf(way.to);
        way.by = text(event.data, "by");
        way.because = text(event.data, "because");
        m_made.rollbacks.append(way);
    } else if (!m_made.rollbacks.isEmpty()) {
        ReportRollback& way = m_made.rollbacks.last();
        if (event.type == EventType::Compensated) {
            way.takenBack.append(titleOf(event.node));
        } else {
            way.ended = shown(event.at);
        }
    }
}

void Writer::take(const Event& event)
{
    switch (event.type) {
    case EventType::RunStarted:
        takeStart(event);
        break;
    case EventType::NodeEntered:
        begin(event);
        break;
    case EventType::StepIntended:
        if (!event.edge.isEmpty() && !event.data.value(QLatin1String("again")).toBool()) {
            begin(event);
        }
        break;
    case EventType::ConfirmationAsked:
        if (!event.edge.isEmpty()) {
            begin(event);
        }
        break;
    case EventType::StatementIntended:
    case EventType::StatementDone:
    case EventType::TriedAgain:
        if (event.data.contains(QLatin1String("number"))) {
            takeStatement(event);
        } else { // no statement was in hand: the run itself looked for its database
            remark(event, tr("Tried again: %1").arg(text(event.data, "error")));
        }
        break;
    case EventType::Resolved:
        takeStatement(event);
        break;
    case EventType::BatchDone: {
        ReportStep& step = stepOf(event);
        step.batches = event.data.value(QLatin1String("number")).toInteger();
        step.rows
            = qMax<qint64>(step.rows, 0) + event.data.value(QLatin1String("rows")).toInteger();
        step.ms = qMax<qint64>(step.ms, 0) + event.data.value(QLatin1String("ms")).toInteger();
        break;
    }
    case EventType::StepDone:
    case EventType::StepFailed:
    case EventType::StepSkipped:
    case EventType::StepMarkedDone:
    case EventType::NodeDone:
        takeEnd(event);
        break;
    case EventType::CheckDone:
        takeCheck(event);
        break;
    case EventType::GateAnswered:
        remark(event,
            withReason(tr("%1, by %2").arg(text(event.data, "outcome"), text(event.data, "by")),
                text(event.data, "because")));
        break;
    case EventType::HoldBegan:
        remark(event, tr("held until %1").arg(text(event.data, "until")));
        break;
    case EventType::DoubtFound:
        stepOf(event).result = QStringLiteral("in-doubt");
        remark(event, tr("in doubt: %1").arg(text(event.data, "evidence")));
        break;
    case EventType::Paused:
        remark(event, withReason(tr("paused"), text(event.data, "because")));
        break;
    case EventType::Cancelled:
        remark(event, tr("cancelled: %1").arg(text(event.data, "found")));
        break;
    case EventType::RollbackBegan:
    case EventType::Compensated:
    case EventType::RollbackEnded:
        takeRollback(event);
        break;
    case EventType::RunResumed:
    case EventType::ConfirmationGiven:
    case EventType::Decided:
    case EventType::BlockerStopped:
    case EventType::HandedOver:
    case EventType::PlanAdopted:
        takePerson(event);
        break;
    case EventType::BeforeTaken:
    case EventType::EdgeFollowed:
    case EventType::GateAsked:
    case EventType::RunEnded:
        break;
    }
    if (event.type == EventType::RunStarted || event.type == EventType::RunResumed) {
        m_made.shifts.append({shown(event.at), text(event.data, "by"), text(event.data, "host"),
            text(event.data, "version"), {}});
    }
}

RunReport Writer::write()
{
    RunState state;
    for (const Event& event : m_events) {
        take(event);
        fold(state, event);
    }
    m_made.lastEvent = shown(state.lastEvent);
    m_made.outcome = state.ended ? keyOf(*state.ended) : QStringLiteral("open");
    if (!state.ended) {
        QStringList titles;
        for (const NodeId& node : state.ready) {
            titles.append(titleOf(node));
        }
        m_made.rests = titles.join(QLatin1String(", "));
    }
    for (ReportStep& step : m_made.steps) {
        if (step.ms < 0 && !step.statements.isEmpty()) {
            qint64 ms = 0;
            for (const ReportStatement& statement : step.statements) {
                ms += qMax<qint64>(statement.ms, 0);
            }
            step.ms = ms;
        }
    }
    for (const Acceptance& each : m_plan.accepted) {
        m_made.accepted.append(
            {tr("In the plan: %1").arg(each.id.text()), each.because, each.by, each.at, {}});
    }
    return m_made;
}

void addGates(RunReport& report, const Plan& plan, const QList<GateAnswer>& answers,
    const QString& allowedSigners)
{
    for (const GateAnswer& answer : answers) {
        const SignatureProof proof = checkSignature(answer, allowedSigners);
        const Node* node = plan.nodes.find(answer.statement.gate);
        ReportGate gate;
        gate.node = answer.statement.gate;
        gate.title = node && !node->title.isEmpty() ? node->title : gate.node.text();
        gate.question = answer.question;
        gate.outcome = answer.statement.outcome;
        gate.by = answer.statement.by;
        gate.at = shown(answer.at);
        gate.because = answer.statement.because;
        gate.proof = keyOf(proof.proof);
        gate.proofText = proofText(proof);
        gate.key = proof.key;
        report.gates.append(gate);
    }
}

void addRehearsal(RunReport& report, const QString& planPath)
{
    const Result<RehearsalLog> log = loadRehearsals(planPath);
    if (!log) {
        return; // the report is of the run; what the rehearsals say is a help
    }
    const Rehearsed rehearsed = rehearsedAs(*log, report.planHash);
    for (ReportStep& step : report.steps) {
        const RehearsedStep* tried = step.edge.isEmpty() ? rehearsed.step(step.node) : nullptr;
        const RehearsedWay* way
            = step.edge.isEmpty() ? nullptr : rehearsed.way(step.node, step.edge);
        step.rehearsedMs = tried ? tried->ms : way ? way->ms : -1;
    }
}

} // namespace

RunReport runReport(const Plan& plan, const QList<Event>& events, const QString& planPath,
    const QString& allowedSigners)
{
    RunReport report = Writer(plan, events).write();
    addGates(report, plan, gateAnswers(events), allowedSigners);
    addRehearsal(report, planPath);
    return report;
}

} // namespace whimbrel
