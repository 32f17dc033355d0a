// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bindings.h"
#include "app/cli/bound_urls.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/remote_command.h"
#include "app/cli/run_options.h"
#include "model/io/plan_file.h"

namespace whimbrel::cli {

namespace {

/// Which run: what all three commands take.
void addRunOptions(CommandLine& line)
{
    line.setArguments(1, 1, Texts::tr("a plan file"));
    addBindOption(line);
    addRunnerOption(line);
    line.add({{QStringLiteral("run")},
        Texts::tr("Which run; otherwise the last one that is open, else the last one."),
        QStringLiteral("ID")});
    line.add({{QStringLiteral("accept-journal")},
        Texts::tr("Goes on although the journal is not the one that the run left, as after a "
                  "restore; REASON is journaled."),
        QStringLiteral("REASON")});
    line.add({{QStringLiteral("still-running")},
        Texts::tr("What to do when the server still carries out what a runner that has gone told "
                  "it: wait for its end, or cancel it. Otherwise it is said and left alone."),
        QStringLiteral("WHAT")});
}

/// What --still-running says.
Orphans orphansFrom(CommandLine& line)
{
    const QString what = line.value(QStringLiteral("still-running"));
    return what == QLatin1String("wait")  ? Orphans::Wait
        : what == QLatin1String("cancel") ? Orphans::Cancel
                                          : Orphans::Refuse;
}

CommandLine resumeArguments()
{
    CommandLine line(QStringLiteral("resume"),
        QStringLiteral("PLAN --bind [TARGET=]URL… [options]"),
        Texts::tr("Goes on with a run that rests, was stopped or was killed, exactly where it "
                  "was. What ran is what the journal kept: if the plan was edited since, say so "
                  "with --adopt-edits, and it holds for the steps that were not entered yet."));
    addRunOptions(line);
    line.add({{QStringLiteral("take-over")},
        Texts::tr("Goes on although the run was handed over to somebody else; REASON is "
                  "journaled."),
        QStringLiteral("REASON")});
    line.add({{QStringLiteral("adopt-edits")},
        Texts::tr("Takes the plan file as it is now for the steps ahead; REASON is journaled."),
        QStringLiteral("REASON")});
    line.add({{QStringLiteral("on-failure")},
        Texts::tr("What a failed step or check leads to, as for run; otherwise as it was."),
        QStringLiteral("POLICY")});
    addForwardOptions(line);
    addAnswerOptions(line);
    addPersonOptions(line);
    line.addExample(QStringLiteral("whimbrel-cli resume plan.whimbrel --bind sqlite:app.db"),
        Texts::tr("After a break, or on another machine."));
    return line;
}

CommandLine rollbackArguments()
{
    CommandLine line(QStringLiteral("rollback"),
        QStringLiteral("PLAN --bind [TARGET=]URL… [--to NODE] [options]"),
        Texts::tr("Takes a run back to a safe state: what took effect is taken back, latest "
                  "first, by the ways back that the plan had when it ran. A finished run can be "
                  "taken back too. The exit code is 0 when the run rests where it should."));
    addRunOptions(line);
    line.add({{QStringLiteral("to")},
        Texts::tr("The safe state to go back to; otherwise the start."), QStringLiteral("NODE")});
    line.add({{QStringLiteral("because")}, Texts::tr("Why, for the journal."),
        QStringLiteral("REASON")});
    addAnswerOptions(line);
    addPersonOptions(line);
    line.addExample(QStringLiteral("whimbrel-cli rollback plan.whimbrel --bind sqlite:app.db "
                                   "--because 'support calls went up'"),
        Texts::tr("Back to the start."));
    return line;
}

CommandLine handoverArguments()
{
    CommandLine line(QStringLiteral("handover"),
        QStringLiteral("PLAN --bind [TARGET=]URL… --to-person NAME --note TEXT"),
        Texts::tr("Leaves a note in the journal for the person who takes the run over. They go on "
                  "with resume --as NAME; anybody else has to say why (resume --take-over)."));
    addRunOptions(line);
    line.add({{QStringLiteral("to-person")}, Texts::tr("Who takes over."), QStringLiteral("NAME")});
    line.add(
        {{QStringLiteral("note")}, Texts::tr("What they have to know."), QStringLiteral("TEXT")});
    addPersonOptions(line);
    line.addExample(
        QStringLiteral("whimbrel-cli handover plan.whimbrel --bind sqlite:app.db --to-person marta "
                       "--note 'hold until Monday, then the gate go-drop'"),
        Texts::tr("At the end of a shift."));
    return line;
}

/// What all three commands do: find plan and databases, then lead the run.
int lead(CommandLine& line, ResumeRequest request,
    const std::function<Result<>(SessionOptions&, const Plan&)>& setGoal)
{
    if (line.has(QStringLiteral("still-running"))) {
        if (const auto code = line.refuseUnless(QStringLiteral("still-running"),
                {QStringLiteral("wait"), QStringLiteral("cancel")})) {
            return *code;
        }
    }
    request.orphans = orphansFrom(line);
    request.planPath = line.arguments().first();
    const Result<LoadedPlan> loaded = loadPlan(request.planPath);
    if (!loaded) {
        console::error(loaded.error());
        return exitCode(loaded.error().code);
    }
    Result<SessionOptions> options = readSessionOptions(line, loaded->plan);
    if (!options) {
        return line.refuse(options.error().text());
    }
    if (const Result<> goal = setGoal(*options, loaded->plan); !goal) {
        return line.refuse(goal.error().text());
    }
    if (line.has(QStringLiteral("runner"))) {
        return execRemoteSession(line, QStringLiteral("resume"), *loaded, *options);
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
    request.bindings = *bindings;
    request.run = line.value(QStringLiteral("run"));
    request.by = options->by;
    request.breakpoints = options->breakpoints;
    request.keepTryingMs = options->keepTryingMs;
    request.allowedSigners = line.value(QStringLiteral("allowed-signers"));
    request.allowCommands = line.has(QStringLiteral("allow-commands"));
    request.acceptBecause = line.value(QStringLiteral("accept-journal"));
    if (!request.adoptBecause.isEmpty()) {
        request.adopt = loaded->plan;
    }
    Executor executor;
    return execSession(
        executor, [&] { return executor.resume(request); }, line, *options);
}

} // namespace

int runResume(const QStringList& given)
{
    CommandLine line = resumeArguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    ResumeRequest request;
    if (line.has(QStringLiteral("on-failure"))) {
        if (const auto code = line.refuseUnless(
                QStringLiteral("on-failure"), {policies::stop, policies::back, policies::revert})) {
            return *code;
        }
        request.policy = line.value(QStringLiteral("on-failure"));
    }
    request.adoptBecause = line.value(QStringLiteral("adopt-edits"));
    request.takeOverBecause = line.value(QStringLiteral("take-over"));
    return lead(line, request, [](SessionOptions&, const Plan&) { return Result<>(); });
}

int runRollback(const QStringList& given)
{
    CommandLine line = rollbackArguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    return lead(line, {}, [&line](SessionOptions& options, const Plan& plan) -> Result<> {
        options.goal = SessionOptions::Goal::Rollback;
        options.note = line.value(QStringLiteral("because"));
        if (options.note.isEmpty()) {
            options.note = Texts::tr("asked for on the command line");
        }
        if (options.node.isEmpty()) {
            for (const Node& node : plan.nodes) {
                if (node.kind == NodeKind::Start && options.node.isEmpty()) {
                    options.node = node.id;
                }
            }
        }
        return {};
    });
}

int runHandover(const QStringList& given)
{
    CommandLine line = handoverArguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    return lead(line, {}, [&line](SessionOptions& options, const Plan&) -> Result<> {
        options.goal = SessionOptions::Goal::HandOver;
        options.person = line.value(QStringLiteral("to-person"));
        options.note = line.value(QStringLiteral("note"));
        if (options.person.isEmpty() || options.note.isEmpty()) {
            return fail(
                {ErrorCode::Usage, Texts::tr("handover needs --to-person and --note."), {}, {}});
        }
        return {};
    });
}

} // namespace whimbrel::cli
