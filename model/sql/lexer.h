// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/dialect_traits.h"
#include "model/sql/token.h"

namespace whimbrel {

/// The one lexer: hands out the tokens of a text one after another, in linear time and constant
/// space. The text must outlive it. tokenize() is this as a list.
class Lexer final {
public:
    Lexer(QByteArrayView sql, Dialect dialect);

    /// Sets `token` to the next one; false at the end of the text.
    [[nodiscard]] bool next(Token& token);

    /// Whether a DELIMITER command put something else in place of the semicolon.
    [[nodiscard]] bool hasDelimiter() const { return !m_delimiter.isEmpty(); }

    /// Goes on at a later byte: behind rows that are no SQL.
    void skipTo(qsizetype place) { m_at = place; }

private:
    [[nodiscard]] char at(qsizetype place) const
    {
        return place < m_sql.size() ? m_sql[place] : '\0';
    }
    [[nodiscard]] qsizetype skipWord(qsizetype place) const;
    [[nodiscard]] qsizetype lineEnd(qsizetype place) const;

    [[nodiscard]] Token made(TokenKind kind, qsizetype end) const { return {kind, m_at, end}; }
    [[nodiscard]] Token quoted(TokenKind kind, qsizetype open, char close, bool escapes) const;
    [[nodiscard]] Token blockComment();
    [[nodiscard]] Token dollarQuoted() const;
    [[nodiscard]] Token number() const;
    [[nodiscard]] Token word() const;
    [[nodiscard]] Token variable() const;
    [[nodiscard]] Token punctuation() const;
    [[nodiscard]] Token read();
    [[nodiscard]] qsizetype placeholderEnd() const;
    [[nodiscard]] bool isFirstOnLine() const;
    [[nodiscard]] qsizetype clientCommandEnd() const;
    [[nodiscard]] qsizetype goesOn(qsizetype place) const;
    void takeDelimiter(const Token& command);

    QByteArrayView m_sql;
    const DialectTraits& m_traits;
    qsizetype m_at = 0;
    QByteArrayView m_delimiter{}; ///< empty: the semicolon
    bool m_atStart = true; ///< a statement may begin here
    bool m_executable = false; ///< inside /*! … */
};

} // namespace whimbrel
