// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "model/io/plan_file.h"
#include "tests/model/exec/server_fixture.h"
#include "tests/support/sample_plan.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>
#include <QTimer>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

QString runToEnd()
{
    return QCoreApplication::applicationDirPath() + s("/run_to_end");
}

} // namespace

/// Other sessions, lost ones, and those that a former runner left.
class TestServerSessions final : public QObject {
    Q_OBJECT

private slots:
    void lockIsTriedAgain_data() { addServerRows(); }
    void lockIsTriedAgain();
    void lostConnectionIsRegained();
    void fact10_commitThatLostItsAnswer();
    void fact8_frozenRunnerIsStopped_data() { addServerRows(); }
    void fact8_frozenRunnerIsStopped();
    void fact45_blockersAreShownAndStopped_data() { addServerRows(); }
    void fact45_blockersAreShownAndStopped();
    void fact45_preparedTransactionIsNamed();
    void fact24_orphanedStatementIsAdopted_data() { addServerRows(); }
    void fact24_orphanedStatementIsAdopted();
    void orphanedStatementIsCancelled();
    void serverThatFallsOverIsWaitedFor_data() { addServerRows(); }
    void serverThatFallsOverIsWaitedFor();
    void lostConnectionIsTriedAgain_data();
    void lostConnectionIsTriedAgain();
    void killedAtRandom_data() { addServerRows(); }
    void killedAtRandom();
};

void TestServerSessions::lockIsTriedAgain()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    const Plan plan = lockingStep(s("ALTER TABLE customers ADD COLUMN a text"), 1000);
    Run run;
    QVERIFY2(run.start(shop.request(plan)), qPrintable(run.why()));
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    (void)single(*reader, s("SELECT count(*) FROM customers"));
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    QTRY_VERIFY_WITH_TIMEOUT(run.count(EventType::TriedAgain) >= 1, 15000);
    reader->rollback();
    run.waitForRest();
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestServerSessions::lostConnectionIsRegained()
{
    ServerFixture shop(Dialect::Postgresql);
    Run run;
    QVERIFY(run.start(
        shop.request(oneStep(s("UPDATE customers SET name = name || '!'; SELECT pg_sleep(2)")))));
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    QTRY_VERIFY_WITH_TIMEOUT(shop.sql(s("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                                        "current_database() AND state = 'active' AND query LIKE "
                                        "'%whimbrel%pg_sleep%' AND pid <> pg_backend_pid()"))
            == s("1"),
        10000);
    shop.sql(s("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
               "current_database() AND query LIKE "
               "'%whimbrel%pg_sleep%' AND pid <> pg_backend_pid()"));
    run.waitForRest();
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(run.count(EventType::TriedAgain), 1);
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!!'")), s("0"));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!'")), s("20"));
}

void TestServerSessions::fact10_commitThatLostItsAnswer()
{
    ServerFixture shop(Dialect::Postgresql);
    // The first COMMIT ends its own session before it has committed.
    shop.sql(s("CREATE SEQUENCE commits; CREATE TABLE marked (x int); "
               "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
               "IF nextval('commits') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); "
               "END IF; RETURN NULL; END $$; "
               "CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON marked DEFERRABLE INITIALLY "
               "DEFERRED FOR EACH ROW EXECUTE FUNCTION die()"));
    Run run;
    QVERIFY(run.start(shop.request(oneStep(s("INSERT INTO marked VALUES (1)")))));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM marked")), s("1"));
    QCOMPARE(run.count(EventType::TriedAgain), 1);
    for (const Event& event : run.events()) {
        if (event.type == EventType::TriedAgain) {
            QVERIFY2(event.data.value(s("transaction")).toString().contains(s("aborted")),
                qPrintable(run.why()));
        }
    }
}

void TestServerSessions::fact8_frozenRunnerIsStopped()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    Run run;
    QVERIFY2(run.start(shop.request(serverColumns())), qPrintable(run.why()));
    // As if its session had gone unnoticed, and another runner had come and gone.
    shop.sql(s("UPDATE %1 SET token = token + 1, host = 'elsewhere'").arg(shop.journal("lease")));
    const QString untouched = shop.dump();
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.exitCode, 4);
    QVERIFY2(run.lastError().message.contains(s("elsewhere")), qPrintable(run.lastError().text()));
    QCOMPARE(shop.dump(), untouched);
}

void TestServerSessions::fact45_blockersAreShownAndStopped()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    const Plan plan = lockingStep(s("ALTER TABLE customers ADD COLUMN a text"), 20000);
    Run run;
    QVERIFY2(run.start(shop.request(plan)), qPrintable(run.why()));
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    (void)single(*reader, s("SELECT count(*) FROM customers"));
    Command command;
    command.type = Command::Type::GoOn;
    run.executor.execute(command);
    QTRY_VERIFY_WITH_TIMEOUT(!run.blockers().isEmpty(), 10000);
    const Blocker blocker = run.blockers().constFirst();
    QCOMPARE(blocker.inferred, dialect == Dialect::Mysql);
    QVERIFY(blocker.session > 0);
    command.type = Command::Type::StopBlocker;
    command.outcome = s("terminate");
    command.session = blocker.session + 100000;
    run.executor.execute(command);
    QCOMPARE(run.lastError().code, ErrorCode::Impossible);
    command.session = blocker.session;
    run.executor.execute(command);
    run.waitForRest();
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(run.count(EventType::BlockerStopped), 1);
    QVERIFY(!reader->value(s("SELECT 1")).has_value());
}

void TestServerSessions::fact45_preparedTransactionIsNamed()
{
    ServerFixture shop(Dialect::Postgresql);
    if (shop.sql(s("SHOW max_prepared_transactions")) == s("0")) {
        QFAIL("The test servers take no prepared transactions.");
    }
    shop.sql(s("BEGIN; LOCK TABLE customers IN SHARE MODE; PREPARE TRANSACTION 'forgotten'"));
    const Plan plan = lockingStep(s("ALTER TABLE customers ADD COLUMN a text"), 20000);
    Run run;
    QVERIFY2(run.start(shop.request(plan)), qPrintable(run.why()));
    Command command;
    command.type = Command::Type::GoOn;
    run.executor.execute(command);
    QTRY_VERIFY_WITH_TIMEOUT(!run.blockers().isEmpty(), 10000);
    const Blocker blocker = run.blockers().constFirst();
    shop.sql(s("ROLLBACK PREPARED 'forgotten'"));
    run.waitForRest();
    QCOMPARE(blocker.session, 0);
    QVERIFY2(blocker.query.contains(s("forgotten")), qPrintable(blocker.query));
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestServerSessions::fact24_orphanedStatementIsAdopted()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    const bool postgresql = shop.isPostgresql();
    // Outside a transaction, and held up by a reader until after the runner is gone.
    const Plan plan = shop.inDialect(
        oneStep(postgresql ? s("CREATE INDEX CONCURRENTLY customers_name ON customers (name)")
                           : s("ALTER TABLE customers ADD COLUMN a text")));
    const QString path = shop.folder() + s("/shop.whimbrel");
    QVERIFY(savePlan(plan, path).has_value());
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    if (postgresql) {
        execute(*reader, s("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
        execute(*reader, s("INSERT INTO customers VALUES (1000, 'reader')"));
    }
    (void)single(*reader, s("SELECT count(*) FROM customers"));
    QProcess runner;
    runner.start(runToEnd(), {shop.url(), path});
    const QString working = postgresql
        ? s("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query "
            "LIKE '/* whimbrel%CONCURRENTLY%' "
            "AND state = 'active' AND wait_event_type = 'Lock'")
        : s("SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND info "
            "LIKE '/* whimbrel%' "
            "AND state LIKE 'Waiting%'");
    QTRY_COMPARE_WITH_TIMEOUT(shop.sql(working), s("1"), 15000);
    runner.kill();
    QVERIFY(runner.waitForFinished());

    Run refused;
    QVERIFY(!refused.resume(shop.resumeRequest()));
    QCOMPARE(refused.lastError().code, ErrorCode::Locked);
    QVERIFY2(refused.lastError().text().contains(s("not heard of")),
        qPrintable(refused.lastError().text()));

    Run again;
    ResumeRequest request = shop.resumeRequest();
    request.orphans = Orphans::Wait;
    QTimer::singleShot(1500, qApp, [&] { reader->rollback(); });
    QVERIFY2(again.resume(request), qPrintable(again.why()));
    // Whoever comes back is told what became of it before anything else happens.
    QVERIFY2(again.state().rest.detail.contains(s("The catalog shows")), qPrintable(again.why()));
    QCOMPARE(again.count(EventType::Resolved), 0);
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
    QCOMPARE(again.count(EventType::Resolved), 1);
    if (postgresql) {
        QCOMPARE(shop.sql(s("SELECT count(*) FROM pg_index WHERE indrelid = "
                            "'customers'::regclass AND indisvalid")),
            s("2"));
        QCOMPARE(
            shop.sql(s("SELECT count(*) FROM pg_class WHERE relname = 'customers_name'")), s("1"));
    } else {
        QCOMPARE(shop.sql(s("SELECT count(a) FROM customers")), s("0"));
    }
}

void TestServerSessions::orphanedStatementIsCancelled()
{
    ServerFixture shop(Dialect::Postgresql);
    const Plan plan = shop.inDialect(
        oneStep(s("UPDATE customers SET name = name || '!'; SELECT pg_sleep(600)")));
    const QString path = shop.folder() + s("/shop.whimbrel");
    QVERIFY(savePlan(plan, path).has_value());
    QProcess runner;
    runner.start(runToEnd(), {shop.url(), path});
    const QString working = s(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE "
        "'/* whimbrel%pg_sleep%' AND state = 'active'");
    QTRY_COMPARE_WITH_TIMEOUT(shop.sql(working), s("1"), 15000);
    runner.kill();
    QVERIFY(runner.waitForFinished());
    Run again;
    ResumeRequest request = shop.resumeRequest();
    request.orphans = Orphans::Cancel;
    QVERIFY2(again.resume(request), qPrintable(again.why()));
    QCOMPARE(shop.sql(working), s("0"));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!'")), s("0"));
}

void TestServerSessions::serverThatFallsOverIsWaitedFor()
{
    QFETCH(Dialect, dialect);
    OwnServer server(dialect);
    const bool postgresql = dialect == Dialect::Postgresql;
    Plan plan = oneStep(s("INSERT INTO marked VALUES (1); SELECT %1(3)")
                            .arg(postgresql ? s("pg_sleep") : s("sleep")));
    Node first = change(s("first"), s("CREATE TABLE marked (x int)"));
    plan.nodes.put(first);
    plan = planOf({*plan.nodes.find(NodeId(s("start"))), first, *plan.nodes.find(NodeId(s("step"))),
                      *plan.nodes.find(NodeId(s("end")))},
        {forward(s("start"), s("first")), forward(s("first"), s("step")),
            forward(s("step"), s("end"))});
    Target target = plan.targets.at(0);
    target.dialect = dialect;
    plan.targets.put(target);
    RunRequest request;
    request.plan = plan;
    request.bindings.insert(target.id, server.url());
    Run run;
    QVERIFY2(run.start(request), qPrintable(run.why()));
    run.tell(Command::Type::RunTo, s("step"));
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    QTRY_VERIFY_WITH_TIMEOUT(run.count(EventType::StepIntended) >= 2, 10000);
    QTest::qWait(500); // into the statement that sleeps
    server.kill();
    server.restart();
    run.waitForRest(90000);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QVERIFY(run.count(EventType::TriedAgain) >= 1);
    const auto connection = openConnection(server.url(), Connection::Access::Read);
    QVERIFY(connection.has_value());
    QCOMPARE(single(**connection, s("SELECT count(*) FROM marked")), s("1"));
}

void TestServerSessions::lostConnectionIsTriedAgain_data()
{
    QTest::addColumn<qint64>("keepTryingMs");
    QTest::newRow("by itself") << usualKeepTryingMs;
    QTest::newRow("by somebody") << qint64(1);
}

void TestServerSessions::lostConnectionIsTriedAgain()
{
    QFETCH(qint64, keepTryingMs);
    OwnServer server(Dialect::Postgresql);
    Plan plan = oneStep(s("CREATE TABLE marked (x int); INSERT INTO marked VALUES (1)"));
    Target target = plan.targets.at(0);
    target.dialect = Dialect::Postgresql;
    plan.targets.put(target);
    RunRequest request;
    request.plan = plan;
    request.bindings.insert(target.id, server.url());
    request.keepTryingMs = keepTryingMs;
    Run run;
    QVERIFY2(run.start(request), qPrintable(run.why()));
    server.kill();
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    if (keepTryingMs == 1) { // it was given up on, and rests
        run.waitForRest(40000);
        QVERIFY(run.executor.isResting());
        QCOMPARE(run.lastError().code, ErrorCode::ConnectionLost);
        server.restart();
        run.tell(goOn);
        QCOMPARE(run.count(EventType::TriedAgain), 0);
    } else {
        const auto isWaiting = [&run] {
            return std::any_of(run.messages.cbegin(), run.messages.cend(), [](const auto& said) {
                return said.progress.waitsFor.contains(s("connection lost"));
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 40000);
        QVERIFY(!run.executor.isResting());
        server.restart();
        run.waitForRest(60000);
        QVERIFY(run.count(EventType::TriedAgain) >= 1);
        QCOMPARE(run.lastError().message, QString()); // nobody was asked
    }
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    const auto connection = openConnection(server.url(), Connection::Access::Read);
    QVERIFY(connection.has_value());
    QCOMPARE(single(**connection, s("SELECT count(*) FROM marked")), s("1"));
}

void TestServerSessions::killedAtRandom()
{
    QFETCH(Dialect, dialect);
    constexpr int kills = 10;
    QString wanted;
    qint64 uninterruptedMs = 0;
    QRandomGenerator random(20260701);
    for (int i = 0; i <= kills; ++i) {
        ServerFixture shop(dialect, 60);
        const QString path = shop.folder() + s("/shop.whimbrel");
        QVERIFY(savePlan(shop.inDialect(countingPlan(shop.dialect())), path).has_value());
        QElapsedTimer clock;
        clock.start();
        QProcess runner;
        runner.setProcessChannelMode(QProcess::MergedChannels);
        runner.start(runToEnd(), {shop.url(), path});
        if (i == 0) {
            QVERIFY(runner.waitForFinished(60000));
            QVERIFY2(runner.exitCode() == 0, runner.readAll().constData());
            uninterruptedMs = clock.elapsed();
            wanted = shop.dump();
            QVERIFY(!wanted.contains(s("error")));
            continue;
        }
        const int moment = random.bounded(static_cast<int>(uninterruptedMs));
        if (!runner.waitForFinished(moment)) {
            runner.kill();
            QVERIFY(runner.waitForFinished());
        }
        // Until all is done; a moment that falls between start and journal needs a start.
        for (int again = 0; again < 3 && runner.exitCode() != 0; ++again) {
            runner.start(runToEnd(), {shop.url(), path});
            QVERIFY(runner.waitForFinished(60000));
        }
        if (runner.exitStatus() == QProcess::NormalExit && runner.exitCode() != 0) {
            QFAIL(runner.readAll().constData());
        }
        runner.start(runToEnd(), {shop.url(), path});
        QVERIFY(runner.waitForFinished(60000));
        QVERIFY2(runner.exitCode() == 0, runner.readAll().constData());
        QVERIFY2(shop.dump() == wanted,
            qPrintable(
                s("killed after %1 ms\n").arg(moment) + shop.dump() + s("\nwanted\n") + wanted));
    }
}

QTEST_GUILESS_MAIN(TestServerSessions)
#include "test_server_sessions.moc"
