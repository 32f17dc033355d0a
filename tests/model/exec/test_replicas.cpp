// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "model/exec/heartbeat_lag.h"
#include "model/exec/replication_lag.h"
#include "tests/model/exec/server_fixture.h"
#include "tests/support/sample_plan.h"

#include <QTest>

#include <algorithm>
#include <memory>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// The counting plan, whose backfill gives way to replicas.
Plan givingWay(qint64 maxLagMs, int batch, int pauseMs)
{
    Plan plan = countingPlan(Dialect::Postgresql);
    Node fill = *plan.nodes.find(NodeId(s("fill")));
    auto& backfill = std::get<BackfillAction>(fill.action->body);
    backfill.maxLagMs = maxLagMs;
    backfill.batch = batch;
    backfill.batchMs = 0;
    backfill.pauseMs = pauseMs;
    plan.nodes.put(fill);
    return plan;
}

bool hasWaitedFor(const Run& run, const QString& what)
{
    return std::any_of(run.messages.cbegin(), run.messages.cend(),
        [&what](const RunnerMessage& message) { return message.progress.waitsFor.contains(what); });
}

/// All that a run said it waits for, for messages of tests.
QString waits(const Run& run)
{
    QStringList said;
    for (const RunnerMessage& message : run.messages) {
        if (!message.progress.waitsFor.isEmpty() && !said.contains(message.progress.waitsFor)) {
            said.append(message.progress.waitsFor);
        }
    }
    return said.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace

/// A primary and its replica, which are this test's own: nobody else writes there, and it may stop
/// the replica.
class TestReplicas final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void fact44_lagOfReplicas();
    void fact44_backfillWaitsForALostReplica();
    void fact44_backfillWaitsForAReplicaThatFallsBehind();
    void fact44_backfillWaitsForAReplicaOfMariadb();
    void replicaIsOnlyLookedAt();
    void fact47_failoverIsNoticed(); ///< the last: it ends the primary

private:
    [[nodiscard]] QString url() const { return m_server->url(); }
    /// What the lag is, for messages, with what the replica said last.
    [[nodiscard]] QByteArray told(const Result<ReplicationLag>& lag) const;

    std::unique_ptr<OwnServer> m_server{};
};

void TestReplicas::initTestCase()
{
    m_server = std::make_unique<OwnServer>(Dialect::Postgresql, OwnServer::Beside::Replica);
}

QByteArray TestReplicas::told(const Result<ReplicationLag>& lag) const
{
    const QString found = lag
        ? s("%1 ms, lost: %2, unknown: %3").arg(lag->ms).arg(lag->lost.join(s(", ")), lag->unknown)
        : lag.error().text();
    return (found + s("\nThe replica's log ends:\n") + m_server->list().replicaLog()).toUtf8();
}

void TestReplicas::fact44_lagOfReplicas()
{
    ServerFixture shop(Dialect::Postgresql, 20, url());
    const auto connection = shop.open();
    // Soon nothing is left to be replayed: then no lag is reported, and there is none.
    Result<ReplicationLag> lag = replicationLag(*connection, 5000);
    const bool known = QTest::qWaitFor(
        [&] {
            lag = replicationLag(*connection, 5000);
            return lag && lag->unknown.isEmpty();
        },
        15000);
    QVERIFY2(known && lag->ms >= 0 && lag->lost.isEmpty(), told(lag).constData());
    QCOMPARE(judgeLag(*lag, 60000).result, CheckResult::Pass);
    const ServerFixture other(Dialect::Mysql);
    QCOMPARE(judgeLag(*replicationLag(*other.open(), 5000), 60000).result, CheckResult::Unknown);
}

void TestReplicas::fact44_backfillWaitsForALostReplica()
{
    ServerFixture shop(Dialect::Postgresql, 60, url());
    Run run;
    QVERIFY2(run.start(shop.request(givingWay(60000, 7, 0))), qPrintable(run.why()));
    run.tell(Command::Type::RunTo, s("fill"));
    shop.sql(s("SELECT pg_create_physical_replication_slot('gone')"));
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    QTRY_VERIFY_WITH_TIMEOUT(hasWaitedFor(run, s("gone")), 30000);
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!'")), s("0"));
    // It goes on by itself.
    shop.sql(s("SELECT pg_drop_replication_slot('gone')"));
    run.waitForRest(30000);
    QVERIFY2(run.state().ended == Outcome::Migrated,
        (run.why().toUtf8() + '\n' + told(replicationLag(*shop.open(), 5000))).constData());
}

void TestReplicas::fact44_backfillWaitsForAReplicaThatFallsBehind()
{
    const auto replica = openConnection(m_server->list().replicaUrl(), Connection::Access::Read);
    QVERIFY2(replica.has_value(), qPrintable(replica ? QString() : replica.error().text()));
    ServerFixture shop(Dialect::Postgresql, 60, url());
    Run run;
    QVERIFY2(run.start(shop.request(givingWay(500, 1, 50))), qPrintable(run.why()));
    run.tell(Command::Type::RunTo, s("fill"));
    (void)single(**replica, s("SELECT pg_wal_replay_pause()"));
    QTRY_COMPARE_WITH_TIMEOUT(
        single(**replica, s("SELECT pg_get_wal_replay_pause_state()")), s("paused"), 10000);
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    const auto done = [&shop] {
        return shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!'")).toInt();
    };
    // The lag has to grow beyond its limit first; from then on two batches are borne.
    QTRY_COMPARE_WITH_TIMEOUT(
        shop.sql(s("SELECT count(*) FROM pg_stat_replication WHERE replay_lag > '500 ms'")), s("1"),
        15000);
    const int doneThen = done();
    QTRY_VERIFY_WITH_TIMEOUT(hasWaitedFor(run, s(" behind")), 30000);
    QTest::qWait(1500);
    QVERIFY2(done() <= doneThen + 2 && done() < 60,
        qPrintable(s("%1 batches, then %2").arg(doneThen).arg(done())));
    QVERIFY(!run.executor.isResting());
    // It goes on by itself.
    (void)single(**replica, s("SELECT pg_wal_replay_resume()"));
    run.waitForRest(60000);
    QVERIFY2(run.state().ended == Outcome::Migrated,
        (run.why().toUtf8() + '\n' + told(replicationLag(*shop.open(), 5000))).constData());
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!' AND name NOT LIKE "
                        "'%!!'")),
        s("60"));
}

void TestReplicas::fact44_backfillWaitsForAReplicaOfMariadb()
{
    const OwnServer server(Dialect::Mysql, OwnServer::Beside::Replica);
    ServerFixture shop(Dialect::Mysql, 60, server.url());
    const QString replicaUrl = server.list().replicaUrl(Dialect::Mysql);
    const auto replica = openConnection(replicaUrl, Connection::Access::ReadWrite);
    QVERIFY2(replica.has_value(), qPrintable(replica ? QString() : replica.error().text()));

    // Its lag is seen there, by the heartbeats of the run that have arrived.
    Plan plan = shop.inDialect(countingPlan(Dialect::Mysql));
    Target copy;
    copy.id = TargetId(s("copy"));
    copy.dialect = Dialect::Mysql;
    plan.targets.put(copy);
    Node fill = *plan.nodes.find(NodeId(s("fill")));
    Check lag;
    lag.id = CheckId(s("lag"));
    lag.target = copy.id;
    lag.body = ReplicationLagCheck{1500};
    auto& backfill = std::get<BackfillAction>(fill.action->body);
    backfill.limits = {lag};
    backfill.batch = 1;
    backfill.batchMs = 0;
    backfill.pauseMs = 50;
    plan.nodes.put(fill);
    RunRequest request = shop.request(plan);
    request.bindings.insert(
        copy.id, replicaUrl.left(replicaUrl.lastIndexOf(QLatin1Char('/')) + 1) + shop.name());
    QTRY_COMPARE_WITH_TIMEOUT(
        single(**replica,
            s("SELECT count(*) FROM information_schema.tables WHERE table_name = 'orders' AND "
              "table_schema = '%1'")
                .arg(shop.name())),
        s("1"), 10000);
    Run run;
    QVERIFY2(run.start(request), qPrintable(run.why()));
    run.tell(Command::Type::RunTo, s("fill"));
    // Where no heartbeat has ever arrived, nothing is known of the lag: that is another answer.
    const auto copied = openConnection(request.bindings.value(copy.id), Connection::Access::Read);
    QVERIFY2(copied.has_value(), qPrintable(copied ? QString() : copied.error().text()));
    QTRY_VERIFY_WITH_TIMEOUT(latestHeartbeat(**copied).value_or(std::nullopt).has_value(), 15000);
    execute(**replica, s("STOP SLAVE SQL_THREAD"));
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    QTRY_VERIFY2_WITH_TIMEOUT(
        hasWaitedFor(run, s(" behind")), qPrintable(waits(run) + run.why()), 30000);
    const QString sent = s("SELECT count(*) FROM customers WHERE name LIKE '%!'");
    const QString doneThen = shop.sql(sent);
    QVERIFY(doneThen.toInt() < 60);
    QTest::qWait(1500);
    QCOMPARE(shop.sql(sent), doneThen);
    // It goes on by itself.
    execute(**replica, s("START SLAVE SQL_THREAD"));
    run.waitForRest(60000);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestReplicas::replicaIsOnlyLookedAt()
{
    ServerFixture shop(Dialect::Postgresql, 20, url());
    const QString replicaUrl = m_server->list().replicaUrl();
    const QString copyUrl
        = replicaUrl.left(replicaUrl.lastIndexOf(QLatin1Char('/')) + 1) + shop.name();
    // As the target of changes it is refused …
    RunRequest wrong = shop.request(serverColumns());
    wrong.bindings.insert(TargetId(s("primary")), copyUrl);
    QTRY_VERIFY_WITH_TIMEOUT(openConnection(copyUrl, Connection::Access::Read).has_value(), 10000);
    Run refused;
    QVERIFY(!refused.start(wrong));
    QVERIFY2(refused.lastError().text().contains(s("is a replica")), qPrintable(refused.why()));
    // … and takes checks.
    Plan plan = shop.inDialect(serverColumns());
    Target copy;
    copy.id = TargetId(s("copy"));
    copy.dialect = Dialect::Postgresql;
    plan.targets.put(copy);
    Node seen = verification(s("va"), s("SELECT count(a) FROM customers"), s("0"));
    seen.checks[0].target = copy.id;
    seen.checks[0].tries = 20;
    seen.checks[0].intervalMs = 250;
    Check lag;
    lag.id = CheckId(s("lag"));
    lag.target = copy.id;
    lag.tries = 20;
    lag.body = ReplicationLagCheck{10000};
    seen.checks.append(lag);
    plan.nodes.put(seen);
    RunRequest request = shop.request(plan);
    request.bindings.insert(copy.id, copyUrl);
    {
        Run run;
        QVERIFY2(run.start(request), qPrintable(run.why()));
        run.tell(Command::Type::RunTo, s("b"));
        QVERIFY2(run.status("va") == StepStatus::Done, qPrintable(run.why()));
        run.tell(Command::Type::Quit);
    }
    Run again;
    ResumeRequest resume = shop.resumeRequest();
    resume.bindings.insert(copy.id, copyUrl);
    QVERIFY2(again.resume(resume), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
}

void TestReplicas::fact47_failoverIsNoticed()
{
    auto shop = std::make_unique<ServerFixture>(Dialect::Postgresql, 20, url());
    const QString replicaUrl = m_server->list().replicaUrl();
    const QString copyUrl
        = replicaUrl.left(replicaUrl.lastIndexOf(QLatin1Char('/')) + 1) + shop->name();
    ResumeRequest request = shop->resumeRequest();
    request.bindings.insert(TargetId(s("primary")), copyUrl);
    {
        Run run;
        QVERIFY2(run.start(shop->request(serverColumns())), qPrintable(run.why()));
        run.tell(Command::Type::RunTo, s("b"));
        run.tell(Command::Type::Quit);
    }
    const auto replica = openConnection(replicaUrl, Connection::Access::Read);
    QVERIFY2(replica.has_value(), qPrintable(replica ? QString() : replica.error().text()));
    const QString written = shop->sql(s("SELECT pg_current_wal_lsn()"));
    QTRY_COMPARE_WITH_TIMEOUT(
        single(**replica, s("SELECT (pg_last_wal_replay_lsn() >= '%1')::int").arg(written)), s("1"),
        10000);
    shop->leave();
    shop.reset();
    m_server->kill();
    QCOMPARE(single(**replica, s("SELECT pg_promote()::int")), s("1"));

    // It has everything, and is another server all the same: that is for a person to say.
    Run refused;
    QVERIFY(!refused.resume(request));
    QCOMPARE(refused.lastError().code, ErrorCode::InDoubt);
    QVERIFY2(
        refused.lastError().message.contains(s("copy")), qPrintable(refused.lastError().text()));
    request.acceptBecause = s("the primary has died, this is its replica");
    Run again;
    QVERIFY2(again.resume(request), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
}

QTEST_GUILESS_MAIN(TestReplicas)
#include "test_replicas.moc"
