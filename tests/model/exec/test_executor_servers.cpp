// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/sql_check.h"
#include "tests/model/exec/server_fixture.h"
#include "tests/support/sample_plan.h"

#include <QJsonDocument>
#include <QScopeGuard>
#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
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
    void missingTriggerRightIsSaid();
    void sessionIsNamedAfterTheRun();
    void resumesWhereItWas_data() { addServerRows(); }
    void resumesWhereItWas();
    void secondRunnerIsRefused_data() { addServerRows(); }
    void secondRunnerIsRefused();
    void otherDialectIsRefused();
    void failedStepLeavesNoTrace();
    void fact48_checksCannotWrite_data() { addServerRows(); }
    void fact48_checksCannotWrite();
    void backfillCarriesEveryRowOnce_data() { addServerRows(); }
    void backfillCarriesEveryRowOnce();
    void checksumDoesNotDependOnTheOrder_data() { addServerRows(); }
    void checksumDoesNotDependOnTheOrder();
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
        const QString truncated = shop.sql(s("TRUNCATE ") + name);
        QVERIFY2(truncated.contains(shop.isPostgresql() ? s("append-only") : s("foreign key")),
            qPrintable(truncated));
    }
}

void TestExecutorServers::missingTriggerRightIsSaid()
{
    ServerFixture shop(Dialect::Mysql);
    const QString user = s("few_rights");
    shop.sql(s("DROP USER IF EXISTS %1; CREATE USER %1; GRANT SELECT, INSERT, UPDATE, DELETE, "
               "CREATE, ALTER, INDEX, DROP, REFERENCES ON %2.* TO %1")
                 .arg(user, shop.name()));
    const auto forget = qScopeGuard([&] { shop.sql(s("DROP USER ") + user); });
    RunRequest request = shop.request(serverColumns());
    request.bindings.insert(TargetId(s("primary")),
        Servers::shared().url(Dialect::Mysql, user, shop.name(), Servers::Password::Left));
    Run run;
    QVERIFY2(run.start(request), qPrintable(run.why()));
    const QString noted = QString::fromUtf8(
        QJsonDocument(run.events().constFirst().data).toJson(QJsonDocument::Compact));
    QVERIFY2(noted.contains(s("TRIGGER")), qPrintable(noted));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutorServers::sessionIsNamedAfterTheRun()
{
    ServerFixture shop(Dialect::Postgresql);
    Run run;
    QVERIFY2(run.start(shop.request(serverColumns())), qPrintable(run.why()));
    run.tell(Command::Type::RunTo, s("b"));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM pg_stat_activity WHERE application_name = "
                        "'whimbrel %1'")
                          .arg(run.state().run)),
        s("1"));
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

QTEST_GUILESS_MAIN(TestExecutorServers)
#include "test_executor_servers.moc"
