// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/export/svg_text.h"

#include <array>
#include <cmath>
#include <string_view>

namespace whimbrel {

SvgText& SvgText::operator<<(double value)
{
    const auto hundredths
        = static_cast<qint64>(std::llround(std::isfinite(value) ? value * 100 : 0));
    std::array<char, 32> digits{};
    auto at = digits.end();
    qint64 rest = std::abs(hundredths);
    for (int decimals = 0; decimals < 2; ++decimals, rest /= 10) {
        if (rest % 10 != 0 || at != digits.end()) {
            *--at = static_cast<char>('0' + rest % 10);
        }
    }
    if (at != digits.end()) {
        *--at = '.';
    }
    do {
        *--at = static_cast<char>('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (hundredths < 0) {
        *--at = '-';
    }
    m_text.append(at, digits.end() - at);
    return *this;
}

SvgText& SvgText::operator<<(const QColor& color)
{
    constexpr std::string_view hex = "0123456789abcdef";
    std::array<char, 7> name{'#'};
    const QRgb value = color.rgb();
    for (size_t i = 0; i < 6; ++i) {
        name[i + 1] = hex[value >> (20 - 4 * i) & 0xfU];
    }
    m_text.append(name.data(), name.size());
    return *this;
}

SvgText& SvgText::operator<<(const QPainterPath& path)
{
    QPointF start;
    QPointF last;
    bool open = false;
    const auto close = [&] {
        if (open && std::abs(last.x() - start.x()) < 0.005
            && std::abs(last.y() - start.y()) < 0.005) {
            *this << 'Z';
        }
        open = false;
    };
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        if (element.isMoveTo()) {
            close();
            start = element;
            *this << 'M';
        } else if (element.isLineTo()) {
            open = true;
            *this << 'L';
        } else if (element.isCurveTo()) {
            open = true;
            *this << 'C';
        } else {
            *this << ' ';
        }
        last = element;
        *this << element.x << ' ' << element.y;
    }
    close();
    return *this;
}

SvgText& SvgText::operator<<(const QString& text)
{
    QByteArray& out = m_text;
    qsizetype plain = 0; // where what needs no care begins
    const auto addPlain = [&](qsizetype end) {
        out.append(QStringView(text).sliced(plain, end - plain).toUtf8());
        plain = end + 1;
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        const ushort code = c.unicode();
        const char* entity = nullptr;
        if (c == QLatin1Char('&')) {
            entity = "&amp;";
        } else if (c == QLatin1Char('<')) {
            entity = "&lt;";
        } else if (c == QLatin1Char('>')) {
            entity = "&gt;";
        } else if (c == QLatin1Char('"')) {
            entity = "&quot;";
        } else if (c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            ++i;
        } else if (c.isSurrogate() || code == 0xfffe || code == 0xffff
            || (code < 0x20 && code != 0x09 && code != 0x0a)) {
            entity = "\xef\xbf\xbd"; // the sign for what has none
        }
        if (entity) {
            addPlain(i);
            out.append(entity);
        }
    }
    addPlain(text.size());
    return *this;
}

} // namespace whimbrel
