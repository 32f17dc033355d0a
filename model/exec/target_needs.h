// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/flow.h"

#include <QSet>

namespace whimbrel {

/// Whether a run works on the target: it is home, where the run is journaled, or an action changes
/// it. The others are only read, by checks and copies.
[[nodiscard]] bool isWorkedOn(const Plan& plan, const TargetId& home, const TargetId& target);

/// The databases without which the node cannot be passed: where its action works and what it
/// reads, and what its checks look at. Of a change also what checks behind it compare with.
[[nodiscard]] QSet<TargetId> targetsNeededBy(const Flow& flow, const Node& node);

/// The databases that an action works on, reads, or looks at while it goes on.
[[nodiscard]] QSet<TargetId> targetsNeededBy(const Plan& plan, const std::optional<Action>& action);

} // namespace whimbrel
