// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/command_line.h"
#include "app/cli/run_session.h"
#include "model/io/plan_file.h"

namespace whimbrel::cli {

/// --runner: on which machine the work is done.
void addRunnerOption(CommandLine& line);

/// Has the command carried out on the machine that --runner names, and shows what it prints. For
/// commands that ask nothing (status, run --dry-run). Returns the exit code.
[[nodiscard]] int execRemoteCommand(
    const CommandLine& line, const QString& command, const LoadedPlan& loaded);

/// Starts the runner there for `command` (run or resume) and leads the run from here to its goal,
/// or lets a window lead it. Returns the exit code.
[[nodiscard]] int execRemoteSession(const CommandLine& line, const QString& command,
    const LoadedPlan& loaded, const SessionOptions& options);

} // namespace whimbrel::cli
