// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/backfill_limits.h"
#include "model/exec/backfill_pace.h"
#include "model/exec/backfill_step.h"
#include "model/exec/process_runner.h"
#include "model/exec/recorder.h"
#include "model/plan/action.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

namespace whimbrel {

/// An action that is to be performed: a node's, or the compensation along a rollback edge.
struct ActionOrder {
    StepContext step{};
    Action action{};
    bool onlyTell = false; ///< of a statement whose end nobody saw: say what there is to see
    NodeId restoreFrom{}; ///< a backup node: bring its copy back instead of the action
};

/// Performs actions, one at a time, and has all that happens journaled. What came of it is in the
/// run's state afterwards: done, failed, cancelled, or asking (a manual action).
class ActionRunner final : public QObject {
    Q_OBJECT

public:
    ActionRunner(RunContext& context, Recorder& recorder, QObject* parent = nullptr);

    void perform(const ActionOrder& order, std::function<void()> then);
    /// Stops between two batches, or when the statement in hand is done.
    void pause();
    /// Ends a program that is running; statements are cancelled through their session.
    void stop();

private:
    void performSqlAction();
    void performBackfillAction();
    void performCopyAction();
    void beginBatches();
    void nextBatch();
    void runBatch();
    void writeBatch();
    template <class T>
    void atSource(std::function<Result<T>(Connection&)> read, std::function<void(const T&)> then);
    void lookAtLimits();
    void waitFor(const QString& what);
    void performBackupAction();
    void performRestoreAction();
    void performCommandAction();
    void askForManualAction();
    void performNothing();
    void failBefore(const Error& error);
    void conclude();
    void commandEnded(const ProcessResult& result);
    void reportBackfill(const QString& waitsFor = {});
    [[nodiscard]] StepRun stepRun() const;

    RunContext& m_context;
    Recorder& m_recorder;
    ProcessRunner m_process;
    BackfillLimits m_probes;
    QTimer m_pauseBetween;
    ActionOrder m_order{};
    BackfillWork m_backfill{};
    /// How a walk along keys makes room for others.
    struct Limits {
        int pauseMs = 0;
        std::optional<qint64> batchMs{};
        std::optional<qint64> maxLagMs{};
    };
    Limits m_limits{};
    BackfillPace m_pace{};
    QElapsedTimer m_batchClock{};
    qint64 m_rowsAtStart = 0;
    QElapsedTimer m_clock{};
    bool m_pausing = false;
    std::function<void()> m_then{};
};

/// What an order's step is made of, from the plan: limits, content hash, kind.
[[nodiscard]] StepContext stepContextOf(const RunContext& context, const Node& node);
[[nodiscard]] StepContext stepContextOf(
    const RunContext& context, const Edge& edge, const NodeId& change, const Node* through);

} // namespace whimbrel
