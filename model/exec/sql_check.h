// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/exec/row_comparison.h"
#include "model/plan/plan.h"

namespace whimbrel {

/// The measurements that checks take of a database. Each runs in the session's thread, in a
/// read-only transaction, for at most `limitMs`.
namespace measure {

/// One column of the first row of a query.
[[nodiscard]] Result<FoundValue> query(Connection& connection, const QString& sql, qint64 limitMs);
[[nodiscard]] Result<FoundValue> rowCount(
    Connection& connection, const QString& table, const QString& where, qint64 limitMs);
/// The number of rows and the sum of their digests: "200000:5e1f…". The order of the rows does not
/// matter; every value, its type and its column do.
[[nodiscard]] Result<FoundValue> checksum(
    Connection& connection, const QString& table, const QStringList& columns, qint64 limitMs);
/// Hands the rows of a query to `take` one after another, until it says false.
[[nodiscard]] Result<> eachRow(Connection& connection, const QString& sql, qint64 limitMs,
    const std::function<bool(const FoundRow&)>& take);

} // namespace measure

} // namespace whimbrel
