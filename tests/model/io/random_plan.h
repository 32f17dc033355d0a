// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QRandomGenerator>

namespace whimbrel::test {

/// A plan in which every field of every element takes default and other values: all kinds, all
/// actions and checks, texts that need escaping, dangling references, unknown keys everywhere.
/// Its references to files have their content in Plan::files or are missing.
[[nodiscard]] Plan randomPlan(QRandomGenerator& random);

} // namespace whimbrel::test
