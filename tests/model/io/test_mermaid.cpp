// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/mermaid.h"
#include "model/io/plan_file.h"
#include "tests/support/sample_plan.h"

#include <QTest>

using namespace whimbrel;

class TestMermaid final : public QObject {
    Q_OBJECT

private slots:
    void flowComesBack();
    void textsComeBack_data();
    void textsComeBack();
    void idsAreWhatMermaidTakes();
    void readsWhatPeopleWrite();
    void readsFrames_data();
    void readsFrames();
    void readsArrows_data();
    void readsArrows();
    void skipsStyle();
    void saysWhereItFails_data();
    void saysWhereItFails();
    void knowsItsTexts_data();
    void knowsItsTexts();
    void readsHugeCharts();
};

namespace {

const Node* titled(const Plan& plan, const QString& title)
{
    for (const Node& node : plan.nodes) {
        if (node.title == title) {
            return &node;
        }
    }
    return nullptr;
}

QString edgesOf(const Plan& plan)
{
    QStringList all;
    for (const Edge& edge : plan.edges) {
        all.append(QStringLiteral("%1>%2:%3:%4:%5")
                       .arg(plan.nodes.find(edge.from)->title, plan.nodes.find(edge.to)->title)
                       .arg(static_cast<int>(edge.kind))
                       .arg(edge.when, edge.title));
    }
    all.sort();
    return all.join(QLatin1Char('\n'));
}

} // namespace

/// What a flowchart can hold of a plan survives: steps, kinds, edges, labels, groups, direction.
void TestMermaid::flowComesBack()
{
    const auto loaded
        = loadPlan(QStringLiteral(WHIMBREL_CASES "/render/split-column/plan.whimbrel"));
    QVERIFY(loaded);
    Plan plan = loaded->plan;
    Group inner;
    inner.id = GroupId(QStringLiteral("inner"));
    inner.title = QStringLiteral("Inner");
    inner.parent = plan.groups.at(0).id;
    plan.groups.put(inner);
    Node deep = plan.nodes.at(1);
    deep.group = inner.id;
    plan.nodes.put(deep);
    const QString written = writeMermaid(plan);
    QVERIFY(isMermaidFlow(written));
    const Result<Plan> read = readMermaid(written);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().text() + written));
    QCOMPARE(read->nodes.size(), plan.nodes.size());
    for (const Node& node : plan.nodes) {
        const Node* again = titled(*read, node.title);
        QVERIFY2(again != nullptr, qPrintable(node.title));
        QCOMPARE(again->kind, node.kind);
        const Group* before = plan.groups.find(node.group);
        const Group* after = read->groups.find(again->group);
        QCOMPARE(after ? after->title : QString(), before ? before->title : QString());
    }
    QCOMPARE(edgesOf(*read), edgesOf(plan));
    QCOMPARE(read->layout.direction, plan.layout.direction);
    QCOMPARE(writeMermaid(plan), written);
}

void TestMermaid::textsComeBack_data()
{
    QTest::addColumn<QString>("title");
    for (const char* title : {"plain", "two\nlines", "a \"quoted\" word", "#35; and #quot;", "end",
             "add (x) [y] {z}", "50 % & <b>no tag</b>", "back`tick`", "Größe 表 🙂"}) {
        QTest::newRow(title) << QString::fromUtf8(title);
    }
}

void TestMermaid::textsComeBack()
{
    QFETCH(QString, title);
    Plan plan = test::chain(1);
    Node node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
    node.title = title;
    plan.nodes.put(node);
    Edge edge = plan.edges.at(0);
    edge.title = title;
    plan.edges.put(edge);
    const Result<Plan> read = readMermaid(writeMermaid(plan));
    QVERIFY2(read, qPrintable(read ? QString() : read.error().text()));
    QVERIFY(titled(*read, title) != nullptr);
    QCOMPARE(read->edges.at(0).title, title);
}

void TestMermaid::idsAreWhatMermaidTakes()
{
    Plan plan;
    for (const char* id : {"end", "graph-1", "a b", "a_b", "ä", "1", "style"}) {
        Node node;
        node.id = NodeId(QString::fromUtf8(id));
        node.title = QString::fromUtf8(id);
        plan.nodes.put(node);
    }
    const QString text = writeMermaid(plan);
    const QRegularExpression line(
        QStringLiteral("^  ([A-Za-z][A-Za-z0-9_]*)\\[\"(.*)\"\\]:::task$"),
        QRegularExpression::MultilineOption);
    QSet<QString> ids;
    for (auto matches = line.globalMatch(text); matches.hasNext();) {
        ids.insert(matches.next().captured(1));
    }
    QCOMPARE(ids.size(), plan.nodes.size());
    for (const QString& id : ids) {
        QVERIFY2(!id.startsWith(QLatin1String("end")) && !id.startsWith(QLatin1String("graph"))
                && !id.startsWith(QLatin1String("style")),
            qPrintable(id));
    }
}

void TestMermaid::readsWhatPeopleWrite()
{
    const Result<Plan> read
        = readMermaid(QStringLiteral("---\ntitle: Sales\n---\n"
                                     "%% how we ship\n"
                                     "graph LR;\n"
                                     "    A([Begin]) --> B[\"Add (x)<br>columns\"] & C{Go?};\n"
                                     "    C -->|yes| D[(Backup)]; C -- no --> E([Stop])\n"
                                     "    subgraph one [Phase One]\n"
                                     "      direction TB\n"
                                     "      D e1@-.-> A\n"
                                     "      subgraph Two words\n"
                                     "        F\n"
                                     "      end\n"
                                     "    end\n"
                                     "    B --- F:::backfill\n"));
    QVERIFY2(read, qPrintable(read ? QString() : read.error().text()));
    QCOMPARE(read->layout.direction, FlowDirection::LeftToRight);
    QCOMPARE(read->nodes.size(), 6);
    QCOMPARE(titled(*read, QStringLiteral("Begin"))->kind, NodeKind::Start);
    QCOMPARE(titled(*read, QStringLiteral("Stop"))->kind, NodeKind::End);
    QCOMPARE(titled(*read, QStringLiteral("Go?"))->kind, NodeKind::Gate);
    QCOMPARE(titled(*read, QStringLiteral("F"))->kind, NodeKind::Backfill);
    QVERIFY(titled(*read, QStringLiteral("Add (x)\ncolumns")) != nullptr);
    QCOMPARE(read->groups.size(), 2);
    QCOMPARE(read->groups.at(0).title, QStringLiteral("Phase One"));
    QCOMPARE(read->groups.at(1).title, QStringLiteral("Two words"));
    QCOMPARE(read->groups.at(1).parent, read->groups.at(0).id);
    QCOMPARE(titled(*read, QStringLiteral("F"))->group, read->groups.at(1).id);
    QCOMPARE(edgesOf(*read),
        QStringLiteral("Add (x)\ncolumns>F:0::\nBackup>Begin:1::\nBegin>Add (x)\ncolumns:0::\n"
                       "Begin>Go?:0::\nGo?>Backup:0:yes:\nGo?>Stop:0:no:"));
}

void TestMermaid::readsFrames_data()
{
    QTest::addColumn<QString>("framed");
    for (const char* framed : {"A[t]", "A(t)", "A([t])", "A[[t]]", "A[(t)]", "A((t))", "A(((t)))",
             "A{t}", "A{{t}}", "A>t]", "A[/t/]", "A[\\t\\]", "A[/t\\]", "A[\\t/]", "A[\"t\"]",
             "A[ \"`t`\" ]", "A[t]:::done", "A-b.c[t]"}) {
        QTest::newRow(framed) << QString::fromLatin1(framed);
    }
}

void TestMermaid::readsFrames()
{
    QFETCH(QString, framed);
    const Result<Plan> read = readMermaid(QStringLiteral("flowchart TD\n%1 --> B").arg(framed));
    QVERIFY2(read, qPrintable(read ? QString() : read.error().text()));
    QCOMPARE(read->nodes.at(0).title, QStringLiteral("t"));
    QCOMPARE(read->edges.size(), 1);
}

void TestMermaid::readsArrows_data()
{
    QTest::addColumn<QString>("arrow");
    QTest::addColumn<EdgeKind>("kind");
    QTest::addColumn<QString>("label");
    const auto row = [](const char* arrow, EdgeKind kind, const char* label) {
        QTest::newRow(arrow) << QString::fromLatin1(arrow) << kind << QString::fromLatin1(label);
    };
    row("-->", EdgeKind::Forward, "");
    row("---", EdgeKind::Forward, "");
    row("----->", EdgeKind::Forward, "");
    row("==>", EdgeKind::Forward, "");
    row("~~~", EdgeKind::Forward, "");
    row("-.->", EdgeKind::Rollback, "");
    row("-...->", EdgeKind::Rollback, "");
    row("--x", EdgeKind::Retry, "");
    row("--o", EdgeKind::Data, "");
    row("-->|t|", EdgeKind::Forward, "t");
    row("-->| \"t|u\" |", EdgeKind::Forward, "t|u");
    row("-- t -->", EdgeKind::Forward, "t");
    row("-- \"t --> u\" -->", EdgeKind::Forward, "t --> u");
    row("== t ==>", EdgeKind::Forward, "t");
    row("-. t .->", EdgeKind::Rollback, "t");
    row("-- t ---", EdgeKind::Forward, "t");
}

void TestMermaid::readsArrows()
{
    QFETCH(QString, arrow);
    QFETCH(EdgeKind, kind);
    QFETCH(QString, label);
    const Result<Plan> read = readMermaid(QStringLiteral("graph TD\nA %1 B").arg(arrow));
    QVERIFY2(read, qPrintable(read ? QString() : read.error().text()));
    QCOMPARE(read->edges.size(), 1);
    QCOMPARE(read->edges.at(0).kind, kind);
    QCOMPARE(read->edges.at(0).title, label);
    QCOMPARE(read->nodes.size(), 2);
}

void TestMermaid::skipsStyle()
{
    const Result<Plan> read = readMermaid(QStringLiteral(
        "flowchart TD\n  classDef cut fill:#f9f,stroke:#333\n  A --> B\n  style A fill:#bbf\n"
        "  linkStyle 0 stroke:red\n  click A \"https://example.org\" \"more\"\n  class A,B "
        "cutover\n"
        "  accTitle: a chart\n"));
    QVERIFY2(read, qPrintable(read ? QString() : read.error().text()));
    QCOMPARE(read->nodes.size(), 2);
    QCOMPARE(read->nodes.at(0).kind, NodeKind::Cutover);
    QCOMPARE(read->nodes.at(1).kind, NodeKind::Cutover);
}

void TestMermaid::saysWhereItFails_data()
{
    QTest::addColumn<QString>("chart");
    QTest::addColumn<QString>("where");
    const auto row = [](const char* chart, const char* where) {
        QTest::newRow(chart) << QString::fromLatin1(chart) << QString::fromLatin1(where);
    };
    row("sequenceDiagram\nA->>B: hi", "line 1, column 1");
    row("", "line 1, column 1");
    row("graph TD\n\n  A -->", "line 3, column 8");
    row("graph TD\nA[no end", "line 2, column 2");
    row("graph TD\nA ? B", "line 2, column 3");
    row("graph TD\nend", "line 2, column 4");
    row("graph TD\nsubgraph x\nA", "line 3, column 2");
    row("graph TD\nsubgraph x\nA\nend\nB --> x", "line 5, column 7");
}

void TestMermaid::saysWhereItFails()
{
    QFETCH(QString, chart);
    QFETCH(QString, where);
    const Result<Plan> read = readMermaid(chart);
    QVERIFY(!read);
    QCOMPARE(read.error().where, where);
    QVERIFY(!read.error().advice.isEmpty());
}

void TestMermaid::knowsItsTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isChart");
    const auto row = [](const char* text, bool isChart) {
        QTest::newRow(text) << QString::fromLatin1(text) << isChart;
    };
    row("flowchart LR\nA-->B", true);
    row("  graph TD; A-->B", true);
    row("---\ntitle: x\n---\n%% hm\ngraph\n", true);
    row("graphs are fine", false);
    row("graph theory is fun", false);
    row("SELECT 1", false);
    row("", false);
}

void TestMermaid::knowsItsTexts()
{
    QFETCH(QString, text);
    QFETCH(bool, isChart);
    QCOMPARE(isMermaidFlow(text), isChart);
}

void TestMermaid::readsHugeCharts()
{
    constexpr int edges = 48'000;
    QString chart = QStringLiteral("flowchart LR\n");
    for (int i = 0; i < edges; ++i) {
        chart += QStringLiteral("n%1[\"Step %1\"] --> n%2\n").arg(i / 3).arg(i / 3 + i % 3 + 1);
    }
    const Result<Plan> read = readMermaid(chart);
    QVERIFY(read);
    QCOMPARE(read->edges.size(), edges);
}

QTEST_GUILESS_MAIN(TestMermaid)
#include "test_mermaid.moc"
