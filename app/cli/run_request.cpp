// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run_request.h"

#include "app/cli/bindings.h"
#include "app/cli/bound_urls.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/run_options.h"
#include "model/io/plan_file.h"

namespace whimbrel::cli {

void addRequestOptions(CommandLine& line)
{
    line.setArguments(1, 1, Texts::tr("a plan file"));
    addBindOption(line);
    Option environment{{QStringLiteral("environment")},
        Texts::tr("development, staging or production: which values of the plan's parameters "
                  "hold. Where it is left out, what the named connections say."),
        QStringLiteral("NAME"), QStringLiteral("development")};
    environment.allowed
        = {QStringLiteral("development"), QStringLiteral("staging"), QStringLiteral("production")};
    line.add(environment);
    line.add({{QStringLiteral("unrehearsed")},
        Texts::tr("Why the plan runs in production although no rehearsal of it proves every way "
                  "back; it is journaled."),
        QStringLiteral("REASON")});
}

std::optional<int> readRequest(const CommandLine& line, RunRequest& request)
{
    request.planPath = line.arguments().first();
    const Result<LoadedPlan> loaded = loadPlan(request.planPath);
    if (!loaded) {
        console::error(loaded.error());
        return exitCode(loaded.error().code);
    }
    request.plan = loaded->plan;
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
    request.unrehearsedBecause = line.value(QStringLiteral("unrehearsed"));
    request.allowedSigners = line.value(QStringLiteral("allowed-signers"));
    request.allowCommands = line.has(QStringLiteral("allow-commands"));
    return std::nullopt;
}

} // namespace whimbrel::cli
