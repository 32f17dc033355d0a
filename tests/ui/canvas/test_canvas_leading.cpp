// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/canvas/canvas_fixture.h"
#include "ui/canvas/canvas_commands.h"
#include "ui/canvas/edge_ends.h"
#include "ui/canvas/waypoint_gesture.h"
#include "ui/session/fragment.h"
#include "ui/session/plan_edits.h"

using namespace whimbrel;
using test::id;

/// Leading edges by hand: through places, and to sides of steps.
class TestCanvasLeading final : public QObject, private test::CanvasFixture {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { closeCanvas(); }

    void draggingALineLeadsItThere();
    void aWaypointMovesAndGoes();
    void escapeLeavesTheLine();
    void keysLeadTheSelectedEdge();
    void resetLeavesTheLineToTheLayout();
    void aDropAtTheBorderFixesTheSide();
    void aDropInTheMiddleFreesIt();
    void anotherStepForgetsTheWay();
    void erasedEdgesLeaveNothing();
    void copiesAreLedAlike();

private:
    void settle() { QTRY_VERIFY(!m_view->flowScene().layouter().isBusy()); }
    [[nodiscard]] EdgeId edge() const { return EdgeId(QStringLiteral("a>b")); }
    [[nodiscard]] EdgeRoute route() const { return plan().layout.routes.value(edge()); }
    [[nodiscard]] QList<QPointF> line() const
    {
        return m_view->flowScene().edgeItem(edge())->route().points;
    }
    [[nodiscard]] QPoint middle() const
    {
        return at((line().constFirst() + line().constLast()) / 2);
    }
    void lead() { drag(middle(), middle() + QPoint(0, 120)); }
};

void TestCanvasLeading::init()
{
    openCanvas();
    settle();
}

void TestCanvasLeading::draggingALineLeadsItThere()
{
    const Plan before = plan();
    const QPoint to = middle() + QPoint(0, 120);
    drag(middle(), to, {}, false);
    QVERIFY(line().size() > 2); // it follows while it is dragged
    QCOMPARE(plan(), before);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, to);
    QCOMPARE(route().through.size(), 1);
    settle();
    const QList<QPointF> places = waypointsOf(*m_session, m_view->flowScene(), edge());
    QVERIFY(QLineF(places.constFirst(), m_view->mapToScene(to)).length() <= 8); // to the grid
    m_session->undoStack().undo();
    QCOMPARE(plan(), before);
    settle();
    QCOMPARE(line().size(), 2);
}

void TestCanvasLeading::aWaypointMovesAndGoes()
{
    lead();
    settle();
    const QPoint now = at(waypointsOf(*m_session, m_view->flowScene(), edge()).constFirst());
    drag(now, now + QPoint(0, 40));
    QCOMPARE(route().through.size(), 1);
    settle();
    const QPoint then = at(waypointsOf(*m_session, m_view->flowScene(), edge()).constFirst());
    QVERIFY(then.y() > now.y() + 20);
    // Back where the line would run anyway, it has nothing to say.
    const QPointF straight = (m_view->flowScene().boxOf(id("a")).center()
                                 + m_view->flowScene().boxOf(id("b")).center())
        / 2;
    drag(then, at(straight));
    QVERIFY(!plan().layout.routes.contains(edge()));
}

void TestCanvasLeading::escapeLeavesTheLine()
{
    const Plan before = plan();
    drag(middle(), middle() + QPoint(0, 120), {}, false);
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QCOMPARE(plan(), before);
    QCOMPARE(line().size(), 2);
}

void TestCanvasLeading::keysLeadTheSelectedEdge()
{
    m_session->select({ElementRef::of(edge())});
    const int steps = m_session->undoStack().count();
    for (int i = 0; i < 10; ++i) {
        QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    }
    QCOMPARE(route().through.size(), 1);
    QVERIFY(route().through.constFirst().off.y() >= 79);
    QCOMPARE(m_session->undoStack().count(), steps + 1);
}

void TestCanvasLeading::resetLeavesTheLineToTheLayout()
{
    lead();
    m_session->select({ElementRef::of(edge())});
    resetRoutes(*m_view);
    QVERIFY(plan().layout.routes.isEmpty());
    settle();
    QCOMPARE(line().size(), 2);
}

void TestCanvasLeading::aDropAtTheBorderFixesTheSide()
{
    const QRectF box = m_view->flowScene().boxOf(id("b"));
    const QPoint head = at(line().constLast());
    drag(head - QPoint(12, 0), at({box.center().x(), box.bottom() - 3}));
    QCOMPARE(route().in, EndSide::Bottom);
    QCOMPARE(route().out, EndSide::Free);
    settle();
    QCOMPARE(line().constLast().y(), box.bottom());
    QCOMPARE(edgeBetween("a", "b")->id, edge());
    // A new edge too.
    m_session->undoStack().undo();
    moveTo(center("b"));
    const QRectF end = m_view->flowScene().boxOf(id("end"));
    drag(handle("b"), at({end.center().x(), end.top() + 3}));
    const Edge* made = edgeBetween("b", "end");
    QVERIFY(made != nullptr);
    QCOMPARE(plan().layout.routes.value(made->id).in, EndSide::Top);
}

void TestCanvasLeading::aDropInTheMiddleFreesIt()
{
    m_session->perform(edits::setRoute(plan(), edge(), {EndSide::Top, EndSide::Bottom, {}, {}}));
    settle();
    const QRectF box = m_view->flowScene().boxOf(id("b"));
    drag(at(line().constLast() + QPointF(0, 4)), at(box.center()));
    QCOMPARE(route().in, EndSide::Free);
    QCOMPARE(route().out, EndSide::Top);
}

void TestCanvasLeading::anotherStepForgetsTheWay()
{
    lead();
    settle();
    m_session->perform(edits::reconnect(plan(), edge(), true, id("end")));
    QVERIFY(plan().layout.routes.isEmpty());
    m_session->undoStack().undo();
    QCOMPARE(route().through.size(), 1);
}

void TestCanvasLeading::erasedEdgesLeaveNothing()
{
    lead();
    const Plan led = plan();
    m_session->select({ElementRef::of(id("a"))});
    m_view->deleteSelection();
    QVERIFY(plan().layout.routes.isEmpty());
    m_session->undoStack().undo();
    QCOMPARE(plan(), led);
}

void TestCanvasLeading::copiesAreLedAlike()
{
    lead();
    const Plan part = fragment::take(plan(), {ElementRef::of(id("a")), ElementRef::of(id("b"))},
        m_view->flowScene().layouter().positions());
    const fragment::Pasting pasting = fragment::paste(plan(), part, {0, 600});
    QVERIFY(m_session->perform(pasting.edit));
    QCOMPARE(plan().layout.routes.size(), 2);
    for (const EdgeRoute& each : plan().layout.routes) {
        QCOMPARE(each, route());
    }
}

QTEST_MAIN(TestCanvasLeading)
#include "test_canvas_leading.moc"
