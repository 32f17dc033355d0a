// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/form.h"
#include "ui/inspector/rows.h"
#include "ui/session/plan_edits.h"
#include "ui/session/rehearsal_text.h"
#include "ui/style/icons.h"

#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("EdgeForm", text);
}

void changeKinds(PlanSession& session, const QList<EdgeId>& edges, EdgeKind kind)
{
    Edit all{tr("Change kind"), {}, {}};
    for (const EdgeId& id : edges) {
        const Edge* edge = session.plan().edges.find(id);
        if (edge && edge->kind != kind) {
            all.ops += edits::changeEdgeKind(session.plan(), id, kind).ops;
        }
    }
    if (!all.isEmpty()) {
        session.perform(all);
    }
}

/// Where an edge of one of these kinds comes from and leads to, and when it is taken.
void addEnds(Section& section, const Property<Edge>& edge)
{
    PlanSession* session = &section.session();
    const auto nodes = [session] { return nodeChoices(session->plan()); };
    section.reference(tr("From"), edge.part(&Edge::from), nodes, tr("Change where it begins"));
    section.reference(tr("To"), edge.part(&Edge::to), nodes, tr("Change where it leads"));
}

void addWhen(Section& section, const Property<Edge>& edge)
{
    section.onlyWhen([edge] { return edge.part(&Edge::kind).common() == EdgeKind::Forward; });
    const Property<QString> when = edge.part(&Edge::when);
    QLineEdit* editor = section.text(tr("When"), when, tr("pass or yes"));
    auto* completer = new QCompleter(
        QStringList{outcomes::pass, outcomes::fail, outcomes::yes, outcomes::no}, editor);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    editor->setCompleter(completer);
    QObject::connect(completer, qOverload<const QString&>(&QCompleter::activated), editor,
        [when](const QString& chosen) {
            when.set(chosen, {tr("Change when"), {}, {}, {}});
        });
    section.onlyWhen(nullptr);
}

/// Generated SQL counts only once somebody has read it.
void addAcceptance(Section& section, const Property<Edge>& edge)
{
    const Property<bool> generated = edge.part(&Edge::generated);
    section.onlyWhen([generated] { return generated.first(); });
    section.remark([generated]() -> QString {
        return generated.first()
            ? tr("This rollback was generated. It counts once a person has read it.")
            : QString();
    });
    auto* accept = new QPushButton(
        icon(QStringLiteral("accept")), tr("I have read this rollback"), &section);
    QObject::connect(accept, &QPushButton::clicked, accept, [generated] {
        generated.set(false, {tr("Accept the generated rollback"), {}, {}, {}});
    });
    section.custom({}, accept, nullptr);
    section.onlyWhen(nullptr);
}

} // namespace

void buildEdgeForm(Form& form, const QList<EdgeId>& edges)
{
    PlanSession* session = &form.session();
    const bool single = edges.size() == 1;
    const Property<Edge> edge = elementsProperty<Edge>(*session, edges);
    const auto isRollback
        = [edge] { return edge.part(&Edge::kind).common() == EdgeKind::Rollback; };

    Section& way = form.section({}, QStringLiteral("edge"));
    way.keyChoice(
        tr("Kind"),
        [] {
            QList<ChoiceItem> items;
            for (const auto& row : namedValues<EdgeKind>()) {
                items.append({nameOf(row.value), QString::fromLatin1(row.key)});
            }
            return items;
        },
        [edge]() -> std::optional<QString> {
            const std::optional<EdgeKind> kind = edge.part(&Edge::kind).common();
            return kind ? std::optional<QString>(keyOf(*kind)) : std::nullopt;
        },
        [session, edges](const QString& key, const Commit&) {
            if (const std::optional<EdgeKind> kind = valueOf<EdgeKind>(key)) {
                changeKinds(*session, edges, *kind);
            }
        },
        tr("Change kind"));
    if (single) {
        addEnds(way, edge);
    }
    addWhen(way, edge);
    way.text(tr("Label"), edge.part(&Edge::title), tr("shown beside the line"));
    way.duration(tr("Estimate"), edge.part(&Edge::estimateMs), tr("not estimated"));
    way.remark([session, edges]() -> QString {
        const Edge* shown
            = edges.size() == 1 ? session->plan().edges.find(edges.constFirst()) : nullptr;
        const RehearsedWay* tried
            = shown ? session->rehearsed().way(shown->from, shown->id) : nullptr;
        return tried ? rehearsalText(*tried) : QString();
    });
    way.onlyWhen(isRollback);
    way.choice(tr("Method"), edge.part(&Edge::method), tr("Change method"));
    way.onlyWhen([edge, isRollback] {
        return isRollback() && edge.part(&Edge::method).common() == RollbackMethod::Restore;
    });
    way.reference(
        tr("Backup"), edge.part(&Edge::backup),
        [session] { return backupChoices(session->plan()); }, tr("Change backup"));
    way.onlyWhen(nullptr);
    way.paragraph(tr("Notes"), edge.part(&Edge::notes), {}, 2);

    if (single) {
        const ElementRef element = ElementRef::of(edges.first());
        const auto action = edge.part(&Edge::action);
        const QString stem = edge.first().from.text() + QStringLiteral("-back");
        const auto acts = [isRollback, action] { return isRollback() || inside(action).exists(); };
        Section& what = form.section(tr("What takes it back"), QStringLiteral("edge.action"));
        what.setShown(acts);
        addAcceptance(what, edge);
        addActionRows(what, action, element, stem);
        Section& limits
            = form.section(tr("Limits of batches"), QStringLiteral("edge.batchLimits"), true);
        addBatchLimitRows(limits, action, element, stem);
        Section& how = form.section(tr("How it runs"), QStringLiteral("edge.limits"), true);
        how.setShown(
            [action] { return inside(action).exists() && inside(action).first().doesSomething(); });
        addActionLimitRows(how, action, element, stem, true);
        Section& links = form.section(tr("Links"), QStringLiteral("edge.links"), true);
        addLinkRows(links, edge.part(&Edge::links));
        Section& about = form.section({}, QStringLiteral("edge.about"));
        about.remark(
            [edges] { return tr("Named %1 in the plan file.").arg(edges.first().text()); });
    }
    form.finish();
}

void buildGroupForm(Form& form, const QList<GroupId>& groups)
{
    PlanSession* session = &form.session();
    const Property<Group> group = elementsProperty<Group>(*session, groups);
    Section& what = form.section({}, QStringLiteral("group"));
    if (groups.size() == 1) {
        what.text(tr("Title"), group.part(&Group::title));
    }
    what.choice(tr("Kind"), group.part(&Group::kind), tr("Change kind of group"));
    what.reference(
        tr("Inside"), group.part(&Group::parent),
        [session, groups] { return groupChoices(session->plan(), groups); },
        tr("Change the group around it"));
    what.remark([session, groups] {
        QStringList titles;
        for (const Node& node : session->plan().nodes) {
            if (groups.contains(node.group)) {
                titles.append(node.title.isEmpty() ? node.id.text() : node.title);
            }
        }
        return titles.isEmpty() ? tr("No step lies in it yet: choose it as the phase of a step.")
                                : tr("Steps: %1").arg(titles.join(QStringLiteral(", ")));
    });
    form.finish();
}

} // namespace whimbrel
