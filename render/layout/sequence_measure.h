// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/sequence_rows.h"
#include "render/text/fonts.h"
#include "render/text/text_meter.h"

namespace whimbrel {

/// Distances that both measuring and placing keep, in pixels.
namespace sequence_spaces {
inline constexpr double textPadding = 12; ///< on either side of a message's text
inline constexpr double arrowHead = 10;
inline constexpr double notePadding = 8;
inline constexpr double frameOut = 16; ///< of a frame from its outermost lifeline
inline constexpr double regionPadding = 12;
} // namespace sequence_spaces

/// One font each, looked up once for a whole diagram.
struct SequenceMeters {
    TextMeter head{fonts::nodeTitle()};
    TextMeter text{fonts::messageText()};
    TextMeter small{fonts::nodeDetail()};
    TextMeter strong{fonts::smallBold()};
};

/// What a row's text came to.
struct SequenceRowText {
    QStringList lines{};
    double width = 0; ///< of the widest line
    double number = 0; ///< width of the number with the space behind it
    double sign = 0; ///< likewise of a step's sign

    void wrap(const TextMeter& meter, const QString& source, double width, int maxLines = 12);
    [[nodiscard]] double label() const { return number + sign + width; }
    [[nodiscard]] double height(double line) const;
};

/// The sizes of a diagram, and the places of its lifelines that follow from them.
struct SequenceMeasure {
    QList<QStringList> names{}; ///< in the heads
    QList<double> headWidths{};
    double headHeight = 0;
    QList<GroupId> regions{}; ///< of lifelines; empty: in none
    QList<SequenceRowText> texts{}; ///< of rows
    QList<double> x{}; ///< of lifelines
};

[[nodiscard]] SequenceMeasure measureSequence(
    const Plan& plan, const SequenceRows& rows, const SequenceMeters& meters);

/// The lifelines from and to which a frame reaches; all if nothing in it touches one.
[[nodiscard]] std::pair<int, int> reachOf(const SequenceRows& rows, int frame);

[[nodiscard]] double tabWidth(const Fragment& fragment, const SequenceMeters& meters);

/// How far a stack of bars stands out to the right of its lifeline.
[[nodiscard]] double halfBars(int level);

} // namespace whimbrel
