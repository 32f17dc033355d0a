// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

#include <span>

namespace whimbrel::cli {

/// One command of whimbrel-cli. Adding a command is adding a row and the file with its function.
struct CliCommand {
    const char* name;
    const char* about; ///< one line for the list of commands; translated in "CommandLine"
    bool measuresText; ///< needs fonts, and with them a QGuiApplication (without a screen)
    int (*run)(const QStringList& arguments); ///< returns the process's exit code
};

/// All commands, in the order in which the help lists them.
[[nodiscard]] std::span<const CliCommand> commands();

int runNew(const QStringList& arguments);
int runValidate(const QStringList& arguments);
int runExport(const QStringList& arguments);
int runSequence(const QStringList& arguments);
int runDiff(const QStringList& arguments);
int runMerge(const QStringList& arguments);
int runFormat(const QStringList& arguments);
int runRehearse(const QStringList& arguments);
int runRun(const QStringList& arguments);
int runResume(const QStringList& arguments);
int runStatus(const QStringList& arguments);
int runRollback(const QStringList& arguments);
int runHandover(const QStringList& arguments);
int runGate(const QStringList& arguments);
int runPreflight(const QStringList& arguments);
int runReport(const QStringList& arguments);
int runNotices(const QStringList& arguments);
int runRunner(const QStringList& arguments);
int runConnections(const QStringList& arguments);

} // namespace whimbrel::cli
