// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run_status.h"

#include "app/cli/console.h"
#include "app/cli/run_words.h"
#include "model/exec/next_step_text.h"
#include "model/exec/position.h"
#include "model/exec/target_state.h"
#include "model/plan/check_places.h"
#include "model/plan/names.h"

#include <QJsonArray>

namespace whimbrel::cli {

namespace {

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

/// What the status and the checks of one step come to.
QStringList stepLines(const Plan& plan, const RunState& state, const Node& node, bool wentBack)
{
    const StepRun& step = state.step(node.id);
    QString line = QStringLiteral("  %1 %2").arg(
        node.id.text().leftJustified(18), shownIn(state, step.status));
    if (const QString amount = amountText(step.rows, step.ms); !amount.isEmpty()) {
        line += QStringLiteral(", ") + amount;
    }
    if (!step.outcome.isEmpty() && step.outcome != outcomes::pass
        && step.outcome != outcomes::fail) {
        line += QStringLiteral(", ") + step.outcome;
    }
    if (wentBack && step.status != StepStatus::Compensated) {
        line += QStringLiteral(", ") + Texts::tr("before the run went back");
    }
    QStringList lines{line};
    for (const CheckRun& check : step.checks) {
        if (check.result != CheckResult::Pass) {
            lines.append(QStringLiteral("      ")
                + checkText(checkTitle(plan, node.id, check.phase, check.check), check));
        }
    }
    return lines;
}

/// Each database of a run that has several: what it is bound to, and how far the run is there.
QStringList targetLines(const Plan& plan, const RunState& state)
{
    const QList<TargetState> targets = targetStates(plan, state);
    QStringList lines;
    if (targets.size() < 2) {
        return lines;
    }
    for (const TargetState& target : targets) {
        QString line = QStringLiteral("  %1 %2").arg(
            target.target.text().leftJustified(18), targetText(target));
        if (!target.at.isEmpty()) {
            line += QStringLiteral(", ")
                + Texts::tr("%1: %2").arg(nameOf(plan, target.at), shownIn(state, target.status));
        }
        if (!target.database.isEmpty()) {
            line += QStringLiteral("  ") + console::toned(target.database, Tone::Faint);
        }
        lines.append(line);
    }
    return lines;
}

QJsonArray targetsJson(const Plan& plan, const RunState& state)
{
    QJsonArray all;
    for (const TargetState& target : targetStates(plan, state)) {
        QJsonObject one{{QStringLiteral("target"), target.target.text()},
            {QStringLiteral("database"), target.database}, {QStringLiteral("steps"), target.steps},
            {QStringLiteral("done"), target.done}, {QStringLiteral("applied"), target.applied},
            {QStringLiteral("readOnly"), !target.readOnly.isEmpty()}};
        if (!target.at.isEmpty()) {
            one.insert(QStringLiteral("at"), target.at.text());
            one.insert(QStringLiteral("status"), keyOf(target.status));
        }
        all.append(one);
    }
    return all;
}

} // namespace

QStringList presenceLines(const Presence& presence, const RunState& state)
{
    QStringList lines;
    if (state.ended && presence.problems.isEmpty()) {
        return lines;
    }
    if (!state.steps.isEmpty()) {
        lines.append(QString());
    }
    const bool silent = presence.runner == Presence::Runner::Silent;
    if (!state.ended) {
        lines.append(console::toned(presenceText(presence), silent ? Tone::Warning : Tone::Plain));
    }
    if (presence.handover && !state.ended) {
        lines.append(console::toned(handoverText(*presence.handover), Tone::Warning));
    }
    for (const QString& problem : presence.problems) {
        lines.append(console::toned(problem, Tone::Warning));
    }
    return lines;
}

QStringList statusLines(
    const Flow& flow, const RunState& state, const std::optional<NextStep>& next)
{
    const Plan& plan = flow.plan();
    QStringList lines;
    lines.append(console::toned(state.title, Tone::Strong));
    lines.append(
        Texts::tr("run %1, begun %2 by %3, environment %4, on failure %5")
            .arg(state.run, timeText(state.started), state.by, state.environment, state.policy));
    if (state.ended) {
        lines.append(Texts::tr("ended %1 at %2")
                         .arg(whimbrel::keyOf(*state.ended), timeText(state.lastEvent)));
    } else {
        if (!state.rollingBack && !state.ready.isEmpty()) { // else: where it is going, or nowhere
            lines.append(Texts::tr("at %1").arg(placeText(state, plan)));
        }
        // What a check found stands below, with its step.
        const bool below = state.rest.reason == RestReason::CheckFailed
            || state.rest.reason == RestReason::Unknown;
        if (const QString why = restText(state, plan, !below); !why.isEmpty()) {
            lines.append(console::toned(why, Tone::Warning));
        }
    }
    lines += wayBackLines(flow, state);
    if (next) {
        lines.append(QString());
        lines += linesOf(*next, plan);
    }
    if (const QStringList targets = targetLines(plan, state); !targets.isEmpty()) {
        lines.append(QString());
        lines += targets;
    }
    lines.append(QString());
    const QList<bool> leading = leadingToPosition(flow, state);
    for (int i = 0; i < flow.size(); ++i) {
        const Node& node = flow.node(i);
        if (state.step(node.id).status != StepStatus::Waiting) {
            const bool wentBack = !leading[i] && !state.rollingBack && !state.ended;
            lines += stepLines(plan, state, node, wentBack);
        }
    }
    return lines;
}

QJsonObject statusJson(const Flow& flow, const RunState& state, const std::optional<NextStep>& next)
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
        {QStringLiteral("applied"), applied}, {QStringLiteral("steps"), steps},
        {QStringLiteral("targets"), targetsJson(flow.plan(), state)}};
    if (state.handover) {
        object.insert(QStringLiteral("handedOverTo"), state.handover->to);
    }
    if (state.rollingBack) {
        QJsonArray takenBack;
        for (const NodeId& node : state.takenBack) {
            takenBack.append(node.text());
        }
        object.insert(QStringLiteral("goingBack"),
            QJsonObject{{QStringLiteral("to"), state.rollbackTo.text()},
                {QStringLiteral("because"), state.rollbackBecause},
                {QStringLiteral("takenBack"), takenBack}});
    }
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
    if (next) {
        object.insert(QStringLiteral("next"), toJson(*next));
    }
    const WayBack way = wayBack(flow, state, state.rollingBack ? state.rollbackTo : NodeId());
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

} // namespace whimbrel::cli
