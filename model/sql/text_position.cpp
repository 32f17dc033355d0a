// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/text_position.h"

#include <algorithm>

namespace whimbrel {

namespace {

int charactersOf(QByteArrayView text)
{
    return static_cast<int>(std::count_if(text.begin(), text.end(),
        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

} // namespace

TextPosition positionAt(QByteArrayView text, qsizetype byte)
{
    const QByteArrayView before = text.first(std::clamp<qsizetype>(byte, 0, text.size()));
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    return {static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
        charactersOf(before.sliced(lineStart)) + 1};
}

LineIndex::LineIndex(QByteArrayView text)
    : m_text(text)
    , m_starts{0}
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') {
            m_starts.append(i + 1);
        }
    }
}

int LineIndex::lineOf(qsizetype byte) const
{
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), byte);
    return std::max(1, static_cast<int>(after - m_starts.begin()));
}

TextPosition LineIndex::positionOf(qsizetype byte) const
{
    const qsizetype place = std::clamp<qsizetype>(byte, 0, m_text.size());
    const int line = lineOf(place);
    const qsizetype start = m_starts.at(line - 1);
    return {line, charactersOf(m_text.sliced(start, place - start)) + 1};
}

} // namespace whimbrel
