// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/sample_database.h"
#include "model/io/plan_file.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/fake_secret_store.h"
#include "ui/connections/connections.h"
#include "ui/run/binding_row.h"
#include "ui/run/desktop_notices.h"
#include "ui/run/follow_strip.h"
#include "ui/run/question_area.h"
#include "ui/run/run_setup.h"
#include "ui/run/run_view.h"
#include "ui/run/runner_place_edit.h"
#include "ui/run/target_strip.h"
#include "ui/session/settings.h"

#include <QCheckBox>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace whimbrel;

namespace {

constexpr int patience = 30'000;

QString s(const char* text)
{
    return QString::fromLatin1(text);
}

/// start → work (primary) → copy (second) → gate → end.
Plan plan()
{
    using namespace test;
    Node work = node(s("work"), NodeKind::Task);
    work.action = Action{};
    work.action->body = SqlAction{{s("CREATE TABLE t (id INTEGER)"), {}}, false};
    Node copy = node(s("copy"), NodeKind::Task);
    copy.action = Action{};
    copy.action->target = TargetId(s("second"));
    copy.action->body = SqlAction{{s("CREATE TABLE t (id INTEGER)"), {}}, false};
    Node gate = node(s("gate"), NodeKind::Gate);
    gate.title = s("Drop <it>?");
    gate.ask = s("Is it well?");
    Node given = node(s("given-up"), NodeKind::End);
    given.outcome = Outcome::Abandoned;
    Plan made = planOf(
        {node(s("start"), NodeKind::Start), work, copy, gate, node(s("end"), NodeKind::End), given},
        {forward(s("start"), s("work")), forward(s("work"), s("copy")),
            forward(s("copy"), s("gate")), forward(s("gate"), s("end"), s("yes")),
            forward(s("gate"), s("given-up"), s("no"))});
    made.header.title = s("Two places");
    made.targets.put({TargetId(s("second")), Dialect::Sqlite});
    return made;
}

} // namespace

/// A window that follows what another one does, and the desktop that is told of it.
class TestFollowing final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();
    void followsAndTakesOver();
    void tellsTheDesktop();
    void asksForAPlaceThatCanBeRead();

private:
    struct Window {
        std::unique_ptr<PlanSession> session{};
        std::unique_ptr<RunView> view{};
    };
    [[nodiscard]] Window open();
    [[nodiscard]] RunSettings settings(const char* by) const;
    void leadToGate(Window& window) const;
    /// What the desktop was told since the last call: a notice goes out before its answer is waited
    /// for, so one of the test's own is sent behind them, and all that comes before it is theirs.
    [[nodiscard]] QList<QJsonObject> toldSoFar();

    std::unique_ptr<QTemporaryDir> m_folder;
    test::FakeSecretStore m_secrets{};
    Connections m_connections{m_secrets};
    QProcess m_bus;
    QProcess m_desktop;
};

void TestFollowing::initTestCase()
{
    qputenv("WHIMBREL_CLI", WHIMBREL_CLI_PATH);
    QVERIFY2(QFile::exists(QStringLiteral(WHIMBREL_CLI_PATH)), "build whimbrel-cli first");
    QCoreApplication::setOrganizationName(QStringLiteral("whimbrel-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("test_following"));
    m_bus.start(s("dbus-daemon"), {s("--session"), s("--print-address"), s("--nofork")});
    QVERIFY2(m_bus.waitForStarted() && m_bus.waitForReadyRead(patience), "dbus-daemon is missing");
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
    // Debian's own, which the packages of its modules belong to.
    m_desktop.start(s("/usr/bin/python3"), {QStringLiteral(WHIMBREL_NOTIFICATIONS)});
    QVERIFY2(m_desktop.waitForStarted() && m_desktop.waitForReadyRead(patience),
        "python3-dbus or python3-gi is missing");
    QCOMPARE(m_desktop.readLine().trimmed(), QByteArray("ready"));
}

void TestFollowing::cleanupTestCase()
{
    for (QProcess* process : {&m_desktop, &m_bus}) {
        process->kill();
        process->waitForFinished();
    }
}

void TestFollowing::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    for (const char* name : {"one.db", "two.db"}) {
        QVERIFY(
            makeSampleDatabase("CREATE TABLE other (id INTEGER);", m_folder->filePath(s(name))));
    }
    QVERIFY(savePlan(plan(), m_folder->filePath(s("plan.whimbrel"))));
}

void TestFollowing::cleanup()
{
    m_folder.reset();
}

TestFollowing::Window TestFollowing::open()
{
    Window window;
    window.session = std::make_unique<PlanSession>();
    window.session->open(plan(), m_folder->filePath(s("plan.whimbrel")));
    window.view = std::make_unique<RunView>(*window.session, m_connections);
    window.view->resize(1200, 700);
    window.view->show();
    return window;
}

RunSettings TestFollowing::settings(const char* by) const
{
    RunSettings settings;
    settings.bindings.insert(
        TargetId(s("primary")), s("sqlite:") + m_folder->filePath(s("one.db")));
    settings.bindings.insert(TargetId(s("second")), s("sqlite:") + m_folder->filePath(s("two.db")));
    settings.by = s(by);
    settings.environment = s("staging");
    return settings;
}

void TestFollowing::leadToGate(Window& window) const
{
    RunController& leader = window.view->controller();
    leader.start(settings("ada"));
    QTRY_VERIFY2_WITH_TIMEOUT(leader.isResting(), qPrintable(leader.complaint()), patience);
    window.view->goOnButton()->click();
    QTRY_COMPARE_WITH_TIMEOUT(leader.state().rest.reason, RestReason::Gate, patience);
    QTRY_VERIFY_WITH_TIMEOUT(leader.isResting(), patience);
}

void TestFollowing::followsAndTakesOver()
{
    Window leading = open();
    leadToGate(leading);
    Window following = open();
    RunController& follower = following.view->controller();
    FollowStrip& strip = following.view->followStrip();
    follower.follow(settings("marta"), {});
    QTRY_COMPARE_WITH_TIMEOUT(follower.link(), RunController::Link::Following, patience);
    QTRY_COMPARE_WITH_TIMEOUT(follower.state().rest.reason, RestReason::Gate, patience);
    QTRY_VERIFY2_WITH_TIMEOUT(
        strip.text().contains(s("Run by ada")), qPrintable(strip.text()), patience);
    // It looks, and says nothing.
    QVERIFY(!strip.isHidden());
    QVERIFY(!strip.takeOverButton()->isEnabled());
    QVERIFY(!follower.isResting());
    QVERIFY(!follower.canInterrupt());
    QVERIFY(!following.view->question().isVisible());
    for (QPushButton* button : {following.view->nextButton(), following.view->goOnButton()}) {
        QVERIFY(button->isHidden());
    }
    auto* targets = following.view->findChild<TargetStrip*>();
    QVERIFY(targets && !targets->isHidden());
    QCOMPARE(targets->textOf(TargetId(s("second"))), s("second: 1 of 1 step done"));

    ::kill(static_cast<pid_t>(leading.view->controller().client().processId()), SIGKILL);
    QTRY_VERIFY2_WITH_TIMEOUT(
        strip.text().contains(s("seems dead")), qPrintable(strip.text()), patience);
    QVERIFY(strip.takeOverButton()->isEnabled());
    strip.takeOverButton()->click();
    QTRY_VERIFY2_WITH_TIMEOUT(follower.isResting(), qPrintable(follower.complaint()), patience);
    QVERIFY(strip.isHidden());
    QCOMPARE(follower.state().runner.by, s("marta"));
    QCOMPARE(follower.state().rest.reason, RestReason::Gate);
    QVERIFY(!following.view->nextButton()->isHidden());
    QTRY_VERIFY(following.view->closeButton()->isEnabled());
    following.view->closeButton()->click();
    QTRY_VERIFY(!following.view->isRunActive());
}

QList<QJsonObject> TestFollowing::toldSoFar()
{
    const QString marker = s("marker");
    QDBusMessage call = QDBusMessage::createMethodCall(s("org.freedesktop.Notifications"),
        s("/org/freedesktop/Notifications"), s("org.freedesktop.Notifications"), s("Notify"));
    call.setArguments(
        {s("test"), 0U, QString(), marker, QString(), QStringList(), QVariantMap(), 0});
    QDBusConnection::sessionBus().call(call, QDBus::Block, patience);
    QList<QJsonObject> told;
    while (m_desktop.canReadLine() || m_desktop.waitForReadyRead(patience)) {
        const QJsonObject each = QJsonDocument::fromJson(m_desktop.readLine()).object();
        if (each.value(s("summary")).toString() == marker) {
            break;
        }
        told.append(each);
    }
    return told;
}

void TestFollowing::tellsTheDesktop()
{
    Window window = open();
    auto* notices = window.view->findChild<DesktopNotices*>();
    QVERIFY(notices);
    notices->setAlways(true);
    (void)toldSoFar(); // what the windows of other tests said while nobody looked at them
    leadToGate(window);
    const QList<QJsonObject> all = toldSoFar();
    QCOMPARE(all.size(), 1);
    const QJsonObject told = all.constFirst();
    QCOMPARE(told.value(s("summary")).toString(), s("Two places"));
    QCOMPARE(told.value(s("body")).toString(),
        s("staging: &quot;Drop &lt;it&gt;?&quot; waits for an answer"));
    QCOMPARE(told.value(s("urgency")).toInt(), 1);

    QSettings store;
    settings::desktopNotices.write(store, false);
    window.view->closeButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(!window.view->controller().client().isConnected(), patience);
    window.view->controller().resume(settings("ada"), {});
    QTRY_VERIFY_WITH_TIMEOUT(window.view->controller().isResting(), patience);
    QVERIFY(toldSoFar().isEmpty());
    settings::desktopNotices.write(store, true);
    window.view->closeButton()->click();
}

void TestFollowing::asksForAPlaceThatCanBeRead()
{
    Window window = open();
    RunSetup& setup = window.view->setup();
    setup.bindings().at(0)->setUrl(s("sqlite:") + m_folder->filePath(s("one.db")));
    setup.bindings().at(1)->setUrl(s("sqlite:") + m_folder->filePath(s("two.db")));
    setup.inSpite()->setChecked(true);
    QTRY_VERIFY(setup.startButton()->isEnabled());
    setup.runner()->setText(s("db-admin-2"));
    QVERIFY(!setup.startButton()->isEnabled());
    setup.runner()->setText(s("ssh://dba@db-admin-2"));
    QVERIFY(setup.startButton()->isEnabled());
    QCOMPARE(setup.settings().runner, s("ssh://dba@db-admin-2"));
    QCOMPARE(
        runnerArguments(setup.settings()), (QStringList{s("--runner"), s("ssh://dba@db-admin-2")}));
    setup.runner()->clear();
    QVERIFY(runnerArguments(setup.settings()).isEmpty());
}

QTEST_MAIN(TestFollowing)
#include "test_following.moc"
