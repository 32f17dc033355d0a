// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/plan/node_kind.h"
#include "render/draw/flow_drawing.h"
#include "render/draw/glyphs.h"
#include "render/export/export.h"
#include "render/layout/node_shape.h"
#include "tests/support/cases.h"
#include "tests/support/sample_plan.h"

#include <QTest>

#include <cmath>

using namespace whimbrel;

namespace {

QString colorsOf(NodeKind kind, ThemeName name, std::optional<Risk> risk = {},
    Outcome outcome = Outcome::Migrated)
{
    Node node = test::node(QStringLiteral("n"), kind);
    node.outcome = outcome;
    if (risk) {
        node.risk = RiskOverride{*risk, {}};
    }
    const NodeColors colors = theme(name).node(node);
    return (colors.stroke.name() + QLatin1Char(' ') + colors.fill.name()).toUpper();
}

QStringList textsOf(const DrawGroup& group)
{
    QStringList texts;
    for (const DrawItem& item : group.items) {
        if (const auto* text = std::get_if<TextItem>(&item)) {
            texts << text->text;
        }
    }
    return texts;
}

const DrawGroup* find(const DisplayList& list, ElementType type, const QString& id)
{
    for (const DrawGroup& group : list.groups) {
        if (group.element == ElementRef{type, id}) {
            return &group;
        }
    }
    return nullptr;
}

bool hasColor(const DrawGroup& group, const QColor& color)
{
    for (const DrawItem& item : group.items) {
        if (const auto* path = std::get_if<PathItem>(&item)) {
            if (path->fill == color || path->stroke.color == color) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

class TestFlowDrawing final : public QObject {
    Q_OBJECT

private slots:
    void kindsHaveTheirColours_data();
    void kindsHaveTheirColours();
    void themesHaveTheirColours();
    void marksAreDrawn();
    void riskOverridesColour();
    void printHasNoColour();
    void glyphsStayInTheirSquare();
    void picture_data();
    void picture();
    void oneElementIsASliceOfThePicture();
    void orderIsGroupsEdgesNodes();
    void findingsAreMarked();
    void acceptedFindingsAreNot();
    void runIsMarked();
    void progressIsDrawn();
    void rehearsedTimesAndBreakpoints();
    void legendShowsWhatIsThere();
    void titleBlockTellsThePlan();
};

void TestFlowDrawing::kindsHaveTheirColours_data()
{
    QTest::addColumn<NodeKind>("kind");
    QTest::addColumn<QString>("light");
    QTest::addColumn<QString>("dark");
    const auto row = [](const char* name, NodeKind kind, const char* light, const char* dark) {
        QTest::newRow(name) << kind << QString::fromLatin1(light) << QString::fromLatin1(dark);
    };
    row("expand", NodeKind::Expand, "#1A9877 #E8F5F1", "#3A9C78 #182B2A");
    row("dual-write", NodeKind::DualWrite, "#C4710E #F9F1E7", "#FDC326 #38321D");
    row("backfill", NodeKind::Backfill, "#C4710E #F9F1E7", "#FDC326 #38321D");
    row("deploy", NodeKind::Deploy, "#C4710E #F9F1E7", "#FDC326 #38321D");
    row("cutover", NodeKind::Cutover, "#A90008 #F6E6E6", "#F5542C #36201E");
    row("contract", NodeKind::Contract, "#A90008 #F6E6E6", "#F5542C #36201E");
    row("rollback", NodeKind::Rollback, "#701F3D #F1E9EC", "#C375A8 #2E2532");
    row("verification", NodeKind::Verification, "#035A88 #E6EEF3", "#7CC1FF #23313F");
    row("audit", NodeKind::Audit, "#035A88 #E6EEF3", "#7CC1FF #23313F");
    row("monitor", NodeKind::Monitor, "#035A88 #E6EEF3", "#7CC1FF #23313F");
    row("gate", NodeKind::Gate, "#1B232C #FFFFFF", "#F2F5F7 #1B2128");
    row("backup", NodeKind::Backup, "#50545A #EEEEEE", "#B5BAC1 #2C3036");
    row("staging", NodeKind::Staging, "#50545A #EEEEEE", "#B5BAC1 #2C3036");
    row("task", NodeKind::Task, "#1B232C #FFFFFF", "#F2F5F7 #1B2128");
}

void TestFlowDrawing::kindsHaveTheirColours()
{
    QFETCH(NodeKind, kind);
    QFETCH(QString, light);
    QFETCH(QString, dark);
    QCOMPARE(colorsOf(kind, ThemeName::Light), light);
    QCOMPARE(colorsOf(kind, ThemeName::Dark), dark);
}

void TestFlowDrawing::themesHaveTheirColours()
{
    const auto name = [](const QColor& color) { return color.name().toUpper(); };
    const Theme& light = theme(ThemeName::Light);
    const Theme& dark = theme(ThemeName::Dark);
    QCOMPARE(name(light.canvas), QStringLiteral("#FFFFFF"));
    QCOMPARE(name(dark.canvas), QStringLiteral("#12161B"));
    QCOMPARE(name(light.ink), QStringLiteral("#1B232C"));
    QCOMPARE(name(dark.ink), QStringLiteral("#F2F5F7"));
    QCOMPARE(name(light.secondary), QStringLiteral("#5B6672"));
    QCOMPARE(name(dark.secondary), QStringLiteral("#A7B1BC"));
    QCOMPARE(name(light.selection), QStringLiteral("#1668DC"));
    QCOMPARE(name(light.forward), QStringLiteral("#334155"));
    QCOMPARE(name(dark.forward), QStringLiteral("#CBD5E1"));
    QCOMPARE(name(light.rollback), QStringLiteral("#701F3D"));
    QCOMPARE(name(dark.rollback), QStringLiteral("#C375A8"));
    QCOMPARE(name(light.failure), QStringLiteral("#A90008"));
    QCOMPARE(name(dark.failure), QStringLiteral("#F5542C"));
    QCOMPARE(name(light.data), QStringLiteral("#367A86"));
    QCOMPARE(name(dark.data), QStringLiteral("#4BF0EE"));
    for (const ThemeName some : {ThemeName::Light, ThemeName::Dark, ThemeName::Print}) {
        QCOMPARE(themeFromKey(keyOf(some)), some);
        QCOMPARE(theme(some).name, some);
    }
    QVERIFY(!themeFromKey(QStringLiteral("sepia")));
}

void TestFlowDrawing::marksAreDrawn()
{
    Plan plan = test::chain(1);
    Node node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
    node.title = QStringLiteral("Drop `full_name` **now** or *later*");
    plan.nodes.put(node);
    FlowDrawingOptions options;
    const NodeMeter meter;
    const NodeFace face = meter.face(node, plan.layout.direction);
    const DrawGroup drawn = drawNode(plan, node, QRectF({0, 0}, face.size), options);
    QVERIFY(drawn.title.endsWith(QStringLiteral("Drop full_name now or later")));
    QHash<QString, QFont> fonts;
    for (const DrawItem& item : drawn.items) {
        if (const auto* words = std::get_if<TextItem>(&item)) {
            fonts.insert(words->text.trimmed(), words->font);
            // Inside of the node, as wide as it was measured.
            QVERIFY(words->baseline.x() >= 0);
            QVERIFY(words->baseline.x() + words->width <= face.size.width());
        }
    }
    QCOMPARE(fonts.value(QStringLiteral("full_name")).families().constFirst(),
        fonts::mono().families().constFirst());
    QVERIFY(fonts.value(QStringLiteral("now")).weight() > fonts::nodeTitle().weight());
    QVERIFY(fonts.value(QStringLiteral("later")).italic());
    QVERIFY(!fonts.value(QStringLiteral("now")).italic());
    DisplayList list;
    list.groups.append(drawn);
    list.bounds = drawn.bounds;
    const QString svg = QString::fromUtf8(toSvg(list));
    QVERIFY(svg.contains(QStringLiteral("font-style=\"italic\"")));
    QVERIFY(svg.contains(QStringLiteral(">full_name</text>")));
    QVERIFY(!svg.contains(QLatin1Char('`')));
}

void TestFlowDrawing::riskOverridesColour()
{
    QCOMPARE(colorsOf(NodeKind::Expand, ThemeName::Light, Risk::Risky),
        QStringLiteral("#A90008 #F6E6E6"));
    QCOMPARE(colorsOf(NodeKind::Cutover, ThemeName::Light, Risk::Safe),
        QStringLiteral("#1A9877 #E8F5F1"));
    // What changes nothing keeps the colours of its kind.
    QCOMPARE(colorsOf(NodeKind::Backup, ThemeName::Light, Risk::Risky),
        QStringLiteral("#50545A #EEEEEE"));
    QCOMPARE(colorsOf(NodeKind::End, ThemeName::Light, {}, Outcome::Reverted),
        QStringLiteral("#701F3D #F1E9EC"));
    QCOMPARE(colorsOf(NodeKind::End, ThemeName::Light, {}, Outcome::Restored),
        QStringLiteral("#701F3D #F1E9EC"));
}

void TestFlowDrawing::printHasNoColour()
{
    const auto loaded
        = loadPlan(QStringLiteral(WHIMBREL_CASES "/render/split-column/plan.whimbrel"));
    QVERIFY(loaded);
    FlowDrawingOptions options;
    options.theme = ThemeName::Print;
    options.legend = options.titleBlock = options.riskSummary = true;
    const DisplayList list = drawFlow(loaded->plan, layOutFlow(loaded->plan), options);
    const auto grey = [](const QColor& color) {
        return !color.isValid() || (color.red() == color.green() && color.green() == color.blue());
    };
    for (const DrawGroup& group : list.groups) {
        for (const DrawItem& item : group.items) {
            if (const auto* path = std::get_if<PathItem>(&item)) {
                QVERIFY2(grey(path->fill) && grey(path->stroke.color), qPrintable(group.title));
            } else {
                QVERIFY2(grey(std::get<TextItem>(item).color), qPrintable(group.title));
            }
        }
    }
}

void TestFlowDrawing::glyphsStayInTheirSquare()
{
    for (int i = 1; i <= static_cast<int>(Glyph::Skip); ++i) {
        const GlyphPaths& paths = pathsOf(static_cast<Glyph>(i));
        const QRectF box = paths.lines.boundingRect().united(paths.areas.boundingRect());
        QVERIFY2(QRectF(0.5, 0.5, 15, 15).contains(box), qPrintable(QString::number(i)));
        QVERIFY2(box.width() >= 2 && box.height() >= 6, qPrintable(QString::number(i)));
    }
}

void TestFlowDrawing::picture_data()
{
    test::addRowPerCase(QStringLiteral("render"));
}

void TestFlowDrawing::picture()
{
    QFETCH(QString, folder);
    const auto loaded = loadPlan(folder + QStringLiteral("/plan.whimbrel"));
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().text()));
    FlowDrawingOptions options;
    options.legend = options.titleBlock = options.riskSummary = true;
    options.date = QDateTime(QDate(2026, 1, 2), QTime(3, 4), Qt::UTC);
    options.planHash = QStringLiteral("0123456789abcdef");
    const DisplayList list = drawFlow(loaded->plan, layOutFlow(loaded->plan), options);
    QVERIFY(test::equalsGolden(folder + QStringLiteral("/expected.txt"), list.dump().toUtf8()));
}

void TestFlowDrawing::oneElementIsASliceOfThePicture()
{
    const Plan plan = test::chain(3);
    const FlowGeometry geometry = layOutFlow(plan);
    const FlowDrawingOptions options;
    const DisplayList list = drawFlow(plan, geometry, options);
    const auto dumpOf = [](const DrawGroup& group) {
        DisplayList one;
        one.groups.append(group);
        return one.dump();
    };
    for (const Node& node : plan.nodes) {
        QCOMPARE(dumpOf(drawNode(plan, node, geometry.nodes[node.id], options)),
            dumpOf(*find(list, ElementType::Node, node.id.text())));
    }
    for (const Edge& edge : plan.edges) {
        QCOMPARE(dumpOf(drawEdge(plan, edge, geometry.edges[edge.id],
                     geometry.happyPath.contains(edge.id), options)),
            dumpOf(*find(list, ElementType::Edge, edge.id.text())));
    }
}

void TestFlowDrawing::orderIsGroupsEdgesNodes()
{
    const auto loaded
        = loadPlan(QStringLiteral(WHIMBREL_CASES "/render/split-column/plan.whimbrel"));
    QVERIFY(loaded);
    const DisplayList list = drawFlow(loaded->plan, layOutFlow(loaded->plan), {});
    QList<ElementType> order;
    for (const DrawGroup& group : list.groups) {
        if (order.isEmpty() || order.last() != group.element.type) {
            order << group.element.type;
        }
        QVERIFY2(list.bounds.contains(group.bounds), qPrintable(group.title));
        QVERIFY2(!group.title.isEmpty(), qPrintable(group.element.id));
    }
    QCOMPARE(order, (QList{ElementType::Group, ElementType::Edge, ElementType::Node}));
}

void TestFlowDrawing::findingsAreMarked()
{
    const Plan plan = test::chain(2);
    Findings findings;
    Finding finding;
    finding.element = ElementRef::of(NodeId(QStringLiteral("c0")));
    finding.severity = Severity::Warning;
    findings << finding;
    finding.severity = Severity::Error;
    findings << finding;
    finding.element = ElementRef::of(EdgeId(QStringLiteral("c0>v0")));
    findings << finding;
    FlowDrawingOptions options;
    options.findings = &findings;
    const DisplayList list = drawFlow(plan, layOutFlow(plan), options);
    const Theme& look = theme(options.theme);
    QVERIFY(hasColor(*find(list, ElementType::Node, QStringLiteral("c0")), look.error));
    QVERIFY(hasColor(*find(list, ElementType::Edge, QStringLiteral("c0>v0")), look.error));
    QVERIFY(!hasColor(*find(list, ElementType::Node, QStringLiteral("c1")), look.error));
}

void TestFlowDrawing::acceptedFindingsAreNot()
{
    const Plan plan = test::chain(1);
    Finding finding;
    finding.element = ElementRef::of(NodeId(QStringLiteral("c0")));
    finding.accepted = QStringLiteral("we know");
    const Findings findings{finding};
    FlowDrawingOptions options;
    options.findings = &findings;
    const Node& node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
    QVERIFY(!hasColor(drawNode(plan, node, {0, 0, 200, 60}, options), theme(options.theme).error));
}

void TestFlowDrawing::runIsMarked()
{
    const Plan plan = test::chain(1);
    RunState run;
    run.run = QStringLiteral("r1");
    const Node& node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
    FlowDrawingOptions options;
    options.run = &run;
    const Theme& look = theme(options.theme);
    const auto drawn = [&](StepStatus status) {
        run.steps[node.id].status = status;
        run.steps[node.id].ms = 2500;
        return drawNode(plan, node, {0, 0, 200, 60}, options);
    };
    QVERIFY(!textsOf(drawn(StepStatus::Waiting)).contains(QStringLiteral("2.5 s")));
    QVERIFY(hasColor(drawn(StepStatus::Running), look.selection));
    QVERIFY(textsOf(drawn(StepStatus::Done)).contains(QStringLiteral("2.5 s")));
    QVERIFY(!hasColor(drawn(StepStatus::Done), look.selection));
    QVERIFY(hasColor(drawn(StepStatus::Failed), look.error));
    QVERIFY(hasColor(drawn(StepStatus::Compensated), look.rollback));
    run.steps.clear();
    run.ready = {node.id};
    QVERIFY(hasColor(drawNode(plan, node, {0, 0, 200, 60}, options), look.selection));
    // Each status can be told from every other without colour.
    QSet<QString> seen;
    for (int status = 0; status <= static_cast<int>(StepStatus::Compensated); ++status) {
        run.ready.clear();
        DisplayList one;
        one.groups << drawn(static_cast<StepStatus>(status));
        seen << one.dump();
    }
    QCOMPARE(seen.size(), static_cast<int>(StepStatus::Compensated) + 1);
}

void TestFlowDrawing::progressIsDrawn()
{
    using namespace test;
    const Plan plan = planOf({test::node(QStringLiteral("b"), NodeKind::Backfill)}, {});
    const Node& node = *plan.nodes.begin();
    RunState run;
    FlowDrawingOptions options;
    const auto filled = [&](const RunState* shown) {
        options.run = shown;
        const QRectF box(0, 0, 200, 60);
        double width = 0;
        for (const DrawItem& item : drawNode(plan, node, box, options).items) {
            const auto* path = std::get_if<PathItem>(&item);
            const QRectF bounds = path ? path->path.boundingRect() : QRectF();
            const bool strip = path && path->stroke.width == 0 && bounds.bottom() == box.bottom()
                && bounds.left() == box.left() && bounds.height() < 10;
            width = strip ? bounds.width() : width;
        }
        return width;
    };
    QCOMPARE(filled(nullptr), 200 * 0.4); // a sign of the kind
    QCOMPARE(filled(&run), 0.0);
    StepRun& step = run.steps[node.id];
    step.status = StepStatus::Running;
    QCOMPARE(filled(&run), 0.0);
    step.batches = 3;
    step.cursorFirst = 101;
    step.cursorLast = 150;
    step.cursorUntil = 300;
    QCOMPARE(filled(&run), 50.0);
    step.status = StepStatus::Done;
    QCOMPARE(filled(&run), 200.0);
    step.status = StepStatus::Compensated;
    QCOMPARE(filled(&run), 0.0);
}

void TestFlowDrawing::rehearsedTimesAndBreakpoints()
{
    const Plan plan = test::chain(1);
    const Node& node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
    const QRectF box(0, 0, 200, 60);
    Rehearsed rehearsed;
    rehearsed.current = {Rehearsal()};
    RehearsedStep step;
    step.node = node.id;
    step.ms = 1200;
    rehearsed.current.first().steps = {step};
    const QSet<NodeId> breakpoints{node.id};
    FlowDrawingOptions options;
    QVERIFY(!hasColor(drawNode(plan, node, box, options), theme(ThemeName::Light).error));
    options.rehearsed = &rehearsed;
    options.breakpoints = &breakpoints;
    const DrawGroup marked = drawNode(plan, node, box, options);
    QVERIFY2(textsOf(marked).contains(QStringLiteral("rehearsed 1.2 s")),
        qPrintable(textsOf(marked).join(QLatin1Char('|'))));
    QVERIFY(hasColor(marked, theme(ThemeName::Light).error));
    // What was rehearsed before the plan was changed says nothing of it.
    rehearsed.current.clear();
    rehearsed.staleAt = QStringLiteral("2026-05-01");
    QCOMPARE(
        textsOf(drawNode(plan, node, box, options)).filter(QStringLiteral("rehearsed")).size(), 0);
}

void TestFlowDrawing::legendShowsWhatIsThere()
{
    const Plan plan = test::chain(3);
    FlowDrawingOptions options;
    options.legend = true;
    const DisplayList list = drawFlow(plan, layOutFlow(plan), options);
    const QStringList texts = textsOf(*find(list, ElementType::Plan, QStringLiteral("legend")));
    QVERIFY(texts.contains(QStringLiteral("Expand · 3")));
    QVERIFY(texts.contains(QStringLiteral("Way back · 3")));
    QVERIFY(!texts.join(QLatin1Char(' ')).contains(QStringLiteral("Cutover")));
    QVERIFY(!texts.join(QLatin1Char(' ')).contains(QStringLiteral("Retry")));
}

void TestFlowDrawing::titleBlockTellsThePlan()
{
    Plan plan = test::chain(1);
    plan.header.title = QStringLiteral("Split the name");
    plan.header.revision = 7;
    FlowDrawingOptions options;
    options.titleBlock = options.riskSummary = true;
    options.planHash = QStringLiteral("0123456789abcdef");
    const DisplayList list = drawFlow(plan, layOutFlow(plan), options);
    const DrawGroup* block = find(list, ElementType::Plan, QStringLiteral("title-block"));
    QVERIFY(block);
    QCOMPARE(block->bounds.adjusted(1, 1, -1, -1).size(), QSizeF(260, 72));
    const QString texts = textsOf(*block).join(QLatin1Char('|'));
    QVERIFY2(texts.contains(QStringLiteral("Split the name")), qPrintable(texts));
    QVERIFY2(texts.contains(QStringLiteral("01234567 ")), qPrintable(texts));
    QVERIFY2(texts.contains(QStringLiteral("rev 7")), qPrintable(texts));
    const DrawGroup* summary = find(list, ElementType::Plan, QStringLiteral("risk-summary"));
    QVERIFY(summary && textsOf(*summary).contains(QStringLiteral("1 safe")));
}

QTEST_MAIN(TestFlowDrawing)
#include "test_flow_drawing.moc"
