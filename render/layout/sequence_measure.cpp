// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/sequence_measure.h"

#include "model/plan/sequence_parts.h"
#include "render/layout/sequence_columns.h"
#include "render/layout/sequence_layout.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace whimbrel {

namespace {

using namespace sequence_sizes;
using namespace sequence_spaces;

constexpr double minimumDistance = 140;
constexpr double headMinimumWidth = 120;
constexpr double headMinimumHeight = 44;
constexpr double headWrap = 200;
constexpr double headGap = 24;
constexpr double headPadding = 14;
constexpr double firstWrap = 240; ///< of a message between neighbors
constexpr double noteWrap = 180;
constexpr double guardWrap = 260;
constexpr double clear = barWidth + 6; ///< between a box and the next lifeline

class Measurer final {
public:
    Measurer(const Plan& plan, const SequenceRows& rows, const SequenceMeters& meters)
        : m_plan(plan)
        , m_rows(rows)
        , m_meters(meters)
        , m_columns(static_cast<int>(rows.lifelines.size()))
    { }

    SequenceMeasure made()
    {
        measureHeads();
        m_made.texts.resize(m_rows.rows.size());
        for (int at = 0; at < m_rows.rows.size(); ++at) {
            measure(m_rows.rows.at(at), m_made.texts[at]);
        }
        m_made.x = m_columns.solve();
        return std::move(m_made);
    }

private:
    void measureHeads()
    {
        m_made.headHeight = headMinimumHeight;
        for (const ParticipantId& id : m_rows.lifelines) {
            const QStringList name = m_meters.head.wrap(nameOf(m_plan, id), headWrap - headSign, 3);
            m_made.names.append(name);
            m_made.headWidths.append(std::max(headMinimumWidth,
                std::ceil(m_meters.head.width(name)) + headSign + 2 * headPadding));
            m_made.headHeight
                = std::max(m_made.headHeight, static_cast<double>(name.size()) * headLine + 20);
            const Participant* who = m_plan.participants.find(id);
            m_made.regions.append(
                who && m_plan.groups.contains(who->region) ? who->region : GroupId());
        }
        for (int i = 1; i < m_rows.lifelines.size(); ++i) {
            const bool together = m_made.regions.at(i - 1) == m_made.regions.at(i);
            const double apart = together ? headGap : headGap + 2 * regionPadding;
            m_columns.demand(i - 1, i,
                std::max(minimumDistance,
                    (m_made.headWidths.at(i - 1) + m_made.headWidths.at(i)) / 2 + apart));
        }
    }

    void measure(const SequenceRow& row, SequenceRowText& text)
    {
        switch (row.type) {
        case SequenceRowType::Message:
            measureMessage(row, text);
            break;
        case SequenceRowType::Note:
            measureNote(row, text);
            break;
        case SequenceRowType::State: {
            text.wrap(m_meters.small, std::get<StatePill>(row.part->body).text, noteWrap, 1);
            const double half = text.width / 2 + 12 + clear;
            m_columns.demand(row.from - 1, row.from, half);
            m_columns.demand(row.from, row.from + 1, half);
            break;
        }
        case SequenceRowType::Reference:
            text.wrap(m_meters.text, row.part->fragment()->text,
                std::max(noteWrap, (row.to - row.from) * minimumDistance));
            demandWidth(row.from, row.to,
                std::max(text.width + 2 * textPadding, tabWidth(*row.part->fragment(), m_meters)));
            break;
        case SequenceRowType::FragmentBegin:
        case SequenceRowType::OperandBegin:
            measureGuard(row, text);
            break;
        case SequenceRowType::Activation:
        case SequenceRowType::FragmentEnd:
            break;
        }
    }

    void measureMessage(const SequenceRow& row, SequenceRowText& text)
    {
        const Message& message = *row.part->message();
        if (!row.number.isEmpty()) {
            text.number = std::ceil(m_meters.strong.width(row.number)) + 6;
        }
        const bool shows = !message.nodes.isEmpty() && message.kind != MessageKind::Reply;
        text.sign = shows ? messageSign : 0;
        const int low = std::min(row.from, row.to);
        const int high = std::max(row.from, row.to);
        const double gaps = low < 0 ? 1 : std::max(1, high - low);
        text.wrap(m_meters.text, message.text, std::max(firstWrap, gaps * minimumDistance - 46));
        const double need = text.label() + 2 * textPadding;
        if (low < 0) {
            const double alone = need + 20 + halfBars(std::max(row.fromLevel, row.toLevel));
            row.from < 0 ? m_columns.demand(high - 1, high, alone)
                         : m_columns.demand(high, high + 1, alone);
        } else if (low == high) {
            m_columns.demand(low, low + 1,
                halfBars(std::max(row.fromLevel, row.toLevel)) + loopWidth + need + clear);
        } else {
            const double head = row.creates ? m_made.headWidths.at(row.to) / 2 : 0;
            m_columns.demand(low, high,
                need + arrowHead + halfBars(row.fromLevel) + halfBars(row.toLevel) + head);
        }
    }

    void measureNote(const SequenceRow& row, SequenceRowText& text)
    {
        const auto& note = std::get<SequenceNote>(row.part->body);
        const bool spans = note.side == NoteSide::Over && row.to > row.from;
        text.wrap(m_meters.small, note.text,
            spans ? std::max(noteWrap, (row.to - row.from) * minimumDistance + 40) : noteWrap);
        const double width = text.width + 2 * notePadding;
        switch (note.side) {
        case NoteSide::Over:
            if (spans) {
                m_columns.demand(row.from, row.to, width - 2 * frameOut);
            } else {
                m_columns.demand(row.from - 1, row.from, width / 2 + clear);
                m_columns.demand(row.from, row.from + 1, width / 2 + clear);
            }
            break;
        case NoteSide::Left:
            m_columns.demand(row.from - 1, row.from, width + textPadding + 2 * clear);
            break;
        case NoteSide::Right:
            m_columns.demand(
                row.to, row.to + 1, halfBars(row.toLevel) + textPadding + width + clear);
            break;
        }
    }

    void measureGuard(const SequenceRow& row, SequenceRowText& text)
    {
        const Fragment& fragment = *row.part->fragment();
        const QString guard = row.operand < fragment.operands.size()
            ? fragment.operands.at(row.operand).guard.simplified()
            : QString();
        if (!guard.isEmpty()) {
            text.wrap(m_meters.small, QLatin1Char('[') + guard + QLatin1Char(']'), guardWrap);
        }
        const auto [low, high] = reachOf(m_rows, row.frame);
        demandWidth(low, high, tabWidth(fragment, m_meters) + 10 + text.width + textPadding);
    }

    /// A box over lifelines, standing out by frameOut on both sides, is at least so wide. Over one
    /// lifeline alone it grows to the right.
    void demandWidth(int low, int high, double width)
    {
        if (low == high) {
            m_columns.demand(low, low + 1, width - frameOut + clear);
        } else {
            m_columns.demand(low, high, width - 2 * frameOut);
        }
    }

    const Plan& m_plan;
    const SequenceRows& m_rows;
    const SequenceMeters& m_meters;
    SequenceColumns m_columns;
    SequenceMeasure m_made{};
};

} // namespace

namespace {

/// Words and their widths.
struct MeasuredWords {
    QStringList words{};
    QList<double> widths{};
    double space = 0;

    [[nodiscard]] QStringList lines(double available) const
    {
        QStringList made;
        double used = 0;
        for (qsizetype i = 0; i < words.size(); ++i) {
            const double with = used + space + widths.at(i);
            if (made.isEmpty() || with > available) {
                made.append(words.at(i));
                used = widths.at(i);
            } else {
                made.last() += QLatin1Char(' ') + words.at(i);
                used = with;
            }
        }
        return made;
    }
};

/// The text in lines of whole words that are about as long as each other; nothing where that will
/// not do: a word is too wide, there are too many lines, or the text has lines of its own.
std::optional<QStringList> wordsInLines(
    const TextMeter& meter, const QString& source, double available, int maxLines)
{
    if (source.contains(QLatin1Char('\n'))) {
        return std::nullopt;
    }
    MeasuredWords text;
    text.words = source.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    text.space = text.words.size() > 1 ? meter.width(QStringLiteral(" ")) : 0;
    double widest = 0;
    for (const QString& word : std::as_const(text.words)) {
        text.widths.append(meter.width(word));
        widest = std::max(widest, text.widths.constLast());
    }
    const QStringList lines = text.lines(available);
    if (widest > available || lines.size() > maxLines) {
        return std::nullopt;
    }
    if (lines.size() < 2) {
        return lines;
    }
    // The narrowest box that needs no line more: no last word stands alone below a full line.
    double narrow = widest;
    double wide = available;
    while (wide - narrow > 4) {
        const double middle = (narrow + wide) / 2;
        (text.lines(middle).size() > lines.size() ? narrow : wide) = middle;
    }
    return text.lines(wide);
}

} // namespace

void SequenceRowText::wrap(
    const TextMeter& meter, const QString& source, double available, int maxLines)
{
    const std::optional<QStringList> whole = wordsInLines(meter, source, available, maxLines);
    lines = whole ? *whole : meter.wrap(source, available, maxLines);
    width = std::ceil(meter.width(lines));
}

double SequenceRowText::height(double line) const
{
    return static_cast<double>(std::max<qsizetype>(lines.size(), number > 0 ? 1 : 0)) * line;
}

SequenceMeasure measureSequence(
    const Plan& plan, const SequenceRows& rows, const SequenceMeters& meters)
{
    return Measurer(plan, rows, meters).made();
}

std::pair<int, int> reachOf(const SequenceRows& rows, int frame)
{
    const SequenceFrame& own = rows.frames.at(frame);
    return own.low < 0 ? std::pair(0, std::max(0, static_cast<int>(rows.lifelines.size()) - 1))
                       : std::pair(own.low, own.high);
}

double tabWidth(const Fragment& fragment, const SequenceMeters& meters)
{
    return std::max(38.0, std::ceil(meters.strong.width(operatorText(fragment.kind))) + 18);
}

double halfBars(int level)
{
    return level == 0 ? 0 : barWidth / 2 + (level - 1) * barShift;
}

} // namespace whimbrel
