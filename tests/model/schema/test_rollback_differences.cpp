// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/schema/schema_scripts.h"

#include <QTest>

using namespace whimbrel;

namespace {

const char* const postgresql
    = "CREATE TABLE customers (id bigserial PRIMARY KEY, full_name varchar(50) NOT NULL DEFAULT '',"
      " email text, age int, CONSTRAINT customers_age_check CHECK (age >= 0));"
      "CREATE INDEX customers_email_idx ON customers (email);"
      "CREATE VIEW adults AS SELECT id, email FROM customers WHERE age >= 18;"
      "GRANT SELECT ON customers TO app;"
      "INSERT INTO customers (full_name, email, age) VALUES ('Ada', 'a@x', 36), ('Kurt', NULL, 71),"
      " ('Grace', 'g@x', 85);";

const char* const mysql
    = "CREATE TABLE customers (id bigint AUTO_INCREMENT PRIMARY KEY, full_name varchar(50) NOT NULL"
      " DEFAULT '', email varchar(100), age int);"
      "CREATE INDEX customers_email_idx ON customers (email);"
      "CREATE VIEW adults AS SELECT id, email FROM customers WHERE age >= 18;"
      "GRANT SELECT ON customers TO app@'%';"
      "INSERT INTO customers (full_name, email, age) VALUES ('Ada', 'a@x', 36), ('Kurt', NULL, 71),"
      " ('Grace', 'g@x', 85);";

const char* const sqlite
    = "CREATE TABLE customers (id INTEGER PRIMARY KEY AUTOINCREMENT, full_name VARCHAR(50) NOT NULL"
      " DEFAULT '', email TEXT, age INT);"
      "CREATE INDEX customers_email_idx ON customers (email);"
      "CREATE VIEW adults AS SELECT id, email FROM customers WHERE age >= 18;"
      "INSERT INTO customers (full_name, email, age) VALUES ('Ada', 'a@x', 36), ('Kurt', NULL, 71),"
      " ('Grace', 'g@x', 85), ('Edsger', 'e@x', 72); DELETE FROM customers WHERE id = 4;";

/// SQLite changes columns by rebuilding the table.
QByteArray rebuilt(const char* columns, const char* select, const char* rest = "")
{
    return QByteArray("PRAGMA foreign_keys = OFF; DROP VIEW adults; CREATE TABLE new_customers (")
        + columns + "); INSERT INTO new_customers SELECT " + select
        + " FROM customers; DROP TABLE customers; ALTER TABLE new_customers RENAME TO customers;"
          "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'customers';"
          "CREATE INDEX customers_email_idx ON customers (email);"
          "CREATE VIEW adults AS SELECT id, email FROM customers WHERE age >= 18;"
        + rest;
}

} // namespace

/// Ways back that look right and are not. Each of them has to be found, and told by name.
class TestRollbackDifferences final : public QObject {
    Q_OBJECT

private slots:
    void areFound_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<QStringList>("expected");
        QTest::addColumn<Likeness>("verdict");
        onPostgresql();
        onMysql();
        onSqlite();
    }
    void areFound()
    {
        QFETCH(Dialect, dialect);
        QFETCH(QByteArray, change);
        QFETCH(QStringList, expected);
        QFETCH(Likeness, verdict);
        const char* base = dialect == Dialect::Postgresql ? postgresql
            : dialect == Dialect::Mysql                   ? mysql
                                                          : sqlite;
        const QList<Difference> found = test::differencesAfter(dialect, base, change);
        QCOMPARE(sentences(found).join(u'\n'), expected.join(u'\n'));
        QCOMPARE(likeness(found), verdict);
    }

private:
    static void onPostgresql();
    static void onMysql();
    static void onSqlite();
    static void row(Dialect dialect, const char* name, const QByteArray& change,
        const QStringList& expected, Likeness verdict = Likeness::SchemaDiffers)
    {
        const char* prefix = dialect == Dialect::Postgresql ? "PostgreSQL"
            : dialect == Dialect::Mysql                     ? "MariaDB"
                                                            : "SQLite";
        QTest::addRow("%s: %s", prefix, name) << dialect << change << expected << verdict;
    }
};

void TestRollbackDifferences::onPostgresql()
{
    const auto add = [](const char* name, const char* change, const QStringList& expected,
                         Likeness verdict = Likeness::SchemaDiffers) {
        row(Dialect::Postgresql, name, change, expected, verdict);
    };
    const QString table = QStringLiteral("table public.customers: ");
    add("a true way back",
        "ALTER TABLE customers ADD phone text; CREATE INDEX p ON customers (phone); UPDATE"
        " customers SET phone = '1'; ALTER TABLE customers DROP phone; REVOKE SELECT ON customers"
        " FROM app; GRANT SELECT ON customers TO app",
        {}, Likeness::Exact);
    add("missing index", "DROP INDEX customers_email_idx",
        {table + QStringLiteral("index customers_email_idx is missing")});
    add("lost default", "ALTER TABLE customers ALTER full_name DROP DEFAULT",
        {table
            + QStringLiteral("the default of column full_name is lost, it was ''::character "
                             "varying")});
    add("lost grant", "REVOKE SELECT ON customers FROM app",
        {table + QStringLiteral("grant SELECT to app is lost")});
    add("changed column order",
        "DROP VIEW adults; ALTER TABLE customers ADD mail2 text; UPDATE customers SET mail2 ="
        " email; ALTER TABLE customers DROP email; ALTER TABLE customers RENAME mail2 TO email;"
        " CREATE INDEX customers_email_idx ON customers (email); CREATE VIEW adults AS SELECT id,"
        " email FROM customers WHERE age >= 18",
        {table
            + QStringLiteral("the column order differs: id, full_name, age, email instead of id, "
                             "full_name, email, age")},
        Likeness::OrderDiffers);
    add("dropped rows", "DELETE FROM customers WHERE email IS NULL",
        {table + QStringLiteral("it has 2 rows instead of 3")}, Likeness::DataDiffers);
    add("changed rows", "UPDATE customers SET full_name = 'X' WHERE id = 1",
        {table + QStringLiteral("its rows hold other values")}, Likeness::DataDiffers);
    add("wrong name", "ALTER INDEX customers_email_idx RENAME TO customers_email_index",
        {table + QStringLiteral("index customers_email_idx is missing"),
            table + QStringLiteral("index customers_email_index is there, but was not expected")});
    add("wrong type", "ALTER TABLE customers ALTER full_name TYPE varchar(60)",
        {table
            + QStringLiteral("the type of column full_name is character varying(60) instead of "
                             "character varying(50)")});
    add("trigger left",
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
        "CREATE TRIGGER touch BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION touch()",
        {QStringLiteral("trigger touch on public.customers is there, but was not expected"),
            QStringLiteral("routine public.touch() is there, but was not expected")});
    add("sequence not reset", "SELECT nextval('customers_id_seq'), nextval('customers_id_seq')",
        {QStringLiteral("sequence public.customers_id_seq is not reset (was 3, is 5)")},
        Likeness::DataDiffers);
    add("view lost", "DROP VIEW adults", {QStringLiteral("view public.adults is missing")});
    add("constraint not valid",
        "ALTER TABLE customers DROP CONSTRAINT customers_age_check; ALTER TABLE customers ADD"
        " CONSTRAINT customers_age_check CHECK (age >= 0) NOT VALID",
        {table + QStringLiteral("check customers_age_check is NOT VALID")});
    add("nullability", "ALTER TABLE customers ALTER full_name DROP NOT NULL",
        {table + QStringLiteral("column full_name allows NULL")});
}

void TestRollbackDifferences::onMysql()
{
    const auto add = [](const char* name, const char* change, const QStringList& expected,
                         Likeness verdict = Likeness::SchemaDiffers) {
        row(Dialect::Mysql, name, change, expected, verdict);
    };
    const QString table = QStringLiteral("table customers: ");
    add("a true way back",
        "ALTER TABLE customers ADD phone text; CREATE INDEX p ON customers (phone(10)); UPDATE"
        " customers SET phone = '1'; ALTER TABLE customers DROP phone; REVOKE SELECT ON customers"
        " FROM app@'%'; GRANT SELECT ON customers TO app@'%'",
        {}, Likeness::Exact);
    add("missing index", "DROP INDEX customers_email_idx ON customers",
        {table + QStringLiteral("index customers_email_idx is missing")});
    add("lost default", "ALTER TABLE customers MODIFY full_name varchar(50) NOT NULL",
        {table + QStringLiteral("the default of column full_name is lost, it was ''")});
    add("lost grant", "REVOKE SELECT ON customers FROM app@'%'",
        {table + QStringLiteral("grant SELECT to app@% is lost")});
    add("changed column order", "ALTER TABLE customers MODIFY email varchar(100) AFTER age",
        {table
            + QStringLiteral("the column order differs: id, full_name, age, email instead of id, "
                             "full_name, email, age")},
        Likeness::OrderDiffers);
    add("dropped rows", "DELETE FROM customers WHERE email IS NULL",
        {table + QStringLiteral("it has 2 rows instead of 3")}, Likeness::DataDiffers);
    add("changed rows", "UPDATE customers SET full_name = 'X' WHERE id = 1",
        {table + QStringLiteral("its rows hold other values")}, Likeness::DataDiffers);
    add("wrong name",
        "ALTER TABLE customers RENAME INDEX customers_email_idx TO customers_email_index",
        {table + QStringLiteral("index customers_email_idx is missing"),
            table + QStringLiteral("index customers_email_index is there, but was not expected")});
    add("wrong type", "ALTER TABLE customers MODIFY full_name varchar(60) NOT NULL DEFAULT ''",
        {table
            + QStringLiteral("the type of column full_name is varchar(60) instead of "
                             "varchar(50)")});
    add("trigger left",
        "CREATE TRIGGER touch BEFORE INSERT ON customers FOR EACH ROW SET NEW.age = 1",
        {QStringLiteral("trigger touch is there, but was not expected")});
    add("sequence not reset", "ALTER TABLE customers AUTO_INCREMENT = 9",
        {table + QStringLiteral("the counter of its automatic numbers is not reset (was 4, is 9)")},
        Likeness::DataDiffers);
    add("view lost", "DROP VIEW adults", {QStringLiteral("view adults is missing")});
    add("nullability", "ALTER TABLE customers MODIFY full_name varchar(50) DEFAULT ''",
        {table + QStringLiteral("column full_name allows NULL")});
}

void TestRollbackDifferences::onSqlite()
{
    const auto add = [](const char* name, const QByteArray& change, const QStringList& expected,
                         Likeness verdict = Likeness::SchemaDiffers) {
        row(Dialect::Sqlite, name, change, expected, verdict);
    };
    const char* const columns = "id INTEGER PRIMARY KEY AUTOINCREMENT, full_name VARCHAR(50) NOT"
                                " NULL DEFAULT '', email TEXT, age INT";
    const QString table = QStringLiteral("table customers: ");
    add("a true way back", rebuilt(columns, "*"), {}, Likeness::Exact);
    add("missing index", "DROP INDEX customers_email_idx",
        {table + QStringLiteral("index customers_email_idx is missing")});
    add("lost default",
        rebuilt("id INTEGER PRIMARY KEY AUTOINCREMENT, full_name VARCHAR(50) NOT NULL, email TEXT,"
                " age INT",
            "*"),
        {table + QStringLiteral("the default of column full_name is lost, it was ''")});
    add("changed column order",
        rebuilt("id INTEGER PRIMARY KEY AUTOINCREMENT, full_name VARCHAR(50) NOT NULL DEFAULT '',"
                " age INT, email TEXT",
            "id, full_name, age, email"),
        {table
            + QStringLiteral("the column order differs: id, full_name, age, email instead of id, "
                             "full_name, email, age")},
        Likeness::OrderDiffers);
    add("dropped rows", rebuilt(columns, "*", "DELETE FROM customers WHERE email IS NULL"),
        {table + QStringLiteral("it has 2 rows instead of 3")}, Likeness::DataDiffers);
    add("changed rows", "UPDATE customers SET full_name = 'X' WHERE id = 1",
        {table + QStringLiteral("its rows hold other values")}, Likeness::DataDiffers);
    add("wrong name",
        "DROP INDEX customers_email_idx; CREATE INDEX customers_email_index ON customers (email)",
        {table + QStringLiteral("index customers_email_idx is missing"),
            table + QStringLiteral("index customers_email_index is there, but was not expected")});
    add("wrong type",
        rebuilt("id INTEGER PRIMARY KEY AUTOINCREMENT, full_name VARCHAR(60) NOT NULL DEFAULT '',"
                " email TEXT, age INT",
            "*"),
        {table
            + QStringLiteral("the type of column full_name is VARCHAR(60) instead of "
                             "VARCHAR(50)")});
    add("trigger left",
        "CREATE TRIGGER touch AFTER INSERT ON customers BEGIN UPDATE customers SET age = 1; END",
        {QStringLiteral("trigger touch is there, but was not expected")});
    // The number of a deleted row would be given out a second time.
    add("sequence not reset",
        rebuilt(columns, "*", "UPDATE sqlite_sequence SET seq = 3 WHERE name = 'customers'"),
        {table + QStringLiteral("the counter of its automatic numbers is not reset (was 4, is 3)")},
        Likeness::DataDiffers);
    add("view lost", "DROP VIEW adults", {QStringLiteral("view adults is missing")});
    add("nullability",
        rebuilt("id INTEGER PRIMARY KEY AUTOINCREMENT, full_name VARCHAR(50) DEFAULT '', email"
                " TEXT, age INT",
            "*"),
        {table + QStringLiteral("column full_name allows NULL")});
}

QTEST_GUILESS_MAIN(TestRollbackDifferences)
#include "test_rollback_differences.moc"
