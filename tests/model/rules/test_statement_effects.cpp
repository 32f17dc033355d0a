// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/inverse_sql.h"
#include "model/rules/node_sql.h"

#include <QTest>

using namespace whimbrel;

namespace {

NodeSql effects(const char* sql, Dialect dialect = Dialect::Sqlite)
{
    return readEffects(splitScript(QByteArray(sql), dialect), dialect);
}

constexpr const char* rebuild = "CREATE TABLE t_new (id INTEGER PRIMARY KEY, a TEXT NOT NULL);\n"
                                "INSERT INTO t_new(id, a) SELECT id, a FROM t;\n"
                                "DROP TABLE t;\n"
                                "ALTER TABLE t_new RENAME TO t;\n";

} // namespace

class TestStatementEffects final : public QObject {
    Q_OBJECT

private slots:
    void whatLosesData_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<bool>("loses");
        const auto row
            = [](const char* sql, bool loses) { QTest::newRow(sql) << QByteArray(sql) << loses; };
        row("DROP TABLE t", true);
        row("DELETE FROM t", true);
        row("ALTER TABLE t DROP COLUMN a", true);
        row("DROP TABLE t; CREATE TABLE t (id INTEGER)", true);
        row("DELETE FROM t WHERE id = 1", false);
        row("DROP INDEX i", false);
        row("DROP TRIGGER x; DROP VIEW v", false);
        row("CREATE TABLE t (id INTEGER); DROP TABLE t", false);
        row("DROP TABLE IF EXISTS t_new; CREATE TABLE t_new (id INTEGER)", false);
        row("CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM u; END", false);
        row(rebuild, false);
    }
    void whatLosesData()
    {
        QFETCH(const QByteArray, sql);
        QFETCH(const bool, loses);
        QCOMPARE(effects(sql.constData()).losesData.has_value(), loses);
    }

    void aRebuildIsNeitherCopyNorRename()
    {
        const NodeSql sql = effects(rebuild);
        QVERIFY(sql.rebuilds);
        QVERIFY(!sql.manyRows);
        QVERIFY(!sql.rename);
        QVERIFY(sql.lost.isEmpty());
    }

    void whatRewritesManyRows_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<bool>("many");
        const auto row
            = [](const char* sql, bool many) { QTest::newRow(sql) << QByteArray(sql) << many; };
        row("UPDATE t SET a = b", true);
        row("UPDATE t SET a = b WHERE a IS NULL", true);
        row("INSERT INTO u(a) SELECT a FROM t", true);
        row("UPDATE settings SET value = 'v2' WHERE name = 'reads'", false);
        row("INSERT INTO kinds VALUES (1, 'a'), (2, 'b')", false);
        row("INSERT INTO kinds SELECT 1", false);
    }
    void whatRewritesManyRows()
    {
        QFETCH(const QByteArray, sql);
        QFETCH(const bool, many);
        QCOMPARE(effects(sql.constData()).manyRows.has_value(), many);
    }

    void tightenings()
    {
        QCOMPARE(effects("CREATE UNIQUE INDEX i ON t(a)").tightenings.size(), 1);
        QCOMPARE(effects("CREATE INDEX i ON t(a)").tightenings.size(), 0);
        QCOMPARE(
            effects("CREATE TABLE t (a TEXT); CREATE UNIQUE INDEX i ON t(a)").tightenings.size(),
            0);
        const Dialect pg = Dialect::Postgresql;
        QCOMPARE(effects("ALTER TABLE t ALTER COLUMN a SET NOT NULL", pg).tightenings.size(), 1);
        QCOMPARE(effects("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID", pg)
                     .tightenings.size(),
            0);
        QCOMPARE(effects("ALTER TABLE t VALIDATE CONSTRAINT c", pg).tightenings.size(), 1);
    }

    void inverse_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("back");
        const auto row = [](const char* sql, const char* back) {
            QTest::newRow(sql) << QByteArray(sql) << QByteArray(back);
        };
        row("CREATE TABLE \"My t\" (id INTEGER)", "DROP TABLE \"My t\"");
        row("CREATE UNIQUE INDEX main.i ON t(a);", "DROP INDEX main.i");
        row("CREATE VIEW v AS SELECT 1", "DROP VIEW v");
        row("CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;", "DROP TRIGGER x");
        row("ALTER TABLE t ADD COLUMN \"a b\" TEXT", "ALTER TABLE t DROP COLUMN \"a b\"");
        row("ALTER TABLE t ADD a TEXT NOT NULL DEFAULT ''", "ALTER TABLE t DROP COLUMN a");
        row("ALTER TABLE a RENAME TO b", "ALTER TABLE b RENAME TO a");
        row("ALTER TABLE main.a RENAME TO b", "ALTER TABLE main.b RENAME TO a");
        row("ALTER TABLE t RENAME COLUMN a TO b", "ALTER TABLE t RENAME COLUMN b TO a");
        row("ALTER TABLE t ADD COLUMN a TEXT; CREATE INDEX i ON t(a);",
            "DROP INDEX i;\nALTER TABLE t DROP COLUMN a;\n");
        row("CREATE TABLE IF NOT EXISTS t (id INTEGER)", "");
        row("CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1)", "");
        row("UPDATE t SET a = 1", "");
        row("DROP TABLE t", "");
        row("-- nothing", "");
        row("CREATE TABLE t (a TEXT DEFAULT 'x", "");
    }
    void inverse()
    {
        QFETCH(const QByteArray, sql);
        QFETCH(const QByteArray, back);
        const auto found = inverseSql(splitScript(sql, Dialect::Sqlite), Dialect::Sqlite);
        QCOMPARE(found.value_or(QByteArray()), back);
    }

    void inverseInOtherDialects()
    {
        const auto inverse = [](const char* sql, Dialect dialect) {
            return inverseSql(splitScript(QByteArray(sql), dialect), dialect)
                .value_or(QByteArray());
        };
        QCOMPARE(inverse("CREATE INDEX CONCURRENTLY i ON t (a)", Dialect::Postgresql),
            QByteArray("DROP INDEX CONCURRENTLY i"));
        QCOMPARE(
            inverse("CREATE INDEX i ON t (a)", Dialect::Mysql), QByteArray("DROP INDEX i ON t"));
        QCOMPARE(inverse("CREATE TRIGGER x AFTER INSERT ON s.t EXECUTE FUNCTION f()",
                     Dialect::Postgresql),
            QByteArray("DROP TRIGGER x ON s.t"));
        QCOMPARE(inverse("ALTER TABLE t ADD a int, ADD b int", Dialect::Postgresql), QByteArray());
        QCOMPARE(
            inverse("CREATE OR REPLACE VIEW v AS SELECT 1", Dialect::Postgresql), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestStatementEffects)
#include "test_statement_effects.moc"
