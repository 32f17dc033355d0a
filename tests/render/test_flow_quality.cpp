// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_quality.h"
#include "tests/support/sample_plan.h"

#include <QTest>

using namespace whimbrel;

namespace {

const QString a = QStringLiteral("a");
const QString b = QStringLiteral("b");
const QString c = QStringLiteral("c");
const QString d = QStringLiteral("d");

Plan fourNodes()
{
    return test::planOf({test::node(a, NodeKind::Task), test::node(b, NodeKind::Task),
                            test::node(c, NodeKind::Task), test::node(d, NodeKind::Task)},
        {test::forward(a, b), test::forward(c, d)});
}

/// a and b on the left and right, c and d above and below, far enough apart; their lines cross.
FlowGeometry crossOf(const Plan& plan)
{
    FlowGeometry geometry;
    geometry.nodes.insert(NodeId(a), {0, 200, 100, 50});
    geometry.nodes.insert(NodeId(b), {500, 200, 100, 50});
    geometry.nodes.insert(NodeId(c), {250, 0, 100, 50});
    geometry.nodes.insert(NodeId(d), {250, 400, 100, 50});
    geometry.edges[plan.edges.at(0).id].points = {{100, 225}, {500, 225}};
    geometry.edges[plan.edges.at(1).id].points = {{300, 50}, {300, 400}};
    return geometry;
}

} // namespace

class TestFlowQuality final : public QObject {
    Q_OBJECT

private slots:
    void faultsAreFound_data();
    void faultsAreFound();
    void figuresAreCounted();
    void lanesAreToldApart();
    void movementIsMeasured();
};

void TestFlowQuality::faultsAreFound_data()
{
    QTest::addColumn<FlowGeometry>("geometry");
    QTest::addColumn<QList<int>>("counts"); // node overlaps, lines through nodes, label hits
    const Plan plan = fourNodes();
    const EdgeId across = plan.edges.at(0).id;
    const EdgeId down = plan.edges.at(1).id;
    FlowGeometry geometry = crossOf(plan);
    const auto row = [&](const char* name, const QList<int>& counts) {
        QTest::newRow(name) << geometry << counts;
        geometry = crossOf(plan);
    };
    row("none", {0, 0, 0});
    geometry.nodes[NodeId(b)] = {90, 240, 100, 50};
    row("a node on a node", {1, 0, 0});
    geometry.nodes[NodeId(b)] = {100, 200, 100, 50};
    row("nodes that share a border", {0, 0, 0});
    geometry.nodes[NodeId(c)] = {250, 200, 100, 50};
    row("a line through a node", {0, 1, 0});
    geometry.edges[across].label.box = {280, 210, 40, 12};
    row("a label on another's line", {0, 0, 1});
    geometry.edges[across].label.box = {200, 220, 40, 12};
    row("a label on its own line", {0, 0, 0});
    geometry.edges[across].label.box = {340, 40, 40, 12};
    row("a label on a node", {0, 0, 1});
    geometry.edges[across].label.box = {200, 210, 40, 12};
    geometry.edges[down].label.box = {230, 200, 40, 12};
    row("a label on a label", {0, 0, 1});
}

void TestFlowQuality::faultsAreFound()
{
    QFETCH(FlowGeometry, geometry);
    QFETCH(QList<int>, counts);
    const FlowQuality quality = measureFlow(fourNodes(), geometry);
    QCOMPARE((QList<int>{quality.nodeOverlaps(), quality.linesThroughNodes(), quality.labelHits()}),
        counts);
    QCOMPARE(quality.faults.size(), counts[0] + counts[1] + counts[2]);
}

void TestFlowQuality::figuresAreCounted()
{
    const Plan plan = fourNodes();
    FlowGeometry geometry = crossOf(plan);
    FlowQuality quality = measureFlow(plan, geometry);
    QCOMPARE(quality.crossings, 1);
    QCOMPARE(quality.bends, 0);
    QCOMPARE(quality.length, 750.0);

    // A corner of the one on the other is still one crossing.
    geometry.edges[plan.edges.at(1).id].points = {{300, 50}, {300, 225}, {310, 225}, {310, 400}};
    quality = measureFlow(plan, geometry);
    QCOMPARE(quality.crossings, 2);
    QCOMPARE(quality.bends, 2);

    // Lines that begin at one point do not cross there.
    geometry.edges[plan.edges.at(1).id].points = {{100, 225}, {100, 400}};
    QCOMPARE(measureFlow(plan, geometry).crossings, 0);
}

void TestFlowQuality::lanesAreToldApart()
{
    const Plan plan = fourNodes();
    FlowGeometry geometry = crossOf(plan);
    for (const auto& [y, shared] : {std::pair{227.0, 1}, {235.0, 0}}) {
        geometry.edges[plan.edges.at(1).id].points = {{120, y}, {400, y}};
        QCOMPARE(measureFlow(plan, geometry).sharedLanes, shared);
    }
}

void TestFlowQuality::movementIsMeasured()
{
    const Plan plan = fourNodes();
    const FlowQuality quality = measureFlow(plan, crossOf(plan),
        {{NodeId(a), {0, 200}}, {NodeId(b), {500, 230}}, {NodeId(c), {290, 0}},
            {NodeId(QStringLiteral("gone")), {0, 0}}});
    QCOMPARE(quality.moved, 2);
    QCOMPARE(quality.movement, 70.0);
}

QTEST_MAIN(TestFlowQuality)
#include "test_flow_quality.moc"
