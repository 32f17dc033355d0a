// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QByteArray>

namespace whimbrel {

/// Writes the canonical form: two-space indent, fixed key order, elements in plan order, layout
/// last, a newline at the end. Default values are left out. readPlan() of it gives an equal plan.
[[nodiscard]] QByteArray writePlan(const Plan& plan);

} // namespace whimbrel
