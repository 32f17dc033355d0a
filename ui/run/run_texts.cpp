// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_texts.h"

#include "model/base/counted.h"
#include "model/base/duration.h"
#include "model/database/connection_url.h"
#include "model/exec/position.h"
#include "model/plan/check_places.h"
#include "ui/style/environment.h"

#include <QCoreApplication>
#include <QTimeZone>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("RunTexts", text);
}

QString string(const Event& event, const char* key)
{
    const QJsonValue value = event.data.value(QLatin1String(key));
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

QString said(const Event& event, const char* what)
{
    const QString because = string(event, "because");
    QStringList parts;
    if (const QString text = string(event, what); !text.isEmpty()) {
        parts.append(text);
    }
    if (!because.isEmpty()) {
        parts.append(because);
    }
    if (const QString by = string(event, "by"); !by.isEmpty()) {
        parts.append(tr("by %1").arg(by));
    }
    return parts.join(QStringLiteral(" · "));
}

QString oneLine(const QString& text)
{
    return text.simplified();
}

/// "12,000 rows · 1 s 200 ms", as far as the event says so.
QString measured(const Event& event)
{
    QStringList parts;
    const QJsonValue rows = event.data.value(QLatin1String("rows"));
    if (rows.isDouble() && rows.toInteger() >= 0) {
        parts.append(counted(rows.toInteger(), tr("1 row"), tr("%1 rows")));
    }
    const QJsonValue ms = event.data.value(QLatin1String("ms"));
    if (ms.isDouble() && ms.toInteger() > 0) {
        parts.append(durationText(ms.toInteger(), 2));
    }
    return parts.join(QStringLiteral(" · "));
}

QString joined(const QStringList& parts)
{
    QStringList kept;
    for (const QString& part : parts) {
        if (!part.isEmpty()) {
            kept.append(part);
        }
    }
    return kept.join(QStringLiteral(" · "));
}

/// "✓ name: found 0" or "✗ name: found 1, expected 0".
QString checkText(const Event& event, const Plan& plan)
{
    const QString result = string(event, "result");
    const bool pass = result == QLatin1String("pass");
    const QString mark = pass             ? QStringLiteral("✓")
        : result == QLatin1String("fail") ? QStringLiteral("✗")
                                          : QStringLiteral("?");
    const QString found = oneLine(string(event, "found"));
    const QString expected = oneLine(string(event, "expected"));
    QStringList said;
    if (!found.isEmpty()) {
        said.append(tr("found %1").arg(found));
    }
    if (!pass && !expected.isEmpty()) {
        said.append(tr("expected %1").arg(expected));
    }
    QString text = mark + QLatin1Char(' ')
        + checkTitle(plan, event.node, string(event, "phase"), CheckId(string(event, "check")));
    if (!said.isEmpty()) {
        text += QStringLiteral(": ") + said.join(QStringLiteral(", "));
    }
    // With a value found, the message repeats it.
    const QString message = found.isEmpty() ? oneLine(string(event, "message")) : QString();
    return joined({text, message, measured(event)});
}

} // namespace

QString eventName(EventType type)
{
    switch (type) {
    case EventType::RunStarted:
        return tr("Run started");
    case EventType::RunResumed:
        return tr("Run resumed");
    case EventType::NodeEntered:
        return tr("Step entered");
    case EventType::BeforeTaken:
        return tr("Value taken");
    case EventType::StepIntended:
        return tr("Step begins");
    case EventType::StatementIntended:
        return tr("Statement begins");
    case EventType::StatementDone:
        return tr("Statement done");
    case EventType::TriedAgain:
        return tr("Tried again");
    case EventType::Resolved:
        return tr("Found out");
    case EventType::BatchDone:
        return tr("Batch done");
    case EventType::StepDone:
        return tr("Action done");
    case EventType::StepFailed:
        return tr("Failed");
    case EventType::StepSkipped:
        return tr("Skipped");
    case EventType::StepMarkedDone:
        return tr("Marked as done");
    case EventType::CheckDone:
        return tr("Check");
    case EventType::NodeDone:
        return tr("Step done");
    case EventType::EdgeFollowed:
        return tr("On to the next");
    case EventType::GateAsked:
        return tr("Asked");
    case EventType::GateAnswered:
        return tr("Answered");
    case EventType::ConfirmationAsked:
        return tr("To be confirmed");
    case EventType::ConfirmationGiven:
        return tr("Confirmed");
    case EventType::HoldBegan:
        return tr("Hold began");
    case EventType::RollbackBegan:
        return tr("Going back");
    case EventType::Compensated:
        return tr("Taken back");
    case EventType::RollbackEnded:
        return tr("Back at");
    case EventType::DoubtFound:
        return tr("In doubt");
    case EventType::Decided:
        return tr("Decided");
    case EventType::Paused:
        return tr("Paused");
    case EventType::Cancelled:
        return tr("Cancelled");
    case EventType::HandedOver:
        return tr("Handed over");
    case EventType::BlockerStopped:
        return tr("Blocker stopped");
    case EventType::PlanAdopted:
        return tr("Plan adopted");
    case EventType::RunEnded:
        return tr("Run ended");
    }
    return {};
}

QString eventText(const Event& event, const Plan& plan)
{
    switch (event.type) {
    case EventType::RunStarted:
        return tr("%1 in %2, on failure: %3 · by %4")
            .arg(string(event, "title"), environmentName(string(event, "environment")),
                string(event, "policy"), string(event, "by"));
    case EventType::RunResumed:
        return said(event, "host");
    case EventType::StatementIntended:
        return oneLine(string(event, "sql"));
    case EventType::TriedAgain:
        return oneLine(string(event, "error"));
    case EventType::Resolved:
        return oneLine(string(event, "evidence"));
    case EventType::BlockerStopped:
        return said(event, "who");
    case EventType::BatchDone:
        return joined(
            {tr("keys %1 to %2 of %3")
                    .arg(string(event, "first"), string(event, "last"), string(event, "until")),
                measured(event)});
    case EventType::StatementDone:
        return joined({measured(event), oneLine(string(event, "sql"))});
    case EventType::StepDone:
        return joined({oneLine(string(event, "evidence")), measured(event)});
    case EventType::StepFailed:
        return oneLine(string(event, "error"));
    case EventType::CheckDone:
        return checkText(event, plan);
    case EventType::BeforeTaken:
        return joined({string(event, "value"), oneLine(string(event, "problem"))});
    case EventType::NodeDone:
        return string(event, "outcome");
    case EventType::EdgeFollowed: {
        const Edge* edge = plan.edges.find(event.edge);
        return edge ? nodeTitle(plan, edge->to) : event.edge.text();
    }
    case EventType::GateAsked:
        return string(event, "question");
    case EventType::GateAnswered:
    case EventType::ConfirmationGiven:
        return said(event, "outcome");
    case EventType::ConfirmationAsked:
        return oneLine(string(event, "instructions"));
    case EventType::HoldBegan:
        return tr("until %1")
            .arg(clockText(QDateTime::fromString(string(event, "until"), Qt::ISODateWithMs)));
    case EventType::RollbackBegan:
        return joined({nodeTitle(plan, NodeId(string(event, "to"))), said(event, "")});
    case EventType::DoubtFound:
        return string(event, "evidence");
    case EventType::Decided:
        return said(event, "decision");
    case EventType::HandedOver:
        return joined({tr("to %1").arg(string(event, "to")), oneLine(string(event, "note")),
            said(event, "")});
    case EventType::RunEnded:
        return string(event, "outcome");
    case EventType::StepSkipped:
    case EventType::StepMarkedDone:
    case EventType::Paused:
    case EventType::PlanAdopted:
        return said(event, "");
    case EventType::Cancelled:
        return joined({oneLine(string(event, "found")), said(event, "")});
    case EventType::NodeEntered:
    case EventType::StepIntended:
    case EventType::Compensated:
    case EventType::RollbackEnded:
        break;
    }
    return {};
}

EventMood eventMood(const Event& event)
{
    switch (event.type) {
    case EventType::StepFailed:
    case EventType::DoubtFound:
        return EventMood::Bad;
    case EventType::CheckDone: {
        const QString result = string(event, "result");
        return result == QLatin1String("pass") ? EventMood::Good
            : result == QLatin1String("fail")  ? EventMood::Bad
                                               : EventMood::Unsure;
    }
    case EventType::StepSkipped:
    case EventType::StepMarkedDone:
    case EventType::Cancelled:
        return EventMood::Unsure;
    default:
        return EventMood::Plain;
    }
}

QString nameOf(StepStatus status)
{
    switch (status) {
    case StepStatus::Waiting:
        return tr("next");
    case StepStatus::Running:
        return tr("running");
    case StepStatus::Asking:
        return tr("asking");
    case StepStatus::Holding:
        return tr("holding");
    case StepStatus::Done:
        return tr("done");
    case StepStatus::Failed:
        return tr("failed");
    case StepStatus::Skipped:
        return tr("skipped");
    case StepStatus::MarkedDone:
        return tr("marked as done");
    case StepStatus::InDoubt:
        return tr("in doubt");
    case StepStatus::Compensated:
        return tr("taken back");
    }
    return {};
}

QString nameOf(CheckResult result)
{
    switch (result) {
    case CheckResult::Pass:
        return tr("pass");
    case CheckResult::Fail:
        return tr("fail");
    case CheckResult::Unknown:
        return tr("unknown");
    }
    return {};
}

QString nodeTitle(const Plan& plan, const NodeId& node)
{
    const Node* found = plan.nodes.find(node);
    return found && !found->title.isEmpty() ? found->title : node.text();
}

WindowState windowAt(const Window& window, const QDateTime& now)
{
    if (!window.from.isValid() || !window.to.isValid()) {
        return {};
    }
    const QTimeZone named(window.zone.toLatin1());
    const QTimeZone zone = named.isValid() ? named : QTimeZone::utc();
    const QDateTime local = now.toTimeZone(zone);
    // A window that began yesterday may still be open; else the next one begins within a week.
    qint64 opens = -1;
    for (int day = -1; day <= 7; ++day) {
        const QDate date = local.date().addDays(day);
        if (!window.days.isEmpty() && !window.days.contains(date.dayOfWeek())) {
            continue;
        }
        const QDateTime from(date, window.from, zone);
        const QDateTime to(window.to > window.from ? date : date.addDays(1), window.to, zone);
        if (from <= local && local < to) {
            return {true, local.msecsTo(to)};
        }
        if (from > local && opens < 0) {
            opens = local.msecsTo(from);
        }
    }
    return {false, opens};
}

QString wayBackText(const WayBack& way, const Plan& plan, bool anythingApplied)
{
    if (!way.problem.isEmpty()) {
        return way.problem;
    }
    if (way.to.isEmpty()) {
        return anythingApplied ? tr("none") : tr("nothing to take back");
    }
    const QString length
        = way.estimateMs > 0 || way.estimateComplete ? durationText(way.estimateMs, 2) : QString();
    QString time = length.isEmpty() ? tr("time unknown")
        : way.estimateComplete      ? tr("about %1").arg(length)
                                    : tr("at least %1").arg(length);
    if (way.edges.isEmpty()) {
        time = tr("at once");
    }
    return tr("%1 · %2 · %3")
        .arg(nodeTitle(plan, way.to), time,
            way.lost.isEmpty() ? tr("nothing is lost")
                               : tr("lost: %1").arg(way.lost.join(QStringLiteral("; "))));
}

QString progressText(const Flow& flow, const RunState& state)
{
    const auto taken = static_cast<int>(state.takenBack.size());
    if (state.rollingBack) {
        const auto left = static_cast<int>(appliedSince(flow, state, state.rollbackTo).size());
        return tr("%1 of %2 taken back")
            .arg(taken)
            .arg(counted(taken + left, tr("1 change"), tr("%1 changes")));
    }
    if (state.ended && *state.ended != Outcome::Migrated && taken > 0) {
        return counted(taken, tr("1 change taken back"), tr("%1 changes taken back"));
    }
    const StepCount count = countSteps(flow, state);
    return tr("%1 of %2 passed")
        .arg(count.passed)
        .arg(counted(count.all, tr("1 step"), tr("%1 steps")));
}

QString clockText(const QDateTime& at)
{
    if (!at.isValid()) {
        return {};
    }
    const QDateTime local = at.toLocalTime();
    const QString time = local.date() == QDate::currentDate()
        ? local.toString(QStringLiteral("HH:mm:ss"))
        : local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    return QStringLiteral("%1 %2").arg(time, local.timeZoneAbbreviation());
}

} // namespace whimbrel
