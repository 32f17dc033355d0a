// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/canvas/canvas_fixture.h"
#include "ui/canvas/breadcrumb.h"
#include "ui/canvas/canvas_commands.h"
#include "ui/session/plan_edits.h"

#include <QSignalSpy>
#include <QToolButton>

using namespace whimbrel;
using test::id;

/// A phase shown alone: what is there, what is done there, and the way back.
class TestCanvasPages final : public QObject, private test::CanvasFixture {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { closeCanvas(); }

    void showsContentAndEnds();
    void innerPhasesHavePagesToo();
    void doubleClicksLeadInAndOut();
    void breadcrumbLeadsBack();
    void whatIsAddedBelongsToThePhase();
    void whatStandsElsewhereStays();
    void stepsStayInTheirPhase();
    void layingOutKeepsTheOthers();
    void whatIsLookedForIsFound();
    void pageEndsWithItsPhase();
    void aRunShowsEverything();
    void pagesAreSeenAsTheyWereLeft();

private:
    [[nodiscard]] static GroupId outer() { return GroupId(QStringLiteral("g")); }
    [[nodiscard]] static GroupId inner() { return GroupId(QStringLiteral("inner")); }
    [[nodiscard]] const CanvasScene& scene() const { return m_view->flowScene(); }
    void enter(const GroupId& group);
    void waitForPage(const GroupId& group);
    [[nodiscard]] bool isHere(const char* node) const
    {
        return scene().nodeItem(id(node)) != nullptr && !scene().isEnd(id(node));
    }
};

/// chain(3) with the second change and its verification in a phase, the latter in another inside.
void TestCanvasPages::init()
{
    openCanvas();
    Plan sample = test::chain(3);
    Group group;
    group.id = outer();
    group.title = QStringLiteral("Second");
    sample.groups.put(group);
    group.id = inner();
    group.title = QStringLiteral("Check");
    group.parent = outer();
    sample.groups.put(group);
    for (const auto& [name, of] : {std::pair("c1", outer()), std::pair("v1", inner())}) {
        Node node = *sample.nodes.find(id(name));
        node.group = of;
        sample.nodes.put(node);
    }
    QSignalSpy opened(&m_view->flowScene(), &CanvasScene::opened);
    m_session->open(sample, {});
    QTRY_COMPARE(opened.count(), 1);
}

void TestCanvasPages::waitForPage(const GroupId& group)
{
    QCOMPARE(m_view->page(), group);
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy() && !scene().nodeItems().isEmpty());
}

void TestCanvasPages::enter(const GroupId& group)
{
    m_session->select({ElementRef::of(group)});
    m_view->enterGroup();
    waitForPage(group);
}

void TestCanvasPages::showsContentAndEnds()
{
    const QRectF before = scene().boxOf(id("c1"));
    enter(outer());
    QVERIFY(isHere("c1") && isHere("v1"));
    QCOMPARE(scene().boxOf(id("c1")), before);
    QVERIFY(scene().item(ElementRef::of(inner())) != nullptr);
    QVERIFY(scene().item(ElementRef::of(outer())) == nullptr); // the page is the phase
    QSet<NodeId> ends;
    for (const Edge& edge : plan().edges) {
        const bool from = edge.from == id("c1") || edge.from == id("v1");
        const bool to = edge.to == id("c1") || edge.to == id("v1");
        QCOMPARE(scene().edgeItem(edge.id) != nullptr, from || to);
        if (from != to) {
            ends.insert(from ? edge.to : edge.from);
        }
    }
    QVERIFY(!ends.isEmpty());
    for (const NodeId& end : ends) {
        QVERIFY(scene().isEnd(end));
        QCOMPARE(scene().nodeItem(end)->drawing().title,
            QStringLiteral("Elsewhere: ") + titleOf(*plan().nodes.find(end)));
    }
    QCOMPARE(scene().nodeItems().size(), 2 + ends.size());
    m_view->selectEverything();
    QCOMPARE(m_view->selectedNodes().size(), 2);
}

void TestCanvasPages::innerPhasesHavePagesToo()
{
    enter(outer());
    select({"v1"}); // of a step: the phase that it stands in
    m_view->enterGroup();
    waitForPage(inner());
    QVERIFY(isHere("v1"));
    QVERIFY(scene().isEnd(id("c1")));
    m_view->leaveGroup();
    waitForPage(outer());
    m_view->leaveGroup();
    waitForPage({});
    QVERIFY(isHere("c0"));
    QCOMPARE(m_session->selection(), QList{ElementRef::of(outer())});
    m_view->leaveGroup(); // nothing around it
    QCOMPARE(m_view->page(), GroupId());
}

void TestCanvasPages::doubleClicksLeadInAndOut()
{
    const auto* item = static_cast<const GroupItem*>(scene().item(ElementRef::of(outer())));
    QTest::mouseDClick(
        m_view->viewport(), Qt::LeftButton, {}, at(item->box().topLeft() + QPointF(30, 14)));
    waitForPage(outer());
    m_view->zoomToFit();
    QVERIFY(scene().isEnd(id("c2")));
    QTest::mouseDClick(
        m_view->viewport(), Qt::LeftButton, {}, at(scene().boxOf(id("c2")).center()));
    waitForPage({});
    QVERIFY(isHere("c2"));
    QCOMPARE(m_session->selection(), QList{ElementRef::of(id("c2"))});
}

void TestCanvasPages::breadcrumbLeadsBack()
{
    const auto* crumbs = m_view->findChild<Breadcrumb*>();
    QVERIFY(crumbs != nullptr && !crumbs->isVisible());
    enter(inner());
    QVERIFY(crumbs->isVisible());
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QStringList names;
    for (const QToolButton* button : crumbs->findChildren<QToolButton*>()) {
        names.append(button->text());
    }
    QCOMPARE(names, (QStringList{QStringLiteral("Flow"), QStringLiteral("Second")}));
    crumbs->findChildren<QToolButton*>().constFirst()->click();
    waitForPage({});
    QVERIFY(!crumbs->isVisible());
}

void TestCanvasPages::whatIsAddedBelongsToThePhase()
{
    enter(outer());
    m_session->select({});
    const NodeId added = m_view->addAfterSelection(NodeKind::Audit);
    QCOMPARE(plan().nodes.find(added)->group, outer());
    const NodeId dropped = m_view->addAt(NodeKind::Task, {-900, -900});
    QCOMPARE(plan().nodes.find(dropped)->group, outer());
    const NodeId unit = addChangeUnit(*m_view, NodeKind::Expand);
    QCOMPARE(plan().nodes.find(unit)->group, outer());
    // What is copied elsewhere is pasted here.
    m_view->showPage({});
    waitForPage({});
    select({"c0"});
    m_view->copySelection();
    enter(outer());
    m_view->pasteHere();
    QCOMPARE(m_view->selectedNodes().size(), 1);
    const NodeId pasted = m_view->selectedNodes().constFirst();
    QCOMPARE(plan().nodes.find(pasted)->group, outer());
    QVERIFY(scene().nodeItem(pasted) != nullptr);
    m_view->groupSelection();
    const Node* now = plan().nodes.find(pasted);
    QCOMPARE(plan().groups.find(now->group)->parent, outer());
    // Undone and done again the same.
    const Plan after = plan();
    m_session->undoStack().undo();
    m_session->undoStack().redo();
    QVERIFY(plan() == after);
}

void TestCanvasPages::whatStandsElsewhereStays()
{
    enter(outer());
    m_view->zoomToFit();
    const Plan before = plan();
    select({"c2"});
    m_view->deleteSelection();
    QVERIFY(plan() == before);
    const QPoint from = at(scene().boxOf(id("c2")).center());
    drag(from, from + QPoint(60, 60), {});
    QVERIFY(plan() == before);
    // An edge to it is drawn like any other.
    const EdgeId edge = edgeBetween("v1", "c2")->id;
    m_session->perform(edits::erase(plan(), {ElementRef::of(edge)}));
    m_session->perform(edits::connectNodes(plan(), EdgeKind::Forward, id("v1"), id("c2")));
    QTRY_VERIFY(scene().edgeItem(edgeBetween("v1", "c2")->id) != nullptr);
    QVERIFY(scene().isEnd(id("c2")));
}

void TestCanvasPages::stepsStayInTheirPhase()
{
    enter(outer());
    m_view->zoomToFit();
    const QPoint from = at(scene().boxOf(id("c1")).center());
    drag(from, from + QPoint(-100, 300), {});
    QCOMPARE(plan().nodes.find(id("c1"))->group, outer());
    QVERIFY(plan().layout.places.contains(id("c1")));
    // Into the phase inside it goes as anywhere.
    const auto* item = static_cast<const GroupItem*>(scene().item(ElementRef::of(inner())));
    drag(at(scene().boxOf(id("c1")).center()), at(item->box().topLeft() + QPointF(30, 14)), {});
    QCOMPARE(plan().nodes.find(id("c1"))->group, inner());
}

void TestCanvasPages::layingOutKeepsTheOthers()
{
    const QPointF other = scene().boxOf(id("c0")).topLeft();
    m_session->perform(
        edits::placeNodes(plan(), {{id("c1"), scene().boxOf(id("c1")).topLeft() + QPointF(7, 400)}},
            false, scene().layouter().positions()));
    enter(outer());
    const QPointF moved = plan().layout.places.value(id("c1")).position;
    m_view->layOut();
    QTRY_VERIFY(plan().layout.places.value(id("c1")).position != moved);
    QCOMPARE(plan().layout.places.value(id("c0")).position, other);
}

void TestCanvasPages::whatIsLookedForIsFound()
{
    enter(inner());
    m_session->reveal(ElementRef::of(id("c1"))); // on the page around it
    waitForPage(outer());
    QVERIFY(isHere("c1"));
    m_session->reveal(ElementRef::of(id("v1"))); // here too
    QCOMPARE(m_view->page(), outer());
    m_session->reveal(ElementRef::of(id("end")));
    waitForPage({});
    QTRY_VERIFY(m_view->mapToScene(m_view->viewport()->rect())
                    .boundingRect()
                    .contains(scene().boxOf(id("end")).center()));
}

void TestCanvasPages::pageEndsWithItsPhase()
{
    enter(outer());
    m_session->perform(edits::erase(plan(), {ElementRef::of(outer())}));
    waitForPage({});
    QVERIFY(isHere("c0") && isHere("c1"));
    m_session->undoStack().undo();
    QCOMPARE(m_view->page(), GroupId());
}

void TestCanvasPages::aRunShowsEverything()
{
    enter(outer());
    m_session->showRun(RunState{});
    waitForPage({});
    QTRY_VERIFY(isHere("c0"));
    m_session->select({ElementRef::of(outer())});
    m_view->enterGroup();
    QCOMPARE(m_view->page(), GroupId());
}

void TestCanvasPages::pagesAreSeenAsTheyWereLeft()
{
    m_view->setZoom(0.5);
    m_view->centerOn(scene().boxOf(id("c1")).center());
    const QPointF center = m_view->mapToScene(m_view->viewport()->rect().center());
    enter(outer());
    m_view->setZoom(1.5);
    m_view->leaveGroup();
    waitForPage({});
    QTRY_COMPARE(m_view->zoom(), 0.5);
    const QPointF now = m_view->mapToScene(m_view->viewport()->rect().center());
    QVERIFY(QLineF(now, center).length() < 5);
}

QTEST_MAIN(TestCanvasPages)
#include "test_canvas_pages.moc"
