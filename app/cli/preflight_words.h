// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/preflight/preflight.h"

#include <QStringList>

namespace whimbrel::cli {

/// What a preflight found, for people.
[[nodiscard]] QStringList preflightLines(const PreflightReport& report, const Plan& plan);

} // namespace whimbrel::cli
