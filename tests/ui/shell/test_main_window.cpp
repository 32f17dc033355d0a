// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/plan/node_kind.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/mnemonics.h"
#include "tests/ui/shell/main_window_fixture.h"
#include "ui/problems/finding_detail.h"
#include "ui/run/run_view.h"
#include "ui/session/plan_edits.h"
#include "ui/session/settings.h"
#include "ui/shell/canvas_menu.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/export_dialog.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcut_help.h"
#include "ui/style/icons.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace whimbrel;

/// Drives the window through its actions: its panes, menus, dialogs and keys.
class TestMainWindow final : public QObject, private test::MainWindowFixture {
    Q_OBJECT

private slots:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void shortcutsAreUnique();
    void mnemonicsAreUniqueInMenus();
    void mnemonicsAreUniqueInTheWindow();
    void everyActionHasItsIconAndText();
    void everyKindHasAnIcon();
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
};

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
        for (const QAction* inner : action->menu()->actions()) {
            if (inner->menu() != nullptr) {
                menus.append(inner->menu());
            }
        }
    }
    // Seven, and Recent, Select Similar, Swim Lanes, Align and Distribute, Diagrams.
    QCOMPARE(menus.size(), 12);
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
    trigger(ActionId::FindStep);
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
        dialog->findChild<QComboBox*>(QStringLiteral("format"))->setCurrentIndex(format);
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
    auto* help = new ShortcutHelp(m_prompts, m_window.get());
    const auto* tree = help->findChild<QTreeWidget*>();
    const QTreeWidgetItem* canvas = tree->topLevelItem(tree->topLevelItemCount() - 2);
    QCOMPARE(canvas->text(0), QStringLiteral("On the canvas"));
    QVERIFY(canvas->childCount() > 10);
    const QTreeWidgetItem* sequence = tree->topLevelItem(tree->topLevelItemCount() - 1);
    QCOMPARE(sequence->text(0), QStringLiteral("On a sequence diagram"));
    QVERIFY(sequence->childCount() > 8);
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
    trigger(ActionId::FindStep);
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
