// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/check.h"
#include "model/plan/dialect.h"

#include <QStringList>

#include <optional>
#include <variant>

namespace whimbrel {

/// Runs statements. The executor splits and segments them; they hold no transaction statements.
struct SqlAction {
    SqlSource sql{};
    /// SQLite table rebuilds: foreign keys are switched off outside the transaction, and child rows
    /// are compared before it commits.
    bool foreignKeysOff = false;
    bool operator==(const SqlAction&) const = default;
};

/// Carries rows over in batches along one unique NOT NULL key column. The statement is run for each
/// range of keys with the inclusive bounds :first and :last. It ends at the largest key that was
/// there when it began.
struct BackfillAction {
    QString table{};
    QString key{};
    int batch = 1000; ///< rows to a batch
    int pauseMs = 0; ///< rest between two batches
    SqlSource sql{};
    /// How long a batch should take: the number of rows grows or shrinks toward it. Without: half a
    /// second on servers; SQLite keeps to `batch`.
    std::optional<qint64> batchMs{};
    /// How far replicas may fall behind before it waits for them.
    std::optional<qint64> maxLagMs{};
    /// What must pass before each batch: while one does not, or cannot be found out, it waits.
    QList<Check> limits{};
    bool operator==(const BackfillAction&) const = default;
};

/// Copies rows from a table of one target into a table of the action's own, in batches along one
/// unique NOT NULL key column that both have. A row that is there already is brought up to date; no
/// row is deleted. It ends at the largest key that was there when it began.
struct CopyAction {
    TargetId from{}; ///< whose rows are read
    QString table{}; ///< there
    QString key{};
    QStringList columns{}; ///< which are copied, beside the key; they have the same names in both
    QString into{}; ///< the table here; empty: of the same name
    QString where{}; ///< SQL of the source: which rows; empty: all
    int batch = 1000; ///< rows to a batch
    int pauseMs = 0; ///< rest between two batches
    std::optional<qint64> batchMs{}; ///< as of a backfill
    std::optional<qint64> maxLagMs{}; ///< of the action's own target
    QList<Check> limits{}; ///< as of a backfill
    bool operator==(const CopyAction&) const = default;

    [[nodiscard]] const QString& destination() const { return into.isEmpty() ? table : into; }
};

/// Takes a copy of the target's database from which it can be restored. On SQLite: an online backup
/// with an integrity check, written to `path`.
struct BackupAction {
    QString path{}; ///< relative to the plan's folder; empty: named after the run
    bool operator==(const BackupAction&) const = default;
};

/// Starts a program with arguments, never a shell line. Off unless the person allows commands.
struct CommandAction {
    QString program{};
    QStringList arguments{};
    bool operator==(const CommandAction&) const = default;
};

/// Someone does it and confirms.
struct ManualAction {
    QString instructions{};
    bool operator==(const ManualAction&) const = default;
};

/// Nothing to do, and why. Coverage calls this "explained".
struct NoAction {
    QString because{};
    bool operator==(const NoAction&) const = default;
};

using ActionBody = std::variant<SqlAction, BackfillAction, CopyAction, BackupAction, CommandAction,
    ManualAction, NoAction>;

/// In the order of ActionBody's alternatives.
enum class ActionType { Sql, Backfill, Copy, Backup, Command, Manual, None };

/// Another SQL for one dialect; the binding chooses.
struct DialectSql {
    Dialect dialect = Dialect::Sqlite;
    SqlSource sql{};
    Extras extras{};
    bool operator==(const DialectSql&) const = default;
};

/// What a way back may leave otherwise than it was, if it says so. Each holds those before it.
enum class Leftover {
    Nothing,
    ColumnOrder, ///< columns stand in another order
    Rows, ///< rows or values are not what they were
    Schema, ///< objects are not what they were
};

/// What is done on entering a node or on following a rollback edge.
struct Action {
    ActionBody body{NoAction{}};
    TargetId target{}; ///< empty: the plan's first target
    std::optional<qint64> lockTimeoutMs{};
    std::optional<qint64> statementTimeoutMs{};
    int tries = 1; ///< how often a statement is tried that met a lock
    bool repeatable = false; ///< after a crash it may simply be done again
    QList<DialectSql> dialects{};
    Leftover leaves = Leftover::Nothing; ///< what a way back leaves otherwise than it was
    QString leavesBecause{}; ///< why that may be
    Extras extras{};

    [[nodiscard]] ActionType type() const { return static_cast<ActionType>(body.index()); }
    /// Whether it does anything, or only says why there is nothing to do.
    [[nodiscard]] bool doesSomething() const { return type() != ActionType::None; }
    /// The SQL as written for any dialect; null for actions without SQL.
    [[nodiscard]] const SqlSource* sql() const;
    /// The SQL for a target of this dialect; null for actions without SQL.
    [[nodiscard]] const SqlSource* sqlFor(Dialect dialect) const;

    /// Of those that go in batches: how far replicas may fall behind, and the other limits.
    [[nodiscard]] std::optional<qint64> maxLagMs() const;
    [[nodiscard]] QList<Check> limits() const;

    bool operator==(const Action&) const = default;
};

/// The limits of a backfill or a copy; null for any other action, and for none.
[[nodiscard]] const QList<Check>* limitsOf(const std::optional<Action>& action);
[[nodiscard]] QList<Check>* limitsOf(std::optional<Action>& action);
/// Takes away what maxLagMs() and limits() say.
void removeLimits(Action& action);
/// Takes maxLagMs() away.
void removeMaxLag(Action& action);

} // namespace whimbrel
