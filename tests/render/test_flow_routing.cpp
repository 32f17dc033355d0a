// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_quality.h"
#include "render/layout/flow_routing.h"
#include "tests/render/geometry_faults.h"
#include "tests/support/generated_plans.h"

#include <QTest>

#include <algorithm>

using namespace whimbrel;

namespace {

bool sameEdges(const FlowGeometry& a, const FlowGeometry& b)
{
    if (a.edges.size() != b.edges.size()) {
        return false;
    }
    for (auto edge = a.edges.cbegin(); edge != a.edges.cend(); ++edge) {
        const RoutedEdge other = b.edges.value(edge.key());
        if (edge->points != other.points || edge->label.box != other.label.box) {
            return false;
        }
    }
    return true;
}

bool standsClose(const Plan& plan, const FlowGeometry& geometry, const NodeId& node)
{
    const QRectF around = geometry.nodes[node].adjusted(-26, -26, 26, 26);
    return std::any_of(plan.nodes.begin(), plan.nodes.end(), [&](const Node& other) {
        return other.id != node && around.intersects(geometry.nodes[other.id]);
    });
}

/// The whole picture while something is dragged.
FlowGeometry with(FlowGeometry whole, const FlowGeometry& change)
{
    whole.nodes.insert(change.nodes);
    whole.edges.insert(change.edges);
    whole.groups.insert(change.groups);
    return whole;
}

} // namespace

/// What becomes of the routes while nodes are dragged.
class TestFlowRouting final : public QObject {
    Q_OBJECT

private slots:
    void backWhereItStoodNothingIsDifferent();
    void theWayThereMakesNoDifference();
    void whatIsFarStays();
    void noLineRunsThroughWhatIsDragged_data();
    void noLineRunsThroughWhatIsDragged();
    void severalNodesGoTogether();
    void unknownNodesAreLeftOut();
};

void TestFlowRouting::backWhereItStoodNothingIsDifferent()
{
    const Plan plan = test::generatedPlan(60, 2);
    FlowRouting routing(plan);
    const NodeId node = plan.nodes.at(20).id;
    const QPointF home = routing.geometry().nodes[node].topLeft();
    QVERIFY(!routing.moved({{node, home + QPointF(40, 90)}}).edges.isEmpty());
    const FlowGeometry back = routing.moved({{node, home}});
    QVERIFY(back.nodes.isEmpty() && back.edges.isEmpty() && back.groups.isEmpty());
    QVERIFY(sameEdges(routing.geometry(), layOutFlow(plan)));
}

void TestFlowRouting::theWayThereMakesNoDifference()
{
    const Plan plan = test::generatedPlan(120, 6);
    FlowRouting straight(plan);
    FlowRouting around(plan);
    const NodeId node = plan.nodes.at(50).id;
    const QPointF home = straight.geometry().nodes[node].topLeft();
    for (int step = 0; step < 20; ++step) {
        (void)around.moved({{node, home + QPointF(35 * step, -20 * step)}});
    }
    const FlowGeometry one = straight.moved({{node, home + QPointF(70, 130)}});
    const FlowGeometry other = around.moved({{node, home + QPointF(70, 130)}});
    QVERIFY(sameEdges(one, other));
    QCOMPARE(one.groups, other.groups);
}

void TestFlowRouting::whatIsFarStays()
{
    const Plan plan = test::generatedPlan(300, 4);
    FlowRouting routing(plan);
    const NodeId node = plan.nodes.at(150).id;
    const QPointF home = routing.geometry().nodes[node].topLeft();
    const FlowGeometry change = routing.moved({{node, home + QPointF(15, 25)}});
    QVERIFY2(change.edges.size() < plan.edges.size() / 8,
        qPrintable(QString::number(change.edges.size())));
}

void TestFlowRouting::noLineRunsThroughWhatIsDragged_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<quint32>("seed");
    for (const int size : {12, 40, 90}) {
        for (const quint32 seed : {1U, 2U}) {
            QTest::addRow("%d nodes, %u", size, seed) << size << seed;
        }
    }
}

void TestFlowRouting::noLineRunsThroughWhatIsDragged()
{
    QFETCH(int, size);
    QFETCH(quint32, seed);
    const Plan plan = test::generatedPlan(size, seed);
    FlowRouting routing(plan);
    for (int n = 1; n < plan.nodes.size(); n += 9) {
        const NodeId node = plan.nodes.at(n).id;
        for (const QPointF& by : {QPointF(30, 20), QPointF(-60, 110), QPointF(20, -150)}) {
            const QPointF to = routing.geometry().nodes[node].topLeft() + by;
            const FlowGeometry whole = with(routing.geometry(), routing.moved({{node, to}}));
            const FlowQuality quality = measureFlow(plan, whole);
            if (standsClose(plan, whole, node)) {
                continue; // there is no way between two that touch
            }
            QVERIFY2(quality.faults.isEmpty(),
                qPrintable(node.text() + QLatin1Char(' ')
                    + test::faultsOf(plan, whole).join(QLatin1Char('\n'))));
        }
    }
}

void TestFlowRouting::severalNodesGoTogether()
{
    const Plan plan = test::generatedPlan(40, 3);
    FlowRouting routing(plan);
    QHash<NodeId, QPointF> places;
    for (const Node& node : plan.nodes) {
        places.insert(node.id, routing.geometry().nodes[node.id].topLeft() + QPointF(0, 5000));
    }
    places.remove(plan.nodes.at(0).id);
    const FlowGeometry whole = with(routing.geometry(), routing.moved(places));
    const QStringList faults = test::faultsOf(plan, whole);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
}

void TestFlowRouting::unknownNodesAreLeftOut()
{
    FlowRouting routing(test::generatedPlan(12, 1));
    const FlowGeometry change = routing.moved({{NodeId(QStringLiteral("gone")), {1, 2}}});
    QVERIFY(change.nodes.isEmpty() && change.edges.isEmpty());
}

QTEST_MAIN(TestFlowRouting)
#include "test_flow_routing.moc"
