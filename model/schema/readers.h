// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/schema/fingerprint.h"
#include "model/schema/sqlite_session.h"

namespace whimbrel {

// What each dialect brings to readSchema() and fingerprint(); all within a ReadSnapshot.

/// readSchema() within the snapshot of the caller.
[[nodiscard]] Result<Schema> readSchemaNow(Connection& connection);
[[nodiscard]] Result<Schema> readSqliteSchema(const SqliteSession& session);
[[nodiscard]] Result<Schema> readPostgresqlSchema(Connection& connection);
/// MariaDB's and MySQL's.
[[nodiscard]] Result<Schema> readMariadbSchema(Connection& connection);

/// Counts and digests the rows of one table; only counts them where `countOnly`.
[[nodiscard]] Result<TableRows> readSqliteRows(const SqliteSession& session, const Table& table,
    bool countOnly, const FingerprintOptions& options);
[[nodiscard]] Result<TableRows> readPostgresqlRows(
    Connection& connection, const Table& table, bool countOnly);
[[nodiscard]] Result<TableRows> readMariadbRows(
    Connection& connection, const Table& table, bool countOnly);

/// About how many rows each table has, by qualified name, where the server knows that.
[[nodiscard]] Result<QHash<QString, qint64>> estimatePostgresqlRows(Connection& connection);
[[nodiscard]] Result<QHash<QString, qint64>> estimateMariadbRows(Connection& connection);

[[nodiscard]] Result<QList<SequencePosition>> readSqlitePositions(const SqliteSession& session);
[[nodiscard]] Result<QList<SequencePosition>> readPostgresqlPositions(Connection& connection);
[[nodiscard]] Result<QList<SequencePosition>> readMariadbPositions(Connection& connection);

} // namespace whimbrel
