// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/dry_run.h"
#include "tests/model/exec/run_fixture.h"
#include "tests/support/sample_plan.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

Plan withNode(Plan plan, const Node& node)
{
    plan.nodes.put(node);
    return plan;
}

} // namespace

/// Plans carried out on SQLite: forward, back, and what a failure leads to.
class TestExecutor final : public QObject {
    Q_OBJECT

private slots:
    void runsToTheEndAndBack();
    void stepsOneAtATime();
    void runsToANode();
    void fact27_failedStepLeavesNoTrace();
    void fact28_rebuildKeepsChildRows();
    void fact28_pragmaInScriptIsRefused();
    void fact27_vacuumRunsOutsideATransaction();
    void fact29_rebuildThatRenamesFirstIsRefused();
    void fact30_whatSqliteCannotAlterLeavesNoTrace_data();
    void fact30_whatSqliteCannotAlterLeavesNoTrace();
    void fact48_checksCannotWrite();
    void failedCheckAsks();
    void failedCheckByPolicy_data();
    void failedCheckByPolicy();
    void unknownNeverGoesBack();
    void failEdgeLeadsToARollbackNode();
    void farEdgeTakesBackEverythingSince();
    void failedCompensationAsks();
    void restoreBringsTheBackupBack();
    void skippedChangeIsNotCompensated();
    void dryRunWritesNothing();
    void wrongCommandsChangeNothing();
};

void TestExecutor::runsToTheEndAndBack()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Run run;
    QVERIFY2(run.start(shop.request(twoColumns())), qPrintable(run.why()));
    QVERIFY(run.executor.isResting());
    QCOMPARE(shop.dump(), untouched);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(exitCodeOf(run.state()), 0);
    QVERIFY(shop.dump().contains(s("ADD")) == false);
    QCOMPARE(shop.sql(s("SELECT count(b) FROM customers")), s("20"));
    QCOMPARE(run.state().step(NodeId(s("b"))).rows, 20);
    run.tell(Command::Type::Rollback, s("start"), {}, s("the demo is over"));
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
    QCOMPARE(shop.dump(), untouched);
    QCOMPARE(exitCodeOf(run.state()), 1);
    run.tell(Command::Type::Quit);
    QCOMPARE(run.exitCode, 1);
    QVERIFY(!QFile::exists(shop.path() + s(".whimbrel-lock")));
}

void TestExecutor::stepsOneAtATime()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(twoColumns())));
    run.tell(Command::Type::Next);
    QCOMPARE(run.status("start"), StepStatus::Done);
    QCOMPARE(run.status("a"), StepStatus::Waiting);
    run.tell(Command::Type::Next);
    QCOMPARE(run.status("a"), StepStatus::Done);
    QCOMPARE(run.status("va"), StepStatus::Waiting);
    QCOMPARE(run.state().applied.size(), 1);
}

void TestExecutor::runsToANode()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(twoColumns())));
    run.tell(Command::Type::RunTo, s("b"));
    QCOMPARE(run.status("va"), StepStatus::Done);
    QCOMPARE(run.status("b"), StepStatus::Waiting);
    QCOMPARE(run.state().rest.reason, RestReason::Paused);
    QCOMPARE(exitCodeOf(run.state()), 3);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutor::fact27_failedStepLeavesNoTrace()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Plan plan = withNode(twoColumns(),
        change(s("a"),
            s("ALTER TABLE customers ADD COLUMN a TEXT;\nUPDATE customers SET a = 1;\n"
              "INSERT INTO nowhere VALUES (1)")));
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    QVERIFY2(run.state().rest.detail.contains(s("nowhere")), qPrintable(run.state().rest.detail));
    QVERIFY2(run.state().rest.detail.contains(s("line 3")), qPrintable(run.state().rest.detail));
    QCOMPARE(shop.dump(), untouched);
    QVERIFY(run.state().applied.isEmpty());
    shop.sql(s("CREATE TABLE nowhere (x)"));
    run.tell(Command::Type::Retry);
    QVERIFY2(run.status("a") == StepStatus::Done, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM nowhere")), s("1"));
}

void TestExecutor::fact28_rebuildKeepsChildRows()
{
    RunFixture shop;
    const QString rebuild
        = s("CREATE TABLE customers_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
            "INSERT INTO customers_new SELECT id, name FROM customers;"
            "DROP TABLE customers; ALTER TABLE customers_new RENAME TO customers");
    Node a = change(s("a"), rebuild);
    a.exit = verification(s("x"), s("SELECT count(*) FROM orders"), s("20")).checks;
    a.action->body = SqlAction{SqlSource{rebuild, {}}, true};
    const Plan plan = planOf({node(s("start"), NodeKind::Start), a, node(s("end"), NodeKind::End)},
        {forward(s("start"), s("a")), forward(s("a"), s("end"))});
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM orders")), s("20"));
    QCOMPARE(shop.sql(s("PRAGMA foreign_key_check")), QString());

    // A rebuild that forgets parents is caught before it commits.
    RunFixture other;
    const QString untouched = other.dump();
    Node lossy = a;
    QString without = rebuild;
    without.replace(s("FROM customers;"), s("FROM customers WHERE id > 9;"));
    lossy.action->body = SqlAction{SqlSource{without, {}}, true};
    Run second;
    QVERIFY(second.start(other.request(withNode(plan, lossy))));
    second.tell(Command::Type::GoOn);
    QCOMPARE(second.state().rest.reason, RestReason::Failure);
    QCOMPARE(other.dump(), untouched);
}

void TestExecutor::fact28_pragmaInScriptIsRefused()
{
    RunFixture shop;
    Run run;
    QVERIFY(!run.start(shop.request(withNode(
        twoColumns(), change(s("a"), s("PRAGMA foreign_keys = OFF; DROP TABLE orders"))))));
    QVERIFY2(
        run.lastError().message.contains(s("foreignKeys")), qPrintable(run.lastError().text()));
    Run second;
    QVERIFY(!second.start(
        shop.request(withNode(twoColumns(), change(s("a"), s("BEGIN; SELECT 1; COMMIT"))))));
    QVERIFY(second.lastError().message.contains(s("transaction")));
}

void TestExecutor::fact27_vacuumRunsOutsideATransaction()
{
    RunFixture shop;
    const Plan plan = withNode(twoColumns(),
        change(s("a"),
            s("ALTER TABLE customers ADD COLUMN a TEXT; VACUUM; UPDATE customers SET a = id")));
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::RunTo, s("b"));
    QVERIFY2(run.status("va") == StepStatus::Done, qPrintable(run.why()));
    QCOMPARE(run.count(EventType::StatementIntended), 1);
    QCOMPARE(run.count(EventType::StatementDone), 3);
    QCOMPARE(shop.sql(s("SELECT count(a) FROM customers")), s("20"));
}

void TestExecutor::fact29_rebuildThatRenamesFirstIsRefused()
{
    // The old table's new name goes into the foreign keys of the others, and then it is dropped.
    Plan plan = twoColumns();
    Node a = *plan.nodes.find(NodeId(s("a")));
    a.action->body = SqlAction{
        {s("ALTER TABLE customers RENAME TO former; CREATE TABLE customers (id INTEGER PRIMARY "
           "KEY, name TEXT NOT NULL, a TEXT); INSERT INTO customers SELECT id, name, '' FROM "
           "former; DROP TABLE former"),
            {}},
        true};
    RunFixture shop;
    const QString untouched = shop.dump();
    Run run;
    QVERIFY2(run.start(shop.request(withNode(plan, a))), qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().rest.reason == RestReason::Failure, qPrintable(run.why()));
    QVERIFY2(run.state().rest.detail.contains(s("orders")), qPrintable(run.state().rest.detail));
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutor::fact30_whatSqliteCannotAlterLeavesNoTrace_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("not null") << s("ADD COLUMN a TEXT NOT NULL");
    QTest::newRow("default") << s("ADD COLUMN a TEXT DEFAULT (random())");
    QTest::newRow("unique") << s("ADD COLUMN a TEXT UNIQUE");
    QTest::newRow("primary key") << s("DROP COLUMN id");
}

void TestExecutor::fact30_whatSqliteCannotAlterLeavesNoTrace()
{
    QFETCH(QString, sql);
    RunFixture shop;
    const QString untouched = shop.dump();
    Run run;
    QVERIFY2(
        run.start(shop.request(withNode(twoColumns(),
            change(s("a"), s("UPDATE customers SET name = 'x'; ALTER TABLE customers ") + sql)))),
        qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().rest.reason == RestReason::Failure, qPrintable(run.why()));
    QVERIFY(!run.state().rest.detail.isEmpty());
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutor::fact48_checksCannotWrite()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(withNode(
        twoColumns(), verification(s("va"), s("DELETE FROM orders RETURNING 1"), s("1"))))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Unknown);
    QCOMPARE(shop.sql(s("SELECT count(*) FROM orders")), s("20"));
    run.tell(Command::Type::Skip, s("va"), {}, s("looked by hand"));
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutor::failedCheckAsks()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(
        withNode(twoColumns(), verification(s("vb"), s("SELECT count(*) FROM orders"), s("21"))))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::CheckFailed);
    QVERIFY(run.state().rest.detail.contains(s("20")));
    QCOMPARE(exitCodeOf(run.state()), 1);
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.lastError().code, ErrorCode::Impossible);
    shop.sql(s("INSERT INTO orders (customer) VALUES (3)"));
    run.tell(Command::Type::Retry);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutor::failedCheckByPolicy_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("restsIn");
    QTest::newRow("back") << policies::back << s("va");
    QTest::newRow("revert") << policies::revert << QString();
}

void TestExecutor::failedCheckByPolicy()
{
    QFETCH(QString, policy);
    QFETCH(QString, restsIn);
    RunFixture shop;
    const QString untouched = shop.dump();
    RunRequest request = shop.request(
        withNode(twoColumns(), verification(s("vb"), s("SELECT count(*) FROM orders"), s("21"))));
    request.policy = policy;
    Run run;
    QVERIFY(run.start(request));
    run.tell(Command::Type::GoOn);
    QCOMPARE(exitCodeOf(run.state()), 1);
    if (restsIn.isEmpty()) {
        QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
        QCOMPARE(shop.dump(), untouched);
        return;
    }
    QVERIFY2(!run.state().ended, qPrintable(run.why()));
    QCOMPARE(run.state().ready, QList<NodeId>{NodeId(restsIn)});
    QCOMPARE(run.state().applied.size(), 1);
    // Arriving ran the checks of the verification, and not the action of anything.
    QCOMPARE(run.state().step(NodeId(restsIn)).checks.size(), 1);
    // From there it can go on once the cause is gone.
    shop.sql(s("INSERT INTO orders (customer) VALUES (3)"));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutor::unknownNeverGoesBack()
{
    RunFixture shop;
    RunRequest request = shop.request(
        withNode(twoColumns(), verification(s("vb"), s("SELECT count(*) FROM nowhere"), s("1"))));
    request.policy = policies::revert;
    Run run;
    QVERIFY(run.start(request));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Unknown);
    QCOMPARE(run.state().applied.size(), 2);
    QCOMPARE(exitCodeOf(run.state()), 5);
}

void TestExecutor::failEdgeLeadsToARollbackNode()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Plan plan = withNode(twoColumns(), verification(s("vb"), s("SELECT 1"), s("2")));
    plan.edges.erase(EdgeId(s("b<va")));
    Node undo = node(s("undo"), NodeKind::Rollback);
    undo.action = sqlAction(s("ALTER TABLE customers DROP COLUMN b"));
    plan.nodes.put(undo);
    Node reverted = node(s("gone"), NodeKind::End);
    reverted.outcome = Outcome::Abandoned;
    plan.nodes.put(reverted);
    plan.edges.put(forward(s("vb"), s("undo"), outcomes::fail));
    plan.edges.put(forward(s("undo"), s("va")));
    RunRequest request = shop.request(plan);
    Run run;
    QVERIFY(run.start(request));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::CheckFailed);
    run.tell(Command::Type::Next);
    QVERIFY2(
        run.status("b") == StepStatus::Compensated || run.status("undo") == StepStatus::Waiting,
        qPrintable(run.why()));
    run.tell(Command::Type::RunTo, s("va"));
    QVERIFY2(run.status("b") == StepStatus::Compensated, qPrintable(run.why()));
    QCOMPARE(run.state().applied, QList<NodeId>{NodeId(s("a"))});
    // Back to the start by the walk: the rollback node's change is not taken back twice.
    run.tell(Command::Type::Rollback, s("start"), {}, s("enough"));
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutor::farEdgeTakesBackEverythingSince()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Plan plan = twoColumns();
    plan.edges.erase(EdgeId(s("b<va")));
    plan.edges.put(back(s("b"), s("start"),
        s("ALTER TABLE customers DROP COLUMN b; ALTER TABLE customers DROP COLUMN a")));
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::RunTo, s("end"));
    QCOMPARE(run.state().applied.size(), 2);
    run.tell(Command::Type::Rollback, s("start"), {}, s("far"));
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
    QCOMPARE(run.count(EventType::Compensated), 2);
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutor::failedCompensationAsks()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Plan plan = twoColumns();
    plan.edges.put(back(s("b"), s("va"), s("ALTER TABLE customers DROP COLUMN bb")));
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::RunTo, s("end"));
    run.tell(Command::Type::Rollback, s("start"), {}, s("why not"));
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    QVERIFY(run.state().rollingBack);
    QCOMPARE(exitCodeOf(run.state()), 5);
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.lastError().code, ErrorCode::Impossible);
    run.tell(Command::Type::Retry);
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    shop.sql(s("ALTER TABLE customers DROP COLUMN b"));
    run.tell(Command::Type::Decide, {}, s("done"), s("dropped it by hand"));
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutor::restoreBringsTheBackupBack()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Node backup = node(s("backup"), NodeKind::Backup);
    Action take;
    take.body = BackupAction{s("shop.backup")};
    backup.action = take;
    Plan plan = twoColumns();
    plan.nodes.put(backup);
    plan.edges.erase(EdgeId(s("start>a")));
    plan.edges.put(forward(s("start"), s("backup")));
    plan.edges.put(forward(s("backup"), s("a")));
    plan.edges.erase(EdgeId(s("b<va")));
    plan.edges.erase(EdgeId(s("a<start")));
    Edge restore = rollback(s("b"), s("backup"));
    restore.action.reset();
    restore.method = RollbackMethod::Restore;
    restore.backup = NodeId(s("backup"));
    plan.edges.put(restore);
    QFile foreign(shop.folder() + s("/shop.backup"));
    QVERIFY(foreign.open(QIODevice::WriteOnly) && foreign.write("mine") == 4);
    foreign.close();
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::RunTo, s("end"));
    QVERIFY2(run.state().applied.size() == 2, qPrintable(run.why()));
    const QString evidence = run.state().step(NodeId(s("backup"))).evidence;
    QVERIFY(QFile::exists(evidence));
    QVERIFY(evidence != foreign.fileName()); // what was there is not overwritten
    QCOMPARE(QFile(foreign.fileName()).size(), 4);
    shop.sql(s("INSERT INTO orders (customer) VALUES (6)"));
    const int before = shop.sql(s("SELECT count(*) FROM whimbrel_event")).toInt();
    run.tell(Command::Type::Rollback, s("backup"), {}, s("broken"));
    QVERIFY2(run.state().applied.isEmpty(), qPrintable(run.why()));
    QCOMPARE(shop.dump(), untouched);
    QVERIFY(shop.sql(s("SELECT count(*) FROM whimbrel_event")).toInt() > before);
    QCOMPARE(shop.sql(s("SELECT count(*) FROM whimbrel_event")).toInt(),
        shop.sql(s("SELECT max(number) FROM whimbrel_event")).toInt());
    QVERIFY(!QFile::exists(shop.path() + s(".whimbrel-restore")));
    run.tell(Command::Type::Quit);
    Run again;
    QVERIFY2(again.resume(shop.resumeRequest()), qPrintable(again.why()));
    again.tell(Command::Type::RunTo, s("end"));
    QVERIFY2(again.state().applied.size() == 2, qPrintable(again.why()));
}

void TestExecutor::skippedChangeIsNotCompensated()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(
        withNode(twoColumns(), change(s("a"), s("ALTER TABLE nowhere ADD COLUMN a"))))));
    run.tell(Command::Type::GoOn);
    run.tell(Command::Type::Skip, s("a"));
    QCOMPARE(run.lastError().code, ErrorCode::Usage);
    shop.sql(s("ALTER TABLE customers ADD COLUMN a TEXT"));
    run.tell(Command::Type::Skip, s("a"), {}, s("it is there already"));
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(run.state().applied, QList<NodeId>{NodeId(s("b"))});
    run.tell(Command::Type::Rollback, s("start"), {}, s("back"));
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
    QVERIFY(!shop.sql(s("SELECT a FROM customers")).startsWith(s("error")));
}

void TestExecutor::dryRunWritesNothing()
{
    RunFixture shop;
    const QString schema = shop.sql(s("SELECT count(*) FROM sqlite_master"));
    const Result<QList<DryRunLine>> lines = dryRun(shop.request(withNode(twoColumns(),
        change(s("a"), s("ALTER TABLE customers ADD COLUMN a TEXT; VACUUM; SELECT 1")))));
    QVERIFY(lines.has_value());
    QStringList statements;
    for (const DryRunLine& line : *lines) {
        if (line.kind == s("statement") && line.node == NodeId(s("a")) && line.edge.isEmpty()) {
            statements.append(
                QString::number(line.segment) + (line.inTransaction ? s("t") : s("-")));
        }
    }
    QCOMPARE(statements.join(QLatin1Char(' ')), s("1t 2- 3t"));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM sqlite_master")), schema);
    QVERIFY(!describe(*lines, twoColumns()).isEmpty());
    QCOMPARE(QDir(shop.folder()).entryList(QDir::Files), QStringList{s("shop.db")});
}

void TestExecutor::wrongCommandsChangeNothing()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(twoColumns())));
    run.tell(Command::Type::Next);
    const qint64 events = run.state().events;
    for (int i = 0; i <= static_cast<int>(Command::Type::AllowCommands); ++i) {
        Command command;
        command.type = static_cast<Command::Type>(i);
        command.node = NodeId(s("nowhere"));
        if (command.type == Command::Type::Next || command.type == Command::Type::GoOn
            || command.type == Command::Type::AllowCommands) {
            continue;
        }
        const qsizetype before = run.messages.size();
        run.tell(command);
        QVERIFY2(run.messages.size() > before
                && run.messages.last().type == RunnerMessage::Type::Refused,
            qPrintable(keyOf(command.type)));
        QVERIFY(!run.lastError().message.isEmpty());
    }
    QCOMPARE(run.state().events, events);
}

QTEST_GUILESS_MAIN(TestExecutor)
#include "test_executor.moc"
