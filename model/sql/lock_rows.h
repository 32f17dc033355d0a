// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/locks.h"
#include "model/sql/token_cursor.h"

namespace whimbrel {

/// The cursor stands at the statement's first word.
[[nodiscard]] LockFacts postgresqlLocks(const Statement& statement, TokenCursor cursor);
[[nodiscard]] LockFacts mysqlLocks(const Statement& statement, TokenCursor cursor);

} // namespace whimbrel
