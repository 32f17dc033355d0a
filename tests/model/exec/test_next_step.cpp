// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/next_step.h"
#include "model/exec/next_step_text.h"
#include "model/io/plan_hash.h"
#include "tests/model/exec/server_fixture.h"

#include <QJsonArray>
#include <QTest>
#include <QThread>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

NodeId id(const char* text)
{
    return NodeId(s(text));
}

/// What the databases showed of the step to come, as said last; nothing since the last event: none.
std::optional<Surroundings> aroundOf(const Run& run)
{
    for (auto message = run.messages.crbegin(); message != run.messages.crend(); ++message) {
        if (message->type == RunnerMessage::Type::Around) {
            return message->around;
        }
        if (message->type == RunnerMessage::Type::Event) {
            break;
        }
    }
    return std::nullopt;
}

bool hasHolders(const Run& run)
{
    const auto around = aroundOf(run);
    return around && !around->holders.isEmpty();
}

/// The number of the session in the server.
qint64 sessionOf(Connection& connection)
{
    return single(connection,
        connection.dialect() == Dialect::Postgresql ? s("SELECT pg_backend_pid()")
                                                    : s("SELECT CONNECTION_ID()"))
        .toLongLong();
}

/// A run that rests before the step that adds a column to customers.
void restBefore(Run& run, ServerFixture& shop, const QString& sql)
{
    QVERIFY2(run.start(shop.request(oneStep(sql))), qPrintable(run.why()));
    run.tell(Command::Type::Next);
    QCOMPARE(run.state().ready, QList<NodeId>{id("step")});
}

/// Evidence that the plan's step "a" took 100 ms on so many rows, and its way back 40 ms.
Rehearsed evidence(const Plan& plan, qint64 tableRows)
{
    Rehearsal tried;
    tried.planHash = planHash(plan);
    RehearsedStep step;
    step.node = id("a");
    step.ms = 100;
    step.rows = tableRows;
    step.tableRows = tableRows;
    tried.steps = {step};
    RehearsedWay way;
    way.change = id("a");
    way.edge = plan.edges.begin()->id;
    for (const Edge& edge : plan.edges) {
        if (edge.kind == EdgeKind::Rollback && edge.from == id("a")) {
            way.edge = edge.id;
        }
    }
    way.to = id("start");
    way.verdict = WayVerdict::Exact;
    way.ms = 40;
    tried.ways = {way};
    return {{tried}, {}};
}

/// A run of the plan that stands before "a".
RunState before(const Plan& plan)
{
    RunState state;
    state.run = s("run");
    state.planHash = planHash(plan);
    state.environment = s("development");
    state.ready = {id("a")};
    return state;
}

} // namespace

/// What is said before a step happens, by itself and with a server that shows who is in the way.
class TestNextStep final : public QObject {
    Q_OBJECT

private slots:
    void saysWhatIsKnown();
    void fact46_scalesWithTheRows_data();
    void fact46_scalesWithTheRows();
    void looksBehindAGate();
    void saysWhatIsTakenBack();
    void staleEvidenceIsNone();
    void holdersAreNamed_data() { addServerRows(); }
    void holdersAreNamed();
    void whoIsNotInTheWayIsNotNamed();
    void waitersCountToo();
    void aBuildWaitsForOlderTransactions();
    void metadataLocksWhereMariadbShowsThem();
    void aHolderIsStopped_data() { addServerRows(); }
    void aHolderIsStopped();
};

void TestNextStep::saysWhatIsKnown()
{
    const Plan plan = twoColumns();
    const Flow flow(plan);
    const auto next = nextStep(flow, before(plan), evidence(plan, 20));
    QVERIFY(next.has_value());
    QCOMPARE(next->node, id("a"));
    QVERIFY(isAhead(*next, before(plan)));
    QCOMPARE(next->statements.size(), 1);
    const NextStatement& statement = next->statements.constFirst();
    QCOMPARE(statement.sql, s("ALTER TABLE customers ADD COLUMN a TEXT"));
    QCOMPARE(weightName(statement.weight), s("metadata only"));
    QVERIFY(statement.inTransaction);
    QVERIFY2(
        lockText(statement).contains(s("nobody else can write")), qPrintable(lockText(statement)));
    QCOMPARE(next->rehearsed->ms, 100);
    QVERIFY(next->back.kind == BackFromStep::Kind::Way);
    QCOMPARE(next->back.to, id("start"));
    QCOMPARE(next->back.verdict, WayVerdict::Exact);
    QCOMPARE(next->back.triedMs, 40);
    const QString lines = linesOf(*next, plan).join(QLatin1Char('\n'));
    for (const char* part :
        {"next: a", "ADD COLUMN a TEXT;", "metadata only", "100 ms", "exact, 40 ms"}) {
        QVERIFY2(lines.contains(s(part)), qPrintable(lines));
    }
    const QJsonObject json = toJson(*next);
    QCOMPARE(json.value(s("statements")).toArray().size(), 1);
    QCOMPARE(json.value(s("back")).toObject().value(s("verdict")).toString(), s("exact"));
}

void TestNextStep::fact46_scalesWithTheRows_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<qint64>("then");
    QTest::addColumn<qint64>("now");
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("to");
    const QString update = s("UPDATE customers SET name = name");
    QTest::newRow("ten times as many") << update << 100'000LL << 1'000'000LL << 500LL << 4'000LL;
    QTest::newRow("less than a tenth") << update << 99'999LL << 1'000'000LL << -1LL << -1LL;
    QTest::newRow("too few to tell") << update << 20LL << 1'000'000LL << -1LL << -1LL;
    QTest::newRow("not known here") << update << 10'000LL << -1LL << -1LL << -1LL;
    QTest::newRow("the catalog alone") << s("ALTER TABLE customers ADD COLUMN c TEXT") << 10'000LL
                                       << 1'000'000LL << 100LL << 400LL;
}

void TestNextStep::fact46_scalesWithTheRows()
{
    QFETCH(QString, sql);
    QFETCH(qint64, then);
    QFETCH(qint64, now);
    const Plan plan = withNodes(twoColumns(), {change(s("a"), sql)});
    Surroundings around;
    around.node = id("a");
    around.tables = {{s("customers"), now, -1}};
    const auto next = nextStep(Flow(plan), before(plan), evidence(plan, then), around);
    QTEST(next->forecast.fromMs, "from");
    QTEST(next->forecast.toMs, "to");
    QVERIFY(!next->forecast.because.isEmpty()); // an estimate says what it follows from
}

void TestNextStep::looksBehindAGate()
{
    Plan plan = twoColumns();
    Node gate;
    gate.id = id("va");
    gate.kind = NodeKind::Gate;
    gate.ask = s("Go on?");
    plan.nodes.put(gate);
    RunState state = before(plan);
    state.ready = {id("va")};
    state.rest.reason = RestReason::Gate;
    state.rest.node = id("va");
    const auto next = nextStep(Flow(plan), state, {});
    QCOMPARE(next->node, id("b"));
    QCOMPARE(next->behind, id("va"));
    QVERIFY(isAhead(*next, state));
}

void TestNextStep::saysWhatIsTakenBack()
{
    const Plan plan = twoColumns();
    RunState state = before(plan);
    state.ready = {id("va")};
    state.applied = {id("a")};
    state.steps[id("a")].order = 3;
    state.rollingBack = true;
    state.rollbackTo = id("start");
    const auto next = nextStep(Flow(plan), state, evidence(plan, 20));
    QCOMPARE(next->node, id("a"));
    QVERIFY(!next->edge.isEmpty());
    QCOMPARE(next->statements.constFirst().sql, s("ALTER TABLE customers DROP COLUMN a"));
    QCOMPARE(weightName(next->statements.constFirst().weight), s("rewrites the table"));
    QCOMPARE(next->rehearsed->ms, 40);
}

void TestNextStep::staleEvidenceIsNone()
{
    const Plan plan = twoColumns();
    RunState state = before(plan);
    state.planHash = s("another");
    const auto next = nextStep(Flow(plan), state, evidence(plan, 20));
    QVERIFY(!next->rehearsed.has_value());
    QVERIFY(!next->back.verdict.has_value());
}

void TestNextStep::holdersAreNamed()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    (void)single(*reader, s("SELECT count(*) FROM customers"));
    Run run;
    restBefore(run, shop, s("ALTER TABLE customers ADD COLUMN a text"));
    const qint64 session = sessionOf(*reader);
    QTRY_VERIFY_WITH_TIMEOUT(hasHolders(run), 10000);
    const QList<LockHolder> holders = aroundOf(run)->holders;
    const auto holder = std::find_if(holders.cbegin(), holders.cend(),
        [session](const LockHolder& each) { return each.who.session == session; });
    QVERIFY(holder != holders.cend());
    QVERIFY(!holder->who.user.isEmpty());
    QVERIFY(holder->who.ageMs >= 0);
    QVERIFY2(holder->who.state.startsWith(s("idle in transaction")) || !holder->who.query.isEmpty(),
        qPrintable(holder->who.state));
    if (shop.isPostgresql()) {
        QCOMPARE(holder->table, s("customers"));
        QCOMPARE(holder->mode, s("ACCESS SHARE"));
    } else {
        QVERIFY(holder->who.inferred); // the server does not say
    }
    const auto next = nextStep(Flow(run.executor.plan()), run.state(), {}, aroundOf(run).value());
    QVERIFY2(linesOf(*next, run.executor.plan())
                 .join(QLatin1Char(' '))
                 .contains(QString::number(session)),
        "the session is named");
    // Refreshed while the run rests: nobody is in the way any more.
    reader->rollback();
    QTRY_VERIFY_WITH_TIMEOUT(aroundOf(run) && aroundOf(run)->holders.isEmpty(), 10000);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestNextStep::whoIsNotInTheWayIsNotNamed()
{
    ServerFixture shop(Dialect::Postgresql);
    shop.sql(s("ANALYZE customers"));
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    (void)single(*reader, s("SELECT count(*) FROM customers")); // ACCESS SHARE
    Run run;
    restBefore(run, shop, s("UPDATE customers SET name = name"));
    QTRY_VERIFY_WITH_TIMEOUT(aroundOf(run).has_value(), 10000);
    QVERIFY(aroundOf(run)->holders.isEmpty());
    QCOMPARE(aroundOf(run)->tables.size(), 1);
    QCOMPARE(aroundOf(run)->tables.constFirst().rows, 20);
    QVERIFY2(aroundOf(run)->unseen.isEmpty(), qPrintable(aroundOf(run)->unseen));
}

void TestNextStep::waitersCountToo()
{
    ServerFixture shop(Dialect::Postgresql);
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    (void)single(*reader, s("SELECT count(*) FROM customers"));
    const auto writer = shop.open();
    const qint64 session = sessionOf(*writer);
    std::unique_ptr<QThread> waiting(QThread::create([&writer] {
        (void)writer->exec(
            s("LOCK TABLE customers")); // waits for the reader, and fails without one
    }));
    QVERIFY(writer->begin().has_value());
    writer->setLockTimeout(std::chrono::milliseconds(20000));
    waiting->start();
    Run run;
    restBefore(run, shop, s("ALTER TABLE customers ADD COLUMN a text"));
    const auto waits = [&] {
        const auto around = aroundOf(run);
        return around
            && std::any_of(around->holders.cbegin(), around->holders.cend(),
                [session](const LockHolder& each) {
                    return each.who.session == session && !each.granted;
                });
    };
    QTRY_VERIFY_WITH_TIMEOUT(waits(), 10000);
    reader->rollback();
    waiting->wait();
}

void TestNextStep::aBuildWaitsForOlderTransactions()
{
    ServerFixture shop(Dialect::Postgresql);
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    execute(*reader, s("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
    (void)single(*reader, s("SELECT count(*) FROM orders")); // another table: no lock in the way
    Run run;
    restBefore(run, shop, s("CREATE INDEX CONCURRENTLY customers_name ON customers (name)"));
    QTRY_VERIFY_WITH_TIMEOUT(hasHolders(run), 10000);
    const LockHolder holder = aroundOf(run)->holders.constFirst();
    QCOMPARE(holder.who.session, sessionOf(*reader));
    QVERIFY(holder.table.isEmpty());
    reader->rollback();
}

void TestNextStep::metadataLocksWhereMariadbShowsThem()
{
    ServerFixture shop(Dialect::Mysql);
    shop.sql(s("INSTALL SONAME 'metadata_lock_info'"));
    if (shop.sql(s("SELECT count(*) FROM information_schema.plugins WHERE plugin_name = "
                   "'METADATA_LOCK_INFO'"))
        != s("1")) {
        QFAIL("The test server has no metadata_lock_info.");
    }
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    (void)single(*reader, s("SELECT count(*) FROM customers"));
    const auto elsewhere = shop.open();
    QVERIFY(elsewhere->begin().has_value());
    (void)single(*elsewhere, s("SELECT count(*) FROM orders"));
    Run run;
    restBefore(run, shop, s("ALTER TABLE customers ADD COLUMN a text"));
    QTRY_VERIFY_WITH_TIMEOUT(hasHolders(run), 10000);
    const QList<LockHolder> holders = aroundOf(run)->holders;
    shop.sql(s("UNINSTALL SONAME 'metadata_lock_info'"));
    QCOMPARE(holders.size(), 1); // not the one that reads another table
    QCOMPARE(holders.constFirst().who.session, sessionOf(*reader));
    QCOMPARE(holders.constFirst().table, s("customers"));
    QVERIFY2(holders.constFirst().mode.startsWith(s("MDL_SHARED")),
        qPrintable(holders.constFirst().mode));
}

void TestNextStep::aHolderIsStopped()
{
    QFETCH(Dialect, dialect);
    ServerFixture shop(dialect);
    const auto reader = shop.open();
    QVERIFY(reader->begin().has_value());
    (void)single(*reader, s("SELECT count(*) FROM customers"));
    const qint64 session = sessionOf(*reader);
    Run run;
    restBefore(run, shop, s("ALTER TABLE customers ADD COLUMN a text"));
    QTRY_VERIFY_WITH_TIMEOUT(hasHolders(run), 10000);
    Command command;
    command.type = Command::Type::StopBlocker;
    command.outcome = s("terminate");
    command.session = session;
    command.because = s("they said so");
    run.executor.execute(command);
    QTRY_COMPARE_WITH_TIMEOUT(run.count(EventType::BlockerStopped), 1, 10000);
    QVERIFY(!reader->value(s("SELECT 1")).has_value());
    QTRY_VERIFY_WITH_TIMEOUT(run.executor.isResting(), 10000);
    QCOMPARE(run.state().ready, QList<NodeId>{id("step")});
}

QTEST_GUILESS_MAIN(TestNextStep)
#include "test_next_step.moc"
