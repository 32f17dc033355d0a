// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/sequence_parts.h"
#include "tests/support/sample_plan.h"
#include "ui/diagram/title_editor.h"
#include "ui/inspector/inspector.h"
#include "ui/sequence/sequence_view.h"
#include "ui/sequence/step_popup.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>

using namespace whimbrel;

namespace {

const SequenceId diagram(QStringLiteral("main"));

SequencePart message(
    const char* id, const char* from, const char* to, MessageKind kind = MessageKind::Sync)
{
    Message body;
    body.kind = kind;
    body.from = ParticipantId(QString::fromLatin1(from));
    body.to = ParticipantId(QString::fromLatin1(to));
    body.text = QString::fromLatin1(id);
    return {SequencePartId(QString::fromLatin1(id)), body, {}};
}

/// app → runner: ask, runner → db: alter, opt [slow] { runner → db: wait }, db ⇢ runner: done.
Plan talk()
{
    Plan plan = test::chain(1);
    for (const char* each : {"app", "runner", "db"}) {
        Participant who;
        who.id = ParticipantId(QString::fromLatin1(each));
        who.title = QString::fromLatin1(each);
        plan.participants.put(who);
    }
    Fragment fragment;
    fragment.operands = {{QStringLiteral("slow"), {message("wait", "runner", "db")}, {}}};
    Sequence sequence;
    sequence.id = diagram;
    sequence.title = QStringLiteral("Main");
    for (const Participant& who : plan.participants) {
        sequence.lifelines.append(who.id);
    }
    sequence.parts = {message("ask", "app", "runner"), message("alter", "runner", "db"),
        {SequencePartId(QStringLiteral("opt")), fragment, {}},
        message("done", "db", "runner", MessageKind::Reply)};
    plan.sequences.put(sequence);
    return plan;
}

SequencePartId id(const char* text)
{
    return SequencePartId(QString::fromLatin1(text));
}

} // namespace

/// Drives a sequence diagram by mouse and keyboard, and looks at the plan.
class TestSequenceView final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

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
    void keysWalk();
    void keysDrawAMessage();
    void keysMoveThroughFragments();
    void fragmentsGoAround();
    void dissolvesAFragment();
    void addsWhatStandsOnLifelines();
    void addsParticipants();
    void addsRanges();
    void deletesAndRepairsRanges();
    void deletesALifeline();
    void copiesAndPastes();
    void linksToSteps();
    void linkedSelectionIsMarked();
    void isNotEditedWhileLocked();
    void headsStayInSight();
    void inspectorEditsAMessage();
    void inspectorEditsSeveral();
    void inspectorEditsCompartments();

private:
    [[nodiscard]] const Plan& plan() const { return m_session->plan(); }
    [[nodiscard]] const Sequence& sequence() const { return *plan().sequences.find(diagram); }
    [[nodiscard]] const Message& messageOf(const SequencePartId& part) const
    {
        return *findPart(sequence(), part)->message();
    }
    /// The ids of the parts in order, fragments with what is in them: "ask alter opt(wait) done".
    [[nodiscard]] QString order() const;
    [[nodiscard]] QPoint at(const QPointF& scene) const { return m_view->mapFromScene(scene); }
    [[nodiscard]] double lineOf(const char* participant) const
    {
        return m_view->sequenceScene().lifeline(ParticipantId(QString::fromLatin1(participant)))->x;
    }
    [[nodiscard]] QPointF headOf(const char* participant) const
    {
        return m_view->sequenceScene()
            .lifeline(ParticipantId(QString::fromLatin1(participant)))
            ->heads.first()
            .center();
    }
    [[nodiscard]] const PlacedMessage& placed(const char* part) const
    {
        return *m_view->sequenceScene().message(id(part));
    }
    [[nodiscard]] QPoint labelOf(const char* part) const { return at(placed(part).label.center()); }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {},
        bool release = true);
    void select(std::initializer_list<const char*> parts);
    void key(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_view.get(), static_cast<Qt::Key>(key), modifiers);
    }
    /// Types into the text editor that is open and commits.
    void type(const QString& text, int end = Qt::Key_Return);
    void choose(const char* menu, int index);
    void undo() { m_session->undoStack().undo(); }

    std::unique_ptr<PlanSession> m_session;
    std::unique_ptr<SequenceView> m_view;
};

void TestSequenceView::init()
{
    m_session = std::make_unique<PlanSession>();
    m_session->open(talk(), {});
    m_view = std::make_unique<SequenceView>(*m_session);
    m_view->resize(1200, 800);
    m_view->QWidget::show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_view->show(diagram);
    m_view->setFocus();
}

void TestSequenceView::cleanup()
{
    m_view.reset();
    m_session.reset();
}

QString TestSequenceView::order() const
{
    const auto list = [](const QList<SequencePart>& parts, const auto& self) -> QString {
        QStringList words;
        for (const SequencePart& part : parts) {
            QString word = part.id.text();
            if (const Fragment* fragment = part.fragment()) {
                QStringList operands;
                for (const Operand& operand : fragment->operands) {
                    operands.append(self(operand.parts, self));
                }
                word += QLatin1Char('(') + operands.join(QLatin1Char('|')) + QLatin1Char(')');
            }
            words.append(word);
        }
        return words.join(QLatin1Char(' '));
    };
    return list(sequence().parts, list);
}

void TestSequenceView::drag(
    const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers, bool release)
{
    QWidget* viewport = m_view->viewport();
    QTest::mousePress(viewport, Qt::LeftButton, {}, from);
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

void TestSequenceView::select(std::initializer_list<const char*> parts)
{
    QList<ElementRef> refs;
    for (const char* part : parts) {
        refs.append(ElementRef::of(diagram, id(part)));
    }
    m_session->select(refs);
}

void TestSequenceView::type(const QString& text, int end)
{
    auto* editor = m_view->findChild<TitleEditor*>();
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, static_cast<Qt::Key>(end));
}

void TestSequenceView::choose(const char* menu, int index)
{
    auto* shown = m_view->findChild<QMenu*>(QString::fromLatin1(menu));
    QVERIFY(shown);
    QAction* action = shown->actions().value(index);
    QVERIFY(action);
    action->trigger();
    delete shown;
}

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

void TestSequenceView::keysWalk()
{
    m_session->select({});
    key(Qt::Key_Down);
    QCOMPARE(m_session->selection().first(), ElementRef::of(diagram, id("ask")));
    key(Qt::Key_Down);
    QCOMPARE(m_session->selection().first(), ElementRef::of(diagram, id("alter")));
    key(Qt::Key_Right);
    QCOMPARE(m_session->selection().first().id, QStringLiteral("db"));
    key(Qt::Key_Left);
    QCOMPARE(m_session->selection().first().id, QStringLiteral("runner"));
    key(Qt::Key_Escape);
    QVERIFY(m_session->selection().isEmpty());
    key(Qt::Key_Tab);
    QCOMPARE(m_session->selection().first().id, QStringLiteral("app"));
}

void TestSequenceView::keysDrawAMessage()
{
    select({"ask"});
    m_view->startMessage();
    key(Qt::Key_Right);
    key(Qt::Key_R);
    key(Qt::Key_Down);
    key(Qt::Key_Return);
    QCOMPARE(order(), QStringLiteral("ask alter message opt(wait) done"));
    QCOMPARE(messageOf(id("message")).from.text(), QStringLiteral("app"));
    QCOMPARE(messageOf(id("message")).to.text(), QStringLiteral("db"));
    QCOMPARE(messageOf(id("message")).kind, MessageKind::Async);
}

void TestSequenceView::keysMoveThroughFragments()
{
    select({"alter"});
    m_view->moveDown();
    QCOMPARE(order(), QStringLiteral("ask opt(alter wait) done"));
    m_view->moveDown();
    QCOMPARE(order(), QStringLiteral("ask opt(wait alter) done"));
    m_view->moveDown();
    QCOMPARE(order(), QStringLiteral("ask opt(wait) alter done"));
    m_view->moveUp();
    QCOMPARE(order(), QStringLiteral("ask opt(wait alter) done"));
    m_session->select({participantRef(ParticipantId(QStringLiteral("db")))});
    m_view->moveLeft();
    QCOMPARE(sequence().lifelines.at(1).text(), QStringLiteral("db"));
}

void TestSequenceView::fragmentsGoAround()
{
    select({"ask", "alter"});
    m_view->addFragment(FragmentKind::Alternatives);
    QCOMPARE(order(), QStringLiteral("fragment(ask alter|) opt(wait) done"));
    type(QStringLiteral("ready"));
    QCOMPARE(findPart(sequence(), id("fragment"))->fragment()->operands.first().guard,
        QStringLiteral("ready"));
    undo();
    undo();
    // From the first to the last one, with what stands between them.
    select({"ask", "done"});
    m_view->askForFragment();
    choose("fragmentMenu", static_cast<int>(FragmentKind::Loop));
    QCOMPARE(order(), QStringLiteral("fragment(ask alter opt(wait) done)"));
    undo();
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done"));
}

void TestSequenceView::dissolvesAFragment()
{
    select({"opt"});
    m_view->dissolveSelection();
    QCOMPARE(order(), QStringLiteral("ask alter wait done"));
    undo();
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done"));
}

void TestSequenceView::addsWhatStandsOnLifelines()
{
    m_session->select({participantRef(ParticipantId(QStringLiteral("db")))});
    m_view->addState();
    type(QStringLiteral("schema v2"));
    const auto& state = std::get<StatePill>(findPart(sequence(), id("state"))->body);
    QCOMPARE(state.on.text(), QStringLiteral("db"));
    QCOMPARE(state.text, QStringLiteral("schema v2"));
    select({"alter"});
    m_view->addNoteOver();
    const auto& note = std::get<SequenceNote>(findPart(sequence(), id("note"))->body);
    QCOMPARE(note.over.size(), 2);
    type(QStringLiteral("brief lock"));
    // A message is activated; a lifeline gets a bar that begins, then one that ends.
    select({"alter"});
    m_view->addActivation();
    QVERIFY(messageOf(id("alter")).activates);
    m_session->select({participantRef(ParticipantId(QStringLiteral("app")))});
    m_view->addActivation();
    m_session->select({participantRef(ParticipantId(QStringLiteral("app")))});
    m_view->addActivation();
    QVERIFY(!std::get<Activation>(findPart(sequence(), id("activation"))->body).ends);
    QVERIFY(std::get<Activation>(findPart(sequence(), id("activation-2"))->body).ends);
    QVERIFY(m_view->sequenceScene().item(ElementRef::of(diagram, id("activation"))));
}

void TestSequenceView::addsParticipants()
{
    m_session->select({participantRef(ParticipantId(QStringLiteral("app")))});
    m_view->addParticipant(edits::newParticipant(plan(), ParticipantKind::Queue));
    QCOMPARE(sequence().lifelines.at(1).text(), QStringLiteral("queue"));
    type(QStringLiteral("Orders"));
    QCOMPARE(plan().participants.find(ParticipantId(QStringLiteral("queue")))->title,
        QStringLiteral("Orders"));
    undo();
    undo();
    QVERIFY(!plan().participants.contains(ParticipantId(QStringLiteral("queue"))));
    QCOMPARE(sequence().lifelines.size(), 3);
}

void TestSequenceView::addsRanges()
{
    select({"alter", "wait"});
    m_view->addRange(RangeKind::Lock);
    QCOMPARE(sequence().ranges.size(), 1);
    QCOMPARE(sequence().ranges.first().from, id("alter"));
    QCOMPARE(sequence().ranges.first().to, id("wait"));
    type(QStringLiteral("lock on customers"));
    QCOMPARE(sequence().ranges.first().text, QStringLiteral("lock on customers"));
}

void TestSequenceView::deletesAndRepairsRanges()
{
    select({"alter", "done"});
    m_view->addRange(RangeKind::Transaction);
    type(QStringLiteral("tx"));
    select({"alter"});
    m_view->deleteSelection();
    QCOMPARE(order(), QStringLiteral("ask opt(wait) done"));
    QCOMPARE(sequence().ranges.first().from, id("opt"));
    QVERIFY(m_session->selection().isEmpty());
    select({"opt", "done"});
    m_view->deleteSelection();
    QVERIFY(sequence().ranges.isEmpty());
    undo();
    undo();
    QCOMPARE(sequence().ranges.first().from, id("alter"));
}

void TestSequenceView::deletesALifeline()
{
    m_session->select({participantRef(ParticipantId(QStringLiteral("app")))});
    m_view->deleteSelection();
    QCOMPARE(order(), QStringLiteral("alter opt(wait) done"));
    QCOMPARE(sequence().lifelines.size(), 2);
    QVERIFY(plan().participants.contains(ParticipantId(QStringLiteral("app"))));
}

void TestSequenceView::copiesAndPastes()
{
    select({"opt"});
    m_view->copySelection();
    select({"done"});
    m_view->pasteHere();
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done opt-2(wait-2)"));
    QCOMPARE(m_session->selection(), QList<ElementRef>{ElementRef::of(diagram, id("opt-2"))});
    undo();
    select({"ask"});
    m_view->duplicateSelection();
    QCOMPARE(order(), QStringLiteral("ask ask-2 alter opt(wait) done"));
    m_view->cutSelection();
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done"));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("ask"));
}

void TestSequenceView::linksToSteps()
{
    select({"alter"});
    m_view->askForStep();
    auto* popup = m_view->findChild<StepPopup*>();
    QVERIFY(popup);
    auto* search = popup->findChild<QLineEdit*>();
    QTest::keyClicks(search, QStringLiteral("c0"));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(messageOf(id("alter")).nodes, QList<NodeId>{NodeId(QStringLiteral("c0"))});
    undo();
    QVERIFY(messageOf(id("alter")).nodes.isEmpty());
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

void TestSequenceView::inspectorEditsAMessage()
{
    Inspector inspector(*m_session);
    select({"alter"});
    auto* text = inspector.findChild<QPlainTextEdit*>();
    QVERIFY(text);
    QCOMPARE(text->toPlainText(), QStringLiteral("alter"));
    text->setFocus();
    text->selectAll();
    QTest::keyClicks(text, QStringLiteral("add column"));
    QCOMPARE(messageOf(id("alter")).text, QStringLiteral("add column"));
    undo();
    QCOMPARE(messageOf(id("alter")).text, QStringLiteral("alter"));
    auto* link = inspector.findChild<QComboBox*>(QStringLiteral("linkStep"));
    QVERIFY(link);
    const int row = link->findData(QStringLiteral("c0"));
    QVERIFY(row > 0);
    emit link->activated(row);
    QCOMPARE(messageOf(id("alter")).nodes, QList<NodeId>{NodeId(QStringLiteral("c0"))});
}

void TestSequenceView::inspectorEditsSeveral()
{
    Inspector inspector(*m_session);
    select({"ask", "alter"});
    QComboBox* kind = nullptr;
    for (QComboBox* each : inspector.findChildren<QComboBox*>()) {
        kind = each->findData(QStringLiteral("async")) >= 0 ? each : kind;
    }
    QVERIFY(kind);
    const int row = kind->findData(QStringLiteral("async"));
    kind->setCurrentIndex(row);
    emit kind->activated(row);
    QCOMPARE(messageOf(id("ask")).kind, MessageKind::Async);
    QCOMPARE(messageOf(id("alter")).kind, MessageKind::Async);
    undo(); // one step for both
    QCOMPARE(messageOf(id("ask")).kind, MessageKind::Sync);
    QCOMPARE(messageOf(id("alter")).kind, MessageKind::Sync);
}

void TestSequenceView::inspectorEditsCompartments()
{
    Inspector inspector(*m_session);
    select({"opt"});
    QToolButton* add = nullptr;
    for (auto* each : inspector.findChildren<QToolButton*>()) {
        add = each->text() == QStringLiteral("Add a compartment") ? each : add;
    }
    QVERIFY(add);
    add->click();
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait|) done"));
    undo();
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done"));
}

QTEST_MAIN(TestSequenceView)
#include "test_sequence_view.moc"
