// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/named_values.h"

#include "model/sql/lexer.h"

namespace whimbrel {

QByteArray withNamedValues(const QByteArray& sql, Dialect dialect,
    const QMap<QString, QVariant>& values, const std::function<QByteArray(const QVariant&)>& spell)
{
    QByteArray text;
    qsizetype copied = 0;
    Lexer lexer(sql, dialect);
    for (Token token; lexer.next(token);) {
        if (token.kind != TokenKind::Variable || sql.at(token.begin) != ':') {
            continue;
        }
        const auto value = values.constFind(
            QString::fromUtf8(sql.mid(token.begin + 1, token.end - token.begin - 1)));
        if (value == values.cend()) {
            continue;
        }
        text += sql.mid(copied, token.begin - copied);
        text += spell(*value);
        copied = token.end;
    }
    return text + sql.mid(copied);
}

} // namespace whimbrel
