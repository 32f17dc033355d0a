// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QStringList>

namespace whimbrel {

/// Measures and breaks text of one font. Making one costs a font lookup: keep it for many texts.
/// Each thread remembers the texts that it has measured, whichever meter of the font was asked:
/// shaping is what drawing a plan would spend most of its time on.
class TextMeter final {
public:
    explicit TextMeter(const QFont& font);

    [[nodiscard]] double width(const QString& text) const;
    /// The widest of the lines.
    [[nodiscard]] double width(const QStringList& lines) const;

    /// The text in lines of at most `width`, broken at spaces, else after a mark of an
    /// identifier (underscore, slash, dot, hyphen), else anywhere. At most `maxLines` lines; the
    /// last one is shortened with an ellipsis when more text is left. Line breaks in the text hold.
    [[nodiscard]] QStringList wrap(const QString& text, double width, int maxLines) const;

    /// The text, or its beginning and end with an ellipsis between, so that it fits.
    [[nodiscard]] QString elideMiddle(const QString& text, double width) const;
    [[nodiscard]] QString elideRight(const QString& text, double width) const;

    /// The distance from a line's middle down to the baseline that centres capitals on it.
    [[nodiscard]] double middleToBaseline() const { return m_metrics.capHeight() / 2; }

private:
    [[nodiscard]] qsizetype fitting(const QString& text, double width) const;
    [[nodiscard]] qsizetype lineEnd(const QString& text, double width) const;

    QFontMetricsF m_metrics;
    int m_font; ///< by which its measured texts are known
};

} // namespace whimbrel
