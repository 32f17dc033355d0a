// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/position.h"
#include "tests/support/sample_plan.h"

#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

/// A run of chain(2), whose nodes are all done up to the position. A fail way out of v0 leads over
/// a rollback node that a good run never sees.
RunState standingAt(const QString& place)
{
    RunState state;
    state.ready = {NodeId(place)};
    for (const QString& each : {QStringLiteral("start"), QStringLiteral("backup"),
             QStringLiteral("staging"), QStringLiteral("c0"), QStringLiteral("v0"),
             QStringLiteral("c1"), QStringLiteral("v1"), QStringLiteral("end")}) {
        if (each == place) {
            break;
        }
        state.steps[NodeId(each)].status = StepStatus::Done;
    }
    return state;
}

Flow flow()
{
    Plan plan = chain(2);
    plan.nodes.put(node(QStringLiteral("undo"), NodeKind::Rollback));
    plan.edges.put(forward(QStringLiteral("v0"), QStringLiteral("undo"), QStringLiteral("fail")));
    return Flow(plan);
}

} // namespace

class TestPosition final : public QObject {
    Q_OBJECT

private slots:
    void countsTheWay_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("passed");
        QTest::newRow("at the start") << QStringLiteral("start") << 0;
        QTest::newRow("in the middle") << QStringLiteral("c1") << 5;
        QTest::newRow("at the end") << QStringLiteral("end") << 7;
    }

    void countsTheWay()
    {
        QFETCH(QString, place);
        const StepCount count = countSteps(flow(), standingAt(place));
        QTEST(count.passed, "passed");
        QCOMPARE(count.all, 8); // not the rollback node
    }

    /// A run that has just begun stands nowhere yet, and has all of its way ahead.
    void countsTheWayBeforeTheFirstStep()
    {
        const StepCount count = countSteps(flow(), RunState());
        QCOMPARE(count.passed, 0);
        QCOMPARE(count.all, 8);
    }

    /// What was done beyond the place that the run went back to does not count.
    void goingBackCountsAnew()
    {
        RunState state = standingAt(QStringLiteral("v1"));
        state.steps[NodeId(QStringLiteral("c1"))].status = StepStatus::Compensated;
        state.ready = {NodeId(QStringLiteral("staging"))};
        const StepCount count = countSteps(flow(), state);
        QCOMPARE(count.passed, 3); // the place itself is done as well
        QCOMPARE(count.all, 8);
        const QList<bool> leading = leadingToPosition(flow(), state);
        QVERIFY(leading[flow().indexOf(NodeId(QStringLiteral("backup")))]);
        QVERIFY(!leading[flow().indexOf(NodeId(QStringLiteral("v0")))]);
    }
};

QTEST_GUILESS_MAIN(TestPosition)
#include "test_position.moc"
