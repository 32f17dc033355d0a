// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection_url.h"

struct pg_conn;

namespace whimbrel {

/// What stands between a client and a PostgreSQL server.
enum class Pooling {
    None,
    Session, ///< a pooler that keeps the server's session for as long as the client stays
    Shared, ///< one that may give each transaction, or statement, to another session
};

/// Looks through a connection that is open and idle, and changes nothing in it. Behind a pooler a
/// second connection is opened for a moment: if it is given our session, the session is shared.
[[nodiscard]] Pooling poolingOf(pg_conn* handle, const ConnectionUrl& url);

} // namespace whimbrel
