// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/validate.h"
#include "tests/support/sample_plan.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace whimbrel;

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

/// The keys of the findings of these rules, sorted.
QStringList keys(const Plan& plan, const QStringList& rules)
{
    QStringList found;
    for (const Finding& finding : validate(plan).findings) {
        if (rules.contains(finding.rule)) {
            found.append(finding.key);
        }
    }
    found.sort();
    return found;
}

QStringList errors(const Plan& plan)
{
    QStringList found;
    for (const Finding& finding : validate(plan).findings) {
        if (finding.severity == Severity::Error) {
            found.append(finding.key);
        }
    }
    return found;
}

const QStringList heart{S("plan/forward-without-rollback"), S("plan/rollback-target-unsafe"),
    S("plan/rollback-without-action"), S("plan/rollback-unreviewed"),
    S("plan/change-without-verification"), S("plan/vacuous-verification"),
    S("plan/verification-outcomes")};

EdgeId wayBackOf(int change)
{
    return EdgeId(
        S("c%1<%2").arg(change).arg(change == 0 ? S("staging") : S("v%1").arg(change - 1)));
}

} // namespace

class TestHeart final : public QObject {
    Q_OBJECT

private:
    static void addChains()
    {
        QTest::addColumn<int>("changes");
        QTest::addColumn<int>("change");
        QRandomGenerator random(20260301);
        for (int i = 0; i < 25; ++i) {
            const int changes = random.bounded(1, 40);
            const int change = random.bounded(changes);
            QTest::addRow("%d of %d, %d", change, changes, i) << changes << change;
        }
    }

private slots:
    void aChainHolds_data() { addChains(); }
    void aChainHolds()
    {
        QFETCH(const int, changes);
        QCOMPARE(errors(test::chain(changes)), QStringList());
        QCOMPARE(keys(test::chain(changes), heart), QStringList());
    }

    void aMissingWayBackIsTheOneFinding_data() { addChains(); }
    void aMissingWayBackIsTheOneFinding()
    {
        QFETCH(const int, changes);
        QFETCH(const int, change);
        Plan plan = test::chain(changes);
        plan.edges.erase(wayBackOf(change));
        const QStringList found = errors(plan);
        QCOMPARE(found, QStringList{S("plan/forward-without-rollback:c%1").arg(change)});
        const Finding finding = validate(plan).findings.first();
        QCOMPARE(finding.element.type, ElementType::Edge);
        QVERIFY(finding.element.id.endsWith(S(">c%1").arg(change)));
    }

    void aMissingActionIsTheOneFinding_data() { addChains(); }
    void aMissingActionIsTheOneFinding()
    {
        QFETCH(const int, changes);
        QFETCH(const int, change);
        Plan plan = test::chain(changes);
        Edge edge = *plan.edges.find(wayBackOf(change));
        edge.action.reset();
        plan.edges.put(edge);
        QCOMPARE(errors(plan), QStringList{S("plan/rollback-without-action:") + edge.id.text()});
        Action none;
        none.body = NoAction{};
        edge.action = none;
        plan.edges.put(edge);
        QCOMPARE(errors(plan), QStringList{S("plan/rollback-without-action:") + edge.id.text()});
        none.body = NoAction{S("nothing was written")};
        edge.action = none;
        plan.edges.put(edge);
        QCOMPARE(errors(plan), QStringList());
    }

    void anUnsafeTargetIsTheOneFinding_data() { addChains(); }
    void anUnsafeTargetIsTheOneFinding()
    {
        QFETCH(const int, changes);
        QFETCH(const int, change);
        Plan plan = test::chain(changes);
        for (const QString& target : {S("c%1").arg(change), S("v%1").arg(change), S("end")}) {
            Edge edge = *plan.edges.find(wayBackOf(change));
            edge.to = NodeId(target);
            plan.edges.put(edge);
            QVERIFY(keys(plan, heart).contains(S("plan/rollback-target-unsafe:") + edge.id.text()));
            QCOMPARE(keys(plan, heart).size(), 1);
        }
        Edge edge = *plan.edges.find(wayBackOf(change));
        edge.to = NodeId(S("start"));
        plan.edges.put(edge);
        QCOMPARE(errors(plan), QStringList());
    }

    void aMissingVerificationIsTheOneFinding_data() { addChains(); }
    void aMissingVerificationIsTheOneFinding()
    {
        QFETCH(const int, changes);
        QFETCH(const int, change);
        Plan plan = test::chain(changes);
        const NodeId gone(S("v%1").arg(change));
        // Joined again, and the way back of the next change led one state further.
        const NodeId before(change == 0 ? S("staging") : S("v%1").arg(change - 1));
        const auto edges = plan.edges;
        for (const Edge& each : edges) {
            Edge edge = each;
            if (edge.from == gone) {
                plan.edges.erase(edge.id);
            } else if (edge.to == gone) {
                const bool back = edge.kind == EdgeKind::Rollback;
                edge.to = back ? before
                               : NodeId(change + 1 < changes ? S("c%1").arg(change + 1) : S("end"));
                plan.edges.put(edge);
            }
        }
        plan.nodes.erase(gone);
        QCOMPARE(errors(plan), QStringList{S("plan/change-without-verification:c%1").arg(change)});
    }

    void withoutWaysBackEveryChangeIsToldOnce()
    {
        Plan plan = test::chain(12);
        const auto edges = plan.edges;
        QStringList expected;
        for (const Edge& edge : edges) {
            if (edge.kind == EdgeKind::Rollback) {
                plan.edges.erase(edge.id);
            }
        }
        for (int i = 0; i < 12; ++i) {
            expected.append(S("plan/forward-without-rollback:c%1").arg(i));
        }
        expected.sort();
        QCOMPARE(keys(plan, heart), expected);
    }

    void withoutVerificationsEveryChangeIsToldOnce_data()
    {
        QTest::addColumn<bool>("edgesToo");
        QTest::newRow("edges dangle") << false;
        QTest::newRow("edges are gone") << true;
    }
    void withoutVerificationsEveryChangeIsToldOnce()
    {
        QFETCH(const bool, edgesToo);
        Plan plan = test::chain(12);
        QStringList expected;
        for (int i = 0; i < 12; ++i) {
            const NodeId gone(S("v%1").arg(i));
            plan.nodes.erase(gone);
            expected.append(S("plan/change-without-verification:c%1").arg(i));
            const auto edges = plan.edges;
            for (const Edge& edge : edges) {
                if (edgesToo && (edge.from == gone || edge.to == gone)) {
                    plan.edges.erase(edge.id);
                }
            }
        }
        expected.sort();
        QCOMPARE(keys(plan, {S("plan/change-without-verification")}), expected);
    }

    void missingVerificationsAreMendedOneAfterAnother()
    {
        Plan plan = test::chain(8);
        for (int i = 0; i < 8; ++i) {
            plan.nodes.erase(NodeId(S("v%1").arg(i)));
        }
        for (int round = 0; round < 8; ++round) {
            const Findings findings = validate(plan).findings;
            const auto next
                = std::find_if(findings.begin(), findings.end(), [](const Finding& each) {
                      return each.rule == S("plan/change-without-verification");
                  });
            QVERIFY(next != findings.end());
            QVERIFY(apply(plan, next->fixes.first().edit));
        }
        QCOMPARE(errors(plan), QStringList());
    }

    /// A change behind which the ways part: verified on one of them only.
    void everyWayOnMustBeVerified()
    {
        Plan plan = test::chain(2);
        plan.edges.put(test::forward(S("c0"), S("task"), S("pass")));
        plan.nodes.put(test::node(S("task"), NodeKind::Task));
        plan.edges.put(test::forward(S("task"), S("c1")));
        QCOMPARE(keys(plan, {S("plan/change-without-verification")}),
            QStringList{S("plan/change-without-verification:c0")});
        // Failing does not count: nothing was changed then, or somebody looks.
        Edge failing = *plan.edges.find(EdgeId(S("c0>task")));
        failing.when = outcomes::fail;
        plan.edges.put(failing);
        QCOMPARE(keys(plan, {S("plan/change-without-verification")}), QStringList());
    }

    void aRollbackStepBehindAFailedVerificationIsAWayBack()
    {
        Plan plan = test::chain(1);
        plan.edges.erase(wayBackOf(0));
        Node undo = test::node(S("undo"), NodeKind::Rollback);
        plan.nodes.put(undo);
        plan.nodes.put(test::node(S("undone"), NodeKind::Verification));
        Node out = test::node(S("out"), NodeKind::End);
        out.outcome = Outcome::Reverted;
        plan.nodes.put(out);
        plan.edges.put(test::forward(S("v0"), S("undo"), S("fail")));
        plan.edges.put(test::forward(S("undo"), S("undone")));
        plan.edges.put(test::forward(S("undone"), S("out")));
        QCOMPARE(errors(plan), QStringList{S("plan/rollback-without-action:undo")});
        Action action;
        action.body = ManualAction{S("put it back")};
        undo.action = action;
        plan.nodes.put(undo);
        QCOMPARE(errors(plan), QStringList());

        // An end that says something else is no safe state.
        out.outcome = Outcome::Migrated;
        plan.nodes.put(out);
        QCOMPARE(errors(plan), QStringList{S("plan/rollback-target-unsafe:undo")});
    }

    void aWayBackOfTheVerificationServesItsChange()
    {
        Plan plan = test::chain(2);
        Edge edge = *plan.edges.find(wayBackOf(1));
        plan.edges.erase(edge.id);
        edge.from = NodeId(S("v1"));
        plan.edges.put(edge);
        QCOMPARE(errors(plan), QStringList());
        edge.to = NodeId(S("c1"));
        plan.edges.put(edge);
        QCOMPARE(errors(plan), QStringList{S("plan/rollback-target-unsafe:") + edge.id.text()});
    }
};

QTEST_GUILESS_MAIN(TestHeart)
#include "test_heart.moc"
