// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/plan/sequence_parts.h"
#include "model/sequence/flow_sequence.h"
#include "render/layout/sequence_columns.h"
#include "render/layout/sequence_layout.h"
#include "render/layout/sequence_rows.h"
#include "tests/render/sequence_faults.h"
#include "tests/support/random_sequence.h"

#include <QDirIterator>
#include <QTest>

using namespace whimbrel;

namespace {

ParticipantId who(const char* id)
{
    return ParticipantId(QString::fromLatin1(id));
}

SequencePart part(const char* id, SequencePartBody body)
{
    return {SequencePartId(QString::fromLatin1(id)), std::move(body), {}};
}

SequencePart message(const char* id, MessageKind kind, const char* from, const char* to,
    const char* text = "", bool activates = false)
{
    return part(
        id, Message{kind, who(from), who(to), QString::fromLatin1(text), {}, {}, activates});
}

SequencePart fragment(const char* id, FragmentKind kind, QList<QList<SequencePart>> operands)
{
    Fragment made;
    made.kind = kind;
    for (const QList<SequencePart>& parts : operands) {
        made.operands.append(Operand{QStringLiteral("guard"), parts, {}});
    }
    return part(id, made);
}

Sequence sequenceOf(QList<SequencePart> parts)
{
    Sequence made;
    made.id = SequenceId(QStringLiteral("s"));
    made.parts = std::move(parts);
    return made;
}

QStringList numbersOf(const Sequence& sequence)
{
    QStringList numbers;
    for (const SequenceRow& row : rowsOf(sequence).rows) {
        if (row.type == SequenceRowType::Message) {
            numbers << row.number;
        }
    }
    return numbers;
}

} // namespace

class TestSequenceLayout final : public QObject {
    Q_OBJECT

private slots:
    void generatedDiagramsAreWithoutFault_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 200; ++seed) {
            QTest::newRow(qPrintable(QString::number(seed))) << seed;
        }
    }
    /// From two lifelines and one message to 20 and 300, fragments up to four deep.
    void generatedDiagramsAreWithoutFault()
    {
        QFETCH(const int, seed);
        QRandomGenerator random(static_cast<quint32>(seed));
        const Plan plan
            = test::randomSequence(random, {2 + seed % 19, 1 + (seed * 37) % 300, 1 + seed % 4});
        const Sequence& sequence = plan.sequences.at(0);
        const QStringList faults = test::faultsOf(sequence, layOutSequence(plan, sequence));
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
    }

    void templatesAreWithoutFault_data()
    {
        QTest::addColumn<QString>("path");
        const QDir templates(QStringLiteral(WHIMBREL_CASES "/../../resources/templates"));
        QDirIterator each(templates.path(), {QStringLiteral("*.whimbrel")}, QDir::Files,
            QDirIterator::Subdirectories);
        while (each.hasNext()) {
            const QString path = each.next();
            QTest::newRow(qPrintable(templates.relativeFilePath(path))) << path;
        }
    }
    /// Those of sequence diagrams, and what is generated from those of flows.
    void templatesAreWithoutFault()
    {
        QFETCH(const QString, path);
        const Result<LoadedPlan> loaded = loadPlan(path);
        QVERIFY(loaded);
        Plan plan = loaded->plan;
        if (plan.sequences.isEmpty()) {
            const FlowSequence told = sequenceOfFlow(plan, SequenceId(QStringLiteral("flow")));
            for (const Participant& each : told.participants) {
                plan.participants.put(each);
            }
            plan.sequences.put(told.sequence);
        }
        const Sequence& sequence = plan.sequences.at(0);
        const SequenceGeometry geometry = layOutSequence(plan, sequence);
        const QStringList faults = test::faultsOf(sequence, geometry);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
        QVERIFY(geometry.messages.size() > 7);
    }

    void nothingIsNeededToDrawNothing()
    {
        QVERIFY(layOutSequence({}, {}).messages.isEmpty());
        const Sequence odd = sequenceOf({message("m", MessageKind::Sync, "", ""),
            part("n", SequenceNote{NoteSide::Left, {}, {}}), part("s", StatePill{}),
            fragment("f", FragmentKind::Alternatives, {})});
        QCOMPARE(layOutSequence({}, odd).messages.size(), 1);
    }

    /// Messages that happen at the same time stand in one row as far as there is room.
    void messagesShareARow()
    {
        const auto beside = [](SequencePart part) {
            std::get<Message>(part.body).beside = true;
            return part;
        };
        Sequence sequence = sequenceOf({message("left", MessageKind::Sync, "a", "b", "one"),
            beside(message("right", MessageKind::Sync, "c", "d", "two words\nin two lines")),
            beside(message("between", MessageKind::Async, "c", "b", "x")),
            beside(message("across", MessageKind::Sync, "a", "c", "no room")),
            part("note", SequenceNote{NoteSide::Over, {who("a")}, QStringLiteral("n")}),
            beside(message("below", MessageKind::Sync, "a", "b", "nothing above"))});
        sequence.lifelines = {who("a"), who("b"), who("c"), who("d")};
        const SequenceGeometry made = layOutSequence({}, sequence);
        const auto lineOf = [&made](int index) { return made.messages.at(index).line.first().y(); };
        QCOMPARE(lineOf(1), lineOf(0));
        QCOMPARE(lineOf(2), lineOf(0));
        QVERIFY(lineOf(3) > lineOf(0) + 20);
        QVERIFY(lineOf(4) > lineOf(3) + 20);
        QCOMPARE(made.messages.at(0).row.bottom(), made.messages.at(1).row.bottom());
        QVERIFY(test::faultsOf(sequence, made).isEmpty());
    }

    /// Inside of fragments they count on their own, or go on.
    void numbersBeginAndStep()
    {
        Sequence sequence = sequenceOf({message("m1", MessageKind::Sync, "a", "b"),
            fragment("f", FragmentKind::Option, {{message("m2", MessageKind::Sync, "a", "b")}}),
            message("m3", MessageKind::Sync, "a", "b")});
        sequence.firstNumber = 10;
        sequence.numberStep = 5;
        QCOMPARE(numbersOf(sequence).join(QLatin1Char(' ')), QStringLiteral("10 15 20"));
        sequence.numbering = Numbering::Nested;
        QCOMPARE(numbersOf(sequence).join(QLatin1Char(' ')), QStringLiteral("10 15.1 20"));
        sequence.numbering = Numbering::None;
        QCOMPARE(numbersOf(sequence).join(QLatin1Char(' ')), QStringLiteral("  "));
    }

    /// Distances that only far neighbors ask for are shared out between the gaps.
    void slackIsSharedOut()
    {
        SequenceColumns columns(3);
        columns.demand(0, 1, 100);
        columns.demand(1, 2, 100);
        columns.demand(0, 2, 400);
        QCOMPARE(columns.solve(), (QList<double>{0, 200, 400}));
        SequenceColumns narrow(2);
        narrow.demand(-1, 0, 50);
        narrow.demand(1, 2, 50);
        QCOMPARE(narrow.solve(), (QList<double>{0, 0}));
    }

    void numbersFollowTheNesting()
    {
        Sequence sequence = sequenceOf({message("a", MessageKind::Sync, "x", "y"),
            fragment("f", FragmentKind::Alternatives,
                {{message("b", MessageKind::Sync, "x", "y")},
                    {message("c", MessageKind::Sync, "x", "y"),
                        fragment("g", FragmentKind::Loop,
                            {{message("d", MessageKind::Reply, "y", "x")}})}}),
            message("e", MessageKind::Sync, "x", "y")});
        sequence.numbering = Numbering::Nested;
        QCOMPARE(numbersOf(sequence),
            (QStringList{QStringLiteral("1"), QStringLiteral("2.1"), QStringLiteral("2.2"),
                QStringLiteral("2.3.1"), QStringLiteral("3")}));
        sequence.numbering = Numbering::Flat;
        QCOMPARE(numbersOf(sequence).last(), QStringLiteral("5"));
        sequence.numbering = Numbering::None;
        QCOMPARE(numbersOf(sequence).last(), QString());
    }

    /// An alternative begins with the bars that were open before the fragment, not with those that
    /// the alternative above it left.
    void barsStartAnewInEachOperand()
    {
        const Sequence sequence
            = sequenceOf({message("call", MessageKind::Sync, "x", "y", "ask", true),
                fragment("f", FragmentKind::Alternatives,
                    {{message("yes", MessageKind::Reply, "y", "x")},
                        {message("no", MessageKind::Reply, "y", "x")}}),
                message("next", MessageKind::Sync, "x", "y")});
        const SequenceRows rows = rowsOf(sequence);
        QCOMPARE(rows.bars.size(), 1);
        const auto rowOf = [&](const char* id) {
            return rows.rowsOf.value(SequencePartId(QString::fromLatin1(id))).first;
        };
        const QList<std::pair<int, int>> expected{
            {rowOf("call"), rowOf("yes")}, {rowOf("yes") + 1, rowOf("no")}};
        QCOMPARE(rows.bars.first().stretches, expected);
        QCOMPARE(rows.rows.at(rowOf("no")).fromLevel, 1);
        QCOMPARE(rows.rows.at(rowOf("next")).toLevel, 0);
    }

    void whatOneAlternativeLeavesOpenGoesOn()
    {
        const Sequence sequence
            = sequenceOf({message("call", MessageKind::Sync, "x", "y", "ask", true),
                fragment("f", FragmentKind::Alternatives,
                    {{message("wait", MessageKind::Async, "x", "y")},
                        {message("no", MessageKind::Reply, "y", "x")}}),
                message("end", MessageKind::Reply, "y", "x")});
        const SequenceRows rows = rowsOf(sequence);
        QCOMPARE(rows.bars.first().stretches.size(), 2);
        QCOMPARE(rows.bars.first().stretches.last().second,
            rows.rowsOf.value(SequencePartId(QStringLiteral("end"))).first);
    }

    void aHeadStandsWhereItIsCreated()
    {
        const Sequence sequence = sequenceOf({message("a", MessageKind::Sync, "x", "y", "go"),
            message("b", MessageKind::Create, "x", "z", "new"),
            message("c", MessageKind::Destroy, "x", "z", "end"),
            message("d", MessageKind::Create, "x", "z", "again"),
            message("e", MessageKind::Sync, "x", "y", "on")});
        const SequenceGeometry geometry = layOutSequence({}, sequence);
        const PlacedLifeline& created = geometry.lifelines.at(2);
        QCOMPARE(created.heads.size(), 2);
        QVERIFY(created.heads.first().top() > geometry.lifelines.first().heads.first().bottom());
        QCOMPARE(created.stretches.size(), 2);
        QVERIFY(created.stretches.first().destroyed);
        QVERIFY(!created.stretches.last().destroyed);
        // The arrow ends at the head.
        QCOMPARE(geometry.messages.at(1).line.last().x(), created.heads.first().left());
        QCOMPARE(test::faultsOf(sequence, geometry), QStringList());
    }

    /// Who one alternative ends is there in the other, and behind both.
    void anEndInOneAlternativeIsNoneInTheOther()
    {
        const Sequence sequence = sequenceOf({message("a", MessageKind::Sync, "x", "y"),
            fragment("f", FragmentKind::Alternatives,
                {{message("b", MessageKind::Destroy, "x", "y")},
                    {message("c", MessageKind::Sync, "x", "y")}}),
            message("d", MessageKind::Sync, "x", "y")});
        const SequenceGeometry geometry = layOutSequence({}, sequence);
        const QList<LifeStretch>& stretches = geometry.lifelines.at(1).stretches;
        QCOMPARE(stretches.size(), 2);
        QVERIFY(stretches.first().destroyed);
        QVERIFY(stretches.last().bottom > geometry.messages.last().line.first().y());
    }

    void tallDiagramsRepeatTheirHeads()
    {
        QList<SequencePart> parts;
        for (int i = 0; i < 40; ++i) {
            parts.append(SequencePart{SequencePartId(QString::number(i)),
                Message{
                    MessageKind::Sync, who("x"), who("y"), QStringLiteral("again"), {}, {}, false},
                {}});
        }
        QCOMPARE(layOutSequence({}, sequenceOf(parts)).lifelines.first().heads.size(), 2);
        QCOMPARE(layOutSequence({}, sequenceOf(parts.first(5))).lifelines.first().heads.size(), 1);
    }

    /// Text stands between lifelines where it can.
    void longWayTextsKeepOffTheLinesBetween()
    {
        Sequence sequence = sequenceOf({message("m", MessageKind::Sync, "a", "d", "copy rows")});
        sequence.lifelines = {who("a"), who("b"), who("c"), who("d")};
        const SequenceGeometry geometry = layOutSequence({}, sequence);
        const QRectF label = geometry.messages.first().label;
        for (const PlacedLifeline& line : geometry.lifelines) {
            QVERIFY(line.x < label.left() || line.x > label.right());
        }
    }
};

QTEST_MAIN(TestSequenceLayout)
#include "test_sequence_layout.moc"
