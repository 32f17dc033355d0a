// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/database/secret.h"

#include <QString>

namespace whimbrel::cli {

/// Asks for a password at the terminal, which does not show what is typed. Where there is no
/// terminal the first line of standard input is the password. Blocks. An empty one is refused.
[[nodiscard]] Result<Secret> askSecret(const QString& question);

} // namespace whimbrel::cli
