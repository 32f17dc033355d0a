// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "tests/support/sample_plan.h"
#include "tests/support/servers/test_servers.h"
#include "tests/ui/fake_secret_store.h"
#include "ui/connections/connections.h"
#include "ui/connections/password_question.h"
#include "ui/rehearsal/rehearsal_setup.h"
#include "ui/rehearsal/rehearsal_view.h"
#include "ui/rehearsal/source_row.h"
#include "ui/run/binding_row.h"
#include "ui/run/database_probe.h"
#include "ui/run/dry_run_pane.h"
#include "ui/run/production_question.h"
#include "ui/run/run_bar.h"
#include "ui/run/run_setup.h"
#include "ui/run/run_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDirIterator>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

constexpr int patience = 60'000; // a loaded machine starts processes slowly

QString text(const char* words)
{
    return QString::fromUtf8(words);
}

/// start → a table → check → end, for PostgreSQL.
Plan plan()
{
    const auto sql = [](const char* words) {
        return SqlAction{{QString::fromLatin1(words), {}}, false};
    };
    Node first = node(text("first"), NodeKind::Expand);
    first.action->body = sql("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    Node empty = node(text("empty"), NodeKind::Verification);
    empty.checks.first().body = QueryCheck{
        {text("SELECT count(*) FROM t"), {}}, {Comparison::Equal, text("0"), false, {}}};
    Edge back = rollback(text("first"), text("start"));
    back.action->body = sql("DROP TABLE t");
    Plan made = planOf(
        {node(text("start"), NodeKind::Start), first, empty, node(text("end"), NodeKind::End)},
        {forward(text("start"), text("first")), forward(text("first"), text("empty")),
            forward(text("empty"), text("end")), back});
    made.header.title = text("A table");
    Target target = made.targets.at(0);
    target.dialect = Dialect::Postgresql;
    made.targets.put(target);
    return made;
}

} // namespace

/// Named connections where plans are run and rehearsed: chosen, unlocked, confirmed.
class TestRunConnections final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void tablesOfJournalsAreNotCounted_data();
    void tablesOfJournalsAreNotCounted();

    void connectionsAreOffered();
    void productionRunFromTheKeychainQuestionToTheEnd();
    void keychainIsReadWithoutAQuestion();
    void noPasswordNoRun();
    void testAsksForThePassword();
    void rehearsalAsksForThePassword();

private:
    void add(const QString& name, const QString& environment, bool keychain);
    void openRun();
    [[nodiscard]] BindingRow& row() const { return *m_run->setup().bindings().first(); }
    void makeReady();
    [[nodiscard]] PasswordQuestion* question() const
    {
        return m_window->findChild<PasswordQuestion*>();
    }
    void answer(const QString& password);
    [[nodiscard]] QString password() const { return m_servers.passwordOf(text("app")); }
    void passwordIsNowhere() const;

    const Servers& m_servers = Servers::shared();
    std::unique_ptr<QTemporaryDir> m_folder{};
    std::unique_ptr<ScratchDatabase> m_scratch{};
    FakeSecretStore m_secrets{};
    std::unique_ptr<Connections> m_connections{};
    std::unique_ptr<PlanSession> m_session{};
    std::unique_ptr<QWidget> m_window{};
    RunView* m_run = nullptr;
};

void TestRunConnections::initTestCase()
{
    qputenv("WHIMBREL_CLI", WHIMBREL_CLI_PATH);
    QVERIFY2(QFile::exists(QStringLiteral(WHIMBREL_CLI_PATH)), "build whimbrel-cli first");
    for (const char* each : {"PGPASSWORD", "PGPASSFILE"}) {
        qunsetenv(each);
    }
    QCoreApplication::setOrganizationName(text("whimbrel-tests"));
}

void TestRunConnections::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    for (const char* each : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"}) {
        qputenv(each, m_folder->filePath(text(each)).toUtf8());
    }
    m_scratch = std::make_unique<ScratchDatabase>(Dialect::Postgresql);
    const auto admin = m_scratch->open();
    execute(*admin, text("GRANT ALL ON DATABASE %1 TO app").arg(m_scratch->name()));
    execute(*admin, text("GRANT ALL ON SCHEMA public TO app"));
    m_secrets.kept.clear();
    m_secrets.isThere = true;
    m_connections = std::make_unique<Connections>(m_secrets);
    const QString path = m_folder->filePath(text("plan.whimbrel"));
    QVERIFY(savePlan(plan(), path));
    m_session = std::make_unique<PlanSession>();
    m_session->open(plan(), path);
    QTRY_VERIFY(m_session->isValidated());
}

void TestRunConnections::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_connections.reset();
    m_scratch.reset();
}

void TestRunConnections::add(const QString& name, const QString& environment, bool keychain)
{
    QList<ConnectionProfile> all = m_connections->profiles();
    all.append({name,
        m_servers.url(Dialect::Postgresql, text("app"), m_scratch->name(), Servers::Password::Left),
        environment, keychain});
    QVERIFY(writeConnectionProfiles(connectionProfilesPath(), all));
    m_connections->reload();
}

void TestRunConnections::openRun()
{
    m_window = std::make_unique<QWidget>();
    m_run = new RunView(*m_session, *m_connections, m_window.get());
    m_run->resize(1200, 800);
    m_window->resize(1200, 800);
    m_window->show();
}

/// Everything but the database is said.
void TestRunConnections::makeReady()
{
    if (m_run->setup().inSpite()->isVisible()) {
        m_run->setup().inSpite()->setChecked(true);
    }
    m_run->setup().unrehearsed()->setText(text("it is a table"));
    QTRY_VERIFY(m_run->setup().startButton()->isEnabled());
}

void TestRunConnections::answer(const QString& password)
{
    QTest::keyClicks(question()->editor(), password);
    question()->confirmButton()->click();
}

void TestRunConnections::passwordIsNowhere() const
{
    for (QDirIterator each(m_folder->path(), QDir::Files, QDirIterator::Subdirectories);
         each.hasNext();) {
        QFile file(each.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains(password().toUtf8()), qPrintable(file.fileName()));
    }
}

void TestRunConnections::connectionsAreOffered()
{
    add(text("shop"), text("staging"), false);
    openRun();
    QMenu* choices = row().choices();
    QVERIFY(!choices->isEmpty());
    QCOMPARE(choices->actions().first()->data().toString(), text("@shop"));
    choices->actions().first()->trigger();
    QCOMPARE(row().url(), text("@shop"));
    // Its environment is the run's.
    QTRY_COMPARE(m_run->setup().environment()->currentData().toString(), text("staging"));
    QVERIFY(!m_run->setup().environment()->isEnabled());
    QSignalSpy wanted(m_run, &RunView::connectionsRequested);
    row().choices()->actions().last()->trigger();
    QCOMPARE(wanted.count(), 1);
    // Another database, another environment: the form follows what the profile says now.
    QSignalSpy tested(&row(), &BindingRow::tested);
    ConnectionProfile changed = m_connections->profiles().first();
    changed.environment = text("production");
    m_connections->save(text("shop"), changed, std::nullopt, [](const Result<>&) {});
    QTRY_COMPARE(m_run->setup().environment()->currentData().toString(), text("production"));
}

void TestRunConnections::tablesOfJournalsAreNotCounted_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("sqlite") << Dialect::Sqlite;
    QTest::newRow("postgresql") << Dialect::Postgresql;
    QTest::newRow("mariadb") << Dialect::Mysql;
}

void TestRunConnections::tablesOfJournalsAreNotCounted()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase database(dialect);
    const auto connection = database.open();
    // The signs of LIKE in a journal's name mean themselves.
    QStringList tables{text("orders"), text("opsx7_event")};
    if (dialect == Dialect::Postgresql) {
        execute(*connection, text("CREATE SCHEMA ops_7"));
        execute(*connection, text("CREATE SCHEMA whimbrel"));
        tables += {text("ops_7.event"), text("whimbrel.event")};
    } else {
        tables += {text("ops_7_event"), text("whimbrel_event")};
    }
    for (const QString& table : std::as_const(tables)) {
        execute(*connection, text("CREATE TABLE %1 (a integer)").arg(table));
    }
    const Result<ConnectionUrl> url = parseConnectionUrl(database.url() + text("?journal=ops_7"));
    QVERIFY(url.has_value());
    const Result<DatabaseProbe> probe = probeDatabase(*url);
    QVERIFY2(probe.has_value(), qPrintable(probe ? QString() : probe.error().text()));
    QCOMPARE(probe->tables, 2);
}

void TestRunConnections::productionRunFromTheKeychainQuestionToTheEnd()
{
    add(text("shop"), text("production"), false);
    openRun();
    QSignalSpy tested(&row(), &BindingRow::tested);
    row().setUrl(text("@shop"));
    QVERIFY(tested.wait(patience));
    QVERIFY(!row().probe()); // nobody was asked for a password yet
    QVERIFY(!question());
    makeReady();
    m_run->setup().startButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(question(), patience);
    answer(text("wrong"));
    QTRY_VERIFY_WITH_TIMEOUT(question() && question()->editor()->text().isEmpty(), patience);
    question()->keep()->setChecked(true);
    answer(password());
    QTRY_COMPARE_WITH_TIMEOUT(m_secrets.kept.value(text("shop")), Secret(password()), patience);
    QTRY_VERIFY(m_connections->profiles().first().keychain);

    QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<ProductionQuestion*>(), patience);
    auto* production = m_window->findChild<ProductionQuestion*>();
    for (const QString& part : {m_scratch->name(), text("app"), text("@shop"), text("Production"),
             text("never rehearsed"), text("it is a table"), text("steps, of which 1 changes")}) {
        QVERIFY2(production->text().contains(part), qPrintable(production->text()));
    }
    QVERIFY(!production->confirmButton()->isEnabled());
    QVERIFY(!m_run->isRunActive());
    QTest::keyClicks(production->editor(), text("primar"));
    QVERIFY(!production->confirmButton()->isEnabled());
    QTest::keyClicks(production->editor(), text("y"));
    production->confirmButton()->click();
    QTRY_VERIFY(m_run->isRunActive());
    QTRY_VERIFY2_WITH_TIMEOUT(
        m_run->controller().isResting(), qPrintable(m_run->controller().complaint()), patience);
    const QString where = m_run->bar().whereText();
    QVERIFY2(where.startsWith(text("PRODUCTION")), qPrintable(where));
    QVERIFY2(where.contains(text("@shop, ") + m_scratch->name()), qPrintable(where));
    QVERIFY2(where.contains(text("as app")), qPrintable(where));
    m_run->controller().send(Command::Type::GoOn);
    QTRY_VERIFY_WITH_TIMEOUT(m_run->controller().state().ended.has_value(), patience);
    m_run->controller().close();
    passwordIsNowhere();
}

void TestRunConnections::keychainIsReadWithoutAQuestion()
{
    m_secrets.kept.insert(text("shop"), Secret(password()));
    add(text("shop"), text("staging"), true);
    openRun();
    QSignalSpy tested(&row(), &BindingRow::tested);
    row().setUrl(text("@shop"));
    QVERIFY(tested.wait(patience));
    QVERIFY(row().probe());
    QCOMPARE(row().probe()->user, text("app"));
    makeReady();
    // What would be done is shown by the command line, which is given the password.
    m_run->setup().previewButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(
        m_run->setup().previewText()->toPlainText().contains(text("CREATE TABLE")), patience);
    m_run->setup().startButton()->click();
    QTRY_VERIFY2_WITH_TIMEOUT(
        m_run->controller().isResting(), qPrintable(m_run->controller().complaint()), patience);
    QVERIFY(!question());
    m_run->controller().close();
    passwordIsNowhere();
}

void TestRunConnections::noPasswordNoRun()
{
    add(text("shop"), text("staging"), false);
    openRun();
    row().setUrl(text("@shop"));
    makeReady();
    m_run->setup().startButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(question(), patience);
    question()->reject();
    QTRY_VERIFY(m_run->setup().startButton()->isEnabled());
    QVERIFY(!m_run->isRunActive());
}

void TestRunConnections::testAsksForThePassword()
{
    m_secrets.isThere = false;
    add(text("shop"), text("staging"), true);
    openRun();
    row().setUrl(text("@shop"));
    row().test(BindingRow::Asking::Asks);
    QTRY_VERIFY_WITH_TIMEOUT(question(), patience);
    QTRY_VERIFY(!question()->keep()->isEnabled()); // there is no keychain
    answer(password());
    QTRY_VERIFY_WITH_TIMEOUT(row().probe(), patience);
    QVERIFY(m_secrets.kept.isEmpty());
}

void TestRunConnections::rehearsalAsksForThePassword()
{
    const auto admin = m_scratch->open();
    execute(*admin, text("ALTER ROLE app CREATEDB"));
    add(text("shop"), text("staging"), false);
    m_window = std::make_unique<QWidget>();
    auto* view = new RehearsalView(*m_session, *m_connections, m_window.get());
    m_window->resize(1000, 600);
    view->resize(1000, 600);
    m_window->show();
    SourceRow& source = *view->setup().rows().first();
    source.choices()->actions().first()->trigger();
    QCOMPARE(source.value(), text("@shop"));
    source.testButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(question(), patience);
    answer(password());
    QTRY_VERIFY2_WITH_TIMEOUT(source.statusText().contains(text("PostgreSQL")),
        qPrintable(source.statusText()), patience);
    view->startButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(view->isRunning(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!view->isRunning(), patience);
    QTRY_VERIFY2_WITH_TIMEOUT(view->summary().contains(text("1 of 1")),
        qPrintable(view->summary() + view->complaint()), patience);
    passwordIsNowhere();
    execute(*admin, text("ALTER ROLE app NOCREATEDB"));
}

QTEST_MAIN(TestRunConnections)
#include "test_run_connections.moc"
