// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/text/styled_font.h"

#include "render/text/fonts.h"

namespace whimbrel::fonts {

QFont styled(const QFont& font, marked::Style style)
{
    QFont made = font;
    switch (style) {
    case marked::Style::Plain:
        break;
    case marked::Style::Bold:
    case marked::Style::BoldItalic:
        // What is bold already becomes bolder still.
        made.setWeight(font.weight() >= QFont::DemiBold ? QFont::Black : QFont::Bold);
        made.setItalic(style == marked::Style::BoldItalic);
        break;
    case marked::Style::Italic:
        made.setItalic(true);
        break;
    case marked::Style::Code:
        made = mono(font.pixelSize());
        made.setWeight(font.weight());
        break;
    }
    return made;
}

} // namespace whimbrel::fonts
