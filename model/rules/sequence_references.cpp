// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/sequence_parts.h"
#include "model/rules/finders.h"
#include "model/rules/report.h"
#include "model/rules/sequence_walk.h"

#include <algorithm>

namespace whimbrel {

namespace {

bool isPerson(const Plan& plan, const ParticipantId& id)
{
    const Participant* who = plan.participants.find(id);
    return who && who->kind == ParticipantKind::Person;
}

/// Whether somebody waits for a person here.
bool asksAPerson(const Plan& plan, const ToldMessage& told)
{
    const Message& message = *told.message;
    const bool asks = message.kind == MessageKind::Sync || message.kind == MessageKind::Async;
    return asks && !message.isToItself() && isPerson(plan, message.to);
}

constexpr const char* danglingRule = "plan/sequence-dangling-reference";

void lookAtParticipants(const Plan& plan, const Sequence& sequence, Findings& findings)
{
    for (const ParticipantId& id : shownLifelines(sequence)) {
        if (plan.participants.contains(id)) {
            continue;
        }
        Finding& finding = report(findings, danglingRule, ElementRef::of(sequence.id),
            ruleText("%1 has a lifeline for \"%2\", who is no participant of the plan.")
                .arg(nameOf(sequence), id.text()),
            keyIn(sequence, id.text()));
        Participant added;
        added.id = id;
        added.title = id.text();
        const QString title = ruleText("Add \"%1\" to the participants").arg(id.text());
        finding.fixes.append(Fix{title, Edit{title, {Put<Participant>{added, -1}}, {}}});
    }
}

void lookAtRanges(const Sequence& sequence, Findings& findings)
{
    for (const SequenceRange& range : sequence.ranges) {
        QStringList gone;
        for (const SequencePartId& end : {range.from, range.to}) {
            if (!findPart(sequence, end)) {
                gone << (end.isEmpty() ? ruleText("nothing") : end.text());
            }
        }
        if (gone.isEmpty()) {
            continue;
        }
        gone.removeDuplicates();
        Finding& finding = report(findings, danglingRule, ElementRef::of(sequence.id, range.id),
            ruleText("The range \"%1\" of %2 begins or ends with a part that is not there: %3.")
                .arg(range.text.isEmpty() ? range.id.text() : range.text.simplified(),
                    nameOf(sequence), gone.join(QStringLiteral(", "))),
            keyIn(sequence, range.id.text()));
        Sequence changed = sequence;
        changed.ranges.removeIf([&](const SequenceRange& each) { return each.id == range.id; });
        finding.fixes.append(sequenceFix(ruleText("Delete the range"), changed));
    }
}

void lookAtReferences(const Plan& plan, const Sequence& sequence, Findings& findings)
{
    forEachPart(sequence.parts, [&](const SequencePart& part) {
        const Fragment* fragment = part.fragment();
        if (!fragment || fragment->refersTo.isEmpty()
            || plan.sequences.contains(fragment->refersTo)) {
            return;
        }
        Finding& finding = report(findings, danglingRule, ElementRef::of(sequence.id, part.id),
            ruleText("%1 refers to the sequence diagram \"%2\", which is not in the plan.")
                .arg(nameOf(sequence), fragment->refersTo.text()),
            keyIn(sequence, part.id.text()));
        Sequence changed = sequence;
        SequencePart alone = part;
        std::get<Fragment>(alone.body).refersTo = {};
        replacePart(changed, alone);
        finding.fixes.append(sequenceFix(ruleText("Keep its words alone"), changed));
    });
}

} // namespace

void findDanglingSequenceReferences(const RuleInput& input, Findings& findings)
{
    for (const Sequence& sequence : input.plan.sequences) {
        lookAtParticipants(input.plan, sequence, findings);
        lookAtRanges(sequence, findings);
        lookAtReferences(input.plan, sequence, findings);
    }
}

void findLocksAcrossWaits(const RuleInput& input, Findings& findings)
{
    for (const Sequence& sequence : input.plan.sequences) {
        const SequenceWalk walk(input.plan, sequence);
        for (const SequenceRange& range : sequence.ranges) {
            const bool holds
                = range.kind == RangeKind::Lock || range.kind == RangeKind::Transaction;
            const auto from = walk.spans.constFind(range.from);
            const auto to = walk.spans.constFind(range.to);
            if (!holds || from == walk.spans.cend() || to == walk.spans.cend()) {
                continue;
            }
            const int first = std::min(from->first, to->first);
            const int behind = std::max(from->second, to->second);
            for (int i = first; i < behind; ++i) {
                const ToldMessage& told = walk.messages.at(i);
                if (!asksAPerson(input.plan, told)) {
                    continue;
                }
                Finding& finding = report(findings, "plan/lock-spans-wait",
                    ElementRef::of(sequence.id, range.id),
                    ruleText("\"%1\" in %2 is held while %3 waits for %4.")
                        .arg(range.text.isEmpty() ? range.id.text() : range.text.simplified(),
                            nameOf(sequence), nameOf(*told.part),
                            QLatin1Char('"') + nameOf(input.plan, told.message->to)
                                + QLatin1Char('"')),
                    keyIn(sequence, range.id.text()));
                finding.related.append(ElementRef::of(sequence.id, told.part->id));
                if (i > first) {
                    Sequence changed = sequence;
                    for (SequenceRange& each : changed.ranges) {
                        if (each.id == range.id) {
                            each.from = walk.messages.at(first).part->id;
                            each.to = walk.messages.at(i - 1).part->id;
                        }
                    }
                    finding.fixes.append(
                        sequenceFix(ruleText("End it before the question"), changed));
                }
                break;
            }
        }
    }
}

} // namespace whimbrel
