// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/preflight_words.h"

#include "app/cli/command_line.h"
#include "app/cli/console.h"
#include "app/cli/run_words.h"
#include "model/base/counted.h"

#include <algorithm>

namespace whimbrel::cli {

namespace {

Tone toneOf(PreflightLevel level)
{
    switch (level) {
    case PreflightLevel::Error:
        return Tone::Bad;
    case PreflightLevel::Warning:
        return Tone::Warning;
    case PreflightLevel::Note:
        break;
    }
    return Tone::Faint;
}

QString placeOf(const PreflightFinding& found, const Plan& plan)
{
    QStringList parts;
    if (!found.target.isEmpty()) {
        parts.append(found.target.text());
    }
    if (!found.node.isEmpty()) {
        parts.append(found.edge.isEmpty()
                ? nameOf(plan, found.node)
                : Texts::tr("way back of %1").arg(nameOf(plan, found.node)));
    }
    return parts.join(QLatin1String(", "));
}

} // namespace

QStringList preflightLines(const PreflightReport& report, const Plan& plan)
{
    constexpr int indent = 9;
    QStringList lines;
    for (const PreflightTarget& target : report.targets) {
        QString line = QStringLiteral("%1: %2").arg(target.target.text(), target.database);
        if (!target.server.isEmpty()) {
            line += QStringLiteral(", ") + target.server;
        }
        if (!target.user.isEmpty()) {
            line += Texts::tr(", as %1").arg(target.user);
        }
        if (!target.owner.isEmpty()) {
            line += Texts::tr("; new objects belong to %1").arg(target.owner);
        }
        lines.append(line);
    }
    const int width = std::max(console::width(), 60);
    for (const PreflightFinding& found : report.findings) {
        const QString level = displayName(found.level).leftJustified(indent - 1);
        const QString place = placeOf(found, plan);
        lines.append(console::toned(level, toneOf(found.level)) + QLatin1Char(' ')
            + wrapped(found.text, width, indent));
        const QString blank(indent, QLatin1Char(' '));
        if (!place.isEmpty()) {
            lines.append(blank + console::toned(place, Tone::Faint));
        }
        if (!found.advice.isEmpty()) {
            lines.append(blank + wrapped(found.advice, width, indent));
        }
    }
    const auto count = [&report](PreflightLevel level) { return report.count(level); };
    lines.append(Texts::tr("preflight: %1, %2, %3")
                     .arg(counted(count(PreflightLevel::Error), Texts::tr("1 error"),
                              Texts::tr("%1 errors"), QLocale::c()),
                         counted(count(PreflightLevel::Warning), Texts::tr("1 warning"),
                             Texts::tr("%1 warnings"), QLocale::c()),
                         counted(count(PreflightLevel::Note), Texts::tr("1 note"),
                             Texts::tr("%1 notes"), QLocale::c())));
    return lines;
}

} // namespace whimbrel::cli
