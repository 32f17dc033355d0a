// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/exec/run_fixture.h"
#include "tests/support/sample_plan.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <algorithm>

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

/// The same in batches of one row, with limits.
Plan limited(const QList<Check>& limits)
{
    Plan plan = backfillPlan(5);
    Node fill = *plan.nodes.find(NodeId(s("fill")));
    auto& backfill = std::get<BackfillAction>(fill.action->body);
    backfill.batch = 1;
    backfill.limits = limits;
    plan.nodes.put(fill);
    return plan;
}

Check limit(const QString& title, const CheckBody& body)
{
    Check made;
    made.id = CheckId(s("limit"));
    made.title = title;
    made.body = body;
    return made;
}

/// What the run has said it waits for.
QString waits(const Run& run)
{
    QStringList said;
    for (const RunnerMessage& message : run.messages) {
        said.append(message.progress.waitsFor);
    }
    said.removeDuplicates();
    return said.join(QLatin1Char('\n'));
}

bool hasWaitedFor(const Run& run, const QString& what)
{
    return waits(run).contains(what);
}

void goOn(Run& run)
{
    Command command;
    command.type = Command::Type::GoOn;
    run.executor.execute(command);
}

const QString filled = s("SELECT count(*) FROM customers WHERE name LIKE '%!'");

} // namespace

/// Rows carried over in batches.
class TestExecutorBackfill final : public QObject {
    Q_OBJECT

private slots:
    void backfillCarriesEveryRowOnce();
    void backfillResumesAtItsCursor();
    void backfillWithTextKeys();
    void sqlLimitPausesTheBatches();
    void httpLimitPausesTheBatches();
    void limitThatCannotBeFoundOutIsWaitedFor();
    void waitingForALimitCanBePaused();
    void replicasThatNobodyCanSeeAreRefused();
};

void TestExecutorBackfill::backfillCarriesEveryRowOnce()
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

void TestExecutorBackfill::backfillResumesAtItsCursor()
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

void TestExecutorBackfill::backfillWithTextKeys()
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

void TestExecutorBackfill::sqlLimitPausesTheBatches()
{
    RunFixture shop;
    shop.sql(s("CREATE TABLE queue (job); INSERT INTO queue VALUES (1), (2), (3)"));
    const Check queue = limit(s("Queue"),
        QueryCheck{{s("SELECT count(*) FROM queue"), {}}, {Comparison::Less, s("3"), false, {}}});
    Run run;
    QVERIFY2(run.start(shop.request(limited({queue}))), qPrintable(run.why()));
    goOn(run);
    QTRY_VERIFY2_WITH_TIMEOUT(
        hasWaitedFor(run, s("Queue: Found 3, expected < 3")), qPrintable(waits(run)), 10000);
    QCOMPARE(shop.sql(filled), s("0"));
    // It goes on by itself, and stops again between two batches.
    shop.sql(s("DELETE FROM queue"));
    QTRY_VERIFY_WITH_TIMEOUT(shop.sql(filled).toInt() > 0, 10000);
    shop.sql(s("INSERT INTO queue VALUES (1), (2), (3), (4)"));
    QTRY_VERIFY_WITH_TIMEOUT(hasWaitedFor(run, s("Found 4")) || shop.sql(filled) == s("20"), 10000);
    shop.sql(s("DELETE FROM queue"));
    run.waitForRest();
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    QCOMPARE(shop.sql(filled), s("20"));
}

void TestExecutorBackfill::httpLimitPausesTheBatches()
{
    bool busy = true;
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server, [&server, &busy] {
        QTcpSocket* socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket, &busy] {
            socket->readAll();
            const QByteArray body = busy ? "{\"load\": 97}" : "{\"load\": 20}";
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size())
                + "\r\n\r\n" + body);
            socket->disconnectFromHost();
        });
    });
    HttpCheck load;
    load.url = s("http://127.0.0.1:%1/load").arg(server.serverPort());
    load.number = s("/load");
    load.expect = {Comparison::LessOrEqual, s("80"), false, {}};
    RunFixture shop;
    Run run;
    QVERIFY2(run.start(shop.request(limited({limit(s("Load"), load)}))), qPrintable(run.why()));
    goOn(run);
    QTRY_VERIFY2_WITH_TIMEOUT(
        hasWaitedFor(run, s("Load: Found 97, expected <= 80")), qPrintable(waits(run)), 10000);
    QCOMPARE(shop.sql(filled), s("0"));
    busy = false;
    run.waitForRest();
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutorBackfill::limitThatCannotBeFoundOutIsWaitedFor()
{
    RunFixture shop;
    const Check broken = limit({},
        QueryCheck{{s("SELECT x FROM not_there_yet"), {}}, {Comparison::Equal, s("1"), false, {}}});
    Run run;
    QVERIFY2(run.start(shop.request(limited({broken}))), qPrintable(run.why()));
    goOn(run);
    QTRY_VERIFY2_WITH_TIMEOUT(hasWaitedFor(run, s("not_there_yet")), qPrintable(waits(run)), 10000);
    QCOMPARE(shop.sql(filled), s("0"));
    shop.sql(s("CREATE TABLE not_there_yet (x); INSERT INTO not_there_yet VALUES (1)"));
    run.waitForRest();
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutorBackfill::waitingForALimitCanBePaused()
{
    RunFixture shop;
    shop.sql(s("CREATE TABLE queue (job); INSERT INTO queue VALUES (1)"));
    const Check queue = limit(s("Queue"),
        QueryCheck{{s("SELECT count(*) FROM queue"), {}}, {Comparison::Equal, s("0"), false, {}}});
    Run run;
    QVERIFY2(run.start(shop.request(limited({queue}))), qPrintable(run.why()));
    goOn(run);
    QTRY_VERIFY2_WITH_TIMEOUT(hasWaitedFor(run, s("Queue")), qPrintable(waits(run)), 10000);
    run.tell(Command::Type::Pause);
    QVERIFY2(run.executor.isResting(), qPrintable(run.why()));
    QCOMPARE(run.state().rest.reason, RestReason::Paused);
    shop.sql(s("DELETE FROM queue"));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutorBackfill::replicasThatNobodyCanSeeAreRefused()
{
    RunFixture shop;
    Plan plan = backfillPlan();
    Node fill = *plan.nodes.find(NodeId(s("fill")));
    std::get<BackfillAction>(fill.action->body).maxLagMs = 1000;
    plan.nodes.put(fill);
    Run run;
    QVERIFY(!run.start(shop.request(plan)));
    QCOMPARE(run.lastError().code, ErrorCode::Usage);
    QVERIFY2(run.lastError().text().contains(s("maxLagMs")), qPrintable(run.lastError().text()));
}

QTEST_GUILESS_MAIN(TestExecutorBackfill)
#include "test_executor_backfill.moc"
