// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/statement_words.h"

namespace whimbrel {

StatementWords::StatementWords(const Script& script, const Statement& statement, Dialect dialect)
{
    const QByteArray sql = script.text(statement);
    int depth = 0;
    for (const Token& token : tokenize(sql, dialect)) {
        if (token.kind == TokenKind::Space || token.kind == TokenKind::Comment) {
            continue;
        }
        const QString text = QString::fromUtf8(sql.mid(token.begin, token.end - token.begin));
        if (text == QLatin1String(")")) {
            --depth;
        }
        const bool compares = token.kind == TokenKind::Word || token.kind == TokenKind::Operator;
        m_words.append({compares ? text.toUpper() : QString(), text, depth});
        if (text == QLatin1String("(")) {
            ++depth;
        }
    }
}

bool StatementWords::matches(qsizetype at, const QStringList& words) const
{
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (word(at + i) != words.at(i)) {
            return false;
        }
    }
    return true;
}

qsizetype StatementWords::find(const QStringList& words, qsizetype from) const
{
    for (qsizetype at = from; at < size(); ++at) {
        if (matches(at, words)) {
            return at;
        }
    }
    return -1;
}

qsizetype StatementWords::findOutside(const QStringList& words, qsizetype from) const
{
    for (qsizetype at = from; at < size(); ++at) {
        if (m_words.at(at).depth == 0 && matches(at, words)) {
            return at;
        }
    }
    return -1;
}

bool StatementWords::begins(const QStringList& words) const
{
    return matches(0, words);
}

QString StatementWords::nameAt(qsizetype index, qsizetype* behind) const
{
    QString name = written(index);
    ++index;
    while (word(index) == QLatin1String(".")) {
        name += QLatin1Char('.') + written(index + 1);
        index += 2;
    }
    if (behind) {
        *behind = index;
    }
    return name;
}

} // namespace whimbrel
