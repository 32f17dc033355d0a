// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_layout.h"

#include <QStringList>

namespace whimbrel::test {

/// What is wrong with a picture's geometry, one sentence each: nodes on nodes, lines through
/// foreign nodes or at an angle, ends off their nodes, labels on nodes, lines or other labels,
/// ways back on the lane of a way on.
[[nodiscard]] QStringList faultsOf(const Plan& plan, const FlowGeometry& geometry);

} // namespace whimbrel::test
