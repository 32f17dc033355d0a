// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/plan/node_kind.h"
#include "model/rules/validate.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace whimbrel;

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

QString text(const Validation& validation)
{
    QStringList lines;
    for (const Finding& finding : validation.findings) {
        lines.append(finding.key + S(": ") + finding.message);
    }
    return lines.join(QLatin1Char('\n'));
}

QStringList keysOf(const Plan& plan, const QString& rule)
{
    QStringList keys;
    for (const Finding& finding : validate(plan).findings) {
        if (finding.rule == rule) {
            keys.append(finding.key);
        }
    }
    return keys;
}

} // namespace

/// The plans that ship with the program are the proof that good plans are left in peace.
class TestTemplatesHold final : public QObject {
    Q_OBJECT

private:
    static void addTemplates()
    {
        QTest::addColumn<QString>("path");
        const QDir templates(S(WHIMBREL_CASES "/../../resources/templates"));
        QDirIterator each(
            templates.path(), {S("plan.whimbrel")}, QDir::Files, QDirIterator::Subdirectories);
        while (each.hasNext()) {
            const QString path = each.next();
            QTest::newRow(qPrintable(templates.relativeFilePath(path))) << path;
        }
    }

    static Plan load(const QString& path)
    {
        const Result<LoadedPlan> loaded = loadPlan(path);
        if (!loaded) {
            qFatal("%s", qPrintable(loaded.error().text()));
        }
        return loaded->plan;
    }

private slots:
    void noFindingsAndFullCoverage_data() { addTemplates(); }
    void noFindingsAndFullCoverage()
    {
        QFETCH(const QString, path);
        const Validation validation = validate(load(path));
        QVERIFY2(validation.count(Severity::Warning) == 0, qPrintable(text(validation)));
        QCOMPARE(validation.coverage.covered, validation.coverage.total);
        QVERIFY(validation.coverage.total > 0);
    }

    void withoutWaysBackEachChangeIsToldOnce_data() { addTemplates(); }
    void withoutWaysBackEachChangeIsToldOnce()
    {
        QFETCH(const QString, path);
        Plan plan = load(path);
        const auto edges = plan.edges;
        for (const Edge& edge : edges) {
            if (edge.kind == EdgeKind::Rollback) {
                plan.edges.erase(edge.id);
            }
        }
        QStringList expected;
        for (const Node& node : plan.nodes) {
            if (isChange(node)) {
                expected.append(S("plan/forward-without-rollback:") + node.id.text());
            }
        }
        QCOMPARE(keysOf(plan, S("plan/forward-without-rollback")), expected);
    }

    void withoutVerificationsEachChangeIsToldOnce_data() { addTemplates(); }
    void withoutVerificationsEachChangeIsToldOnce()
    {
        QFETCH(const QString, path);
        Plan whole = load(path);
        // Changes that a monitor with checks still verifies are not left without.
        QStringList watched;
        Plan dangling = whole;
        Plan rejoined = whole;
        const auto nodes = whole.nodes;
        for (const Node& node : nodes) {
            if (node.kind != NodeKind::Verification) {
                continue;
            }
            dangling.nodes.erase(node.id);
            NodeId next;
            for (const Edge& edge : whole.edges) {
                if (edge.from == node.id && edge.kind == EdgeKind::Forward
                    && edge.when != outcomes::fail) {
                    next = edge.to;
                }
            }
            const Node* after = whole.nodes.find(next);
            const auto edges = rejoined.edges;
            for (const Edge& each : edges) {
                Edge edge = each;
                if (edge.from == node.id) {
                    rejoined.edges.erase(edge.id);
                } else if (edge.to == node.id && edge.kind == EdgeKind::Forward) {
                    if (after && after->kind == NodeKind::Monitor) {
                        watched.append(edge.from.text());
                    }
                    edge.to = next;
                    rejoined.edges.put(edge);
                }
            }
            rejoined.nodes.erase(node.id);
        }
        for (const Plan& plan : {dangling, rejoined}) {
            const QStringList keys = keysOf(plan, S("plan/change-without-verification"));
            QVERIFY(!keys.isEmpty());
            for (const QString& key : keys) {
                QCOMPARE(keys.count(key), 1);
            }
            for (const Node& node : plan.nodes) {
                const bool adds = node.kind == NodeKind::Expand || node.kind == NodeKind::DualWrite
                    || node.kind == NodeKind::Backfill;
                if (adds && !watched.contains(node.id.text())) {
                    QVERIFY2(keys.contains(S("plan/change-without-verification:") + node.id.text()),
                        qPrintable(node.id.text()));
                }
            }
        }
    }

    void eachMissingWayBackIsTheOneError_data() { addTemplates(); }
    void eachMissingWayBackIsTheOneError()
    {
        QFETCH(const QString, path);
        const Plan whole = load(path);
        for (const Edge& edge : whole.edges) {
            const Node* from = whole.nodes.find(edge.from);
            if (edge.kind != EdgeKind::Rollback || !isChange(*from)) {
                continue;
            }
            Plan plan = whole;
            plan.edges.erase(edge.id);
            const Validation validation = validate(plan);
            QVERIFY2(validation.count(Severity::Warning) == 1, qPrintable(text(validation)));
            QCOMPARE(validation.findings.first().key,
                S("plan/forward-without-rollback:") + edge.from.text());
            // The offered fix mends it.
            QVERIFY(apply(plan, validation.findings.first().fixes.first().edit));
            QCOMPARE(keysOf(plan, S("plan/forward-without-rollback")), QStringList());
            QCOMPARE(keysOf(plan, S("plan/rollback-target-unsafe")), QStringList());
        }
    }
};

QTEST_GUILESS_MAIN(TestTemplatesHold)
#include "test_templates_hold.moc"
