// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/status_view.h"

namespace whimbrel::cli {

/// How a followed run is shown: on the terminal, as JSON lines for programs, or as the runner's
/// messages for a window.
enum class Following { Text, JsonLines, Messages };

/// Follows the run until it has ended, the input of a window ends, or the process is told to stop.
/// With `withInput` also when standard input ends. Looks every `everyMs`; prints only what has
/// changed. Returns the exit code.
[[nodiscard]] int execFollowing(
    RunFollower& follower, const StatusView& view, Following how, qint64 everyMs, bool withInput);

} // namespace whimbrel::cli
