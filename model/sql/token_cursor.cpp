// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/token_cursor.h"

#include "model/sql/characters.h"
#include "model/sql/lexer.h"
#include "model/sql/quoting.h"

#include <algorithm>
#include <cstring>

namespace whimbrel {

namespace {

/// Whether what begins like a number is a name of MySQL: 2fa, but neither 2e5 nor 0xfa.
bool isNameWithDigits(QByteArrayView text)
{
    bool isNumber = false;
    (void)text.toDouble(&isNumber);
    return !isNumber && !text.contains('.') && !text.startsWith("0x") && !text.startsWith("0b");
}

} // namespace

QByteArrayView TokenCursor::text(std::size_t ahead) const
{
    const Token* found = token(ahead);
    return found != nullptr ? found->in(m_sql) : QByteArrayView();
}

bool TokenCursor::isWord(const char* upper, std::size_t ahead) const
{
    const Token* found = token(ahead);
    if (found == nullptr || found->kind != TokenKind::Word) {
        return false;
    }
    const QByteArrayView word = found->in(m_sql);
    return std::equal(word.begin(), word.end(), upper, upper + std::strlen(upper),
        [](char a, char b) { return toUpper(a) == b; });
}

bool TokenCursor::isOneOf(std::initializer_list<const char*> upper, std::size_t ahead) const
{
    return std::any_of(
        upper.begin(), upper.end(), [&](const char* each) { return isWord(each, ahead); });
}

bool TokenCursor::isSign(const char* sign, std::size_t ahead) const
{
    const Token* found = token(ahead);
    return found != nullptr
        && (found->kind == TokenKind::Operator || found->kind == TokenKind::Semicolon)
        && found->in(m_sql) == QByteArrayView(sign);
}

bool TokenCursor::take(const char* upper)
{
    const bool met = isWord(upper);
    m_at += met ? 1 : 0;
    return met;
}

bool TokenCursor::take(std::initializer_list<const char*> upper)
{
    std::size_t ahead = 0;
    for (const char* each : upper) {
        if (!isWord(each, ahead)) {
            return false;
        }
        ++ahead;
    }
    m_at += ahead;
    return true;
}

bool TokenCursor::takeSign(const char* sign)
{
    const bool met = isSign(sign);
    m_at += met ? 1 : 0;
    return met;
}

std::optional<QString> TokenCursor::takeName()
{
    const Token* found = token();
    if (found == nullptr) {
        return std::nullopt;
    }
    switch (found->kind) {
    case TokenKind::Number:
        if (m_dialect != Dialect::Mysql || !isNameWithDigits(found->in(m_sql))) {
            return std::nullopt;
        }
        [[fallthrough]];
    case TokenKind::Word:
    case TokenKind::QuotedIdentifier:
    case TokenKind::String:
    case TokenKind::Placeholder:
        ++m_at;
        return catalogName(found->in(m_sql), m_dialect);
    default:
        return std::nullopt;
    }
}

QualifiedName TokenCursor::takeQualifiedName()
{
    QualifiedName result;
    result.name = takeName().value_or(QString());
    while (isSign(".") && token(1) != nullptr) {
        skip();
        result.qualifier = result.schema;
        result.schema = result.name;
        result.name = takeName().value_or(QString());
    }
    return result;
}

void TokenCursor::skipParentheses()
{
    int depth = 0;
    while (!atEnd()) {
        depth += isSign("(") ? 1 : (isSign(")") ? -1 : 0);
        if (depth == 0 && !isSign(")")) {
            return; // there was none
        }
        skip();
        if (depth == 0) {
            return;
        }
    }
}

void TokenCursor::skipItem()
{
    if (isSign("(")) {
        skipParentheses();
    } else {
        skip();
    }
}

QList<Token> significantTokens(QByteArrayView sql, Dialect dialect)
{
    QList<Token> tokens;
    Lexer lexer(sql, dialect);
    for (Token token; lexer.next(token);) {
        if (isSignificant(token.kind)) {
            tokens.append(token);
        }
    }
    return tokens;
}

} // namespace whimbrel
