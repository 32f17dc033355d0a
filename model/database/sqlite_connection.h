// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

#include <QSqlDatabase>

struct sqlite3;

namespace whimbrel {

/// An open SQLite database. Transactions are begun with BEGIN IMMEDIATE (a deferred one would get
/// "busy" at its first write in WAL mode, whatever the timeout).
class SqliteConnection final : public Connection {
public:
    /// Opens an existing database. A missing file, a folder, a file that is no database, one that
    /// cannot be written to or is locked each give an error that says so.
    [[nodiscard]] static Result<std::unique_ptr<SqliteConnection>> open(const QString& path,
        Access access, std::shared_ptr<Interrupter> interrupter = std::make_shared<Interrupter>());
    ~SqliteConnection() override;

    [[nodiscard]] Dialect dialect() const override { return Dialect::Sqlite; }
    [[nodiscard]] Access access() const override { return m_access; }
    [[nodiscard]] const QString& name() const override { return m_path; }
    [[nodiscard]] sqlite3* handle() const { return m_handle; }

    [[nodiscard]] Result<StatementResult> exec(
        const QString& sql, const QMap<QString, QVariant>& values = {}) override;
    [[nodiscard]] Result<> eachRow(const QString& sql, const QMap<QString, QVariant>& values,
        const std::function<bool(const Row&)>& take) override;

    [[nodiscard]] Result<> begin() override; ///< BEGIN IMMEDIATE
    [[nodiscard]] Result<>
    beginRead() override; ///< BEGIN; opened for Access::Read it refuses writes
    [[nodiscard]] Result<> commit() override;
    void rollback() override;
    [[nodiscard]] bool inTransaction() const override;

    /// Never: a file does not go away from who has it open.
    [[nodiscard]] bool isLost() const override { return false; }
    [[nodiscard]] Result<> reopen() override;
    [[nodiscard]] Result<> pinSession() override;
    [[nodiscard]] QJsonObject sessionEvidence() const override { return {}; }
    [[nodiscard]] QJsonObject settings() const override;

    /// The last error of the database, told for people.
    [[nodiscard]] Error lastError(const QString& fallback = {}) const;

private:
    SqliteConnection(QString path, std::shared_ptr<Interrupter> interrupter);
    [[nodiscard]] Result<> attach(Access access);
    void keepJournalFile(bool keep);
    static int waitForLock(void* self, int times);
    static int checkLimits(void* self);
    void startClock();

    QString m_path;
    Access m_access = Access::ReadWrite;
    QString m_qtName; ///< of the QSqlDatabase
    QSqlDatabase m_database{};
    sqlite3* m_handle = nullptr;
    std::chrono::steady_clock::time_point m_statementBegan{};
    std::chrono::steady_clock::time_point m_waitBegan{};
    bool m_timedOut = false;
};

/// Quotes a name for SQLite.
[[nodiscard]] QString quoted(const QString& name);

} // namespace whimbrel
