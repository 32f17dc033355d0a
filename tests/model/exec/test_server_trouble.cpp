// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "tests/model/exec/server_fixture.h"
#include "tests/support/sample_plan.h"
#include "tests/support/small_disk.h"

#include <QScopeGuard>
#include <QTest>

#include <pwd.h>
#include <unistd.h>

#include <csignal>
#include <thread>

using namespace whimbrel;
using namespace whimbrel::test;

Q_DECLARE_METATYPE(whimbrel::Dialect)

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// The plan of one step, whose action `change` alters.
template <class Change>
Plan oneStepWith(const QString& sql, Change change)
{
    Plan plan = oneStep(sql);
    Node step = *plan.nodes.find(NodeId(s("step")));
    change(*step.action);
    plan.nodes.put(step);
    return plan;
}

QString sleepFor(Dialect dialect, int seconds)
{
    return (dialect == Dialect::Postgresql ? s("SELECT pg_sleep(%1)") : s("SELECT SLEEP(%1)"))
        .arg(seconds);
}

/// Gives a folder to the user as whom the servers of the tests run.
bool ownedByServer(const QString& folder, Dialect dialect)
{
    if (::geteuid() != 0) {
        return true; // they run as who runs the tests
    }
    const passwd* account = ::getpwnam(dialect == Dialect::Postgresql ? "postgres" : "mysql");
    return account && ::chown(qPrintable(folder), account->pw_uid, account->pw_gid) == 0;
}

} // namespace

/// What servers refuse, and what they give up: nothing is lost or done twice, and the person reads
/// what it was.
class TestServerTrouble final : public QObject {
    Q_OBJECT

private slots:
    void missingRightStopsItsStepAlone_data() { addServerRows(); }
    void missingRightStopsItsStepAlone();
    void deadlockIsTriedAgain_data() { addServerRows(); }
    void deadlockIsTriedAgain();
    void lockThatIsNeverGrantedIsGivenUp_data() { addServerRows(); }
    void lockThatIsNeverGrantedIsGivenUp();
    void statementTimeoutLeavesNoTrace_data() { addServerRows(); }
    void statementTimeoutLeavesNoTrace();
    void fullDiskStopsTheStep_data() { addServerRows(); }
    void fullDiskStopsTheStep();
    void serverThatEndsForWantOfRoomIsWaitedFor();
    void schemaChangedByHandIsNoticed_data() { addServerRows(); }
    void schemaChangedByHandIsNoticed();
};

void TestServerTrouble::missingRightStopsItsStepAlone()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    const bool postgresql = shop.isPostgresql();
    const QString user = s("few_steps");
    const QString drop
        = postgresql ? s("DROP OWNED BY few_steps; DROP USER few_steps") : s("DROP USER few_steps");
    shop.sql(s("DROP USER IF EXISTS few_steps"));
    shop.sql(postgresql ? s("CREATE USER few_steps; GRANT CREATE ON DATABASE %1 TO "
                            "few_steps; GRANT SELECT, UPDATE ON customers TO few_steps")
                              .arg(shop.name())
                        : s("CREATE USER few_steps; GRANT ALL ON %1.* TO few_steps; "
                            "REVOKE ALTER ON %1.* FROM few_steps")
                              .arg(shop.name()));
    const auto forget = qScopeGuard([&] { shop.sql(drop); });
    Plan plan = planOf(
        {node(s("start"), NodeKind::Start), change(s("a"), s("UPDATE customers SET name = 'x'")),
            change(s("b"),
                s("UPDATE customers SET name = 'y'; ALTER TABLE customers ADD COLUMN b text")),
            node(s("end"), NodeKind::End)},
        {forward(s("start"), s("a")), forward(s("a"), s("b")), forward(s("b"), s("end"))});
    RunRequest request = shop.request(plan);
    // PostgreSQL wants no password of those whom its test settings trust: the superuser's role.
    request.bindings.insert(TargetId(s("primary")),
        postgresql ? shop.url() + s("?role=few_steps")
                   : Servers::shared().url(dialect, user, shop.name(), Servers::Password::Left));
    Run run;
    QVERIFY2(run.start(request), qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().rest.reason == RestReason::Failure, qPrintable(run.why()));
    QCOMPARE(run.status("a"), StepStatus::Done);
    QCOMPARE(run.status("b"), StepStatus::Failed);
    QVERIFY2(run.state().rest.detail.contains(postgresql ? s("owner") : s("ALTER")),
        qPrintable(run.state().rest.detail));
    if (postgresql) { // elsewhere what stands before a change of the schema is committed by it
        QCOMPARE(shop.sql(s("SELECT DISTINCT name FROM customers")), s("x"));
    }
    shop.sql(postgresql ? s("ALTER TABLE customers OWNER TO few_steps")
                        : s("GRANT ALTER ON %1.* TO few_steps").arg(shop.name()));
    const auto giveBack = qScopeGuard([&] {
        if (postgresql) {
            shop.sql(s("ALTER TABLE customers OWNER TO postgres"));
        }
    });
    run.tell(Command::Type::Retry);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    run.tell(Command::Type::Quit);
}

void TestServerTrouble::deadlockIsTriedAgain()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    Run run;
    QVERIFY2(run.start(shop.request(
                 oneStep(s("UPDATE customers SET name = concat(name, '!') WHERE id = 3; %1; "
                           "UPDATE customers SET name = concat(name, '!') WHERE id = 6")
                             .arg(sleepFor(dialect, 2))))),
        qPrintable(run.why()));
    const auto other = shop.open();
    QVERIFY(other->begin().has_value());
    if (shop.isPostgresql()) {
        execute(*other, s("SET LOCAL deadlock_timeout = '60s'")); // so that the runner finds it
    }
    // It has more to lose, for which MariaDB spares it.
    execute(*other, s("UPDATE customers SET name = concat(name, '?') WHERE id >= 6"));
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    const QString sleeping = shop.isPostgresql()
        ? s("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = "
            "'active' AND query LIKE "
            "'/* whimbrel%pg_sleep%'")
        : s("SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND info "
            "LIKE "
            "'/* whimbrel%SLEEP%'");
    QTRY_COMPARE_WITH_TIMEOUT(shop.sql(sleeping), s("1"), 10000);
    std::thread waiting([&other] { // until the runner gives way
        other->setLockTimeout(std::chrono::seconds(20));
        (void)other->exec(s("UPDATE customers SET name = concat(name, '?') WHERE id = 3"));
        other->rollback();
    });
    const auto join = qScopeGuard([&waiting] { waiting.join(); });
    run.waitForRest(40000);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(run.count(EventType::TriedAgain), 1);
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!' AND name NOT LIKE "
                        "'%!!'")),
        s("2"));
}

void TestServerTrouble::lockThatIsNeverGrantedIsGivenUp()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    const QString untouched = shop.dump();
    Run run;
    QVERIFY2(run.start(shop.request(oneStepWith(s("ALTER TABLE customers ADD COLUMN a text"),
                 [](Action& action) {
                     action.lockTimeoutMs = 1000;
                     action.tries = 2;
                 }))),
        qPrintable(run.why()));
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    (void)single(*reader, s("SELECT count(*) FROM customers"));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().rest.reason == RestReason::Failure, qPrintable(run.why()));
    QCOMPARE(run.count(EventType::TriedAgain), 1);
    QVERIFY(run.state().applied.isEmpty());
    reader->rollback();
    QCOMPARE(shop.dump(), untouched);
    run.tell(Command::Type::Retry);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestServerTrouble::statementTimeoutLeavesNoTrace()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    const QString untouched = shop.dump();
    Run run;
    QVERIFY2(run.start(shop.request(
                 oneStepWith(s("UPDATE customers SET name = 'x'; ") + sleepFor(dialect, 30),
                     [](Action& action) { action.statementTimeoutMs = 700; }))),
        qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().rest.reason == RestReason::Failure, qPrintable(run.why()));
    QVERIFY2(run.state().rest.detail.contains(s("700 ms"))
            || run.state().rest.detail.contains(s("time")),
        qPrintable(run.state().rest.detail));
    QCOMPARE(shop.dump(), untouched);
    QVERIFY(run.state().applied.isEmpty());
}

void TestServerTrouble::fullDiskStopsTheStep()
{
    QFETCH(Dialect, dialect);
    // Its own, because a tablespace, or where sorted rows are put, belongs to the whole server.
    const OwnServer server(dialect);
    QTemporaryDir folder;
    SmallDisk disk(folder.path(), s("3m"));
    QVERIFY2(disk.isThere(), disk.problem().constData());
    QVERIFY(ownedByServer(folder.path(), dialect));
    const bool postgresql = dialect == Dialect::Postgresql;
    if (!postgresql) { // a session has it from when it begins
        const auto boss = openConnection(server.url(), Connection::Access::ReadWrite);
        QVERIFY(boss.has_value());
        execute(**boss, s("SET GLOBAL innodb_tmpdir = '%1'").arg(folder.path()));
    }
    ServerFixture shop(dialect, 20, server.url());
    shop.sql(postgresql
            ? s("CREATE TABLESPACE small LOCATION '%1'; CREATE TABLE pile (x text) TABLESPACE "
                "small")
                  .arg(folder.path())
            : s("CREATE TABLE pile (x varchar(200)); "
                "INSERT INTO pile SELECT concat(seq, repeat('x', 190)) FROM seq_1_to_40000"));
    const auto clear = qScopeGuard([&] {
        if (postgresql) {
            shop.sql(s("DROP TABLE pile; DROP TABLESPACE small"));
        }
    });
    const QString before = shop.dump();
    Run run;
    QVERIFY2(run.start(shop.request(oneStep(postgresql
                     ? s("UPDATE customers SET name = concat(name, '!'); INSERT INTO pile SELECT "
                         "repeat('x', 200) FROM generate_series(1, 40000)")
                     : s("CREATE INDEX pile_x ON pile (x)")))),
        qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().rest.reason == RestReason::Failure, qPrintable(run.why()));
    const QString detail = run.state().rest.detail;
    QVERIFY2(detail.contains(s("space")) || detail.contains(s("full"))
            || detail.contains(s("Temporary file write failure")),
        qPrintable(detail));
    QVERIFY(run.state().applied.isEmpty());
    QCOMPARE(shop.dump(), before);
    QVERIFY(disk.resize(s("100m")));
    run.tell(Command::Type::Retry);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM pile")), s("40000"));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!!'")), s("0"));
    QVERIFY(shop.dump() != before);
}

void TestServerTrouble::serverThatEndsForWantOfRoomIsWaitedFor()
{
    // Where a table's file cannot grow any more, InnoDB cannot always take rows back either: then
    // the server ends itself, and finishes taking them back when it begins again.
    OwnServer server(Dialect::Mysql);
    QTemporaryDir folder;
    SmallDisk disk(folder.path(), s("3m"));
    QVERIFY2(disk.isThere(), disk.problem().constData());
    QVERIFY(ownedByServer(folder.path(), Dialect::Mysql));
    Run run;
    {
        ServerFixture shop(Dialect::Mysql, 20, server.url());
        shop.leave(); // it goes with its server
        shop.sql(s("CREATE TABLE pile (x text) DATA DIRECTORY = '%1'").arg(folder.path()));
        QVERIFY2(run.start(shop.request(
                     oneStep(s("UPDATE customers SET name = concat(name, '!'); "
                               "INSERT INTO pile SELECT repeat('x', 200) FROM seq_1_to_40000")))),
            qPrintable(run.why()));
        const qint64 process = server.processId();
        Command goOn;
        goOn.type = Command::Type::GoOn;
        run.executor.execute(goOn);
        QTRY_VERIFY_WITH_TIMEOUT(::kill(static_cast<pid_t>(process), 0) != 0, 60000);
        QVERIFY(disk.resize(s("100m")));
        server.restart();
        run.waitForRest(90000);
        QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
        QVERIFY(run.count(EventType::TriedAgain) >= 1);
        const auto connection = shop.open();
        QCOMPARE(single(*connection, s("SELECT count(*) FROM pile")), s("40000"));
        QCOMPARE(
            single(*connection, s("SELECT count(*) FROM customers WHERE name LIKE '%!!'")), s("0"));
        QCOMPARE(
            single(*connection, s("SELECT count(*) FROM customers WHERE name LIKE '%!'")), s("20"));
        execute(*connection, s("DROP TABLE pile"));
    }
    run.tell(Command::Type::Quit);
}

void TestServerTrouble::schemaChangedByHandIsNoticed()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    const QString untouched = shop.dump();
    Run run;
    QVERIFY2(run.start(shop.request(serverColumns())), qPrintable(run.why()));
    run.tell(Command::Type::RunTo, s("va"));
    QCOMPARE(run.status("a"), StepStatus::Done);
    shop.sql(s("ALTER TABLE customers DROP COLUMN a"));
    // The verification cannot find out what it wants to know, and the way back has nothing to take
    // back: both say so.
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().rest.reason == RestReason::Unknown, qPrintable(run.why()));
    run.tell(Command::Type::Rollback, s("start"), {}, s("somebody was here"));
    QVERIFY2(!run.state().ended, qPrintable(run.why()));
    QVERIFY2(!run.state().rest.detail.isEmpty(), qPrintable(run.why()));
    run.tell(Command::Type::Decide, s("a"), s("done"), s("the column is gone"));
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
    QCOMPARE(shop.dump(), untouched);
}

QTEST_GUILESS_MAIN(TestServerTrouble)
#include "test_server_trouble.moc"
