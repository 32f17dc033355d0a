// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

namespace whimbrel {

namespace characters {

inline constexpr unsigned char space = 1;
inline constexpr unsigned char digit = 2;
inline constexpr unsigned char hexDigit = 4;
inline constexpr unsigned char wordStart = 8;
inline constexpr unsigned char wordPart = 16;

inline constexpr std::array<unsigned char, 256> classes = [] {
    std::array<unsigned char, 256> table{};
    for (const char c : {' ', '\t', '\n', '\v', '\f', '\r'}) {
        table[static_cast<unsigned char>(c)] = space;
    }
    for (unsigned c = '0'; c <= '9'; ++c) {
        table[c] = digit | hexDigit | wordPart;
    }
    for (unsigned c = 'a'; c <= 'z'; ++c) {
        const unsigned char hex = c <= 'f' ? hexDigit : 0;
        table[c] = table[c - 'a' + 'A'] = static_cast<unsigned char>(wordStart | wordPart | hex);
    }
    for (unsigned c = 0x80; c <= 0xff; ++c) {
        table[c] = wordStart | wordPart;
    }
    table['_'] = wordStart | wordPart;
    table['$'] = wordPart;
    return table;
}();

} // namespace characters

[[nodiscard]] constexpr bool isOf(char c, unsigned char classes)
{
    return (characters::classes[static_cast<unsigned char>(c)] & classes) != 0;
}
[[nodiscard]] constexpr bool isSpace(char c)
{
    return isOf(c, characters::space);
}
[[nodiscard]] constexpr bool isDigit(char c)
{
    return isOf(c, characters::digit);
}
[[nodiscard]] constexpr bool isHexDigit(char c)
{
    return isOf(c, characters::hexDigit);
}
/// Letters, the underscore and all bytes of non-ASCII characters.
[[nodiscard]] constexpr bool isWordStart(char c)
{
    return isOf(c, characters::wordStart);
}
[[nodiscard]] constexpr bool isWordPart(char c)
{
    return isOf(c, characters::wordPart);
}
[[nodiscard]] constexpr char toUpper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
[[nodiscard]] constexpr char toLower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace whimbrel
