// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal_mirror.h"
#include "model/report/report_source.h"
#include "model/report/run_report.h"
#include "tests/model/exec/run_fixture.h"
#include "tests/support/cases.h"
#include "tests/support/sample_plan.h"

#include <QJsonArray>
#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// start → go (a gate) → a → va → b (its SQL is wrong) → vb → end
Plan troubledPlan()
{
    Node gate = node(s("go"), NodeKind::Gate);
    gate.title = s("Go?");
    gate.ask = s("Ready?");
    Node a
        = change(s("a"), s("ALTER TABLE customers ADD COLUMN a TEXT; UPDATE customers SET a = 1"));
    a.title = s("=Add \"a\", fill it");
    return planOf(
        {node(s("start"), NodeKind::Start), gate, a,
            verification(s("va"), s("SELECT count(*) FROM customers WHERE a IS NULL"), s("0")),
            change(s("b"), s("ALTER TABLE nowhere ADD COLUMN b TEXT")),
            verification(s("vb"), s("SELECT 0"), s("0")), node(s("end"), NodeKind::End)},
        {forward(s("start"), s("go")), forward(s("go"), s("a"), s("yes")), forward(s("a"), s("va")),
            forward(s("va"), s("b")), forward(s("b"), s("vb")), forward(s("vb"), s("end")),
            back(s("a"), s("go"), s("ALTER TABLE customers DROP COLUMN a")),
            back(s("b"), s("va"), s("ALTER TABLE nowhere DROP COLUMN b"))});
}

const ReportStep* stepOf(const RunReport& report, const char* node, bool back = false)
{
    for (const ReportStep& step : report.steps) {
        if (step.node == NodeId(s(node)) && step.edge.isEmpty() != back) {
            return &step;
        }
    }
    return nullptr;
}

} // namespace

class TestRunReport final : public QObject {
    Q_OBJECT

private:
    /// The report of a run that met a gate, failed at b, and was taken back.
    RunReport m_report{};
    Plan m_plan{};
    QList<Event> m_events{};

private slots:
    void initTestCase()
    {
        const RunFixture shop;
        m_plan = troubledPlan();
        Run run;
        RunRequest request = shop.request(m_plan);
        request.by = s("ada");
        QVERIFY2(run.start(request), qPrintable(run.lastError().text()));
        run.tell(Command::Type::GoOn);
        run.tell(Command::Type::Answer, s("go"), s("yes"), s("all is ready"));
        QCOMPARE(run.state().rest.reason, RestReason::Failure);
        run.tell(Command::Type::Rollback, s("start"), {}, s("b is wrong"));
        const Result<ReportSource> source = sourceFromJournal({shop.url()}, run.state().run);
        QVERIFY2(source, qPrintable(source ? QString() : source.error().text()));
        m_events = source->events;
        m_report = runReport(source->plan, m_events);
    }

    void theSchemaIsTheOneInResources()
    {
        QVERIFY(test::equalsGolden(
            s(WHIMBREL_SOURCE "/resources/schema/whimbrel-run-report.schema.json"),
            format::reportSchema()));
    }

    void itSaysWhatHappened()
    {
        QCOMPARE(m_report.by, s("ada"));
        QCOMPARE(m_report.targets.size(), 1);
        QVERIFY(m_report.targets.constFirst().server.startsWith(s("3.")));
        const ReportStep* a = stepOf(m_report, "a");
        QVERIFY(a);
        QCOMPARE(a->result, s("done"));
        QCOMPARE(a->statements.size(), 2);
        QCOMPARE(a->statements.at(1).rows, 20);
        QVERIFY(a->statements.at(1).sql.startsWith(s("UPDATE customers")));
        QCOMPARE(a->statements.at(1).result, s("done"));
        QVERIFY(a->ms >= 0);
        const ReportStep* va = stepOf(m_report, "va");
        QVERIFY(va);
        QCOMPARE(va->checks.size(), 1);
        QCOMPARE(va->checks.constFirst().result, s("pass"));
        QCOMPARE(va->checks.constFirst().found, s("0"));
        const ReportStep* b = stepOf(m_report, "b");
        QVERIFY(b);
        QCOMPARE(b->result, s("failed"));
        QVERIFY(b->error.contains(s("nowhere")));
        QCOMPARE(b->statements.size(), 1);
        QCOMPARE(b->statements.constFirst().result, s("failed"));
        QVERIFY(b->statements.constFirst().sql.contains(s("nowhere")));
        QVERIFY(stepOf(m_report, "a", true)); // the way back
        QCOMPARE(m_report.gates.size(), 1);
        QCOMPARE(m_report.gates.constFirst().because, s("all is ready"));
        QCOMPARE(m_report.gates.constFirst().proof, s("recorded"));
        QCOMPARE(m_report.rollbacks.size(), 1);
        QCOMPARE(m_report.rollbacks.constFirst().because, s("b is wrong"));
        QCOMPARE(m_report.rollbacks.constFirst().takenBack, QStringList{s("=Add \"a\", fill it")});
        QVERIFY(!m_report.rollbacks.constFirst().ended.isEmpty());
    }

    void whatIsWrittenIsReadAgain()
    {
        const QByteArray json = reportJson(m_report);
        const Result<RunReport> read = readReport(json);
        QVERIFY2(read, qPrintable(read ? QString() : read.error().text()));
        QCOMPARE(*read, m_report);
        QCOMPARE(reportJson(*read), json);
        QVERIFY(!readReport("{\"whimbrelRunReport\": 2}"));
    }

    void everyFieldOfTheCsvIsQuoted()
    {
        const QString csv = QString::fromUtf8(reportCsv(m_report));
        const QStringList lines = csv.split(s("\r\n"));
        QVERIFY(lines.constFirst().startsWith(s("run,at,what,node")));
        // A spreadsheet computes what begins with "=".
        QVERIFY2(csv.contains(s("\"'=Add \"\"a\"\", fill it\"")), qPrintable(csv));
        QVERIFY(csv.contains(s("\"gate\",\"go\"")));
        QVERIFY(csv.contains(s("\"way back\",\"a\"")));
        QVERIFY(!csv.contains(s(",\"=")));
    }

    void whatWasAcceptedIsSaid()
    {
        QList<Event> events = m_events;
        events[0].data.insert(s("unrehearsed"), s("a toy"));
        events[0].data.insert(s("preflight"), QJsonArray{s("Little room.")});
        events[0].data.insert(s("preflightAccepted"), s("it will do"));
        const RunReport report = runReport(m_plan, events);
        QCOMPARE(report.accepted.size(), 2);
        QCOMPARE(report.accepted.at(0).because, s("a toy"));
        QVERIFY(report.accepted.at(1).what.contains(s("Little room.")));
    }

    void withoutThePlanStepsGoByTheirIds()
    {
        const RunReport report = runReport(Plan{}, m_events);
        QCOMPARE(report.steps.size(), m_report.steps.size());
        QCOMPARE(stepOf(report, "a")->title, s("a"));
    }

    void theMirrorWantsThePlanThatRan()
    {
        const RunFixture shop;
        Run run;
        QVERIFY(run.start(shop.request(m_plan)));
        run.tell(Command::Type::GoOn);
        const Result<ReportSource> found = sourceFromMirror(m_plan, {});
        QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
        QCOMPARE(found->events.constFirst().run, run.state().run);
        Plan other = m_plan;
        other.nodes.put(node(s("more"), NodeKind::Task));
        const Result<ReportSource> changed = sourceFromMirror(other, run.state().run);
        QVERIFY(!changed);
        QVERIFY(changed.error().advice.contains(s("--bind")));
    }
};

QTEST_GUILESS_MAIN(TestRunReport)
#include "test_run_report.moc"
