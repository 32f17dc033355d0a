// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/sequence/sequence_fixture.h"
#include "ui/diagram/title_editor.h"

#include <QAccessible>
#include <QScrollBar>

using namespace whimbrel;
using test::diagram;
using test::id;

/// Drives a sequence diagram by mouse, and looks at the plan and at what is shown.
class TestSequenceView final : public QObject, private test::SequenceFixture {
    Q_OBJECT

private slots:
    void init() { openView(); }
    void cleanup() { closeView(); }

    void showsEveryElement();
    void dragDrawsAMessage();
    void modifiersChooseTheKind_data();
    void modifiersChooseTheKind();
    void dragDownIsAMessageToOneself();
    void escapeGivesUpADrag();
    void dragMovesAMessage();
    void dragIntoAFragmentJoinsIt();
    void dragOfAnEndLeadsElsewhere();
    void dragOfAHeadMovesTheLifeline();
    void doubleClickEditsTheText();
    void doubleClickEditsAGuard();
    void tabGoesOnToTheNextText();
    void linkedSelectionIsMarked();
    void isNotEditedWhileLocked();
    void headsStayInSight();
    void accessibleTreeTellsEverything();
    void selectionHasTheFocus();
};

void TestSequenceView::showsEveryElement()
{
    for (const char* part : {"ask", "alter", "opt", "wait", "done"}) {
        const ElementRef ref = ElementRef::of(diagram, id(part));
        QVERIFY2(m_view->sequenceScene().item(ref), part);
        QVERIFY2(!m_view->boundsOf(ref).isEmpty(), part);
    }
    QCOMPARE(
        m_view->elementAt(placed("alter").label.center()), ElementRef::of(diagram, id("alter")));
    QCOMPARE(m_view->elementAt(headOf("db")), participantRef(ParticipantId(QStringLiteral("db"))));
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done"));
}

void TestSequenceView::dragDrawsAMessage()
{
    const double y = placed("ask").row.bottom() + 2;
    drag(at({lineOf("app"), y}), at({lineOf("db"), y}));
    QCOMPARE(order(), QStringLiteral("ask message alter opt(wait) done"));
    QCOMPARE(messageOf(id("message")).from.text(), QStringLiteral("app"));
    QCOMPARE(messageOf(id("message")).to.text(), QStringLiteral("db"));
    QCOMPARE(messageOf(id("message")).kind, MessageKind::Sync);
    type(QStringLiteral("read"));
    QCOMPARE(messageOf(id("message")).text, QStringLiteral("read"));
    undo();
    undo();
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done"));
}

void TestSequenceView::modifiersChooseTheKind_data()
{
    QTest::addColumn<int>("modifier");
    QTest::addColumn<MessageKind>("kind");
    QTest::newRow("answer") << static_cast<int>(Qt::ShiftModifier) << MessageKind::Reply;
    QTest::newRow("signal") << static_cast<int>(Qt::ControlModifier) << MessageKind::Async;
}

void TestSequenceView::modifiersChooseTheKind()
{
    QFETCH(int, modifier);
    QFETCH(MessageKind, kind);
    const double y = placed("ask").row.bottom() + 2;
    drag(at({lineOf("db"), y}), at({lineOf("app"), y}), Qt::KeyboardModifiers(modifier));
    QCOMPARE(messageOf(id("message")).kind, kind);
    QCOMPARE(messageOf(id("message")).to.text(), QStringLiteral("app"));
}

void TestSequenceView::dragDownIsAMessageToOneself()
{
    const double y = placed("ask").row.bottom() + 2;
    drag(at({lineOf("app"), y}), at({lineOf("app"), y + 40}));
    QVERIFY(messageOf(id("message")).isToItself());
}

void TestSequenceView::escapeGivesUpADrag()
{
    const double y = placed("ask").row.bottom() + 2;
    drag(at({lineOf("app"), y}), at({lineOf("db"), y}), {}, false);
    key(Qt::Key_Escape);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, at({lineOf("db"), y}));
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done"));
    QVERIFY(!m_session->undoStack().canUndo());
}

void TestSequenceView::dragMovesAMessage()
{
    drag(labelOf("ask"), at({placed("ask").label.center().x(), placed("alter").row.bottom()}));
    QCOMPARE(order(), QStringLiteral("alter ask opt(wait) done"));
    undo();
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done"));
}

void TestSequenceView::dragIntoAFragmentJoinsIt()
{
    drag(labelOf("alter"), at({placed("alter").label.center().x(), placed("wait").row.bottom()}));
    QCOMPARE(order(), QStringLiteral("ask opt(wait alter) done"));
    drag(labelOf("alter"), at({placed("alter").label.center().x(), placed("ask").row.top()}));
    QCOMPARE(order(), QStringLiteral("alter ask opt(wait) done"));
}

void TestSequenceView::dragOfAnEndLeadsElsewhere()
{
    select({"ask"});
    const QPointF head = placed("ask").line.last();
    drag(at(head), at({lineOf("db"), head.y()}));
    QCOMPARE(messageOf(id("ask")).to.text(), QStringLiteral("db"));
    QCOMPARE(sequence().parts.size(), 4);
    const QPointF tail = placed("ask").line.first();
    drag(at(tail), at({lineOf("runner"), tail.y()}));
    QCOMPARE(messageOf(id("ask")).from.text(), QStringLiteral("runner"));
    undo();
    undo();
    QCOMPARE(messageOf(id("ask")).to.text(), QStringLiteral("runner"));
}

void TestSequenceView::dragOfAHeadMovesTheLifeline()
{
    drag(at(headOf("app")), at(headOf("db") + QPointF(60, 0)));
    QCOMPARE(sequence().lifelines.last().text(), QStringLiteral("app"));
    QVERIFY(lineOf("app") > lineOf("db"));
    undo();
    QVERIFY(lineOf("app") < lineOf("runner"));
}

void TestSequenceView::doubleClickEditsTheText()
{
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, labelOf("alter"));
    type(QStringLiteral("add column"));
    QCOMPARE(messageOf(id("alter")).text, QStringLiteral("add column"));
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, at(headOf("app")));
    type(QStringLiteral("Shop"));
    QCOMPARE(plan().participants.find(ParticipantId(QStringLiteral("app")))->title,
        QStringLiteral("Shop"));
}

void TestSequenceView::doubleClickEditsAGuard()
{
    const PlacedFragment& frame = m_view->sequenceScene().geometry().fragments.first();
    QTest::mouseDClick(
        m_view->viewport(), Qt::LeftButton, {}, at(frame.operands.first().guard.box.center()));
    type(QStringLiteral("too slow"));
    QCOMPARE(findPart(sequence(), id("opt"))->fragment()->operands.first().guard,
        QStringLiteral("too slow"));
}

void TestSequenceView::tabGoesOnToTheNextText()
{
    select({"ask"});
    m_view->renameSelection();
    type(QStringLiteral("one"), Qt::Key_Tab);
    QTRY_COMPARE(m_session->selection(), QList<ElementRef>{ElementRef::of(diagram, id("alter"))});
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    type(QStringLiteral("two"));
    QCOMPARE(messageOf(id("ask")).text, QStringLiteral("one"));
    QCOMPARE(messageOf(id("alter")).text, QStringLiteral("two"));
}

void TestSequenceView::linkedSelectionIsMarked()
{
    m_session->perform(
        edits::toggleLink(plan(), diagram, id("alter"), NodeId(QStringLiteral("c0"))));
    const auto seen = [this] {
        QImage image(m_view->viewport()->size(), QImage::Format_RGB32);
        m_view->viewport()->render(&image);
        return image.copy(QRect(at(placed("alter").label.topLeft()), QSize(30, 30)));
    };
    m_session->select({});
    const QImage before = seen();
    m_session->select({ElementRef::of(NodeId(QStringLiteral("c0")))});
    QVERIFY(seen() != before);
    m_session->select({});
    QCOMPARE(seen(), before);
}

void TestSequenceView::isNotEditedWhileLocked()
{
    m_view->setLocked(true);
    const double y = placed("ask").row.bottom() + 2;
    drag(at({lineOf("app"), y}), at({lineOf("db"), y}));
    drag(labelOf("ask"), at({placed("ask").label.center().x(), placed("alter").row.bottom()}));
    select({"ask"});
    m_view->deleteSelection();
    m_view->renameSelection();
    QVERIFY(!m_view->findChild<TitleEditor*>());
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done"));
}

void TestSequenceView::headsStayInSight()
{
    m_view->setZoom(2);
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->value() + 300);
    const double top = m_view->mapToScene(QPoint(0, 0)).y();
    QVERIFY(top > headOf("app").y());
    const QPointF there(lineOf("runner"), top + 20);
    QCOMPARE(m_view->elementAt(there), participantRef(ParticipantId(QStringLiteral("runner"))));
}

/// Lifelines from left to right, then what happens from top to bottom; each named and in its place.
void TestSequenceView::accessibleTreeTellsEverything()
{
    m_session->perform(edits::addPart(plan(), diagram,
        SequenceNote{
            NoteSide::Over, {ParticipantId(QStringLiteral("db"))}, QStringLiteral("mind the lag")},
        {{}, 0, id("done")}, QStringLiteral("remark"))
                           .edit);
    m_session->perform(edits::addRange(plan(), diagram, {id("alter")}, RangeKind::Lock).edit);
    QTRY_VERIFY(m_session->isValidated());
    QAccessibleInterface* access = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(access != nullptr);
    QVERIFY(access->text(QAccessible::Name).contains(QStringLiteral("Main")));
    QStringList names;
    for (int i = 0; i < access->childCount(); ++i) {
        QAccessibleInterface* child = access->child(i);
        QVERIFY(child != nullptr && child->isValid());
        QCOMPARE(access->indexOfChild(child), i);
        QVERIFY2(!child->rect().isEmpty(), qPrintable(child->text(QAccessible::Name)));
        names.append(child->text(QAccessible::Name));
    }
    QCOMPARE(names.size(), 3 + 6 + 1); // lifelines, parts, the range
    QVERIFY(names.at(0).contains(QStringLiteral("app")));
    QCOMPARE(names.at(3), QStringLiteral("app to runner: ask"));
    QCOMPARE(names.at(4), QStringLiteral("runner to db: alter"));
    QVERIFY(names.at(5).startsWith(QStringLiteral("Lock")));
    QCOMPARE(access->child(6)->role(), QAccessible::Grouping);
    QCOMPARE(access->child(6)->text(QAccessible::Description), QStringLiteral("slow"));
    QCOMPARE(names.at(7), QStringLiteral("runner to db: wait"));
    QCOMPARE(access->child(8)->role(), QAccessible::Note);
    QCOMPARE(access->child(8)->text(QAccessible::Description), QStringLiteral("mind the lag"));
    // Pressing one goes there.
    access->child(7)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(m_session->selection(), QList{ElementRef::of(diagram, id("wait"))});
    QCOMPARE(access->focusChild(), access->child(7));
}

/// The element that was selected last has the keyboard, for who hears instead of seeing.
void TestSequenceView::selectionHasTheFocus()
{
    QAccessibleInterface* access = QAccessible::queryAccessibleInterface(m_view.get());
    select({"ask"});
    key(Qt::Key_Down);
    QCOMPARE(access->focusChild(), access->child(4));
    QVERIFY(access->child(4)->state().focused);
    QVERIFY(!access->child(3)->state().selected);
    key(Qt::Key_Escape);
    QVERIFY(access->focusChild() == nullptr);
}

QTEST_MAIN(TestSequenceView)
#include "test_sequence_view.moc"
