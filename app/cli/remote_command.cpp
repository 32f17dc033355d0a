// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/remote_command.h"

#include "app/cli/bindings.h"
#include "app/cli/bound_urls.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/handed_plan.h"
#include "app/cli/line_reader.h"
#include "app/cli/remote_run.h"
#include "model/base/duration.h"
#include "model/database/connection_url.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace whimbrel::cli {

namespace {

/// The options that the runner needs; the others are followed here.
const QStringList forwarded{QStringLiteral("on-failure"), QStringLiteral("accept-preflight"),
    QStringLiteral("break"), QStringLiteral("unrehearsed"), QStringLiteral("run"),
    QStringLiteral("accept-journal"), QStringLiteral("still-running"), QStringLiteral("take-over"),
    QStringLiteral("adopt-edits"), QStringLiteral("every"), QStringLiteral("keep-trying"),
    QStringLiteral("silence")};
const QStringList forwardedFlags{QStringLiteral("allow-commands"), QStringLiteral("dry-run"),
    QStringLiteral("watch"), QStringLiteral("control")};

/// The runner's place and what is handed to it.
struct Prepared {
    RunnerPlace place{};
    RunnerTask task{};
};

/// A relative path means something else over there.
Result<> refuseRelative(const QString& target, const QString& given)
{
    const QString path = given.mid(given.indexOf(QLatin1Char(':')) + 1);
    if (!given.startsWith(QLatin1String("sqlite:")) || path.startsWith(QLatin1Char('/'))) {
        return {};
    }
    return fail({ErrorCode::Usage,
        Texts::tr("The database of \"%1\" is given by a relative path, and the runner works on "
                  "another machine.")
            .arg(target),
        {}, Texts::tr("Write the whole path that it has there: sqlite:/PATH.")});
}

Result<Prepared> prepare(
    const CommandLine& line, const QString& command, const LoadedPlan& loaded, const QString& by)
{
    Prepared prepared;
    const Result<RunnerPlace> place = parseRunnerPlace(line.value(QStringLiteral("runner")));
    if (!place) {
        return fail(place.error());
    }
    prepared.place = *place;
    for (const QString& bind : line.values(QStringLiteral("bind"))) {
        const qsizetype equals = bind.indexOf(QLatin1Char('='));
        const bool named = equals > 0 && !bind.left(equals).contains(QLatin1Char(':'));
        if (Result<> fine = refuseRelative(named ? bind.left(equals) : QStringLiteral("--bind"),
                named ? bind.mid(equals + 1) : bind);
            !fine) {
            return fail(fine.error());
        }
    }
    const auto urls = boundUrls(line);
    if (!urls) {
        return fail(urls.error());
    }
    const auto bindings = parseBindings(loaded.plan, urls->urls);
    if (!bindings) {
        return fail(bindings.error());
    }
    RunnerTask& task = prepared.task;
    task.arguments.append(command);
    QJsonObject secrets;
    for (auto each = bindings->cbegin(); each != bindings->cend(); ++each) {
        const Result<ConnectionUrl> url = parseConnectionUrl(each.value());
        if (!url) {
            return fail(url.error());
        }
        task.arguments << QStringLiteral("--bind")
                       << each.key().text() + QLatin1Char('=') + urlWithoutPassword(each.value());
        if (!url->password.isEmpty()) {
            secrets.insert(each.key().text(), url->password.revealed());
        }
    }
    task.secrets = QJsonDocument(secrets).toJson(QJsonDocument::Compact) + '\n';
    task.arguments << QStringLiteral("--secrets-stdin");
    if (line.hasOption(QStringLiteral("environment"))) {
        // What the named connections say of it is known here alone.
        const Result<QString> environment = environmentFor(line, urls->environment);
        if (!environment) {
            return fail(environment.error());
        }
        task.arguments << QStringLiteral("--environment=") + *environment;
    }
    for (const QString& option : forwarded) {
        for (const QString& value : line.has(option) ? line.values(option) : QStringList()) {
            task.arguments << QStringLiteral("--") + option + QLatin1Char('=') + value;
        }
    }
    for (const QString& flag : forwardedFlags) {
        if (line.has(flag)) {
            task.arguments << QStringLiteral("--") + flag;
        }
    }
    if (!by.isEmpty()) {
        task.arguments << QStringLiteral("--as=") + by;
    }
    if (const auto silence = parseDuration(line.value(QStringLiteral("silence")))) {
        // Several signs of life may get lost before the runner believes that nobody is there.
        constexpr qint64 share = 4;
        task.signOfLifeMs = qBound<qint64>(1, *silence / share, task.signOfLifeMs);
    }
    const Result<HandedPlan> handed = collectPlan(loaded);
    if (!handed) {
        return fail(handed.error());
    }
    task.plan = encode(*handed);
    task.origin = originOf(loaded.path);
    return prepared;
}

int refused(const Error& error)
{
    console::error(error);
    return exitCode(error.code);
}

/// Passes on what comes from there, and, for a window, what goes there, until the runner has ended.
int relay(const Prepared& prepared, bool withInput)
{
    SshLink link(prepared.place, prepared.task, console::inputIsTerminal());
    SignalWatcher signalWatcher;
    std::unique_ptr<LineReader> input;
    QObject context;
    QObject::connect(
        &link, &SshLink::received, &context, [](const QByteArray& bytes) { console::raw(bytes); });
    QObject::connect(&link, &SshLink::ended, &context, [](int code, const QString& problem) {
        if (!problem.isEmpty()) {
            console::error(problem);
        }
        QCoreApplication::exit(problem.isEmpty() ? code : static_cast<int>(Unreachable));
    });
    // The runner sees its input end, comes to rest, and goes: its end is ours.
    QObject::connect(
        &signalWatcher, &SignalWatcher::interrupted, &link, [&link] { link.closeInput(); });
    link.start();
    if (withInput) {
        input = std::make_unique<LineReader>();
        QObject::connect(input.get(), &LineReader::lineRead, &link,
            [&link](const QByteArray& line) { link.send(line + '\n'); });
        QObject::connect(input.get(), &LineReader::closed, &link, [&link] { link.closeInput(); });
        link.showSignsOfLife();
    }
    return QCoreApplication::exec();
}

} // namespace

void addRunnerOption(CommandLine& line)
{
    line.add({{QStringLiteral("runner")},
        Texts::tr("Does the work on another machine, where the databases are: "
                  "ssh://[USER@]HOST[:PORT]. The plan and its SQL are handed over, passwords too, "
                  "by the runner's input; paths in URLs are those of that machine. "
                  "?program=PATH names whimbrel-cli there, ?config=FILE a configuration of ssh. If "
                  "the connection breaks, the runner finishes the step in hand and rests."),
        QStringLiteral("PLACE")});
}

int execRemoteCommand(const CommandLine& line, const QString& command, const LoadedPlan& loaded)
{
    auto prepared = prepare(line, command, loaded, {});
    if (!prepared) {
        return refused(prepared.error());
    }
    const bool window = line.has(QStringLiteral("control"));
    prepared->task.arguments << QStringLiteral("--format=") + line.value(QStringLiteral("format"));
    if (line.hasOption(QStringLiteral("watch")) && !window) {
        prepared->task.arguments << QStringLiteral("--with-input");
    }
    return relay(*prepared, window);
}

int execRemoteSession(const CommandLine& line, const QString& command, const LoadedPlan& loaded,
    const SessionOptions& options)
{
    auto prepared = prepare(line, command, loaded, options.by);
    if (!prepared) {
        return refused(prepared.error());
    }
    if (line.has(QStringLiteral("control"))) {
        return relay(*prepared, true);
    }
    prepared->task.arguments << QStringLiteral("--control");
    RemoteRun run(prepared->place, prepared->task, console::inputIsTerminal(), loaded.plan);
    RunSession session(run, options);
    run.start();
    return session.exec();
}

} // namespace whimbrel::cli
