// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_quality.h"
#include "tests/support/generated_plans.h"

#include <QTest>

using namespace whimbrel;

namespace {

/// The plan as it is once it was laid out; of `pins` nodes one is pinned.
Plan laidOut(Plan plan, int pins = 0)
{
    const FlowGeometry geometry = layOutFlow(plan);
    int number = 0;
    for (const Node& node : plan.nodes) {
        const bool pinned = pins > 0 && number++ % pins == 0;
        plan.layout.places.insert(node.id, Place{geometry.nodes[node.id].topLeft(), pinned, {}});
    }
    return plan;
}

QHash<NodeId, QPointF> placesOf(const Plan& plan)
{
    QHash<NodeId, QPointF> places;
    for (auto place = plan.layout.places.cbegin(); place != plan.layout.places.cend(); ++place) {
        places.insert(place.key(), place->position);
    }
    return places;
}

} // namespace

/// What stays where it was when a flow is laid out again.
class TestFlowStability final : public QObject {
    Q_OBJECT

private slots:
    void nothingMovesWithoutAReason_data();
    void nothingMovesWithoutAReason();
    void oneMoreNodeMovesFew_data();
    void oneMoreNodeMovesFew();
    void pinnedNodesStay_data();
    void pinnedNodesStay();
    void aMessIsTidied();
};

void TestFlowStability::nothingMovesWithoutAReason_data()
{
    QTest::addColumn<Plan>("plan");
    for (const int size : {10, 30, 60, 120, 300}) {
        for (const quint32 seed : {1U, 2U, 3U}) {
            QTest::addRow("%d nodes, %u", size, seed) << test::generatedPlan(size, seed);
        }
    }
}

void TestFlowStability::nothingMovesWithoutAReason()
{
    QFETCH(Plan, plan);
    const Plan first = laidOut(plan);
    QCOMPARE(arrangeFlow(first), placesOf(first));
}

void TestFlowStability::oneMoreNodeMovesFew_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("most"); // what dot moves
    QTest::newRow("40") << 40 << 19;
    QTest::newRow("120") << 120 << 56;
    QTest::newRow("300") << 300 << 242;
}

void TestFlowStability::oneMoreNodeMovesFew()
{
    QFETCH(int, size);
    QFETCH(int, most);
    int moved = 0;
    const QList<quint32> seeds{1, 2, 3, 4};
    for (const quint32 seed : seeds) {
        const Plan first = laidOut(test::generatedPlan(size, seed));
        const Plan more = test::withOneMore(first);
        const FlowGeometry again = routeFlow(more, arrangeFlow(more));
        const FlowQuality quality = measureFlow(more, again, placesOf(first));
        moved += quality.moved;
        QCOMPARE(quality.nodeOverlaps(), 0);
        QCOMPARE(quality.linesThroughNodes(), 0);
    }
    // On average: a step in the middle of the path moves all behind it in its row.
    QVERIFY2(moved < most * seeds.size(), qPrintable(QStringLiteral("%1 moved").arg(moved)));
}

void TestFlowStability::pinnedNodesStay_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {40, 120, 300}) {
        QTest::addRow("%d", size) << size;
    }
}

void TestFlowStability::pinnedNodesStay()
{
    QFETCH(int, size);
    Plan plan = laidOut(test::generatedPlan(size, 5), 7);
    // One of them was dragged far from where a layout would have it.
    plan.layout.places[plan.nodes.at(14).id] = {{-900, -700}, true, {}};
    const Plan more = test::withOneMore(plan);
    const QHash<NodeId, QPointF> places = arrangeFlow(more);
    for (auto place = more.layout.places.cbegin(); place != more.layout.places.cend(); ++place) {
        if (place->pinned) {
            QCOMPARE(places[place.key()], place->position);
        }
    }
    QCOMPARE(measureFlow(more, routeFlow(more, places)).nodeOverlaps(), 0);
}

void TestFlowStability::aMessIsTidied()
{
    Plan plan = test::generatedPlan(30, 4);
    const Plan tidy = laidOut(plan);
    int number = 0;
    for (const Node& node : plan.nodes) {
        plan.layout.places.insert(
            node.id, Place{QPointF(number % 3 * 5, number % 7 * 9), false, {}});
        ++number;
    }
    QCOMPARE(arrangeFlow(plan), placesOf(tidy));
}

QTEST_MAIN(TestFlowStability)
#include "test_flow_stability.moc"
