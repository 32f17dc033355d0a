// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/token_cursor.h"

namespace whimbrel {

/// Whether PostgreSQL refuses the statement inside a transaction block (SQLSTATE 25001), as far as
/// its words tell: what the server checks with PreventInTransactionBlock, and blocks that commit.
/// The cursor stands at the statement's first word.
[[nodiscard]] bool refusesTransaction(TokenCursor cursor);

} // namespace whimbrel
