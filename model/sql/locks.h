// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"

#include <QList>
#include <QString>

#include <optional>

namespace whimbrel {

/// How strongly a statement holds a table. PostgreSQL's eight modes come in their own order, from
/// weak to strong; then InnoDB's metadata locks; then SQLite's lock on the whole database file.
enum class LockMode {
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
    MetadataRead, ///< MySQL: shared, by what reads
    MetadataWrite, ///< MySQL: shared, by what writes rows
    MetadataExclusive, ///< MySQL: exclusive, if only at the beginning and end of an ALTER
    FileWrite, ///< SQLite: one writer at a time
};

/// PostgreSQL's spelling ("SHARE UPDATE EXCLUSIVE"), or words for the other databases.
[[nodiscard]] QString lockModeName(LockMode mode);

/// The mode as pg_locks spells it ("ShareUpdateExclusiveLock"); empty for those of other databases.
[[nodiscard]] QString pgLocksName(LockMode mode);
/// The mode that pg_locks spells so; nothing for what is no lock on a table.
[[nodiscard]] std::optional<LockMode> modeOfPgLocks(const QString& name);

/// The mode that a server calls so, as people write it: "ACCESS EXCLUSIVE" for
/// "AccessExclusiveLock"; what is not known stays as it is.
[[nodiscard]] QString lockModeInWords(const QString& serverName);

/// Whether others can read, or change, the table's rows while the lock is held. A request that
/// waits makes those wait that come after it as if it were held.
[[nodiscard]] bool blocksReads(LockMode mode);
[[nodiscard]] bool blocksWrites(LockMode mode);

/// Whether two sessions cannot have these locks on one table at a time.
[[nodiscard]] bool conflict(LockMode a, LockMode b);

/// A lock that a statement takes on a table or index.
struct TableLock {
    LockMode mode = LockMode::AccessShare;
    QString schema{}; ///< as the statement says it; may be empty
    QString name{}; ///< as the catalog holds it; empty: not named by the statement, see `what`
    /// What an empty name stands for, in words: "the index's table", "every table that …".
    QString what{};
    bool operator==(const TableLock&) const = default;
};

/// How long a statement may wait for its locks before it should give up and be tried again.
enum class LockPatience {
    Rows, ///< changes or reads rows: waits for rows only
    TableLock, ///< while it waits, everybody else waits behind it: 1 to 5 seconds
    Build, ///< lets others read and write while it waits, and it waits for every older snapshot:
           ///< minutes (CREATE INDEX CONCURRENTLY, VALIDATE CONSTRAINT, VACUUM)
};

/// What ALTER TABLE … ALGORITHM = asks for (MySQL).
enum class AlterAlgorithm { Unsaid, Default, Instant, NoCopy, InPlace, Copy };

/// What ALTER TABLE … LOCK = asks for (MySQL).
enum class AlterLock { Unsaid, Default, None, Shared, Exclusive };

/// What a statement locks, as far as its words tell.
struct LockFacts {
    QList<TableLock> locks{}; ///< the statement's own table first; one entry a table
    LockPatience patience = LockPatience::Rows;
    /// Locks more than the words tell: CASCADE, a function's body, partitions, a view's tables.
    bool more = false;
    AlterAlgorithm algorithm = AlterAlgorithm::Unsaid;
    AlterLock lock = AlterLock::Unsaid;
    bool operator==(const LockFacts&) const = default;

    /// The strongest lock, or none if the statement locks no table.
    [[nodiscard]] const TableLock* strongest() const;
};

/// `sql` is the text of the statement alone, as Script::text() gives it.
[[nodiscard]] LockFacts lockFacts(
    const Statement& statement, const QByteArray& sql, Dialect dialect);

} // namespace whimbrel
