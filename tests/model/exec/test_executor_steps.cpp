// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/exec/run_fixture.h"
#include "tests/support/sample_plan.h"

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

} // namespace

/// What the kinds of steps and checks do.
class TestExecutorSteps final : public QObject {
    Q_OBJECT

private slots:
    void gateNeedsAnAnswerAndAReason();
    void gateApprovers();
    void manualStepIsConfirmed();
    void beforeValues();
    void forkAndJoin();
    void monitorHolds();
    void windowRests();
    void commandsAreOffUntilAllowed();
    void webAddressIsChecked();
};

void TestExecutorSteps::gateNeedsAnAnswerAndAReason()
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

void TestExecutorSteps::gateApprovers()
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

void TestExecutorSteps::manualStepIsConfirmed()
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

void TestExecutorSteps::beforeValues()
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

void TestExecutorSteps::forkAndJoin()
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

void TestExecutorSteps::monitorHolds()
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

void TestExecutorSteps::windowRests()
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

void TestExecutorSteps::commandsAreOffUntilAllowed()
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

void TestExecutorSteps::webAddressIsChecked()
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

QTEST_GUILESS_MAIN(TestExecutorSteps)
#include "test_executor_steps.moc"
