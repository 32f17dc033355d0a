// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bindings.h"
#include "app/cli/bound_urls.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/output_file.h"
#include "app/cli/run_options.h"
#include "model/io/plan_file.h"
#include "model/report/report_source.h"
#include "render/report/run_report_html.h"

#include <QFileInfo>

namespace whimbrel::cli {

namespace {

const QStringList formats{QStringLiteral("html"), QStringLiteral("json"), QStringLiteral("csv")};

CommandLine arguments()
{
    CommandLine line(QStringLiteral("report"),
        QStringLiteral("[PLAN] [--bind [TARGET=]URL…] [--run ID] [-o FILE]"),
        Texts::tr(
            "Writes what a run did: its steps, statements, tries and checks with times and rows, "
            "who answered which gate and whether that is proven, decisions, ways back, what was "
            "accepted, and the picture of the flow with where the run is. HTML is one page that "
            "needs nothing else and can be printed; JSON follows "
            "resources/schema/whimbrel-run-report.schema.json; CSV has one row for everything.\n"
            "With --bind it is read from the journal in the databases, otherwise from what this "
            "machine mirrored of the run."));
    line.setArguments(0, 1, Texts::tr("a plan file"));
    addBindOption(line);
    line.add({{QStringLiteral("run")},
        Texts::tr("Which run; otherwise the last one that is open, else the last one."),
        QStringLiteral("ID")});
    line.addFormat(Texts::tr("html, json or csv; otherwise what the file's ending says."), formats);
    line.add({{QStringLiteral("o"), QStringLiteral("output")},
        Texts::tr("Writes to a file instead of standard output."), QStringLiteral("FILE")});
    addAllowedSignersOption(line);
    line.addExample(
        QStringLiteral("whimbrel-cli report plan.whimbrel --bind sqlite:app.db -o run.html"),
        Texts::tr("For the ticket, and for whoever asks in a year."));
    return line;
}

Result<ReportSource> sourceOf(const CommandLine& line)
{
    const QString run = line.value(QStringLiteral("run"));
    std::optional<Plan> plan;
    if (!line.arguments().isEmpty()) {
        const Result<LoadedPlan> loaded = loadPlan(line.arguments().constFirst());
        if (!loaded) {
            return fail(loaded.error());
        }
        plan = loaded->plan;
    }
    if (!line.has(QStringLiteral("bind"))) {
        return sourceFromMirror(plan, run);
    }
    const auto urls = boundUrls(line);
    if (!urls) {
        return fail(urls.error());
    }
    const Result<FoundRun> found = findRun(*plan, urls->urls, run);
    return found ? sourceFromJournal(found->urls, found->summary.run) : fail(found.error());
}

QString formatOf(const CommandLine& line)
{
    const QString ending = QFileInfo(line.value(QStringLiteral("output"))).suffix().toLower();
    return !line.has(QStringLiteral("format")) && formats.contains(ending)
        ? ending
        : line.value(QStringLiteral("format"));
}

} // namespace

int runReport(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    const bool named = !line.arguments().isEmpty();
    if (!named && (!line.has(QStringLiteral("run")) || line.has(QStringLiteral("bind")))) {
        return line.refuse(Texts::tr("report needs a plan file, or --run with the name of a run "
                                     "that this machine has seen."));
    }
    const Result<ReportSource> source = sourceOf(line);
    if (!source) {
        console::error(source.error());
        return exitCode(source.error().code);
    }
    const RunReport report = runReport(source->plan, source->events,
        named ? line.arguments().constFirst() : QString(), allowedSigners(line));
    const QString format = formatOf(line);
    const QByteArray bytes = format == QLatin1String("json") ? reportJson(report)
        : format == QLatin1String("csv")
        ? reportCsv(report)
        : runReportHtml(report, source->plan, foldAll(source->events));
    return deliver(bytes, line.value(QStringLiteral("output")));
}

} // namespace whimbrel::cli
