// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"
#include "model/rules/runnable.h"

#include <algorithm>

namespace whimbrel {

namespace {

constexpr unsigned anySwitch = DoneBefore::SomethingSwitched;

/// Lower-case names of the tables that a backfill reads or writes.
QStringList tablesOf(const RuleInput& input, int backfill)
{
    QStringList tables = input.effects.at(backfill).writtenTables;
    const Node& node = input.flow.node(backfill);
    if (node.action) {
        if (const auto* rows = std::get_if<BackfillAction>(&node.action->body)) {
            tables.append(rows->table.toLower());
        } else if (const auto* copied = std::get_if<CopyAction>(&node.action->body)) {
            tables.append(copied->destination().toLower());
        }
    }
    tables.removeDuplicates();
    return tables;
}

const SqlUse* actionSql(const RuleInput& input, int at)
{
    for (const int i : input.sqlOfNode.at(at)) {
        if (input.sql.at(i).role == SqlRole::Action) {
            return &input.sql.at(i);
        }
    }
    return nullptr;
}

bool backfills(const Node& node)
{
    return node.kind == NodeKind::Backfill
        || (node.action
            && (node.action->type() == ActionType::Backfill
                || node.action->type() == ActionType::Copy));
}

} // namespace

void findBackfillWithCutover(const RuleInput& input, Findings& findings)
{
    for (int at = 0; at < input.flow.size(); ++at) {
        const Node& node = input.flow.node(at);
        const NodeSql& sql = input.effects.at(at);
        const bool cutover = node.kind == NodeKind::Cutover || node.kind == NodeKind::Deploy;
        const bool both = (backfills(node) && (cutover || sql.rename || sql.rebuilds))
            || (cutover && (sql.manyRows || sql.rebuilds));
        if (!both) {
            continue;
        }
        Finding& finding = report(findings, "plan/backfill-and-cutover", ElementRef::of(node.id),
            ruleText("%1 carries rows over and switches the application over, in one step.")
                .arg(input.name.of(node)));
        const std::optional<Statement>& statement = sql.rename ? sql.rename : sql.manyRows;
        const SqlUse* use = actionSql(input, at);
        if (statement && use) {
            finding.span = spanOf(*statement);
            finding.file = use->source->file;
        }
        if (cutover && node.action && node.action->type() == ActionType::Backfill) {
            FixBuilder builder(input);
            Node fill;
            fill.id = NodeId(node.id.text() + QLatin1String("-fill"));
            fill.kind = NodeKind::Backfill;
            fill.title = ruleText("Fill for %1").arg(node.title);
            fill.action = node.action;
            fill.owner = node.owner;
            Node rest = node;
            rest.action.reset();
            builder.put(rest);
            builder.insertBefore(node.id, fill);
            finding.fixes.append(builder.take(
                ruleText("Move the backfill into a step of its own before %1; what switches over "
                         "is still to be written")
                    .arg(input.name.of(node))));
        }
    }
}

void findBackfillBeforeDualWrite(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    const bool planned = std::any_of(input.plan.nodes.begin(), input.plan.nodes.end(),
        [](const Node& node) { return node.kind == NodeKind::DualWrite; });
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        // A release that writes both, or a trigger, may stand in for a step of the kind.
        const unsigned enough
            = DoneBefore::DualWrite | (planned ? 0U : DoneBefore::SyncTrigger | DoneBefore::Deploy);
        if (node.kind != NodeKind::Backfill || input.done.hasAny(at, enough)) {
            continue;
        }
        Finding& finding = report(findings, "plan/backfill-before-dual-write",
            ElementRef::of(node.id),
            planned ? ruleText("%1 may run before old and new are both written.")
                          .arg(input.name.of(node))
                    : ruleText("Nothing makes sure that old and new are both written before %1.")
                          .arg(input.name.of(node)));
        for (const Node& other : input.plan.nodes) {
            if (other.kind == NodeKind::DualWrite) {
                finding.related.append(ElementRef::of(other.id));
            }
        }
        if (!planned) {
            FixBuilder builder(input);
            Node dual;
            dual.id = NodeId(QStringLiteral("dual-write"));
            dual.kind = NodeKind::DualWrite;
            dual.title = ruleText("Write old and new");
            dual.entry.append(manualCheck(QStringLiteral("ready"),
                ruleText("Is the new structure there, and does every writer tolerate it?")));
            dual.exit.append(manualCheck(QStringLiteral("both-written"),
                ruleText("Does every write reach the old and the new structure?")));
            builder.insertBefore(node.id, dual);
            finding.fixes.append(builder.take(
                ruleText("Insert a dual-write step before %1; its action, its way back and its "
                         "verification are still to be added")
                    .arg(input.name.of(node))));
        }
    }
}

void findConstraintBeforeBackfill(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    QHash<QString, QList<int>> backfillsOf;
    for (int at = 0; at < flow.size(); ++at) {
        if (backfills(flow.node(at))) {
            for (const QString& table : tablesOf(input, at)) {
                backfillsOf[table].append(at);
            }
        }
    }
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        if (!isChange(node)) {
            continue;
        }
        for (const Tightening& each : input.effects.at(at).tightenings) {
            const QList<int> later = backfillsOf.value(each.table);
            const auto backfill = std::find_if(later.begin(), later.end(),
                [&](int fill) { return fill != at && flow.dominates(at, fill); });
            // A table that the plan makes is empty until it is filled: nothing can violate it yet.
            if (backfill == later.end() || input.planObjects.contains(each.table)) {
                continue;
            }
            const SqlUse* use = actionSql(input, at);
            Finding& finding = report(findings, "plan/constraint-before-backfill",
                ElementRef::of(node.id),
                ruleText("%1 demands of \"%2\" what its rows only meet after %3: %4.")
                    .arg(input.name.of(node), each.table, input.name.of(flow.node(*backfill)),
                        QString::fromUtf8(use->script.text(each.statement)).simplified().left(80)),
                node.id.text() + QLatin1Char(':') + each.table);
            finding.related.append(ElementRef::of(flow.node(*backfill).id));
            finding.span = spanOf(each.statement);
            finding.file = use->source->file;
        }
    }
}

void findDualWriteConditions(const RuleInput& input, Findings& findings)
{
    for (const Node& node : input.plan.nodes) {
        const bool entry = hasRunnableCheck(input, node.entry);
        const bool exit = hasRunnableCheck(input, node.exit);
        if (node.kind != NodeKind::DualWrite || (entry && exit)) {
            continue;
        }
        Finding& finding = report(findings, "plan/dual-write-conditions", ElementRef::of(node.id),
            entry ? ruleText("%1 has no exit condition: nothing tells that both are written.")
                        .arg(input.name.of(node))
                : exit ? ruleText("%1 has no entry condition: nothing tells that writing both may "
                                  "begin.")
                             .arg(input.name.of(node))
                       : ruleText("%1 has neither entry nor exit conditions: nothing tells when "
                                  "writing both may begin, and that it works.")
                             .arg(input.name.of(node)));
        FixBuilder builder(input);
        Node changed = node;
        if (!entry) {
            changed.entry.append(manualCheck(QStringLiteral("ready"),
                ruleText("Is the new structure there, and does every writer tolerate it?")));
        }
        if (!exit) {
            changed.exit.append(manualCheck(QStringLiteral("both-written"),
                ruleText("Does every write reach the old and the new structure?")));
        }
        builder.put(changed);
        finding.fixes.append(builder.take(ruleText("Add conditions that a person confirms")));
    }
}

void findHalfCutovers(const RuleInput& input, Findings& findings)
{
    bool cutovers = false;
    for (const Node& node : input.plan.nodes) {
        if (node.kind != NodeKind::Cutover) {
            continue;
        }
        cutovers = true;
        if (node.switches == Switched::Both) {
            report(findings, "plan/cutover-half", ElementRef::of(node.id),
                ruleText("%1 switches reads and writes at once: if reads turn out wrong, writes "
                         "have gone to the new structure already.")
                    .arg(input.name.of(node)));
        } else if (!node.switches) {
            Finding& finding = report(findings, "plan/cutover-half", ElementRef::of(node.id),
                ruleText("%1 does not say whether it switches reads or writes.")
                    .arg(input.name.of(node)));
            finding.severity = Severity::Warning;
            for (const Switched half : {Switched::Reads, Switched::Writes}) {
                FixBuilder builder(input);
                Node said = node;
                said.switches = half;
                builder.put(said);
                finding.fixes.append(
                    builder.take(half == Switched::Reads ? ruleText("It switches reads")
                                                         : ruleText("It switches writes")));
            }
        }
    }
    if (!cutovers) {
        return; // then the release is what switches: plan/missing-deploy-actor
    }
    for (int at = 0; at < input.flow.size(); ++at) {
        const Node& node = input.flow.node(at);
        if (node.kind != NodeKind::Contract || input.done.has(at, anySwitch)) {
            continue;
        }
        const bool reads = input.done.has(at, DoneBefore::ReadsSwitched);
        const bool writes = input.done.has(at, DoneBefore::WritesSwitched);
        if (reads && writes) {
            continue;
        }
        report(findings, "plan/cutover-half", ElementRef::of(node.id),
            (reads ? ruleText("%1 takes the old structure away, but not every way to it has "
                              "switched all writes to the new one.")
                    : writes ? ruleText("%1 takes the old structure away, but not every way to it "
                                        "has switched all reads to the new one.")
                             : ruleText("%1 takes the old structure away, but not every way to it "
                                        "has switched all reads and writes to the new one."))
                .arg(input.name.of(node)));
    }
}

void findMissingDeploy(const RuleInput& input, Findings& findings)
{
    for (int at = 0; at < input.flow.size(); ++at) {
        const Node& node = input.flow.node(at);
        if (node.kind != NodeKind::Contract || input.done.has(at, DoneBefore::Deploy)) {
            continue;
        }
        Finding& finding = report(findings, "plan/missing-deploy-actor", ElementRef::of(node.id),
            ruleText("%1 takes the old structure away, but no release of the application is "
                     "certain to come before it.")
                .arg(input.name.of(node)));
        FixBuilder builder(input);
        Node deploy;
        deploy.id = NodeId(QLatin1String("deploy-before-") + node.id.text());
        deploy.kind = NodeKind::Deploy;
        deploy.title = ruleText("Release the application that needs the new structure only");
        Action action;
        action.body
            = ManualAction{ruleText("Confirm when no instance of the old version is left.")};
        deploy.action = action;
        builder.insertBefore(node.id, deploy);
        finding.fixes.append(builder.take(
            ruleText("Insert a release before %1; its way back and its verification are still to "
                     "be added")
                .arg(input.name.of(node))));
    }
}

} // namespace whimbrel
