// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace whimbrel {

class Connection;

/// What differs in the journal's SQL from one dialect to another. Everything else is written once,
/// in journal_store.cpp, with these names.
struct JournalSql {
    QString journal{}; ///< the tables, as statements name them
    QString run{};
    QString plan{};
    QString event{};
    QString lease{}; ///< empty: exclusion needs none (SQLite)
    QString heartbeat{}; ///< apart from the lease, so that it disturbs nobody who reads that

    QString exists{}; ///< gives the number of tables called like the journal's own
    QStringList create{}; ///< makes what is missing; each may be run again
    bool createsInTransaction = true; ///< or each statement commits by itself
    /// What keeps the journal append-only, by name, where it needs rights of its own: triggers, and
    /// a table whose foreign keys keep TRUNCATE away.
    QMap<QString, QString> guards{};
    QString guardsThere{}; ///< gives the names of those that are there
    /// What makes version n + 1 of version n, by n.
    QMap<int, QStringList> upgrades{};

    QString now{}; ///< the server's clock
    QString heartbeatAge{}; ///< the milliseconds since %1
    QString beat{}; ///< writes the heartbeat of :runner: %1 the table, %2 now
    QString forShare{}; ///< behind a SELECT: as committed last, and held until the commit

    QString newestFirst{}; ///< how runs `r` are ordered
    /// `INSERT …%1 …` for rows that may be there already: put before and behind the values.
    QString insertOnce{};
    QString insertOnceEnd{};
};

/// With the journal's tables called by `name` (ConnectionUrl::journal).
[[nodiscard]] const JournalSql& journalSql(Dialect dialect, const QString& name);
/// As they are called in the connection's database.
[[nodiscard]] const JournalSql& journalSql(const Connection& connection);

/// As they are written: with {journal} where the name goes.
[[nodiscard]] JournalSql sqliteJournal();
[[nodiscard]] JournalSql postgresqlJournal();
[[nodiscard]] JournalSql mysqlJournal();

} // namespace whimbrel
