// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/templates.h"
#include "model/plan/names.h"
#include "tests/ui/shell/main_window_fixture.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/start_page.h"
#include "ui/shell/template_card.h"
#include "ui/shell/template_gallery.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace whimbrel;

/// How somebody begins: the start page, and plans from its templates.
class TestStartPage final : public QObject, private test::MainWindowFixture {
    Q_OBJECT

private slots:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void beginsAtTheStartPage();
    void templatesShowTheirPicture();
    void cardsStandApart();
    void cardsFollowTheDatabase();
    void makesAPlanThatRunsAtOnce();
    void saysHowAServerGetsItsSample();
    void overwritesNothing();

private:
    void choose(Dialect dialect)
    {
        QComboBox* box = m_window->findChild<TemplateGallery*>()->dialects();
        box->setCurrentIndex(box->findData(keyOf(dialect)));
    }
    [[nodiscard]] TemplateCard* card(const char* name) const
    {
        return m_window->findChild<TemplateCard*>(
            QStringLiteral("template-") + QLatin1String(name));
    }
};

void TestStartPage::beginsAtTheStartPage()
{
    QVERIFY(m_window->findChild<StartPage*>()->isVisible());
    QVERIFY(!m_window->canvas().isVisible());
    QVERIFY(!m_window->actionSet()[ActionId::Save]->isEnabled());
    QVERIFY(m_window->actionSet()[ActionId::OpenPlan]->isEnabled());
}

void TestStartPage::templatesShowTheirPicture()
{
    const auto cards = m_window->findChildren<TemplateCard*>();
    QCOMPARE(cards.size(), planTemplates().size());
    for (const TemplateCard* card : cards) {
        QTRY_VERIFY_WITH_TIMEOUT(card->hasPicture(), 20000);
    }
}

/// However many there are: none covers another, and all are within the page.
void TestStartPage::cardsStandApart()
{
    const auto cards = m_window->findChildren<TemplateCard*>();
    QTRY_VERIFY(cards.last()->isVisible() && cards.last()->y() > 0);
    for (const TemplateCard* each : cards) {
        QVERIFY(each->parentWidget()->rect().contains(each->geometry()));
        for (const TemplateCard* other : cards) {
            QVERIFY(each == other || !each->geometry().intersects(other->geometry()));
        }
    }
}

void TestStartPage::cardsFollowTheDatabase()
{
    QVERIFY(card("split-column")->isEnabled());
    QVERIFY(!card("add-index-and-foreign-key")->isEnabled());
    QVERIFY(card("add-index-and-foreign-key")->toolTip().contains(QStringLiteral("PostgreSQL")));
    choose(Dialect::Postgresql);
    QVERIFY(card("split-column")->isEnabled());
    QVERIFY(card("add-index-and-foreign-key")->isEnabled());
    choose(Dialect::Mysql);
    QVERIFY(!card("add-index-and-foreign-key")->isEnabled());
    choose(Dialect::Sqlite);
}

/// The plan is opened with the databases that it runs on beside it, those of its other targets too.
void TestStartPage::makesAPlanThatRunsAtOnce()
{
    m_prompts.nextSave = path("sample/plan");
    QSignalSpy opened(&m_window->documents(), &DocumentController::opened);
    card("move-rows")->click();
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, 20000);
    QCOMPARE(m_prompts.problems, QStringList());
    QCOMPARE(session().path(), path("sample/plan.whimbrel"));
    QTRY_VERIFY(session().isValidated());
    QCOMPARE(session().validation().count(Severity::Error), 0);
    QVERIFY(QFile::exists(path("sample/sample.db")));
    QVERIFY(QFile::exists(path("sample/archive.db")));
    QVERIFY(m_window->findChild<MessageBar*>()->isHidden());
}

void TestStartPage::saysHowAServerGetsItsSample()
{
    choose(Dialect::Postgresql);
    m_prompts.nextSave = path("it's here/plan.whimbrel");
    QSignalSpy opened(&m_window->documents(), &DocumentController::opened);
    card("split-column")->click();
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, 20000);
    QCOMPARE(session().plan().targets.at(0).dialect, Dialect::Postgresql);
    QVERIFY(!QFile::exists(path("it's here/sample.db")));
    const auto* bar = m_window->findChild<MessageBar*>();
    QTRY_VERIFY(!bar->isHidden());
    QVERIFY2(bar->text().contains(QStringLiteral("createdb shop")), qPrintable(bar->text()));
    QVERIFY2(bar->text().contains(QStringLiteral("-f sample.sql")), qPrintable(bar->text()));
    bar->buttons().constFirst()->click();
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY2(copied.startsWith(QStringLiteral("cd '%1' && createdb").arg(path("it'\\''s here"))),
        qPrintable(copied));
    choose(Dialect::Sqlite);
}

void TestStartPage::overwritesNothing()
{
    saveSample(path("plan.whimbrel"));
    m_prompts.nextSave = path("plan.whimbrel");
    card("split-column")->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_prompts.problems.size(), 1, 20000);
    QVERIFY(!m_window->documents().isOpen());
    QVERIFY(!QFile::exists(path("sample.db")));
}

QTEST_MAIN(TestStartPage)
#include "test_start_page.moc"
