// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/exec/server_fixture.h"
#include "tests/support/sample_plan.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

/// What statements of each kind come to on servers, and what they leave when they fail.
class TestServerStatements final : public QObject {
    Q_OBJECT

private slots:
    void fact1_statementsThatRefuseATransactionKeepTheirOrder();
    void statementsThatCommitInsideAreRefused();
    void fact5_failedConcurrentIndexLeavesNothing();
    void fact5_remainsOfOthersAreNamedAndKept();
    void fact13_newEnumValueIsUsable();
    void fact19_failingDdlKeepsWhatWasCommitted();
    void tableWithoutTransactionsIsRefused();
    void fact2_refusalAtRunTimeRunsAlone();
    void fact6_failedReindexLeavesNothingOfItsOwn();
    void fact6_whatAFailedReindexLeavesIsRemoved();
    void fact7_waitingStatementLetsOthersThrough_data() { addServerRows(); }
    void fact7_waitingStatementLetsOthersThrough();
    void fact14_provenConstraintSparesTheScan();
    void fact16_progressIsTheServersOwn();
    void fact21_wrongAlgorithmFailsAtOnce();
    void fact25_progressIsTheServersOwn();
};

void TestServerStatements::fact1_statementsThatRefuseATransactionKeepTheirOrder()
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

void TestServerStatements::statementsThatCommitInsideAreRefused()
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

void TestServerStatements::fact5_failedConcurrentIndexLeavesNothing()
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

void TestServerStatements::fact5_remainsOfOthersAreNamedAndKept()
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

void TestServerStatements::fact13_newEnumValueIsUsable()
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

void TestServerStatements::fact19_failingDdlKeepsWhatWasCommitted()
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

void TestServerStatements::tableWithoutTransactionsIsRefused()
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

void TestServerStatements::fact2_refusalAtRunTimeRunsAlone()
{
    ServerFixture shop(Dialect::Postgresql);
    // Only the catalog tells that this REINDEX wants to be alone: the table is partitioned.
    shop.sql(s("CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id); "
               "CREATE TABLE part1 PARTITION OF parts FOR VALUES FROM (0) TO (10)"));
    Run run;
    QVERIFY(run.start(
        shop.request(oneStep(s("UPDATE customers SET name = name || '!'; REINDEX TABLE parts; "
                               "UPDATE customers SET name = name || '?'")))));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name ~ '[0-9]!\\?$'")), s("20"));
    QCOMPARE(run.count(EventType::StatementIntended), 1);
}

void TestServerStatements::fact6_failedReindexLeavesNothingOfItsOwn()
{
    ServerFixture shop(Dialect::Postgresql);
    // What somebody else's attempt has left there.
    shop.sql(s("CREATE INDEX customers_name ON customers (name); "
               "UPDATE customers SET name = 'same'"));
    shop.sql(s("CREATE UNIQUE INDEX CONCURRENTLY customers_name_ccnew ON customers (name)"));
    const QString invalid = s("SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = "
                              "i.indexrelid WHERE NOT i.indisvalid");
    QCOMPARE(shop.sql(invalid), s("customers_name_ccnew"));
    const QString untouched = shop.dump();

    Plan plan = oneStep(s("REINDEX INDEX CONCURRENTLY customers_name"));
    Node step = *plan.nodes.find(NodeId(s("step")));
    step.action->lockTimeoutMs = 500;
    step.action->tries = 2;
    plan.nodes.put(step);
    // An older snapshot, of another table, keeps the new index from becoming valid.
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    execute(*reader, s("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
    (void)single(*reader, s("SELECT count(*) FROM orders"));
    Run run;
    QVERIFY2(run.start(shop.request(plan)), qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().rest.reason == RestReason::Failure, qPrintable(run.why()));
    QCOMPARE(shop.sql(invalid), s("customers_name_ccnew"));
    QCOMPARE(shop.dump(), untouched);
    reader->rollback();
    run.tell(Command::Type::Retry);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(shop.sql(invalid), s("customers_name_ccnew"));
}

void TestServerStatements::fact6_whatAFailedReindexLeavesIsRemoved()
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

void TestServerStatements::fact7_waitingStatementLetsOthersThrough()
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
    // Somebody who comes while it waits is behind it in the queue, but not for longer than it may
    // wait itself.
    QTRY_VERIFY_WITH_TIMEOUT(!run.blockers().isEmpty(), 10000);
    const auto other = shop.open();
    other->setStatementTimeout(std::chrono::seconds(8));
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(single(*other, s("SELECT count(*) FROM customers")), s("20"));
    QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
    QTRY_VERIFY_WITH_TIMEOUT(run.count(EventType::TriedAgain) >= 1, 15000);
    reader->rollback();
    run.waitForRest();
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestServerStatements::fact14_provenConstraintSparesTheScan()
{
    ServerFixture shop(Dialect::Postgresql);
    const auto connection = shop.open();
    execute(*connection, s("SET client_min_messages = debug1"));
    (void)connection->takeNotices();
    execute(*connection,
        s("ALTER TABLE customers ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID"));
    execute(*connection, s("ALTER TABLE customers ALTER COLUMN name DROP NOT NULL"));
    execute(*connection, s("ALTER TABLE customers VALIDATE CONSTRAINT named"));
    (void)connection->takeNotices();
    execute(*connection, s("ALTER TABLE customers ALTER COLUMN name SET NOT NULL"));
    const QString told = connection->takeNotices().join(QLatin1Char('\n'));
    QVERIFY2(told.contains(s("sufficient to prove")), qPrintable(told));
}

void TestServerStatements::fact16_progressIsTheServersOwn()
{
    ServerFixture shop(Dialect::Postgresql);
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    execute(*reader, s("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
    (void)single(*reader, s("SELECT count(*) FROM orders"));
    Run run;
    QVERIFY(run.start(
        shop.request(oneStep(s("CREATE INDEX CONCURRENTLY customers_name ON customers (name)")))));
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    const auto shown = [&run] {
        return std::any_of(run.messages.cbegin(), run.messages.cend(), [](const auto& message) {
            return message.progress.sighting.phase.contains(s("create index concurrently"));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(shown(), 15000);
    reader->rollback();
    run.waitForRest();
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestServerStatements::fact21_wrongAlgorithmFailsAtOnce()
{
    ServerFixture shop(Dialect::Mysql);
    const QString untouched = shop.dump();
    Run run;
    QVERIFY(run.start(shop.request(oneStep(
        s("ALTER TABLE customers MODIFY COLUMN name varchar(100) NOT NULL, ALGORITHM=INPLACE, "
          "LOCK=NONE")))));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().rest.reason == RestReason::Failure, qPrintable(run.why()));
    QVERIFY2(run.state().rest.detail.contains(s("INPLACE")), qPrintable(run.state().rest.detail));
    QVERIFY(run.state().applied.isEmpty());
    QCOMPARE(shop.dump(), untouched);
}

void TestServerStatements::fact25_progressIsTheServersOwn()
{
    ServerFixture shop(Dialect::Mysql);
    shop.sql(s("CREATE TABLE big (id bigint PRIMARY KEY, a char(60)); "
               "INSERT INTO big SELECT seq, repeat('x', 60) FROM seq_1_to_30000"));
    // Each row takes a moment, so that the copy takes some seconds on a fast machine too.
    Run run;
    QVERIFY2(run.start(shop.request(
                 oneStep(s("ALTER TABLE big ADD COLUMN b int "
                           "DEFAULT (length(sha2(repeat(a, 1000), 512))), ALGORITHM=COPY")))),
        qPrintable(run.why()));
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    run.waitForRest(60000);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    // Stage, number of stages and how much of one is done come from the list of processes.
    const bool shown
        = std::any_of(run.messages.cbegin(), run.messages.cend(), [](const auto& message) {
              const Sighting& seen = message.progress.sighting;
              return seen.fraction > 0 && seen.fraction < 1 && seen.phase.contains(s("copy"));
          });
    QVERIFY(shown);
}

QTEST_GUILESS_MAIN(TestServerStatements)
#include "test_server_statements.moc"
