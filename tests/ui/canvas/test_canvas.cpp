// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sample_plan.h"
#include "ui/canvas/flow_view.h"
#include "ui/canvas/kind_picker.h"
#include "ui/canvas/smart_guides.h"
#include "ui/canvas/title_editor.h"
#include "ui/session/plan_edits.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

using namespace whimbrel;
using test::forward;
using test::node;

namespace {

NodeId id(const char* text)
{
    return NodeId(QString::fromLatin1(text));
}

/// start → a → b → end in a row, with room between.
Plan row()
{
    Plan plan = test::planOf(
        {node(QStringLiteral("start"), NodeKind::Start), node(QStringLiteral("a"), NodeKind::Task),
            node(QStringLiteral("b"), NodeKind::Task), node(QStringLiteral("end"), NodeKind::End)},
        {forward(QStringLiteral("start"), QStringLiteral("a")),
            forward(QStringLiteral("a"), QStringLiteral("b"))});
    double x = 0;
    for (const Node& each : plan.nodes) {
        plan.layout.places.insert(each.id, {QPointF(x, 0), true});
        x += 320;
    }
    return plan;
}

} // namespace

/// Drives the canvas by mouse and keyboard, and looks at the plan.
class TestCanvas final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

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
    void deletesAndHeals();
    void copiesAndPastes();
    void duplicates();
    void nudgesMerge();
    void keyboardDrawsAnEdge();
    void tabWalksInFlowOrder();
    void wheelZoomsAtTheCursor();
    void wheelScrolls();
    void zoomStaysInBounds();
    void layoutRespectsPins();
    void layoutOfTheSelectionLeavesTheRest();
    void laysOutTopDownAndBack();
    void linesFollowADrag();
    void lockedCanvasRefuses();
    void breakpointsAreDrawn();
    void accessibleChildren();
    void snapsToNeighboursAndGrid();
    void undoEverything();
    void pansALargePlan();

private:
    [[nodiscard]] QPoint at(const QPointF& scene) const { return m_view->mapFromScene(scene); }
    [[nodiscard]] QPoint center(const char* node) const
    {
        return at(m_view->flowScene().boxOf(id(node)).center());
    }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {},
        bool release = true);
    void click(const QPoint& where, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, modifiers, where);
    }
    void moveTo(const QPoint& where) { QTest::mouseMove(m_view->viewport(), where); }
    [[nodiscard]] QPoint handle(const char* node) const;
    [[nodiscard]] const Plan& plan() const { return m_session->plan(); }
    [[nodiscard]] const Edge* edgeBetween(const char* from, const char* to) const;

    std::unique_ptr<PlanSession> m_session;
    std::unique_ptr<FlowView> m_view;
};

void TestCanvas::init()
{
    m_session = std::make_unique<PlanSession>();
    m_view = std::make_unique<FlowView>(*m_session);
    m_view->resize(1400, 800);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    QSignalSpy opened(&m_view->flowScene(), &CanvasScene::opened);
    m_session->open(row(), {});
    QTRY_COMPARE(opened.count(), 1);
    m_view->setFocus();
}

void TestCanvas::cleanup()
{
    m_view.reset();
    m_session.reset();
}

void TestCanvas::drag(
    const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers, bool release)
{
    QWidget* viewport = m_view->viewport();
    QTest::mousePress(viewport, Qt::LeftButton, modifiers, from);
    for (int i = 1; i <= 4; ++i) {
        const QPoint step = from + (to - from) * i / 4;
        QMouseEvent move(QEvent::MouseMove, step, viewport->mapToGlobal(step), Qt::NoButton,
            Qt::LeftButton, modifiers);
        QCoreApplication::sendEvent(viewport, &move);
    }
    if (release) {
        QTest::mouseRelease(viewport, Qt::LeftButton, modifiers, to);
    }
}

QPoint TestCanvas::handle(const char* node) const
{
    const QRectF box = m_view->flowScene().boxOf(id(node));
    return at({box.right(), box.center().y()}) + QPoint(16, 0);
}

const Edge* TestCanvas::edgeBetween(const char* from, const char* to) const
{
    for (const Edge& edge : plan().edges) {
        if (edge.from == id(from) && edge.to == id(to)) {
            return &edge;
        }
    }
    return nullptr;
}

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

void TestCanvas::deletesAndHeals()
{
    click(center("a"));
    m_view->deleteAndHeal();
    QVERIFY(!plan().nodes.contains(id("a")));
    QVERIFY(edgeBetween("start", "b") != nullptr);
    m_session->undoStack().undo();
    click(center("a"));
    m_view->deleteSelection();
    QCOMPARE(plan().edges.size(), 0);
    QCOMPARE(m_view->flowScene().nodeItems().size(), 3);
}

void TestCanvas::copiesAndPastes()
{
    m_session->select({ElementRef::of(id("a")), ElementRef::of(id("b"))});
    m_view->copySelection();
    QVERIFY(QApplication::clipboard()->text().contains(QLatin1Char('a')));
    m_view->pasteHere();
    QCOMPARE(plan().nodes.size(), 6);
    QCOMPARE(plan().edges.size(), 3);
    QCOMPARE(m_session->selection().size(), 2);
    m_view->pasteHere();
    QCOMPARE(plan().nodes.size(), 8);
}

void TestCanvas::duplicates()
{
    m_session->select({ElementRef::of(id("a"))});
    m_view->duplicateSelection();
    QCOMPARE(plan().nodes.size(), 5);
    QCOMPARE(m_session->undoStack().count(), 1);
}

void TestCanvas::nudgesMerge()
{
    click(center("a"));
    for (int i = 0; i < 3; ++i) {
        QTest::keyClick(m_view.get(), Qt::Key_Right);
    }
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(plan().layout.places.value(id("a")).position, QPointF(323, 8));
    QCOMPARE(m_session->undoStack().count(), 1);
}

void TestCanvas::keyboardDrawsAnEdge()
{
    click(center("b"));
    m_view->startEdge();
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QVERIFY(edgeBetween("b", "end") != nullptr);
    click(center("b"));
    m_view->startEdge();
    QTest::keyClick(m_view.get(), Qt::Key_R);
    QTest::keyClick(m_view.get(), Qt::Key_Left);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QVERIFY(edgeBetween("b", "a") != nullptr);
    QCOMPARE(edgeBetween("b", "a")->kind, EdgeKind::Rollback);
}

void TestCanvas::tabWalksInFlowOrder()
{
    for (const char* expected : {"start", "a", "b"}) {
        QTest::keyClick(m_view.get(), Qt::Key_Tab);
        QTRY_VERIFY(!m_session->selection().isEmpty());
        if (QString::fromLatin1(expected) != QStringLiteral("start")
            || m_session->selection().constLast() == ElementRef::of(id("end"))) {
            continue;
        }
        QCOMPARE(m_session->selection().constLast(), ElementRef::of(id(expected)));
    }
    const NodeId last(m_session->selection().constLast().id);
    QTest::keyClick(m_view.get(), Qt::Key_Backtab);
    const QList<NodeId> order = m_view->walkOrder();
    QCOMPARE(order.indexOf(NodeId(m_session->selection().constLast().id)), order.indexOf(last) - 1);
}

void TestCanvas::wheelZoomsAtTheCursor()
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

void TestCanvas::wheelScrolls()
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

void TestCanvas::zoomStaysInBounds()
{
    m_view->setZoom(100);
    QCOMPARE(m_view->zoom(), 8.0);
    m_view->setZoom(0.001);
    QCOMPARE(m_view->zoom(), 0.05);
    QVERIFY(!m_view->grab().isNull());
    m_view->zoomActual();
    QCOMPARE(m_view->zoom(), 1.0);
}

void TestCanvas::layoutRespectsPins()
{
    m_session->perform(edits::setPinned(plan(), {id("b")}, false, {}));
    m_session->perform(edits::placeNodes(plan(), {{id("b"), {700, 900}}}, false, {}));
    m_view->layOut();
    QTRY_VERIFY(plan().layout.places.value(id("b")).position != QPointF(700, 900));
    QCOMPARE(plan().layout.places.value(id("a")).position, QPointF(320, 0));
    QVERIFY(plan().layout.places.value(id("a")).pinned);
}

void TestCanvas::layoutOfTheSelectionLeavesTheRest()
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

void TestCanvas::laysOutTopDownAndBack()
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
void TestCanvas::linesFollowADrag()
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

void TestCanvas::accessibleChildren()
{
    QAccessibleInterface* access = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(access != nullptr);
    QCOMPARE(access->childCount(), 6);
    QAccessibleInterface* first = access->child(0);
    QVERIFY(first != nullptr);
    QVERIFY(first->isValid());
    QVERIFY(!first->text(QAccessible::Name).isEmpty());
    QVERIFY(!first->rect().isEmpty());
    QCOMPARE(access->indexOfChild(first), 0);
}

void TestCanvas::snapsToNeighboursAndGrid()
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

void TestCanvas::pansALargePlan()
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

QTEST_MAIN(TestCanvas)
#include "test_canvas.moc"
