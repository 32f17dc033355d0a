// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/canvas/canvas_fixture.h"
#include "ui/canvas/smart_guides.h"
#include "ui/session/plan_edits.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QWheelEvent>

#include <cmath>

using namespace whimbrel;
using test::id;

/// Zooming and scrolling, layout, and lines that follow a drag.
class TestCanvasView final : public QObject, private test::CanvasFixture {
    Q_OBJECT

private slots:
    void init() { openCanvas(); }
    void cleanup() { closeCanvas(); }

    void wheelZoomsAtTheCursor();
    void wheelScrolls();
    void zoomStaysInBounds();
    void spacePansInTheMiddleOfADrag();
    void layoutRespectsPins();
    void layoutOfTheSelectionLeavesTheRest();
    void laysOutTopDownAndBack();
    void linesFollowADrag();
    void snapsToNeighboursAndGrid();
    void snapsToEqualGaps_data();
    void snapsToEqualGaps();
    void pansALargePlan();
};

void TestCanvasView::wheelZoomsAtTheCursor()
{
    const QPoint mouse = center("a");
    const QPointF before = m_view->mapToScene(mouse);
    const double zoom = m_view->zoom();
    QWheelEvent wheel(mouse, m_view->viewport()->mapToGlobal(mouse), {}, {0, 120}, Qt::NoButton,
        Qt::ControlModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_view->viewport(), &wheel);
    QVERIFY(std::abs(m_view->zoom() / zoom - std::sqrt(2.0)) < 1e-6);
    QVERIFY(QLineF(m_view->mapToScene(mouse), before).length() < 2);
}

void TestCanvasView::wheelScrolls()
{
    const int before = m_view->verticalScrollBar()->value();
    const double zoom = m_view->zoom();
    const QPoint mouse = center("a");
    QWheelEvent wheel(mouse, m_view->viewport()->mapToGlobal(mouse), {}, {0, -120}, Qt::NoButton,
        Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_view->viewport(), &wheel);
    QCOMPARE(m_view->zoom(), zoom);
    QCOMPARE(m_view->verticalScrollBar()->value(), before + 60);
}

void TestCanvasView::zoomStaysInBounds()
{
    m_view->setZoom(100);
    QCOMPARE(m_view->zoom(), 8.0);
    m_view->setZoom(0.001);
    QCOMPARE(m_view->zoom(), 0.05);
    QVERIFY(!m_view->grab().isNull());
    m_view->zoomActual();
    QCOMPARE(m_view->zoom(), 1.0);
}

void TestCanvasView::spacePansInTheMiddleOfADrag()
{
    const QPointF before = m_view->mapToScene(0, 0);
    const QPoint from = center("a");
    const QPoint to = from + QPoint(0, 120);
    drag(from, to, {}, false);
    const QPointF dragged = m_view->flowScene().boxOf(id("a")).topLeft();
    QTest::keyPress(m_view.get(), Qt::Key_Space);
    const QPoint further = to + QPoint(90, 60);
    QMouseEvent move(QEvent::MouseMove, further, m_view->viewport()->mapToGlobal(further),
        Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_view->viewport(), &move);
    QCOMPARE(m_view->flowScene().boxOf(id("a")).topLeft(), dragged); // the canvas moved, not it
    QVERIFY(
        QLineF(m_view->mapToScene(0, 0), before - QPointF(90, 60) / m_view->zoom()).length() < 3);
    QTest::keyRelease(m_view.get(), Qt::Key_Space);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, further);
    QVERIFY(QLineF(place("a"), dragged).length() < 3);
}

void TestCanvasView::layoutRespectsPins()
{
    m_session->perform(edits::setPinned(plan(), {id("b")}, false, {}));
    m_session->perform(edits::placeNodes(plan(), {{id("b"), {700, 900}}}, false, {}));
    m_view->layOut();
    QTRY_VERIFY(plan().layout.places.value(id("b")).position != QPointF(700, 900));
    QCOMPARE(plan().layout.places.value(id("a")).position, QPointF(320, 0));
    QVERIFY(plan().layout.places.value(id("a")).pinned);
}

void TestCanvasView::layoutOfTheSelectionLeavesTheRest()
{
    m_session->perform(
        edits::placeNodes(plan(), {{id("b"), {700, 900}}, {id("end"), {1300, -500}}}, false, {}));
    m_session->select({ElementRef::of(id("b"))});
    m_view->layOutSelection();
    QTRY_VERIFY(plan().layout.places.value(id("b")).position != QPointF(700, 900));
    QCOMPARE(plan().layout.places.value(id("end")).position, QPointF(1300, -500));
    QCOMPARE(plan().layout.places.value(id("a")).position, QPointF(320, 0));
    m_session->undoStack().undo();
    QCOMPARE(plan().layout.places.value(id("b")).position, QPointF(700, 900));
}

void TestCanvasView::laysOutTopDownAndBack()
{
    const Plan before = plan();
    m_view->setTopDown(true);
    QTRY_COMPARE(plan().layout.direction, FlowDirection::TopDown);
    const auto place
        = [this](const char* node) { return plan().layout.places.value(id(node)).position; };
    QVERIFY(place("b").y() > place("a").y());
    QCOMPARE(m_session->undoStack().count(), 1);
    m_session->undoStack().undo();
    QVERIFY(plan() == before);
}

/// At every step of a drag the lines end at the node and run around the others, at once.
void TestCanvasView::linesFollowADrag()
{
    CanvasScene& scene = m_view->flowScene();
    QTRY_VERIFY(!scene.layouter().isBusy());
    const EdgeItem* edge = scene.edgeItem(edgeBetween("a", "b")->id);
    const QRectF home = scene.boxOf(id("b"));
    // Behind "end": the line has to go around it.
    for (const QPointF& to : {QPointF(640, 300), QPointF(1400, 0)}) {
        scene.showMoved({{id("b"), to}});
        const QList<QPointF> points = edge->route().points;
        const QRectF box = scene.boxOf(id("b"));
        QCOMPARE(box.topLeft(), to);
        QVERIFY(box.adjusted(-1, -1, 1, 1).contains(points.constLast()));
        for (qsizetype i = 0; i + 1 < points.size(); ++i) {
            const QRectF span = QRectF(points[i], points[i + 1]).normalized();
            QVERIFY(!span.adjusted(-1, -1, 1, 1).intersects(scene.boxOf(id("end"))));
        }
    }
    scene.showUnmoved();
    QCOMPARE(scene.boxOf(id("b")), home);
    QVERIFY(edge->route() == scene.layouter().geometry().edges[edgeBetween("a", "b")->id]);
}

void TestCanvasView::snapsToNeighboursAndGrid()
{
    const QRectF box(101, 203, 160, 48);
    const Snapped grid = snap(box, {}, 6);
    QCOMPARE(grid.position, QPointF(104, 200));
    QVERIFY(grid.guides.isEmpty());
    const Snapped edge = snap(box, {QRectF(97, 0, 90, 48)}, 6);
    QCOMPARE(edge.position.x(), 97.0);
    QCOMPARE(edge.guides.size(), 1);
    const Snapped middle = snap(box, {QRectF(400, 199, 50, 48)}, 6);
    QCOMPARE(middle.position.y(), 199.0);
}

void TestCanvasView::snapsToEqualGaps_data()
{
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("expected");
    QTest::addColumn<int>("gaps");
    // Others at 0–100 and 300–400: 200 apart.
    QTest::newRow("between") << 177.0 << 175.0 << 2;
    QTest::newRow("after") << 603.0 << 600.0 << 2;
    QTest::newRow("before") << -253.0 << -250.0 << 2;
    QTest::newRow("nowhere near") << 240.0 << 240.0 << 0;
}

void TestCanvasView::snapsToEqualGaps()
{
    QFETCH(double, x);
    QFETCH(double, expected);
    QFETCH(int, gaps);
    // Lower than the others by a little, so that their edges do not attract it.
    const QList<QRectF> others{QRectF(0, 0, 100, 60), QRectF(300, 0, 100, 60)};
    const Snapped snapped = snap(QRectF(x, 13, 50, 60), others, 6);
    QCOMPARE(snapped.position.x(), expected);
    QCOMPARE(snapped.gaps.size(), gaps);
    for (const QLineF& gap : snapped.gaps) {
        QCOMPARE(gap.length(), snapped.gaps.constFirst().length());
    }
}

void TestCanvasView::pansALargePlan()
{
    QSignalSpy opened(&m_view->flowScene(), &CanvasScene::opened);
    QElapsedTimer clock;
    clock.start();
    m_session->open(test::chain(1000), {});
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, 60000);
    const qint64 openedMs = clock.elapsed();
    const auto frameMs = [this, &clock](double zoom) {
        m_view->setZoom(zoom);
        m_view->centerOn(m_view->flowScene().contentRect().center());
        QCoreApplication::processEvents();
        constexpr int frames = 30;
        clock.restart();
        for (int i = 0; i < frames; ++i) {
            m_view->horizontalScrollBar()->setValue(m_view->horizontalScrollBar()->value() + 24);
            m_view->viewport()->repaint();
        }
        return static_cast<double>(clock.elapsed()) / frames;
    };
    const double near = frameMs(1);
    const double far = frameMs(0.2);
    qInfo("2,000 steps: opened in %lld ms; a whole frame takes %.1f ms at 100 %%, %.1f ms at 20 %%",
        openedMs, near, far);
    QVERIFY2(near < 100, qPrintable(QString::number(near)));
}

QTEST_MAIN(TestCanvasView)
#include "test_canvas_view.moc"
