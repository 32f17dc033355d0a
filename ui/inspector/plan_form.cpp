// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/card_list.h"
#include "ui/inspector/form.h"
#include "ui/inspector/rename.h"
#include "ui/inspector/rows.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("PlanForm", text);
}

/// What differs between the lists of elements that the plan form shows.
template <class T>
struct ElementCards {
    const Elements<T> Plan::*elements;
    std::function<QString(const T&)> title;
    std::function<void(const Property<T>&, Section&)> build;
    QString idStem{}; ///< of new elements; empty: none can be added
    QString addText{};
    QString removeText{};
    QString moveText{};
    QString emptyText{};
};

template <class T>
decltype(T::id) freshId(const Elements<T>& elements, const QString& stem)
{
    decltype(T::id) id(stem);
    for (int i = 2; elements.contains(id); ++i) {
        id = decltype(T::id)(QStringLiteral("%1-%2").arg(stem).arg(i));
    }
    return id;
}

template <class T>
CardSource sourceOf(PlanSession* session, const ElementCards<T>& cards)
{
    const auto list
        = [session, cards]() -> const Elements<T>& { return session->plan().*cards.elements; };
    CardSource source;
    source.count = [list] { return list().size(); };
    source.key = [list](qsizetype i) { return list().at(i).id.text(); };
    source.title = [list, cards](qsizetype i) { return cards.title(list().at(i)); };
    source.build = [session, list, cards](qsizetype i, Section& body) {
        cards.build(elementsProperty<T>(*session, {list().at(i).id}), body);
    };
    if (!cards.idStem.isEmpty()) {
        source.add = [session, list, cards] {
            T made;
            made.id = freshId(list(), cards.idStem);
            session->perform({cards.addText, {Put<T>{made, -1}}, {}});
        };
        source.move = [session, list, cards](qsizetype from, qsizetype to) {
            if (to >= 0 && to < list().size()) {
                const T moved = list().at(from);
                session->perform({cards.moveText, {Erase<T>{moved.id}, Put<T>{moved, to}}, {}});
            }
        };
    }
    source.remove = [session, list, cards](qsizetype i) {
        session->perform({cards.removeText, {Erase<T>{list().at(i).id}}, {}});
    };
    source.addText = cards.addText;
    source.emptyText = cards.emptyText;
    return source;
}

template <class T>
void addCards(
    Form& form, const QString& title, const QString& key, const ElementCards<T>& cards, bool folded)
{
    PlanSession* session = &form.session();
    Section& section = form.section(title, key, folded);
    auto* list = new CardList(*session, sourceOf(session, cards), &section);
    section.custom({}, list, [list] { list->refresh(); });
    section.setSummary([session, cards] {
        const auto count = (session->plan().*cards.elements).size();
        return count == 0 ? QString() : QString::number(count);
    });
}

/// A row for an id that people write down elsewhere; `rename` makes the edit, which is empty when
/// the new id cannot be had.
template <class T>
void addIdRow(Section& section, const QString& label, const Property<T>& element,
    std::function<Edit(const Plan&, const QString&, const QString&)> rename)
{
    PlanSession* session = &section.session();
    auto* editor = new QLineEdit(&section);
    new EditTurn(*session, editor);
    QObject::connect(editor, &QLineEdit::editingFinished, editor, [=] {
        const QString old = element.first().id.text();
        const QString typed = editor->text().trimmed();
        if (old.isEmpty() || typed == old) {
            return;
        }
        const Edit edit = rename(session->plan(), old, typed);
        markInvalid(editor,
            edit.isEmpty() ? tr("This name is taken or empty; %1 keeps its own.").arg(old)
                           : QString());
        if (!edit.isEmpty()) {
            session->perform(edit);
        }
    });
    section.custom(label, editor, [=] {
        if (!editor->hasFocus()) {
            setTextKeepingCursor(editor, element.first().id.text());
        }
    });
}

void addTargets(Form& form)
{
    addCards<Target>(form, tr("Targets"), QStringLiteral("plan.targets"),
        {&Plan::targets,
            [](const Target& target) {
                return target.title.isEmpty()
                    ? tr("%1, %2").arg(target.id.text(), nameOf(target.dialect))
                    : tr("%1 (%2), %3").arg(target.title, target.id.text(), nameOf(target.dialect));
            },
            [](const Property<Target>& target, Section& body) {
                addIdRow<Target>(body, tr("Name"), target,
                    [](const Plan& plan, const QString& from, const QString& to) {
                        return renameTarget(plan, TargetId(from), TargetId(to));
                    });
                body.text(tr("Title"), target.part(&Target::title));
                body.choice(tr("Dialect"), target.part(&Target::dialect), tr("Change dialect"));
            },
            QStringLiteral("target"), tr("Add a target"), tr("Remove a target"),
            tr("Move a target"),
            tr("A target is a database that steps run on, by its role: primary, replica.")},
        false);
}

void addParameters(Form& form)
{
    addCards<Parameter>(form, tr("Parameters"), QStringLiteral("plan.parameters"),
        {&Plan::parameters,
            [](const Parameter& parameter) {
                return tr("%1 = %2").arg(parameter.id.text(), parameter.value);
            },
            [](const Property<Parameter>& parameter, Section& body) {
                addIdRow<Parameter>(body, tr("Name"), parameter,
                    [](const Plan& plan, const QString& from, const QString& to) {
                        return renameParameter(plan, ParameterId(from), ParameterId(to));
                    });
                body.text(tr("Title"), parameter.part(&Parameter::title));
                body.choice(
                    tr("Type"), parameter.part(&Parameter::type), tr("Change type of parameter"));
                body.text(tr("Value"), parameter.part(&Parameter::value),
                    tr("where no environment has its own"));
                const auto values = parameter.part(&Parameter::byEnvironment);
                const auto addValue = [&](const QString& label, const QString& environment) {
                    const auto visit = values.visit;
                    const auto modify = values.modify;
                    const Property<QString> value{
                        [visit, environment](const Property<QString>::Visitor& visitor) {
                            visit([&](const QMap<QString, QString>& map) {
                                return visitor(map.value(environment));
                            });
                        },
                        [modify, environment](
                            const Property<QString>::Change& change, const Commit& commit) {
                            return modify(
                                [&](QMap<QString, QString>& map) {
                                    QString held = map.value(environment);
                                    change(held);
                                    if (held.isEmpty()) {
                                        map.remove(environment);
                                    } else {
                                        map.insert(environment, held);
                                    }
                                },
                                commit);
                        }};
                    body.text(label, value, tr("as above"));
                };
                addValue(tr("In development"), QStringLiteral("development"));
                addValue(tr("In staging"), QStringLiteral("staging"));
                addValue(tr("In production"), QStringLiteral("production"));
            },
            QStringLiteral("parameter"), tr("Add a parameter"), tr("Remove a parameter"),
            tr("Move a parameter"), tr("SQL refers to a parameter as {{name}}.")},
        true);
}

void addPeopleAndGroups(Form& form)
{
    PlanSession* session = &form.session();
    addCards<Participant>(form, tr("Participants"), QStringLiteral("plan.participants"),
        {&Plan::participants,
            [](const Participant& participant) {
                const QString name
                    = participant.title.isEmpty() ? participant.id.text() : participant.title;
                return participant.role.isEmpty() ? name : tr("%1, %2").arg(name, participant.role);
            },
            [](const Property<Participant>& participant, Section& body) {
                body.text(tr("Name"), participant.part(&Participant::title));
                body.text(tr("Role"), participant.part(&Participant::role),
                    tr("team, application, service …"));
            },
            QStringLiteral("participant"), tr("Add a participant"), tr("Remove a participant"),
            tr("Move a participant"), tr("People, teams and applications that take part.")},
        true);
    addCards<Group>(form, tr("Phases and regions"), QStringLiteral("plan.groups"),
        {&Plan::groups,
            [](const Group& group) {
                return tr("%1, %2").arg(
                    group.title.isEmpty() ? group.id.text() : group.title, nameOf(group.kind));
            },
            [session](const Property<Group>& group, Section& body) {
                body.text(tr("Title"), group.part(&Group::title));
                body.choice(tr("Kind"), group.part(&Group::kind), tr("Change kind of group"));
                const GroupId self = group.first().id;
                body.reference(
                    tr("Inside"), group.part(&Group::parent),
                    [session, self] { return groupChoices(session->plan(), {self}); },
                    tr("Change the group around it"));
            },
            QStringLiteral("phase"), tr("Add a phase"), tr("Remove a phase"), tr("Move a phase"),
            tr("Phases group the steps on the diagram.")},
        true);
}

void addAssumptions(Form& form)
{
    addCards<Assumption>(form, tr("Assumptions"), QStringLiteral("plan.assumptions"),
        {&Plan::assumptions,
            [](const Assumption& assumption) {
                return assumption.assumption.isEmpty() ? tr("New assumption")
                                                       : assumption.assumption;
            },
            [](const Property<Assumption>& assumption, Section& body) {
                body.paragraph(tr("Assumed"), assumption.part(&Assumption::assumption),
                    tr("What the plan takes for granted"), 2);
                body.paragraph(tr("Impact"), assumption.part(&Assumption::impact),
                    tr("What would follow if it were wrong"), 2);
                body.paragraph(tr("Mitigation"), assumption.part(&Assumption::mitigation),
                    tr("What is done about it"), 2);
            },
            QStringLiteral("assumption"), tr("Add an assumption"), tr("Remove an assumption"),
            tr("Move an assumption"), tr("What the plan takes for granted, with its impact.")},
        true);
    addCards<Acceptance>(form, tr("Accepted findings"), QStringLiteral("plan.accepted"),
        {&Plan::accepted,
            [](const Acceptance& accepted) {
                return tr("%1: %2").arg(accepted.id.text(), accepted.because);
            },
            [](const Property<Acceptance>& accepted, Section& body) {
                body.paragraph(
                    tr("Because"), accepted.part(&Acceptance::because), tr("the reason"), 2);
                body.text(tr("By"), accepted.part(&Acceptance::by));
                addMomentRow(body, tr("At"), accepted.part(&Acceptance::at));
            },
            {}, {}, tr("Remove an acceptance"), {},
            tr("Findings are accepted with a reason in the problems pane.")},
        true);
}

} // namespace

void buildPlanForm(Form& form)
{
    const Property<PlanHeader> header = headerProperty(form.session());
    Section& plan = form.section({}, QStringLiteral("plan"));
    plan.text(tr("Title"), header.part(&PlanHeader::title), tr("What is migrated"));
    plan.paragraph(tr("Why"), header.part(&PlanHeader::why), tr("What it is good for"), 4);
    plan.choice(tr("Status"), header.part(&PlanHeader::status), tr("Change status"));
    plan.words(tr("Authors"), header.part(&PlanHeader::authors), tr("names, with commas between"));
    plan.text(tr("Ticket"), header.part(&PlanHeader::ticket));
    plan.number(tr("Revision"), header.part(&PlanHeader::revision), 0, 1'000'000);
    addTargets(form);
    addParameters(form);
    addPeopleAndGroups(form);
    addAssumptions(form);
    form.finish();
}

} // namespace whimbrel
