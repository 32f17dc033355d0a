// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/edge_waypoints.h"
#include "render/layout/flow_routing.h"
#include "render/layout/folding.h"
#include "tests/render/geometry_faults.h"
#include "tests/support/generated_plans.h"
#include "tests/support/sample_plan.h"

#include <QTest>

#include <cmath>

using namespace whimbrel;

namespace {

const EdgeId forward(QStringLiteral("c0>v0"));
const EdgeId back(QStringLiteral("c1<v0"));

bool passes(const QList<QPointF>& line, const QPointF& place)
{
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const QRectF span = QRectF(line[i], line[i + 1]).normalized().adjusted(-1, -1, 1, 1);
        if (span.contains(place)) {
            return true;
        }
    }
    return false;
}

Plan ledThrough(Plan plan, const EdgeId& edge, const QList<QPointF>& offs)
{
    EdgeRoute route;
    for (qsizetype i = 0; i < offs.size(); ++i) {
        route.through.append(
            {static_cast<double>(i + 1) / static_cast<double>(offs.size() + 1), offs[i], {}});
    }
    plan.layout.routes.insert(edge, route);
    return plan;
}

QPointF placeIn(const FlowGeometry& geometry, const Plan& plan, const EdgeId& id, qsizetype which)
{
    const Edge& edge = *plan.edges.find(id);
    return placeOf(plan.layout.routes.value(id).through[which],
        geometry.nodes.value(edge.from).center(), geometry.nodes.value(edge.to).center());
}

/// What is wrong with the picture but that lines run beside each other, which people may want.
QStringList faultsOf(const Plan& plan, const FlowGeometry& geometry)
{
    QStringList faults = test::faultsOf(plan, geometry);
    faults.removeIf([](const QString& fault) { return fault.contains(QLatin1String(" shares ")); });
    return faults;
}

} // namespace

/// Lines that people laid: through places, and to sides of their choice.
class TestLedEdges final : public QObject {
    Q_OBJECT

private slots:
    void goesThrough_data();
    void goesThrough();
    void goesAlongWhenNodesMove();
    void leavesJogsOut();
    void keepsOffNodes();
    void leavesAndEntersAtTheSide();
    void isTriedLikeItIsRouted();
    void foldedEndsForgetIt();
    void waypointIsWhereItWasPut();
    void comesInOrder();
    void crowdedPlansKeepTheirGates_data();
    void crowdedPlansKeepTheirGates();
};

void TestLedEdges::goesThrough_data()
{
    QTest::addColumn<EdgeId>("edge");
    QTest::addColumn<QList<QPointF>>("offs");
    using Offs = QList<QPointF>;
    for (const EdgeId& edge : {forward, back}) {
        for (const double y : {-180.0, -60.0, 70.0, 240.0}) {
            for (const double x : {-40.0, 0.0, 30.0}) {
                QTest::addRow("%s %g %g", qPrintable(edge.text()), x, y) << edge << Offs{{x, y}};
            }
        }
        QTest::addRow("%s, twice", qPrintable(edge.text())) << edge << Offs{{0, 120}, {0, 200}};
        QTest::addRow("%s, to and fro", qPrintable(edge.text()))
            << edge << Offs{{0, -120}, {0, 120}};
    }
}

void TestLedEdges::goesThrough()
{
    QFETCH(EdgeId, edge);
    QFETCH(QList<QPointF>, offs);
    const Plan plan = ledThrough(test::chain(3), edge, offs);
    const FlowGeometry geometry = layOutFlow(plan);
    const QList<QPointF> line = geometry.edges.value(edge).points;
    for (qsizetype i = 0; i < offs.size(); ++i) {
        QVERIFY2(passes(line, placeIn(geometry, plan, edge, i)), qPrintable(QString::number(i)));
    }
    const QStringList faults = faultsOf(plan, geometry);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
}

void TestLedEdges::goesAlongWhenNodesMove()
{
    Plan plan = ledThrough(test::chain(3), forward, {{0, 160}});
    const QPointF before = placeIn(layOutFlow(plan), plan, forward, 0);
    const Edge edge = *plan.edges.find(forward);
    for (const NodeId& node : {edge.from, edge.to}) {
        plan.layout.places[node].position += QPointF(40, -900);
    }
    const FlowGeometry moved = layOutFlow(plan);
    QCOMPARE(placeIn(moved, plan, forward, 0), before + QPointF(40, -900));
    QVERIFY(passes(moved.edges.value(forward).points, before + QPointF(40, -900)));
    // One end alone takes it half way along.
    plan.layout.places[edge.to].position += QPointF(200, 0);
    QCOMPARE(placeIn(layOutFlow(plan), plan, forward, 0), before + QPointF(140, -900));
}

void TestLedEdges::leavesJogsOut()
{
    const Plan plan = ledThrough(test::chain(3), forward, {{0, 6}});
    QCOMPARE(layOutFlow(plan).edges.value(forward).points.size(), 2);
    const Plan farther = ledThrough(test::chain(3), forward, {{0, 60}});
    QVERIFY(layOutFlow(farther).edges.value(forward).points.size() > 2);
}

/// A place on which a node stands by now is passed beside it.
void TestLedEdges::keepsOffNodes()
{
    Plan plan = ledThrough(test::chain(3), forward, {{0, 160}});
    const QPointF place = placeIn(layOutFlow(plan), plan, forward, 0);
    plan.layout.places[NodeId(QStringLiteral("end"))].position = place - QPointF(32, 32);
    const FlowGeometry geometry = layOutFlow(plan);
    QVERIFY(geometry.nodes.value(NodeId(QStringLiteral("end"))).contains(place));
    const QStringList faults = faultsOf(plan, geometry);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
    // On one of its own nodes it is as if it were not there.
    Plan own = test::chain(3);
    const FlowGeometry usual = layOutFlow(own);
    own.layout.routes.insert(forward, {EndSide::Right, EndSide::Left, {{0, {0, 0}, {}}}, {}});
    QCOMPARE(layOutFlow(own).edges.value(forward).points, usual.edges.value(forward).points);
}

void TestLedEdges::leavesAndEntersAtTheSide()
{
    const auto sideOf = [](const QRectF& box, const QPointF& at) {
        return std::abs(at.x() - box.left()) < 0.5 ? EndSide::Left
            : std::abs(at.x() - box.right()) < 0.5 ? EndSide::Right
            : std::abs(at.y() - box.top()) < 0.5   ? EndSide::Top
                                                   : EndSide::Bottom;
    };
    for (const FlowDirection direction : {FlowDirection::LeftToRight, FlowDirection::TopDown}) {
        for (const EndSide out : {EndSide::Left, EndSide::Top, EndSide::Right, EndSide::Bottom}) {
            for (const EndSide in :
                {EndSide::Left, EndSide::Top, EndSide::Right, EndSide::Bottom}) {
                Plan plan = test::chain(3);
                plan.layout.direction = direction;
                plan.layout.routes.insert(forward, {out, in, {}, {}});
                const FlowGeometry geometry = layOutFlow(plan);
                const Edge& edge = *plan.edges.find(forward);
                const QList<QPointF> line = geometry.edges.value(forward).points;
                QCOMPARE(sideOf(geometry.nodes.value(edge.from), line.first()), out);
                QCOMPARE(sideOf(geometry.nodes.value(edge.to), line.last()), in);
                const QStringList faults = faultsOf(plan, geometry);
                QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
            }
        }
    }
}

/// What is seen while dragging is about what is there when it is dropped, and leaves no trace.
void TestLedEdges::isTriedLikeItIsRouted()
{
    const Plan plan = test::chain(3);
    FlowRouting routing(plan);
    const FlowGeometry before = routing.geometry();
    const Plan changed = ledThrough(plan, back, {{0, -200}});
    const FlowGeometry tried = routing.led(back, changed.layout.routes.value(back));
    QVERIFY(passes(tried.edges.value(back).points, placeIn(before, changed, back, 0)));
    const FlowGeometry again = routing.led(back, {});
    QVERIFY(again.edges.isEmpty());
    QCOMPARE(routing.geometry().edges, before.edges);
}

void TestLedEdges::foldedEndsForgetIt()
{
    Plan plan = ledThrough(test::chain(3), forward, {{0, 160}});
    Group group;
    group.id = GroupId(QStringLiteral("g"));
    plan.groups.put(group);
    for (const char* name : {"c1", "v1"}) {
        Node node = *plan.nodes.find(NodeId(QString::fromLatin1(name)));
        node.group = group.id;
        plan.nodes.put(node);
    }
    plan = ledThrough(plan, back, {{0, -160}});
    plan.layout.folded = {group.id};
    const FoldedView view = foldedView(plan);
    QVERIFY(view.plan.layout.routes.contains(forward));
    QVERIFY(!view.plan.layout.routes.contains(back));
}

void TestLedEdges::waypointIsWhereItWasPut()
{
    const QPointF from(100, 200);
    for (const QPointF& to : {QPointF(500, 220), QPointF(-300, 1200), from}) {
        for (const QPointF& place : {QPointF(250, 500), QPointF(-900, 4), QPointF(100, 200)}) {
            const Waypoint point = waypointAt(place, from, to);
            QVERIFY(QLineF(placeOf(point, from, to), place).length() < 1);
            QVERIFY(point.along >= 0 && point.along <= 1);
        }
    }
}

void TestLedEdges::comesInOrder()
{
    const QList<QPointF> line{{0, 0}, {100, 0}, {100, 100}, {0, 100}};
    const QList<QPointF> places{{50, 0}, {50, 100}};
    QCOMPARE(placeInOrder(line, places, {20, 3}), 0);
    QCOMPARE(placeInOrder(line, places, {98, 50}), 1);
    QCOMPARE(placeInOrder(line, places, {10, 100}), 2);
}

void TestLedEdges::crowdedPlansKeepTheirGates_data()
{
    QTest::addColumn<Plan>("plan");
    for (const int number : {20, 60, 100, 140}) {
        QTest::addRow("plan %d", number) << test::generatedPlan(number);
    }
}

/// Wherever lines are led, none runs through a foreign node.
void TestLedEdges::crowdedPlansKeepTheirGates()
{
    QFETCH(Plan, plan);
    int led = 0;
    for (const Edge& edge : plan.edges) {
        if (edge.from != edge.to && ++led % 3 == 0) {
            plan = ledThrough(plan, edge.id, {{led % 5 * 30.0 - 60, led % 7 * 40.0 - 120}});
        }
    }
    QStringList faults = faultsOf(plan, layOutFlow(plan));
    faults.removeIf([](const QString& fault) { return fault.startsWith(QLatin1String("label")); });
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
}

QTEST_MAIN(TestLedEdges)
#include "test_led_edges.moc"
