// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/exec/run_fixture.h"

#include <QTest>

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

Command breakpoints(const QList<NodeId>& nodes)
{
    Command command;
    command.type = Command::Type::SetBreakpoints;
    command.nodes = nodes;
    return command;
}

} // namespace

/// Where somebody wants a run to stop.
class TestBreakpoints final : public QObject {
    Q_OBJECT

private slots:
    void stopsBeforeTheStepAndSaysWhy();
    void goingOnEntersTheStep();
    void areSetDuringARun();
    void holdAgainWhenTheRunComesBack();
    void holdAResumedRun();
    void ofNoStepAreRefused();
};

void TestBreakpoints::stopsBeforeTheStepAndSaysWhy()
{
    RunFixture shop;
    RunRequest request = shop.request(twoColumns());
    request.breakpoints = {id("b")};
    Run run;
    QVERIFY2(run.start(request), qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.status("va"), StepStatus::Done);
    QCOMPARE(run.status("b"), StepStatus::Waiting);
    QCOMPARE(run.state().ready, QList<NodeId>{id("b")});
    QVERIFY(run.state().rest.reason == RestReason::Paused);
    QVERIFY(run.state().rest.breakpoint);
    QVERIFY2(run.state().rest.detail.contains(s("reakpoint")), qPrintable(run.state().rest.detail));
}

void TestBreakpoints::goingOnEntersTheStep()
{
    RunFixture shop;
    RunRequest request = shop.request(twoColumns());
    request.breakpoints = {id("start"), id("a"), id("b")};
    Run run;
    QVERIFY2(run.start(request), qPrintable(run.why()));
    run.tell(Command::Type::GoOn); // at the door of the start already
    QCOMPARE(run.state().ready, QList<NodeId>{id("a")});
    run.tell(Command::Type::Next);
    QCOMPARE(run.status("a"), StepStatus::Done);
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().ready, QList<NodeId>{id("b")});
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestBreakpoints::areSetDuringARun()
{
    RunFixture shop;
    Run run;
    QVERIFY2(run.start(shop.request(twoColumns())), qPrintable(run.why()));
    run.tell(Command::Type::Next);
    run.executor.execute(breakpoints({id("vb")}));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().ready, QList<NodeId>{id("vb")});
    run.executor.execute(breakpoints({}));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestBreakpoints::holdAgainWhenTheRunComesBack()
{
    RunFixture shop;
    RunRequest request = shop.request(twoColumns());
    request.breakpoints = {id("b")};
    Run run;
    QVERIFY2(run.start(request), qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    run.tell(Command::Type::GoOn); // to the end
    run.tell(Command::Type::Rollback, s("va")); // the way back is not held up
    QVERIFY2(run.state().takenBack.contains(id("b")), qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QVERIFY(run.state().rest.breakpoint);
    QCOMPARE(run.state().ready, QList<NodeId>{id("b")});
}

void TestBreakpoints::holdAResumedRun()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY2(run.start(shop.request(twoColumns())), qPrintable(run.why()));
        run.tell(Command::Type::Next);
        run.tell(Command::Type::Quit);
    }
    ResumeRequest request = shop.resumeRequest();
    request.breakpoints = {id("va")};
    Run again;
    QVERIFY2(again.resume(request), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QCOMPARE(again.state().ready, QList<NodeId>{id("va")});
    QVERIFY(again.state().rest.breakpoint);
}

void TestBreakpoints::ofNoStepAreRefused()
{
    RunFixture shop;
    RunRequest request = shop.request(twoColumns());
    request.breakpoints = {id("nowhere")};
    Run refused;
    QVERIFY(!refused.start(request));
    QCOMPARE(refused.lastError().code, ErrorCode::Usage);
    Run run;
    QVERIFY2(run.start(shop.request(twoColumns())), qPrintable(run.why()));
    run.executor.execute(breakpoints({id("nowhere")}));
    QCOMPARE(run.lastError().code, ErrorCode::Impossible);
}

QTEST_GUILESS_MAIN(TestBreakpoints)
#include "test_breakpoints.moc"
