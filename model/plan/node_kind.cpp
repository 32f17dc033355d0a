// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"

#include <array>

namespace whimbrel {

namespace {

constexpr bool yes = true;
constexpr bool no = false;

#define TEXT(text) QT_TRANSLATE_NOOP("NodeKind", text)

// kind, key, name, about, changes, performs, verifies, flows, outcomes, risk
constexpr std::array rows{
    NodeKindTraits{NodeKind::Start, "start", TEXT("Start"), TEXT("What production runs today."), no,
        no, no, yes, Outcomes::None, Risk::Safe},
    NodeKindTraits{NodeKind::Task, "task", TEXT("Task"),
        TEXT("Work that changes nothing in the systems: write the script, schedule the window."),
        no, yes, no, yes, Outcomes::PassOrFail, Risk::Safe},
    NodeKindTraits{NodeKind::Audit, "audit", TEXT("Audit"),
        TEXT("Look at schema, data and dependants; assumptions as checks."), no, yes, yes, yes,
        Outcomes::PassOrFail, Risk::Safe},
    NodeKindTraits{NodeKind::Backup, "backup", TEXT("Backup"),
        TEXT("A recovery point exists before anything risky."), no, yes, no, yes,
        Outcomes::PassOrFail, Risk::Safe},
    NodeKindTraits{NodeKind::Staging, "staging", TEXT("Staging"),
        TEXT("The plan was rehearsed on staging."), no, yes, no, yes, Outcomes::PassOrFail,
        Risk::Safe},
    NodeKindTraits{NodeKind::Expand, "expand", TEXT("Expand"),
        TEXT("An additive, backward-compatible schema change."), yes, yes, no, yes,
        Outcomes::PassOrFail, Risk::Safe},
    NodeKindTraits{NodeKind::DualWrite, "dual-write", TEXT("Dual-write"),
        TEXT("Old and new structure are both written."), yes, yes, no, yes, Outcomes::PassOrFail,
        Risk::Caution},
    NodeKindTraits{NodeKind::Backfill, "backfill", TEXT("Backfill"),
        TEXT("Existing rows are carried over, in batches."), yes, yes, no, yes,
        Outcomes::PassOrFail, Risk::Caution},
    NodeKindTraits{NodeKind::Deploy, "deploy", TEXT("Deploy"),
        TEXT("An application release or feature flag."), yes, yes, no, yes, Outcomes::PassOrFail,
        Risk::Caution},
    NodeKindTraits{NodeKind::Cutover, "cutover", TEXT("Cutover"),
        TEXT("Reads or writes switch to the new structure."), yes, yes, no, yes,
        Outcomes::PassOrFail, Risk::Risky},
    NodeKindTraits{NodeKind::Contract, "contract", TEXT("Contract"),
        TEXT("The old structure goes: hidden, held, then dropped."), yes, yes, no, yes,
        Outcomes::PassOrFail, Risk::Risky},
    NodeKindTraits{NodeKind::Verification, "verification", TEXT("Verification"),
        TEXT("Row counts, checksums, queries, health probes."), no, no, yes, yes,
        Outcomes::PassOrFail, Risk::Safe},
    NodeKindTraits{NodeKind::Gate, "gate", TEXT("Gate"), TEXT("Go or no-go, decided by a person."),
        no, no, yes, yes, Outcomes::Answer, Risk::Safe},
    NodeKindTraits{NodeKind::Monitor, "monitor", TEXT("Monitor"),
        TEXT("An observation window in which checks repeat, or a hold."), no, no, yes, yes,
        Outcomes::PassOrFail, Risk::Safe},
    NodeKindTraits{NodeKind::Rollback, "rollback", TEXT("Rollback"),
        TEXT("A compensating step drawn as a node of its own."), no, yes, no, yes,
        Outcomes::PassOrFail, Risk::Caution},
    NodeKindTraits{NodeKind::Fork, "fork", TEXT("Fork"), TEXT("Branches that go on side by side."),
        no, no, no, yes, Outcomes::None, Risk::Safe},
    NodeKindTraits{NodeKind::Join, "join", TEXT("Join"), TEXT("Where all branches of a fork meet."),
        no, no, no, yes, Outcomes::None, Risk::Safe},
    NodeKindTraits{NodeKind::End, "end", TEXT("End"),
        TEXT("An outcome: migrated, reverted, restored or abandoned."), no, no, no, yes,
        Outcomes::None, Risk::Safe},
    NodeKindTraits{NodeKind::Note, "note", TEXT("Note"),
        TEXT("A remark that takes no part in the flow."), no, no, no, no, Outcomes::None,
        Risk::Safe},
};

#undef TEXT

} // namespace

std::span<const NodeKindTraits> nodeKinds()
{
    return rows;
}

const NodeKindTraits& traits(NodeKind kind)
{
    const NodeKindTraits& row = rows[static_cast<size_t>(kind)];
    Q_ASSERT(row.kind == kind);
    return row;
}

QString displayName(NodeKind kind)
{
    return QCoreApplication::translate("NodeKind", traits(kind).name);
}

bool isChange(const Node& node)
{
    return traits(node.kind).changes;
}

bool isVerification(const Node& node)
{
    return node.kind == NodeKind::Verification
        || (traits(node.kind).verifies && !node.checks.isEmpty());
}

Risk riskOf(const Node& node)
{
    return node.risk ? node.risk->risk : traits(node.kind).risk;
}

} // namespace whimbrel
