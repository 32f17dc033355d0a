// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/rehearsal.h"

#include <QString>

namespace whimbrel {

/// What a step took in the rehearsal: "rehearsal: 2.1 s, 400 rows, lock ACCESS EXCLUSIVE on
/// customers 40 ms".
[[nodiscard]] QString rehearsalText(const RehearsedStep& step);

/// What a way back came to: "rehearsal: exact, 17 ms".
[[nodiscard]] QString rehearsalText(const RehearsedWay& way);

} // namespace whimbrel
