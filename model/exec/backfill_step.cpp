// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/backfill_step.h"

#include "model/exec/recovery.h"
#include "model/exec/statement_limits.h"
#include "model/exec/table_names.h"
#include "model/sql/lexer.h"

#include <QCoreApplication>
#include <QElapsedTimer>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Backfill", text);
}

QVariant keyFrom(const QJsonValue& value)
{
    return value.isString() ? QVariant(value.toString()) : QVariant(value.toInteger());
}

QJsonValue jsonFrom(const QVariant& key)
{
    return key.typeId() == QMetaType::QString ? QJsonValue(key.toString())
                                              : QJsonValue(key.toLongLong());
}

/// What kind of value a key is; empty for one that no backfill can walk along. SQLite says it for
/// each value; servers have one type for the column.
QString kindOf(const QVariant& key)
{
    switch (key.typeId()) {
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::Short:
    case QMetaType::UShort:
    case QMetaType::SChar:
    case QMetaType::UChar:
        return QStringLiteral("integer");
    case QMetaType::QString:
        return QStringLiteral("text");
    default:
        return key.isNull() ? QStringLiteral("null") : QString::fromLatin1(key.typeName());
    }
}

/// The largest key, after a look at whether the column can serve as one.
Result<QVariant> largestKey(Connection& connection, const BackfillWork& work)
{
    const QString key = quotedName(work.key, connection.dialect());
    const QString table = quotedTable(work.table, connection.dialect());
    // A quoted name that is no column would be taken for a text by SQLite; the alias prevents that.
    const Result<QList<Row>> bounds = connection.rows((connection.dialect() == Dialect::Sqlite
            ? QStringLiteral("SELECT min(t.%1), max(t.%1), typeof(min(t.%1)), "
                             "typeof(max(t.%1)) FROM %2 t")
            : QStringLiteral("SELECT (SELECT t.%1 FROM %2 t ORDER BY t.%1 LIMIT 1), "
                             "(SELECT t.%1 FROM %2 t ORDER BY t.%1 DESC LIMIT 1)"))
                                                          .arg(key, table));
    if (!bounds) {
        return fail(bounds.error());
    }
    const Result<QVariant> missing = connection.value(
        QStringLiteral("SELECT 1 FROM %2 t WHERE t.%1 IS NULL LIMIT 1").arg(key, table));
    if (!missing) {
        return fail(missing.error());
    }
    if (missing->isValid()) {
        return fail({ErrorCode::Sql,
            tr("The key column \"%1\" of \"%2\" has rows without a value; they would be left out.")
                .arg(work.key, work.table),
            {}, tr("Use a unique NOT NULL column.")});
    }
    const Row& row = bounds->constFirst();
    // Not every type has a smallest value that PostgreSQL knows (uuid), but all have an order.
    const bool told = row.size() > 2;
    const QString low = told ? row[2].toString() : kindOf(row[0]);
    const QString high = told ? row[3].toString() : kindOf(row[1]);
    if (high == QLatin1String("null")) {
        return QVariant();
    }
    if (low != high || (low != QLatin1String("integer") && low != QLatin1String("text"))) {
        return fail({ErrorCode::Sql,
            tr("The key column \"%1\" of \"%2\" holds values of type %3; integers or texts are "
               "needed.")
                .arg(work.key, work.table, low == high ? low : low + QStringLiteral(" / ") + high),
            {}, tr("Use another unique NOT NULL column.")});
    }
    return row[1];
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

Result<QList<Row>> nextKeys(Connection& connection, const BackfillWork& work)
{
    const bool begun = !work.cursor.isUndefined() && !work.cursor.isNull();
    QMap<QString, QVariant> values{{QStringLiteral("until"), keyFrom(work.until)},
        {QStringLiteral("batch"), qMax(work.batch, 1)}};
    if (begun) {
        values.insert(QStringLiteral("cursor"), keyFrom(work.cursor));
    }
    return connection.rows(
        QStringLiteral("SELECT t.%1 FROM %2 t WHERE %3t.%1 <= :until ORDER BY t.%1 LIMIT :batch")
            .arg(quotedName(work.key, connection.dialect()),
                quotedTable(work.table, connection.dialect()),
                begun ? QStringLiteral("t.%1 > :cursor AND ")
                            .arg(quotedName(work.key, connection.dialect()))
                      : QString()),
        values);
}

/// Runs the batch in the open transaction and adds its events; says whether it was the last.
Result<bool> runBatch(Connection& connection, JournalWriter& writer, const StepContext& step,
    const BackfillWork& work, const PreparedStatement*& current)
{
    QElapsedTimer clock;
    clock.start();
    const Result<QList<Row>> keys = nextKeys(connection, work);
    if (!keys) {
        return fail(keys.error());
    }
    if (keys->isEmpty()) {
        addDone(writer, step, {{QStringLiteral("rows"), work.rows}});
        return true;
    }
    const QVariant first = keys->constFirst().constFirst();
    const QVariant last = keys->constLast().constFirst();
    qint64 rows = 0;
    for (const PreparedStatement& statement : work.statements) {
        current = &statement;
        const Result<StatementResult> result = connection.exec(
            statement.sql, boundsFor(statement.sql, connection.dialect(), first, last));
        if (!result) {
            Error error = result.error();
            error.where = tr("batch %1, keys %2 to %3, line %4")
                              .arg(work.batches + 1)
                              .arg(textOf(first), textOf(last))
                              .arg(statement.line);
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
    const bool wasLast = keys->size() < qMax(work.batch, 1) || jsonFrom(last) == work.until;
    if (wasLast) {
        addDone(writer, step, {{QStringLiteral("rows"), work.rows + rows}});
    }
    return wasLast;
}

} // namespace

StepReport beginBackfill(
    Connection& connection, JournalWriter writer, const StepContext& step, const BackfillWork& work)
{
    applyLimits(connection, step);
    const Effect effect = work.batches > 0 ? Effect::Partial : Effect::None;
    QJsonValue until = work.until;
    if (until.isUndefined() || until.isNull()) {
        const Result<QVariant> largest = largestKey(connection, work);
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

double fractionOf(const QJsonValue& first, const QJsonValue& cursor, const QJsonValue& until)
{
    if (!cursor.isDouble() || !until.isDouble()) {
        return -1;
    }
    const double low = static_cast<double>(first.toInteger());
    const double high = static_cast<double>(until.toInteger());
    const double at = static_cast<double>(cursor.toInteger());
    return high <= low ? 1.0 : qBound(0.0, (at - low) / (high - low), 1.0);
}

} // namespace whimbrel
