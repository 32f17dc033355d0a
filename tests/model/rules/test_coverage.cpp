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
};

QTEST_GUILESS_MAIN(TestCoverage)
#include "test_coverage.moc"
