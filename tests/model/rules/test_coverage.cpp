// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/validate.h"
#include "tests/support/sample_plan.h"

#include <QTest>

using namespace whimbrel;

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

/// The row of the edge into c0 of a chain.
CoverageRow firstRow(const Plan& plan)
{
    for (const CoverageRow& row : validate(plan).coverage.rows) {
        if (row.to == NodeId(S("c0"))) {
            return row;
        }
    }
    return {};
}

Plan accepting(Plan plan, const char* key)
{
    Acceptance acceptance;
    acceptance.id = AcceptanceId(S(key));
    acceptance.because = S("agreed");
    plan.accepted.put(acceptance);
    return plan;
}

const EdgeId back(S("c0<staging"));

/// The way back of c0 was tried.
Rehearsed rehearsed(WayVerdict verdict)
{
    Rehearsal rehearsal;
    RehearsedWay way;
    way.change = NodeId(S("c0"));
    way.edge = back;
    way.verdict = verdict;
    rehearsal.ways = {way};
    rehearsal.whole.verdict = verdict;
    Rehearsed made;
    made.current = {rehearsal};
    return made;
}

bool hasFinding(const Validation& validation, const char* rule)
{
    for (const Finding& finding : validation.findings) {
        if (finding.rule == S(rule)) {
            return true;
        }
    }
    return false;
}

} // namespace

class TestCoverage final : public QObject {
    Q_OBJECT

private slots:
    void aRowForEachForwardEdge()
    {
        const Coverage coverage = validate(test::chain(2)).coverage;
        QCOMPARE(coverage.rows.size(), 7);
        QCOMPARE(coverage.rows.at(0).wayBack, Covered::NothingToUndo);
        QCOMPARE(coverage.rows.at(0).rehearsed, Covered::NothingToUndo);
        QCOMPARE(coverage.rows.at(2).from, NodeId(S("staging")));
        QCOMPARE(coverage.rows.at(2).wayBack, Covered::Yes);
        QCOMPARE(coverage.rows.at(2).rehearsed, Covered::NotYet);
        QCOMPARE(coverage.total, 8);
        QCOMPARE(coverage.covered, 8);
        QCOMPARE(coverage.percent(), 100);
    }

    void aPlanWithoutChangesIsCovered() { QCOMPARE(validate(Plan()).coverage.percent(), 100); }

    void withoutWayBackThreeCellsAreMissing()
    {
        Plan plan = test::chain(1);
        plan.edges.erase(back);
        CoverageRow row = firstRow(plan);
        QCOMPARE(row.wayBack, Covered::No);
        QCOMPARE(row.targetSafe, Covered::No);
        QCOMPARE(row.hasAction, Covered::No);
        QCOMPARE(row.verified, Covered::Yes);
        QCOMPARE(validate(plan).coverage.percent(), 25);
        row = firstRow(accepting(plan, "plan/forward-without-rollback:c0"));
        QCOMPARE(row.wayBack, Covered::Explained);
        QCOMPARE(row.targetSafe, Covered::Explained);
        QCOMPARE(row.hasAction, Covered::Explained);
    }

    void anExplainedActionIsNotAYes()
    {
        Plan plan = test::chain(1);
        Edge edge = *plan.edges.find(back);
        Action none;
        none.body = NoAction{S("an empty table does no harm")};
        edge.action = none;
        plan.edges.put(edge);
        QCOMPARE(firstRow(plan).hasAction, Covered::Explained);
        none.body = NoAction{};
        edge.action = none;
        plan.edges.put(edge);
        QCOMPARE(firstRow(plan).hasAction, Covered::No);
    }

    void generatedSqlCountsOnceItIsAccepted()
    {
        Plan plan = test::chain(1);
        Edge edge = *plan.edges.find(back);
        edge.generated = true;
        plan.edges.put(edge);
        QCOMPARE(firstRow(plan).hasAction, Covered::No);
        QCOMPARE(firstRow(accepting(plan, "plan/rollback-unreviewed:c0<staging")).hasAction,
            Covered::Explained);
        edge.generated = false;
        plan.edges.put(edge);
        QCOMPARE(firstRow(plan).hasAction, Covered::Yes);
    }

    void anUnsafeTargetIsNotCovered()
    {
        Plan plan = test::chain(1);
        Edge edge = *plan.edges.find(back);
        edge.to = NodeId(S("v0"));
        plan.edges.put(edge);
        QCOMPARE(firstRow(plan).targetSafe, Covered::No);
        QCOMPARE(firstRow(accepting(plan, "plan/rollback-target-unsafe:c0<staging")).targetSafe,
            Covered::Explained);
    }

    void aVerificationWithoutChecksVerifiesNothing()
    {
        Plan plan = test::chain(1);
        Node verification = *plan.nodes.find(NodeId(S("v0")));
        verification.checks.clear();
        plan.nodes.put(verification);
        QCOMPARE(firstRow(plan).verified, Covered::No);
        QCOMPARE(
            firstRow(accepting(plan, "plan/vacuous-verification:v0")).verified, Covered::Explained);
    }

    void whatWasRehearsed_data()
    {
        QTest::addColumn<WayVerdict>("verdict");
        QTest::addColumn<Covered>("expected");
        QTest::newRow("exact") << WayVerdict::Exact << Covered::Yes;
        QTest::newRow("explained") << WayVerdict::Explained << Covered::Explained;
        QTest::newRow("assumed") << WayVerdict::Assumed << Covered::Explained;
        QTest::newRow("order") << WayVerdict::OrderChanged << Covered::No;
        QTest::newRow("data") << WayVerdict::DataLost << Covered::No;
        QTest::newRow("schema") << WayVerdict::NotInverse << Covered::No;
        QTest::newRow("fails") << WayVerdict::Fails << Covered::No;
        QTest::newRow("not reached") << WayVerdict::NotReached << Covered::NotYet;
    }
    void whatWasRehearsed()
    {
        QFETCH(WayVerdict, verdict);
        QFETCH(Covered, expected);
        const Validation validation = validate(test::chain(1), rehearsed(verdict));
        const CoverageRow row = validation.coverage.rows.at(2);
        QCOMPARE(row.to, NodeId(S("c0")));
        QCOMPARE(row.rehearsed, expected);
        QCOMPARE(row.verdict, std::optional(verdict));
        QCOMPARE(validation.coverage.total, 4); // it does not count there
    }

    void anotherStateOfThePlanWasRehearsed()
    {
        Rehearsed stale;
        stale.staleAt = S("2026-03-01T12:00:00Z");
        QCOMPARE(validate(test::chain(1), stale).coverage.rows.at(2).rehearsed, Covered::Stale);
    }

    void generatedWaysBackCountOnceTheyAreExact_data()
    {
        QTest::addColumn<WayVerdict>("verdict");
        QTest::addColumn<bool>("found");
        QTest::newRow("exact") << WayVerdict::Exact << false;
        QTest::newRow("data lost") << WayVerdict::DataLost << true;
    }
    void generatedWaysBackCountOnceTheyAreExact()
    {
        QFETCH(WayVerdict, verdict);
        QFETCH(bool, found);
        Plan plan = test::chain(1);
        Edge generated = *plan.edges.find(back);
        generated.generated = true;
        plan.edges.put(generated);
        const Validation validation = validate(plan, rehearsed(verdict));
        QCOMPARE(hasFinding(validation, "plan/rollback-unreviewed"), found);
        QCOMPARE(validation.coverage.rows.at(2).hasAction, found ? Covered::No : Covered::Yes);
        QVERIFY(hasFinding(validate(plan), "plan/rollback-unreviewed"));
    }

    void aProofStandsForStaging()
    {
        Plan plan = test::chain(1);
        Node task = *plan.nodes.find(NodeId(S("staging")));
        task.kind = NodeKind::Task;
        plan.nodes.put(task);
        QVERIFY(hasFinding(validate(plan), "plan/no-rehearsal"));
        QVERIFY(!hasFinding(validate(plan, rehearsed(WayVerdict::Exact)), "plan/no-rehearsal"));
        QVERIFY(hasFinding(validate(plan, rehearsed(WayVerdict::Fails)), "plan/no-rehearsal"));
    }
};

QTEST_GUILESS_MAIN(TestCoverage)
#include "test_coverage.moc"
