// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/notice.h"
#include "model/exec/runner_place.h"
#include "tests/support/sample_plan.h"

#include <QJsonDocument>
#include <QTest>

using namespace whimbrel;

namespace {

QString s(const char* text)
{
    return QString::fromLatin1(text);
}

/// start → work (with a window) → hold → gate → end
Plan plan()
{
    using namespace test;
    Node work = node(s("work"), NodeKind::Task);
    work.window = Window{{}, QTime(1, 0), QTime(5, 0), {}, {}};
    Node hold = node(s("hold"), NodeKind::Monitor);
    Node gate = node(s("gate"), NodeKind::Gate);
    gate.title = s("Drop it?");
    return planOf(
        {node(s("start"), NodeKind::Start), work, hold, gate, node(s("end"), NodeKind::End)},
        {forward(s("start"), s("work")), forward(s("work"), s("hold")),
            forward(s("hold"), s("gate")), forward(s("gate"), s("end"), s("yes"))});
}

/// Events as a runner says them, folded.
class Said final {
public:
    QList<Notice> event(EventType type, const char* node, const QJsonObject& data = {})
    {
        RunnerMessage message;
        message.type = RunnerMessage::Type::Event;
        message.event = {m_state.events + 1, s("r"), QDateTime::currentDateTimeUtc(), type,
            NodeId(s(node)), {}, {}, data};
        fold(m_state, message.event);
        return watch.take(message, m_plan, m_state);
    }
    QList<Notice> resting()
    {
        RunnerMessage message;
        message.type = RunnerMessage::Type::Resting;
        return watch.take(message, m_plan, m_state);
    }
    QList<Notice> at(const QTime& time)
    {
        return watch.look(m_plan, m_state, QDateTime(QDate(2026, 3, 2), time, Qt::UTC));
    }

    NoticeWatch watch{};

private:
    Plan m_plan = plan();
    RunState m_state{};
};

} // namespace

class TestNotice final : public QObject {
    Q_OBJECT

private slots:
    void rests();
    void holds();
    void holdsEndWithoutARunner();
    void windows();
    void earlierEventsAreNoNews();
    void places_data();
    void places();
};

void TestNotice::rests()
{
    Said run;
    run.event(
        EventType::RunStarted, "", {{s("title"), s("A plan")}, {s("environment"), s("staging")}});
    QVERIFY(run.resting().isEmpty());
    run.event(EventType::NodeEntered, "gate");
    QVERIFY(run.event(EventType::GateAsked, "gate", {{s("question"), s("SELECT 1?")}}).isEmpty());
    const QList<Notice> told = run.resting();
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().kind, Notice::Kind::Gate);
    QCOMPARE(noticeText(told.first()), s("staging: \"Drop it?\" waits for an answer"));
    QVERIFY(!QString::fromUtf8(QJsonDocument(toJson(told.first())).toJson()).contains(s("SELECT")));
    QVERIFY(run.resting().isEmpty()); // once
    run.event(EventType::GateAnswered, "gate", {{s("outcome"), s("yes")}});
    run.event(EventType::StepFailed, "work",
        {{s("error"), s("near \"SELEC\"")}, {s("effect"), s("none")}});
    QCOMPARE(run.resting().value(0).kind, Notice::Kind::Failure);
    run.event(EventType::DoubtFound, "work", {{s("evidence"), s("who knows")}});
    QCOMPARE(run.resting().value(0).kind, Notice::Kind::Doubt);
}

void TestNotice::holds()
{
    Said run;
    run.event(EventType::RunStarted, "");
    (void)run.resting();
    run.event(EventType::NodeEntered, "hold");
    QVERIFY(run.event(EventType::HoldBegan, "hold", {{s("until"), s("2026-03-02T01:00:00.000Z")}})
                .isEmpty());
    QVERIFY(run.resting().isEmpty());
    const QList<Notice> told = run.event(EventType::NodeDone, "hold", {{s("outcome"), s("pass")}});
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().kind, Notice::Kind::HoldEnded);
}

void TestNotice::holdsEndWithoutARunner()
{
    Said run;
    run.event(EventType::RunStarted, "");
    run.event(EventType::NodeEntered, "hold");
    run.event(EventType::HoldBegan, "hold", {{s("until"), s("2026-03-02T01:00:00.000Z")}});
    QVERIFY(run.at(QTime(2, 0)).isEmpty()); // nothing is told of before it is known where it is
    (void)run.resting();
    // The runner quits, which pauses the run in its hold.
    run.event(EventType::Paused, "hold", {{s("because"), s("Paused by ada.")}});
    QVERIFY(run.at(QTime(0, 59)).isEmpty());
    const QList<Notice> told = run.at(QTime(1, 0));
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().kind, Notice::Kind::HoldEnded);
    QCOMPARE(told.first().node, NodeId(s("hold")));
    QVERIFY(run.at(QTime(1, 1)).isEmpty()); // once
    // Nor again when somebody resumes it.
    (void)run.resting();
    QVERIFY(run.event(EventType::NodeDone, "hold", {{s("outcome"), s("pass")}}).isEmpty());
}

void TestNotice::windows()
{
    Said run;
    run.event(EventType::RunStarted, "");
    run.event(EventType::NodeEntered, "work");
    QVERIFY(run.at(QTime(3, 0)).isEmpty()); // far from its end
    QVERIFY(run.at(QTime(6, 0)).isEmpty()); // it is over
    const QList<Notice> told = run.at(QTime(4, 50));
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().kind, Notice::Kind::WindowCloses);
    QCOMPARE(told.first().node, NodeId(s("work")));
    QVERIFY(run.at(QTime(4, 55)).isEmpty()); // once
}

void TestNotice::earlierEventsAreNoNews()
{
    Said run;
    run.event(EventType::RunStarted, "");
    run.event(EventType::NodeEntered, "hold");
    run.event(EventType::HoldBegan, "hold", {{s("until"), s("2026-03-02T01:00:00.000Z")}});
    QVERIFY(run.event(EventType::NodeDone, "hold", {{s("outcome"), s("pass")}}).isEmpty());
}

void TestNotice::places_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("read"); // empty: refused
    QTest::addRow("host") << s("ssh://db1") << s("ssh://db1");
    QTest::addRow("all") << s("ssh://dba@db1.example:2222/") << s("ssh://dba@db1.example:2222");
    QTest::addRow("address 6") << s("ssh://[::1]:22") << s("ssh://[::1]:22");
    QTest::addRow("program") << s("ssh://db1?program=/opt/a%20b/whimbrel-cli&config=/x")
                             << s("ssh://db1?program=/opt/a b/whimbrel-cli&config=/x");
    QTest::addRow("option") << s("ssh://-oProxyCommand=id") << QString();
    QTest::addRow("option user") << s("ssh://-l@db1") << QString();
    QTest::addRow("password") << s("ssh://dba:secret@db1") << QString();
    QTest::addRow("port") << s("ssh://db1:0") << QString();
    QTest::addRow("other option") << s("ssh://db1?colour=red") << QString();
    QTest::addRow("nothing") << s("ssh://") << QString();
    QTest::addRow("other scheme") << s("http://db1") << QString();
}

void TestNotice::places()
{
    QFETCH(QString, written);
    QFETCH(QString, read);
    const Result<RunnerPlace> place = parseRunnerPlace(written);
    QCOMPARE(place.has_value(), !read.isEmpty());
    if (place) {
        QCOMPARE(place->text(), read);
        const QStringList arguments = sshArguments(*place, false);
        // The host stands behind "--", the program in quotes of the shell over there.
        QCOMPARE(arguments.at(arguments.size() - 3), s("--"));
        QCOMPARE(arguments.last(), QLatin1Char('\'') + place->program + s("' runner"));
    } else {
        QVERIFY(!place.error().text().contains(s("secret")));
    }
}

QTEST_GUILESS_MAIN(TestNotice)
#include "test_notice.moc"
