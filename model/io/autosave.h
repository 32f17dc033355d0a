// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace whimbrel {

/// Unsaved work, kept beside the plan in a hidden file (.NAME.whimbrel-autosave) and never in it.
struct Autosave {
    Plan plan{}; ///< with its files
    QDateTime savedAt{};
};

/// Keeps the plan as it is now. Atomic: an earlier autosave stays until this one is whole.
[[nodiscard]] Result<> writeAutosave(const Plan& plan, const QString& planPath);

/// The autosave that is there and differs from the saved plan; nothing if there is none. It is
/// returned also when the plan file itself cannot be read.
[[nodiscard]] Result<std::optional<Autosave>> readAutosave(const QString& planPath);

/// The plans of a folder that have an autosave, whether or not they have a file; the latest first.
[[nodiscard]] QStringList autosavedPlans(const QString& folder);

/// After saving, or when the person lets the unsaved work go.
void removeAutosave(const QString& planPath);

} // namespace whimbrel
