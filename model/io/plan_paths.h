// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QString>

namespace whimbrel {

/// The folder that the plan's paths are relative to: the one that the plan file is in, through
/// symbolic links. Absolute.
[[nodiscard]] QString planFolder(const QString& planPath);

/// The folder that no path of the plan may leave: the nearest ancestor with .git or
/// .whimbrel-root, else the plan's folder. Absolute.
[[nodiscard]] QString planRoot(const QString& planPath);

/// Where a file stands that the plan names, absolute, whether or not it is there. Refuses paths
/// that are absolute or lead out of the plan's root, also through symbolic links, or into a .git
/// folder.
[[nodiscard]] Result<QString> resolvePlanFile(const QString& planPath, const QString& file);

/// A hidden file beside the plan that belongs to it: for split.whimbrel and the ending
/// "whimbrel-lock", .split.whimbrel-lock.
[[nodiscard]] QString companionPath(const QString& planPath, const QString& ending);

} // namespace whimbrel
