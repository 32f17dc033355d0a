// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/check_places.h"
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"
#include "model/sql/parameters.h"

namespace whimbrel {

namespace {

constexpr const char* rule = "plan/dangling-reference";

/// Looks through one plan and keeps what several findings share.
class Search final {
public:
    Search(const RuleInput& input, Findings& findings)
        : m_input(input)
        , m_plan(input.plan)
        , m_findings(findings)
    { }

    void run()
    {
        for (const Group& group : m_plan.groups) {
            lookAt(group);
        }
        for (const Node& node : m_plan.nodes) {
            lookAt(node);
        }
        for (const Edge& edge : m_plan.edges) {
            lookAt(edge);
        }
        for (const SqlUse& use : m_input.sql) {
            lookAt(use);
        }
    }

private:
    Finding& add(const ElementRef& element, const QString& message, const QString& missing)
    {
        return report(m_findings, rule, element, message, element.id + QLatin1Char(':') + missing);
    }

    /// A fix of one operation.
    template <class Op>
    Fix fix(const QString& title, Op op) const
    {
        return {title, Edit{title, {std::move(op)}, {}}};
    }

    void lookAt(const Group& group)
    {
        if (group.parent.isEmpty()) {
            return;
        }
        Group alone = group;
        alone.parent = {};
        const auto takeOut = [&] {
            return fix(ruleText("Take %1 out of any other group").arg(m_input.name.of(group)),
                Put<Group>{alone, -1});
        };
        if (!m_plan.groups.contains(group.parent)) {
            add(ElementRef::of(group.id),
                ruleText("The group %1 lies in the group \"%2\", which is not in the plan.")
                    .arg(m_input.name.of(group), group.parent.text()),
                group.parent.text())
                .fixes.append(takeOut());
            return;
        }
        QSet<GroupId> above;
        GroupId at = group.parent;
        while (!at.isEmpty() && at != group.id && !above.contains(at)) {
            above.insert(at);
            const Group* next = m_plan.groups.find(at);
            at = next ? next->parent : GroupId();
        }
        if (at == group.id) {
            add(ElementRef::of(group.id),
                ruleText("The group %1 lies inside of itself.").arg(m_input.name.of(group)),
                group.parent.text())
                .fixes.append(takeOut());
        }
    }

    void lookAt(const Node& node)
    {
        const QString name = m_input.name.of(node);
        const ElementRef element = ElementRef::of(node.id);
        if (!node.owner.isEmpty() && !m_plan.participants.contains(node.owner)) {
            Finding& finding = add(element,
                ruleText("%1 is owned by \"%2\", who is no participant of the plan.")
                    .arg(name, node.owner.text()),
                node.owner.text());
            finding.severity = Severity::Warning;
            finding.fixes.append(addParticipant(node.owner));
            Node ownerless = node;
            ownerless.owner = {};
            finding.fixes.append(fix(ruleText("Remove the owner"), Put<Node>{ownerless, -1}));
        }
        if (!node.group.isEmpty() && !m_plan.groups.contains(node.group)) {
            Finding& finding = add(element,
                ruleText("%1 lies in the group \"%2\", which is not in the plan.")
                    .arg(name, node.group.text()),
                node.group.text());
            finding.severity = Severity::Warning;
            Group group;
            group.id = node.group;
            group.title = node.group.text();
            finding.fixes.append(fix(
                ruleText("Add the group \"%1\"").arg(node.group.text()), Put<Group>{group, -1}));
            Node alone = node;
            alone.group = {};
            finding.fixes.append(fix(ruleText("Take it out of the group"), Put<Node>{alone, -1}));
        }
        for (const ParticipantId& approver : node.approvers) {
            if (m_plan.participants.contains(approver)) {
                continue;
            }
            Finding& finding = add(element,
                ruleText("%1 is to be approved by \"%2\", who is no participant of the plan: "
                         "nobody could answer it.")
                    .arg(name, approver.text()),
                approver.text());
            finding.fixes.append(addParticipant(approver));
            Node fewer = node;
            fewer.approvers.removeAll(approver);
            finding.fixes.append(fix(ruleText("Remove the approver"), Put<Node>{fewer, -1}));
        }
        if (node.action) {
            lookAtAction(element, name, *node.action);
        }
        for (const QList<Check>* checks : checkLists(node)) {
            lookAt(element, name, *checks);
        }
    }

    void lookAt(const ElementRef& element, const QString& name, const QList<Check>& checks)
    {
        for (const Check& check : checks) {
            const QString what = ruleText("The check %1 of %2").arg(m_input.name.of(check), name);
            lookAtTarget(element, what, check.target, needsTarget(check));
            if (const auto* compare = std::get_if<CompareCheck>(&check.body)) {
                lookAtTarget(element, what, compare->rightTarget, true);
            }
        }
    }

    void lookAt(const Edge& edge)
    {
        const ElementRef element = ElementRef::of(edge.id);
        for (const NodeId& end : {edge.from, edge.to}) {
            if (m_plan.nodes.contains(end)) {
                continue;
            }
            const bool from = end == edge.from;
            Finding& finding = add(element,
                end.isEmpty() ? ruleText("The edge \"%1\" has an end that is tied to no step.")
                                    .arg(edge.id.text())
                    : from ? ruleText("%1 comes from a step that is not in the plan.")
                                 .arg(m_input.name.sentence(edge))
                           : ruleText("%1 leads to a step that is not in the plan.")
                                 .arg(m_input.name.sentence(edge)),
                end.text());
            finding.related.append(ElementRef::of(from ? edge.to : edge.from));
            finding.fixes.append(eraseEdgeFix(m_input, edge));
            return;
        }
        if (edge.action) {
            lookAtAction(element, m_input.name.sentence(edge), *edge.action);
        }
        if (const QList<Check>* limits = limitsOf(edge.action)) {
            lookAt(element, m_input.name.sentence(edge), *limits);
        }
        if (edge.kind == EdgeKind::Rollback && edge.method == RollbackMethod::Restore) {
            lookAtBackup(edge);
        }
    }

    void lookAtBackup(const Edge& edge)
    {
        const Node* backup = m_plan.nodes.find(edge.backup);
        if (backup && backup->kind == NodeKind::Backup) {
            return;
        }
        Finding& finding = add(ElementRef::of(edge.id),
            edge.backup.isEmpty() ? ruleText("%1 restores a backup, but does not say which.")
                                        .arg(m_input.name.sentence(edge))
                : backup ? ruleText("%1 restores %2, which is no backup.")
                               .arg(m_input.name.sentence(edge), m_input.name.of(*backup))
                         : ruleText("%1 restores the backup \"%2\", which is not in the plan.")
                               .arg(m_input.name.sentence(edge), edge.backup.text()),
            QStringLiteral("backup"));
        int offered = 0;
        for (const Node& node : m_plan.nodes) {
            if (node.kind == NodeKind::Backup && offered++ < 3) {
                Edge named = edge;
                named.backup = node.id;
                finding.fixes.append(
                    fix(ruleText("Restore %1").arg(m_input.name.of(node)), Put<Edge>{named, -1}));
            }
        }
    }

    void lookAtAction(const ElementRef& element, const QString& name, const Action& action)
    {
        lookAtTarget(element, name, action.target, needsTarget(action));
        if (const auto* copied = std::get_if<CopyAction>(&action.body);
            copied && !copied->from.isEmpty()) {
            lookAtTarget(element, name, copied->from, true);
        }
    }

    static bool needsTarget(const Action& action)
    {
        const ActionType type = action.type();
        return type == ActionType::Sql || type == ActionType::Backfill || type == ActionType::Copy
            || type == ActionType::Backup;
    }

    static bool needsTarget(const Check& check)
    {
        const CheckType type = check.type();
        return type != CheckType::Http && type != CheckType::Command && type != CheckType::Manual;
    }

    void lookAtTarget(
        const ElementRef& element, const QString& who, const TargetId& target, bool needed)
    {
        if (m_plan.targetOf(target)) {
            return;
        }
        if (target.isEmpty()) {
            if (needed && !m_targetMissed) {
                m_targetMissed = true;
                Finding& finding = report(m_findings, rule, wholePlan(),
                    ruleText("The plan names no target, so %1 has no database to run on.").arg(who),
                    QStringLiteral("targets"));
                finding.related.append(element);
                finding.fixes.append(addTarget(TargetId(QStringLiteral("primary"))));
            }
            return;
        }
        Finding& finding = add(element,
            ruleText("%1 runs on the target \"%2\", which is not in the plan.")
                .arg(who, target.text()),
            target.text());
        finding.fixes.append(addTarget(target));
    }

    Fix addTarget(const TargetId& id) const
    {
        Target target;
        target.id = id;
        target.title = id.text();
        target.dialect = m_plan.targets.isEmpty() ? Dialect::Sqlite : m_plan.targets.at(0).dialect;
        return fix(ruleText("Add the target \"%1\"").arg(id.text()), Put<Target>{target, -1});
    }

    Fix addParticipant(const ParticipantId& id) const
    {
        Participant participant;
        participant.id = id;
        participant.title = id.text();
        return fix(ruleText("Add \"%1\" to the participants").arg(id.text()),
            Put<Participant>{participant, -1});
    }

    void lookAt(const SqlUse& use)
    {
        const QString name = use.node.isEmpty()
            ? m_input.name.sentence(*m_plan.edges.find(EdgeId(use.element.id)))
            : m_input.name.of(use.node);
        if (use.missing) {
            Finding& finding = add(use.element,
                ruleText("%1 needs the file \"%2\", which is not there or cannot be read.")
                    .arg(name, use.source->file),
                use.source->file);
            finding.file = use.source->file;
            return;
        }
        if (!use.script.sql.contains("{{")) {
            return;
        }
        QSet<ParameterId> told;
        for (const ParameterUse& each : parametersIn(use.script.sql, use.dialect)) {
            if (m_plan.parameters.contains(each.id) || told.contains(each.id)) {
                continue;
            }
            told.insert(each.id);
            Finding& finding = add(use.element,
                ruleText("The SQL of %1 uses the parameter \"%2\", which is not in the plan.")
                    .arg(use.node.isEmpty()
                            ? m_input.name.of(*m_plan.edges.find(EdgeId(use.element.id)))
                            : name,
                        each.id.text()),
                QLatin1String("{{") + each.id.text() + QLatin1String("}}"));
            finding.file = use.source ? use.source->file : QString();
            finding.span = SqlSpan{each.begin, each.end, each.line};
            Parameter parameter;
            parameter.id = each.id;
            parameter.title = each.id.text();
            finding.fixes.append(fix(ruleText("Add the parameter \"%1\"").arg(each.id.text()),
                Put<Parameter>{parameter, -1}));
        }
    }

    const RuleInput& m_input;
    const Plan& m_plan;
    Findings& m_findings;
    bool m_targetMissed = false;
};

} // namespace

void findDanglingReferences(const RuleInput& input, Findings& findings)
{
    Search(input, findings).run();
}

} // namespace whimbrel
