// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bindings.h"
#include "app/cli/bound_urls.h"
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/follow_session.h"
#include "app/cli/remote_command.h"
#include "app/cli/run_options.h"
#include "app/cli/run_status.h"
#include "app/cli/run_words.h"
#include "app/cli/status_view.h"
#include "model/base/duration.h"
#include "model/exec/executor.h"
#include "model/exec/run_follower.h"
#include "model/io/plan_file.h"

#include <QJsonDocument>

namespace whimbrel::cli {

namespace {

CommandLine arguments()
{
    CommandLine line(QStringLiteral("status"),
        QStringLiteral("PLAN --bind [TARGET=]URL… [options]"),
        Texts::tr("Shows where a run is, what blocks it, who carries it out, and the way back: "
                  "where to, how long, what is lost; and what it would do next, with who holds "
                  "locks in its way. Reads only, and may be used while "
                  "the run goes on, from any machine, by a user who may read the journal's tables "
                  "and nothing else. The exit code tells the run's state: 0 ended migrated, 1 "
                  "failed or went back, 3 rests or runs, 5 in doubt."));
    line.setArguments(1, 1, Texts::tr("a plan file"));
    addBindOption(line);
    addRunnerOption(line);
    line.add({{QStringLiteral("run")},
        Texts::tr("Which run; otherwise the last one that is open, else the last one."),
        QStringLiteral("ID")});
    line.add({{QStringLiteral("w"), QStringLiteral("watch")},
        Texts::tr("Follows the run until it has ended or Ctrl-C is pressed. With json: one object "
                  "a line, whenever something has changed.")});
    line.add({{QStringLiteral("every")},
        Texts::tr("How often --watch looks, as in \"5 s\"; at least half a second."),
        QStringLiteral("TIME"), QStringLiteral("1 s")});
    line.add({{QStringLiteral("control")},
        Texts::tr("For the desktop application: with --watch, the runner's messages.")});
    line.add({{QStringLiteral("with-input")},
        Texts::tr("Ends --watch when standard input ends, as for a follower on another machine.")});
    line.addFormat();
    addAllowedSignersOption(line);
    line.addExample(
        QStringLiteral("whimbrel-cli status plan.whimbrel --bind sqlite:app.db --watch"),
        Texts::tr("In a second terminal, beside the run."));
    line.addExample(
        QStringLiteral("whimbrel-cli status plan.whimbrel --bind @shop-readonly --watch"),
        Texts::tr("From another machine, as a user who may only read."));
    return line;
}

} // namespace

int runStatus(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    constexpr qint64 shortest = 500;
    const std::optional<qint64> every = parseDuration(line.value(QStringLiteral("every")));
    if (!every || *every < shortest) {
        return line.refuse(Texts::tr("--every is \"%1\", but has to be a time from \"0.5 s\" on.")
                               .arg(line.value(QStringLiteral("every"))));
    }
    const Result<LoadedPlan> loaded = loadPlan(line.arguments().first());
    if (!loaded) {
        console::error(loaded.error());
        return exitCode(loaded.error().code);
    }
    if (line.has(QStringLiteral("runner"))) {
        return execRemoteCommand(line, QStringLiteral("status"), *loaded);
    }
    const auto urls = boundUrls(line);
    if (!urls) {
        console::error(urls.error());
        return exitCode(urls.error().code);
    }
    const auto bindings = parseBindings(loaded->plan, urls->urls);
    if (!bindings) {
        return line.refuse(bindings.error().text());
    }
    QList<FollowedDatabase> databases;
    for (const Target& target : loaded->plan.targets) {
        if (bindings->contains(target.id)) {
            databases.append({target.id, bindings->value(target.id)});
        }
    }
    RunFollower follower(databases, line.value(QStringLiteral("run")));
    const StatusView view(follower, *bindings,
        loadRehearsals(line.arguments().first()).value_or(RehearsalLog{}), allowedSigners(line));
    if (line.has(QStringLiteral("watch"))) {
        const Following how = line.has(QStringLiteral("control")) ? Following::Messages
            : line.asJson()                                       ? Following::JsonLines
                                                                  : Following::Text;
        return execFollowing(follower, view, how, *every, line.has(QStringLiteral("with-input")));
    }
    if (const Result<> looked = follower.look(); !looked) {
        console::error(looked.error());
        return exitCode(looked.error().code);
    }
    console::raw(line.asJson()
            ? QJsonDocument(view.json()).toJson()
            : (view.lines() + presenceLines(follower.presence(), follower.state()))
                    .join(QLatin1Char('\n'))
                    .toUtf8()
                + '\n');
    if (!line.asJson() && !follower.state().ended && !line.has(QStringLiteral("with-input"))) {
        console::line();
        console::line(howToGoOn(follower.state(), resumeLine(line)));
    }
    return exitCodeOf(follower.state());
}

} // namespace whimbrel::cli
