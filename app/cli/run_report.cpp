// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run_report.h"

#include "app/cli/console.h"
#include "model/base/duration.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

namespace whimbrel::cli {

namespace {

QString text(const Event& event, const char* key)
{
    return event.data.value(QLatin1String(key)).toString();
}

QString indented(const QString& line)
{
    return QStringLiteral("    ") + line;
}

QString mark(bool good)
{
    return good ? console::toned(QStringLiteral("✓"), Tone::Good)
                : console::toned(QStringLiteral("✗"), Tone::Bad);
}

QString timeText(const QDateTime& time)
{
    return time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t"));
}

QString keyOf(StepStatus status)
{
    switch (status) {
    case StepStatus::Waiting:
        return QStringLiteral("waiting");
    case StepStatus::Running:
        return QStringLiteral("running");
    case StepStatus::Asking:
        return QStringLiteral("asking");
    case StepStatus::Holding:
        return QStringLiteral("holding");
    case StepStatus::Done:
        return QStringLiteral("done");
    case StepStatus::Failed:
        return QStringLiteral("failed");
    case StepStatus::Skipped:
        return QStringLiteral("skipped");
    case StepStatus::MarkedDone:
        return QStringLiteral("marked-done");
    case StepStatus::InDoubt:
        return QStringLiteral("in-doubt");
    case StepStatus::Compensated:
        return QStringLiteral("compensated");
    }
    return {};
}

QString keyOf(RestReason reason)
{
    switch (reason) {
    case RestReason::None:
        return QStringLiteral("none");
    case RestReason::Gate:
        return QStringLiteral("gate");
    case RestReason::Confirmation:
        return QStringLiteral("confirmation");
    case RestReason::Failure:
        return QStringLiteral("failure");
    case RestReason::CheckFailed:
        return QStringLiteral("check-failed");
    case RestReason::Doubt:
        return QStringLiteral("doubt");
    case RestReason::Hold:
        return QStringLiteral("hold");
    case RestReason::Paused:
        return QStringLiteral("paused");
    case RestReason::Unknown:
        return QStringLiteral("unknown");
    }
    return {};
}

QString keyOf(CheckResult result)
{
    switch (result) {
    case CheckResult::Pass:
        return outcomes::pass;
    case CheckResult::Fail:
        return outcomes::fail;
    case CheckResult::Unknown:
        return QStringLiteral("unknown");
    }
    return {};
}

QString restText(const RunState& state, const Plan& plan)
{
    const QString name = nameOf(plan, state.rest.node);
    switch (state.rest.reason) {
    case RestReason::None:
        return {};
    case RestReason::Gate:
        return Texts::tr("asks at %1: %2").arg(name, state.rest.question);
    case RestReason::Confirmation:
        return Texts::tr("waits for a confirmation of %1: %2").arg(name, state.rest.question);
    case RestReason::Failure:
        return Texts::tr("%1 failed: %2").arg(name, state.rest.detail);
    case RestReason::CheckFailed:
        return Texts::tr("a check of %1 failed: %2").arg(name, state.rest.detail);
    case RestReason::Doubt:
        return Texts::tr("in doubt about %1: %2").arg(name, state.rest.detail);
    case RestReason::Hold:
        return Texts::tr("%1 holds until %2").arg(name, timeText(state.rest.until));
    case RestReason::Paused:
        return state.rest.detail.isEmpty() ? Texts::tr("paused")
                                           : Texts::tr("paused: %1").arg(state.rest.detail);
    case RestReason::Unknown:
        return Texts::tr("a check of %1 could not be carried out: %2").arg(name, state.rest.detail);
    }
    return {};
}

QString amount(qint64 rows, qint64 ms)
{
    QStringList parts;
    if (rows >= 0) {
        parts.append(Texts::tr("%1 rows").arg(rowsText(rows)));
    }
    if (ms > 0) {
        parts.append(durationText(ms, 2));
    }
    return parts.join(QLatin1String(", "));
}

QJsonObject toJson(const StepRun& step)
{
    QJsonArray checks;
    for (const CheckRun& check : step.checks) {
        checks.append(QJsonObject{{QStringLiteral("check"), check.check.text()},
            {QStringLiteral("phase"), check.phase}, {QStringLiteral("result"), keyOf(check.result)},
            {QStringLiteral("found"), check.found}, {QStringLiteral("expected"), check.expected},
            {QStringLiteral("tries"), check.tries}, {QStringLiteral("message"), check.message}});
    }
    QJsonObject object{{QStringLiteral("status"), keyOf(step.status)},
        {QStringLiteral("ms"), step.ms}, {QStringLiteral("rows"), step.rows},
        {QStringLiteral("checks"), checks}};
    if (!step.outcome.isEmpty()) {
        object.insert(QStringLiteral("outcome"), step.outcome);
    }
    if (!step.error.isEmpty()) {
        object.insert(QStringLiteral("error"), step.error);
    }
    if (!step.evidence.isEmpty()) {
        object.insert(QStringLiteral("evidence"), step.evidence);
    }
    return object;
}

} // namespace

QString rowsText(qint64 rows)
{
    QLocale locale = QLocale::c();
    locale.setNumberOptions(QLocale::DefaultNumberOptions);
    return locale.toString(rows);
}

QString nameOf(const Plan& plan, const NodeId& node)
{
    const Node* found = plan.nodes.find(node);
    return found && !found->title.isEmpty()
        ? QStringLiteral("%1 \"%2\"").arg(node.text(), found->title)
        : node.text();
}

QString checkTitle(const Plan& plan, const NodeId& node, const QString& phase, const CheckId& check)
{
    const Node* found = plan.nodes.find(node);
    if (!found) {
        return check.text();
    }
    const QList<Check>& checks = phase == QLatin1String("entry") ? found->entry
        : phase == QLatin1String("exit")                         ? found->exit
                                                                 : found->checks;
    for (const Check& each : checks) {
        if (each.id == check && !each.title.isEmpty()) {
            return each.title;
        }
    }
    return check.text();
}

QString shown(StepStatus status)
{
    switch (status) {
    case StepStatus::Waiting:
        return Texts::tr("waiting");
    case StepStatus::Running:
        return Texts::tr("running");
    case StepStatus::Asking:
        return Texts::tr("asking");
    case StepStatus::Holding:
        return Texts::tr("holding");
    case StepStatus::Done:
        return Texts::tr("done");
    case StepStatus::Failed:
        return Texts::tr("failed");
    case StepStatus::Skipped:
        return Texts::tr("skipped");
    case StepStatus::MarkedDone:
        return Texts::tr("marked as done");
    case StepStatus::InDoubt:
        return Texts::tr("in doubt");
    case StepStatus::Compensated:
        return Texts::tr("taken back");
    }
    return {};
}

/// A step that was entered and that nothing works on now is not "running".
QString shownIn(const RunState& state, StepStatus status)
{
    if (status == StepStatus::Running) {
        if (state.ended) {
            return Texts::tr("at rest here");
        }
        if (state.rest.reason == RestReason::Paused) {
            return Texts::tr("paused");
        }
    }
    return shown(status);
}

QStringList wayBackLines(const Flow& flow, const RunState& state, const NodeId& to)
{
    const WayBack way = wayBack(flow, state, to);
    QStringList lines;
    if (!way.problem.isEmpty()) {
        lines.append(Texts::tr("way back: none; %1").arg(way.problem));
        return lines;
    }
    if (way.to.isEmpty()) {
        lines.append(Texts::tr("way back: nothing to take back"));
        return lines;
    }
    const QString time = way.estimateComplete
        ? Texts::tr("about %1").arg(durationText(way.estimateMs, 2))
        : Texts::tr("at least %1").arg(durationText(way.estimateMs, 2));
    lines.append(
        Texts::tr("way back: to %1, %2, %n step(s)", nullptr, static_cast<int>(way.edges.size()))
            .arg(nameOf(flow.plan(), way.to), time));
    for (const QString& lost : way.lost) {
        lines.append(indented(Texts::tr("lost: %1").arg(lost)));
    }
    return lines;
}

QStringList statusLines(const Flow& flow, const RunState& state)
{
    const Plan& plan = flow.plan();
    QStringList lines;
    lines.append(console::toned(state.title, Tone::Strong));
    lines.append(
        Texts::tr("run %1, begun %2 by %3, environment %4, on failure %5")
            .arg(state.run, timeText(state.started), state.by, state.environment, state.policy));
    if (state.ended) {
        lines.append(
            Texts::tr("ended %1 at %2").arg(keyOf(*state.ended), timeText(state.lastEvent)));
    } else {
        QStringList places;
        for (const NodeId& node : state.ready) {
            places.append(nameOf(plan, node));
        }
        lines.append(Texts::tr("at %1").arg(places.join(QLatin1String(", "))));
        if (const QString why = restText(state, plan); !why.isEmpty()) {
            lines.append(console::toned(why, Tone::Warning));
        }
    }
    lines += wayBackLines(flow, state);
    lines.append(QString());
    for (const Node& node : plan.nodes) {
        const auto found = state.steps.constFind(node.id);
        if (found == state.steps.cend() || found->status == StepStatus::Waiting) {
            continue;
        }
        QString line = QStringLiteral("  %1 %2").arg(
            node.id.text().leftJustified(18), shownIn(state, found->status));
        if (found->rows >= 0 || found->ms > 0) {
            line += QStringLiteral(", ") + amount(found->rows, found->ms);
        }
        if (!found->outcome.isEmpty() && found->outcome != outcomes::pass) {
            line += QStringLiteral(", ") + found->outcome;
        }
        lines.append(line);
        for (const CheckRun& check : found->checks) {
            if (check.result != CheckResult::Pass) {
                lines.append(
                    QStringLiteral("      %1 %2: ")
                        .arg(mark(false), checkTitle(plan, node.id, check.phase, check.check))
                    + Texts::tr("found %1, expected %2").arg(check.found, check.expected));
            }
        }
    }
    return lines;
}

QJsonObject statusJson(const Flow& flow, const RunState& state)
{
    QJsonArray ready;
    for (const NodeId& node : state.ready) {
        ready.append(node.text());
    }
    QJsonArray applied;
    for (const NodeId& node : state.applied) {
        applied.append(node.text());
    }
    QJsonObject steps;
    for (auto step = state.steps.cbegin(); step != state.steps.cend(); ++step) {
        if (step->status != StepStatus::Waiting) {
            steps.insert(step.key().text(), toJson(*step));
        }
    }
    QJsonObject object{{QStringLiteral("run"), state.run}, {QStringLiteral("title"), state.title},
        {QStringLiteral("planHash"), state.planHash},
        {QStringLiteral("environment"), state.environment},
        {QStringLiteral("policy"), state.policy}, {QStringLiteral("by"), state.by},
        {QStringLiteral("started"), state.started.toString(Qt::ISODateWithMs)},
        {QStringLiteral("lastEvent"), state.lastEvent.toString(Qt::ISODateWithMs)},
        {QStringLiteral("events"), state.events}, {QStringLiteral("ready"), ready},
        {QStringLiteral("applied"), applied}, {QStringLiteral("steps"), steps}};
    if (state.ended) {
        object.insert(QStringLiteral("ended"), whimbrel::keyOf(*state.ended));
    }
    if (state.rest.reason != RestReason::None) {
        object.insert(QStringLiteral("rest"),
            QJsonObject{{QStringLiteral("reason"), keyOf(state.rest.reason)},
                {QStringLiteral("node"), state.rest.node.text()},
                {QStringLiteral("question"), state.rest.question},
                {QStringLiteral("detail"), state.rest.detail},
                {QStringLiteral("outcomes"), QJsonArray::fromStringList(state.rest.outcomes)}});
    }
    const WayBack way = wayBack(flow, state);
    QJsonArray edges;
    for (const EdgeId& edge : way.edges) {
        edges.append(edge.text());
    }
    object.insert(QStringLiteral("wayBack"),
        QJsonObject{{QStringLiteral("to"), way.to.text()}, {QStringLiteral("edges"), edges},
            {QStringLiteral("estimateMs"), way.estimateMs},
            {QStringLiteral("estimateComplete"), way.estimateComplete},
            {QStringLiteral("lost"), QJsonArray::fromStringList(way.lost)},
            {QStringLiteral("problem"), way.problem}});
    return object;
}

QString EventPrinter::checkLine(const Plan& plan, const Event& event)
{
    const QString check = text(event, "check");
    const QString phase = text(event, "phase");
    const QString result = text(event, "result");
    const QString found = text(event, "found");
    const QString key = event.node.text() + QLatin1Char('\n') + phase + QLatin1Char('\n') + check;
    const QString said = result + QLatin1Char('\n') + found;
    if (m_said.value(key) == said) {
        return {};
    }
    m_said.insert(key, said);
    const QString title = checkTitle(plan, event.node, phase, CheckId(check));
    const QString expected = text(event, "expected");
    if (result == outcomes::pass) {
        return QStringLiteral("%1 %2: %3").arg(mark(true), title, found);
    }
    QString line = QStringLiteral("%1 %2: ").arg(mark(false), title);
    line += result == outcomes::fail ? Texts::tr("found %1, expected %2").arg(found, expected)
                                     : Texts::tr("could not be found out");
    const QString message = text(event, "message");
    return message.isEmpty() ? line : line + QStringLiteral("; ") + message;
}

QStringList EventPrinter::lines(const Plan& plan, const Event& event)
{
    switch (event.type) {
    case EventType::NodeEntered: {
        const Node* node = plan.nodes.find(event.node);
        m_said.removeIf([&event](const auto& each) {
            return each.key().startsWith(event.node.text() + QLatin1Char('\n'));
        });
        const QString kind = node ? displayName(node->kind) : QString();
        return {console::toned(QStringLiteral("▸ %1").arg(nameOf(plan, event.node)), Tone::Strong)
            + console::toned(QStringLiteral("  ") + kind, Tone::Faint)};
    }
    case EventType::StepIntended:
        if (const Edge* edge = plan.edges.find(event.edge)) {
            return {console::toned(
                QStringLiteral("↩ ") + Texts::tr("taking back %1").arg(nameOf(plan, edge->from)),
                Tone::Strong)};
        }
        return {};
    case EventType::StepDone: {
        const qint64 rows = event.data.value(QLatin1String("rows")).toInteger(-1);
        const qint64 ms = event.data.value(QLatin1String("ms")).toInteger(-1);
        QStringList all;
        if (const QString done = amount(rows, ms); !done.isEmpty()) {
            all.append(indented(done));
        }
        if (const QString evidence = text(event, "evidence"); !evidence.isEmpty()) {
            all.append(indented(evidence));
        }
        return all;
    }
    case EventType::StepFailed:
        return {
            indented(console::toned(Texts::tr("failed: %1").arg(text(event, "error")), Tone::Bad))};
    case EventType::StepSkipped:
        return {indented(
            Texts::tr("skipped by %1: %2").arg(text(event, "by"), text(event, "because")))};
    case EventType::StepMarkedDone:
        return {indented(
            Texts::tr("marked as done by %1: %2").arg(text(event, "by"), text(event, "because")))};
    case EventType::CheckDone: {
        const QString line = checkLine(plan, event);
        return line.isEmpty() ? QStringList() : QStringList{indented(line)};
    }
    case EventType::GateAnswered:
    case EventType::ConfirmationGiven:
        return {
            indented(Texts::tr("%1, by %2: %3")
                         .arg(text(event, "outcome"), text(event, "by"), text(event, "because")))};
    case EventType::HoldBegan:
        return {indented(
            Texts::tr("holds until %1")
                .arg(timeText(QDateTime::fromString(text(event, "until"), Qt::ISODateWithMs))))};
    case EventType::RollbackBegan:
        return {console::toned(QStringLiteral("↩ ")
                + Texts::tr("going back to %1: %2")
                      .arg(nameOf(plan, NodeId(text(event, "to"))), text(event, "because")),
            Tone::Warning)};
    case EventType::RollbackEnded:
        return {console::toned(
            QStringLiteral("↩ ") + Texts::tr("back at %1").arg(nameOf(plan, event.node)),
            Tone::Warning)};
    case EventType::DoubtFound:
        return {indented(
            console::toned(Texts::tr("in doubt: %1").arg(text(event, "evidence")), Tone::Bad))};
    case EventType::Decided:
        return {
            indented(Texts::tr("decided by %1: %2, %3")
                         .arg(text(event, "by"), text(event, "decision"), text(event, "because")))};
    case EventType::Cancelled:
        return {indented(Texts::tr("cancelled; %1").arg(text(event, "found")))};
    case EventType::HandedOver:
        return {Texts::tr("handed over by %1 to %2: %3")
                    .arg(text(event, "by"), text(event, "to"), text(event, "note"))};
    case EventType::PlanAdopted:
        return {Texts::tr("the edited plan was adopted by %1: %2")
                    .arg(text(event, "by"), text(event, "because"))};
    case EventType::RunEnded:
        return {console::toned(
            Texts::tr("The run ended: %1.").arg(text(event, "outcome")), Tone::Strong)};
    case EventType::RunStarted:
    case EventType::RunResumed:
    case EventType::BeforeTaken:
    case EventType::StatementIntended:
    case EventType::StatementDone:
    case EventType::BatchDone:
    case EventType::NodeDone:
    case EventType::EdgeFollowed:
    case EventType::GateAsked:
    case EventType::ConfirmationAsked:
    case EventType::Compensated:
    case EventType::Paused:
        return {};
    }
    return {};
}

QString progressLine(const Plan& plan, const Progress& progress)
{
    const Node* node = plan.nodes.find(progress.node);
    QStringList parts{QStringLiteral("  ") + (node ? node->title : progress.edge.text())};
    if (progress.fraction >= 0) {
        constexpr int cells = 20;
        const int full = static_cast<int>(std::clamp(progress.fraction, 0.0, 1.0) * cells);
        parts.append(QString(full, QChar(0x2588)) + QString(cells - full, QChar(0x2591)));
        parts.append(QStringLiteral("%1 %").arg(static_cast<int>(progress.fraction * 100)));
    }
    if (progress.rows > 0) {
        parts.append(Texts::tr("%1 rows").arg(rowsText(progress.rows)));
    }
    if (progress.rowsPerSecond > 0) {
        parts.append(Texts::tr("%1/s").arg(rowsText(static_cast<qint64>(progress.rowsPerSecond))));
    }
    parts.append(progress.leftMs >= 0 ? Texts::tr("%1 left").arg(durationText(progress.leftMs, 1))
                                      : durationText(progress.elapsedMs, 1));
    return parts.join(QLatin1String("  "));
}

} // namespace whimbrel::cli
