// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/edit.h"
#include "tests/support/sample_plan.h"

#include <QRandomGenerator>
#include <QTest>

using namespace whimbrel;

namespace {

QString oneOf(QRandomGenerator& random, const char* prefix, int count)
{
    return QLatin1String(prefix) + QString::number(random.bounded(count));
}

/// An operation that may or may not be possible.
Op randomOp(QRandomGenerator& random)
{
    switch (random.bounded(23)) {
    case 0:
    case 1: {
        Node node = test::node(oneOf(random, "n", 12), static_cast<NodeKind>(random.bounded(19)));
        node.title = QString::number(random.generate());
        return Put<Node>{node, random.bounded(-1, 12)};
    }
    case 2:
        return Erase<Node>{NodeId(oneOf(random, "n", 12))};
    case 3: {
        Edge edge = test::forward(oneOf(random, "n", 12), oneOf(random, "n", 12));
        edge.id = EdgeId(oneOf(random, "e", 12));
        return Put<Edge>{edge, random.bounded(-1, 12)};
    }
    case 4:
        return Erase<Edge>{EdgeId(oneOf(random, "e", 12))};
    case 5:
        return SetPlace{NodeId(oneOf(random, "n", 12)),
            random.bounded(3) == 0
                ? std::nullopt
                : std::optional<Place>(Place{
                    QPointF(random.bounded(999), random.bounded(999)), random.bounded(2) == 0})};
    case 6:
        return SetFile{oneOf(random, "sql/", 5),
            random.bounded(3) == 0
                ? std::nullopt
                : std::optional<QByteArray>(QByteArray::number(random.generate()))};
    case 7: {
        PlanHeader header;
        header.title = QString::number(random.generate());
        return SetHeader{header};
    }
    case 8:
        return SetDirection{static_cast<FlowDirection>(random.bounded(2))};
    case 9:
        return Put<Group>{
            Group{GroupId(oneOf(random, "g", 6)), QString::number(random.generate()), {}, {}, {}}};
    case 10:
        return Erase<Group>{GroupId(oneOf(random, "g", 6))};
    case 11: {
        Target target;
        target.id = TargetId(oneOf(random, "t", 4));
        return Put<Target>{target, random.bounded(-1, 4)};
    }
    case 12:
        return Erase<Target>{TargetId(oneOf(random, "t", 4))};
    case 13:
    case 14: {
        Sequence sequence;
        sequence.id = SequenceId(oneOf(random, "s", 6));
        Fragment fragment;
        fragment.operands.append(Operand{QString::number(random.generate()),
            {SequencePart{SequencePartId(oneOf(random, "m", 9)),
                Message{MessageKind::Sync, {}, {}, QString::number(random.generate()), {}, {},
                    random.bounded(2) == 0},
                {}}},
            {}});
        sequence.parts.append(
            SequencePart{SequencePartId(oneOf(random, "f", 9)), std::move(fragment), {}});
        return Put<Sequence>{sequence, random.bounded(-1, 6)};
    }
    case 15:
        return Erase<Sequence>{SequenceId(oneOf(random, "s", 6))};
    case 16: {
        Participant participant;
        participant.id = ParticipantId(oneOf(random, "who", 6));
        participant.kind = static_cast<ParticipantKind>(random.bounded(8));
        return Put<Participant>{participant, random.bounded(-1, 6)};
    }
    case 17:
        return SetFolded{GroupId(oneOf(random, "g", 6)), random.bounded(2) == 0};
    case 18:
        return Put<Comment>{Comment{CommentId(oneOf(random, "c", 6)),
                                ElementRef::of(NodeId(oneOf(random, "n", 12))),
                                QString::number(random.generate()), {}, {}, false, {}},
            random.bounded(-1, 6)};
    case 19:
        return Erase<Comment>{CommentId(oneOf(random, "c", 6))};
    case 20:
        return SetLanes{static_cast<FlowLanes>(random.bounded(3))};
    case 21: {
        EdgeRoute route;
        route.in = static_cast<EndSide>(random.bounded(5));
        route.through.append({random.bounded(1.0), QPointF(random.bounded(99), -20), {}});
        return SetRoute{EdgeId(oneOf(random, "e", 12)),
            random.bounded(3) == 0 ? std::nullopt : std::optional<EdgeRoute>(route)};
    }
    default:
        return Put<Acceptance>{Acceptance{
            AcceptanceId(oneOf(random, "a", 6)), QString::number(random.generate()), {}, {}, {}}};
    }
}

} // namespace

class TestEdit final : public QObject {
    Q_OBJECT

private slots:
    /// 20,000 random edits of one to five operations: a refused one leaves the plan as it was, an
    /// applied one is undone to an equal plan and redone to an equal plan.
    void everyEditIsTakenBackExactly()
    {
        QRandomGenerator random(20260101);
        Plan plan = test::chain(3);
        int applied = 0;
        int refused = 0;
        for (int i = 0; i < 20000; ++i) {
            Edit edit;
            for (int op = random.bounded(1, 6); op > 0; --op) {
                edit.ops.append(randomOp(random));
            }
            const Plan before = plan;
            Result<Edit> inverse = apply(plan, edit);
            if (!inverse) {
                ++refused;
                QCOMPARE(inverse.error().code, ErrorCode::Impossible);
                QVERIFY(plan == before);
                continue;
            }
            ++applied;
            const Plan after = plan;
            Result<Edit> again = apply(plan, *inverse);
            QVERIFY(again.has_value());
            QVERIFY(plan == before);
            QVERIFY(apply(plan, *again).has_value());
            QVERIFY(plan == after);
        }
        QVERIFY2(applied > 3000 && refused > 3000, "both kinds must be exercised");
    }

    void erasedElementsReturnToTheirPlace()
    {
        Plan plan = test::chain(2);
        const Plan before = plan;
        Result<Edit> inverse = apply(plan,
            Edit{{},
                {Erase<Node>{NodeId(QStringLiteral("c0"))},
                    Erase<Node>{NodeId(QStringLiteral("v0"))}},
                {}});
        QVERIFY(inverse.has_value());
        QCOMPARE(plan.nodes.size(), before.nodes.size() - 2);
        QVERIFY(apply(plan, *inverse).has_value());
        QVERIFY(plan == before);
        QCOMPARE(plan.nodes.indexOf(NodeId(QStringLiteral("v0"))), 4);
    }

    void aFailingOperationUndoesTheOnesBeforeIt()
    {
        Plan plan = test::chain(1);
        const Plan before = plan;
        const Edit edit{{},
            {Erase<Node>{NodeId(QStringLiteral("c0"))},
                Erase<Node>{NodeId(QStringLiteral("nowhere"))}},
            {}};
        const Result<Edit> result = apply(plan, edit);
        QVERIFY(!result.has_value());
        QVERIFY(result.error().message.contains(QStringLiteral("nowhere")));
        QVERIFY(plan == before);
    }
};

QTEST_GUILESS_MAIN(TestEdit)
#include "test_edit.moc"
