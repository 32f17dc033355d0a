// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bindings.h"
#include "app/cli/bound_urls.h"
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/gate_words.h"
#include "app/cli/run_options.h"
#include "app/cli/run_status.h"
#include "app/cli/run_words.h"
#include "app/cli/signal_watcher.h"
#include "model/database/open_connection.h"
#include "model/exec/journal.h"
#include "model/exec/lock_look.h"
#include "model/exec/session_lock.h"
#include "model/io/plan_file.h"
#include "model/io/rehearsal_file.h"

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
                  "what is lost; and what it would do next, with who holds locks in its way. Reads "
                  "only, and may be used while the run goes on. The exit code tells the run's "
                  "state: 0 ended migrated, 1 failed or went back, 3 "
                  "rests or runs, 5 in doubt."));
    line.setArguments(1, 1, Texts::tr("a plan file"));
    addBindOption(line);
    line.add({{QStringLiteral("run")},
        Texts::tr("Which run; otherwise the last one that is open, else the last one."),
        QStringLiteral("ID")});
    line.add({{QStringLiteral("w"), QStringLiteral("watch")},
        Texts::tr("Shows it again every second until the run has ended or Ctrl-C is pressed.")});
    line.addFormat();
    addAllowedSignersOption(line);
    line.addExample(
        QStringLiteral("whimbrel-cli status plan.whimbrel --bind sqlite:app.db --watch"),
        Texts::tr("In a second terminal, beside the run."));
    return line;
}

/// What the journal says now.
struct Snapshot {
    Flow flow{Plan()};
    RunState state{};
    std::optional<NextStep> next{};
    QList<GateAnswer> gates{};
};

/// Where to look, and what is known of the plan.
struct Watched {
    FoundRun found{};
    QMap<TargetId, QString> bindings{};
    RehearsalLog rehearsals{};
};

/// Who is in the way of the step to come. A server that cannot be asked is no reason to say
/// nothing.
Surroundings lookAround(const NextStep& next, const QString& url)
{
    const Result<ConnectionUrl> parsed = parseConnectionUrl(url);
    if (!parsed || parsed->dialect == Dialect::Sqlite) {
        return {};
    }
    const auto connection = openConnection(*parsed, Connection::Access::Read);
    if (!connection) {
        return {};
    }
    constexpr std::chrono::milliseconds patience{3000};
    (*connection)->setStatementTimeout(patience);
    const auto runner = lockHolder(**connection);
    const qint64 own = runner && *runner ? (*runner)->id : 0;
    return lookAround(**connection, lockWish(next), own);
}

Result<Snapshot> look(const Watched& watched)
{
    const FoundRun& found = watched.found;
    const Result<QList<Event>> events = readEvents(found.urls, found.summary.run);
    if (!events) {
        return fail(events.error());
    }
    const Result<Plan> ran = readRunPlan(found.urls.first(), found.summary.run);
    if (!ran) {
        return fail(ran.error());
    }
    Snapshot snapshot{Flow(*ran), foldAll(*events), {}, gateAnswers(*events)};
    const Rehearsed rehearsed = rehearsedAs(watched.rehearsals, snapshot.state.planHash);
    const auto next = nextStep(snapshot.flow, snapshot.state, rehearsed);
    if (next && isAhead(*next, snapshot.state)) {
        const Target* target = ran->targetOf(next->target);
        const Surroundings around = next->statements.isEmpty() || !target
            ? Surroundings()
            : lookAround(*next, watched.bindings.value(target->id));
        snapshot.next = nextStep(snapshot.flow, snapshot.state, rehearsed, around);
    }
    return snapshot;
}

QByteArray shownAs(const Snapshot& snapshot, const CommandLine& line)
{
    const QString signers = allowedSigners(line);
    if (line.asJson()) {
        QJsonObject status = statusJson(snapshot.flow, snapshot.state, snapshot.next);
        status.insert(QStringLiteral("gates"), gatesJson(snapshot.gates, signers));
        return QJsonDocument(status).toJson();
    }
    const QStringList lines = statusLines(snapshot.flow, snapshot.state, snapshot.next)
        + gateLines(snapshot.flow.plan(), snapshot.gates, signers);
    return lines.join(QLatin1Char('\n')).toUtf8() + '\n';
}

int watch(const Watched& watched, const CommandLine& line)
{
    SignalWatcher watcher;
    QTimer timer;
    QByteArray last;
    int code = Well;
    const auto show = [&] {
        const Result<Snapshot> snapshot = look(watched);
        if (!snapshot) {
            console::error(snapshot.error());
            QCoreApplication::exit(exitCode(snapshot.error().code));
            return;
        }
        const QByteArray now = shownAs(*snapshot, line);
        if (now != last) {
            if (console::outputIsTerminal() && !line.asJson()) {
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
    const Watched watched{*found,
        parseBindings(loaded->plan, urls->urls).value_or(QMap<TargetId, QString>()),
        loadRehearsals(line.arguments().first()).value_or(RehearsalLog{})};
    if (line.has(QStringLiteral("watch"))) {
        return watch(watched, line);
    }
    const Result<Snapshot> snapshot = look(watched);
    if (!snapshot) {
        console::error(snapshot.error());
        return exitCode(snapshot.error().code);
    }
    console::raw(shownAs(*snapshot, line));
    if (!line.asJson() && !snapshot->state.ended) {
        console::line();
        console::line(howToGoOn(snapshot->state, resumeLine(line)));
    }
    return exitCodeOf(snapshot->state);
}

} // namespace whimbrel::cli
