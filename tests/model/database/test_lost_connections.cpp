// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/canceller.h"
#include "model/database/open_connection.h"
#include "tests/support/servers/test_servers.h"

#include <QElapsedTimer>
#include <QTest>

#include <signal.h>

#include <atomic>
#include <thread>

using namespace whimbrel;
using namespace whimbrel::test;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(whimbrel::Dialect)

/// Servers and sessions that go, or stop answering, under a connection.
class TestLostConnections final : public QObject {
    Q_OBJECT

private slots:
    void sessionIsEndedByTheServer_data() { addServers(); }
    void sessionIsEndedByTheServer();
    void idleSessionIsEnded_data() { addServers(); }
    void idleSessionIsEnded();
    void serverIsKilled_data() { addServers(); }
    void serverIsKilled();
    void frozenServerIsCutOff_data() { addServers(); }
    void frozenServerIsCutOff();
    void frozenSessionIsCutOffAtItsLimit();
    void cancellerAsksUntilTheStatementEnds();
    void cancellerWaitsForARequestUnderWay();

private:
    static void addServers();
};

namespace {

QString sleep(Dialect dialect)
{
    return dialect == Dialect::Postgresql ? QStringLiteral("SELECT pg_sleep(60)")
                                          : QStringLiteral("SELECT SLEEP(60)");
}

qint64 sessionOf(const Connection& connection)
{
    const QJsonObject evidence = connection.sessionEvidence();
    return connection.dialect() == Dialect::Postgresql
        ? evidence.value(QLatin1String("pid")).toInteger()
        : evidence.value(QLatin1String("connectionId")).toInteger();
}

void endSession(Connection& by, qint64 session)
{
    execute(by,
        by.dialect() == Dialect::Postgresql
            ? QStringLiteral("SELECT pg_terminate_backend(%1)").arg(session)
            : QStringLiteral("KILL CONNECTION %1").arg(session));
}

std::unique_ptr<Connection> opened(
    const QString& url, std::shared_ptr<Interrupter> interrupter = std::make_shared<Interrupter>())
{
    auto connection = openConnection(url, Connection::Access::ReadWrite, std::move(interrupter));
    if (!connection) {
        qFatal("%s", qPrintable(connection.error().text()));
    }
    return *std::move(connection);
}

} // namespace

void TestLostConnections::addServers()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("postgresql") << Dialect::Postgresql;
    QTest::newRow("mariadb") << Dialect::Mysql;
}

void TestLostConnections::sessionIsEndedByTheServer()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto worker = scratch.open();
    const auto other = scratch.open();
    execute(*worker, QStringLiteral("CREATE TABLE t (a INT)"));
    QVERIFY(worker->begin().has_value());
    execute(*worker, QStringLiteral("INSERT INTO t VALUES (1)"));
    const qint64 session = sessionOf(*worker);
    std::thread ender([&] {
        std::this_thread::sleep_for(300ms);
        endSession(*other, session);
    });
    QElapsedTimer clock;
    clock.start();
    const auto lost = worker->exec(sleep(dialect));
    ender.join();
    qInfo("known after %lld ms: %s", clock.elapsed() - 300, qPrintable(lost.error().text()));
    QVERIFY(!lost);
    QCOMPARE(lost.error().code, ErrorCode::ConnectionLost);
    QVERIFY(!lost.error().sqlState.isEmpty());
    QVERIFY(worker->isLost());
    QVERIFY(!worker->inTransaction());
    const auto after = worker->exec(QStringLiteral("SELECT 1"));
    QVERIFY(!after);
    QCOMPARE(after.error().code, ErrorCode::ConnectionLost);
    QVERIFY(!worker->commit().has_value());
    worker->rollback();

    QVERIFY(worker->reopen().has_value());
    QVERIFY(!worker->isLost());
    QVERIFY(sessionOf(*worker) != session);
    QCOMPARE(single(*worker, QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));
    execute(*worker, QStringLiteral("INSERT INTO t VALUES (2)"));
}

void TestLostConnections::idleSessionIsEnded()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto worker = scratch.open();
    const auto other = scratch.open();
    endSession(*other, sessionOf(*worker));
    Result<StatementResult> found;
    // The session's end may take a moment to arrive.
    QTRY_VERIFY(!(found = worker->exec(QStringLiteral("SELECT 1"))));
    QCOMPARE(found.error().code, ErrorCode::ConnectionLost);
    QVERIFY(worker->reopen().has_value());
    QCOMPARE(single(*worker, QStringLiteral("SELECT 1")), QStringLiteral("1"));
}

void TestLostConnections::serverIsKilled()
{
    QFETCH(Dialect, dialect);
    OwnServer server(dialect);
    const auto worker = opened(server.url());
    execute(*worker, QStringLiteral("CREATE TABLE t (a INT)"));
    execute(*worker, QStringLiteral("INSERT INTO t VALUES (1)"));
    std::thread killer([&] {
        std::this_thread::sleep_for(300ms);
        server.kill();
    });
    const auto lost = worker->exec(sleep(dialect));
    killer.join();
    QVERIFY(!lost);
    qInfo("%s", qPrintable(lost.error().text()));
    QCOMPARE(lost.error().code, ErrorCode::ConnectionLost);
    QVERIFY(worker->isLost());

    const Result<> down = worker->reopen();
    QVERIFY(!down.has_value());
    QCOMPARE(down.error().code, ErrorCode::Connection);
    QVERIFY(worker->isLost());
    QCOMPARE(worker->exec(QStringLiteral("SELECT 1")).error().code, ErrorCode::ConnectionLost);
    QVERIFY(!worker->pinSession().has_value());

    server.restart();
    QVERIFY(worker->reopen().has_value());
    QCOMPARE(single(*worker, QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("1"));
}

void TestLostConnections::frozenServerIsCutOff()
{
    QFETCH(Dialect, dialect);
    OwnServer server(dialect);
    const auto interrupter = std::make_shared<Interrupter>();
    const auto worker = opened(server.url(), interrupter);
    // PostgreSQL has a process for the session, and its postmaster still takes requests to cancel.
    const auto frozen = static_cast<pid_t>(
        dialect == Dialect::Postgresql ? sessionOf(*worker) : server.processId());
    QElapsedTimer clock;
    std::atomic<qint64> blocked = 0;
    std::thread other([&] {
        std::this_thread::sleep_for(300ms);
        ::kill(frozen, SIGSTOP);
        QElapsedTimer waiting;
        waiting.start();
        clock.start();
        interrupter->cancel();
        blocked = waiting.elapsed();
    });
    const auto lost = worker->exec(sleep(dialect));
    other.join();
    qInfo("given up after %lld ms; whoever cancelled waited %lld ms", clock.elapsed(),
        blocked.load());
    ::kill(frozen, SIGCONT);
    QVERIFY(!lost);
    QCOMPARE(lost.error().code, ErrorCode::ConnectionLost);
    QVERIFY(blocked < 200);
    QVERIFY(clock.elapsed() < Canceller::usualPatience.count() + 5000);
    interrupter->reset();
    QVERIFY(worker->reopen().has_value());
    QCOMPARE(single(*worker, QStringLiteral("SELECT 1")), QStringLiteral("1"));
}

void TestLostConnections::frozenSessionIsCutOffAtItsLimit()
{
    const ScratchDatabase scratch(Dialect::Postgresql);
    const auto worker = scratch.open();
    const auto frozen = static_cast<pid_t>(sessionOf(*worker));
    worker->setStatementTimeout(100ms);
    QCOMPARE(single(*worker, QStringLiteral("SELECT 1")), QStringLiteral("1"));
    QCOMPARE(::kill(frozen, SIGSTOP), 0);
    QElapsedTimer clock;
    clock.start();
    const auto lost = worker->exec(QStringLiteral("SELECT 1"));
    qInfo("given up after %lld ms", clock.elapsed());
    ::kill(frozen, SIGCONT);
    QVERIFY(!lost);
    QCOMPARE(lost.error().code, ErrorCode::ConnectionLost);
    QVERIFY(clock.elapsed() < 20000);
}

void TestLostConnections::cancellerAsksUntilTheStatementEnds()
{
    std::atomic<int> asked = 0;
    std::atomic<int> cut = 0;
    Canceller canceller(
        [&asked] {
            ++asked;
            return Canceller::Answer::Stopping;
        },
        [&cut] { ++cut; }, 500ms);
    canceller.request(); // nothing is in hand
    canceller.begin();
    canceller.request();
    canceller.request();
    // Longer than patience: a server that says that it is at it may take its time.
    QTRY_VERIFY_WITH_TIMEOUT(asked >= 4, 5000);
    canceller.end();
    QCOMPARE(cut.load(), 0);
    const int sofar = asked;
    canceller.begin();
    QTest::qWait(600);
    canceller.end();
    QCOMPARE(asked.load(), sofar); // the next statement is not asked about
}

void TestLostConnections::cancellerWaitsForARequestUnderWay()
{
    std::atomic<bool> begun = false;
    std::atomic<bool> done = false;
    Canceller canceller(
        [&] {
            begun = true;
            std::this_thread::sleep_for(300ms);
            done = true;
            return Canceller::Answer::Unheard;
        },
        [] {}, 5s);
    canceller.begin();
    canceller.request();
    QTRY_VERIFY(begun);
    canceller.end();
    QVERIFY(done);
}

QTEST_GUILESS_MAIN(TestLostConnections)
#include "test_lost_connections.moc"
