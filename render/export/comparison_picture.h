// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/plan_difference.h"
#include "render/draw/display_list.h"
#include "render/draw/theme.h"

#include <QDateTime>

namespace whimbrel {

struct ComparisonOptions {
    ThemeName theme = ThemeName::Light;
    QString before{}; ///< what the two are called
    QString after{};
    bool furniture = true; ///< title, legend, title block
    QDateTime date{}; ///< for the title block; invalid: left out
};

/// Both versions in one diagram: the newer one, with what was removed in it, and every element
/// marked that is not the same. Nodes stand where the newer plan has them.
[[nodiscard]] DisplayList drawComparison(const Plan& before, const Plan& after,
    const PlanDifference& difference, const ComparisonOptions& options);

/// What is different of an element in one line: "changed: title, action.batch".
[[nodiscard]] QString summaryOf(const ElementDifference& difference);
/// "2 added · 1 removed · 3 changed"
[[nodiscard]] QString summaryOf(const PlanDifference& difference);
/// In the reader's language.
[[nodiscard]] QString nameOf(DifferenceKind kind);

} // namespace whimbrel
