// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <QByteArray>
#include <QMap>
#include <QString>

namespace whimbrel {

/// Makes a SQLite database by running a template's sample script (see sampleScript()). `rows` is
/// handed to it in the temporary table sample_size; 0 leaves the number to the script. Refuses a
/// path where something is already; on failure nothing stays behind. Blocks for a second or so.
[[nodiscard]] Result<> makeSampleDatabase(
    const QByteArray& script, const QString& databasePath, int rows = 0);

/// Makes an empty SQLite database in `folder`, named as the target, for each target of the plan but
/// the first: where a plan moves rows to. What it made, by target.
[[nodiscard]] Result<QMap<TargetId, QString>> makeOtherDatabases(
    const Plan& plan, const QString& folder);

} // namespace whimbrel
