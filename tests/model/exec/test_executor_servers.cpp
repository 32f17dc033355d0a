// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "model/exec/sql_check.h"
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

Q_DECLARE_METATYPE(whimbrel::Dialect)

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

/// Plans carried out on PostgreSQL and MariaDB.
class TestExecutorServers final : public QObject {
    Q_OBJECT

private slots:
    void runsToTheEndAndBack_data() { addServerRows(); }
    void runsToTheEndAndBack();
    void journalIsAppendOnly_data() { addServerRows(); }
    void journalIsAppendOnly();
    void resumesWhereItWas_data() { addServerRows(); }
    void resumesWhereItWas();
    void secondRunnerIsRefused_data() { addServerRows(); }
    void secondRunnerIsRefused();
    void otherDialectIsRefused();
    void failedStepLeavesNoTrace();
    void fact1_statementsThatRefuseATransactionKeepTheirOrder();
    void statementsThatCommitInsideAreRefused();
    void fact5_failedConcurrentIndexLeavesNothing();
    void fact5_remainsOfOthersAreNamedAndKept();
    void fact6_whatAFailedReindexLeavesIsRemoved();
    void fact13_newEnumValueIsUsable();
    void fact19_failingDdlKeepsWhatWasCommitted();
    void tableWithoutTransactionsIsRefused();
    void lockIsTriedAgain_data() { addServerRows(); }
    void lockIsTriedAgain();
    void fact48_checksCannotWrite_data() { addServerRows(); }
    void fact48_checksCannotWrite();
    void lostConnectionIsRegained();
    void fact10_commitThatLostItsAnswer();
    void fact8_frozenRunnerIsStopped_data() { addServerRows(); }
    void fact8_frozenRunnerIsStopped();
    void blockersAreShownAndStopped_data() { addServerRows(); }
    void blockersAreShownAndStopped();
    void fact45_preparedTransactionIsNamed();
    void fact24_orphanedStatementIsAdopted_data() { addServerRows(); }
    void fact24_orphanedStatementIsAdopted();
    void orphanedStatementIsCancelled();
    void backfillCarriesEveryRowOnce_data() { addServerRows(); }
    void backfillCarriesEveryRowOnce();
    void checksumDoesNotDependOnTheOrder_data() { addServerRows(); }
    void checksumDoesNotDependOnTheOrder();
    void serverThatFallsOverIsWaitedFor_data() { addServerRows(); }
    void serverThatFallsOverIsWaitedFor();
    void killedAtRandom_data() { addServerRows(); }
    void killedAtRandom();
};

void TestExecutorServers::runsToTheEndAndBack()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    const QString untouched = shop.dump();
    Run run;
    QVERIFY2(run.start(shop.request(serverColumns())), qPrintable(run.why()));
    QCOMPARE(shop.dump(), untouched);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT count(b) FROM customers")), s("20"));
    QCOMPARE(run.state().step(NodeId(s("b"))).rows, 20);
    run.tell(Command::Type::Rollback, s("start"), {}, s("the demo is over"));
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
    QCOMPARE(shop.dump(), untouched);
    run.tell(Command::Type::Quit);
    QCOMPARE(run.exitCode, 1);

    const Result<QList<RunSummary>> runs = listRuns(shop.url());
    QVERIFY2(runs.has_value(), qPrintable(runs ? QString() : runs.error().text()));
    QCOMPARE(runs->size(), 1);
    QVERIFY(runs->constFirst().ended == Outcome::Reverted);
    const Result<QList<Event>> events = readEvents({shop.url()}, runs->constFirst().run);
    QVERIFY(events.has_value());
    QCOMPARE(*events, run.events());
    const Result<Plan> plan = readRunPlan(shop.url(), runs->constFirst().run);
    QVERIFY(plan.has_value());
    QCOMPARE(plan->nodes.size(), serverColumns().nodes.size());
}

void TestExecutorServers::journalIsAppendOnly()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    Run run;
    QVERIFY2(run.start(shop.request(serverColumns())), qPrintable(run.why()));
    for (const char* table : {"event", "run", "plan"}) {
        const QString name = shop.journal(table);
        QVERIFY(shop.sql(s("DELETE FROM ") + name).contains(s("append-only")));
        QVERIFY(shop.sql(s("UPDATE %1 SET run = 'x'").arg(name)).contains(s("append-only")));
        if (shop.isPostgresql()) {
            QVERIFY(shop.sql(s("TRUNCATE ") + name).contains(s("append-only")));
        }
    }
}

void TestExecutorServers::resumesWhereItWas()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    {
        Run run;
        QVERIFY2(run.start(shop.request(serverColumns())), qPrintable(run.why()));
        run.tell(Command::Type::RunTo, s("b"));
        run.tell(Command::Type::Quit);
        QCOMPARE(run.exitCode, 3);
    }
    Run again;
    QVERIFY2(again.resume(shop.resumeRequest()), qPrintable(again.why()));
    QCOMPARE(again.status("va"), StepStatus::Done);
    QCOMPARE(again.status("b"), StepStatus::Waiting);
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
}

void TestExecutorServers::secondRunnerIsRefused()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    Run run;
    QVERIFY2(run.start(shop.request(serverColumns())), qPrintable(run.why()));
    Run second;
    QVERIFY(!second.resume(shop.resumeRequest()));
    QCOMPARE(second.lastError().code, ErrorCode::Locked);
    QVERIFY2(
        second.lastError().message.contains(s("session ")), qPrintable(second.lastError().text()));
    QCOMPARE(second.exitCode, 4);
}

void TestExecutorServers::otherDialectIsRefused()
{
    ServerFixture shop(Dialect::Postgresql);
    RunRequest request = shop.request(serverColumns());
    request.plan = serverColumns(); // whose target is SQLite
    Run run;
    QVERIFY(!run.start(request));
    QCOMPARE(run.lastError().code, ErrorCode::Usage);
    QVERIFY2(run.lastError().text().contains(s("PostgreSQL")), qPrintable(run.lastError().text()));
}

void TestExecutorServers::failedStepLeavesNoTrace()
{
    ServerFixture shop(Dialect::Postgresql);
    const QString untouched = shop.dump();
    Run run;
    QVERIFY(run.start(shop.request(
        oneStep(s("ALTER TABLE customers ADD COLUMN a text;\nUPDATE customers SET a = 'x';\n"
                  "INSERT INTO nowhere VALUES (1)")))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    QVERIFY2(run.state().rest.detail.contains(s("nowhere")), qPrintable(run.state().rest.detail));
    QVERIFY2(run.state().rest.detail.contains(s("line 3")), qPrintable(run.state().rest.detail));
    QCOMPARE(shop.dump(), untouched);
    QVERIFY(run.state().applied.isEmpty());
    shop.sql(s("CREATE TABLE nowhere (x int)"));
    run.tell(Command::Type::Retry);
    QVERIFY2(run.status("step") == StepStatus::Done, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM nowhere")), s("1"));
}

void TestExecutorServers::fact1_statementsThatRefuseATransactionKeepTheirOrder()
{
    ServerFixture shop(Dialect::Postgresql);
    Run run;
    QVERIFY(run.start(
        shop.request(oneStep(s("ALTER TABLE customers ADD COLUMN a text; VACUUM customers; CREATE "
                               "INDEX CONCURRENTLY customers_a ON customers (a); "
                               "UPDATE customers SET a = 'x'")))));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(run.count(EventType::StatementIntended), 2);
    QCOMPARE(run.count(EventType::StatementDone), 4);
    QCOMPARE(shop.sql(s("SELECT indisvalid FROM pg_index WHERE indexrelid = "
                        "'customers_a'::regclass")),
        s("true"));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE a = 'x'")), s("20"));
}

void TestExecutorServers::statementsThatCommitInsideAreRefused()
{
    ServerFixture shop(Dialect::Postgresql);
    // A procedure hides from anybody who reads the words alone what it does.
    shop.sql(s("CREATE PROCEDURE in_parts() LANGUAGE plpgsql AS $$ BEGIN "
               "INSERT INTO customers VALUES (1, 'one'); COMMIT; "
               "INSERT INTO customers VALUES (2, 'two'); END $$"));
    Run run;
    QVERIFY(run.start(
        shop.request(oneStep(s("UPDATE customers SET name = 'x' WHERE id = 3; CALL in_parts()")))));
    run.tell(Command::Type::GoOn);
    // Nothing may be left of the step.
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE id < 3 OR name = 'x'")), s("0"));
}

void TestExecutorServers::fact5_failedConcurrentIndexLeavesNothing()
{
    ServerFixture shop(Dialect::Postgresql);
    shop.sql(s("UPDATE customers SET name = 'same'"));
    const QString untouched = shop.dump();
    Run run;
    QVERIFY(run.start(shop.request(oneStep(
        s("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS customers_name ON customers (name)")))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    QVERIFY(run.state().applied.isEmpty());
    QCOMPARE(shop.dump(), untouched);
    shop.sql(s("UPDATE customers SET name = 'name ' || id"));
    run.tell(Command::Type::Retry);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT indisvalid FROM pg_index WHERE indexrelid = "
                        "'customers_name'::regclass")),
        s("true"));
}

void TestExecutorServers::fact5_remainsOfOthersAreNamedAndKept()
{
    ServerFixture shop(Dialect::Postgresql);
    shop.sql(s("UPDATE customers SET name = 'same'"));
    shop.sql(s("CREATE UNIQUE INDEX CONCURRENTLY customers_name ON customers (name)"));
    shop.sql(s("UPDATE customers SET name = 'name ' || id"));
    Run run;
    QVERIFY(run.start(shop.request(oneStep(
        s("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS customers_name ON customers (name)")))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    QVERIFY2(run.state().rest.detail.contains(s("invalid")), qPrintable(run.state().rest.detail));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM pg_index WHERE NOT indisvalid")), s("1"));
    shop.sql(s("DROP INDEX customers_name"));
    run.tell(Command::Type::Retry);
    QVERIFY2(run.status("step") == StepStatus::Done, qPrintable(run.why()));
}

void TestExecutorServers::fact6_whatAFailedReindexLeavesIsRemoved()
{
    ServerFixture shop(Dialect::Postgresql);
    shop.sql(s("UPDATE customers SET name = 'same'"));
    shop.sql(s("CREATE UNIQUE INDEX CONCURRENTLY customers_name ON customers (name)"));
    // A build that met duplicates is not even kept up to date.
    QCOMPARE(shop.sql(s("SELECT indisready, indisvalid FROM pg_index WHERE indexrelid = "
                        "'customers_name'::regclass")),
        s("false|false"));
    const QString copies = s("SELECT count(*) FROM pg_class WHERE relname LIKE '%\\_cc%'");
    QVERIFY(shop.sql(s("REINDEX INDEX CONCURRENTLY customers_name")).startsWith(s("error")));
    QCOMPARE(shop.sql(copies), s("1")); // what the server leaves
    Run run;
    QVERIFY(run.start(shop.request(oneStep(s("REINDEX INDEX CONCURRENTLY customers_name")))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    QCOMPARE(shop.sql(copies), s("1")); // what was there before us stays, and nothing comes to it
    shop.sql(s("DROP INDEX customers_name_ccnew"));
    run.tell(Command::Type::Retry);
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    QCOMPARE(shop.sql(copies), s("0"));
    shop.sql(s("UPDATE customers SET name = 'name ' || id"));
    run.tell(Command::Type::Retry);
    QVERIFY2(run.status("step") == StepStatus::Done, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT indisvalid FROM pg_index WHERE indexrelid = "
                        "'customers_name'::regclass")),
        s("true"));
}

void TestExecutorServers::fact13_newEnumValueIsUsable()
{
    ServerFixture shop(Dialect::Postgresql);
    shop.sql(s("CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE moods (m mood)"));
    Run run;
    QVERIFY(run.start(shop.request(
        oneStep(s("ALTER TYPE mood ADD VALUE 'fine'; INSERT INTO moods VALUES ('fine')")))));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT m FROM moods")), s("fine"));
}

void TestExecutorServers::fact19_failingDdlKeepsWhatWasCommitted()
{
    ServerFixture shop(Dialect::Mysql);
    Run run;
    QVERIFY(run.start(shop.request(oneStep(
        s("UPDATE customers SET name = 'x' WHERE id = 3; "
          "ALTER TABLE customers ADD COLUMN name text; UPDATE customers SET name = 'y'")))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    // The first statement stands, and the journal says so.
    QCOMPARE(run.state().step(NodeId(s("step"))).statementsDone, 1);
    QCOMPARE(run.state().applied.size(), 1);
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name = 'x'")), s("1"));
    shop.sql(s("ALTER TABLE customers RENAME COLUMN name TO former"));
    run.tell(Command::Type::Retry);
    QVERIFY2(run.status("step") == StepStatus::Done, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name = 'y'")), s("20"));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE former = 'x'")), s("1"));
}

void TestExecutorServers::tableWithoutTransactionsIsRefused()
{
    ServerFixture shop(Dialect::Mysql);
    shop.sql(s("CREATE TABLE loose (x int) ENGINE = MyISAM; INSERT INTO loose VALUES (1)"));
    Plan plan = oneStep(s("UPDATE customers SET name = 'x'; UPDATE loose SET x = x + 1"));
    Run run;
    QVERIFY2(run.start(shop.request(plan)), qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    QVERIFY2(run.state().rest.detail.contains(s("MyISAM")), qPrintable(run.state().rest.detail));
    QCOMPARE(shop.sql(s("SELECT x FROM loose")), s("1"));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name = 'x'")), s("0"));
    shop.sql(s("ALTER TABLE loose ENGINE = InnoDB"));
    run.tell(Command::Type::Retry);
    QVERIFY2(run.status("step") == StepStatus::Done, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT x FROM loose")), s("2"));
}

void TestExecutorServers::lockIsTriedAgain()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    Plan plan = oneStep(s("ALTER TABLE customers ADD COLUMN a text"));
    Node step = *plan.nodes.find(NodeId(s("step")));
    step.action->lockTimeoutMs = 1000;
    plan.nodes.put(step);
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

void TestExecutorServers::fact48_checksCannotWrite()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    Plan plan = oneStep(s("ALTER TABLE customers ADD COLUMN a text"));
    Node step = *plan.nodes.find(NodeId(s("step")));
    step.exit = verification(s("x"), s("DELETE FROM orders"), s("0")).checks;
    plan.nodes.put(step);
    Run run;
    QVERIFY2(run.start(shop.request(plan)), qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Unknown);
    QCOMPARE(shop.sql(s("SELECT count(*) FROM orders")), s("20"));
}

void TestExecutorServers::lostConnectionIsRegained()
{
    ServerFixture shop(Dialect::Postgresql);
    Run run;
    QVERIFY(run.start(
        shop.request(oneStep(s("UPDATE customers SET name = name || '!'; SELECT pg_sleep(2)")))));
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    QTRY_VERIFY_WITH_TIMEOUT(
        shop.sql(s("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE "
                   "'%whimbrel%pg_sleep%' AND pid <> pg_backend_pid()"))
            == s("1"),
        10000);
    shop.sql(s("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE "
               "'%whimbrel%pg_sleep%' AND pid <> pg_backend_pid()"));
    run.waitForRest();
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(run.count(EventType::TriedAgain), 1);
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!!'")), s("0"));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!'")), s("20"));
}

void TestExecutorServers::fact10_commitThatLostItsAnswer()
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

void TestExecutorServers::fact8_frozenRunnerIsStopped()
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

void TestExecutorServers::blockersAreShownAndStopped()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    Plan plan = oneStep(s("ALTER TABLE customers ADD COLUMN a text"));
    Node step = *plan.nodes.find(NodeId(s("step")));
    step.action->lockTimeoutMs = 20000;
    plan.nodes.put(step);
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

void TestExecutorServers::fact45_preparedTransactionIsNamed()
{
    ServerFixture shop(Dialect::Postgresql);
    if (shop.sql(s("SHOW max_prepared_transactions")) == s("0")) {
        QFAIL("The test servers take no prepared transactions.");
    }
    shop.sql(s("BEGIN; LOCK TABLE customers IN SHARE MODE; PREPARE TRANSACTION 'forgotten'"));
    Plan plan = oneStep(s("ALTER TABLE customers ADD COLUMN a text"));
    Node step = *plan.nodes.find(NodeId(s("step")));
    step.action->lockTimeoutMs = 20000;
    plan.nodes.put(step);
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

void TestExecutorServers::fact24_orphanedStatementIsAdopted()
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
        ? s("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '/* whimbrel%CONCURRENTLY%' "
            "AND state = 'active' AND wait_event_type = 'Lock'")
        : s("SELECT count(*) FROM information_schema.processlist WHERE info LIKE '/* whimbrel%' "
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

void TestExecutorServers::orphanedStatementIsCancelled()
{
    ServerFixture shop(Dialect::Postgresql);
    const Plan plan = shop.inDialect(
        oneStep(s("UPDATE customers SET name = name || '!'; SELECT pg_sleep(600)")));
    const QString path = shop.folder() + s("/shop.whimbrel");
    QVERIFY(savePlan(plan, path).has_value());
    QProcess runner;
    runner.start(runToEnd(), {shop.url(), path});
    const QString working = s("SELECT count(*) FROM pg_stat_activity WHERE query LIKE "
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

void TestExecutorServers::backfillCarriesEveryRowOnce()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect, 60);
    Run run;
    QVERIFY2(run.start(shop.request(countingPlan(shop.dialect()))), qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(run.state().step(NodeId(s("fill"))).rows, 60);
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!' AND name NOT LIKE "
                        "'%!!'")),
        s("60"));
}

void TestExecutorServers::checksumDoesNotDependOnTheOrder()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    shop.sql(s("CREATE TABLE a (id int, t text); INSERT INTO a VALUES (1, 'x'), (2, NULL), (3, '');"
               "CREATE TABLE b (id int, t text); INSERT INTO b VALUES (3, ''), (2, NULL), (1, 'x');"
               "CREATE TABLE c (id int, t text); INSERT INTO c VALUES (1, 'x'), (2, ''), "
               "(3, NULL)"));
    const auto connection = shop.open();
    const auto sum = [&](const char* table, const QStringList& columns = {}) {
        const Result<FoundValue> found = measure::checksum(*connection, s(table), columns, 30000);
        return found ? found->value_or(s("NULL")) : found.error().text();
    };
    QVERIFY2(sum("a").startsWith(s("3:")), qPrintable(sum("a")));
    QCOMPARE(sum("a"), sum("b"));
    QVERIFY(sum("a") != sum("c"));
    QCOMPARE(sum("a", {s("id")}), sum("c", {s("id")}));
}

void TestExecutorServers::serverThatFallsOverIsWaitedFor()
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

void TestExecutorServers::killedAtRandom()
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

QTEST_GUILESS_MAIN(TestExecutorServers)
#include "test_executor_servers.moc"
