// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QString>

namespace whimbrel {

/// SHA-256 (hex) over what execution depends on: nodes, edges, targets, parameters, actions,
/// checks, the bytes of referenced SQL. Not over layout, texts, comments, acceptances, evidence,
/// the order of the nodes, or whether SQL stands in the plan or in a file.
[[nodiscard]] QString planHash(const Plan& plan);

/// SHA-256 (hex) of one node's own part of the plan hash, for telling which steps an edit touched.
[[nodiscard]] QString stepHash(const Plan& plan, const Node& node);
[[nodiscard]] QString stepHash(const Plan& plan, const Edge& edge);

} // namespace whimbrel
