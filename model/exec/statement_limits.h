// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/step_work.h"

#include <chrono>

namespace whimbrel {

/// How often a statement is tried on a server that meets somebody else's lock, where the action
/// does not say.
inline constexpr int triesOnServers = 10;

/// How long a statement waits for its locks: as the action says, else by what it locks. One that
/// makes everybody wait behind it gives up soon; a build that lets others work waits for minutes.
[[nodiscard]] std::chrono::milliseconds lockTimeoutFor(
    const StepContext& step, const PreparedStatement& statement, Dialect dialect);

/// Whether the same may succeed in a moment: a lock that was not to be had, a deadlock.
[[nodiscard]] bool isPassing(const Error& error);

/// The statement as it is sent: on servers with the tag by which it is found again.
[[nodiscard]] QString textToSend(const PreparedStatement& statement, const StepContext& step,
    const QString& run, Dialect dialect);

} // namespace whimbrel
