// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/characters.h"
#include "model/sql/token.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace whimbrel {

/// Whether a token is this keyword, given in upper case; quoted identifiers never are.
[[nodiscard]] inline bool isWord(QByteArrayView text, TokenKind kind, std::string_view upper)
{
    return kind == TokenKind::Word
        && std::equal(text.begin(), text.end(), upper.begin(), upper.end(),
            [](char a, char b) { return toUpper(a) == b; });
}

[[nodiscard]] inline bool isWordOf(
    QByteArrayView text, TokenKind kind, std::initializer_list<std::string_view> upper)
{
    return std::any_of(upper.begin(), upper.end(),
        [&](std::string_view each) { return isWord(text, kind, each); });
}

} // namespace whimbrel
