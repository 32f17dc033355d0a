// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/plan/node_kind.h"
#include "render/layout/flow_layout.h"
#include "render/layout/happy_path.h"
#include "render/layout/node_shape.h"
#include "tests/render/geometry_faults.h"
#include "tests/support/sample_plan.h"

#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace whimbrel;

namespace {

Plan withoutPlaces(Plan plan)
{
    plan.layout.places.clear();
    return plan;
}

Plan branches()
{
    using test::forward;
    using test::node;
    using test::rollback;
    const auto s = [](const char* text) { return QString::fromLatin1(text); };
    Plan plan = test::planOf(
        {node(s("start"), NodeKind::Start), node(s("gate"), NodeKind::Gate),
            node(s("change"), NodeKind::Expand), node(s("check"), NodeKind::Verification),
            node(s("undo"), NodeKind::Rollback), node(s("end"), NodeKind::End),
            node(s("reverted"), NodeKind::End)},
        {forward(s("start"), s("gate")), forward(s("gate"), s("change"), s("yes")),
            forward(s("gate"), s("reverted"), s("no")), forward(s("change"), s("check")),
            forward(s("check"), s("end"), s("pass")), forward(s("check"), s("undo"), s("fail")),
            forward(s("undo"), s("reverted")), rollback(s("change"), s("start"))});
    Node reverted = *plan.nodes.find(NodeId(s("reverted")));
    reverted.outcome = Outcome::Reverted;
    plan.nodes.put(reverted);
    return plan;
}

Plan regions(int count)
{
    QList<Node> nodes{test::node(QStringLiteral("start"), NodeKind::Start),
        test::node(QStringLiteral("fork"), NodeKind::Fork)};
    QList<Edge> edges{test::forward(QStringLiteral("start"), QStringLiteral("fork"))};
    for (int i = 0; i < count; ++i) {
        const QString change = QStringLiteral("change%1").arg(i);
        const QString check = QStringLiteral("check%1").arg(i);
        nodes << test::node(change, NodeKind::Expand) << test::node(check, NodeKind::Verification);
        edges << test::forward(QStringLiteral("fork"), change) << test::forward(change, check)
              << test::forward(check, QStringLiteral("join"))
              << test::rollback(change, QStringLiteral("start"));
    }
    nodes << test::node(QStringLiteral("join"), NodeKind::Join)
          << test::node(QStringLiteral("end"), NodeKind::End);
    edges << test::forward(QStringLiteral("join"), QStringLiteral("end"));
    Plan plan = test::planOf(nodes, edges);
    for (int i = 0; i < count; ++i) {
        Group group;
        group.id = GroupId(QStringLiteral("region%1").arg(i));
        group.title = QStringLiteral("Region %1").arg(i);
        group.kind = GroupKind::Region;
        plan.groups.put(group);
        for (const QString& id :
            {QStringLiteral("change%1").arg(i), QStringLiteral("check%1").arg(i)}) {
            Node node = *plan.nodes.find(NodeId(id));
            node.group = group.id;
            plan.nodes.put(node);
        }
    }
    return plan;
}

/// Tasks with random edges from lower to higher numbers, some labelled.
Plan randomDag(int size, quint32 seed)
{
    QRandomGenerator random(seed);
    QList<Node> nodes;
    QList<Edge> edges;
    for (int i = 0; i < size; ++i) {
        nodes << test::node(
            QStringLiteral("task %1").arg(i), i == 0 ? NodeKind::Start : NodeKind::Task);
        for (int k = 0; i > 0 && k < 1 + random.bounded(2); ++k) {
            const int from = std::max(0, i - 1 - random.bounded(5));
            Edge edge = test::forward(nodes[from].id.text(), nodes[i].id.text());
            edge.id = EdgeId(QStringLiteral("%1#%2").arg(edge.id.text()).arg(k));
            if (random.bounded(5) == 0) {
                edge.when = QStringLiteral("case %1").arg(k);
            }
            edges << edge;
        }
    }
    return test::planOf(nodes, edges);
}

Plan parallelLines()
{
    using test::forward;
    const QString a = QStringLiteral("one");
    const QString b = QStringLiteral("two");
    QList<Edge> edges;
    for (int i = 0; i < 3; ++i) {
        Edge edge = forward(a, b, QStringLiteral("case %1").arg(i));
        edge.id = EdgeId(QString::number(i));
        edges << edge;
    }
    Edge data = forward(b, a);
    data.id = EdgeId(QStringLiteral("data"));
    data.kind = EdgeKind::Data;
    Edge loop = forward(a, a);
    loop.kind = EdgeKind::Retry;
    loop.id = EdgeId(QStringLiteral("loop"));
    return test::planOf({test::node(a, NodeKind::Task), test::node(b, NodeKind::Task)},
        edges << data << test::rollback(b, a) << loop);
}

Plan casePlan(const QString& name)
{
    const auto loaded
        = loadPlan(QStringLiteral(WHIMBREL_CASES "/render/%1/plan.whimbrel").arg(name));
    return loaded ? loaded->plan : Plan();
}

} // namespace

class TestFlowLayout final : public QObject {
    Q_OBJECT

private slots:
    void pictureHasNoFaults_data();
    void pictureHasNoFaults();
    void happyPathIsStraight_data();
    void happyPathIsStraight();
    void placedNodesStay();
    void newNodeComesWhereThereIsRoom();
    void pinsHoldWhenArranged();
    void groupsHoldTheirMembersAlone();
    void branchLabelsStandNearTheGate();
    void sameInputGivesSameGeometry();
    void textFitsIntoNodes_data();
    void textFitsIntoNodes();
    void longLinesRunThroughNoNode();
    void oddPlansAreDrawn();
};

void TestFlowLayout::pictureHasNoFaults_data()
{
    QTest::addColumn<Plan>("plan");
    const auto both = [](const char* name, Plan plan) {
        plan.layout.direction = FlowDirection::LeftToRight;
        QTest::addRow("%s, to the right", name) << plan;
        plan.layout.direction = FlowDirection::TopDown;
        QTest::addRow("%s, down", name) << plan;
    };
    both("chain of 3", withoutPlaces(test::chain(3)));
    both("chain of 30", withoutPlaces(test::chain(30)));
    QTest::newRow("placed chain") << test::chain(40);
    both("branches", branches());
    both("two regions", regions(2));
    both("five regions", regions(5));
    both("parallel lines", parallelLines());
    both("split column", casePlan(QStringLiteral("split-column")));
    for (quint32 seed = 1; seed <= 6; ++seed) {
        both(qPrintable(QStringLiteral("random %1").arg(seed)), randomDag(24, seed));
    }
}

void TestFlowLayout::pictureHasNoFaults()
{
    QFETCH(Plan, plan);
    QVERIFY(!plan.nodes.isEmpty());
    const QStringList faults = test::faultsOf(plan, layOutFlow(plan));
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
}

void TestFlowLayout::happyPathIsStraight_data()
{
    QTest::addColumn<Plan>("plan");
    QTest::newRow("chain") << withoutPlaces(test::chain(2));
    QTest::newRow("branches") << branches();
    Plan down = branches();
    down.layout.direction = FlowDirection::TopDown;
    QTest::newRow("branches, down") << down;
}

void TestFlowLayout::happyPathIsStraight()
{
    QFETCH(Plan, plan);
    const FlowGeometry geometry = layOutFlow(plan);
    QVERIFY(!geometry.happyPath.isEmpty());
    QSet<double> across;
    for (const EdgeId& edge : geometry.happyPath) {
        const QList<QPointF> points = geometry.edges[edge].points;
        QCOMPARE(points.size(), 2);
        across << (plan.layout.direction == FlowDirection::TopDown ? points[0].x() : points[0].y());
    }
    QCOMPARE(across.size(), 1);
}

void TestFlowLayout::placedNodesStay()
{
    const Plan plan = test::chain(10);
    const FlowGeometry geometry = layOutFlow(plan);
    QHash<NodeId, QPointF> places;
    for (auto place = plan.layout.places.cbegin(); place != plan.layout.places.cend(); ++place) {
        QCOMPARE(geometry.nodes[place.key()].topLeft(), place->position);
        places.insert(place.key(), place->position);
    }
    QCOMPARE(routeFlow(plan, places).nodes, geometry.nodes);
}

void TestFlowLayout::newNodeComesWhereThereIsRoom()
{
    Plan plan = test::chain(10);
    plan.nodes.put(test::node(QStringLiteral("new"), NodeKind::Task));
    plan.edges.put(test::forward(QStringLiteral("c4"), QStringLiteral("new")));
    const FlowGeometry geometry = layOutFlow(plan);
    for (auto place = plan.layout.places.cbegin(); place != plan.layout.places.cend(); ++place) {
        QCOMPARE(geometry.nodes[place.key()].topLeft(), place->position);
        QVERIFY(
            !geometry.nodes[NodeId(QStringLiteral("new"))].intersects(geometry.nodes[place.key()]));
    }
}

void TestFlowLayout::pinsHoldWhenArranged()
{
    Plan plan = test::chain(6);
    const NodeId pinned(QStringLiteral("v2"));
    plan.layout.places[pinned] = {{1234, 567}, true};
    const auto arranged = arrangeFlow(plan);
    QCOMPARE(arranged[pinned], QPointF(1234, 567));
    QCOMPARE(arranged.size(), plan.nodes.size());
    QVERIFY(arrangeFlow(plan, Arrange::Everything)[pinned] != QPointF(1234, 567));
}

void TestFlowLayout::groupsHoldTheirMembersAlone()
{
    for (const Plan& plan : {regions(3), casePlan(QStringLiteral("split-column"))}) {
        const FlowGeometry geometry = layOutFlow(plan);
        for (const Group& group : plan.groups) {
            for (const Node& node : plan.nodes) {
                const QRectF box = geometry.nodes[node.id];
                QCOMPARE(geometry.groups[group.id].contains(box), node.group == group.id);
                QCOMPARE(geometry.groups[group.id].intersects(box), node.group == group.id);
            }
        }
    }
}

void TestFlowLayout::branchLabelsStandNearTheGate()
{
    for (const FlowDirection direction : {FlowDirection::LeftToRight, FlowDirection::TopDown}) {
        Plan plan = branches();
        plan.layout.direction = direction;
        const FlowGeometry geometry = layOutFlow(plan);
        int labelled = 0;
        for (const Edge& edge : plan.edges) {
            const RoutedEdge& route = geometry.edges[edge.id];
            if (edge.from != NodeId(QStringLiteral("gate")) || route.label.lines.isEmpty()) {
                continue;
            }
            ++labelled;
            const QPointF source = route.points.first();
            const QRectF box = route.label.box;
            const double x = std::max({box.left() - source.x(), 0.0, source.x() - box.right()});
            const double y = std::max({box.top() - source.y(), 0.0, source.y() - box.bottom()});
            QVERIFY2(std::hypot(x, y) <= 24, qPrintable(edge.id.text()));
        }
        QCOMPARE(labelled, 2);
    }
}

void TestFlowLayout::sameInputGivesSameGeometry()
{
    const Plan plan = randomDag(30, 9);
    const FlowGeometry one = layOutFlow(plan);
    const FlowGeometry other = layOutFlow(plan);
    QCOMPARE(one.nodes, other.nodes);
    for (const Edge& edge : plan.edges) {
        QCOMPARE(one.edges[edge.id].points, other.edges[edge.id].points);
        QCOMPARE(one.edges[edge.id].label.box, other.edges[edge.id].label.box);
    }
}

void TestFlowLayout::textFitsIntoNodes_data()
{
    QTest::addColumn<QString>("title");
    QTest::newRow("none") << QString();
    QTest::newRow("short") << QStringLiteral("Go");
    QTest::newRow("usual") << QStringLiteral("Add first and last name");
    QTest::newRow("long") << QStringLiteral(
        "Verify that every customer who registered before the "
        "switch has a first and a last name in the new columns");
    QTest::newRow("one word") << QString(200, QLatin1Char('W'));
    QTest::newRow("identifiers") << QStringLiteral("customers.full_name_before_2019_cleanup_copy");
    QTest::newRow("cjk") << QString(40, QChar(0x6f22));
    QTest::newRow("emoji") << QString::fromUtf8("🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀");
}

void TestFlowLayout::textFitsIntoNodes()
{
    QFETCH(QString, title);
    const NodeMeter meter;
    for (const NodeKindTraits& row : nodeKinds()) {
        Node node = test::node(QStringLiteral("id"), row.kind);
        node.title = title;
        const NodeFace face = meter.face(node, FlowDirection::LeftToRight);
        if (face.shape == NodeShape::Bar) {
            continue;
        }
        const bool round = face.shape == NodeShape::Circle || face.shape == NodeShape::Ring;
        QVERIFY2(round || (face.size.width() >= 160 && face.size.width() <= 280), row.key);
        QVERIFY2(face.size.height() >= 48, row.key);
        QVERIFY(!face.title.isEmpty());
        for (qsizetype i = 0; i < face.title.size(); ++i) {
            const double width = (row.kind == NodeKind::Note ? meter.details() : meter.titles())
                                     .width(face.title[i]);
            // Room at the height of the line's farther edge.
            const double line = row.kind == NodeKind::Note ? 15 : 18;
            const double middle
                = (static_cast<double>(i) - static_cast<double>(face.title.size() - 1) / 2) * line;
            const double far = std::abs(middle) + 6;
            double room = face.size.width();
            if (face.shape == NodeShape::Diamond || round) {
                room -= outlineDepth(face.shape, face.size, Side::Left, far)
                    + outlineDepth(face.shape, face.size, Side::Right, far);
            }
            QVERIFY2(width <= room + 0.5,
                qPrintable(QStringLiteral("%1: %2 > %3")
                               .arg(QLatin1String(row.key))
                               .arg(width)
                               .arg(room)));
        }
    }
}

void TestFlowLayout::longLinesRunThroughNoNode()
{
    Plan plan = withoutPlaces(test::chain(200));
    for (qsizetype i = 50; i < plan.nodes.size(); i += 20) {
        plan.edges.put(test::forward(
            plan.nodes.at(i).id.text(), plan.nodes.at(0).id.text(), QStringLiteral("no")));
    }
    const QStringList through
        = test::faultsOf(plan, layOutFlow(plan)).filter(QStringLiteral(" runs "));
    QVERIFY2(through.isEmpty(), qPrintable(through.join(QLatin1Char('\n'))));
}

void TestFlowLayout::oddPlansAreDrawn()
{
    QVERIFY(layOutFlow(Plan()).nodes.isEmpty());

    Plan dangling = test::chain(1);
    dangling.layout.places.clear();
    dangling.edges.put(test::forward(QStringLiteral("c0"), QStringLiteral("nowhere")));
    QVERIFY(!layOutFlow(dangling).edges.contains(EdgeId(QStringLiteral("c0>nowhere"))));

    Plan circle = test::planOf({test::node(QStringLiteral("a"), NodeKind::Task),
                                   test::node(QStringLiteral("b"), NodeKind::Task)},
        {test::forward(QStringLiteral("a"), QStringLiteral("b")),
            test::forward(QStringLiteral("b"), QStringLiteral("a"))});
    QCOMPARE(layOutFlow(circle).nodes.size(), 2);

    // All in one place, and groups that hold each other.
    Plan heap = test::chain(4);
    for (const Node& node : test::chain(4).nodes) {
        heap.layout.places[node.id] = {{0, 0}, true};
    }
    Group group;
    group.id = GroupId(QStringLiteral("g"));
    group.parent = group.id;
    heap.groups.put(group);
    Node first = heap.nodes.at(0);
    first.group = group.id;
    heap.nodes.put(first);
    QCOMPARE(layOutFlow(heap).edges.size(), heap.edges.size());
}

QTEST_MAIN(TestFlowLayout)
#include "test_flow_layout.moc"
