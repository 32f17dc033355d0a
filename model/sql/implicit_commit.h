// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/token_cursor.h"

namespace whimbrel {

/// Whether MariaDB and MySQL commit the open transaction before they run the statement, also if it
/// then fails. The cursor stands at the statement's first word.
[[nodiscard]] bool commitsImplicitly(TokenCursor cursor);

} // namespace whimbrel
