// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/fingerprint.h"
#include "tests/model/schema/sqlite_scratch.h"

#include <QElapsedTimer>
#include <QTest>

using namespace whimbrel;
using test::SqliteScratch;

namespace {

const char* const base
    = "CREATE TABLE customers (id INTEGER PRIMARY KEY AUTOINCREMENT, full_name TEXT NOT NULL "
      "DEFAULT '', "
      "email TEXT COLLATE NOCASE, age INT CHECK (age >= 0));"
      "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers "
      "(id) ON DELETE CASCADE);"
      "CREATE UNIQUE INDEX customers_email ON customers (email) WHERE email IS NOT NULL;"
      "CREATE VIEW adults AS SELECT full_name FROM customers WHERE age >= 18;"
      "CREATE TRIGGER tidy AFTER INSERT ON customers BEGIN UPDATE customers SET full_name = "
      "trim(full_name) WHERE id = NEW.id; END;"
      "INSERT INTO customers (full_name, email, age) VALUES ('Ada Lovelace', 'ada@example.org', "
      "36), ('Kurt Gödel', NULL, 71);"
      "INSERT INTO orders (customer) VALUES (1), (1), (2);";

/// The twelve steps of the manual.
const char* const rebuild
    = "PRAGMA foreign_keys = OFF; BEGIN; DROP VIEW adults;"
      "CREATE TABLE new_customers (id integer primary key autoincrement, full_name text default '' "
      "not null, "
      "\"email\" TEXT collate nocase, age INT, check (AGE>=0)); -- the same\n"
      "INSERT INTO new_customers SELECT * FROM customers; DROP TABLE customers;"
      "ALTER TABLE new_customers RENAME TO customers;"
      "CREATE UNIQUE INDEX customers_email ON customers(email) WHERE \"email\" is not null;"
      "CREATE VIEW adults AS select [full_name] from customers /* all */ where age>=18;"
      "CREATE TRIGGER tidy AFTER INSERT ON customers FOR EACH ROW BEGIN update customers set "
      "full_name=trim(full_name) where id=new.id; END;"
      "COMMIT; PRAGMA foreign_keys = ON;";

Fingerprint taken(const SqliteScratch& database, const FingerprintOptions& options = {})
{
    const auto result = fingerprint(database.connection(), options);
    if (!result) {
        qWarning("%s", qPrintable(result.error().text()));
        return {};
    }
    return *result;
}

} // namespace

class TestFingerprint final : public QObject {
    Q_OBJECT

private slots:
    void staysTheSame_data()
    {
        QTest::addColumn<QByteArray>("script");
        const auto row = [](const char* name, const char* script) {
            QTest::newRow(name) << QByteArray(script);
        };
        row("nothing", "");
        row("column added and dropped",
            "ALTER TABLE customers ADD COLUMN x TEXT DEFAULT 'y'; ALTER TABLE customers DROP "
            "COLUMN x");
        row("rebuilt", rebuild);
        row("rebuilt twice", (QByteArray(rebuild) + rebuild).constData());
        row("renamed and back",
            "ALTER TABLE customers RENAME TO people; ALTER TABLE people RENAME TO customers");
        row("column renamed and back",
            "ALTER TABLE customers RENAME COLUMN email TO mail; ALTER TABLE customers RENAME "
            "COLUMN mail TO email");
        row("index dropped and made",
            "DROP INDEX customers_email; create unique index customers_email on "
            "customers(\"email\") where email is not null");
        row("trigger dropped and made",
            "DROP TRIGGER tidy; CREATE TRIGGER tidy AFTER INSERT ON [customers] BEGIN /* x */ "
            "UPDATE \"customers\" SET full_name = TRIM(full_name) WHERE id = new.id; END");
        row("our own tables",
            "CREATE TABLE whimbrel_runs (a); INSERT INTO whimbrel_runs VALUES (1); CREATE INDEX x "
            "ON whimbrel_runs (a)");
        row("statistics", "ANALYZE");
        row("vacuum", "VACUUM");
        row("rows gone and back",
            "DELETE FROM orders WHERE id = 2; INSERT INTO orders VALUES (2, 1)");
        row("numbers used up",
            "INSERT INTO customers (full_name) VALUES ('x'); DELETE FROM customers WHERE full_name "
            "= 'x'");
    }
    void staysTheSame()
    {
        QFETCH(QByteArray, script);
        SqliteScratch database(base);
        QVERIFY2(database.error().isEmpty(), qPrintable(database.error()));
        const Fingerprint before = taken(database);
        QCOMPARE(before.hex.size(), 64);
        QCOMPARE(before.rowCount(), 5);
        QVERIFY2(database.run(script), qPrintable(database.error()));
        const Fingerprint after = taken(database);
        QCOMPARE(sentences(compare(before, after)), QStringList());
        QCOMPARE(after.hex, before.hex);
        QCOMPARE(after.schema, before.schema);
        QCOMPARE(after.rows, before.rows);
    }

    void changes_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const char* script, const char* words) {
            QTest::newRow(name) << QByteArray(script) << QString::fromLatin1(words);
        };
        row("column", "ALTER TABLE customers ADD COLUMN x", "column x is there");
        row("index", "DROP INDEX customers_email", "index customers_email is missing");
        row("index not unique",
            "DROP INDEX customers_email; CREATE INDEX customers_email ON customers (email) WHERE "
            "email IS NOT NULL",
            "index customers_email");
        row("index not partial",
            "DROP INDEX customers_email; CREATE UNIQUE INDEX customers_email ON customers (email)",
            "index customers_email");
        row("index collation",
            "DROP INDEX customers_email; CREATE UNIQUE INDEX customers_email ON customers (email "
            "COLLATE BINARY) WHERE email IS NOT NULL",
            "index customers_email");
        row("trigger", "DROP TRIGGER tidy", "trigger tidy is missing");
        row("trigger body",
            "DROP TRIGGER tidy; CREATE TRIGGER tidy AFTER INSERT ON customers BEGIN UPDATE "
            "customers SET full_name = ltrim(full_name) WHERE id = NEW.id; END",
            "trigger tidy: the body differs");
        row("trigger string",
            "DROP TRIGGER tidy; CREATE TRIGGER tidy AFTER INSERT ON customers BEGIN UPDATE "
            "customers SET full_name = trim('full_name') WHERE id = NEW.id; END",
            "trigger tidy: the body differs");
        row("trigger timing",
            "DROP TRIGGER tidy; CREATE TRIGGER tidy BEFORE INSERT ON customers BEGIN UPDATE "
            "customers SET full_name = trim(full_name) WHERE id = NEW.id; END",
            "trigger tidy: the time is BEFORE instead of AFTER");
        row("view",
            "DROP VIEW adults; CREATE VIEW adults AS SELECT full_name FROM customers WHERE age > "
            "18",
            "view adults");
        row("value", "UPDATE customers SET full_name = 'Ada King' WHERE id = 1",
            "customers: its rows hold other values");
        row("type of a value",
            "PRAGMA foreign_keys = OFF; UPDATE orders SET customer = 1.5 WHERE id = 1",
            "orders: its rows hold other values");
        row("NULL", "UPDATE customers SET email = '' WHERE id = 2", "other values");
        row("case of a value", "UPDATE customers SET email = 'ADA@example.org' WHERE id = 1",
            "other values");
        row("row gone", "DELETE FROM orders WHERE id = 3", "orders: it has 2 rows instead of 3");
        row("row more", "INSERT INTO orders VALUES (9, 1)", "orders: it has 4 rows instead of 3");
        row("key of a row", "UPDATE orders SET id = 7 WHERE id = 3", "other values");
        row("user version", "PRAGMA user_version = 4", "user_version is 4");
        row("table name", "ALTER TABLE customers RENAME TO people", "table customers is missing");
        row("column name", "ALTER TABLE customers RENAME COLUMN email TO mail",
            "column email is missing");
    }
    void changes()
    {
        QFETCH(QByteArray, script);
        QFETCH(QString, words);
        SqliteScratch database(base);
        const Fingerprint before = taken(database);
        QVERIFY2(database.run(script), qPrintable(database.error()));
        const Fingerprint after = taken(database);
        QVERIFY(after.hex != before.hex);
        const QStringList lines = sentences(compare(before, after));
        QVERIFY2(lines.join(u'\n').contains(words), qPrintable(lines.join(u'\n')));
    }

    /// A rebuild that loses something on the way.
    void carelessRebuilds_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const char* from, const char* to, const char* words) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QString::fromLatin1(words);
        };
        row("default", " default ''", "", "default of column full_name");
        row("not null", " not null", "", "column full_name allows NULL");
        row("collation", " collate nocase", "", "collation of column email");
        row("check", ", check (AGE>=0)", "", "check age >= 0 is missing");
        row("autoincrement", " autoincrement", "", "lacks AUTOINCREMENT");
        row("type", "age INT", "age INTEGER", "type of column age");
        row("unique", "age INT,", "age INT unique,", "constraint UNIQUE (age)");
        row("strict", ">=0)); -- the same", ">=0)) strict;", "STRICT");
        row("conflict", "not null,", "not null on conflict ignore,", "conflict rule");
    }
    void carelessRebuilds()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, words);
        SqliteScratch database(base);
        const Fingerprint before = taken(database);
        QByteArray script(rebuild);
        QVERIFY(script.contains(from));
        script.replace(script.indexOf(from), from.size(), to);
        QVERIFY2(database.run(script), qPrintable(database.error()));
        const Fingerprint after = taken(database);
        QVERIFY(after.hex != before.hex);
        const QStringList lines = sentences(compare(before, after));
        QVERIFY2(lines.join(u'\n').contains(words), qPrintable(lines.join(u'\n')));
    }

    /// Two ways to write the same schema, and pairs that only look alike.
    void pairs_data()
    {
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("other");
        QTest::addColumn<bool>("same");
        const auto row = [](const char* one, const char* other, bool same) {
            QTest::addRow("%s | %s", one, other) << QByteArray(one) << QByteArray(other) << same;
        };
        row("CREATE TABLE t (a UNIQUE)", "CREATE TABLE t (a, UNIQUE (a))", true);
        row("CREATE TABLE t (a UNIQUE)", "CREATE TABLE t (a); CREATE UNIQUE INDEX i ON t (a)",
            false);
        row("CREATE TABLE t (a INTEGER PRIMARY KEY)", "CREATE TABLE t (a INTEGER, PRIMARY KEY (a))",
            true);
        row("CREATE TABLE t (a INTEGER PRIMARY KEY)", "CREATE TABLE t (a INT PRIMARY KEY)", false);
        row("CREATE TABLE t (a INTEGER PRIMARY KEY)", "CREATE TABLE t (a INTEGER PRIMARY KEY DESC)",
            false);
        row("CREATE TABLE t (a, b, PRIMARY KEY (a, b))",
            "CREATE TABLE t (a, b, PRIMARY KEY (b, a))", false);
        row("CREATE TABLE t (a DEFAULT NULL)", "CREATE TABLE t (a)", true);
        row("CREATE TABLE t (a DEFAULT 'x')", "CREATE TABLE t (a DEFAULT \"x\")", true);
        row("CREATE TABLE t (a DEFAULT 1)", "CREATE TABLE t (a DEFAULT '1')", false);
        row("CREATE TABLE t (a DEFAULT (1))", "CREATE TABLE t (a DEFAULT 1)", true);
        row("CREATE TABLE t (a VARCHAR(9))", "CREATE TABLE t (a varchar ( 9 ))", true);
        row("CREATE TABLE t (a, b)", "CREATE TABLE t (b, a)", false);
        row("CREATE TABLE t (a)", "CREATE TABLE T (a)", false);
        row("CREATE TABLE t (b, a INT AS (1))", "CREATE TABLE t (b, a INT AS (1) STORED)", false);
        row("CREATE TABLE t (b, a INT AS (b + 1))", "CREATE TABLE t (b, a INT AS (b + 2))", false);
        row("CREATE TABLE t (b, a INT AS (b + 1))",
            "CREATE TABLE t (b, a INT GENERATED ALWAYS AS (B+1) VIRTUAL)", true);
        row("CREATE TABLE p (i INTEGER PRIMARY KEY); CREATE TABLE t (a REFERENCES p)",
            "CREATE TABLE p (i INTEGER PRIMARY KEY); CREATE TABLE t (a, FOREIGN KEY (a) REFERENCES "
            "P (I) ON DELETE NO ACTION)",
            true);
        row("CREATE TABLE p (i INTEGER PRIMARY KEY); CREATE TABLE t (a REFERENCES p)",
            "CREATE TABLE p (i INTEGER PRIMARY KEY); CREATE TABLE t (a REFERENCES p ON DELETE "
            "CASCADE)",
            false);
        row("CREATE TABLE p (i INTEGER PRIMARY KEY); CREATE TABLE t (a REFERENCES p)",
            "CREATE TABLE p (i INTEGER PRIMARY KEY); CREATE TABLE t (a REFERENCES p DEFERRABLE "
            "INITIALLY DEFERRED)",
            false);
        row("CREATE TABLE t (a); CREATE INDEX i ON t (a)",
            "CREATE TABLE t (a); CREATE INDEX i ON t (a DESC)", false);
        row("CREATE TABLE t (a); CREATE INDEX i ON t (lower(a))",
            "CREATE TABLE t (a); CREATE INDEX i ON \"t\" (LOWER(\"a\"))", true);
        row("CREATE TABLE t (a); CREATE INDEX i ON t (lower(a))",
            "CREATE TABLE t (a); CREATE INDEX i ON t (upper(a))", false);
        // Values
        row("CREATE TABLE t (a); INSERT INTO t VALUES (1)",
            "CREATE TABLE t (a); INSERT INTO t VALUES ('1')", false);
        row("CREATE TABLE t (a); INSERT INTO t VALUES (1)",
            "CREATE TABLE t (a); INSERT INTO t VALUES (1.0)", false);
        row("CREATE TABLE t (a); INSERT INTO t VALUES ('a')",
            "CREATE TABLE t (a); INSERT INTO t VALUES (x'61')", false);
        row("CREATE TABLE t (a); INSERT INTO t VALUES (NULL)",
            "CREATE TABLE t (a); INSERT INTO t VALUES ('')", false);
        row("CREATE TABLE t (a); INSERT INTO t VALUES (NULL)", "CREATE TABLE t (a)", false);
        row("CREATE TABLE t (a, b); INSERT INTO t VALUES ('x', 'yz')",
            "CREATE TABLE t (a, b); INSERT INTO t VALUES ('xy', 'z')", false);
        row("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (2)",
            "CREATE TABLE t (a); INSERT INTO t VALUES (2), (1), (2)", true);
        row("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (2)",
            "CREATE TABLE t (a); INSERT INTO t VALUES (2), (1), (1)", false);
        row("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 5), (1.0, 5)",
            "CREATE TABLE t (a, b); INSERT INTO t VALUES (1.0, 5), (1, 5)", true);
        row("CREATE TABLE t (a COLLATE NOCASE, b); INSERT INTO t VALUES ('a', 1), ('A', 1)",
            "CREATE TABLE t (a COLLATE NOCASE, b); INSERT INTO t VALUES ('A', 1), ('a', 1)", true);
        row("CREATE TABLE t (a PRIMARY KEY, b); INSERT INTO t VALUES (NULL, 1), (NULL, 2)",
            "CREATE TABLE t (a PRIMARY KEY, b); INSERT INTO t VALUES (NULL, 2), (NULL, 1)", true);
        row("CREATE TABLE t (a PRIMARY KEY, b) WITHOUT ROWID; INSERT INTO t VALUES (1, 2), (3, 4)",
            "CREATE TABLE t (a PRIMARY KEY, b) WITHOUT ROWID; INSERT INTO t VALUES (3, 4), (1, 2)",
            true);
        row("CREATE TABLE t (a PRIMARY KEY, b) WITHOUT ROWID; INSERT INTO t VALUES (1, 2)",
            "CREATE TABLE t (a PRIMARY KEY, b) WITHOUT ROWID; INSERT INTO t VALUES (1, 3)", false);
        row("CREATE TABLE t (a); INSERT INTO t VALUES (CAST(x'ff' AS TEXT))",
            "CREATE TABLE t (a); INSERT INTO t VALUES (CAST(x'fe' AS TEXT))", false);
        row("CREATE TABLE t (a); INSERT INTO t VALUES (CAST(x'610062' AS TEXT))",
            "CREATE TABLE t (a); INSERT INTO t VALUES ('a')", false);
        row("CREATE VIRTUAL TABLE t USING fts5(a); INSERT INTO t VALUES ('x')",
            "CREATE VIRTUAL TABLE t USING fts5(a); INSERT INTO t VALUES ('y')", false);
        row("CREATE VIRTUAL TABLE t USING fts5(a); INSERT INTO t VALUES ('x'), ('y')",
            "CREATE VIRTUAL TABLE t USING FTS5 ( a ); INSERT INTO t VALUES ('y'), ('x')", true);
    }
    void pairs()
    {
        QFETCH(QByteArray, one);
        QFETCH(QByteArray, other);
        QFETCH(bool, same);
        const SqliteScratch first(one);
        const SqliteScratch second(other);
        QVERIFY2(first.error().isEmpty(), qPrintable(first.error()));
        QVERIFY2(second.error().isEmpty(), qPrintable(second.error()));
        const Fingerprint a = taken(first);
        const Fingerprint b = taken(second);
        QVERIFY(!a.hex.isEmpty() && !b.hex.isEmpty());
        QCOMPARE(a == b, same);
        const QStringList lines = sentences(compare(a, b));
        QVERIFY2(lines.isEmpty() == same, qPrintable(lines.join(u'\n')));
    }

    void schemaOnly()
    {
        SqliteScratch database(base);
        const FingerprintOptions options{true, {}, {}, -1};
        const Fingerprint before = taken(database, options);
        QVERIFY(before.rows.isEmpty());
        QVERIFY(before.hex != taken(database).hex);
        QVERIFY(database.run("UPDATE customers SET full_name = 'x'"));
        QCOMPARE(taken(database, options).hex, before.hex);
        QVERIFY(database.run("DROP VIEW adults"));
        QVERIFY(taken(database, options).hex != before.hex);
    }

    void anEmptyDatabaseHasOneToo()
    {
        const SqliteScratch one;
        const SqliteScratch other;
        QCOMPARE(taken(one).hex, taken(other).hex);
        QCOMPARE(taken(one).hex.size(), 64);
    }

    void manyRows()
    {
        SqliteScratch database(
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT, balance "
            "REAL);"
            "INSERT INTO customers WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
            "WHERE i < 200000) "
            "SELECT i, 'First' || i || ' Last' || i, 'user' || i || '@example.org', i * 1.5 FROM n;"
            "CREATE TABLE loose AS SELECT full_name, balance FROM customers ORDER BY email");
        QVERIFY2(database.error().isEmpty(), qPrintable(database.error()));
        QElapsedTimer timer;
        timer.start();
        const Fingerprint before = taken(database);
        qInfo("400,000 rows: %lld ms", static_cast<long long>(timer.elapsed()));
        QCOMPARE(before.rowCount(), 400000);
        QVERIFY(timer.elapsed() < 30000);
        QVERIFY(database.run(
            "UPDATE loose SET balance = balance + 1 WHERE full_name = 'First777 Last777'"));
        QVERIFY(taken(database).hex != before.hex);

        int asked = 0;
        const auto cancelled
            = fingerprint(database.connection(), {false, [&] { return ++asked == 3; }, {}, -1});
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
        QVERIFY(database.run("BEGIN IMMEDIATE; DROP TABLE loose; COMMIT")); // nothing is left open
    }
};

QTEST_GUILESS_MAIN(TestFingerprint)
#include "test_fingerprint.moc"
