// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/canvas/canvas_fixture.h"
#include "ui/canvas/arrange_bar.h"
#include "ui/session/plan_edits.h"

#include <QLineEdit>
#include <QSignalSpy>

using namespace whimbrel;
using test::id;

/// Layouts that come by themselves, and being asked about those that were wanted.
class TestCanvasLive final : public QObject, private test::CanvasFixture {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { closeCanvas(); }

    void aNewStepIsLaidOutInOneStep();
    void pinnedStepsStay();
    void whatMovesNothingLaysNothingOut();
    void withoutItNothingMoves();
    void switchedOnItLaysOut();
    void anotherOwnerMeansAnotherLane();
    void aLayoutIsAskedAbout();
    void goingBackIsOneClick();
    void goingOnKeepsIt();

private:
    void settle()
    {
        QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
        QTest::qWait(60); // for a layout that should not come
        QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
    }
    void open(const Plan& plan);
    [[nodiscard]] ArrangeBar* bar() const
    {
        return m_view->findChild<ArrangeBar*>(QStringLiteral("arrange-bar"));
    }
};

/// start → a → b → end in a row as layout leaves it, with nothing pinned.
void TestCanvasLive::init()
{
    openCanvas();
    m_view->flowScene().setReducedMotion(true);
    Plan loose = test::row();
    loose.edges.put(test::forward(QStringLiteral("b"), QStringLiteral("end")));
    const QHash<NodeId, QPointF> places = arrangeFlow(loose, Arrange::Everything);
    for (auto place = places.cbegin(); place != places.cend(); ++place) {
        loose.layout.places.insert(place.key(), {*place, false, {}});
    }
    open(loose);
}

void TestCanvasLive::open(const Plan& plan)
{
    QSignalSpy opened(&m_view->flowScene(), &CanvasScene::opened);
    m_session->open(plan, {});
    QTRY_COMPARE(opened.count(), 1);
}

void TestCanvasLive::aNewStepIsLaidOutInOneStep()
{
    m_view->setLiveLayout(true);
    settle();
    const Plan before = plan();
    const int steps = m_session->undoStack().count();
    Node added = edits::newNode(plan(), NodeKind::Task);
    m_session->perform(
        edits::insertIntoEdge(plan(), EdgeId(QStringLiteral("a>b")), added, place("b")));
    QTRY_VERIFY(place("b").x() > before.layout.places.value(id("b")).position.x());
    QCOMPARE(place("a"), before.layout.places.value(id("a")).position);
    const Place own = plan().layout.places.value(added.id);
    QVERIFY(!own.pinned); // it may move again
    QVERIFY(own.position.x() > place("a").x() && own.position.x() < place("b").x());
    QCOMPARE(m_session->undoStack().count(), steps + 1);
    m_session->undoStack().undo();
    QCOMPARE(plan(), before);
    settle();
    QCOMPARE(plan(), before); // taken back, it is not laid out again
    m_session->undoStack().redo();
    QVERIFY(place("b").x() > before.layout.places.value(id("b")).position.x());
}

void TestCanvasLive::pinnedStepsStay()
{
    Plan pinned = plan();
    pinned.layout.places[id("end")].pinned = true;
    open(pinned);
    m_view->setLiveLayout(true);
    settle();
    const Node added = edits::newNode(plan(), NodeKind::Task);
    m_session->perform(
        edits::insertIntoEdge(plan(), EdgeId(QStringLiteral("a>b")), added, place("b")));
    QTRY_VERIFY(!plan().layout.places.value(added.id).pinned);
    QCOMPARE(plan().layout.places.value(id("end")), pinned.layout.places.value(id("end")));
}

void TestCanvasLive::whatMovesNothingLaysNothingOut()
{
    m_view->setLiveLayout(true);
    settle();
    m_session->perform(edits::placeNodes(plan(), {{id("b"), QPointF(40, 400)}}, true, {}));
    m_session->perform(edits::renameNode(plan(), id("a"), QStringLiteral("Another title")));
    settle();
    QCOMPARE(place("b"), QPointF(40, 400));
}

void TestCanvasLive::withoutItNothingMoves()
{
    const Plan before = plan();
    const Node added = edits::newNode(plan(), NodeKind::Task);
    m_session->perform(
        edits::insertIntoEdge(plan(), EdgeId(QStringLiteral("a>b")), added, place("b")));
    settle();
    QCOMPARE(place("b"), before.layout.places.value(id("b")).position);
}

void TestCanvasLive::switchedOnItLaysOut()
{
    m_session->perform(edits::placeNodes(plan(), {{id("b"), QPointF(40, 400)}}, false, {}));
    m_view->setLiveLayout(true);
    QTRY_VERIFY(place("b") != QPointF(40, 400));
}

/// However a step comes to be somebody's, it stands in their lane.
void TestCanvasLive::anotherOwnerMeansAnotherLane()
{
    Plan owned = plan();
    for (const char* who : {"dba", "app"}) {
        Participant participant;
        participant.id = ParticipantId(QString::fromLatin1(who));
        owned.participants.put(participant);
    }
    for (const auto& [step, owner] : {std::pair("a", "dba"), std::pair("b", "app")}) {
        Node node = *owned.nodes.find(id(step));
        node.owner = ParticipantId(QString::fromLatin1(owner));
        owned.nodes.put(node);
    }
    owned.nodes.put(test::node(QStringLiteral("c"), NodeKind::Task));
    Node c = *owned.nodes.find(id("c"));
    c.owner = ParticipantId(QStringLiteral("app"));
    owned.nodes.put(c);
    owned.edges.put(test::forward(QStringLiteral("a"), QStringLiteral("c")));
    owned.layout.places.clear();
    owned.layout.lanes = FlowLanes::Owner;
    open(owned);
    const auto& lanes = m_view->flowScene().layouter().geometry().lanes;
    QVERIFY(lanes[1].box.contains(m_view->flowScene().boxOf(id("c"))));
    const int steps = m_session->undoStack().count();
    c.owner = ParticipantId(QStringLiteral("dba"));
    m_session->perform({QStringLiteral("Change owner"), {Put<Node>{c}}, {}});
    QTRY_VERIFY(plan().layout.places.contains(id("c")));
    settle();
    QVERIFY(lanes[0].box.contains(m_view->flowScene().boxOf(id("c"))));
    QCOMPARE(m_session->undoStack().count(), steps + 1);
}

void TestCanvasLive::aLayoutIsAskedAbout()
{
    QVERIFY(!bar()->isVisible());
    m_session->perform(edits::placeNodes(plan(), {{id("b"), QPointF(40, 400)}}, false, {}));
    m_view->layOut();
    QTRY_VERIFY(bar()->isVisible());
    QVERIFY(place("b") != QPointF(40, 400)); // it is seen at once
    QVERIFY(m_view->viewport()->rect().contains(bar()->geometry()));
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QVERIFY(!bar()->isVisible());
    QVERIFY(place("b") != QPointF(40, 400));
}

void TestCanvasLive::goingBackIsOneClick()
{
    m_session->perform(edits::placeNodes(plan(), {{id("b"), QPointF(40, 400)}}, false, {}));
    const Plan before = plan();
    m_view->layOut();
    QTRY_VERIFY(bar()->isVisible());
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QVERIFY(!bar()->isVisible());
    QCOMPARE(plan(), before);
}

void TestCanvasLive::goingOnKeepsIt()
{
    m_session->perform(edits::placeNodes(plan(), {{id("b"), QPointF(40, 400)}}, false, {}));
    m_view->layOut();
    QTRY_VERIFY(bar()->isVisible());
    QLineEdit field(m_view.get()); // who writes elsewhere meanwhile goes on there
    field.show();
    field.setFocus();
    m_session->perform(edits::renameNode(plan(), id("a"), QStringLiteral("Another title")));
    QVERIFY(!bar()->isVisible());
    QVERIFY(field.hasFocus());
    bar()->goBack(); // too late: nothing of the title is taken back
    QCOMPARE(plan().nodes.find(id("a"))->title, QStringLiteral("Another title"));
}

QTEST_MAIN(TestCanvasLive)
#include "test_canvas_live.moc"
