// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/output_file.h"
#include "model/io/line_difference.h"
#include "model/io/plan_difference.h"
#include "model/io/plan_file.h"
#include "render/export/comparison_picture.h"
#include "render/export/export.h"
#include "render/export/plan_picture.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace whimbrel::cli {

namespace {

const QString svg = QStringLiteral("svg");
constexpr int longestValue = 60;

CommandLine arguments()
{
    CommandLine line(QStringLiteral("diff"), QStringLiteral("OLD NEW [options]"),
        Texts::tr("Says what is different between two versions of a plan: steps, edges, phases, "
                  "checks, sequence diagrams and SQL files, found by their ids and compared value "
                  "by value. What was merely moved in the diagram is told apart. The exit code is "
                  "0 when they are the same, 1 when they are not. Either may be a picture that "
                  "holds a plan."));
    line.setArguments(2, 9, Texts::tr("two plans"));
    line.addFormat(Texts::tr("text, json, or svg: both versions in one diagram."),
        {QStringLiteral("text"), QStringLiteral("json"), svg});
    line.add({{QStringLiteral("o"), QStringLiteral("output")},
        Texts::tr("The file to write instead of standard output."), QStringLiteral("FILE")});
    line.add({{QStringLiteral("semantic")},
        Texts::tr("Leaves out what was only moved; then such plans are the same.")});
    line.add({{QStringLiteral("theme")}, Texts::tr("svg only: light, dark or print."),
        QStringLiteral("THEME"), keyOf(ThemeName::Light)});
    line.add({{QStringLiteral("git")},
        Texts::tr("Takes git's seven arguments, looks at the plan files alone (git shows SQL files "
                  "itself) and ends with 0, as git wants of a diff command.")});
    line.addExample(QStringLiteral("whimbrel-cli diff old/plan.whimbrel new/plan.whimbrel"),
        Texts::tr("What a reviewer has to look at."));
    line.addExample(QStringLiteral("whimbrel-cli diff --format svg -o diff.svg OLD NEW"),
        Texts::tr("A picture of both for the pull request."));
    line.addExample(QStringLiteral("git config diff.whimbrel.command \"whimbrel-cli diff --git\""),
        Texts::tr("With \"*.whimbrel diff=whimbrel merge=whimbrel\" in .gitattributes, git diff "
                  "speaks so."));
    return line;
}

/// A value on one line, however long it is.
QString shown(const QString& value)
{
    if (value.isEmpty()) {
        return Texts::tr("(nothing)");
    }
    QString one = value.simplified();
    if (one.size() > longestValue) {
        one = one.first(longestValue - 1) + QChar(0x2026);
    }
    return one;
}

Tone toneOf(DifferenceKind kind)
{
    switch (kind) {
    case DifferenceKind::Added:
        return Tone::Good;
    case DifferenceKind::Removed:
        return Tone::Bad;
    case DifferenceKind::Changed:
        return Tone::Warning;
    case DifferenceKind::Moved:
        break;
    }
    return Tone::Faint;
}

QString signOf(DifferenceKind kind)
{
    switch (kind) {
    case DifferenceKind::Added:
        return QStringLiteral("+");
    case DifferenceKind::Removed:
        return QStringLiteral("-");
    case DifferenceKind::Changed:
        return QStringLiteral("~");
    case DifferenceKind::Moved:
        break;
    }
    return QStringLiteral(">");
}

/// "nodes" as one of them: "node".
QString oneOf(const QString& section)
{
    return section.endsWith(QLatin1Char('s')) && section.size() > 1 ? section.chopped(1) : section;
}

QStringList fieldLines(const FieldDifference& field)
{
    QStringList lines;
    const bool isLong
        = field.before.contains(QLatin1Char('\n')) || field.after.contains(QLatin1Char('\n'));
    if (!isLong) {
        return {
            QStringLiteral("    %1: %2 %3 %4")
                .arg(field.field, shown(field.before), QString(QChar(0x2192)), shown(field.after))};
    }
    lines << QStringLiteral("    %1:").arg(field.field);
    for (const QString& line : lineDifference(field.before, field.after)) {
        const Tone tone = line.startsWith(QLatin1Char('+')) ? Tone::Good
            : line.startsWith(QLatin1Char('-'))             ? Tone::Bad
                                                            : Tone::Faint;
        lines << QStringLiteral("      ") + console::toned(line, tone);
    }
    return lines;
}

QStringList textLines(const PlanDifference& difference)
{
    QStringList lines;
    for (const ElementDifference& each : difference.elements) {
        QString head = QStringLiteral("%1 %2").arg(signOf(each.kind), oneOf(each.section));
        if (!each.id.isEmpty()) {
            head += QLatin1Char(' ') + each.id;
        }
        if (!each.title.isEmpty() && each.title != each.id) {
            head += QStringLiteral("  %1").arg(each.title);
        }
        if (each.changesRun) {
            head += QStringLiteral("  ") + Texts::tr("(changes what a run does)");
        }
        lines << console::toned(head, toneOf(each.kind));
        const bool isWholeFile
            = each.section == QLatin1String("files") && each.kind != DifferenceKind::Changed;
        if (!isWholeFile) {
            for (const FieldDifference& field : each.fields) {
                lines += fieldLines(field);
            }
        }
    }
    lines << summaryOf(difference);
    return lines;
}

QJsonObject json(const PlanDifference& difference)
{
    QJsonArray elements;
    for (const ElementDifference& each : difference.elements) {
        QJsonArray fields;
        for (const FieldDifference& field : each.fields) {
            fields.append(QJsonObject{{QStringLiteral("field"), field.field},
                {QStringLiteral("before"), field.before}, {QStringLiteral("after"), field.after}});
        }
        elements.append(QJsonObject{{QStringLiteral("kind"), keyOf(each.kind)},
            {QStringLiteral("section"), each.section}, {QStringLiteral("id"), each.id},
            {QStringLiteral("title"), each.title}, {QStringLiteral("fields"), fields},
            {QStringLiteral("changesRun"), each.changesRun}});
    }
    QJsonObject counts;
    for (const DifferenceKind kind : {DifferenceKind::Added, DifferenceKind::Removed,
             DifferenceKind::Changed, DifferenceKind::Moved}) {
        counts.insert(keyOf(kind), difference.count(kind));
    }
    return {{QStringLiteral("same"), difference.isEmpty()},
        {QStringLiteral("changesRun"), difference.changesRun}, {QStringLiteral("counts"), counts},
        {QStringLiteral("elements"), elements}};
}

/// The two versions, and what they are called.
struct Versions {
    Plan before{};
    Plan after{};
    QString beforeName{};
    QString afterName{};
    QString afterPath{};
};

/// One of git's files; it names an empty one where there is none.
Result<Plan> gitVersion(const QString& path)
{
    return path == QLatin1String("/dev/null") ? Result<Plan>(Plan()) : loadPlanAlone(path);
}

/// PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE, and for renames two more.
Result<Versions> gitVersions(const QStringList& given)
{
    const Result<Plan> before = gitVersion(given.at(1));
    const Result<Plan> after = before ? gitVersion(given.at(4)) : fail(before.error());
    if (!after) {
        return fail(after.error());
    }
    const auto name = [&given](const QString& hex) {
        const bool isKnown = !hex.isEmpty() && hex != QLatin1String(".");
        return isKnown ? QStringLiteral("%1 (%2)").arg(given.first(), hex.first(7)) : given.first();
    };
    return Versions{*before, *after, name(given.at(2)), given.first(), {}};
}

Result<Versions> versions(const QStringList& given)
{
    const Result<LoadedPlan> before = loadPlan(given.at(0));
    const Result<LoadedPlan> after = before ? loadPlan(given.at(1)) : fail(before.error());
    if (!after) {
        return fail(after.error());
    }
    Versions made{before->plan, after->plan, QFileInfo(given.at(0)).fileName(),
        QFileInfo(given.at(1)).fileName(), given.at(1)};
    if (made.beforeName == made.afterName) {
        made.beforeName = given.at(0);
        made.afterName = given.at(1);
    }
    return made;
}

} // namespace

int runDiff(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    if (const auto code = line.refuseUnless(QStringLiteral("theme"),
            {keyOf(ThemeName::Light), keyOf(ThemeName::Dark), keyOf(ThemeName::Print)})) {
        return *code;
    }
    const bool forGit = line.has(QStringLiteral("git"));
    const QStringList files = line.arguments();
    if (forGit ? files.size() < 7 : files.size() != 2) {
        return line.refuse(forGit ? Texts::tr("--git needs the seven arguments that git gives.")
                                  : Texts::tr("diff compares two plans: give two."));
    }
    const Result<Versions> found = forGit ? gitVersions(files) : versions(files);
    if (!found) {
        console::error(found.error());
        return exitCode(found.error().code);
    }
    PlanDifference difference = comparePlans(found->before, found->after);
    if (line.has(QStringLiteral("semantic"))) {
        difference = difference.semantic();
    }
    const QString format = line.value(QStringLiteral("format"));
    QByteArray bytes;
    if (format == svg) {
        ComparisonOptions options;
        options.theme
            = themeFromKey(line.value(QStringLiteral("theme"))).value_or(ThemeName::Light);
        options.before = found->beforeName;
        options.after = found->afterName;
        options.date = dateOfPlan(found->afterPath);
        bytes = toSvg(drawComparison(found->before, found->after, difference, options));
    } else if (line.asJson()) {
        bytes = QJsonDocument(json(difference)).toJson();
    } else {
        bytes = (textLines(difference).join(QLatin1Char('\n')) + QLatin1Char('\n')).toUtf8();
        if (forGit) {
            bytes.prepend(QStringLiteral("whimbrel diff %1\n").arg(files.first()).toUtf8());
        }
    }
    const int delivered = deliver(bytes, line.value(QStringLiteral("output")));
    if (delivered != Well) {
        return delivered;
    }
    return difference.isEmpty() || forGit ? Well : Found;
}

} // namespace whimbrel::cli
