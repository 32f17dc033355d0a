// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/mariadb_connection.h"
#include "model/database/open_connection.h"
#include "tests/support/servers/test_servers.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace whimbrel;
using namespace whimbrel::test;
using namespace std::chrono_literals;

/// What MariaDB does, and what is made of it.
class TestMariadbConnection final : public QObject {
    Q_OBJECT

private slots:
    void fact18_ddlCommitsWhatStandsBeforeIt();
    void fact19_failingDdlCommitsToo();
    void fact22_locksAreWaitedForSeconds();
    void fact22_alterWaitsNoLongerThanAllowed();
    void fact23_getLockSurvivesImplicitCommit();
    void fact25_connectionIdNamesTheSession();
    void fact34_sleepEndsEarlyAndNothingFollows();
    void sessionIsPinned();
    void planSettingsHoldUntilTheSessionIsPinnedAgain();
    void oddSqlModesAreNoticed();
    void errors_data();
    void errors();
    void deadlockIsRetryable();
    void rollbackMayTakeLongerThanAStatement();
    void storedProceduresGiveTheirFirstResult();
    void notices();

private:
    ScratchDatabase m_scratch{Dialect::Mysql};
    std::unique_ptr<Connection> m_one = m_scratch.open();
    std::unique_ptr<Connection> m_two = m_scratch.open();
};

void TestMariadbConnection::fact18_ddlCommitsWhatStandsBeforeIt()
{
    execute(*m_one, QStringLiteral("CREATE TABLE f18 (a INT)"));
    QVERIFY(m_one->begin().has_value());
    QVERIFY(m_one->inTransaction());
    execute(*m_one, QStringLiteral("INSERT INTO f18 VALUES (1)"));
    execute(*m_one, QStringLiteral("CREATE TABLE f18_other (a INT)"));
    QVERIFY(!m_one->inTransaction());
    m_one->rollback();
    QCOMPARE(single(*m_two, QStringLiteral("SELECT count(*) FROM f18")), QStringLiteral("1"));
    const Result<> committed = m_one->commit();
    QVERIFY(!committed.has_value());
    QVERIFY(committed.error().advice.contains(QLatin1String("commit")));
}

void TestMariadbConnection::fact19_failingDdlCommitsToo()
{
    execute(*m_one, QStringLiteral("CREATE TABLE f19 (a INT)"));
    QVERIFY(m_one->begin().has_value());
    execute(*m_one, QStringLiteral("INSERT INTO f19 VALUES (1)"));
    QVERIFY(!m_one->exec(QStringLiteral("CREATE TABLE f19 (a INT)")));
    // Told at once, although the server does not say so with its error.
    QVERIFY(!m_one->inTransaction());
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@in_transaction")), QStringLiteral("0"));
    m_one->rollback();
    QCOMPARE(single(*m_two, QStringLiteral("SELECT count(*) FROM f19")), QStringLiteral("1"));

    // A failing DML leaves it open.
    QVERIFY(m_one->begin().has_value());
    execute(*m_one, QStringLiteral("INSERT INTO f19 VALUES (2)"));
    QVERIFY(!m_one->exec(QStringLiteral("INSERT INTO f19 VALUES ('x')")));
    QVERIFY(m_one->inTransaction());
    m_one->rollback();
    QCOMPARE(single(*m_two, QStringLiteral("SELECT count(*) FROM f19")), QStringLiteral("1"));
}

void TestMariadbConnection::fact22_locksAreWaitedForSeconds()
{
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@GLOBAL.lock_wait_timeout")),
        QStringLiteral("86400"));
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@lock_wait_timeout")), QStringLiteral("5"));
    QCOMPARE(
        single(*m_one, QStringLiteral("SELECT @@innodb_lock_wait_timeout")), QStringLiteral("5"));
    m_one->setLockTimeout(1500ms);
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@lock_wait_timeout")), QStringLiteral("2"));
    QCOMPARE(single(*m_two, QStringLiteral("SELECT @@lock_wait_timeout")), QStringLiteral("5"));
    m_one->setLockTimeout(Connection::usualLockTimeout);
}

void TestMariadbConnection::fact22_alterWaitsNoLongerThanAllowed()
{
    execute(*m_one, QStringLiteral("CREATE TABLE f22 (a INT)"));
    QVERIFY(m_two->begin().has_value());
    QCOMPARE(single(*m_two, QStringLiteral("SELECT count(*) FROM f22")), QStringLiteral("0"));
    m_one->setLockTimeout(1s);
    QElapsedTimer clock;
    clock.start();
    const auto refused = m_one->exec(QStringLiteral("ALTER TABLE f22 ADD COLUMN b INT"));
    qInfo("waited %lld ms", clock.elapsed());
    m_two->rollback();
    m_one->setLockTimeout(Connection::usualLockTimeout);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Locked);
    QCOMPARE(refused.error().sqlState, QStringLiteral("1205"));
    QVERIFY(clock.elapsed() < 4000);
}

void TestMariadbConnection::fact23_getLockSurvivesImplicitCommit()
{
    auto holder = m_scratch.open();
    const QString name = m_scratch.name();
    const QString isFree = QStringLiteral("SELECT IS_FREE_LOCK('%1')").arg(name);
    QCOMPARE(
        single(*holder, QStringLiteral("SELECT GET_LOCK('%1', 0)").arg(name)), QStringLiteral("1"));
    QVERIFY(holder->begin().has_value());
    execute(*holder, QStringLiteral("CREATE TABLE f23 (a INT)"));
    QCOMPARE(single(*m_two, isFree), QStringLiteral("0"));
    QVERIFY(holder->begin().has_value());
    QVERIFY(holder->commit().has_value());
    QVERIFY(holder->pinSession().has_value());
    QCOMPARE(single(*m_two, isFree), QStringLiteral("0"));
    holder.reset();
    QTRY_COMPARE(single(*m_two, isFree), QStringLiteral("1"));
}

void TestMariadbConnection::fact25_connectionIdNamesTheSession()
{
    const QJsonObject evidence = m_one->sessionEvidence();
    QCOMPARE(single(*m_one, QStringLiteral("SELECT CONNECTION_ID()")),
        QString::number(evidence.value(QLatin1String("connectionId")).toInteger()));
}

void TestMariadbConnection::fact34_sleepEndsEarlyAndNothingFollows()
{
    const auto interrupter = std::make_shared<Interrupter>();
    const auto connection = m_scratch.open(Connection::Access::ReadWrite, interrupter);
    QElapsedTimer clock;
    clock.start();
    std::thread other([&] {
        std::this_thread::sleep_for(300ms);
        interrupter->cancel();
    });
    // The server calls a sleep that was cut short a success; what follows is refused.
    const auto slept = connection->value(QStringLiteral("SELECT SLEEP(60)"));
    other.join();
    qInfo("known %lld ms after it was asked for", clock.elapsed() - 300);
    QVERIFY(clock.elapsed() < 2300);
    QVERIFY(!slept || slept->toInt() == 1);
    const auto next = connection->exec(QStringLiteral("SELECT 1"));
    QVERIFY(!next);
    QCOMPARE(next.error().code, ErrorCode::Cancelled);
    interrupter->reset();
    QCOMPARE(single(*connection, QStringLiteral("SELECT 1")), QStringLiteral("1"));
}

void TestMariadbConnection::sessionIsPinned()
{
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@time_zone")), QStringLiteral("+00:00"));
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@autocommit")), QStringLiteral("1"));
    QCOMPARE(
        single(*m_one, QStringLiteral("SELECT @@character_set_client")), QStringLiteral("utf8mb4"));
    QCOMPARE(m_one->settings().value(QLatin1String("sqlMode")).toString(),
        single(*m_one, QStringLiteral("SELECT @@GLOBAL.sql_mode")));
    QVERIFY(!dynamic_cast<MariadbConnection&>(*m_one).settings().isEmpty());
    QVERIFY(dynamic_cast<MariadbConnection&>(*m_one).isMariadb());
}

void TestMariadbConnection::planSettingsHoldUntilTheSessionIsPinnedAgain()
{
    execute(*m_one, QStringLiteral("SET SESSION lock_wait_timeout = 9"));
    execute(*m_one, QStringLiteral("SET SESSION sql_mode = ''"));
    execute(*m_one, QStringLiteral("SET foreign_key_checks = 0"));
    execute(*m_one, QStringLiteral("SET time_zone = '+05:00'"));
    execute(*m_one, QStringLiteral("USE mysql"));
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@lock_wait_timeout")), QStringLiteral("9"));
    QVERIFY(m_one->pinSession().has_value());
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@lock_wait_timeout")), QStringLiteral("5"));
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@sql_mode")),
        m_one->settings().value(QLatin1String("sqlMode")).toString());
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@foreign_key_checks")), QStringLiteral("1"));
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@time_zone")), QStringLiteral("+00:00"));
    QCOMPARE(single(*m_one, QStringLiteral("SELECT DATABASE()")), m_scratch.name());
}

void TestMariadbConnection::oddSqlModesAreNoticed()
{
    // Values are spelled as the session reads them, also where it reads no backslashes.
    execute(*m_one, QStringLiteral("SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'"));
    const QString text = QStringLiteral("it's \\ \"q\"");
    QCOMPARE(
        single(*m_one, QStringLiteral("SELECT :text"), {{QStringLiteral("text"), text}}), text);
    QVERIFY(m_one->pinSession().has_value());
    QCOMPARE(
        single(*m_one, QStringLiteral("SELECT :text"), {{QStringLiteral("text"), text}}), text);
}

void TestMariadbConnection::errors_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* sql, const char* number, const char* says) {
        QTest::newRow(name) << QString::fromUtf8(sql) << QString::fromLatin1(number)
                            << QString::fromUtf8(says);
    };
    row("table", "SELECT * FROM missing", "1146", "missing");
    row("syntax", "CREATE TALBE x (a INT)", "1064", "TALBE");
    row("duplicate", "INSERT INTO unique_one VALUES (1), (1)", "1062", "Duplicate entry");
    row("raised", "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'stop here'", "1644", "stop here");
    row("delimiter", "DELIMITER //", "1064", "DELIMITER");
}

void TestMariadbConnection::errors()
{
    QFETCH(QString, sql);
    QFETCH(QString, number);
    QFETCH(QString, says);
    execute(*m_one, QStringLiteral("CREATE TABLE IF NOT EXISTS unique_one (a INT UNIQUE)"));
    const auto done = m_one->exec(sql);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Sql);
    QCOMPARE(done.error().sqlState, number);
    QVERIFY2(done.error().text().contains(says), qPrintable(done.error().text()));
    QVERIFY(!m_one->isLost());
    QVERIFY(!m_one->inTransaction());
}

void TestMariadbConnection::deadlockIsRetryable()
{
    execute(*m_one, QStringLiteral("CREATE TABLE locked (a INT PRIMARY KEY, b INT)"));
    execute(*m_one, QStringLiteral("INSERT INTO locked VALUES (1, 0), (2, 0)"));
    const QString update = QStringLiteral("UPDATE locked SET b = b + 1 WHERE a = :a");
    QVERIFY(m_one->begin().has_value());
    QVERIFY(m_two->begin().has_value());
    execute(*m_one, update, {{QStringLiteral("a"), 1}});
    execute(*m_two, update, {{QStringLiteral("a"), 2}});
    Result<StatementResult> theirs;
    std::thread other([&] { theirs = m_two->exec(update, {{QStringLiteral("a"), 1}}); });
    const auto ours = m_one->exec(update, {{QStringLiteral("a"), 2}});
    other.join();
    QVERIFY(ours.has_value() != theirs.has_value());
    const Error& error = ours ? theirs.error() : ours.error();
    const Connection& loser = ours ? *m_two : *m_one;
    QCOMPARE(error.sqlState, QStringLiteral("1213"));
    QCOMPARE(error.code, ErrorCode::Locked);
    QVERIFY(!loser.inTransaction()); // the server has rolled all of it back
    m_one->rollback();
    m_two->rollback();
}

void TestMariadbConnection::rollbackMayTakeLongerThanAStatement()
{
    execute(*m_one, QStringLiteral("CREATE TABLE many (a INT)"));
    QVERIFY(m_one->begin().has_value());
    execute(*m_one, QStringLiteral("INSERT INTO many SELECT seq FROM seq_1_to_200000"));
    m_one->setStatementTimeout(1ms);
    QElapsedTimer clock;
    clock.start();
    m_one->rollback();
    qInfo("rolled back in %lld ms", clock.elapsed());
    m_one->setStatementTimeout(0ms);
    QVERIFY(!m_one->inTransaction());
    QVERIFY(!m_one->isLost());
    QCOMPARE(single(*m_one, QStringLiteral("SELECT count(*) FROM many")), QStringLiteral("0"));
}

void TestMariadbConnection::storedProceduresGiveTheirFirstResult()
{
    execute(*m_one, QStringLiteral("CREATE PROCEDURE two_results() BEGIN SELECT 1; SELECT 2; END"));
    QCOMPARE(single(*m_one, QStringLiteral("CALL two_results()")), QStringLiteral("1"));
    execute(*m_one,
        QStringLiteral("CREATE PROCEDURE late_error() BEGIN SELECT 1; SIGNAL SQLSTATE '45000' SET "
                       "MESSAGE_TEXT = 'late'; END"));
    const auto done = m_one->exec(QStringLiteral("CALL late_error()"));
    QVERIFY(!done);
    QVERIFY(done.error().message.contains(QLatin1String("late")));
    QCOMPARE(single(*m_one, QStringLiteral("SELECT 3")), QStringLiteral("3"));
}

void TestMariadbConnection::notices()
{
    execute(*m_one, QStringLiteral("DROP TABLE IF EXISTS never_there"));
    const QStringList notices = m_one->takeNotices();
    QVERIFY2(notices.join(QLatin1Char(' ')).contains(QLatin1String("never_there")),
        qPrintable(notices.join(QLatin1Char('\n'))));
    QVERIFY(m_one->takeNotices().isEmpty());
}

QTEST_GUILESS_MAIN(TestMariadbConnection)
#include "test_mariadb_connection.moc"
