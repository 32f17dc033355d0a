// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/plan/node_kind.h"
#include "model/plan/sequence_parts.h"
#include "model/rules/validate.h"
#include "model/sequence/flow_sequence.h"
#include "model/sequence/sequence_merge.h"
#include "tests/support/sample_plan.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

#include <algorithm>

using namespace whimbrel;

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

const SequenceId main(S("flow"));

Plan load(const QString& path)
{
    const Result<LoadedPlan> loaded = loadPlan(path);
    if (!loaded) {
        qFatal("%s", qPrintable(loaded.error().text()));
    }
    return loaded->plan;
}

Plan withDiagram(Plan plan)
{
    const Result<Edit> applied = apply(plan, regenerateSequence(plan, main).edit);
    if (!applied) {
        qFatal("%s", qPrintable(applied.error().text()));
    }
    return plan;
}

/// The diagram as text: messages with their ends, frames by indentation.
QStringList linesOf(const QList<SequencePart>& parts, const QString& indent = {})
{
    QStringList lines;
    for (const SequencePart& part : parts) {
        if (const Message* message = part.message()) {
            lines << S("%1%2 > %3: %4")
                         .arg(indent, message->from.text(), message->to.text(), message->text);
        } else if (const Fragment* fragment = part.fragment()) {
            for (const Operand& operand : fragment->operands) {
                lines << S("%1[%2]").arg(indent, operand.guard);
                lines += linesOf(operand.parts, indent + S("  "));
            }
        }
    }
    return lines;
}

} // namespace

class TestFlowSequence final : public QObject {
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

private slots:
    void templatesGiveDiagramsWithoutFinding_data() { addTemplates(); }
    void templatesGiveDiagramsWithoutFinding()
    {
        QFETCH(const QString, path);
        const Plan plan = withDiagram(load(path));
        QStringList findings;
        for (const Finding& finding : validate(plan).findings) {
            if (finding.severity != Severity::Info) {
                findings << finding.key + S(": ") + finding.message;
            }
        }
        QVERIFY2(findings.isEmpty(), qPrintable(findings.join(QLatin1Char('\n'))));
        QVERIFY(plan.sequences.at(0).parts.size() > 10);
    }

    void everyStepIsToldOnceAndInOrder_data() { addTemplates(); }
    void everyStepIsToldOnceAndInOrder()
    {
        QFETCH(const QString, path);
        const Plan plan = withDiagram(load(path));
        QSet<QString> ids;
        forEachPart(plan.sequences.at(0).parts, [&](const SequencePart& part) {
            QVERIFY2(!ids.contains(part.id.text()), qPrintable(part.id.text()));
            ids.insert(part.id.text());
        });
        for (const Node& node : plan.nodes) {
            if (isChange(node) || isVerification(node) || node.kind == NodeKind::Gate) {
                QVERIFY2(ids.contains(node.id.text()), qPrintable(node.id.text()));
            }
        }
    }

    /// A diagram that is new needs no second look.
    void generatingAgainChangesNothing_data() { addTemplates(); }
    void generatingAgainChangesNothing()
    {
        QFETCH(const QString, path);
        const Plan plan = withDiagram(load(path));
        const Regeneration again = regenerateSequence(plan, main);
        QVERIFY(again.edit.isEmpty());
        QVERIFY(again.changes.isEmpty());
    }

    void aChainIsTold()
    {
        const Plan plan = withDiagram(test::chain(1));
        const QStringList expected{S("runner > runner: backup"), S("runner > runner: staging"),
            S("runner > primary: c0"), S("primary > runner: done"), S("runner > primary: v0"),
            S("[as expected]"), S("  primary > runner: as expected"), S("[not as expected]"),
            S("  primary > runner: not as expected"), S("  runner > primary: take back: c0"),
            S("  primary > runner: done"), S("app-1 > primary: reads and writes as before"),
            S("primary > app-1: as before")};
        QCOMPARE(linesOf(plan.sequences.at(0).parts), expected);
    }

    void branchesOfAForkAreParallel()
    {
        using test::forward;
        using test::node;
        const Plan plan
            = test::planOf({node(S("start"), NodeKind::Start), node(S("fork"), NodeKind::Fork),
                               node(S("a"), NodeKind::Audit), node(S("b"), NodeKind::Audit),
                               node(S("join"), NodeKind::Join), node(S("end"), NodeKind::End)},
                {forward(S("start"), S("fork")), forward(S("fork"), S("a")),
                    forward(S("fork"), S("b")), forward(S("a"), S("join")),
                    forward(S("b"), S("join")), forward(S("join"), S("end"))});
        const Sequence told = sequenceOfFlow(plan, main).sequence;
        const Fragment* fork = findPart(told, SequencePartId(S("fork")))->fragment();
        QCOMPARE(fork->kind, FragmentKind::Parallel);
        QCOMPARE(fork->operands.size(), 2);
        QVERIFY(std::ranges::all_of(
            fork->operands, [](const Operand& operand) { return !operand.parts.isEmpty(); }));
    }

    /// Flows that make no sense do not stop it.
    void oddFlowsAreToldAsFarAsTheyGo()
    {
        using test::forward;
        using test::node;
        QVERIFY(sequenceOfFlow({}, main).sequence.parts.isEmpty());
        const Plan circle = test::planOf(
            {node(S("start"), NodeKind::Start), node(S("a"), NodeKind::Expand),
                node(S("fork"), NodeKind::Fork)},
            {forward(S("start"), S("a")), forward(S("a"), S("fork")), forward(S("fork"), S("a"))});
        QVERIFY(!sequenceOfFlow(circle, main).sequence.parts.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestFlowSequence)
#include "test_flow_sequence.moc"
