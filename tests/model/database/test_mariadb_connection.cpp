// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/mariadb_connection.h"
#include "model/database/open_connection.h"
#include "model/sql/statement.h"
#include "tests/support/servers/test_servers.h"

#include <QElapsedTimer>
#include <QScopeGuard>
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
    void fact18_classesAreTheServers_data();
    void fact18_classesAreTheServers();
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

void TestMariadbConnection::fact18_classesAreTheServers_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("commits");
    const auto row = [](const char* sql, bool commits) {
        QTest::newRow(sql) << QString::fromLatin1(sql) << commits;
    };
    row("CREATE TABLE c18_new (a INT)", true);
    row("ALTER TABLE c18 ADD COLUMN b INT", true);
    row("RENAME TABLE c18 TO c18_other", true);
    row("TRUNCATE TABLE c18", true);
    row("DROP TABLE c18", true);
    row("CREATE INDEX c18_a ON c18 (a)", true);
    row("DROP INDEX c18_key ON c18", true);
    row("CREATE VIEW c18_view AS SELECT 1", true);
    row("DROP VIEW IF EXISTS c18_none", true);
    row("CREATE TRIGGER c18_trigger BEFORE INSERT ON c18 FOR EACH ROW SET @x = 1", true);
    row("DROP TRIGGER IF EXISTS c18_none", true);
    row("CREATE PROCEDURE c18_procedure() SELECT 1", true);
    row("DROP PROCEDURE IF EXISTS c18_none", true);
    row("CREATE FUNCTION c18_function() RETURNS INT RETURN 1", true);
    row("DROP FUNCTION IF EXISTS c18_none", true);
    row("CREATE EVENT c18_event ON SCHEDULE AT '2037-01-01' DO SELECT 1", true);
    row("DROP EVENT IF EXISTS c18_none", true);
    row("CREATE SEQUENCE c18_sequence", true);
    row("DROP SEQUENCE IF EXISTS c18_none", true);
    row("CREATE DATABASE IF NOT EXISTS whimbrel", true);
    row("DROP DATABASE IF EXISTS c18_none", true);
    row("CREATE USER c18_other", true);
    row("DROP USER c18_user", true);
    row("CREATE ROLE c18_other", true);
    row("DROP ROLE IF EXISTS c18_none", true);
    row("GRANT SELECT ON whimbrel.* TO c18_user", true);
    row("REVOKE CREATE ON *.* FROM c18_user", true);
    row("LOCK TABLES c18 WRITE", true);
    row("ANALYZE TABLE c18", true);
    row("CHECK TABLE c18", true);
    row("OPTIMIZE TABLE c18", true);
    row("REPAIR TABLE c18", true);
    row("FLUSH STATUS", true);
    row("RESET QUERY CACHE", true);
    row("ALTER TABLE t18 ADD COLUMN b INT", true); // a temporary one
    row("CREATE INDEX t18_a ON t18 (a)", true);
    row("CREATE TEMPORARY TABLE t18_new (a INT)", false);
    row("DROP TEMPORARY TABLE t18", false);
    row("UPDATE c18 SET a = 3", false);
    row("SELECT a FROM c18", false);
}

/// What the lexer says of a statement is what the server does with it.
void TestMariadbConnection::fact18_classesAreTheServers()
{
    QFETCH(QString, sql);
    QFETCH(bool, commits);
    for (const char* made : {"UNLOCK TABLES", "DROP TABLE IF EXISTS c18, c18_other",
             "DROP TEMPORARY TABLE IF EXISTS t18, t18_new",
             "CREATE TABLE c18 (a INT, KEY c18_key (a))", "CREATE TEMPORARY TABLE t18 (a INT)",
             "DROP ROLE IF EXISTS c18_other", "CREATE USER IF NOT EXISTS c18_user"}) {
        execute(*m_one, QString::fromLatin1(made));
    }
    const auto forget = qScopeGuard(
        [this] { (void)m_one->exec(QStringLiteral("DROP USER IF EXISTS c18_user, c18_other")); });
    QVERIFY(m_one->begin().has_value());
    execute(*m_one, QStringLiteral("INSERT INTO c18 VALUES (1)"));
    const auto done = m_one->exec(sql);
    QVERIFY2(done, qPrintable(done ? QString() : done.error().text()));
    QCOMPARE(single(*m_one, QStringLiteral("SELECT @@in_transaction")),
        commits ? QStringLiteral("0") : QStringLiteral("1"));
    m_one->rollback();
    const Script script = splitScript(sql.toUtf8(), Dialect::Mysql);
    QCOMPARE(script.statements.size(), 1);
    const Statement& statement = script.statements.constFirst();
    // One that ends transactions without being about the schema may be told as refusing them.
    QCOMPARE(statement.commits || !statement.inTransaction, commits);
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
