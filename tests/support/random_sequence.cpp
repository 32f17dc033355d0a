// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_sequence.h"

#include <algorithm>

namespace whimbrel::test {

namespace {

class Maker final {
public:
    Maker(QRandomGenerator& random, const SequenceShape& shape)
        : m_random(random)
        , m_shape(shape)
    { }

    Plan plan()
    {
        Plan made;
        Sequence sequence;
        sequence.id = SequenceId(QStringLiteral("s"));
        sequence.title = QStringLiteral("A made-up diagram");
        sequence.numbering = static_cast<Numbering>(below(3));
        sequence.firstNumber = below(4) == 0 ? below(1000) : 1;
        sequence.numberStep = 1 + below(2) * 9;
        for (const char* region : {"eu", "us"}) {
            made.groups.put(
                Group{GroupId(QLatin1String(region)), text(3), GroupKind::Region, {}, {}});
        }
        const bool regions = below(3) == 0;
        for (int i = 0; i < m_shape.lifelines; ++i) {
            Participant who;
            who.id = ParticipantId(QStringLiteral("p%1").arg(i));
            who.title = text(below(4) == 0 ? 9 : 2);
            who.kind = static_cast<ParticipantKind>(below(8));
            if (regions) {
                who.region = GroupId(QLatin1String(i * 2 < m_shape.lifelines ? "eu" : "us"));
            }
            made.participants.put(who);
            sequence.lifelines.append(who.id);
        }
        m_left = m_shape.messages;
        while (m_left > 0) {
            addSome(sequence.parts, 0);
        }
        for (int i = below(4); i > 0 && m_parts > 1; --i) {
            const int a = below(m_parts);
            const int b = below(m_parts);
            sequence.ranges.append(SequenceRange{SequencePartId(QStringLiteral("r%1").arg(i)),
                static_cast<RangeKind>(below(5)), text(1 + below(6)), partId(std::min(a, b)),
                partId(std::max(a, b)),
                below(2) == 0 ? QList<ParticipantId>() : QList<ParticipantId>{someone()}, {}});
        }
        made.sequences.put(sequence);
        return made;
    }

private:
    int below(int bound) { return static_cast<int>(m_random.bounded(bound)); }

    static SequencePartId partId(int number)
    {
        return SequencePartId(QStringLiteral("m%1").arg(number));
    }

    ParticipantId someone()
    {
        return ParticipantId(QStringLiteral("p%1").arg(below(m_shape.lifelines)));
    }

    QString text(int words)
    {
        static const QStringList known{QStringLiteral("read"), QStringLiteral("customers_v2"),
            QStringLiteral("backfill"), QStringLiteral("the"), QStringLiteral("switch"),
            QStringLiteral("replication-lag"), QStringLiteral("rows"), QStringLiteral("OK"),
            QStringLiteral("shop.orders_by_customer_and_day"), QStringLiteral("verify"),
            QStringLiteral("Überprüfung"), QStringLiteral("移行")};
        QStringList made;
        for (int i = 0; i < words; ++i) {
            made << known.at(below(static_cast<int>(known.size())));
        }
        return made.join(QLatin1Char(' '));
    }

    void add(QList<SequencePart>& parts, SequencePartBody body)
    {
        parts.append(SequencePart{partId(m_parts++), std::move(body), {}});
    }

    void addSome(QList<SequencePart>& parts, int depth)
    {
        switch (below(14)) {
        case 0:
        case 1:
            if (depth < m_shape.depth) {
                addFragment(parts, depth);
                return;
            }
            break;
        case 2:
            add(parts,
                SequenceNote{static_cast<NoteSide>(below(3)),
                    below(2) == 0 ? QList<ParticipantId>{someone()}
                                  : QList<ParticipantId>{someone(), someone()},
                    text(1 + below(12))});
            return;
        case 3:
            add(parts, StatePill{someone(), text(1 + below(3))});
            return;
        case 4: {
            const ParticipantId who = someone();
            const bool ends = m_open.value(who) > 2 || below(2) == 0;
            m_open[who] = std::max(0, m_open.value(who) + (ends ? -1 : 1));
            add(parts, Activation{who, ends});
            return;
        }
        default:
            break;
        }
        addMessage(parts);
    }

    void addMessage(QList<SequencePart>& parts)
    {
        --m_left;
        Message message;
        // Creation and destruction are rarer than the rest.
        const int kind = below(12);
        message.kind = kind < 7 ? static_cast<MessageKind>(kind)
            : kind < 10         ? MessageKind::Sync
                                : MessageKind::Reply;
        message.from = someone();
        message.to = someone();
        if (message.kind == MessageKind::Found) {
            message.from = {};
        } else if (message.kind == MessageKind::Lost && below(2) == 0) {
            message.to = {};
        }
        if (message.kind == MessageKind::Reply) {
            answer(message);
        }
        message.text = below(8) == 0 ? QString() : text(1 + below(below(5) == 0 ? 25 : 5));
        int& open = m_open[message.to];
        message.activates = message.kind == MessageKind::Sync && open < 3 && below(2) == 0;
        open += message.activates ? 1 : 0;
        message.beside = below(6) == 0;
        add(parts, message);
    }

    /// Answers come from those who work, where there is one.
    void answer(Message& message)
    {
        for (auto open = m_open.begin(); open != m_open.end(); ++open) {
            if (*open > 0) {
                --*open;
                message.from = open.key();
                return;
            }
        }
    }

    void addFragment(QList<SequencePart>& parts, int depth)
    {
        Fragment fragment;
        fragment.kind = static_cast<FragmentKind>(below(9));
        const int own = m_parts++;
        if (fragment.kind == FragmentKind::Reference) {
            fragment.text = text(1 + below(10));
            fragment.over = {someone(), someone()};
        } else {
            const bool several = fragment.kind == FragmentKind::Alternatives
                || fragment.kind == FragmentKind::Parallel;
            for (int o = several ? 1 + below(3) : 1; o > 0; --o) {
                Operand operand;
                operand.guard = below(4) == 0 ? QString() : text(1 + below(9));
                for (int i = below(5); i > 0 && m_left > 0; --i) {
                    addSome(operand.parts, depth + 1);
                }
                fragment.operands.append(operand);
            }
        }
        parts.append(SequencePart{partId(own), std::move(fragment), {}});
    }

    QRandomGenerator& m_random;
    SequenceShape m_shape;
    int m_left = 0;
    int m_parts = 0;
    QMap<ParticipantId, int> m_open{}; ///< bars of lifelines, roughly
};

} // namespace

Plan randomSequence(QRandomGenerator& random, const SequenceShape& shape)
{
    return Maker(random, shape).plan();
}

} // namespace whimbrel::test
