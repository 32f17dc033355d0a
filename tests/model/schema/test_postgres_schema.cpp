// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/schema_reader.h"
#include "tests/model/schema/schema_scripts.h"

#include <QElapsedTimer>
#include <QTest>

using namespace whimbrel;
using test::mustTake;
using test::runScript;
using test::ScratchDatabase;

namespace {

/// One of nearly everything.
const char* const base
    = "CREATE SCHEMA shop;"
      "CREATE TYPE mood AS ENUM ('sad', 'happy');"
      "CREATE DOMAIN mail AS text CHECK (VALUE LIKE '%@%');"
      "CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, full_name"
      " varchar(50) NOT NULL DEFAULT '', email mail UNIQUE, m mood DEFAULT 'sad', total numeric(10,"
      "2), low text GENERATED ALWAYS AS (lower(full_name)) STORED, tags int[]);"
      "CREATE TABLE shop.orders (id serial PRIMARY KEY, customer bigint, qty int CONSTRAINT "
      "qty_check"
      " CHECK (qty > 0), at timestamptz, CONSTRAINT orders_customer FOREIGN KEY (customer)"
      " REFERENCES customers ON DELETE CASCADE DEFERRABLE);"
      "CREATE INDEX orders_qty ON shop.orders (qty DESC, (qty + 1)) INCLUDE (at) WHERE qty > 5;"
      "CREATE TABLE log (id int, what text) PARTITION BY RANGE (id);"
      "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (10);"
      "CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM (10) TO (20);"
      "CREATE VIEW rich AS SELECT id, full_name FROM customers WHERE total > 100;"
      "CREATE MATERIALIZED VIEW counts AS SELECT customer, count(*) AS n FROM shop.orders GROUP BY"
      " customer; CREATE UNIQUE INDEX counts_customer ON counts (customer);"
      "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
      "CREATE TRIGGER touch BEFORE UPDATE OF email ON customers FOR EACH ROW WHEN (NEW.total > 1)"
      " EXECUTE FUNCTION touch();"
      "CREATE SEQUENCE numbers AS int INCREMENT 5;"
      "CREATE POLICY own ON customers FOR SELECT TO app USING (total > 0);"
      "CREATE RULE quiet AS ON DELETE TO shop.orders DO INSTEAD NOTHING;"
      "GRANT SELECT ON customers TO app; GRANT UPDATE (email) ON customers TO app;"
      "ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO app;"
      "COMMENT ON TABLE customers IS 'who buys';"
      "CREATE STATISTICS both_ways ON qty, customer FROM shop.orders;"
      "INSERT INTO customers (full_name, email, total) VALUES ('Ada', 'a@x', 1.50), ('Kurt', NULL,"
      " NULL); INSERT INTO shop.orders (customer, qty, at) VALUES (1, 2, '2026-01-01 10:00+00');"
      "INSERT INTO log VALUES (1, 'x'), (11, 'y')";

} // namespace

class TestPostgresSchema final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_database = std::make_unique<ScratchDatabase>(Dialect::Postgresql);
        m_connection = m_database->open();
        runScript(*m_connection, base);
    }
    void cleanupTestCase()
    {
        m_connection.reset();
        m_database.reset();
    }

    void staysTheSame_data()
    {
        QTest::addColumn<QByteArray>("change");
        const auto row = [](const char* name, const char* change) {
            QTest::newRow(name) << QByteArray(change);
        };
        row("nothing", "");
        row("columns come and go",
            "ALTER TABLE customers ADD x int DEFAULT 5; ALTER TABLE customers DROP x");
        row("index made again",
            "DROP INDEX shop.orders_qty; SET search_path = shop; CREATE INDEX orders_qty ON orders"
            " USING btree (qty DESC NULLS FIRST, (1 * 1 + qty - 1 + 1 - 1)) INCLUDE (at) WHERE qty"
            " > 5; DROP INDEX orders_qty; CREATE INDEX orders_qty ON orders USING btree (qty DESC"
            " NULLS FIRST, (qty+1)) INCLUDE (at) WHERE (((qty > 5)))");
        row("index made concurrently",
            "DROP INDEX shop.orders_qty; CREATE INDEX CONCURRENTLY orders_qty ON shop.orders (qty"
            " DESC, (qty + 1)) INCLUDE (at) WHERE qty > 5");
        row("view made again",
            "DROP VIEW rich; CREATE VIEW rich AS select c.id, c.full_name from public.customers as"
            " c where total > 100; DROP VIEW rich; CREATE VIEW rich AS SELECT ID, full_name FROM"
            " customers WHERE total > 100");
        row("grants given and taken",
            "GRANT INSERT ON shop.orders TO app; REVOKE INSERT ON shop.orders FROM app; GRANT USAGE"
            " ON SCHEMA shop TO app; REVOKE USAGE ON SCHEMA shop FROM app");
        row("check validated later",
            "ALTER TABLE shop.orders DROP CONSTRAINT qty_check; ALTER TABLE shop.orders ADD"
            " CONSTRAINT qty_check CHECK (qty > 0) NOT VALID; ALTER TABLE shop.orders VALIDATE"
            " CONSTRAINT qty_check");
        row("not null by way of a check",
            "ALTER TABLE customers ADD CONSTRAINT n CHECK (email IS NOT NULL) NOT VALID; ALTER"
            " TABLE customers DROP CONSTRAINT n");
        row("table made again",
            "CREATE TABLE shop.o2 (id int NOT NULL, customer bigint, qty int, at timestamptz,"
            " CONSTRAINT qty_check CHECK (0 < qty)); DROP TABLE shop.o2");
        row("partition detached and attached",
            "ALTER TABLE log DETACH PARTITION log_1; ALTER TABLE log ATTACH PARTITION log_1 FOR"
            " VALUES FROM (0) TO (10)");
        row("trigger switched off and on",
            "ALTER TABLE customers DISABLE TRIGGER touch; ALTER TABLE customers ENABLE TRIGGER"
            " touch");
        row("rows moved", "UPDATE customers SET full_name = full_name; VACUUM FULL customers");
        row("statistics", "ANALYZE");
        row("our own journal",
            "CREATE SCHEMA whimbrel; CREATE TABLE whimbrel.run (id serial PRIMARY KEY, t text "
            "UNIQUE"
            " CHECK (t <> '')); CREATE VIEW whimbrel.v AS SELECT 1; INSERT INTO whimbrel.run (t)"
            " VALUES ('x'); CREATE FUNCTION whimbrel.f() RETURNS int LANGUAGE sql AS 'SELECT 1'");
        row("temporary tables", "CREATE TEMPORARY TABLE t (a int PRIMARY KEY)");
        row("session settings",
            "SET datestyle = 'German'; SET timezone = 'Asia/Tokyo'; SET extra_float_digits = -5;"
            "SET search_path = shop; SET bytea_output = 'escape'; SET quote_all_identifiers = on");
    }
    void staysTheSame()
    {
        QFETCH(QByteArray, change);
        QCOMPARE(
            sentences(test::differencesAfter(Dialect::Postgresql, base, change)), QStringList());
    }

    void changes_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* change, const QStringList& expected) {
            QTest::newRow(change) << QByteArray(change) << expected;
        };
        const QString customers = QStringLiteral("table public.customers: ");
        const QString orders = QStringLiteral("table shop.orders: ");
        row("CREATE TABLE t (a int)",
            {QStringLiteral("table public.t is there, but was not expected")});
        row("ALTER TABLE shop.orders OWNER TO app",
            {orders + QStringLiteral("the owner is app instead of postgres"),
                QStringLiteral("sequence shop.orders_id_seq: the owner is app instead of "
                               "postgres")});
        row("REVOKE INSERT ON shop.orders FROM postgres",
            {orders + QStringLiteral("grant INSERT to its owner is lost")});
        row("REVOKE UPDATE (email) ON customers FROM app",
            {customers + QStringLiteral("grant UPDATE to app on column email is lost")});
        row("ALTER TABLE customers ENABLE ROW LEVEL SECURITY; ALTER TABLE customers FORCE ROW LEVEL"
            " SECURITY",
            {customers
                + QStringLiteral("the row level security is enabled and forced instead of none")});
        row("DROP POLICY own ON customers",
            {QStringLiteral("policy own on public.customers is missing")});
        row("ALTER POLICY own ON customers USING (total > 5)",
            {QStringLiteral("policy own on public.customers: the condition is (total > "
                            "(5)::numeric) instead of (total > (0)::numeric)")});
        row("ALTER TABLE customers ALTER total TYPE numeric(12,2)", {});
        row("ALTER TYPE mood ADD VALUE 'angry' BEFORE 'happy'",
            {QStringLiteral(
                "type public.mood: the list of labels is 'sad', 'angry', 'happy' instead of "
                "'sad', 'happy'")});
        row("ALTER DOMAIN mail ADD CONSTRAINT short CHECK (length(VALUE) < 99) NOT VALID",
            {QStringLiteral("type public.mail: the list of checks differs")});
        row("ALTER TABLE customers ALTER id SET GENERATED BY DEFAULT",
            {customers
                + QStringLiteral("the identity of column id is BY DEFAULT instead of ALWAYS")});
        row("ALTER TABLE customers ALTER low DROP EXPRESSION",
            {customers + QStringLiteral("the generated value of column low is lost, it was STORED"),
                customers
                    + QStringLiteral(
                        "the expression of column low is lost, it was lower((full_name)::text)")});
        row("ALTER TABLE customers ALTER tags SET STORAGE EXTERNAL",
            {customers + QStringLiteral("the storage of column tags is EXTERNAL instead of none")});
        row("COMMENT ON TABLE customers IS NULL",
            {customers + QStringLiteral("the comment is lost, it was who buys")});
        row("DROP INDEX shop.orders_qty; CREATE INDEX orders_qty ON shop.orders (qty DESC, (qty +"
            " 1)) WHERE qty > 5",
            {orders
                + QStringLiteral(
                    "index orders_qty is (qty DESC, (qty + 1)) WHERE (qty > 5) instead "
                    "of (qty DESC, (qty + 1)) INCLUDE (at) WHERE (qty > 5)")});
        row("CREATE INDEX h ON shop.orders USING hash (customer)",
            {orders + QStringLiteral("index h is there, but was not expected")});
        row("UPDATE pg_index SET indisvalid = false WHERE indexrelid ="
            " 'shop.orders_qty'::regclass",
            {orders + QStringLiteral("index orders_qty is INVALID")});
        row("ALTER TABLE customers DROP CONSTRAINT customers_email_key; CREATE UNIQUE INDEX"
            " customers_email_key ON customers (email)",
            {customers
                + QStringLiteral("index customers_email_key is an index without constraint")});
        row("ALTER TABLE customers DROP CONSTRAINT customers_email_key; ALTER TABLE customers ADD"
            " UNIQUE NULLS NOT DISTINCT (email)",
            {customers
                + QStringLiteral(
                    "the treatment of NULL of constraint customers_email_key is NOT DISTINCT"
                    " instead of none")});
        row("ALTER TABLE shop.orders DROP CONSTRAINT orders_customer; ALTER TABLE shop.orders ADD"
            " CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers NOT VALID",
            {orders
                    + QStringLiteral("foreign key orders_customer is (customer) REFERENCES "
                                     "public.customers (id) instead of (customer) REFERENCES "
                                     "public.customers (id) ON DELETE CASCADE DEFERRABLE"),
                orders + QStringLiteral("foreign key orders_customer is NOT VALID")});
        row("ALTER TABLE shop.orders ALTER CONSTRAINT orders_customer NOT DEFERRABLE",
            {orders
                + QStringLiteral("foreign key orders_customer is (customer) REFERENCES "
                                 "public.customers (id) ON DELETE CASCADE instead of (customer) "
                                 "REFERENCES public.customers (id) ON DELETE CASCADE DEFERRABLE")});
        row("ALTER TABLE customers DISABLE TRIGGER touch",
            {QStringLiteral("trigger touch on public.customers: it is disabled")});
        row("CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON customers FOR EACH ROW WHEN"
            " (NEW.total > 1) EXECUTE FUNCTION touch()",
            {QStringLiteral("trigger touch on public.customers: the event is UPDATE instead of "
                            "UPDATE OF email")});
        row("CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN"
            " OLD; END $$",
            {QStringLiteral("routine public.touch(): the definition differs")});
        row("CREATE OR REPLACE VIEW rich AS SELECT id, full_name FROM customers WHERE total > 99",
            {QStringLiteral("view public.rich: the definition differs")});
        row("ALTER VIEW rich SET (security_barrier = true)",
            {QStringLiteral(
                "view public.rich: the list of options is security_barrier=true instead of "
                "none")});
        row("DROP INDEX counts_customer",
            {QStringLiteral("view public.counts: index counts_customer is missing")});
        row("ALTER SEQUENCE numbers INCREMENT 1 CACHE 10",
            {QStringLiteral("sequence public.numbers: the cache is 10 instead of 1"),
                QStringLiteral("sequence public.numbers: the increment is 1 instead of 5")});
        row("ALTER SEQUENCE shop.orders_id_seq OWNED BY NONE",
            {QStringLiteral("sequence shop.orders_id_seq: the owning column is lost, it was "
                            "shop.orders.id")});
        row("SELECT setval('numbers', 50)",
            {QStringLiteral("sequence public.numbers is not reset (was unused, is 50)")});
        row("DROP TABLE log_2", {QStringLiteral("table public.log_2 is missing")});
        row("ALTER TABLE log DETACH PARTITION log_2",
            {QStringLiteral("table public.log_2: the list of parents is lost, it was public.log"),
                QStringLiteral("table public.log_2: the partition bound is lost, it was FOR VALUES "
                               "FROM (10) TO (20)"),
                QStringLiteral("table public.log_2: the inheritance of column id is lost, it was "
                               "only"),
                QStringLiteral("table public.log_2: the inheritance of column what is lost, it was "
                               "only")});
        row("DELETE FROM log WHERE id = 11",
            {QStringLiteral("table public.log_2: it has 0 rows instead of 1")});
        row("DROP RULE quiet ON shop.orders",
            {QStringLiteral("rule quiet on shop.orders is missing")});
        row("DROP STATISTICS both_ways",
            {QStringLiteral("statistics public.both_ways is missing")});
        row("ALTER DEFAULT PRIVILEGES IN SCHEMA shop REVOKE SELECT ON TABLES FROM app",
            {QStringLiteral("default privileges of postgres in shop on tables is missing")});
        row("ALTER TABLE log ALTER what TYPE text COLLATE \"C\"",
            {QStringLiteral("table public.log: the collation of column what is C instead of none"),
                QStringLiteral("table public.log_1: the collation of column what is C instead of "
                               "none"),
                QStringLiteral("table public.log_2: the collation of column what is C instead of "
                               "none")});
        // The functions that build its values are the server's.
        row("CREATE TYPE span AS RANGE (subtype = text, collation = \"C\")",
            {QStringLiteral("type public.span is there, but was not expected")});
        row("CREATE EXTENSION pgcrypto",
            {QStringLiteral("extension pgcrypto is there, but was not expected")});
        row("CREATE SCHEMA more", {QStringLiteral("schema more is there, but was not expected")});
        row("UPDATE customers SET email = NULL WHERE id = 1",
            {customers + QStringLiteral("its rows hold other values")});
        row("UPDATE shop.orders SET at = at + interval '1 microsecond'",
            {orders + QStringLiteral("its rows hold other values")});
        row("INSERT INTO shop.orders (id, customer, qty, at) VALUES (7, 1, 2, now())",
            {orders + QStringLiteral("it has 2 rows instead of 1")});
    }
    void changes()
    {
        QFETCH(QByteArray, change);
        QFETCH(QStringList, expected);
        if (change.startsWith("ALTER TABLE customers ALTER total")) {
            // A view stands in the way, so it goes first, and nothing of it may show behind.
            change
                = "DROP VIEW rich; DROP TRIGGER touch ON customers; DROP POLICY own ON customers;"
                + change
                + "; ALTER TABLE customers ALTER total TYPE numeric(10,2); CREATE VIEW rich AS"
                  " SELECT id, full_name FROM customers WHERE total > 100; CREATE TRIGGER touch"
                  " BEFORE UPDATE OF email ON customers FOR EACH ROW WHEN (NEW.total > 1) EXECUTE"
                  " FUNCTION touch(); CREATE POLICY own ON customers FOR SELECT TO app USING (total"
                  " > 0)";
        }
        // In a transaction that is rolled back, so that they share a database.
        const Fingerprint before = mustTake(*m_connection);
        QVERIFY(m_connection->begin());
        runScript(*m_connection, change);
        const Fingerprint after = mustTake(*m_connection);
        m_connection->rollback();
        const auto found = compare(before, after);
        QCOMPARE(sentences(found).join(u'\n'), expected.join(u'\n'));
    }

    /// Rows that look alike and are not, and the other way round.
    void rows_data()
    {
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("other");
        QTest::addColumn<bool>("same");
        const auto row = [](const char* one, const char* other, bool same) {
            QTest::addRow("%s | %s", one, other) << QByteArray(one) << QByteArray(other) << same;
        };
        row("VALUES (1, 'a'), (2, 'b')", "VALUES (2, 'b'), (1, 'a')", true);
        row("VALUES (1, 'a'), (1, 'a')", "VALUES (1, 'a'), (1, 'b')", false);
        row("VALUES (1, 'a'), (1, 'a'), (2, 'b')", "VALUES (1, 'a'), (2, 'b'), (2, 'b')", false);
        row("VALUES (1, NULL)", "VALUES (1, '')", false);
        row("VALUES (1, '')", "VALUES (1, ' ')", false);
        row("VALUES (1, 'a,b')", "VALUES (1, 'a\"b')", false);
        row("VALUES (1, 'ä')", "VALUES (1, 'a')", false);
        row("VALUES (1, 'A')", "VALUES (1, 'a')", false);
    }
    void rows()
    {
        QFETCH(QByteArray, one);
        QFETCH(QByteArray, other);
        QFETCH(bool, same);
        const QByteArray table = "CREATE TABLE t (n int, s text); INSERT INTO t ";
        const auto found
            = test::differencesBetween(Dialect::Postgresql, table + one, table + other);
        QCOMPARE(found.isEmpty(), same);
    }

    void columnOrderIsToldApart()
    {
        const auto found = test::differencesBetween(Dialect::Postgresql,
            "CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x'), (2, NULL)",
            "CREATE TABLE t (b text, a int); INSERT INTO t VALUES (NULL, 2), ('x', 1)");
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().category, DifferenceCategory::OrderChanged);
        QCOMPARE(likeness(found), Likeness::OrderDiffers);
    }

    void options()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto connection = database.open();
        runScript(*connection,
            "CREATE TABLE small (a int); INSERT INTO small SELECT generate_series(1, 10); CREATE"
            " TABLE large (a int); INSERT INTO large SELECT generate_series(1, 1000); ANALYZE");
        FingerprintOptions options;
        options.digestUpTo = 100;
        Fingerprint taken = mustTake(*connection, options);
        QCOMPARE(taken.rows.size(), 2);
        QCOMPARE(taken.rows.first().table, QStringLiteral("public.large"));
        QCOMPARE(taken.rows.first().count, 1000);
        QVERIFY(taken.rows.first().digest.isEmpty());
        QVERIFY(!taken.rows.last().digest.isEmpty());
        QCOMPARE(sentences(compare(mustTake(*connection), taken)), QStringList());

        options.leaveOut = {QStringLiteral("public.small")};
        taken = mustTake(*connection, options);
        QCOMPARE(taken.rows.size(), 1);

        options.schemaOnly = true;
        taken = mustTake(*connection, options);
        QVERIFY(taken.rows.isEmpty() && taken.positions.isEmpty());

        FingerprintOptions cancelled;
        cancelled.isCancelled = [] { return true; };
        const auto stopped = fingerprint(*connection, cancelled);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(!connection->inTransaction());
    }

    /// Within a transaction its own changes are seen, it stays open, and its settings stay as well.
    void insideATransaction()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto connection = database.open();
        runScript(
            *connection, "CREATE SCHEMA shop; SET search_path = shop; SET timezone = 'Asia/Tokyo'");
        QVERIFY(connection->begin());
        runScript(*connection, "CREATE TABLE t (a int)");
        const auto schema = readSchema(*connection);
        QVERIFY(schema && schema->table(u"shop.t") != nullptr);
        QVERIFY(connection->inTransaction());
        QCOMPARE(
            test::single(*connection, QStringLiteral("SHOW search_path")), QStringLiteral("shop"));
        QCOMPARE(test::single(*connection, QStringLiteral("SHOW timezone")),
            QStringLiteral("Asia/Tokyo"));
        connection->rollback();
        const auto after = readSchema(*connection);
        QVERIFY(after && after->tables.isEmpty());
        QCOMPARE(test::single(*connection, QStringLiteral("SHOW timezone")),
            QStringLiteral("Asia/Tokyo"));
    }

    /// A policy that hides rows would make two unequal tables look the same.
    void hiddenRowsAreAnError()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto connection = database.open();
        runScript(*connection,
            "CREATE TABLE t (a int); INSERT INTO t VALUES (1); ALTER TABLE t ENABLE ROW LEVEL"
            " SECURITY; GRANT SELECT ON t TO app; SET ROLE app");
        const auto taken = fingerprint(*connection);
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, ErrorCode::Sql);
        QVERIFY2(taken.error().text().contains(QStringLiteral("public.t")),
            qPrintable(taken.error().text()));
    }

    /// Who owns nothing may still compare schemas.
    void withFewRights()
    {
        const Result<Schema> asOwner = readSchema(*m_connection);
        QVERIFY(m_connection->begin());
        runScript(*m_connection, "SET LOCAL ROLE app");
        const Result<Schema> asOther = readSchema(*m_connection);
        m_connection->rollback();
        QVERIFY(asOwner);
        QVERIFY2(asOther, qPrintable(asOther ? QString() : asOther.error().text()));
        QCOMPARE(sentences(compare(*asOwner, *asOther)), QStringList());
    }

    /// Names that need quotes, and such as only differ in case.
    void oddNames()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto connection = database.open();
        runScript(*connection,
            "CREATE SCHEMA \"My Shop\"; CREATE TABLE \"My Shop\".\"Order\" (\"select\" int PRIMARY"
            " KEY, \"a \"\"b\"\" %1\" text, \"Select\" text, \"it's\" int REFERENCES \"My"
            " Shop\".\"Order\"); CREATE TABLE \"My Shop\".\"order\" (a int); INSERT INTO \"My"
            " Shop\".\"Order\" VALUES (1, 'x', 'y', 1); CREATE INDEX \"I %2\" ON \"My"
            " Shop\".\"Order\" (\"a \"\"b\"\" %1\")");
        const Fingerprint before = mustTake(*connection);
        QCOMPARE(before.rowCount(), 1);
        const Table* table = before.schema.table(u"My Shop.Order");
        QVERIFY(table != nullptr && table->column(u"Select")->type == QStringLiteral("text"));
        QCOMPARE(table->foreignKeys.first().table, table->qualifiedName());
        runScript(
            *connection, "ALTER TABLE \"My Shop\".\"Order\" ALTER \"a \"\"b\"\" %1\" SET NOT NULL");
        QCOMPARE(sentences(compare(before, mustTake(*connection))),
            QStringList{QStringLiteral("table My Shop.Order: column a \"b\" %1 refuses NULL")});
    }

    void manyTables()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto connection = database.open();
        runScript(*connection,
            "CREATE PROCEDURE make() LANGUAGE plpgsql AS $$ BEGIN FOR i IN 1..1000 LOOP EXECUTE"
            " format('CREATE TABLE t%s (id bigserial PRIMARY KEY, a text NOT NULL DEFAULT ''x'', b"
            " numeric(10,2) CHECK (b > 0), c timestamptz DEFAULT now(), d bigint REFERENCES t%s)',"
            " i, i); EXECUTE format('CREATE INDEX ON t%s (lower(a)) WHERE b > 1', i); IF i % 50 = 0"
            " THEN COMMIT; END IF; END LOOP; END $$; CALL make()");
        QElapsedTimer timer;
        timer.start();
        const auto schema = readSchema(*connection);
        const auto forSchema = timer.restart();
        QVERIFY(schema);
        QCOMPARE(schema->tables.size(), 1000);
        QCOMPARE(schema->table(u"public.t7")->indexes.size(), 2);
        const Fingerprint first = mustTake(*connection);
        const auto forFingerprint = timer.restart();
        QVERIFY(compare(first, mustTake(*connection)).isEmpty());
        qInfo("1000 tables: schema %lld ms, fingerprint %lld ms", static_cast<long long>(forSchema),
            static_cast<long long>(forFingerprint));
        QVERIFY(forSchema < 20000);
    }

    void manyRows()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto connection = database.open();
        runScript(*connection,
            "CREATE TABLE t AS SELECT i AS id, 'First' || i || ' Last' || i AS full_name, i * 1.5 "
            "AS"
            " balance FROM generate_series(1, 200000) i");
        QElapsedTimer timer;
        timer.start();
        const Fingerprint before = mustTake(*connection);
        qInfo("200,000 rows: %lld ms", static_cast<long long>(timer.elapsed()));
        QCOMPARE(before.rowCount(), 200000);
        runScript(*connection, "UPDATE t SET balance = balance + 1 WHERE id = 777");
        QVERIFY(!(mustTake(*connection) == before));
    }

private:
    std::unique_ptr<ScratchDatabase> m_database{};
    std::unique_ptr<Connection> m_connection{};
};

QTEST_GUILESS_MAIN(TestPostgresSchema)
#include "test_postgres_schema.moc"
