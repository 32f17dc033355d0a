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
};
[[nodiscard]] FoldedView foldedView(const Plan& plan);

/// What a folded group says of its inside: "5 steps · risky · 2 rollback edges".
[[nodiscard]] QString foldedSummary(const Plan& plan, const GroupId& group);

/// Where the stand-in of a group stands when its steps stand there (top left corners); nothing if
/// none of them has a place. Moving them all moves it as far.
[[nodiscard]] std::optional<QPointF> standInPlace(
    const FoldedView& view, const GroupId& group, const QHash<NodeId, QPointF>& places);

} // namespace whimbrel
