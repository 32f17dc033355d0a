// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QHash>

namespace whimbrel {

/// A plan as it is laid out while some of its groups are folded: each outermost folded group is one
/// node, and the edges that led into it lead to that.
struct FoldedView {
    Plan plan{};
    QHash<GroupId, NodeId> standIns{}; ///< the nodes of plan that stand for groups
    QHash<NodeId, GroupId> hidden{}; ///< what is not shown, with the group that stands for it
    QHash<GroupId, QList<NodeId>> members{}; ///< the same the other way round
    /// Nodes of plan that stand elsewhere: an edge leads there. Of such a step the plan holds no
    /// more than its name.
    QSet<NodeId> ends{};

    /// Whether a step is there as itself.
    [[nodiscard]] bool shows(const NodeId& node) const
    {
        return plan.nodes.contains(node) && !ends.contains(node);
    }
};
[[nodiscard]] FoldedView foldedView(const Plan& plan);
/// One group alone, open: its content, folded groups in it folded, and the ends of the edges that
/// leave it. Nothing of the plan when there is no such group.
[[nodiscard]] FoldedView pageView(const Plan& plan, const GroupId& page);

/// What a folded group says of its inside: "5 steps · risky · 2 rollback edges".
[[nodiscard]] QString foldedSummary(const Plan& plan, const GroupId& group);

/// Whether a group lies in another, or is it.
[[nodiscard]] bool liesIn(const Plan& plan, const GroupId& group, const GroupId& outer);

/// Where the stand-in of a group stands when its steps stand there (top left corners); nothing if
/// none of them has a place. Moving them all moves it as far.
[[nodiscard]] std::optional<QPointF> standInPlace(
    const FoldedView& view, const GroupId& group, const QHash<NodeId, QPointF>& places);

/// Places of what is shown: those of hidden steps become that of what stands for them, and steps
/// elsewhere have none.
[[nodiscard]] QHash<NodeId, QPointF> shownPlaces(
    const FoldedView& view, const QHash<NodeId, QPointF>& places);

} // namespace whimbrel
