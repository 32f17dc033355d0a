// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/plan/sequence_parts.h"
#include "model/rules/finders.h"
#include "model/rules/report.h"
#include "model/rules/sequence_walk.h"
#include "model/sequence/version_order.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// The fix that gives a diagram the lifeline of an application that the plan has and it does not
/// show, or of a new one.
Fix addApplication(const RuleInput& input, const Sequence& sequence, const QString& version)
{
    QList<ParticipantId> hidden;
    const QList<ParticipantId> shown = shownLifelines(sequence);
    for (const Participant& each : input.plan.participants) {
        if (!shown.contains(each.id)) {
            hidden.append(each.id);
        }
    }
    hidden = applicationsByAge(input.plan, hidden);
    Sequence changed = sequence;
    Edit edit;
    Participant added;
    if (hidden.isEmpty()) {
        added.id = ParticipantId(QLatin1String("app-") + version);
        for (int i = 2; input.plan.participants.contains(added.id); ++i) {
            added.id = ParticipantId(QStringLiteral("app-%1-%2").arg(version).arg(i));
        }
        added.title = ruleText("Application %1").arg(version);
        added.kind = ParticipantKind::Application;
        added.version = version;
        edit.ops.append(Put<Participant>{added, -1});
        changed.lifelines.append(added.id);
    } else {
        // The old version and the new one, where there are two.
        added = *input.plan.participants.find(hidden.last());
        if (hidden.first() != hidden.last()) {
            changed.lifelines.append(hidden.first());
        }
        changed.lifelines.append(added.id);
    }
    edit.ops.append(Put<Sequence>{changed, -1});
    edit.text = ruleText("Give %1 a lifeline in %2")
                    .arg(QLatin1Char('"') + added.title + QLatin1Char('"'), nameOf(sequence));
    return {edit.text, edit};
}

/// Whether a message says that a participant is gone for good.
bool ends(const ToldMessage& told, const ParticipantId& who)
{
    return told.message->kind == MessageKind::Destroy && told.message->to == who && !told.isAside();
}

bool meets(const Message& message, const ParticipantId& who)
{
    return (message.from == who || message.to == who) && message.kind != MessageKind::Create
        && message.kind != MessageKind::Destroy;
}

/// The applications that run before the migration: all but the newest, or the only one.
QList<ParticipantId> runningApplications(const RuleInput& input, const Sequence& sequence)
{
    const QList<ParticipantId> shown = shownLifelines(sequence);
    const QList<ParticipantId> old = oldApplications(input.plan, shown);
    return old.isEmpty() ? applicationsByAge(input.plan, shown) : old;
}

} // namespace

void findSequencesWithoutApplication(const RuleInput& input, Findings& findings)
{
    const bool releases = std::ranges::any_of(
        input.plan.nodes, [](const Node& node) { return node.kind == NodeKind::Deploy; });
    for (const Sequence& sequence : input.plan.sequences) {
        if (sequence.scope != SequenceScope::Migration || sequence.parts.isEmpty()) {
            continue;
        }
        const QList<ParticipantId> shown = shownLifelines(sequence);
        const QList<ParticipantId> applications = applicationsByAge(input.plan, shown);
        if (applications.isEmpty()) {
            Finding& finding = report(findings, "plan/sequence-without-application",
                ElementRef::of(sequence.id),
                ruleText("%1 shows no application: a migration is no matter of databases alone.")
                    .arg(nameOf(sequence)));
            finding.fixes.append(addApplication(input, sequence, QStringLiteral("1")));
        } else if (releases && oldApplications(input.plan, shown).isEmpty()) {
            Finding& finding
                = report(findings, "plan/sequence-without-application", ElementRef::of(sequence.id),
                    ruleText("%1 shows one version of the application only, although the flow "
                             "releases another.")
                        .arg(nameOf(sequence)));
            const Participant* only = input.plan.participants.find(applications.first());
            finding.fixes.append(addApplication(input, sequence,
                only->version.isEmpty() || only->version == QLatin1String("1")
                    ? QStringLiteral("2")
                    : QStringLiteral("next")));
        }
    }
}

void findMissingCompatibilityChecks(const RuleInput& input, Findings& findings)
{
    for (const Sequence& sequence : input.plan.sequences) {
        const QList<ParticipantId> running = runningApplications(input, sequence);
        if (running.isEmpty()) {
            continue; // plan/sequence-without-application
        }
        const SequenceWalk walk(input.plan, sequence);
        QSet<ParticipantId> gone;
        for (int i = 0; i < walk.messages.size(); ++i) {
            const ToldMessage& told = walk.messages.at(i);
            for (const ParticipantId& who : running) {
                if (ends(told, who)) {
                    gone.insert(who);
                }
            }
            if (!told.shows(NodeKind::Expand) || told.isAside() || gone.size() == running.size()
                || told.message->kind == MessageKind::Reply) {
                continue;
            }
            bool met = false;
            for (int k = i + 1; k < walk.messages.size() && !met; ++k) {
                const ToldMessage& later = walk.messages.at(k);
                if (later.showsChange() && !later.isAside() && later.nodes != told.nodes) {
                    break;
                }
                met = std::ranges::any_of(running, [&](const ParticipantId& who) {
                    return !gone.contains(who) && meets(*later.message, who);
                });
            }
            if (met) {
                continue;
            }
            Finding& finding = report(findings, "plan/no-compatibility-check",
                ElementRef::of(sequence.id, told.part->id),
                ruleText("After %1 in %2 nothing shows that %3 still works with the new schema.")
                    .arg(nameOf(*told.part), nameOf(sequence),
                        QLatin1Char('"') + nameOf(input.plan, running.first()) + QLatin1Char('"')),
                keyIn(sequence, told.part->id.text()));
            Sequence changed = sequence;
            const Message check{MessageKind::Sync, running.first(), told.message->to,
                ruleText("reads and writes as before"), {}, {}, false};
            const SequencePart part{
                freshPartId(sequence, told.part->id.text() + QStringLiteral("-compatible")), check,
                {}};
            insertPartAfter(changed, told.part->id, part);
            finding.fixes.append(
                sequenceFix(ruleText("Draw how the old application reads and writes"), changed));
        }
    }
}

void findContractsBeforeReadersSwitched(const RuleInput& input, Findings& findings)
{
    for (const Sequence& sequence : input.plan.sequences) {
        const QList<ParticipantId> old = oldApplications(input.plan, shownLifelines(sequence));
        const SequenceWalk walk(input.plan, sequence);
        QSet<ParticipantId> gone;
        for (const ToldMessage& told : walk.messages) {
            for (const ParticipantId& who : old) {
                if (ends(told, who)) {
                    gone.insert(who);
                }
            }
            if (!told.shows(NodeKind::Contract) || told.isAside()
                || told.message->kind == MessageKind::Reply) {
                continue;
            }
            for (const ParticipantId& who : old) {
                if (gone.contains(who)) {
                    continue;
                }
                Finding& finding = report(findings, "plan/contract-before-readers-switched",
                    ElementRef::of(sequence.id, told.part->id),
                    ruleText("%1 in %2 takes the old structure away while %3 is still there.")
                        .arg(nameOf(*told.part), nameOf(sequence),
                            QLatin1Char('"') + nameOf(input.plan, who) + QLatin1Char('"')),
                    keyIn(sequence, told.part->id.text() + QLatin1Char(':') + who.text()));
                Sequence changed = sequence;
                const Message leaves{MessageKind::Destroy, told.message->from, who,
                    ruleText("the last instance leaves"), {}, {}, false};
                insertPartBefore(changed, told.part->id,
                    SequencePart{
                        freshPartId(sequence, who.text() + QStringLiteral("-leaves")), leaves, {}});
                finding.fixes.append(
                    sequenceFix(ruleText("Draw before it how the last instance leaves"), changed));
            }
        }
    }
}

} // namespace whimbrel
