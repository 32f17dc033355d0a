// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/sqlite_connection.h"
#include "model/exec/sample_database.h"
#include "model/io/plan_file.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/fake_secret_store.h"
#include "tests/ui/mnemonics.h"
#include "ui/connections/connections.h"
#include "ui/run/binding_row.h"
#include "ui/run/question_area.h"
#include "ui/run/run_bar.h"
#include "ui/run/run_models.h"
#include "ui/run/run_setup.h"
#include "ui/run/run_texts.h"
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
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <QTimeZone>

#include <csignal>

using namespace whimbrel;

namespace {

constexpr int patience = 30'000; // a loaded machine starts processes slowly

SqlAction sql(const char* text)
{
    return {{QString::fromLatin1(text), {}}, false};
}

/// start → first (a table) → check → gate → second (rows) → check → end; `broken` makes the last
/// check fail.
Plan plan(bool broken)
{
    using namespace test;
    const auto id = [](const char* text) { return QString::fromLatin1(text); };
    Node first = node(id("first"), NodeKind::Expand);
    first.action->body = sql("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    Node second = node(id("second"), NodeKind::Expand);
    second.action->body = sql("INSERT INTO t VALUES (1), (2), (3)");
    Node empty = node(id("empty"), NodeKind::Verification);
    empty.checks.first().body
        = QueryCheck{{id("SELECT count(*) FROM t"), {}}, {Comparison::Equal, id("0"), false, {}}};
    Node filled = node(id("filled"), NodeKind::Verification);
    filled.checks.first().body = QueryCheck{{id("SELECT count(*) FROM t"), {}},
        {Comparison::Equal, broken ? id("4") : id("3"), false, {}}};
    Node gate = node(id("gate"), NodeKind::Gate);
    gate.ask = id("Fill it?");
    Node given = node(id("given-up"), NodeKind::End);
    given.outcome = Outcome::Abandoned;
    Edge back = rollback(id("first"), id("start"));
    back.action->body = sql("DROP TABLE t");
    back.estimateMs = 2000;
    Edge emptied = rollback(id("second"), id("gate"));
    emptied.action->body = sql("DELETE FROM t");
    Plan made = planOf({node(id("start"), NodeKind::Start), first, empty, gate, second, filled,
                           node(id("end"), NodeKind::End), given},
        {forward(id("start"), id("first")), forward(id("first"), id("empty")),
            forward(id("empty"), id("gate")), forward(id("gate"), id("second"), id("yes")),
            forward(id("gate"), id("given-up"), id("no")), forward(id("second"), id("filled")),
            forward(id("filled"), id("end")), back, emptied});
    made.header.title = id("A table");
    return made;
}

} // namespace

class TestRunView final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void setupTestsAndRemembers();
    void offersWhatLiesBesideThePlan();
    void errorsAskFirst();
    void runsToTheEnd();
    void failureAsksAndGoesBack();
    void killedRunnerIsResumed();
    void copiedDatabaseWantsAReason();
    void runsToHere();
    void skipsWithReason();
    void marksDone();
    void pauses();
    void cancels();
    void handsOver();
    void manualStepsAreWords();
    void checksInWords();
    void windows();
    void progressInWords();
    void statementsAreColored();

private:
    void open(bool broken);
    void open(const Plan& made);
    void start();
    /// An entry of the menu "More", by its key.
    [[nodiscard]] QAction* more(const char* key) const;
    /// The details of the journal's last row about such an event; empty: there is none.
    [[nodiscard]] QString lastDetails(EventType type) const;
    [[nodiscard]] StepStatus statusOf(const char* node) const
    {
        return m_view->controller().state().step(NodeId(QString::fromLatin1(node))).status;
    }
    /// Mnemonics that two things in sight want, or one and a menu of the window.
    [[nodiscard]] QString clashes() const;
    [[nodiscard]] bool resting() const { return m_view->controller().isResting(); }
    [[nodiscard]] QString at() const { return m_view->controller().currentNode().text(); }
    [[nodiscard]] QString count(const QString& query) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    test::FakeSecretStore m_secrets{};
    Connections m_connections{m_secrets};
    std::unique_ptr<PlanSession> m_session;
    std::unique_ptr<RunView> m_view;
    QString m_database{};
};

void TestRunView::initTestCase()
{
    qputenv("WHIMBREL_CLI", WHIMBREL_CLI_PATH);
    QVERIFY2(QFile::exists(QStringLiteral(WHIMBREL_CLI_PATH)), "build whimbrel-cli first");
    QCoreApplication::setOrganizationName(QStringLiteral("whimbrel-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("test_run_view"));
}

void TestRunView::init()
{
    m_view.reset();
    m_session.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_database = m_folder->filePath(QStringLiteral("data.db"));
    QVERIFY(makeSampleDatabase("CREATE TABLE other (id INTEGER);", m_database));
}

void TestRunView::open(bool broken)
{
    open(plan(broken));
}

QAction* TestRunView::more(const char* key) const
{
    for (QAction* each : m_view->moreMenu()->actions()) {
        if (each->data().toString() == QLatin1String(key)) {
            return each;
        }
    }
    return nullptr;
}

QString TestRunView::clashes() const
{
    test::Mnemonics letters;
    for (const char* menu : {"&File", "&Edit", "&Step", "&View", "&Run", "&Help"}) {
        letters.add(QString::fromLatin1(menu));
    }
    letters.add(static_cast<const QWidget&>(*m_view));
    return letters.clashes();
}

QString TestRunView::lastDetails(EventType type) const
{
    const JournalModel& journal = m_view->journal();
    for (int row = journal.rowCount() - 1; row >= 0; --row) {
        const auto cell = [&](int column) {
            return journal.data(journal.index(row, column), Qt::DisplayRole).toString();
        };
        if (cell(JournalModel::What) == eventName(type)) {
            return cell(JournalModel::Text);
        }
    }
    return {};
}

void TestRunView::open(const Plan& made)
{
    const QString path = m_folder->filePath(QStringLiteral("plan.whimbrel"));
    QVERIFY(savePlan(made, path));
    m_session = std::make_unique<PlanSession>();
    m_session->open(made, path);
    QTRY_VERIFY(m_session->isValidated());
    m_view = std::make_unique<RunView>(*m_session, m_connections);
    m_view->resize(1200, 700);
    m_view->show();
}

void TestRunView::start()
{
    RunSettings settings;
    settings.bindings.insert(
        TargetId(QStringLiteral("primary")), QStringLiteral("sqlite:") + m_database);
    settings.by = QStringLiteral("tester");
    m_view->controller().start(settings);
    QTRY_VERIFY2_WITH_TIMEOUT(resting(), qPrintable(m_view->controller().complaint()), patience);
}

QString TestRunView::count(const QString& query) const
{
    auto connection = SqliteConnection::open(m_database, SqliteConnection::Access::Read);
    if (!connection) {
        return connection.error().text();
    }
    const Result<QList<Row>> rows = (*connection)->rows(query);
    return rows && !rows->isEmpty() ? rows->first().first().toString() : QStringLiteral("no rows");
}

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
    Plan made = plan(false);
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
    Plan made = plan(false);
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
    Plan made = plan(false);
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
        step->instructions()->text(), QStringLiteral("Switch the readers.\nTell the others."));
    QVERIFY(step->statement()->isHidden());
}

void TestRunView::checksInWords()
{
    const Plan made = plan(false);
    Event event;
    event.type = EventType::CheckDone;
    event.node = NodeId(QStringLiteral("filled"));
    event.data = {{QStringLiteral("check"), QStringLiteral("rows")},
        {QStringLiteral("result"), QStringLiteral("pass")}, {QStringLiteral("found"), 0},
        {QStringLiteral("expected"), QStringLiteral("0")}};
    QCOMPARE(eventText(event, made), QStringLiteral("✓ rows: found 0"));
    event.data.insert(QStringLiteral("result"), QStringLiteral("fail"));
    event.data.insert(QStringLiteral("found"), 1);
    QCOMPARE(eventText(event, made), QStringLiteral("✗ rows: found 1, expected 0"));
    QCOMPARE(eventMood(event), EventMood::Bad);
    event.type = EventType::StatementDone;
    event.data = {{QStringLiteral("rows"), 12}, {QStringLiteral("ms"), 1200}};
    QCOMPARE(eventText(event, made), QStringLiteral("12 rows · 1 s"));
}

void TestRunView::windows()
{
    Window night;
    night.from = QTime(22, 0);
    night.to = QTime(5, 0);
    const auto at
        = [](int hour) { return QDateTime(QDate(2026, 5, 1), QTime(hour, 0), QTimeZone::utc()); };
    QVERIFY(windowAt(night, at(23)).open);
    QCOMPARE(windowAt(night, at(23)).leftMs, 6 * 3'600'000LL);
    QVERIFY(windowAt(night, at(3)).open); // begun the evening before
    QCOMPARE(windowAt(night, at(3)).leftMs, 2 * 3'600'000LL);
    QVERIFY(!windowAt(night, at(12)).open);
    QCOMPARE(windowAt(night, at(12)).leftMs, 10 * 3'600'000LL);
    night.days = {6}; // Saturday; the first of May 2026 is a Friday
    QVERIFY(!windowAt(night, at(23)).open);
    QCOMPARE(windowAt(night, at(23)).leftMs, 23 * 3'600'000LL);
}

void TestRunView::progressInWords()
{
    const Flow flow(test::chain(2));
    const auto id = [](const char* node) { return NodeId(QString::fromLatin1(node)); };
    RunState state;
    for (const char* done : {"start", "backup", "staging", "c0", "v0"}) {
        state.steps[id(done)].status = StepStatus::Done;
    }
    state.ready = {id("c1")};
    QCOMPARE(progressText(flow, state), QStringLiteral("5 of 8 steps passed"));
    state.applied = {id("c0")};
    state.rollingBack = true;
    state.rollbackTo = id("start");
    QCOMPARE(progressText(flow, state), QStringLiteral("0 of 1 change taken back"));
    state.rollingBack = false;
    state.takenBack = {id("c0")};
    state.ended = Outcome::Reverted;
    QCOMPARE(progressText(flow, state), QStringLiteral("1 change taken back"));
}

void TestRunView::statementsAreColored()
{
    SqlEdit editor;
    const auto colored
        = [&editor] { return !editor.document()->firstBlock().layout()->formats().isEmpty(); };
    editor.setPlainText(QStringLiteral("words"));
    QVERIFY(!colored());
    editor.setPlainText(QStringLiteral("SELECT 1")); // as each statement follows the one before
    QVERIFY(colored());
}

QTEST_MAIN(TestRunView)
#include "test_run_view.moc"
