// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/exec/next_step.h"

namespace whimbrel {

/// What a step is going to lock: what is looked for.
struct LockWish {
    NodeId node{};
    EdgeId edge{};
    QList<TableLock> locks{};
    /// It waits for every transaction that is older than itself (CREATE INDEX CONCURRENTLY).
    bool olderTransactions = false;
    bool operator==(const LockWish&) const = default;
};

/// What the statements of a step are going to lock.
[[nodiscard]] LockWish lockWish(const NextStep& step);

/// Who has locks now that the wish would have to wait for, and how large its tables are; sessions
/// `own` (0: none) and that of the connection itself do not count. Only reads, and waits for no
/// lock on the tables.
[[nodiscard]] Surroundings lookAround(Connection& connection, const LockWish& wish, qint64 own);

[[nodiscard]] Surroundings lookAroundPostgresql(
    Connection& connection, const LockWish& wish, qint64 own);
[[nodiscard]] Surroundings lookAroundMysql(
    Connection& connection, const LockWish& wish, qint64 own);

} // namespace whimbrel
