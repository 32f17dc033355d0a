// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/embedded_plan.h"
#include "model/io/plan_file.h"
#include "render/export/comparison_picture.h"
#include "render/export/plan_picture.h"
#include "render/layout/flow_quality.h"
#include "render/layout/folding.h"
#include "tests/support/sample_plan.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace whimbrel;

namespace {

Plan splitColumn()
{
    const auto loaded
        = loadPlan(QStringLiteral(WHIMBREL_CASES "/render/split-column/plan.whimbrel"));
    return loaded ? loaded->plan : Plan();
}

/// A plan with SQL in files, in itself and in checks, all of it with one word that nothing else
/// has.
Plan withSql()
{
    Plan plan = test::chain(2);
    Node node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
    SqlAction action;
    action.sql.file = QStringLiteral("sql/one-zebra.sql");
    node.action->body = action;
    plan.nodes.put(node);
    plan.files.insert(action.sql.file, "SELECT 'zebra';\n-- \xc3\xbc\n");
    Node other = *plan.nodes.find(NodeId(QStringLiteral("c1")));
    SqlAction inlined;
    inlined.sql.text = QStringLiteral("UPDATE zebra SET a = 1");
    other.action->body = inlined;
    plan.nodes.put(other);
    for (Edge edge : plan.edges) {
        if (edge.kind == EdgeKind::Rollback) {
            edge.action->body = inlined;
            plan.edges.put(edge);
        }
    }
    Node verification = *plan.nodes.find(NodeId(QStringLiteral("v0")));
    QueryCheck query;
    query.sql.text = QStringLiteral("SELECT count(*) FROM zebra");
    verification.checks.first().body = query;
    plan.nodes.put(verification);
    return plan;
}

PictureFile fileOf(PictureFormat format)
{
    PictureFile file;
    file.format = format;
    return file;
}

QByteArray made(const Plan& plan, const PlanPicture& picture, PictureFormat format)
{
    const Result<DrawnPlan> drawn = drawPlan(plan, picture);
    const Result<QByteArray> bytes
        = drawn ? encodePlan(plan, picture, *drawn, fileOf(format)) : fail(drawn.error());
    return bytes ? *bytes : bytes.error().text().toUtf8();
}

QSet<QString> nodesIn(const DisplayList& page)
{
    QSet<QString> ids;
    for (const DrawGroup& group : page.groups) {
        if (group.element.type == ElementType::Node) {
            ids.insert(group.element.id);
        }
    }
    return ids;
}

QStringList titlesOf(const DisplayList& page, const QString& beginning)
{
    QStringList titles;
    for (const DrawGroup& group : page.groups) {
        if (group.title.startsWith(beginning)) {
            titles.append(group.title);
        }
    }
    return titles;
}

} // namespace

/// Pictures of plans: what they show, and that the plan comes back out of them.
class TestPlanPicture final : public QObject {
    Q_OBJECT

private slots:
    void opensAgain_data() { addFormats(); }
    void opensAgain();
    void neverLeavesTheFolder_data() { addFormats(); }
    void neverLeavesTheFolder();
    void isNeverSavedOver();
    void stakeholdersSeeNoSql_data() { addFormats(); }
    void stakeholdersSeeNoSql();
    void showsAPart();
    void foldsAsOnScreen();
    void showsTheWaysBack();
    void linksToSqlFiles();
    void hasAPageForEachPhase();
    void saysWhatThereIsNot();
    void comparisonMarksWhatDiffers();

private:
    static void addFormats();
};

void TestPlanPicture::addFormats()
{
    QTest::addColumn<PictureFormat>("format");
    QTest::newRow("svg") << PictureFormat::Svg;
    QTest::newRow("png") << PictureFormat::Png;
    QTest::newRow("pdf") << PictureFormat::Pdf;
}

void TestPlanPicture::opensAgain()
{
    QFETCH(PictureFormat, format);
    const Plan plan = withSql();
    const QByteArray bytes = made(plan, {}, format);
    QCOMPARE(bytes, made(plan, {}, format));
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("picture"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    const Result<LoadedPlan> loaded = loadPlan(path);
    QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().text()));
    QVERIFY(loaded->isCopy);
    QCOMPARE(loaded->plan, plan);
    QCOMPARE(loaded->missingFiles, QStringList());
    PlanPicture without;
    without.embedPlan = false;
    QVERIFY(!embeddedPlanOf(made(plan, without, format)));
}

void TestPlanPicture::neverLeavesTheFolder()
{
    QFETCH(PictureFormat, format);
    for (const QString& name : {QStringLiteral("../outside.sql"), QStringLiteral("/etc/passwd"),
             QStringLiteral("a/../../../outside.sql"), QStringLiteral("~/.ssh/id")}) {
        Plan plan = test::chain(1);
        Node node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
        SqlAction action;
        action.sql.file = name;
        node.action->body = action;
        plan.nodes.put(node);
        plan.files.insert(name, "SELECT 1");
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("picture"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(made(plan, {}, format));
        file.close();
        const Result<LoadedPlan> loaded = loadPlan(path);
        QVERIFY2(!loaded, qPrintable(name));
        QVERIFY2(loaded.error().message.contains(name), qPrintable(loaded.error().text()));
    }
}

void TestPlanPicture::isNeverSavedOver()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("picture.svg"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.write(made(withSql(), {}, PictureFormat::Svg));
    file.flush();
    const Result<> saved = savePlan(withSql(), path);
    QVERIFY(!saved);
    QVERIFY2(saved.error().message.contains(QStringLiteral("a picture")),
        qPrintable(saved.error().text()));
    QVERIFY(loadPlan(path));
}

void TestPlanPicture::stakeholdersSeeNoSql()
{
    QFETCH(PictureFormat, format);
    PlanPicture picture;
    picture.detail = PictureDetail::Stakeholder;
    picture.planFolder = QStringLiteral(".");
    const QByteArray bytes = made(withSql(), picture, format);
    QVERIFY(!bytes.contains("zebra"));
    QVERIFY(!embeddedPlanOf(bytes));
    const Result<DrawnPlan> drawn = drawPlan(withSql(), picture);
    QVERIFY(drawn);
    const QString dump = drawn->pages.first().dump();
    QVERIFY(!dump.contains(QStringLiteral("zebra")));
    for (const DrawGroup& group : drawn->pages.first().groups) {
        QVERIFY2(!group.description.contains(QStringLiteral("zebra")), qPrintable(group.title));
        QVERIFY2(!group.link.contains(QStringLiteral("zebra")), qPrintable(group.title));
    }
    picture.detail = PictureDetail::Reviewer; // or the test would see nothing at all
    QVERIFY(drawPlan(withSql(), picture)->pages.first().dump().contains(QStringLiteral("zebra")));
}

void TestPlanPicture::showsAPart()
{
    const Plan plan = splitColumn();
    const GroupId phase = plan.groups.at(0).id;
    PlanPicture picture;
    picture.content.phase = phase;
    const Result<DrawnPlan> drawn = drawPlan(plan, picture);
    QVERIFY2(drawn, qPrintable(drawn ? QString() : drawn.error().text()));
    QSet<QString> expected;
    for (const Node& node : plan.nodes) {
        if (node.group == phase) {
            expected.insert(node.id.text());
        }
    }
    QVERIFY(!expected.isEmpty());
    // As they stand in the whole; steps elsewhere by name alone, outside.
    const FlowGeometry whole = layOutFlow(plan);
    QSet<QString> shown;
    for (auto box = drawn->flow.nodes.cbegin(); box != drawn->flow.nodes.cend(); ++box) {
        if (!expected.contains(box.key().text())) {
            QVERIFY(!box->intersects(drawn->flow.groups.value(phase)));
            continue;
        }
        shown.insert(box.key().text());
        QCOMPARE(*box, whole.nodes.value(box.key()));
    }
    QCOMPARE(shown, expected);
    // Every edge that leads out is there, to its end.
    for (const Edge& edge : plan.edges) {
        QCOMPARE(drawn->flow.edges.contains(edge.id),
            expected.contains(edge.from.text()) || expected.contains(edge.to.text()));
    }
    const QStringList elsewhere = titlesOf(drawn->pages.first(), QStringLiteral("Elsewhere: "));
    QCOMPARE(elsewhere.size(), nodesIn(drawn->pages.first()).size() - expected.size());
    QVERIFY(elsewhere.contains(
        QStringLiteral("Elsewhere: ") + plan.nodes.find(NodeId(QStringLiteral("dual")))->title));
    PlanPicture some;
    some.content.nodes = {plan.nodes.at(0).id, plan.nodes.at(1).id};
    QCOMPARE(nodesIn(drawPlan(plan, some)->pages.first()).size(), 2);
    PlanPicture view;
    view.content.view = whole.nodes.value(plan.nodes.at(0).id);
    QVERIFY(nodesIn(drawPlan(plan, view)->pages.first()).contains(plan.nodes.at(0).id.text()));
    view.content.view = QRectF(-9000, -9000, 10, 10);
    QVERIFY(!drawPlan(plan, view));
}

void TestPlanPicture::foldsAsOnScreen()
{
    Plan plan = splitColumn();
    const GroupId phase = plan.groups.at(0).id;
    plan.layout.folded.insert(phase);
    QSet<QString> inside;
    for (const Node& node : plan.nodes) {
        if (node.group == phase) {
            inside.insert(node.id.text());
        }
    }
    PlanPicture picture;
    const Result<DrawnPlan> drawn = drawPlan(plan, picture);
    QVERIFY2(drawn, qPrintable(drawn ? QString() : drawn.error().text()));
    QVERIFY(!nodesIn(drawn->pages.first()).intersects(inside));
    const auto folded = std::ranges::find(
        drawn->pages.first().groups, ElementRef::of(phase), &DrawGroup::element);
    QVERIFY(folded != drawn->pages.first().groups.end());
    QCOMPARE(folded->description, foldedSummary(plan, phase));
    QVERIFY(measureFlow(drawn->shown, drawn->flow).faults.isEmpty());
    // The summary counts what is folded too: it speaks of the plan.
    const auto summaryOf = [](const DrawnPlan& some) {
        return std::ranges::find_if(some.pages.first().groups, [](const DrawGroup& group) {
            return group.element.id == QLatin1String("risk-summary");
        })->description;
    };
    picture.content.unfolded = true;
    const Result<DrawnPlan> open = drawPlan(plan, picture);
    QCOMPARE(nodesIn(open->pages.first()).size(), plan.nodes.size());
    QCOMPARE(summaryOf(*drawn), summaryOf(*open));
    // What is asked for by name is drawn, and a run is seen wherever it is.
    PlanPicture some;
    some.content.nodes = {NodeId(*inside.cbegin())};
    QCOMPARE(nodesIn(drawPlan(plan, some)->pages.first()), QSet<QString>{*inside.cbegin()});
    PlanPicture run;
    run.run = RunState();
    QCOMPARE(nodesIn(drawPlan(plan, run)->pages.first()).size(), plan.nodes.size());
}

void TestPlanPicture::showsTheWaysBack()
{
    const Plan plan = test::chain(3); // each change goes back to the verification before it
    PlanPicture picture;
    picture.content.diagram = PictureContent::Diagram::WaysBack;
    const Result<DrawnPlan> drawn = drawPlan(plan, picture);
    QVERIFY2(drawn, qPrintable(drawn ? QString() : drawn.error().text()));
    const FlowGeometry& flow = drawn->flow;
    int ways = 0;
    for (const Edge& edge : plan.edges) {
        QCOMPARE(flow.edges.contains(edge.id), edge.kind == EdgeKind::Rollback);
        ways += edge.kind == EdgeKind::Rollback ? 1 : 0;
    }
    QCOMPARE(ways, 3);
    QCOMPARE(flow.edges.size(), 5); // two lead on to the next way back
    // The latest comes first.
    QVERIFY(flow.nodes.value(NodeId(QStringLiteral("c2"))).left()
        < flow.nodes.value(NodeId(QStringLiteral("c0"))).left());
    picture.content.from = NodeId(QStringLiteral("v1"));
    const Result<DrawnPlan> some = drawPlan(plan, picture);
    QVERIFY(some);
    QVERIFY(!some->flow.nodes.contains(NodeId(QStringLiteral("c2"))));
    QVERIFY(some->flow.nodes.contains(NodeId(QStringLiteral("c1"))));
    picture.content.from = NodeId(QStringLiteral("start"));
    QVERIFY(!drawPlan(plan, picture));
}

void TestPlanPicture::linksToSqlFiles()
{
    PlanPicture picture;
    picture.planFolder = QStringLiteral("../my plans");
    const QByteArray svg = made(withSql(), picture, PictureFormat::Svg);
    QVERIFY(svg.contains("<a xlink:href=\"../my%20plans/sql/one-zebra.sql\">"));
    const QByteArray pdf = made(withSql(), picture, PictureFormat::Pdf);
    QVERIFY(pdf.contains("/URI (../my%20plans/sql/one-zebra.sql)"));
    picture.planFolder.reset();
    QVERIFY(!made(withSql(), picture, PictureFormat::Svg).contains("<a xlink:href"));
}

void TestPlanPicture::hasAPageForEachPhase()
{
    const Plan plan = splitColumn();
    PlanPicture picture;
    picture.content.pagePerPhase = true;
    const Result<DrawnPlan> drawn = drawPlan(plan, picture);
    QVERIFY(drawn);
    QCOMPARE(drawn->pages.size(), plan.groups.size() + 1);
    QCOMPARE(drawn->pages.at(1).title, plan.groups.at(0).title);
}

void TestPlanPicture::saysWhatThereIsNot()
{
    const Plan plan = splitColumn();
    PlanPicture picture;
    picture.content.phase = GroupId(QStringLiteral("nowhere"));
    const Result<DrawnPlan> drawn = drawPlan(plan, picture);
    QVERIFY(!drawn);
    QVERIFY(drawn.error().text().contains(QStringLiteral("nowhere")));
    QVERIFY(drawn.error().text().contains(plan.groups.at(0).id.text()));
}

void TestPlanPicture::comparisonMarksWhatDiffers()
{
    const Plan before = splitColumn();
    Plan after = before;
    const NodeId removed = after.nodes.at(2).id;
    after.nodes.erase(removed);
    Node changed = after.nodes.at(1);
    changed.title = QStringLiteral("Another title");
    after.nodes.put(changed);
    after.nodes.put(test::node(QStringLiteral("fresh"), NodeKind::Task));
    const NodeId moved = after.nodes.at(0).id;
    Place place = layOutFlow(before).nodes.contains(moved)
        ? Place{layOutFlow(before).nodes.value(moved).topLeft(), true, {}}
        : Place{};
    Plan placed = before;
    placed.layout.places.insert(moved, place);
    place.position += QPointF(0, -200);
    after.layout.places.insert(moved, place);
    const PlanDifference difference = comparePlans(placed, after);
    const DisplayList list = drawComparison(placed, after, difference, {});
    QHash<QString, QString> said;
    for (const DrawGroup& group : list.groups) {
        if (group.element.type == ElementType::Node) {
            said.insert(group.element.id, group.description);
        }
    }
    QVERIFY2(said.value(removed.text()).startsWith(QStringLiteral("removed")),
        qPrintable(said.value(removed.text())));
    QVERIFY(said.value(changed.id.text()).startsWith(QStringLiteral("changed: title")));
    QVERIFY(said.value(QStringLiteral("fresh")).startsWith(QStringLiteral("added")));
    QVERIFY(said.value(moved.text()).startsWith(QStringLiteral("moved")));
    QCOMPARE(toSvg(list), toSvg(drawComparison(placed, after, difference, {})));
}

QTEST_MAIN(TestPlanPicture)
#include "test_plan_picture.moc"
