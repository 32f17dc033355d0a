// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"

#include <QSyntaxHighlighter>

namespace whimbrel {

/// A token in the positions of a QTextDocument.
struct TextToken {
    TokenKind kind = TokenKind::Space;
    int begin = 0;
    int end = 0;
    bool keyword = false;
};

/// The tokens of a text, by the one lexer, with ends in UTF-16 units.
[[nodiscard]] QList<TextToken> textTokens(const QString& text, Dialect dialect);

/// Where the UTF-16 unit is that begins at this byte of the text's UTF-8.
[[nodiscard]] int textPosition(const QByteArray& utf8, qsizetype byte);

/// Colours SQL by the tokens of the lexer that also splits it for execution.
class SqlHighlighter final : public QSyntaxHighlighter {
    Q_OBJECT

public:
    SqlHighlighter(QTextDocument* document, Dialect dialect);

    void setDialect(Dialect dialect);
    /// Colours for a dark or a light background.
    void setDark(bool dark);

protected:
    void highlightBlock(const QString& text) override;

private:
    [[nodiscard]] QTextCharFormat formatOf(const TextToken& token) const;
    void readTokens();

    Dialect m_dialect;
    bool m_dark = false;
    bool m_tokensCurrent = false;
    QList<TextToken> m_tokens{};
};

} // namespace whimbrel
