// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/rehearse_options.h"
#include "app/cli/rehearse_report.h"
#include "app/cli/secrets.h"
#include "app/cli/signal_watcher.h"
#include "model/io/plan_file.h"
#include "model/io/rehearsal_file.h"
#include "model/rehearsal/server_scratch.h"

#include <atomic>
#include <thread>

namespace whimbrel::cli {

namespace {

CommandLine arguments()
{
    CommandLine line(QStringLiteral("rehearse"), QStringLiteral("PLAN [--on URL] [options]"),
        Texts::tr(
            "Proves in a scratch database that every step can be undone: carries the plan out, "
            "takes each change back along each of its ways, compares schema and rows with what "
            "was, and goes forward again; at the end back to the start, and forward again. The "
            "scratch database is dropped afterwards, also on Ctrl-C; what a crash left behind is "
            "removed by the next rehearsal. What people do by hand is assumed and listed.\n"
            "What was found is kept beside the plan, in NAME.rehearsal.json. It holds for this "
            "very plan: drawing does not make it stale, changing a statement does.\n"
            "The exit code is 0 if every way back is exact or explained, and 1 if not."));
    line.setArguments(0, 1, Texts::tr("a plan file"));
    addRehearsalOptions(line);
    line.add({{QStringLiteral("as")},
        Texts::tr("Who rehearses, for the evidence; otherwise the name of the login."),
        QStringLiteral("NAME")});
    line.add({{QStringLiteral("no-save")}, Texts::tr("Keeps nothing beside the plan.")});
    line.add({{QStringLiteral("clean-up")},
        Texts::tr("Only removes what earlier rehearsals left behind when they were killed. "
                  "Passwords of servers are taken from --on or the environment.")});
    line.addFormat(
        Texts::tr("text, or json: one message a line, the last with all that was found."),
        {QStringLiteral("text"), QStringLiteral("json")});
    line.addExample(QStringLiteral("whimbrel-cli rehearse split/plan.whimbrel --on "
                                   "sqlite:split/sample.db"),
        Texts::tr("On a copy of a database."));
    line.addExample(
        QStringLiteral("whimbrel-cli rehearse plan.whimbrel --baseline schema.sql --format json"),
        Texts::tr("For a pull request: on a database that a script makes."));
    line.addExample(
        QStringLiteral("whimbrel-cli rehearse plan.whimbrel --on postgresql://ci@db1/shop "
                       "--sample-rows 1000"),
        Texts::tr("In a new database on that server, with the schema of shop and some of its "
                  "rows."));
    return line;
}

void report(const Swept& swept)
{
    for (const QString& each : swept.removed) {
        console::remark(Texts::tr("Removed what an earlier rehearsal left: %1").arg(each));
    }
    for (const QString& each : swept.left) {
        console::remark(Texts::tr("An earlier rehearsal left %1").arg(each));
    }
}

/// The servers that were named, with their passwords.
QStringList serverUrls(const CommandLine& line)
{
    QStringList urls;
    for (const QString& given : line.values(QStringLiteral("on"))) {
        // TARGET= stands before the URL, whose options have signs like that too.
        const qsizetype equals = given.indexOf(QLatin1Char('='));
        const qsizetype scheme = given.indexOf(QLatin1Char(':'));
        const bool named = equals >= 0 && (scheme < 0 || equals < scheme);
        const QString url = named ? given.mid(equals + 1) : given;
        if (const Result<ConnectionUrl> parsed = connectionFor(url)) {
            urls.append(textWithPassword(*parsed));
        }
    }
    return urls;
}

int cleanUp(const CommandLine& line)
{
    const Swept swept = cleanUpScratch(serverUrls(line), SweepScope::AllServers);
    report(swept);
    if (swept.removed.isEmpty() && swept.left.isEmpty()) {
        console::remark(Texts::tr("There is nothing to remove."));
    }
    return swept.left.isEmpty() ? Well : Found;
}

/// Rehearses in a thread of its own, so that this one hears signals.
Result<Rehearsal> rehearseAside(const RehearsalRequest& request, bool asJson)
{
    std::atomic<bool> cancelled{false};
    SignalWatcher watcher;
    QObject::connect(&watcher, &SignalWatcher::interrupted, qApp, [&cancelled](int) {
        if (!cancelled.exchange(true)) {
            console::remark(Texts::tr("Cancelling; the scratch database is dropped."));
        }
    });
    RehearsalListener listener;
    listener.isCancelled = [&cancelled] { return cancelled.load(); };
    listener.tell = [&request, asJson](const RehearsalNews& news) {
        QMetaObject::invokeMethod(
            qApp,
            [&request, asJson, news] {
                if (asJson) {
                    console::raw(jsonLine(news));
                    return;
                }
                const QString text = describe(news, request.plan);
                if (news.type == RehearsalNews::Type::Way) {
                    console::remark(text);
                } else if (!text.isEmpty()) {
                    console::progress(text);
                }
            },
            Qt::QueuedConnection);
    };
    Result<Rehearsal> found = fail({});
    // Joined, not only waited for as a QThread is: what libraries keep for it is taken down first.
    std::thread thread([&] {
        found = rehearse(request, listener);
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    QCoreApplication::exec();
    thread.join();
    return found;
}

} // namespace

int runRehearse(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    if (const auto code = line.refuseUnless(QStringLiteral("environment"),
            {QStringLiteral("development"), QStringLiteral("staging"),
                QStringLiteral("production")})) {
        return *code;
    }
    if (line.has(QStringLiteral("clean-up"))) {
        return cleanUp(line);
    }
    if (line.arguments().isEmpty()) {
        return line.refuse(Texts::tr("rehearse needs a plan file."));
    }
    const QString path = line.arguments().first();
    const Result<LoadedPlan> loaded = loadPlan(path);
    if (!loaded) {
        console::error(loaded.error());
        return exitCode(loaded.error().code);
    }
    RehearsalRequest request;
    request.plan = loaded->plan;
    const bool asJson = line.asJson();
    const auto sources = readSources(line, request.plan);
    if (!sources) {
        if (asJson) {
            console::raw(jsonLine(sources.error()));
        }
        return line.refuse(sources.error().text());
    }
    request.sources = *sources;
    request.environment = line.value(QStringLiteral("environment"));
    request.by = line.value(QStringLiteral("as"));
    request.leave.commands = line.has(QStringLiteral("allow-commands"));
    request.leave.web = line.has(QStringLiteral("allow-web"));
    QStringList servers;
    for (const ScratchSource& source : *sources) {
        if (source.dialect != Dialect::Sqlite) {
            servers.append(source.url);
        }
    }
    Swept swept = cleanUpScratch(servers, SweepScope::NamedServers);
    swept.left.clear(); // --clean-up tells of it
    report(swept);
    const Result<Rehearsal> found = rehearseAside(request, asJson);
    if (!found) {
        if (asJson) {
            console::raw(jsonLine(found.error()));
        }
        console::error(found.error());
        return found.error().code == ErrorCode::Cancelled ? Found : exitCode(found.error().code);
    }
    QString kept;
    if (!line.has(QStringLiteral("no-save"))) {
        if (const Result<> saved = keepRehearsal(*found, path); !saved) {
            console::error(saved.error());
            return exitCode(saved.error().code);
        }
        kept = rehearsalPath(path);
    }
    if (asJson) {
        console::raw(jsonLine(*found, kept));
    } else {
        for (const QString& each : describe(*found, request.plan)) {
            console::line(each);
        }
        if (!kept.isEmpty()) {
            console::remark(Texts::tr("The evidence is in %1.").arg(kept));
        }
    }
    return found->isProof() ? Well : Found;
}

} // namespace whimbrel::cli
