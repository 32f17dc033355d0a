// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/schema/difference.h"

#include <QSet>

#include <functional>

namespace whimbrel {

/// The rows of one table: how many, and a digest over their values that depends neither on their
/// order nor on that of the columns.
struct TableRows {
    QString table{}; ///< qualified as Table::qualifiedName()
    qint64 count = 0;
    QString digest{}; ///< empty: they were only counted
    bool operator==(const TableRows&) const = default;
};

/// Where a sequence stands, or the AUTO_INCREMENT of a table.
struct SequencePosition {
    QString of{}; ///< the sequence or table, qualified
    qint64 value = 0; ///< the number given out last; of AUTO_INCREMENT: the next one; 0: unused
    bool operator==(const SequencePosition&) const = default;
};

/// What a database holds, for telling whether two are the same. Databases that mean the same have
/// equal fingerprints, however they came about:
/// - the schema as readSchema() reads it; the order of columns counts, as SELECT * shows it;
/// - the rows of every table. Generated columns count as definitions only. On SQLite values count
///   with their types (the integer 1, the real 1.0 and the text '1' differ); rowids that no column
///   shows do not count. Elsewhere the server digests the rows. Partitioned tables count through
///   their partitions; rows of foreign tables and materialized views are not looked at.
/// Positions of sequences are beside it, not part of `hex`: a migration that was taken back has
/// used numbers up, and putting a counter back could give a number out twice.
struct Fingerprint {
    QString hex{}; ///< SHA-256 over schema and rows
    Schema schema{};
    QList<TableRows>
        rows{}; ///< one for each table, sorted by name; empty if only the schema counts
    QList<SequencePosition> positions{}; ///< sorted by name; empty if only the schema counts

    [[nodiscard]] qint64 rowCount() const;
    bool operator==(const Fingerprint& other) const { return hex == other.hex; }
};

struct FingerprintOptions {
    bool schemaOnly = false;
    /// Asked between tables, and every some thousand rows that pass through here; true ends with
    /// ErrorCode::Cancelled. What runs in the server is stopped by Connection::interrupter().
    std::function<bool()> isCancelled{};
    /// Tables whose rows are not looked at, by qualified name.
    QSet<QString> leaveOut{};
    /// Tables with more rows than this are only counted, not digested; negative: none is.
    qint64 digestUpTo = -1;
};

/// Takes the fingerprint of the connection's database, in the thread that opened it, as one
/// snapshot (see readSchema()). Changes nothing. Errors as readSchema(); also when a policy would
/// hide rows from this user.
[[nodiscard]] Result<Fingerprint> fingerprint(
    Connection& connection, const FingerprintOptions& options = {});

/// What `found` has otherwise than `expected`: schema, rows, then positions. Rows are compared as
/// far as both were looked at. On SQLite a position is told only where it went back.
[[nodiscard]] QList<Difference> compare(const Fingerprint& expected, const Fingerprint& found);

} // namespace whimbrel
