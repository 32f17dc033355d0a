// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QString>

namespace whimbrel {

/// How people call an element: a step by its title, an edge by its ends.
[[nodiscard]] QString elementName(const Plan& plan, const ElementRef& element);

} // namespace whimbrel
