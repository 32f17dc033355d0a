// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/exec/judge.h"

namespace whimbrel {

/// How far the replicas of a server are behind, as the primary knows it; or how far the server
/// itself is, if it is a replica.
struct ReplicationLag {
    qint64 ms = -1; ///< of the one that is farthest behind; negative: cannot be told
    QString slowest{}; ///< its name
    QStringList lost{}; ///< replicas that are expected (they have a slot) and not connected
    QString unknown{}; ///< why it cannot be told; empty if it can
};

[[nodiscard]] Result<ReplicationLag> replicationLag(Connection& connection, qint64 limitMs);

/// A replica that is lost is too far behind, however far that is.
[[nodiscard]] Verdict judgeLag(const ReplicationLag& lag, qint64 atMostMs);

} // namespace whimbrel
