// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/text/text_meter.h"

#include "render/text/styled_font.h"

#include <QHash>
#include <QMutex>

#include <algorithm>
#include <deque>

namespace whimbrel {

namespace {

constexpr QChar ellipsis(0x2026);

bool breaksAfter(QChar c)
{
    return c == QLatin1Char('_') || c == QLatin1Char('/') || c == QLatin1Char('.')
        || c == QLatin1Char('-') || c == QLatin1Char(',') || c == QLatin1Char(':');
}

/// Fonts by their numbers.
struct KnownFonts {
    QMutex mutex{};
    QList<QFont> fonts{};
};

KnownFonts& knownFonts()
{
    static KnownFonts known;
    return known;
}

/// The font's number, the same for equal fonts.
int numberOf(const QFont& font)
{
    KnownFonts& known = knownFonts();
    const QMutexLocker lock(&known.mutex);
    if (const qsizetype at = known.fonts.indexOf(font); at >= 0) {
        return static_cast<int>(at);
    }
    known.fonts.append(font);
    return static_cast<int>(known.fonts.size() - 1);
}

QFont fontWith(int number)
{
    KnownFonts& known = knownFonts();
    const QMutexLocker lock(&known.mutex);
    return known.fonts.at(number);
}

/// What is marked in a styled text is measured in the font that it is drawn in.
double measured(const QFontMetricsF& metrics, int font, const QString& text)
{
    if (!marked::isStyled(text)) {
        return metrics.horizontalAdvance(text);
    }
    const QFont base = fontWith(font);
    double width = 0;
    for (const marked::Run& run : marked::runsOf(text)) {
        width += TextMeter(fonts::styled(base, run.style)).width(run.text);
    }
    return width;
}

/// How wide the texts are that this thread has measured in a font.
QHash<QString, double>& widthsIn(int font)
{
    thread_local std::deque<QHash<QString, double>> widths;
    while (widths.size() <= static_cast<size_t>(font)) {
        widths.emplace_back();
    }
    return widths[static_cast<size_t>(font)];
}

} // namespace

TextMeter::TextMeter(const QFont& font)
    : m_metrics(font)
    , m_font(numberOf(font))
{ }

double TextMeter::width(const QString& text) const
{
    constexpr qsizetype mostKnown = 20'000;
    QHash<QString, double>& known = widthsIn(m_font);
    if (const auto width = known.constFind(text); width != known.cend()) {
        return *width;
    }
    if (known.size() >= mostKnown) {
        known.clear();
    }
    const double width = measured(m_metrics, m_font, text);
    widthsIn(m_font).insert(text, width);
    return width;
}

double TextMeter::width(const QStringList& lines) const
{
    double widest = 0;
    for (const QString& line : lines) {
        widest = std::max(widest, width(line));
    }
    return widest;
}

/// How many characters of the text fit, of a text that does not fit as a whole.
qsizetype TextMeter::fitting(const QString& text, double width) const
{
    qsizetype low = 1;
    qsizetype high = std::max<qsizetype>(1, text.size() - 1);
    while (low < high) {
        const qsizetype middle = (low + high + 1) / 2;
        if (this->width(text.first(middle)) <= width) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    // Surrogate pairs stay together.
    if (low < text.size() && text.at(low - 1).isHighSurrogate()) {
        ++low;
    }
    return low;
}

/// Where the first line of the text ends: the whole text's size if it fits.
qsizetype TextMeter::lineEnd(const QString& text, double width) const
{
    // Words come again and again, texts do not: by the sum of its words most of a text is judged
    // without measuring it. Kerning with spaces makes a text a little narrower or wider than that.
    const double space = this->width(QStringLiteral(" "));
    double sum = 0;
    double doubt = 1;
    qsizetype end = 0;
    for (qsizetype begin = 0; begin < text.size(); ++doubt) {
        qsizetype behind = text.indexOf(QLatin1Char(' '), begin);
        behind = behind < 0 ? text.size() : behind;
        sum += this->width(text.sliced(begin, behind - begin));
        if (sum > width + doubt
            || (sum > width - doubt && this->width(text.first(behind)) > width)) {
            break;
        }
        end = behind;
        begin = behind + 1;
        sum += space;
    }
    if (end > 0) {
        return end;
    }
    const qsizetype fits = fitting(text, width);
    qsizetype cut = fits;
    while (cut > fits / 3 && !breaksAfter(text.at(cut - 1))) {
        --cut;
    }
    return cut > fits / 3 ? cut : fits;
}

QStringList TextMeter::wrap(const QString& text, double width, int maxLines) const
{
    QStringList lines;
    const QStringList paragraphs = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (qsizetype p = 0; p < paragraphs.size(); ++p) {
        QString rest = paragraphs[p].simplified();
        while (!rest.isEmpty()) {
            const bool last = lines.size() + 1 >= maxLines;
            const qsizetype cut = last ? rest.size() : lineEnd(rest, width);
            if (cut >= rest.size()) {
                const bool more = last && p + 1 < paragraphs.size();
                lines.append(elideRight(more ? rest + ellipsis : rest, width));
                break;
            }
            lines.append(rest.first(cut).trimmed());
            const marked::Style style = marked::styleAfter(rest, cut);
            rest = rest.sliced(cut).trimmed();
            if (style != marked::Style::Plain) {
                rest.prepend(marked::switchTo(style)); // a word was broken
            }
        }
        if (lines.size() >= maxLines) {
            break;
        }
    }
    return lines;
}

QString TextMeter::elideMiddle(const QString& text, double width) const
{
    return m_metrics.elidedText(text, Qt::ElideMiddle, width);
}

QString TextMeter::elideRight(const QString& text, double width) const
{
    if (this->width(text) <= width) {
        return text;
    }
    if (!marked::isStyled(text)) {
        return m_metrics.elidedText(text, Qt::ElideRight, width);
    }
    const double room = width - this->width(QString(ellipsis));
    return text.first(fitting(text, room)) + marked::switchTo(marked::Style::Plain) + ellipsis;
}

} // namespace whimbrel
