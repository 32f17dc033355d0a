// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/difference.h"
#include "model/schema/schema_reader.h"
#include "tests/model/schema/sqlite_scratch.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace whimbrel;
using test::SqliteScratch;

namespace {

QString S(const char* text)
{
    return QString::fromUtf8(text);
}

Schema schemaOf(const QByteArray& script)
{
    const SqliteScratch database(script);
    if (!database.error().isEmpty()) {
        qWarning("%s", qPrintable(database.error()));
        return {};
    }
    const auto schema = readSchema(database.connection());
    if (!schema) {
        qWarning("%s", qPrintable(schema.error().text()));
        return {};
    }
    return *schema;
}

} // namespace

class TestSchemaReader final : public QObject {
    Q_OBJECT

private slots:
    void reads()
    {
        const Schema schema = schemaOf(
            "PRAGMA user_version = 7;"
            "CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE Customer (id INTEGER PRIMARY KEY AUTOINCREMENT, name varchar( 20 ) NOT "
            "NULL DEFAULT 'x' COLLATE NOCASE,"
            "  country REFERENCES COUNTRY ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,"
            "  upper_name TEXT AS (upper(name)), UNIQUE (name, country), CHECK (length(name) < "
            "20));"
            "CREATE INDEX by_name ON customer (lower(name) DESC, country) WHERE country IS NOT "
            "NULL;"
            "CREATE VIEW v AS SELECT * FROM Customer;"
            "CREATE TRIGGER g AFTER INSERT ON CUSTOMER BEGIN SELECT 1; END;"
            "CREATE TABLE whimbrel_journal (a); CREATE INDEX whimbrel_i ON whimbrel_journal (a);"
            "CREATE TRIGGER whimbrel_g AFTER INSERT ON whimbrel_journal BEGIN SELECT 1; END; "
            "ANALYZE");
        QCOMPARE(schema.userVersion, 7);
        QCOMPARE(schema.tables.size(), 2);
        QCOMPARE(schema.views.size(), 1);
        QCOMPARE(schema.triggers.size(), 1);
        QCOMPARE(schema.triggers.first().table, S("Customer"));

        const Table* country = schema.table(u"COUNTRY");
        QVERIFY(country != nullptr && country->withoutRowid);
        QVERIFY(country->rowidAlias() == nullptr);

        const Table* customer = schema.table(u"customer");
        QVERIFY(customer != nullptr);
        QVERIFY(customer->autoincrement);
        QCOMPARE(customer->columns.size(), 4);
        QCOMPARE(customer->rowidAlias()->name, S("id"));
        const Column* name = customer->column(u"NAME");
        QCOMPARE(name->type, S("VARCHAR(20)"));
        QVERIFY(name->notNull);
        QCOMPARE(name->defaultValue, S("'x'"));
        QCOMPARE(name->collation, S("NOCASE"));
        QCOMPARE(customer->column(u"upper_name")->generated, Generated::Virtual);
        QCOMPARE(customer->column(u"upper_name")->expression, S("upper ( name )"));
        QCOMPARE(customer->checks.size(), 1);
        QCOMPARE(customer->checks.first().expression, S("length ( name ) < 20"));
        QCOMPARE(customer->foreignKeys.size(), 1);
        const ForeignKey& foreign = customer->foreignKeys.first();
        QCOMPARE(foreign.table, S("country"));
        QCOMPARE(foreign.references, QStringList{S("code")});
        QCOMPARE(foreign.onDelete, S("SET NULL"));
        QVERIFY(foreign.deferred);
        QCOMPARE(customer->indexes.size(), 2);
        const Index* byName = customer->index(u"by_name");
        QVERIFY(byName != nullptr);
        QVERIFY(byName->columns.first().isExpression && byName->columns.first().descending);
        QCOMPARE(byName->columns.first().name, S("lower ( name )"));
        QCOMPARE(byName->where, S("country is not null"));
        QCOMPARE(schema.tableOfIndex(u"by_name"), customer);
    }

    void virtualTables()
    {
        const Schema schema = schemaOf(
            "CREATE VIRTUAL TABLE docs USING fts5(title, body); CREATE TABLE docs_extra (a);");
        QCOMPARE(schema.tables.size(), 2); // the shadow tables are left out
        QVERIFY(schema.table(u"docs")->isVirtual);
        QCOMPARE(schema.table(u"docs")->module, S("fts5 ( title , body )"));
    }

    void oddNames()
    {
        const Schema schema
            = schemaOf("CREATE TABLE \"a \"\"b\"\" ; c\" (\"select\" INT, \"\" TEXT, [x y] TEXT "
                       "UNIQUE, 'q' INT);"
                       "CREATE INDEX \"i \"\" j\" ON \"a \"\"b\"\" ; c\" (\"select\", [x y]);");
        const Table* table = schema.table(u"a \"b\" ; c");
        QVERIFY(table != nullptr);
        QCOMPARE(table->columns.size(), 4);
        QCOMPARE(table->index(u"i \" j")->columns.size(), 2);
    }

    void manyTables()
    {
        QByteArray script;
        for (int i = 0; i < 1000; ++i) {
            script += "CREATE TABLE t" + QByteArray::number(i)
                + " (id INTEGER PRIMARY KEY, a TEXT UNIQUE);";
        }
        const SqliteScratch database("BEGIN;" + script + "COMMIT;");
        QVERIFY2(database.error().isEmpty(), qPrintable(database.error()));
        QElapsedTimer timer;
        timer.start();
        const auto schema = readSchema(database.connection());
        QVERIFY(schema && schema->tables.size() == 1000);
        qInfo("1000 tables: %lld ms", static_cast<long long>(timer.elapsed()));
        QVERIFY(timer.elapsed() < 10000);
    }

    void insideATransaction()
    {
        SqliteScratch database("CREATE TABLE a (b)");
        QVERIFY(database.run("BEGIN IMMEDIATE; CREATE TABLE c (d)"));
        const auto inside = readSchema(database.connection());
        QVERIFY(inside && inside->table(u"c") != nullptr);
        QVERIFY(database.run("ROLLBACK"));
        const auto after = readSchema(database.connection());
        QVERIFY(after && after->table(u"c") == nullptr);
    }

    void refuses()
    {
        SqliteScratch first("CREATE TABLE a (b)");
        {
            // Not a database.
            const SqliteScratch second;
            QFile file(second.path());
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray("this is no database").repeated(100));
            file.close();
            QCOMPARE(readSchema(second.connection()).error().code, ErrorCode::Connection);
        }
        // Locked by another connection.
        const auto other = SqliteConnection::open(first.path(), Connection::Access::Read);
        QVERIFY(other);
        (*other)->setLockTimeout(std::chrono::milliseconds(10));
        QVERIFY(first.run("BEGIN EXCLUSIVE; CREATE TABLE c (d)"));
        const auto locked = readSchema(**other);
        QVERIFY(!locked);
        QCOMPARE(locked.error().code, ErrorCode::Locked);
        QVERIFY(!locked.error().advice.isEmpty());
    }

    void differencesInWords_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const char* before, const char* after,
                             const QStringList& expected) {
            QTest::newRow(name) << QByteArray(before) << QByteArray(after) << expected;
        };
        row("nothing", "CREATE TABLE t (a)", "create table t(a)", {});
        row("table", "CREATE TABLE t (a)", "CREATE TABLE u (a)",
            {S("table t is missing"), S("table u is there, but was not expected")});
        row("column", "CREATE TABLE customers (id, full_name)", "CREATE TABLE customers (id, name)",
            {S("table customers: column full_name is missing"),
                S("table customers: column name is there, but was not expected")});
        row("type and default", "CREATE TABLE t (a INT DEFAULT 1)", "CREATE TABLE t (a TEXT)",
            {S("table t: the type of column a is TEXT instead of INT"),
                S("table t: the default of column a is lost, it was 1")});
        row("not null", "CREATE TABLE t (a)", "CREATE TABLE t (a NOT NULL)",
            {S("table t: column a refuses NULL")});
        row("order", "CREATE TABLE t (a, b)", "CREATE TABLE t (b, a)",
            {S("table t: the column order differs: b, a instead of a, b")});
        row("index", "CREATE TABLE t (a); CREATE INDEX i ON t (a)", "CREATE TABLE t (a)",
            {S("table t: index i is missing")});
        row("unique index", "CREATE TABLE t (a); CREATE INDEX i ON t (a)",
            "CREATE TABLE t (a); CREATE UNIQUE INDEX i ON t (a DESC)",
            {S("table t: index i is UNIQUE (a DESC) instead of (a)")});
        row("foreign key",
            "CREATE TABLE u (b INTEGER PRIMARY KEY); CREATE TABLE t (a REFERENCES u)",
            "CREATE TABLE u (b INTEGER PRIMARY KEY); CREATE TABLE t (a)",
            {S("table t: foreign key (a) REFERENCES u (b) is missing")});
        row("check", "CREATE TABLE t (a CHECK (a > 0))", "CREATE TABLE t (a)",
            {S("table t: check a > 0 is missing")});
        row("options", "CREATE TABLE t (a INT PRIMARY KEY) STRICT",
            "CREATE TABLE t (a INT PRIMARY KEY) STRICT, WITHOUT ROWID",
            {S("table t: it has WITHOUT ROWID")});
        row("trigger", "CREATE TABLE t (a); CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END",
            "CREATE TABLE t (a); CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 2; END",
            {S("trigger g: the body differs")});
        row("view", "CREATE VIEW v AS SELECT 1", "CREATE VIEW v AS SELECT 2",
            {S("view v: the definition differs")});
        row("version", "PRAGMA user_version = 1", "PRAGMA user_version = 2",
            {S("database: the user_version is 2 instead of 1")});
    }
    void differencesInWords()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QStringList, expected);
        const Schema expectedSchema = schemaOf(before);
        const Schema found = schemaOf(after);
        QCOMPARE(sentences(compare(expectedSchema, found)), expected);
        QCOMPARE(describe(expectedSchema) == describe(found), expected.isEmpty());
        QCOMPARE(expectedSchema == found, expected.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSchemaReader)
#include "test_schema_reader.moc"
