// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/report/report_source.h"

#include "model/exec/journal.h"
#include "model/exec/journal_mirror.h"
#include "model/exec/run_state.h"
#include "model/io/plan_hash.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Report", text);
}

QString hashOf(const QList<Event>& events)
{
    return foldAll(events).planHash;
}

Error notHere(const QString& what)
{
    return {ErrorCode::Impossible, what, {},
        tr("Name its database, whose journal has all of it: --bind TARGET=URL.")};
}

} // namespace

Result<ReportSource> sourceFromJournal(const QStringList& urls, const QString& run)
{
    const Result<QList<Event>> events = readEvents(urls, run);
    if (!events) {
        return fail(events.error());
    }
    const Result<Plan> plan = readRunPlan(urls.constFirst(), run);
    if (!plan) {
        return fail(plan.error());
    }
    return ReportSource{*plan, *events};
}

Result<ReportSource> sourceFromMirror(const std::optional<Plan>& plan, const QString& run)
{
    const QString hash = plan ? planHash(*plan) : QString();
    if (!run.isEmpty()) {
        const QList<Event> events = readMirror(run);
        if (events.isEmpty()) {
            return fail(notHere(tr("This machine knows nothing of the run %1.").arg(run)));
        }
        if (plan && hashOf(events) != hash) {
            return fail(notHere(tr("The plan is not as it was when the run %1 ran.").arg(run)));
        }
        return ReportSource{plan.value_or(Plan{}), events};
    }
    for (const QString& each : mirroredRuns()) { // the last one first
        const QList<Event> events = readMirror(each);
        if (!events.isEmpty() && hashOf(events) == hash) {
            return ReportSource{plan.value_or(Plan{}), events};
        }
    }
    return fail(notHere(tr("This machine knows no run of the plan as it is now.")));
}

} // namespace whimbrel
