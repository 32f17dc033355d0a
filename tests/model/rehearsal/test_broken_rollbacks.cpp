// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/rehearse.h"
#include "tests/support/sample_plan.h"
#include "tests/support/servers/test_servers.h"

#include <QTest>

using namespace whimbrel;

namespace {

constexpr Dialect sqlite = Dialect::Sqlite;
constexpr Dialect postgresql = Dialect::Postgresql;
constexpr Dialect mariadb = Dialect::Mysql;

/// Shops that mean the same, as far as the dialects allow.
QByteArray baseline(Dialect dialect)
{
    const QByteArray key = dialect == sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT"
        : dialect == postgresql              ? "SERIAL PRIMARY KEY"
                                             : "INT AUTO_INCREMENT PRIMARY KEY";
    const QByteArray trigger = dialect == sqlite
        ? "CREATE TRIGGER kept AFTER INSERT ON customers BEGIN SELECT 1; END;"
        : QByteArray();
    return "CREATE TABLE customers (id " + key
        + ", note VARCHAR(20), name VARCHAR(50) NOT NULL, status VARCHAR(10) DEFAULT 'new', "
          "amount INT, required INT DEFAULT 0 NOT NULL"
        + (dialect == postgresql ? QByteArray(", CONSTRAINT sound CHECK (amount >= 0)")
                                 : QByteArray())
        + ");\n"
          "CREATE INDEX customers_name ON customers (name);\n"
          "CREATE VIEW names AS SELECT name FROM customers;\n"
          "INSERT INTO customers (name, status, amount) VALUES ('Ada', NULL, NULL), ('Grace', "
          "NULL, NULL), ('Mary', NULL, NULL);\n"
        + (dialect == postgresql ? QByteArray("GRANT SELECT ON customers TO PUBLIC;\n")
                                 : QByteArray())
        + trigger;
}

/// A way back that says it does something, and does nothing.
const QString nothing = QStringLiteral("UPDATE customers SET name = name WHERE id < 0");

Action sqlAction(const QString& sql)
{
    Action action;
    SqlAction body;
    body.sql.text = sql;
    action.body = body;
    return action;
}

Node change(const QString& id, const QString& sql)
{
    Node made = test::node(id, NodeKind::Expand);
    made.action = sqlAction(sql);
    return made;
}

Node verification(const QString& id)
{
    Node made = test::node(id, NodeKind::Verification);
    Check check;
    check.id = CheckId(QStringLiteral("there"));
    QueryCheck body;
    body.sql.text = QStringLiteral("SELECT 1");
    body.expect.value = QStringLiteral("1");
    check.body = body;
    made.checks = {check};
    return made;
}

Edge back(const QString& from, const QString& to, const QString& sql)
{
    Edge made = test::rollback(from, to);
    made.action = sqlAction(sql);
    return made;
}

/// start → first → verified → second → proven → end. The second way back is good, and must not
/// suffer from the first.
Plan planWith(const QString& sql, const QString& sqlBack, Dialect dialect)
{
    Node start = test::node(QStringLiteral("start"), NodeKind::Start);
    Node end = test::node(QStringLiteral("end"), NodeKind::End);
    Plan plan = test::planOf(
        {start, change(QStringLiteral("first"), sql), verification(QStringLiteral("verified")),
            change(QStringLiteral("second"), QStringLiteral("CREATE TABLE extra (id INT)")),
            verification(QStringLiteral("proven")), end},
        {test::forward(QStringLiteral("start"), QStringLiteral("first")),
            test::forward(QStringLiteral("first"), QStringLiteral("verified")),
            test::forward(QStringLiteral("verified"), QStringLiteral("second")),
            test::forward(QStringLiteral("second"), QStringLiteral("proven")),
            test::forward(QStringLiteral("proven"), QStringLiteral("end")),
            back(QStringLiteral("first"), QStringLiteral("start"), sqlBack),
            back(QStringLiteral("second"), QStringLiteral("verified"),
                QStringLiteral("DROP TABLE extra"))});
    Target target = plan.targets.at(0);
    target.dialect = dialect;
    plan.targets.put(target);
    return plan;
}

ScratchSource sourceOn(Dialect dialect)
{
    ScratchSource source;
    source.dialect = dialect;
    source.content = ScratchSource::Content::Baseline;
    source.baseline = baseline(dialect);
    source.baselineName = QStringLiteral("shop.sql");
    if (dialect != sqlite) {
        source.url = test::Servers::shared().url(dialect);
    }
    return source;
}

QString describe(const RehearsedWay& way)
{
    QStringList lines{keyOf(way.verdict), way.because, way.again};
    for (const RehearsedDifference& each : way.differences) {
        lines.append(each.text);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

/// Ways back that look right and are not: each is found, and what is wrong is named.
class TestBrokenRollbacks final : public QObject {
    Q_OBJECT

private slots:
    void theyAreFoundAndNamed_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<QString>("forward");
        QTest::addColumn<QString>("back");
        QTest::addColumn<WayVerdict>("verdict");
        QTest::addColumn<QStringList>("named");
        const auto add = [](const char* name, QList<Dialect> dialects, const char* forward,
                             const char* sqlBack, WayVerdict verdict, QStringList named) {
            for (const Dialect dialect : dialects) {
                QTest::addRow("%s, %s", name, qPrintable(keyOf(dialect)))
                    << dialect << QString::fromLatin1(forward)
                    << (sqlBack ? QString::fromLatin1(sqlBack) : nothing) << verdict << named;
            }
        };
        const auto text = [](const char* word) { return QString::fromLatin1(word); };
        const QList<Dialect> all{sqlite, postgresql, mariadb};
        const QList<Dialect> servers{postgresql, mariadb};
        const WayVerdict notInverse = WayVerdict::NotInverse;

        add("good", all, "CREATE TABLE more (id INT)", "DROP TABLE more", WayVerdict::Exact, {});
        add("missing index", {sqlite, postgresql}, "DROP INDEX customers_name", nullptr, notInverse,
            {text("customers_name")});
        add("missing index", {mariadb}, "DROP INDEX customers_name ON customers", nullptr,
            notInverse, {text("customers_name")});
        add("lost default", all, "ALTER TABLE customers DROP COLUMN status",
            "ALTER TABLE customers ADD COLUMN status VARCHAR(10)", notInverse,
            {text("status"), text("default")});
        add("lost grant", {postgresql}, "REVOKE SELECT ON customers FROM PUBLIC", nullptr,
            notInverse, {text("customers"), text("SELECT")});
        add("changed column order", {sqlite, postgresql}, "ALTER TABLE customers DROP COLUMN note",
            "ALTER TABLE customers ADD COLUMN note VARCHAR(20)", WayVerdict::OrderChanged,
            {text("customers"), text("note")});
        add("changed column order", {mariadb}, "ALTER TABLE customers DROP COLUMN note",
            "ALTER TABLE customers ADD COLUMN note VARCHAR(20)", WayVerdict::OrderChanged,
            {text("customers"), text("note")});
        add("dropped rows", all, "ALTER TABLE customers ADD COLUMN more INT",
            "DELETE FROM customers WHERE id = 2; ALTER TABLE customers DROP COLUMN more",
            WayVerdict::DataLost, {text("customers"), text("row")});
        add("wrong name", {sqlite, mariadb}, "ALTER TABLE customers RENAME COLUMN amount TO total",
            "ALTER TABLE customers RENAME COLUMN total TO amonut", notInverse,
            {text("amount"), text("amonut")});
        add("wrong name", {postgresql}, "ALTER TABLE customers RENAME COLUMN amount TO total",
            "ALTER TABLE customers RENAME COLUMN total TO amonut", notInverse,
            {text("amount"), text("amonut")});
        add("wrong type", {sqlite, mariadb}, "ALTER TABLE customers DROP COLUMN amount",
            "ALTER TABLE customers ADD COLUMN amount BIGINT", notInverse, {text("amount")});
        add("wrong type", {postgresql}, "ALTER TABLE customers ALTER COLUMN amount TYPE bigint",
            "ALTER TABLE customers ALTER COLUMN amount TYPE smallint", notInverse,
            {text("amount"), text("smallint")});
        add("trigger left", {sqlite},
            "CREATE TRIGGER left_over AFTER UPDATE ON customers BEGIN SELECT 1; END", nullptr,
            notInverse, {text("left_over")});
        add("trigger left", {mariadb},
            "CREATE TRIGGER left_over AFTER UPDATE ON customers FOR EACH ROW SET @seen = 1",
            nullptr, notInverse, {text("left_over")});
        add("trigger left", {postgresql},
            "CREATE TRIGGER left_over BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION "
            "suppress_redundant_updates_trigger()",
            nullptr, notInverse, {text("left_over")});
        add("sequence not reset", servers, "INSERT INTO customers (name) VALUES ('Joan')",
            "DELETE FROM customers WHERE name = 'Joan'", WayVerdict::DataLost, {text("customers")});
        add("sequence set back", {sqlite}, "INSERT INTO customers (name) VALUES ('Joan')",
            "DELETE FROM customers WHERE name = 'Joan'; UPDATE sqlite_sequence SET seq = 1",
            WayVerdict::DataLost, {text("customers")});
        add("view lost", all, "DROP VIEW names", nullptr, notInverse, {text("names")});
        add("constraint not valid", {postgresql}, "ALTER TABLE customers DROP CONSTRAINT sound",
            "ALTER TABLE customers ADD CONSTRAINT sound CHECK (amount >= 0) NOT VALID", notInverse,
            {text("sound")});
        add("nullability", {sqlite}, "ALTER TABLE customers DROP COLUMN required",
            "ALTER TABLE customers ADD COLUMN required INT DEFAULT 0", notInverse,
            {text("required"), text("NULL")});
        add("nullability", {postgresql}, "ALTER TABLE customers ALTER COLUMN name DROP NOT NULL",
            nullptr, notInverse, {text("name"), text("NULL")});
        add("nullability", {mariadb}, "ALTER TABLE customers MODIFY name VARCHAR(50) NULL", nullptr,
            notInverse, {text("name"), text("NULL")});
        add("error", all, "ALTER TABLE customers ADD COLUMN more INT", "DROP TABLE nowhere",
            WayVerdict::Fails, {text("nowhere")});
    }
    void theyAreFoundAndNamed()
    {
        QFETCH(Dialect, dialect);
        QFETCH(QString, forward);
        QFETCH(QString, back);
        QFETCH(WayVerdict, verdict);
        QFETCH(QStringList, named);
        RehearsalRequest request;
        request.plan = planWith(forward, back, dialect);
        request.sources.insert(request.plan.targets.at(0).id, sourceOn(dialect));
        const Result<Rehearsal> found = rehearse(request);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
        for (const RehearsedStep& each : found->steps) {
            QVERIFY2(each.problem.isEmpty(), qPrintable(each.problem));
        }
        const RehearsedWay* first
            = found->way(NodeId(QStringLiteral("first")), EdgeId(QStringLiteral("first<start")));
        QVERIFY(first);
        QVERIFY2(first->verdict == verdict, qPrintable(describe(*first)));
        for (const QString& word : named) {
            QVERIFY2(describe(*first).contains(word), qPrintable(describe(*first)));
        }
        const RehearsedWay* second = found->way(
            NodeId(QStringLiteral("second")), EdgeId(QStringLiteral("second<verified")));
        QVERIFY(second);
        QVERIFY2(second->verdict == WayVerdict::Exact, qPrintable(describe(*second)));
        QCOMPARE(found->isProof(), verdict == WayVerdict::Exact);
        QCOMPARE(found->whole.verdict, verdict);
    }
};

QTEST_GUILESS_MAIN(TestBrokenRollbacks)
#include "test_broken_rollbacks.moc"
