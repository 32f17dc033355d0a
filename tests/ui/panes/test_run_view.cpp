// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/sqlite_connection.h"
#include "model/exec/sample_database.h"
#include "tests/ui/panes/run_view_fixture.h"
#include "ui/run/binding_row.h"
#include "ui/run/next_step_view.h"
#include "ui/run/question_area.h"
#include "ui/run/run_bar.h"
#include "ui/run/run_models.h"
#include "ui/run/run_setup.h"
#include "ui/run/run_view.h"
#include "ui/run/step_view.h"
#include "ui/sql/sql_edit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <csignal>

using namespace whimbrel;
using namespace whimbrel::test;

/// A run led from the window, on a real SQLite database.
class TestRunView final : public QObject, private RunViewFixture {
    Q_OBJECT

private slots:
    void initTestCase() { useRunner("test_run_view"); }
    void init() { clear(); }
    void setupTestsAndRemembers();
    void offersWhatLiesBesideThePlan();
    void offersWhatIsFree();
    void wheelLeavesChoicesAlone();
    void errorsAskFirst();
    void runsToTheEnd();
    void failureAsksAndGoesBack();
    void killedRunnerIsResumed();
    void heldDatabaseIsTriedAgain();
    void copiedDatabaseWantsAReason();
    void runsToHere();
    void skipsWithReason();
    void marksDone();
    void pauses();
    void cancels();
    void handsOver();
    void manualStepsAreWords();
};

void TestRunView::setupTestsAndRemembers()
{
    open(false);
    RunSetup& setup = m_view->setup();
    QVERIFY(!setup.startButton()->isEnabled());
    BindingRow* row = setup.bindings().first();
    QSignalSpy tested(row, &BindingRow::tested);
    row->setUrl(QStringLiteral("sqlite:") + m_folder->filePath(QStringLiteral("missing.db")));
    QVERIFY(tested.wait(patience));
    QVERIFY(!row->probe());
    row->setUrl(QStringLiteral("sqlite:") + m_database);
    QVERIFY(tested.wait(patience));
    QVERIFY(row->probe());
    QCOMPARE(row->probe()->tables, 1);
    QVERIFY(row->probe()->writable);

    QSettings store(m_folder->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    RunSettings settings = setup.settings();
    settings.environment = QStringLiteral("staging");
    writeRunSettings(store, m_session->path(), settings);
    const RunSettings again = readRunSettings(store, m_session->path());
    QCOMPARE(again.bindings, settings.bindings);
    QCOMPARE(again.environment, QStringLiteral("staging"));
}

void TestRunView::offersWhatLiesBesideThePlan()
{
    open(false);
    BindingRow* row = m_view->setup().bindings().first();
    QTRY_COMPARE(row->offers().size(), 1);
    QVERIFY(!m_view->setup().startButton()->isEnabled()); // an offer binds nothing
    QSignalSpy tested(row, &BindingRow::tested);
    row->offers().first()->click();
    QCOMPARE(row->url(), QStringLiteral("sqlite:") + m_database);
    QVERIFY(tested.wait(patience));
    QVERIFY(row->offers().isEmpty());
    row->setUrl({});
    QCOMPARE(row->offers().size(), 1);
}

/// One file is not two databases: what one target is bound to, the other is not offered.
void TestRunView::offersWhatIsFree()
{
    QVERIFY(makeSampleDatabase(
        "CREATE TABLE other (id INTEGER);", m_folder->filePath(QStringLiteral("archive.db"))));
    Plan made = runPlan(false);
    made.targets.put({TargetId(QStringLiteral("archive")), Dialect::Sqlite});
    open(made);
    BindingRow* first = m_view->setup().bindings().at(0);
    BindingRow* second = m_view->setup().bindings().at(1);
    QTRY_COMPARE(first->offers().size(), 2);
    QTRY_COMPARE(second->offers().size(), 2);
    first->setUrl(QStringLiteral("sqlite:") + m_database);
    QCOMPARE(second->offers().size(), 1);
    QVERIFY2(second->offers().first()->text().contains(QStringLiteral("archive.db")),
        qPrintable(second->offers().first()->text()));
    first->setUrl({});
    QCOMPARE(second->offers().size(), 2);
}

void TestRunView::wheelLeavesChoicesAlone()
{
    open(false);
    QComboBox* environment = m_view->setup().environment();
    const int before = environment->currentIndex();
    const QPointF middle = QRectF(environment->rect()).center();
    QWheelEvent down(middle, environment->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton,
        Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(environment, &down);
    QCOMPARE(environment->currentIndex(), before);
    QVERIFY(!environment->hasFocus());
}

void TestRunView::errorsAskFirst()
{
    open(false);
    m_session->perform(
        {QStringLiteral("x"), {Erase<Edge>{EdgeId(QStringLiteral("first<start"))}}, {}});
    QTRY_VERIFY(m_session->isValidated());
    QVERIFY(m_session->validation().count(Severity::Error) > 0);
    RunSetup& setup = m_view->setup();
    BindingRow* row = setup.bindings().first();
    QSignalSpy tested(row, &BindingRow::tested);
    row->setUrl(QStringLiteral("sqlite:") + m_database);
    QVERIFY(tested.wait(patience));
    QVERIFY(!setup.startButton()->isEnabled());
    setup.inSpite()->click();
    QVERIFY(setup.startButton()->isEnabled());
}

void TestRunView::runsToTheEnd()
{
    open(false);
    QSignalSpy active(m_view.get(), &RunView::runActiveChanged);
    start();
    QTRY_COMPARE(m_view->whereText(), QStringLiteral("start"));
    QCOMPARE(active.count(), 1);
    QVERIFY(m_session->run());
    QVERIFY(m_view->nextButton()->isEnabled());
    QVERIFY(!m_view->bar().pauseButton()->isEnabled());
    // One step after the other until the gate asks.
    for (int steps = 0; steps < 6 && m_view->nextButton()->isEnabled(); ++steps) {
        m_view->nextButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(resting(), patience);
    }
    QTRY_COMPARE(at(), QStringLiteral("gate"));
    if (m_view->question().isHidden()) {
        m_view->goOnButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->question().isHidden(), patience);
    }
    QCOMPARE(count(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));
    QVERIFY2(m_view->bar().wayBackText().contains(QStringLiteral("start")),
        qPrintable(m_view->bar().wayBackText()));
    QPushButton* yes = m_view->question().answer(QStringLiteral("yes"));
    QVERIFY(yes);
    QCOMPARE(clashes(), QString());
    QVERIFY(!yes->isEnabled()); // not without a reason
    QTest::keyClicks(m_view->question().reason(), QStringLiteral("all readers moved"));
    QVERIFY(yes->isEnabled());
    yes->click();
    QTRY_VERIFY_WITH_TIMEOUT(resting() || m_view->controller().state().ended, patience);
    if (!m_view->controller().state().ended) {
        m_view->goOnButton()->click();
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_view->controller().state().ended.has_value(), patience);
    QCOMPARE(*m_view->controller().state().ended, Outcome::Migrated);
    QCOMPARE(count(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("3"));
    QVERIFY(m_view->journal().rowCount() > 8);
    QTRY_VERIFY(m_view->whereText().contains(QStringLiteral("migrated")));
}

void TestRunView::failureAsksAndGoesBack()
{
    open(true);
    start();
    m_view->goOnButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(!m_view->question().isHidden(), patience);
    QTest::keyClicks(m_view->question().reason(), QStringLiteral("go"));
    m_view->question().answer(QStringLiteral("yes"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(
        resting() || m_view->controller().link() != RunController::Link::Connected, patience);
    if (m_view->goOnButton()->isEnabled()) {
        m_view->goOnButton()->click();
    }
    QTRY_COMPARE_WITH_TIMEOUT(
        m_view->controller().state().rest.reason, RestReason::CheckFailed, patience);
    QTRY_VERIFY(m_view->question().answer(QStringLiteral("retry")));
    QCOMPARE(clashes(), QString());
    QVERIFY(m_view->controller().state().step(NodeId(QStringLiteral("filled"))).checks.first().found
        == QStringLiteral("3"));
    QMenu* menu = m_view->rollbackMenu();
    QAction* toStart = nullptr;
    for (QAction* each : menu->actions()) {
        toStart = each->data().toString() == QStringLiteral("start") ? each : toStart;
    }
    QVERIFY(toStart);
    toStart->trigger();
    m_view->pendingConfirm()->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->controller().state().applied.isEmpty(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(resting() || m_view->controller().state().ended, patience);
    QCOMPARE(count(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name = 't'")),
        QStringLiteral("0"));
}

void TestRunView::killedRunnerIsResumed()
{
    open(false);
    start();
    m_view->nextButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(resting(), patience);
    m_view->nextButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(resting(), patience);
    const QString where = at();
    const auto events = m_view->controller().state().events;
    ::kill(static_cast<pid_t>(m_view->controller().client().processId()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(m_view->controller().link(), RunController::Link::Lost, patience);
    QTRY_VERIFY(!m_view->complaintText().isEmpty());
    QVERIFY(!m_view->resumeButton()->isHidden());
    QVERIFY(!m_view->nextButton()->isEnabled());
    m_view->resumeButton()->click();
    QTRY_VERIFY2_WITH_TIMEOUT(resting(), qPrintable(m_view->controller().complaint()), patience);
    QCOMPARE(at(), where);
    QVERIFY(m_view->controller().state().events >= events);
    QSignalSpy active(m_view.get(), &RunView::runActiveChanged);
    m_view->closeButton()->click();
    QCOMPARE(active.count(), 1);
    QVERIFY(!m_view->isRunActive());
    QVERIFY(!m_session->run());
    // The setup finds the open run and offers to go on with it.
    RunSetup& setup = m_view->setup();
    setup.bindings().first()->setUrl(QStringLiteral("sqlite:") + m_database);
    QTRY_VERIFY_WITH_TIMEOUT(!setup.resumeButton()->isHidden(), patience);
    QVERIFY(!setup.startButton()->isEnabled());
}

/// Somebody else writes to the database for longer than a run waits: nothing is done, the window
/// says so, and the same button that resumes lost runs goes on when they have finished.
void TestRunView::heldDatabaseIsTriedAgain()
{
    open(false);
    start();
    const QString where = at();
    auto writer = SqliteConnection::open(m_database, SqliteConnection::Access::ReadWrite);
    QVERIFY(writer.has_value());
    QVERIFY((*writer)->exec(QStringLiteral("BEGIN IMMEDIATE")).has_value());
    m_view->nextButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->controller().canTryAgain(), patience);
    QVERIFY2(m_view->complaintText().contains(QStringLiteral("locked")),
        qPrintable(m_view->complaintText()));
    QVERIFY(m_view->resumeButton()->isVisible());
    QCOMPARE(m_view->resumeButton()->text().remove(QLatin1Char('&')), QStringLiteral("Try again"));
    QCOMPARE(at(), where);
    QVERIFY((*writer)->exec(QStringLiteral("ROLLBACK")).has_value());
    m_view->resumeButton()->click();
    QVERIFY(!m_view->controller().canTryAgain());
    QTRY_VERIFY2_WITH_TIMEOUT(
        resting() && at() != where, qPrintable(m_view->controller().complaint()), patience);
    QVERIFY2(m_view->complaintText().isEmpty(), qPrintable(m_view->complaintText()));
    QVERIFY(!m_view->resumeButton()->isVisible());
}

void TestRunView::copiedDatabaseWantsAReason()
{
    open(false);
    start();
    const QString run = m_view->controller().state().run;
    m_view->controller().close();
    const QString copy = m_folder->filePath(QStringLiteral("copy.db"));
    QVERIFY(QFile::copy(m_database, copy));
    RunSettings settings;
    settings.bindings.insert(TargetId(QStringLiteral("primary")), QStringLiteral("sqlite:") + copy);
    settings.by = QStringLiteral("tester");
    m_view->controller().resume(settings, run);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->controller().wantsReason(), patience);
    QVERIFY(m_view->resumeReason()->isVisible());
    QVERIFY(!m_view->resumeButton()->isEnabled());
    m_view->resumeReason()->setText(QStringLiteral("moved to a larger disk"));
    m_view->resumeButton()->click();
    QTRY_VERIFY2_WITH_TIMEOUT(resting(), qPrintable(m_view->controller().complaint()), patience);
    QCOMPARE(m_view->controller().state().run, run);
    QVERIFY(!m_view->resumeReason()->isVisible());
}

void TestRunView::runsToHere()
{
    open(false);
    start();
    QVERIFY(!m_view->runToButton()->isEnabled()); // nowhere is chosen
    m_session->select({ElementRef::of(NodeId(QStringLiteral("empty")))});
    QTRY_VERIFY(m_view->runToButton()->isEnabled());
    m_view->runToButton()->click();
    QVERIFY(!m_view->runToButton()->isEnabled()); // not twice
    QTRY_VERIFY_WITH_TIMEOUT(resting() && at() == QStringLiteral("empty"), patience);
    QCOMPARE(statusOf("first"), StepStatus::Done);
    QCOMPARE(count(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));
    QVERIFY(!m_view->runToButton()->isEnabled()); // it is there
}

void TestRunView::skipsWithReason()
{
    open(false);
    start();
    m_session->select({ElementRef::of(NodeId(QStringLiteral("empty")))});
    QTRY_VERIFY(m_view->runToButton()->isEnabled());
    m_view->runToButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(resting() && at() == QStringLiteral("empty"), patience);
    QVERIFY(more("skip"));
    QVERIFY(more("skip")->isEnabled());
    more("skip")->trigger();
    QVERIFY(!m_view->pendingReason()->isHidden());
    QVERIFY(m_view->pendingPerson()->isHidden());
    QVERIFY(!m_view->pendingConfirm()->isEnabled());
    m_view->pendingReason()->setText(QStringLiteral("   "));
    QVERIFY(!m_view->pendingConfirm()->isEnabled());
    m_view->pendingReason()->setText(QStringLiteral("counted by hand"));
    m_view->pendingConfirm()->click();
    QTRY_COMPARE_WITH_TIMEOUT(statusOf("empty"), StepStatus::Skipped, patience);
    QVERIFY2(lastDetails(EventType::StepSkipped).contains(QStringLiteral("counted by hand")),
        qPrintable(lastDetails(EventType::StepSkipped)));
    QVERIFY(lastDetails(EventType::StepSkipped).contains(QStringLiteral("tester")));
}

void TestRunView::marksDone()
{
    open(true);
    start();
    m_view->goOnButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->question().answer(QStringLiteral("yes")), patience);
    QVERIFY(!more("skip")->isEnabled()); // a gate is answered
    m_view->question().reason()->setText(QStringLiteral("go"));
    m_view->question().answer(QStringLiteral("yes"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(resting(), patience);
    if (m_view->goOnButton()->isEnabled()) {
        m_view->goOnButton()->click();
    }
    QTRY_COMPARE_WITH_TIMEOUT(
        m_view->controller().state().rest.reason, RestReason::CheckFailed, patience);
    QTRY_VERIFY(more("done")->isEnabled());
    more("done")->trigger();
    m_view->pendingReason()->setText(QStringLiteral("three are right"));
    m_view->pendingConfirm()->click();
    QTRY_COMPARE_WITH_TIMEOUT(statusOf("filled"), StepStatus::MarkedDone, patience);
}

void TestRunView::pauses()
{
    Plan made = runPlan(false);
    // Long enough to press a button, even on a fast machine.
    Node first = *made.nodes.find(NodeId(QStringLiteral("first")));
    first.action->body
        = sql("CREATE TABLE t AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c "
              "WHERE x < 8000000) SELECT max(x) AS id FROM c");
    made.nodes.put(first);
    open(made);
    start();
    m_view->goOnButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(statusOf("first") == StepStatus::Running, patience);
    QTRY_VERIFY(m_view->bar().pauseButton()->isEnabled());
    QVERIFY(m_view->bar().cancelButton()->isEnabled());
    m_view->bar().pauseButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(resting(), patience);
    // The statement in hand was finished, the next step was not begun.
    QCOMPARE(count(QStringLiteral("SELECT id FROM t")), QStringLiteral("8000000"));
    QCOMPARE(statusOf("empty") == StepStatus::Done, false);
    QTRY_VERIFY(!m_view->bar().pauseButton()->isEnabled());
    QVERIFY(m_view->goOnButton()->isEnabled());
}

void TestRunView::cancels()
{
    Plan made = runPlan(false);
    Node first = *made.nodes.find(NodeId(QStringLiteral("first")));
    first.action->body
        = sql("CREATE TABLE t AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c "
              "WHERE x < 40000000000) SELECT max(x) AS id FROM c");
    made.nodes.put(first);
    open(made);
    start();
    m_view->goOnButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(statusOf("first") == StepStatus::Running, patience);
    QTRY_VERIFY(m_view->bar().cancelButton()->isEnabled());
    QTest::qWait(200); // into the statement
    m_view->bar().cancelButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(resting(), patience);
    QVERIFY(!lastDetails(EventType::Cancelled).isEmpty());
    QCOMPARE(count(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name = 't'")),
        QStringLiteral("0"));
    QTRY_VERIFY(!m_view->bar().cancelButton()->isEnabled());
}

void TestRunView::handsOver()
{
    open(false);
    start();
    QVERIFY(more("hand-over")->isEnabled());
    more("hand-over")->trigger();
    QVERIFY(!m_view->pendingPerson()->isHidden());
    m_view->pendingReason()->setText(QStringLiteral("the readers are next"));
    QVERIFY(!m_view->pendingConfirm()->isEnabled()); // to whom?
    m_view->pendingPerson()->setText(QStringLiteral("Rui"));
    QVERIFY(m_view->pendingConfirm()->isEnabled());
    m_view->pendingConfirm()->click();
    QTRY_VERIFY_WITH_TIMEOUT(!lastDetails(EventType::HandedOver).isEmpty(), patience);
    const QString said = lastDetails(EventType::HandedOver);
    QVERIFY2(said.contains(QStringLiteral("Rui")) && said.contains(QStringLiteral("readers"))
            && said.contains(QStringLiteral("tester")),
        qPrintable(said));
    QTRY_VERIFY_WITH_TIMEOUT(resting(), patience);
    QTRY_VERIFY(m_view->nextButton()->isEnabled());
}

void TestRunView::manualStepsAreWords()
{
    Plan made = runPlan(false);
    Node first = *made.nodes.find(NodeId(QStringLiteral("first")));
    first.action->body = ManualAction{QStringLiteral("Switch the readers.\nTell the others.")};
    made.nodes.put(first);
    open(made);
    start();
    m_session->select({ElementRef::of(NodeId(QStringLiteral("first")))});
    if (at() != QStringLiteral("first")) {
        QTRY_VERIFY(m_view->runToButton()->isEnabled());
        m_view->runToButton()->click();
    }
    QTRY_VERIFY_WITH_TIMEOUT(resting() && at() == QStringLiteral("first"), patience);
    const auto* step = m_view->findChild<StepView*>();
    QVERIFY(step);
    QTRY_COMPARE(
        step->next()->wordsText(), QStringLiteral("Switch the readers.\nTell the others."));
    QVERIFY(step->next()->statements().isEmpty());
    QVERIFY(step->statement()->isHidden());
}

QTEST_MAIN(TestRunView)
#include "test_run_view.moc"
