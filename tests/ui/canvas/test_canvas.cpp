// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/canvas/canvas_fixture.h"
#include "ui/canvas/kind_picker.h"
#include "ui/diagram/title_editor.h"
#include "ui/session/plan_edits.h"

#include <QLineEdit>
#include <QSignalSpy>

using namespace whimbrel;
using test::id;

/// Selecting, moving, connecting and naming by mouse.
class TestCanvas final : public QObject, private test::CanvasFixture {
    Q_OBJECT

private slots:
    void init() { openCanvas(); }
    void cleanup() { closeCanvas(); }

    void showsEveryElement();
    void selectsByClickAndShift();
    void marqueeEnclosesToTheRight();
    void marqueeTouchesToTheLeft();
    void dragMovesAndPins();
    void dragIsOneUndoStep();
    void escapeRestoresADrag();
    void ctrlDragCopies();
    void dropOnEdgeInserts();
    void handleDragConnects();
    void shiftDragMakesAWayBack();
    void refusesASecondEdge();
    void dragToBlankAsksForAKind();
    void edgeEndLeadsElsewhere();
    void doubleClickAddsAndNames();
    void renamesInPlace();
    void escapeKeepsTheTitle();
    void lockedCanvasRefuses();
    void breakpointsAreDrawn();
    void undoEverything();
};

void TestCanvas::showsEveryElement()
{
    QCOMPARE(m_view->flowScene().nodeItems().size(), 4);
    for (const Edge& edge : plan().edges) {
        QVERIFY(m_view->flowScene().edgeItem(edge.id) != nullptr);
    }
    QVERIFY(!m_view->grab().isNull());
}

void TestCanvas::selectsByClickAndShift()
{
    click(center("a"));
    QCOMPARE(m_session->selection(), QList{ElementRef::of(id("a"))});
    click(center("b"), Qt::ShiftModifier);
    QCOMPARE(m_session->selection(), (QList{ElementRef::of(id("a")), ElementRef::of(id("b"))}));
    click(center("a"), Qt::ShiftModifier);
    QCOMPARE(m_session->selection(), QList{ElementRef::of(id("b"))});
    click(center("a") + QPoint(0, 200));
    QVERIFY(m_session->selection().isEmpty());
}

void TestCanvas::marqueeEnclosesToTheRight()
{
    const QRectF a = m_view->flowScene().boxOf(id("a"));
    const QRectF b = m_view->flowScene().boxOf(id("b"));
    drag(at(a.topLeft() - QPointF(20, 40)), at(b.center() + QPointF(0, 60)));
    QVERIFY(m_session->selection().contains(ElementRef::of(id("a"))));
    QVERIFY(!m_session->selection().contains(ElementRef::of(id("b"))));
}

void TestCanvas::marqueeTouchesToTheLeft()
{
    const QRectF a = m_view->flowScene().boxOf(id("a"));
    const QRectF b = m_view->flowScene().boxOf(id("b"));
    drag(at(b.center() + QPointF(0, 80)), at(a.center() - QPointF(0, 60)));
    QVERIFY(m_session->selection().contains(ElementRef::of(id("a"))));
    QVERIFY(m_session->selection().contains(ElementRef::of(id("b"))));
}

void TestCanvas::dragMovesAndPins()
{
    const QPointF before = m_view->flowScene().boxOf(id("a")).topLeft();
    drag(center("a"), center("a") + QPoint(0, 160));
    const Place place = plan().layout.places.value(id("a"));
    QVERIFY(place.pinned);
    QVERIFY(place.position.y() > before.y() + 100);
    QCOMPARE(m_view->flowScene().boxOf(id("a")).topLeft(), place.position);
}

void TestCanvas::dragIsOneUndoStep()
{
    const Plan before = plan();
    drag(center("a"), center("a") + QPoint(0, 160));
    QCOMPARE(m_session->undoStack().count(), 1);
    m_session->undoStack().undo();
    QVERIFY(plan() == before);
    QCOMPARE(
        m_view->flowScene().boxOf(id("a")).topLeft(), before.layout.places.value(id("a")).position);
}

void TestCanvas::escapeRestoresADrag()
{
    const Plan before = plan();
    const QRectF box = m_view->flowScene().boxOf(id("a"));
    drag(center("a"), center("a") + QPoint(0, 160), {}, false);
    QVERIFY(m_view->flowScene().boxOf(id("a")) != box);
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QCOMPARE(m_view->flowScene().boxOf(id("a")), box);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, center("a"));
    QVERIFY(plan() == before);
    QVERIFY(!m_session->undoStack().canUndo());
}

void TestCanvas::ctrlDragCopies()
{
    drag(center("a"), center("a") + QPoint(0, 200), Qt::ControlModifier);
    QCOMPARE(plan().nodes.size(), 5);
    QCOMPARE(plan().layout.places.value(id("a")).position, QPointF(320, 0));
}

void TestCanvas::dropOnEdgeInserts()
{
    const Node loose = edits::newNode(plan(), NodeKind::Audit);
    m_session->perform(edits::addNode(plan(), loose, {480, 240}));
    QTRY_VERIFY(m_view->flowScene().nodeItem(loose.id) != nullptr);
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
    const EdgeItem* edge = m_view->flowScene().edgeItem(edgeBetween("a", "b")->id);
    const QPointF middle = QPolygonF(edge->route().points).boundingRect().center();
    drag(at(m_view->flowScene().boxOf(loose.id).center()), at(middle), {});
    QCOMPARE(edgeBetween("a", "b"), nullptr);
    QVERIFY(edgeBetween("a", loose.id.text().toLatin1().constData()) != nullptr);
    QVERIFY(edgeBetween(loose.id.text().toLatin1().constData(), "b") != nullptr);
}

void TestCanvas::handleDragConnects()
{
    moveTo(center("b"));
    moveTo(handle("b"));
    drag(handle("b"), center("end"));
    const Edge* edge = edgeBetween("b", "end");
    QVERIFY(edge != nullptr);
    QCOMPARE(edge->kind, EdgeKind::Forward);
    QCOMPARE(m_session->selection(), QList{ElementRef::of(edge->id)});
}

void TestCanvas::shiftDragMakesAWayBack()
{
    moveTo(center("b"));
    moveTo(handle("b"));
    drag(handle("b"), center("start"), Qt::ShiftModifier);
    const Edge* edge = edgeBetween("b", "start");
    QVERIFY(edge != nullptr);
    QCOMPARE(edge->kind, EdgeKind::Rollback);
    QVERIFY(edge->action);
}

void TestCanvas::refusesASecondEdge()
{
    const Plan before = plan();
    QSignalSpy said(m_view.get(), &FlowView::noticed);
    moveTo(center("a"));
    moveTo(handle("a"));
    drag(handle("a"), center("b"));
    QVERIFY(plan() == before);
    QVERIFY(said.count() > 0);
    QVERIFY(!said.constLast().constFirst().toString().isEmpty());
}

void TestCanvas::dragToBlankAsksForAKind()
{
    moveTo(center("b"));
    moveTo(handle("b"));
    drag(handle("b"), center("b") + QPoint(40, 220));
    auto* picker = m_view->findChild<KindPicker*>();
    QVERIFY(picker != nullptr);
    auto* search = picker->findChild<QLineEdit*>();
    QTest::keyClicks(search, QStringLiteral("verif"));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(plan().nodes.size(), 5);
    const Node& added = plan().nodes.at(4);
    QCOMPARE(added.kind, NodeKind::Verification);
    QVERIFY(edgeBetween("b", added.id.text().toLatin1().constData()) != nullptr);
    QCOMPARE(m_session->undoStack().count(), 1);
}

void TestCanvas::edgeEndLeadsElsewhere()
{
    const EdgeId edge = edgeBetween("a", "b")->id;
    const QPointF head = m_view->flowScene().edgeItem(edge)->route().points.constLast();
    drag(at(head - QPointF(12, 0)), center("end"));
    QCOMPARE(plan().edges.find(edge)->to, id("end"));
    QCOMPARE(plan().edges.find(edge)->from, id("a"));
}

void TestCanvas::doubleClickAddsAndNames()
{
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, center("b") + QPoint(0, 220));
    QCOMPARE(plan().nodes.size(), 5);
    auto* editor = m_view->findChild<TitleEditor*>();
    QVERIFY(editor != nullptr);
    QTest::keyClicks(editor, QStringLiteral("Write the script"));
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(plan().nodes.at(4).title, QStringLiteral("Write the script"));
}

void TestCanvas::renamesInPlace()
{
    click(center("a"));
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    auto* editor = m_view->findChild<TitleEditor*>();
    QVERIFY(editor != nullptr);
    QTest::keyClicks(editor, QStringLiteral("Renamed"));
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(plan().nodes.find(id("a"))->title, QStringLiteral("Renamed"));
}

void TestCanvas::escapeKeepsTheTitle()
{
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, center("a"));
    auto* editor = m_view->findChild<TitleEditor*>();
    QVERIFY(editor != nullptr);
    QTest::keyClicks(editor, QStringLiteral("Other"));
    QTest::keyClick(editor, Qt::Key_Escape);
    QCOMPARE(plan().nodes.find(id("a"))->title, QStringLiteral("a"));
    QVERIFY(!m_session->undoStack().canUndo());
}

void TestCanvas::lockedCanvasRefuses()
{
    const Plan before = plan();
    m_view->setLocked(true);
    click(center("a"));
    m_view->deleteSelection();
    drag(center("b"), center("b") + QPoint(0, 100));
    QVERIFY(plan() == before);
}

void TestCanvas::breakpointsAreDrawn()
{
    m_view->setLocked(true); // a run is on: they may be set all the same
    m_session->select({ElementRef::of(id("a"))});
    const auto dotted = [this] {
        return m_view->flowScene().nodeItem(id("a"))->drawing().description.contains(
            QStringLiteral("breakpoint"));
    };
    QVERIFY(!dotted());
    m_view->toggleBreakpoints();
    QVERIFY(m_session->breakpoints().contains(id("a")));
    QVERIFY(dotted());
    QVERIFY(!m_session->isModified()); // they are not in the plan
    m_view->toggleBreakpoints();
    QVERIFY(!dotted());
}

void TestCanvas::undoEverything()
{
    const Plan before = plan();
    drag(center("a"), center("a") + QPoint(0, 160));
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, center("b") + QPoint(0, 220));
    QTest::keyClick(m_view->findChild<TitleEditor*>(), Qt::Key_Escape);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_session->select({ElementRef::of(id("end"))});
    m_view->deleteSelection();
    m_session->select({ElementRef::of(id("a"))});
    m_view->duplicateSelection();
    m_view->groupSelection();
    const Plan after = plan();
    while (m_session->undoStack().canUndo()) {
        m_session->undoStack().undo();
    }
    QVERIFY(plan() == before);
    while (m_session->undoStack().canRedo()) {
        m_session->undoStack().redo();
    }
    QVERIFY(plan() == after);
}

QTEST_MAIN(TestCanvas)
#include "test_canvas.moc"
