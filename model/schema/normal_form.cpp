// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/normal_form.h"

#include "model/sql/characters.h"
#include "model/sql/quoting.h"
#include "model/sql/token_cursor.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// Words that are values where they stand bare, and names where they are quoted.
bool isValueWord(QByteArrayView word)
{
    static constexpr const char* words[]
        = {"true", "false", "current_date", "current_time", "current_timestamp"};
    return std::any_of(std::begin(words), std::end(words),
        [word](const char* each) { return word.compare(each, Qt::CaseInsensitive) == 0; });
}

bool isPlainName(const QByteArray& name)
{
    return !name.isEmpty() && isWordStart(name[0])
        && std::all_of(name.begin(), name.end(), isWordPart)
        && !isReservedWord(name, Dialect::Sqlite) && !isValueWord(name);
}

QString tokenForm(const Token& token, QByteArrayView sql)
{
    const QByteArrayView text = token.in(sql);
    switch (token.kind) {
    case TokenKind::Word:
        return foldedName(QString::fromUtf8(text), Dialect::Sqlite);
    case TokenKind::QuotedIdentifier: {
        const QString name = foldedName(unquoted(text), Dialect::Sqlite);
        return isPlainName(name.toUtf8())
            ? name
            : QString::fromUtf8(quotedIdentifier(name, Dialect::Sqlite));
    }
    case TokenKind::Number:
        return QString::fromUtf8(text).toLower();
    case TokenKind::String:
        // x'AB' is the same blob as X'ab'.
        return text.startsWith('\'') ? QString::fromUtf8(text) : QString::fromUtf8(text).toLower();
    case TokenKind::Operator:
        return text == "==" ? QStringLiteral("=")
            : text == "<>"  ? QStringLiteral("!=")
                            : QString::fromUtf8(text);
    default:
        return QString::fromUtf8(text);
    }
}

} // namespace

QString normalForm(QByteArrayView sql, std::span<const Token> tokens)
{
    QStringList parts;
    for (const Token& token : tokens) {
        if (isSignificant(token.kind)) {
            parts.append(tokenForm(token, sql));
        }
    }
    return parts.join(u' ');
}

QString normalForm(QByteArrayView sql)
{
    const QList<Token> tokens = significantTokens(sql, Dialect::Sqlite);
    return normalForm(sql, std::span(tokens.constData(), static_cast<std::size_t>(tokens.size())));
}

QString normalDefault(QByteArrayView sql)
{
    const QList<Token> tokens = significantTokens(sql, Dialect::Sqlite);
    if (tokens.size() == 1) {
        const Token& only = tokens.first();
        const QByteArrayView text = only.in(sql);
        if (text.compare("null", Qt::CaseInsensitive) == 0) {
            return {};
        }
        if (only.kind == TokenKind::QuotedIdentifier
            || (only.kind == TokenKind::Word && !isValueWord(text))) {
            return QString::fromUtf8(quotedLiteral(unquoted(text), Dialect::Sqlite));
        }
    }
    if (tokens.size() == 2 && tokens.first().in(sql) == "+"
        && tokens.last().kind == TokenKind::Number) {
        return tokenForm(tokens.last(), sql);
    }
    return normalForm(sql, std::span(tokens.constData(), static_cast<std::size_t>(tokens.size())));
}

} // namespace whimbrel
