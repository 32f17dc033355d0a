// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/rows.h"

#include "model/plan/node_kind.h"
#include "ui/inspector/card_list.h"

#include <QComboBox>
#include <QCompleter>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>
#include <QTimeEdit>
#include <QTimeZone>
#include <QToolButton>

#include <array>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Rows", text);
}

/// An id made of a name that no element has yet.
template <class T>
auto freshId(const Elements<T>& elements, const QString& name)
{
    static const QRegularExpression odd(QStringLiteral("[^a-z0-9]+"));
    QString stem = name.toLower();
    stem.replace(odd, QStringLiteral("-"));
    while (stem.startsWith(QLatin1Char('-'))) {
        stem.remove(0, 1);
    }
    while (stem.endsWith(QLatin1Char('-'))) {
        stem.chop(1);
    }
    if (stem.isEmpty()) {
        stem = QStringLiteral("x");
    }
    decltype(T::id) id(stem);
    for (int i = 2; elements.contains(id); ++i) {
        id = decltype(T::id)(stem + QLatin1Char('-') + QString::number(i));
    }
    return id;
}

template <class T>
QString titleOf(const Elements<T>& elements, const decltype(T::id)& id)
{
    const T* found = elements.find(id);
    return found && !found->title.isEmpty() ? found->title : id.text();
}

/// The element that people mean by a name; where there is none, one is made and the operation that
/// adds it is appended.
template <class T>
decltype(T::id) resolve(const Elements<T>& elements, const QString& name, QList<Op>& ops)
{
    for (const T& each : elements) {
        if (each.id.text() == name || each.title.compare(name, Qt::CaseInsensitive) == 0) {
            return each.id;
        }
    }
    T made;
    made.id = freshId(elements, name);
    made.title = name;
    ops.append(Put<T>{made, -1});
    return made.id;
}

/// A row that names one element of a kind and makes new ones on the fly.
template <class T>
void addNamedRow(Section& section, const QString& label, const Property<decltype(T::id)>& property,
    const Elements<T> Plan::*elements, const QString& nobody)
{
    using IdType = decltype(T::id);
    PlanSession* session = &section.session();
    auto* editor = new QComboBox(&section);
    editor->setEditable(true);
    editor->setInsertPolicy(QComboBox::NoInsert);
    editor->setFocusPolicy(Qt::StrongFocus);
    editor->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    editor->setMinimumContentsLength(8);
    new EditTurn(*session, editor);
    new EditTurn(*session, editor->lineEdit());
    const QString what = tr("Change %1").arg(label.toLower());
    const auto refresh = [=] {
        const QSignalBlocker blocker(editor);
        const Elements<T>& known = session->plan().*elements;
        if (!editor->lineEdit()->hasFocus() || !editor->lineEdit()->isModified()) {
            editor->clear();
            editor->addItem(QString(), QString());
            for (const T& each : known) {
                editor->addItem(titleOf(known, each.id), each.id.text());
            }
            const std::optional<IdType> id = property.common();
            editor->lineEdit()->setPlaceholderText(
                property.isMixed() ? Section::tr("several values") : nobody);
            editor->setCurrentIndex(id ? editor->findData(id->text()) : -1);
            editor->lineEdit()->setCursorPosition(0); // the beginning is what tells names apart
            if (id && editor->currentIndex() < 0) {
                editor->setEditText(tr("%1 (missing)").arg(id->text()));
            }
        }
    };
    QObject::connect(editor, &QComboBox::activated, editor, [=](int index) {
        editor->lineEdit()->setModified(false);
        property.set(IdType(editor->itemData(index).toString()), {what, {}, {}, {}});
    });
    QObject::connect(editor->lineEdit(), &QLineEdit::editingFinished, editor, [=] {
        if (!editor->lineEdit()->isModified()) {
            return;
        }
        editor->lineEdit()->setModified(false);
        const QString name = editor->currentText().trimmed();
        Commit commit{what, {}, {}, {}};
        property.set(
            name.isEmpty() ? IdType() : resolve(session->plan().*elements, name, commit.before),
            commit);
        refresh();
    });
    section.custom(label, editor, refresh);
}

} // namespace

QList<ChoiceItem> targetChoices(const Plan& plan)
{
    QList<ChoiceItem> items{{plan.targets.isEmpty()
            ? tr("The first target")
            : tr("%1 (the first)").arg(titleOf(plan.targets, plan.targets.at(0).id)),
        {}}};
    for (const Target& target : plan.targets) {
        items.append({titleOf(plan.targets, target.id), target.id.text()});
    }
    return items;
}

QList<ChoiceItem> nodeChoices(const Plan& plan)
{
    QList<ChoiceItem> items;
    items.reserve(plan.nodes.size());
    for (const Node& node : plan.nodes) {
        items.append({titleOf(plan.nodes, node.id), node.id.text()});
    }
    return items;
}

QList<ChoiceItem> backupChoices(const Plan& plan)
{
    QList<ChoiceItem> items{{tr("none"), {}}};
    for (const Node& node : plan.nodes) {
        if (node.kind == NodeKind::Backup) {
            items.append({titleOf(plan.nodes, node.id), node.id.text()});
        }
    }
    return items;
}

QList<ChoiceItem> groupChoices(const Plan& plan, const QList<GroupId>& without)
{
    QList<ChoiceItem> items{{tr("none"), {}}};
    for (const Group& group : plan.groups) {
        // A group cannot lie in itself, nor in one that lies in it.
        bool inside = false;
        const Group* around = &group;
        for (qsizetype depth = 0; around && depth <= plan.groups.size(); ++depth) {
            inside = inside || without.contains(around->id);
            around = plan.groups.find(around->parent);
        }
        if (!inside) {
            items.append({titleOf(plan.groups, group.id), group.id.text()});
        }
    }
    return items;
}

void addPersonRow(Section& section, const QString& label, const Property<ParticipantId>& property)
{
    addNamedRow<Participant>(section, label, property, &Plan::participants, tr("nobody"));
}

void addGroupRow(Section& section, const QString& label, const Property<GroupId>& property)
{
    addNamedRow<Group>(section, label, property, &Plan::groups, tr("none"));
}

void addPeopleRow(
    Section& section, const QString& label, const Property<QList<ParticipantId>>& property)
{
    PlanSession* session = &section.session();
    auto* editor = new QLineEdit(&section);
    editor->setPlaceholderText(tr("anyone"));
    new EditTurn(*session, editor);
    const auto refresh = [=] {
        if (editor->hasFocus() && editor->isModified()) {
            return;
        }
        QStringList names;
        for (const ParticipantId& id : property.first()) {
            names.append(titleOf(session->plan().participants, id));
        }
        setTextKeepingCursor(editor, names.join(QStringLiteral(", ")));
        editor->setModified(false);
    };
    QObject::connect(editor, &QLineEdit::editingFinished, editor, [=] {
        if (!editor->isModified()) {
            return;
        }
        editor->setModified(false);
        Commit commit{tr("Change %1").arg(label.toLower()), {}, {}, {}};
        QList<ParticipantId> people;
        Plan plan = session->plan();
        for (const QString& word : editor->text().split(QLatin1Char(','))) {
            if (!word.trimmed().isEmpty()) {
                const auto known = commit.before.size();
                people.append(resolve(plan.participants, word.trimmed(), commit.before));
                for (qsizetype i = known; i < commit.before.size(); ++i) {
                    plan.participants.put(std::get<Put<Participant>>(commit.before.at(i)).value);
                }
            }
        }
        property.set(people, commit);
        refresh();
    });
    section.custom(label, editor, refresh);
    section.remark([=]() -> QString {
        return session->plan().participants.isEmpty()
            ? QString()
            : tr("Names separated by commas. A new name becomes a participant.");
    });
}

void addWindowRows(Section& section, const Property<std::optional<Window>>& property)
{
    Window usual;
    usual.from = QTime(22, 0);
    usual.to = QTime(5, 0);
    section.check(
        QCoreApplication::translate("Rows", "Only within a window"), presence(property, usual));
    const Property<Window> window = inside(property);
    section.onlyWhen([window] { return window.exists(); });

    const Property<QList<int>> days = window.part(&Window::days);
    auto* row = new QWidget(&section);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    std::array<QToolButton*, 7> buttons{};
    for (int day = 1; day <= 7; ++day) {
        auto* button = new QToolButton(row);
        button->setText(QLocale().dayName(day, QLocale::ShortFormat).left(2));
        button->setAccessibleName(QLocale().dayName(day));
        button->setToolTip(QLocale().dayName(day));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        buttons[static_cast<size_t>(day - 1)] = button;
        layout->addWidget(button);
        QObject::connect(button, &QToolButton::clicked, button, [days, day](bool on) {
            days.modify(
                [day, on](QList<int>& list) {
                    list.removeAll(day);
                    if (on) {
                        list.append(day);
                        std::sort(list.begin(), list.end());
                    }
                },
                {tr("Change days"), {}, {}, {}});
        });
    }
    layout->addStretch(1);
    row->setFocusProxy(buttons[0]);
    section.custom(tr("Days"), row, [days, buttons] {
        const QList<int> chosen = days.first();
        for (size_t i = 0; i < buttons.size(); ++i) {
            buttons[i]->setChecked(chosen.contains(static_cast<int>(i) + 1));
        }
    });
    section.remark([days, window]() -> QString {
        return window.exists() && days.first().isEmpty() ? tr("Every day.") : QString();
    });

    const auto addTime = [&section](const QString& label, const Property<QTime>& time) {
        auto* editor = new QTimeEdit(&section);
        editor->setDisplayFormat(QStringLiteral("HH:mm"));
        editor->setFocusPolicy(Qt::StrongFocus);
        auto* turn = new EditTurn(section.session(), editor);
        QObject::connect(
            editor, &QTimeEdit::userTimeChanged, editor, [time, turn, label](QTime chosen) {
                time.set(chosen, turn->commit(tr("Change %1").arg(label.toLower())));
            });
        section.custom(label, editor, [editor, time] {
            const QSignalBlocker blocker(editor);
            editor->setTime(time.first());
        });
    };
    addTime(tr("From"), window.part(&Window::from));
    addTime(tr("To"), window.part(&Window::to));
    const Property<QString> zone = window.part(&Window::zone);
    QLineEdit* zoneEditor = section.text(tr("Zone"), zone, QStringLiteral("UTC"));
    QStringList zones;
    for (const QByteArray& id : QTimeZone::availableTimeZoneIds()) {
        zones.append(QString::fromLatin1(id));
    }
    auto* completer = new QCompleter(zones, zoneEditor);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    zoneEditor->setCompleter(completer);
    QObject::connect(completer, qOverload<const QString&>(&QCompleter::activated), zoneEditor,
        [zone](const QString& chosen) {
            zone.set(chosen, {tr("Change zone"), {}, {}, {}});
        });
    section.remark([zone, window]() -> QString {
        const QString id = zone.first();
        const bool known = id.isEmpty() || QTimeZone(id.toLatin1()).isValid();
        return window.exists() && !known
            ? tr("%1 is no time zone. Write one such as Europe/Berlin.").arg(id)
            : QString();
    });
    section.onlyWhen(nullptr);
    section.setSummary([window]() -> QString {
        if (!window.exists()) {
            return {};
        }
        const Window shown = window.first();
        return tr("%1–%2 %3")
            .arg(shown.from.toString(QStringLiteral("HH:mm")),
                shown.to.toString(QStringLiteral("HH:mm")),
                shown.zone.isEmpty() ? QStringLiteral("UTC") : shown.zone);
    });
}

void addLinkRows(Section& section, const Property<QList<Link>>& property)
{
    CardSource source;
    source.count = [property] { return property.first().size(); };
    source.key = [](qsizetype i) { return QString::number(i); };
    source.title = [property](qsizetype i) {
        const Link link = property.first().at(i);
        if (!link.title.isEmpty()) {
            return link.title;
        }
        return link.url.isEmpty() ? tr("New link") : link.url;
    };
    source.build = [property](qsizetype i, Section& body) {
        const Property<Link> link = item(property, i);
        body.text(tr("Name"), link.part(&Link::title), tr("Ticket, runbook …"));
        body.text(tr("Address"), link.part(&Link::url), QStringLiteral("https://…"));
    };
    source.add = [property] {
        property.modify(
            [](QList<Link>& links) { links.append(Link{}); }, {tr("Add a link"), {}, {}, {}});
    };
    source.remove = [property](qsizetype i) {
        property.modify(
            [i](QList<Link>& links) { links.removeAt(i); }, {tr("Remove a link"), {}, {}, {}});
    };
    source.move = [property](qsizetype from, qsizetype to) {
        property.modify([from, to](QList<Link>& links) { links.move(from, to); },
            {tr("Move a link"), {}, {}, {}});
    };
    source.addText = tr("Add a link");
    auto* list = new CardList(section.session(), source, &section);
    section.custom({}, list, [list] { list->refresh(); });
    section.setSummary([property] {
        const auto count = property.first().size();
        return count == 0 ? QString() : QString::number(count);
    });
}

void addMomentRow(Section& section, const QString& label, const Property<QString>& property)
{
    QLineEdit* editor = section.text(label, property, QStringLiteral("2026-05-01T02:00Z"));
    QObject::connect(editor, &QLineEdit::editingFinished, editor, [editor] {
        const QString text = editor->text().trimmed();
        const bool wrong = !text.isEmpty() && !QDateTime::fromString(text, Qt::ISODate).isValid();
        markInvalid(editor, wrong ? tr("Write date and time like 2026-05-01T02:00Z.") : QString());
    });
}

} // namespace whimbrel
