// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/report/run_report_html.h"
#include "tests/support/sample_plan.h"

#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

const QString hostile
    = QStringLiteral("</pre><script>alert('x')</script>&\"'<img src=x onerror=y>");

/// A report whose every text would do harm if it were markup.
RunReport hostileReport()
{
    RunReport report;
    for (QString* text : {&report.run, &report.title, &report.planHash, &report.environment,
             &report.policy, &report.by, &report.started, &report.lastEvent, &report.outcome,
             &report.rests, &report.rehearsed}) {
        *text = hostile;
    }
    report.targets.append({TargetId(hostile), hostile, hostile, hostile, hostile, {hostile}, {}});
    report.shifts.append({hostile, hostile, hostile, hostile, {}});
    report.gates.append({NodeId(hostile), hostile, hostile, hostile, hostile, hostile, hostile,
        hostile, hostile, hostile, {}});
    report.decisions.append({hostile, NodeId(hostile), hostile, hostile, hostile, hostile, {}});
    report.rollbacks.append(
        {hostile, hostile, NodeId(hostile), hostile, hostile, hostile, {hostile}, {}});
    report.accepted.append({hostile, hostile, hostile, hostile, {}});
    ReportStep step;
    step.node = NodeId(hostile);
    step.edge = EdgeId(hostile);
    for (QString* text : {&step.title, &step.kind, &step.began, &step.ended, &step.result,
             &step.outcome, &step.error, &step.evidence}) {
        *text = hostile;
    }
    step.statements.append({1, hostile, hostile, hostile, 5, 3, {hostile}, hostile, {}});
    step.checks.append(
        {hostile, hostile, hostile, hostile, hostile, hostile, hostile, 1, 2, hostile, {}});
    step.remarks.append({hostile, hostile, {}});
    report.steps.append(step);
    return report;
}

} // namespace

class TestRunReportHtml final : public QObject {
    Q_OBJECT

private slots:
    void nothingOfTheJournalIsMarkup()
    {
        Plan plan = planOf({node(QStringLiteral("start"), NodeKind::Start)}, {});
        plan.header.title = hostile;
        const QByteArray page = runReportHtml(hostileReport(), plan, RunState{});
        QVERIFY(!page.contains("<script"));
        QVERIFY(!page.contains("<img src=x"));
        QVERIFY(page.contains("&lt;script&gt;"));
    }

    void thePageNeedsNothingElse()
    {
        const Plan plan = planOf({node(QStringLiteral("start"), NodeKind::Start)}, {});
        const QString page = QString::fromUtf8(runReportHtml(hostileReport(), plan, RunState{}));
        for (const char* foreign : {"href=", "url(", "@import", "src=\"http"}) {
            QVERIFY2(!page.contains(QLatin1String(foreign)), foreign);
        }
        QVERIFY(page.contains(QStringLiteral("data:image/svg+xml;base64,")));
        QVERIFY(page.contains(QStringLiteral("prefers-color-scheme: dark")));
        QVERIFY(page.contains(QStringLiteral("@media print")));
    }

    void everyElementIsClosed()
    {
        const Plan plan = planOf({node(QStringLiteral("start"), NodeKind::Start)}, {});
        const QString page = QString::fromUtf8(runReportHtml(hostileReport(), plan, RunState{}));
        QString body = page.mid(page.indexOf(QStringLiteral("<body>")));
        body = body.left(body.indexOf(QStringLiteral("</body>")) + 7);
        // Elements that HTML leaves open.
        body.replace(QRegularExpression(QStringLiteral("<(img|source)([^>]*)>")),
            QStringLiteral("<\\1\\2/>"));
        QXmlStreamReader reader(body);
        while (!reader.atEnd()) {
            reader.readNext();
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    }

    void withoutAPlanThereIsNoPicture()
    {
        const QByteArray page = runReportHtml(hostileReport(), Plan{}, RunState{});
        QVERIFY(!page.contains("<figure>"));
    }
};

QTEST_MAIN(TestRunReportHtml)
#include "test_run_report_html.moc"
