// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_reader.h"
#include "model/io/plan_writer.h"
#include "tests/model/io/random_plan.h"
#include "tests/support/cases.h"

#include <QTest>

using namespace whimbrel;

namespace {

QByteArray nested(int depth)
{
    return R"({"whimbrel": 1, "x": )" + QByteArray(depth, '[') + QByteArray(depth, ']') + "}";
}

} // namespace

class TestPlanReader final : public QObject {
    Q_OBJECT

private slots:
    /// Whatever a plan holds comes back, unknown keys included, and is written alike again.
    void everyPlanSurvivesTheRoundTrip()
    {
        QRandomGenerator random(20260203);
        int nodes = 0;
        for (int i = 0; i < 600; ++i) {
            const Plan plan = test::randomPlan(random);
            const QByteArray written = writePlan(plan);
            const PlanReading reading = readPlan(written);
            QVERIFY2(reading.plan.has_value(),
                qPrintable(
                    describe(reading.violations) + QLatin1Char('\n') + QString::fromUtf8(written)));
            QVERIFY2(*reading.plan == plan, written.constData());
            QCOMPARE(writePlan(*reading.plan), written);
            nodes += static_cast<int>(plan.nodes.size());
        }
        QVERIFY(nodes > 1000);
    }

    void accepted_data() { test::addRowPerCase(QStringLiteral("io/accepted")); }
    /// Files as people write them, and the canonical form of each.
    void accepted()
    {
        QFETCH(QString, folder);
        const PlanReading reading
            = readPlan(test::contentOf(folder + QStringLiteral("/plan.whimbrel")));
        QVERIFY2(reading.plan.has_value(), qPrintable(describe(reading.violations)));
        const QByteArray written = writePlan(*reading.plan);
        QVERIFY(test::equalsGolden(folder + QStringLiteral("/canonical.whimbrel"), written));
        const PlanReading again = readPlan(written);
        QVERIFY(again.plan.has_value());
        QVERIFY(*again.plan == *reading.plan);
    }

    void refused_data() { test::addRowPerCase(QStringLiteral("io/refused")); }
    /// Every violation in a file, with its line and its place.
    void refused()
    {
        QFETCH(QString, folder);
        const PlanReading reading
            = readPlan(test::contentOf(folder + QStringLiteral("/plan.whimbrel")));
        QVERIFY(!reading.plan.has_value());
        QVERIFY(!reading.violations.isEmpty());
        QVERIFY(test::equalsGolden(folder + QStringLiteral("/violations.txt"),
            describe(reading.violations).toUtf8() + '\n'));
    }

    void depthIsLimited()
    {
        QVERIFY(readPlan(nested(maxPlanDepth - 1)).plan.has_value());
        const PlanReading reading = readPlan(nested(maxPlanDepth));
        QCOMPARE(reading.violations.size(), 1);
        QVERIFY(reading.violations.first().message.contains(QStringLiteral("100 levels")));
        // Brackets without an end must not be followed down either.
        QCOMPARE(readPlan(QByteArray(10'000'000, '[')).violations.size(), 1);
    }

    void sizeIsLimited()
    {
        const PlanReading reading = readPlan(QByteArray(maxPlanBytes + 1, ' '));
        QCOMPARE(reading.violations.size(), 1);
        QVERIFY(reading.violations.first().message.contains(QStringLiteral("64 MB")));
    }

    void aFileFullOfMistakesIsNotListedToTheEnd()
    {
        QByteArray json = R"({"whimbrel": 1, "nodes": [)";
        for (int i = 0; i < 10000; ++i) {
            json += "7, ";
        }
        QCOMPARE(readPlan(json + "7]}").violations.size(), maxViolations);
    }

    /// A file cut at any byte is refused with one message, or whole, and never crashes.
    void everyTruncationIsRefused()
    {
        const QByteArray whole = test::contentOf(
            test::casesFolder(QStringLiteral("io/accepted/design/canonical.whimbrel")));
        const qsizetype complete = whole.trimmed().size();
        for (qsizetype size = 0; size < complete; ++size) {
            const PlanReading reading = readPlan(whole.first(size));
            QVERIFY(!reading.plan.has_value());
            QCOMPARE(reading.violations.size(), 1);
        }
    }

    /// Neither does a file with a byte that something else wrote over.
    void everySpoiledByteIsSurvived()
    {
        const QByteArray whole = test::contentOf(
            test::casesFolder(QStringLiteral("io/accepted/design/canonical.whimbrel")));
        QRandomGenerator random(7);
        for (int i = 0; i < 6000; ++i) {
            QByteArray spoiled = whole;
            spoiled[random.bounded(spoiled.size())] = static_cast<char>(random.bounded(256));
            const PlanReading reading = readPlan(spoiled);
            QVERIFY(reading.plan.has_value() == reading.violations.isEmpty());
            if (reading.plan) {
                const PlanReading again = readPlan(writePlan(*reading.plan));
                QVERIFY(again.plan.has_value());
                QVERIFY(*again.plan == *reading.plan);
            }
        }
    }

    void referencedFilesAreListedWithTheirPlaces()
    {
        const PlanReading reading = readPlan(R"({"whimbrel": 1,
"nodes": [{"id": "a", "kind": "expand",
  "action": {"type": "sql", "file": "a.sql",
    "dialects": {"mysql": {"file": "a.my.sql"}}}}]})");
        QVERIFY(reading.plan.has_value());
        QCOMPARE(reading.files.size(), 2);
        QCOMPARE(reading.files[1].path, QStringLiteral("a.my.sql"));
        QCOMPARE(reading.files[1].line, 4);
        QCOMPARE(reading.files[1].pointer, QStringLiteral("/nodes/0/action/dialects/mysql/file"));
    }

    void placesThatNoNumberSaysAreLeftOut()
    {
        Plan plan;
        plan.layout.places.insert(
            NodeId(QStringLiteral("a")), Place{QPointF(qQNaN(), 1), true, {}});
        plan.layout.places.insert(NodeId(QStringLiteral("b")), Place{QPointF(1, 2), true, {}});
        const PlanReading reading = readPlan(writePlan(plan));
        QVERIFY(reading.plan.has_value());
        QCOMPARE(reading.plan->layout.places.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestPlanReader)
#include "test_plan_reader.moc"
