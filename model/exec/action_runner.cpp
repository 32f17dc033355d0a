// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/action_runner.h"

#include "model/exec/backup_step.h"
#include "model/exec/prepare_sql.h"
#include "model/exec/recovery.h"
#include "model/exec/sql_step.h"
#include "model/exec/statement_limits.h"
#include "model/io/plan_file.h"
#include "model/plan/node_kind.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace whimbrel {

namespace {

constexpr qint64 defaultLockTimeoutMs = 5000;

/// Reads, again and again within the step's tries, past locks and lost connections.
template <class T>
Result<T> readPatiently(Connection& connection, const StepContext& step,
    const std::function<Result<T>(Connection&)>& read)
{
    applyLimits(connection, step);
    for (int attempt = 1;; ++attempt) {
        Result<T> found = read(connection);
        const bool again = !found && attempt < step.tries
            && (isPassing(found.error())
                || (found.error().code == ErrorCode::ConnectionLost && attempt <= 2
                    && regain(connection)));
        if (!again) {
            connection.setStatementTimeout(std::chrono::milliseconds(0));
            return found;
        }
        backOff(connection, attempt);
    }
}

void readLimits(StepContext& step, const Action& action, Dialect dialect)
{
    step.repeatable = action.repeatable;
    step.lockTimeoutMs = action.lockTimeoutMs.value_or(defaultLockTimeoutMs);
    step.ownLockTimeout = action.lockTimeoutMs.has_value();
    step.statementTimeoutMs = action.statementTimeoutMs.value_or(0);
    step.tries
        = action.tries > 1 || dialect == Dialect::Sqlite ? qMax(action.tries, 1) : triesOnServers;
    step.file = sqlFile(action, dialect);
}

} // namespace

StepContext stepContextOf(const RunContext& context, const Node& node)
{
    StepContext step;
    step.node = node.id;
    step.change = isChange(node);
    step.hash = stepHash(context.plan(), node);
    if (node.action) {
        readLimits(step, *node.action, context.dialectOf(node.action->target));
    }
    return step;
}

StepContext stepContextOf(
    const RunContext& context, const Edge& edge, const NodeId& change, const Node* through)
{
    StepContext step;
    step.node = change;
    step.edge = edge.id;
    step.hash = through ? stepHash(context.plan(), *through) : stepHash(context.plan(), edge);
    const std::optional<Action>& action = through ? through->action : edge.action;
    if (action) {
        readLimits(step, *action, context.dialectOf(action->target));
    }
    return step;
}

ActionRunner::ActionRunner(RunContext& context, Recorder& recorder, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_recorder(recorder)
    , m_probes(context)
{
    m_pauseBetween.setSingleShot(true);
    connect(&m_pauseBetween, &QTimer::timeout, this, &ActionRunner::nextBatch);
}

void ActionRunner::perform(const ActionOrder& order, std::function<void()> then)
{
    m_order = order;
    m_then = std::move(then);
    m_pausing = false;
    m_clock.start();
    const ActionType type = order.action.type();
    const bool needsDatabase = type == ActionType::Sql || type == ActionType::Backfill
        || type == ActionType::Copy || type == ActionType::Backup || !order.restoreFrom.isEmpty();
    if (needsDatabase && !m_context.session(order.action.target)) {
        failBefore({ErrorCode::Usage,
            tr("The target \"%1\" is bound to no database.")
                .arg(m_context.targetOf(order.action.target).text()),
            {}, tr("Bind it when the run is started or resumed.")});
        return;
    }
    if (!order.restoreFrom.isEmpty()) {
        performRestoreAction();
        return;
    }
    switch (type) {
    case ActionType::Sql:
        performSqlAction();
        break;
    case ActionType::Backfill:
        performBackfillAction();
        break;
    case ActionType::Copy:
        performCopyAction();
        break;
    case ActionType::Backup:
        performBackupAction();
        break;
    case ActionType::Command:
        performCommandAction();
        break;
    case ActionType::Manual:
        askForManualAction();
        break;
    case ActionType::None:
        performNothing();
        break;
    }
}

void ActionRunner::pause()
{
    m_pausing = true;
    if (m_pauseBetween.isActive()) {
        m_pauseBetween.stop();
        conclude();
    } else {
        m_probes.stop();
    }
}

void ActionRunner::stop()
{
    pause();
    m_process.stop();
}

StepRun ActionRunner::stepRun() const
{
    return m_order.step.edge.isEmpty() ? m_recorder.state().steps.value(m_order.step.node)
                                       : m_recorder.state().compensations.value(m_order.step.edge);
}

void ActionRunner::conclude()
{
    const auto then = std::exchange(m_then, nullptr);
    then();
}

void ActionRunner::failBefore(const Error& error)
{
    m_recorder.record({{EventType::StepFailed, m_order.step.node, m_order.step.edge,
                          stepData(m_order.step,
                              {{QStringLiteral("error"), error.text()},
                                  {QStringLiteral("effect"), QStringLiteral("none")}})}},
        [this] { conclude(); });
}

void ActionRunner::performSqlAction()
{
    const Result<QList<PreparedStatement>> statements = prepareSql(m_context.plan(), m_order.action,
        m_context.dialectOf(m_order.action.target), m_context.environment);
    if (!statements) {
        failBefore(statements.error());
        return;
    }
    SqlWork work;
    work.statements = *statements;
    const StepRun run = stepRun();
    work.done = run.actionDone ? 0 : run.statementsDone;
    work.foreignKeysOff = std::get<SqlAction>(m_order.action.body).foreignKeysOff;
    // A statement outside a transaction was begun, and its end was not seen: first a look.
    const bool open = run.intended && !m_order.step.repeatable
        && run.statementNumber > run.statementsDone && work.done < work.statements.size();
    if (open) {
        m_recorder.perform(
            m_order.action.target,
            [step = m_order.step, work, onlyTell = m_order.onlyTell,
                progress = m_recorder.progressReporter()](
                Session::Held& held, const JournalWriter& writer) {
                return onlyTell ? tellOfSql(*held.connection, writer, step, work)
                                : resolveSql(*held.connection, writer, step, work, progress);
            },
            [this] { conclude(); });
        return;
    }
    m_recorder.perform(
        m_order.action.target,
        [step = m_order.step, work, progress = m_recorder.progressReporter()](
            Session::Held& held, const JournalWriter& writer) {
            return performSql(*held.connection, writer, step, work, progress);
        },
        [this] { conclude(); });
}

void ActionRunner::performBackfillAction()
{
    const auto& backfill = std::get<BackfillAction>(m_order.action.body);
    const Result<QList<PreparedStatement>> statements = prepareSql(m_context.plan(), m_order.action,
        m_context.dialectOf(m_order.action.target), m_context.environment);
    if (!statements) {
        failBefore(statements.error());
        return;
    }
    m_backfill = BackfillWork{};
    m_backfill.table = backfill.table;
    m_backfill.key = backfill.key;
    m_backfill.batch = backfill.batch;
    m_backfill.statements = *statements;
    m_limits = {backfill.pauseMs, backfill.batchMs, backfill.maxLagMs};
    beginBatches();
}

void ActionRunner::performCopyAction()
{
    const auto& copied = std::get<CopyAction>(m_order.action.body);
    Session* source = m_context.sessionToLookAt(copied.from);
    CopyPlan plan{copied.columns, copied.destination(), {}};
    if (!source) {
        failBefore({ErrorCode::Usage,
            tr("The target \"%1\", whose rows are copied, is bound to no database.")
                .arg(copied.from.text()),
            {}, tr("Bind it when the run is started or resumed.")});
        return;
    }
    if (!copied.where.trimmed().isEmpty()) {
        const Result<QString> where = prepareQuery(m_context.plan(), SqlSource{copied.where, {}},
            source->dialect(), m_context.environment);
        if (!where) {
            failBefore(where.error());
            return;
        }
        plan.where = *where;
    }
    m_backfill = BackfillWork{};
    m_backfill.table = copied.table;
    m_backfill.key = copied.key;
    m_backfill.batch = copied.batch;
    m_backfill.copied = plan;
    m_limits = {copied.pauseMs, copied.batchMs, copied.maxLagMs};
    const StepRun run = stepRun();
    if (!run.actionDone && !run.until.isUndefined() && !run.until.isNull()) {
        beginBatches();
        return;
    }
    atSource<QVariant>(
        [walk = m_backfill.walk()](Connection& connection) { return largestKey(connection, walk); },
        [this](const QVariant& largest) {
            m_backfill.until = largest.isNull() ? QJsonValue(QJsonValue::Null) : jsonFrom(largest);
            beginBatches();
        });
}

/// Reads the source of a copy, in its session; what cannot be read fails the step.
template <class T>
void ActionRunner::atSource(
    std::function<Result<T>(Connection&)> read, std::function<void(const T&)> then)
{
    const TargetId from = std::get<CopyAction>(m_order.action.body).from;
    m_context.sessionToLookAt(from)->run(
        [step = m_order.step, read = std::move(read)](Session::Held& held) -> Result<T> {
            if (Result<> ready = makeReady(*held.connection); !ready) {
                return fail(ready.error());
            }
            return readPatiently<T>(*held.connection, step, read);
        },
        [this, from, then = std::move(then)](const Result<T>& found) {
            if (found) {
                then(*found);
                return;
            }
            Error error = found.error();
            error.where
                = error.where.isEmpty() ? tr("reading \"%1\"").arg(from.text()) : error.where;
            const Effect effect = m_backfill.batches > 0 ? Effect::Partial : Effect::None;
            m_recorder.perform(
                m_order.action.target,
                [step = m_order.step, error, effect](Session::Held& held, JournalWriter writer) {
                    return endWithError(*held.connection, writer, step, error, effect);
                },
                [this] { conclude(); });
        });
}

/// Takes up a walk along keys where it was, or at its beginning.
void ActionRunner::beginBatches()
{
    const StepRun run = stepRun();
    if (!run.actionDone) {
        m_backfill.cursor = run.cursor;
        m_backfill.until = run.until.isNull() ? m_backfill.until : run.until;
        m_backfill.batches = run.batches;
        m_backfill.rows = qMax<qint64>(run.rows, 0);
    }
    const qint64 usualBatchMs
        = m_context.dialectOf(m_order.action.target) == Dialect::Sqlite ? 0 : 500;
    m_pace = BackfillPace(m_backfill.batch, m_limits.batchMs.value_or(usualBatchMs));
    m_probes.set(m_order.action);
    m_rowsAtStart = m_backfill.rows;
    m_recorder.perform(
        m_order.action.target,
        [step = m_order.step, work = m_backfill](Session::Held& held, const JournalWriter& writer) {
            return beginBackfill(*held.connection, writer, step, work);
        },
        [this] { nextBatch(); });
}

void ActionRunner::nextBatch()
{
    const StepRun run = stepRun();
    if (run.actionDone || !run.intended || m_pausing
        || m_recorder.state().rest.reason != RestReason::None) {
        conclude();
        return;
    }
    m_backfill.cursor = run.cursor;
    m_backfill.until = run.until;
    m_backfill.batches = run.batches;
    m_backfill.rows = qMax<qint64>(run.rows, 0);
    if (!m_probes.isEmpty()) {
        lookAtLimits();
        return;
    }
    reportBackfill();
    runBatch();
}

void ActionRunner::runBatch()
{
    m_backfill.batch = m_pace.batch();
    m_batchClock.start();
    if (!m_backfill.copied) {
        writeBatch();
        return;
    }
    atSource<QList<Row>>([walk = m_backfill.walk(), plan = *m_backfill.copied](
                             Connection& connection) { return readRows(connection, walk, plan); },
        [this](const QList<Row>& rows) {
            m_backfill.read = rows;
            writeBatch();
        });
}

void ActionRunner::writeBatch()
{
    m_recorder.perform(
        m_order.action.target,
        [step = m_order.step, work = m_backfill](Session::Held& held, const JournalWriter& writer) {
            return performBatch(*held.connection, writer, step, work);
        },
        [this] {
            const StepRun run = stepRun();
            m_pace.took(m_batchClock.elapsed(),
                fractionOf(QJsonValue(run.cursorFirst), run.cursor, run.until));
            if (m_limits.pauseMs > 0 && !m_pausing && !stepRun().actionDone) {
                m_pauseBetween.start(m_limits.pauseMs);
            } else {
                nextBatch();
            }
        });
}

/// Waits, without a batch in hand, while a limit is exceeded.
void ActionRunner::lookAtLimits()
{
    m_probes.look([this](const QString& exceeded) {
        if (m_pausing) {
            conclude();
        } else if (exceeded.isEmpty()) {
            reportBackfill();
            runBatch();
        } else {
            waitFor(exceeded);
        }
    });
}

void ActionRunner::waitFor(const QString& what)
{
    constexpr int againMs = 1000;
    reportBackfill(what);
    m_pauseBetween.start(againMs);
}

void ActionRunner::reportBackfill(const QString& waitsFor)
{
    if (m_backfill.cursor.isUndefined() && waitsFor.isEmpty()) {
        return;
    }
    Progress now;
    now.node = m_order.step.node;
    now.edge = m_order.step.edge;
    now.elapsedMs = m_clock.elapsed();
    now.rows = m_backfill.rows;
    now.waitsFor = waitsFor;
    const StepRun run = stepRun();
    now.fraction = fractionOf(QJsonValue(run.cursorFirst), m_backfill.cursor, m_backfill.until);
    if (m_pace.workedMs() > 0) {
        now.rowsPerSecond = static_cast<double>(m_backfill.rows - m_rowsAtStart) * 1000.0
            / static_cast<double>(m_pace.workedMs());
    }
    const BackfillPace::Left left = m_pace.left();
    now.leftMs = left.atLeastMs;
    now.leftAtMostMs = left.atMostMs;
    now.text = waitsFor.isEmpty() ? tr("Batch %1, up to key %2")
                                        .arg(m_backfill.batches)
                                        .arg(m_backfill.cursor.toVariant().toString())
                                  : tr("Waits: %1").arg(waitsFor);
    emit m_recorder.progressed(now);
}

void ActionRunner::performBackupAction()
{
    const auto& backup = std::get<BackupAction>(m_order.action.body);
    const StepRun run = stepRun();
    BackupWork work;
    work.path = run.actionDone ? QString() : run.intent.value(QStringLiteral("path")).toString();
    work.again = !work.path.isEmpty();
    if (!work.again) {
        const QString database = m_context.session(m_order.action.target)->url().path;
        const QFileInfo file(database);
        const QString folder = m_context.folder.isEmpty() ? file.absolutePath() : m_context.folder;
        QString wanted = folder + QLatin1Char('/') + file.completeBaseName() + QLatin1Char('-')
            + m_recorder.state().run + QStringLiteral(".backup");
        if (!backup.path.isEmpty()) {
            const Result<QString> resolved = resolvePlanFile(m_context.planPath, backup.path);
            if (!resolved) {
                failBefore(resolved.error());
                return;
            }
            wanted = *resolved;
        }
        work.path = freeBackupPath(wanted, m_recorder.state().run);
    }
    m_recorder.perform(
        m_order.action.target,
        [step = m_order.step, work, progress = m_recorder.progressReporter()](
            Session::Held& held, const JournalWriter& writer) {
            return performBackup(
                static_cast<SqliteConnection&>(*held.connection), writer, step, work, progress);
        },
        [this] { conclude(); });
}

void ActionRunner::performRestoreAction()
{
    const StepRun backup = m_recorder.state().steps.value(m_order.restoreFrom);
    const Node* node = m_context.plan().nodes.find(m_order.restoreFrom);
    if (!node || backup.result.value(QStringLiteral("sha256")).toString().isEmpty()) {
        failBefore({ErrorCode::Impossible,
            tr("There is no backup from \"%1\" that this run took and could bring back.")
                .arg(node ? node->title : m_order.restoreFrom.text()),
            {}, tr("Restore by hand, then mark this step as done.")});
        return;
    }
    RestoreWork work;
    work.path = backup.evidence;
    work.sha256 = backup.result.value(QStringLiteral("sha256")).toString();
    work.takenAt = backup.ended.isValid() ? backup.ended : backup.entered;
    m_recorder.perform(
        m_order.action.target,
        [step = m_order.step, work, progress = m_recorder.progressReporter()](
            Session::Held& held, const JournalWriter& writer) {
            return performRestore(
                static_cast<SqliteConnection&>(*held.connection), writer, step, work, progress);
        },
        [this] { conclude(); });
}

void ActionRunner::performCommandAction()
{
    const auto& command = std::get<CommandAction>(m_order.action.body);
    QJsonObject data = stepData(m_order.step,
        {{QStringLiteral("hash"), m_order.step.hash},
            {QStringLiteral("command"),
                withoutSecrets(command.program + QLatin1Char(' ')
                    + command.arguments.join(QLatin1Char(' ')))}});
    if (m_order.step.repeatable) {
        data.insert(QStringLiteral("repeatable"), true);
    }
    m_recorder.record(
        {{EventType::StepIntended, m_order.step.node, m_order.step.edge, data}}, [this] {
            const auto& run = std::get<CommandAction>(m_order.action.body);
            Progress now;
            now.node = m_order.step.node;
            now.edge = m_order.step.edge;
            now.text = run.program;
            emit m_recorder.progressed(now);
            m_process.run(run.program, run.arguments, m_context.folder,
                m_order.step.statementTimeoutMs,
                [this](const ProcessResult& result) { commandEnded(result); });
        });
}

void ActionRunner::commandEnded(const ProcessResult& result)
{
    EventDraft end{EventType::StepDone, m_order.step.node, m_order.step.edge, {}};
    QList<EventDraft> events;
    if (result.started && result.exitCode == 0 && !result.timedOut) {
        end.data = stepData(m_order.step,
            {{QStringLiteral("ms"), m_clock.elapsed()}, {QStringLiteral("evidence"), result.tail}});
        events = {end};
        events += m_order.step.whenDone;
    } else if (result.stopped) {
        end.type = EventType::Cancelled;
        end.data = {{QStringLiteral("found"),
                        tr("Cancelled. The command was ended; how far it had come is not known.")},
            {QStringLiteral("effect"), QStringLiteral("unknown")}};
        events = {end};
    } else {
        end.type = EventType::StepFailed;
        const QString problem = result.problem.isEmpty()
            ? tr("The command ended with %1.").arg(result.exitCode)
            : result.problem;
        end.data = stepData(m_order.step,
            {{QStringLiteral("error"),
                 result.tail.isEmpty() ? problem : problem + QLatin1Char('\n') + result.tail},
                {QStringLiteral("effect"),
                    result.started ? QStringLiteral("unknown") : QStringLiteral("none")}});
        events = {end};
    }
    m_recorder.record(events, [this] { conclude(); });
}

void ActionRunner::askForManualAction()
{
    const auto& manual = std::get<ManualAction>(m_order.action.body);
    m_recorder.record({{EventType::ConfirmationAsked, m_order.step.node, m_order.step.edge,
                          {{QStringLiteral("instructions"), manual.instructions}}}},
        [this] { conclude(); });
}

void ActionRunner::performNothing()
{
    const auto& nothing = std::get<NoAction>(m_order.action.body);
    QList<EventDraft> events{{EventType::StepDone, m_order.step.node, m_order.step.edge,
        stepData(m_order.step,
            {{QStringLiteral("ms"), 0}, {QStringLiteral("evidence"), nothing.because}})}};
    events += m_order.step.whenDone;
    m_recorder.record(events, [this] { conclude(); });
}

} // namespace whimbrel
