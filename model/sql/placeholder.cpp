// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/characters.h"
#include "model/sql/statement.h"
#include "model/sql/token_cursor.h"

namespace whimbrel {

namespace {

bool isTodoWord(QByteArrayView word)
{
    for (const char* each : {"TODO", "FIXME", "TBD", "XXX"}) {
        if (qstrnicmp(word.data(), word.size(), each, -1) == 0) {
            return true;
        }
    }
    return false;
}

/// Whether an operand ends with this token, so that < behind it compares.
bool endsOperand(const Token& token, QByteArrayView sql, Dialect dialect)
{
    const QByteArrayView text = token.in(sql);
    switch (token.kind) {
    case TokenKind::Word:
        return !isKeyword(text, dialect) || text.compare("END", Qt::CaseInsensitive) == 0;
    case TokenKind::Operator:
        return text == ")" || text == "]";
    case TokenKind::QuotedIdentifier:
    case TokenKind::String:
    case TokenKind::Number:
    case TokenKind::Variable:
    case TokenKind::Placeholder:
        return true;
    default:
        return false;
    }
}

/// Whether <some words> begins at this byte, on one line.
bool isAngleStandIn(QByteArrayView rest)
{
    if (rest.size() < 3 || !isWordStart(rest[1])) {
        return false;
    }
    for (qsizetype i = 1; i < rest.size(); ++i) {
        const char c = rest[i];
        if (c == '>') {
            return true;
        }
        if (!isWordPart(c) && c != ' ' && c != '-' && c != '.' && c != '/' && c != ',') {
            return false;
        }
    }
    return false;
}

bool isEllipsis(const TokenCursor& cursor)
{
    const Token* token = cursor.token();
    if (cursor.text() == QByteArrayView("\xE2\x80\xA6")) {
        return true;
    }
    return cursor.isSign(".") && cursor.isSign(".", 1) && cursor.isSign(".", 2)
        && cursor.token(2)->begin == token->begin + 2;
}

/// SELECT of one constant: what people leave where SQL is still to be written.
bool doesNothing(const TokenCursor& statement, std::size_t length)
{
    return statement.isWord("SELECT") && length == 2
        && (statement.token(1)->kind == TokenKind::Number
            || statement.token(1)->kind == TokenKind::String || statement.isWord("NULL", 1));
}

bool hasTodoComment(const QByteArray& sql, Dialect dialect)
{
    for (const Token& token : tokenize(sql, dialect)) {
        if (token.kind != TokenKind::Comment) {
            continue;
        }
        qsizetype begin = token.begin;
        while (begin < token.end && !isWordStart(sql[begin])) {
            ++begin;
        }
        qsizetype end = begin;
        while (end < token.end && isWordPart(sql[end])) {
            ++end;
        }
        if (isTodoWord(QByteArrayView(sql).sliced(begin, end - begin))) {
            return true;
        }
    }
    return false;
}

} // namespace

bool isPlaceholderSql(const QByteArray& sql, Dialect dialect)
{
    const QList<Token> tokens = significantTokens(sql, dialect);
    const std::span all(tokens.constData(), static_cast<std::size_t>(tokens.size()));
    bool anything = false;
    bool atStart = true;
    for (TokenCursor cursor(sql, all); !cursor.atEnd(); cursor.skip()) {
        const Token& token = *cursor.token();
        if (token.kind == TokenKind::Semicolon) {
            atStart = true;
            continue;
        }
        if (atStart && token.kind == TokenKind::Word && isTodoWord(token.in(sql))) {
            return true;
        }
        if (isEllipsis(cursor)) {
            return true;
        }
        const bool compares = !atStart && endsOperand(all[cursor.place() - 1], sql, dialect);
        if (sql[token.begin] == '<' && token.kind == TokenKind::Operator && !compares
            && isAngleStandIn(QByteArrayView(sql).sliced(token.begin))) {
            return true;
        }
        anything
            = anything || token.kind != TokenKind::Unterminated || !token.in(sql).startsWith("/*");
        atStart = false;
    }
    if (!anything) {
        return true;
    }
    const Script script = splitScript(sql, dialect);
    for (const Statement& statement : script.statements) {
        const QByteArray text = script.text(statement);
        const QList<Token> words = significantTokens(text, dialect);
        const std::span own(words.constData(), static_cast<std::size_t>(words.size()));
        if (!doesNothing(TokenCursor(text, own), own.size())) {
            return false;
        }
    }
    return hasTodoComment(sql, dialect);
}

} // namespace whimbrel
