// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/dry_run.h"
#include "tests/model/exec/run_fixture.h"
#include "tests/support/sample_plan.h"

#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
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

/// start → fill (backfill in batches of 5) → filled → end.
Plan backfillPlan(int pauseMs = 0)
{
    Node fill = node(s("fill"), NodeKind::Backfill);
    BackfillAction backfill;
    backfill.table = s("customers");
    backfill.key = s("id");
    backfill.batch = 5;
    backfill.pauseMs = pauseMs;
    backfill.sql.text
        = s("UPDATE customers SET name = name || '!' WHERE id BETWEEN :first AND :last");
    Action action;
    action.body = backfill;
    fill.action = action;
    return planOf({node(s("start"), NodeKind::Start), fill,
                      verification(s("filled"),
                          s("SELECT count(*) FROM customers WHERE name NOT LIKE '%!'"), s("0")),
                      node(s("end"), NodeKind::End)},
        {forward(s("start"), s("fill")), forward(s("fill"), s("filled")),
            forward(s("filled"), s("end")),
            back(s("fill"), s("start"), s("UPDATE customers SET name = rtrim(name, '!')"))});
}

} // namespace

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
    void fact48_checksCannotWrite();
    void journalIsAppendOnly();
    void olderJournalIsReadAndUpgraded();
    void failedCheckAsks();
    void failedCheckByPolicy_data();
    void failedCheckByPolicy();
    void unknownNeverGoesBack();
    void failEdgeLeadsToARollbackNode();
    void farEdgeTakesBackEverythingSince();
    void failedCompensationAsks();
    void restoreBringsTheBackupBack();
    void gateNeedsAnAnswerAndAReason();
    void gateApprovers();
    void manualStepIsConfirmed();
    void skippedChangeIsNotCompensated();
    void backfillCarriesEveryRowOnce();
    void backfillResumesAtItsCursor();
    void backfillWithTextKeys();
    void beforeValues();
    void forkAndJoin();
    void monitorHolds();
    void windowRests();
    void commandsAreOffUntilAllowed();
    void resumesWhereItWas();
    void resumeAfterEndCanGoBack();
    void secondRunIsRefused();
    void secondRunnerIsRefused();
    void editedPlanIsAdoptedForwardOnly();
    void retryEdgeLeadsToEarlierWork();
    void twoTargetsShareARun();
    void webAddressIsChecked();
    void dryRunWritesNothing();
    void foldOfTheJournalIsTheState();
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

void TestExecutor::journalIsAppendOnly()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(twoColumns())));
    run.tell(Command::Type::Next);
    QVERIFY(shop.sql(s("DELETE FROM whimbrel_event")).contains(s("append-only")));
    QVERIFY(shop.sql(s("UPDATE whimbrel_event SET data = ''")).contains(s("append-only")));
    QVERIFY(shop.sql(s("DELETE FROM whimbrel_run")).contains(s("append-only")));
}

void TestExecutor::olderJournalIsReadAndUpgraded()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::RunTo, s("b"));
        run.tell(Command::Type::Quit);
    }
    // The tables of version 1 are those of version 2; what is new are kinds of events.
    shop.sql(s("UPDATE whimbrel_journal SET version = 1"));
    const Result<QList<RunSummary>> runs = listRuns(shop.url());
    QVERIFY(runs.has_value());
    QCOMPARE(runs->size(), 1);
    QCOMPARE(shop.sql(s("SELECT version FROM whimbrel_journal")), s("1"));
    Run again;
    QVERIFY2(again.resume(shop.resumeRequest()), qPrintable(again.why()));
    QCOMPARE(shop.sql(s("SELECT version FROM whimbrel_journal")), s("2"));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
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

void TestExecutor::gateNeedsAnAnswerAndAReason()
{
    RunFixture shop;
    Node gate = node(s("gate"), NodeKind::Gate);
    gate.ask = s("Go on?");
    const Plan plan = planOf({node(s("start"), NodeKind::Start), gate,
                                 node(s("end"), NodeKind::End), node(s("stop"), NodeKind::End)},
        {forward(s("start"), s("gate")), forward(s("gate"), s("end"), outcomes::yes),
            forward(s("gate"), s("stop"), outcomes::no)});
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Gate);
    QCOMPARE(run.state().rest.outcomes, (QStringList{outcomes::yes, outcomes::no}));
    run.tell(Command::Type::Answer, s("gate"), s("maybe"), s("x"));
    QCOMPARE(run.lastError().code, ErrorCode::Usage);
    run.tell(Command::Type::Answer, s("gate"), outcomes::yes);
    QCOMPARE(run.lastError().code, ErrorCode::Usage);
    run.tell(Command::Type::Skip, s("gate"), {}, s("x"));
    QCOMPARE(run.state().rest.reason, RestReason::Gate);
    // Asked again by whoever resumes.
    run.tell(Command::Type::Quit);
    QCOMPARE(run.exitCode, 3);
    Run again;
    QVERIFY(again.resume(shop.resumeRequest()));
    QCOMPARE(again.state().rest.reason, RestReason::Gate);
    again.tell(Command::Type::GoOn);
    again.tell(Command::Type::Answer, s("gate"), outcomes::no, s("not today"));
    QVERIFY2(again.state().ended.has_value(), qPrintable(again.why()));
    QCOMPARE(again.status("stop"), StepStatus::Done);
}

void TestExecutor::gateApprovers()
{
    RunFixture shop;
    Node gate = node(s("gate"), NodeKind::Gate);
    gate.ask = s("Go on?");
    gate.approvers = {ParticipantId(s("dba"))};
    Plan plan = planOf({node(s("start"), NodeKind::Start), gate, node(s("end"), NodeKind::End)},
        {forward(s("start"), s("gate")), forward(s("gate"), s("end"), outcomes::yes)});
    Participant dba;
    dba.id = ParticipantId(s("dba"));
    dba.title = s("Grace");
    plan.participants.put(dba);
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::GoOn);
    run.tell(Command::Type::Answer, s("gate"), outcomes::yes, s("fine"));
    QVERIFY(run.lastError().advice.contains(s("Grace")));
    Command yes;
    yes.type = Command::Type::Answer;
    yes.outcome = outcomes::yes;
    yes.because = s("fine");
    yes.by = s("Grace");
    run.tell(yes);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutor::manualStepIsConfirmed()
{
    RunFixture shop;
    Node deploy = node(s("deploy"), NodeKind::Deploy);
    deploy.action = Action{};
    deploy.action->body = ManualAction{s("Deploy v2.")};
    Edge undeploy = rollback(s("deploy"), s("start"));
    undeploy.action->body = ManualAction{s("Deploy v1.")};
    Node check = node(s("check"), NodeKind::Verification);
    check.checks[0].body = ManualCheck{s("Is it up?")};
    const Plan plan
        = planOf({node(s("start"), NodeKind::Start), deploy, check, node(s("end"), NodeKind::End)},
            {forward(s("start"), s("deploy")), forward(s("deploy"), s("check")),
                forward(s("check"), s("end")), undeploy});
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Confirmation);
    run.tell(Command::Type::Confirm, s("deploy"), outcomes::pass, s("release 12"));
    QCOMPARE(run.state().applied.size(), 1);
    QCOMPARE(run.state().rest.reason, RestReason::Confirmation);
    run.tell(Command::Type::Confirm, s("check"), outcomes::fail, s("500s"));
    QCOMPARE(run.state().rest.reason, RestReason::CheckFailed);
    run.tell(Command::Type::Rollback, {}, {}, s("500s"));
    QCOMPARE(run.state().rest.reason, RestReason::Confirmation);
    QCOMPARE(run.state().rest.question, s("Deploy v1."));
    run.tell(Command::Type::Confirm, {}, outcomes::pass, s("release 11"));
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
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

void TestExecutor::backfillCarriesEveryRowOnce()
{
    RunFixture shop(23);
    Run run;
    QVERIFY(run.start(shop.request(backfillPlan())));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(run.count(EventType::BatchDone), 5);
    QCOMPARE(run.state().step(NodeId(s("fill"))).rows, 23);
    QCOMPARE(
        shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!' AND name NOT LIKE '%!!'")),
        s("23"));
}

void TestExecutor::backfillResumesAtItsCursor()
{
    RunFixture shop(100);
    Run run;
    QVERIFY(run.start(shop.request(backfillPlan(20))));
    Command go;
    go.type = Command::Type::GoOn;
    run.executor.execute(go);
    QTRY_VERIFY(run.count(EventType::BatchDone) >= 3);
    run.tell(Command::Type::Pause);
    QCOMPARE(run.state().rest.reason, RestReason::Paused);
    const qint64 batches = run.state().step(NodeId(s("fill"))).batches;
    QVERIFY(batches < 20);
    QVERIFY(run.state().step(NodeId(s("fill"))).tookEffect);
    run.tell(Command::Type::Quit);
    // New rows behind the end are not its business.
    shop.sql(s("INSERT INTO customers VALUES (100000, 'late')"));
    Run again;
    QVERIFY2(again.resume(shop.resumeRequest()), qPrintable(again.why()));
    again.tell(Command::Type::RunTo, s("filled"));
    QCOMPARE(again.state().step(NodeId(s("fill"))).batches, 20);
    QCOMPARE(
        shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!' AND name NOT LIKE '%!!'")),
        s("100"));
    // What took effect in part is taken back as a whole.
    again.tell(Command::Type::Rollback, s("start"), {}, s("x"));
    QCOMPARE(shop.sql(s("SELECT count(*) FROM customers WHERE name LIKE '%!'")), s("0"));
}

void TestExecutor::backfillWithTextKeys()
{
    RunFixture shop;
    shop.sql(s("CREATE TABLE tags (tag TEXT PRIMARY KEY NOT NULL, n INTEGER);"
               "INSERT INTO tags SELECT 'tag ' || id, 0 FROM customers;"));
    Plan plan = backfillPlan();
    Node fill = *plan.nodes.find(NodeId(s("fill")));
    BackfillAction tags = std::get<BackfillAction>(fill.action->body);
    tags.table = s("tags");
    tags.key = s("tag");
    tags.sql.text = s("UPDATE tags SET n = n + 1 WHERE tag >= :first AND tag <= :last");
    fill.action->body = tags;
    Run run;
    QVERIFY(run.start(shop.request(withNode(plan, fill))));
    run.tell(Command::Type::RunTo, s("filled"));
    QCOMPARE(run.status("fill"), StepStatus::Done);
    QCOMPARE(shop.sql(s("SELECT min(n), max(n), count(*) FROM tags")), s("1|1|20"));
}

void TestExecutor::beforeValues()
{
    RunFixture shop;
    Node checked = verification(s("va"), s("SELECT count(*) FROM orders"), QString());
    std::get<QueryCheck>(checked.checks[0].body).expect.before = true;
    Check sum;
    sum.id = CheckId(s("sum"));
    sum.body = ChecksumCheck{
        s("customers"), {s("id"), s("name")}, Expectation{Comparison::Equal, {}, true, {}}};
    checked.checks.append(sum);
    Run run;
    QVERIFY(run.start(shop.request(withNode(twoColumns(), checked))));
    run.tell(Command::Type::RunTo, s("b"));
    QVERIFY2(run.status("va") == StepStatus::Done, qPrintable(run.why()));
    QCOMPARE(run.count(EventType::BeforeTaken), 2);

    RunFixture other;
    Run second;
    QVERIFY(second.start(other.request(withNode(withNode(twoColumns(), checked),
        change(s("a"),
            s("ALTER TABLE customers ADD COLUMN a TEXT; UPDATE customers SET name = '' WHERE id = "
              "3"))))));
    second.tell(Command::Type::RunTo, s("b"));
    QCOMPARE(second.state().rest.reason, RestReason::CheckFailed);
    QCOMPARE(second.state().rest.question, s("sum"));
}

void TestExecutor::forkAndJoin()
{
    RunFixture shop;
    const Plan plan = planOf(
        {node(s("start"), NodeKind::Start), node(s("fork"), NodeKind::Fork),
            change(s("l"), s("CREATE TABLE l (x)")), change(s("l2"), s("CREATE TABLE l2 (x)")),
            change(s("r"), s("CREATE TABLE r (x)")), node(s("join"), NodeKind::Join),
            change(s("z"), s("CREATE TABLE z AS SELECT * FROM l, l2, r")),
            node(s("end"), NodeKind::End)},
        {forward(s("start"), s("fork")), forward(s("fork"), s("l")), forward(s("fork"), s("r")),
            forward(s("l"), s("l2")), forward(s("l2"), s("join")), forward(s("r"), s("join")),
            forward(s("join"), s("z")), forward(s("z"), s("end"))});
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(run.state().applied,
        (QList<NodeId>{NodeId(s("l")), NodeId(s("l2")), NodeId(s("r")), NodeId(s("z"))}));
    QCOMPARE(run.count(EventType::RunEnded), 1);
}

void TestExecutor::monitorHolds()
{
    RunFixture shop;
    Node watch = verification(s("va"), s("SELECT count(*) FROM orders"), s("20"));
    watch.kind = NodeKind::Monitor;
    watch.holdMs = 1500;
    watch.everyMs = 100;
    Run run;
    QVERIFY(run.start(shop.request(withNode(twoColumns(), watch))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Hold);
    const QDateTime until = run.state().rest.until;
    run.tell(Command::Type::Quit);
    QCOMPARE(run.exitCode, 3);
    Run again;
    QVERIFY(again.resume(shop.resumeRequest()));
    again.tell(Command::Type::GoOn);
    QCOMPARE(again.state().step(NodeId(s("va"))).holdUntil, until);
    QTRY_VERIFY_WITH_TIMEOUT(again.state().ended.has_value(), 10000);
    QVERIFY(QDateTime::currentDateTimeUtc() >= until);

    RunFixture other;
    Run second;
    QVERIFY(second.start(other.request(withNode(twoColumns(), watch))));
    second.tell(Command::Type::GoOn);
    other.sql(s("DELETE FROM orders WHERE id = 1"));
    QTRY_COMPARE(second.state().rest.reason, RestReason::CheckFailed);
}

void TestExecutor::windowRests()
{
    RunFixture shop;
    Node a = change(s("a"), s("ALTER TABLE customers ADD COLUMN a TEXT"));
    Window closed;
    closed.days = {QDate::currentDate().addDays(3).dayOfWeek()};
    closed.from = QTime(1, 0);
    closed.to = QTime(2, 0);
    a.window = closed;
    Run run;
    QVERIFY(run.start(shop.request(withNode(twoColumns(), a))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Paused);
    QVERIFY2(run.state().rest.detail.contains(s("window")), qPrintable(run.state().rest.detail));
    QCOMPARE(run.status("a"), StepStatus::Waiting);
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.status("a"), StepStatus::Waiting);
}

void TestExecutor::commandsAreOffUntilAllowed()
{
    RunFixture shop;
    Node deploy = node(s("deploy"), NodeKind::Deploy);
    deploy.action = Action{};
    deploy.action->body
        = CommandAction{s("/bin/sh"), {s("-c"), s("touch done; echo password=hunter2")}};
    const Plan plan
        = planOf({node(s("start"), NodeKind::Start), deploy, node(s("end"), NodeKind::End)},
            {forward(s("start"), s("deploy")), forward(s("deploy"), s("end"))});
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Paused);
    QVERIFY(!QFile::exists(shop.folder() + s("/done")));
    run.tell(Command::Type::AllowCommands);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QVERIFY(QFile::exists(shop.folder() + s("/done")));
    QVERIFY(!shop.sql(s("SELECT * FROM whimbrel_event")).contains(s("hunter2")));
}

void TestExecutor::resumesWhereItWas()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::RunTo, s("b"));
    } // gone without a word, as after a kill
    const Result<QList<RunSummary>> runs = listRuns(shop.url());
    QVERIFY(runs && runs->size() == 1 && !runs->constFirst().ended);
    Run again;
    QVERIFY2(again.resume(shop.resumeRequest()), qPrintable(again.why()));
    QCOMPARE(again.status("va"), StepStatus::Done);
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
    QCOMPARE(shop.sql(s("SELECT count(b) FROM customers")), s("20"));
}

void TestExecutor::resumeAfterEndCanGoBack()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::GoOn);
        run.tell(Command::Type::Quit);
        QCOMPARE(run.exitCode, 0);
    }
    Run again;
    QVERIFY2(again.resume(shop.resumeRequest()), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QCOMPARE(again.lastError().code, ErrorCode::Impossible);
    again.tell(Command::Type::Rollback, s("start"), {}, s("x"));
    QVERIFY2(again.state().ended == Outcome::Reverted, qPrintable(again.why()));
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutor::secondRunIsRefused()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::Next);
        run.tell(Command::Type::Quit);
    }
    Run second;
    QVERIFY(!second.start(shop.request(twoColumns())));
    QCOMPARE(second.lastError().code, ErrorCode::Locked);
    QCOMPARE(second.exitCode, 4);
    Run third;
    QVERIFY(third.resume(shop.resumeRequest()));
    third.tell(Command::Type::GoOn);
    third.tell(Command::Type::Quit);
    Run fourth;
    QVERIFY(!fourth.start(shop.request(twoColumns())));
    QVERIFY2(fourth.lastError().message.contains(s("migrated")), qPrintable(fourth.why()));
}

void TestExecutor::secondRunnerIsRefused()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(twoColumns())));
    Run second;
    QVERIFY(!second.resume(shop.resumeRequest()));
    QCOMPARE(second.lastError().code, ErrorCode::Locked);
    QVERIFY2(
        second.lastError().message.contains(QString::number(QCoreApplication::applicationPid())),
        qPrintable(second.lastError().text()));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutor::editedPlanIsAdoptedForwardOnly()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::RunTo, s("b"));
    }
    ResumeRequest past = shop.resumeRequest();
    past.adopt = withNode(twoColumns(), change(s("a"), s("ALTER TABLE customers ADD COLUMN c")));
    past.adoptBecause = s("typo");
    Run refused;
    QVERIFY(!refused.resume(past));
    QCOMPARE(refused.lastError().code, ErrorCode::Impossible);
    ResumeRequest ahead = shop.resumeRequest();
    ahead.adopt = withNode(
        twoColumns(), change(s("b"), s("ALTER TABLE customers ADD COLUMN b TEXT DEFAULT 'new'")));
    Run noReason;
    QVERIFY(!noReason.resume(ahead));
    ahead.adoptBecause = s("a default is better");
    Run again;
    QVERIFY2(again.resume(ahead), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
    QCOMPARE(shop.sql(s("SELECT DISTINCT b FROM customers")), s("new"));
    again.tell(Command::Type::Quit);
    const Result<QList<RunSummary>> runs = listRuns(shop.url());
    QVERIFY(runs && runs->constFirst().planHash != runs->constFirst().planId);
    const Result<Plan> plan = readRunPlan(shop.url(), runs->constFirst().run);
    QVERIFY(plan
        && plan->nodes.find(NodeId(s("b")))->action
            == ahead.adopt->nodes.find(NodeId(s("b")))->action);
}

void TestExecutor::retryEdgeLeadsToEarlierWork()
{
    RunFixture shop;
    Plan plan
        = withNode(twoColumns(), verification(s("vb"), s("SELECT count(*) FROM orders"), s("21")));
    Edge again = forward(s("vb"), s("va"));
    again.id = EdgeId(s("again"));
    again.kind = EdgeKind::Retry;
    plan.edges.put(again);
    plan.nodes.put(verification(s("va"), s("SELECT 1"), s("1")));
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::CheckFailed);
    run.tell(Command::Type::Retry, s("a"));
    QCOMPARE(run.lastError().code, ErrorCode::Impossible);
    const qsizetype entered = run.count(EventType::NodeEntered);
    run.tell(Command::Type::Retry, s("va"));
    QVERIFY2(run.count(EventType::NodeEntered) > entered, qPrintable(run.why()));
    QVERIFY(run.state().rest.node == NodeId(s("b")) || run.status("b") == StepStatus::Failed);
    run.tell(Command::Type::Decide, s("b"), s("skip"), s("the column is there"));
    QCOMPARE(run.state().rest.reason, RestReason::CheckFailed);
    run.tell(Command::Type::Decide, s("vb"), s("skip"), s("enough"));
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutor::twoTargetsShareARun()
{
    RunFixture shop;
    RunFixture replica;
    const QString untouched = replica.dump();
    Plan plan = twoColumns();
    Target eu;
    eu.id = TargetId(s("eu"));
    plan.targets.put(eu);
    Node b = *plan.nodes.find(NodeId(s("b")));
    b.action->target = eu.id;
    plan.nodes.put(b);
    Edge undo = *plan.edges.find(EdgeId(s("b<va")));
    undo.action->target = eu.id;
    plan.edges.put(undo);
    Node same = node(s("vb"), NodeKind::Verification);
    CompareCheck compare;
    compare.left.text = s("SELECT id, name FROM customers");
    compare.right.text = s("SELECT id, name FROM customers ORDER BY id DESC");
    compare.rightTarget = eu.id;
    same.checks[0].body = compare;
    plan.nodes.put(same);
    RunRequest request = shop.request(plan);
    request.bindings.insert(eu.id, replica.url());
    ResumeRequest later = shop.resumeRequest();
    later.bindings = request.bindings;
    {
        Run run;
        QVERIFY2(run.start(request), qPrintable(run.why()));
        run.tell(Command::Type::RunTo, s("vb"));
        QVERIFY2(run.status("b") == StepStatus::Done, qPrintable(run.why()));
        QCOMPARE(replica.sql(s("SELECT count(b) FROM customers")), s("20"));
    }
    const Result<QList<RunSummary>> there = listRuns(replica.url());
    QVERIFY(there && there->size() == 1 && !there->constFirst().ended);
    Run again;
    QVERIFY2(again.resume(later), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
    QVERIFY(listRuns(replica.url())->constFirst().ended == Outcome::Migrated);
    const auto events = readEvents({shop.url(), replica.url()}, again.state().run);
    QVERIFY(events && events->size() == again.state().events);
    again.tell(Command::Type::Rollback, s("start"), {}, s("x"));
    QVERIFY2(again.state().ended == Outcome::Reverted, qPrintable(again.why()));
    QCOMPARE(replica.dump(), untouched);
}

void TestExecutor::webAddressIsChecked()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket* socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            const bool lost = socket->readAll().contains("/lost");
            const QByteArray body = "{\"queue\": [{\"lag\": 12.50}]}";
            socket->write(lost ? "HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n"
                               : "HTTP/1.1 200 OK\r\nContent-Length: "
                        + QByteArray::number(body.size()) + "\r\n\r\n" + body);
            socket->disconnectFromHost();
        });
    });
    const QString base = s("http://127.0.0.1:%1").arg(server.serverPort());
    HttpCheck lag;
    lag.url = base + s("/health");
    lag.number = s("/queue/0/lag");
    lag.expect = {Comparison::LessOrEqual, s("12.5"), false, {}};
    HttpCheck lost;
    lost.url = base + s("/lost");
    HttpCheck nobody;
    nobody.url = s("http://127.0.0.1:1/");
    const auto with = [](const HttpCheck& http) {
        Node made = node(s("va"), NodeKind::Verification);
        made.checks[0].body = http;
        return withNode(twoColumns(), made);
    };
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(with(lag))));
    run.tell(Command::Type::RunTo, s("b"));
    QVERIFY2(run.status("va") == StepStatus::Done, qPrintable(run.why()));
    RunFixture second;
    Run gone;
    QVERIFY(gone.start(second.request(with(lost))));
    gone.tell(Command::Type::GoOn);
    QCOMPARE(gone.state().rest.reason, RestReason::CheckFailed);
    RunFixture third;
    Run silent;
    QVERIFY(silent.start(third.request(with(nobody))));
    silent.tell(Command::Type::GoOn);
    QCOMPARE(silent.state().rest.reason, RestReason::Unknown);
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

void TestExecutor::foldOfTheJournalIsTheState()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(twoColumns())));
    run.tell(Command::Type::RunTo, s("end"));
    run.tell(Command::Type::Rollback, s("va"), {}, s("x"));
    const Result<QList<Event>> events = readEvents({shop.url()}, run.state().run);
    QVERIFY(events.has_value());
    QCOMPARE(*events, run.events());
    const RunState state = foldAll(*events);
    QCOMPARE(state.ready, run.state().ready);
    QCOMPARE(state.applied, run.state().applied);
    for (qsizetype i = 0; i < events->size(); ++i) {
        QCOMPARE((*events)[i].number, i + 1);
    }
    QFile mirror(mirrorPath(run.state().run));
    QVERIFY(mirror.open(QIODevice::ReadOnly));
    QCOMPARE(mirror.readAll().count('\n'), events->size());
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
