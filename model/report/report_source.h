// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/exec/event.h"
#include "model/plan/plan.h"

#include <QList>

namespace whimbrel {

/// A run as it is to be told.
struct ReportSource {
    Plan plan{}; ///< that ran; without nodes if it is not at hand
    QList<Event> events{};
};

/// From the journals of the databases, home first. Blocks.
[[nodiscard]] Result<ReportSource> sourceFromJournal(const QStringList& urls, const QString& run);

/// From this machine's mirror: `run`, or the last run of the plan if that is empty. The mirror
/// holds no plan, so it has to be the one that ran; without a plan the steps are told by their ids.
[[nodiscard]] Result<ReportSource> sourceFromMirror(
    const std::optional<Plan>& plan, const QString& run);

} // namespace whimbrel
