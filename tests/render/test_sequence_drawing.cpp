// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "render/draw/sequence_drawing.h"
#include "render/draw/sequence_run.h"
#include "render/export/export.h"
#include "tests/support/cases.h"
#include "tests/support/random_sequence.h"

#include <QTest>

using namespace whimbrel;

namespace {

Plan loaded(const QString& name)
{
    const Result<LoadedPlan> plan = loadPlan(test::casesFolder(QStringLiteral("sequence/")) + name);
    if (!plan) {
        qFatal("%s", qPrintable(plan.error().text()));
    }
    return plan->plan;
}

SequenceDrawingOptions everything(ThemeName theme)
{
    SequenceDrawingOptions options;
    options.theme = theme;
    options.header = options.titleBlock = options.legend = true;
    return options;
}

} // namespace

class TestSequenceDrawing final : public QObject {
    Q_OBJECT

private slots:
    void pictures_data()
    {
        QTest::addColumn<ThemeName>("theme");
        for (const ThemeName theme : {ThemeName::Light, ThemeName::Dark, ThemeName::Print}) {
            QTest::newRow(qPrintable(keyOf(theme))) << theme;
        }
    }
    /// One diagram with everything in it, as a list of what is drawn.
    void pictures()
    {
        QFETCH(const ThemeName, theme);
        const Plan plan = loaded(QStringLiteral("everything.whimbrel"));
        const Sequence& sequence = plan.sequences.at(0);
        const DisplayList list
            = drawSequence(plan, sequence, layOutSequence(plan, sequence), everything(theme));
        QVERIFY(test::equalsGolden(
            test::casesFolder(QStringLiteral("sequence/everything-%1.txt").arg(keyOf(theme))),
            list.dump().toUtf8()));
    }

    /// Every part is a group of its own with words for those who cannot see it, inside the page.
    void everyPartHasANameAndItsPlace()
    {
        QRandomGenerator random(3);
        const Plan plan = test::randomSequence(random, {8, 60, 3});
        const Sequence& sequence = plan.sequences.at(0);
        const DisplayList list = drawSequence(
            plan, sequence, layOutSequence(plan, sequence), everything(ThemeName::Light));
        QSet<ElementRef> seen;
        for (const DrawGroup& group : list.groups) {
            QVERIFY2(!group.title.isEmpty(), qPrintable(group.element.id));
            QVERIFY2(list.bounds.contains(group.bounds), qPrintable(group.title));
            if (group.element.type != ElementType::Group) {
                QVERIFY2(!seen.contains(group.element), qPrintable(group.element.id));
                seen.insert(group.element);
            }
        }
        QVERIFY(seen.size() > 60);
    }

    void findingsAreMarked()
    {
        const Plan plan = loaded(QStringLiteral("everything.whimbrel"));
        const Sequence& sequence = plan.sequences.at(0);
        const SequenceGeometry geometry = layOutSequence(plan, sequence);
        SequenceDrawingOptions options;
        const DisplayList plain = drawSequence(plan, sequence, geometry, options);
        Finding finding;
        finding.element = ElementRef::of(sequence.id, geometry.messages.first().id);
        const Findings findings{finding};
        options.findings = &findings;
        const DisplayList marked = drawSequence(plan, sequence, geometry, options);
        qsizetype more = 0;
        for (qsizetype i = 0; i < plain.groups.size(); ++i) {
            const bool differs
                = plain.groups.at(i).items.size() != marked.groups.at(i).items.size();
            QCOMPARE(differs, plain.groups.at(i).element == finding.element);
            more += differs ? 1 : 0;
        }
        QCOMPARE(more, 1);
    }

    /// Calls carry when their step began, answers when it ended; of alternatives the outcome's
    /// counts; where the run is, is marked; what it has not come to, is not.
    void runIsMarked()
    {
        const auto message = [](const char* id, const char* node, MessageKind kind) {
            Message body;
            body.kind = kind;
            body.from = ParticipantId(QStringLiteral("a"));
            body.to = ParticipantId(QStringLiteral("b"));
            body.text = QString::fromLatin1(id);
            body.nodes = {NodeId(QString::fromLatin1(node))};
            return SequencePart{SequencePartId(QString::fromLatin1(id)), body, {}};
        };
        Fragment ways;
        ways.kind = FragmentKind::Alternatives;
        ways.operands = {{{}, {message("good", "check", MessageKind::Reply)}, {}},
            {{}, {message("bad", "check", MessageKind::Reply)}, {}}};
        Sequence sequence;
        sequence.id = SequenceId(QStringLiteral("main"));
        sequence.parts = {message("alter", "change", MessageKind::Sync),
            message("altered", "change", MessageKind::Reply),
            message("look", "check", MessageKind::Sync),
            {SequencePartId(QStringLiteral("alt")), ways, {}},
            message("drop", "drop", MessageKind::Sync), message("later", "end", MessageKind::Sync)};
        RunState run;
        run.run = QStringLiteral("r");
        const QDateTime began(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);
        StepRun change;
        change.status = StepStatus::Done;
        change.entered = began;
        change.ended = began.addSecs(2);
        change.left = true;
        StepRun check = change;
        check.outcome = outcomes::fail;
        StepRun drop;
        drop.status = StepStatus::Running;
        drop.entered = began.addSecs(9);
        run.steps = {{NodeId(QStringLiteral("change")), change},
            {NodeId(QStringLiteral("check")), check}, {NodeId(QStringLiteral("drop")), drop}};
        const auto runs = messageRuns(sequence, run);
        const auto at = [&runs](const char* id) {
            return runs.value(SequencePartId(QString::fromLatin1(id)));
        };
        QCOMPARE(at("alter").at, began);
        QCOMPARE(at("alter").ms, -1);
        QCOMPARE(at("altered").at, began.addSecs(2));
        QCOMPARE(at("altered").ms, 2000);
        QVERIFY(!runs.contains(SequencePartId(QStringLiteral("good"))));
        QCOMPARE(at("bad").status, StepStatus::Done);
        QVERIFY(at("drop").current);
        QVERIFY(!at("alter").current);
        QVERIFY(!runs.contains(SequencePartId(QStringLiteral("later"))));
        SequenceDrawingOptions options;
        options.run = &run;
        const DisplayList list = drawSequence({}, sequence, layOutSequence({}, sequence), options);
        QCOMPARE(list.groups.first().element.id, QStringLiteral("run-now"));
        QCOMPARE(list.groups.last().element.id, QStringLiteral("run-times"));
        for (const DrawGroup& group : list.groups) {
            QVERIFY2(list.bounds.contains(group.bounds), qPrintable(group.title));
        }
    }

    void svgNamesItsParts()
    {
        const Plan plan = loaded(QStringLiteral("everything.whimbrel"));
        const Sequence& sequence = plan.sequences.at(0);
        const QByteArray svg = toSvg(drawSequence(
            plan, sequence, layOutSequence(plan, sequence), everything(ThemeName::Light)));
        QVERIFY(svg.contains("id=\"part-main-ask\""));
        QVERIFY(svg.contains("id=\"participant-primary\""));
        QVERIFY(toPdf({drawSequence(plan, sequence, layOutSequence(plan, sequence), {})}));
    }
};

QTEST_MAIN(TestSequenceDrawing)
#include "test_sequence_drawing.moc"
