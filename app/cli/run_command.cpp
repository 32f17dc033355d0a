// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bindings.h"
#include "app/cli/bound_urls.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/run_options.h"
#include "model/database/connection_profile.h"
#include "model/exec/dry_run.h"
#include "model/io/plan_file.h"

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
    line.setArguments(1, 1, Texts::tr("a plan file"));
    addBindOption(line);
    line.add({{QStringLiteral("dry-run")},
        Texts::tr("Shows what would be done, looks at the databases, and writes nothing.")});
    line.add({{QStringLiteral("on-failure")},
        Texts::tr("What a failed step or check leads to: stop asks, back goes to the nearest safe "
                  "state, revert goes back to the start."),
        QStringLiteral("POLICY"), policies::stop});
    line.add({{QStringLiteral("environment")},
        Texts::tr("development, staging or production: which values of the plan's parameters "
                  "hold. Where it is left out, what the named connections say."),
        QStringLiteral("NAME"), QStringLiteral("development")});
    line.add({{QStringLiteral("unrehearsed")},
        Texts::tr("Why the plan runs in production although no rehearsal of it proves every way "
                  "back; it is journaled."),
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

/// What --environment says, else what the connections say. A database of production is never run on
/// as if it were of staging.
Result<QString> environmentFor(const CommandLine& line, const QString& bound)
{
    const QString given = line.value(QStringLiteral("environment"));
    if (bound.isEmpty()) {
        return given;
    }
    if (line.has(QStringLiteral("environment")) && gravestEnvironment({given, bound}) != given) {
        return fail({ErrorCode::Usage,
            Texts::tr("--environment says %1, but a connection that is bound says %2.")
                .arg(given, bound),
            {}, Texts::tr("Leave --environment out, or correct the connection.")});
    }
    return line.has(QStringLiteral("environment")) ? given : bound;
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

} // namespace

int runRun(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    if (const auto code = line.refuseUnless(
            QStringLiteral("on-failure"), {policies::stop, policies::back, policies::revert})) {
        return *code;
    }
    if (const auto code = line.refuseUnless(QStringLiteral("environment"),
            {QStringLiteral("development"), QStringLiteral("staging"),
                QStringLiteral("production")})) {
        return *code;
    }
    RunRequest request;
    request.planPath = line.arguments().first();
    const Result<LoadedPlan> loaded = loadPlan(request.planPath);
    if (!loaded) {
        console::error(loaded.error());
        return exitCode(loaded.error().code);
    }
    request.plan = loaded->plan;
    const auto options = readSessionOptions(line, request.plan);
    if (!options) {
        return line.refuse(options.error().text());
    }
    const auto urls = boundUrls(line);
    if (!urls) {
        console::error(urls.error());
        return exitCode(urls.error().code);
    }
    const auto bindings = parseBindings(request.plan, urls->urls);
    if (!bindings) {
        return line.refuse(bindings.error().text());
    }
    request.bindings = *bindings;
    const Result<QString> environment = environmentFor(line, urls->environment);
    if (!environment) {
        return line.refuse(environment.error().text());
    }
    request.environment = *environment;
    request.policy = line.value(QStringLiteral("on-failure"));
    request.by = options->by;
    request.breakpoints = options->breakpoints;
    request.unrehearsedBecause = line.value(QStringLiteral("unrehearsed"));
    request.allowCommands = line.has(QStringLiteral("allow-commands"));
    if (line.has(QStringLiteral("dry-run"))) {
        return showDryRun(request, options->asJson);
    }
    Executor executor;
    return execSession(
        executor, [&] { return executor.start(request); }, line, *options);
}

} // namespace whimbrel::cli
