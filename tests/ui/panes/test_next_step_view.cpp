// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sample_plan.h"
#include "tests/support/servers/test_servers.h"
#include "tests/ui/panes/run_view_fixture.h"
#include "ui/run/blocker_list.h"
#include "ui/run/folded_sql.h"
#include "ui/run/next_step_view.h"
#include "ui/run/orphan_choice.h"
#include "ui/run/question_area.h"
#include "ui/run/step_view.h"
#include "ui/sql/sql_edit.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include <csignal>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// start → step → end on PostgreSQL.
Plan serverPlan(const char* statement)
{
    Node step = node(s("step"), NodeKind::Expand);
    step.action->body = sql(statement);
    step.action->lockTimeoutMs = 60'000;
    Plan plan = planOf({node(s("start"), NodeKind::Start), step, node(s("end"), NodeKind::End)},
        {forward(s("start"), s("step")), forward(s("step"), s("end"))});
    Target target = plan.targets.at(0);
    target.dialect = Dialect::Postgresql;
    plan.targets.put(target);
    return plan;
}

} // namespace

/// What the window says before a step happens, and where it stops.
class TestNextStepView final : public QObject, private RunViewFixture {
    Q_OBJECT

private slots:
    void initTestCase() { useRunner("test_next_step_view"); }
    void init() { clear(); }
    void saysWhatComes();
    void foldsLongStatements();
    void breakpointsStopTheRun();
    void menusKeepAmpersands();
    void holdersAreListedAndOrphansDecidedAbout();

private:
    [[nodiscard]] NextStepView& next() const { return *m_view->step().next(); }
    void oneStep()
    {
        m_view->nextButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(resting(), patience);
    }
};

void TestNextStepView::saysWhatComes()
{
    open(false);
    start();
    oneStep();
    QTRY_COMPARE(at(), s("first"));
    QTRY_VERIFY(!next().isHidden());
    QCOMPARE(next().statements().size(), 1);
    const FoldedSql* shown = next().statements().first();
    QCOMPARE(shown->text()->toPlainText(), s("CREATE TABLE t (id INTEGER PRIMARY KEY)"));
    QVERIFY2(
        shown->about()->text().contains(s("metadata only")), qPrintable(shown->about()->text()));
    QVERIFY2(
        next().factsText().contains(s("Can be taken back to")), qPrintable(next().factsText()));
    QVERIFY(m_view->step().statement()->isHidden()); // not said twice
    m_view->goOnButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(!m_view->question().isHidden(), patience);
    // At the gate: what comes after a yes.
    QTRY_COMPARE(next().statements().size(), 1);
    QCOMPARE(next().statements().first()->text()->toPlainText(),
        s("INSERT INTO t VALUES (1), (2), (3)"));
    QCOMPARE(clashes(), QString());
}

void TestNextStepView::foldsLongStatements()
{
    FoldedSql folded;
    QStringList lines;
    for (int i = 0; i < 30; ++i) {
        lines.append(s("SELECT %1,").arg(i));
    }
    folded.show(lines.join(QLatin1Char('\n')), Dialect::Sqlite, s("reads rows"));
    folded.resize(500, 400);
    static_cast<QWidget&>(folded).show();
    QVERIFY(!folded.unfoldButton()->isHidden());
    const int height = folded.text()->height();
    folded.unfoldButton()->click();
    QTRY_VERIFY(folded.text()->height() > 2 * height);
    folded.show(s("SELECT 1"), Dialect::Sqlite, {});
    QVERIFY(folded.unfoldButton()->isHidden());
}

void TestNextStepView::breakpointsStopTheRun()
{
    open(false);
    const NodeId empty(s("empty"));
    m_session->breakpoints().toggle(empty); // before the run
    start();
    m_view->goOnButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(resting() && at() == s("empty"), patience);
    QCOMPARE(statusOf("first"), StepStatus::Done);
    QVERIFY2(lastDetails(EventType::Paused).contains(s("reakpoint")),
        qPrintable(lastDetails(EventType::Paused)));
    // Kept for the plan, not in it.
    {
        PlanSession again;
        again.open(m_session->plan(), m_session->path());
        QVERIFY(again.breakpoints().contains(empty));
        again.open(m_session->plan(), m_folder->filePath(s("other.whimbrel")));
        QVERIFY(again.breakpoints().nodes().isEmpty());
    }
    m_session->breakpoints().toggle(empty);
    m_session->breakpoints().toggle(NodeId(s("gate"))); // during the run
    m_view->goOnButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(resting() && at() == s("gate"), patience);
    QCOMPARE(statusOf("gate"), StepStatus::Waiting);
    m_session->breakpoints().toggle(NodeId(s("gate")));
}

void TestNextStepView::menusKeepAmpersands()
{
    Plan made = runPlan(false);
    Node first = *made.nodes.find(NodeId(s("start")));
    first.title = s("Salt & pepper");
    made.nodes.put(first);
    open(made);
    start();
    oneStep();
    oneStep();
    QTRY_VERIFY(!m_view->rollbackMenu()->actions().isEmpty());
    const QString text = m_view->rollbackMenu()->actions().first()->text();
    QVERIFY2(text.contains(s("Salt && pepper")), qPrintable(text));
}

void TestNextStepView::holdersAreListedAndOrphansDecidedAbout()
{
    ScratchDatabase shop(Dialect::Postgresql);
    const auto reader = shop.open();
    execute(*reader, s("CREATE TABLE customers (id bigint PRIMARY KEY, name text)"));
    open(serverPlan("ALTER TABLE customers ADD COLUMN a text"));
    RunSettings settings;
    settings.bindings.insert(TargetId(s("primary")), shop.url());
    m_view->controller().start(settings);
    QTRY_VERIFY2_WITH_TIMEOUT(resting(), qPrintable(m_view->controller().complaint()), patience);
    QVERIFY(reader->begin());
    (void)single(*reader, s("SELECT count(*) FROM customers"));
    oneStep();
    const QTreeWidget* table = next().holders()->table();
    QTRY_VERIFY_WITH_TIMEOUT(table->topLevelItemCount() == 1, patience);
    const QString session = single(*reader, s("SELECT pg_backend_pid()"));
    QCOMPARE(table->topLevelItem(0)->text(0), session);
    QVERIFY2(table->topLevelItem(0)->text(4).contains(s("ACCESS SHARE on customers")),
        qPrintable(table->topLevelItem(0)->text(4)));

    // The step waits for the reader; the runner dies; the server goes on with the statement.
    m_view->goOnButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(
        m_view->step().blockers()->table()->topLevelItemCount() == 1, patience);
    ::kill(static_cast<pid_t>(m_view->controller().client().processId()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(m_view->controller().link(), RunController::Link::Lost, patience);
    QTRY_VERIFY(!m_view->resumeButton()->isHidden());
    m_view->resumeButton()->click();
    OrphanChoice& choice = m_view->orphanChoice();
    QTRY_VERIFY_WITH_TIMEOUT(!choice.isHidden(), patience);
    QVERIFY2(choice.statement()->toPlainText().contains(s("ADD COLUMN a")),
        qPrintable(choice.statement()->toPlainText()));
    QVERIFY2(choice.text()->text().contains(s("Session ")), qPrintable(choice.text()->text()));
    QVERIFY(m_view->complaintText().isEmpty());
    choice.cancelButton()->click();
    QTRY_VERIFY2_WITH_TIMEOUT(resting(), qPrintable(m_view->controller().complaint()), patience);
    QVERIFY(choice.isHidden());
    reader->rollback();
    QTRY_VERIFY(m_view->goOnButton()->isEnabled() || !m_view->question().isHidden());
    m_view->controller().close();
}

QTEST_MAIN(TestNextStepView)
#include "test_next_step_view.moc"
