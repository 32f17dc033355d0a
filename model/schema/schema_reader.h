// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/schema/schema.h"

namespace whimbrel {

/// Reads the schema of the connection's database (of SQLite: the main one), in the thread that
/// opened it, as one snapshot: within the open transaction, else in a read transaction of its own.
/// Changes nothing. Fails if the database is locked, is not a database, or has a virtual table
/// whose module is not there.
[[nodiscard]] Result<Schema> readSchema(Connection& connection);

} // namespace whimbrel
