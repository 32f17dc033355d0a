// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/canvas/canvas_fixture.h"

#include <QSignalSpy>
#include <QUndoStack>

using namespace whimbrel;
using test::id;

/// Swim lanes on the canvas: arranging into them, and dragging steps from one to the other.
class TestCanvasLanes final : public QObject, private test::CanvasFixture {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { closeCanvas(); }

    void oneClickPutsStepsIntoLanes();
    void aStepDraggedIntoALaneIsTheirs();
    void aStepDraggedIntoARegionIsThere();
    void aPhaseKeepsItsStepWithinALane();
    void newStepsAreOfTheLane();
    void bandsStandOutAndStayWhileSomethingIsDragged();

private:
    void setLanes(FlowLanes lanes);
    [[nodiscard]] const QList<PlacedLane>& lanes() const
    {
        return m_view->flowScene().layouter().geometry().lanes;
    }
    [[nodiscard]] const Node& node(const char* name) const { return *plan().nodes.find(id(name)); }
    /// Where a step has to go for the middle of a lane.
    [[nodiscard]] QPoint intoLane(const char* step, qsizetype lane) const
    {
        const QPointF middle = m_view->flowScene().boxOf(id(step)).center();
        return at({middle.x(), lanes()[lane].box.center().y()});
    }
};

/// start → a → b: a is the DBA's and in Europe, b is the application team's and in America.
void TestCanvasLanes::init()
{
    openCanvas();
    Plan sample = test::row();
    for (const char* who : {"dba", "app"}) {
        Participant participant;
        participant.id = ParticipantId(QString::fromLatin1(who));
        participant.title = QString::fromLatin1(who).toUpper();
        sample.participants.put(participant);
    }
    for (const char* where : {"eu", "us"}) {
        Group group;
        group.id = GroupId(QString::fromLatin1(where));
        group.title = QString::fromLatin1(where).toUpper();
        group.kind = GroupKind::Region;
        sample.groups.put(group);
    }
    for (const auto& [step, owner, region] :
        {std::tuple("a", "dba", "eu"), std::tuple("b", "app", "us")}) {
        Node node = *sample.nodes.find(id(step));
        node.owner = ParticipantId(QString::fromLatin1(owner));
        node.group = GroupId(QString::fromLatin1(region));
        sample.nodes.put(node);
    }
    QSignalSpy opened(&m_view->flowScene(), &CanvasScene::opened);
    m_session->open(sample, {});
    QTRY_COMPARE(opened.count(), 1);
}

void TestCanvasLanes::setLanes(FlowLanes lanes)
{
    m_view->flowScene().setReducedMotion(true);
    m_view->setLanes(lanes);
    QTRY_COMPARE(plan().layout.lanes, lanes);
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
    m_view->zoomToFit();
}

void TestCanvasLanes::oneClickPutsStepsIntoLanes()
{
    const Plan before = plan();
    setLanes(FlowLanes::Owner);
    QCOMPARE(lanes().size(), 3);
    QCOMPARE(lanes()[0].lane.title, QStringLiteral("DBA"));
    QVERIFY(lanes()[0].box.contains(m_view->flowScene().boxOf(id("a"))));
    QVERIFY(lanes()[1].box.contains(m_view->flowScene().boxOf(id("b"))));
    for (qsizetype i = 0; i < lanes().size(); ++i) {
        QVERIFY(m_view->flowScene().laneItem(i) != nullptr);
        QCOMPARE(m_view->flowScene().laneItem(i)->box(), lanes()[i].box);
    }
    m_session->undoStack().undo();
    QCOMPARE(plan(), before);
    QTRY_VERIFY(m_view->flowScene().laneItem(0) == nullptr);
}

void TestCanvasLanes::aStepDraggedIntoALaneIsTheirs()
{
    setLanes(FlowLanes::Owner);
    const Plan before = plan();
    drag(center("a"), intoLane("a", 1));
    QCOMPARE(node("a").owner, ParticipantId(QStringLiteral("app")));
    QVERIFY(plan().layout.places.value(id("a")).position
        != before.layout.places.value(id("a")).position);
    QCOMPARE(m_session->undoStack().undoText(), QStringLiteral("Give to APP"));
    m_session->undoStack().undo();
    QCOMPARE(plan(), before);
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
    // Along the lane it stays theirs.
    drag(center("a"), center("a") + QPoint(60, 0));
    QCOMPARE(node("a").owner, ParticipantId(QStringLiteral("dba")));
}

void TestCanvasLanes::aStepDraggedIntoARegionIsThere()
{
    setLanes(FlowLanes::Region);
    drag(center("a"), intoLane("a", 1));
    QCOMPARE(node("a").group, GroupId(QStringLiteral("us")));
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
    drag(center("b"), intoLane("b", lanes().size() - 1)); // no region: all regions
    QCOMPARE(node("b").group, GroupId());
}

/// Within a lane, a phase works as it does without lanes.
void TestCanvasLanes::aPhaseKeepsItsStepWithinALane()
{
    Plan sample = plan();
    Group phase;
    phase.id = GroupId(QStringLiteral("p"));
    phase.parent = GroupId(QStringLiteral("eu"));
    sample.groups.put(phase);
    Node a = *sample.nodes.find(id("a"));
    a.group = phase.id;
    sample.nodes.put(a);
    QSignalSpy opened(&m_view->flowScene(), &CanvasScene::opened);
    m_session->open(sample, {});
    QTRY_COMPARE(opened.count(), 1);
    setLanes(FlowLanes::Region);
    drag(center("a"), center("a") + QPoint(20, 0));
    QCOMPARE(node("a").group, phase.id);
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
    drag(center("a"), intoLane("a", 1));
    QCOMPARE(node("a").group, GroupId(QStringLiteral("us")));
}

void TestCanvasLanes::newStepsAreOfTheLane()
{
    setLanes(FlowLanes::Owner);
    select({"a"});
    const NodeId behind = m_view->addAfterSelection(NodeKind::Task);
    QCOMPARE(plan().nodes.find(behind)->owner, ParticipantId(QStringLiteral("dba")));
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
    QVERIFY(lanes()[0].box.contains(m_view->flowScene().boxOf(behind)));
    const NodeId dropped = m_view->addAt(NodeKind::Task,
        QPointF(m_view->flowScene().boxOf(id("start")).center().x(), lanes()[1].box.center().y()));
    QCOMPARE(plan().nodes.find(dropped)->owner, ParticipantId(QStringLiteral("app")));
}

void TestCanvasLanes::bandsStandOutAndStayWhileSomethingIsDragged()
{
    setLanes(FlowLanes::Owner);
    const QList<PlacedLane> before = lanes();
    const QUndoStack& stack = m_session->undoStack();
    const int steps = stack.count();
    drag(center("a"), intoLane("a", 1), {}, false);
    QCOMPARE(m_view->flowScene().laneItem(1)->emphasis(), Emphasis::Accepts);
    QCOMPARE(m_view->flowScene().laneItem(0)->emphasis(), Emphasis::None);
    QCOMPARE(lanes(), before);
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QCOMPARE(m_view->flowScene().laneItem(1)->emphasis(), Emphasis::None);
    QCOMPARE(stack.count(), steps);
}

QTEST_MAIN(TestCanvasLanes)
#include "test_canvas_lanes.moc"
