// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/statement.h"

#include <QTest>

using namespace whimbrel;

namespace {

QString S(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestClassifier final : public QObject {
    Q_OBJECT

private slots:
    void classifies_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("object");
        QTest::addColumn<QString>("table");
        const auto row
            = [](const char* sql, StatementClass kind, const char* verb, const char* object = "",
                  const char* table = "", Dialect dialect = Dialect::Sqlite) {
                  QTest::newRow(sql)
                      << dialect << static_cast<int>(kind) << S(verb) << S(object) << S(table);
              };
        using enum StatementClass;
        row("SELECT a FROM t", Query, "SELECT", "t", "t");
        row("SELECT 1", Query, "SELECT");
        row("VALUES (1)", Query, "VALUES");
        row("EXPLAIN QUERY PLAN DELETE FROM t", Query, "EXPLAIN");
        row("WITH x AS (DELETE FROM y) SELECT * FROM x", Dml, "SELECT", "x", "x",
            Dialect::Postgresql);
        row("with recursive x(n) as (select 1 union select n from x) select n from x", Query,
            "SELECT", "x", "x");
        row("WITH x AS (SELECT 1), y AS MATERIALIZED (SELECT 2) INSERT INTO t SELECT * FROM x", Dml,
            "INSERT", "t", "t");
        row("WITH x AS (SELECT 1) UPDATE t SET a = 1 WHERE b", Dml, "UPDATE", "t", "t");
        row("WITH x AS (SELECT 1) DELETE FROM t WHERE a IN x", Dml, "DELETE", "t", "t");
        row("INSERT OR IGNORE INTO main.\"t\"(a) VALUES (1)", Dml, "INSERT", "t", "t");
        row("REPLACE INTO [t] VALUES (1)", Dml, "REPLACE", "t", "t");
        row("UPDATE OR FAIL t SET a = 1", Dml, "UPDATE", "t", "t");
        row("DELETE FROM t WHERE a = 1", Dml, "DELETE", "t", "t");
        row("DELETE FROM t", Destructive, "DELETE", "t", "t");
        row("delete from t where a in (select b from c)", Dml, "DELETE", "t", "t");
        row("DELETE FROM t WHERE 1", Destructive, "DELETE", "t", "t");
        row("DELETE FROM t WHERE 1 = 1", Destructive, "DELETE", "t", "t");
        row("DELETE FROM t WHERE 1 = a", Dml, "DELETE", "t", "t");
        row("DELETE FROM t WHERE (a = 1)", Dml, "DELETE", "t", "t");
        row("CREATE TABLE IF NOT EXISTS main.t (a)", Additive, "CREATE TABLE", "t", "t");
        row("CREATE TEMP TABLE t AS SELECT 1", Additive, "CREATE TABLE", "t", "t");
        row("CREATE VIRTUAL TABLE t USING fts5(a)", Additive, "CREATE TABLE", "t", "t");
        row("CREATE TABLE {{name}} (a)", Additive, "CREATE TABLE", "{{name}}", "{{name}}");
        row("CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a)", Additive, "CREATE INDEX", "i", "t");
        row("CREATE INDEX main.i ON \"t u\" (a) WHERE b", Additive, "CREATE INDEX", "i", "t u");
        row("CREATE TRIGGER g AFTER UPDATE OF a, b ON t BEGIN UPDATE u SET a = 1; END", Additive,
            "CREATE TRIGGER", "g", "t");
        row("CREATE TEMPORARY TRIGGER IF NOT EXISTS main.g INSTEAD OF DELETE ON v BEGIN SELECT 1; "
            "END",
            Additive, "CREATE TRIGGER", "g", "v");
        row("CREATE VIEW v(a) AS SELECT 1", Additive, "CREATE VIEW", "v");
        row("DROP TABLE IF EXISTS t", Destructive, "DROP TABLE", "t", "t");
        row("DROP INDEX i", Destructive, "DROP INDEX", "i");
        row("DROP TRIGGER main.g", Destructive, "DROP TRIGGER", "g");
        row("DROP VIEW v", Destructive, "DROP VIEW", "v");
        row("ALTER TABLE t ADD COLUMN a TEXT", Additive, "ALTER TABLE ADD COLUMN", "t", "t");
        row("ALTER TABLE t ADD a TEXT", Additive, "ALTER TABLE ADD COLUMN", "t", "t");
        row("ALTER TABLE main.t DROP COLUMN a", Destructive, "ALTER TABLE DROP COLUMN", "t", "t");
        row("ALTER TABLE t DROP a", Destructive, "ALTER TABLE DROP COLUMN", "t", "t");
        row("ALTER TABLE t RENAME TO u", Rename, "ALTER TABLE RENAME TO", "t", "t");
        row("ALTER TABLE t RENAME COLUMN a TO b", Rename, "ALTER TABLE RENAME COLUMN", "t", "t");
        row("ALTER TABLE t RENAME a TO b", Rename, "ALTER TABLE RENAME COLUMN", "t", "t");
        row("BEGIN IMMEDIATE", Transaction, "BEGIN");
        row("COMMIT", Transaction, "COMMIT");
        row("END TRANSACTION", Transaction, "END");
        row("ROLLBACK TO a", Transaction, "ROLLBACK");
        row("SAVEPOINT a", Transaction, "SAVEPOINT");
        row("RELEASE a", Transaction, "RELEASE");
        row("PRAGMA foreign_keys = OFF", Session, "PRAGMA", "foreign_keys");
        row("PRAGMA main.user_version", Session, "PRAGMA", "user_version");
        row("VACUUM", Maintenance, "VACUUM");
        row("ANALYZE t", Maintenance, "ANALYZE", "t");
        row("REINDEX", Maintenance, "REINDEX");
        row("ATTACH 'a' AS b", Attachment, "ATTACH");
        row("DETACH DATABASE b", Attachment, "DETACH", "b");
        row("FOO BAR", Unknown, "FOO");
        row("(SELECT a FROM t)", Query, "SELECT", "t", "t", Dialect::Postgresql);
        row("EXPLAIN (ANALYZE, BUFFERS) DELETE FROM t WHERE a", Dml, "DELETE", "t", "t",
            Dialect::Postgresql);
        row("TRUNCATE TABLE t", Destructive, "TRUNCATE", "t", "t", Dialect::Postgresql);
        row("CREATE INDEX CONCURRENTLY i ON t (a)", Additive, "CREATE INDEX", "i", "t",
            Dialect::Postgresql);
        row("CREATE OR REPLACE FUNCTION s.f() RETURNS int AS 'x'", Additive, "CREATE FUNCTION", "f",
            "", Dialect::Postgresql);
        row("CREATE MATERIALIZED VIEW v AS SELECT 1", Additive, "CREATE VIEW", "v", "",
            Dialect::Postgresql);
        row("ALTER TABLE ONLY t ALTER COLUMN a SET NOT NULL", OtherDdl, "ALTER TABLE ALTER COLUMN",
            "t", "t", Dialect::Postgresql);
        row("ALTER TABLE t ADD COLUMN a int, DROP COLUMN b, ADD CONSTRAINT c CHECK (a > (1))",
            Destructive, "ALTER TABLE DROP COLUMN", "t", "t", Dialect::Postgresql);
        row("ALTER TABLE t ADD CONSTRAINT c UNIQUE (a, b)", Additive, "ALTER TABLE ADD CONSTRAINT",
            "t", "t", Dialect::Postgresql);
        row("ALTER INDEX i RENAME TO j", Rename, "ALTER INDEX RENAME TO", "i", "",
            Dialect::Postgresql);
        row("COPY t FROM STDIN", Dml, "COPY", "t", "t", Dialect::Postgresql);
        row("START TRANSACTION", Transaction, "START", "", "", Dialect::Mysql);
        row("RENAME TABLE a TO b", Rename, "RENAME TABLE", "a", "a", Dialect::Mysql);
        row("ALTER TABLE t MODIFY COLUMN a INT NOT NULL", OtherDdl, "ALTER TABLE MODIFY COLUMN",
            "t", "t", Dialect::Mysql);
        row("/*!40000 DROP TABLE t */", Destructive, "DROP TABLE", "t", "t", Dialect::Mysql);
    }
    void classifies()
    {
        QFETCH(Dialect, dialect);
        QFETCH(int, kind);
        QFETCH(QString, verb);
        QFETCH(QString, object);
        QFETCH(QString, table);
        const Script script = splitScript(QTest::currentDataTag(), dialect);
        QCOMPARE(script.statements.size(), 1);
        const Statement& statement = script.statements.first();
        QCOMPARE(static_cast<int>(statement.kind), kind);
        QCOMPARE(statement.verb, verb);
        QCOMPARE(statement.object, object);
        QCOMPARE(statement.table, table);
    }

    void details()
    {
        const auto only = [](const char* sql, Dialect dialect = Dialect::Sqlite) {
            return splitScript(sql, dialect).statements.first();
        };
        QCOMPARE(only("ALTER TABLE t RENAME COLUMN \"a b\" TO c").column, S("a b"));
        QCOMPARE(only("ALTER TABLE t RENAME COLUMN \"a b\" TO c").newName, S("c"));
        QCOMPARE(only("ALTER TABLE t RENAME TO [u v]").newName, S("u v"));
        QCOMPARE(only("ALTER TABLE t ADD COLUMN a TEXT").column, S("a"));
        QCOMPARE(only("ALTER TABLE temp.t DROP a").column, S("a"));
        QCOMPARE(only("ALTER TABLE temp.t DROP a").schema, S("temp"));
        QVERIFY(only("UPDATE t SET a = (SELECT b FROM c WHERE d)").everyRow);
        QVERIFY(!only("UPDATE t SET a = 1 WHERE b = 2").everyRow);
        QVERIFY(only("UPDATE t SET a = 1 WHERE TRUE").everyRow);
        QVERIFY(only("CREATE UNIQUE INDEX i ON t (a)").unique);
        QVERIFY(!only("CREATE INDEX i ON t (a)").unique);
        QVERIFY(only("CREATE TEMP TABLE t (a)").temporary);
        QVERIFY(only("DROP TABLE IF EXISTS t").conditional);
        QVERIFY(only("CREATE TRIGGER IF NOT EXISTS t AFTER INSERT ON u BEGIN SELECT 1; END")
                    .conditional);
        QVERIFY(!only("CREATE TABLE t (a)").conditional);
    }

    void outsideTransactions_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<bool>("inside");
        const auto row = [](const char* sql, bool inside, Dialect dialect = Dialect::Sqlite) {
            QTest::addRow("%d %s", static_cast<int>(dialect), sql) << dialect << inside;
        };
        row("VACUUM", false);
        row("DETACH a", false);
        row("PRAGMA foreign_keys=OFF", false);
        row("PRAGMA journal_mode=WAL", false);
        row("PRAGMA user_version=1", true);
        row("CREATE TABLE t (a)", true);
        row("BEGIN", false);
        row("SAVEPOINT a", true);
        row("CREATE INDEX i ON t (a)", true, Dialect::Postgresql);
        row("CREATE INDEX CONCURRENTLY i ON t (a)", false, Dialect::Postgresql);
        row("DROP INDEX CONCURRENTLY i", false, Dialect::Postgresql);
        row("CREATE DATABASE a", false, Dialect::Postgresql);
        row("CREATE TABLE t (a int)", false, Dialect::Mysql);
        row("INSERT INTO t VALUES (1)", true, Dialect::Mysql);
        row("DELETE FROM t", true, Dialect::Mysql);
    }
    void outsideTransactions()
    {
        QFETCH(Dialect, dialect);
        QFETCH(bool, inside);
        const QByteArray sql = QByteArray(QTest::currentDataTag()).mid(2);
        QCOMPARE(splitScript(sql, dialect).statements.first().inTransaction, inside);
    }

    void lines()
    {
        const Script script = splitScript(
            "-- a\n\nSELECT 1;\nSELECT\n2; SELECT 3;\n/*\n*/ SELECT 4", Dialect::Sqlite);
        QList<int> found;
        for (const Statement& statement : script.statements) {
            found.append(statement.line);
        }
        QCOMPARE(found, (QList<int>{3, 4, 5, 7}));
    }
};

QTEST_APPLESS_MAIN(TestClassifier)
#include "test_classifier.moc"
