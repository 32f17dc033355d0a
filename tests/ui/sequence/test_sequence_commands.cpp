// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/sequence/sequence_fixture.h"
#include "ui/inspector/inspector.h"
#include "ui/sequence/step_popup.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QToolButton>

using namespace whimbrel;
using test::diagram;
using test::id;

/// Edits a sequence diagram by keys, commands and inspector, and looks at the plan.
class TestSequenceCommands final : public QObject, private test::SequenceFixture {
    Q_OBJECT

private slots:
    void init() { openView(); }
    void cleanup() { closeView(); }

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
    void messagesShareARow();
    void inspectorEditsAMessage();
    void inspectorEditsSeveral();
    void inspectorEditsCompartments();
    void inspectorEditsNumbers();
};

void TestSequenceCommands::keysWalk()
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

void TestSequenceCommands::keysDrawAMessage()
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

void TestSequenceCommands::keysMoveThroughFragments()
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

void TestSequenceCommands::fragmentsGoAround()
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

void TestSequenceCommands::dissolvesAFragment()
{
    select({"opt"});
    m_view->dissolveSelection();
    QCOMPARE(order(), QStringLiteral("ask alter wait done"));
    undo();
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done"));
}

void TestSequenceCommands::addsWhatStandsOnLifelines()
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

void TestSequenceCommands::addsParticipants()
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

void TestSequenceCommands::addsRanges()
{
    select({"alter", "wait"});
    m_view->addRange(RangeKind::Lock);
    QCOMPARE(sequence().ranges.size(), 1);
    QCOMPARE(sequence().ranges.first().from, id("alter"));
    QCOMPARE(sequence().ranges.first().to, id("wait"));
    type(QStringLiteral("lock on customers"));
    QCOMPARE(sequence().ranges.first().text, QStringLiteral("lock on customers"));
}

void TestSequenceCommands::deletesAndRepairsRanges()
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

void TestSequenceCommands::deletesALifeline()
{
    m_session->select({participantRef(ParticipantId(QStringLiteral("app")))});
    m_view->deleteSelection();
    QCOMPARE(order(), QStringLiteral("alter opt(wait) done"));
    QCOMPARE(sequence().lifelines.size(), 2);
    QVERIFY(plan().participants.contains(ParticipantId(QStringLiteral("app"))));
}

void TestSequenceCommands::copiesAndPastes()
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

void TestSequenceCommands::linksToSteps()
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

void TestSequenceCommands::messagesShareARow()
{
    select({"alter"});
    m_view->toggleSameRow();
    QVERIFY(messageOf(id("alter")).beside);
    QCOMPARE(placed("alter").line.first().y(), placed("ask").line.first().y());
    QCOMPARE(order(), QStringLiteral("ask alter opt(wait) done"));
    m_view->toggleSameRow();
    QVERIFY(!messageOf(id("alter")).beside);
    QVERIFY(placed("alter").line.first().y() > placed("ask").line.first().y());
    // Without a message right above it, it says why nothing is seen.
    QString said;
    connect(
        m_view.get(), &DiagramView::noticed, this, [&said](const QString& text) { said = text; });
    select({"ask"});
    m_view->toggleSameRow();
    QVERIFY(!said.isEmpty());
    undo();
    QVERIFY(!messageOf(id("ask")).beside);
}

void TestSequenceCommands::inspectorEditsAMessage()
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

void TestSequenceCommands::inspectorEditsSeveral()
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

void TestSequenceCommands::inspectorEditsCompartments()
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

void TestSequenceCommands::inspectorEditsNumbers()
{
    Inspector inspector(*m_session);
    m_session->select({ElementRef::of(diagram)});
    inspector.show();
    const QList<QSpinBox*> fields = inspector.findChildren<QSpinBox*>();
    QCOMPARE(fields.size(), 2);
    fields.at(0)->setValue(100);
    fields.at(1)->setValue(10);
    QCOMPARE(sequence().firstNumber, 100);
    QCOMPARE(sequence().numberStep, 10);
    QCOMPARE(placed("alter").number, QStringLiteral("110"));
}

QTEST_MAIN(TestSequenceCommands)
#include "test_sequence_commands.moc"
