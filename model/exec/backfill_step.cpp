// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/backfill_step.h"

#include "model/exec/key_walk.h"
#include "model/exec/recovery.h"
#include "model/exec/statement_limits.h"
#include "model/sql/lexer.h"

#include <QCoreApplication>
#include <QElapsedTimer>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Backfill", text);
}

/// Which of :first and :last a statement uses.
QMap<QString, QVariant> boundsFor(
    const QString& sql, Dialect dialect, const QVariant& first, const QVariant& last)
{
    QMap<QString, QVariant> values;
    const QByteArray text = sql.toUtf8();
    for (const Token& token : tokenize(text, dialect)) {
        if (token.kind != TokenKind::Variable) {
            continue;
        }
        const QByteArray name = text.mid(token.begin, token.end - token.begin);
        if (name == ":first") {
            values.insert(QStringLiteral("first"), first);
        } else if (name == ":last") {
            values.insert(QStringLiteral("last"), last);
        }
    }
    return values;
}

/// The error, with its batch named.
Error at(Error error, const BackfillWork& work, const QVariant& first, const QVariant& last)
{
    error.where
        = tr("batch %1, keys %2 to %3").arg(work.batches + 1).arg(textOf(first), textOf(last));
    return error;
}

/// The bounds of the rows that were read to be copied.
KeyBounds boundsOf(const BackfillWork& work)
{
    if (work.read.isEmpty()) {
        return {{}, {}, true};
    }
    const QVariant last = work.read.constLast().constFirst();
    return {work.read.constFirst().constFirst(), last,
        work.read.size() < qMax(work.batch, 1) || jsonFrom(last) == work.until};
}

/// Runs the batch in the open transaction and adds its events; says whether it was the last.
Result<bool> runBatch(Connection& connection, JournalWriter& writer, const StepContext& step,
    const BackfillWork& work, const PreparedStatement*& current)
{
    QElapsedTimer clock;
    clock.start();
    const Result<KeyBounds> bounds
        = work.copied ? Result<KeyBounds>(boundsOf(work)) : nextBounds(connection, work.walk());
    if (!bounds) {
        return fail(bounds.error());
    }
    if (!bounds->first.isValid()) {
        addDone(writer, step, {{QStringLiteral("rows"), work.rows}});
        return true;
    }
    const QVariant& first = bounds->first;
    const QVariant& last = bounds->last;
    qint64 rows = 0;
    if (work.copied) {
        const Result<qint64> written = writeRows(connection, work.key, *work.copied, work.read);
        if (!written) {
            return fail(at(written.error(), work, first, last));
        }
        rows = *written;
    }
    for (const PreparedStatement& statement : work.statements) {
        current = &statement;
        const Result<StatementResult> result = connection.exec(
            statement.sql, boundsFor(statement.sql, connection.dialect(), first, last));
        if (!result) {
            Error error = at(result.error(), work, first, last);
            error.where += tr(", line %1").arg(statement.line);
            return fail(error);
        }
        rows += qMax<qint64>(result->rows, 0);
    }
    current = nullptr;
    writer.add(EventType::BatchDone, step.node, step.edge,
        stepData(step,
            {{QStringLiteral("number"), work.batches + 1},
                {QStringLiteral("first"), jsonFrom(first)},
                {QStringLiteral("last"), jsonFrom(last)}, {QStringLiteral("until"), work.until},
                {QStringLiteral("rows"), rows}, {QStringLiteral("ms"), clock.elapsed()}}));
    if (bounds->isLast) {
        addDone(writer, step, {{QStringLiteral("rows"), work.rows + rows}});
    }
    return bounds->isLast;
}

} // namespace

StepReport beginBackfill(
    Connection& connection, JournalWriter writer, const StepContext& step, const BackfillWork& work)
{
    applyLimits(connection, step);
    const Effect effect = work.batches > 0 ? Effect::Partial : Effect::None;
    QJsonValue until = work.until;
    if (until.isUndefined() || (until.isNull() && !work.copied)) {
        const Result<QVariant> largest = largestKey(connection, work.walk());
        if (!largest) {
            return endWithError(connection, writer, step, largest.error(), effect);
        }
        until = largest->isNull() ? QJsonValue(QJsonValue::Null) : jsonFrom(*largest);
    }
    QJsonObject data{
        {QStringLiteral("statements"), work.statements.size()}, {QStringLiteral("until"), until}};
    if (work.batches > 0) {
        data.insert(QStringLiteral("again"), true);
    }
    Result<> written = intend(connection, writer, step, data);
    if (written && until.isNull()) {
        addDone(writer, step, {{QStringLiteral("rows"), 0}});
        written = writer.write(connection);
    }
    return written ? StepReport{writer.committed(), {}}
                   : endWithError(connection, writer, step, written.error(), effect);
}

StepReport performBatch(
    Connection& connection, JournalWriter writer, const StepContext& step, const BackfillWork& work)
{
    applyLimits(connection, step);
    const PreparedStatement* current = nullptr;
    for (int attempt = 1;; ++attempt) {
        Result<> done = connection.begin();
        if (done) {
            const Result<bool> batch = runBatch(connection, writer, step, work, current);
            done = batch ? writer.commit(connection) : fail(batch.error());
        }
        if (done) {
            connection.setStatementTimeout(std::chrono::milliseconds(0));
            return {writer.committed(), {}};
        }
        const bool again = attempt < step.tries
            && (isPassing(done.error())
                || (done.error().code == ErrorCode::ConnectionLost && attempt <= 2
                    && regain(connection)));
        if (!again) {
            return endWithError(connection, writer, step, done.error(),
                work.batches > 0 ? Effect::Partial : Effect::None, current);
        }
        connection.rollback();
        writer.drop();
        backOff(connection, attempt);
    }
}

} // namespace whimbrel
