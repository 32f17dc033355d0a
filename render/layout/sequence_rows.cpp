// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/sequence_rows.h"

#include "model/plan/sequence_parts.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// The bars that are open on each lifeline, by their numbers; the last one is on top.
using OpenBars = QList<QList<int>>;

class Flattener final {
public:
    explicit Flattener(const Sequence& sequence)
        : m_sequence(sequence)
    {
        m_made.lifelines = shownLifelines(sequence);
        for (int i = 0; i < m_made.lifelines.size(); ++i) {
            m_made.indexOf.insert(m_made.lifelines.at(i), i);
        }
        m_open.resize(m_made.lifelines.size());
        m_exists.fill(true, m_made.lifelines.size());
        // Who is created before doing anything else is not there from the start.
        QSet<ParticipantId> met;
        forEachPart(sequence.parts, [&](const SequencePart& part) {
            const Message* message = part.message();
            if (message && message->kind == MessageKind::Create && !met.contains(message->to)) {
                m_exists[indexOf(message->to)] = false;
            }
            for (const ParticipantId& id : participantsOf(part)) {
                met.insert(id);
            }
        });
    }

    SequenceRows made()
    {
        add(m_sequence.parts, {});
        const int last = static_cast<int>(m_made.rows.size()) - 1;
        for (const QList<int>& stack : std::as_const(m_open)) {
            for (const int bar : stack) {
                endBar(bar, last);
            }
        }
        return std::move(m_made);
    }

private:
    int indexOf(const ParticipantId& id) const { return m_made.indexOf.value(id, -1); }

    /// Whether a message can stand beside those in the row above it: it wants to, and they leave it
    /// the room between its lifelines. From then on it is one of them.
    bool takeRoom(const Message& message, const SequenceRow& row)
    {
        // To oneself, to nobody and from outside reach to the next lifeline.
        const int low = row.from < 0 ? row.to - 1
            : row.to < 0             ? row.from
                                     : std::min(row.from, row.to);
        const int high = row.from < 0 ? row.to
            : row.to < 0              ? row.from + 1
                                      : std::max({row.from, row.to, low + 1});
        const bool alone
            = row.creates || message.kind == MessageKind::Destroy || (row.from < 0 && row.to < 0);
        const bool fits = message.beside && !alone && !m_shared.isEmpty()
            && std::ranges::all_of(m_shared, [&](const std::pair<int, int>& other) {
                   return high <= other.first || low >= other.second;
               });
        if (!fits) {
            m_shared.clear();
        }
        if (!alone) {
            m_shared.append({low, high});
        }
        return fits;
    }

    int append(SequenceRow row)
    {
        const int at = static_cast<int>(m_made.rows.size());
        if (m_frame >= 0) {
            touch(row.from);
            touch(row.to);
        }
        const auto known = m_made.rowsOf.find(row.part->id);
        if (known == m_made.rowsOf.end()) {
            m_made.rowsOf.insert(row.part->id, {at, at});
        } else {
            known->second = at;
        }
        m_made.rows.append(std::move(row));
        return at;
    }

    void touch(int lifeline)
    {
        if (lifeline < 0) {
            return;
        }
        SequenceFrame& frame = m_made.frames[m_frame];
        frame.low = frame.low < 0 ? lifeline : std::min(frame.low, lifeline);
        frame.high = std::max(frame.high, lifeline);
    }

    QString numberOf(int& counter, const QString& prefix) const
    {
        ++counter;
        switch (m_sequence.numbering) {
        case Numbering::None:
            return {};
        case Numbering::Flat:
        case Numbering::Nested:
            return prefix.isEmpty() ? QString::number(m_sequence.firstNumber
                       + static_cast<qint64>(counter - 1) * m_sequence.numberStep)
                                    : prefix + QString::number(counter);
        }
        return {};
    }

    void add(const QList<SequencePart>& parts, const QString& prefix)
    {
        int counter = 0;
        addCounted(parts, prefix, counter);
    }

    void addCounted(const QList<SequencePart>& parts, const QString& prefix, int& counter)
    {
        m_shared.clear();
        for (const SequencePart& part : parts) {
            switch (part.type()) {
            case SequencePartType::Message:
                addMessage(part, *part.message(), numberOf(counter, prefix));
                break;
            case SequencePartType::Fragment:
                addFragment(part, *part.fragment(), prefix, counter);
                break;
            case SequencePartType::Note:
                addSpan(SequenceRowType::Note, part, std::get<SequenceNote>(part.body).over);
                break;
            case SequencePartType::State:
                addSpan(SequenceRowType::State, part, {std::get<StatePill>(part.body).on});
                break;
            case SequencePartType::Activation:
                addActivation(part, std::get<Activation>(part.body));
                break;
            }
            if (part.type() != SequencePartType::Message) {
                m_shared.clear();
            }
        }
    }

    void addMessage(const SequencePart& part, const Message& message, const QString& number)
    {
        SequenceRow row;
        row.part = &part;
        row.number = number;
        row.from = indexOf(message.from);
        row.to = indexOf(message.to);
        if (row.from >= 0) {
            row.fromLevel = static_cast<int>(m_open.at(row.from).size());
        }
        const int at = static_cast<int>(m_made.rows.size());
        if (row.to >= 0) {
            if (message.kind == MessageKind::Create && !message.isToItself()
                && !m_exists.at(row.to)) {
                row.creates = true;
                m_exists[row.to] = true;
            }
            if (message.activates) {
                beginBar(row.to, at);
            }
            row.toLevel = static_cast<int>(m_open.at(row.to).size());
        }
        row.beside = takeRoom(message, row);
        if (message.kind == MessageKind::Reply && row.from >= 0) {
            closeTop(row.from, at);
        }
        if (message.kind == MessageKind::Destroy && row.to >= 0) {
            while (!m_open.at(row.to).isEmpty()) {
                closeTop(row.to, at);
            }
            m_exists[row.to] = false;
        }
        append(std::move(row));
    }

    void addSpan(
        SequenceRowType type, const SequencePart& part, const QList<ParticipantId>& participants)
    {
        SequenceRow row;
        row.type = type;
        row.part = &part;
        for (const ParticipantId& id : participants) {
            const int at = indexOf(id);
            if (at >= 0) {
                row.from = row.from < 0 ? at : std::min(row.from, at);
                row.to = std::max(row.to, at);
            }
        }
        if (row.from < 0 && !m_made.lifelines.isEmpty()) {
            row.from = 0;
            row.to = static_cast<int>(m_made.lifelines.size()) - 1;
        }
        if (row.from >= 0) {
            row.fromLevel = static_cast<int>(m_open.at(row.from).size());
            row.toLevel = static_cast<int>(m_open.at(row.to).size());
        }
        append(std::move(row));
    }

    void addActivation(const SequencePart& part, const Activation& activation)
    {
        SequenceRow row;
        row.type = SequenceRowType::Activation;
        row.part = &part;
        row.from = row.to = indexOf(activation.on);
        const int lifeline = row.from;
        const int at = append(std::move(row));
        if (lifeline >= 0) {
            activation.ends ? closeTop(lifeline, at) : beginBar(lifeline, at);
        }
    }

    void addFragment(
        const SequencePart& part, const Fragment& fragment, const QString& prefix, int& counter)
    {
        const int parent = m_frame;
        m_frame = static_cast<int>(m_made.frames.size());
        const int own = m_frame;
        SequenceFrame frame;
        frame.part = &part;
        frame.parent = parent;
        frame.depth = parent < 0 ? 0 : m_made.frames.at(parent).depth + 1;
        m_made.frames.append(frame);
        if (fragment.kind == FragmentKind::Reference) {
            addSpan(SequenceRowType::Reference, part, fragment.over);
            m_made.rows.last().frame = own;
            m_made.frames[own].begin = m_made.frames[own].end
                = static_cast<int>(m_made.rows.size()) - 1;
        } else {
            addOperands(part, fragment, prefix, counter);
        }
        m_frame = parent;
        if (parent >= 0) {
            touch(m_made.frames.at(own).low);
            touch(m_made.frames.at(own).high);
        }
    }

    void addOperands(
        const SequencePart& part, const Fragment& fragment, const QString& prefix, int& counter)
    {
        const int own = m_frame;
        const auto mark = [&](SequenceRowType type, int operand) {
            SequenceRow row;
            row.type = type;
            row.part = &part;
            row.operand = operand;
            row.frame = own;
            return append(std::move(row));
        };
        m_made.frames[own].begin = mark(SequenceRowType::FragmentBegin, 0);
        const bool nests = m_sequence.numbering == Numbering::Nested;
        const QString inner = nests ? numberOf(counter, prefix) + QLatin1Char('.') : prefix;
        int within = 0;
        int& counted = nests ? within : counter;
        const OpenBars before = m_open;
        const QList<bool> existed = m_exists;
        QList<OpenBars> after;
        for (int o = 0; o < fragment.operands.size(); ++o) {
            if (o > 0) {
                const int at = mark(SequenceRowType::OperandBegin, o);
                m_open = before;
                reopen(before, after.last(), at);
                m_exists = existed;
            }
            addCounted(fragment.operands.at(o).parts, inner, counted);
            endInner(before);
            after.append(m_open);
        }
        const int end = mark(SequenceRowType::FragmentEnd, 0);
        m_made.frames[own].end = end;
        if (!after.isEmpty()) {
            m_open = stateAfter(fragment.kind, before, after);
            reopen(m_open, after.last(), end);
        }
    }

    /// What is open behind a fragment: what goes on in every way through it.
    static OpenBars stateAfter(
        FragmentKind kind, const OpenBars& before, const QList<OpenBars>& after)
    {
        if (kind == FragmentKind::Option || kind == FragmentKind::Break
            || kind == FragmentKind::Negative) {
            return before;
        }
        OpenBars open = before;
        for (qsizetype line = 0; line < open.size(); ++line) {
            const auto openIn
                = [&](const OpenBars& some, int bar) { return some.at(line).contains(bar); };
            open[line].removeIf([&](int bar) {
                const auto holds = [&](const OpenBars& some) { return openIn(some, bar); };
                // Of alternatives only one happens, of parallel operands all do.
                return kind == FragmentKind::Alternatives ? std::ranges::none_of(after, holds)
                                                          : !std::ranges::all_of(after, holds);
            });
        }
        return open;
    }

    /// Bars that are open again although the operand before ended them.
    void reopen(const OpenBars& open, const OpenBars& ended, int at)
    {
        for (qsizetype line = 0; line < open.size(); ++line) {
            for (const int bar : open.at(line)) {
                if (!ended.at(line).contains(bar)) {
                    m_made.bars[bar].stretches.append({at, at});
                }
            }
        }
    }

    /// Bars begun in an operand that nothing in it ends go to its last row.
    void endInner(const OpenBars& before)
    {
        const int last = static_cast<int>(m_made.rows.size()) - 1;
        for (qsizetype line = 0; line < m_open.size(); ++line) {
            m_open[line].removeIf([&](int bar) {
                const bool inner = !before.at(line).contains(bar);
                if (inner) {
                    endBar(bar, last);
                }
                return inner;
            });
        }
    }

    void beginBar(int lifeline, int at)
    {
        const int bar = static_cast<int>(m_made.bars.size());
        m_made.bars.append({lifeline, static_cast<int>(m_open.at(lifeline).size()), {{at, at}}});
        m_open[lifeline].append(bar);
    }

    void closeTop(int lifeline, int at)
    {
        if (!m_open.at(lifeline).isEmpty()) {
            endBar(m_open[lifeline].takeLast(), at);
        }
    }

    void endBar(int bar, int at)
    {
        auto& stretch = m_made.bars[bar].stretches.last();
        stretch.second = std::max(stretch.first, at);
    }

    const Sequence& m_sequence;
    SequenceRows m_made{};
    OpenBars m_open{};
    QList<bool> m_exists{};
    QList<std::pair<int, int>> m_shared{}; ///< from lifeline to lifeline, in the row above
    int m_frame = -1;
};

} // namespace

SequenceRows rowsOf(const Sequence& sequence)
{
    return Flattener(sequence).made();
}

} // namespace whimbrel
