// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/schema/schema.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace whimbrel {

/// The rows of one table: how many, and SHA-256 (hex) over their values.
struct TableRows {
    QString table{};
    qint64 count = 0;
    QString digest{};
    bool operator==(const TableRows&) const = default;
};

/// What a database holds, for telling whether two are the same. Databases that mean the same have
/// equal fingerprints, however they came about:
/// - the schema as readSchema() reads it; the order of columns counts, as SELECT * shows it;
/// - user_version and application_id;
/// - the rows of every table, with their types (the integer 1, the real 1.0 and the text '1'
///   differ), in the order of the primary key, or of all values where there is none: rowids that no
///   column shows do not count. Generated columns count as definitions only.
/// Left out: our own tables (whimbrel_…), sqlite_stat… and sqlite_sequence. The latter only says
/// which number AUTOINCREMENT gives next; a migration that was taken back has used numbers up, and
/// putting the counter back could give a number out twice.
struct Fingerprint {
    QString hex{}; ///< SHA-256 over all of it
    Schema schema{};
    QList<TableRows>
        rows{}; ///< one for each table, sorted by name; empty if only the schema counts

    [[nodiscard]] qint64 rowCount() const;
    bool operator==(const Fingerprint& other) const { return hex == other.hex; }
};

struct FingerprintOptions {
    bool schemaOnly = false;
    /// Asked every some thousand rows; true ends with ErrorCode::Cancelled.
    std::function<bool()> isCancelled{};
};

/// Takes the fingerprint of the main database of an open SQLite connection, in the thread that
/// opened it, as one snapshot. Rows are streamed. Changes nothing. Errors as readSchema().
[[nodiscard]] Result<Fingerprint> fingerprint(
    const QString& connection, const FingerprintOptions& options = {});

/// What `found` has otherwise than `expected`, in words: schema, then rows.
[[nodiscard]] QStringList differences(const Fingerprint& expected, const Fingerprint& found);

} // namespace whimbrel
