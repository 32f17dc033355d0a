// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/step_work.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QThread>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Step", text);
}

QString keyOf(Effect effect)
{
    switch (effect) {
    case Effect::None:
        return QStringLiteral("none");
    case Effect::Partial:
        return QStringLiteral("partial");
    case Effect::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QString afterCancel(Effect effect)
{
    switch (effect) {
    case Effect::None:
        return tr("Cancelled. The transaction was rolled back; nothing of this step took effect.");
    case Effect::Partial:
        return tr("Cancelled. What was committed before stands; the rest was rolled back. Going "
                  "on continues behind it.");
    case Effect::Unknown:
        break;
    }
    return tr("Cancelled. Whether the statement took effect could not be found out.");
}

} // namespace

QJsonObject stepData(const StepContext& step, QJsonObject data)
{
    if (step.change) {
        data.insert(QStringLiteral("change"), true);
    }
    return data;
}

Result<> intend(
    Connection& connection, JournalWriter& writer, const StepContext& step, const QJsonObject& data)
{
    QJsonObject all = stepData(step, data);
    all.insert(QStringLiteral("hash"), step.hash);
    const QJsonObject session = connection.sessionEvidence();
    if (!session.isEmpty()) {
        all.insert(QStringLiteral("session"), session);
    }
    if (step.repeatable) {
        all.insert(QStringLiteral("repeatable"), true);
    }
    for (int attempt = 1;; ++attempt) {
        writer.add(EventType::StepIntended, step.node, step.edge, all);
        Result<> written = writer.write(connection);
        if (written || written.error().code != ErrorCode::Locked || attempt >= step.tries) {
            return written;
        }
        backOff(connection, attempt);
    }
}

void addDone(JournalWriter& writer, const StepContext& step, const QJsonObject& data)
{
    writer.add(EventType::StepDone, step.node, step.edge, stepData(step, data));
    for (const EventDraft& also : step.whenDone) {
        writer.add(also.type, also.node, also.edge, also.data);
    }
    if (step.onward && !step.onward->isHeld->load()) {
        const EventDraft& entry = step.onward->entry;
        writer.add(entry.type, entry.node, entry.edge, entry.data);
    }
}

StepReport endWithError(Connection& connection, JournalWriter& writer, const StepContext& step,
    const Error& error, Effect effect, const PreparedStatement* statement)
{
    if (writer.isUnsettled()) {
        return {writer.committed(), error};
    }
    connection.rollback();
    writer.drop();
    connection.interrupter().reset();
    connection.setStatementTimeout(std::chrono::milliseconds(0));
    if (error.code == ErrorCode::Cancelled) {
        writer.add(EventType::Cancelled, step.node, step.edge,
            {{QStringLiteral("found"), afterCancel(effect)},
                {QStringLiteral("effect"), keyOf(effect)}});
    } else {
        QJsonObject data = stepData(step,
            {{QStringLiteral("error"), error.text()}, {QStringLiteral("effect"), keyOf(effect)}});
        if (statement) {
            data.insert(QStringLiteral("statement"), statement->sql);
            data.insert(QStringLiteral("number"), statement->number);
            data.insert(QStringLiteral("line"), statement->line);
        }
        writer.add(EventType::StepFailed, step.node, step.edge, data);
    }
    const Result<> written = writer.write(connection);
    StepReport report{writer.committed(), {}};
    if (!written) {
        // Not even the failure can be written down. The intent is there, and tells the next runner
        // that the step has to be looked at; both errors are named.
        Error both = error;
        const ErrorCode why = written.error().code;
        if (why == ErrorCode::ConnectionLost || why == ErrorCode::Connection) {
            both.code = why; // the run rests, and goes on with a look at what is true
        }
        both.message += QLatin1Char(' ')
            + tr("The journal could not be written either: %1").arg(written.error().message);
        both.advice = written.error().advice.isEmpty() ? tr("Put it right, then resume.")
                                                       : written.error().advice;
        report.fatal = both;
    }
    return report;
}

void applyLimits(Connection& connection, const StepContext& step)
{
    connection.setLockTimeout(std::chrono::milliseconds(step.lockTimeoutMs));
    connection.setStatementTimeout(std::chrono::milliseconds(step.statementTimeoutMs));
}

int backOff(Connection& connection, int attempt)
{
    constexpr int shortest = 100;
    constexpr int longest = 3200;
    const int most = qMin(shortest << qMin(attempt, 5), longest);
    const int wait = most / 2 + QRandomGenerator::global()->bounded(most / 2 + 1);
    for (int waited = 0; waited < wait && !connection.interrupter().isCancelled(); waited += 20) {
        QThread::msleep(20);
    }
    return wait;
}

} // namespace whimbrel
