// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/journal.h"
#include "model/exec/sighting.h"
#include "model/plan/dialect.h"
#include "model/preflight/needs.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace whimbrel {

/// Whether a right is there.
enum class RightAnswer {
    Yes,
    No,
    Missing, ///< what it would be a right to is not there
    Unknown, ///< the server does not tell
};

/// A table that the plan touches, as it is now.
struct SeenTable {
    QString name{}; ///< in lower case, as PlanNeeds::made has them
    QString owner{};
    qint64 bytes = -1; ///< with indexes and everything; -1: unknown
    qint64 rows = -1; ///< as the server estimates
    QStringList triggers{}; ///< that fire for changed rows, made by people
    bool publishes = false; ///< changed rows go to subscribers …
    bool identifiable = true; ///< … which can tell them apart
};

/// Somebody else's session that matters to a run.
struct SeenSession {
    Blocker who{};
    QString lock{}; ///< the mode of the lock that it holds, as the server calls it
    QString table{}; ///< on which table of the plan; in lower case
    QString prepared{}; ///< the name of a prepared transaction
    bool waits = false; ///< for a metadata lock that somebody else holds
};

/// A replication slot that nobody reads from.
struct SeenSlot {
    QString name{};
    qint64 retainedBytes = -1; ///< of the log that is kept for it
    bool limited = false; ///< the server lets it go at some size
};

/// What a bound database showed, reading only.
struct TargetSnapshot {
    TargetId target{};
    Dialect dialect = Dialect::Sqlite;
    QString database{}; ///< the connection as it is shown
    std::optional<Error> unreachable{}; ///< nothing else is known then
    QString product{}; ///< "PostgreSQL", "MariaDB", "MySQL", "SQLite"
    QString version{};
    QString user{};
    QString owner{}; ///< to whom new objects will belong
    QString journal{}; ///< what our own tables are called there
    QString readOnly{}; ///< why it takes no changes; empty: it does
    bool pooled = false; ///< through a pooler that keeps the session
    QHash<RightNeed, RightAnswer> rights{};
    QHash<QString, SeenTable> tables{}; ///< by name in lower case
    qint64 databaseBytes = -1;
    qint64 freeBytes = -1; ///< where its data lies; -1: cannot be seen from here
    QString dataFolder{}; ///< as the connection says or the server tells it; may be empty
    QList<SeenSession> sessions{}; ///< old transactions, and who locks tables of the plan
    QList<SeenSlot> idleSlots{};
    int connectionsLeft = -1; ///< -1: unknown
    QString syncStandbyMissing{}; ///< commits wait for these standbys, of which none is there
    QStringList limits{}; ///< timeouts that hold for every session, "statement_timeout = 30s"
    std::optional<RunSummary> openRun{};
    std::optional<RunSummary> lastRun{};
    QString strangeJournal{}; ///< why the journal is not this database's own; empty: it is
    QStringList unseen{}; ///< what could not be looked at, and why
};

/// What was seen of all that a run would meet.
struct Snapshot {
    QList<TargetSnapshot> targets{};
};

/// Looks at the databases of a request. Reads only. Blocks.
[[nodiscard]] Snapshot lookAtTargets(const RunRequest& request, const PlanNeeds& needs);

/// The parts of that by dialect, on a connection that reads only.
void lookAtPostgresql(Connection& connection, const PlanNeeds& needs, TargetSnapshot& seen);
void lookAtMysql(Connection& connection, const PlanNeeds& needs, TargetSnapshot& seen);
void lookAtSqlite(Connection& connection, const PlanNeeds& needs, TargetSnapshot& seen);
/// Who writes into a SQLite file at the moment; to be asked before it is opened.
void lookAtSqliteFile(const QString& path, TargetSnapshot& seen);

/// The bytes that are free in a folder of this machine; -1 if it is not there.
[[nodiscard]] qint64 freeBytesIn(const QString& folder);

} // namespace whimbrel
