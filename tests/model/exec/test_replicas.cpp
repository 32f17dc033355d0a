// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
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
    const auto maria = ServerFixture(Dialect::Mysql).open();
    QCOMPARE(judgeLag(*replicationLag(*maria, 5000), 60000).result, CheckResult::Unknown);
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
    QTRY_VERIFY_WITH_TIMEOUT(hasWaitedFor(run, s("gone")), 10000);
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
    QTRY_VERIFY_WITH_TIMEOUT(hasWaitedFor(run, s(" behind")), 10000);
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

QTEST_GUILESS_MAIN(TestReplicas)
#include "test_replicas.moc"
