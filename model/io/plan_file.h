// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/io/autosave.h"
#include "model/io/plan_hash.h"
#include "model/io/plan_lock.h"
#include "model/io/plan_pack.h"
#include "model/io/plan_paths.h"
#include "model/io/plan_reader.h"
#include "model/io/plan_writer.h"
#include "model/plan/plan.h"

#include <QString>
#include <QStringList>

namespace whimbrel {

/// The most that one file with SQL may hold, and all files of a plan together.
inline constexpr qint64 maxSqlFileBytes = 16 * 1024 * 1024;
inline constexpr qint64 maxSqlBytes = 256 * 1024 * 1024;

/// A plan with the file that it came from.
struct LoadedPlan {
    Plan plan{}; ///< with the contents of the referenced files that could be read
    QString path{};
    QStringList missingFiles{}; ///< referenced, but not there or not readable
    bool isCopy = false; ///< it came out of a picture, or a PDF's attachment, at `path`
};

/// Reads a plan file and the SQL files it refers to. The error names every violation, one a line.
/// Paths that leave the plan's root (the nearest ancestor with .git or .whimbrel-root, else the
/// plan's folder), also through symbolic links, are refused. Runs nothing. Of a picture (SVG, PNG,
/// PDF) it reads the plan that the picture carries, with its files, as if it stood beside it.
[[nodiscard]] Result<LoadedPlan> loadPlan(const QString& path);

/// The plan alone, as loadPlan() reads it but without its SQL files, whose paths are not looked at:
/// for copies that stand somewhere else, as git makes them.
[[nodiscard]] Result<Plan> loadPlanAlone(const QString& path);

/// Saves the plan and those of its SQL files whose content differs from the disk, each written
/// aside, synced and renamed; the plan file last. On failure nothing that was there is lost.
/// A plan that could not be read again (two checks of one id, …) is refused, and so is a path
/// where a picture stands.
[[nodiscard]] Result<> savePlan(const Plan& plan, const QString& path);

/// The same for a plan that was loaded from this path, or saved to it, as `before`. What others
/// changed on the disk since then is not overwritten: an SQL file that only they changed is left
/// alone, and where both changed the same file, nothing is saved (ErrorCode::Impossible).
[[nodiscard]] Result<> savePlan(const Plan& plan, const QString& path, const Plan& before);

/// The files that the plan's actions and checks name, each once, in plan order.
[[nodiscard]] QStringList referencedFiles(const Plan& plan);

} // namespace whimbrel
