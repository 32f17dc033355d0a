// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/gate_answers.h"
#include "model/rehearsal/rehearsal_plan.h"
#include "tests/support/sample_plan.h"

#include <QTest>

using namespace whimbrel;

namespace {

Action manual(const QString& instructions)
{
    Action action;
    action.body = ManualAction{instructions};
    return action;
}

Check check(const QString& id, const CheckBody& body)
{
    Check made;
    made.id = CheckId(id);
    made.body = body;
    return made;
}

QStringList textsAbout(const RehearsalPlan& made, const QString& id)
{
    QStringList texts;
    for (const RehearsedAssumption& each : made.assumed) {
        if (each.node.text() == id || each.edge.text() == id) {
            texts.append(each.text);
        }
    }
    return texts;
}

} // namespace

/// The copy of a plan that runs without people.
class TestRehearsalPlan final : public QObject {
    Q_OBJECT

private slots:
    void whatNeedsNobodyStaysAsItIs()
    {
        const Plan plan = test::chain(3);
        const RehearsalPlan made = rehearsalPlan(plan);
        QCOMPARE(made.plan, plan);
        QVERIFY(made.assumed.isEmpty());
    }

    void windowsAndHoldsAreNotWaitedFor()
    {
        Plan plan = test::chain(1);
        Node node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
        node.window = Window{{6, 7}, QTime(2, 0), QTime(4, 0), {}, {}};
        node.holdMs = 604800000;
        plan.nodes.put(node);
        const RehearsalPlan made = rehearsalPlan(plan);
        QVERIFY(!made.plan.nodes.find(node.id)->window);
        QVERIFY(!made.plan.nodes.find(node.id)->holdMs);
        QCOMPARE(textsAbout(made, QStringLiteral("c0")).size(), 2);
    }

    void whatPeopleDoIsAssumed()
    {
        Plan plan = test::chain(2);
        Node node = *plan.nodes.find(NodeId(QStringLiteral("c1")));
        node.action = manual(QStringLiteral("Release version 2."));
        plan.nodes.put(node);
        const RehearsalPlan made = rehearsalPlan(plan);
        QCOMPARE(made.plan.nodes.find(node.id)->action->type(), ActionType::None);
        QVERIFY(made.assumedSteps.contains(node.id));
        QVERIFY(textsAbout(made, QStringLiteral("c1"))
                    .join(u' ')
                    .contains(QStringLiteral("Release version 2.")));
        // There is nothing to take back, but what lies before is.
        for (const Edge& edge : plan.edges) {
            if (edge.kind == EdgeKind::Rollback) {
                QCOMPARE(made.assumedWays.contains(edge.id), edge.from == node.id);
            }
        }
    }

    void checksThatOnlyLookOutsideAreLeftOut_data()
    {
        QTest::addColumn<bool>("commands");
        QTest::addColumn<bool>("web");
        QTest::addColumn<QStringList>("kept");
        const QString query = QStringLiteral("query");
        QTest::newRow("nothing allowed") << false << false << QStringList{query};
        QTest::newRow("programs") << true << false << QStringList{query, QStringLiteral("command")};
        QTest::newRow("web") << false << true << QStringList{query, QStringLiteral("http")};
    }
    void checksThatOnlyLookOutsideAreLeftOut()
    {
        QFETCH(bool, commands);
        QFETCH(bool, web);
        QFETCH(QStringList, kept);
        Plan plan = test::chain(1);
        Node node = *plan.nodes.find(NodeId(QStringLiteral("v0")));
        node.checks = {check(QStringLiteral("query"), QueryCheck{}),
            check(QStringLiteral("command"), CommandCheck{}),
            check(QStringLiteral("http"), HttpCheck{}),
            check(QStringLiteral("manual"), ManualCheck{}),
            check(QStringLiteral("lag"), ReplicationLagCheck{})};
        plan.nodes.put(node);
        const RehearsalPlan made = rehearsalPlan(plan, {commands, web});
        QStringList left;
        for (const Check& each : made.plan.nodes.find(node.id)->checks) {
            left.append(each.id.text());
        }
        QCOMPARE(left, kept);
        QCOMPARE(textsAbout(made, QStringLiteral("v0")).size(), 5 - kept.size());
    }

    void gatesAskAnyone()
    {
        Node gate = test::node(QStringLiteral("go"), NodeKind::Gate);
        gate.ask = QStringLiteral("Go ahead?");
        gate.approvers = {ParticipantId(QStringLiteral("dba"))};
        const Plan plan = test::planOf({test::node(QStringLiteral("start"), NodeKind::Start), gate,
                                           test::node(QStringLiteral("end"), NodeKind::End)},
            {test::forward(QStringLiteral("start"), QStringLiteral("go")),
                test::forward(QStringLiteral("go"), QStringLiteral("end"), outcomes::yes)});
        const RehearsalPlan made = rehearsalPlan(plan);
        QVERIFY(made.plan.nodes.find(gate.id)->approvers.isEmpty());
        QCOMPARE(made.plan.nodes.find(gate.id)->ask, gate.ask);
    }

    void gatesAreAnsweredTowardsAStep()
    {
        const auto node = [](const char* id, NodeKind kind) {
            return test::node(QString::fromLatin1(id), kind);
        };
        const auto text = [](const char* id) { return QString::fromLatin1(id); };
        const Flow flow(test::planOf(
            {node("start", NodeKind::Start), node("go", NodeKind::Gate),
                node("small", NodeKind::Expand), node("large", NodeKind::Expand),
                node("check", NodeKind::Verification), node("repair", NodeKind::Expand)},
            {test::forward(text("start"), text("go")),
                test::forward(text("go"), text("small"), outcomes::yes),
                test::forward(text("go"), text("large"), text("by night")),
                test::forward(text("small"), text("check")),
                test::forward(text("check"), text("repair"), outcomes::fail)}));
        const NodeId gate(text("go"));
        const auto small = answersTowards(flow, flow.indexOf(NodeId(text("small"))));
        QVERIFY(small);
        QCOMPARE(small->value(gate), outcomes::yes);
        const auto large = answersTowards(flow, flow.indexOf(NodeId(text("large"))));
        QVERIFY(large);
        QCOMPARE(large->value(gate), text("by night"));
        QVERIFY(!answersTowards(flow, flow.indexOf(NodeId(text("repair")))));
    }

    void onlyOneWayIsLeft()
    {
        Plan plan = test::chain(2);
        Edge further = test::rollback(QStringLiteral("c1"), QStringLiteral("start"));
        plan.edges.put(further);
        const Plan only = withOnlyWay(plan, further.from, further.id);
        for (const Edge& edge : only.edges) {
            QVERIFY(edge.kind != EdgeKind::Rollback || edge.from != further.from
                || edge.id == further.id);
        }
        QVERIFY(only.edges.contains(further.id));
        QVERIFY(only.edges.contains(test::rollback(QStringLiteral("c0"), {}).id)
            || only.edges.size() == plan.edges.size() - 1);
    }
};

QTEST_GUILESS_MAIN(TestRehearsalPlan)
#include "test_rehearsal_plan.moc"
