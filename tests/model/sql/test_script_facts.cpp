// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/script_facts.h"

#include <QTest>

using namespace whimbrel;

namespace {

ScriptFacts factsOf(const char* sql, Dialect dialect = Dialect::Sqlite)
{
    return scriptFacts(splitScript(sql, dialect), dialect);
}

QStringList L(const char* names)
{
    return QString::fromLatin1(names).split(u' ', Qt::SkipEmptyParts);
}

} // namespace

class TestScriptFacts final : public QObject {
    Q_OBJECT

private slots:
    void tables_data()
    {
        QTest::addColumn<QString>("created");
        QTest::addColumn<QString>("dropped");
        QTest::addColumn<QString>("replaced");
        QTest::addColumn<QString>("rebuilt");
        const auto row = [](const char* sql, const char* created, const char* dropped,
                             const char* replaced = "", const char* rebuilt = "") {
            QTest::newRow(sql) << QString::fromLatin1(created) << QString::fromLatin1(dropped)
                               << QString::fromLatin1(replaced) << QString::fromLatin1(rebuilt);
        };
        row("CREATE TABLE a (x); DROP TABLE IF EXISTS b;", "a", "b");
        row("CREATE TABLE a (x); DROP TABLE A;", "", "");
        row("DROP TABLE a; CREATE TABLE a (x)", "", "", "a");
        row("ALTER TABLE a RENAME TO b", "", "");
        row("CREATE TABLE a (x); ALTER TABLE a RENAME TO b", "b", "");
        row("ALTER TABLE a RENAME TO b; DROP TABLE b", "", "a");
        row("ALTER TABLE a RENAME TO t; ALTER TABLE b RENAME TO a; ALTER TABLE t RENAME TO b", "",
            "", "a b");
        row("CREATE TABLE a_new (x); INSERT INTO a_new SELECT x FROM a; DROP TABLE a; ALTER TABLE "
            "a_new RENAME TO a;",
            "", "", "a", "a");
        row("ALTER TABLE a RENAME TO a_old; CREATE TABLE a (x); INSERT INTO a SELECT * FROM a_old; "
            "DROP TABLE a_old",
            "", "", "a", "a");
        row("CREATE TABLE a_new AS SELECT * FROM \"A\"; DROP TABLE a; ALTER TABLE a_new RENAME TO "
            "a",
            "", "", "a", "a");
        row("CREATE TABLE a_new (x); DROP TABLE a; ALTER TABLE a_new RENAME TO a;", "", "", "a");
    }
    void tables()
    {
        QFETCH(QString, created);
        QFETCH(QString, dropped);
        QFETCH(QString, replaced);
        QFETCH(QString, rebuilt);
        const ScriptFacts facts = factsOf(QTest::currentDataTag());
        QCOMPARE(facts.tables.created, created.split(u' ', Qt::SkipEmptyParts));
        QCOMPARE(facts.tables.dropped, dropped.split(u' ', Qt::SkipEmptyParts));
        QCOMPARE(facts.tables.replaced, replaced.split(u' ', Qt::SkipEmptyParts));
        QCOMPARE(facts.rebuiltTables, rebuilt.split(u' ', Qt::SkipEmptyParts));
    }

    void rebuildDrops()
    {
        const Script script
            = splitScript("CREATE TABLE n (x); INSERT INTO n SELECT x FROM a; DROP TABLE a; "
                          "ALTER TABLE n RENAME TO a; DROP TABLE b;",
                Dialect::Sqlite);
        const ScriptFacts facts = scriptFacts(script, Dialect::Sqlite);
        QVERIFY(facts.isRebuildDrop(script.statements.at(2), Dialect::Sqlite));
        QVERIFY(!facts.isRebuildDrop(script.statements.at(4), Dialect::Sqlite));
        QVERIFY(facts.renamed.isEmpty());
        QCOMPARE(facts.tables.dropped, L("b"));
    }

    void columns()
    {
        const ScriptFacts facts = factsOf("ALTER TABLE t ADD COLUMN a TEXT NOT NULL DEFAULT '';\n"
                                          "ALTER TABLE t ADD b INTEGER REFERENCES u(id);\n"
                                          "ALTER TABLE t ADD c TEXT DEFAULT NULL;\n"
                                          "ALTER TABLE t DROP COLUMN d; ALTER TABLE t RENAME "
                                          "COLUMN e TO f; ALTER TABLE t RENAME TO v");
        const QString t = QStringLiteral("t");
        QCOMPARE(facts.columnsAdded,
            (QList<AddedColumn>{{t, QStringLiteral("a"), true, true, false, 0},
                {t, QStringLiteral("b"), false, false, true, 1},
                {t, QStringLiteral("c"), false, false, false, 2}}));
        QCOMPARE(facts.columnsDropped, (QList<DroppedColumn>{{t, QStringLiteral("d"), 3}}));
        QCOMPARE(facts.renamed,
            (QList<RenamedThing>{{t, QStringLiteral("e"), QStringLiteral("f"), 4},
                {t, {}, QStringLiteral("v"), 5}}));
    }

    void severalChangesAtOnce()
    {
        const ScriptFacts facts = factsOf("ALTER TABLE t ADD COLUMN a numeric(10, 2), DROP COLUMN "
                                          "b, ADD CONSTRAINT c CHECK (a > 0)",
            Dialect::Postgresql);
        QCOMPARE(facts.columnsAdded.size(), 1);
        QCOMPARE(facts.columnsAdded.first().column, QStringLiteral("a"));
        QCOMPARE(facts.columnsDropped.size(), 1);
    }

    void otherObjects()
    {
        const ScriptFacts facts = factsOf(
            "CREATE UNIQUE INDEX i ON t (a); DROP INDEX j; CREATE VIEW v AS SELECT 1; DROP VIEW "
            "w;\n"
            "DROP TRIGGER g; CREATE TRIGGER g AFTER UPDATE ON t BEGIN\n"
            "  UPDATE t SET a = replace(NEW.b, 'x', 'y') WHERE id = NEW.id;\n"
            "  INSERT OR IGNORE INTO log (a) VALUES (1); DELETE FROM queue WHERE a = NEW.a;\n"
            "END; DROP TRIGGER h");
        QCOMPARE(facts.indexesCreated,
            (QList<CreatedIndex>{{QStringLiteral("i"), QStringLiteral("t"), true, 0}}));
        QCOMPARE(facts.indexes.dropped, L("j"));
        QCOMPARE(facts.views.created, L("v"));
        QCOMPARE(facts.views.dropped, L("w"));
        QCOMPARE(facts.triggers.replaced, L("g"));
        QCOMPARE(facts.triggers.dropped, L("h"));
        QCOMPARE(facts.triggersCreated.size(), 1);
        QCOMPARE(facts.triggersCreated.first().table, QStringLiteral("t"));
        QCOMPARE(facts.triggersCreated.first().writes, L("t log queue"));
    }

    void rows()
    {
        const ScriptFacts facts = factsOf("INSERT INTO a VALUES (1); UPDATE b SET x = 1 WHERE y; "
                                          "DELETE FROM c; DELETE FROM A WHERE 0;"
                                          "SELECT * FROM d");
        QCOMPARE(facts.tablesWritten, L("a b c"));
        QCOMPARE(facts.tablesEmptied, L("c"));
    }

    void names()
    {
        const Script script
            = splitScript("SELECT \"Full Name\", -- hidden\n 'string' FROM [t]", Dialect::Sqlite);
        QVERIFY(mentions(script, QStringLiteral("full name"), Dialect::Sqlite));
        QVERIFY(mentions(script, QStringLiteral("T"), Dialect::Sqlite));
        QVERIFY(!mentions(script, QStringLiteral("hidden"), Dialect::Sqlite));
        QVERIFY(!mentions(script, QStringLiteral("string"), Dialect::Sqlite));
    }

    void manyObjects()
    {
        QByteArray sql;
        for (int i = 0; i < 20000; ++i) {
            const QByteArray n = QByteArray::number(i);
            sql += "CREATE TABLE t" + n + " (a); INSERT INTO t" + n + " VALUES (1); CREATE INDEX i"
                + n + " ON t" + n + " (a);\n";
        }
        const Script script = splitScript(sql, Dialect::Sqlite);
        QCOMPARE(scriptFacts(script, Dialect::Sqlite).tables.created.size(), 20000);
    }
};

QTEST_APPLESS_MAIN(TestScriptFacts)
#include "test_script_facts.moc"
