// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QList>

namespace whimbrel {

/// The main way through a flow.
struct HappyPath {
    QList<int> nodes{}; ///< positions in plan.nodes, in order; empty: there is none
    QList<int> edges{}; ///< positions in plan.edges, one fewer
    /// By position in plan.nodes: whether the node is reached from the start without a failure or
    /// a no. The others belong to ways out.
    QList<bool> onCourse{};
};

/// From the first start along outcomes none, pass and yes to an end marked migrated (else to any
/// end, else as far as it goes); at a fork the branch that was drawn first.
[[nodiscard]] HappyPath findHappyPath(const Plan& plan);

/// Whether the edge leaves the course: a failure or a refusal.
[[nodiscard]] bool leavesCourse(const Edge& edge);

} // namespace whimbrel
