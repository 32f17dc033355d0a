// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QPointF>
#include <QRectF>
#include <QStringList>

namespace whimbrel {

/// Lines of text and the box that they fill exactly, each line as high as the next.
struct TextBlock {
    QStringList lines{};
    QRectF box{};
    [[nodiscard]] bool isEmpty() const { return lines.isEmpty(); }
};

/// A participant's line while it exists. Who is created anew has several.
struct LifeStretch {
    double top = 0; ///< the lower edge of the head
    double bottom = 0;
    bool destroyed = false; ///< ends in a cross
};

struct PlacedLifeline {
    ParticipantId id{};
    double x = 0; ///< of the line
    QStringList name{}; ///< what stands in each head
    QList<QRectF> heads{}; ///< on top, at each creation, and repeated at the foot of tall diagrams
    QList<LifeStretch> stretches{};
};

/// A bar on a lifeline: its participant works.
struct PlacedBar {
    ParticipantId on{};
    QRectF box{};
    SequencePartId from{}; ///< the message or activation with which it begins
    SequencePartId to{}; ///< the part in whose row it ends
};

struct PlacedMessage {
    SequencePartId id{};
    QString number{}; ///< empty: not numbered
    double numberWidth = 0; ///< with the space behind it, left of the first line
    double signWidth = 0; ///< room for the sign of the step's kind, left of the text
    QList<QPointF> line{}; ///< from sender to receiver; four points when it is to oneself
    TextBlock text{}; ///< without number and sign
    QRectF label{}; ///< number, sign and text
    QRectF row{}; ///< the height that belongs to it alone, over the lines' width
};

struct PlacedOperand {
    double top = 0; ///< of the compartment; its divider, but for the first
    TextBlock guard{};
};

struct PlacedFragment {
    SequencePartId id{};
    int depth = 0; ///< how many fragments are around it
    QRectF box{};
    QRectF tab{};
    QList<PlacedOperand> operands{};
    TextBlock text{}; ///< of a reference
};

/// A note or a state.
struct PlacedBox {
    SequencePartId id{};
    QRectF box{};
    TextBlock text{};
};

struct PlacedRange {
    SequencePartId id{};
    QRectF band{}; ///< the rows and lifelines that it covers
    double bracket = 0; ///< the x of its bracket, beside the diagram
    TextBlock text{}; ///< beside the bracket
};

struct PlacedRegion {
    GroupId id{};
    QRectF box{};
    TextBlock title{};
};

/// Where everything in a sequence diagram stands, in pixels; lists in painting order.
struct SequenceGeometry {
    QList<PlacedRegion> regions{};
    QList<PlacedRange> ranges{};
    QList<PlacedLifeline> lifelines{};
    QList<PlacedFragment> fragments{};
    QList<PlacedBar> bars{};
    QList<PlacedBox> notes{};
    QList<PlacedBox> states{};
    QList<PlacedMessage> messages{};
    QRectF bounds{};
    double headHeight = 0;
};

/// Places a sequence diagram: exact, without search, in time linear in its parts. Pure.
[[nodiscard]] SequenceGeometry layOutSequence(const Plan& plan, const Sequence& sequence);

/// Sizes that layout and drawing share, in pixels.
namespace sequence_sizes {
inline constexpr double messageLine = 17; ///< a line of a message's text
inline constexpr double smallLine = 15; ///< a line of a note, guard or label
inline constexpr double headLine = 18;
inline constexpr double headSign = 22; ///< the sign of a participant's kind, and the space behind
inline constexpr double messageSign = 18; ///< likewise of a step's kind
inline constexpr double barWidth = 10;
inline constexpr double barShift = 5; ///< of a bar on a bar
inline constexpr double tabHeight = 22;
inline constexpr double loopWidth = 40; ///< of a message to oneself
} // namespace sequence_sizes

/// The word in a fragment's tab: "alt".
[[nodiscard]] QString operatorText(FragmentKind kind);

} // namespace whimbrel
