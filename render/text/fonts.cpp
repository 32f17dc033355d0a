// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/text/fonts.h"

namespace whimbrel::fonts {

namespace {

QFont made(const QStringList& families, QFont::StyleHint hint, double pixels, QFont::Weight weight)
{
    QFont font;
    font.setFamilies(families);
    font.setStyleHint(hint);
    font.setPixelSize(static_cast<int>(pixels));
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setKerning(true);
    return font;
}

QFont sans(int pixels, QFont::Weight weight)
{
    return made({QStringLiteral("Inter"), QStringLiteral("Noto Sans"),
                    QStringLiteral("DejaVu Sans"), QStringLiteral("sans-serif")},
        QFont::SansSerif, pixels, weight);
}

} // namespace

const QFont& title()
{
    static const QFont font = sans(20, QFont::DemiBold);
    return font;
}

const QFont& nodeTitle()
{
    static const QFont font = sans(13, QFont::DemiBold);
    return font;
}

const QFont& nodeDetail()
{
    static const QFont font = sans(11, QFont::Normal);
    return font;
}

const QFont& edgeLabel()
{
    static const QFont font = sans(11, QFont::Normal);
    return font;
}

const QFont& groupTitle()
{
    static const QFont font = sans(12, QFont::Bold);
    return font;
}

const QFont& legend()
{
    static const QFont font = sans(10, QFont::Normal);
    return font;
}

const QFont& legendTitle()
{
    static const QFont font = sans(10, QFont::DemiBold);
    return font;
}

const QFont& messageText()
{
    static const QFont font = sans(13, QFont::Normal);
    return font;
}

const QFont& smallBold()
{
    static const QFont font = sans(11, QFont::Bold);
    return font;
}

QFont mono(double pixels)
{
    return made({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono"),
                    QStringLiteral("monospace")},
        QFont::Monospace, pixels, QFont::Normal);
}

} // namespace whimbrel::fonts
