// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QList>
#include <QMap>
#include <QSqlDatabase>
#include <QString>
#include <QVariant>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

struct sqlite3;

namespace whimbrel {

/// What a statement did.
struct StatementResult {
    qint64 rows = -1; ///< changed rows; -1: it is not one that changes rows
    qint64 ms = 0;
};

using Row = QList<QVariant>;

/// Lets other threads stop what a connection does. Shared by the connection and those who may
/// cancel; it outlives the connection.
class Interrupter final {
public:
    /// Stops the statement in hand, and every later one until reset().
    void cancel();
    void reset() { m_cancelled = false; }
    [[nodiscard]] bool isCancelled() const { return m_cancelled; }

private:
    friend class SqliteConnection;
    void attach(sqlite3* handle);

    std::atomic<bool> m_cancelled{false};
    std::mutex m_mutex; ///< guards m_handle: it is closed in one thread and interrupted in another
    sqlite3* m_handle = nullptr;
};

/// An open SQLite database. Used in the thread that opened it and closed there. One statement at a
/// time; transactions are begun with BEGIN IMMEDIATE (a deferred one would get "busy" at its first
/// write in WAL mode, whatever the timeout).
class SqliteConnection final {
public:
    enum class Access { ReadWrite, Read };
    static constexpr std::chrono::milliseconds usualLockTimeout{5000};

    /// Opens an existing database. A missing file, a folder, a file that is no database, one that
    /// cannot be written to or is locked each give an error that says so.
    [[nodiscard]] static Result<std::unique_ptr<SqliteConnection>> open(const QString& path,
        Access access, std::shared_ptr<Interrupter> interrupter = std::make_shared<Interrupter>());
    ~SqliteConnection();

    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] sqlite3* handle() const { return m_handle; }
    [[nodiscard]] Interrupter& interrupter() { return *m_interrupter; }

    /// How long a statement waits for somebody else's lock.
    void setLockTimeout(std::chrono::milliseconds timeout) { m_lockTimeout = timeout; }
    /// How long one statement may run; zero: no limit.
    void setStatementTimeout(std::chrono::milliseconds timeout) { m_statementTimeout = timeout; }

    /// Runs one statement to its end. `values` are bound by name, without the colon.
    [[nodiscard]] Result<StatementResult> exec(
        const QString& sql, const QMap<QString, QVariant>& values = {});
    /// The rows of a query, at most `limit`.
    [[nodiscard]] Result<QList<Row>> rows(
        const QString& sql, const QMap<QString, QVariant>& values = {}, qsizetype limit = 1000000);
    /// Hands the rows of a query to `take` one after another, until it says false.
    [[nodiscard]] Result<> eachRow(const QString& sql, const QMap<QString, QVariant>& values,
        const std::function<bool(const Row&)>& take);
    /// The first column of the first row; an invalid QVariant if there is no row.
    [[nodiscard]] Result<QVariant> value(
        const QString& sql, const QMap<QString, QVariant>& values = {});

    [[nodiscard]] Result<> begin(); ///< BEGIN IMMEDIATE
    [[nodiscard]] Result<> beginRead(); ///< BEGIN
    /// COMMIT. When it fails the transaction is rolled back.
    [[nodiscard]] Result<> commit();
    void rollback(); ///< harmless outside a transaction
    [[nodiscard]] bool inTransaction() const; ///< asks the database, not our memory

    /// The last error of the database, told for people.
    [[nodiscard]] Error lastError(const QString& fallback = {}) const;

private:
    SqliteConnection(QString path, std::shared_ptr<Interrupter> interrupter);
    [[nodiscard]] Result<> attach(Access access);
    static int waitForLock(void* self, int times);
    static int checkLimits(void* self);
    void startClock();

    QString m_path;
    QString m_name;
    std::shared_ptr<Interrupter> m_interrupter;
    QSqlDatabase m_database{};
    sqlite3* m_handle = nullptr;
    std::chrono::milliseconds m_lockTimeout{usualLockTimeout};
    std::chrono::milliseconds m_statementTimeout{0};
    std::chrono::steady_clock::time_point m_statementBegan{};
    std::chrono::steady_clock::time_point m_waitBegan{};
    bool m_timedOut = false;
};

/// Quotes a name for SQLite.
[[nodiscard]] QString quoted(const QString& name);

/// A value as the text in which checks show and compare it; a null QString for NULL.
[[nodiscard]] QString textOf(const QVariant& value);

} // namespace whimbrel
