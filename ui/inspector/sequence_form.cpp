// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/sequence_parts.h"
#include "ui/inspector/card_list.h"
#include "ui/inspector/form.h"
#include "ui/inspector/rows.h"
#include "ui/inspector/sequence_property.h"
#include "ui/inspector/step_links.h"

#include <QLineEdit>
#include <QPlainTextEdit>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("SequenceForm", text);
}

/// The lifelines of the diagrams that the references point into, and what an empty end means.
std::function<QList<ChoiceItem>()> lifelineChoices(
    PlanSession& session, const QList<ElementRef>& refs, const QString& nobody)
{
    return [&session, refs, nobody] {
        QList<ChoiceItem> items;
        if (!nobody.isEmpty()) {
            items.append({nobody, {}});
        }
        const auto place = findPart(session.plan(), refs.first());
        const QList<ParticipantId> lifelines
            = place ? shownLifelines(*place->sequence) : QList<ParticipantId>();
        for (const ParticipantId& id : lifelines) {
            items.append({nameOf(session.plan(), id), id.text()});
        }
        return items;
    };
}

std::function<QList<ChoiceItem>()> wayBackChoices(PlanSession& session)
{
    return [&session] {
        const Plan& plan = session.plan();
        QList<ChoiceItem> items{{tr("none"), {}}};
        const auto title = [&plan](const NodeId& id) {
            const Node* node = plan.nodes.find(id);
            return node && !node->title.isEmpty() ? node->title : id.text();
        };
        for (const Edge& edge : plan.edges) {
            if (edge.kind == EdgeKind::Rollback) {
                items.append({QStringLiteral("%1 → %2").arg(title(edge.from), title(edge.to)),
                    edge.id.text()});
            }
        }
        return items;
    };
}

void addMessageRows(
    Section& section, const Property<SequencePart>& part, const QList<ElementRef>& refs)
{
    PlanSession& session = section.session();
    const Property<Message> message = bodyProperty<Message>(part);
    section.onlyWhen([message] { return message.exists(); });
    section.paragraph(tr("Text"), message.part(&Message::text), tr("What is said"), 2);
    section.choice(tr("Kind"), message.part(&Message::kind), tr("Change kind of message"));
    section.reference(tr("From"), message.part(&Message::from),
        lifelineChoices(session, refs, tr("outside")), tr("Change sender"));
    section.reference(tr("To"), message.part(&Message::to),
        lifelineChoices(session, refs, tr("nobody")), tr("Change receiver"));
    section.check(tr("The receiver works until it answers"), message.part(&Message::activates));
    section.check(tr("At the same time as the message above"), message.part(&Message::beside));
    addStepLinks(section, tr("Shows"), message.part(&Message::nodes));
    section.reference(tr("Way back"), message.part(&Message::edge), wayBackChoices(session),
        tr("Change way back"));
    section.onlyWhen(nullptr);
}

void addNoteRows(
    Section& section, const Property<SequencePart>& part, const QList<ElementRef>& refs)
{
    PlanSession& session = section.session();
    const Property<SequenceNote> note = bodyProperty<SequenceNote>(part);
    section.onlyWhen([note] { return note.exists(); });
    section.paragraph(tr("Text"), note.part(&SequenceNote::text), tr("What is to be remarked"), 4);
    section.choice(tr("Stands"), note.part(&SequenceNote::side), tr("Change side of note"));
    addPeopleRow(section, tr("Participants"), note.part(&SequenceNote::over));
    section.onlyWhen(nullptr);

    const Property<StatePill> state = bodyProperty<StatePill>(part);
    section.onlyWhen([state] { return state.exists(); });
    section.text(tr("State"), state.part(&StatePill::text), tr("schema v2, flag on …"));
    section.reference(tr("Of"), state.part(&StatePill::on), lifelineChoices(session, refs, {}),
        tr("Change lifeline"));
    section.onlyWhen(nullptr);

    const Property<Activation> bar = bodyProperty<Activation>(part);
    section.onlyWhen([bar] { return bar.exists(); });
    section.reference(tr("Of"), bar.part(&Activation::on), lifelineChoices(session, refs, {}),
        tr("Change lifeline"));
    section.check(tr("Ends here"), bar.part(&Activation::ends));
    section.onlyWhen(nullptr);
}

/// The compartments of one fragment.
void addOperands(Section& section, const Property<Fragment>& fragment)
{
    const Property<QList<Operand>> operands = fragment.part(&Fragment::operands);
    const auto change = [operands](const QString& what, const auto& act) {
        operands.modify([act](QList<Operand>& list) { act(list); }, {what, {}, {}, {}});
    };
    CardSource source;
    source.count = [operands] { return operands.first().size(); };
    source.key = [](qsizetype index) { return QString::number(index); };
    source.title = [operands](qsizetype index) {
        const QString guard = operands.first().value(index).guard;
        return guard.isEmpty() ? tr("Compartment %1").arg(index + 1) : guard;
    };
    source.build = [operands](qsizetype index, Section& body) {
        body.text(tr("When"), item(operands, index).part(&Operand::guard), tr("a condition"));
    };
    source.add = [change] {
        change(tr("Add compartment"), [](QList<Operand>& list) { list.append(Operand{}); });
    };
    source.remove = [change](qsizetype index) {
        change(tr("Remove compartment"), [index](QList<Operand>& list) { list.removeAt(index); });
    };
    source.move = [change](qsizetype from, qsizetype to) {
        change(tr("Move compartment"), [from, to](QList<Operand>& list) { list.move(from, to); });
    };
    source.addText = tr("Add a compartment");
    source.emptyText = tr("Compartments hold the messages.");
    auto* cards = new CardList(section.session(), source, &section);
    section.custom({}, cards, [cards] { cards->refresh(); });
}

void addFragmentRows(Section& section, const Property<SequencePart>& part,
    const QList<ElementRef>& refs, bool single)
{
    PlanSession* session = &section.session();
    const Property<Fragment> fragment = bodyProperty<Fragment>(part);
    section.onlyWhen([fragment] { return fragment.exists(); });
    section.choice(tr("Kind"), fragment.part(&Fragment::kind), tr("Change kind of fragment"));
    const auto refers
        = [fragment] { return fragment.part(&Fragment::kind).common() == FragmentKind::Reference; };
    section.onlyWhen([fragment, refers] { return fragment.exists() && refers(); });
    section.paragraph(tr("Text"), fragment.part(&Fragment::text), tr("What is drawn elsewhere"), 2);
    section.reference(
        tr("Diagram"), fragment.part(&Fragment::refersTo),
        [session, refs] {
            QList<ChoiceItem> items{{tr("none"), {}}};
            for (const Sequence& each : session->plan().sequences) {
                if (!refs.first().id.startsWith(each.id.text() + QLatin1Char('/'))) {
                    items.append(
                        {each.title.isEmpty() ? each.id.text() : each.title, each.id.text()});
                }
            }
            return items;
        },
        tr("Change reference"));
    addPeopleRow(section, tr("Participants"), fragment.part(&Fragment::over));
    addStepLinks(section, tr("Stands for"), fragment.part(&Fragment::nodes));
    section.onlyWhen(
        [fragment, refers, single] { return single && fragment.exists() && !refers(); });
    addOperands(section, fragment);
    section.onlyWhen(nullptr);
}

/// The parts between which a range can go.
std::function<QList<ChoiceItem>()> partChoices(PlanSession& session, const QList<ElementRef>& refs)
{
    return [&session, refs] {
        QList<ChoiceItem> items;
        const auto place = findPart(session.plan(), refs.first());
        if (place) {
            forEachPart(place->sequence->parts, [&](const SequencePart& part) {
                const QString text = part.message() ? part.message()->text : QString();
                items.append(
                    {text.isEmpty() ? part.id.text()
                                    : QString(text).replace(QLatin1Char('\n'), QLatin1Char(' ')),
                        part.id.text()});
            });
        }
        return items;
    };
}

void addRangeRows(Section& section, const QList<ElementRef>& refs)
{
    const Property<SequenceRange> range = rangesProperty(section.session(), refs);
    section.onlyWhen([range] { return range.exists(); });
    section.text(tr("Text"), range.part(&SequenceRange::text), tr("lock on customers, ≤ 30 s …"));
    section.choice(tr("Kind"), range.part(&SequenceRange::kind), tr("Change kind of range"));
    section.reference(tr("From"), range.part(&SequenceRange::from),
        partChoices(section.session(), refs), tr("Change where the range begins"));
    section.reference(tr("To"), range.part(&SequenceRange::to),
        partChoices(section.session(), refs), tr("Change where the range ends"));
    addPeopleRow(section, tr("Participants"), range.part(&SequenceRange::over));
    section.onlyWhen(nullptr);
}

} // namespace

void buildSequenceForm(Form& form, const QList<SequenceId>& sequences)
{
    const Property<Sequence> sequence = elementsProperty<Sequence>(form.session(), sequences);
    Section& section = form.section({}, QStringLiteral("sequence"));
    section.text(tr("Title"), sequence.part(&Sequence::title), tr("What it shows"));
    section.paragraph(tr("Notes"), sequence.part(&Sequence::notes), {}, 4);
    section.choice(tr("Tells"), sequence.part(&Sequence::scope), tr("Change what is told"));
    section.choice(tr("Numbers"), sequence.part(&Sequence::numbering), tr("Change numbering"));
    section.onlyWhen([sequence] {
        const auto kind = sequence.part(&Sequence::numbering).common();
        return !kind || *kind != Numbering::None;
    });
    section.number(tr("First number"), sequence.part(&Sequence::firstNumber), 0, 1000000);
    section.number(tr("Step"), sequence.part(&Sequence::numberStep), 1, 1000);
    section.onlyWhen(nullptr);
    form.finish();
}

void buildSequencePartForm(Form& form, const QList<ElementRef>& parts)
{
    const Property<SequencePart> part = partsProperty(form.session(), parts);
    Section& section = form.section({}, QStringLiteral("sequence.part"));
    addMessageRows(section, part, parts);
    addFragmentRows(section, part, parts, parts.size() == 1);
    addNoteRows(section, part, parts);
    addRangeRows(section, parts);
    form.finish();
}

void buildParticipantForm(Form& form, const QList<ParticipantId>& participants)
{
    PlanSession* session = &form.session();
    const Property<Participant> who = elementsProperty<Participant>(*session, participants);
    Section& section = form.section({}, QStringLiteral("participant"));
    section.text(tr("Name"), who.part(&Participant::title));
    section.choice(tr("Kind"), who.part(&Participant::kind), tr("Change kind of participant"));
    section.text(tr("Role"), who.part(&Participant::role), tr("what they do here"));
    const auto kind = [who] { return who.part(&Participant::kind).common(); };
    section.onlyWhen([kind] { return kind() == ParticipantKind::Application; });
    section.text(tr("Version"), who.part(&Participant::version), tr("which release"));
    section.onlyWhen([kind] {
        return kind() == ParticipantKind::Database || kind() == ParticipantKind::Replica;
    });
    section.reference(
        tr("Target"), who.part(&Participant::target),
        [session] {
            QList<ChoiceItem> items{{tr("none"), {}}};
            for (const Target& target : session->plan().targets) {
                items.append(
                    {target.title.isEmpty() ? target.id.text() : target.title, target.id.text()});
            }
            return items;
        },
        tr("Change target"));
    section.onlyWhen(nullptr);
    addGroupRow(section, tr("Region"), who.part(&Participant::region));
    Section& links = form.section(tr("Links"), QStringLiteral("participant.links"), true);
    addLinkRows(links, who.part(&Participant::links));
    form.finish();
}

} // namespace whimbrel
