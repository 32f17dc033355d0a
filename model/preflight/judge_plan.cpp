// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/duration.h"
#include "model/exec/rehearsal_demand.h"
#include "model/exec/windows.h"
#include "model/io/plan_paths.h"
#include "model/plan/node_kind.h"
#include "model/preflight/judge.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Preflight", text);
}

/// What a production run would say of the rehearsals.
void judgeRehearsal(const Judged& what, PreflightFindings& findings)
{
    RunRequest asked = what.request;
    const bool production = asked.environment == QLatin1String("production");
    asked.environment = QStringLiteral("production");
    const Result<QJsonObject> note = rehearsalNote(asked);
    if (note && note->contains(QLatin1String("unrehearsed"))) {
        findings.append(finding(PreflightLevel::Warning, "rehearsal", nullptr,
            tr("No rehearsal proves every way back; accepted: %1").arg(asked.unrehearsedBecause)));
    } else if (!note) {
        PreflightFinding found
            = finding(production ? PreflightLevel::Error : PreflightLevel::Warning, "rehearsal",
                nullptr, note.error().message,
                tr("Rehearse the plan, or give the run a reason: --unrehearsed."));
        found.expected = tr("a rehearsal of this very plan in which every way back is proven");
        findings.append(found);
    }
}

void judgeCommand(const Judged& what, const CommandAction& command, const PreflightFinding& from,
    PreflightFindings& findings)
{
    PreflightFinding found = from;
    found.about = QStringLiteral("commands");
    const QString folder
        = what.request.planPath.isEmpty() ? QString() : planFolder(what.request.planPath);
    const bool path = command.program.contains(QLatin1Char('/'));
    const bool there = path ? QFileInfo(QDir(folder), command.program).isExecutable()
                            : !QStandardPaths::findExecutable(command.program).isEmpty();
    if (!there) {
        found.level = PreflightLevel::Error;
        found.text = tr("The program \"%1\" is not on this machine.").arg(command.program);
        found.expected = tr("a program that can be started");
        found.advice = tr("Install it where the runner runs.");
        findings.append(found);
    } else if (!what.request.allowCommands) {
        found.level = PreflightLevel::Warning;
        found.text = tr("The step starts \"%1\", and programs are not allowed for this run.")
                         .arg(command.program);
        found.advice = tr("Allow it: --allow-commands.");
        findings.append(found);
    }
}

void judgeAction(const Judged& what, const Action& action, const NodeId& node, const EdgeId& edge,
    PreflightFindings& findings)
{
    PreflightFinding from;
    from.node = node;
    from.edge = edge;
    if (const auto* command = std::get_if<CommandAction>(&action.body)) {
        judgeCommand(what, *command, from, findings);
    }
}

void judgeGate(const Judged& what, const Node& node, PreflightFindings& findings)
{
    if (!node.mustBeSigned || !what.signers.isEmpty()) {
        return;
    }
    PreflightFinding found = finding(PreflightLevel::Error, "gates", nullptr,
        tr("The gate \"%1\" wants a signature, and there is no file of allowed signers.")
            .arg(node.title),
        tr("Put a file \"allowed_signers\" beside the plan, or name one: --allowed-signers FILE."));
    found.expected = tr("a file of allowed signers");
    found.node = node.id;
    findings.append(found);
}

/// How long a step and its longest way back take: as rehearsed, else as estimated.
struct Durations {
    qint64 forward = 0;
    qint64 back = 0;
    bool rehearsed = false;
    bool known = false;
};

Durations durationsOf(const Judged& what, const Node& node)
{
    Durations made;
    if (const RehearsedStep* step = what.rehearsed.step(node.id)) {
        made.forward = step->ms;
        made.rehearsed = made.known = true;
    } else if (node.estimateMs) {
        made.forward = *node.estimateMs;
        made.known = true;
    }
    for (const Edge& edge : what.request.plan.edges) {
        if (edge.kind != EdgeKind::Rollback || edge.from != node.id) {
            continue;
        }
        const RehearsedWay* way = what.rehearsed.way(node.id, edge.id);
        made.back = std::max(made.back, way ? way->ms : edge.estimateMs.value_or(0));
    }
    return made;
}

void judgeWindow(const Judged& what, const Node& node, PreflightFindings& findings)
{
    const Window& window = *node.window;
    const bool open = isOpen(window, what.now);
    const QDateTime opens = open ? what.now : nextOpening(window, what.now);
    PreflightFinding found = finding(PreflightLevel::Note, "window", nullptr, {});
    found.node = node.id;
    if (!opens.isValid()) {
        found.level = PreflightLevel::Error;
        found.text = tr("The window of \"%1\" never opens.").arg(node.title);
        found.advice = tr("Change its days or times.");
        findings.append(found);
        return;
    }
    const QDateTime closes = closing(window, opens);
    const Durations takes = durationsOf(what, node);
    const QString when = open
        ? tr("is open")
        : tr("opens on %1").arg(opens.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")));
    const qint64 left = closes.isValid() ? opens.msecsTo(closes) : -1;
    const QString rest = left < 0 ? QString()
        : open                    ? tr(", for another %1").arg(durationText(left, 2))
                                  : tr(", for %1").arg(durationText(left, 2));
    const QString need = tr("the step takes %1 and its way back %2 (%3)")
                             .arg(durationText(takes.forward, 2), durationText(takes.back, 2),
                                 takes.rehearsed ? tr("as rehearsed") : tr("as estimated"));
    found.text = tr("The window of \"%1\" %2%3; %4.")
                     .arg(node.title, when, rest,
                         takes.known ? need : tr("how long the step takes is not known"));
    if (takes.known && left >= 0 && takes.forward + takes.back > left) {
        found.level = PreflightLevel::Warning;
        found.expected = tr("a window in which step and way back both fit");
        found.advice = open ? tr("Begin when it opens next.") : tr("Make the window longer.");
    }
    findings.append(found);
}

} // namespace

void judgeTime(const Judged& what, PreflightFindings& findings)
{
    for (const Node& node : what.request.plan.nodes) {
        if (node.window && traits(node.kind).flows) {
            judgeWindow(what, node, findings);
        }
    }
}

void judgePlan(const Judged& what, PreflightFindings& findings)
{
    judgeRehearsal(what, findings);
    for (const Node& node : what.request.plan.nodes) {
        if (node.kind == NodeKind::Gate) {
            judgeGate(what, node, findings);
        }
        if (node.action && traits(node.kind).performs) {
            judgeAction(what, *node.action, node.id, {}, findings);
        }
    }
    for (const Edge& edge : what.request.plan.edges) {
        if (edge.kind == EdgeKind::Rollback && edge.action) {
            judgeAction(what, *edge.action, edge.from, edge.id, findings);
        }
    }
    for (const QString& each : what.needs.unreadable) {
        findings.append(finding(PreflightLevel::Note, "unseen", nullptr,
            tr("What this needs cannot be told: %1").arg(each)));
    }
}

} // namespace whimbrel
