// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QByteArray>

namespace whimbrel {

/// The plan's flow as a graph for Graphviz' `dot`: nodes with their kinds and titles, groups as
/// clusters, edges by kind and outcome. The same plan gives the same bytes.
[[nodiscard]] QByteArray writeDot(const Plan& plan);

} // namespace whimbrel
