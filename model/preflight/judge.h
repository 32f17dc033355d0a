// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/flow.h"
#include "model/plan/rehearsal.h"
#include "model/preflight/preflight.h"
#include "model/preflight/snapshot.h"

namespace whimbrel {

/// From when on something is worth a word.
struct PreflightLimits {
    qint64 oldTransactionMs = 5 * 60 * 1000;
    int connections = 4; ///< a run needs two to a database, and whoever looks after it some too
    double tightShare = 0.5; ///< of the free space that a step may take without a warning
};

/// What is judged: pure values, so that every judgement can be tried without a database.
struct Judged {
    const RunRequest& request;
    const PlanNeeds& needs;
    const Snapshot& snapshot;
    Rehearsed rehearsed{};
    QString signers{}; ///< the file of allowed signers; empty: none
    QDateTime now{};
    PreflightLimits limits{};
};

using PreflightFindings = QList<PreflightFinding>;

/// All findings, what weighs most first.
[[nodiscard]] PreflightFindings judge(const Judged& what);

/// Whether the run works on the database; otherwise checks and copies read it alone.
[[nodiscard]] bool isWorkedOn(const Judged& what, const TargetSnapshot& seen);

/// The judgements of one database, and of the plan.
void judgeRights(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings);
void judgeRoom(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings);
void judgeSessions(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings);
void judgeServer(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings);
void judgeTables(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings);
void judgeJournal(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings);
void judgeTime(const Judged& what, PreflightFindings& findings);
void judgePlan(const Judged& what, PreflightFindings& findings);

/// A finding about a database; the caller fills in the rest.
[[nodiscard]] PreflightFinding finding(PreflightLevel level, const char* about,
    const TargetSnapshot* seen, const QString& text, const QString& advice = {});
/// "session 4711 (app, psql, idle in transaction, 12 min): SELECT …"
[[nodiscard]] QString sessionText(const SeenSession& session);

} // namespace whimbrel
