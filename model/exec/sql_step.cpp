// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/sql_step.h"

#include "model/database/postgres_connection.h"
#include "model/exec/effect_check.h"
#include "model/exec/foreign_keys.h"
#include "model/exec/lone_statement.h"
#include "model/exec/recovery.h"
#include "model/exec/statement_limits.h"

#include <QCoreApplication>
#include <QElapsedTimer>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Step", text);
}

/// What PostgreSQL says to a statement that refuses a transaction.
const QString refusesTransaction = QStringLiteral("25001");

/// How often a step goes on after its connection was lost: a statement that makes the server fall
/// over each time is not sent for ever.
constexpr int lossesBorne = 2;

/// Runs one step's statements; lives for the time of performSql().
class SqlStep final {
public:
    SqlStep(Connection& connection, JournalWriter& writer, const StepContext& step,
        const SqlWork& work, const ReportProgress& progress)
        : m_connection(connection)
        , m_writer(writer)
        , m_step(step)
        , m_statements(work.statements)
        , m_foreignKeysOff(work.foreignKeysOff && connection.dialect() == Dialect::Sqlite)
        , m_progress(progress)
        , m_before(work.done)
        , m_done(work.done)
    {
        m_clock.start();
    }

    StepReport perform();

private:
    Result<> performGroup(const StatementGroup& group, bool last);
    Result<> performInTransaction(const StatementGroup& group, bool last);
    Result<> runStatements(const StatementGroup& group);
    Result<> look(const PreparedStatement& statement);
    Result<> checkEngine(const PreparedStatement& statement);
    Result<> noteTransaction();
    Result<> performAlone(const PreparedStatement& statement, bool last);
    Result<> journalLone(const PreparedStatement& statement, const LoneOutcome& outcome, bool last);
    [[nodiscard]] bool mayTryAgain(const Error& error, int attempt);
    Result<> tryAgain(const Error& error, int attempt);
    void reportStatement(const PreparedStatement& statement);
    void addStatementDone(const PreparedStatement& statement, const StatementResult& result,
        const QString& evidence = {});
    void addStepDone();
    [[nodiscard]] Effect effect() const;
    [[nodiscard]] bool onServer() const { return m_connection.dialect() != Dialect::Sqlite; }
    [[nodiscard]] Error placed(Error error, const PreparedStatement& statement) const;

    Connection& m_connection;
    JournalWriter& m_writer;
    const StepContext& m_step;
    QList<PreparedStatement> m_statements;
    bool m_foreignKeysOff;
    const ReportProgress& m_progress;
    QElapsedTimer m_clock{};
    int m_before; ///< committed by an earlier try of the step
    int m_done; ///< committed statements
    int m_losses = 0; ///< of the connection
    Effect m_left = Effect::None; ///< of the group that failed
    bool m_final = false; ///< what happened must not be tried again
    QString m_transaction{}; ///< the server's id of the transaction in hand
    qint64 m_rows = -1;
    const PreparedStatement* m_current = nullptr;
    qsizetype m_refused = -1; ///< the statement that refused to run inside a transaction
};

StepReport SqlStep::perform()
{
    applyLimits(m_connection, m_step);
    QJsonObject intent{{QStringLiteral("statements"), m_statements.size()}};
    if (m_before > 0) {
        intent.insert(QStringLiteral("again"), true);
    }
    if (const Result<> intended = intend(m_connection, m_writer, m_step, intent); !intended) {
        return endWithError(m_connection, m_writer, m_step, intended.error(), effect());
    }
    while (m_done < m_statements.size()) {
        StatementGroup group = groupsOf(m_statements.mid(m_done)).constFirst();
        group.first += m_done;
        const bool last = group.first + group.count == m_statements.size();
        if (const Result<> done = performGroup(group, last); !done) {
            if (m_refused >= 0) {
                // It says itself that it must be alone: the others stay together around it.
                PreparedStatement& alone = m_statements[std::exchange(m_refused, -1)];
                alone.inTransaction = false;
                continue;
            }
            return endWithError(m_connection, m_writer, m_step, done.error(), effect(), m_current);
        }
        m_done = static_cast<int>(group.first + group.count);
    }
    if (m_before == m_statements.size()) {
        addStepDone();
        if (const Result<> written = m_writer.write(m_connection); !written) {
            return endWithError(m_connection, m_writer, m_step, written.error(), effect());
        }
    }
    m_connection.setStatementTimeout(std::chrono::milliseconds(0));
    return {m_writer.committed(), {}};
}

Effect SqlStep::effect() const
{
    return m_left != Effect::None ? m_left : m_done > 0 ? Effect::Partial : Effect::None;
}

Result<> SqlStep::performGroup(const StatementGroup& group, bool last)
{
    for (int attempt = 1;; ++attempt) {
        // What earlier statements set for their session is not for these.
        Result<> done = onServer() ? m_connection.pinSession() : Result<>();
        if (done) {
            done = group.inTransaction ? performInTransaction(group, last)
                                       : performAlone(m_statements[group.first], last);
        }
        if (done) {
            return done;
        }
        if (m_refused >= 0 || !mayTryAgain(done.error(), attempt)) {
            return done;
        }
        if (Result<> again = tryAgain(done.error(), attempt); !again) {
            return again;
        }
    }
}

bool SqlStep::mayTryAgain(const Error& error, int attempt)
{
    if (m_final || m_left != Effect::None || m_writer.isUnsettled()) {
        return false;
    }
    if (error.code == ErrorCode::ConnectionLost) {
        return ++m_losses <= lossesBorne;
    }
    return isPassing(error) && attempt < m_step.tries;
}

/// Rolls back, says why, and waits a little.
Result<> SqlStep::tryAgain(const Error& error, int attempt)
{
    m_connection.rollback();
    m_writer.drop();
    Progress waiting;
    waiting.node = m_step.node;
    waiting.edge = m_step.edge;
    waiting.elapsedMs = m_clock.elapsed();
    waiting.text = tr("%1 Try %2 of %3.").arg(error.message).arg(attempt + 1).arg(m_step.tries);
    m_progress(waiting);
    if (m_connection.isLost()) {
        if (Result<> back = regain(m_connection); !back) {
            return back;
        }
    }
    const int waited = backOff(m_connection, attempt);
    if (!onServer()) {
        return {}; // whoever holds the lock of the file would keep the journal from being written
    }
    QJsonObject data{{QStringLiteral("error"), error.text()}, {QStringLiteral("try"), attempt + 1},
        {QStringLiteral("waitMs"), waited}};
    if (m_current) {
        data.insert(QStringLiteral("number"), m_current->number);
    }
    auto* postgres = dynamic_cast<PostgresConnection*>(&m_connection);
    if (postgres && !m_transaction.isEmpty() && error.code == ErrorCode::ConnectionLost) {
        const Result<QString> status = postgres->transactionStatus(m_transaction);
        data.insert(QStringLiteral("transaction"),
            QStringLiteral("%1: %2").arg(m_transaction, status.value_or(QString())));
    }
    m_writer.add(EventType::TriedAgain, m_step.node, m_step.edge, stepData(m_step, data));
    return m_writer.write(m_connection);
}

Result<> SqlStep::performInTransaction(const StatementGroup& group, bool last)
{
    m_current = nullptr;
    m_transaction.clear();
    std::optional<ForeignKeysOff> off;
    if (m_foreignKeysOff) {
        off.emplace(m_connection);
        if (Result<> switched = off->begin(); !switched) {
            return switched;
        }
    }
    if (Result<> begun = m_connection.begin(); !begun) {
        return begun;
    }
    if (off) {
        if (Result<> counted = off->countBefore(); !counted) {
            return counted;
        }
    }
    if (Result<> ran = runStatements(group); !ran) {
        m_connection.rollback(); // before foreign keys are switched on: it is a no-op inside
        return ran;
    }
    m_current = nullptr;
    if (off) {
        QStringList own;
        for (const PreparedStatement& statement : m_statements) {
            own.append(statement.table);
        }
        if (Result<> kept = off->compare(own); !kept) {
            m_connection.rollback();
            return kept;
        }
    }
    if (last) {
        addStepDone();
    }
    return m_writer.commit(m_connection);
}

Result<> SqlStep::runStatements(const StatementGroup& group)
{
    for (qsizetype i = group.first; i < group.first + group.count; ++i) {
        const PreparedStatement& statement = m_statements[i];
        reportStatement(statement);
        if (Result<> fitting = checkEngine(statement); !fitting) {
            return fitting;
        }
        m_connection.setLockTimeout(lockTimeoutFor(m_step, statement, m_connection.dialect()));
        const Result<StatementResult> result = m_connection.exec(
            textToSend(statement, m_step, m_writer.run(), m_connection.dialect()));
        if (!result) {
            m_refused = result.error().sqlState == refusesTransaction ? i : -1;
            return fail(placed(result.error(), statement));
        }
        if (!m_connection.inTransaction()) {
            // What it committed stays: on MySQL that is all that came before it.
            m_left = m_connection.dialect() == Dialect::Sqlite ? Effect::None : Effect::Partial;
            return fail(
                placed({ErrorCode::Sql, tr("The statement ended the transaction of its step."), {},
                           tr("Take transaction statements out of the script.")},
                    statement));
        }
        if (Result<> seen = look(statement); !seen) {
            return seen;
        }
        if (i + 1 == group.first + group.count) {
            if (Result<> noted = noteTransaction(); !noted) {
                return noted;
            }
        }
        addStatementDone(statement, *result);
    }
    return {};
}

/// On servers a change of the schema that reports success is looked for in the catalog: an index
/// that is there but invalid lets CREATE INDEX IF NOT EXISTS succeed for ever.
Result<> SqlStep::look(const PreparedStatement& statement)
{
    if (!onServer() || !isDdl(statement.kind)) {
        return {};
    }
    const ObservedEffect seen = observe(
        m_connection, effectOf(statement.parsed, statement.sql.toUtf8(), m_connection.dialect()));
    if (seen.is(EffectOutcome::Applied) || seen.is(EffectOutcome::Unknowable)) {
        return {};
    }
    return fail(placed({ErrorCode::Sql,
                           tr("The server reported success, but the catalog does not show it: %1.")
                               .arg(seen.evidence),
                           {}, tr("Nothing was committed. Look at what is there, then retry.")},
        statement));
}

/// Rows of a table without transactions cannot change together with the journal, nor be rolled
/// back: after a crash nobody could tell whether they did.
Result<> SqlStep::checkEngine(const PreparedStatement& statement)
{
    if (m_connection.dialect() != Dialect::Mysql || statement.kind != StatementClass::Dml
        || m_step.repeatable) {
        return {};
    }
    const Result<QVariant> engine = m_connection.value(
        QStringLiteral("SELECT e.engine FROM information_schema.tables t "
                       "JOIN information_schema.engines e ON e.engine = t.engine "
                       "WHERE t.table_name = :name AND t.table_schema = coalesce(nullif(:schema, "
                       "''), DATABASE()) AND coalesce(e.transactions, 'NO') <> 'YES'"),
        {{QStringLiteral("name"), statement.table},
            {QStringLiteral("schema"),
                statement.parsed.schema.isNull() ? QStringLiteral("") : statement.parsed.schema}});
    if (!engine || !engine->isValid()) {
        return engine ? Result<>() : fail(engine.error());
    }
    return fail(placed({ErrorCode::Sql,
                           tr("The table \"%1\" is kept by %2, which has no transactions: its rows "
                              "could be changed in part, or twice after a crash.")
                               .arg(statement.table, engine->toString()),
                           {},
                           tr("Convert it to InnoDB first, or mark the action as repeatable if it "
                              "may simply be done again.")},
        statement));
}

/// The server's own name for the transaction, by which it tells later what became of it.
Result<> SqlStep::noteTransaction()
{
    auto* postgres = dynamic_cast<PostgresConnection*>(&m_connection);
    if (!postgres) {
        return {};
    }
    const Result<QString> id = postgres->currentTransactionId();
    m_transaction = id.value_or(QString());
    return id ? Result<>() : fail(id.error());
}

Result<> SqlStep::performAlone(const PreparedStatement& statement, bool last)
{
    m_current = &statement;
    LoneStatement lone(m_connection, m_step, statement, m_writer.run());
    m_writer.add(
        EventType::StatementIntended, m_step.node, m_step.edge, stepData(m_step, lone.intent()));
    if (Result<> written = m_writer.write(m_connection); !written) {
        return written;
    }
    reportStatement(statement);
    const LoneOutcome outcome = lone.perform();
    if (outcome.left == LoneOutcome::Left::Done) {
        return journalLone(statement, outcome, last);
    }
    m_left = outcome.left == LoneOutcome::Left::Nothing ? Effect::None
        : outcome.left == LoneOutcome::Left::Partial    ? Effect::Partial
                                                        : Effect::Unknown;
    Error error = outcome.error;
    if (m_left != Effect::None && !outcome.evidence.isEmpty()) {
        error.message += QLatin1Char(' ') + tr("The catalog says: %1.").arg(outcome.evidence);
    }
    return fail(placed(error, statement));
}

/// It took effect: if the journal is locked now, that is tried again, never the statement.
Result<> SqlStep::journalLone(
    const PreparedStatement& statement, const LoneOutcome& outcome, bool last)
{
    for (int attempt = 1;; ++attempt) {
        addStatementDone(statement, outcome.result, outcome.evidence);
        if (last) {
            addStepDone();
        }
        Result<> written = m_writer.write(m_connection);
        if (written || m_writer.isUnsettled() || attempt >= qMax(m_step.tries, 3)) {
            m_left = written ? m_left : Effect::Unknown;
            m_final = !written;
            return written;
        }
        m_connection.interrupter().reset();
        backOff(m_connection, attempt);
    }
}

void SqlStep::reportStatement(const PreparedStatement& statement)
{
    m_current = &statement;
    Progress now;
    now.node = m_step.node;
    now.edge = m_step.edge;
    now.elapsedMs = m_clock.elapsed();
    now.rows = qMax<qint64>(m_rows, 0);
    now.fraction
        = static_cast<double>(statement.number - 1) / static_cast<double>(m_statements.size());
    now.text = tr("Statement %1 of %2: %3")
                   .arg(statement.number)
                   .arg(m_statements.size())
                   .arg(statement.verb);
    m_progress(now);
}

void SqlStep::addStatementDone(
    const PreparedStatement& statement, const StatementResult& result, const QString& evidence)
{
    if (result.rows >= 0) {
        m_rows = qMax<qint64>(m_rows, 0) + result.rows;
    }
    QJsonObject data{{QStringLiteral("number"), statement.number},
        {QStringLiteral("sql"), statement.sql}, {QStringLiteral("rows"), result.rows},
        {QStringLiteral("ms"), result.ms}};
    if (!evidence.isEmpty()) {
        data.insert(QStringLiteral("evidence"), evidence);
    }
    if (!m_transaction.isEmpty()) {
        data.insert(QStringLiteral("transaction"), m_transaction);
    }
    m_writer.add(EventType::StatementDone, m_step.node, m_step.edge, stepData(m_step, data));
}

void SqlStep::addStepDone()
{
    QJsonObject data{{QStringLiteral("ms"), m_clock.elapsed()}};
    if (m_rows >= 0 && m_before == 0) {
        data.insert(QStringLiteral("rows"), m_rows);
    }
    addDone(m_writer, m_step, data);
}

Error SqlStep::placed(Error error, const PreparedStatement& statement) const
{
    error.where = m_step.file.isEmpty()
        ? tr("statement %1, line %2").arg(statement.number).arg(statement.line)
        : tr("%1, line %2").arg(m_step.file).arg(statement.line);
    return error;
}

/// The event that announced the statement, as journaled.
QJsonObject intentOf(
    Connection& connection, const QString& run, const StepContext& step, int number)
{
    const Result<QList<Event>> events = journal::events(connection, run);
    if (!events) {
        return {};
    }
    for (auto event = events->crbegin(); event != events->crend(); ++event) {
        if (event->type == EventType::StatementIntended && event->node == step.node
            && event->edge == step.edge
            && event->data.value(QStringLiteral("number")).toInt() == number) {
            return event->data;
        }
    }
    return {};
}

} // namespace

QList<StatementGroup> groupsOf(const QList<PreparedStatement>& statements)
{
    QList<Statement> parsed;
    parsed.reserve(statements.size());
    for (const PreparedStatement& statement : statements) {
        parsed.append(statement.parsed);
        parsed.last().inTransaction = statement.inTransaction;
    }
    return groupStatements(parsed);
}

StepReport performSql(Connection& connection, JournalWriter writer, const StepContext& step,
    const SqlWork& work, const ReportProgress& progress)
{
    return SqlStep(connection, writer, step, work, progress).perform();
}

StepReport tellOfSql(
    Connection& connection, JournalWriter writer, const StepContext& step, const SqlWork& work)
{
    const PreparedStatement& statement = work.statements[work.done];
    const QString found = LoneStatement(connection, step, statement, writer.run()).told();
    writer.add(EventType::Paused, step.node, step.edge,
        {{QStringLiteral("because"),
            tr("A former runner began this statement, and nobody saw its end: %1\n"
               "The catalog shows: %2.\nGoing on settles it first.")
                .arg(statement.sql, found.isEmpty() ? tr("nothing that would tell") : found)}});
    const Result<> written = writer.write(connection);
    StepReport report{writer.committed(), {}};
    if (!written) {
        report.fatal = written.error();
    }
    return report;
}

StepReport resolveSql(Connection& connection, JournalWriter writer, const StepContext& step,
    const SqlWork& work, const ReportProgress& progress)
{
    applyLimits(connection, step);
    const PreparedStatement& statement = work.statements[work.done];
    Progress now;
    now.node = step.node;
    now.edge = step.edge;
    now.text = tr("Settling what a former runner began: %1").arg(statement.verb);
    progress(now);
    LoneStatement lone(connection, step, statement, writer.run());
    const LoneOutcome found
        = lone.resolve(intentOf(connection, writer.run(), step, statement.number));
    const bool done = found.left == LoneOutcome::Left::Done;
    if (done || found.left == LoneOutcome::Left::Nothing) {
        writer.add(EventType::Resolved, step.node, step.edge,
            stepData(step,
                {{QStringLiteral("number"), statement.number},
                    {QStringLiteral("outcome"),
                        done ? QStringLiteral("applied") : QStringLiteral("not-applied")},
                    {QStringLiteral("evidence"), found.evidence}}));
    } else {
        QString evidence = tr("The statement was begun outside a transaction, and how it ended was "
                              "never journaled: %1")
                               .arg(statement.sql);
        if (!found.evidence.isEmpty()) {
            evidence += QLatin1Char('\n') + found.evidence;
        }
        writer.add(EventType::DoubtFound, step.node, step.edge,
            {{QStringLiteral("evidence"), evidence}, {QStringLiteral("number"), statement.number},
                {QStringLiteral("sql"), statement.sql},
                {QStringLiteral("catalog"), found.evidence}});
    }
    const Result<> written = writer.write(connection);
    StepReport report{writer.committed(), {}};
    if (!written) {
        report.fatal = written.error();
    }
    return report;
}

} // namespace whimbrel
