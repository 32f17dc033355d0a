// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/preflight/judge.h"
#include "tests/support/cases.h"
#include "tests/support/sample_plan.h"

#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

const TargetId primary(s("primary"));

/// start → step → end on PostgreSQL.
Plan stepPlan(const char* sql)
{
    Node step = node(s("step"), NodeKind::Expand);
    step.title = s("The step");
    step.action = Action{};
    SqlAction action;
    action.sql.text = s(sql);
    step.action->body = action;
    Plan plan = planOf({node(s("start"), NodeKind::Start), step, node(s("end"), NodeKind::End)},
        {forward(s("start"), s("step")), forward(s("step"), s("end"))});
    plan.targets = {};
    Target target;
    target.id = primary;
    target.dialect = Dialect::Postgresql;
    plan.targets.put(target);
    return plan;
}

/// A server on which nothing is wrong.
TargetSnapshot goodServer()
{
    TargetSnapshot seen;
    seen.target = primary;
    seen.dialect = Dialect::Postgresql;
    seen.product = s("PostgreSQL");
    seen.version = s("15.8");
    seen.user = seen.owner = s("app");
    seen.connectionsLeft = 90;
    SeenTable orders;
    orders.name = s("orders");
    orders.owner = s("app");
    orders.bytes = 4'000'000'000;
    orders.rows = 10'000'000;
    seen.tables.insert(orders.name, orders);
    seen.freeBytes = 1'000'000'000'000;
    seen.dataFolder = s("/var/lib/postgresql");
    return seen;
}

/// "error locks: …" for every finding but that on rehearsals, which has tests of its own.
QStringList judged(const Plan& plan, const TargetSnapshot& seen,
    const QDateTime& now = QDateTime(QDate(2026, 3, 2), QTime(12, 0), Qt::UTC),
    const QString& signers = {})
{
    RunRequest request;
    request.plan = plan;
    const PlanNeeds needs = needsOf(request);
    const Snapshot snapshot{{seen}};
    Judged what{.request = request, .needs = needs, .snapshot = snapshot};
    what.now = now;
    what.signers = signers;
    QStringList lines;
    for (const PreflightFinding& each : judge(what)) {
        if (each.about != s("rehearsal")) {
            lines.append(keyOf(each.level) + QLatin1Char(' ') + each.about + s(": ") + each.text);
        }
    }
    return lines;
}

bool says(const QStringList& lines, const char* beginning, const char* words)
{
    return std::any_of(lines.begin(), lines.end(), [&](const QString& line) {
        return line.startsWith(s(beginning)) && line.contains(s(words));
    });
}

#define VERIFY_SAYS(lines, beginning, words)                                                       \
    QVERIFY2(says(lines, beginning, words), qPrintable((lines).join(QLatin1Char('\n'))))

} // namespace

/// What snapshots come to, without a database.
class TestPreflightJudging final : public QObject {
    Q_OBJECT

private slots:
    void theSchemaIsTheOneInResources()
    {
        QVERIFY(test::equalsGolden(
            s(WHIMBREL_SOURCE "/resources/schema/whimbrel-preflight.schema.json"),
            format::preflightSchema()));
    }

    void whatIsWrittenIsReadAgain()
    {
        PreflightReport report;
        report.planHash = s("abc");
        report.environment = s("production");
        report.at = s("2026-03-01T12:00:00.000Z");
        report.targets.append(
            {primary, s("postgresql://db/x"), s("PostgreSQL 15.8"), s("app"), s("owner"), {}});
        report.findings.append({PreflightLevel::Error, s("locks"), primary, NodeId(s("a")),
            EdgeId(s("b")), s("text"), s("expected"), s("advice"), {}});
        const Result<PreflightReport> read = readPreflight(preflightJson(report));
        QVERIFY2(read, qPrintable(read ? QString() : read.error().text()));
        QCOMPARE(*read, report);
    }

    void rights_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QStringList>("rights"); ///< "RIGHT name"
        QTest::newRow("update") << s("UPDATE orders SET a = 1 WHERE id = 2")
                                << QStringList{s("UPDATE orders"), s("SELECT orders")};
        QTest::newRow("alter") << s("ALTER TABLE orders ADD COLUMN a int")
                               << QStringList{s("OWNER orders")};
        QTest::newRow("foreign key")
            << s("ALTER TABLE orders ADD FOREIGN KEY (c) REFERENCES customers (id) NOT VALID")
            << QStringList{s("OWNER orders"), s("REFERENCES customers")};
        QTest::newRow("index") << s("CREATE INDEX CONCURRENTLY i ON orders (a)")
                               << QStringList{s("OWNER orders")};
        QTest::newRow("drop index") << s("DROP INDEX i") << QStringList{s("OWNER i")};
        QTest::newRow("trigger") << s(
            "CREATE TRIGGER t AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()")
                                 << QStringList{s("TRIGGER orders")};
        QTest::newRow("table") << s("CREATE TABLE shop.more (id int)") << QStringList{s("CREATE ")};
        QTest::newRow("role") << s("SET ROLE \"Owner\"") << QStringList{s("MEMBER Owner")};
        QTest::newRow("session") << s("SET search_path = shop") << QStringList{};
        QTest::newRow("truncate") << s("TRUNCATE orders") << QStringList{s("TRUNCATE orders")};
    }

    void rights()
    {
        QFETCH(QString, sql);
        QFETCH(QStringList, rights);
        const Script script = splitScript(sql.toUtf8(), Dialect::Postgresql);
        PreparedStatement statement;
        statement.sql = sql;
        statement.parsed = script.statements.constFirst();
        statement.kind = statement.parsed.kind;
        statement.verb = statement.parsed.verb;
        QStringList found;
        for (const RightNeed& need : rightsFor(statement, Dialect::Postgresql)) {
            found.append(need.right + QLatin1Char(' ') + need.name);
        }
        QCOMPARE(found, rights);
    }

    void missingRightsAreErrors()
    {
        TargetSnapshot seen = goodServer();
        seen.rights.insert({s("OWNER"), {}, s("orders")}, RightAnswer::No);
        seen.tables[s("orders")].owner = s("boss");
        const QStringList lines = judged(stepPlan("ALTER TABLE orders ADD COLUMN a int"), seen);
        VERIFY_SAYS(lines, "error rights", "app does not own \"orders\"");
    }

    void whatThePlanMakesNeedsNoRights()
    {
        TargetSnapshot seen = goodServer();
        const RightNeed need{s("OWNER"), {}, s("more")};
        const char* sql = "CREATE TABLE more (id int); ALTER TABLE more ADD COLUMN a int";
        seen.rights.insert(need, RightAnswer::Missing);
        QVERIFY(!says(judged(stepPlan(sql), seen), "warning rights", "more"));
        seen.rights.insert({s("OWNER"), {}, s("less")}, RightAnswer::Missing);
        VERIFY_SAYS(judged(stepPlan("ALTER TABLE less ADD COLUMN a int"), seen), "warning rights",
            "\"less\" is not there");
    }

    void newObjectsHaveAnOwner()
    {
        TargetSnapshot seen = goodServer();
        seen.tables[s("orders")].owner = s("boss");
        const QStringList lines = judged(
            stepPlan("CREATE TABLE more (id int); UPDATE orders SET a = 1 WHERE id = 1"), seen);
        VERIFY_SAYS(lines, "warning owner", "will belong to app, while");
    }

    void room_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<qint64>("freeBytes");
        QTest::addColumn<QString>("level");
        const QString type = s("ALTER TABLE orders ALTER COLUMN id TYPE bigint");
        const QString index = s("CREATE INDEX CONCURRENTLY i ON orders (a)");
        QTest::newRow("rewrite, enough") << type << qint64(100'000'000'000) << "note space";
        QTest::newRow("rewrite, tight") << type << qint64(10'000'000'000) << "warning space";
        QTest::newRow("rewrite, too little") << type << qint64(5'000'000'000) << "error space";
        QTest::newRow("rewrite, unknown") << type << qint64(-1) << "warning space";
        QTest::newRow("index, enough") << index << qint64(5'000'000'000) << "note space";
        QTest::newRow("index, too little") << index << qint64(300'000'000) << "error space";
    }

    void room()
    {
        QFETCH(QString, sql);
        QFETCH(qint64, freeBytes);
        QFETCH(QString, level);
        TargetSnapshot seen = goodServer();
        seen.freeBytes = freeBytes;
        const QStringList lines = judged(stepPlan(qPrintable(sql)), seen);
        VERIFY_SAYS(lines, qPrintable(level), "takes about");
        QCOMPARE(says(lines, "", "cannot be seen from here"), freeBytes < 0);
    }

    void locks_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("held");
        QTest::addColumn<bool>("waits");
        const QString alter = s("ALTER TABLE orders ADD COLUMN a int");
        const QString build = s("CREATE INDEX CONCURRENTLY i ON orders (a)");
        const QString update = s("UPDATE orders SET a = 1 WHERE id = 1");
        QTest::newRow("alter, read") << alter << "AccessShareLock" << true;
        QTest::newRow("build, write") << build << "RowExclusiveLock" << false;
        QTest::newRow("build, build") << build << "ShareUpdateExclusiveLock" << true;
        QTest::newRow("update, read") << update << "AccessShareLock" << false;
        QTest::newRow("update, share") << update << "ShareLock" << true;
    }

    void locks()
    {
        QFETCH(QString, sql);
        QFETCH(QString, held);
        QFETCH(bool, waits);
        TargetSnapshot seen = goodServer();
        SeenSession session;
        session.who = {4711, s("report"), s("psql"), s("SELECT 1"), s("idle in transaction"), 1000};
        session.table = s("orders");
        session.lock = held;
        seen.sessions.append(session);
        const QStringList lines = judged(stepPlan(qPrintable(sql)), seen);
        QCOMPARE(says(lines, "warning locks", "session 4711"), waits);
    }

    void oldTransactionsHoldThingsBack()
    {
        TargetSnapshot seen = goodServer();
        SeenSession session;
        session.who = {4711, s("report"), {}, {}, s("idle in transaction"), 20 * 60 * 1000};
        seen.sessions.append(session);
        VERIFY_SAYS(judged(stepPlan("ALTER TABLE orders ADD COLUMN a int"), seen),
            "warning transactions", "20 min");
        VERIFY_SAYS(judged(stepPlan("CREATE INDEX CONCURRENTLY i ON orders (a)"), seen),
            "error transactions", "waits for its end");
        seen.sessions[0].who.ageMs = 1000;
        QVERIFY(!says(judged(stepPlan("ALTER TABLE orders ADD COLUMN a int"), seen),
            "warning transactions", ""));
        seen.sessions[0].prepared = s("forgotten");
        VERIFY_SAYS(judged(stepPlan("ALTER TABLE orders ADD COLUMN a int"), seen),
            "error transactions", "\"forgotten\"");
    }

    void serversThatWouldHarmOrRefuse()
    {
        const Plan plan = stepPlan("UPDATE orders SET a = 1");
        TargetSnapshot seen = goodServer();
        seen.idleSlots.append({s("warehouse"), 3'000'000'000, false});
        seen.connectionsLeft = 1;
        seen.pooled = true;
        seen.readOnly = s("the server is a replica");
        seen.syncStandbyMissing = s("standby1");
        seen.tables[s("orders")].publishes = true;
        seen.tables[s("orders")].identifiable = false;
        seen.tables[s("orders")].triggers = QStringList{s("audit")};
        const QStringList lines = judged(plan, seen);
        VERIFY_SAYS(lines, "error replication", "\"warehouse\"");
        VERIFY_SAYS(lines, "error replication", "2.8 GB");
        VERIFY_SAYS(lines, "error replication", "standby1");
        VERIFY_SAYS(lines, "error replication", "no replica identity");
        VERIFY_SAYS(lines, "error connections", "Only 1");
        VERIFY_SAYS(lines, "note pooler", "pooler");
        VERIFY_SAYS(lines, "error read-only", "replica");
        VERIFY_SAYS(lines, "note triggers", "audit");
    }

    void versions_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("known");
        const QString detach = s("ALTER TABLE orders DETACH PARTITION p CONCURRENTLY");
        QTest::newRow("detach, 13") << detach << "13.4" << false;
        QTest::newRow("detach, 14") << detach << "14.0" << true;
        QTest::newRow("merge, 14")
            << s("MERGE INTO orders USING o ON true WHEN MATCHED THEN DELETE") << "14.9" << false;
        QTest::newRow("plain, 12") << s("ALTER TABLE orders ADD COLUMN a int") << "12.1" << true;
    }

    void versions()
    {
        QFETCH(QString, sql);
        QFETCH(QString, version);
        QFETCH(bool, known);
        TargetSnapshot seen = goodServer();
        seen.version = version;
        QCOMPARE(!says(judged(stepPlan(qPrintable(sql)), seen), "error version", "does not know"),
            known);
    }

    void windows_data()
    {
        QTest::addColumn<QTime>("now");
        QTest::addColumn<qint64>("takesMs");
        QTest::addColumn<QString>("says");
        constexpr qint64 hour = 3600 * 1000;
        QTest::newRow("open, fits") << QTime(22, 0) << hour
                                    << "note window: The window of \"The "
                                       "step\" is open, for another 4 h";
        QTest::newRow("open, too late") << QTime(1, 30) << hour << "warning window";
        QTest::newRow("closed, fits") << QTime(12, 0) << hour
                                      << "note window: The window of "
                                         "\"The step\" opens on";
        QTest::newRow("closed, never fits") << QTime(12, 0) << 5 * hour << "warning window";
    }

    void windows()
    {
        QFETCH(QTime, now);
        QFETCH(qint64, takesMs);
        QFETCH(QString, says);
        Plan plan = stepPlan("ALTER TABLE orders ADD COLUMN a int");
        Node step = *plan.nodes.find(NodeId(s("step")));
        step.window = Window{{}, QTime(22, 0), QTime(2, 0), {}, {}};
        step.estimateMs = takesMs;
        plan.nodes.put(step);
        const QStringList lines
            = judged(plan, goodServer(), QDateTime(QDate(2026, 3, 2), now, Qt::UTC));
        QVERIFY2(::says(lines, qPrintable(says), ""), qPrintable(lines.join(QLatin1Char('\n'))));
    }

    void signedGatesWantSigners()
    {
        Plan plan = stepPlan("ALTER TABLE orders ADD COLUMN a int");
        Node gate = node(s("go"), NodeKind::Gate);
        gate.mustBeSigned = true;
        plan.nodes.put(gate);
        VERIFY_SAYS(judged(plan, goodServer()), "error gates", "allowed signers");
        QVERIFY(!says(judged(plan, goodServer(), QDateTime::currentDateTimeUtc(), s("/some/file")),
            "error gates", ""));
    }

    void programsHaveToBeThere()
    {
        Plan plan = stepPlan("SELECT 1");
        Node step = *plan.nodes.find(NodeId(s("step")));
        step.action->body = CommandAction{s("no-such-program"), {}};
        plan.nodes.put(step);
        VERIFY_SAYS(judged(plan, goodServer()), "error commands", "no-such-program");
        step.action->body = CommandAction{s("/bin/sh"), {}};
        plan.nodes.put(step);
        VERIFY_SAYS(judged(plan, goodServer()), "warning commands", "not allowed");
    }

    void aServerThatCannotBeReachedIsAFinding()
    {
        TargetSnapshot seen = goodServer();
        seen.unreachable = Error{ErrorCode::Connection, s("No route to host."), {}, {}};
        VERIFY_SAYS(judged(stepPlan("SELECT 1"), seen), "error connection", "No route to host.");
    }

    void nothingIsWrongWithAGoodServer()
    {
        TargetSnapshot seen = goodServer();
        seen.rights.insert({s("OWNER"), {}, s("orders")}, RightAnswer::Yes);
        const QStringList lines = judged(stepPlan("ALTER TABLE orders ADD COLUMN a int"), seen);
        QVERIFY2(!says(lines, "error", "") && !says(lines, "warning", ""),
            qPrintable(lines.join(QLatin1Char('\n'))));
    }
};

QTEST_GUILESS_MAIN(TestPreflightJudging)
#include "test_preflight_judging.moc"
