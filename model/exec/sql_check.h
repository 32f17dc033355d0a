// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/exec/judge.h"
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
/// The rows of a query, at most one more than `limit`.
[[nodiscard]] Result<QList<QList<FoundValue>>> rows(
    Connection& connection, const QString& sql, int limit, qint64 limitMs);

} // namespace measure

/// Whether two sets of rows are the same, in whatever order; the message shows the first row that
/// differs. Unknown if one has more than `maxRows`.
[[nodiscard]] Verdict compareRows(QList<QList<FoundValue>> left, QList<QList<FoundValue>> right,
    int maxRows, const QString& tolerance);

} // namespace whimbrel
