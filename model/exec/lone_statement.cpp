// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/lone_statement.h"

#include "model/exec/recovery.h"
#include "model/exec/session_lock.h"
#include "model/exec/statement_limits.h"
#include "model/exec/table_names.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QRegularExpression>

namespace whimbrel {

namespace {

using Left = LoneOutcome::Left;

QString tr(const char* text)
{
    return QCoreApplication::translate("Step", text);
}

/// Short, and the run's and the statement's own.
QString tagFor(const QString& run, const StepContext& step, int number)
{
    const QString name
        = QStringLiteral("%1/%2/%3/%4").arg(run, step.node.text(), step.edge.text()).arg(number);
    constexpr qsizetype length = 10;
    return QString::fromLatin1(
        QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex().left(length));
}

/// Whether the error leaves open how the statement ended.
bool isOpenEnded(const Error& error)
{
    return error.code == ErrorCode::ConnectionLost || error.code == ErrorCode::Cancelled;
}

} // namespace

LoneStatement::LoneStatement(Connection& connection, const StepContext& step,
    const PreparedStatement& statement, const QString& run)
    : m_connection(connection)
    , m_step(step)
    , m_statement(statement)
    , m_run(run)
    , m_probe(effectOf(statement.parsed, statement.sql.toUtf8(), connection.dialect()))
{
    if (connection.dialect() == Dialect::Postgresql) {
        const QString temporary
            = temporaryIndexName(tagFor(run, step, statement.number), statement.parsed.object);
        m_index = concurrentIndex(statement.parsed, statement.sql.toUtf8(), temporary);
    }
}

QJsonObject LoneStatement::intent()
{
    QJsonObject data{{QStringLiteral("number"), m_statement.number},
        {QStringLiteral("sql"), m_statement.sql}, {QStringLiteral("hash"), m_statement.hash}};
    m_before = observe(m_connection, m_probe);
    if (!m_before.evidence.isEmpty()) {
        data.insert(QStringLiteral("before"), m_before.evidence);
    }
    m_leftBefore = leftovers();
    if (!m_leftBefore.isEmpty()) {
        data.insert(QStringLiteral("leftovers"), QJsonArray::fromStringList(m_leftBefore));
    }
    return data;
}

ObservedEffect LoneStatement::look()
{
    const bool cancelled = m_connection.interrupter().isCancelled();
    m_connection.interrupter().reset();
    ObservedEffect seen = observe(m_connection, m_probe);
    if (cancelled) {
        m_connection.interrupter().cancel();
    }
    return seen;
}

Result<StatementResult> LoneStatement::send(const QByteArray& sql)
{
    PreparedStatement sent = m_statement;
    sent.sql = QString::fromUtf8(sql);
    m_connection.setLockTimeout(lockTimeoutFor(m_step, m_statement, m_connection.dialect()));
    return m_connection.exec(textToSend(sent, m_step, m_run, m_connection.dialect()));
}

/// After a loss: connects again, which waits until the former session has ended. False, with the
/// reason in `error`, if that was not to be had.
bool LoneStatement::backAgain(Error& error)
{
    if (!m_connection.isLost()) {
        return true;
    }
    const Result<> back = regain(m_connection);
    if (!back) {
        error = back.error();
    }
    return back.has_value();
}

LoneOutcome LoneStatement::perform()
{
    return m_index ? performIndex() : performPlain();
}

LoneOutcome LoneStatement::performPlain()
{
    QElapsedTimer clock;
    clock.start();
    const Result<StatementResult> result = send(m_statement.sql.toUtf8());
    LoneOutcome outcome;
    if (!result) {
        outcome.error = result.error();
        if (!backAgain(outcome.error)) {
            return outcome;
        }
        removeLeftovers();
        const ObservedEffect after = look();
        if (isOpenEnded(result.error()) && after.is(EffectOutcome::Applied)
            && !m_before.is(EffectOutcome::Applied)) {
            return {Left::Done, {-1, clock.elapsed()}, after.evidence, {}};
        }
        return failed(result.error(), after);
    }
    const ObservedEffect after = look();
    outcome.evidence = after.evidence;
    outcome.result = *result;
    if (after.is(EffectOutcome::Applied) || after.is(EffectOutcome::Unknowable)) {
        outcome.left = Left::Done;
        return outcome;
    }
    outcome.left = after.is(EffectOutcome::Partial) ? Left::Partial : Left::Nothing;
    outcome.error = {ErrorCode::Sql,
        tr("The server reported success, but the catalog does not show it: %1.")
            .arg(after.evidence),
        {}, tr("Look at what is there before going on.")};
    return outcome;
}

LoneOutcome LoneStatement::failed(const Error& error, const ObservedEffect& after) const
{
    LoneOutcome outcome;
    outcome.error = error;
    outcome.evidence = after.evidence;
    const bool changed = after.outcome != m_before.outcome;
    switch (after.outcome) {
    case EffectOutcome::NotApplied:
        outcome.left = Left::Nothing;
        break;
    case EffectOutcome::Partial:
        outcome.left = changed ? Left::Partial : Left::Nothing;
        break;
    case EffectOutcome::Applied:
        outcome.left = changed ? Left::Partial : Left::Nothing;
        break;
    case EffectOutcome::Unknowable:
        outcome.left = isOpenEnded(error) && !isHarmless() ? Left::Unknown : Left::Nothing;
        break;
    }
    return outcome;
}

LoneOutcome LoneStatement::performIndex()
{
    LoneOutcome outcome;
    const ObservedEffect named = observe(m_connection, m_index->published);
    if (named.is(EffectOutcome::Applied) && m_index->conditional) {
        return {Left::Done, {}, named.evidence, {}};
    }
    if (named.is(EffectOutcome::Applied) || named.is(EffectOutcome::Partial)) {
        const QString why = named.is(EffectOutcome::Applied)
            ? tr("There is an index \"%1\" already.").arg(m_index->name)
            : tr("There is an index \"%1\" already, and it is invalid: the remains of a build that "
                 "failed.")
                  .arg(m_index->name);
        outcome.left = Left::Nothing;
        outcome.evidence = named.evidence;
        outcome.error = {ErrorCode::Sql, why, {},
            tr("It is not this run's. Drop it (DROP INDEX CONCURRENTLY), then retry.")};
        return outcome;
    }
    const Result<StatementResult> built = send(m_index->build);
    if (!built) {
        outcome.error = built.error();
        if (!backAgain(outcome.error)) {
            return outcome;
        }
    }
    const bool cancelled = m_connection.interrupter().isCancelled();
    m_connection.interrupter().reset();
    const ObservedEffect seen = observe(m_connection, m_index->built);
    if (seen.is(EffectOutcome::Applied)) {
        return publish(built.value_or(StatementResult{}));
    }
    outcome.evidence = seen.evidence;
    outcome.left = Left::Nothing;
    outcome.error = built
        ? Error{ErrorCode::Sql,
            tr("The server reported success, but the index is not valid: %1.").arg(seen.evidence),
            {}, {}}
        : built.error();
    if (!seen.is(EffectOutcome::NotApplied)) {
        // The name is ours alone, so what has it may go.
        const Result<StatementResult> dropped = send(m_index->drop);
        if (!dropped && !observe(m_connection, m_index->built).is(EffectOutcome::NotApplied)) {
            outcome.left = Left::Partial;
            outcome.error.message += QLatin1Char(' ')
                + tr("The remains of the build could not be removed: %1")
                      .arg(dropped.error().message);
        }
    }
    if (cancelled) {
        m_connection.interrupter().cancel();
    }
    return outcome;
}

LoneOutcome LoneStatement::publish(const StatementResult& built)
{
    LoneOutcome outcome;
    outcome.result = built;
    Result<StatementResult> named = send(m_index->publish);
    ObservedEffect seen;
    constexpr int lossesBorne = 3;
    for (int losses = 0;; ++losses) {
        const bool isLost = m_connection.isLost();
        if (!named) {
            outcome.error = named.error();
            if (!backAgain(outcome.error)) {
                return outcome;
            }
        }
        seen = observe(m_connection, m_index->published);
        if (!isLost || !seen.is(EffectOutcome::NotApplied) || losses == lossesBorne) {
            break;
        }
        named = send(m_index->publish); // it got lost with its connection
    }
    outcome.evidence = seen.evidence;
    if (seen.is(EffectOutcome::Applied)) {
        outcome.left = Left::Done;
        return outcome;
    }
    outcome.left = Left::Partial;
    outcome.error = named
        ? Error{ErrorCode::Sql,
            tr("The index is built, but did not get its name: %1.").arg(seen.evidence), {}, {}}
        : named.error();
    return outcome;
}

/// What may be done again without harm, whatever the first time came to.
/// Whether doing it once more leaves what doing it once left.
bool LoneStatement::isHarmless() const
{
    static const QRegularExpression replacing(
        QStringLiteral("^CREATE\\s+OR\\s+REPLACE\\b"), QRegularExpression::CaseInsensitiveOption);
    static const QStringList withoutRows{QStringLiteral("CREATE VIEW"),
        QStringLiteral("CREATE FUNCTION"), QStringLiteral("CREATE PROCEDURE"),
        QStringLiteral("CREATE TRIGGER"), QStringLiteral("CREATE EVENT")};
    if (withoutRows.contains(m_statement.parsed.verb)
        && replacing.match(m_statement.sql).hasMatch()) {
        return true;
    }
    const QString verb = m_statement.sql.left(16).trimmed().toUpper();
    return (verb.startsWith(QLatin1String("VACUUM"))
               && !m_statement.sql.contains(QLatin1String("INTO"), Qt::CaseInsensitive))
        || verb.startsWith(QLatin1String("ANALYZE")) || verb.startsWith(QLatin1String("REINDEX"))
        || verb.startsWith(QLatin1String("PRAGMA")) || verb.startsWith(QLatin1String("OPTIMIZE"))
        || m_statement.parsed.kind == StatementClass::Query
        || m_statement.parsed.kind == StatementClass::Maintenance;
}

LoneOutcome LoneStatement::resolve(const QJsonObject& intent)
{
    for (const QJsonValue& name : intent.value(QStringLiteral("leftovers")).toArray()) {
        m_leftBefore.append(name.toString());
    }
    LoneOutcome outcome;
    const auto running = runningStatements(m_connection, m_run);
    if (running && !running->isEmpty()) {
        outcome.evidence = tr("It still runs: %1.").arg(running->constFirst().text());
        return outcome;
    }
    if (m_index) {
        const ObservedEffect built = observe(m_connection, m_index->built);
        if (built.is(EffectOutcome::Applied)) {
            return publish({});
        }
        if (built.is(EffectOutcome::Partial)) {
            (void)send(m_index->drop);
        }
        const ObservedEffect named = observe(m_connection, m_index->published);
        outcome.left = named.is(EffectOutcome::Applied)                           ? Left::Done
            : observe(m_connection, m_index->built).is(EffectOutcome::NotApplied) ? Left::Nothing
                                                                                  : Left::Partial;
        outcome.evidence = built.evidence + QStringLiteral("; ") + named.evidence;
        return outcome;
    }
    removeLeftovers();
    const ObservedEffect seen = observe(m_connection, m_probe);
    outcome.evidence = seen.evidence;
    switch (seen.outcome) {
    case EffectOutcome::Applied:
        outcome.left = Left::Done;
        break;
    case EffectOutcome::NotApplied:
        outcome.left = Left::Nothing;
        break;
    case EffectOutcome::Partial:
        outcome.left = Left::Partial;
        break;
    case EffectOutcome::Unknowable:
        outcome.left = isHarmless() ? Left::Nothing : Left::Unknown;
        break;
    }
    return outcome;
}

QString LoneStatement::told()
{
    return m_index ? observe(m_connection, m_index->built).evidence + QStringLiteral("; ")
            + observe(m_connection, m_index->published).evidence
                   : observe(m_connection, m_probe).evidence;
}

/// Copies that a REINDEX CONCURRENTLY leaves behind when it fails: invalid indexes called X_ccnew
/// or X_ccold, with a number where there were some already.
QStringList LoneStatement::leftovers()
{
    const bool mayLeave = m_connection.dialect() == Dialect::Postgresql
        && m_statement.verb.startsWith(QLatin1String("REINDEX"))
        && m_statement.sql.contains(QLatin1String("CONCURRENTLY"), Qt::CaseInsensitive);
    if (!mayLeave) {
        return {};
    }
    const Result<QList<Row>> rows = m_connection.rows(
        QStringLiteral(
            "SELECT n.nspname || '.' || c.relname FROM pg_index i "
            "JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
            "JOIN pg_class t ON t.oid = i.indrelid "
            "WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' "
            "AND (t.relname = :name OR starts_with(c.relname, :name || '_cc')) "
            "AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index p "
            "WHERE p.relid = i.indrelid)"),
        {{QStringLiteral("name"), m_statement.parsed.object}});
    QStringList names;
    for (const Row& row : rows.value_or(QList<Row>())) {
        names.append(row.constFirst().toString());
    }
    return names;
}

/// Removes those of them that were not there before, so that are this statement's.
void LoneStatement::removeLeftovers()
{
    const bool cancelled = m_connection.interrupter().isCancelled();
    m_connection.interrupter().reset();
    for (const QString& name : leftovers()) {
        if (!m_leftBefore.contains(name)) {
            (void)m_connection.exec(QStringLiteral("DROP INDEX CONCURRENTLY IF EXISTS ")
                + quotedTable(name, Dialect::Postgresql));
        }
    }
    if (cancelled) {
        m_connection.interrupter().cancel();
    }
}

} // namespace whimbrel
