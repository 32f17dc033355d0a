// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/executor.h"

namespace whimbrel::cli {

/// Lets a window lead the executor: commands as JSON lines on standard input, messages as JSON
/// lines on standard output. When the input ends, the step in hand is finished and the run rests;
/// so it is when who has begun to show signs of life shows none for `longestSilenceMs`. Returns the
/// exit code.
[[nodiscard]] int execControl(Executor& executor, qint64 longestSilenceMs);

} // namespace whimbrel::cli
