// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/sequence_parts.h"
#include "model/sequence/sequence_merge.h"
#include "tests/support/sample_plan.h"

#include <QTest>

#include <algorithm>

using namespace whimbrel;

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

SequencePartId P(const char* text)
{
    return SequencePartId(S(text));
}

const SequenceId main(S("flow"));

/// Generates the diagram of a plan's flow, or brings it up to date; returns what changed.
QList<MergeChange> regenerate(Plan& plan)
{
    const Regeneration made = regenerateSequence(plan, main);
    if (!apply(plan, made.edit)) {
        qFatal("the edit cannot be applied");
    }
    return made.changes;
}

Plan generated(int changes)
{
    Plan plan = test::chain(changes);
    regenerate(plan);
    return plan;
}

/// Changes the diagram as a person would.
template <class Change>
void draw(Plan& plan, const Change& change)
{
    Sequence sequence = *plan.sequences.find(main);
    change(sequence);
    plan.sequences.put(sequence);
}

const Sequence& diagram(const Plan& plan)
{
    return *plan.sequences.find(main);
}

QStringList idsOf(const Plan& plan)
{
    QStringList ids;
    forEachPart(diagram(plan).parts, [&](const SequencePart& part) { ids << part.id.text(); });
    return ids;
}

QStringList told(const QList<MergeChange>& changes, MergeKind kind)
{
    QStringList ids;
    for (const MergeChange& change : changes) {
        if (change.kind == kind) {
            ids << change.part.text();
        }
    }
    ids.sort();
    return ids;
}

void insertStep(Plan& plan, const char* id, const char* between, const char* and_)
{
    plan.nodes.put(test::node(S(id), NodeKind::Expand));
    const auto edges = plan.edges;
    for (const Edge& edge : edges) {
        if (edge.kind == EdgeKind::Forward && edge.from.text() == S(between)
            && edge.to.text() == S(and_)) {
            plan.edges.erase(edge.id);
        }
    }
    plan.edges.put(test::forward(S(between), S(id)));
    plan.edges.put(test::forward(S(id), S(and_)));
}

void rename(Plan& plan, const char* id, const char* title)
{
    Node node = *plan.nodes.find(NodeId(S(id)));
    node.title = S(title);
    plan.nodes.put(node);
}

void deleteStep(Plan& plan, const char* id)
{
    NodeId next;
    const auto edges = plan.edges;
    for (const Edge& edge : edges) {
        if (edge.from.text() == S(id)) {
            next = edge.kind == EdgeKind::Forward ? edge.to : next;
            plan.edges.erase(edge.id);
        }
    }
    for (const Edge& each : edges) {
        if (each.to.text() == S(id)) {
            Edge edge = each;
            edge.to = next;
            plan.edges.put(edge);
        }
    }
    plan.nodes.erase(NodeId(S(id)));
}

SequencePart note(const char* id, const char* text)
{
    return {P(id), SequenceNote{NoteSide::Right, {ParticipantId(S("primary"))}, S(text)}, {}};
}

} // namespace

class TestSequenceMerge final : public QObject {
    Q_OBJECT

private slots:
    /// A step is inserted, one deleted, one renamed: hand-drawn notes and fragments survive, and
    /// stand where they stood.
    void drawnPartsSurviveChangesOfTheFlow()
    {
        Plan plan = generated(3);
        draw(plan, [](Sequence& sequence) {
            insertPartAfter(sequence, P("c1"), note("remark", "Takes a minute"));
            // A frame around the first change and its answer.
            const SequencePart call = *findPart(sequence, P("c0"));
            const SequencePart reply = *findPart(sequence, P("c0.reply"));
            Fragment frame;
            frame.kind = FragmentKind::Critical;
            frame.operands.append(Operand{S("mine"), {call, reply}, {}});
            erasePart(sequence, call.id);
            erasePart(sequence, reply.id);
            insertPartBefore(sequence, P("v0"), SequencePart{P("frame"), frame, {}});
            sequence.ranges.append(SequenceRange{
                P("window"), RangeKind::Window, S("at night"), P("c0"), P("v0"), {}, {}});
        });
        insertStep(plan, "more", "v0", "c1");
        rename(plan, "c0", "Add a column");
        deleteStep(plan, "c2");
        const QList<MergeChange> changes = regenerate(plan);

        QVERIFY(told(changes, MergeKind::Added).contains(S("more")));
        QVERIFY(told(changes, MergeKind::Removed).contains(S("c2")));
        QVERIFY(told(changes, MergeKind::Changed).contains(S("c0")));
        QVERIFY(told(changes, MergeKind::Kept).isEmpty());
        const QStringList ids = idsOf(plan);
        QVERIFY(!ids.contains(S("c2")));
        QCOMPARE(ids.indexOf(S("remark")), ids.indexOf(S("c1")) + 1);
        const Fragment* frame = findPart(diagram(plan), P("frame"))->fragment();
        QCOMPARE(frame->operands.first().parts.size(), 2);
        QCOMPARE(frame->operands.first().parts.first().message()->text, S("Add a column"));
        QVERIFY(ids.indexOf(S("more")) < ids.indexOf(S("c1")));
        QVERIFY(ids.indexOf(S("more")) > ids.indexOf(S("v0.alt")));
        QCOMPARE(diagram(plan).ranges.size(), 1);
        QVERIFY(regenerateSequence(plan, main).edit.isEmpty());
    }

    void whatAPersonWroteStays()
    {
        Plan plan = generated(2);
        draw(plan, [](Sequence& sequence) {
            SequencePart part = *findPart(sequence, P("c0"));
            std::get<Message>(part.body).text = S("our words");
            replacePart(sequence, part);
            sequence.title = S("our title");
        });
        QVERIFY(regenerate(plan).isEmpty());
        rename(plan, "c0", "their words");
        const QList<MergeChange> changes = regenerate(plan);
        QCOMPARE(told(changes, MergeKind::Kept), QStringList{S("c0")});
        QCOMPARE(findPart(diagram(plan), P("c0"))->message()->text, S("our words"));
        QCOMPARE(diagram(plan).title, S("our title"));
    }

    void whatAPersonDeletedStaysAway()
    {
        Plan plan = generated(2);
        draw(plan, [](Sequence& sequence) {
            erasePart(sequence, P("c0.reply"));
            erasePart(sequence, P("v1.alt"));
        });
        rename(plan, "c1", "another name");
        regenerate(plan);
        const QStringList ids = idsOf(plan);
        QVERIFY(!ids.contains(S("c0.reply")));
        QVERIFY(!ids.contains(S("v1.alt")));
        QVERIFY(!ids.contains(S("v1.reply")));
        QCOMPARE(findPart(diagram(plan), P("c1"))->message()->text, S("another name"));
    }

    void whatAPersonMovedStaysThere()
    {
        Plan plan = generated(2);
        draw(plan, [](Sequence& sequence) {
            const SequencePart part = *findPart(sequence, P("v0.old"));
            erasePart(sequence, part.id);
            insertPartAfter(sequence, P("c1"), part);
        });
        rename(plan, "v0", "another name");
        regenerate(plan);
        const QStringList ids = idsOf(plan);
        QCOMPARE(ids.indexOf(S("v0.old")), ids.indexOf(S("c1")) + 1);
    }

    /// An edge for the case of failure makes an alternative of what was a plain answer, and back.
    void alternativesComeAndGoAroundAnswers()
    {
        Plan plan = generated(1);
        QVERIFY(!idsOf(plan).contains(S("staging.alt")));
        plan.nodes.put(test::node(S("stop"), NodeKind::End));
        Edge fails = test::forward(S("staging"), S("stop"));
        fails.when = outcomes::fail;
        plan.edges.put(fails);
        regenerate(plan);
        QVERIFY(idsOf(plan).contains(S("staging.alt")));
        draw(plan, [](Sequence& sequence) {
            SequencePart whole = *findPart(sequence, P("staging.alt"));
            std::get<Fragment>(whole.body).operands.last().parts.append(note("mine", "call me"));
            replacePart(sequence, whole);
        });
        plan.edges.erase(fails.id);
        regenerate(plan);
        const QStringList ids = idsOf(plan);
        QVERIFY(!ids.contains(S("staging.alt")));
        QVERIFY(ids.contains(S("mine")));
        QVERIFY(ids.indexOf(S("mine")) > ids.indexOf(S("staging")));
        QVERIFY(ids.indexOf(S("mine")) < ids.indexOf(S("c0")));
    }

    /// The flow's new order is the diagram's, unless a person gave it another.
    void theOrderFollowsTheFlow()
    {
        Plan plan = generated(2);
        // backup and staging change places.
        const auto edges = plan.edges;
        for (const Edge& each : edges) {
            Edge edge = each;
            const auto swapped = [](const NodeId& id) {
                return id.text() == S("backup") ? NodeId(S("staging"))
                    : id.text() == S("staging") ? NodeId(S("backup"))
                                                : id;
            };
            if (edge.kind == EdgeKind::Forward) {
                edge.from = swapped(edge.from);
                edge.to = swapped(edge.to);
                plan.edges.put(edge);
            }
        }
        const QList<MergeChange> changes = regenerate(plan);
        QVERIFY(!told(changes, MergeKind::Moved).isEmpty());
        const QStringList ids = idsOf(plan);
        QVERIFY(ids.indexOf(S("staging")) < ids.indexOf(S("backup")));
        QVERIFY(regenerateSequence(plan, main).edit.isEmpty());
    }

    /// Undo takes the whole of it back.
    void itIsOneEdit()
    {
        Plan plan = test::chain(2);
        const Plan before = plan;
        const Regeneration made = regenerateSequence(plan, main);
        QVERIFY(made.isNew);
        const Result<Edit> back = apply(plan, made.edit);
        QVERIFY(back && apply(plan, *back));
        QVERIFY(plan == before);
    }
};

QTEST_GUILESS_MAIN(TestSequenceMerge)
#include "test_sequence_merge.moc"
