// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "tests/support/servers/test_servers.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QTest>
#include <QTimeZone>

#include <atomic>
#include <thread>

using namespace whimbrel;
using namespace whimbrel::test;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(whimbrel::Dialect)

/// What holds of every dialect: the promises of Connection.
class TestConnections final : public QObject {
    Q_OBJECT

private slots:
    void changedRows_data() { addDialects(); }
    void changedRows();
    void fact35_twoStatementsInOneTextAreRefused_data() { addDialects(); }
    void fact35_twoStatementsInOneTextAreRefused();
    void exactValues_data();
    void exactValues();
    void boundValues_data() { addDialects(); }
    void boundValues();
    void rowsCanBeLeft_data() { addDialects(); }
    void rowsCanBeLeft();
    void transactions_data() { addDialects(); }
    void transactions();
    void fact48_readTransactionRefusesWrites_data() { addDialects(); }
    void fact48_readTransactionRefusesWrites();
    void openedForReading_data() { addDialects(); }
    void openedForReading();
    void lockTimeout_data() { addDialects(); }
    void lockTimeout();
    void statementTimeout_data() { addDialects(); }
    void statementTimeout();
    void fact34_cancel_data();
    void fact34_cancel();
    void cancelBeforeAndAfter_data() { addDialects(); }
    void cancelBeforeAndAfter();
    void reopenNeedsALostConnection_data() { addDialects(); }
    void reopenNeedsALostConnection();
    void fact31_interruptedWriteRollsTheTransactionBack();
    void fact32_writersBeginImmediately();
    void fact49_secondWriterIsLockedOut();

private:
    static void addDialects();
};

namespace {

/// A query that takes minutes.
QString longQuery(Dialect dialect)
{
    switch (dialect) {
    case Dialect::Postgresql:
        return QStringLiteral("SELECT pg_sleep(60)");
    case Dialect::Mysql:
        return QStringLiteral("SELECT count(*) FROM seq_1_to_100000 a, seq_1_to_100000 b "
                              "WHERE a.seq * b.seq % 7 = 3");
    case Dialect::Sqlite:
    case Dialect::External:
        break;
    }
    return QStringLiteral("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n "
                          "< 2000000000) SELECT count(*) FROM c");
}

/// Fills t (a INT, b VARCHAR(40)) with rows.
void fill(Connection& connection, int rows)
{
    execute(connection, QStringLiteral("CREATE TABLE t (a INT, b VARCHAR(40))"));
    const QString numbers = connection.dialect() == Dialect::Postgresql
        ? QStringLiteral("SELECT n, 'x' FROM generate_series(1, %1) n")
        : connection.dialect() == Dialect::Mysql
        ? QStringLiteral("SELECT seq, 'x' FROM seq_1_to_%1")
        : QStringLiteral("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < "
                         "%1) SELECT n, 'x' FROM c");
    execute(connection, QStringLiteral("INSERT INTO t ") + numbers.arg(rows));
}

} // namespace

void TestConnections::addDialects()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("sqlite") << Dialect::Sqlite;
    QTest::newRow("postgresql") << Dialect::Postgresql;
    QTest::newRow("mariadb") << Dialect::Mysql;
}

void TestConnections::changedRows()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto connection = scratch.open();
    const auto rows = [&](const char* sql) {
        const auto done = connection->exec(QString::fromLatin1(sql));
        return done ? done->rows : -2;
    };
    QCOMPARE(rows("CREATE TABLE t (a INT, b VARCHAR(9))"), -1);
    QCOMPARE(rows("INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'z')"), 3);
    QCOMPARE(rows("-- two of them\nUPDATE t SET b = 'w' WHERE a > 1"), 2);
    QCOMPARE(rows("DELETE FROM t WHERE a = 9"), 0);
    QCOMPARE(rows("SELECT * FROM t"), -1);
    QVERIFY(connection->name().contains(
        dialect == Dialect::Sqlite ? scratch.name() : scratch.name() + QLatin1String(" on ")));
    QVERIFY(!connection->settings().value(QLatin1String("version")).toString().isEmpty());
    QCOMPARE(connection->sessionEvidence().isEmpty(), dialect == Dialect::Sqlite);
}

void TestConnections::fact35_twoStatementsInOneTextAreRefused()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto connection = scratch.open();
    for (const char* sql : {"CREATE TABLE one (a INT); SELECT * FROM missing",
             "CREATE TABLE one (a INT); CREATE TABLE two (a INT)"}) {
        const auto done = connection->exec(QString::fromLatin1(sql));
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Sql);
        QVERIFY(!connection->exec(QStringLiteral("SELECT * FROM one")));
    }
    // The semicolon of one statement, and what is no statement behind it, harm nobody but Qt.
    execute(*connection, QStringLiteral("CREATE TABLE one (a INT);"));
}

void TestConnections::exactValues_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, Dialect dialect, const char* sql, const char* text) {
        QTest::newRow(name) << dialect << QStringLiteral("SELECT ") + QString::fromUtf8(sql)
                            << (text ? QString::fromUtf8(text) : QString());
    };
    const Dialect pg = Dialect::Postgresql;
    row("pg null", pg, "NULL::int", nullptr);
    row("pg empty", pg, "''::text", "");
    row("pg bool", pg, "1 < 2", "true");
    row("pg bigint", pg, "9223372036854775807", "9223372036854775807");
    row("pg numeric", pg, "12345678901234567890.12345678901234567890::numeric",
        "12345678901234567890.12345678901234567890");
    row("pg numeric zeros", pg, "1.500::numeric(9,3)", "1.500");
    row("pg float", pg, "0.1::float8 + 0.2::float8", "0.30000000000000004");
    row("pg nan", pg, "'NaN'::float8", "NaN");
    row("pg bytea", pg, "'\\xdeadbeef00'::bytea", "x'deadbeef00'");
    row("pg timestamptz", pg, "'2026-01-02 03:04:05.123456+02'::timestamptz",
        "2026-01-02 01:04:05.123456+00");
    row("pg timestamp", pg, "'2026-01-02 03:04:05.1'::timestamp", "2026-01-02 03:04:05.1");
    row("pg interval", pg, "'90 minutes'::interval", "01:30:00");
    row("pg array", pg, "ARRAY[1, NULL, 2]", "{1,NULL,2}");
    row("pg text", pg, "E'ü 😀 \\\\ \\n'", "ü 😀 \\ \n");
    const Dialect my = Dialect::Mysql;
    row("my null", my, "NULL", nullptr);
    row("my empty", my, "''", "");
    row("my unsigned", my, "CAST(18446744073709551615 AS UNSIGNED)", "18446744073709551615");
    row("my bigint", my, "-9223372036854775808", "-9223372036854775808");
    row("my decimal", my, "CAST(123456789012345678901234567890.123456789 AS DECIMAL(60,9))",
        "123456789012345678901234567890.123456789");
    row("my double", my, "0.1e0 + 0.2e0", "0.30000000000000004");
    row("my blob", my, "CAST(x'00ff27' AS BINARY)", "x'00ff27'");
    row("my bit", my, "b'101' + 0", "5");
    row("my datetime", my, "CAST('2026-01-02 03:04:05.123456' AS DATETIME(6))",
        "2026-01-02 03:04:05.123456");
    row("my date", my, "DATE '2026-01-02'", "2026-01-02");
    row("my text", my, "'ü 😀 \\\\ \\n'", "ü 😀 \\ \n");
    row("my json", my, "JSON_OBJECT('a', 1)", "{\"a\": 1}");
    const Dialect lite = Dialect::Sqlite;
    row("sqlite null", lite, "NULL", nullptr);
    row("sqlite integer", lite, "9223372036854775807", "9223372036854775807");
    row("sqlite blob", lite, "x'00ff27'", "x'00ff27'");
    row("sqlite text", lite, "'ü 😀'", "ü 😀");
}

void TestConnections::exactValues()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, sql);
    QFETCH(QString, text);
    // Nothing is changed, so the servers' common database does.
    const ScratchDatabase file(Dialect::Sqlite);
    const auto connection
        = openConnection(dialect == Dialect::Sqlite ? file.url() : Servers::shared().url(dialect),
            Connection::Access::Read);
    QVERIFY(connection.has_value());
    const QString found = single(**connection, sql);
    QCOMPARE(found, text);
    QCOMPARE(found.isNull(), text.isNull());
}

void TestConnections::boundValues()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto connection = scratch.open();
    const bool isPg = dialect == Dialect::Postgresql;
    execute(*connection,
        QStringLiteral("CREATE TABLE v (id INT, whole BIGINT, real_number %1, words TEXT, bytes "
                       "%2, at %3, yes BOOLEAN)")
            .arg(isPg ? QStringLiteral("DOUBLE PRECISION") : QStringLiteral("DOUBLE"),
                isPg ? QStringLiteral("BYTEA") : QStringLiteral("BLOB"),
                isPg                            ? QStringLiteral("TIMESTAMPTZ")
                    : dialect == Dialect::Mysql ? QStringLiteral("DATETIME(3)")
                                                : QStringLiteral("TEXT")));
    const QString words = QStringLiteral("it's \"q\" \\ \n %1 :id ü 😀");
    const QByteArray bytes("\0\x27\xff\\", 4);
    const QDateTime at(QDate(2026, 1, 2), QTime(3, 4, 5, 678), Qt::UTC);
    const qint64 least = std::numeric_limits<qint64>::min();
    const QString insert
        = QStringLiteral("INSERT INTO v VALUES (:id, :whole, :real, :words, :bytes, :at, :yes)");
    execute(*connection, insert,
        {{QStringLiteral("id"), 1}, {QStringLiteral("whole"), least},
            {QStringLiteral("real"), 0.1 + 0.2}, {QStringLiteral("words"), words},
            {QStringLiteral("bytes"), bytes}, {QStringLiteral("at"), at},
            {QStringLiteral("yes"), true}});
    QMap<QString, QVariant> nothing{{QStringLiteral("id"), 2}};
    for (const char* name : {"whole", "real", "words", "bytes", "at", "yes"}) {
        nothing.insert(QLatin1String(name), QVariant());
    }
    execute(*connection, insert, nothing);
    // Empty is not NULL.
    execute(*connection, insert,
        {{QStringLiteral("id"), 3}, {QStringLiteral("whole"), 0}, {QStringLiteral("real"), 0},
            {QStringLiteral("words"), QStringLiteral("")},
            {QStringLiteral("bytes"), QByteArray("")}, {QStringLiteral("at"), QVariant()},
            {QStringLiteral("yes"), false}});

    const auto rows
        = connection->rows(QStringLiteral("SELECT * FROM v WHERE id >= :id ORDER BY id"),
            {{QStringLiteral("id"), QStringLiteral("1")}});
    QVERIFY2(rows.has_value(), qPrintable(rows ? QString() : rows.error().text()));
    QCOMPARE(rows->size(), 3);
    const Row& first = rows->at(0);
    QCOMPARE(first.at(1).toLongLong(), least);
    QCOMPARE(first.at(2).toDouble(), 0.1 + 0.2);
    QCOMPARE(first.at(3).toString(), words);
    QCOMPARE(first.at(4).toByteArray(), bytes);
    QVERIFY(textOf(first.at(5)).startsWith(QLatin1String("2026-01-02")));
    QVERIFY(textOf(first.at(5)).contains(QLatin1String("03:04:05.678")));
    QCOMPARE(first.at(6).toBool(), true);
    for (int i = 1; i < rows->at(1).size(); ++i) {
        QVERIFY(rows->at(1).at(i).isNull());
    }
    QVERIFY(!rows->at(2).at(3).isNull());
    QVERIFY(!rows->at(2).at(4).isNull());
    QCOMPARE(rows->at(2).at(4).toByteArray().size(), 0);

    // One name at two places, of which each wants its own type.
    QCOMPARE(single(*connection,
                 isPg ? QStringLiteral("SELECT count(*) FROM v WHERE id = :n OR words = :n::text")
                      : QStringLiteral("SELECT count(*) FROM v WHERE id = :n OR words = :n"),
                 {{QStringLiteral("n"), 2}}),
        QStringLiteral("1"));
}

void TestConnections::rowsCanBeLeft()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto connection = scratch.open();
    fill(*connection, 5000);
    int seen = 0;
    const Result<> left = connection->eachRow(QStringLiteral("SELECT a FROM t ORDER BY a"), {},
        [&seen](const Row&) { return ++seen < 3; });
    QVERIFY(left.has_value());
    QCOMPARE(seen, 3);
    QCOMPARE(connection->rows(QStringLiteral("SELECT a FROM t"), {}, 7)->size(), 7);
    QCOMPARE(single(*connection, QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("5000"));
    // A row that fails at the end of a query that began well is not passed over.
    if (dialect != Dialect::Sqlite) {
        return;
    }
    QVERIFY(!connection->value(QStringLiteral("SELECT a FROM missing")));
}

void TestConnections::transactions()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto connection = scratch.open();
    const auto other = scratch.open();
    fill(*connection, 1);
    const QString count = QStringLiteral("SELECT count(*) FROM t");
    const QString insert = QStringLiteral("INSERT INTO t VALUES (2, 'y')");

    QVERIFY(!connection->inTransaction());
    QVERIFY(connection->begin().has_value());
    QVERIFY(connection->inTransaction());
    execute(*connection, insert);
    QCOMPARE(single(*other, count), QStringLiteral("1"));
    connection->rollback();
    QVERIFY(!connection->inTransaction());
    QCOMPARE(single(*connection, count), QStringLiteral("1"));
    connection->rollback(); // harmless

    QVERIFY(connection->begin().has_value());
    execute(*connection, insert);
    QVERIFY(connection->commit().has_value());
    QVERIFY(!connection->inTransaction());
    QCOMPARE(single(*other, count), QStringLiteral("2"));

    const Result<> again = connection->commit();
    QVERIFY(!again.has_value());
    QCOMPARE(again.error().code, ErrorCode::Sql);
}

void TestConnections::fact48_readTransactionRefusesWrites()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto writer = scratch.open();
    fill(*writer, 3);
    // On SQLite it is the connection that reads only (PRAGMA query_only).
    const auto reader = scratch.open(
        dialect == Dialect::Sqlite ? Connection::Access::Read : Connection::Access::ReadWrite);
    QVERIFY(reader->beginRead().has_value());
    QVERIFY(reader->inTransaction());
    const QString count = QStringLiteral("SELECT count(*) FROM t");
    QCOMPARE(single(*reader, count), QStringLiteral("3"));
    if (dialect != Dialect::Sqlite) {
        execute(*writer, QStringLiteral("INSERT INTO t VALUES (4, 'y')"));
        QCOMPARE(single(*reader, count), QStringLiteral("3")); // one state
    }
    const auto refused = reader->exec(QStringLiteral("DELETE FROM t"));
    QVERIFY(!refused);
    reader->rollback();
    QVERIFY(!reader->inTransaction());
    QVERIFY(single(*writer, count).toInt() >= 3);
}

void TestConnections::openedForReading()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto writer = scratch.open();
    fill(*writer, 3);
    const auto reader = scratch.open(Connection::Access::Read);
    QCOMPARE(single(*reader, QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("3"));
    QVERIFY(!reader->exec(QStringLiteral("DELETE FROM t")));
    QVERIFY(!reader->exec(QStringLiteral("CREATE TABLE u (a INT)")));
    QCOMPARE(single(*writer, QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("3"));
}

void TestConnections::lockTimeout()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto holder = scratch.open();
    fill(*holder, 1);
    QVERIFY(holder->begin().has_value());
    execute(*holder, QStringLiteral("UPDATE t SET b = 'held'"));

    const auto waiter = scratch.open();
    waiter->setLockTimeout(300ms);
    QElapsedTimer clock;
    clock.start();
    const auto refused = waiter->exec(QStringLiteral("UPDATE t SET b = 'mine'"));
    qInfo("waited %lld ms", clock.elapsed());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Locked);
    QVERIFY(!refused.error().advice.isEmpty());
    QVERIFY(clock.elapsed() >= 250);
    QVERIFY(clock.elapsed() < 4000);

    // The connection is as good as before, and a longer limit reaches the server.
    QVERIFY(holder->commit().has_value());
    waiter->setLockTimeout(5s);
    execute(*waiter, QStringLiteral("UPDATE t SET b = 'mine'"));
    QCOMPARE(single(*holder, QStringLiteral("SELECT b FROM t")), QStringLiteral("mine"));
}

void TestConnections::statementTimeout()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto connection = scratch.open();
    connection->setStatementTimeout(300ms);
    QElapsedTimer clock;
    clock.start();
    const auto stopped = connection->exec(longQuery(dialect));
    qInfo("stopped after %lld ms", clock.elapsed());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Sql);
    QVERIFY2(stopped.error().message.contains(QLatin1String("300 ms")),
        qPrintable(stopped.error().message));
    QVERIFY(clock.elapsed() < 3000);
    connection->setStatementTimeout(0ms);
    QCOMPARE(single(*connection, QStringLiteral("SELECT 1")), QStringLiteral("1"));
}

void TestConnections::fact34_cancel_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("sql");
    QTest::newRow("sqlite query") << Dialect::Sqlite << longQuery(Dialect::Sqlite);
    QTest::newRow("sqlite update")
        << Dialect::Sqlite
        << QStringLiteral("UPDATE t SET b = (SELECT count(*) FROM t u WHERE u.a % 7 = t.a % 7)");
    QTest::newRow("postgresql sleep") << Dialect::Postgresql << longQuery(Dialect::Postgresql);
    QTest::newRow("postgresql update")
        << Dialect::Postgresql
        << QStringLiteral("UPDATE t SET b = (SELECT count(*) FROM t u WHERE u.a % 7 = t.a % 7)");
    QTest::newRow("mariadb query") << Dialect::Mysql << longQuery(Dialect::Mysql);
    QTest::newRow("mariadb update")
        << Dialect::Mysql
        << QStringLiteral("UPDATE t, (SELECT a.seq FROM seq_1_to_100000 a, seq_1_to_100000 b WHERE "
                          "a.seq * b.seq % 7 = 3) x SET t.b = x.seq WHERE t.a = x.seq");
}

void TestConnections::fact34_cancel()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, sql);
    const ScratchDatabase scratch(dialect);
    const auto interrupter = std::make_shared<Interrupter>();
    const auto connection = scratch.open(Connection::Access::ReadWrite, interrupter);
    fill(*connection, 20000);
    for (int round = 0; round < 2; ++round) {
        QElapsedTimer clock;
        std::atomic<qint64> asked = 0;
        clock.start();
        std::thread other([&] {
            std::this_thread::sleep_for(400ms);
            asked = clock.elapsed();
            interrupter->cancel();
        });
        const auto done = connection->exec(sql);
        const qint64 ended = clock.elapsed();
        other.join();
        qInfo("known %lld ms after it was asked for", ended - asked);
        QVERIFY(!done);
        QVERIFY2(done.error().code == ErrorCode::Cancelled, qPrintable(done.error().text()));
        QVERIFY(ended >= asked);
        QVERIFY(ended - asked < 2000); // a second, and one more for a machine that is busy
        QVERIFY(!connection->isLost());
        QVERIFY(!connection->inTransaction());

        // Nothing later is hit, and the session is the same.
        interrupter->reset();
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(single(*connection, QStringLiteral("SELECT count(*) FROM t WHERE b = 'x'")),
                QStringLiteral("20000"));
        }
    }
}

void TestConnections::cancelBeforeAndAfter()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto interrupter = std::make_shared<Interrupter>();
    auto connection = scratch.open(Connection::Access::ReadWrite, interrupter);
    fill(*connection, 1);
    QVERIFY(connection->begin().has_value());
    execute(*connection, QStringLiteral("UPDATE t SET b = 'y'"));
    interrupter->cancel();
    const auto refused = connection->exec(QStringLiteral("UPDATE t SET b = 'z'"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Cancelled);
    // What was cancelled can be rolled back all the same.
    connection->rollback();
    QVERIFY(!connection->inTransaction());
    interrupter->reset();
    QCOMPARE(single(*connection, QStringLiteral("SELECT b FROM t")), QStringLiteral("x"));
    connection.reset();
    interrupter->cancel(); // when there is nothing left to stop
}

void TestConnections::reopenNeedsALostConnection()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto connection = scratch.open();
    QVERIFY(!connection->isLost());
    const Result<> refused = connection->reopen();
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::Impossible);
    QVERIFY(connection->pinSession().has_value());
    QCOMPARE(single(*connection, QStringLiteral("SELECT 1")), QStringLiteral("1"));
}

void TestConnections::fact31_interruptedWriteRollsTheTransactionBack()
{
    const ScratchDatabase scratch(Dialect::Sqlite);
    const auto interrupter = std::make_shared<Interrupter>();
    const auto connection = scratch.open(Connection::Access::ReadWrite, interrupter);
    fill(*connection, 20000);
    QVERIFY(connection->begin().has_value());
    execute(*connection, QStringLiteral("INSERT INTO t VALUES (0, 'before')"));
    std::thread other([&] {
        std::this_thread::sleep_for(300ms);
        interrupter->cancel();
    });
    const auto done = connection->exec(
        QStringLiteral("UPDATE t SET b = (SELECT count(*) FROM t u WHERE u.a % 7 = t.a % 7)"));
    other.join();
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QVERIFY(!connection->inTransaction()); // and this is how it is seen
    interrupter->reset();
    QCOMPARE(single(*connection, QStringLiteral("SELECT count(*) FROM t WHERE b = 'before'")),
        QStringLiteral("0"));

    // Interrupting a query keeps the transaction.
    QVERIFY(connection->begin().has_value());
    execute(*connection, QStringLiteral("INSERT INTO t VALUES (0, 'before')"));
    std::thread third([&] {
        std::this_thread::sleep_for(300ms);
        interrupter->cancel();
    });
    QVERIFY(!connection->value(longQuery(Dialect::Sqlite)));
    third.join();
    QVERIFY(connection->inTransaction());
    interrupter->reset();
    QVERIFY(connection->commit().has_value());
    QCOMPARE(single(*connection, QStringLiteral("SELECT count(*) FROM t WHERE b = 'before'")),
        QStringLiteral("1"));
}

void TestConnections::fact32_writersBeginImmediately()
{
    const ScratchDatabase scratch(Dialect::Sqlite);
    const auto first = scratch.open();
    execute(*first, QStringLiteral("PRAGMA journal_mode = WAL"));
    fill(*first, 1);
    const auto second = scratch.open();
    second->setLockTimeout(300ms);
    QVERIFY(first->begin().has_value());
    // The second waits at its begin, not in the middle of its work.
    const Result<> refused = second->begin();
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::Locked);
    QVERIFY(first->commit().has_value());
    QVERIFY(second->begin().has_value());
    QCOMPARE(single(*second, QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("1"));
    execute(*second, QStringLiteral("DELETE FROM t"));
    QVERIFY(second->commit().has_value());
}

void TestConnections::fact49_secondWriterIsLockedOut()
{
    for (const char* mode : {"DELETE", "WAL"}) {
        const ScratchDatabase scratch(Dialect::Sqlite);
        const auto worker = scratch.open();
        execute(*worker, QStringLiteral("PRAGMA journal_mode = ") + QLatin1String(mode));
        fill(*worker, 1);
        QVERIFY(worker->begin().has_value());
        const auto control = scratch.open();
        control->setLockTimeout(200ms);
        const auto refused = control->exec(QStringLiteral("INSERT INTO t VALUES (2, 'y')"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Locked);
        worker->rollback();
    }
}

QTEST_GUILESS_MAIN(TestConnections)
#include "test_connections.moc"
