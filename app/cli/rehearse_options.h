// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/command_line.h"
#include "model/rehearsal/rehearse.h"

namespace whimbrel::cli {

/// The options that say in what a plan is rehearsed.
void addRehearsalOptions(CommandLine& line);

/// What the scratch database of each target is made of, with the passwords of servers, which come
/// from --secrets-stdin or the keychain. Reads baseline scripts; opens no database.
[[nodiscard]] Result<QMap<TargetId, ScratchSource>> readSources(
    const CommandLine& line, const Plan& plan);

} // namespace whimbrel::cli
