// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/mermaid.h"
#include "tests/ui/canvas/canvas_fixture.h"
#include "ui/canvas/mermaid_clipboard.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>

using namespace whimbrel;
using test::id;

/// Keyboard, clipboard, and what assistive technology reads.
class TestCanvasKeys final : public QObject, private test::CanvasFixture {
    Q_OBJECT

private slots:
    void init() { openCanvas(); }
    void cleanup() { closeCanvas(); }

    void deletesAndHeals();
    void copiesAndPastes();
    void exchangesMermaid();
    void duplicates();
    void nudgesMerge();
    void keyboardDrawsAnEdge();
    void tabWalksInFlowOrder();
    void accessibleTreeTellsEverything();
    void pressingAnAccessibleElementGoesThere();
};

void TestCanvasKeys::deletesAndHeals()
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

void TestCanvasKeys::copiesAndPastes()
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

void TestCanvasKeys::exchangesMermaid()
{
    select({"a", "b"});
    copyMermaid(*m_view);
    const Result<Plan> copied = readMermaid(QApplication::clipboard()->text());
    QVERIFY(copied);
    QCOMPARE(copied->nodes.size(), 2);
    QCOMPARE(copied->edges.size(), 1);
    m_session->select({});
    copyMermaid(*m_view);
    QCOMPARE(readMermaid(QApplication::clipboard()->text())->nodes.size(), 4);
    const Plan before = plan();
    QApplication::clipboard()->setText(QStringLiteral(
        "flowchart TD\nsubgraph p[Prepare]\nx[First] --> y{Go?}\nend\ny -->|yes| z[Then]"));
    pasteMermaid(*m_view);
    QTRY_COMPARE(plan().nodes.size(), before.nodes.size() + 3);
    QCOMPARE(plan().edges.size(), before.edges.size() + 2);
    QCOMPARE(plan().groups.size(), 1);
    QCOMPARE(plan().groups.at(0).title, QStringLiteral("Prepare"));
    QCOMPARE(m_view->selectedNodes().size(), 3);
    QList<QRectF> boxes;
    for (const NodeId& node : m_view->selectedNodes()) {
        QVERIFY(plan().layout.places.contains(node));
        const QRectF box = m_view->flowScene().boxOf(node);
        for (const QRectF& other : std::as_const(boxes)) {
            QVERIFY(!other.intersects(box));
        }
        boxes.append(box);
    }
    m_session->undoStack().undo(); // in one step
    QVERIFY(plan() == before);
    // Pasted as anything else, it is recognized; what is no flowchart is refused.
    m_view->pasteHere();
    QTRY_COMPARE(plan().nodes.size(), before.nodes.size() + 3);
    m_session->undoStack().undo();
    QSignalSpy said(m_view.get(), &DiagramView::noticed);
    QApplication::clipboard()->setText(QStringLiteral("graph TD\nA ? B"));
    pasteMermaid(*m_view);
    QVERIFY(said.constLast().constFirst().toString().contains(QStringLiteral("line 2, column 3")));
    QVERIFY(plan() == before);
}

void TestCanvasKeys::duplicates()
{
    m_session->select({ElementRef::of(id("a"))});
    m_view->duplicateSelection();
    QCOMPARE(plan().nodes.size(), 5);
    QCOMPARE(m_session->undoStack().count(), 1);
}

void TestCanvasKeys::nudgesMerge()
{
    click(center("a"));
    for (int i = 0; i < 3; ++i) {
        QTest::keyClick(m_view.get(), Qt::Key_Right);
    }
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(plan().layout.places.value(id("a")).position, QPointF(323, 8));
    QCOMPARE(m_session->undoStack().count(), 1);
}

void TestCanvasKeys::keyboardDrawsAnEdge()
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

void TestCanvasKeys::tabWalksInFlowOrder()
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

/// The whole tree of a plan with a phase, a comment and problems: every element has a name and a
/// place, and says what is the matter with it.
void TestCanvasKeys::accessibleTreeTellsEverything()
{
    Plan sample = test::chain(3);
    const auto back = std::find_if(sample.edges.begin(), sample.edges.end(),
        [](const Edge& edge) { return edge.kind == EdgeKind::Rollback; });
    sample.edges.erase(EdgeId(back->id)); // c0 has no way back now
    Group group;
    group.id = GroupId(QStringLiteral("g"));
    group.title = QStringLiteral("Prepare");
    sample.groups.put(group);
    Node backup = *sample.nodes.find(id("backup"));
    backup.group = group.id;
    sample.nodes.put(backup);
    Comment comment;
    comment.id = CommentId(QStringLiteral("c"));
    comment.on = ElementRef::of(id("c1"));
    comment.text = QStringLiteral("Is this online?");
    sample.comments.put(comment);
    QSignalSpy opened(&m_view->flowScene(), &CanvasScene::opened);
    m_session->open(sample, {});
    QTRY_COMPARE(opened.count(), 1);
    QTRY_VERIFY(m_session->isValidated());

    QAccessibleInterface* access = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(access != nullptr);
    QCOMPARE(access->childCount(),
        static_cast<int>(plan().nodes.size() + plan().edges.size() + plan().groups.size()));
    QHash<QString, QString> said;
    for (int i = 0; i < access->childCount(); ++i) {
        QAccessibleInterface* child = access->child(i);
        QVERIFY(child != nullptr && child->isValid());
        QCOMPARE(access->indexOfChild(child), i);
        QCOMPARE(child->parent(), access);
        const QString name = child->text(QAccessible::Name);
        QVERIFY2(!name.isEmpty(), qPrintable(QString::number(i)));
        QVERIFY2(!child->rect().isEmpty(), qPrintable(name));
        said.insert(name, child->text(QAccessible::Description));
    }
    // Steps come in the order of the flow.
    QCOMPARE(access->child(0)->text(QAccessible::Name), QStringLiteral("Start: start"));
    const auto descriptionOf = [&said](const QString& part) {
        QString all;
        for (auto each = said.cbegin(); each != said.cend(); ++each) {
            all += each.key().contains(part) ? *each : QString();
        }
        return all;
    };
    QVERIFY(descriptionOf(QStringLiteral(": c1")).contains(QStringLiteral("Comment: Is this")));
    QVERIFY(descriptionOf(QStringLiteral("Phase: Prepare")).isEmpty());
    QVERIFY(said.contains(QStringLiteral("Phase: Prepare")));
    // Every finding on the canvas is told by the element that it is about.
    QStringList descriptions(said.cbegin(), said.cend());
    int told = 0;
    for (const Finding& finding : m_session->validation().findings) {
        if (!finding.accepted && m_view->flowScene().item(finding.element) != nullptr) {
            QVERIFY2(descriptions.join(QLatin1Char('\n')).contains(finding.message),
                qPrintable(finding.message));
            ++told;
        }
    }
    QVERIFY(told > 0);
}

void TestCanvasKeys::pressingAnAccessibleElementGoesThere()
{
    QAccessibleInterface* access = QAccessible::queryAccessibleInterface(m_view.get());
    QAccessibleInterface* second = access->child(1);
    QVERIFY(second->actionInterface() != nullptr);
    second->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(m_session->selection().size(), 1);
    QVERIFY(second->state().selected);
    QCOMPARE(access->focusChild(), second);
}

QTEST_MAIN(TestCanvasKeys)
#include "test_canvas_keys.moc"
