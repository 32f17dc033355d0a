// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/command_line.h"
#include "model/exec/executor.h"

#include <optional>

namespace whimbrel::cli {

/// What describes a run that is to begin, but for how it is led: run and preflight.
void addRequestOptions(CommandLine& line);

/// The request that these options mean, with the plan loaded and the databases bound. The exit code
/// if something is wrong, which was said.
[[nodiscard]] std::optional<int> readRequest(const CommandLine& line, RunRequest& request);

} // namespace whimbrel::cli
