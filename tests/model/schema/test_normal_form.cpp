// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/definitions.h"
#include "model/schema/normal_form.h"

#include <QTest>

using namespace whimbrel;

namespace {

QString S(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestNormalForm final : public QObject {
    Q_OBJECT

private slots:
    void forms_data()
    {
        QTest::addColumn<QString>("expected");
        const auto row
            = [](const char* sql, const char* expected) { QTest::newRow(sql) << S(expected); };
        row("Select  A,B\n-- c\nFROM /* d */ \"T\"", "select a , b from t");
        row("[a b] `C` \"d\"\"e\"", "\"a b\" c \"d\"\"e\"");
        row("\"select\" SELECT", "\"select\" select");
        row("\"current_date\" CURRENT_DATE \"true\"", "\"current_date\" current_date \"true\"");
        row("\"key\" KEY", "key key");
        row("a==b<>c", "a = b != c");
        row("'It''s A' X'AB' 0XfF 1E5", "'It''s A' x'ab' 0xff 1e5");
        row("\"1a\" \"\" \"ä\"", "\"1a\" \"\" ä");
    }
    void forms()
    {
        QFETCH(QString, expected);
        QCOMPARE(normalForm(QTest::currentDataTag()), expected);
    }

    void defaults_data()
    {
        QTest::addColumn<QString>("expected");
        const auto row
            = [](const char* sql, const char* expected) { QTest::newRow(sql) << S(expected); };
        row("NULL", "");
        row("'a'", "'a'");
        row("\"a\"", "'a'");
        row("a", "'a'");
        row("TRUE", "true");
        row("Current_Timestamp", "current_timestamp");
        row("+1", "1");
        row("-1", "- 1");
        row("1 + 2", "1 + 2");
        row("datetime('now')", "datetime ( 'now' )");
    }
    void defaults()
    {
        QFETCH(QString, expected);
        QCOMPARE(normalDefault(QTest::currentDataTag()), expected);
    }

    void tables()
    {
        const TableDefinition table = readTableDefinition(
            "CREATE TABLE \"t\"(id INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT REPLACE "
            "AUTOINCREMENT,"
            " name VARCHAR(20) DEFAULT (lower('A, B')) COLLATE NoCase NOT NULL ON CONFLICT IGNORE "
            "CHECK (name <> ',')"
            " REFERENCES u(a) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,"
            " neg DEFAULT -1 UNIQUE, gen INT GENERATED ALWAYS AS (id * 2) STORED, gen2 AS (id + "
            "(1)),"
            " ref REFERENCES v NOT DEFERRABLE INITIALLY DEFERRED,"
            " CONSTRAINT c CHECK (neg < 5) UNIQUE (name, neg) ON CONFLICT FAIL"
            " FOREIGN KEY (neg, gen) REFERENCES w (x, y) MATCH FULL, CHECK (1)) STRICT");
        QStringList names;
        for (const auto& part : table.columns) {
            names.append(part.name);
        }
        QCOMPARE(names, S("id name neg gen gen2 ref").split(u' '));
        QCOMPARE(table.columns.at(1).collation, S("NOCASE"));
        QCOMPARE(table.columns.at(3).expression, S("id * 2"));
        QCOMPARE(table.columns.at(4).expression, S("id + ( 1 )"));
        QCOMPARE(table.checks, (QStringList{S("1"), S("name != ','"), S("neg < 5")}));
        QCOMPARE(table.conflicts,
            (QStringList{S("NOT NULL ( name ) IGNORE"), S("PRIMARY KEY ( id ) REPLACE"),
                S("UNIQUE ( name , neg ) FAIL")}));
        QCOMPARE(table.deferred, (QList<bool>{true, false, false}));
        QVERIFY(table.autoincrement);
    }

    void indexes()
    {
        const IndexDefinition index
            = readIndexDefinition("CREATE UNIQUE INDEX \"i\" ON t (a DESC, lower(b) COLLATE NOCASE "
                                  "ASC, c COLLATE binary || 'x', "
                                  "(a COLLATE NOCASE)) WHERE A IS NOT NULL");
        QCOMPARE(index.columns,
            (QStringList{S("a"), S("lower ( b )"), S("c collate binary || 'x'"),
                S("( a collate nocase )")}));
        QCOMPARE(index.where, S("a is not null"));
    }

    void triggers()
    {
        Trigger trigger
            = readTriggerDefinition("CREATE TRIGGER \"g\" AFTER UPDATE OF b, \"A\" ON \"T\" FOR "
                                    "EACH ROW WHEN CASE NEW.a WHEN 1 THEN 1 END "
                                    "BEGIN SELECT 1; SELECT CASE WHEN 1 THEN 2 END; END");
        QCOMPARE(trigger.name, S("g"));
        QCOMPARE(trigger.table, S("T"));
        QCOMPARE(trigger.timing, S("AFTER"));
        QCOMPARE(trigger.event, S("UPDATE OF a, b"));
        QCOMPARE(trigger.when, S("case new . a when 1 then 1 end"));
        QCOMPARE(trigger.body, S("select 1 ; select case when 1 then 2 end ;"));
        trigger = readTriggerDefinition("CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END");
        QCOMPARE(trigger.timing, S("BEFORE"));
        QCOMPARE(trigger.event, S("DELETE"));
        trigger
            = readTriggerDefinition("CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN SELECT 1; END");
        QCOMPARE(trigger.timing, S("INSTEAD OF"));
    }

    void anyTextIsTaken()
    {
        const QByteArray whole("CREATE TABLE t (a INT DEFAULT (1) CHECK (b) REFERENCES c ON DELETE "
                               "SET NULL, UNIQUE (a)) "
                               "CREATE TRIGGER g UPDATE OF a, 1 ON t WHEN (1) BEGIN SELECT 1; END");
        for (qsizetype begin = 0; begin < whole.size(); ++begin) {
            for (qsizetype length = 0; begin + length <= whole.size(); length += 3) {
                const QByteArray part = whole.mid(begin, length);
                (void)readTableDefinition(part);
                (void)readIndexDefinition(part);
                (void)readTriggerDefinition(part);
                (void)readViewDefinition(part);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestNormalForm)
#include "test_normal_form.moc"
