// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

#include <optional>

namespace whimbrel {

/// Whose turn it is on a server's database, as its journal says. The session's lock keeps two
/// runners apart that are both awake; the lease also stops one that was frozen (a suspended
/// machine, a broken network) while another took over: each of its commits asks whether the token
/// is still its own.
struct Lease {
    qint64 token = 0; ///< grows by one with each runner; 0: none is needed (SQLite)
    QString runner{}; ///< this process' own id
    QString host{};
    qint64 pid = 0;
    QString since{}; ///< by the server's clock
    qint64 heartbeatMs = -1; ///< how long ago the runner last showed itself; negative: never

    /// Whether the runner has been heard of lately.
    [[nodiscard]] bool isAlive() const;
    /// "process 4711 on db-admin-2, since …, heard of 2 s ago"
    [[nodiscard]] QString text() const;
};

namespace lease {

inline constexpr int heartbeatEveryMs = 1000;

/// Takes it for this process, in a transaction of its own; under the session's lock.
[[nodiscard]] Result<Lease> acquire(Connection& connection);
/// Who has it; nothing if nobody has, or if the database has no journal.
[[nodiscard]] Result<std::optional<Lease>> holder(Connection& connection);
/// Gives it back: the next runner need not wonder whether this one is still there.
[[nodiscard]] Result<> release(Connection& connection, const Lease& mine);
/// Shows that the runner is alive. Not in the worker's transaction.
[[nodiscard]] Result<> beat(Connection& connection, const Lease& mine);
/// Whether the token is still the present one; asked in the transaction that is about to commit,
/// and holds until it has. ErrorCode::Connection says who has it now.
[[nodiscard]] Result<> verify(Connection& connection, qint64 token);

} // namespace lease

} // namespace whimbrel
