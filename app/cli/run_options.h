// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/command_line.h"
#include "app/cli/run_session.h"
#include "model/exec/executor.h"

#include <functional>

namespace whimbrel::cli {

/// --bind, as all commands that reach a database take it.
void addBindOption(CommandLine& line);

/// Who does it, and how to show it: run, resume, rollback and handover.
void addPersonOptions(CommandLine& line);
/// What answers in advance: run, resume and rollback.
void addAnswerOptions(CommandLine& line);
/// What concerns a run that goes forward: run and resume.
void addForwardOptions(CommandLine& line);

/// NODE=OUTCOME:REASON of every such option, by node; several for one step are for one question
/// after another.
[[nodiscard]] Result<QHash<NodeId, QList<Answer>>> readAnswer(
    const CommandLine& line, const QString& option);

/// Signed answers to gates: part of the options of a run that goes forward.
void addSigningOptions(CommandLine& line);
/// Whose signatures count, for commands that show them.
void addAllowedSignersOption(CommandLine& line);
/// The file of allowed signers that is meant: given, else the one beside the plan; may be empty.
[[nodiscard]] QString allowedSigners(const CommandLine& line);

/// What those of these options say that the command has. The error names the option that cannot be
/// understood or the step that the plan does not have.
[[nodiscard]] Result<SessionOptions> readSessionOptions(const CommandLine& line, const Plan& plan);

/// Begins by `begin` (Executor::start() or resume()) and leads the run to its goal, or lets a
/// window lead it; returns the exit code.
[[nodiscard]] int execSession(Executor& executor, const std::function<Result<>()>& begin,
    const CommandLine& line, const SessionOptions& options);

/// The command that goes on with the run, as a person would type it.
[[nodiscard]] QString resumeLine(const CommandLine& line);

} // namespace whimbrel::cli
