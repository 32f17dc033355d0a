// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/canceller.h"
#include "model/database/connection.h"
#include "model/database/connection_url.h"
#include "model/database/postgres_pooler.h"

#include <QSqlDatabase>

#include <optional>

struct pg_conn;
struct pg_result;

namespace whimbrel {

/// An open PostgreSQL database. Qt opens it; statements go through libpq on Qt's handle, one a
/// message, because Qt says true for a text whose second statement failed. When this object's
/// client dies, the server goes on with the statement in hand (client_connection_check_interval is
/// left at 0), so that a restarted run can find what a long build came to.
class PostgresConnection final : public Connection {
public:
    static constexpr int oldestVersion = 120000;

    /// Opens the database. An unknown server, a wrong password, refused TLS, an unknown database, a
    /// full or starting server and one that is too old each give an error that says so.
    [[nodiscard]] static Result<std::unique_ptr<PostgresConnection>> open(const ConnectionUrl& url,
        Access access, std::shared_ptr<Interrupter> interrupter = std::make_shared<Interrupter>());
    ~PostgresConnection() override;

    [[nodiscard]] Dialect dialect() const override { return Dialect::Postgresql; }
    [[nodiscard]] Access access() const override { return m_access; }
    [[nodiscard]] const QString& name() const override { return m_name; }

    [[nodiscard]] Result<StatementResult> exec(
        const QString& sql, const QMap<QString, QVariant>& values = {}) override;
    /// Rows come as the server makes them. What `take` does not want is still read to the end,
    /// because stopping the statement would undo what it did.
    [[nodiscard]] Result<> eachRow(const QString& sql, const QMap<QString, QVariant>& values,
        const std::function<bool(const Row&)>& take) override;

    [[nodiscard]] Result<> begin() override; ///< BEGIN
    [[nodiscard]] Result<> beginRead() override; ///< REPEATABLE READ, READ ONLY
    /// Also looks at what the server answers: COMMIT of a failed transaction is no error to it.
    [[nodiscard]] Result<> commit() override;
    void rollback() override;
    [[nodiscard]] bool inTransaction() const override;

    [[nodiscard]] bool isLost() const override;
    [[nodiscard]] Result<> reopen() override;
    [[nodiscard]] Result<> pinSession() override;
    void nameAfter(const QString& run) override;
    [[nodiscard]] QJsonObject sessionEvidence() const override { return m_evidence; }
    [[nodiscard]] QJsonObject settings() const override { return m_settings; }

    /// The id of the open transaction (pg_current_xact_id; it is given one if it has none yet), by
    /// which transactionStatus() tells later what became of it, from any connection.
    [[nodiscard]] Result<QString> currentTransactionId();
    /// "committed", "aborted", "in progress", or empty: too long ago to be known.
    [[nodiscard]] Result<QString> transactionStatus(const QString& transactionId);

    /// What stands between us and the server: nothing, or a pooler that keeps our session for us. A
    /// connection through one that shares sessions is never open: no lock and no setting of a
    /// session would hold, and ours would be left to other people's statements.
    [[nodiscard]] Pooling pooling() const { return m_pooling; }
    /// How this side of the connection is encrypted: "TLSv1.3, TLS_AES_256_GCM_SHA384"; empty: it
    /// is not.
    [[nodiscard]] QString encryption() const;

private:
    using Take = std::function<bool(const Row&)>;

    PostgresConnection(ConnectionUrl url, Access access, std::shared_ptr<Interrupter> interrupter);
    [[nodiscard]] Result<> attach();
    void detach();
    [[nodiscard]] Result<> refusePooler();
    static void takeNotice(void* self, const pg_result* notice);
    [[nodiscard]] Result<> readSession();
    [[nodiscard]] Result<> applyTimeouts();
    /// Sends one statement and reads it to its end; the answer is the server's command tag.
    [[nodiscard]] Result<QByteArray> run(
        const QString& sql, const QMap<QString, QVariant>& values, const Take& take, qint64* rows);
    /// `patience`: how long the server may be silent before it is asked to stop; zero: no limit.
    [[nodiscard]] Result<QByteArray> converse(const QByteArray& sql,
        const QMap<QString, QVariant>& values, const Take& take, qint64* rows,
        std::chrono::milliseconds patience);
    [[nodiscard]] pg_result* nextResult(std::chrono::milliseconds& patience);
    /// For our own statements: past a request to cancel, without changing the timeouts.
    [[nodiscard]] Result<QByteArray> runOwn(const QByteArray& sql, const Take& take = {});

    ConnectionUrl m_url;
    Access m_access;
    QString m_name;
    QByteArray m_application{"whimbrel"}; ///< what the server calls the session
    QString m_qtName; ///< of the QSqlDatabase
    QSqlDatabase m_database{};
    pg_conn* m_handle = nullptr;
    std::unique_ptr<Canceller> m_canceller{};
    Pooling m_pooling = Pooling::None;
    QJsonObject m_evidence{};
    QJsonObject m_settings{};

    struct Timeouts {
        unsigned wish = 0; ///< which call of setLockTimeout() or setStatementTimeout() it obeys
        bool inTransaction = false; ///< a rollback takes it back
    };
    std::optional<Timeouts> m_applied{};
};

} // namespace whimbrel
