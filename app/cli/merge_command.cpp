// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/output_file.h"
#include "model/base/counted.h"
#include "model/io/plan_file.h"
#include "model/io/plan_merge.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <iterator>

namespace whimbrel::cli {

namespace {

CommandLine arguments()
{
    CommandLine line(QStringLiteral("merge"), QStringLiteral("BASE OURS THEIRS [options]"),
        Texts::tr("Joins what two sides made of one plan, element by element, found by their ids. "
                  "The result replaces OURS. What both changed differently is a conflict: the "
                  "result has our value (an element that one side removed and the other changed "
                  "stays), opens as any plan, and keeps the list of conflicts under "
                  "\"x-merge-conflicts\", which validate reports until it is removed. The exit "
                  "code is 1 with conflicts. SQL files are text, which git merges itself."));
    line.setArguments(3, 3, Texts::tr("three plan files: BASE, OURS and THEIRS"));
    line.add({{QStringLiteral("o"), QStringLiteral("output")},
        Texts::tr("The file to write instead of OURS."), QStringLiteral("FILE")});
    line.add({{QStringLiteral("path")}, Texts::tr("What messages call the plan; git's %P."),
        QStringLiteral("NAME")});
    line.addFormat();
    line.addExample(QStringLiteral("git config merge.whimbrel.driver "
                                   "\"whimbrel-cli merge --path %P %O %A %B\""),
        Texts::tr("With \"*.whimbrel diff=whimbrel merge=whimbrel\" in .gitattributes, git merges "
                  "plans so."));
    return line;
}

QString nameOf(const MergeConflict& conflict)
{
    const QStringList parts{conflict.section, conflict.id, conflict.field};
    QStringList given;
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(given),
        [](const QString& part) { return !part.isEmpty(); });
    return given.join(QLatin1Char(' '));
}

QStringList textOf(const MergeConflict& conflict)
{
    QStringList lines{QStringLiteral("! ") + nameOf(conflict)};
    for (const auto& [side, value] :
        {std::pair{Texts::tr("base"), conflict.base}, std::pair{Texts::tr("ours"), conflict.ours},
            std::pair{Texts::tr("theirs"), conflict.theirs}}) {
        lines << QStringLiteral("    %1: %2")
                     .arg(side.leftJustified(6),
                         value.isEmpty() ? Texts::tr("(nothing)") : value.simplified());
    }
    return lines;
}

QJsonObject jsonOf(const MergeConflict& conflict)
{
    return {{QStringLiteral("section"), conflict.section}, {QStringLiteral("element"), conflict.id},
        {QStringLiteral("field"), conflict.field}, {QStringLiteral("base"), conflict.base},
        {QStringLiteral("ours"), conflict.ours}, {QStringLiteral("theirs"), conflict.theirs}};
}

/// A version of the plan; git gives an empty file where there is no common one.
Result<Plan> versionOf(const QString& path, bool mayBeEmpty)
{
    return mayBeEmpty && QFileInfo(path).isFile() && QFileInfo(path).size() == 0
        ? Result<Plan>(Plan())
        : loadPlanAlone(path);
}

} // namespace

int runMerge(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    const QStringList files = line.arguments();
    const Result<Plan> base = versionOf(files.at(0), true);
    const Result<Plan> ours = base ? versionOf(files.at(1), false) : fail(base.error());
    const Result<Plan> theirs = ours ? versionOf(files.at(2), false) : fail(ours.error());
    if (!theirs) {
        console::error(theirs.error());
        return exitCode(theirs.error().code);
    }
    const MergedPlan merged = mergePlans(*base, *ours, *theirs);
    const QString output
        = line.has(QStringLiteral("output")) ? line.value(QStringLiteral("output")) : files.at(1);
    if (const int delivered = deliver(writePlan(merged.plan), output); delivered != Well) {
        return delivered;
    }
    if (line.asJson()) {
        QJsonArray conflicts;
        for (const MergeConflict& each : merged.conflicts) {
            conflicts.append(jsonOf(each));
        }
        console::json(
            {{QStringLiteral("output"), output}, {QStringLiteral("conflicts"), conflicts}});
    } else if (!merged.conflicts.isEmpty()) {
        const QString name
            = line.has(QStringLiteral("path")) ? line.value(QStringLiteral("path")) : output;
        console::line(Texts::tr("%1: %2").arg(name,
            counted(merged.conflicts.size(), Texts::tr("1 conflict; it has our side"),
                Texts::tr("%1 conflicts; it has our side"), QLocale::c())));
        for (const MergeConflict& each : merged.conflicts) {
            for (const QString& text : textOf(each)) {
                console::line(text);
            }
        }
    }
    return merged.conflicts.isEmpty() ? Well : Found;
}

} // namespace whimbrel::cli
