// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QList>

namespace whimbrel {

/// A place in a text as people count it: both from 1, columns in characters.
struct TextPosition {
    int line = 1;
    int column = 1;
    bool operator==(const TextPosition&) const = default;
};

/// Where a byte of a UTF-8 text stands. Lines end with a line feed; places past the end count as
/// the end. Linear in the text before it: for many places of one text use LineIndex.
[[nodiscard]] TextPosition positionAt(QByteArrayView text, qsizetype byte);

/// Finds lines in logarithmic time. The text must outlive it.
class LineIndex final {
public:
    explicit LineIndex(QByteArrayView text);

    [[nodiscard]] int lineOf(qsizetype byte) const;
    [[nodiscard]] TextPosition positionOf(qsizetype byte) const;

private:
    QByteArrayView m_text;
    QList<qsizetype> m_starts{};
};

} // namespace whimbrel
