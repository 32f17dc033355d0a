// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"
#include "model/exec/surroundings.h"
#include "model/plan/rehearsal.h"
#include "model/sql/locks.h"
#include "model/sql/statement_weight.h"

#include <QJsonObject>

#include <optional>

namespace whimbrel {

/// One statement of the step to come.
struct NextStatement {
    QString sql{}; ///< with the parameters filled in, as it will be sent
    QString verb{};
    StatementWeight weight = StatementWeight::Unknown;
    bool inTransaction = true; ///< false: it runs outside of any
    bool commits = false; ///< the server commits before it, whatever comes of it
    LockFacts locks{};
};

/// How long the step may take here, from what it took in the rehearsal.
struct Forecast {
    qint64 fromMs = -1; ///< negative: there is no telling, see `because`
    qint64 toMs = -1;
    qint64 rowsThen = -1; ///< in the step's tables, during the rehearsal and now
    qint64 rowsNow = -1;
    QString because{}; ///< what it follows from, or why there is none
};

/// Whether the step can be taken back.
struct BackFromStep {
    enum class Kind {
        NothingToUndo, ///< it changes nothing
        None, ///< there is no way
        Explained, ///< the plan says why nothing is done
        Way,
    };
    Kind kind = Kind::NothingToUndo;
    EdgeId edge{};
    NodeId to{};
    QString because{}; ///< of Explained
    std::optional<WayVerdict> verdict{}; ///< what trying it came to
    qint64 triedMs = -1; ///< how long it took then
    qint64 estimateMs = -1; ///< what the plan says
};

/// What happens next, said before it happens.
struct NextStep {
    NodeId node{}; ///< the step; of a way back the change that is taken back
    EdgeId edge{}; ///< the way back, where the run goes back
    NodeId behind{}; ///< the gate that has to say yes first; empty: nothing stands before it
    QString title{};
    TargetId target{}; ///< whose database it works on; empty: the plan's first
    Dialect dialect = Dialect::Sqlite;
    QList<NextStatement> statements{};
    bool inBatches = false; ///< a backfill: the statements are run for each batch of keys
    QString words{}; ///< what is done where it is not SQL
    QString problem{}; ///< why the SQL cannot be told (a parameter without a value …)
    QStringList checks{}; ///< what is asked of the database, by title
    std::optional<RehearsedStep> rehearsed{};
    qint64 estimateMs = -1; ///< what the plan says
    Forecast forecast{};
    BackFromStep back{};
    Surroundings around{};
};

/// What the run does when it goes on: the step in hand, the one to be entered, the one behind the
/// gate that asks, or the change to be taken back; nothing if it has ended or knows no step. What
/// `around` says counts only if it is about this step.
[[nodiscard]] std::optional<NextStep> nextStep(const Flow& flow, const RunState& state,
    const Rehearsed& rehearsed, const Surroundings& around = {});

/// Whether the run stands before the step, and not in the middle of it.
[[nodiscard]] bool isAhead(const NextStep& step, const RunState& state);

/// The tables that the time of these statements follows from, by name.
[[nodiscard]] QStringList tablesOfWeight(const QList<NextStatement>& statements);

/// The statements of an action as the run sends them, with what is known of each.
[[nodiscard]] Result<QList<NextStatement>> statementsOf(
    const Plan& plan, const Action& action, const QString& environment);

/// For programs.
[[nodiscard]] QJsonObject toJson(const NextStep& step);

} // namespace whimbrel
