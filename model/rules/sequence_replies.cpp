// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/sequence_parts.h"
#include "model/rules/finders.h"
#include "model/rules/report.h"
#include "model/rules/sequence_walk.h"

#include <QMap>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr const char* rule = "plan/unmatched-reply";

/// What is open at a place of a diagram.
struct Open {
    /// How many calls of one lifeline to another wait for their answer.
    QMap<std::pair<ParticipantId, ParticipantId>, int> calls{};
    /// The parts that began the bars of a lifeline, the last one on top.
    QMap<ParticipantId, QList<const SequencePart*>> bars{};
};

class Matcher final {
public:
    Matcher(const Sequence& sequence, Findings& findings)
        : m_sequence(sequence)
        , m_findings(findings)
    { }

    void run()
    {
        look(m_sequence.parts);
        reportUnended(Open{});
    }

private:
    void look(const QList<SequencePart>& parts)
    {
        for (const SequencePart& part : parts) {
            if (const Message* message = part.message()) {
                look(part, *message);
            } else if (const Fragment* fragment = part.fragment()) {
                look(*fragment);
            } else if (const auto* activation = std::get_if<Activation>(&part.body)) {
                look(part, *activation);
            }
        }
    }

    void look(const SequencePart& part, const Message& message)
    {
        switch (message.kind) {
        case MessageKind::Reply:
            lookAtReply(part, message);
            break;
        case MessageKind::Destroy:
            m_open.bars.remove(message.to);
            break;
        case MessageKind::Sync:
        case MessageKind::Async:
        case MessageKind::Create:
        case MessageKind::Lost:
        case MessageKind::Found:
            ++m_open.calls[{message.from, message.to}];
            break;
        }
        if (message.activates) {
            m_open.bars[message.to].append(&part);
        }
    }

    void lookAtReply(const SequencePart& part, const Message& message)
    {
        QList<const SequencePart*>& bars = m_open.bars[message.from];
        if (!bars.isEmpty()) {
            bars.removeLast();
        }
        int& waiting = m_open.calls[{message.to, message.from}];
        if (waiting > 0) {
            --waiting;
            return;
        }
        Finding& finding = report(m_findings, rule, ElementRef::of(m_sequence.id, part.id),
            ruleText("%1 in %2 answers a call that nobody made.")
                .arg(nameOf(part), nameOf(m_sequence)),
            keyIn(m_sequence, part.id.text()));
        Sequence changed = m_sequence;
        Message signal = message;
        signal.kind = MessageKind::Async;
        replacePart(changed, SequencePart{part.id, signal, part.extras});
        finding.fixes.append(sequenceFix(ruleText("Make it a signal"), changed));
        Sequence erased = m_sequence;
        erasePart(erased, part.id);
        finding.fixes.append(sequenceFix(ruleText("Delete the answer"), erased));
    }

    void look(const SequencePart& part, const Activation& activation)
    {
        QList<const SequencePart*>& bars = m_open.bars[activation.on];
        if (!activation.ends) {
            bars.append(&part);
        } else if (!bars.isEmpty()) {
            bars.removeLast();
        } else {
            Finding& finding = report(m_findings, rule, ElementRef::of(m_sequence.id, part.id),
                ruleText("In %1 an activation of \"%2\" ends that never began.")
                    .arg(nameOf(m_sequence), activation.on.text()),
                keyIn(m_sequence, part.id.text()));
            Sequence changed = m_sequence;
            erasePart(changed, part.id);
            finding.fixes.append(sequenceFix(ruleText("Delete the end"), changed));
        }
    }

    /// Every operand begins with what was open before the fragment.
    void look(const Fragment& fragment)
    {
        const Open before = m_open;
        QList<Open> after;
        for (const Operand& operand : fragment.operands) {
            m_open = before;
            look(operand.parts);
            reportUnended(before);
            after.append(m_open);
        }
        const bool mayNotHappen = fragment.kind == FragmentKind::Option
            || fragment.kind == FragmentKind::Break || fragment.kind == FragmentKind::Negative;
        if (mayNotHappen || after.isEmpty()) {
            m_open = before;
            return;
        }
        // Of alternatives one happens: what one of them leaves open may be open.
        const bool all = fragment.kind == FragmentKind::Parallel;
        m_open = after.last();
        for (auto bars = before.bars.cbegin(); bars != before.bars.cend(); ++bars) {
            QList<const SequencePart*> open = *bars;
            open.removeIf([&](const SequencePart* bar) {
                const auto holds
                    = [&](const Open& each) { return each.bars.value(bars.key()).contains(bar); };
                return all ? !std::ranges::all_of(after, holds)
                           : std::ranges::none_of(after, holds);
            });
            m_open.bars[bars.key()] = open;
        }
        for (const Open& each : std::as_const(after)) {
            for (auto call = each.calls.cbegin(); call != each.calls.cend(); ++call) {
                int& waiting = m_open.calls[call.key()];
                waiting = all ? std::min(waiting, call.value()) : std::max(waiting, call.value());
            }
        }
    }

    /// Bars that were begun since `before` and end nowhere.
    void reportUnended(const Open& before)
    {
        for (auto bars = m_open.bars.begin(); bars != m_open.bars.end(); ++bars) {
            const QList<const SequencePart*> known = before.bars.value(bars.key());
            for (const SequencePart* part : std::as_const(*bars)) {
                if (!known.contains(part)) {
                    reportUnended(*part);
                }
            }
            bars->removeIf([&](const SequencePart* part) { return !known.contains(part); });
        }
    }

    void reportUnended(const SequencePart& part)
    {
        const Message* message = part.message();
        Finding& finding = report(m_findings, rule, ElementRef::of(m_sequence.id, part.id),
            message
                ? ruleText("%1 in %2 begins an activation that no answer ends.")
                      .arg(nameOf(part), nameOf(m_sequence))
                : ruleText("In %1 an activation begins that nothing ends.").arg(nameOf(m_sequence)),
            keyIn(m_sequence, part.id.text()));
        Sequence changed = m_sequence;
        if (!message) {
            erasePart(changed, part.id);
            finding.fixes.append(sequenceFix(ruleText("Delete the activation"), changed));
            return;
        }
        if (!message->from.isEmpty() && message->from != message->to) {
            const Message answer{
                MessageKind::Reply, message->to, message->from, {}, message->nodes, {}, false};
            insertPartAfter(changed, part.id,
                SequencePart{freshPartId(m_sequence, part.id.text() + QStringLiteral("-reply")),
                    answer, {}});
            finding.fixes.append(sequenceFix(ruleText("Draw the answer"), changed));
        }
        Sequence plain = m_sequence;
        Message call = *message;
        call.activates = false;
        replacePart(plain, SequencePart{part.id, call, part.extras});
        finding.fixes.append(sequenceFix(ruleText("Draw no activation"), plain));
    }

    const Sequence& m_sequence;
    Findings& m_findings;
    Open m_open{};
};

} // namespace

void findUnmatchedReplies(const RuleInput& input, Findings& findings)
{
    for (const Sequence& sequence : input.plan.sequences) {
        Matcher(sequence, findings).run();
    }
}

} // namespace whimbrel
