// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/plan/sequence_parts.h"
#include "render/draw/call_outs.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/shell/main_window_fixture.h"
#include "ui/comments/comments_pane.h"
#include "ui/shell/diagram_views.h"
#include "ui/shell/find_pane.h"
#include "ui/shell/history_popup.h"
#include "ui/shell/shortcut_help.h"

#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace whimbrel;

namespace {

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

} // namespace

/// Remarking on a plan, finding and replacing in it, and the page of keys, in the window.
class TestReviewPanes final : public QObject, private test::MainWindowFixture {
    Q_OBJECT

private slots:
    void init()
    {
        openWindow();
        saveSample(path("a.whimbrel"));
        open(path("a.whimbrel"));
    }
    void cleanup() { closeWindow(); }

    void commentsOnTheSelection();
    void resolvesAndReopens();
    void numbersAreThoseOfTheCanvas();
    void commentsSurviveTheFile();
    void findsEverywhere();
    void findsInSequenceDiagrams();
    void stepsThroughThePlaces();
    void replacesAsOneStep();
    void replacesInFiles();
    void goesBackInTheHistory();
    void savesThePageOfKeys();

private:
    template <class Widget>
    [[nodiscard]] Widget* find(const char* name) const
    {
        return m_window->findChild<Widget*>(QLatin1String(name));
    }
    [[nodiscard]] QPushButton* button(const QWidget* pane, const QString& text) const;
    void comment(const char* node, const QString& text);
};

QPushButton* TestReviewPanes::button(const QWidget* pane, const QString& text) const
{
    for (QPushButton* each : pane->findChildren<QPushButton*>()) {
        if (each->text() == text) {
            return each;
        }
    }
    return nullptr;
}

void TestReviewPanes::comment(const char* node, const QString& text)
{
    session().select({ElementRef::of(NodeId(QLatin1String(node)))});
    trigger(ActionId::AddComment);
    auto* field = find<QPlainTextEdit>("commentText");
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
}

void TestReviewPanes::commentsOnTheSelection()
{
    comment("c1", QStringLiteral("Is this online?"));
    QCOMPARE(session().plan().comments.size(), 1);
    const Comment& made = session().plan().comments.at(0);
    QCOMPARE(made.on, ElementRef::of(NodeId(QStringLiteral("c1"))));
    QCOMPARE(made.text, QStringLiteral("Is this online?"));
    QVERIFY(!made.by.isEmpty());
    QVERIFY(QDateTime::fromString(made.at, Qt::ISODate).isValid());
    QVERIFY(!made.resolved);
    QVERIFY(find<QPlainTextEdit>("commentText")->toPlainText().isEmpty());
    // Nothing said is no comment.
    QVERIFY(!button(find<QWidget>("comments"), QStringLiteral("Add Comment"))->isEnabled());
    session().undoStack().undo();
    QVERIFY(session().plan().comments.isEmpty());
}

void TestReviewPanes::resolvesAndReopens()
{
    comment("c0", QStringLiteral("one"));
    comment("c1", QStringLiteral("two"));
    auto* list = find<QTreeWidget>("commentList");
    QCOMPARE(list->topLevelItemCount(), 2);
    list->topLevelItem(0)->setSelected(true);
    auto* pane = find<QWidget>("comments");
    button(pane, QStringLiteral("Resolve"))->click();
    QVERIFY(session().plan().comments.at(0).resolved);
    QCOMPARE(list->topLevelItemCount(), 1);
    pane->findChild<QToolButton*>()->setChecked(true);
    QCOMPARE(list->topLevelItemCount(), 2);
    list->clearSelection();
    list->topLevelItem(0)->setSelected(true);
    button(pane, QStringLiteral("Reopen"))->click();
    QVERIFY(!session().plan().comments.at(0).resolved);
    list->topLevelItem(1)->setSelected(true);
    button(pane, QStringLiteral("Delete"))->click();
    QVERIFY(session().plan().comments.size() < 2);
}

void TestReviewPanes::numbersAreThoseOfTheCanvas()
{
    comment("c1", QStringLiteral("first"));
    comment("c0", QStringLiteral("second"));
    comment("c1", QStringLiteral("more on the first"));
    const auto* list = find<QTreeWidget>("commentList");
    QStringList numbers;
    for (int i = 0; i < list->topLevelItemCount(); ++i) {
        numbers.append(list->topLevelItem(i)->text(0));
    }
    QCOMPARE(numbers, (words("1 2 1")));
    const auto drawn = [this](const char* node) {
        const NodeItem* item = m_window->canvas().flowScene().nodeItem(NodeId(QLatin1String(node)));
        QStringList texts;
        for (const DrawItem& part : item->drawing().items) {
            if (const auto* text = std::get_if<TextItem>(&part)) {
                texts.append(text->text);
            }
        }
        return texts;
    };
    QTRY_VERIFY(m_window->canvas().flowScene().nodeItem(NodeId(QStringLiteral("c1"))) != nullptr);
    QVERIFY(drawn("c1").contains(QStringLiteral("1")));
    QVERIFY(drawn("c0").contains(QStringLiteral("2")));
    QVERIFY(!drawn("v0").contains(QStringLiteral("1")));
    session().undoStack().undo();
    session().undoStack().undo();
    QVERIFY(!drawn("c0").contains(QStringLiteral("2")));
}

void TestReviewPanes::commentsSurviveTheFile()
{
    comment("c1", QStringLiteral("Is this online?"));
    const Plan before = session().plan();
    QVERIFY(savePlan(before, path("b.whimbrel")));
    const auto read = loadPlan(path("b.whimbrel"));
    QVERIFY(read);
    QVERIFY(read->plan.comments == before.comments);
}

void TestReviewPanes::findsEverywhere()
{
    Plan plan = test::chain(1);
    Node node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
    node.title = QStringLiteral("Add kiwi");
    node.notes = QStringLiteral("one\nthe KIWI column");
    node.owner = ParticipantId(QStringLiteral("who"));
    node.action = Action{};
    node.action->body = SqlAction{SqlSource{{}, QStringLiteral("sql/1.sql")}, false};
    plan.nodes.put(node);
    plan.files.insert(QStringLiteral("sql/1.sql"), "SELECT 1;\nSELECT kiwi;\n");
    Participant who;
    who.id = node.owner;
    who.title = QStringLiteral("Kiwi team");
    plan.participants.put(who);
    Comment remark;
    remark.id = CommentId(QStringLiteral("r"));
    remark.text = QStringLiteral("why kiwis?");
    plan.comments.put(remark);
    const auto fields = [&plan](const SearchOptions& options) {
        QStringList names;
        for (const SearchHit& hit : findText(plan, QStringLiteral("kiwi"), options)) {
            names.append(QStringLiteral("%1:%2").arg(nameOf(hit.field)).arg(hit.line));
        }
        return names;
    };
    QCOMPARE(fields({}), (words("Title:1 Notes:2 SQL:2 Owner:1 Owner:1 Comment:1")));
    QCOMPARE(fields({true, false}), (words("Title:1 SQL:2 Comment:1")));
    QCOMPARE(fields({true, true}), (words("Title:1 SQL:2")));
    QVERIFY(findText(plan, QStringLiteral("["), {}).isEmpty());
}

void TestReviewPanes::findsInSequenceDiagrams()
{
    Plan plan = test::chain(1);
    const auto part = [](const char* id, SequencePartBody body) {
        return SequencePart{SequencePartId(QString::fromLatin1(id)), std::move(body), {}};
    };
    Participant who;
    who.id = ParticipantId(QStringLiteral("who"));
    who.title = QStringLiteral("Kiwi team");
    plan.participants.put(who);
    Message message;
    message.from = message.to = who.id;
    message.text = QStringLiteral("pick a kiwi");
    Fragment fragment;
    fragment.operands = {{QStringLiteral("kiwi ripe"),
        {part("n", SequenceNote{NoteSide::Over, {who.id}, QStringLiteral("a kiwi!")})}, {}}};
    Sequence sequence;
    sequence.id = SequenceId(QStringLiteral("s"));
    sequence.title = QStringLiteral("Kiwis");
    sequence.lifelines = {who.id};
    sequence.parts = {part("m", message), part("f", fragment),
        part("p", StatePill{who.id, QStringLiteral("kiwi peeled")})};
    sequence.ranges
        = {{SequencePartId(QStringLiteral("r")), RangeKind::Lock, QStringLiteral("kiwi lock"),
            SequencePartId(QStringLiteral("m")), SequencePartId(QStringLiteral("p")), {}, {}}};
    plan.sequences.put(sequence);
    session().open(plan, {});

    QStringList names;
    const QList<SearchHit> found = findText(plan, QStringLiteral("kiwi"), {});
    for (const SearchHit& hit : found) {
        names.append(QStringLiteral("%1:%2").arg(nameOf(hit.field), hit.element.id));
    }
    QCOMPARE(
        names, (words("Owner:who Title:s Message:s/m Guard:s/f Notes:s/n State:s/p Range:s/r")));
    // A place leads to its diagram, and is replaced alone or with all others.
    trigger(ActionId::Find);
    find<QLineEdit>("findText")->setText(QStringLiteral("kiwi"));
    auto* list = find<QTreeWidget>("findHits");
    QTRY_COMPARE(list->topLevelItemCount(), found.size());
    for (int i = 0; i <= 3; ++i) {
        trigger(ActionId::FindNext);
    }
    QCOMPARE(m_window->diagrams().shownSequence(), sequence.id);
    QCOMPARE(session().selection(), QList{found.at(3).element});
    QVERIFY(apply(plan,
        replaceText(plan, QStringLiteral("kiwi"), QStringLiteral("fig"), {}, found.at(3).element)));
    const Sequence& changed = plan.sequences.at(0);
    QCOMPARE(
        findPart(changed, SequencePartId(QStringLiteral("f")))->fragment()->operands.at(0).guard,
        QStringLiteral("fig ripe"));
    QCOMPARE(findPart(changed, SequencePartId(QStringLiteral("m")))->message()->text,
        QStringLiteral("pick a kiwi"));
    QVERIFY(apply(plan, replaceText(plan, QStringLiteral("kiwi"), QStringLiteral("fig"), {})));
    QVERIFY(findText(plan, QStringLiteral("kiwi"), {}).isEmpty());
    QCOMPARE(plan.sequences.at(0).ranges.at(0).text, QStringLiteral("fig lock"));
}

void TestReviewPanes::stepsThroughThePlaces()
{
    trigger(ActionId::Find);
    auto* field = find<QLineEdit>("findText");
    QVERIFY(field->isVisible());
    QTest::keyClicks(field, QStringLiteral("c1"));
    const auto* list = find<QTreeWidget>("findHits");
    QVERIFY(list->topLevelItemCount() > 1);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(list->indexOfTopLevelItem(list->currentItem()), 0);
    QCOMPARE(session().selection(), QList{ElementRef::of(NodeId(QStringLiteral("c1")))});
    trigger(ActionId::FindNext);
    QCOMPARE(list->indexOfTopLevelItem(list->currentItem()), 1);
    trigger(ActionId::FindPrevious);
    trigger(ActionId::FindPrevious);
    QCOMPARE(
        list->indexOfTopLevelItem(list->currentItem()), list->topLevelItemCount() - 1); // around
}

void TestReviewPanes::replacesAsOneStep()
{
    const Plan before = session().plan();
    trigger(ActionId::Find);
    find<QLineEdit>("findText")->setText(QStringLiteral("c1"));
    find<QLineEdit>("findReplacement")->setText(QStringLiteral("x\\1"));
    button(find<QWidget>("find"), QStringLiteral("Replace All"))->click();
    QCOMPARE(session().plan().nodes.find(NodeId(QStringLiteral("c1")))->title,
        QStringLiteral("x\\1")); // as it stands; the id stays
    QCOMPARE(session().undoStack().count(), 1);
    session().undoStack().undo();
    QVERIFY(session().plan() == before);
}

void TestReviewPanes::replacesInFiles()
{
    Plan plan = test::chain(1);
    Node node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
    node.action->body = SqlAction{SqlSource{{}, QStringLiteral("sql/1.sql")}, false};
    plan.nodes.put(node);
    plan.files.insert(QStringLiteral("sql/1.sql"), "SELECT kiwi, kiwi;\n");
    plan.files.insert(QStringLiteral("sql/latin.sql"), "-- kiwi \xe9\n");
    const Edit edit
        = replaceText(plan, QStringLiteral("kiwi"), QStringLiteral("plum"), {}, std::nullopt);
    QVERIFY(apply(plan, edit));
    QCOMPARE(plan.files.value(QStringLiteral("sql/1.sql")), "SELECT plum, plum;\n");
    QCOMPARE(plan.files.value(QStringLiteral("sql/latin.sql")), "-- kiwi \xe9\n");
}

void TestReviewPanes::goesBackInTheHistory()
{
    const Plan before = session().plan();
    comment("c0", QStringLiteral("one"));
    const Plan after = session().plan();
    comment("c1", QStringLiteral("two"));
    for (const auto& [typed, expected] :
        {std::pair("opened", before), std::pair("add comment", after)}) {
        trigger(ActionId::History);
        auto* popup = m_window->findChildren<HistoryPopup*>().constLast();
        auto* search = popup->findChild<QLineEdit*>();
        QTest::keyClicks(search, QString::fromLatin1(typed));
        const auto* list = popup->findChild<QTreeWidget*>();
        QVERIFY(list->currentItem() != nullptr);
        if (expected == after) { // the latest comes first
            QTest::keyClick(search, Qt::Key_Down);
        }
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(session().plan() == expected);
    }
}

void TestReviewPanes::savesThePageOfKeys()
{
    for (const char* name : {"keys.pdf", "keys.html"}) {
        auto* help = new ShortcutHelp(m_prompts, m_window.get());
        m_prompts.nextSave = path(name);
        button(help, QStringLiteral("Save to Print…"))->click();
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(content.startsWith(
            QLatin1String(name) == QLatin1String("keys.pdf") ? "%PDF" : "<!DOCTYPE html>"));
        QVERIFY(content.size() > 4000);
        delete help;
    }
    QVERIFY(m_prompts.problems.isEmpty());
}

QTEST_MAIN(TestReviewPanes)
#include "test_review_panes.moc"
