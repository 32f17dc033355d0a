// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/flow.h"
#include "tests/support/sample_plan.h"

#include <QTest>

using namespace whimbrel;
using test::forward;
using test::node;
using test::planOf;
using test::rollback;

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

} // namespace

class TestFlow final : public QObject {
    Q_OBJECT

private slots:
    void aVerificationGuardsEveryChangeUpToTheOneBefore()
    {
        const Flow flow(
            planOf({node(S("start"), NodeKind::Start), node(S("a"), NodeKind::Expand),
                       node(S("b"), NodeKind::Expand), node(S("t"), NodeKind::Task),
                       node(S("v"), NodeKind::Verification), node(S("end"), NodeKind::End)},
                {forward(S("start"), S("a")), forward(S("a"), S("b")), forward(S("b"), S("t")),
                    forward(S("t"), S("v")), forward(S("v"), S("end"))}));
        QVERIFY(flow.guardsOf(1).isEmpty());
        QCOMPARE(flow.guardsOf(2), QList<int>{4});
        QCOMPARE(flow.guardedBy(4), QList<int>{2});
    }

    void safeStates()
    {
        const Flow flow(test::chain(2));
        const int start = 0;
        const int staging = flow.indexOf(NodeId(S("staging")));
        const int c0 = flow.indexOf(NodeId(S("c0")));
        const int v0 = flow.indexOf(NodeId(S("v0")));
        const int c1 = flow.indexOf(NodeId(S("c1")));
        QVERIFY(flow.isSafeFor(staging, c0));
        QVERIFY(flow.isSafeFor(v0, c1));
        QVERIFY(flow.isSafeFor(start, c1));
        QCOMPARE(flow.whyUnsafe(c0, c1), Flow::Unsafe::IsChange);
        QCOMPARE(flow.whyUnsafe(v0, c0), Flow::Unsafe::DoesNotDominate);
        QCOMPARE(flow.nearestSafeBefore(c1), v0);
        QCOMPARE(flow.nearestSafeBefore(c0), staging);
    }

    void aStateBeforeWhichAChangeIsUnverifiedIsNotSafe()
    {
        const Flow flow(planOf({node(S("start"), NodeKind::Start), node(S("a"), NodeKind::Expand),
                                   node(S("t"), NodeKind::Task), node(S("b"), NodeKind::Expand)},
            {forward(S("start"), S("a")), forward(S("a"), S("t")), forward(S("t"), S("b"))}));
        QCOMPARE(flow.whyUnsafe(2, 3), Flow::Unsafe::UnverifiedBefore);
        QCOMPARE(flow.nearestSafeBefore(3), 0);
    }

    void aStateInsideAForkIsNotSafeForAChangeBehindTheJoin()
    {
        const Flow flow(planOf({node(S("start"), NodeKind::Start), node(S("f"), NodeKind::Fork),
                                   node(S("t"), NodeKind::Task), node(S("u"), NodeKind::Task),
                                   node(S("j"), NodeKind::Join), node(S("c"), NodeKind::Expand)},
            {forward(S("start"), S("f")), forward(S("f"), S("t")), forward(S("f"), S("u")),
                forward(S("t"), S("j")), forward(S("u"), S("j")), forward(S("j"), S("c"))}));
        QCOMPARE(flow.joinOf(1), 4);
        QCOMPARE(flow.forksAround(2), QList<int>{1});
        QVERIFY(flow.forksAround(4).isEmpty());
        QVERIFY(flow.isSafeFor(4, 5));
        QVERIFY(!flow.isSafeFor(2, 5));
    }

    void theJoinsOfAForkAreFoundAlongTheWaysOn()
    {
        // A branch may fail into an end outside; that does not take the join out of the fork.
        const Flow flow(planOf({node(S("start"), NodeKind::Start), node(S("f"), NodeKind::Fork),
                                   node(S("t"), NodeKind::Task), node(S("u"), NodeKind::Task),
                                   node(S("j"), NodeKind::Join), node(S("out"), NodeKind::Task),
                                   node(S("k"), NodeKind::Join), node(S("end"), NodeKind::End)},
            {forward(S("start"), S("out"), S("fail")), forward(S("out"), S("t"), S("fail")),
                forward(S("start"), S("f")), forward(S("f"), S("t")), forward(S("f"), S("u")),
                forward(S("t"), S("j")), forward(S("u"), S("k")), forward(S("j"), S("end")),
                forward(S("k"), S("end"))}));
        const QList<int> joins = flow.joinsOf(1);
        QCOMPARE(QSet<int>(joins.begin(), joins.end()), (QSet<int>{4, 6}));
        QCOMPARE(flow.joinOf(1), -1);
        QCOMPARE(flow.forkOf(4), 1);
        QCOMPARE(flow.forkOf(7), -1);
        QCOMPARE(flow.forksAround(2), QList<int>{1});
    }

    void aRevertedEndIsAlwaysSafe()
    {
        Node end = node(S("out"), NodeKind::End);
        end.outcome = Outcome::Reverted;
        const Flow flow(
            planOf({node(S("start"), NodeKind::Start), node(S("c"), NodeKind::Expand), end},
                {forward(S("start"), S("c")), rollback(S("c"), S("out"))}));
        QVERIFY(flow.isSafeFor(2, 1));
        QCOMPARE(flow.waysBack(1).size(), 1);
    }

    void cyclesAndStrayNodesAreSurvived()
    {
        const Flow flow(planOf({node(S("a"), NodeKind::Task), node(S("b"), NodeKind::Expand)},
            {forward(S("a"), S("b")), forward(S("b"), S("a")), forward(S("b"), S("missing"))}));
        QCOMPARE(flow.start(), -1);
        QVERIFY(!flow.reachedFromStart(0));
        QCOMPARE(flow.nearestSafeBefore(1), -1);
        QCOMPARE(flow.forward().cycles().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestFlow)
#include "test_flow.moc"
