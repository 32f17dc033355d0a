// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/sequence_layout.h"

#include "render/layout/sequence_beside.h"
#include "render/layout/sequence_measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace whimbrel {

namespace {

using namespace sequence_sizes;
using namespace sequence_spaces;

constexpr double textAboveLine = 6;
constexpr double frameInset = 10; ///< of a frame from what is inside
constexpr double frameGap = 12; ///< between neighbors
constexpr double bodyTop = 30;
constexpr double bodyBottom = 12;
constexpr double loopHeight = 24;
constexpr double pillHeight = 22;
constexpr double crossSize = 14;
constexpr double regionTitle = 24;
constexpr double tallDiagram = 1100; ///< beyond that, heads are repeated at the foot

/// The side of a stack of bars at which a message from the left arrives: that of the one on top.
double leftEdge(double x, int level)
{
    return level == 0 ? x : x - barWidth / 2 + (level - 1) * barShift;
}

double rightEdge(double x, int level)
{
    return x + halfBars(level);
}

TextBlock block(const QStringList& lines, double left, double top, double width, double line)
{
    return {lines, QRectF(left, top, width, static_cast<double>(lines.size()) * line)};
}

/// Making meters costs font lookups: they are kept, one set a thread.
const SequenceMeters& metersOfThread()
{
    thread_local const SequenceMeters meters;
    return meters;
}

class Placer final {
public:
    Placer(const Plan& plan, const Sequence& sequence)
        : m_plan(plan)
        , m_sequence(sequence)
        , m_rows(rowsOf(sequence))
        , m_measure(measureSequence(plan, m_rows, m_meters))
        , m_x(m_measure.x)
        , m_texts(m_measure.texts)
    { }

    SequenceGeometry made()
    {
        placeTopHeads();
        placeRows();
        placeBars();
        placeFeet();
        placeRanges(m_sequence, m_rows, m_measure, m_heights, m_meters, m_made);
        placeRegions(m_plan, m_measure, m_made);
        return std::move(m_made);
    }

private:
    // ---- heads and lines

    void placeTopHeads()
    {
        const bool regions = std::ranges::any_of(
            m_measure.regions, [](const GroupId& region) { return !region.isEmpty(); });
        const double top = regions ? regionTitle : 0;
        m_made.headHeight = m_measure.headHeight;
        QList<bool> created(m_rows.lifelines.size(), false);
        QSet<int> met;
        for (const SequenceRow& row : std::as_const(m_rows.rows)) {
            if (row.creates && !met.contains(row.to)) {
                created[row.to] = true;
            }
            met.insert(row.from);
            met.insert(row.to);
        }
        for (int i = 0; i < m_rows.lifelines.size(); ++i) {
            m_made.lifelines.append(
                {m_rows.lifelines.at(i), m_x.at(i), m_measure.names.at(i), {}, {}});
            if (!created.at(i)) {
                addHead(i, top);
            }
        }
        m_y = top + m_made.headHeight + 10;
    }

    void addHead(int lifeline, double top)
    {
        PlacedLifeline& line = m_made.lifelines[lifeline];
        const double width = m_measure.headWidths.at(lifeline);
        const QRectF head(line.x - width / 2, top, width, m_made.headHeight);
        if (isAlive(lifeline)) {
            line.stretches.last().bottom = top; // created again in another operand
        }
        line.heads.append(head);
        line.stretches.append({head.bottom(), head.bottom(), false});
        m_left = std::min(m_left, head.left());
        m_right = std::max(m_right, head.right());
    }

    bool isAlive(int lifeline) const
    {
        const QList<LifeStretch>& stretches = m_made.lifelines.at(lifeline).stretches;
        return !stretches.isEmpty() && !stretches.last().destroyed;
    }

    QList<bool> alive() const
    {
        QList<bool> made;
        for (int i = 0; i < m_made.lifelines.size(); ++i) {
            made.append(isAlive(i));
        }
        return made;
    }

    /// Lifelines that the operand above ended go on in the next, and behind what may not happen.
    void revive(const QList<bool>& lines, double y)
    {
        for (int i = 0; i < lines.size(); ++i) {
            if (lines.at(i) && !isAlive(i)) {
                m_made.lifelines[i].stretches.append({y, y, false});
            }
        }
    }

    void placeFeet()
    {
        m_y += 14;
        const bool tall = m_y > tallDiagram;
        for (int i = 0; i < m_made.lifelines.size(); ++i) {
            PlacedLifeline& line = m_made.lifelines[i];
            if (line.stretches.isEmpty() || line.stretches.last().destroyed) {
                continue;
            }
            line.stretches.last().bottom = m_y;
            if (tall) {
                line.heads.append(QRectF(
                    line.heads.first().left(), m_y, m_measure.headWidths.at(i), m_made.headHeight));
            }
        }
        m_made.bounds
            = QRectF(QPointF(m_left, 0), QPointF(m_right, m_y + (tall ? m_made.headHeight : 0)));
    }

    // ---- rows

    /// What the frames that are open have in them so far, from left to right.
    struct OpenFrame {
        QList<bool> alive{}; ///< lifelines at its beginning
        QList<bool> survives{}; ///< lifelines that some operand leaves alive
        double left = std::numeric_limits<double>::max();
        double right = std::numeric_limits<double>::lowest();
    };

    void widen(double left, double right)
    {
        if (!m_openFrames.isEmpty()) {
            OpenFrame& frame = m_openFrames.last();
            frame.left = std::min(frame.left, left);
            frame.right = std::max(frame.right, right);
        }
        m_left = std::min(m_left, left);
        m_right = std::max(m_right, right);
    }

    void placeRows()
    {
        m_heights.tops.resize(m_rows.rows.size());
        m_heights.bottoms.resize(m_rows.rows.size());
        m_lines.resize(m_rows.rows.size());
        m_made.fragments.resize(m_rows.frames.size());
        for (int at = 0; at < m_rows.rows.size(); ++at) {
            const SequenceRow& row = m_rows.rows.at(at);
            m_heights.tops[at] = m_y;
            m_lines[at] = m_y;
            switch (row.type) {
            case SequenceRowType::Message:
                at = placeMessages(at);
                break;
            case SequenceRowType::Note:
                placeNote(row, m_texts.at(at));
                break;
            case SequenceRowType::State:
                placeState(row, m_texts.at(at));
                break;
            case SequenceRowType::Activation:
                m_y += 8;
                m_lines[at] = m_y;
                break;
            case SequenceRowType::Reference:
                placeReference(row, m_texts.at(at));
                break;
            case SequenceRowType::FragmentBegin:
                beginFrame(row, m_texts[at]);
                break;
            case SequenceRowType::OperandBegin:
                beginOperand(row, m_texts[at]);
                m_lines[at] = m_y;
                break;
            case SequenceRowType::FragmentEnd:
                m_lines[at] = m_y;
                endFrame(row);
                break;
            }
            m_heights.bottoms[at] = m_y;
        }
    }

    /// Where the label of a message between two places stands: in the gap between two lifelines
    /// that is nearest to the middle and wide enough, so that no line crosses it; else in the
    /// middle.
    double labelLeft(const SequenceRow& row, double from, double to, double width) const
    {
        const double low = std::min(from, to);
        const double high = std::max(from, to);
        const double middle = (low + high) / 2;
        double best = middle - width / 2;
        const int first = std::min(row.from, row.to);
        const int last = std::max(row.from, row.to);
        double nearest = std::numeric_limits<double>::max();
        for (int gap = first, next = first; last - first > 1 && gap < last; gap = next) {
            // Lines that are not there yet, or no more, cross nothing.
            for (++next; next < last && !isAlive(next); ++next) { }
            const double begin = std::max(low, m_x.at(gap) + (gap == first ? 0 : barWidth));
            const double end = std::min(high, m_x.at(next) - (next == last ? 0 : barWidth));
            const double away = std::abs((begin + end) / 2 - middle);
            if (end - begin >= width + 12 && away < nearest) {
                nearest = away;
                best = std::clamp(middle - width / 2, begin + 6, end - 6 - width);
            }
        }
        return best;
    }

    /// Where the line of a message begins and ends.
    std::pair<double, double> endsOf(const SequenceRow& row, const SequenceRowText& text) const
    {
        double from = row.from < 0 ? 0 : m_x.at(row.from);
        double to = row.to < 0 ? 0 : m_x.at(row.to);
        const double alone = std::max(60.0, text.label() + 2 * textPadding);
        if (row.from < 0 && row.to < 0) {
            return {0, alone};
        }
        if (row.from < 0) {
            to = leftEdge(to, row.toLevel);
            return {to - alone, to};
        }
        if (row.to < 0) {
            from = rightEdge(from, row.fromLevel);
            return {from, from + alone};
        }
        const bool right = to > from;
        from = right ? rightEdge(from, row.fromLevel) : leftEdge(from, row.fromLevel);
        to = right ? leftEdge(to, row.toLevel) : rightEdge(to, row.toLevel);
        if (row.creates) {
            to = m_x.at(row.to) + (right ? -1 : 1) * m_measure.headWidths.at(row.to) / 2;
        }
        return {from, to};
    }

    /// The height of a message's line, with its text in as few lines as there is room for.
    double lineOf(const SequenceRow& row, SequenceRowText& text) const
    {
        const bool loop = row.from >= 0 && row.from == row.to;
        if (!loop && row.from >= 0 && row.to >= 0 && text.lines.size() > 1) {
            // With the lifelines' places known, a text may need fewer lines.
            const auto [from, to] = endsOf(row, text);
            text.wrap(m_meters.text, row.part->message()->text,
                std::max(120.0,
                    std::abs(to - from) - 2 * textPadding - arrowHead - text.number - text.sign));
        }
        const double line = m_y + 6 + text.height(messageLine) + textAboveLine;
        return loop ? m_y : row.creates ? std::max(line, m_y + 6 + m_made.headHeight / 2) : line;
    }

    /// Places a message and those beside it; the number of the last one's row.
    int placeMessages(int first)
    {
        const double top = m_y;
        double line = top;
        int end = first;
        do {
            line = std::max(line, lineOf(m_rows.rows.at(end), m_texts[end]));
            ++end;
        } while (end < m_rows.rows.size() && m_rows.rows.at(end).beside);
        double bottom = top;
        const qsizetype known = m_made.messages.size();
        for (int at = first; at < end; ++at) {
            m_y = top;
            placeMessage(m_rows.rows.at(at), m_texts.at(at), line, m_lines[at]);
            bottom = std::max(bottom, m_y);
        }
        m_y = bottom;
        for (qsizetype i = known; i < m_made.messages.size(); ++i) {
            m_made.messages[i].row.setBottom(bottom);
        }
        for (int at = first; at < end; ++at) {
            m_heights.tops[at] = top;
            m_heights.bottoms[at] = bottom;
        }
        return end - 1;
    }

    void placeMessage(
        const SequenceRow& row, const SequenceRowText& text, double line, double& lineAt)
    {
        const Message& message = *row.part->message();
        PlacedMessage made;
        made.id = row.part->id;
        made.number = row.number;
        made.numberWidth = text.number;
        made.signWidth = text.sign;
        const double top = m_y;
        if (row.from >= 0 && row.from == row.to) {
            placeLoop(row, text, made, lineAt);
        } else {
            const auto [from, to] = endsOf(row, text);
            const double left = row.from >= 0 && row.to >= 0
                ? labelLeft(row, from, to, text.label())
                : (from + to) / 2 - text.label() / 2;
            const double textTop = line - textAboveLine - text.height(messageLine);
            made.line = {QPointF(from, line), QPointF(to, line)};
            made.text = block(
                text.lines, left + text.number + text.sign, textTop, text.width, messageLine);
            made.label = QRectF(left, textTop, text.label(), text.height(messageLine));
            widen(std::min({from, to, left}), std::max({from, to, left + text.label()}));
            m_y = line + 12;
            if (row.creates) {
                addHead(row.to, line - m_made.headHeight / 2);
                const QRectF head = m_made.lifelines.at(row.to).heads.last();
                widen(head.left(), head.right());
                m_y = head.bottom() + 8;
            }
            if (message.kind == MessageKind::Destroy && row.to >= 0) {
                m_y = line + crossSize + 4;
                destroy(row.to, line);
            }
            lineAt = line;
        }
        made.row = QRectF(QPointF(std::min(made.line.first().x(), made.line.last().x()), top),
            QPointF(std::max(made.line.first().x(), made.line.last().x()), m_y));
        m_made.messages.append(made);
    }

    void placeLoop(
        const SequenceRow& row, const SequenceRowText& text, PlacedMessage& made, double& lineAt)
    {
        const Message& message = *row.part->message();
        const double x = m_x.at(row.from);
        const double out = rightEdge(x, row.fromLevel);
        const double in = rightEdge(x, row.toLevel);
        const double right = std::max(out, in) + loopWidth;
        const double height = std::max(loopHeight, text.height(messageLine) + 2);
        const double y = m_y + 10;
        made.line = {QPointF(out, y), QPointF(right, y), QPointF(right, y + height),
            QPointF(in, y + height)};
        const double textTop = y + (height - text.height(messageLine)) / 2;
        made.text = block(
            text.lines, right + 8 + text.number + text.sign, textTop, text.width, messageLine);
        made.label = QRectF(right + 8, textTop, text.label(), text.height(messageLine));
        widen(x - barWidth / 2, std::max(right, made.label.right()));
        m_y = y + height + 12;
        lineAt = y + height;
        if (message.kind == MessageKind::Destroy) {
            destroy(row.to, y + height);
            m_y += 6;
        }
    }

    void destroy(int lifeline, double y)
    {
        QList<LifeStretch>& stretches = m_made.lifelines[lifeline].stretches;
        if (!stretches.isEmpty() && !stretches.last().destroyed) {
            stretches.last().bottom = y;
            stretches.last().destroyed = true;
        }
    }

    void placeNote(const SequenceRow& row, const SequenceRowText& text)
    {
        if (row.from < 0) {
            return;
        }
        const auto& note = std::get<SequenceNote>(row.part->body);
        const double height = std::max(text.height(smallLine), smallLine) + 12;
        double width = std::max(text.width, 24.0) + 2 * notePadding;
        double left = 0;
        switch (note.side) {
        case NoteSide::Over: {
            const double middle = (m_x.at(row.from) + m_x.at(row.to)) / 2;
            if (row.to > row.from) {
                width = std::max(width, m_x.at(row.to) - m_x.at(row.from) + 2 * frameOut);
            }
            left = middle - width / 2;
            break;
        }
        case NoteSide::Left:
            left = m_x.at(row.from) - barWidth / 2 - textPadding - width;
            break;
        case NoteSide::Right:
            left = rightEdge(m_x.at(row.to), row.toLevel) + textPadding;
            break;
        }
        const QRectF box(left, m_y + 6, width, height);
        // Over several lifelines the text stands in the middle.
        const double textLeft = note.side == NoteSide::Over && row.to > row.from
            ? box.center().x() - text.width / 2
            : left + notePadding;
        m_made.notes.append(
            {row.part->id, box, block(text.lines, textLeft, box.top() + 6, text.width, smallLine)});
        widen(box.left(), box.right());
        m_y = box.bottom() + 6;
    }

    void placeState(const SequenceRow& row, const SequenceRowText& text)
    {
        if (row.from < 0) {
            return;
        }
        const double width = text.width + 24;
        const QRectF box(m_x.at(row.from) - width / 2, m_y + 6, width, pillHeight);
        m_made.states.append({row.part->id, box,
            block(text.lines, box.left() + 12, box.center().y() - smallLine / 2, text.width,
                smallLine)});
        widen(box.left(), box.right());
        m_y = box.bottom() + 6;
    }

    void placeReference(const SequenceRow& row, const SequenceRowText& text)
    {
        PlacedFragment& made = m_made.fragments[row.frame];
        made.id = row.part->id;
        made.depth = m_rows.frames.at(row.frame).depth;
        const auto [low, high] = reachOf(m_rows, row.frame);
        const double left = m_x.value(low) - frameOut - 8;
        const double right
            = std::max(m_x.value(high) + frameOut + 8, left + text.width + 2 * textPadding);
        const double top = m_y + frameGap / 2;
        const double height = tabHeight + text.height(messageLine) + 16;
        made.box = QRectF(left, top, right - left, height);
        made.tab = QRectF(left, top, tabWidth(*row.part->fragment(), m_meters), tabHeight);
        made.text = block(text.lines, made.box.center().x() - text.width / 2, top + tabHeight + 4,
            text.width, messageLine);
        widen(left, right);
        m_y = made.box.bottom() + frameGap / 2;
    }

    void beginFrame(const SequenceRow& row, SequenceRowText& text)
    {
        PlacedFragment& made = m_made.fragments[row.frame];
        made.id = row.part->id;
        made.depth = m_rows.frames.at(row.frame).depth;
        m_openFrames.append({alive(), QList<bool>(m_made.lifelines.size(), false)});
        const double top = m_y + frameGap / 2;
        made.tab = QRectF(0, top, tabWidth(*row.part->fragment(), m_meters), tabHeight);
        made.box = QRectF(0, top, 0, 0);
        const double header = std::max(bodyTop, text.height(smallLine) + 12);
        made.operands.append({top, block(text.lines, 0, top + 4, text.width, smallLine)});
        m_y = top + header - 6; // a message begins 6 below the row's top
    }

    void beginOperand(const SequenceRow& row, const SequenceRowText& text)
    {
        PlacedFragment& made = m_made.fragments[row.frame];
        const double top = m_y + 6;
        noteSurvivors();
        revive(m_openFrames.last().alive, top);
        made.operands.append({top, block(text.lines, 0, top + 5, text.width, smallLine)});
        m_y = top + (text.lines.isEmpty() ? 4 : text.height(smallLine) + 6);
    }

    void endFrame(const SequenceRow& row)
    {
        noteSurvivors();
        const OpenFrame open = m_openFrames.takeLast();
        PlacedFragment& made = m_made.fragments[row.frame];
        const auto [low, high] = reachOf(m_rows, row.frame);
        double left = std::min(m_x.value(low) - frameOut, open.left - frameInset);
        double right = std::max(m_x.value(high) + frameOut, open.right + frameInset);
        for (qsizetype i = 0; i < made.operands.size(); ++i) {
            right = std::max(right,
                left + made.tab.width() + 10 + made.operands.at(i).guard.box.width() + textPadding);
        }
        m_y += bodyBottom - 6;
        made.box = QRectF(QPointF(left, made.box.top()), QPointF(right, m_y));
        made.tab.moveLeft(left);
        for (qsizetype i = 0; i < made.operands.size(); ++i) {
            made.operands[i].guard.box.moveLeft(left + (i == 0 ? made.tab.width() + 10 : 12));
        }
        const FragmentKind kind = row.part->fragment()->kind;
        const bool mayNotHappen = kind == FragmentKind::Option || kind == FragmentKind::Break
            || kind == FragmentKind::Negative;
        if (mayNotHappen || kind == FragmentKind::Alternatives) {
            revive(mayNotHappen ? open.alive : open.survives, m_y);
        }
        widen(left, right);
        m_y += frameGap / 2;
    }

    void noteSurvivors()
    {
        OpenFrame& frame = m_openFrames.last();
        for (int i = 0; i < m_made.lifelines.size(); ++i) {
            frame.survives[i] = frame.survives.at(i) || (frame.alive.at(i) && isAlive(i));
        }
    }

    // ---- what follows from the rows

    void placeBars()
    {
        for (const SequenceBar& bar : std::as_const(m_rows.bars)) {
            const double x = m_x.at(bar.lifeline) - barWidth / 2 + bar.level * barShift;
            for (const auto& [begin, end] : bar.stretches) {
                const double top = m_lines.at(begin);
                const double bottom = std::max(m_lines.at(std::max(begin, end)), top + 16);
                m_made.bars.append(
                    {m_rows.lifelines.at(bar.lifeline), QRectF(x, top, barWidth, bottom - top),
                        m_rows.rows.at(bar.stretches.first().first).part->id,
                        m_rows.rows.at(std::max(begin, end)).part->id});
            }
        }
        // A bar on a bar is painted over it.
        std::ranges::stable_sort(
            m_made.bars, {}, [](const PlacedBar& bar) { return bar.box.left(); });
    }

    const Plan& m_plan;
    const Sequence& m_sequence;
    const SequenceMeters& m_meters = metersOfThread();
    SequenceRows m_rows;
    SequenceMeasure m_measure;
    const QList<double>& m_x;
    QList<SequenceRowText>& m_texts;
    QList<OpenFrame> m_openFrames{};
    SequenceHeights m_heights{};
    QList<double> m_lines{}; ///< where bars begin and end in a row
    double m_y = 0;
    double m_left = 0;
    double m_right = 0;
    SequenceGeometry m_made{};
};

} // namespace

SequenceGeometry layOutSequence(const Plan& plan, const Sequence& sequence)
{
    return Placer(plan, sequence).made();
}

QString operatorText(FragmentKind kind)
{
    static const std::array words{
        "alt", "opt", "loop", "par", "critical", "break", "strict", "neg", "ref"};
    return QString::fromLatin1(words.at(static_cast<size_t>(kind)));
}

} // namespace whimbrel
