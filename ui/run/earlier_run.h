// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/journal.h"

#include <QList>

#include <optional>

namespace whimbrel {

/// Of the runs that the bound databases know, the one of this plan that is open, else the last one
/// that ended. Plans have no name of their own: their title tells which runs are of this one.
[[nodiscard]] std::optional<RunSummary> earlierRun(
    const QList<RunSummary>& runs, const QString& planTitle);

/// Who began it, and since when it is open or how it ended.
[[nodiscard]] QString earlierRunText(const RunSummary& run);

} // namespace whimbrel
