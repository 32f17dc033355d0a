// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/text/text_meter.h"

#include <algorithm>

namespace whimbrel {

namespace {

bool breaksAfter(QChar c)
{
    return c == QLatin1Char('_') || c == QLatin1Char('/') || c == QLatin1Char('.')
        || c == QLatin1Char('-') || c == QLatin1Char(',') || c == QLatin1Char(':');
}

} // namespace

TextMeter::TextMeter(const QFont& font)
    : m_metrics(font)
{ }

double TextMeter::width(const QString& text) const
{
    return m_metrics.horizontalAdvance(text);
}

double TextMeter::width(const QStringList& lines) const
{
    double widest = 0;
    for (const QString& line : lines) {
        widest = std::max(widest, width(line));
    }
    return widest;
}

qsizetype TextMeter::fitting(QStringView text, double width) const
{
    // Most texts fit as they are: measuring is what drawing a plan spends most of its time on.
    if (m_metrics.horizontalAdvance(text.toString()) <= width) {
        return text.size();
    }
    qsizetype low = 1;
    qsizetype high = std::max<qsizetype>(1, text.size() - 1);
    while (low < high) {
        const qsizetype middle = (low + high + 1) / 2;
        if (m_metrics.horizontalAdvance(text.first(middle).toString()) <= width) {
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

QStringList TextMeter::wrap(const QString& text, double width, int maxLines) const
{
    QStringList lines;
    const QStringList paragraphs = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (qsizetype p = 0; p < paragraphs.size(); ++p) {
        QString rest = paragraphs[p].simplified();
        while (!rest.isEmpty()) {
            const bool last = lines.size() + 1 >= maxLines;
            const qsizetype fits = fitting(rest, width);
            if (fits >= rest.size() || last) {
                const bool more = last && p + 1 < paragraphs.size();
                lines.append(elideRight(more ? rest + QChar(0x2026) : rest, width));
                rest.clear();
                break;
            }
            qsizetype cut = rest.lastIndexOf(QLatin1Char(' '), fits);
            if (cut <= 0) {
                cut = fits;
                while (cut > fits / 3 && !breaksAfter(rest.at(cut - 1))) {
                    --cut;
                }
                if (cut <= fits / 3) {
                    cut = fits;
                }
            }
            lines.append(rest.first(cut).trimmed());
            rest = rest.sliced(cut).trimmed();
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
    return m_metrics.horizontalAdvance(text) <= width
        ? text
        : m_metrics.elidedText(text, Qt::ElideRight, width);
}

} // namespace whimbrel
