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

bool isProbe(const Check& check)
{
    return check.type() == CheckType::Http || check.type() == CheckType::ReplicationLag;
}

/// Whether the node watches how production fares: a monitor that looks or waits, or a verification
/// that probes.
bool watches(const RuleInput& input, const Node& node)
{
    if (node.kind == NodeKind::Monitor) {
        return hasRunnableCheck(input, node.checks) || node.holdMs.value_or(0) > 0;
    }
    return isVerification(node)
        && std::any_of(node.checks.begin(), node.checks.end(),
            [&](const Check& check) { return isProbe(check) && isRunnable(input, check); });
}

Node newMonitor(const QString& id)
{
    constexpr qint64 minute = 60 * 1000;
    Node monitor;
    monitor.id = NodeId(id);
    monitor.kind = NodeKind::Monitor;
    monitor.title = ruleText("Watch production");
    monitor.holdMs = 30 * minute;
    monitor.everyMs = 10 * minute;
    monitor.checks.append(manualCheck(QStringLiteral("healthy"),
        ruleText("Are error rate, latency and replication lag as they were before?")));
    return monitor;
}

} // namespace

void findMissingHealthCheck(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        if (node.kind != NodeKind::Cutover) {
            continue;
        }
        const QList<int>& guards = flow.guardsOf(at);
        const bool takenBack = !flow.leaving(at, EdgeKind::Rollback).isEmpty();
        const bool watched = std::any_of(guards.begin(), guards.end(), [&](int guard) {
            const QList<const Edge*> on = flow.leaving(guard, EdgeKind::Forward);
            const bool aborts = takenBack || !flow.leaving(guard, EdgeKind::Rollback).isEmpty()
                || std::any_of(on.begin(), on.end(), [](const Edge* e) { return !isWayOn(*e); });
            return aborts && hasRunnableCheck(input, flow.node(guard).checks);
        });
        // Where there is no way back at all, that is the finding.
        if (watched || (!guards.isEmpty() && !input.waysBack.at(at).exists())) {
            continue;
        }
        Finding& finding = report(findings, "plan/no-health-check", ElementRef::of(node.id),
            ruleText("Nothing looks at how the application fares after %1, with a way out if it "
                     "does not.")
                .arg(input.name.of(node)));
        FixBuilder builder(input);
        builder.insertAfter(node.id, newMonitor(QLatin1String("watch-") + node.id.text()));
        finding.fixes.append(
            builder.take(ruleText("Insert a monitor after %1").arg(input.name.of(node))));
    }
}

void findMissingMonitoring(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    // Spread from the changes until something watches; changes begin anew.
    QList<bool> unwatched(flow.size(), false);
    QList<int> open;
    for (int at = 0; at < flow.size(); ++at) {
        if (isChange(flow.node(at)) && flow.reachedFromStart(at)) {
            open.append(at);
        }
    }
    while (!open.isEmpty()) {
        const int at = open.takeLast();
        for (const int next : flow.forward().next(at)) {
            const Node& node = flow.node(next);
            if (!unwatched[next] && !isChange(node) && !watches(input, node)) {
                unwatched[next] = true;
                open.append(next);
            }
        }
    }
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        if (!unwatched[at] || node.kind != NodeKind::End || node.outcome != Outcome::Migrated) {
            continue;
        }
        Finding& finding = report(findings, "plan/no-monitoring-at-end", ElementRef::of(node.id),
            ruleText("A way leads to %1 on which nobody watches production after the last change.")
                .arg(input.name.of(node)));
        FixBuilder builder(input);
        builder.insertBefore(node.id, newMonitor(QStringLiteral("watch")));
        finding.fixes.append(
            builder.take(ruleText("Insert a monitor before %1").arg(input.name.of(node))));
    }
}

} // namespace whimbrel
