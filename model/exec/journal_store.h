// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/exec/journal.h"
#include "model/exec/journal_mirror.h"

#include <functional>
#include <memory>

namespace whimbrel {

/// The version of the journal's tables.
inline constexpr int journalVersion = 1;

/// What tells one database from another: a random id in the journal, which a copy carries along,
/// and where the file lies, which it does not.
struct DatabaseIdentity {
    QString id{};
    qint64 device = 0;
    qint64 inode = 0;
    QString path{};

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static DatabaseIdentity fromJson(const QJsonObject& json);
    /// The same file; it may have been renamed.
    [[nodiscard]] bool isSame(const DatabaseIdentity& other) const
    {
        return id == other.id && device == other.device && inode == other.inode;
    }
};

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

/// Makes the tables where they are missing. An unknown, newer version is refused.
[[nodiscard]] Result<> prepare(Connection& connection);
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
[[nodiscard]] Result<QList<Event>> events(Connection& connection, const QString& run);

/// The tables' names, so that a restored copy gets the journal of the database it replaces.
[[nodiscard]] const QStringList& tables();
/// The statements that make tables and triggers.
[[nodiscard]] const QStringList& statements();

} // namespace journal

/// Writes a run's events from one target's worker: it numbers them, adds them to the open
/// transaction, and, once that is committed, to the mirror.
class JournalWriter final {
public:
    JournalWriter(QString run, TargetId target, qint64 next, std::shared_ptr<JournalMirror> mirror)
        : m_run(std::move(run))
        , m_target(std::move(target))
        , m_next(next)
        , m_mirror(std::move(mirror))
    { }

    /// Tells `told` (in the worker's thread) of events as soon as they are committed.
    void tell(std::function<void(const QList<Event>&)> told) { m_told = std::move(told); }

    /// Makes an event that the next commit writes.
    void add(EventType type, const NodeId& node, const EdgeId& edge, const QJsonObject& data);
    /// The transaction was rolled back: forget what was added to it.
    void drop();
    /// Writes what was added into the open transaction and commits it.
    [[nodiscard]] Result<> commit(Connection& connection);
    /// A transaction of its own around commit().
    [[nodiscard]] Result<> write(Connection& connection);
    /// Writes what was added into another database's open transaction (a restored copy); the events
    /// count as committed once settle() is called.
    [[nodiscard]] Result<> addTo(Connection& connection);
    void settle();

    [[nodiscard]] const QList<Event>& committed() const { return m_committed; }
    [[nodiscard]] const QString& run() const { return m_run; }

private:
    QString m_run;
    TargetId m_target;
    qint64 m_next;
    std::shared_ptr<JournalMirror> m_mirror; ///< null: none could be written
    QList<Event> m_pending{};
    QList<Event> m_committed{};
    std::function<void(const QList<Event>&)> m_told{};
};

} // namespace whimbrel
