// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/step_work.h"

namespace whimbrel {

/// The statements of a step, and how far it is.
struct SqlWork {
    QList<PreparedStatement> statements{};
    int done = 0; ///< how many of them took effect for good in an earlier try
    bool foreignKeysOff = false;
};

/// The statements that run in one transaction (or, outside of any, the one statement).
struct Segment {
    qsizetype first = 0;
    qsizetype count = 0;
    bool inTransaction = true;
};

/// Cuts statements into as few transactions as their order allows.
[[nodiscard]] QList<Segment> segmentsOf(const QList<PreparedStatement>& statements);

/// Runs the statements. With transactional statements alone the whole step, its done event
/// included, is one transaction: it happens once or not at all. Runs in the session's thread.
[[nodiscard]] StepReport performSql(Connection& connection, JournalWriter writer,
    const StepContext& step, const SqlWork& work, const ReportProgress& progress);

} // namespace whimbrel
