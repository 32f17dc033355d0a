// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bindings.h"
#include "app/cli/bound_urls.h"
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/run_options.h"
#include "app/cli/run_status.h"
#include "app/cli/run_words.h"
#include "app/cli/signal_watcher.h"
#include "model/exec/journal.h"
#include "model/io/plan_file.h"

#include <QJsonDocument>
#include <QTimer>

namespace whimbrel::cli {

namespace {

constexpr int watchIntervalMs = 1000;

CommandLine arguments()
{
    CommandLine line(QStringLiteral("status"),
        QStringLiteral("PLAN --bind [TARGET=]URL… [options]"),
        Texts::tr("Shows where a run is, what blocks it, and the way back: where to, how long, "
                  "what is lost. Reads the journal only and may be used while the run goes on. The "
                  "exit code tells the run's state: 0 ended migrated, 1 failed or went back, 3 "
                  "rests or runs, 5 in doubt."));
    line.setArguments(1, 1, Texts::tr("a plan file"));
    addBindOption(line);
    line.add({{QStringLiteral("run")},
        Texts::tr("Which run; otherwise the last one that is open, else the last one."),
        QStringLiteral("ID")});
    line.add({{QStringLiteral("w"), QStringLiteral("watch")},
        Texts::tr("Shows it again every second until the run has ended or Ctrl-C is pressed.")});
    line.add({{QStringLiteral("format")}, Texts::tr("text or json."), QStringLiteral("FORMAT"),
        QStringLiteral("text")});
    line.addExample(
        QStringLiteral("whimbrel-cli status plan.whimbrel --bind sqlite:app.db --watch"),
        Texts::tr("In a second terminal, beside the run."));
    return line;
}

/// What the journal says now.
struct Snapshot {
    Flow flow{Plan()};
    RunState state{};
};

Result<Snapshot> look(const FoundRun& found)
{
    const Result<QList<Event>> events = readEvents(found.urls, found.summary.run);
    if (!events) {
        return fail(events.error());
    }
    const Result<Plan> ran = readRunPlan(found.urls.first(), found.summary.run);
    if (!ran) {
        return fail(ran.error());
    }
    return Snapshot{Flow(*ran), foldAll(*events)};
}

QByteArray shownAs(const Snapshot& snapshot, bool asJson)
{
    if (asJson) {
        return QJsonDocument(statusJson(snapshot.flow, snapshot.state)).toJson();
    }
    return statusLines(snapshot.flow, snapshot.state).join(QLatin1Char('\n')).toUtf8() + '\n';
}

int watch(const FoundRun& found, bool asJson)
{
    SignalWatcher watcher;
    QTimer timer;
    QByteArray last;
    int code = Well;
    const auto show = [&] {
        const Result<Snapshot> snapshot = look(found);
        if (!snapshot) {
            console::error(snapshot.error());
            QCoreApplication::exit(exitCode(snapshot.error().code));
            return;
        }
        const QByteArray now = shownAs(*snapshot, asJson);
        if (now != last) {
            if (console::outputIsTerminal() && !asJson) {
                console::raw(QByteArrayLiteral("\x1b[H\x1b[2J"));
            }
            console::raw(now);
            last = now;
        }
        code = exitCodeOf(snapshot->state);
        if (snapshot->state.ended) {
            QCoreApplication::exit(code);
        }
    };
    QObject::connect(&timer, &QTimer::timeout, &timer, show);
    QObject::connect(
        &watcher, &SignalWatcher::interrupted, &timer, [&code] { QCoreApplication::exit(code); });
    QTimer::singleShot(0, &timer, show);
    timer.start(watchIntervalMs);
    return QCoreApplication::exec();
}

} // namespace

int runStatus(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    if (const auto code = line.refuseUnless(
            QStringLiteral("format"), {QStringLiteral("text"), QStringLiteral("json")})) {
        return *code;
    }
    const Result<LoadedPlan> loaded = loadPlan(line.arguments().first());
    if (!loaded) {
        console::error(loaded.error());
        return exitCode(loaded.error().code);
    }
    const auto urls = boundUrls(line);
    if (!urls) {
        console::error(urls.error());
        return exitCode(urls.error().code);
    }
    const Result<FoundRun> found
        = findRun(loaded->plan, urls->urls, line.value(QStringLiteral("run")));
    if (!found) {
        console::error(found.error());
        return exitCode(found.error().code);
    }
    const bool asJson = line.value(QStringLiteral("format")) == QLatin1String("json");
    if (line.has(QStringLiteral("watch"))) {
        return watch(*found, asJson);
    }
    const Result<Snapshot> snapshot = look(*found);
    if (!snapshot) {
        console::error(snapshot.error());
        return exitCode(snapshot.error().code);
    }
    console::raw(shownAs(*snapshot, asJson));
    if (!asJson && !snapshot->state.ended) {
        console::line();
        console::line(howToGoOn(snapshot->state, resumeLine(line)));
    }
    return exitCodeOf(snapshot->state);
}

} // namespace whimbrel::cli
