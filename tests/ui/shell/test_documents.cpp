// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/shell/main_window_fixture.h"
#include "ui/run/run_view.h"
#include "ui/session/plan_edits.h"
#include "ui/session/settings.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/start_page.h"

#include <QAction>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace whimbrel;

/// Plans and their files in the window: made, opened, saved, left, found again after a crash.
class TestDocuments final : public QObject, private test::MainWindowFixture {
    Q_OBJECT

private slots:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void newPlanSaveReopen();
    void refusesABrokenPlan();
    void refusesAMissingPlan();
    void asksBeforeLosingChanges();
    void remembersRecentPlans();
    void autosaveComesBack();
    void discardedAutosaveStaysAway();
    void neverSavedWorkComesBack();
    void neverSavedWorkIsDroppedKnowingly();
    void tellsOfAnOpenRun();
    void secondWindowReadsOnly();
    void noticesChangesOutside();

private:
    [[nodiscard]] static QString unsavedFolder()
    {
        return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)
            + QStringLiteral("/unsaved");
    }
};

void TestDocuments::newPlanSaveReopen()
{
    trigger(ActionId::NewPlan);
    QVERIFY(m_window->canvas().isVisible());
    m_window->canvas().addAfterSelection(NodeKind::Expand);
    const NodeId change = session().plan().nodes.at(1).id;
    session().select({ElementRef::of(change)});
    m_window->canvas().addAfterSelection(NodeKind::Verification);
    QVERIFY(session().isModified());
    m_prompts.nextSave = path("mine");
    QSignalSpy saved(&m_window->documents(), &DocumentController::saved);
    trigger(ActionId::Save);
    QTRY_COMPARE(saved.count(), 1);
    QVERIFY(!session().isModified());
    QCOMPARE(session().path(), path("mine.whimbrel"));
    const Plan before = session().plan();
    trigger(ActionId::ClosePlan);
    QVERIFY(!m_window->documents().isOpen());
    open(path("mine.whimbrel"));
    QVERIFY(session().plan() == before);
    QVERIFY(!session().isModified());
    QCOMPARE(m_prompts.problems, QStringList());
}

void TestDocuments::refusesABrokenPlan()
{
    QFile file(path("broken.whimbrel"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"whimbrel\": 1, \"nodes\": [{\"id\": 5, \"kind\": \"nonsense\"}, {}]}");
    file.close();
    m_window->openPath(file.fileName());
    QTRY_COMPARE(m_prompts.problems.size(), 1);
    QVERIFY(m_prompts.problems.constFirst().contains(QStringLiteral("broken.whimbrel")));
    QVERIFY(m_prompts.details.size() + m_prompts.message.count(QLatin1Char('\n')) > 0);
    QVERIFY(!m_window->documents().isOpen());
}

void TestDocuments::refusesAMissingPlan()
{
    m_window->openPath(path("nowhere.whimbrel"));
    QTRY_COMPARE(m_prompts.problems.size(), 1);
    QVERIFY(m_window->findChild<StartPage*>()->isVisible());
}

void TestDocuments::asksBeforeLosingChanges()
{
    saveSample(path("a.whimbrel"));
    open(path("a.whimbrel"));
    m_window->canvas().addAfterSelection(NodeKind::Task);
    m_window->close();
    QCOMPARE(m_prompts.unsavedAsked, 1);
    QVERIFY(m_window->isVisible());
    trigger(ActionId::ClosePlan);
    QVERIFY(m_window->documents().isOpen());
    m_prompts.unsaved = Prompts::Unsaved::Save;
    m_window->close();
    QTRY_VERIFY(!m_window->isVisible());
    const Result<LoadedPlan> loaded = loadPlan(path("a.whimbrel"));
    QVERIFY(loaded);
    QCOMPARE(loaded->plan.nodes.size(), test::chain(2).nodes.size() + 1);
}

void TestDocuments::remembersRecentPlans()
{
    saveSample(path("a.whimbrel"));
    saveSample(path("b.whimbrel"));
    open(path("a.whimbrel"));
    open(path("b.whimbrel"));
    QCOMPARE(
        m_window->documents().recentPlans(), (QStringList{path("b.whimbrel"), path("a.whimbrel")}));
}

void TestDocuments::autosaveComesBack()
{
    saveSample(path("a.whimbrel"));
    m_window->documents().setAutosaveInterval(50);
    open(path("a.whimbrel"));
    QFile original(path("a.whimbrel"));
    QVERIFY(original.open(QIODevice::ReadOnly));
    const QByteArray before = original.readAll();
    session().perform(edits::renameNode(
        session().plan(), NodeId(QStringLiteral("c0")), QStringLiteral("Unsaved work")));
    QTRY_VERIFY(readAutosave(path("a.whimbrel")).value_or(std::nullopt).has_value());
    original.seek(0);
    QCOMPARE(original.readAll(), before);
    // What a crash leaves is the plan, the autosave, and a lock that does not count.
    const QString hidden = path(".a.whimbrel-autosave");
    QVERIFY(QFile::exists(hidden));
    QVERIFY(QFile::copy(hidden, path("kept")));
    m_window->documents().setAutosaveInterval(100000);
    m_prompts.unsaved = Prompts::Unsaved::Discard;
    trigger(ActionId::ClosePlan);
    QVERIFY(!QFile::exists(hidden));
    QVERIFY(QFile::copy(path("kept"), hidden));

    open(path("a.whimbrel"));
    QCOMPARE(
        session().plan().nodes.find(NodeId(QStringLiteral("c0")))->title, QStringLiteral("c0"));
    QCOMPARE(m_window->messageBar().topic(), QStringLiteral("autosave"));
    m_window->messageBar().buttons().constFirst()->click();
    QCOMPARE(session().plan().nodes.find(NodeId(QStringLiteral("c0")))->title,
        QStringLiteral("Unsaved work"));
    QVERIFY(session().isModified());
    QSignalSpy saved(&m_window->documents(), &DocumentController::saved);
    trigger(ActionId::Save);
    QTRY_COMPARE(saved.count(), 1);
    QVERIFY(!QFile::exists(hidden));
}

void TestDocuments::discardedAutosaveStaysAway()
{
    saveSample(path("a.whimbrel"));
    Plan changed = test::chain(2);
    changed.header.title = QStringLiteral("Changed");
    QVERIFY(writeAutosave(changed, path("a.whimbrel")));
    open(path("a.whimbrel"));
    QCOMPARE(m_window->messageBar().topic(), QStringLiteral("autosave"));
    m_window->messageBar().buttons().constLast()->click();
    QVERIFY(!QFile::exists(path(".a.whimbrel-autosave")));
    QVERIFY(!session().isModified());
}

void TestDocuments::neverSavedWorkComesBack()
{
    m_window->documents().setAutosaveInterval(50);
    trigger(ActionId::NewPlan);
    const NodeId added = m_window->canvas().addAfterSelection(NodeKind::Backup);
    QTRY_COMPARE(autosavedPlans(unsavedFolder()).size(), 1);
    // Another window leaves it alone while this one is there.
    std::unique_ptr<MainWindow> other = makeWindow();
    QSignalSpy found(&other->documents(), &DocumentController::unsavedFound);
    other->documents().lookForUnsaved();
    QVERIFY(!found.wait(300));
    m_window.reset(); // without a word, as a crash does

    other->documents().lookForUnsaved();
    QTRY_COMPARE(found.count(), 1);
    QCOMPARE(other->messageBar().topic(), QStringLiteral("unsaved"));
    other->messageBar().buttons().constFirst()->click();
    QVERIFY(other->documents().isOpen());
    QVERIFY(other->session().plan().nodes.contains(added));
    QVERIFY(other->session().isModified());
    QVERIFY(other->session().path().isEmpty());
    // Saving it ends its being unsaved.
    m_prompts.nextSave = path("kept.whimbrel");
    QSignalSpy saved(&other->documents(), &DocumentController::saved);
    other->actionSet()[ActionId::Save]->trigger();
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(autosavedPlans(unsavedFolder()), QStringList());
}

void TestDocuments::neverSavedWorkIsDroppedKnowingly()
{
    m_window->documents().setAutosaveInterval(50);
    trigger(ActionId::NewPlan);
    m_window->canvas().addAfterSelection(NodeKind::Backup);
    QTRY_COMPARE(autosavedPlans(unsavedFolder()).size(), 1);
    m_prompts.unsaved = Prompts::Unsaved::Discard;
    trigger(ActionId::ClosePlan);
    QCOMPARE(autosavedPlans(unsavedFolder()), QStringList());
}

void TestDocuments::tellsOfAnOpenRun()
{
    saveSample(path("a.whimbrel"));
    open(path("a.whimbrel"));
    qputenv("WHIMBREL_CLI", WHIMBREL_CLI_PATH);
    RunSettings settings;
    settings.bindings.insert(
        TargetId(QStringLiteral("primary")), QStringLiteral("sqlite:") + path("it is data.db"));
    QVERIFY(QFile(path("it is data.db")).open(QIODevice::WriteOnly));
    RunController& run = m_window->runView().controller();
    run.start(settings);
    QTRY_VERIFY2_WITH_TIMEOUT(run.isResting(), qPrintable(run.complaint()), 30'000);
    // The plan is looked at, not edited: what edits says why it does not.
    QAction* add = m_window->actionSet()[ActionId::AddStep];
    QVERIFY(!add->isEnabled());
    QVERIFY2(
        add->toolTip().contains(QStringLiteral("While a run is on")), qPrintable(add->toolTip()));
    QVERIFY(!m_window->actionSet()[ActionId::Undo]->isEnabled());
    QVERIFY(m_window->actionSet()[ActionId::ToggleBreakpoint]->isEnabled());
    m_prompts.leaving = {false, true};
    trigger(ActionId::ClosePlan);
    QVERIFY(m_window->documents().isOpen());
    QVERIFY(run.isActive());
    QCOMPARE(m_prompts.leavingSaid.size(), 1);
    QVERIFY2(m_prompts.leavingSaid.constFirst().contains(
                 QStringLiteral("whimbrel-cli resume %1 --bind 'primary=sqlite:%2'")
                     .arg(path("a.whimbrel"), path("it is data.db"))),
        qPrintable(m_prompts.leavingSaid.constFirst()));
    // Whoever has heard enough is not told again.
    m_prompts.leaving = {true, false};
    trigger(ActionId::ClosePlan);
    QVERIFY(!m_window->documents().isOpen());
    QVERIFY(!run.isActive());
    open(path("a.whimbrel"));
    QVERIFY(add->isEnabled());
    QVERIFY(!settings::tellOfOpenRun.read(*m_settings));
}

void TestDocuments::secondWindowReadsOnly()
{
    saveSample(path("a.whimbrel"));
    open(path("a.whimbrel"));
    const std::unique_ptr<MainWindow> other = makeWindow();
    QSignalSpy opened(&other->documents(), &DocumentController::opened);
    other->openPath(path("a.whimbrel"));
    QTRY_COMPARE(opened.count(), 1);
    QVERIFY(!other->session().readOnlyReason().isEmpty());
    QVERIFY(!other->session().perform(edits::renameNode(
        other->session().plan(), NodeId(QStringLiteral("c0")), QStringLiteral("x"))));
    QVERIFY(session().readOnlyReason().isEmpty());
}

void TestDocuments::noticesChangesOutside()
{
    saveSample(path("a.whimbrel"));
    open(path("a.whimbrel"));
    Plan changed = test::chain(3);
    QVERIFY(savePlan(changed, path("a.whimbrel")));
    QTRY_COMPARE(m_window->messageBar().topic(), QStringLiteral("changed-outside"));
    QSignalSpy opened(&m_window->documents(), &DocumentController::opened);
    m_window->messageBar().buttons().constFirst()->click();
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(session().plan().nodes.size(), changed.nodes.size());
}

QTEST_MAIN(TestDocuments)
#include "test_documents.moc"
