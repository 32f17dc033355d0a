// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/copy_rows.h"
#include "model/exec/step_work.h"

#include <optional>

namespace whimbrel {

/// What a backfill does, and how far it is.
struct BackfillWork {
    QString table{};
    QString key{};
    int batch = 1000;
    QList<PreparedStatement> statements{};
    QJsonValue cursor{QJsonValue::Undefined}; ///< the last key carried over
    QJsonValue until{QJsonValue::Undefined}; ///< the largest key at its start
    qint64 batches = 0; ///< done so far
    qint64 rows = 0; ///< carried over so far
    /// Set for a copy: `table` is the source's then, and there are no statements.
    std::optional<CopyPlan> copied{};
    QList<Row> read{}; ///< the batch in hand of a copy

    [[nodiscard]] KeyWalk walk() const { return {table, key, cursor, until, qMax(batch, 1)}; }
};

/// Journals the backfill's intent with the largest key that is there now, at which it will end; a
/// table without rows is done at once. Where the end is known already, by an earlier run of the
/// step or from the source of a copy (null: it has no rows), it stays.
[[nodiscard]] StepReport beginBackfill(Connection& connection, JournalWriter writer,
    const StepContext& step, const BackfillWork& work);

/// Carries the next batch over, of a copy the one that was read. Its cursor is committed with it,
/// and so is the step's done event with the last one.
[[nodiscard]] StepReport performBatch(Connection& connection, JournalWriter writer,
    const StepContext& step, const BackfillWork& work);

} // namespace whimbrel
