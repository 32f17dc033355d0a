// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/canceller.h"
#include "model/database/connection.h"
#include "model/database/connection_url.h"
#include "model/database/mariadb_errors.h"

#include <QSqlDatabase>

struct st_mysql;

namespace whimbrel {

/// An open database of MariaDB or MySQL. Qt opens it; statements go through the client library on
/// Qt's handle, with several statements in one text switched off, because Qt says true for a text
/// whose second statement failed.
class MariadbConnection final : public Connection {
public:
    /// Opens the database. An unknown server, a wrong password, refused TLS, an unknown database, a
    /// full server and one that is too old each give an error that says so.
    [[nodiscard]] static Result<std::unique_ptr<MariadbConnection>> open(const ConnectionUrl& url,
        Access access, std::shared_ptr<Interrupter> interrupter = std::make_shared<Interrupter>());
    ~MariadbConnection() override;

    [[nodiscard]] Dialect dialect() const override { return Dialect::Mysql; }
    [[nodiscard]] Access access() const override { return m_access; }
    [[nodiscard]] const QString& name() const override { return m_name; }
    [[nodiscard]] bool isMariadb() const { return m_isMariadb; } ///< else it is MySQL

    [[nodiscard]] Result<StatementResult> exec(
        const QString& sql, const QMap<QString, QVariant>& values = {}) override;
    /// Rows come as the server makes them. What `take` does not want is still read to the end.
    [[nodiscard]] Result<> eachRow(const QString& sql, const QMap<QString, QVariant>& values,
        const std::function<bool(const Row&)>& take) override;

    [[nodiscard]] Result<> begin() override; ///< START TRANSACTION
    /// START TRANSACTION READ ONLY, WITH CONSISTENT SNAPSHOT.
    [[nodiscard]] Result<> beginRead() override;
    /// Fails if the transaction has already ended: most changes of the schema commit it.
    [[nodiscard]] Result<> commit() override;
    void rollback() override;
    /// As the server last said. Statements that fail may end a transaction too; then it is asked.
    [[nodiscard]] bool inTransaction() const override;

    [[nodiscard]] bool isLost() const override { return m_isLost; }
    [[nodiscard]] Result<> reopen() override;
    [[nodiscard]] Result<> pinSession() override;
    [[nodiscard]] QJsonObject sessionEvidence() const override { return m_evidence; }
    [[nodiscard]] QJsonObject settings() const override { return m_settings; }

private:
    using Take = std::function<bool(const Row&)>;

    MariadbConnection(ConnectionUrl url, Access access, std::shared_ptr<Interrupter> interrupter);
    [[nodiscard]] Result<> attach();
    [[nodiscard]] Result<> connectBy(const struct MariadbEndpoint& endpoint);
    [[nodiscard]] Result<> checkVersion();
    void detach();
    [[nodiscard]] Result<> readSession();
    [[nodiscard]] Result<> applyTimeouts();
    [[nodiscard]] Result<> run(
        const QString& sql, const QMap<QString, QVariant>& values, const Take& take, qint64* rows);
    /// For our own statements: past a request to cancel, without changing the timeouts.
    [[nodiscard]] Result<> runOwn(const QByteArray& sql, const Take& take = {});
    /// `patience`: how long the server may be silent before it is asked to stop; zero: no limit.
    [[nodiscard]] Result<> converse(
        const QByteArray& sql, const Take& take, qint64* rows, std::chrono::milliseconds patience);
    [[nodiscard]] bool readRows(const Take& take);
    void noticeOddModes();
    void readWarnings();
    /// Whether the server was asked to stop because it took too long.
    [[nodiscard]] bool waitForAnswer(std::chrono::milliseconds patience);
    [[nodiscard]] Error lastError(MariadbAttempt attempt);

    ConnectionUrl m_url;
    Access m_access;
    QString m_name{};
    QString m_qtName; ///< of the QSqlDatabase
    QSqlDatabase m_database{};
    st_mysql* m_handle = nullptr;
    bool m_isMariadb = false;
    bool m_isLost = false;
    std::unique_ptr<Canceller> m_canceller{};
    QJsonObject m_evidence{};
    QJsonObject m_settings{};
    unsigned m_appliedWish = 0; ///< of the timeouts that the session has
    bool m_isApplied = false;
};

} // namespace whimbrel
