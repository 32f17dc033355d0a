// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/flow.h"

#include <QHash>

#include <optional>

namespace whimbrel {

/// How gates are answered so that the run comes to a node.
using GateAnswers = QHash<NodeId, QString>;

/// The answers on the shortest way from the start to the node; nothing if every way there needs
/// something to fail.
[[nodiscard]] std::optional<GateAnswers> answersTowards(const Flow& flow, int node);

} // namespace whimbrel
