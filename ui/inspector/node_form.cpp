// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/duration.h"
#include "model/plan/node_kind.h"
#include "ui/inspector/form.h"
#include "ui/inspector/rows.h"
#include "ui/session/plan_edits.h"
#include "ui/session/rehearsal_text.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("NodeForm", text);
}

/// Changes the kind of all nodes at once, with what follows from it for their edges and fields.
void changeKinds(PlanSession& session, const QList<NodeId>& nodes, NodeKind kind)
{
    Edit all{tr("Change kind"), {}, {}};
    for (const NodeId& id : nodes) {
        const Node* node = session.plan().nodes.find(id);
        if (node && node->kind != kind) {
            all.ops += edits::changeKind(session.plan(), id, kind).ops;
        }
    }
    if (!all.isEmpty()) {
        session.perform(all);
    }
}

void addRisk(Section& section, const Property<Node>& node)
{
    const auto risk = node.part(&Node::risk);
    section.keyChoice(
        tr("Risk"),
        [node] {
            const std::optional<NodeKind> kind = node.part(&Node::kind).common();
            QList<ChoiceItem> items{
                {kind ? tr("%1, as its kind").arg(nameOf(traits(*kind).risk)) : tr("As its kind"),
                    {}}};
            for (const auto& row : namedValues<Risk>()) {
                items.append({nameOf(row.value), QString::fromLatin1(row.key)});
            }
            return items;
        },
        [risk]() -> std::optional<QString> {
            std::optional<QString> found;
            bool mixed = false;
            risk.visit([&](const std::optional<RiskOverride>& held) {
                const QString key = held ? keyOf(held->risk) : QString();
                mixed = found && *found != key;
                found = key;
                return !mixed;
            });
            return mixed ? std::nullopt : found;
        },
        [risk](const QString& key, const Commit& commit) {
            risk.modify(
                [&key](std::optional<RiskOverride>& held) {
                    if (const std::optional<Risk> chosen = valueOf<Risk>(key)) {
                        RiskOverride changed = held.value_or(RiskOverride{});
                        changed.risk = *chosen;
                        held = changed;
                    } else {
                        held.reset();
                    }
                },
                commit);
        },
        tr("Change risk"));
    section.onlyWhen([risk] { return inside(risk).exists(); });
    section.text(tr("Because"), inside(risk).part(&RiskOverride::because),
        tr("why it differs from its kind"));
    section.onlyWhen(nullptr);
}

void addKindSections(
    Form& form, const Property<Node>& node, const std::function<bool(NodeKind)>& is)
{
    Section& gate = form.section(tr("Question"), QStringLiteral("node.gate"));
    gate.setShown([is] { return is(NodeKind::Gate); });
    gate.paragraph(tr("Asks"), node.part(&Node::ask), tr("What has to be decided?"), 2);
    addPeopleRow(gate, tr("Answered by"), node.part(&Node::approvers));
    gate.check(tr("Only with a signature"), node.part(&Node::mustBeSigned));

    Section& end = form.section(tr("Outcome"), QStringLiteral("node.end"));
    end.setShown([is] { return is(NodeKind::End); });
    end.choice(tr("Means"), node.part(&Node::outcome), tr("Change outcome"));

    Section& cutover = form.section(tr("Cutover"), QStringLiteral("node.cutover"));
    cutover.setShown([is] { return is(NodeKind::Cutover); });
    cutover.optionalChoice(
        tr("Switches"), node.part(&Node::switches), tr("not said"), tr("Change what switches"));
    const auto percent = node.part(&Node::percent);
    cutover.check(tr("Only a share of the traffic"), presence(percent, 10));
    cutover.onlyWhen([percent] { return inside(percent).exists(); });
    cutover.number(tr("Share"), inside(percent), 0, 100, tr(" %"));

    Section& monitor = form.section(tr("Observation"), QStringLiteral("node.monitor"));
    monitor.setShown([is] { return is(NodeKind::Monitor); });
    monitor.duration(tr("Holds for"), node.part(&Node::holdMs));
    monitor.duration(tr("Checks every"), node.part(&Node::everyMs));

    Section& backup = form.section(tr("Evidence of the backup"), QStringLiteral("node.backup"));
    backup.setShown([is] { return is(NodeKind::Backup); });
    const auto evidence = node.part(&Node::evidence);
    backup.check(tr("A recovery point exists already"), presence(evidence, BackupEvidence{}));
    backup.onlyWhen([evidence] { return inside(evidence).exists(); });
    backup.text(tr("Reference"), inside(evidence).part(&BackupEvidence::reference),
        tr("path or name in the backup system"));
    addMomentRow(backup, tr("Taken at"), inside(evidence).part(&BackupEvidence::takenAt));
    backup.text(tr("Position"), inside(evidence).part(&BackupEvidence::position),
        tr("log position, snapshot id"));
    addMomentRow(
        backup, tr("Restore tested"), inside(evidence).part(&BackupEvidence::restoreTestedAt));
}

void addActionSections(Form& form, const Property<Node>& node, const QList<NodeId>& nodes)
{
    const bool single = nodes.size() == 1;
    const ElementRef element = ElementRef::of(nodes.first());
    const auto action = node.part(&Node::action);
    const auto performs = [node, action] {
        bool any = inside(action).exists();
        node.visit([&any](const Node& each) {
            any = any || traits(each.kind).performs;
            return !any;
        });
        return any;
    };
    if (single) {
        Section& what = form.section(tr("Action"), QStringLiteral("node.action"));
        what.setShown(performs);
        what.setSummary([action] {
            const std::optional<Action> held = action.first();
            return held ? nameOf(held->type()) : QString();
        });
        addActionRows(what, action, element, nodes.first().text());
        Section& limits
            = form.section(tr("Limits of batches"), QStringLiteral("node.batchLimits"), true);
        addBatchLimitRows(limits, action, element, nodes.first().text());
    }
    Section& how = form.section(tr("How it runs"), QStringLiteral("node.limits"), true);
    how.setShown(
        [action] { return inside(action).exists() && inside(action).first().doesSomething(); });
    addActionLimitRows(how, action, element, nodes.first().text(), single);
}

void addCheckSections(Form& form, const Property<Node>& node, const NodeId& id)
{
    const ElementRef element = ElementRef::of(id);
    Section& checks = form.section(tr("Checks"), QStringLiteral("node.checks"));
    checks.setShown([node] {
        const Node held = node.first();
        return traits(held.kind).verifies || !held.checks.isEmpty();
    });
    addCheckRows(
        checks, node.part(&Node::checks), element, id.text(), tr("Nothing is checked here yet."));

    const auto flows = [node] { return traits(node.first().kind).flows; };
    Section& entry = form.section(tr("Entry conditions"), QStringLiteral("node.entry"), true);
    entry.setShown(flows);
    addCheckRows(entry, node.part(&Node::entry), element, id.text() + QStringLiteral("-entry"),
        tr("What must hold before this step is begun."));
    Section& exit = form.section(tr("Exit conditions"), QStringLiteral("node.exit"), true);
    exit.setShown(flows);
    addCheckRows(exit, node.part(&Node::exit), element, id.text() + QStringLiteral("-exit"),
        tr("What must hold before this step counts as done."));
}

} // namespace

void buildNodeForm(Form& form, const QList<NodeId>& nodes)
{
    PlanSession* session = &form.session();
    const bool single = nodes.size() == 1;
    const Property<Node> node = elementsProperty<Node>(*session, nodes);
    const auto is = [node](NodeKind kind) { return node.part(&Node::kind).common() == kind; };
    const auto flows = [node] {
        bool any = false;
        node.visit([&any](const Node& each) {
            any = traits(each.kind).flows;
            return !any;
        });
        return any;
    };

    Section& step = form.section({}, QStringLiteral("node"));
    if (single) {
        step.text(tr("Title"), node.part(&Node::title), tr("What this step does"));
    }
    step.keyChoice(
        tr("Kind"),
        [] {
            QList<ChoiceItem> items;
            for (const NodeKindTraits& row : nodeKinds()) {
                items.append({displayName(row.kind), QString::fromLatin1(row.key)});
            }
            return items;
        },
        [node]() -> std::optional<QString> {
            const std::optional<NodeKind> kind = node.part(&Node::kind).common();
            return kind ? std::optional<QString>(keyOf(*kind)) : std::nullopt;
        },
        [session, nodes](const QString& key, const Commit&) {
            if (const std::optional<NodeKind> kind = valueOf<NodeKind>(key)) {
                changeKinds(*session, nodes, *kind);
            }
        },
        tr("Change kind"));
    step.remark([node]() -> QString {
        const std::optional<NodeKind> kind = node.part(&Node::kind).common();
        return kind ? QCoreApplication::translate("NodeKind", traits(*kind).about) : QString();
    });
    step.onlyWhen(flows);
    addPersonRow(step, tr("Owner"), node.part(&Node::owner));
    addGroupRow(step, tr("Phase"), node.part(&Node::group));
    step.duration(tr("Estimate"), node.part(&Node::estimateMs), tr("not estimated"));
    step.remark([session, nodes]() -> QString {
        const RehearsedStep* tried
            = nodes.size() == 1 ? session->rehearsed().step(nodes.constFirst()) : nullptr;
        return tried ? rehearsalText(*tried) : QString();
    });
    step.onlyWhen([node] {
        bool changes = false;
        node.visit([&changes](const Node& each) {
            changes = isChange(each) || each.risk.has_value();
            return !changes;
        });
        return changes;
    });
    addRisk(step, node);
    step.onlyWhen(nullptr);
    step.paragraph(tr("Notes"), node.part(&Node::notes), {}, 3);

    addKindSections(form, node, is);
    addActionSections(form, node, nodes);
    if (single) {
        addCheckSections(form, node, nodes.first());
    }
    Section& window = form.section(tr("Window"), QStringLiteral("node.window"), true);
    window.setShown(flows);
    addWindowRows(window, node.part(&Node::window));
    if (single) {
        Section& links = form.section(tr("Links"), QStringLiteral("node.links"), true);
        addLinkRows(links, node.part(&Node::links));
        Section& about = form.section({}, QStringLiteral("node.about"));
        about.remark(
            [nodes] { return tr("Named %1 in the plan file.").arg(nodes.first().text()); });
    }
    form.finish();
}

} // namespace whimbrel
