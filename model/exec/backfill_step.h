// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/step_work.h"

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
};

/// Journals the backfill's intent with the largest key that is there now, at which it will end; a
/// table without rows is done at once. In an earlier run of the step the end was found already:
/// then it stays.
[[nodiscard]] StepReport beginBackfill(Connection& connection, JournalWriter writer,
    const StepContext& step, const BackfillWork& work);

/// Carries the next batch over. Its cursor is committed with it, and so is the step's done event
/// with the last one.
[[nodiscard]] StepReport performBatch(Connection& connection, JournalWriter writer,
    const StepContext& step, const BackfillWork& work);

/// How far a backfill is, from nothing (0) to its end (1); negative if its keys do not tell.
[[nodiscard]] double fractionOf(
    const QJsonValue& first, const QJsonValue& cursor, const QJsonValue& until);

} // namespace whimbrel
