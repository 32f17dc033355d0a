// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/exec/run_fixture.h"
#include "tests/support/sample_plan.h"

#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

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

/// start → fork → (l → vl → l2 → vl2 | r → vr) → join → z → vz → end.
Plan forkPlan()
{
    const QString flag = s("SELECT count(*) FROM customers WHERE name = 'bad'");
    return planOf(
        {node(s("start"), NodeKind::Start), node(s("fork"), NodeKind::Fork),
            change(s("l"), s("CREATE TABLE l (x)")), verification(s("vl"), s("SELECT 0"), s("0")),
            change(s("l2"), s("CREATE TABLE l2 (x)")), verification(s("vl2"), flag, s("0")),
            change(s("r"), s("CREATE TABLE r (x)")), verification(s("vr"), s("SELECT 0"), s("0")),
            node(s("join"), NodeKind::Join),
            change(s("z"), s("CREATE TABLE z AS SELECT * FROM l, l2, r")),
            verification(s("vz"), s("SELECT 0"), s("0")), node(s("end"), NodeKind::End)},
        {forward(s("start"), s("fork")), forward(s("fork"), s("l")), forward(s("fork"), s("r")),
            forward(s("l"), s("vl")), forward(s("vl"), s("l2")), forward(s("l2"), s("vl2")),
            forward(s("vl2"), s("join")), forward(s("r"), s("vr")), forward(s("vr"), s("join")),
            forward(s("join"), s("z")), forward(s("z"), s("vz")), forward(s("vz"), s("end")),
            back(s("l"), s("fork"), s("DROP TABLE l")), back(s("l2"), s("vl"), s("DROP TABLE l2")),
            back(s("r"), s("fork"), s("DROP TABLE r")),
            back(s("z"), s("join"), s("DROP TABLE z"))});
}

Node command(const char* name, const char* script, bool repeatable = false)
{
    Node made = node(s(name), NodeKind::Deploy);
    made.action = Action{};
    made.action->body = CommandAction{s("/bin/sh"), {s("-c"), s(script)}};
    made.action->repeatable = repeatable;
    return made;
}

} // namespace

class TestExecutorDecisions final : public QObject {
    Q_OBJECT

private slots:
    void otherBranchesOfAForkAreKept();
    void backAcrossAFork();
    void failedRoundOfAMonitorIsDoneAgain();
    void adoptedPlanOnTwoTargets();
    void runToAStepBehindIsRefused();
    void endedRunIsNotTakenBackUnderAnother();
    void restoreTakesBackItsOwnDatabaseAlone();
    void evidenceIsNoApproval();
    void killedCommandIsInDoubt_data();
    void killedCommandIsInDoubt();
    void commandChecks();
    void answeredNoIsNotTakenBackTwice();
    void markedDoneIsTakenBack();
    void handedOver();
    void slowWebAddressFails();
};

void TestExecutorDecisions::otherBranchesOfAForkAreKept()
{
    RunFixture shop;
    shop.sql(s("UPDATE customers SET name = 'bad' WHERE id = 3"));
    Run run;
    QVERIFY(run.start(shop.request(forkPlan())));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::CheckFailed);
    run.tell(Command::Type::Rollback, s("vl"), {}, s("look again"));
    QVERIFY2(!run.state().rollingBack, qPrintable(run.why()));
    QCOMPARE(run.state().ready, (QList<NodeId>{id("vl"), id("r")}));
    shop.sql(s("UPDATE customers SET name = 'good' WHERE id = 3"));
    run.tell(Command::Type::Quit);
    Run again;
    QVERIFY(again.resume(shop.resumeRequest()));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
    QCOMPARE(again.state().applied, (QList<NodeId>{id("l"), id("l2"), id("r"), id("z")}));
}

void TestExecutorDecisions::backAcrossAFork()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Run run;
    QVERIFY(run.start(shop.request(forkPlan())));
    run.tell(Command::Type::RunTo, s("end"));
    QVERIFY2(run.state().applied.size() == 4, qPrintable(run.why()));
    const QString migrated = shop.dump();
    run.tell(Command::Type::Rollback, s("fork"), {}, s("all of it again"));
    QVERIFY2(run.state().applied.isEmpty(), qPrintable(run.why()));
    QCOMPARE(run.state().ready, QList<NodeId>{id("fork")});
    QCOMPARE(shop.dump(), untouched);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(shop.dump(), migrated);
    run.tell(Command::Type::Rollback, s("start"), {}, s("and back"));
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutorDecisions::failedRoundOfAMonitorIsDoneAgain()
{
    RunFixture shop;
    Node watch = verification(s("va"), s("SELECT count(*) FROM orders"), s("21"));
    watch.kind = NodeKind::Monitor;
    watch.holdMs = 1;
    Run run;
    QVERIFY(run.start(shop.request(withNodes(twoColumns(), {watch}))));
    run.tell(Command::Type::GoOn);
    QTRY_COMPARE(run.state().rest.reason, RestReason::CheckFailed);
    QTest::qWait(20); // its time is over: from here on each round is the last
    run.waitForRest();
    run.tell(Command::Type::Retry);
    QTRY_COMPARE(run.state().rest.reason, RestReason::CheckFailed);
    run.waitForRest();
    run.tell(Command::Type::Retry);
    QTest::qWait(200);
    QCOMPARE(run.state().rest.reason, RestReason::CheckFailed);
    QCOMPARE(run.status("b"), StepStatus::Waiting);
}

void TestExecutorDecisions::adoptedPlanOnTwoTargets()
{
    RunFixture shop;
    RunFixture replica;
    Plan plan = twoColumns();
    Target eu;
    eu.id = TargetId(s("eu")); // before the home's name in any alphabet
    plan.targets.put(eu);
    RunRequest request = shop.request(plan);
    request.bindings.insert(eu.id, replica.url());
    {
        Run run;
        QVERIFY2(run.start(request), qPrintable(run.why()));
        run.tell(Command::Type::RunTo, s("b"));
    }
    ResumeRequest later = shop.resumeRequest();
    later.bindings = request.bindings;
    ResumeRequest edited = later;
    edited.adopt
        = withNodes(plan, {change(s("b"), s("ALTER TABLE customers ADD b TEXT DEFAULT 'new'"))});
    edited.adoptBecause = s("a default is better");
    {
        Run adopting;
        QVERIFY2(adopting.resume(edited), qPrintable(adopting.why()));
    }
    Run again;
    QVERIFY2(again.resume(later), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
    QCOMPARE(shop.sql(s("SELECT DISTINCT b FROM customers")), s("new"));
}

void TestExecutorDecisions::runToAStepBehindIsRefused()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(twoColumns())));
    run.tell(Command::Type::RunTo, s("b"));
    const qint64 events = run.state().events;
    run.tell(Command::Type::RunTo, s("a"));
    QCOMPARE(run.lastError().code, ErrorCode::Impossible);
    QCOMPARE(run.state().events, events);
    QVERIFY(!run.state().ended);
    run.tell(Command::Type::RunTo, s("vb"));
    QCOMPARE(run.state().ready, QList<NodeId>{id("vb")});
}

void TestExecutorDecisions::endedRunIsNotTakenBackUnderAnother()
{
    RunFixture shop;
    QString first;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::GoOn);
        QVERIFY(run.state().ended == Outcome::Migrated);
        first = run.state().run;
    }
    {
        Run other;
        QVERIFY(other.start(shop.request(forkPlan())));
        other.tell(Command::Type::RunTo, s("vl"));
        QVERIFY2(!other.state().ended, qPrintable(other.why()));
    }
    const QString before = shop.dump();
    ResumeRequest request = shop.resumeRequest();
    request.run = first;
    Run back;
    QVERIFY2(back.resume(request), qPrintable(back.why()));
    back.tell(Command::Type::Rollback, s("start"), {}, s("too late"));
    QCOMPARE(back.lastError().code, ErrorCode::Impossible);
    QVERIFY(back.state().ended == Outcome::Migrated);
    QCOMPARE(shop.dump(), before);
}

void TestExecutorDecisions::restoreTakesBackItsOwnDatabaseAlone()
{
    RunFixture shop;
    RunFixture replica;
    const QString untouched = shop.dump();
    const QString untouchedReplica = replica.dump();
    Node backup = node(s("backup"), NodeKind::Backup);
    backup.action = Action{};
    backup.action->body = BackupAction{s("shop.backup")};
    Node x = change(s("x"), s("ALTER TABLE customers ADD COLUMN x TEXT"));
    x.action->target = TargetId(s("eu"));
    Edge undoX = back(s("x"), s("va"), s("ALTER TABLE customers DROP COLUMN x"));
    undoX.action->target = x.action->target;
    Plan plan = twoColumns();
    Target eu;
    eu.id = TargetId(s("eu"));
    plan.targets.put(eu);
    plan.nodes.put(backup);
    plan.nodes.put(x);
    plan.nodes.put(verification(s("vx"), s("SELECT 0"), s("0")));
    for (const char* gone : {"start>a", "va>b", "b<va"}) {
        plan.edges.erase(EdgeId(s(gone)));
    }
    for (const Edge& edge : {forward(s("start"), s("backup")), forward(s("backup"), s("a")),
             forward(s("va"), s("x")), forward(s("x"), s("vx")), forward(s("vx"), s("b")), undoX,
             back(s("b"), s("vx"), s("ALTER TABLE customers DROP COLUMN misspelled"))}) {
        plan.edges.put(edge);
    }
    RunRequest request = shop.request(plan);
    request.bindings.insert(eu.id, replica.url());
    Run run;
    QVERIFY2(run.start(request), qPrintable(run.why()));
    run.tell(Command::Type::RunTo, s("end"));
    QVERIFY2(run.state().applied.size() == 3, qPrintable(run.why()));
    run.tell(Command::Type::Rollback, s("start"), {}, s("broken"));
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    run.tell(Command::Type::Decide, {}, s("restore"));
    QCOMPARE(run.lastError().code, ErrorCode::Usage); // a reason is needed
    run.tell(Command::Type::Decide, {}, s("restore"), s("no other way"));
    QVERIFY2(run.state().ended == Outcome::Restored, qPrintable(run.why()));
    QVERIFY(run.state().applied.isEmpty());
    QCOMPARE(shop.dump(), untouched);
    QCOMPARE(replica.dump(), untouchedReplica);
    const auto events = readEvents({shop.url(), replica.url()}, run.state().run);
    QVERIFY(events && events->size() == run.state().events);
}

void TestExecutorDecisions::evidenceIsNoApproval()
{
    RunFixture shop;
    Node gate = verification(s("gate"), s("SELECT 1"), s("2"));
    gate.kind = NodeKind::Gate;
    gate.ask = s("Go on?");
    gate.approvers = {ParticipantId(s("grace"))};
    const Plan plan
        = planOf({node(s("start"), NodeKind::Start), gate, node(s("end"), NodeKind::End)},
            {forward(s("start"), s("gate")), forward(s("gate"), s("end"), outcomes::yes)});
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::CheckFailed);
    run.tell(Command::Type::MarkDone, s("gate"), {}, s("the number is known to be off"));
    QVERIFY2(run.state().rest.reason == RestReason::Gate, qPrintable(run.why()));
    run.tell(Command::Type::Answer, s("gate"), outcomes::yes, s("me"));
    QCOMPARE(run.lastError().code, ErrorCode::Impossible);
    QVERIFY(!run.state().ended);
}

void TestExecutorDecisions::killedCommandIsInDoubt_data()
{
    QTest::addColumn<bool>("repeatable");
    QTest::newRow("once") << false;
    QTest::newRow("repeatable") << true;
}

void TestExecutorDecisions::killedCommandIsInDoubt()
{
    QFETCH(bool, repeatable);
    RunFixture shop;
    const Plan plan
        = planOf({node(s("start"), NodeKind::Start),
                     command("deploy", "echo x >> ran; test -e fast || sleep 60", repeatable),
                     node(s("end"), NodeKind::End)},
            {forward(s("start"), s("deploy")), forward(s("deploy"), s("end"))});
    RunRequest request = shop.request(plan);
    request.allowCommands = true;
    const QString ran = shop.folder() + s("/ran");
    {
        Run run;
        QVERIFY(run.start(request));
        Command go;
        go.type = Command::Type::GoOn;
        run.executor.execute(go);
        QTRY_VERIFY(QFile::exists(ran));
    }
    QVERIFY(QFile(shop.folder() + s("/fast")).open(QIODevice::WriteOnly));
    ResumeRequest later = shop.resumeRequest();
    later.allowCommands = true;
    Run again;
    QVERIFY(again.resume(later));
    QFile file(ran);
    QVERIFY(file.open(QIODevice::ReadOnly));
    if (repeatable) {
        again.tell(Command::Type::GoOn);
        QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
        QCOMPARE(file.readAll(), QByteArray("x\nx\n"));
        return;
    }
    // Whoever comes back is told at once, not only on going on.
    QCOMPARE(again.state().rest.reason, RestReason::Doubt);
    QCOMPARE(exitCodeOf(again.state()), 5);
    QCOMPARE(file.readAll(), QByteArray("x\n"));
    again.tell(Command::Type::GoOn);
    QCOMPARE(again.lastError().code, ErrorCode::Impossible);
    again.tell(Command::Type::Decide, s("deploy"), s("done"), s("saw it running"));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
}

void TestExecutorDecisions::commandChecks()
{
    RunFixture shop;
    Node look = node(s("va"), NodeKind::Verification);
    look.checks[0].body = CommandCheck{s("/bin/sh"), {s("-c"), s("exit 3")}};
    Run run;
    QVERIFY(run.start(shop.request(withNodes(twoColumns(), {look}))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Unknown);
    run.tell(Command::Type::AllowCommands);
    run.tell(Command::Type::Retry);
    QVERIFY2(run.state().rest.reason == RestReason::CheckFailed, qPrintable(run.why()));
    QCOMPARE(run.state().step(id("va")).checks.constLast().found, s("3"));
}

void TestExecutorDecisions::answeredNoIsNotTakenBackTwice()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Node gate = node(s("gate"), NodeKind::Gate);
    gate.ask = s("Keep it?");
    Node undo = node(s("undo"), NodeKind::Rollback);
    undo.action = sqlAction(s("ALTER TABLE customers DROP COLUMN a"));
    Node gone = node(s("gone"), NodeKind::End);
    gone.outcome = Outcome::Reverted;
    Plan plan = twoColumns();
    for (const Node& each : {gate, undo, gone}) {
        plan.nodes.put(each);
    }
    plan.edges.erase(EdgeId(s("va>b")));
    plan.edges.put(forward(s("va"), s("gate")));
    plan.edges.put(forward(s("gate"), s("b"), outcomes::yes));
    plan.edges.put(forward(s("gate"), s("undo"), outcomes::no));
    plan.edges.put(forward(s("undo"), s("gone")));
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::GoOn);
    run.tell(Command::Type::Answer, s("gate"), outcomes::no, s("not wanted"));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
    QCOMPARE(run.count(EventType::Compensated), 1);
    QCOMPARE(shop.dump(), untouched);
    for (const QString& to : {QString(), s("start"), s("va")}) {
        const qint64 events = run.state().events;
        run.tell(Command::Type::Rollback, to, {}, s("once more"));
        QCOMPARE(run.lastError().code, ErrorCode::Impossible);
        QCOMPARE(run.state().events, events);
    }
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutorDecisions::markedDoneIsTakenBack()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Run run;
    QVERIFY(run.start(shop.request(
        withNodes(twoColumns(), {change(s("a"), s("ALTER TABLE nobody ADD COLUMN a TEXT"))}))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    run.tell(Command::Type::MarkDone, s("a"));
    QCOMPARE(run.lastError().code, ErrorCode::Usage);
    shop.sql(s("ALTER TABLE customers ADD COLUMN a TEXT"));
    run.tell(Command::Type::MarkDone, s("a"), {}, s("added by hand"));
    run.tell(Command::Type::RunTo, s("end"));
    QCOMPARE(run.status("a"), StepStatus::MarkedDone);
    QCOMPARE(run.state().applied, (QList<NodeId>{id("a"), id("b")}));
    run.tell(Command::Type::Rollback, s("start"), {}, s("back"));
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutorDecisions::handedOver()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::RunTo, s("b"));
        const qint64 events = run.state().events;
        run.tell(Command::Type::HandOver);
        QCOMPARE(run.lastError().code, ErrorCode::Usage);
        QCOMPARE(run.state().events, events);
        run.tell(Command::Type::HandOver, {}, s("grace"), s("watch the lag"));
        QCOMPARE(run.count(EventType::HandedOver), 1);
        QVERIFY(run.executor.isResting());
    }
    Run again;
    QVERIFY(again.resume(shop.resumeRequest()));
    QCOMPARE(again.events().constLast().data.value(s("by")).toString(), s("grace"));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
}

void TestExecutorDecisions::slowWebAddressFails()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket* socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->readAll();
            QTimer::singleShot(120, socket, [socket] {
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
    });
    HttpCheck slow;
    slow.url = s("http://127.0.0.1:%1/").arg(server.serverPort());
    slow.atMostMs = 50;
    Node look = node(s("va"), NodeKind::Verification);
    look.checks[0].body = slow;
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(withNodes(twoColumns(), {look}))));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().rest.reason == RestReason::CheckFailed, qPrintable(run.why()));
    QVERIFY(run.state().rest.detail.contains(s("within 50 ms")));
}

QTEST_GUILESS_MAIN(TestExecutorDecisions)
#include "test_executor_decisions.moc"
