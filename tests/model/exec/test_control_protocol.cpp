// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/control_protocol.h"

#include <QTest>

using namespace whimbrel;

class TestControlProtocol final : public QObject {
    Q_OBJECT

private slots:
    void everyCommandSurvivesTheLine();
    void everyMessageSurvivesTheLine();
    void everyEventTypeSurvivesTheLine();
    void refusesWhatIsNoCommand_data();
    void refusesWhatIsNoCommand();
};

void TestControlProtocol::everyCommandSurvivesTheLine()
{
    for (int i = 0; i <= static_cast<int>(Command::Type::Quit); ++i) {
        Command command;
        command.type = static_cast<Command::Type>(i);
        command.node = NodeId(QStringLiteral("fill"));
        command.outcome = QStringLiteral("done");
        command.because = QStringLiteral("because\nof \"quotes\" and ünï");
        command.by = QStringLiteral("ada");
        command.session = 4711;
        command.nodes = {NodeId(QStringLiteral("fill")), NodeId(QStringLiteral("drop"))};
        const QByteArray line = encode(command);
        QCOMPARE(line.count('\n'), 1);
        QVERIFY(line.endsWith('\n'));
        const Result<Command> read = decodeCommand(line);
        QVERIFY2(read.has_value(), line.constData());
        QCOMPARE(read->type, command.type);
        QCOMPARE(read->node, command.node);
        QCOMPARE(read->outcome, command.outcome);
        QCOMPARE(read->because, command.because);
        QCOMPARE(read->by, command.by);
        QCOMPARE(read->session, command.session);
        const bool lists = command.type == Command::Type::SetBreakpoints;
        QCOMPARE(read->nodes, lists ? command.nodes : QList<NodeId>());
    }
}

void TestControlProtocol::everyMessageSurvivesTheLine()
{
    for (int i = 0; i <= static_cast<int>(RunnerMessage::Type::Bye); ++i) {
        RunnerMessage message;
        message.type = static_cast<RunnerMessage::Type>(i);
        message.run = QStringLiteral("r1");
        message.version = QStringLiteral("0.1.0");
        message.exitCode = 3;
        message.error = {ErrorCode::ConnectionLost, QStringLiteral("m"), QStringLiteral("w"), {}};
        message.progress.rows = 12;
        message.progress.leftMs = 5000;
        message.progress.fraction = 0.5;
        message.progress.text = QStringLiteral("batch 12");
        message.progress.leftAtMostMs = 9000;
        message.progress.waitsFor = QStringLiteral("the replica");
        Blocker blocker;
        blocker.session = 4711;
        blocker.user = QStringLiteral("ada");
        blocker.query = QStringLiteral("SELECT 1");
        blocker.depth = 2;
        blocker.inferred = true;
        message.progress.sighting.blockers = {blocker};
        message.progress.sighting.locks
            = {{QStringLiteral("orders"), QStringLiteral("AccessExclusiveLock"), false}};
        message.around.node = NodeId(QStringLiteral("fill"));
        message.around.holders
            = {{QStringLiteral("orders"), QStringLiteral("SHARE"), false, blocker}};
        message.around.tables = {{QStringLiteral("orders"), 12, 8192}};
        message.orphan = Orphan{QStringLiteral("shop"), QStringLiteral("process 1"), blocker};
        message.progress.sighting.phase = QStringLiteral("building index");
        message.progress.sighting.fraction = 0.25;
        message.event.number = 9007199254740993; // beyond what a double holds
        message.event.run = QStringLiteral("r1");
        message.event.at = QDateTime::currentDateTimeUtc();
        message.event.type = EventType::BatchDone;
        message.event.data.insert(QStringLiteral("last"), Q_INT64_C(9007199254740993));
        message.presence.runner = Presence::Runner::Silent;
        message.presence.who = {QStringLiteral("ada"), QStringLiteral("db1"), 4711, {}};
        message.presence.heartbeatMs = 15000;
        message.presence.handover = Handover{QStringLiteral("ada"), QStringLiteral("marta"),
            QStringLiteral("until Monday"), message.event.at};
        message.presence.problems = {QStringLiteral("archive cannot be looked at")};
        message.text = QStringLiteral("by the way");
        const Result<RunnerMessage> read = decodeMessage(encode(message));
        QVERIFY(read.has_value());
        QCOMPARE(read->type, message.type);
        if (message.type == RunnerMessage::Type::Presence) {
            QCOMPARE(presenceText(read->presence), presenceText(message.presence));
            QCOMPARE(read->presence.handover->to, QStringLiteral("marta"));
            QCOMPARE(read->presence.problems, message.presence.problems);
        }
        if (message.type == RunnerMessage::Type::Remark) {
            QCOMPARE(read->text, message.text);
        }
        QCOMPARE(read->run, message.run);
        if (message.type == RunnerMessage::Type::Event) {
            QCOMPARE(read->event, message.event);
            QCOMPARE(read->event.data.value(QStringLiteral("last")).toInteger(),
                Q_INT64_C(9007199254740993));
        }
        if (message.type == RunnerMessage::Type::Failed) {
            QCOMPARE(read->error.code, message.error.code);
        }
        if (message.type == RunnerMessage::Type::Progress) {
            QCOMPARE(read->progress.rows, 12);
            QCOMPARE(read->progress.leftMs, 5000);
            QCOMPARE(read->progress.leftAtMostMs, 9000);
            QCOMPARE(read->progress.waitsFor, message.progress.waitsFor);
            QVERIFY(read->progress.sighting == message.progress.sighting);
            QCOMPARE(read->progress.text, message.progress.text);
        }
        if (message.type == RunnerMessage::Type::Failed) {
            QCOMPARE(read->error, message.error);
            QVERIFY(read->orphan.has_value());
            QCOMPARE(read->orphan->runner, message.orphan->runner);
            QVERIFY(read->orphan->who == blocker);
        }
        if (message.type == RunnerMessage::Type::Around) {
            QVERIFY(read->around == message.around);
        }
        if (message.type == RunnerMessage::Type::Bye) {
            QCOMPARE(read->exitCode, 3);
        }
    }
}

void TestControlProtocol::everyEventTypeSurvivesTheLine()
{
    for (int i = 0; i <= static_cast<int>(EventType::RunEnded); ++i) {
        Event event;
        event.number = i + 1;
        event.run = QStringLiteral("r");
        event.at = QDateTime::fromMSecsSinceEpoch(1700000000123, Qt::UTC);
        event.type = static_cast<EventType>(i);
        event.node = NodeId(QStringLiteral("n"));
        event.edge = EdgeId(QStringLiteral("e"));
        event.target = TargetId(QStringLiteral("t"));
        event.data.insert(QStringLiteral("why"), QStringLiteral("x"));
        const Result<Event> read = eventFromJson(toJson(event));
        QVERIFY(read.has_value());
        QCOMPARE(*read, event);
    }
}

void TestControlProtocol::refusesWhatIsNoCommand_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("array") << QByteArray("[1]");
    QTest::newRow("cut") << QByteArray("{\"command\": \"ne");
    QTest::newRow("unknown") << QByteArray("{\"command\": \"drop\"}");
    QTest::newRow("binary") << QByteArray("\xff\xfe\x00", 3);
}

void TestControlProtocol::refusesWhatIsNoCommand()
{
    QFETCH(QByteArray, line);
    const Result<Command> read = decodeCommand(line);
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::Usage);
    QVERIFY(!decodeMessage(line).has_value());
}

QTEST_APPLESS_MAIN(TestControlProtocol)
#include "test_control_protocol.moc"
