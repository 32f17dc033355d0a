// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "model/schema/schema_reader.h"
#include "tests/model/schema/schema_scripts.h"

#include <QElapsedTimer>
#include <QTest>

using namespace whimbrel;
using test::mustTake;
using test::runScript;
using test::ScratchDatabase;

namespace {

const char* const base
    = "CREATE TABLE customers (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, full_name varchar(50)"
      " NOT NULL DEFAULT '', email varchar(100) CHARACTER SET latin1, total decimal(10,2), low"
      " varchar(50) GENERATED ALWAYS AS (lower(full_name)) STORED, at timestamp DEFAULT"
      " CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, note json, f float, KEY by_name"
      " (full_name(10)), UNIQUE KEY by_mail (email), FULLTEXT KEY words (full_name)) CHARACTER SET"
      " utf8mb4 COMMENT 'who buys';"
      "CREATE TABLE orders (id int PRIMARY KEY, customer bigint unsigned, qty int, CONSTRAINT"
      " qty_check CHECK (qty > 0), CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES"
      " customers (id) ON DELETE CASCADE);"
      "CREATE TABLE log (id int, what varchar(10)) PARTITION BY RANGE (id) (PARTITION p1 VALUES "
      "LESS"
      " THAN (10), PARTITION p2 VALUES LESS THAN (20));"
      "CREATE VIEW rich AS SELECT id, full_name FROM customers WHERE total > 100;"
      "CREATE TRIGGER touch BEFORE INSERT ON customers FOR EACH ROW SET NEW.full_name ="
      " trim(NEW.full_name);"
      "CREATE FUNCTION plus_one(a int) RETURNS int DETERMINISTIC RETURN a + 1;"
      "CREATE EVENT tidy ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO DELETE FROM log;"
      "CREATE SEQUENCE numbers INCREMENT BY 5;"
      "GRANT SELECT ON customers TO app@'%'; GRANT UPDATE (email) ON customers TO app@'%'; GRANT"
      " EXECUTE ON FUNCTION plus_one TO app@'%';"
      "INSERT INTO customers (full_name, email, total, at, f) VALUES ('Ada', 'a@x', 1.5,"
      " '2026-01-01 10:00:00', 0.1), ('Kurt', NULL, NULL, '2026-01-01 10:00:00', 1e30);"
      "INSERT INTO orders VALUES (1, 1, 2); INSERT INTO log VALUES (1, 'x'), (11, 'y')";

} // namespace

class TestMariadbSchema final : public QObject {
    Q_OBJECT

private slots:
    void staysTheSame_data()
    {
        QTest::addColumn<QByteArray>("change");
        const auto row = [](const char* name, const char* change) {
            QTest::newRow(name) << QByteArray(change);
        };
        row("nothing", "");
        row("columns come and go",
            "ALTER TABLE customers ADD x int DEFAULT 5 AFTER id; ALTER TABLE customers DROP x");
        row("index made again",
            "DROP INDEX by_name ON customers; CREATE INDEX by_name USING BTREE ON customers"
            " (`FULL_NAME`(10) ASC)");
        row("view made again",
            "CREATE OR REPLACE DEFINER = app@'%' VIEW rich AS select ID as id, `full_name` from"
            " customers where (total>100)");
        row("trigger made again",
            "DROP TRIGGER touch; CREATE DEFINER = app@'%' TRIGGER touch BEFORE INSERT ON customers"
            " FOR EACH ROW SET NEW.full_name = trim(NEW.full_name)");
        row("grants given and taken",
            "GRANT INSERT ON orders TO app@'%'; REVOKE INSERT ON orders FROM app@'%'");
        row("foreign key made again",
            "ALTER TABLE orders DROP FOREIGN KEY orders_customer; ALTER TABLE orders ADD CONSTRAINT"
            " orders_customer FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE ON"
            " UPDATE NO ACTION");
        row("table rebuilt", "ALTER TABLE customers FORCE");
        row("table renamed and back", "RENAME TABLE log TO log2; RENAME TABLE log2 TO log");
        row("statistics", "ANALYZE TABLE customers");
        row("our own journal",
            "CREATE TABLE whimbrel_run (id int AUTO_INCREMENT PRIMARY KEY, t varchar(9) UNIQUE "
            "CHECK"
            " (t <> '')); INSERT INTO whimbrel_run (t) VALUES ('x')");
        row("session settings",
            "SET time_zone = '+09:00'; SET sql_mode = 'ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH'");
    }
    void staysTheSame()
    {
        QFETCH(QByteArray, change);
        QCOMPARE(sentences(test::differencesAfter(Dialect::Mysql, base, change)), QStringList());
    }

    void changes_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* change, const QStringList& expected) {
            QTest::newRow(change) << QByteArray(change) << expected;
        };
        const QString customers = QStringLiteral("table customers: ");
        const QString orders = QStringLiteral("table orders: ");
        row("CREATE TABLE t (a int)", {QStringLiteral("table t is there, but was not expected")});
        row("ALTER TABLE log ENGINE = Aria",
            {QStringLiteral("table log: the engine is Aria instead of InnoDB"),
                QStringLiteral("table log: the row format is Page instead of Dynamic")});
        row("ALTER TABLE customers COMMENT ''",
            {customers + QStringLiteral("the comment is lost, it was who buys")});
        row("ALTER TABLE customers MODIFY email varchar(100) CHARACTER SET utf8mb4",
            {customers
                + QStringLiteral("the collation of column email is utf8mb4_general_ci instead of "
                                 "latin1_swedish_ci")});
        row("ALTER TABLE customers MODIFY at timestamp NULL DEFAULT CURRENT_TIMESTAMP",
            {customers
                + QStringLiteral("the behavior of column at is lost, it was on update "
                                 "current_timestamp()")});
        row("ALTER TABLE customers MODIFY total decimal(10,2) INVISIBLE",
            {customers
                + QStringLiteral("the behavior of column total is INVISIBLE instead of none")});
        row("ALTER TABLE customers ALTER INDEX by_name IGNORED",
            {customers + QStringLiteral("the state of index by_name is IGNORED instead of none")});
        row("ALTER TABLE customers DROP INDEX by_name, ADD INDEX by_name (full_name(12))",
            {customers
                + QStringLiteral("index by_name is (full_name(12)) instead of (full_name(10))")});
        row("ALTER TABLE customers DROP INDEX words, ADD INDEX words (full_name)",
            {customers
                + QStringLiteral("index words is (full_name) instead of FULLTEXT (full_name)")});
        row("ALTER TABLE orders DROP FOREIGN KEY orders_customer",
            {orders + QStringLiteral("foreign key orders_customer is missing")});
        row("ALTER TABLE orders DROP CONSTRAINT qty_check",
            {orders + QStringLiteral("check qty_check is missing")});
        row("ALTER TABLE log DROP PARTITION p2; INSERT INTO log VALUES (2, 'y')",
            {QStringLiteral(
                 "table log: the list of partitions is RANGE `id` p1 10 instead of RANGE `id` p1 "
                 "10; RANGE `id` p2 20"),
                QStringLiteral("table log: its rows hold other values")});
        row("CREATE OR REPLACE VIEW rich AS SELECT id, full_name FROM customers WHERE total > 99",
            {QStringLiteral("view rich: the definition differs")});
        row("CREATE OR REPLACE SQL SECURITY INVOKER VIEW rich AS SELECT id, full_name FROM "
            "customers"
            " WHERE total > 100",
            {QStringLiteral("view rich: the security is INVOKER instead of none")});
        row("CREATE OR REPLACE TRIGGER touch AFTER INSERT ON customers FOR EACH ROW SET @x = 1",
            {QStringLiteral("trigger touch: the time is AFTER instead of BEFORE"),
                QStringLiteral("trigger touch: the body differs")});
        row("CREATE OR REPLACE FUNCTION plus_one(a bigint) RETURNS int DETERMINISTIC RETURN a + 2",
            {QStringLiteral("routine plus_one: the body is RETURN a + 2 instead of RETURN a + 1"),
                QStringLiteral(
                    "routine plus_one: the list of parameters is (IN a bigint(20)) instead of "
                    "(IN a int(11))")});
        row("ALTER EVENT tidy DISABLE",
            {QStringLiteral("event tidy: the state is DISABLED instead of none")});
        row("DROP SEQUENCE numbers", {QStringLiteral("sequence numbers is missing")});
        row("SELECT SETVAL(numbers, 50)",
            {QStringLiteral("sequence numbers is not reset (was 1, is 55)")});
        row("REVOKE UPDATE (email) ON customers FROM app@'%'",
            {customers + QStringLiteral("grant UPDATE to app@% on column email is lost")});
        row("UPDATE customers SET f = 0.1000001, at = '2026-01-01 10:00:00' WHERE id = 1",
            {customers + QStringLiteral("its rows hold other values")});
        row("UPDATE customers SET note = '{}', at = '2026-01-01 10:00:00' WHERE id = 1",
            {customers + QStringLiteral("its rows hold other values")});
    }
    void changes()
    {
        QFETCH(QByteArray, change);
        QFETCH(QStringList, expected);
        const auto found = test::differencesAfter(Dialect::Mysql, base, change);
        QCOMPARE(sentences(found).join(u'\n'), expected.join(u'\n'));
    }

    void rows_data()
    {
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("other");
        QTest::addColumn<bool>("same");
        const auto row = [](const char* one, const char* other, bool same) {
            QTest::addRow("%s | %s", one, other) << QByteArray(one) << QByteArray(other) << same;
        };
        row("VALUES (1, 'a', 1), (2, 'b', 1)", "VALUES (2, 'b', 1), (1, 'a', 1)", true);
        row("VALUES (1, 'a', 1), (1, 'a', 1)", "VALUES (1, 'a', 1), (1, 'b', 1)", false);
        row("VALUES (1, 'a', 1), (1, 'a', 1), (2, 'b', 1)",
            "VALUES (1, 'a', 1), (2, 'b', 1), (2, 'b', 1)", false);
        row("VALUES (1, NULL, 1)", "VALUES (1, '', 1)", false);
        row("VALUES (1, 'n', 1)", "VALUES (1, NULL, 1)", false);
        row("VALUES (1, 'ä', 1)", "VALUES (1, 'a', 1)", false);
        row("VALUES (1, 'A', 1)", "VALUES (1, 'a', 1)", false);
        row("VALUES (1, 'a ', 1)", "VALUES (1, 'a', 1)", false);
        row("VALUES (1, 'a', 0.1)", "VALUES (1, 'a', 0.100000001)", true); // one float
        row("VALUES (1, 'a', 0.1)", "VALUES (1, 'a', 0.1000001)", false);
    }
    void rows()
    {
        QFETCH(QByteArray, one);
        QFETCH(QByteArray, other);
        QFETCH(bool, same);
        const QByteArray table
            = "CREATE TABLE t (n int, s text, f float) CHARACTER SET utf8mb4; INSERT INTO t ";
        const auto found = test::differencesBetween(Dialect::Mysql, table + one, table + other);
        QCOMPARE(found.isEmpty(), same);
    }

    /// Every type can be digested.
    void types()
    {
        const ScratchDatabase database(Dialect::Mysql);
        const auto connection = database.open();
        runScript(*connection,
            "CREATE TABLE t (a tinyint, b bit(5), c binary(3), d varbinary(9), e blob, f enum('x',"
            " 'y'), g set('x', 'y'), h point, i geometry, j json, k uuid, l inet6, m year, n"
            " time(3), o datetime(6), p double, q char(3) CHARACTER SET utf16, r mediumtext);"
            "INSERT INTO t VALUES (-1, b'101', 'abc', x'00ff', x'00', 'x', 'x,y', POINT(1, 2),"
            " POINT(3, 4), '{\"a\": 1}', UUID(), '::1', 2026, '10:00:00.123', '2026-01-01"
            " 10:00:00.123456', 0.1, 'äb', 'x'); INSERT INTO t () VALUES ()");
        const Fingerprint before = mustTake(*connection);
        QCOMPARE(before.rowCount(), 2);
        for (const char* change : {"b = b'100'", "c = 'abd'", "d = x'00fe'", "e = x'01'", "f = 'y'",
                 "g = 'x'", "h = POINT(1, 3)", "i = NULL", "j = '{}'", "k = UUID()", "l = '::2'",
                 "o = '2026-01-01 10:00:00.123457'", "p = 0.1000000000000001", "q = 'ab'"}) {
            QVERIFY(connection->begin());
            runScript(*connection, QByteArray("UPDATE t SET ") + change + " WHERE a = -1");
            QVERIFY2(!(mustTake(*connection) == before), change);
            connection->rollback();
        }
        QVERIFY(mustTake(*connection) == before);
    }

    void columnOrderIsToldApart()
    {
        const auto found = test::differencesBetween(Dialect::Mysql,
            "CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x'), (2, NULL)",
            "CREATE TABLE t (b text, a int); INSERT INTO t VALUES (NULL, 2), ('x', 1)");
        QCOMPARE(found.size(), 1);
        QCOMPARE(likeness(found), Likeness::OrderDiffers);
    }

    /// The settings of the session are put back.
    void leavesTheSessionAsItWas()
    {
        const ScratchDatabase database(Dialect::Mysql);
        const auto connection = database.open();
        runScript(*connection, "SET time_zone = '+09:00'; SET sql_mode = 'ANSI_QUOTES'");
        QVERIFY(readSchema(*connection));
        QVERIFY(!connection->inTransaction());
        QCOMPARE(test::single(*connection, QStringLiteral("SELECT @@sql_mode")),
            QStringLiteral("ANSI_QUOTES"));
        QCOMPARE(test::single(*connection, QStringLiteral("SELECT @@time_zone")),
            QStringLiteral("+09:00"));
    }

    /// A cancelled reading leaves neither a transaction nor its own settings behind.
    void cancelled()
    {
        const ScratchDatabase database(Dialect::Mysql);
        const auto connection = database.open();
        runScript(*connection, "CREATE TABLE t (a int); CREATE TABLE u (a int)");
        const QString mode = test::single(*connection, QStringLiteral("SELECT @@sql_mode"));
        QVERIFY(!mode.isEmpty());
        FingerprintOptions options;
        options.isCancelled = [&] {
            connection->interrupter().cancel();
            return false;
        };
        const auto taken = fingerprint(*connection, options);
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, ErrorCode::Cancelled);
        connection->interrupter().reset();
        QVERIFY(!connection->inTransaction());
        QCOMPARE(test::single(*connection, QStringLiteral("SELECT @@sql_mode")), mode);
    }

    /// Names that need quotes, and tables whose names only differ in case.
    void oddNames()
    {
        const ScratchDatabase database(Dialect::Mysql);
        const auto connection = database.open();
        runScript(*connection,
            "CREATE TABLE `My ``Order` (`select` int PRIMARY KEY, `a \"b\" %1` text, `it's` int);"
            "CREATE TABLE T (a int); CREATE TABLE t (a int); INSERT INTO T VALUES (1); INSERT INTO"
            " t VALUES (1), (2); INSERT INTO `My ``Order` VALUES (1, 'x', 2); CREATE SEQUENCE"
            " `s'q`");
        const Fingerprint before = mustTake(*connection);
        QCOMPARE(before.rowCount(), 4);
        runScript(*connection,
            "ALTER TABLE `My ``Order` MODIFY `it's` int NOT NULL; DELETE FROM t WHERE a = 1");
        QCOMPARE(sentences(compare(before, mustTake(*connection))),
            QStringList({QStringLiteral("table My `Order: column it's refuses NULL"),
                QStringLiteral("table t: it has 1 row instead of 2")}));
    }

    /// Who may not look at something is told so, instead of being told that it is equal.
    void whatCouldNotBeRead()
    {
        const ScratchDatabase database(Dialect::Mysql);
        const auto owner = database.open();
        runScript(*owner,
            "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE PROCEDURE p() SELECT"
            " 1;");
        test::execute(*owner,
            QStringLiteral("GRANT SELECT, EXECUTE ON %1.* TO app@'%'").arg(database.name()));
        const auto opened = openConnection(
            test::Servers::shared().url(Dialect::Mysql, QStringLiteral("app"), database.name()),
            Connection::Access::Read);
        QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().text()));
        const auto schema = readSchema(**opened);
        QVERIFY2(schema, qPrintable(schema ? QString() : schema.error().text()));
        QCOMPARE(schema->notRead,
            QStringList({QStringLiteral("grants on routines, and grants to other users"),
                QStringLiteral("the body of routine p"),
                QStringLiteral("the definition of view v")}));
        QVERIFY(mustTake(*owner).schema.notRead.isEmpty());
    }

    void manyTables()
    {
        const ScratchDatabase database(Dialect::Mysql);
        const auto connection = database.open();
        // InnoDB waits for the disk at every table, which takes a minute for a thousand.
        constexpr int ofInnodb = 200;
        for (int i = 0; i < 1000; ++i) {
            test::execute(*connection,
                QStringLiteral("CREATE TABLE t%1 (id bigint AUTO_INCREMENT PRIMARY KEY, a"
                               " varchar(20) NOT NULL DEFAULT 'x', b decimal(10,2) CHECK (b > 0), d"
                               " bigint, KEY (a), FOREIGN KEY (d) REFERENCES t%1 (id)) ENGINE ="
                               " %2")
                    .arg(i)
                    .arg(QLatin1String(i < ofInnodb ? "InnoDB" : "MyISAM")));
        }
        QElapsedTimer timer;
        timer.start();
        const auto schema = readSchema(*connection);
        const auto forSchema = timer.restart();
        QVERIFY(schema);
        QCOMPARE(schema->tables.size(), 1000);
        QCOMPARE(schema->table(u"t7")->indexes.size(), 3);
        const Fingerprint first = mustTake(*connection);
        const auto forFingerprint = timer.restart();
        QVERIFY(compare(first, mustTake(*connection)).isEmpty());
        qInfo("1000 tables: schema %lld ms, fingerprint %lld ms", static_cast<long long>(forSchema),
            static_cast<long long>(forFingerprint));
        QVERIFY(forSchema < 20000);
    }

    void manyRows()
    {
        const ScratchDatabase database(Dialect::Mysql);
        const auto connection = database.open();
        runScript(*connection,
            "CREATE TABLE t AS SELECT seq AS id, CONCAT('First', seq, ' Last', seq) AS full_name,"
            " seq * 1.5 AS balance FROM seq_1_to_200000");
        QElapsedTimer timer;
        timer.start();
        const Fingerprint before = mustTake(*connection);
        qInfo("200,000 rows: %lld ms", static_cast<long long>(timer.elapsed()));
        QCOMPARE(before.rowCount(), 200000);
        runScript(*connection, "UPDATE t SET balance = balance + 1 WHERE id = 777");
        QVERIFY(!(mustTake(*connection) == before));
    }
};

QTEST_GUILESS_MAIN(TestMariadbSchema)
#include "test_mariadb_schema.moc"
