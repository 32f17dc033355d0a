// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QPainterPath>

namespace whimbrel {

/// The small signs that say what a node is or what became of it.
enum class Glyph {
    None,
    Tick,
    Exclamation,
    Triangle,
    Back,
    Magnifier,
    Question,
    Disk,
    Parallel,
    FillBar,
    Exchange,
    Scissors,
    Hand,
    Rocket,
    Clipboard,
    Clock,
    Flask,
    Plus,
    Cross,
    Skip,
    Person,
    Window,
    Gear,
    Cylinder,
    Cylinders,
    Flag,
    Queue,
    Service,
};

/// A sign as lines to be stroked (1.5 px, round) and areas to be filled, in a square of 16 px.
struct GlyphPaths {
    QPainterPath lines{};
    QPainterPath areas{};
};

[[nodiscard]] const GlyphPaths& pathsOf(Glyph glyph);
[[nodiscard]] Glyph glyphOf(NodeKind kind);
[[nodiscard]] Glyph glyphOf(ParticipantKind kind);

} // namespace whimbrel
