// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/plan/dialect.h"

#include <QJsonObject>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace whimbrel::test {

/// Servers that servers.py started, as its servers.json tells of them.
class Servers {
public:
    explicit Servers(const QString& listFile);

    /// Those that all tests share: from the file that WHIMBREL_TEST_SERVERS names. A test without
    /// them ends at once, as failed.
    [[nodiscard]] static const Servers& shared();

    /// The URL of a user who may do everything, for the database "whimbrel".
    [[nodiscard]] QString url(Dialect dialect) const;
    [[nodiscard]] QString replicaUrl(Dialect dialect = Dialect::Postgresql) const;
    /// The folder in which the server keeps its log and its options.
    [[nodiscard]] QString folder(Dialect dialect) const;
    /// The last lines that the replica said, for messages of tests.
    [[nodiscard]] QString replicaLog(Dialect dialect = Dialect::Postgresql) const;
    /// Through PgBouncer, to the same database "whimbrel": in session mode, or in transaction mode.
    enum class Pool { Session, Shared };
    [[nodiscard]] QString poolerUrl(Pool mode) const;

    /// The same for another user ("app", "secure"), database and options ("sslmode=require"). The
    /// password is put into the URL only if asked for.
    enum class Password { Left, InUrl };
    [[nodiscard]] QString url(Dialect dialect, const QString& user, const QString& database,
        Password password = Password::InUrl, const QString& options = {}) const;
    [[nodiscard]] QString passwordOf(const QString& user) const;

    [[nodiscard]] int port(Dialect dialect) const;
    /// PostgreSQL: the folder of its socket; MariaDB: the socket.
    [[nodiscard]] QString socket(Dialect dialect) const;
    [[nodiscard]] qint64 processId(Dialect dialect) const;
    [[nodiscard]] QString certificate() const; ///< which the servers show
    [[nodiscard]] QString otherCertificate() const; ///< which they do not have

private:
    [[nodiscard]] QJsonObject server(const QString& name) const;

    QJsonObject m_list{};
};

/// A server of a test's own, which it may kill; stopped by the destructor.
class OwnServer final {
public:
    /// It may have a replica beside it.
    enum class Beside { Nothing, Replica };
    explicit OwnServer(Dialect dialect, Beside beside = Beside::Nothing);
    ~OwnServer();
    Q_DISABLE_COPY_MOVE(OwnServer)

    [[nodiscard]] Servers list() const; ///< with this one alone
    [[nodiscard]] QString url() const { return list().url(m_dialect); }
    [[nodiscard]] qint64 processId() const { return list().processId(m_dialect); }
    void kill(); ///< SIGKILL
    void restart(); ///< on the same port, with the same data
    /// The same, with options of mariadbd beside the usual ones.
    void restartWith(const QStringList& options);

private:
    void call(const QStringList& arguments) const;

    Dialect m_dialect;
    QTemporaryDir m_folder{};
};

/// A database of a test's own with a name that no other has, dropped by the destructor: on a
/// server, or a file for SQLite.
class ScratchDatabase final {
public:
    /// `server`: the URL of a database on another server than the shared ones.
    explicit ScratchDatabase(Dialect dialect, const QString& server = {});
    ~ScratchDatabase();
    Q_DISABLE_COPY_MOVE(ScratchDatabase)

    [[nodiscard]] Dialect dialect() const { return m_dialect; }
    [[nodiscard]] const QString& name() const { return m_name; } ///< SQLite: the file
    [[nodiscard]] const QString& url() const { return m_url; }

    /// Does not drop it in the end.
    void leave() { m_left = true; }

    /// A new connection; a test that cannot have one ends at once, as failed.
    [[nodiscard]] std::unique_ptr<Connection> open(
        Connection::Access access = Connection::Access::ReadWrite,
        std::shared_ptr<Interrupter> interrupter = std::make_shared<Interrupter>()) const;

private:
    Dialect m_dialect;
    QString m_name{};
    QString m_url{};
    bool m_left = false;
    QString m_server{}; ///< the URL of the database from which it is dropped
    QTemporaryDir m_folder{};
};

/// Runs one statement that must succeed; otherwise the test ends at once, as failed.
void execute(
    Connection& connection, const QString& sql, const QMap<QString, QVariant>& values = {});

/// The text of the one value that a query gives.
[[nodiscard]] QString single(
    Connection& connection, const QString& sql, const QMap<QString, QVariant>& values = {});

} // namespace whimbrel::test
