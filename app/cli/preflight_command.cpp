// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/preflight_words.h"
#include "app/cli/run_options.h"
#include "app/cli/run_request.h"

namespace whimbrel::cli {

namespace {

CommandLine arguments()
{
    CommandLine line(QStringLiteral("preflight"),
        QStringLiteral("PLAN --bind [TARGET=]URL… [options]"),
        Texts::tr(
            "Looks at the bound databases, reading only, and says what a run of the plan would "
            "meet there, step by step and way back by way back: missing rights, too little room, "
            "locks and old transactions in the way, replication slots that nobody reads, too few "
            "connections, replicas, poolers, versions, windows that are too short, a plan that was "
            "not rehearsed. What cannot be seen from here is said, too.\n"
            "The exit code is 1 if there are findings at the threshold. A run in production does "
            "the same first, and begins in spite of errors only with --accept-preflight REASON."));
    addRequestOptions(line);
    addAllowedSignersOption(line);
    Option failOn{{QStringLiteral("fail-on")},
        Texts::tr("The least level that makes the exit code 1: error or warning."),
        QStringLiteral("LEVEL"), QStringLiteral("error")};
    failOn.allowed = {QStringLiteral("error"), QStringLiteral("warning")};
    line.add(failOn);
    line.add({{QStringLiteral("allow-commands")},
        Texts::tr("As for run: lets the plan start programs.")});
    line.addFormat();
    line.addExample(QStringLiteral("whimbrel-cli preflight plan.whimbrel --bind primary=@shop "
                                   "--environment production"),
        Texts::tr("The day before."));
    return line;
}

} // namespace

int runPreflight(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    RunRequest request;
    if (const auto code = readRequest(line, request)) {
        return *code;
    }
    const PreflightReport report = preflight(request);
    if (line.asJson()) {
        console::raw(preflightJson(report));
    } else {
        for (const QString& each : preflightLines(report, request.plan)) {
            console::line(each);
        }
    }
    const bool warnings = line.value(QStringLiteral("fail-on")) == QLatin1String("warning");
    return report.count(PreflightLevel::Error) > 0
            || (warnings && report.count(PreflightLevel::Warning) > 0)
        ? Found
        : Well;
}

} // namespace whimbrel::cli
