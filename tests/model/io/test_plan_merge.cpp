// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_merge.h"
#include "model/io/plan_reader.h"
#include "model/io/plan_writer.h"
#include "model/plan/merge_conflicts.h"
#include "tests/model/io/random_plan.h"
#include "tests/support/sample_plan.h"

#include <QTest>

#include <functional>

using namespace whimbrel;

namespace {

Plan randomPlan(quint32 seed)
{
    QRandomGenerator random(seed);
    return test::randomPlan(random);
}

using Change = std::function<void(Plan&)>;

Change onNode(const char* id, const std::function<void(Node&)>& change)
{
    return [id = NodeId(QString::fromLatin1(id)), change](Plan& plan) {
        Node node = *plan.nodes.find(id);
        change(node);
        plan.nodes.put(node);
    };
}

Change title(const char* id, const char* words)
{
    return onNode(id, [words = QString::fromLatin1(words)](Node& node) { node.title = words; });
}

Change removed(const char* id)
{
    return [id = NodeId(QString::fromLatin1(id))](Plan& plan) {
        plan.nodes.erase(id);
        plan.layout.places.remove(id);
    };
}

Change added(const char* id, const char* before)
{
    return
        [id = QString::fromLatin1(id), before = NodeId(QString::fromLatin1(before))](Plan& plan) {
            plan.nodes.put(test::node(id, NodeKind::Task), plan.nodes.indexOf(before));
        };
}

Change sql(const char* id, const char* text)
{
    return onNode(id, [text = QString::fromLatin1(text)](Node& node) {
        SqlAction action;
        action.sql.text = text;
        node.action->body = action;
    });
}

QStringList said(const QList<MergeConflict>& conflicts)
{
    QStringList lines;
    for (const MergeConflict& each : conflicts) {
        lines << QStringLiteral("%1 %2 %3").arg(each.section, each.id, each.field).trimmed();
    }
    return lines;
}

Plan with(Plan plan, const QList<Change>& changes)
{
    for (const Change& change : changes) {
        change(plan);
    }
    return plan;
}

} // namespace

class TestPlanMerge final : public QObject {
    Q_OBJECT

private slots:
    void oneSideIsTaken();
    void joins_data();
    void joins();
    void conflicts_data();
    void conflicts();
    void conflictsAreKept();
    void whatCannotBeJoinedIsOurs();
    void randomPlansCanBeRead();
};

void TestPlanMerge::oneSideIsTaken()
{
    for (quint32 seed = 1; seed <= 20; ++seed) {
        const Plan base = randomPlan(seed);
        const Plan other = randomPlan(seed + 1000);
        QCOMPARE(writePlan(mergePlans(base, base, base).plan), writePlan(base));
        const MergedPlan theirs = mergePlans(base, base, other);
        QVERIFY(theirs.conflicts.isEmpty());
        QCOMPARE(writePlan(theirs.plan), writePlan(other));
        const MergedPlan ours = mergePlans(base, other, base);
        QVERIFY(ours.conflicts.isEmpty());
        QCOMPARE(writePlan(ours.plan), writePlan(other));
        QCOMPARE(writePlan(mergePlans(base, other, other).plan), writePlan(other));
    }
}

void TestPlanMerge::joins_data()
{
    QTest::addColumn<QList<Change>>("ours");
    QTest::addColumn<QList<Change>>("theirs");
    using Changes = QList<Change>;
    QTest::newRow("two titles") << Changes{title("c0", "A")} << Changes{title("c1", "B")};
    QTest::newRow("one step's fields")
        << Changes{title("c0", "A")}
        << Changes{onNode("c0", [](Node& node) { node.notes = QStringLiteral("B"); })};
    QTest::newRow("removed and added") << Changes{removed("end")} << Changes{added("x", "c1")};
    QTest::newRow("added on both sides") << Changes{added("x", "c0")} << Changes{added("y", "c1")};
    QTest::newRow("the same on both sides")
        << Changes{title("c0", "A")} << Changes{title("c0", "A")};
    QTest::newRow("SQL and title") << Changes{sql("c0", "SELECT 1")} << Changes{title("c0", "B")};
    const auto move = [](double x) {
        return
            [x](Plan& plan) { plan.layout.places[NodeId(QStringLiteral("c0"))].position.setX(x); };
    };
    QTest::newRow("moved on both sides") << Changes{move(11)} << Changes{move(22)};
    QTest::newRow("revisions") << Changes{[](Plan& plan) { plan.header.revision = 3; }}
                               << Changes{[](Plan& plan) { plan.header.revision = 4; }};
}

void TestPlanMerge::joins()
{
    QFETCH(QList<Change>, ours);
    QFETCH(QList<Change>, theirs);
    const Plan base = test::chain(2);
    const Plan mine = with(base, ours);
    const Plan their = with(base, theirs);
    const MergedPlan merged = mergePlans(base, mine, their);
    QCOMPARE(said(merged.conflicts), QStringList());
    // Both changes are in it, whichever side they came from.
    Plan expected = with(mine, theirs);
    expected.layout = merged.plan.layout;
    QCOMPARE(merged.plan, expected);
    const MergedPlan turned = mergePlans(base, their, mine);
    QVERIFY(turned.conflicts.isEmpty());
    QCOMPARE(turned.plan.nodes.size(), merged.plan.nodes.size());
}

void TestPlanMerge::conflicts_data()
{
    QTest::addColumn<QList<Change>>("ours");
    QTest::addColumn<QList<Change>>("theirs");
    QTest::addColumn<QStringList>("expected");
    using Changes = QList<Change>;
    QTest::newRow("two titles of one step")
        << Changes{title("c0", "A")} << Changes{title("c0", "B")}
        << QStringList{QStringLiteral("nodes c0 title")};
    // Half of one side's action and half of the other's would be a third.
    QTest::newRow("two actions") << Changes{sql("c0", "SELECT 1")} << Changes{sql("c0", "SELECT 2")}
                                 << QStringList{QStringLiteral("nodes c0 action")};
    QTest::newRow("removed and changed") << Changes{removed("end")} << Changes{title("end", "B")}
                                         << QStringList{QStringLiteral("nodes end")};
    QTest::newRow("two orders") << Changes{[](Plan& plan) {
        const Edge edge = plan.edges.at(0);
        plan.edges.erase(edge.id);
        plan.edges.put(edge, 1);
    }} << Changes{[](Plan& plan) {
        const Edge edge = plan.edges.at(0);
        plan.edges.erase(edge.id);
        plan.edges.put(edge, 2);
    }} << QStringList{QStringLiteral("plan  edges (order)")};
    QTest::newRow("an edge to what is gone") << Changes{
        removed("end"), [](Plan& plan) {
            const Elements<Edge> edges = plan.edges;
            for (const Edge& edge : edges) {
                if (edge.to == NodeId(QStringLiteral("end"))) {
                    plan.edges.erase(edge.id);
                }
            }
        }} << Changes{[](Plan& plan) {
        Edge edge = test::forward(QStringLiteral("c0"), QStringLiteral("end"));
        edge.id = EdgeId(QStringLiteral("short"));
        plan.edges.put(edge);
    }} << QStringList{QStringLiteral("edges short to")};
}

void TestPlanMerge::conflicts()
{
    QFETCH(QList<Change>, ours);
    QFETCH(QList<Change>, theirs);
    QFETCH(QStringList, expected);
    const Plan base = test::chain(2);
    const MergedPlan merged = mergePlans(base, with(base, ours), with(base, theirs));
    QCOMPARE(said(merged.conflicts), expected);
    QVERIFY(readPlan(writePlan(merged.plan)).plan);
}

void TestPlanMerge::conflictsAreKept()
{
    const Plan base = test::chain(2);
    const Plan ours = with(base, {title("c0", "A")});
    const MergedPlan merged = mergePlans(base, ours, with(base, {title("c0", "B")}));
    QCOMPARE(merged.plan.nodes.find(NodeId(QStringLiteral("c0")))->title, QStringLiteral("A"));
    const QByteArray file = writePlan(merged.plan);
    for (const char* held : {"x-merge-conflicts", "\"ours\": \"A\"", "\"theirs\": \"B\""}) {
        QVERIFY2(file.contains(held), held);
    }
    const PlanReading again = readPlan(file);
    QVERIFY(again.plan);
    QCOMPARE(*again.plan, merged.plan);
    // The next merge does not forget what nobody has decided.
    const MergedPlan next = mergePlans(base, merged.plan, with(base, {title("c1", "C")}));
    QVERIFY(next.conflicts.isEmpty());
    QVERIFY(writePlan(next.plan).contains(mergeConflictsKey.toUtf8()));
    QCOMPARE(next.plan.nodes.find(NodeId(QStringLiteral("c1")))->title, QStringLiteral("C"));
}

void TestPlanMerge::whatCannotBeJoinedIsOurs()
{
    const Plan base = test::chain(2);
    const MergedPlan merged = mergePlans({}, base, with(base, {title("c0", "B")}));
    QVERIFY(!merged.conflicts.isEmpty()); // without a common base, what differs is a conflict
    QCOMPARE(merged.plan.nodes.size(), base.nodes.size());
}

void TestPlanMerge::randomPlansCanBeRead()
{
    for (quint32 seed = 1; seed <= 40; ++seed) {
        const MergedPlan merged
            = mergePlans(randomPlan(seed), randomPlan(seed + 1), randomPlan(seed + 2));
        const PlanReading reading = readPlan(writePlan(merged.plan));
        QVERIFY2(reading.plan, qPrintable(describe(reading.violations)));
    }
}

QTEST_MAIN(TestPlanMerge)
#include "test_plan_merge.moc"
