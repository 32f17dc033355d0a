// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/exec/event.h"
#include "model/plan/plan.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace whimbrel {

/// One run as the journal of a database knows it.
struct RunSummary {
    QString run{};
    QString title{};
    QString planHash{}; ///< of the plan that runs now
    QString planId{}; ///< hash of the plan with which it began; stays when an edit is adopted
    QString environment{};
    QString by{};
    QString home{}; ///< target whose journal holds run, gates and position
    QString target{}; ///< the target that this database is in the run
    QDateTime started{};
    QDateTime lastEvent{};
    std::optional<Outcome> ended{}; ///< none: the run is open
};

/// The runs in the journal of the database, newest first; none if it has no journal. Blocks; opens
/// the database for reading and closes it again.
[[nodiscard]] Result<QList<RunSummary>> listRuns(const QString& url);

/// The run's events in the databases of all its targets, merged, in order. The URL of home comes
/// first. Blocks.
[[nodiscard]] Result<QList<Event>> readEvents(const QStringList& urls, const QString& run);

/// The plan that the run carries out, with its SQL, as the journal kept it (the last adopted one).
[[nodiscard]] Result<Plan> readRunPlan(const QString& url, const QString& run);

/// Where the events of a run are mirrored on this machine: one JSON object a line.
/// $XDG_STATE_HOME/whimbrel/runs/RUN.jsonl
[[nodiscard]] QString mirrorPath(const QString& run);

} // namespace whimbrel
