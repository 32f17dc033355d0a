// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "model/database/postgres_connection.h"
#include "model/sql/statement.h"
#include "tests/support/servers/test_servers.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <thread>

using namespace whimbrel;
using namespace whimbrel::test;
using namespace std::chrono_literals;

/// What PostgreSQL does, and what is made of it.
class TestPostgresConnection final : public QObject {
    Q_OBJECT

private slots:
    void fact01_whatRefusesATransactionSaysSo();
    void fact01_classesAreTheServers_data();
    void fact01_classesAreTheServers();
    void fact03_timeoutsComeInMessagesOfTheirOwn();
    void fact04_concurrentBuildGivesUpOnAnUnrelatedTransaction();
    void fact08_advisoryLockSurvivesRollback();
    void fact09_serverGoesOnWithoutItsClient_data();
    void fact09_serverGoesOnWithoutItsClient();
    void fact10_transactionIdTellsWhatBecameOfIt();
    void fact11_errorAbortsTheTransaction();
    void fact12_commitOfAbortedTransactionIsAnError();
    void fact13_newEnumValueIsUnusableBeforeCommit();
    void fact15_timeZoneIsPinned();
    void fact17_timeoutsBelongToOneConnection();
    void timeoutsSurviveARollback();
    void planSettingsHoldUntilTheSessionIsPinnedAgain();
    void roleOfTheUrl();
    void errors_data();
    void errors();
    void deadlockAndSerializationAreRetryable();
    void copyIsRefusedAndDone();
    void lateErrorOfAQueryIsTold();
    void noPoolerIsSeenWhereNoneIs();
    void fact08_poolerInSessionModeIsAsGoodAsTheServer();
    void fact08_poolerThatSharesSessionsIsRefusedAndLeftAsItWas();

private:
    ScratchDatabase m_scratch{Dialect::Postgresql};
    std::unique_ptr<Connection> m_one = m_scratch.open();
    std::unique_ptr<Connection> m_two = m_scratch.open();
};

void TestPostgresConnection::fact01_whatRefusesATransactionSaysSo()
{
    execute(*m_one, QStringLiteral("CREATE TABLE f01 (a INT)"));
    QVERIFY(m_one->begin().has_value());
    const auto refused = m_one->exec(QStringLiteral("CREATE INDEX CONCURRENTLY f01_a ON f01 (a)"));
    m_one->rollback();
    QVERIFY(!refused);
    QCOMPARE(refused.error().sqlState, QStringLiteral("25001"));
    QVERIFY(refused.error().advice.contains(QLatin1String("outside a transaction")));
}

void TestPostgresConnection::fact01_classesAreTheServers_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("refuses");
    const auto row = [](const char* sql, bool refuses) {
        QTest::newRow(sql) << QString::fromLatin1(sql) << refuses;
    };
    row("CREATE INDEX CONCURRENTLY c01_a ON c01 (a)", true);
    row("DROP INDEX CONCURRENTLY c01_key", true);
    row("REINDEX INDEX CONCURRENTLY c01_key", true);
    row("REINDEX TABLE CONCURRENTLY c01", true);
    row("REINDEX SCHEMA public", true);
    row("REINDEX DATABASE whimbrel", true);
    row("REINDEX SYSTEM whimbrel", true);
    row("VACUUM c01", true);
    row("CREATE DATABASE c01_database", true);
    row("DROP DATABASE c01_database", true);
    row("CREATE TABLESPACE c01_space LOCATION '/nowhere'", true);
    row("ALTER SYSTEM SET work_mem = '8MB'", true);
    row("ALTER DATABASE whimbrel SET TABLESPACE pg_default", true);
    row("CLUSTER", true);
    row("ALTER TABLE p01 DETACH PARTITION p01_one CONCURRENTLY", true);
    row("DISCARD ALL", true);
    row("COMMIT PREPARED 'nothing'", true);
    row("CREATE SUBSCRIPTION s01 CONNECTION 'dbname=nowhere' PUBLICATION p", true);
    row("REINDEX TABLE c01", false);
    row("REINDEX INDEX c01_key", false);
    row("CLUSTER c01 USING c01_key", false);
    row("REFRESH MATERIALIZED VIEW CONCURRENTLY m01", false);
    row("ALTER TABLE c01 SET TABLESPACE pg_default", false);
    row("ALTER TABLE p01 DETACH PARTITION p01_one", false);
    row("TRUNCATE c01", false);
    row("DROP INDEX c01_key", false);
    row("CREATE SUBSCRIPTION s01 CONNECTION 'dbname=nowhere' PUBLICATION p "
        "WITH (connect = false)",
        false);
}

/// What the lexer says of a statement is what the server does with it.
void TestPostgresConnection::fact01_classesAreTheServers()
{
    QFETCH(QString, sql);
    QFETCH(bool, refuses);
    for (const char* made :
        {"CREATE TABLE IF NOT EXISTS c01 (a INT, CONSTRAINT c01_key UNIQUE (a))",
            "CREATE TABLE IF NOT EXISTS p01 (a INT) PARTITION BY RANGE (a)",
            "CREATE TABLE IF NOT EXISTS p01_one PARTITION OF p01 FOR VALUES FROM (0) TO (9)",
            "CREATE MATERIALIZED VIEW IF NOT EXISTS m01 AS SELECT 1 AS a",
            "CREATE UNIQUE INDEX IF NOT EXISTS m01_a ON m01 (a)"}) {
        execute(*m_one, QString::fromLatin1(made));
    }
    QVERIFY(m_one->begin().has_value());
    const auto done = m_one->exec(sql);
    m_one->rollback();
    QCOMPARE(!done && done.error().sqlState == QLatin1String("25001"), refuses);
    const Script script = splitScript(sql.toUtf8(), Dialect::Postgresql);
    QCOMPARE(script.statements.size(), 1);
    QCOMPARE(!script.statements.constFirst().inTransaction, refuses);
}

void TestPostgresConnection::fact03_timeoutsComeInMessagesOfTheirOwn()
{
    execute(*m_one, QStringLiteral("CREATE TABLE f03 (a INT)"));
    m_one->setLockTimeout(60s);
    m_one->setStatementTimeout(120s);
    execute(*m_one, QStringLiteral("CREATE INDEX CONCURRENTLY f03_a ON f03 (a)"));
    QCOMPARE(single(*m_one, QStringLiteral("SHOW lock_timeout")), QStringLiteral("1min"));
    QCOMPARE(single(*m_one, QStringLiteral("SHOW statement_timeout")), QStringLiteral("2min"));
    m_one->setStatementTimeout(0ms);
    const auto together = m_one->exec(
        QStringLiteral("SET lock_timeout = 1; CREATE INDEX CONCURRENTLY f03_b ON f03 (a)"));
    QVERIFY(!together);
    QCOMPARE(together.error().sqlState, QStringLiteral("42601"));
}

void TestPostgresConnection::fact04_concurrentBuildGivesUpOnAnUnrelatedTransaction()
{
    execute(*m_one, QStringLiteral("CREATE TABLE f04 (a INT)"));
    execute(*m_one, QStringLiteral("CREATE TABLE f04_other (a INT)"));
    QVERIFY(m_two->beginRead().has_value());
    QCOMPARE(single(*m_two, QStringLiteral("SELECT count(*) FROM f04_other")), QStringLiteral("0"));
    m_one->setLockTimeout(300ms);
    const QString build = QStringLiteral("CREATE INDEX CONCURRENTLY %1 f04_a ON f04 (a)");
    const auto refused = m_one->exec(build.arg(QString()));
    m_two->rollback();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Locked);
    QCOMPARE(refused.error().sqlState, QStringLiteral("55P03"));
    QVERIFY(refused.error().message.contains(QLatin1String("0.3 s")));
    const QString valid
        = QStringLiteral("SELECT indisvalid FROM pg_index WHERE indexrelid = 'f04_a'::regclass");
    QCOMPARE(single(*m_one, valid), QStringLiteral("false"));
    // Fact 5: IF NOT EXISTS is content with it.
    execute(*m_one, build.arg(QStringLiteral("IF NOT EXISTS")));
    QCOMPARE(single(*m_one, valid), QStringLiteral("false"));
    QVERIFY(m_one->takeNotices().join(QLatin1Char(' ')).contains(QLatin1String("already exists")));
    m_one->setLockTimeout(Connection::usualLockTimeout);
}

void TestPostgresConnection::fact08_advisoryLockSurvivesRollback()
{
    QVERIFY(m_one->begin().has_value());
    QCOMPARE(
        single(*m_one, QStringLiteral("SELECT pg_try_advisory_lock(8)")), QStringLiteral("true"));
    m_one->rollback();
    const QString take = QStringLiteral("SELECT pg_try_advisory_lock(8)");
    QCOMPARE(single(*m_two, take), QStringLiteral("false"));
    QCOMPARE(
        single(*m_one, QStringLiteral("SELECT pg_advisory_unlock(8)")), QStringLiteral("true"));
    QCOMPARE(single(*m_two, take), QStringLiteral("true"));
    QCOMPARE(
        single(*m_two, QStringLiteral("SELECT pg_advisory_unlock(8)")), QStringLiteral("true"));
}

void TestPostgresConnection::fact09_serverGoesOnWithoutItsClient_data()
{
    QTest::addColumn<QString>("interval");
    QTest::addColumn<QString>("indexes");
    QTest::newRow("as a rule it finishes") << QStringLiteral("0") << QStringLiteral("1");
    QTest::newRow("it looks for its client") << QStringLiteral("100ms") << QStringLiteral("0");
}

void TestPostgresConnection::fact09_serverGoesOnWithoutItsClient()
{
    QFETCH(QString, interval);
    QFETCH(QString, indexes);
    // Ours go on, so that what a killed runner began can be adopted.
    QCOMPARE(single(*m_one, QStringLiteral("SHOW client_connection_check_interval")),
        QStringLiteral("0"));
    execute(*m_one, QStringLiteral("DROP TABLE IF EXISTS f09"));
    execute(*m_one, QStringLiteral("CREATE TABLE f09 (a INT)"));
    QVERIFY(m_one->begin().has_value());
    execute(*m_one, QStringLiteral("INSERT INTO f09 VALUES (1)"));

    QProcess client;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PGOPTIONS"),
        QStringLiteral("-c client_connection_check_interval=") + interval);
    client.setProcessEnvironment(environment);
    client.start(QStringLiteral("psql"),
        {QStringLiteral("-qX"), QStringLiteral("-d"), m_scratch.url(), QStringLiteral("-c"),
            QStringLiteral("CREATE INDEX f09_a ON f09 (a)")});
    const QString building
        = QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                         "current_database() AND query LIKE 'CREATE INDEX f09%'");
    const QString waiting = building + QStringLiteral(" AND wait_event_type = 'Lock'");
    QTRY_COMPARE_WITH_TIMEOUT(single(*m_two, waiting), QStringLiteral("1"), 10000);
    client.kill();
    QVERIFY(client.waitForFinished());
    if (indexes == QLatin1String("0")) { // it notices while it still waits
        QTRY_COMPARE_WITH_TIMEOUT(single(*m_two, building), QStringLiteral("0"), 5000);
    }
    m_one->rollback();
    QTRY_COMPARE_WITH_TIMEOUT(single(*m_two, building), QStringLiteral("0"), 5000);
    QCOMPARE(single(*m_two,
                 QStringLiteral("SELECT count(*) FROM pg_index WHERE indrelid = 'f09'::regclass "
                                "AND indisvalid")),
        indexes);
}

void TestPostgresConnection::fact10_transactionIdTellsWhatBecameOfIt()
{
    auto* one = dynamic_cast<PostgresConnection*>(m_one.get());
    auto* two = dynamic_cast<PostgresConnection*>(m_two.get());
    QVERIFY(one && two);
    QVERIFY(one->begin().has_value());
    const QString kept = *one->currentTransactionId();
    QCOMPARE(*one->currentTransactionId(), kept);
    QCOMPARE(*two->transactionStatus(kept), QStringLiteral("in progress"));
    QVERIFY(one->commit().has_value());
    QCOMPARE(*two->transactionStatus(kept), QStringLiteral("committed"));
    QVERIFY(one->begin().has_value());
    const QString undone = *one->currentTransactionId();
    one->rollback();
    QCOMPARE(*two->transactionStatus(undone), QStringLiteral("aborted"));
    const QJsonObject evidence = one->sessionEvidence();
    QCOMPARE(single(*two,
                 QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid AND "
                                "backend_start = :start"),
                 {{QStringLiteral("pid"), evidence.value(QLatin1String("pid")).toInteger()},
                     {QStringLiteral("start"),
                         evidence.value(QLatin1String("backendStart")).toString()}}),
        QStringLiteral("1"));
}

void TestPostgresConnection::fact11_errorAbortsTheTransaction()
{
    execute(*m_one, QStringLiteral("CREATE TABLE f11 (a INT)"));
    QVERIFY(m_one->begin().has_value());
    execute(*m_one, QStringLiteral("INSERT INTO f11 VALUES (1)"));
    QVERIFY(!m_one->exec(QStringLiteral("SELECT 1 / 0")));
    const auto after = m_one->exec(QStringLiteral("INSERT INTO f11 VALUES (2)"));
    QVERIFY(!after);
    QCOMPARE(after.error().sqlState, QStringLiteral("25P02"));
    QVERIFY(m_one->inTransaction());
    m_one->rollback();
    QCOMPARE(single(*m_one, QStringLiteral("SELECT count(*) FROM f11")), QStringLiteral("0"));
}

void TestPostgresConnection::fact12_commitOfAbortedTransactionIsAnError()
{
    execute(*m_one, QStringLiteral("CREATE TABLE f12 (a INT)"));
    QVERIFY(m_one->begin().has_value());
    execute(*m_one, QStringLiteral("INSERT INTO f12 VALUES (1)"));
    QVERIFY(!m_one->exec(QStringLiteral("SELECT 1 / 0")));
    const Result<> committed = m_one->commit();
    QVERIFY(!committed.has_value());
    QCOMPARE(committed.error().code, ErrorCode::Sql);
    QVERIFY(!m_one->inTransaction());
    QCOMPARE(single(*m_one, QStringLiteral("SELECT count(*) FROM f12")), QStringLiteral("0"));
}

void TestPostgresConnection::fact13_newEnumValueIsUnusableBeforeCommit()
{
    execute(*m_one, QStringLiteral("CREATE TYPE mood AS ENUM ('good')"));
    QVERIFY(m_one->begin().has_value());
    execute(*m_one, QStringLiteral("ALTER TYPE mood ADD VALUE 'bad'"));
    const auto refused = m_one->exec(QStringLiteral("SELECT 'bad'::mood"));
    m_one->rollback();
    QVERIFY(!refused);
    QCOMPARE(refused.error().sqlState, QStringLiteral("55P04"));
    QVERIFY(!refused.error().advice.isEmpty());
}

void TestPostgresConnection::fact15_timeZoneIsPinned()
{
    execute(*m_one,
        QStringLiteral("ALTER DATABASE %1 SET timezone = 'America/New_York'")
            .arg(m_scratch.name()));
    const auto fresh = m_scratch.open();
    execute(*m_one, QStringLiteral("ALTER DATABASE %1 RESET timezone").arg(m_scratch.name()));
    QCOMPARE(fresh->settings().value(QLatin1String("TimeZone")).toString(), QStringLiteral("UTC"));
    execute(
        *fresh, QStringLiteral("CREATE TABLE f15 AS SELECT timestamp '2026-01-02 12:00' AS at"));
    execute(*fresh, QStringLiteral("ALTER TABLE f15 ALTER COLUMN at TYPE timestamptz"));
    QCOMPARE(single(*fresh, QStringLiteral("SELECT at FROM f15")),
        QStringLiteral("2026-01-02 12:00:00+00"));
}

void TestPostgresConnection::fact17_timeoutsBelongToOneConnection()
{
    m_one->setLockTimeout(1234ms);
    const QString show = QStringLiteral("SHOW lock_timeout");
    QCOMPARE(single(*m_one, show), QStringLiteral("1234ms"));
    QCOMPARE(single(*m_two, show), QStringLiteral("5s"));
    m_one->setLockTimeout(Connection::usualLockTimeout);
    QCOMPARE(single(*m_one, show), QStringLiteral("5s"));
}

void TestPostgresConnection::timeoutsSurviveARollback()
{
    const QString show = QStringLiteral("SHOW lock_timeout");
    QVERIFY(m_one->begin().has_value());
    m_one->setLockTimeout(777ms);
    QCOMPARE(single(*m_one, show), QStringLiteral("777ms"));
    m_one->rollback(); // which takes a SET back
    QCOMPARE(single(*m_one, show), QStringLiteral("777ms"));

    QVERIFY(m_one->begin().has_value());
    execute(*m_one, QStringLiteral("SAVEPOINT before"));
    m_one->setLockTimeout(888ms);
    QCOMPARE(single(*m_one, show), QStringLiteral("888ms"));
    execute(*m_one, QStringLiteral("ROLLBACK TO SAVEPOINT before"));
    QCOMPARE(single(*m_one, show), QStringLiteral("888ms"));
    QVERIFY(m_one->commit().has_value());
    m_one->setLockTimeout(Connection::usualLockTimeout);
}

void TestPostgresConnection::planSettingsHoldUntilTheSessionIsPinnedAgain()
{
    execute(*m_one, QStringLiteral("SET lock_timeout = '9s'"));
    execute(*m_one, QStringLiteral("SET search_path = nowhere"));
    execute(*m_one, QStringLiteral("SET TimeZone = 'America/New_York'"));
    QCOMPARE(single(*m_one, QStringLiteral("SHOW lock_timeout")), QStringLiteral("9s"));
    QVERIFY(m_one->pinSession().has_value());
    QCOMPARE(single(*m_one, QStringLiteral("SHOW lock_timeout")), QStringLiteral("5s"));
    QCOMPARE(single(*m_one, QStringLiteral("SHOW search_path")),
        m_one->settings().value(QLatin1String("search_path")).toString());
    QCOMPARE(single(*m_one, QStringLiteral("SHOW TimeZone")), QStringLiteral("UTC"));
}

void TestPostgresConnection::roleOfTheUrl()
{
    const auto opened = openConnection(
        m_scratch.url() + QStringLiteral("?role=app"), Connection::Access::ReadWrite);
    QVERIFY2(opened.has_value(), qPrintable(opened ? QString() : opened.error().text()));
    QCOMPARE((*opened)->settings().value(QLatin1String("role")).toString(), QStringLiteral("app"));
    QCOMPARE(single(**opened, QStringLiteral("SELECT current_user::text")), QStringLiteral("app"));
    execute(**opened, QStringLiteral("RESET ROLE"));
    QVERIFY((*opened)->pinSession().has_value());
    QCOMPARE(single(**opened, QStringLiteral("SELECT current_user::text")), QStringLiteral("app"));
    const auto refused = (*opened)->exec(QStringLiteral("CREATE TABLE public.x (a INT)"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().sqlState, QStringLiteral("42501"));
    QVERIFY(refused.error().advice.contains(QLatin1String("right")));
}

void TestPostgresConnection::errors_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("where");
    const auto row = [](const char* name, const char* sql, const char* state, const char* says,
                         const char* where) {
        QTest::newRow(name) << QString::fromUtf8(sql) << QString::fromLatin1(state)
                            << QString::fromUtf8(says) << QString::fromLatin1(where);
    };
    row("table", "SELECT 'ü',\n 1 FROM\n missing", "42P01", "missing", "line 3");
    row("hint", "SELECT lenght('x')", "42883", "No function matches", "line 1");
    row("detail", "INSERT INTO unique_one VALUES (1), (1)", "23505", "Key (a)=(1) already exists.",
        "");
    row("syntax", "CREATE TALBE x (a INT)", "42601", "TALBE", "line 1");
    row("value", "SELECT 'x'::int", "22P02", "invalid input syntax", "line 1");
    row("raised", "DO $$ BEGIN RAISE EXCEPTION 'stop here' USING HINT = 'go there'; END $$",
        "P0001", "go there", "");
    row("control character", "SELECT 1 \x01", "42601", "syntax", "line 1");
}

void TestPostgresConnection::errors()
{
    QFETCH(QString, sql);
    QFETCH(QString, state);
    QFETCH(QString, says);
    QFETCH(QString, where);
    execute(*m_one, QStringLiteral("CREATE TABLE IF NOT EXISTS unique_one (a INT UNIQUE)"));
    const auto done = m_one->exec(sql);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Sql);
    QCOMPARE(done.error().sqlState, state);
    QVERIFY2(done.error().text().contains(says), qPrintable(done.error().text()));
    QCOMPARE(done.error().where, where);
    QVERIFY(!m_one->isLost());
}

void TestPostgresConnection::deadlockAndSerializationAreRetryable()
{
    execute(*m_one, QStringLiteral("CREATE TABLE counted (a INT)"));
    execute(*m_one, QStringLiteral("INSERT INTO counted VALUES (1)"));
    execute(*m_one, QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ"));
    QCOMPARE(single(*m_one, QStringLiteral("SELECT a FROM counted")), QStringLiteral("1"));
    execute(*m_two, QStringLiteral("UPDATE counted SET a = 2"));
    const auto refused = m_one->exec(QStringLiteral("UPDATE counted SET a = 3"));
    m_one->rollback();
    QVERIFY(!refused);
    QCOMPARE(refused.error().sqlState, QStringLiteral("40001"));
    QCOMPARE(refused.error().code, ErrorCode::Locked);
}

void TestPostgresConnection::copyIsRefusedAndDone()
{
    execute(*m_one, QStringLiteral("CREATE TABLE copied (a INT)"));
    for (const char* sql : {"COPY copied FROM STDIN", "COPY copied TO STDOUT"}) {
        const auto refused = m_one->exec(QString::fromLatin1(sql));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Sql);
        QVERIFY(refused.error().message.contains(QLatin1String("COPY")));
        QCOMPARE(
            single(*m_one, QStringLiteral("SELECT count(*) FROM copied")), QStringLiteral("0"));
    }
}

void TestPostgresConnection::lateErrorOfAQueryIsTold()
{
    int seen = 0;
    const Result<> done
        = m_one->eachRow(QStringLiteral("SELECT 1 / (1000 - n) FROM generate_series(1, 2000) n"),
            {}, [&seen](const Row&) { return ++seen < 10; });
    QVERIFY(!done.has_value());
    QCOMPARE(seen, 10);
    QCOMPARE(done.error().sqlState, QStringLiteral("22012"));
}

void TestPostgresConnection::noPoolerIsSeenWhereNoneIs()
{
    auto* one = dynamic_cast<PostgresConnection*>(m_one.get());
    QVERIFY(one);
    QCOMPARE(one->pooling(), Pooling::None);
}

void TestPostgresConnection::fact08_poolerInSessionModeIsAsGoodAsTheServer()
{
    const QString url = Servers::shared().poolerUrl(Servers::Pool::Session);
    const auto opened = openConnection(url, Connection::Access::ReadWrite);
    QVERIFY2(opened.has_value(), qPrintable(opened ? QString() : opened.error().text()));
    QCOMPARE(dynamic_cast<PostgresConnection&>(**opened).pooling(), Pooling::Session);
    // A lock of the session stays, and other sessions see it.
    const QString take = QStringLiteral("SELECT pg_try_advisory_lock(808)");
    QCOMPARE(single(**opened, take), QStringLiteral("true"));
    const auto direct
        = openConnection(Servers::shared().url(Dialect::Postgresql), Connection::Access::ReadWrite);
    QVERIFY(direct.has_value());
    QCOMPARE(single(**direct, take), QStringLiteral("false"));
    QCOMPARE(
        single(**opened, QStringLiteral("SELECT pg_advisory_unlock(808)")), QStringLiteral("true"));
    // A statement is cancelled through it.
    std::thread stop([&interrupter = (*opened)->interrupter()] {
        std::this_thread::sleep_for(200ms);
        interrupter.cancel();
    });
    const auto slept = (*opened)->exec(QStringLiteral("SELECT pg_sleep(60)"));
    stop.join();
    QVERIFY(!slept.has_value());
    QCOMPARE(slept.error().code, ErrorCode::Cancelled);
}

void TestPostgresConnection::fact08_poolerThatSharesSessionsIsRefusedAndLeftAsItWas()
{
    const QString url = Servers::shared().poolerUrl(Servers::Pool::Shared);
    const auto opened = openConnection(url, Connection::Access::Read);
    QVERIFY(!opened.has_value());
    QCOMPARE(opened.error().code, ErrorCode::Connection);
    QVERIFY2(opened.error().text().contains(QStringLiteral("session mode")),
        qPrintable(opened.error().text()));
    // What we pin a session to would have stayed in the pool, for other people's statements.
    const Result<ConnectionUrl> pool = parseConnectionUrl(url);
    QVERIFY(pool.has_value());
    QString readOnly;
    {
        QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), pool->shown);
        other.setHostName(pool->host);
        other.setPort(pool->port);
        other.setUserName(pool->user);
        other.setDatabaseName(pool->database);
        QVERIFY(other.open());
        QSqlQuery query = other.exec(QStringLiteral("SHOW default_transaction_read_only"));
        QVERIFY(query.next());
        readOnly = query.value(0).toString();
    }
    QSqlDatabase::removeDatabase(pool->shown);
    QCOMPARE(readOnly, QStringLiteral("off"));
}

QTEST_GUILESS_MAIN(TestPostgresConnection)
#include "test_postgres_connection.moc"
