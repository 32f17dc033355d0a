// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/flow.h"
#include "model/plan/rehearsal.h"
#include "model/rules/coverage.h"
#include "model/rules/done_before.h"
#include "model/rules/finding.h"
#include "model/rules/naming.h"
#include "model/rules/sql_use.h"
#include "model/rules/way_back.h"

#include <QHash>
#include <QList>
#include <QSet>

namespace whimbrel {

/// What rules look at: a snapshot of the plan and everything that several rules would otherwise
/// each find out anew. Lists without an own remark are indexed by node, as in Flow.
struct RuleInput {
    explicit RuleInput(const Plan& snapshot, Rehearsed rehearsals = {});

    Flow flow;
    const Plan& plan; ///< flow's own copy
    Naming name;
    Rehearsed rehearsed{}; ///< what is known from trying this very plan
    QList<SqlUse> sql{}; ///< every place where SQL stands, in plan order
    QList<QList<int>> sqlOfNode{}; ///< into `sql`: the node's action and checks
    QHash<EdgeId, QList<int>> sqlOfEdge{}; ///< into `sql`
    QSet<const Check*> unwrittenChecks{}; ///< of the plan, whose SQL only stands for SQL
    QList<NodeSql> effects{}; ///< what the SQL of the node's action does
    /// Tables and "table.column" that the plan itself makes, plain names as in NodeSql.
    QSet<QString> planObjects{};
    QList<bool> live{}; ///< reached from the start along forward, rollback and retry edges
    QList<PlannedWayBack> waysBack{}; ///< of changes; empty for the rest
    QList<bool> exposed{}; ///< from here some way on meets a change or an end unverified
    DoneBefore done;
    QHash<NodeId, NodeId> lostSuccessor{}; ///< a node, and the missing one that it leads on to
    QHash<NodeId, QList<const Edge*>> lostEntering{}; ///< forward edges whose start is missing

    RuleInput(const RuleInput&) = delete;
    RuleInput& operator=(const RuleInput&) = delete;
};

} // namespace whimbrel
