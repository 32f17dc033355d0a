// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/row_changes.h"

#include "model/sql/lexer.h"

#include <algorithm>
#include <array>

namespace whimbrel {

bool changesRows(const QByteArray& sql, Dialect dialect)
{
    static constexpr std::array verbs{"INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD"};
    bool isFirst = true;
    int depth = 0;
    Lexer lexer(sql, dialect);
    for (Token token; lexer.next(token);) {
        if (!isSignificant(token.kind)) {
            continue;
        }
        const QByteArray word = token.in(sql).toByteArray().toUpper();
        depth += word == "(" ? 1 : 0;
        depth -= word == ")" ? 1 : 0;
        if (depth == 0 && token.kind == TokenKind::Word) {
            if (std::ranges::any_of(verbs, [&](const char* verb) { return word == verb; })) {
                return true;
            }
            if ((isFirst && word != "WITH") || word == "SELECT") {
                return false;
            }
        }
        isFirst = false;
    }
    return false;
}

} // namespace whimbrel
