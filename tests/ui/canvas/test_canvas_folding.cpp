// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/folding.h"
#include "tests/ui/canvas/canvas_fixture.h"
#include "ui/canvas/canvas_commands.h"
#include "ui/session/plan_edits.h"

#include <QSignalSpy>

using namespace whimbrel;
using test::id;

/// Folding phases to one box each, and what one can do with them then.
class TestCanvasFolding final : public QObject, private test::CanvasFixture {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { closeCanvas(); }

    void viewStandsInForTheOutermost();
    void summarySaysWhatIsInside();
    void foldsAndUnfolds();
    void edgesLeadToTheBox();
    void draggingTheBoxTakesItsStepsAlong();
    void layingOutMovesTheStepsInside();
    void editsInsideStayHidden();
    void doubleClickOpens();
    void aRunOpensEverything();
    void undoOpensAgain();

private:
    [[nodiscard]] ElementRef phase() const { return ElementRef::of(GroupId(QStringLiteral("g"))); }
    void fold();
    void settle() { QTRY_VERIFY(!m_view->flowScene().layouter().isBusy()); }
};

/// chain(3) with the second change and its verification in a phase, within another.
void TestCanvasFolding::init()
{
    openCanvas();
    Plan sample = test::chain(3);
    Group outer;
    outer.id = GroupId(QStringLiteral("g"));
    outer.title = QStringLiteral("Second");
    Group inner;
    inner.id = GroupId(QStringLiteral("inner"));
    inner.parent = outer.id;
    sample.groups.put(outer);
    sample.groups.put(inner);
    for (const auto& [name, group] : {std::pair("c1", outer.id), std::pair("v1", inner.id)}) {
        Node node = *sample.nodes.find(id(name));
        node.group = group;
        sample.nodes.put(node);
    }
    QSignalSpy opened(&m_view->flowScene(), &CanvasScene::opened);
    m_session->open(sample, {});
    QTRY_COMPARE(opened.count(), 1);
}

void TestCanvasFolding::fold()
{
    m_session->select({phase()});
    foldSelection(*m_view, true);
    QTRY_VERIFY(m_view->flowScene().nodeItem(id("c1")) == nullptr);
    settle();
}

void TestCanvasFolding::viewStandsInForTheOutermost()
{
    Plan both = plan();
    both.layout.folded = {GroupId(QStringLiteral("g")), GroupId(QStringLiteral("inner"))};
    const FoldedView view = foldedView(both);
    QCOMPARE(view.standIns.size(), 1);
    QCOMPARE(view.hidden.size(), 2);
    QCOMPARE(view.plan.nodes.size(), both.nodes.size() - 1);
    QVERIFY(view.plan.groups.isEmpty());
    const NodeId box = *view.standIns.cbegin();
    int inside = 0;
    for (const Edge& edge : view.plan.edges) {
        QVERIFY(view.plan.nodes.contains(edge.from) && view.plan.nodes.contains(edge.to));
        inside += edge.from == box && edge.to == box ? 1 : 0;
    }
    QCOMPARE(inside, 0);
    // Nothing folded: the very same plan.
    QVERIFY(foldedView(plan()).plan == plan());
}

void TestCanvasFolding::summarySaysWhatIsInside()
{
    const QString summary = foldedSummary(plan(), GroupId(QStringLiteral("g")));
    QVERIFY2(summary.startsWith(QStringLiteral("2 steps · ")), qPrintable(summary));
    QVERIFY2(summary.endsWith(QStringLiteral("1 rollback edge")), qPrintable(summary));
}

void TestCanvasFolding::foldsAndUnfolds()
{
    const QRectF before = m_view->flowScene().boxOf(id("c1"));
    const QRectF end = m_view->flowScene().boxOf(id("end"));
    fold();
    CanvasScene& scene = m_view->flowScene();
    QVERIFY(scene.item(phase()) != nullptr);
    QVERIFY(scene.nodeItem(id("v1")) == nullptr);
    QVERIFY(scene.item(ElementRef::of(GroupId(QStringLiteral("inner")))) == nullptr);
    QCOMPARE(scene.boxOf(id("end")), end); // the others stay
    QCOMPARE(scene.boxOf(id("c1")), scene.boxOf(id("v1"))); // the box that stands for them
    QVERIFY(!m_view->grab().isNull());
    foldSelection(*m_view, false);
    QTRY_VERIFY(scene.nodeItem(id("c1")) != nullptr);
    QCOMPARE(scene.boxOf(id("c1")), before);
    settle();
    for (const Edge& edge : plan().edges) {
        QVERIFY(scene.edgeItem(edge.id) != nullptr);
    }
}

void TestCanvasFolding::edgesLeadToTheBox()
{
    fold();
    const EdgeItem* into = m_view->flowScene().edgeItem(edgeBetween("v0", "c1")->id);
    QVERIFY(into != nullptr);
    const QRectF box = m_view->flowScene().boxOf(id("c1"));
    QVERIFY(box.adjusted(-1, -1, 1, 1).contains(into->route().points.constLast()));
    QVERIFY(m_view->flowScene().edgeItem(edgeBetween("c1", "v1")->id) == nullptr);
}

void TestCanvasFolding::draggingTheBoxTakesItsStepsAlong()
{
    fold();
    const QPointF first = place("c1");
    const QPointF second = place("v1");
    const QPoint from = at(m_view->flowScene().boxOf(id("c1")).center());
    const int before = m_session->undoStack().count();
    drag(from, from + QPoint(0, 180));
    const QPointF by = place("c1") - first;
    QVERIFY(by.y() > 100);
    QCOMPARE(place("v1") - second, by);
    QCOMPARE(m_session->undoStack().count(), before + 1);
    settle();
    QVERIFY(m_view->flowScene().nodeItem(id("c1")) == nullptr);
}

void TestCanvasFolding::layingOutMovesTheStepsInside()
{
    fold();
    m_session->perform(edits::placeNodes(plan(),
        {{id("c1"), place("c1") + QPointF(0, 900)}, {id("v1"), place("v1") + QPointF(0, 900)}},
        false, {}));
    settle();
    const QPointF apart = place("v1") - place("c1");
    const QPointF before = place("c1");
    m_view->layOutEverything();
    QTRY_VERIFY(place("c1") != before);
    QCOMPARE(place("v1") - place("c1"), apart);
}

void TestCanvasFolding::editsInsideStayHidden()
{
    fold();
    m_session->perform(edits::renameNode(plan(), id("c1"), QStringLiteral("Renamed")));
    const Node added = edits::newNode(plan(), NodeKind::Audit);
    m_session->perform(edits::addNode(plan(), added, {0, 0}));
    m_session->perform(edits::setGroup(plan(), {added.id}, GroupId(QStringLiteral("inner"))));
    settle();
    QVERIFY(m_view->flowScene().nodeItem(id("c1")) == nullptr);
    QTRY_VERIFY(m_view->flowScene().nodeItem(added.id) == nullptr);
    const DrawGroup& drawing = m_view->flowScene().item(phase())->drawing();
    QVERIFY2(
        drawing.description.startsWith(QStringLiteral("3 steps")), qPrintable(drawing.description));
}

void TestCanvasFolding::doubleClickOpens()
{
    fold();
    QTest::mouseDClick(
        m_view->viewport(), Qt::LeftButton, {}, at(m_view->flowScene().boxOf(id("c1")).center()));
    QVERIFY(plan().layout.folded.isEmpty());
    QTRY_VERIFY(m_view->flowScene().nodeItem(id("c1")) != nullptr);
}

void TestCanvasFolding::aRunOpensEverything()
{
    fold();
    m_session->showRun(RunState{});
    QTRY_VERIFY(m_view->flowScene().nodeItem(id("c1")) != nullptr);
    m_session->showRun(std::nullopt);
    QTRY_VERIFY(m_view->flowScene().nodeItem(id("c1")) == nullptr);
}

void TestCanvasFolding::undoOpensAgain()
{
    const Plan before = plan();
    fold();
    m_session->undoStack().undo();
    QVERIFY(plan() == before);
    QTRY_VERIFY(m_view->flowScene().nodeItem(id("c1")) != nullptr);
}

QTEST_MAIN(TestCanvasFolding)
#include "test_canvas_folding.moc"
