// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/exec/sighting.h"

namespace whimbrel {

/// Looks, from another connection, at the session that works: who blocks it, what it locks, how far
/// it is. What a server does not show is left empty.
[[nodiscard]] Sighting lookAt(Connection& connection, qint64 worker);

[[nodiscard]] Sighting lookAtPostgresql(Connection& connection, qint64 worker);
[[nodiscard]] Sighting lookAtMysql(Connection& connection, qint64 worker);

} // namespace whimbrel
