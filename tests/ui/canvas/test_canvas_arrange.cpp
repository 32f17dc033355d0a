// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/canvas/canvas_fixture.h"
#include "ui/canvas/canvas_commands.h"
#include "ui/canvas/fading.h"
#include "ui/canvas/minimap.h"
#include "ui/session/jump_history.h"
#include "ui/session/plan_edits.h"

#include <QTreeWidget>

using namespace whimbrel;
using test::id;

namespace {

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

} // namespace

/// Putting the selection in order, widening it, and finding one's way on the canvas.
class TestCanvasArrange final : public QObject, private test::CanvasFixture {
    Q_OBJECT

private slots:
    void init() { openCanvas(); }
    void cleanup() { closeCanvas(); }

    void arranges_data();
    void arranges();
    void alignsWithTheOneSelectedLast();
    void spreadsWithEqualGaps();
    void selectsSimilar_data();
    void selectsSimilar();
    void jumpsBackAndForward();
    void fadesWhatIsNotLookedAt();
    void mapTakesTheCanvasThere();

private:
    [[nodiscard]] bool isFaint(const char* node) const;
};

void TestCanvasArrange::arranges_data()
{
    QTest::addColumn<int>("how");
    QTest::addColumn<QPointF>("first");
    QTest::addColumn<QPointF>("second");
    const auto row = [](const char* name, Arranging how, const QPointF& a, const QPointF& b) {
        QTest::newRow(name) << static_cast<int>(how) << a << b;
    };
    // a: (3, 5) 100 × 40; b: (200, 90) 60 × 20, the anchor
    row("left", Arranging::Left, {200, 5}, {200, 90});
    row("right", Arranging::Right, {160, 5}, {200, 90});
    row("top", Arranging::Top, {3, 90}, {200, 90});
    row("bottom", Arranging::Bottom, {3, 70}, {200, 90});
    row("center", Arranging::Center, {180, 5}, {200, 90});
    row("middle", Arranging::Middle, {3, 80}, {200, 90});
    row("tidy", Arranging::Tidy, {0, 8}, {200, 88});
    row("two cannot be spread", Arranging::SpreadAcross, {3, 5}, {200, 90});
}

void TestCanvasArrange::arranges()
{
    QFETCH(int, how);
    QFETCH(QPointF, first);
    QFETCH(QPointF, second);
    const QHash<NodeId, QRectF> boxes{
        {id("a"), QRectF(3, 5, 100, 40)}, {id("b"), QRectF(200, 90, 60, 20)}};
    const auto moved = arranged(boxes, id("b"), static_cast<Arranging>(how));
    QCOMPARE(moved.value(id("a"), {3, 5}), first);
    QCOMPARE(moved.value(id("b"), {200, 90}), second);
}

void TestCanvasArrange::alignsWithTheOneSelectedLast()
{
    m_session->perform(edits::placeNodes(plan(), {{id("b"), {640, 300}}}, true, {}));
    select({"a", "end", "b"});
    arrangeSelection(*m_view, Arranging::Top);
    QCOMPARE(place("a").y(), 300.0);
    QCOMPARE(place("end").y(), 300.0);
    QCOMPARE(place("b"), QPointF(640, 300));
    m_session->undoStack().undo(); // one step
    QCOMPARE(place("a").y(), 0.0);
    QCOMPARE(place("end").y(), 0.0);
}

void TestCanvasArrange::spreadsWithEqualGaps()
{
    m_session->perform(edits::placeNodes(plan(), {{id("a"), {230, 0}}}, true, {}));
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
    select({"b", "start", "a"});
    arrangeSelection(*m_view, Arranging::SpreadAcross);
    const CanvasScene& scene = m_view->flowScene();
    QTRY_COMPARE(scene.boxOf(id("a")).topLeft(), place("a"));
    const double before = scene.boxOf(id("a")).left() - scene.boxOf(id("start")).right();
    const double after = scene.boxOf(id("b")).left() - scene.boxOf(id("a")).right();
    QVERIFY(std::abs(before - after) < 0.01);
    QCOMPARE(place("b"), QPointF(640, 0));
}

void TestCanvasArrange::selectsSimilar_data()
{
    QTest::addColumn<int>("how");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* name, Similar how, const QStringList& expected) {
        QTest::newRow(name) << static_cast<int>(how) << expected;
    };
    row("kind", Similar::Kind, words("c0 c1 c2"));
    row("owner", Similar::Owner, words("c1 v0"));
    row("phase", Similar::Group, words("c1 v1"));
    row("before", Similar::Before, words("backup c0 c1 staging start v0"));
    row("after", Similar::After, words("c1 c2 end v1 v2"));
    row("until gate", Similar::UntilGate, words("c1 v1"));
    row("ways back", Similar::WaysBack, words("c0< c1< c2<"));
}

void TestCanvasArrange::selectsSimilar()
{
    Plan plan = test::chain(3);
    const auto change = [&plan](const char* name, const auto& how) {
        Node node = *plan.nodes.find(id(name));
        how(node);
        plan.nodes.put(node);
    };
    for (const char* name : {"c1", "v0"}) {
        change(name, [](Node& node) { node.owner = ParticipantId(QStringLiteral("dba")); });
    }
    for (const char* name : {"c1", "v1"}) {
        change(name, [](Node& node) { node.group = GroupId(QStringLiteral("g")); });
    }
    change("v1", [](Node& node) { node.kind = NodeKind::Gate; });
    QFETCH(int, how);
    QFETCH(QStringList, expected);
    QStringList found;
    for (const ElementRef& ref :
        similarTo(plan, {ElementRef::of(id("c1"))}, static_cast<Similar>(how))) {
        if (ref.type == ElementType::Node) {
            found.append(ref.id);
        } else if (plan.edges.find(EdgeId(ref.id))->kind == EdgeKind::Rollback) {
            found.append(ref.id.left(3));
        }
    }
    found.sort();
    QCOMPARE(found, expected);
}

void TestCanvasArrange::jumpsBackAndForward()
{
    JumpHistory jumps(*m_session);
    const auto selected = [this] { return m_session->selection().constLast().id; };
    for (const char* node : {"a", "b", "end"}) {
        m_session->reveal(ElementRef::of(id(node)));
    }
    jumps.goBack();
    QCOMPARE(selected(), QStringLiteral("b"));
    jumps.goBack();
    QCOMPARE(selected(), QStringLiteral("a"));
    jumps.goForward();
    QCOMPARE(selected(), QStringLiteral("b"));
    // Whoever strayed comes back first.
    m_session->select({ElementRef::of(id("start"))});
    jumps.goBack();
    QCOMPARE(selected(), QStringLiteral("b"));
    // What is deleted is no place.
    m_session->perform(edits::erase(plan(), {ElementRef::of(id("a"))}));
    jumps.goBack();
    QCOMPARE(selected(), QStringLiteral("b"));
}

/// Whether the middle of a step's upper border is drawn nearly as light as the canvas.
bool TestCanvasArrange::isFaint(const char* node) const
{
    const QRectF box = m_view->flowScene().boxOf(id(node));
    const QImage shot = m_view->viewport()->grab().toImage();
    const QPoint middle = at({box.center().x(), box.top()});
    int darkest = 255;
    for (int x = -12; x <= 12; ++x) { // some borders are dotted
        for (int y = -3; y <= 3; ++y) {
            darkest = std::min(darkest, qGray(shot.pixel(middle + QPoint(x, y))));
        }
    }
    return darkest > 200;
}

void TestCanvasArrange::fadesWhatIsNotLookedAt()
{
    m_session->perform(edits::changeKind(plan(), id("b"), NodeKind::Backup));
    QVERIFY(!isFaint("a"));
    Fading fading(*m_view);
    fading.pick();
    auto* list
        = m_view->findChild<QWidget*>(QStringLiteral("fadePicker"))->findChild<QTreeWidget*>();
    const auto backup = list->findItems(QStringLiteral("Backup"), Qt::MatchContains);
    QCOMPARE(backup.size(), 1);
    emit list->itemClicked(backup.constFirst(), 0);
    // A click takes the current row.
    fading.keepOnly([](const Node& node) { return node.kind == NodeKind::Backup; }, {});
    QVERIFY(isFaint("a"));
    QVERIFY(!isFaint("b"));
    m_view->setFocus();
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QVERIFY(!fading.isOn());
    QVERIFY(!isFaint("a"));
}

void TestCanvasArrange::mapTakesTheCanvasThere()
{
    Minimap map(*m_view);
    map.show();
    m_view->setZoom(2);
    QTest::mouseClick(&map, Qt::LeftButton, {}, QPoint(20, map.height() / 2));
    const double left = m_view->mapToScene(m_view->viewport()->rect().center()).x();
    QTest::mouseClick(&map, Qt::LeftButton, {}, QPoint(map.width() - 20, map.height() / 2));
    const double right = m_view->mapToScene(m_view->viewport()->rect().center()).x();
    QVERIFY2(right > left + 500, qPrintable(QStringLiteral("%1 %2").arg(left).arg(right)));
    QVERIFY(!map.grab().isNull());
}

QTEST_MAIN(TestCanvasArrange)
#include "test_canvas_arrange.moc"
