// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/statement.h"
#include "tests/model/exec/run_fixture.h"
#include "tests/support/sample_plan.h"
#include "tests/support/servers/test_servers.h"

#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

Q_DECLARE_METATYPE(whimbrel::Dialect)

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

QString inDialect(Dialect dialect, const char* sqlite, const char* postgresql, const char* mysql)
{
    return s(dialect == Dialect::Sqlite      ? sqlite
            : dialect == Dialect::Postgresql ? postgresql
                                             : mysql);
}

/// A database with a table "things" of every kind of value, and its rows as text that is the same
/// in every dialect.
class Store final {
public:
    explicit Store(Dialect dialect)
        : m_scratch(dialect)
        , m_connection(m_scratch.open())
    {
        run(inDialect(dialect,
            "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, price NUMERIC, good INTEGER, "
            "data BLOB, made TEXT)",
            "CREATE TABLE things (id bigint PRIMARY KEY, name text, price numeric(12,2), "
            "good boolean, data bytea, made timestamp)",
            "CREATE TABLE things (id bigint PRIMARY KEY, name varchar(200), price decimal(12,2), "
            "good boolean, data varbinary(200), made datetime) DEFAULT CHARSET utf8mb4"));
    }

    void add(int id, const QString& name)
    {
        const Dialect dialect = m_scratch.dialect();
        run(s("INSERT INTO things VALUES (%1, %2, %1.25, %3, %4, '2024-02-29 12:30:00')")
                .arg(id)
                .arg(name,
                    dialect == Dialect::Postgresql ? (id % 2 ? s("true") : s("false"))
                                                   : QString::number(id % 2),
                    inDialect(dialect, "x'00ff27'", "'\\x00ff27'", "x'00ff27'")));
    }

    void run(const QString& sql) { execute(*m_connection, sql); }
    [[nodiscard]] QString value(const char* sql) { return single(*m_connection, s(sql)); }
    [[nodiscard]] QString url() const { return m_scratch.url(); }
    [[nodiscard]] Dialect dialect() const { return m_scratch.dialect(); }

    [[nodiscard]] QString content()
    {
        const auto rows = m_connection->rows(inDialect(dialect(),
            "SELECT id, name, printf('%.2f', price), CASE WHEN good THEN 1 ELSE 0 END, hex(data), "
            "made FROM things ORDER BY id",
            "SELECT id, name, price::text, CASE WHEN good THEN 1 ELSE 0 END, "
            "upper(encode(data, 'hex')), made::text FROM things ORDER BY id",
            "SELECT id, name, CAST(price AS char), CASE WHEN good THEN 1 ELSE 0 END, hex(data), "
            "CAST(made AS char) FROM things ORDER BY id"));
        if (!rows) {
            return rows.error().text();
        }
        QStringList lines;
        for (const Row& row : *rows) {
            QStringList values;
            for (const QVariant& each : row) {
                values.append(each.isNull() ? s("NULL") : textOf(each));
            }
            lines.append(values.join(QLatin1Char('|')));
        }
        return lines.join(QLatin1Char('\n'));
    }

private:
    ScratchDatabase m_scratch;
    std::unique_ptr<Connection> m_connection; ///< behind m_scratch: it closes first
};

/// start → copy → found → end; "here" is the plan's first target.
RunRequest copying(const Store& from, const Store& into, const QString& where = {})
{
    CopyAction body;
    body.from = TargetId(s("there"));
    body.table = s("things");
    body.key = s("id");
    body.columns = {s("name"), s("price"), s("good"), s("data"), s("made")};
    body.where = where;
    body.batch = 10;
    body.batchMs = 0; // every batch has its ten
    Node copy = node(s("copy"), NodeKind::Backfill);
    copy.action = Action{};
    copy.action->body = body;
    RunRequest request;
    request.plan = planOf({node(s("start"), NodeKind::Start), copy,
                              verification(s("found"), s("SELECT min(1) FROM things"), s("1")),
                              node(s("end"), NodeKind::End)},
        {forward(s("start"), s("copy")), forward(s("copy"), s("found")),
            forward(s("found"), s("end"))});
    Target here = request.plan.targets.at(0);
    here.dialect = into.dialect();
    request.plan.targets.put(here);
    Target there;
    there.id = TargetId(s("there"));
    there.dialect = from.dialect();
    request.plan.targets.put(there);
    request.bindings = {{here.id, into.url()}, {there.id, from.url()}};
    request.by = s("ada");
    return request;
}

} // namespace

/// Rows that are copied from one database into another.
class TestCopy final : public QObject {
    Q_OBJECT

private slots:
    void everyValueArrives_data()
    {
        QTest::addColumn<Dialect>("source");
        QTest::addColumn<Dialect>("destination");
        const QList<std::pair<const char*, Dialect>> dialects{{"sqlite", Dialect::Sqlite},
            {"postgresql", Dialect::Postgresql}, {"mariadb", Dialect::Mysql}};
        for (const auto& [from, source] : dialects) {
            for (const auto& [into, destination] : dialects) {
                QTest::addRow("%s to %s", from, into) << source << destination;
            }
        }
    }
    void everyValueArrives()
    {
        QFETCH(Dialect, source);
        QFETCH(Dialect, destination);
        Store from(source);
        Store into(destination);
        const QStringList names{
            s("'O''Brien :first ü 🐦'"), s("NULL"), s("''"), s("'a''; DROP TABLE things; --'")};
        for (int i = 1; i <= 35; ++i) {
            from.add(i * 3, names[i % names.size()]);
        }
        into.add(7, s("'was here'"));
        into.add(9, s("'is old'"));
        Run run;
        QVERIFY2(run.start(copying(from, into)), qPrintable(run.why()));
        run.tell(Command::Type::GoOn);
        QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
        QCOMPARE(run.state().step(NodeId(s("copy"))).rows, 35);
        QVERIFY(into.content().contains(s("7|was here")));
        into.run(s("DELETE FROM things WHERE id = 7"));
        QCOMPARE(into.content(), from.content());
    }

    void copiesWhatIsAskedFor()
    {
        Store from(Dialect::Postgresql);
        Store into(Dialect::Sqlite);
        for (int i = 1; i <= 35; ++i) {
            from.add(i, s("'n'"));
        }
        Run run;
        QVERIFY2(run.start(copying(from, into, s("good AND t.id > 5 -- the newer ones"))),
            qPrintable(run.why()));
        run.tell(Command::Type::GoOn);
        QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
        QCOMPARE(into.value("SELECT count(*) || ' ' || min(id) || ' ' || max(id) FROM things"),
            s("15 7 35"));
    }

    void nothingToCopyIsDoneAtOnce()
    {
        Store from(Dialect::Sqlite);
        Store into(Dialect::Postgresql);
        into.add(1, s("'stays'"));
        Run run;
        QVERIFY2(run.start(copying(from, into)), qPrintable(run.why()));
        run.tell(Command::Type::GoOn);
        QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
        QCOMPARE(run.state().step(NodeId(s("copy"))).rows, 0);
        QCOMPARE(into.value("SELECT count(*) FROM things"), s("1"));
    }

    /// A row that the destination refuses fails its batch; mended, the copy goes on behind the last
    /// batch that was committed.
    void goesOnWhereItWas()
    {
        Store from(Dialect::Mysql);
        Store into(Dialect::Postgresql);
        for (int i = 1; i <= 35; ++i) {
            from.add(i, i == 25 ? s("'bad'") : s("'n'"));
        }
        into.run(s("ALTER TABLE things ADD CONSTRAINT no_bad CHECK (name <> 'bad')"));
        Run run;
        QVERIFY2(run.start(copying(from, into)), qPrintable(run.why()));
        run.tell(Command::Type::GoOn);
        QCOMPARE(run.status("copy"), StepStatus::Failed);
        QVERIFY2(run.state().step(NodeId(s("copy"))).error.contains(s("keys 21 to 30")),
            qPrintable(run.state().step(NodeId(s("copy"))).error));
        QCOMPARE(into.value("SELECT count(*) FROM things"), s("20"));
        into.run(s("ALTER TABLE things DROP CONSTRAINT no_bad"));
        // What was copied is not read again: a row that is gone there stays gone.
        into.run(s("DELETE FROM things WHERE id = 1"));
        run.tell(Command::Type::Retry, s("copy"));
        if (!run.state().ended) {
            run.tell(Command::Type::GoOn);
        }
        QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
        QCOMPARE(into.value("SELECT count(*) FROM things"), s("34"));
        QCOMPARE(run.count(EventType::BatchDone), 4);
    }

    void aSourceThatCannotBeReadFailsTheStep()
    {
        Store from(Dialect::Sqlite);
        Store into(Dialect::Postgresql);
        from.add(1, s("'n'"));
        RunRequest request = copying(from, into);
        Node copy = *request.plan.nodes.find(NodeId(s("copy")));
        std::get<CopyAction>(copy.action->body).columns.append(s("missing"));
        request.plan.nodes.put(copy);
        Run run;
        QVERIFY2(run.start(request), qPrintable(run.why()));
        run.tell(Command::Type::GoOn);
        QCOMPARE(run.status("copy"), StepStatus::Failed);
        QVERIFY2(run.state().step(NodeId(s("copy"))).error.contains(s("missing")),
            qPrintable(run.why()));
        QVERIFY2(
            run.state().step(NodeId(s("copy"))).error.contains(s("there")), qPrintable(run.why()));
        QCOMPARE(into.value("SELECT count(*) FROM things"), s("0"));
    }
};

QTEST_GUILESS_MAIN(TestCopy)
#include "test_copy.moc"
