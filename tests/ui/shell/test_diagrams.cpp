// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/plan/sequence_parts.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/mnemonics.h"
#include "tests/ui/shell/main_window_fixture.h"
#include "ui/diagram/title_editor.h"
#include "ui/problems/problems_pane.h"
#include "ui/shell/diagram_views.h"
#include "ui/shell/merge_dialog.h"
#include "ui/shell/replay_bar.h"
#include "ui/shell/sequence_menu.h"

#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QTabBar>
#include <QTest>
#include <QTreeWidget>

using namespace whimbrel;

/// The plan's diagrams in the window: switching, making, telling anew, deleting, exporting.
class TestDiagrams final : public QObject, private test::MainWindowFixture {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void beginsWithTheFlow();
    void tellsTheFlow();
    void keysSwitchDiagrams();
    void addsFromATemplate();
    void addsAnEmptyOne();
    void renamesInTheTab();
    void tellsAnewAfterShowingWhatChanges();
    void deletesAndUndoes();
    void actionsFollowTheDiagram();
    void linkedSelectionLeadsAcross();
    void outlineLeadsToMessages();
    void exportsWhatIsShown();
    void replaysARun();
    void showsPlannedBesideActual();
    void keepsSideBySide();
    void tabsSayTheWholeTitle();
    void menusHaveUniqueMnemonics();

private:
    [[nodiscard]] DiagramViews& views() { return m_window->diagrams(); }
    [[nodiscard]] const Elements<Sequence>& sequences() { return session().plan().sequences; }
    [[nodiscard]] QTabBar& tabs()
    {
        return *m_window->findChild<QTabBar*>(QStringLiteral("diagramTabs"));
    }
};

void TestDiagrams::init()
{
    openWindow();
    QVERIFY(savePlan(test::chain(2), path("a.whimbrel")));
    open(path("a.whimbrel"));
}

void TestDiagrams::cleanup()
{
    closeWindow();
}

void TestDiagrams::beginsWithTheFlow()
{
    QVERIFY(views().flow().isVisible());
    QVERIFY(!views().sequence().isVisible());
    QCOMPARE(tabs().count(), 2); // the flow, and how to begin a sequence diagram
    trigger(ActionId::ShowSequence);
    QVERIFY(!views().flow().isVisible());
    auto* page = m_window->findChild<QWidget*>(QStringLiteral("sequenceBeginning"));
    QVERIFY(page->isVisible());
    page->findChild<QPushButton*>()->click();
    QCOMPARE(sequences().size(), 1);
    QVERIFY(views().sequence().isVisible());
}

void TestDiagrams::tellsTheFlow()
{
    trigger(ActionId::SequenceFromFlow);
    QCOMPARE(sequences().size(), 1);
    QCOMPARE(views().shownSequence(), sequences().at(0).id);
    QVERIFY(!sequences().at(0).generated.isEmpty());
    QCOMPARE(tabs().currentIndex(), 1);
    session().undoStack().undo();
    QVERIFY(sequences().isEmpty());
    QVERIFY(!views().sequence().isVisible());
}

void TestDiagrams::keysSwitchDiagrams()
{
    trigger(ActionId::SequenceFromFlow);
    trigger(ActionId::EmptySequence);
    QCOMPARE(tabs().count(), 3);
    QCOMPARE(tabs().currentIndex(), 2);
    trigger(ActionId::NextDiagram);
    QCOMPARE(tabs().currentIndex(), 0);
    QVERIFY(views().flow().isVisible());
    trigger(ActionId::PreviousDiagram);
    QCOMPARE(tabs().currentIndex(), 2);
    trigger(ActionId::ShowFlow);
    QVERIFY(views().flow().isVisible());
    trigger(ActionId::ShowSequence); // the one that was shown last
    QCOMPARE(tabs().currentIndex(), 2);
    trigger(ActionId::SideBySide);
    QVERIFY(views().flow().isVisible() && views().sequence().isVisible());
    trigger(ActionId::SideBySide);
    QVERIFY(views().flow().isVisible() != views().sequence().isVisible());
}

void TestDiagrams::addsFromATemplate()
{
    trigger(ActionId::SequenceFromTemplate);
    auto* menu = m_window->findChild<QMenu*>(QStringLiteral("sequenceTemplates"));
    QVERIFY(menu);
    QCOMPARE(menu->actions().size(), 4);
    menu->actions().at(1)->trigger();
    delete menu;
    QCOMPARE(sequences().size(), 1);
    QCOMPARE(sequences().at(0).id.text(), QStringLiteral("rollback-drill"));
    QVERIFY(!sequences().at(0).parts.isEmpty());
}

void TestDiagrams::addsAnEmptyOne()
{
    trigger(ActionId::EmptySequence);
    QCOMPARE(sequences().size(), 1);
    QVERIFY(sequences().at(0).parts.isEmpty());
    QCOMPARE(m_window->actionSet().diagram(), DiagramKind::Sequence);
}

void TestDiagrams::renamesInTheTab()
{
    trigger(ActionId::EmptySequence);
    trigger(ActionId::RenameSequence);
    auto* editor = m_window->findChild<TitleEditor*>();
    QVERIFY(editor);
    QTest::keyClicks(editor, QStringLiteral("Drill"));
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(sequences().at(0).title, QStringLiteral("Drill"));
    QCOMPARE(tabs().tabText(1), QStringLiteral("Drill"));
}

void TestDiagrams::tellsAnewAfterShowingWhatChanges()
{
    trigger(ActionId::SequenceFromFlow);
    const Sequence told = sequences().at(0);
    // What a person writes stays; what the flow says otherwise now is told anew.
    session().perform(edits::addPart(session().plan(), told.id,
        SequenceNote{NoteSide::Over, {told.lifelines.first()}, QStringLiteral("by hand")}, {}, {})
                          .edit);
    Node changed = *session().plan().nodes.find(NodeId(QStringLiteral("c1")));
    changed.title = QStringLiteral("Quite another step");
    session().perform({QStringLiteral("Rename"), {Put<Node>{changed}}, {}});
    trigger(ActionId::TellAnew);
    auto* dialog = m_window->findChild<MergeDialog*>();
    QVERIFY(dialog);
    auto* list = dialog->findChild<QTreeWidget*>();
    QVERIFY(list->topLevelItemCount() > 0);
    const Sequence before = sequences().at(0);
    QCOMPARE(sequences().at(0), before); // nothing is done before it is accepted
    dialog->accept();
    delete dialog;
    QStringList texts;
    forEachPart(sequences().at(0).parts, [&](const SequencePart& part) {
        texts.append(edits::textOfPart(sequences().at(0), part.id));
    });
    QVERIFY(texts.contains(QStringLiteral("by hand")));
    QVERIFY(texts.join(QLatin1Char(' ')).contains(QStringLiteral("Quite another step")));
    session().undoStack().undo();
    QCOMPARE(sequences().at(0), before);
}

void TestDiagrams::deletesAndUndoes()
{
    trigger(ActionId::SequenceFromFlow);
    trigger(ActionId::DeleteSequence);
    QVERIFY(sequences().isEmpty());
    QVERIFY(!views().sequence().isVisible());
    QCOMPARE(m_window->actionSet().diagram(), DiagramKind::None);
    session().undoStack().undo();
    QCOMPARE(sequences().size(), 1);
    QVERIFY(views().sequence().isVisible());
}

void TestDiagrams::actionsFollowTheDiagram()
{
    ActionSet& actions = m_window->actionSet();
    QVERIFY(actions[ActionId::AddStep]->isEnabled());
    QVERIFY(!actions[ActionId::AddMessage]->isEnabled());
    trigger(ActionId::SequenceFromFlow);
    QVERIFY(!actions[ActionId::AddStep]->isEnabled());
    QVERIFY(actions[ActionId::AddMessage]->isEnabled());
    QVERIFY(actions[ActionId::Undo]->isEnabled());
    // Deleting goes to the diagram that is shown.
    const Sequence told = sequences().at(0);
    session().select({ElementRef::of(told.id, told.parts.first().id)});
    trigger(ActionId::Delete);
    QVERIFY(!findPart(sequences().at(0), told.parts.first().id));
    actions.setLocked(QStringLiteral("a run is on"));
    QVERIFY(!actions[ActionId::AddMessage]->isEnabled());
    QVERIFY(actions[ActionId::ShowFlow]->isEnabled());
}

void TestDiagrams::linkedSelectionLeadsAcross()
{
    trigger(ActionId::SequenceFromFlow);
    const Sequence told = sequences().at(0);
    SequencePartId shown;
    forEachPart(told.parts, [&](const SequencePart& part) {
        if (part.message() && part.message()->nodes.contains(NodeId(QStringLiteral("c1")))) {
            shown = part.id;
        }
    });
    QVERIFY(!shown.isEmpty());
    trigger(ActionId::SideBySide);
    QTRY_VERIFY(views().flow().flowScene().nodeItem(NodeId(QStringLiteral("c1"))));
    const auto inSight = [](DiagramView& view, const ElementRef& ref) {
        return view.mapToScene(view.viewport()->rect())
            .boundingRect()
            .intersects(view.boundsOf(ref));
    };
    session().select({ElementRef::of(NodeId(QStringLiteral("c1")))});
    QVERIFY(inSight(views().sequence(), ElementRef::of(told.id, shown)));
    session().select({ElementRef::of(told.id, shown)});
    QVERIFY(inSight(views().flow(), ElementRef::of(NodeId(QStringLiteral("c1")))));
    // A message that is revealed brings its diagram, a step the flow.
    trigger(ActionId::SideBySide);
    session().reveal(ElementRef::of(NodeId(QStringLiteral("c1"))));
    QVERIFY(views().flow().isVisible());
    session().reveal(ElementRef::of(told.id, shown));
    QVERIFY(views().sequence().isVisible());
}

void TestDiagrams::outlineLeadsToMessages()
{
    trigger(ActionId::SequenceFromFlow);
    trigger(ActionId::ShowFlow);
    auto* outline = m_window->findChild<QTreeWidget*>(QStringLiteral("outline"));
    QTreeWidgetItem* top = nullptr;
    for (int i = 0; i < outline->topLevelItemCount(); ++i) {
        top = outline->topLevelItem(i)->childCount() > 3 && !top ? outline->topLevelItem(i) : top;
    }
    QVERIFY(top);
    emit outline->itemClicked(top->child(0), 0);
    QVERIFY(views().sequence().isVisible());
}

void TestDiagrams::exportsWhatIsShown()
{
    trigger(ActionId::SequenceFromFlow);
    m_prompts.nextSave = path("who.svg");
    trigger(ActionId::Export);
    auto* dialog = m_window->findChild<QDialog*>();
    QVERIFY(dialog);
    for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
        if (button->isDefault()) {
            button->click();
        }
    }
    QTRY_VERIFY(QFile::exists(path("who.svg")));
    QFile file(path("who.svg"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("Activations"));
}

void TestDiagrams::replaysARun()
{
    trigger(ActionId::SequenceFromFlow);
    QList<Event> events;
    const auto happens = [&events](EventType type, const char* node) {
        Event event;
        event.number = events.size() + 1;
        event.run = QStringLiteral("r");
        event.at = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC).addSecs(event.number);
        event.type = type;
        event.node = NodeId(QString::fromLatin1(node));
        events.append(event);
    };
    happens(EventType::RunStarted, "");
    happens(EventType::NodeEntered, "c0");
    happens(EventType::NodeDone, "c0");
    happens(EventType::NodeEntered, "v0");
    ReplayBar& bar = views().replayBar();
    QVERIFY(!bar.isVisible());
    bar.begin(events);
    QVERIFY(bar.isVisible());
    QCOMPARE(session().run()->step(NodeId(QStringLiteral("v0"))).status, StepStatus::Running);
    // Back to where the first change was under way: on the diagrams, and nowhere else.
    bar.slider().setValue(2);
    QCOMPARE(session().run()->step(NodeId(QStringLiteral("c0"))).status, StepStatus::Running);
    QVERIFY(
        views().sequence().sequenceScene().item({ElementType::Plan, QStringLiteral("run-now")}));
    bar.slider().setValue(0);
    QVERIFY(!session().run());
    bar.end();
    QVERIFY(!session().run());
    QVERIFY(!bar.isVisible());
}

/// Two sequence diagrams side by side: selecting in one marks and shows the same step in the other,
/// and commands go to the one with the keyboard.
void TestDiagrams::showsPlannedBesideActual()
{
    trigger(ActionId::SequenceFromFlow);
    const SequenceId planned = sequences().at(0).id;
    trigger(ActionId::ShowOnLeft); // there is no other yet
    QVERIFY(!views().isSideBySide());
    Sequence copy = sequences().at(0);
    copy.id = SequenceId(QStringLiteral("as-run"));
    copy.scope = SequenceScope::Excerpt;
    session().perform({QStringLiteral("Copy"), {Put<Sequence>{copy}}, {}});
    views().showDiagram(copy.id);
    views().showOnLeft(planned);
    QVERIFY(views().isSideBySide());
    QVERIFY(m_window->actionSet()[ActionId::SideBySide]->isChecked());
    QVERIFY(!views().flow().isVisible());
    auto* left = m_window->findChild<SequenceView*>(QStringLiteral("leftSequence"));
    auto* right = m_window->findChild<SequenceView*>(QStringLiteral("sequence"));
    QVERIFY(left->isVisible() && right->isVisible());
    QCOMPARE(left->id(), planned);
    QCOMPARE(right->id(), copy.id);
    QCOMPARE(&views().sequence(), right);

    SequencePartId shown;
    forEachPart(copy.parts, [&](const SequencePart& part) {
        if (shown.isEmpty() && part.message()
            && part.message()->nodes.contains(NodeId(QStringLiteral("c1")))) {
            shown = part.id;
        }
    });
    session().select({ElementRef::of(copy.id, shown)});
    const auto seen
        = [](DiagramView& view) { return view.mapToScene(view.viewport()->rect()).boundingRect(); };
    QTRY_VERIFY(seen(*left).intersects(left->boundsOf(ElementRef::of(planned, shown))));
    emit left->entered(); // it got the keyboard
    QCOMPARE(views().shownSequence(), planned);
    QCOMPARE(tabs().currentIndex(), 1);
    session().select({ElementRef::of(planned, shown)});
    trigger(ActionId::Delete);
    QVERIFY(!findPart(*sequences().find(planned), shown));
    QVERIFY(findPart(*sequences().find(copy.id), shown));

    trigger(ActionId::ShowFlow); // the flow comes back on the left
    QVERIFY(views().flow().isVisible() && right->isVisible() && !left->isVisible());
    trigger(ActionId::SideBySide);
    QVERIFY(!views().isSideBySide());
}

void TestDiagrams::keepsSideBySide()
{
    trigger(ActionId::SideBySide);
    QVERIFY(views().isSideBySide());
    m_window.reset();
    m_window = makeWindow();
    QVERIFY(views().isSideBySide());
    QVERIFY(m_window->actionSet()[ActionId::SideBySide]->isChecked());
}

/// The tabs get their titles while the start page hides them.
void TestDiagrams::tabsSayTheWholeTitle()
{
    Plan plan = test::chain(1);
    Sequence sequence;
    sequence.id = SequenceId(QStringLiteral("s"));
    sequence.title = QStringLiteral("Who does what, in which order, and when");
    plan.sequences.put(sequence);
    closeWindow();
    openWindow();
    QVERIFY(savePlan(plan, path("b.whimbrel")));
    open(path("b.whimbrel"));
    const auto room = [this] {
        return tabs().tabRect(1).width()
            - tabs().fontMetrics().horizontalAdvance(sequences().at(0).title);
    };
    QTRY_VERIFY(room() >= 24);
    QVERIFY(tabs().width() >= tabs().tabRect(1).right());
}

void TestDiagrams::menusHaveUniqueMnemonics()
{
    trigger(ActionId::SequenceFromFlow);
    const Sequence told = sequences().at(0);
    QList<ElementRef> elements{{}, {ElementType::Participant, told.lifelines.first().text()}};
    forEachPart(told.parts,
        [&](const SequencePart& part) { elements.append(ElementRef::of(told.id, part.id)); });
    for (const ElementRef& element : elements) {
        const std::unique_ptr<QMenu> menu(
            makeSequenceMenu(element, views().sequence(), m_window->actionSet(), m_window.get()));
        test::Mnemonics letters;
        letters.add(*menu);
        QCOMPARE(letters.clashes(), QString());
    }
}

QTEST_MAIN(TestDiagrams)
#include "test_diagrams.moc"
