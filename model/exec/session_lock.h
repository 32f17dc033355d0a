// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

#include <optional>

namespace whimbrel {

/// A server session that holds a lock, or keeps others waiting, as the server shows it.
struct ServerSession {
    qint64 id = 0; ///< process id on PostgreSQL, connection id on MariaDB/MySQL
    QString user{};
    QString application{};
    QString host{};
    QString query{};
    QString state{}; ///< "active", "idle in transaction" …
    qint64 ageMs = -1; ///< of its statement; negative: unknown
    /// Whose statement it is, if its text carries our tag: a runner's that may be gone.
    QString run{};
    QString step{};

    /// "process 4711 of ada (psql on 10.0.0.7), active for 42 s: ALTER TABLE …"
    [[nodiscard]] QString text() const;
};

/// Takes the lock that keeps a second runner off a server's database, on the connection that will
/// do the work. It goes away with the server's session, and so only when nothing that the session
/// was doing goes on any more: having it means that the statement of any former runner has ended.
/// Never waits but for a moment; ErrorCode::Locked names the holder. A connection behind a pooler
/// that changes server sessions between statements is refused: the lock would not hold.
[[nodiscard]] Result<> takeSessionLock(Connection& connection);

/// Whether this very session has the lock.
[[nodiscard]] Result<bool> holdsSessionLock(Connection& connection);

/// Lets it go before the connection is closed, so that the next runner need not wait until the
/// server has noticed. Harmless on SQLite and on a lost connection.
void giveSessionLock(Connection& connection);

/// Who holds the lock; nothing if it is free.
[[nodiscard]] Result<std::optional<ServerSession>> lockHolder(Connection& connection);

/// Other sessions that carry out a statement of the run at this moment; none on SQLite.
[[nodiscard]] Result<QList<ServerSession>> runningStatements(
    Connection& connection, const QString& run);

/// Asks the server to stop the statement of a session, or to end the session altogether.
enum class Stopping { Cancel, Terminate };
[[nodiscard]] Result<> stopSession(Connection& connection, qint64 id, Stopping how);

} // namespace whimbrel
