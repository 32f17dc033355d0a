// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace whimbrel {

/// What people may mark in titles, labels and notes: **bold**, *italic* and `code`, and nothing
/// else. Marks hold where they stand around a word or several; elsewhere they are what they are, as
/// in "2 * 3" or "SELECT *".
namespace marked {

enum class Style : uchar { Plain, Bold, Italic, BoldItalic, Code };

/// A piece of text in one style.
struct Run {
    QString text{};
    Style style = Style::Plain;
    bool operator==(const Run&) const = default;
};

/// The text with its marks taken as styles: a character before each word says its style, one behind
/// it ends it, so that the text can be broken at spaces. A text without marks is what it was.
[[nodiscard]] QString styled(const QString& text);
/// Whether a text holds such characters.
[[nodiscard]] bool isStyled(const QString& text);
/// The pieces of a styled text.
[[nodiscard]] QList<Run> runsOf(const QString& styledText);
/// The character that begins a style (Plain: ends one).
[[nodiscard]] QChar switchTo(Style style);
/// The style in which a styled text goes on behind its first `count` characters.
[[nodiscard]] Style styleAfter(const QString& styledText, qsizetype count);
/// What is left without marks: for lists, names and screen readers.
[[nodiscard]] QString plain(const QString& text);

} // namespace marked

} // namespace whimbrel
