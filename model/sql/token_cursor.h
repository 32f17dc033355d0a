// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/token.h"

#include <QString>

#include <initializer_list>
#include <optional>
#include <span>

namespace whimbrel {

/// A name with the schema that stands before it, both as the catalog holds them.
struct QualifiedName {
    QString schema{};
    QString name{};
    QString qualifier{}; ///< what stands before the schema: of schema.table.column, the schema
    bool operator==(const QualifiedName&) const = default;
};

/// Reads the significant tokens of one statement from left to right. Keywords are given in upper
/// case and met in any case; quoted identifiers are never keywords. Text and tokens must outlive
/// it.
class TokenCursor final {
public:
    /// The dialect decides how names are read; that of SQLite leaves them as they stand.
    TokenCursor(
        QByteArrayView sql, std::span<const Token> tokens, Dialect dialect = Dialect::Sqlite)
        : m_sql(sql)
        , m_tokens(tokens)
        , m_dialect(dialect)
    { }

    [[nodiscard]] bool atEnd() const { return m_at >= m_tokens.size(); }
    [[nodiscard]] std::size_t place() const { return m_at; }
    void moveTo(std::size_t place) { m_at = place; }
    void skip() { ++m_at; }

    [[nodiscard]] const Token* token(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_tokens.size() ? &m_tokens[m_at + ahead] : nullptr;
    }
    /// The text of a token; empty behind the end.
    [[nodiscard]] QByteArrayView text(std::size_t ahead = 0) const;
    [[nodiscard]] bool isWord(const char* upper, std::size_t ahead = 0) const;
    [[nodiscard]] bool isOneOf(
        std::initializer_list<const char*> upper, std::size_t ahead = 0) const;
    [[nodiscard]] bool isSign(const char* sign, std::size_t ahead = 0) const;

    /// Goes past the word or sign if it comes next.
    bool take(const char* upper);
    /// Goes past all of the words if they come next in this order, past none otherwise.
    bool take(std::initializer_list<const char*> upper);
    bool takeSign(const char* sign);

    /// The name that comes next, if one does: word, quoted identifier, string or placeholder.
    std::optional<QString> takeName();
    /// schema.name or name; an empty name if none comes next.
    QualifiedName takeQualifiedName();

    /// Goes from an opening parenthesis to behind the closing one, or to the end. Does nothing
    /// elsewhere.
    void skipParentheses();

    /// Goes past one token, or past a whole pair of parentheses.
    void skipItem();

private:
    QByteArrayView m_sql;
    std::span<const Token> m_tokens;
    Dialect m_dialect;
    std::size_t m_at = 0;
};

/// The tokens of a text without space and comments.
[[nodiscard]] QList<Token> significantTokens(QByteArrayView sql, Dialect dialect);

} // namespace whimbrel
