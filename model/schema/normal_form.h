// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/token.h"

#include <QString>

#include <span>

namespace whimbrel {

/// Tokens of SQLite as text that is the same however they were written: one space between two,
/// words and names in lower case (SQLite does not tell their case apart), names without quotes
/// where they need none, == as =, <> as !=. Strings stay as they are.
[[nodiscard]] QString normalForm(QByteArrayView sql, std::span<const Token> tokens);

/// The same of a whole text.
[[nodiscard]] QString normalForm(QByteArrayView sql);

/// A column's default in normal form: empty for NULL, and a lone name as the string that SQLite
/// takes it for.
[[nodiscard]] QString normalDefault(QByteArrayView sql);

} // namespace whimbrel
