// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "render/draw/display_list.h"
#include "render/draw/theme.h"

#include <QHash>

namespace whimbrel {

/// The numbers under which the open comments stand in a picture: one an element, in the order in
/// which the elements were first remarked on.
[[nodiscard]] QHash<ElementRef, int> callOutNumbers(const Plan& plan);

/// A disc with the number at a place, and its room in the group's bounds.
void addCallOut(DrawGroup& group, int number, QPointF centre, const Theme& look);

/// What the numbers stand for: the open comments with who wrote them and when, below a picture.
[[nodiscard]] DrawGroup drawCallOuts(
    const Plan& plan, const QPointF& topLeft, double width, const Theme& look);

} // namespace whimbrel
