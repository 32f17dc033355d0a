// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/exec/database_identity.h"
#include "model/exec/journal.h"

namespace whimbrel {

/// The version of the journal's tables that this program writes. Older ones are read as they are
/// and brought up to it when a run begins or goes on.
inline constexpr int journalVersion = 2;

/// A run as the journal's table holds it.
struct RunRow {
    QString run{};
    QString title{};
    QString planHash{};
    QByteArray plan{}; ///< packed, with its SQL
    QString home{};
    QString target{};
    QString by{};
    QString environment{};
    QDateTime started{};
};

/// The journal's tables in one database. All functions work on an open connection, in its thread.
namespace journal {

/// Makes the tables where they are missing, and brings older ones up to date. An unknown, newer
/// version is refused. Gives what the person should know of it: that nothing keeps the journal
/// append-only, as the right to make triggers is missing. Nobody else may be at it: under the lock.
[[nodiscard]] Result<QStringList> prepare(Connection& connection);
[[nodiscard]] Result<bool> exists(Connection& connection);
[[nodiscard]] Result<DatabaseIdentity> identity(Connection& connection);

/// Adds a run, in the transaction that is open.
[[nodiscard]] Result<> addRun(Connection& connection, const RunRow& row);
/// Adds a plan that the run adopted, in the transaction that is open.
[[nodiscard]] Result<> addPlan(
    Connection& connection, const QString& run, const QString& planHash, const QByteArray& packed);
[[nodiscard]] Result<QList<RunSummary>> runs(Connection& connection);
[[nodiscard]] Result<RunRow> run(Connection& connection, const QString& run);
/// The packed plan of a hash that the run began with or adopted.
[[nodiscard]] Result<QByteArray> plan(
    Connection& connection, const QString& run, const QString& planHash);

/// What to do about an event that is in the journal already.
enum class Known { Refuse, Skip };
/// Adds events, in the transaction that is open.
[[nodiscard]] Result<> addEvents(
    Connection& connection, const QList<Event>& events, Known known = Known::Refuse);
/// The run's events, in order; with `after`, only those of higher numbers.
[[nodiscard]] Result<QList<Event>> events(
    Connection& connection, const QString& run, qint64 after = 0);

/// The tables' names on SQLite, so that a restored copy gets the journal of the database it
/// replaces.
[[nodiscard]] QStringList tables(const Connection& connection);

} // namespace journal

} // namespace whimbrel
