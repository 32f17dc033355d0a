// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <QList>
#include <QString>

namespace whimbrel {

/// What both sides changed, and not to the same. Fields are named as the plan file has them; an
/// empty field is the whole element, an empty text: it is not there.
struct MergeConflict {
    QString section{}; ///< "nodes"; "plan" for the plan's head
    QString id{};
    QString field{};
    QString base{};
    QString ours{};
    QString theirs{};
    bool operator==(const MergeConflict&) const = default;
};

struct MergedPlan {
    Plan plan{}; ///< can be saved and opened; SQL files are ours
    QList<MergeConflict> conflicts{};
};

/// Joins what two sides made of one plan. Elements are known by their ids, wherever they stand.
/// What only one side changed is taken. Where both did, the plan has ours (an element that one side
/// removed and the other changed stays), and the conflict is named, also in the plan itself
/// (mergeConflictsKey).
/// Positions and the order of texts that count nothing are never conflicts.
[[nodiscard]] MergedPlan mergePlans(const Plan& base, const Plan& ours, const Plan& theirs);

} // namespace whimbrel
