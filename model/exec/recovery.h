// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

namespace whimbrel {

/// Connects again after the connection was lost, with pauses that grow, for about a minute, and
/// takes the session's lock again. Success means that the former session has ended on the server:
/// its transaction is committed or rolled back, and nothing of it goes on. Ends early when
/// cancelled. Refuses to touch the former session: ErrorCode::Locked says what it is still doing.
[[nodiscard]] Result<> regain(Connection& connection);

/// Makes sure, before work, that the connection is there and holds the lock, with patience for some
/// seconds; one that was opened to be read alone needs none. Does nothing on SQLite.
[[nodiscard]] Result<> makeReady(Connection& connection);

} // namespace whimbrel
