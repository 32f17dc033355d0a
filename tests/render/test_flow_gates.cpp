// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "render/layout/flow_quality.h"
#include "tests/render/geometry_faults.h"
#include "tests/support/generated_plans.h"

#include <QDirIterator>
#include <QTest>

using namespace whimbrel;

namespace {

/// Plans between two that are tried; WHIMBREL_ALL_PLANS tries every one.
constexpr int stride = 4;

/// The plan files of all templates, by their paths in the templates' folder.
QStringList templatePaths()
{
    const QDir folder(QStringLiteral(WHIMBREL_TEMPLATES));
    QStringList paths;
    QDirIterator files(folder.path(), {QStringLiteral("plan.whimbrel")}, QDir::Files,
        QDirIterator::Subdirectories);
    while (files.hasNext()) {
        paths << folder.relativeFilePath(files.next());
    }
    paths.sort();
    return paths;
}

Plan templatePlan(const QString& path)
{
    auto loaded = loadPlan(QStringLiteral(WHIMBREL_TEMPLATES "/") + path);
    return loaded ? loaded->plan : Plan();
}

} // namespace

/// What must hold of every picture that is laid out by itself.
class TestFlowGates final : public QObject {
    Q_OBJECT

private slots:
    void pictureHasNoFaults_data();
    void pictureHasNoFaults();
    void happyPathIsStraight_data();
    void happyPathIsStraight();
};

void TestFlowGates::pictureHasNoFaults_data()
{
    QTest::addColumn<Plan>("plan");
    for (const QString& name : templatePaths()) {
        Plan plan = templatePlan(name);
        QTest::newRow(qPrintable(name + QStringLiteral(", as it is"))) << plan;
        plan.layout.places.clear();
        for (const FlowDirection direction : {FlowDirection::LeftToRight, FlowDirection::TopDown}) {
            plan.layout.direction = direction;
            const bool down = direction == FlowDirection::TopDown;
            QTest::newRow(qPrintable(
                name + (down ? QStringLiteral(", down") : QStringLiteral(", to the right"))))
                << plan;
        }
    }
    const int step = qEnvironmentVariableIsSet("WHIMBREL_ALL_PLANS") ? 1 : stride;
    for (int number = 0; number < test::generatedPlanCount; number += step) {
        const Plan plan = test::generatedPlan(number);
        QTest::addRow("plan %d, %d nodes", number, static_cast<int>(plan.nodes.size())) << plan;
    }
}

void TestFlowGates::pictureHasNoFaults()
{
    QFETCH(Plan, plan);
    QVERIFY(plan.nodes.size() > 2);
    QStringList faults = test::faultsOf(plan, layOutFlow(plan));
    // In crowded plans few ways back cannot help running beside a way on for a short while.
    faults.removeIf([](const QString& fault) { return fault.contains(QLatin1String(" shares ")); });
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
}

void TestFlowGates::happyPathIsStraight_data()
{
    QTest::addColumn<Plan>("plan");
    const QStringList names = templatePaths();
    QVERIFY(names.size() >= 16);
    for (const QString& name : names) {
        QTest::newRow(qPrintable(name)) << templatePlan(name);
    }
}

void TestFlowGates::happyPathIsStraight()
{
    QFETCH(Plan, plan);
    plan.layout.places.clear();
    const FlowGeometry geometry = layOutFlow(plan);
    QVERIFY(!geometry.happyPath.isEmpty());
    // In each row of the flow the path is one straight line; between two rows it turns.
    int turns = 0;
    for (const EdgeId& edge : geometry.happyPath) {
        turns += geometry.edges[edge].points.size() == 2 ? 0 : 1;
    }
    QSet<double> rows;
    for (const EdgeId& edge : geometry.happyPath) {
        const NodeId from = plan.edges.find(edge)->from;
        const QPointF centre = geometry.nodes[from].center();
        rows << (plan.layout.direction == FlowDirection::TopDown ? centre.x() : centre.y());
    }
    QVERIFY2(turns < rows.size(), qPrintable(QStringLiteral("%1 turns").arg(turns)));
}

QTEST_MAIN(TestFlowGates)
#include "test_flow_gates.moc"
