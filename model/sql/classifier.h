// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"

#include <span>

namespace whimbrel {

/// Fills in what the words of a statement tell: everything but its place. `tokens` are its
/// significant tokens in `sql`.
void classify(
    Statement& statement, QByteArrayView sql, std::span<const Token> tokens, Dialect dialect);

} // namespace whimbrel
