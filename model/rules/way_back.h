// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/flow.h"

#include <QList>

namespace whimbrel {

/// What a way back does when it is followed.
enum class Compensation {
    Missing, ///< nothing, or an action that nobody has filled in
    Twice, ///< the edge and the rollback node that it enters both act
    NoReason, ///< says that there is nothing to do, but not why
    Explained, ///< nothing to do, and why
    Unreviewed, ///< generated, and accepted by nobody
    Given,
};

/// How a change can be taken back. Pointers are into the flow's plan.
struct PlannedWayBack {
    QList<const Edge*>
        edges{}; ///< rollback edges of the change, then of the verifications guarding it
    QList<int> compensators{}; ///< rollback nodes that a failed verification leads to

    [[nodiscard]] bool exists() const { return !edges.isEmpty() || !compensators.isEmpty(); }
};

/// Of every node that is a change; empty for the others. Indexed by node.
[[nodiscard]] QList<PlannedWayBack> findWaysBack(const Flow& flow);

/// Whether the action is still to be written: SQL without text or file, a command without a
/// program, a backfill without table or key.
[[nodiscard]] bool isUnwritten(const Action& action);

/// What following the rollback edge does. A restore acts by the backup that it names.
[[nodiscard]] Compensation compensationOf(const Flow& flow, const Edge& rollback);
/// What the rollback node does by itself.
[[nodiscard]] Compensation compensationOf(const Node& compensator);

/// The changes that following the rollback edge takes back first: its own start, or the changes
/// that the verification guards there.
[[nodiscard]] QList<int> takenBackBy(const Flow& flow, const Edge& rollback);

/// The nodes at which a run may come to rest behind a rollback node: what it leads to along forward
/// and rollback edges without entering a change, itself left out.
[[nodiscard]] QList<int> restsBehind(const Flow& flow, int compensator);

/// Whether all that the way back leads to is safe for the change.
[[nodiscard]] bool isSafe(const Flow& flow, const PlannedWayBack& way, int change);

/// Whether restoring the backup that it names is the only way that the change has.
[[nodiscard]] bool needsRestore(const PlannedWayBack& way);

/// From which nodes some way on (fail and no edges aside) meets another change or an end before it
/// meets a verification. Indexed by node.
[[nodiscard]] QList<bool> findExposed(const Flow& flow);

} // namespace whimbrel
