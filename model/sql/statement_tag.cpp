// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/statement_tag.h"

#include "model/sql/characters.h"

#include <QList>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr const char* begin = "/* whimbrel ";
constexpr const char* end = " */";

/// Letters, digits and -._~ stand for themselves; nothing else that could end the comment, be a
/// placeholder, or part the words.
QByteArray encoded(const QString& text)
{
    return text.isEmpty() ? QByteArray("%") : text.toUtf8().toPercentEncoding();
}

/// The words of a tag, in which what a hand may have written is refused.
std::optional<QString> decoded(const QByteArray& word)
{
    if (word == "%") {
        return QString();
    }
    const QString text = QString::fromUtf8(QByteArray::fromPercentEncoding(word));
    return encoded(text) == word ? std::optional(text) : std::nullopt;
}

} // namespace

QByteArray tagged(const QByteArray& sql, const StatementTag& tag)
{
    return begin + encoded(tag.run) + ' ' + encoded(tag.step) + ' '
        + QByteArray::number(tag.statement) + end + ' ' + sql;
}

std::optional<StatementTag> tagOf(QByteArrayView processText)
{
    while (!processText.isEmpty() && isSpace(processText.front())) {
        processText = processText.sliced(1);
    }
    const QByteArrayView head(begin);
    const qsizetype close = processText.indexOf(QByteArrayView(end));
    if (!processText.startsWith(head) || close < head.size()) {
        return std::nullopt;
    }
    const QList<QByteArray> words
        = processText.sliced(head.size(), close - head.size()).toByteArray().split(' ');
    if (words.size() != 3) {
        return std::nullopt;
    }
    const std::optional<QString> run = decoded(words[0]);
    const std::optional<QString> step = decoded(words[1]);
    bool isNumber = false;
    const int number = words[2].toInt(&isNumber);
    if (!run || !step || !isNumber || number < 1) {
        return std::nullopt;
    }
    return StatementTag{*run, *step, number};
}

} // namespace whimbrel
