// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace whimbrel {

/// The words of a dialect, sorted and in upper case: all that mean something, and those of them
/// that can name nothing unless they are quoted.
struct KeywordLists {
    std::span<const std::string_view> all{};
    std::span<const std::string_view> reserved{};
};

[[nodiscard]] KeywordLists sqliteKeywords();
[[nodiscard]] KeywordLists postgresqlKeywords();
[[nodiscard]] KeywordLists mysqlKeywords();

} // namespace whimbrel
