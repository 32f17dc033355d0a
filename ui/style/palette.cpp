// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/style/palette.h"

namespace whimbrel {

const UiColors& uiColors(bool dark)
{
    static const UiColors lightColors{
        .window = QColor(0xf6f7f9),
        .surface = QColor(0xffffff),
        .hover = QColor(0xeceff3),
        .line = QColor(0xe1e5ea),
        .border = QColor(0xc9d0d8),
        .text = QColor(0x1b232c),
        .secondary = QColor(0x5b6672),
        .disabled = QColor(0x9aa4af),
        .accent = QColor(0x1668dc),
        .accentText = QColor(0xffffff),
        .accentTint = QColor(0xe3edfb),
        .error = QColor(0xa90008),
        .warning = QColor(0xa85c00),
        .success = QColor(0x147d61),
    };
    static const UiColors darkColors{
        .window = QColor(0x181d23),
        .surface = QColor(0x12161b),
        .hover = QColor(0x252c35),
        .line = QColor(0x2a323b),
        .border = QColor(0x3d4752),
        .text = QColor(0xf2f5f7),
        .secondary = QColor(0xa7b1bc),
        .disabled = QColor(0x66717d),
        .accent = QColor(0x4c8ff0),
        .accentText = QColor(0x0b1220),
        .accentTint = QColor(0x1d3150),
        .error = QColor(0xff7a66),
        .warning = QColor(0xfdc326),
        .success = QColor(0x4fbf98),
    };
    return dark ? darkColors : lightColors;
}

const UiColors& uiColors(const QPalette& palette)
{
    return uiColors(isDark(palette));
}

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

QPalette uiPalette(bool dark)
{
    const UiColors& c = uiColors(dark);
    QPalette palette;
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.surface);
    palette.setColor(QPalette::AlternateBase, c.window);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, dark ? QColor(0x84909c) : QColor(0x6f7a86));
    palette.setColor(QPalette::Button, dark ? QColor(0x232a32) : QColor(0xffffff));
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.error);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.accentText);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::ToolTipBase, dark ? QColor(0x2a323b) : QColor(0x1b232c));
    palette.setColor(QPalette::ToolTipText, QColor(0xf2f5f7));
    palette.setColor(QPalette::Light, dark ? QColor(0x2a323b) : QColor(0xffffff));
    palette.setColor(QPalette::Midlight, c.line);
    palette.setColor(QPalette::Mid, c.border);
    palette.setColor(QPalette::Dark, dark ? QColor(0x0b0e12) : QColor(0x9aa4af));
    palette.setColor(QPalette::Shadow, dark ? QColor(Qt::black) : QColor(0x5b6672));
    for (const QPalette::ColorRole role :
        {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, c.disabled);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.border);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, c.text);
    return palette;
}

} // namespace whimbrel
