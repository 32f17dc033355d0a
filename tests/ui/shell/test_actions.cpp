// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sample_plan.h"
#include "ui/shell/actions.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/menus.h"
#include "ui/shell/shortcut_list.h"

#include <QAction>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTest>

using namespace whimbrel;

/// Walks the table of actions: nothing in it needs a mouse.
class TestActions final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void everyKeyTriggersItsAction();
    void theCommandPaletteReachesEveryAction();
    void everyActionStandsInAMenu();
    void everyKeyStandsOnThePrintedPage();

private:
    std::unique_ptr<QMainWindow> m_window;
    std::unique_ptr<ActionSet> m_actions; ///< connected to nothing: to trigger one is harmless
};

void TestActions::init()
{
    m_window = std::make_unique<QMainWindow>();
    m_actions = std::make_unique<ActionSet>();
    fillMenuBar(*m_window->menuBar(), *m_actions);
    m_window->resize(900, 700);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestActions::cleanup()
{
    m_window.reset();
    m_actions.reset();
}

void TestActions::everyKeyTriggersItsAction()
{
    for (const ActionRow& row : actionRows()) {
        for (const QKeySequence& keys : shortcutsOf(row)) {
            QSignalSpy triggered((*m_actions)[row.id], &QAction::triggered);
            QTest::keySequence(m_window.get(), keys);
            QVERIFY2(triggered.count() == 1,
                qPrintable(QStringLiteral("%1 by %2")
                               .arg(QString::fromLatin1(row.name), keys.toString())));
        }
    }
}

void TestActions::theCommandPaletteReachesEveryAction()
{
    PlanSession session;
    for (const ActionRow& row : actionRows()) {
        if (row.id == ActionId::CommandPalette) {
            continue; // has its key, and would open itself
        }
        auto* palette = new CommandPalette(*m_actions, session, m_window.get());
        palette->show();
        QSignalSpy triggered((*m_actions)[row.id], &QAction::triggered);
        auto* search = palette->findChild<QLineEdit*>();
        search->setText(plainText(row));
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY2(triggered.count() == 1, row.name);
    }
}

void TestActions::everyActionStandsInAMenu()
{
    const auto actionsOf = [](const QMenu* menu, const auto& self) -> QList<QAction*> {
        QList<QAction*> all;
        for (QAction* action : menu->actions()) {
            all.append(action);
            if (action->menu() != nullptr) {
                all += self(action->menu(), self);
            }
        }
        return all;
    };
    QList<QAction*> shown;
    for (const QAction* menu : m_window->menuBar()->actions()) {
        shown += actionsOf(menu->menu(), actionsOf);
    }
    for (const ActionRow& row : actionRows()) {
        QVERIFY2(shown.contains((*m_actions)[row.id]), row.name);
    }
}

void TestActions::everyKeyStandsOnThePrintedPage()
{
    const QString page = shortcutPage();
    for (const ActionRow& row : actionRows()) {
        for (const QKeySequence& keys : shortcutsOf(row)) {
            QVERIFY2(
                page.contains(keys.toString(QKeySequence::NativeText).toHtmlEscaped()), row.name);
            QVERIFY2(page.contains(plainText(row).toHtmlEscaped()), row.name);
        }
    }
}

QTEST_MAIN(TestActions)
#include "test_actions.moc"
