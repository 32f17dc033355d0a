// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/report_export.h"

#include "model/io/atomic_file.h"
#include "model/report/report_source.h"
#include "render/report/run_report_html.h"
#include "ui/prompts/prompts.h"
#include "ui/run/run_controller.h"
#include "ui/run/signers.h"
#include "ui/session/background.h"
#include "ui/session/plan_session.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ReportExport", text);
}

/// Beside the plan, named after it and the run's first day.
QString usualPath(const QString& planPath, const QString& ending)
{
    const QFileInfo plan(planPath);
    return plan.absolutePath() + QLatin1Char('/') + plan.completeBaseName()
        + QStringLiteral("-run.") + ending;
}

Result<> write(const Result<ReportSource>& source, const QString& planPath, const QString& path)
{
    if (!source) {
        return fail(source.error());
    }
    const RunReport report
        = runReport(source->plan, source->events, planPath, signersFor(planPath));
    const QString ending = QFileInfo(path).suffix().toLower();
    const QByteArray bytes = ending == QLatin1String("json") ? reportJson(report)
        : ending == QLatin1String("csv")
        ? reportCsv(report)
        : runReportHtml(report, source->plan, foldAll(source->events));
    Result<AtomicFile> aside = AtomicFile::write(path, bytes);
    return aside ? aside->replace() : fail(aside.error());
}

} // namespace

void exportRunReport(QWidget* window, const PlanSession& session, const RunController& run,
    Prompts& prompts, const std::function<void(const QString&)>& done)
{
    QString path = prompts.saveFile(window, tr("Export report of the run"),
        usualPath(session.path(), QStringLiteral("html")),
        tr("Web page (*.html);;JSON (*.json);;Table (*.csv)"));
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty()) {
        path += QStringLiteral(".html");
    }
    std::optional<ReportSource> shown;
    if (run.isActive() && !run.events().isEmpty()) {
        shown = ReportSource{run.plan(), run.events()};
    }
    inBackground(
        window,
        [shown, plan = session.plan(), planPath = session.path(), path]() -> Result<> {
            return write(
                shown ? Result<ReportSource>(*shown) : sourceFromMirror(plan, {}), planPath, path);
        },
        [window, path, done, &prompts](const Result<>& written) {
            if (written) {
                done(path);
            } else {
                prompts.showProblem(
                    window, tr("The report was not written"), written.error().text(), {});
            }
        });
}

} // namespace whimbrel
