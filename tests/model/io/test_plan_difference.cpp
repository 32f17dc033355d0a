// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/line_difference.h"
#include "model/io/plan_difference.h"
#include "tests/model/io/random_plan.h"
#include "tests/support/sample_plan.h"

#include <QTest>

using namespace whimbrel;

namespace {

Plan randomPlan(quint32 seed)
{
    QRandomGenerator random(seed);
    return test::randomPlan(random);
}

Plan sample()
{
    Plan plan = test::chain(2);
    Node node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
    SqlAction action;
    action.sql.file = QStringLiteral("one.sql");
    node.action->body = action;
    plan.nodes.put(node);
    plan.files.insert(action.sql.file, "SELECT 1;\nSELECT 2;\n");
    Group phase;
    phase.id = GroupId(QStringLiteral("first"));
    plan.groups.put(phase);
    return plan;
}

/// "changed nodes c0: title"
QStringList said(const PlanDifference& difference)
{
    QStringList lines;
    for (const ElementDifference& each : difference.elements) {
        QStringList fields;
        for (const FieldDifference& field : each.fields) {
            fields << field.field;
        }
        lines << QStringLiteral("%1 %2 %3: %4%5")
                     .arg(keyOf(each.kind), each.section, each.id,
                         fields.join(QStringLiteral(", ")),
                         each.changesRun ? QStringLiteral(" !") : QString());
    }
    return lines;
}

} // namespace

class TestPlanDifference final : public QObject {
    Q_OBJECT

private slots:
    void sameIsSame();
    void findsWhatWasDone_data();
    void findsWhatWasDone();
    void tellsMovesApart();
    void showsLines();
};

void TestPlanDifference::sameIsSame()
{
    for (quint32 seed = 1; seed <= 20; ++seed) {
        const Plan plan = randomPlan(seed);
        const PlanDifference difference = comparePlans(plan, plan);
        QVERIFY2(difference.isEmpty(), qPrintable(said(difference).join(QLatin1Char('\n'))));
        QVERIFY(!difference.changesRun);
    }
}

void TestPlanDifference::findsWhatWasDone_data()
{
    QTest::addColumn<Plan>("after");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* name, const QStringList& expected, const auto& change) {
        Plan plan = sample();
        change(plan);
        QTest::newRow(name) << plan << expected;
    };
    const auto changeNode = [](Plan& plan, const char* id, const auto& change) {
        Node node = *plan.nodes.find(NodeId(QString::fromLatin1(id)));
        change(node);
        plan.nodes.put(node);
    };
    row("title", {QStringLiteral("changed nodes c0: title")}, [&](Plan& plan) {
        changeNode(plan, "c0", [](Node& node) { node.title = QStringLiteral("Other"); });
    });
    row("check",
        {QStringLiteral("changed nodes v0: checks[%1].sql !")
                .arg(sample().nodes.find(NodeId(QStringLiteral("v0")))->checks.first().id.text())},
        [&](Plan& plan) {
            changeNode(plan, "v0", [](Node& node) {
                QueryCheck body = std::get<QueryCheck>(node.checks.first().body);
                body.sql.text += QStringLiteral(" WHERE 1");
                node.checks.first().body = body;
            });
        });
    row("removed", {QStringLiteral("removed nodes end:  !")}, [](Plan& plan) {
        plan.nodes.erase(NodeId(QStringLiteral("end")));
        plan.layout.places.remove(NodeId(QStringLiteral("end")));
    });
    row("added edge", {QStringLiteral("added edges more:  !")}, [](Plan& plan) {
        Edge edge = test::forward(QStringLiteral("c0"), QStringLiteral("end"));
        edge.id = EdgeId(QStringLiteral("more"));
        plan.edges.put(edge);
    });
    row("group", {QStringLiteral("changed groups first: title")}, [](Plan& plan) {
        Group group = *plan.groups.find(GroupId(QStringLiteral("first")));
        group.title = QStringLiteral("First");
        plan.groups.put(group);
    });
    row("head", {QStringLiteral("changed plan : revision")},
        [](Plan& plan) { plan.header.revision = 7; });
    row("unknown key", {QStringLiteral("changed plan : x-ours.deep")}, [](Plan& plan) {
        plan.header.extras.append({QStringLiteral("x-ours"), "{\"deep\": 1}"});
    });
    // A step is not the same when the SQL in its file is not.
    row("file",
        {QStringLiteral("changed nodes c0: SQL !"),
            QStringLiteral("changed files one.sql: content !")},
        [](Plan& plan) { plan.files[QStringLiteral("one.sql")] = "SELECT 1;\nSELECT 3;\n"; });
    row("order", {QStringLiteral("changed plan : edges (order)")}, [](Plan& plan) {
        const Edge first = plan.edges.at(0);
        plan.edges.erase(first.id);
        plan.edges.put(first, 1);
    });
}

void TestPlanDifference::findsWhatWasDone()
{
    QFETCH(Plan, after);
    QFETCH(QStringList, expected);
    QCOMPARE(said(comparePlans(sample(), after)), expected);
}

void TestPlanDifference::tellsMovesApart()
{
    const Plan before = sample();
    Plan after = before;
    after.layout.places[NodeId(QStringLiteral("c0"))].position += QPointF(10, 0);
    after.layout.routes.insert(
        after.edges.at(0).id, {EndSide::Top, EndSide::Free, {{0.5, {0, 90}, {}}}, {}});
    const PlanDifference difference = comparePlans(before, after);
    QCOMPARE(said(difference),
        QStringList({QStringLiteral("moved nodes c0: place"),
            QStringLiteral("moved edges %1: route").arg(after.edges.at(0).id.text())}));
    QVERIFY(!difference.changesRun);
    QVERIFY(difference.semantic().isEmpty());
}

void TestPlanDifference::showsLines()
{
    const QString before = QStringLiteral("a\nb\nc\nd\n");
    QCOMPARE(lineDifference(before, before), QStringList());
    QCOMPARE(lineDifference(before, QStringLiteral("a\nB\nc\nd\ne\n")),
        QStringList({QStringLiteral("@@ line 2"), QStringLiteral("-b"), QStringLiteral("+B"),
            QStringLiteral("@@ line 5"), QStringLiteral("+e")}));
    QCOMPARE(lineDifference({}, QStringLiteral("x")),
        QStringList({QStringLiteral("@@ line 1"), QStringLiteral("+x")}));
    // Far more pairs than are looked at one by one.
    QString one;
    QString other;
    for (int i = 0; i < 5000; ++i) {
        one += QStringLiteral("one %1\n").arg(i);
        other += QStringLiteral("other %1\n").arg(i);
    }
    QCOMPARE(lineDifference(one, other).size(), 10001);
}

QTEST_MAIN(TestPlanDifference)
#include "test_plan_difference.moc"
