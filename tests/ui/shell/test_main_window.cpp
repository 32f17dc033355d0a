// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/io/templates.h"
#include "model/plan/node_kind.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/fake_secret_store.h"
#include "tests/ui/mnemonics.h"
#include "tests/ui/shell/fake_prompts.h"
#include "ui/problems/finding_detail.h"
#include "ui/run/run_view.h"
#include "ui/session/plan_edits.h"
#include "ui/session/settings.h"
#include "ui/shell/canvas_menu.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/export_dialog.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcut_help.h"
#include "ui/shell/start_page.h"
#include "ui/shell/template_card.h"
#include "ui/style/icons.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace whimbrel;

/// Drives the window through its actions, with prompts that answer by themselves.
class TestMainWindow final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void shortcutsAreUnique();
    void mnemonicsAreUniqueInMenus();
    void mnemonicsAreUniqueInTheWindow();
    void everyActionHasItsIconAndText();
    void everyKindHasAnIcon();
    void beginsAtTheStartPage();
    void templatesShowTheirPicture();
    void newPlanSaveReopen();
    void opensATemplate();
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
    void paletteAddsAfterTheSelection();
    void outlineFindsAndReveals();
    void commandsFindActionsAndSteps();
    void editUndoAllTheWay();
    void exportsAPicture();
    void settingsTakeEffect();
    void shortcutHelpListsGestures();
    void titleShowsPlanAndState();
    void hiddenPaneLeavesTheKeyboard();
    void selectedProblemIsExplained();

private:
    [[nodiscard]] QString path(const char* name) const
    {
        return m_folder->filePath(QString::fromLatin1(name));
    }
    void open(const QString& planPath);
    void saveSample(const QString& planPath);
    [[nodiscard]] std::unique_ptr<MainWindow> makeWindow();
    [[nodiscard]] static QString unsavedFolder()
    {
        return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)
            + QStringLiteral("/unsaved");
    }
    void trigger(ActionId id) { m_window->actionSet()[id]->trigger(); }
    [[nodiscard]] PlanSession& session() { return m_window->session(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Appearance> m_appearance;
    test::FakePrompts m_prompts;
    test::FakeSecretStore m_secrets;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::initTestCase()
{
    m_appearance = std::make_unique<Appearance>();
}

void TestMainWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(path("settings.ini"), QSettings::IniFormat);
    m_prompts = {};
    m_window = makeWindow();
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_settings.reset();
    m_folder.reset();
}

std::unique_ptr<MainWindow> TestMainWindow::makeWindow()
{
    auto window = std::make_unique<MainWindow>(*m_settings, m_prompts, *m_appearance, m_secrets);
    window->show();
    return window;
}

void TestMainWindow::open(const QString& planPath)
{
    QSignalSpy opened(&m_window->documents(), &DocumentController::opened);
    m_window->openPath(planPath);
    QTRY_COMPARE(opened.count(), 1);
}

void TestMainWindow::saveSample(const QString& planPath)
{
    QVERIFY(savePlan(test::chain(2), planPath));
}

void TestMainWindow::shortcutsAreUnique()
{
    QMap<QString, QString> taken;
    for (const ActionRow& row : actionRows()) {
        for (const QKeySequence& key : shortcutsOf(row)) {
            const QString text = key.toString(QKeySequence::PortableText);
            QVERIFY2(!text.isEmpty(), row.name);
            QVERIFY2(!taken.contains(text),
                qPrintable(QStringLiteral("%1: %2 and %3")
                               .arg(text, taken.value(text), QString::fromLatin1(row.name))));
            taken.insert(text, QString::fromLatin1(row.name));
        }
    }
}

void TestMainWindow::mnemonicsAreUniqueInMenus()
{
    saveSample(path("a.whimbrel"));
    open(path("a.whimbrel"));
    QList<const QMenu*> menus;
    for (const QAction* action : m_window->menuBar()->actions()) {
        menus.append(action->menu());
    }
    QCOMPARE(menus.size(), 6);
    const QList<ElementRef> elements{{}, ElementRef::of(NodeId(QStringLiteral("c0"))),
        ElementRef::of(session().plan().edges.at(0).id)};
    for (const ElementRef& element : elements) {
        menus.append(makeCanvasMenu(
            element, session(), m_window->canvas(), m_window->actionSet(), m_window.get()));
    }
    for (const QMenu* menu : std::as_const(menus)) {
        test::Mnemonics letters;
        letters.add(*menu);
        QCOMPARE(letters.clashes(), QString());
    }
}

void TestMainWindow::mnemonicsAreUniqueInTheWindow()
{
    const auto clashes = [this] {
        test::Mnemonics letters;
        letters.add(static_cast<const QWidget&>(*m_window));
        return letters.clashes();
    };
    QCOMPARE(clashes(), QString());
    Plan plan = test::chain(2);
    for (const NodeKindTraits& row : nodeKinds()) {
        plan.nodes.put(edits::newNode(plan, row.kind));
    }
    QVERIFY(savePlan(plan, path("a.whimbrel")));
    open(path("a.whimbrel"));
    QTRY_VERIFY(session().isValidated());
    for (const ActionId pane :
        {ActionId::ShowCoverage, ActionId::ShowRun, ActionId::ShowProblems}) {
        trigger(pane);
        QCOMPARE(clashes(), QString());
    }
    for (const Node& node : session().plan().nodes) {
        session().select({ElementRef::of(node.id)});
        QCOMPARE(clashes(), QString());
    }
    session().select({ElementRef::of(session().plan().edges.begin()->id)});
    QCOMPARE(clashes(), QString());
    for (const ActionId dialog : {ActionId::Settings, ActionId::Export}) {
        trigger(dialog);
        auto* shown = m_window->findChild<QDialog*>();
        QVERIFY(shown);
        test::Mnemonics letters;
        letters.add(static_cast<const QWidget&>(*shown));
        QCOMPARE(letters.clashes(), QString());
        delete shown;
    }
}

void TestMainWindow::everyActionHasItsIconAndText()
{
    QSet<QString> names;
    for (const ActionRow& row : actionRows()) {
        QVERIFY2(!QString::fromLatin1(row.text).isEmpty(), row.name);
        QVERIFY2(!QString::fromLatin1(row.tip).isEmpty(), row.name);
        QVERIFY2(!names.contains(QString::fromLatin1(row.name)), row.name);
        names.insert(QString::fromLatin1(row.name));
        if (*row.icon != '\0') {
            QVERIFY2(!icon(QString::fromLatin1(row.icon)).isNull(), row.icon);
        }
    }
}

void TestMainWindow::everyKindHasAnIcon()
{
    for (const NodeKindTraits& row : nodeKinds()) {
        const QIcon picture = icon(iconName(row.key));
        QVERIFY2(!picture.isNull(), row.key);
        const QImage image = picture.pixmap(QSize(20, 20), 2.0).toImage();
        QCOMPARE(image.size(), QSize(40, 40));
        bool anything = false;
        for (int y = 0; y < image.height() && !anything; ++y) {
            for (int x = 0; x < image.width(); ++x) {
                anything = anything || qAlpha(image.pixel(x, y)) > 128;
            }
        }
        QVERIFY2(anything, row.key);
    }
}

void TestMainWindow::beginsAtTheStartPage()
{
    QVERIFY(m_window->findChild<StartPage*>()->isVisible());
    QVERIFY(!m_window->canvas().isVisible());
    QVERIFY(!m_window->actionSet()[ActionId::Save]->isEnabled());
    QVERIFY(m_window->actionSet()[ActionId::OpenPlan]->isEnabled());
}

void TestMainWindow::templatesShowTheirPicture()
{
    const auto cards = m_window->findChildren<TemplateCard*>();
    QCOMPARE(cards.size(), planTemplates().size());
    for (const TemplateCard* card : cards) {
        QTRY_VERIFY_WITH_TIMEOUT(card->hasPicture(), 20000);
    }
}

void TestMainWindow::newPlanSaveReopen()
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

void TestMainWindow::opensATemplate()
{
    const QString name = planTemplates().constFirst().name;
    m_prompts.nextSave = path("sample/plan.whimbrel");
    QSignalSpy opened(&m_window->documents(), &DocumentController::opened);
    emit m_window->findChild<StartPage*>()->templateRequested(name);
    QTRY_COMPARE(opened.count(), 1);
    QVERIFY(session().plan().nodes.size() > 5);
    QTRY_VERIFY(session().isValidated());
    QCOMPARE(session().validation().count(Severity::Error), 0);
}

void TestMainWindow::refusesABrokenPlan()
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

void TestMainWindow::refusesAMissingPlan()
{
    m_window->openPath(path("nowhere.whimbrel"));
    QTRY_COMPARE(m_prompts.problems.size(), 1);
    QVERIFY(m_window->findChild<StartPage*>()->isVisible());
}

void TestMainWindow::asksBeforeLosingChanges()
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

void TestMainWindow::remembersRecentPlans()
{
    saveSample(path("a.whimbrel"));
    saveSample(path("b.whimbrel"));
    open(path("a.whimbrel"));
    open(path("b.whimbrel"));
    QCOMPARE(
        m_window->documents().recentPlans(), (QStringList{path("b.whimbrel"), path("a.whimbrel")}));
}

void TestMainWindow::autosaveComesBack()
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

void TestMainWindow::discardedAutosaveStaysAway()
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

void TestMainWindow::neverSavedWorkComesBack()
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

void TestMainWindow::neverSavedWorkIsDroppedKnowingly()
{
    m_window->documents().setAutosaveInterval(50);
    trigger(ActionId::NewPlan);
    m_window->canvas().addAfterSelection(NodeKind::Backup);
    QTRY_COMPARE(autosavedPlans(unsavedFolder()).size(), 1);
    m_prompts.unsaved = Prompts::Unsaved::Discard;
    trigger(ActionId::ClosePlan);
    QCOMPARE(autosavedPlans(unsavedFolder()), QStringList());
}

void TestMainWindow::tellsOfAnOpenRun()
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

void TestMainWindow::secondWindowReadsOnly()
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

void TestMainWindow::noticesChangesOutside()
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

void TestMainWindow::paletteAddsAfterTheSelection()
{
    trigger(ActionId::NewPlan);
    session().select({ElementRef::of(session().plan().nodes.at(0).id)});
    QTRY_VERIFY(m_window->canvas().flowScene().nodeItems().size() == 1);
    auto* kinds = m_window->findChild<QListWidget*>(QStringLiteral("kindPalette"));
    kinds->setFocus();
    kinds->setCurrentRow(static_cast<int>(NodeKind::Backup));
    QTest::keyClick(kinds, Qt::Key_Return);
    QCOMPARE(session().plan().nodes.size(), 2);
    QCOMPARE(session().plan().nodes.at(1).kind, NodeKind::Backup);
    QCOMPARE(session().plan().edges.size(), 1);
}

void TestMainWindow::outlineFindsAndReveals()
{
    saveSample(path("a.whimbrel"));
    open(path("a.whimbrel"));
    trigger(ActionId::Find);
    auto* tree = m_window->findChild<QTreeWidget*>(QStringLiteral("outline"));
    auto* search = tree->parentWidget()->findChild<QLineEdit*>();
    QTest::keyClicks(search, QStringLiteral("c1"));
    int visible = 0;
    for (QTreeWidgetItemIterator it(tree, QTreeWidgetItemIterator::NotHidden); *it; ++it) {
        ++visible;
    }
    QVERIFY(visible >= 1);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(session().selection(), QList{ElementRef::of(NodeId(QStringLiteral("c1")))});
}

void TestMainWindow::commandsFindActionsAndSteps()
{
    QVERIFY(CommandPalette::score(QStringLiteral("Lay Out"), QStringLiteral("lo")) > 0);
    QVERIFY(CommandPalette::score(QStringLiteral("Lay Out"), QStringLiteral("zz")) < 0);
    QVERIFY(CommandPalette::score(QStringLiteral("Lay Out"), QStringLiteral("lay"))
        > CommandPalette::score(QStringLiteral("Really"), QStringLiteral("lay")));
    saveSample(path("a.whimbrel"));
    open(path("a.whimbrel"));
    trigger(ActionId::CommandPalette);
    auto* commands = m_window->findChild<CommandPalette*>();
    QVERIFY(commands != nullptr);
    auto* search = commands->findChild<QLineEdit*>();
    QTest::keyClicks(search, QStringLiteral("select all"));
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(session().selection().size() > 3);
    trigger(ActionId::CommandPalette);
    search = m_window->findChildren<CommandPalette*>().constLast()->findChild<QLineEdit*>();
    QTest::keyClicks(search, QStringLiteral("v1"));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(session().selection(), QList{ElementRef::of(NodeId(QStringLiteral("v1")))});
}

void TestMainWindow::editUndoAllTheWay()
{
    saveSample(path("a.whimbrel"));
    open(path("a.whimbrel"));
    const Plan before = session().plan();
    trigger(ActionId::SelectAll);
    trigger(ActionId::Duplicate);
    trigger(ActionId::Delete);
    session().select({ElementRef::of(NodeId(QStringLiteral("c0")))});
    trigger(ActionId::DeleteAndHeal);
    trigger(ActionId::SelectAll);
    trigger(ActionId::GroupSteps);
    while (m_window->actionSet()[ActionId::Undo]->isEnabled()) {
        trigger(ActionId::Undo);
    }
    QVERIFY(session().plan() == before);
    QVERIFY(!session().isModified());
}

void TestMainWindow::exportsAPicture()
{
    saveSample(path("a.whimbrel"));
    open(path("a.whimbrel"));
    for (const auto& [format, name] :
        {std::pair(0, "a.svg"), std::pair(1, "a.png"), std::pair(2, "a.pdf")}) {
        trigger(ActionId::Export);
        auto* dialog = m_window->findChildren<ExportDialog*>().constLast();
        dialog->findChild<QComboBox*>()->setCurrentIndex(format);
        m_prompts.nextSave = path(name);
        QSignalSpy exported(dialog, &ExportDialog::exported);
        for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
            if (button->isDefault()) {
                button->click();
                break;
            }
        }
        QTRY_COMPARE(exported.count(), 1);
        QVERIFY(QFile(path(name)).size() > 500);
    }
    QVERIFY(m_prompts.problems.isEmpty());
}

void TestMainWindow::settingsTakeEffect()
{
    SettingsDialog dialog(*m_settings, m_window.get());
    auto* scheme = dialog.findChild<QComboBox*>(QLatin1String(settings::appearance.key));
    QVERIFY(scheme != nullptr);
    QSignalSpy changed(&dialog, &SettingsDialog::changed);
    scheme->setCurrentIndex(scheme->findData(QStringLiteral("dark")));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(settings::appearance.read(*m_settings), QStringLiteral("dark"));
    m_appearance->choose(AppearanceChoice::Dark);
    QVERIFY(m_appearance->isDark());
    QCOMPARE(m_window->canvas().flowScene().theme().name, ThemeName::Dark);
    m_appearance->choose(AppearanceChoice::Light);
    QCOMPARE(m_window->canvas().flowScene().theme().name, ThemeName::Light);
}

void TestMainWindow::shortcutHelpListsGestures()
{
    auto* help = new ShortcutHelp(m_window.get());
    const auto* tree = help->findChild<QTreeWidget*>();
    QCOMPARE(tree->topLevelItemCount(), 7);
    QVERIFY(tree->topLevelItem(6)->childCount() > 10);
    delete help;
}

void TestMainWindow::titleShowsPlanAndState()
{
    saveSample(path("a.whimbrel"));
    open(path("a.whimbrel"));
    QVERIFY(!m_window->isWindowModified());
    PlanHeader header = session().plan().header;
    header.title = QStringLiteral("Split the name");
    session().perform({QStringLiteral("x"), {SetHeader{header}}, {}});
    QVERIFY(m_window->windowTitle().contains(QStringLiteral("Split the name")));
    QVERIFY(m_window->isWindowModified());
}

void TestMainWindow::hiddenPaneLeavesTheKeyboard()
{
    saveSample(path("a.whimbrel"));
    open(path("a.whimbrel"));
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    trigger(ActionId::Find);
    QVERIFY(!m_window->canvas().hasFocus());
    trigger(ActionId::ShowOutline);
    QVERIFY(m_window->canvas().hasFocus());
    trigger(ActionId::ShowRun);
    QVERIFY(m_window->runView().isAncestorOf(m_window->focusWidget()));
}

void TestMainWindow::selectedProblemIsExplained()
{
    Plan plan = test::chain(2);
    const auto back = std::find_if(plan.edges.begin(), plan.edges.end(),
        [](const Edge& edge) { return edge.kind == EdgeKind::Rollback; });
    plan.edges.erase(EdgeId(back->id));
    QVERIFY(savePlan(plan, path("a.whimbrel")));
    open(path("a.whimbrel"));
    QTRY_VERIFY(session().isValidated());
    const auto* detail = m_window->findChild<FindingDetail*>();
    QVERIFY(detail->fixButtons().isEmpty());
    trigger(ActionId::NextProblem);
    QVERIFY(!detail->fixButtons().isEmpty());
}

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
