// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/lease.h"
#include "model/exec/replication_lag.h"

#include <optional>

namespace whimbrel {

/// The heartbeat of a runner as a database holds it: on a replica, the last one that arrived.
struct Heartbeat {
    QString runner{};
    QString at{}; ///< by the primary's clock
};

/// The latest heartbeat that the journal there shows; none without a journal.
[[nodiscard]] Result<std::optional<Heartbeat>> latestHeartbeat(Connection& replica);

/// How far a replica of MariaDB or MySQL is behind that has seen this heartbeat of our own: how
/// long ago the primary wrote it, or nothing if the primary has written none since. To be asked on
/// the primary, whose clock alone counts.
[[nodiscard]] Result<ReplicationLag> lagBehind(
    Connection& primary, const Heartbeat& arrived, const QString& replica);

} // namespace whimbrel
