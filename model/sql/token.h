// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"

#include <QByteArrayView>
#include <QList>
#include <QStringView>

namespace whimbrel {

/// What a stretch of SQL is. Every byte of a script belongs to exactly one token.
enum class TokenKind {
    Space,
    Comment,
    Word, ///< keyword or plain identifier
    QuotedIdentifier, ///< "x", `x`, [x] by dialect
    String, ///< 'x', x'00', and the dialect's other forms
    Number,
    Variable, ///< ?, ?1, :name, @name, $name
    Placeholder, ///< {{name}}: a parameter of the plan
    Operator, ///< operators and punctuation but the semicolon
    Semicolon,
    Delimiter, ///< what DELIMITER made end statements in place of the semicolon
    ClientCommand, ///< for the database's command-line program, to the end of its line
    VersionMark, ///< /*!50100 or /*M! and its */, around SQL that the server runs
    Unterminated, ///< a string, quoted identifier or comment that does not end
};

/// A stretch of bytes, end exclusive.
struct Token {
    TokenKind kind = TokenKind::Space;
    qsizetype begin = 0;
    qsizetype end = 0;

    [[nodiscard]] QByteArrayView in(QByteArrayView sql) const
    {
        return sql.sliced(begin, end - begin);
    }
    bool operator==(const Token&) const = default;
};

/// Whether a token says something: neither space nor comment, nor marks around what does.
[[nodiscard]] constexpr bool isSignificant(TokenKind kind)
{
    return kind != TokenKind::Space && kind != TokenKind::Comment && kind != TokenKind::VersionMark;
}

/// Cuts UTF-8 SQL into tokens without losing a byte: the tokens' stretches follow each other from 0
/// to the end. Never fails; what does not end is an Unterminated token to the end of the text.
[[nodiscard]] QList<Token> tokenize(QByteArrayView sql, Dialect dialect);

/// As tokenize(), with places counted in QChars: for editors, which hold text as QString.
[[nodiscard]] QList<Token> tokenizeText(QStringView sql, Dialect dialect);

/// Whether a word means something to the dialect: what the editor highlights.
[[nodiscard]] bool isKeyword(QByteArrayView word, Dialect dialect);

/// Whether a word can name nothing unless it is quoted.
[[nodiscard]] bool isReservedWord(QByteArrayView word, Dialect dialect);

} // namespace whimbrel
