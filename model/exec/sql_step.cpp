// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/sql_step.h"

#include "model/exec/foreign_keys.h"

#include <QCoreApplication>
#include <QElapsedTimer>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Step", text);
}

/// Runs one step's statements; lives for the time of performSql().
class SqlStep final {
public:
    SqlStep(Connection& connection, JournalWriter& writer, const StepContext& step,
        const SqlWork& work, const ReportProgress& progress)
        : m_connection(connection)
        , m_writer(writer)
        , m_step(step)
        , m_work(work)
        , m_progress(progress)
        , m_done(work.done)
    {
        m_clock.start();
    }

    StepReport perform();

private:
    Result<> performSegment(const Segment& segment, bool last);
    Result<> performInTransaction(const Segment& segment, bool last);
    Result<> runStatements(const Segment& segment);
    Result<> performAlone(const Segment& segment, bool last);
    Result<StatementResult> run(const PreparedStatement& statement);
    void addStatementDone(const PreparedStatement& statement, const StatementResult& result);
    void addStepDone();
    [[nodiscard]] Error placed(Error error, const PreparedStatement& statement) const;

    Connection& m_connection;
    JournalWriter& m_writer;
    const StepContext& m_step;
    const SqlWork& m_work;
    const ReportProgress& m_progress;
    QElapsedTimer m_clock{};
    int m_done; ///< committed statements
    bool m_outcomeLost = false; ///< a statement took effect, and that could not be journaled
    qint64 m_rows = -1;
    const PreparedStatement* m_current = nullptr;
};

StepReport SqlStep::perform()
{
    applyLimits(m_connection, m_step);
    QJsonObject intent{{QStringLiteral("statements"), m_work.statements.size()}};
    if (m_work.done > 0) {
        intent.insert(QStringLiteral("again"), true);
    }
    if (const Result<> intended = intend(m_connection, m_writer, m_step, intent); !intended) {
        return endWithError(m_connection, m_writer, m_step, intended.error(),
            m_done > 0 ? Effect::Partial : Effect::None);
    }
    QList<PreparedStatement> left = m_work.statements.mid(m_work.done);
    const QList<Segment> segments = segmentsOf(left);
    for (qsizetype i = 0; i < segments.size(); ++i) {
        Segment segment = segments[i];
        segment.first += m_work.done;
        const Result<> done = performSegment(segment, i + 1 == segments.size());
        if (!done) {
            return endWithError(m_connection, m_writer, m_step, done.error(),
                m_outcomeLost    ? Effect::Unknown
                    : m_done > 0 ? Effect::Partial
                                 : Effect::None,
                m_current);
        }
        m_done = static_cast<int>(segment.first + segment.count);
    }
    if (segments.isEmpty()) {
        addStepDone();
        if (const Result<> written = m_writer.write(m_connection); !written) {
            return endWithError(m_connection, m_writer, m_step, written.error(),
                m_done > 0 ? Effect::Partial : Effect::None);
        }
    }
    m_connection.setStatementTimeout(std::chrono::milliseconds(0));
    return {m_writer.committed(), {}};
}

Result<> SqlStep::performSegment(const Segment& segment, bool last)
{
    for (int attempt = 1;; ++attempt) {
        Result<> done = segment.inTransaction ? performInTransaction(segment, last)
                                              : performAlone(segment, last);
        if (done || m_outcomeLost || done.error().code != ErrorCode::Locked
            || attempt >= m_step.tries) {
            return done;
        }
        m_connection.rollback();
        m_writer.drop();
        Progress waiting;
        waiting.node = m_step.node;
        waiting.edge = m_step.edge;
        waiting.elapsedMs = m_clock.elapsed();
        waiting.text
            = tr("%1 Try %2 of %3.").arg(done.error().message).arg(attempt + 1).arg(m_step.tries);
        m_progress(waiting);
        backOff(m_connection, attempt);
    }
}

Result<> SqlStep::performInTransaction(const Segment& segment, bool last)
{
    m_current = nullptr;
    std::optional<ForeignKeysOff> off;
    if (m_work.foreignKeysOff) {
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
    if (Result<> ran = runStatements(segment); !ran) {
        m_connection.rollback(); // before foreign keys are switched on: it is a no-op inside
        return ran;
    }
    m_current = nullptr;
    if (off) {
        QStringList own;
        for (const PreparedStatement& statement : m_work.statements) {
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

Result<> SqlStep::runStatements(const Segment& segment)
{
    for (qsizetype i = segment.first; i < segment.first + segment.count; ++i) {
        const PreparedStatement& statement = m_work.statements[i];
        const Result<StatementResult> result = run(statement);
        if (!result) {
            return fail(result.error());
        }
        if (!m_connection.inTransaction()) {
            return fail(
                placed({ErrorCode::Sql, tr("The statement ended the transaction of its step."), {},
                           tr("Take transaction statements out of the script.")},
                    statement));
        }
        addStatementDone(statement, *result);
    }
    return {};
}

Result<> SqlStep::performAlone(const Segment& segment, bool last)
{
    const PreparedStatement& statement = m_work.statements[segment.first];
    m_writer.add(EventType::StatementIntended, m_step.node, m_step.edge,
        stepData(m_step,
            {{QStringLiteral("number"), statement.number}, {QStringLiteral("sql"), statement.sql},
                {QStringLiteral("hash"), statement.hash}}));
    if (Result<> written = m_writer.write(m_connection); !written) {
        return written;
    }
    const Result<StatementResult> result = run(statement);
    if (!result) {
        return fail(result.error());
    }
    // It took effect: if the journal is locked now, that is tried again, never the statement.
    for (int attempt = 1;; ++attempt) {
        addStatementDone(statement, *result);
        if (last) {
            addStepDone();
        }
        Result<> written = m_writer.write(m_connection);
        if (written || attempt >= qMax(m_step.tries, 3)) {
            m_outcomeLost = !written;
            return written;
        }
        m_connection.interrupter().reset();
        backOff(m_connection, attempt);
    }
}

Result<StatementResult> SqlStep::run(const PreparedStatement& statement)
{
    m_current = &statement;
    Progress now;
    now.node = m_step.node;
    now.edge = m_step.edge;
    now.elapsedMs = m_clock.elapsed();
    now.rows = qMax<qint64>(m_rows, 0);
    now.fraction
        = static_cast<double>(statement.number - 1) / static_cast<double>(m_work.statements.size());
    now.text = tr("Statement %1 of %2: %3")
                   .arg(statement.number)
                   .arg(m_work.statements.size())
                   .arg(statement.verb);
    m_progress(now);
    Result<StatementResult> result = m_connection.exec(statement.sql);
    if (!result) {
        return fail(placed(result.error(), statement));
    }
    return result;
}

void SqlStep::addStatementDone(const PreparedStatement& statement, const StatementResult& result)
{
    if (result.rows >= 0) {
        m_rows = qMax<qint64>(m_rows, 0) + result.rows;
    }
    m_writer.add(EventType::StatementDone, m_step.node, m_step.edge,
        stepData(m_step,
            {{QStringLiteral("number"), statement.number}, {QStringLiteral("sql"), statement.sql},
                {QStringLiteral("rows"), result.rows}, {QStringLiteral("ms"), result.ms}}));
}

void SqlStep::addStepDone()
{
    QJsonObject data{{QStringLiteral("ms"), m_clock.elapsed()}};
    if (m_rows >= 0 && m_work.done == 0) {
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

} // namespace

QList<Segment> segmentsOf(const QList<PreparedStatement>& statements)
{
    QList<Segment> segments;
    for (qsizetype i = 0; i < statements.size(); ++i) {
        const bool inTransaction = statements[i].inTransaction;
        if (inTransaction && !segments.isEmpty() && segments.constLast().inTransaction) {
            ++segments.last().count;
        } else {
            segments.append({i, 1, inTransaction});
        }
    }
    return segments;
}

StepReport performSql(Connection& connection, JournalWriter writer, const StepContext& step,
    const SqlWork& work, const ReportProgress& progress)
{
    return SqlStep(connection, writer, step, work, progress).perform();
}

} // namespace whimbrel
