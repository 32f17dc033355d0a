// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QColor>
#include <QPainterPath>
#include <QString>

namespace whimbrel {

/// The picture's text, put together piece by piece without pieces of its own: most of it is
/// numbers.
class SvgText final {
public:
    explicit SvgText(qsizetype expected) { m_text.reserve(expected); }

    template <size_t Size>
    SvgText& operator<<(const char (&piece)[Size])
    {
        m_text.append(piece, static_cast<qsizetype>(Size) - 1);
        return *this;
    }
    SvgText& operator<<(const QByteArray& piece)
    {
        m_text.append(piece);
        return *this;
    }
    SvgText& operator<<(char piece)
    {
        m_text.append(piece);
        return *this;
    }
    /// At most two decimals, none that say nothing, never an exponent.
    SvgText& operator<<(double value);
    SvgText& operator<<(const QColor& color);

    SvgText& operator<<(const QPainterPath& path);
    /// Text for content and attributes: markup escaped, what XML 1.0 has no way to write replaced.
    SvgText& operator<<(const QString& text);

    [[nodiscard]] const QByteArray& text() const { return m_text; }

private:
    QByteArray m_text{};
};

} // namespace whimbrel
