// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/step_work.h"
#include "model/sql/statement_groups.h"

namespace whimbrel {

/// The statements of a step, and how far it is.
struct SqlWork {
    QList<PreparedStatement> statements{};
    int done = 0; ///< how many of them took effect for good in an earlier try
    bool foreignKeysOff = false;
};

/// Cuts statements into as few transactions as their order and dialect allow.
[[nodiscard]] QList<StatementGroup> groupsOf(const QList<PreparedStatement>& statements);

/// Runs the statements. With transactional statements alone the whole step, its done event
/// included, is one transaction: it happens once or not at all. Runs in the session's thread.
///
/// On servers a group of statements that meets a lock, a deadlock or a lost connection is tried
/// again as a whole, which is journaled; a statement outside a transaction only if the catalog says
/// that the try left nothing.
[[nodiscard]] StepReport performSql(Connection& connection, JournalWriter writer,
    const StepContext& step, const SqlWork& work, const ReportProgress& progress);

/// Says what the catalog shows of the statement behind the first `work.done` ones, which an earlier
/// runner (or this one, on a connection that was lost) began outside a transaction: a rest, with
/// what there is to see. Changes nothing but the journal.
[[nodiscard]] StepReport tellOfSql(
    Connection& connection, JournalWriter writer, const StepContext& step, const SqlWork& work);

/// Finds out what came of that statement, and removes what is half there and ours. Journals the
/// answer, or a doubt with what there is to see.
[[nodiscard]] StepReport resolveSql(Connection& connection, JournalWriter writer,
    const StepContext& step, const SqlWork& work, const ReportProgress& progress);

} // namespace whimbrel
