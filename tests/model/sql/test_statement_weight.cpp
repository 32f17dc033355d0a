// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/concurrent_index.h"
#include "model/sql/locks.h"
#include "model/sql/statement_weight.h"

#include <QTest>

using namespace whimbrel;

/// How heavy statements are by their words, and which locks keep each other waiting. What
/// PostgreSQL really does is held against it in test_statement_facts.
class TestStatementWeight final : public QObject {
    Q_OBJECT

private slots:
    void weighs_data();
    void weighs();
    void conflicts_data();
    void conflicts();
    void temporaryNames_data();
    void temporaryNames();
};

void TestStatementWeight::weighs_data()
{
    using enum StatementWeight;
    constexpr Dialect pg = Dialect::Postgresql;
    constexpr Dialect my = Dialect::Mysql;
    constexpr Dialect lite = Dialect::Sqlite;
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<StatementWeight>("weight");
    const auto row = [](Dialect dialect, const char* sql, StatementWeight weight) {
        QTest::newRow(sql) << dialect << QByteArray(sql) << weight;
    };
    row(pg, "SELECT 1", Reads);
    row(pg, "UPDATE t SET a = 1", Writes);
    row(pg, "DELETE FROM t", Writes);
    row(pg, "SET search_path = x", Nothing);
    row(pg, "ALTER TABLE t ADD COLUMN a text", Metadata);
    row(pg, "ALTER TABLE t ADD COLUMN a text DEFAULT 'x'", Metadata);
    row(pg, "ALTER TABLE t ADD COLUMN a timestamptz DEFAULT now()", Metadata);
    row(pg, "ALTER TABLE t ADD COLUMN a float DEFAULT random()", Rewrites);
    row(pg, "ALTER TABLE t ADD COLUMN a int DEFAULT mine()", MayRewrite);
    row(pg, "ALTER TABLE t ADD COLUMN a bigserial", Rewrites);
    row(pg, "ALTER TABLE t ALTER COLUMN a TYPE bigint", MayRewrite);
    row(pg, "ALTER TABLE t ALTER COLUMN a SET NOT NULL", ReadsTable);
    row(pg, "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", ReadsTable);
    row(pg, "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID", Metadata);
    row(pg, "ALTER TABLE t VALIDATE CONSTRAINT c", ReadsTable);
    row(pg, "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i", Metadata);
    row(pg, "ALTER TABLE t ADD UNIQUE (a)", BuildsIndex);
    row(pg, "ALTER TABLE t DROP COLUMN a, ADD COLUMN b serial", Rewrites);
    row(pg, "ALTER TABLE t SET UNLOGGED", Rewrites);
    row(pg, "CREATE INDEX CONCURRENTLY i ON t (a)", BuildsIndex);
    row(pg, "CREATE TABLE t (a int)", Metadata);
    row(pg, "CREATE TABLE t AS SELECT * FROM u", Writes);
    row(pg, "DROP TABLE t", Metadata);
    row(pg, "VACUUM t", ReadsTable);
    row(pg, "VACUUM (FULL) t", Rewrites);
    row(my, "ALTER TABLE t ADD COLUMN a int", MayRewrite);
    row(my, "ALTER TABLE t ADD COLUMN a int, ALGORITHM=INSTANT", Metadata);
    row(my, "ALTER TABLE t ADD COLUMN a int, ALGORITHM=COPY", Rewrites);
    row(my, "ALTER TABLE t ADD INDEX i (a)", BuildsIndex);
    row(my, "ALTER TABLE t RENAME COLUMN a TO b", Metadata);
    row(my, "OPTIMIZE TABLE t", Rewrites);
    row(lite, "ALTER TABLE t ADD COLUMN a", Metadata);
    row(lite, "ALTER TABLE t DROP COLUMN a", Rewrites);
    row(lite, "VACUUM", Rewrites);
    row(lite, "CREATE INDEX i ON t (a)", BuildsIndex);
}

void TestStatementWeight::weighs()
{
    QFETCH(Dialect, dialect);
    QFETCH(QByteArray, sql);
    QFETCH(StatementWeight, weight);
    const Script script = splitScript(sql, dialect);
    QCOMPARE(script.statements.size(), 1);
    const Statement& statement = script.statements.first();
    QCOMPARE(weightName(weightOf(statement, script.text(statement), dialect)), weightName(weight));
}

void TestStatementWeight::conflicts_data()
{
    // Row by row as PostgreSQL's manual has it: X conflicts.
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("row");
    QTest::newRow("ACCESS SHARE") << 0 << QStringLiteral(".......X");
    QTest::newRow("ROW SHARE") << 1 << QStringLiteral("......XX");
    QTest::newRow("ROW EXCLUSIVE") << 2 << QStringLiteral("....XXXX");
    QTest::newRow("SHARE UPDATE EXCLUSIVE") << 3 << QStringLiteral("...XXXXX");
    QTest::newRow("SHARE") << 4 << QStringLiteral("..XX.XXX");
    QTest::newRow("SHARE ROW EXCLUSIVE") << 5 << QStringLiteral("..XXXXXX");
    QTest::newRow("EXCLUSIVE") << 6 << QStringLiteral(".XXXXXXX");
    QTest::newRow("ACCESS EXCLUSIVE") << 7 << QStringLiteral("XXXXXXXX");
}

void TestStatementWeight::conflicts()
{
    QFETCH(int, mode);
    QFETCH(QString, row);
    QString found;
    for (int other = 0; other < row.size(); ++other) {
        found += conflict(static_cast<LockMode>(mode), static_cast<LockMode>(other))
            ? QLatin1Char('X')
            : QLatin1Char('.');
    }
    QCOMPARE(found, row);
    QVERIFY(conflict(LockMode::MetadataRead, LockMode::MetadataExclusive));
    QVERIFY(!conflict(LockMode::MetadataRead, LockMode::MetadataWrite));
    QVERIFY(conflict(LockMode::FileWrite, LockMode::FileWrite));
}

void TestStatementWeight::temporaryNames_data()
{
    QTest::addColumn<QString>("object");
    QTest::addColumn<QString>("shown");
    const QString made
        = temporaryIndexName(QStringLiteral("0123abcdef"), QStringLiteral("orders_total"));
    QTest::newRow("made by us") << made << QStringLiteral("orders_total");
    QTest::newRow("in a schema") << QStringLiteral("shop.") + made
                                 << QStringLiteral("shop.orders_total");
    QTest::newRow("a person's own")
        << QStringLiteral("whimbrel_nest") << QStringLiteral("whimbrel_nest");
}

void TestStatementWeight::temporaryNames()
{
    QFETCH(QString, object);
    QTEST(withoutTemporaryName(object), "shown");
}

QTEST_GUILESS_MAIN(TestStatementWeight)
#include "test_statement_weight.moc"
