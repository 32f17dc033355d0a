// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/display_list.h"
#include "render/draw/glyphs.h"
#include "render/draw/theme.h"

namespace whimbrel::tools {

/// A stroke without dashes.
[[nodiscard]] Stroke solid(const QColor& color, double width);

void addPath(
    DrawGroup& group, const QPainterPath& path, const QColor& fill, const Stroke& stroke = {});

/// One line of text whose middle stands at `y`. Returns the x of its right end.
double addText(DrawGroup& group, const QString& text, QPointF leftMiddle, const QFont& font,
    const QColor& color, const QColor& halo = {});

/// A sign in a square of `size` pixels around a place.
void addGlyph(DrawGroup& group, Glyph glyph, QPointF centre, double size, const QColor& color,
    double width = 1.5);

/// A filled disc with a sign in it, for marks at corners.
void addBadge(
    DrawGroup& group, Glyph glyph, QPointF centre, const QColor& fill, const QColor& sign);

/// Lines at 45° (and across them) inside a closed outline, for pictures without colour.
enum class Hatch { None, Lines, Cross, Dots };
void addHatch(DrawGroup& group, Hatch hatch, const QPainterPath& outline, const QColor& color);

/// The width of a text in a font; keeps the metrics of the fonts of diagrams.
[[nodiscard]] double textWidth(const QString& text, const QFont& font);

} // namespace whimbrel::tools
