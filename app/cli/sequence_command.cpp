// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "model/io/plan_file.h"
#include "model/io/sequence_templates.h"
#include "model/plan/sequence_parts.h"
#include "model/report/report_source.h"
#include "model/report/run_sequence.h"
#include "model/sequence/sequence_merge.h"

#include <QJsonArray>
#include <QJsonObject>

namespace whimbrel::cli {

namespace {

QString templateNames()
{
    QStringList names;
    for (const SequenceTemplateInfo& each : sequenceTemplates()) {
        names << each.name;
    }
    return names.join(QStringLiteral(", "));
}

CommandLine arguments()
{
    CommandLine line(QStringLiteral("sequence"), QStringLiteral("PLAN [--id ID] [--dry-run]"),
        Texts::tr(
            "Generates a sequence diagram from the plan's flow and keeps it in the plan: who does "
            "what, in which order, and what happens when it fails. A diagram that is there is "
            "brought up to date; what people drew, changed, moved or deleted in it stays. Says "
            "what it adds (+), removes (-), changes (~), moves (>), and what it leaves as a person "
            "wrote it although the flow says something else now (!)."));
    line.setArguments(1, 1, Texts::tr("a plan file"));
    line.add({{QStringLiteral("id")}, Texts::tr("The diagram's id."), QStringLiteral("ID"),
        QStringLiteral("flow")});
    line.add({{QStringLiteral("dry-run")},
        Texts::tr("Only says what it would do; the exit code is 1 if that is anything.")});
    line.add({{QStringLiteral("template")},
        Texts::tr("Adds a diagram from a template instead: %1.").arg(templateNames()),
        QStringLiteral("NAME")});
    line.add({{QStringLiteral("of-run")},
        Texts::tr("Adds a diagram of what a run did instead (\"last\": the plan's last one on this "
                  "machine), to be looked at beside the planned one."),
        QStringLiteral("RUN")});
    line.add({{QStringLiteral("list")}, Texts::tr("Lists the plan's sequence diagrams instead.")});
    line.addFormat();
    line.addExample(QStringLiteral("whimbrel-cli sequence split/plan.whimbrel --dry-run"),
        Texts::tr("Shows what has changed in the flow since the diagram was generated."));
    return line;
}

int messagesOf(const Sequence& sequence)
{
    int messages = 0;
    forEachPart(
        sequence.parts, [&](const SequencePart& part) { messages += part.message() ? 1 : 0; });
    return messages;
}

int list(const Plan& plan, bool asJson)
{
    QJsonArray rows;
    for (const Sequence& sequence : plan.sequences) {
        const int messages = messagesOf(sequence);
        rows.append(QJsonObject{{QStringLiteral("id"), sequence.id.text()},
            {QStringLiteral("title"), sequence.title}, {QStringLiteral("messages"), messages},
            {QStringLiteral("generated"), !sequence.generated.isEmpty()}});
        if (!asJson) {
            console::line(
                Texts::tr("%1: %2 (%3 messages)")
                    .arg(sequence.id.text(),
                        sequence.title.isEmpty() ? Texts::tr("without a title") : sequence.title,
                        QString::number(messages)));
        }
    }
    if (asJson) {
        console::json({{QStringLiteral("sequences"), rows}});
    } else if (rows.isEmpty()) {
        console::line(Texts::tr("The plan has no sequence diagram."));
    }
    return Well;
}

std::pair<QString, QString> signAndKey(MergeKind kind)
{
    switch (kind) {
    case MergeKind::Added:
        return {QStringLiteral("+"), QStringLiteral("added")};
    case MergeKind::Removed:
        return {QStringLiteral("-"), QStringLiteral("removed")};
    case MergeKind::Changed:
        return {QStringLiteral("~"), QStringLiteral("changed")};
    case MergeKind::Moved:
        return {QStringLiteral(">"), QStringLiteral("moved")};
    case MergeKind::Kept:
        return {QStringLiteral("!"), QStringLiteral("kept")};
    }
    return {};
}

void print(const Regeneration& made, const SequenceId& id, bool asJson, bool written)
{
    QJsonArray changes;
    for (const MergeChange& change : made.changes) {
        const auto [sign, key] = signAndKey(change.kind);
        changes.append(QJsonObject{{QStringLiteral("change"), key},
            {QStringLiteral("part"), change.part.text()}, {QStringLiteral("text"), change.text}});
        if (!asJson) {
            console::line(QStringLiteral("%1 %2").arg(sign, change.text));
        }
    }
    if (asJson) {
        console::json({{QStringLiteral("id"), id.text()}, {QStringLiteral("new"), made.isNew},
            {QStringLiteral("written"), written}, {QStringLiteral("changes"), changes}});
    } else if (made.edit.isEmpty()) {
        console::line(Texts::tr("The diagram \"%1\" is up to date.").arg(id.text()));
    } else if (written) {
        console::line(made.isNew
                ? Texts::tr("The plan has the sequence diagram \"%1\" now.").arg(id.text())
                : Texts::tr("The diagram \"%1\" is up to date now.").arg(id.text()));
    }
}

/// Puts the edit into the plan file.
Result<> write(const Plan& before, const Edit& edit, const QString& path)
{
    // Somebody may have the plan open in a window.
    const auto lock = lockPlan(path);
    if (!lock) {
        return fail(lock.error());
    }
    Plan plan = before;
    if (const Result<Edit> applied = apply(plan, edit); !applied) {
        return fail(applied.error());
    }
    return savePlan(plan, path, before);
}

/// Adds a diagram from a template; its id is the template's name unless somebody asks for another.
int addTemplate(const CommandLine& line, const Plan& plan, const QString& path)
{
    const QString name = line.value(QStringLiteral("template"));
    const SequenceId id(line.has(QStringLiteral("id")) ? line.value(QStringLiteral("id")) : name);
    const Result<Edit> edit = addSequenceTemplate(plan, name, id);
    const Result<> written = edit ? write(plan, *edit, path) : fail(edit.error());
    if (!written) {
        console::error(written.error());
        return exitCode(written.error().code);
    }
    if (line.asJson()) {
        console::json({{QStringLiteral("id"), id.text()}, {QStringLiteral("template"), name}});
    } else {
        console::line(Texts::tr("The plan has the sequence diagram \"%1\" now.").arg(id.text()));
    }
    return Well;
}

/// Adds a diagram of what a run did, as this machine mirrored it.
int addRun(const CommandLine& line, const Plan& plan, const QString& path)
{
    const QString run = line.value(QStringLiteral("of-run"));
    const SequenceId id(line.has(QStringLiteral("id")) ? line.value(QStringLiteral("id"))
                                                       : QStringLiteral("as-run"));
    if (plan.sequences.contains(id)) {
        return line.refuse(
            Texts::tr("The plan has a diagram \"%1\" already; name another with --id.")
                .arg(id.text()));
    }
    const Result<ReportSource> source
        = sourceFromMirror(plan, run == QLatin1String("last") ? QString() : run);
    const Result<> written = source ? write(plan, addRunSequence(plan, source->events, id), path)
                                    : fail(source.error());
    if (!written) {
        console::error(written.error());
        return exitCode(written.error().code);
    }
    if (line.asJson()) {
        console::json({{QStringLiteral("id"), id.text()}});
    } else {
        console::line(Texts::tr("The plan has the sequence diagram \"%1\" now.").arg(id.text()));
    }
    return Well;
}

} // namespace

int runSequence(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    const QString path = line.arguments().first();
    const SequenceId id(line.value(QStringLiteral("id")));
    if (id.isEmpty()) {
        return line.refuse(Texts::tr("--id has to name the diagram."));
    }
    const Result<LoadedPlan> loaded = loadPlan(path);
    if (!loaded) {
        console::error(loaded.error());
        return exitCode(loaded.error().code);
    }
    if (line.has(QStringLiteral("list"))) {
        return list(loaded->plan, line.asJson());
    }
    if (line.has(QStringLiteral("template"))) {
        return addTemplate(line, loaded->plan, path);
    }
    if (line.has(QStringLiteral("of-run"))) {
        return addRun(line, loaded->plan, path);
    }
    const Regeneration made = regenerateSequence(loaded->plan, id);
    const bool writes = !line.has(QStringLiteral("dry-run")) && !made.edit.isEmpty();
    if (writes) {
        if (const Result<> written = write(loaded->plan, made.edit, path); !written) {
            console::error(written.error());
            return exitCode(written.error().code);
        }
    }
    print(made, id, line.asJson(), writes);
    return line.has(QStringLiteral("dry-run")) && !made.edit.isEmpty() ? Found : Well;
}

} // namespace whimbrel::cli
