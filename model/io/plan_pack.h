// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <QByteArray>

namespace whimbrel {

/// The plan with its files as one JSON text, as the journal keeps it; and back.
[[nodiscard]] QByteArray packPlan(const Plan& plan);
[[nodiscard]] Result<Plan> unpackPlan(const QByteArray& packed);
/// Whether a file begins as packPlan() does.
[[nodiscard]] bool isPacked(const QByteArray& file);

} // namespace whimbrel
