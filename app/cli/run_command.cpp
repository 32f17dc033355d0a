// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/preflight_words.h"
#include "app/cli/remote_command.h"
#include "app/cli/run_options.h"
#include "app/cli/run_request.h"
#include "model/exec/dry_run.h"
#include "model/exec/rehearsal_demand.h"
#include "model/io/plan_file.h"
#include "model/preflight/preflight.h"

#include <QJsonArray>
#include <QJsonObject>

namespace whimbrel::cli {

namespace {

CommandLine arguments()
{
    CommandLine line(QStringLiteral("run"), QStringLiteral("PLAN --bind [TARGET=]URL… [options]"),
        Texts::tr(
            "Carries a plan out. Every step is journaled in the database before it takes effect, "
            "so that a run that is stopped or killed goes on exactly where it was (resume), and a "
            "run that went wrong can be taken back (rollback).\n"
            "At a terminal it asks at gates, for confirmations of what is done by hand, and when "
            "something fails. In scripts, --no-input with --gate, --confirm and --decide answers "
            "in advance; without an answer the run rests and the exit code is 3. Ctrl-C cancels "
            "the statement in hand and pauses the run."));
    addRequestOptions(line);
    addRunnerOption(line);
    line.add({{QStringLiteral("dry-run")},
        Texts::tr("Shows what would be done, looks at the databases, and writes nothing.")});
    Option policy{{QStringLiteral("on-failure")},
        Texts::tr("What a failed step or check leads to: stop asks, back goes to the nearest safe "
                  "state, revert goes back to the start."),
        QStringLiteral("POLICY"), policies::stop};
    policy.allowed = {policies::stop, policies::back, policies::revert};
    line.add(policy);
    line.add({{QStringLiteral("accept-preflight")},
        Texts::tr("Why the plan runs in production although the preflight found errors; it is "
                  "journaled with them."),
        QStringLiteral("REASON")});
    addForwardOptions(line);
    addAnswerOptions(line);
    addPersonOptions(line);
    line.addExample(
        QStringLiteral(
            "whimbrel-cli run split/plan.whimbrel --bind primary=sqlite:split/sample.db"),
        Texts::tr("Step by step, with questions."));
    line.addExample(QStringLiteral("whimbrel-cli run plan.whimbrel --bind sqlite:app.db --no-input "
                                   "--on-failure revert --gate go=yes:approved-in-OPS-12"),
        Texts::tr("From a script; goes back by itself when a check fails."));
    return line;
}

int showDryRun(const RunRequest& request, bool asJson)
{
    const Result<QList<DryRunLine>> lines = dryRun(request);
    if (!lines) {
        console::error(lines.error());
        return exitCode(lines.error().code);
    }
    if (asJson) {
        QJsonArray list;
        for (const DryRunLine& each : *lines) {
            list.append(QJsonObject{{QStringLiteral("node"), each.node.text()},
                {QStringLiteral("edge"), each.edge.text()},
                {QStringLiteral("segment"), each.segment},
                {QStringLiteral("inTransaction"), each.inTransaction},
                {QStringLiteral("kind"), each.kind}, {QStringLiteral("text"), each.text},
                {QStringLiteral("note"), each.note}});
        }
        console::json({{QStringLiteral("lines"), list}});
        return Well;
    }
    for (const QString& each : describe(*lines, request.plan)) {
        console::line(each);
    }
    return Well;
}

/// Production is looked at before anything runs there. The exit code if it stops the run.
std::optional<int> passPreflight(const CommandLine& line, RunRequest& request)
{
    if (request.environment != QLatin1String("production") || !rehearsalNote(request)) {
        return std::nullopt; // without a rehearsal the run does not begin, and says so itself
    }
    const PreflightReport report = preflight(request);
    const bool quiet = line.asJson() || line.has(QStringLiteral("control"));
    for (const QString& each : quiet ? QStringList() : preflightLines(report, request.plan)) {
        console::line(each);
    }
    for (const PreflightFinding& each : report.findings) {
        if (each.level == PreflightLevel::Error) {
            request.preflightErrors.append(each.text);
        }
    }
    request.preflightAccepted = line.value(QStringLiteral("accept-preflight")).trimmed();
    if (request.preflightErrors.isEmpty() || !request.preflightAccepted.isEmpty()) {
        return std::nullopt;
    }
    console::error(Error{ErrorCode::CheckFailed,
        Texts::tr("The preflight found what would go wrong: %1")
            .arg(request.preflightErrors.join(QLatin1Char(' '))),
        {},
        Texts::tr("Mend it, or say why the run begins all the same: --accept-preflight REASON.")});
    return Found;
}

} // namespace

/// The machine that does the work reads the request; this one leads the run.
static int runElsewhere(const CommandLine& line)
{
    const Result<LoadedPlan> loaded = loadPlan(line.arguments().first());
    if (!loaded) {
        console::error(loaded.error());
        return exitCode(loaded.error().code);
    }
    if (line.has(QStringLiteral("dry-run"))) {
        return execRemoteCommand(line, QStringLiteral("run"), *loaded);
    }
    const auto options = readSessionOptions(line, loaded->plan);
    return options ? execRemoteSession(line, QStringLiteral("run"), *loaded, *options)
                   : line.refuse(options.error().text());
}

int runRun(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    if (line.has(QStringLiteral("runner"))) {
        return runElsewhere(line);
    }
    RunRequest request;
    if (const auto code = readRequest(line, request)) {
        return *code;
    }
    const auto options = readSessionOptions(line, request.plan);
    if (!options) {
        return line.refuse(options.error().text());
    }
    request.policy = line.value(QStringLiteral("on-failure"));
    request.by = options->by;
    request.breakpoints = options->breakpoints;
    request.keepTryingMs = options->keepTryingMs;
    if (line.has(QStringLiteral("dry-run"))) {
        return showDryRun(request, options->asJson);
    }
    if (const auto code = passPreflight(line, request)) {
        return *code;
    }
    Executor executor;
    return execSession(
        executor, [&] { return executor.start(request); }, line, *options);
}

} // namespace whimbrel::cli
