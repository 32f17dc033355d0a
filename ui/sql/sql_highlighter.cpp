// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/sql/sql_highlighter.h"

#include <QTextDocument>

#include <algorithm>

namespace whimbrel {

namespace {

/// How many UTF-16 units these bytes of UTF-8 make.
int unitsOf(QByteArrayView bytes)
{
    int units = 0;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        if ((value & 0xc0U) != 0x80U) {
            units += value >= 0xf0U ? 2 : 1;
        }
    }
    return units;
}

bool mayBeEmpty(TokenKind kind)
{
    return kind == TokenKind::Space || kind == TokenKind::Operator;
}

} // namespace

QList<TextToken> textTokens(const QString& text, Dialect dialect)
{
    const QByteArray utf8 = text.toUtf8();
    QList<TextToken> tokens;
    int position = 0;
    for (const Token& token : tokenize(utf8, dialect)) {
        const QByteArrayView bytes
            = QByteArrayView(utf8).sliced(token.begin, token.end - token.begin);
        const int end = position + unitsOf(bytes);
        if (!mayBeEmpty(token.kind)) {
            tokens.append({token.kind, position, end,
                token.kind == TokenKind::Word && isKeyword(bytes, dialect)});
        }
        position = end;
    }
    return tokens;
}

int textPosition(const QByteArray& utf8, qsizetype byte)
{
    return unitsOf(QByteArrayView(utf8).first(std::clamp<qsizetype>(byte, 0, utf8.size())));
}

SqlHighlighter::SqlHighlighter(QTextDocument* document, Dialect dialect)
    : QSyntaxHighlighter(static_cast<QObject*>(document))
    , m_dialect(dialect)
{
    // Connected before the highlighter's own slot. The document's revision would not do: it begins
    // anew with each setPlainText().
    connect(document, &QTextDocument::contentsChange, this, [this] { m_tokensCurrent = false; });
    setDocument(document);
}

void SqlHighlighter::setDialect(Dialect dialect)
{
    if (m_dialect != dialect) {
        m_dialect = dialect;
        m_tokensCurrent = false;
        rehighlight();
    }
}

void SqlHighlighter::setDark(bool dark)
{
    if (m_dark != dark) {
        m_dark = dark;
        rehighlight();
    }
}

QTextCharFormat SqlHighlighter::formatOf(const TextToken& token) const
{
    QTextCharFormat format;
    const auto color = [&](QRgb light, QRgb dark) {
        format.setForeground(QColor::fromRgb(m_dark ? dark : light));
    };
    switch (token.kind) {
    case TokenKind::Comment:
    case TokenKind::VersionMark:
    case TokenKind::ClientCommand:
        color(0xff5b6672, 0xffa7b1bc);
        format.setFontItalic(true);
        break;
    case TokenKind::Word:
        if (token.keyword) {
            color(0xff1254b0, 0xff7cb4ff);
            format.setFontWeight(QFont::DemiBold);
        }
        break;
    case TokenKind::QuotedIdentifier:
        color(0xff6b4a1e, 0xffe8c79a);
        break;
    case TokenKind::String:
        color(0xff0f7a3d, 0xff7fd6a0);
        break;
    case TokenKind::Number:
        color(0xff7a3b9c, 0xffd0a5ef);
        break;
    case TokenKind::Variable:
        color(0xff367a86, 0xff4bd6d4);
        break;
    case TokenKind::Placeholder:
        color(0xff9a5608, 0xfffdc326);
        format.setFontWeight(QFont::DemiBold);
        break;
    case TokenKind::Unterminated:
        color(0xffa90008, 0xfff5542c);
        break;
    case TokenKind::Space:
    case TokenKind::Operator:
    case TokenKind::Semicolon:
    case TokenKind::Delimiter:
        break;
    }
    return format;
}

void SqlHighlighter::readTokens()
{
    if (!m_tokensCurrent) {
        m_tokensCurrent = true;
        m_tokens = textTokens(document()->toPlainText(), m_dialect);
    }
}

void SqlHighlighter::highlightBlock(const QString& text)
{
    readTokens();
    const int begin = currentBlock().position();
    const int end = begin + static_cast<int>(text.size());
    auto token = std::lower_bound(m_tokens.cbegin(), m_tokens.cend(), begin,
        [](const TextToken& each, int at) { return each.end <= at; });
    // The state is the kind of token that runs on into the next line, so that a quote or comment
    // that is opened or closed recolours what follows.
    int state = -1;
    for (; token != m_tokens.cend() && token->begin < end + 1; ++token) {
        const int from = std::max(token->begin, begin);
        const int to = std::min(token->end, end);
        if (to > from) {
            setFormat(from - begin, to - from, formatOf(*token));
        }
        if (token->end > end + 1) {
            state = static_cast<int>(token->kind);
        }
    }
    setCurrentBlockState(state);
}

} // namespace whimbrel
