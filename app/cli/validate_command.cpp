// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/output_file.h"
#include "model/base/counted.h"
#include "model/io/findings_report.h"
#include "model/io/plan_file.h"
#include "model/io/rehearsal_file.h"
#include "model/plan/node_kind.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace whimbrel::cli {

namespace {

CommandLine arguments()
{
    CommandLine line(QStringLiteral("validate"), QStringLiteral("PLAN… [options]"),
        Texts::tr("Looks for the holes in plans: changes without a way back, without a "
                  "verification, before a backup, and so on. Shows what was found, and how far "
                  "every forward edge is covered. Runs nothing and needs no database.\n"
                  "The exit code is 1 if there are findings at the threshold that the plan does "
                  "not accept, and 2 if a plan could not be read."));
    line.setArguments(1, -1, Texts::tr("at least one plan file"));
    line.add({{QStringLiteral("fail-on")},
        Texts::tr("The least severity that makes the exit code 1: error or warning."),
        QStringLiteral("SEVERITY"), QStringLiteral("error")});
    line.addFormat(Texts::tr("text, json, sarif or junit."),
        {QStringLiteral("text"), QStringLiteral("json"), QStringLiteral("sarif"),
            QStringLiteral("junit")});
    line.add({{QStringLiteral("o"), QStringLiteral("output")},
        Texts::tr("Writes to a file instead of standard output."), QStringLiteral("FILE")});
    line.add({{QStringLiteral("q"), QStringLiteral("quiet")},
        Texts::tr("In text: findings only, no coverage and no explanations.")});
    line.addExample(QStringLiteral("whimbrel-cli validate split/plan.whimbrel"),
        Texts::tr("Findings and coverage for people."));
    line.addExample(
        QStringLiteral("whimbrel-cli validate migrations/*.whimbrel --fail-on warning --format "
                       "sarif -o findings.sarif"),
        Texts::tr("For a pull request: every plan, as code hosts read it."));
    return line;
}

PlanReport readReport(const QString& path)
{
    PlanReport report;
    report.path = path;
    Result<LoadedPlan> loaded = loadPlan(path);
    if (!loaded) {
        report.error = loaded.error();
        return report;
    }
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        report.source = file.readAll();
    }
    report.plan = std::move(loaded->plan);
    report.planHash = planHash(report.plan);
    // What cannot be read was rehearsed by nobody: validation needs no more than the plan.
    const RehearsalLog rehearsals = loadRehearsals(path).value_or(RehearsalLog{});
    report.validation = validate(report.plan, rehearsedAs(rehearsals, report.planHash));
    return report;
}

QString shownName(const Plan& plan, const ElementRef& element)
{
    switch (element.type) {
    case ElementType::Node:
        if (const Node* node = plan.nodes.find(NodeId(element.id))) {
            return QStringLiteral("%1 \"%2\"").arg(element.id, node->title);
        }
        break;
    case ElementType::Edge:
        if (const Edge* edge = plan.edges.find(EdgeId(element.id))) {
            return QStringLiteral("%1 (%2 → %3)")
                .arg(element.id, edge->from.text(), edge->to.text());
        }
        break;
    default:
        break;
    }
    return element.id.isEmpty() ? Texts::tr("the plan") : element.id;
}

QString word(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return console::toned(Texts::tr("error"), Tone::Bad);
    case Severity::Warning:
        return console::toned(Texts::tr("warning"), Tone::Warning);
    case Severity::Info:
        return console::toned(Texts::tr("info"), Tone::Faint);
    }
    return {};
}

QStringList textOf(const PlanReport& report, const Finding& finding, bool quiet)
{
    QStringList lines;
    const QString place = finding.file.isEmpty()
        ? QStringLiteral("%1:%2").arg(report.path).arg(lineOf(report.source, finding.element))
        : QStringLiteral("%1:%2").arg(finding.file).arg(finding.span ? finding.span->line : 1);
    lines.append(QStringLiteral("%1: %2: %3 [%4]")
                     .arg(place, word(finding.severity), finding.message, finding.rule));
    if (quiet) {
        return lines;
    }
    constexpr int indent = 4;
    const QString margin(indent, QLatin1Char(' '));
    const int width = std::max(60, console::width());
    lines.append(margin
        + wrapped(Texts::tr("at %1").arg(shownName(report.plan, finding.element)), width, indent));
    if (!finding.explanation.isEmpty()) {
        lines.append(margin + wrapped(finding.explanation, width, indent));
    }
    if (finding.accepted) {
        lines.append(margin + Texts::tr("accepted: %1").arg(*finding.accepted));
    } else {
        for (const Fix& fix : finding.fixes) {
            lines.append(margin + Texts::tr("fix: %1").arg(fix.title));
        }
    }
    return lines;
}

QString shown(Covered covered)
{
    switch (covered) {
    case Covered::No:
        return console::toned(Texts::tr("no").leftJustified(12), Tone::Bad);
    case Covered::Yes:
        return console::toned(Texts::tr("yes").leftJustified(12), Tone::Good);
    case Covered::Explained:
        return Texts::tr("explained").leftJustified(12);
    case Covered::NothingToUndo:
        return QStringLiteral("-").leftJustified(12);
    case Covered::Stale:
        return console::toned(Texts::tr("stale").leftJustified(12), Tone::Warning);
    case Covered::NotYet:
        return console::toned(Texts::tr("not yet").leftJustified(12), Tone::Faint);
    }
    return {};
}

/// The table of the forward edges into changes; the others have nothing to undo.
QStringList coverageTable(const PlanReport& report)
{
    QList<const CoverageRow*> rows;
    qsizetype widest = 0;
    const auto name = [](const CoverageRow& row) {
        return QStringLiteral("%1 → %2").arg(row.from.text(), row.to.text());
    };
    for (const CoverageRow& row : report.validation.coverage.rows) {
        const Node* to = report.plan.nodes.find(row.to);
        if (to && isChange(*to)) {
            rows.append(&row);
            widest = std::max(widest, name(row).size());
        }
    }
    QStringList lines;
    const Coverage& coverage = report.validation.coverage;
    if (rows.isEmpty()) {
        lines.append(Texts::tr("Coverage: no forward edge leads into a change."));
        return lines;
    }
    const auto head = [](const QString& text) { return text.leftJustified(12); };
    lines.append(console::toned(QStringLiteral("  ")
            + (Texts::tr("coverage").leftJustified(widest + 2) + head(Texts::tr("way back"))
                + head(Texts::tr("target safe")) + head(Texts::tr("action"))
                + head(Texts::tr("verified")) + Texts::tr("rehearsed")),
        Tone::Strong));
    for (const CoverageRow* row : rows) {
        QString text = QStringLiteral("  ") + name(*row).leftJustified(widest + 2)
            + shown(row->wayBack) + shown(row->targetSafe) + shown(row->hasAction)
            + shown(row->verified) + shown(row->rehearsed);
        if (row->rehearsed == Covered::No && row->verdict) {
            text += displayName(*row->verdict);
        }
        while (text.endsWith(QLatin1Char(' '))) {
            text.chop(1);
        }
        lines.append(text);
    }
    const auto others = static_cast<int>(coverage.rows.size() - rows.size());
    QString total = QStringLiteral("  ")
        + Texts::tr("covered: %1 of %2 (%3 %)")
              .arg(coverage.covered)
              .arg(coverage.total)
              .arg(coverage.percent());
    if (others > 0) {
        total += QStringLiteral("; ")
            + counted(others, Texts::tr("1 other forward edge with nothing to undo"),
                Texts::tr("%1 other forward edges with nothing to undo"), QLocale::c());
    }
    lines.append(total);
    return lines;
}

QStringList textReport(const QList<PlanReport>& reports, bool quiet)
{
    QStringList lines;
    for (const PlanReport& report : reports) {
        if (report.error) {
            continue;
        }
        const Validation& validation = report.validation;
        if (!quiet) {
            lines.append(console::toned(
                QStringLiteral("%1: %2").arg(report.path, report.plan.header.title), Tone::Strong));
        }
        int accepted = 0;
        for (const Finding& finding : validation.findings) {
            accepted += finding.accepted ? 1 : 0;
            if (!quiet || !finding.accepted) {
                lines += textOf(report, finding, quiet);
            }
        }
        const int errors = validation.count(Severity::Error);
        const int warnings = validation.count(Severity::Warning) - errors;
        const int infos = validation.count(Severity::Info) - errors - warnings;
        if (!quiet) {
            lines += coverageTable(report);
            lines.append(QStringLiteral("  ")
                + QStringList{counted(errors, Texts::tr("1 error"), Texts::tr("%1 errors")),
                    counted(warnings, Texts::tr("1 warning"), Texts::tr("%1 warnings")),
                    counted(infos, Texts::tr("1 remark"), Texts::tr("%1 remarks")),
                    Texts::tr("%1 accepted").arg(accepted)}
                      .join(QLatin1String(", ")));
        }
    }
    return lines;
}

} // namespace

int runValidate(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    const auto text = [](const char* value) { return QString::fromLatin1(value); };
    if (const auto code = line.refuseUnless(text("fail-on"), {text("error"), text("warning")})) {
        return *code;
    }
    const Severity threshold = line.value(text("fail-on")) == QLatin1String("warning")
        ? Severity::Warning
        : Severity::Error;
    QList<PlanReport> reports;
    int code = Well;
    for (const QString& path : line.arguments()) {
        reports.append(readReport(path));
        const PlanReport& report = reports.last();
        if (report.error) {
            console::error(*report.error);
            code = Wrong;
        } else if (code == Well && report.validation.count(threshold) > 0) {
            code = Found;
        }
    }
    const QString format = line.value(text("format"));
    QByteArray bytes;
    if (format == QLatin1String("json")) {
        bytes = QJsonDocument(findingsJson(reports)).toJson();
    } else if (format == QLatin1String("sarif")) {
        bytes = findingsSarif(reports);
    } else if (format == QLatin1String("junit")) {
        bytes = findingsJunit(reports, threshold);
    } else {
        for (const QString& each : textReport(reports, line.has(text("quiet")))) {
            bytes += each.toUtf8() + '\n';
        }
    }
    const int delivered = deliver(bytes, line.value(text("output")));
    return delivered == Well ? code : delivered;
}

} // namespace whimbrel::cli
