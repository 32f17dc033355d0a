// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
// Whole diagrams, and who takes part in them.
#include "model/plan/names.h"
#include "model/plan/sequence_parts.h"
#include "ui/session/plan_edits.h"
#include "ui/session/sequence_edits.h"

#include <QCoreApplication>

namespace whimbrel::edits {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("SequenceEdits", text);
}

} // namespace

SequenceId freshSequenceId(const Plan& plan, const QString& text)
{
    const QString base = slug(text).isEmpty() ? QStringLiteral("sequence") : slug(text);
    SequenceId id(base);
    for (int n = 2; plan.sequences.contains(id); ++n) {
        id = SequenceId(base + QLatin1Char('-') + QString::number(n));
    }
    return id;
}

Making addSequence(const Plan& plan, const QString& title)
{
    Sequence sequence;
    sequence.id = freshSequenceId(plan, title);
    sequence.title = title;
    sequence.scope = SequenceScope::Excerpt; // what is drawn by hand need not tell all of it
    for (const Participant& each : plan.participants) {
        sequence.lifelines.append(each.id);
    }
    return {
        {tr("Add sequence diagram"), {Put<Sequence>{sequence}}, {}}, ElementRef::of(sequence.id)};
}

Edit renameSequence(const Plan& plan, const SequenceId& id, const QString& title)
{
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence || sequence->title == title) {
        return {};
    }
    Sequence changed = *sequence;
    changed.title = title;
    return {tr("Rename sequence diagram"), {Put<Sequence>{changed}}, {}};
}

Edit eraseSequence(const Plan& plan, const SequenceId& id)
{
    return plan.sequences.contains(id)
        ? Edit{tr("Delete sequence diagram"), {Erase<Sequence>{id}}, {}}
        : Edit{};
}

Edit addLifeline(const Plan& plan, const SequenceId& id, const Participant& who, qsizetype at)
{
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence || sequence->lifelines.contains(who.id)) {
        return {};
    }
    Sequence changed = *sequence;
    changed.lifelines = shownLifelines(*sequence);
    if (changed.lifelines.contains(who.id)) {
        return {};
    }
    changed.lifelines.insert(at < 0 ? changed.lifelines.size() : at, who.id);
    Edit edit = {tr("Add participant"), {Put<Sequence>{changed}}, {}};
    if (!plan.participants.contains(who.id)) {
        edit.ops.prepend(Put<Participant>{who});
    }
    return edit;
}

Edit moveLifeline(const Plan& plan, const SequenceId& id, const ParticipantId& who, qsizetype to)
{
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence) {
        return {};
    }
    Sequence changed = *sequence;
    changed.lifelines = shownLifelines(*sequence);
    const qsizetype from = changed.lifelines.indexOf(who);
    if (from < 0 || to < 0 || to >= changed.lifelines.size() || from == to) {
        return {};
    }
    changed.lifelines.move(from, to);
    return {tr("Move lifeline"), {Put<Sequence>{changed}}, {}};
}

Participant newParticipant(const Plan& plan, ParticipantKind kind)
{
    Participant made;
    made.kind = kind;
    for (const auto& row : namedValues<ParticipantKind>()) {
        if (row.value == kind) {
            made.title = QCoreApplication::translate("Names", row.name);
        }
    }
    const QString base = slug(made.title);
    made.id = ParticipantId(base);
    const QString title = made.title;
    for (int n = 2; plan.participants.contains(made.id); ++n) {
        made.id = ParticipantId(base + QLatin1Char('-') + QString::number(n));
        made.title = QStringLiteral("%1 %2").arg(title).arg(n);
    }
    return made;
}

Edit renameParticipant(const Plan& plan, const ParticipantId& who, const QString& title)
{
    const Participant* participant = plan.participants.find(who);
    Participant changed = participant ? *participant : Participant{who};
    if (title.isEmpty() || changed.title == title) {
        return {};
    }
    changed.title = title;
    return {tr("Rename participant"), {Put<Participant>{changed}}, {}};
}

} // namespace whimbrel::edits
