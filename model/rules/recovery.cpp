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

/// Whether the plan accepts that there is no way back from the change.
bool isAcceptedWithoutWay(const RuleInput& input, const Node& node)
{
    return input.plan.accepted.contains(
        AcceptanceId(QLatin1String("plan/forward-without-rollback:") + node.id.text()));
}

/// Inserts a step of the kind behind the start.
Fix insertAfterStartFix(const RuleInput& input, Node added, const QString& title)
{
    FixBuilder builder(input);
    builder.insertAfter(input.flow.node(input.flow.start()).id, std::move(added));
    return builder.take(title);
}

Fix insertBackupFix(const RuleInput& input)
{
    Node backup;
    backup.id = NodeId(QStringLiteral("backup"));
    backup.kind = NodeKind::Backup;
    backup.title = ruleText("Back up");
    Action action;
    const Target* target = input.plan.targetOf({});
    if (target && target->dialect == Dialect::Sqlite) {
        action.body = BackupAction{};
    } else {
        action.body = ManualAction{
            ruleText("Take a backup and note how to find it and when it was last restored.")};
    }
    backup.action = action;
    return insertAfterStartFix(input, backup, ruleText("Insert a backup behind the start"));
}

/// The changes before which the deed is not certainly done, in plan order.
QList<int> changesBefore(const RuleInput& input, DoneBefore::Deed deed)
{
    QList<int> found;
    for (int at = 0; at < input.flow.size(); ++at) {
        if (isChange(input.flow.node(at)) && !input.done.has(at, deed)) {
            found.append(at);
        }
    }
    return found;
}

void relateAll(const RuleInput& input, const QList<int>& nodes, Finding& finding)
{
    for (const int at : nodes) {
        finding.related.append(ElementRef::of(input.flow.node(at).id));
    }
}

/// The first of the drops that takes away what was there before the plan, if there is one.
std::optional<QString> firstLoss(const RuleInput& input, const NodeSql& sql)
{
    for (const QString& lost : sql.lost) {
        const QString table = lost.left(lost.indexOf(QLatin1Char('.')));
        if (!input.planObjects.contains(lost) && !input.planObjects.contains(table)) {
            return lost;
        }
    }
    return std::nullopt;
}

/// What the change destroys, as words; empty if it destroys nothing as far as is known.
QString destruction(const RuleInput& input, int at)
{
    const Node& node = input.flow.node(at);
    const NodeSql& sql = input.effects.at(at);
    if (sql.losesData) {
        const std::optional<QString> loss = firstLoss(input, sql);
        return loss ? ruleText("takes \"%1\" away").arg(*loss) : QString();
    }
    // What somebody or a program does there cannot be read: the kind decides.
    const bool unknown = node.action && node.action->type() != ActionType::Sql
        && node.action->type() != ActionType::Backfill && node.action->type() != ActionType::Copy
        && node.action->doesSomething();
    return node.kind == NodeKind::Contract && unknown ? ruleText("takes the old structure away")
                                                      : QString();
}

} // namespace

void findUngatedPointsOfNoReturn(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        if (!isChange(node) || input.done.has(at, DoneBefore::Gate)) {
            continue;
        }
        const PlannedWayBack& way = input.waysBack.at(at);
        const bool accepted = !way.exists() && isAcceptedWithoutWay(input, node);
        // Only the first of several: behind it there is no more to decide.
        if ((!needsRestore(way) && !accepted) || input.done.has(at, DoneBefore::NoReturn)) {
            continue;
        }
        Finding& finding = report(findings, "plan/point-of-no-return-ungated",
            ElementRef::of(node.id),
            accepted
                ? ruleText("From %1 there is no way back, and no gate asks anybody before it.")
                      .arg(input.name.of(node))
                : ruleText("From %1 only restoring a backup leads back, and every write since is "
                           "lost then; no gate asks anybody before it.")
                      .arg(input.name.of(node)));
        FixBuilder builder(input);
        Node gate;
        gate.id = NodeId(QLatin1String("go-") + node.id.text());
        gate.kind = NodeKind::Gate;
        gate.title
            = ruleText("Go ahead with %1?").arg(node.title.isEmpty() ? node.id.text() : node.title);
        gate.ask = ruleText("From here on there is no way back without losing writes. Go ahead?");
        const NodeId id = builder.insertBefore(node.id, gate, outcomes::yes);
        Node end;
        end.id = NodeId(QStringLiteral("abandoned"));
        end.kind = NodeKind::End;
        end.outcome = Outcome::Abandoned;
        end.title = ruleText("Abandoned");
        end.group = node.group;
        builder.add(wayOn(id, builder.add(end), outcomes::no));
        finding.fixes.append(
            builder.take(ruleText("Insert a gate before %1").arg(input.name.of(node))));
    }
}

void findDestructionBeforeBackup(const RuleInput& input, Findings& findings)
{
    for (int at = 0; at < input.flow.size(); ++at) {
        const Node& node = input.flow.node(at);
        if (!isChange(node) || input.done.has(at, DoneBefore::Backup)) {
            continue;
        }
        const QString what = destruction(input, at);
        if (what.isEmpty()) {
            continue;
        }
        Finding& finding
            = report(findings, "plan/destructive-before-backup", ElementRef::of(node.id),
                ruleText("%1 %2, and not every way to it passes a backup.")
                    .arg(input.name.of(node), what));
        if (const auto& statement = input.effects.at(at).losesData) {
            finding.span = spanOf(*statement);
            for (const int i : input.sqlOfNode.at(at)) {
                const SqlUse& use = input.sql.at(i);
                if (use.role == SqlRole::Action) {
                    finding.file = use.source->file;
                    break;
                }
            }
        }
        if (input.flow.start() >= 0) {
            finding.fixes.append(insertBackupFix(input));
        }
    }
}

void findMissingBackup(const RuleInput& input, Findings& findings)
{
    const QList<int> changes = changesBefore(input, DoneBefore::Backup);
    if (!changes.isEmpty()) {
        const Node& first = input.flow.node(changes.constFirst());
        Finding& finding = report(findings, "plan/no-backup", ElementRef::of(first.id),
            changes.size() == 1
                ? ruleText("No backup is certain to be there before %1.").arg(input.name.of(first))
                : ruleText("No backup is certain to be there before %1 and later changes, %2 in "
                           "all.")
                      .arg(input.name.of(first))
                      .arg(changes.size()));
        relateAll(input, changes.sliced(1), finding);
        finding.fixes.append(insertBackupFix(input));
    }
    for (const Node& node : input.plan.nodes) {
        const bool proven = (node.action && node.action->doesSomething())
            || (node.evidence && !node.evidence->reference.trimmed().isEmpty())
            || hasRunnableCheck(input, node.exit);
        if (node.kind == NodeKind::Backup && !proven) {
            Finding& finding = report(findings, "plan/no-backup", ElementRef::of(node.id),
                ruleText("%1 neither takes a backup nor names one: nothing shows that there is a "
                         "recovery point.")
                    .arg(input.name.of(node)),
                node.id.text() + QLatin1String(":evidence"));
            const Target* target = input.plan.targetOf({});
            if (target && target->dialect == Dialect::Sqlite) {
                FixBuilder builder(input);
                Node taking = node;
                Action action;
                action.body = BackupAction{};
                taking.action = action;
                builder.put(taking);
                finding.fixes.append(builder.take(ruleText("Let it take an online backup")));
            }
        }
    }
}

void findMissingRehearsal(const RuleInput& input, Findings& findings)
{
    const QList<int> changes = changesBefore(input, DoneBefore::Staging);
    if (changes.isEmpty() || input.rehearsed.isProof()) {
        return;
    }
    const Node& first = input.flow.node(changes.constFirst());
    QString message = changes.size() == 1
        ? ruleText("No rehearsal on staging is certain to come before %1.")
              .arg(input.name.of(first))
        : ruleText("No rehearsal on staging is certain to come before %1 and later changes, %2 "
                   "in all.")
              .arg(input.name.of(first))
              .arg(changes.size());
    if (input.rehearsed.isStale()) {
        message += QLatin1Char(' ')
            + ruleText("The rehearsal of %1 was of another state of this plan.")
                  .arg(input.rehearsed.staleAt.left(10));
    }
    Finding& finding = report(findings, "plan/no-rehearsal", ElementRef::of(first.id), message);
    relateAll(input, changes.sliced(1), finding);
    Node staging;
    staging.id = NodeId(QStringLiteral("staging"));
    staging.kind = NodeKind::Staging;
    staging.title = ruleText("Rehearse on staging");
    Action action;
    action.body = ManualAction{ruleText("Run this plan on a copy of production, forward and back. "
                                        "Confirm with the date of that run.")};
    staging.action = action;
    finding.fixes.append(insertAfterStartFix(
        input, staging, ruleText("Insert a rehearsal on staging behind the start")));
}

} // namespace whimbrel
