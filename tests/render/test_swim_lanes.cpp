// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "render/layout/folding.h"
#include "render/layout/swim_lanes.h"
#include "tests/render/geometry_faults.h"
#include "tests/support/generated_plans.h"
#include "tests/support/sample_plan.h"

#include <QDirIterator>
#include <QTest>

#include <cmath>

using namespace whimbrel;

namespace {

/// Plans between two that are tried; WHIMBREL_ALL_PLANS tries every one.
constexpr int stride = 24;

NodeId id(const char* text)
{
    return NodeId(QString::fromLatin1(text));
}

/// chain(3), the first and last change and their verifications one owner's, the second another's.
Plan owned()
{
    Plan plan = test::chain(3);
    plan.layout.places.clear();
    plan.layout.lanes = FlowLanes::Owner;
    for (const char* who : {"dba", "orders"}) {
        Participant participant;
        participant.id = ParticipantId(QString::fromLatin1(who));
        participant.title = QStringLiteral("Team %1").arg(QLatin1String(who));
        plan.participants.put(participant);
    }
    for (Node node : Elements<Node>(plan.nodes)) {
        const bool second = node.id == id("c1") || node.id == id("v1");
        node.owner = node.kind == NodeKind::Start || node.kind == NodeKind::End
            ? ParticipantId()
            : plan.participants.at(second ? 1 : 0).id;
        plan.nodes.put(node);
    }
    return plan;
}

/// Both ends of a box along the flow.
std::pair<double, double> along(const Plan& plan, const QRectF& box)
{
    return plan.layout.direction == FlowDirection::TopDown ? std::pair(box.top(), box.bottom())
                                                           : std::pair(box.left(), box.right());
}

QStringList titlesOf(const FlowGeometry& geometry)
{
    QStringList titles;
    for (const PlacedLane& lane : geometry.lanes) {
        titles << lane.lane.title;
    }
    return titles;
}

} // namespace

/// Steps in bands by whose they are.
class TestSwimLanes final : public QObject {
    Q_OBJECT

private slots:
    void picture_data();
    void picture();
    void lanesAreInTheOrderOfTheOwners();
    void marksGoWithTheirNeighbors();
    void regionsOfOneNameAreOneLane();
    void pinnedNodesStayInTheirLanes();
    void aStrayDoesNotMoveTheBorder();
    void framesHoldTheirOwnOnly();
    void foldedGroupsStandInLanes();
    void withoutLanesThereAreNone();
};

void TestSwimLanes::picture_data()
{
    QTest::addColumn<Plan>("plan");
    const auto add = [](const QString& name, Plan plan) {
        plan.layout.places.clear();
        for (const FlowLanes lanes : {FlowLanes::Owner, FlowLanes::Region}) {
            for (const FlowDirection direction :
                {FlowDirection::LeftToRight, FlowDirection::TopDown}) {
                plan.layout.lanes = lanes;
                plan.layout.direction = direction;
                QTest::addRow("%s, by %s, %s", qPrintable(name),
                    lanes == FlowLanes::Owner ? "owner" : "region",
                    direction == FlowDirection::TopDown ? "down" : "right")
                    << plan;
            }
        }
    };
    QDirIterator files(QStringLiteral(WHIMBREL_TEMPLATES), {QStringLiteral("plan.whimbrel")},
        QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const auto loaded = loadPlan(files.next());
        QVERIFY(loaded);
        add(files.filePath().section(QLatin1Char('/'), -3, -2), loaded->plan);
    }
    const int step = qEnvironmentVariableIsSet("WHIMBREL_ALL_PLANS") ? 1 : stride;
    for (int number = 0; number < test::generatedPlanCount; number += step) {
        add(QStringLiteral("plan %1").arg(number), test::generatedPlan(number));
    }
}

void TestSwimLanes::picture()
{
    QFETCH(Plan, plan);
    const FlowGeometry geometry = layOutFlow(plan);
    const LaneAssignment lanes = lanesOf(plan);
    QVERIFY(!geometry.lanes.isEmpty());
    // Bands side by side, all as long as each other.
    for (qsizetype i = 1; i < geometry.lanes.size(); ++i) {
        const QRectF& before = geometry.lanes[i - 1].box;
        const QRectF& box = geometry.lanes[i].box;
        QCOMPARE(along(plan, box), along(plan, before));
        const bool down = plan.layout.direction == FlowDirection::TopDown;
        QCOMPARE(down ? box.left() : box.top(), down ? before.right() : before.bottom());
    }
    for (int n = 0; n < plan.nodes.size(); ++n) {
        const Node& node = plan.nodes.at(n);
        const QRectF box = geometry.nodes.value(node.id);
        for (int lane = 0; lane < geometry.lanes.size(); ++lane) {
            const PlacedLane& placed = geometry.lanes[lane];
            const bool own = lanes.laneOf[n] == lane;
            QVERIFY2(
                own ? placed.box.contains(box) : !placed.box.intersects(box) || lanes.laneOf[n] < 0,
                qPrintable(node.id.text() + QLatin1Char(' ') + placed.lane.title));
            QVERIFY2(!placed.head.intersects(box), qPrintable(node.id.text()));
        }
    }
    for (const EdgeId& id : geometry.happyPath) {
        const Edge& edge = *plan.edges.find(id);
        QVERIFY2(along(plan, geometry.nodes.value(edge.to)).first
                >= along(plan, geometry.nodes.value(edge.from)).second,
            qPrintable(id.text()));
    }
    for (const RoutedEdge& route : geometry.edges) {
        for (const PlacedLane& lane : geometry.lanes) {
            QVERIFY(!lane.head.intersects(route.label.box));
        }
    }
    QStringList faults = test::faultsOf(plan, geometry);
    // In crowded plans few ways back cannot help running beside a way on for a short while.
    faults.removeIf([](const QString& fault) { return fault.contains(QLatin1String(" shares ")); });
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
}

void TestSwimLanes::lanesAreInTheOrderOfTheOwners()
{
    Plan plan = owned();
    QCOMPARE(titlesOf(layOutFlow(plan)),
        QStringList({QStringLiteral("Team dba"), QStringLiteral("Team orders")}));
    Node free = *plan.nodes.find(id("c2"));
    free.owner = {};
    plan.nodes.put(free);
    QCOMPARE(titlesOf(layOutFlow(plan)),
        QStringList({QStringLiteral("Team dba"), QStringLiteral("Team orders"),
            QStringLiteral("No owner")}));
}

/// A circle in a lane of its own would be no one's to look at.
void TestSwimLanes::marksGoWithTheirNeighbors()
{
    Plan plan = owned();
    Node last = *plan.nodes.find(id("v2"));
    last.owner = plan.participants.at(1).id;
    plan.nodes.put(last);
    const LaneAssignment lanes = lanesOf(plan);
    const auto laneOf
        = [&](const char* node) { return lanes.laneOf[plan.nodes.indexOf(id(node))]; };
    QCOMPARE(laneOf("start"), 0);
    QCOMPARE(laneOf("end"), 1);
    // Somebody's own mark stays theirs.
    Node end = *plan.nodes.find(id("end"));
    end.owner = plan.participants.at(0).id;
    plan.nodes.put(end);
    QCOMPARE(lanesOf(plan).laneOf[plan.nodes.indexOf(id("end"))], 0);
}

void TestSwimLanes::regionsOfOneNameAreOneLane()
{
    Plan plan = owned();
    plan.layout.lanes = FlowLanes::Region;
    for (const char* name : {"p1", "p2", "eu1", "eu2", "us"}) {
        Group group;
        group.id = GroupId(QString::fromLatin1(name));
        group.title = QString::fromLatin1(name).left(2);
        group.kind = name[0] == 'p' ? GroupKind::Phase : GroupKind::Region;
        group.parent = name[0] == 'p' ? GroupId() : GroupId(QStringLiteral("p1"));
        plan.groups.put(group);
    }
    for (const auto& [step, group] :
        {std::pair("c0", "eu1"), std::pair("c1", "eu2"), std::pair("c2", "us")}) {
        Node node = *plan.nodes.find(id(step));
        node.group = GroupId(QString::fromLatin1(group));
        plan.nodes.put(node);
    }
    const FlowGeometry geometry = layOutFlow(plan);
    QCOMPARE(titlesOf(geometry),
        QStringList({QStringLiteral("eu"), QStringLiteral("us"), QStringLiteral("All regions")}));
    QCOMPARE(geometry.lanes[0].lane.regions.size(), 2);
    QVERIFY(geometry.lanes[0].box.contains(geometry.nodes.value(id("c1"))));
    QVERIFY(!geometry.groups.contains(GroupId(QStringLiteral("eu1")))); // the lane is its frame
}

void TestSwimLanes::pinnedNodesStayInTheirLanes()
{
    for (const FlowDirection direction : {FlowDirection::LeftToRight, FlowDirection::TopDown}) {
        Plan plan = owned();
        plan.layout.direction = direction;
        const FlowGeometry before = layOutFlow(plan);
        for (auto box = before.nodes.cbegin(); box != before.nodes.cend(); ++box) {
            plan.layout.places.insert(box.key(), {box->topLeft(), false, {}});
        }
        const QPointF pinned = before.nodes.value(id("c1")).topLeft() + QPointF(301, 202);
        plan.layout.places.insert(id("c1"), {pinned, true, {}});
        const QHash<NodeId, QPointF> places = arrangeFlow(plan);
        QCOMPARE(places.value(id("c1")), pinned);
        QCOMPARE(places.value(id("c0")), before.nodes.value(id("c0")).topLeft()); // need not move
        const FlowGeometry after = routeFlow(plan, places);
        const LaneAssignment lanes = lanesOf(plan);
        for (int n = 0; n < plan.nodes.size(); ++n) {
            const QRectF box = after.nodes.value(plan.nodes.at(n).id);
            QVERIFY2(after.lanes[lanes.laneOf[n]].box.contains(box),
                qPrintable(plan.nodes.at(n).id.text()));
        }
        const QStringList faults = test::faultsOf(plan, after);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
    }
}

/// A step that was given to somebody and not yet moved leaves the bands where they are.
void TestSwimLanes::aStrayDoesNotMoveTheBorder()
{
    Plan plan = owned();
    const FlowGeometry before = layOutFlow(plan);
    QHash<NodeId, QPointF> places;
    for (auto box = before.nodes.cbegin(); box != before.nodes.cend(); ++box) {
        places.insert(box.key(), box->topLeft());
    }
    Node stray = *plan.nodes.find(id("c0"));
    stray.owner = plan.participants.at(1).id;
    plan.nodes.put(stray);
    const FlowGeometry after = routeFlow(plan, places);
    QCOMPARE(after.lanes[0].box.bottom(), before.lanes[0].box.bottom());
}

/// A phase is framed where its frame is its own; where another's step stands in it, it is not.
void TestSwimLanes::framesHoldTheirOwnOnly()
{
    Plan plan = owned();
    const auto putIn = [&plan](const char* name, const QList<const char*>& steps) {
        Group group;
        group.id = GroupId(QString::fromLatin1(name));
        group.title = group.id.text();
        plan.groups.put(group);
        for (const char* step : steps) {
            Node node = *plan.nodes.find(id(step));
            node.group = group.id;
            plan.nodes.put(node);
        }
    };
    putIn("whole", {"c0", "v0", "c1"});
    putIn("torn", {"v1", "v2"}); // c2 stands between them, in the lane of one of them
    const FlowGeometry geometry = layOutFlow(plan);
    QVERIFY(geometry.groups.contains(GroupId(QStringLiteral("whole"))));
    QVERIFY(!geometry.groups.contains(GroupId(QStringLiteral("torn"))));
}

void TestSwimLanes::foldedGroupsStandInLanes()
{
    Plan plan = owned();
    Group group;
    group.id = GroupId(QStringLiteral("g"));
    group.kind = GroupKind::Region;
    plan.groups.put(group);
    for (const char* step : {"c1", "v1"}) {
        Node node = *plan.nodes.find(id(step));
        node.group = group.id;
        plan.nodes.put(node);
    }
    plan.layout.folded = {group.id};
    const FoldedView byOwner = foldedView(plan);
    QCOMPARE(byOwner.plan.nodes.find(byOwner.standIns.value(group.id))->owner,
        plan.participants.at(1).id);
    plan.layout.lanes = FlowLanes::Region;
    const FoldedView byRegion = foldedView(plan);
    const LaneAssignment lanes = lanesOf(byRegion.plan);
    QCOMPARE(lanes.lanes.size(), 2);
    QCOMPARE(lanes.laneOf[byRegion.plan.nodes.indexOf(byRegion.standIns.value(group.id))], 0);
}

void TestSwimLanes::withoutLanesThereAreNone()
{
    Plan plan = owned();
    plan.layout.lanes = FlowLanes::None;
    QVERIFY(layOutFlow(plan).lanes.isEmpty());
}

QTEST_MAIN(TestSwimLanes)
#include "test_swim_lanes.moc"
