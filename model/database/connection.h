// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/database/interrupter.h"
#include "model/plan/dialect.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

namespace whimbrel {

/// What a statement did.
struct StatementResult {
    qint64 rows = -1; ///< changed rows; -1: it is not one that changes rows
    qint64 ms = 0;
};

using Row = QList<QVariant>;

/// An open database of any dialect. Used in the thread that opened it and closed there. One
/// statement at a time, one statement to a call: what holds two is refused by the connection, not
/// run in part.
class Connection {
public:
    enum class Access { ReadWrite, Read };
    static constexpr std::chrono::milliseconds usualLockTimeout{5000};

    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] virtual Dialect dialect() const = 0;
    /// As it was opened.
    [[nodiscard]] virtual Access access() const = 0;
    /// The database as messages name it: a path, or "shop on db1:5432". Never holds a secret.
    [[nodiscard]] virtual const QString& name() const = 0;
    /// What our own tables are called here (ConnectionUrl::journal).
    [[nodiscard]] const QString& journalName() const { return m_journalName; }
    void setJournalName(const QString& name) { m_journalName = name; }
    [[nodiscard]] Interrupter& interrupter() { return *m_interrupter; }

    /// How long a statement waits for somebody else's lock.
    void setLockTimeout(std::chrono::milliseconds timeout)
    {
        m_lockTimeout = timeout;
        ++m_timeoutWish;
    }
    [[nodiscard]] std::chrono::milliseconds lockTimeout() const { return m_lockTimeout; }
    /// How long one statement may run; zero: no limit.
    void setStatementTimeout(std::chrono::milliseconds timeout)
    {
        m_statementTimeout = timeout;
        ++m_timeoutWish;
    }
    [[nodiscard]] std::chrono::milliseconds statementTimeout() const { return m_statementTimeout; }

    /// Runs one statement to its end. `values` are bound by name, without the colon; without
    /// values the text is sent as it is.
    [[nodiscard]] virtual Result<StatementResult> exec(
        const QString& sql, const QMap<QString, QVariant>& values = {})
        = 0;
    /// Hands the rows of a query to `take` one after another, until it says false.
    [[nodiscard]] virtual Result<> eachRow(const QString& sql,
        const QMap<QString, QVariant>& values, const std::function<bool(const Row&)>& take)
        = 0;
    /// The rows of a query, at most `limit`.
    [[nodiscard]] Result<QList<Row>> rows(
        const QString& sql, const QMap<QString, QVariant>& values = {}, qsizetype limit = 1000000);
    /// The first column of the first row; an invalid QVariant if there is no row.
    [[nodiscard]] Result<QVariant> value(
        const QString& sql, const QMap<QString, QVariant>& values = {});

    /// Begins a transaction that is going to write.
    [[nodiscard]] virtual Result<> begin() = 0;
    /// Begins a transaction that sees one state and in which the database itself refuses writes.
    [[nodiscard]] virtual Result<> beginRead() = 0;
    /// COMMIT. When it fails the transaction is rolled back; when the connection was lost in it,
    /// whether it took effect is not known (see isLost()).
    [[nodiscard]] virtual Result<> commit() = 0;
    virtual void rollback() = 0; ///< harmless outside a transaction
    [[nodiscard]] virtual bool inTransaction() const = 0; ///< asks the database, not our memory

    /// Whether the connection has gone: nothing more can be done with it before reopen().
    [[nodiscard]] virtual bool isLost() const = 0;
    /// Connects again as it was opened, with the same settings. Refuses a connection that is not
    /// lost.
    [[nodiscard]] virtual Result<> reopen() = 0;

    /// Sets again what the session was pinned to when it was opened: after statements of a plan,
    /// which may have changed it. A limit that such a statement set holds until setLockTimeout() or
    /// setStatementTimeout() is called.
    [[nodiscard]] virtual Result<> pinSession() = 0;

    /// Says in the server's list of sessions which run this one works for, where a session can be
    /// named (PostgreSQL: application_name).
    virtual void nameAfter(const QString& /*run*/) { }

    /// Which server session this is, as the journal keeps it: process id and start on PostgreSQL,
    /// connection id on MariaDB/MySQL, empty on SQLite.
    [[nodiscard]] virtual QJsonObject sessionEvidence() const = 0;
    /// Version and the pinned session settings, as the journal keeps them.
    [[nodiscard]] virtual QJsonObject settings() const = 0;

    /// What the server remarked since the last call (notices, warnings), oldest first; of very many
    /// the first thousand.
    [[nodiscard]] QStringList takeNotices() { return std::exchange(m_notices, {}); }

protected:
    explicit Connection(std::shared_ptr<Interrupter> interrupter)
        : m_interrupter(std::move(interrupter))
    { }

    void addNotice(const QString& notice)
    {
        constexpr int most = 1000;
        if (m_notices.size() < most) {
            m_notices.append(notice);
        }
    }

    /// Counts the wishes for other timeouts, so that they are sent to the server once each.
    [[nodiscard]] unsigned timeoutWish() const { return m_timeoutWish; }

    std::shared_ptr<Interrupter> m_interrupter;

private:
    QString m_journalName = QStringLiteral("whimbrel");
    QStringList m_notices{};
    unsigned m_timeoutWish = 0;
    std::chrono::milliseconds m_lockTimeout{usualLockTimeout};
    std::chrono::milliseconds m_statementTimeout{0};
};

/// A value as the text in which checks show and compare it; a null QString for NULL.
[[nodiscard]] QString textOf(const QVariant& value);

} // namespace whimbrel
