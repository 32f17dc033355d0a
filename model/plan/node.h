// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/action.h"
#include "model/plan/check.h"
#include "model/plan/extras.h"
#include "model/plan/ids.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QTime>

#include <optional>

namespace whimbrel {

/// What a node is. What follows from it stands in node_kind.h, one row a kind.
enum class NodeKind {
    Start,
    Task,
    Audit,
    Backup,
    Staging,
    Expand,
    DualWrite,
    Backfill,
    Deploy,
    Cutover,
    Contract,
    Verification,
    Gate,
    Monitor,
    Rollback,
    Fork,
    Join,
    End,
    Note,
};

enum class Risk { Safe, Caution, Risky };

/// A person's judgement of the risk where it differs from the kind's.
struct RiskOverride {
    Risk risk = Risk::Safe;
    QString because{};
    Extras extras{};
    bool operator==(const RiskOverride&) const = default;
};

/// When a step may be begun.
struct Window {
    QList<int> days{}; ///< 1 = Monday … 7 = Sunday; empty: every day
    QTime from{};
    QTime to{}; ///< before `from`: the next day
    QString zone{}; ///< IANA name; empty: UTC
    Extras extras{};
    bool operator==(const Window&) const = default;
};

/// A web address that belongs to an element: ticket, pull request, runbook.
struct Link {
    QString title{};
    QString url{};
    Extras extras{};
    bool operator==(const Link&) const = default;
};

/// What an end means.
enum class Outcome { Migrated, Reverted, Restored, Abandoned };

/// What a cutover switches.
enum class Switched { Reads, Writes, Both };

/// What shows that a recovery point exists.
struct BackupEvidence {
    QString reference{}; ///< how to find it: a path, a name in the backup system
    QString takenAt{}; ///< ISO 8601
    QString position{}; ///< log position, snapshot id
    QString restoreTestedAt{}; ///< ISO 8601 of the last time that it was restored
    Extras extras{};
    bool operator==(const BackupEvidence&) const = default;
};

/// A state or step of the flow: its kind says what it is, its action what is done to reach it.
struct Node {
    NodeId id{};
    NodeKind kind = NodeKind::Task;
    QString title{};
    QString notes{};
    ParticipantId owner{};
    GroupId group{};
    std::optional<qint64> estimateMs{};
    std::optional<Window> window{};
    std::optional<RiskOverride> risk{};
    QList<Check> entry{}; ///< must hold before the action
    QList<Check> exit{}; ///< must hold after it
    QList<Check> checks{}; ///< what a verification, gate, monitor or audit finds out
    std::optional<Action> action{};
    QList<Link> links{};

    QString ask{}; ///< gate: the question
    QList<ParticipantId> approvers{}; ///< gate: who may answer; empty: anyone
    bool mustBeSigned = false; ///< gate: an answer counts only with the person's signature
    Outcome outcome = Outcome::Migrated; ///< end
    std::optional<Switched> switches{}; ///< cutover
    std::optional<int> percent{}; ///< cutover: the share of traffic that is switched
    std::optional<qint64> holdMs{}; ///< monitor: for how long its checks repeat, or the hold lasts
    std::optional<qint64> everyMs{}; ///< monitor: the pause between two rounds of its checks
    std::optional<BackupEvidence> evidence{}; ///< backup

    Extras extras{};
    bool operator==(const Node&) const = default;
};

/// Whether a gate asks somebody, or is decided by its checks alone.
[[nodiscard]] inline bool asksPeople(const Node& gate)
{
    return gate.checks.isEmpty() || gate.mustBeSigned || !gate.ask.isEmpty()
        || !gate.approvers.isEmpty();
}

/// What an edge is for.
enum class EdgeKind { Forward, Rollback, Retry, Data };

/// How a rollback edge takes a change back.
enum class RollbackMethod { Compensate, Unhide, Restore };

/// A way from node to node.
struct Edge {
    EdgeId id{};
    EdgeKind kind = EdgeKind::Forward;
    NodeId from{};
    NodeId to{};
    QString when{}; ///< forward: the outcome that takes it; empty: pass or yes
    QString title{}; ///< shown beside the line
    QString notes{};
    std::optional<qint64> estimateMs{};
    std::optional<Action> action{}; ///< rollback: what compensates
    RollbackMethod method = RollbackMethod::Compensate; ///< rollback
    NodeId backup{}; ///< rollback by restore: the backup node whose copy comes back
    bool generated = false; ///< its action was generated and no person has accepted it yet
    QList<Link> links{};
    Extras extras{};
    bool operator==(const Edge&) const = default;
};

/// The outcomes that edges and answers are written with; any other text is a label.
namespace outcomes {
inline const QString pass = QStringLiteral("pass");
inline const QString fail = QStringLiteral("fail");
inline const QString yes = QStringLiteral("yes");
inline const QString no = QStringLiteral("no");
} // namespace outcomes

} // namespace whimbrel
