// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QString>

namespace whimbrel {

/// How many actions and checks of the plan refer to a file beside it.
[[nodiscard]] int referencesTo(const Plan& plan, const QString& path);

/// A path "sql/STEM.sql" that no file of the plan has yet.
[[nodiscard]] QString freeSqlPath(const Plan& plan, const QString& stem);

/// Why a path cannot name a file beside the plan; empty if it can. Paths are relative, with forward
/// slashes, and do not leave the plan's folder.
[[nodiscard]] QString pathProblem(const QString& path);

} // namespace whimbrel
