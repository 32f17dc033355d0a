// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/sample_database.h"
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

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>
#include <csignal>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// start → step → end on a server.
Plan serverPlan(const char* statement, Dialect dialect = Dialect::Postgresql)
{
    Node step = node(s("step"), NodeKind::Expand);
    step.action->body = sql(statement);
    step.action->lockTimeoutMs = 60'000;
    Plan plan = planOf({node(s("start"), NodeKind::Start), step, node(s("end"), NodeKind::End)},
        {forward(s("start"), s("step")), forward(s("step"), s("end"))});
    Target target = plan.targets.at(0);
    target.dialect = dialect;
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
    void orphansAreWaitedFor();
    void whoHoldsTheLockIsShownAfterItWasNotHad();
    void whatIsInDoubtIsToldAndDecided();
    void copiesAreSaidInWords();
    void theKeyboardFollowsTheRun();

private:
    [[nodiscard]] NextStepView& next() const { return *m_view->step().next(); }
    void begin(const ScratchDatabase& shop)
    {
        RunSettings settings;
        settings.bindings.insert(TargetId(s("primary")), shop.url());
        m_view->controller().start(settings);
        QTRY_VERIFY2_WITH_TIMEOUT(
            resting(), qPrintable(m_view->controller().complaint()), patience);
    }
    /// Goes on into a statement that somebody keeps waiting, and kills the runner in the middle.
    void loseTheRunner()
    {
        m_view->goOnButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(
            m_view->step().blockers()->table()->topLevelItemCount() == 1, patience);
        ::kill(static_cast<pid_t>(m_view->controller().client().processId()), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(m_view->controller().link(), RunController::Link::Lost, patience);
        QTRY_VERIFY(!m_view->resumeButton()->isHidden());
    }
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
    begin(shop);
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
    loseTheRunner();
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

/// Waiting for what the former runner began: it takes effect, and the run goes on behind it.
void TestNextStepView::orphansAreWaitedFor()
{
    ScratchDatabase shop(Dialect::Postgresql);
    const auto reader = shop.open();
    execute(*reader, s("CREATE TABLE customers (id bigint PRIMARY KEY, name text)"));
    open(serverPlan("ALTER TABLE customers ADD COLUMN b text"));
    begin(shop);
    QVERIFY(reader->begin());
    (void)single(*reader, s("SELECT count(*) FROM customers"));
    loseTheRunner();
    m_view->resumeButton()->click();
    OrphanChoice& choice = m_view->orphanChoice();
    QTRY_VERIFY_WITH_TIMEOUT(!choice.isHidden(), patience);
    choice.waitButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(
        m_view->controller().link() == RunController::Link::Starting, patience);
    QVERIFY(!resting()); // the statement still waits for the reader, and the run for the statement
    reader->rollback();
    QTRY_VERIFY2_WITH_TIMEOUT(resting(), qPrintable(m_view->controller().complaint()), patience);
    QVERIFY(choice.isHidden());
    QVERIFY(m_view->question().isHidden());
    m_view->goOnButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->controller().state().ended.has_value(), patience);
    QCOMPARE(statusOf("step"), StepStatus::Done);
    QCOMPARE(single(*reader,
                 s("SELECT count(*) FROM information_schema.columns WHERE table_name = 'customers' "
                   "AND column_name = 'b'")),
        s("1"));
    m_view->controller().close();
}

/// The tries are used up: before somebody tries again, they see who is in the way, and can end
/// that.
void TestNextStepView::whoHoldsTheLockIsShownAfterItWasNotHad()
{
    ScratchDatabase shop(Dialect::Postgresql);
    const auto reader = shop.open();
    execute(*reader, s("CREATE TABLE customers (id bigint PRIMARY KEY, name text)"));
    Plan made = serverPlan("ALTER TABLE customers ADD COLUMN c text");
    Node step = *made.nodes.find(NodeId(s("step")));
    step.action->lockTimeoutMs = 200;
    step.action->tries = 1;
    made.nodes.put(step);
    open(made);
    begin(shop);
    QVERIFY(reader->begin());
    (void)single(*reader, s("SELECT count(*) FROM customers"));
    m_view->goOnButton()->click();
    QTRY_COMPARE_WITH_TIMEOUT(
        m_view->controller().state().rest.reason, RestReason::Failure, patience);
    QTRY_COMPARE_WITH_TIMEOUT(next().holders()->table()->topLevelItemCount(), 1, patience);
    QVERIFY(!next().isHidden());
    QVERIFY(!next().isTelling());
    QVERIFY(!m_view->step().statement()->isHidden()); // which statement it was
    next().holders()->reason()->setText(s("a forgotten console"));
    QVERIFY(!next().holders()->cancelButton()->isEnabled()); // it carries out no statement
    next().holders()->endButton()->click();
    QTRY_COMPARE_WITH_TIMEOUT(next().holders()->table()->topLevelItemCount(), 0, patience);
    m_view->question().answer(s("retry"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->controller().state().ended.has_value()
            || (resting() && statusOf("step") == StepStatus::Done),
        patience);
    m_view->controller().close();
}

/// A statement that leaves no trace in MariaDB's catalog, its runner and its session both gone: the
/// window says what is certain and what is not, and goes on as somebody decides.
void TestNextStepView::whatIsInDoubtIsToldAndDecided()
{
    ScratchDatabase shop(Dialect::Mysql);
    const auto reader = shop.open();
    execute(*reader, s("CREATE TABLE customers (id bigint PRIMARY KEY) ENGINE=InnoDB"));
    open(serverPlan("ALTER TABLE customers AUTO_INCREMENT = 1000", Dialect::Mysql));
    begin(shop);
    const auto holder = shop.open();
    QVERIFY(holder->begin());
    (void)single(*holder, s("SELECT count(*) FROM customers"));
    loseTheRunner();
    const QString session = single(*reader,
        s("SELECT id FROM information_schema.processlist WHERE info LIKE '%AUTO_INCREMENT = 1000' "
          "AND state LIKE 'Waiting for table metadata lock%'"));
    // The server lets go by itself of who waits for a lock and has gone, within a second or so.
    if (!session.isEmpty()) {
        (void)reader->exec(s("KILL CONNECTION %1").arg(session));
    }
    holder->rollback();
    m_view->resumeButton()->click();
    QTRY_VERIFY2_WITH_TIMEOUT(resting(), qPrintable(m_view->controller().complaint()), patience);
    m_view->goOnButton()->click();
    QuestionArea& question = m_view->question();
    QTRY_VERIFY2(!question.isHidden(), qPrintable(lastDetails(EventType::Resolved)));
    const QString told = question.detailText();
    for (const char* words : {"Certain: nothing of this step took effect",
             "In doubt: statement 1 was begun outside a transaction", "AUTO_INCREMENT",
             "From the catalog: ", "Look at the database first"}) {
        QVERIFY2(told.contains(s(words)), qPrintable(told));
    }
    QPushButton* done = question.answer(s("done"));
    QVERIFY(done && !done->isEnabled());
    question.reason()->setText(s("looked: the table is whole"));
    QVERIFY(done->isEnabled());
    QCOMPARE(clashes(), QString());
    done->click();
    const auto isWritten = [this] {
        const QList<Event>& events = m_view->controller().events();
        return std::any_of(events.cbegin(), events.cend(), [](const Event& each) {
            return each.data.value(s("because")).toString() == s("looked: the table is whole");
        });
    };
    QTRY_VERIFY2_WITH_TIMEOUT(isWritten(), qPrintable(m_view->controller().complaint()), patience);
    m_view->controller().close();
}

/// Rows that go to another database are no SQL of this one: words say what is done.
void TestNextStepView::copiesAreSaidInWords()
{
    Node copy = node(s("copy"), NodeKind::Backfill);
    CopyAction rows;
    rows.table = s("orders");
    rows.from = TargetId(s("primary"));
    rows.key = s("id");
    rows.into = s("old_orders");
    copy.action->body = rows;
    copy.action->target = TargetId(s("archive"));
    Plan made = planOf({node(s("start"), NodeKind::Start), copy, node(s("end"), NodeKind::End)},
        {forward(s("start"), s("copy")), forward(s("copy"), s("end"))});
    made.targets.put({TargetId(s("archive")), Dialect::Sqlite});
    const QString archive = m_folder->filePath(s("archive.db"));
    QVERIFY(makeSampleDatabase("CREATE TABLE old_orders (id INTEGER PRIMARY KEY);", archive));
    open(made);
    RunSettings settings;
    settings.bindings.insert(TargetId(s("primary")), s("sqlite:") + m_database);
    settings.bindings.insert(TargetId(s("archive")), s("sqlite:") + archive);
    m_view->controller().start(settings);
    QTRY_VERIFY2_WITH_TIMEOUT(resting(), qPrintable(m_view->controller().complaint()), patience);
    oneStep();
    QTRY_COMPARE(at(), s("copy"));
    QVERIFY(next().statements().isEmpty());
    for (const char* word : {"orders", "old_orders", "primary", "along id"}) {
        QVERIFY2(next().wordsText().contains(s(word)), qPrintable(next().wordsText()));
    }
    m_view->controller().close();
}

/// Whoever works with the keyboard stays where the run is: at the answer while something is asked,
/// else at the button that was pressed.
void TestNextStepView::theKeyboardFollowsTheRun()
{
    open(false);
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    start();
    m_view->nextButton()->setFocus();
    QTest::keyClick(m_view->nextButton(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(at(), s("first"), patience);
    QTRY_COMPARE(QApplication::focusWidget(), m_view->nextButton());
    m_view->goOnButton()->setFocus();
    QTest::keyClick(m_view->goOnButton(), Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!m_view->question().isHidden(), patience);
    QTRY_COMPARE(QApplication::focusWidget(), m_view->question().reason());
    m_view->controller().close();
}

QTEST_MAIN(TestNextStepView)
#include "test_next_step_view.moc"
