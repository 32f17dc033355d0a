// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace whimbrel {

/// What the operating system calls the person who started this process: who called sudo, else the
/// login of the process's user. Asked of the system and not of the environment alone, because
/// under cron or in a container there is none, and the journal should still name somebody.
[[nodiscard]] QString loginName();

} // namespace whimbrel
