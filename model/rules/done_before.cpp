// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/done_before.h"

#include "model/plan/node_kind.h"

namespace whimbrel {

namespace {

constexpr unsigned everything = ~0U;

struct Effect {
    unsigned adds = 0;
    unsigned removes = 0;
};

unsigned switchedBy(const Node& cutover)
{
    // A ramp step has not switched yet: old and new are both in use.
    if (cutover.percent.value_or(100) < 100) {
        return 0;
    }
    if (!cutover.switches) {
        return DoneBefore::SomethingSwitched;
    }
    switch (*cutover.switches) {
    case Switched::Reads:
        return DoneBefore::ReadsSwitched;
    case Switched::Writes:
        return DoneBefore::WritesSwitched;
    case Switched::Both:
        return DoneBefore::ReadsSwitched | DoneBefore::WritesSwitched;
    }
    return 0;
}

Effect effectOf(const Node& node, const NodeSql& sql, const PlannedWayBack& way)
{
    Effect effect;
    switch (node.kind) {
    case NodeKind::Backup:
        effect.adds = DoneBefore::Backup;
        break;
    case NodeKind::Staging:
        effect.adds = DoneBefore::Staging;
        break;
    case NodeKind::DualWrite:
        effect.adds = DoneBefore::DualWrite;
        break;
    case NodeKind::Deploy:
        effect.adds = DoneBefore::Deploy;
        break;
    case NodeKind::Cutover:
        effect.adds = switchedBy(node);
        break;
    case NodeKind::Gate:
        effect.adds = DoneBefore::Gate;
        break;
    case NodeKind::Start:
    case NodeKind::Task:
    case NodeKind::Audit:
    case NodeKind::Expand:
    case NodeKind::Backfill:
    case NodeKind::Contract:
    case NodeKind::Verification:
    case NodeKind::Monitor:
    case NodeKind::Rollback:
    case NodeKind::Fork:
    case NodeKind::Join:
    case NodeKind::End:
    case NodeKind::Note:
        break;
    }
    if (isChange(node)) {
        effect.removes = DoneBefore::Gate;
        effect.adds |= sql.createsTrigger ? DoneBefore::SyncTrigger : 0U;
        effect.adds |= needsRestore(way) ? DoneBefore::NoReturn : 0U;
    }
    return effect;
}

} // namespace

DoneBefore::DoneBefore(
    const Flow& flow, const QList<NodeSql>& effects, const QList<PlannedWayBack>& ways)
    : m_before(flow.size(), everything)
{
    const Digraph& graph = flow.forward();
    const QList<int> order = graph.topologicalOrder();
    QList<Effect> effect(flow.size());
    for (int at = 0; at < flow.size(); ++at) {
        effect[at] = effectOf(flow.node(at), effects[at], ways[at]);
    }
    const auto after
        = [&](int at) { return (m_before[at] & ~effect[at].removes) | effect[at].adds; };
    // What is known only ever shrinks, so this ends; without cycles after the second round.
    for (bool changed = true; changed;) {
        changed = false;
        for (const int at : order) {
            if (!flow.reachedFromStart(at)) {
                continue;
            }
            unsigned all = everything;
            unsigned any = 0;
            for (const int from : graph.previous(at)) {
                if (flow.reachedFromStart(from)) {
                    all &= after(from);
                    any |= after(from);
                }
            }
            const bool joins = flow.node(at).kind == NodeKind::Join;
            const unsigned now = at == flow.start() ? 0U : joins ? any : all;
            if (now != m_before[at]) {
                m_before[at] = now;
                changed = true;
            }
        }
    }
}

} // namespace whimbrel
