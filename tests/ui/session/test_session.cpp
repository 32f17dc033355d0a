// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "tests/support/sample_plan.h"
#include "ui/session/fragment.h"
#include "ui/session/plan_edits.h"
#include "ui/session/plan_session.h"

#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace whimbrel;
using test::forward;
using test::node;

/// History, selection, validation, and the edits that views make.
class TestSession final : public QObject {
    Q_OBJECT

private slots:
    void undoAndRedoAllTheWay();
    void mergesTypingInOneField();
    void keepsTypingApartWhenTheSelectionChanges();
    void refusesWhatIsImpossible();
    void refusesWhenReadOnly();
    void isCleanAgainAfterUndo();
    void validatesWithinAMoment();
    void validatesTheNewestPlan();
    void forgetsErasedElementsInTheSelection();
    void erasesEdgesWithTheirNodes();
    void healsARow();
    void insertsIntoAnEdge();
    void offersTheNextOutcome();
    void namesWhyAnEdgeMayNotBe();
    void keepsAutomaticPlacesWhenOneIsMoved();
    void pastesUnderFreshIds();
};

void TestSession::undoAndRedoAllTheWay()
{
    PlanSession session;
    session.open(test::chain(2), {});
    const Plan before = session.plan();
    const Node added = edits::newNode(session.plan(), NodeKind::Task, QStringLiteral("Look"));
    QVERIFY(session.perform(edits::addNode(session.plan(), added, {0, 400})));
    QVERIFY(session.perform(edits::connectNodes(
        session.plan(), EdgeKind::Forward, NodeId(QStringLiteral("c0")), added.id)));
    QVERIFY(
        session.perform(edits::renameNode(session.plan(), added.id, QStringLiteral("Look twice"))));
    QVERIFY(session.perform(edits::erase(session.plan(), {ElementRef::of(added.id)})));
    QVERIFY(session.perform(
        edits::erase(session.plan(), {ElementRef{ElementType::Node, QStringLiteral("c1")}})));
    const Plan after = session.plan();
    QCOMPARE(session.undoStack().count(), 5);
    while (session.undoStack().canUndo()) {
        session.undoStack().undo();
    }
    QVERIFY(session.plan() == before);
    while (session.undoStack().canRedo()) {
        session.undoStack().redo();
    }
    QVERIFY(session.plan() == after);
}

void TestSession::mergesTypingInOneField()
{
    PlanSession session;
    session.open(test::chain(1), {});
    const NodeId id(QStringLiteral("c0"));
    const Plan before = session.plan();
    for (const char* text : {"A", "Ad", "Add"}) {
        Edit edit = edits::renameNode(session.plan(), id, QString::fromLatin1(text));
        edit.mergeKey = QStringLiteral("node/c0/title");
        session.perform(edit);
    }
    QCOMPARE(session.undoStack().count(), 1);
    QCOMPARE(session.plan().nodes.find(id)->title, QStringLiteral("Add"));
    session.undoStack().undo();
    QVERIFY(session.plan() == before);
    session.undoStack().redo();
    QCOMPARE(session.plan().nodes.find(id)->title, QStringLiteral("Add"));
    session.undoStack().undo();
    QVERIFY(session.plan() == before);
}

void TestSession::keepsTypingApartWhenTheSelectionChanges()
{
    PlanSession session;
    session.open(test::chain(1), {});
    const NodeId id(QStringLiteral("c0"));
    Edit edit = edits::renameNode(session.plan(), id, QStringLiteral("A"));
    edit.mergeKey = QStringLiteral("node/c0/title");
    session.perform(edit);
    session.select({ElementRef::of(NodeId(QStringLiteral("v0")))});
    edit = edits::renameNode(session.plan(), id, QStringLiteral("B"));
    edit.mergeKey = QStringLiteral("node/c0/title");
    session.perform(edit);
    QCOMPARE(session.undoStack().count(), 2);
}

void TestSession::refusesWhatIsImpossible()
{
    PlanSession session;
    session.open(test::chain(1), {});
    const Plan before = session.plan();
    QSignalSpy refused(&session, &PlanSession::editRefused);
    QVERIFY(!session.perform(
        {QStringLiteral("x"), {Erase<Node>{NodeId(QStringLiteral("nobody"))}}, {}}));
    QCOMPARE(refused.count(), 1);
    QVERIFY(!refused.constFirst().constFirst().toString().isEmpty());
    QVERIFY(session.plan() == before);
    QVERIFY(!session.undoStack().canUndo());
}

void TestSession::refusesWhenReadOnly()
{
    PlanSession session;
    session.open(test::chain(1), {});
    session.setReadOnly(QStringLiteral("Another window holds it."));
    QSignalSpy refused(&session, &PlanSession::editRefused);
    QVERIFY(!session.perform(
        edits::renameNode(session.plan(), NodeId(QStringLiteral("c0")), QStringLiteral("New"))));
    QCOMPARE(refused.count(), 1);
}

void TestSession::isCleanAgainAfterUndo()
{
    PlanSession session;
    session.open(test::chain(1), QStringLiteral("/tmp/a.whimbrel"));
    QVERIFY(!session.isModified());
    session.perform(
        edits::renameNode(session.plan(), NodeId(QStringLiteral("c0")), QStringLiteral("New")));
    QVERIFY(session.isModified());
    session.undoStack().undo();
    QVERIFY(!session.isModified());
    session.undoStack().redo();
    session.markSaved(QStringLiteral("/tmp/b.whimbrel"));
    QVERIFY(!session.isModified());
    QCOMPARE(session.path(), QStringLiteral("/tmp/b.whimbrel"));
    const Plan saved = session.plan();
    session.recover(test::chain(3));
    QVERIFY(session.isModified());
    QVERIFY(session.savedPlan() == saved);
}

void TestSession::validatesWithinAMoment()
{
    PlanSession session;
    QSignalSpy validated(&session, &PlanSession::validationChanged);
    session.open(test::chain(2), {});
    QTRY_VERIFY(session.isValidated());
    const int errors = session.validation().count(Severity::Error);
    const EdgeId wayBack = [&session] {
        for (const Edge& edge : session.plan().edges) {
            if (edge.kind == EdgeKind::Rollback) {
                return edge.id;
            }
        }
        return EdgeId();
    }();
    QVERIFY(!wayBack.isEmpty());
    session.perform(edits::erase(session.plan(), {ElementRef::of(wayBack)}));
    QTRY_VERIFY(session.isValidated());
    QVERIFY(session.validation().count(Severity::Error) > errors);
    session.undoStack().undo();
    QTRY_VERIFY(session.isValidated());
    QCOMPARE(session.validation().count(Severity::Error), errors);
}

void TestSession::validatesTheNewestPlan()
{
    PlanSession session;
    session.open(test::chain(40), {});
    for (int i = 0; i < 20; ++i) {
        session.perform(
            edits::renameNode(session.plan(), NodeId(QStringLiteral("c0")), QString::number(i)));
        QTest::qWait(10);
    }
    QTRY_VERIFY(session.isValidated());
    QCOMPARE(
        session.validation().coverage.rows.size(), validate(session.plan()).coverage.rows.size());
}

void TestSession::forgetsErasedElementsInTheSelection()
{
    PlanSession session;
    session.open(test::chain(1), {});
    const ElementRef change = ElementRef::of(NodeId(QStringLiteral("c0")));
    session.select({change});
    QSignalSpy changed(&session, &PlanSession::selectionChanged);
    session.perform(edits::erase(session.plan(), {change}));
    QVERIFY(session.selection().isEmpty());
    QCOMPARE(changed.count(), 1);
}

void TestSession::erasesEdgesWithTheirNodes()
{
    Plan plan = test::chain(2);
    QVERIFY(apply(plan, edits::erase(plan, {ElementRef::of(NodeId(QStringLiteral("c1")))})));
    for (const Edge& edge : plan.edges) {
        QVERIFY(plan.nodes.contains(edge.from));
        QVERIFY(plan.nodes.contains(edge.to));
    }
}

void TestSession::healsARow()
{
    const auto task = [](const char* id) { return node(QString::fromLatin1(id), NodeKind::Task); };
    Plan plan = test::planOf({task("a"), task("b"), task("c"), task("d")},
        {forward(QStringLiteral("a"), QStringLiteral("b")),
            forward(QStringLiteral("b"), QStringLiteral("c")),
            forward(QStringLiteral("c"), QStringLiteral("d"))});
    const Plan before = plan;
    const Result<Edit> inverse = apply(plan,
        edits::eraseAndHeal(plan,
            {ElementRef::of(NodeId(QStringLiteral("b"))),
                ElementRef::of(NodeId(QStringLiteral("c")))}));
    QVERIFY(inverse);
    QCOMPARE(plan.nodes.size(), 2);
    QCOMPARE(plan.edges.size(), 1);
    QCOMPARE(plan.edges.at(0).from.text(), QStringLiteral("a"));
    QCOMPARE(plan.edges.at(0).to.text(), QStringLiteral("d"));
    QVERIFY(apply(plan, *inverse));
    QVERIFY(plan == before);
}

void TestSession::insertsIntoAnEdge()
{
    Plan plan = test::planOf(
        {node(QStringLiteral("g"), NodeKind::Gate), node(QStringLiteral("z"), NodeKind::Task)},
        {forward(QStringLiteral("g"), QStringLiteral("z"), outcomes::yes)});
    const EdgeId edge = plan.edges.at(0).id;
    const Node between = edits::newNode(plan, NodeKind::Audit);
    QVERIFY(apply(plan, edits::insertIntoEdge(plan, edge, between, {10, 20})));
    QCOMPARE(plan.edges.size(), 2);
    QCOMPARE(plan.edges.find(edge)->to, between.id);
    QCOMPARE(plan.edges.find(edge)->when, outcomes::yes);
    QCOMPARE(plan.edges.at(1).from, between.id);
    QCOMPARE(plan.edges.at(1).to.text(), QStringLiteral("z"));
    QVERIFY(plan.edges.at(1).when.isEmpty());
}

void TestSession::offersTheNextOutcome()
{
    Plan plan = test::planOf(
        {node(QStringLiteral("g"), NodeKind::Gate), node(QStringLiteral("a"), NodeKind::Task),
            node(QStringLiteral("b"), NodeKind::Task)},
        {});
    const NodeId gate(QStringLiteral("g"));
    for (const auto& [to, when] : {std::pair("a", outcomes::yes), std::pair("b", outcomes::no)}) {
        const Edge edge
            = edits::newEdge(plan, EdgeKind::Forward, gate, NodeId(QString::fromLatin1(to)));
        QCOMPARE(edge.when, when);
        plan.edges.put(edge);
    }
}

void TestSession::namesWhyAnEdgeMayNotBe()
{
    const Plan plan = test::planOf(
        {node(QStringLiteral("s"), NodeKind::Start), node(QStringLiteral("t"), NodeKind::Task),
            node(QStringLiteral("n"), NodeKind::Note), node(QStringLiteral("e"), NodeKind::End)},
        {forward(QStringLiteral("s"), QStringLiteral("t"))});
    const NodeId s(QStringLiteral("s"));
    const NodeId t(QStringLiteral("t"));
    const NodeId n(QStringLiteral("n"));
    const NodeId e(QStringLiteral("e"));
    QVERIFY(!edits::whyNoEdge(plan, EdgeKind::Forward, s, s).isEmpty());
    QVERIFY(!edits::whyNoEdge(plan, EdgeKind::Forward, s, t).isEmpty());
    QVERIFY(!edits::whyNoEdge(plan, EdgeKind::Forward, t, s).isEmpty());
    QVERIFY(!edits::whyNoEdge(plan, EdgeKind::Forward, e, t).isEmpty());
    QVERIFY(!edits::whyNoEdge(plan, EdgeKind::Forward, n, t).isEmpty());
    QVERIFY(edits::whyNoEdge(plan, EdgeKind::Rollback, t, s).isEmpty());
    QVERIFY(edits::whyNoEdge(plan, EdgeKind::Forward, t, e).isEmpty());
}

void TestSession::keepsAutomaticPlacesWhenOneIsMoved()
{
    Plan plan = test::planOf(
        {node(QStringLiteral("a"), NodeKind::Task), node(QStringLiteral("b"), NodeKind::Task)}, {});
    const NodeId a(QStringLiteral("a"));
    const NodeId b(QStringLiteral("b"));
    const QHash<NodeId, QPointF> known{{a, {0, 0}}, {b, {200, 0}}};
    QVERIFY(edits::placeNodes(plan, {}, true, known).isEmpty());
    QVERIFY(apply(plan, edits::placeNodes(plan, {{a, {8, 8}}}, true, known)));
    QVERIFY(plan.layout.places.value(a).pinned);
    QCOMPARE(plan.layout.places.value(b).position, QPointF(200, 0));
    QVERIFY(!plan.layout.places.value(b).pinned);
}

void TestSession::pastesUnderFreshIds()
{
    Plan plan = test::chain(1);
    QHash<NodeId, QPointF> places;
    QList<ElementRef> all;
    for (const Node& each : plan.nodes) {
        places.insert(each.id, plan.layout.places.value(each.id).position);
        all.append(ElementRef::of(each.id));
    }
    const std::unique_ptr<QMimeData> mime = fragment::toMime(fragment::take(plan, all, places));
    QVERIFY(mime->hasText());
    const Result<Plan> copied = fragment::fromMime(*mime);
    QVERIFY(copied);
    const qsizetype nodes = plan.nodes.size();
    const qsizetype edges = plan.edges.size();
    const fragment::Pasting pasting = fragment::paste(plan, *copied, {1000, 1000});
    QVERIFY(apply(plan, pasting.edit));
    QCOMPARE(plan.nodes.size(), 2 * nodes);
    QCOMPARE(plan.edges.size(), 2 * edges);
    QCOMPARE(pasting.elements.size(), nodes);
    QVERIFY(!fragment::fromMime(QMimeData()));
}

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
