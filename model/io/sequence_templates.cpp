// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/sequence_templates.h"

#include "model/io/plan_reader.h"
#include "model/plan/sequence_parts.h"

#include <QCoreApplication>
#include <QFile>

#include <array>

static void initSequenceTemplates()
{
    Q_INIT_RESOURCE(templates);
}

namespace whimbrel {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Templates)
};

constexpr std::array names{
    "expand-contract", "rollback-drill", "read-replica-cutover", "blue-green"};

/// The plan of a template, which holds its participants and one diagram. They are part of the
/// program: one that cannot be read is a mistake of ours, which a test finds.
std::optional<Plan> planOf(const QString& name)
{
    initSequenceTemplates();
    QFile file(QStringLiteral(":/templates/sequences/%1.whimbrel").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    return readPlan(file.readAll()).plan;
}

void rename(ParticipantId& id, const QHash<ParticipantId, ParticipantId>& renamed)
{
    id = renamed.value(id, id);
}

void rename(QList<ParticipantId>& ids, const QHash<ParticipantId, ParticipantId>& renamed)
{
    for (ParticipantId& id : ids) {
        rename(id, renamed);
    }
}

void rename(Sequence& sequence, const QHash<ParticipantId, ParticipantId>& renamed)
{
    rename(sequence.lifelines, renamed);
    changeEachPart(sequence.parts, [&](SequencePart& part) {
        if (auto* message = std::get_if<Message>(&part.body)) {
            rename(message->from, renamed);
            rename(message->to, renamed);
        } else if (auto* fragment = std::get_if<Fragment>(&part.body)) {
            rename(fragment->over, renamed);
        } else if (auto* note = std::get_if<SequenceNote>(&part.body)) {
            rename(note->over, renamed);
        } else if (auto* state = std::get_if<StatePill>(&part.body)) {
            rename(state->on, renamed);
        } else if (auto* activation = std::get_if<Activation>(&part.body)) {
            rename(activation->on, renamed);
        }
    });
    for (SequenceRange& range : sequence.ranges) {
        rename(range.over, renamed);
    }
}

} // namespace

QList<SequenceTemplateInfo> sequenceTemplates()
{
    QList<SequenceTemplateInfo> found;
    for (const char* each : names) {
        const QString name = QString::fromLatin1(each);
        if (const std::optional<Plan> plan = planOf(name); plan && !plan->sequences.isEmpty()) {
            const Sequence& sequence = plan->sequences.at(0);
            found.append({name, sequence.title, sequence.notes});
        }
    }
    return found;
}

Result<Edit> addSequenceTemplate(const Plan& plan, const QString& name, const SequenceId& id)
{
    const std::optional<Plan> found = planOf(name);
    if (!found || found->sequences.isEmpty()) {
        QStringList known;
        for (const char* each : names) {
            known << QString::fromLatin1(each);
        }
        return fail({ErrorCode::Usage,
            Texts::tr("There is no template \"%1\" of a sequence diagram.").arg(name), {},
            Texts::tr("There are %1.").arg(known.join(QStringLiteral(", ")))});
    }
    if (plan.sequences.contains(id)) {
        return fail({ErrorCode::Impossible,
            Texts::tr("The plan has a sequence diagram \"%1\" already.").arg(id.text()), {},
            Texts::tr("Choose another id.")});
    }
    Edit edit;
    edit.text = Texts::tr("Add a sequence diagram from a template");
    QHash<ParticipantId, ParticipantId> renamed;
    for (Participant each : found->participants) {
        const Participant* known = plan.participants.find(each.id);
        if (known && known->kind == each.kind) {
            continue;
        }
        const ParticipantId before = each.id;
        for (int i = 2; plan.participants.contains(each.id)
             || (each.id != before && found->participants.contains(each.id));
             ++i) {
            each.id = ParticipantId(before.text() + QLatin1Char('-') + QString::number(i));
        }
        renamed.insert(before, each.id);
        edit.ops.append(Put<Participant>{each, -1});
    }
    Sequence sequence = found->sequences.at(0);
    sequence.id = id;
    rename(sequence, renamed);
    edit.ops.append(Put<Sequence>{sequence, -1});
    return edit;
}

} // namespace whimbrel
