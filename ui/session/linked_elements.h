// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

namespace whimbrel {

/// What tells of the same as these elements in another diagram: the messages and references of a
/// step or way back, the other way round, and those of the same step in other sequence diagrams.
[[nodiscard]] QList<ElementRef> linkedElements(const Plan& plan, const QList<ElementRef>& elements);

} // namespace whimbrel
