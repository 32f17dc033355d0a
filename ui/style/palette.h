// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QPalette>

namespace whimbrel {

/// The window's colours by what they are for. Diagrams have their own (render/draw/theme.h).
struct UiColors {
    QColor window{}; ///< behind panes
    QColor surface{}; ///< lists, fields, cards
    QColor hover{};
    QColor line{}; ///< hairlines between areas
    QColor border{}; ///< of fields and buttons
    QColor text{};
    QColor secondary{}; ///< captions, hints
    QColor disabled{};
    QColor accent{};
    QColor accentText{}; ///< on the accent
    QColor accentTint{}; ///< selected rows, pressed buttons
    QColor error{};
    QColor warning{};
    QColor success{};
};

[[nodiscard]] const UiColors& uiColors(bool dark);
/// The colours that fit the palette in use.
[[nodiscard]] const UiColors& uiColors(const QPalette& palette);
[[nodiscard]] bool isDark(const QPalette& palette);
[[nodiscard]] QPalette uiPalette(bool dark);

/// Distances on the 8 px grid.
namespace space {
inline constexpr int tight = 4;
inline constexpr int small = 8;
inline constexpr int medium = 12;
inline constexpr int large = 16;
inline constexpr int wide = 24;
} // namespace space

} // namespace whimbrel
