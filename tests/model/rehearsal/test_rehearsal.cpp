// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/io/templates.h"
#include "model/rehearsal/rehearse.h"
#include "tests/support/sample_plan.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace whimbrel;

namespace {

/// Every way back on a line of its own, for messages.
QString describe(const Rehearsal& rehearsal)
{
    QStringList lines;
    for (const RehearsedWay& each : rehearsal.ways) {
        lines.append(
            QStringLiteral("%1 by %2: %3 %4")
                .arg(each.change.text(), each.edge.text(), keyOf(each.verdict), each.because));
        for (const RehearsedDifference& difference : each.differences) {
            lines.append(QStringLiteral("    ") + difference.text);
        }
        if (!each.again.isEmpty()) {
            lines.append(QStringLiteral("    again: ") + each.again);
        }
    }
    for (const RehearsedStep& each : rehearsal.steps) {
        if (!each.problem.isEmpty()) {
            lines.append(QStringLiteral("problem at %1: %2").arg(each.node.text(), each.problem));
        }
    }
    lines.append(QStringLiteral("whole: %1 %2")
                     .arg(keyOf(rehearsal.whole.verdict), rehearsal.whole.because));
    for (const RehearsedDifference& difference : rehearsal.whole.differences) {
        lines.append(QStringLiteral("    ") + difference.text);
    }
    return lines.join(QLatin1Char('\n'));
}

QString text(const char* words)
{
    return QString::fromLatin1(words);
}

Action sqlAction(const char* sql)
{
    Action action;
    SqlAction body;
    body.sql.text = text(sql);
    action.body = body;
    return action;
}

Node change(const char* id, const char* sql)
{
    Node made = test::node(text(id), NodeKind::Expand);
    made.action = sqlAction(sql);
    return made;
}

/// A verification that finds this number of tables.
Node tables(const char* id, const char* count)
{
    Node made = test::node(text(id), NodeKind::Verification);
    QueryCheck body;
    body.sql.text
        = text("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name LIKE 't%'");
    body.expect.value = text(count);
    made.checks.first().body = body;
    return made;
}

Edge on(const char* from, const char* to, const char* when = "")
{
    return test::forward(text(from), text(to), text(when));
}

Edge back(const char* from, const char* to, const char* sql)
{
    Edge made = test::rollback(text(from), text(to));
    made.action = sqlAction(sql);
    return made;
}

Node of(const char* id, NodeKind kind)
{
    return test::node(text(id), kind);
}

Result<Rehearsal> rehearseOnNothing(const Plan& plan)
{
    RehearsalRequest request;
    request.plan = plan;
    request.sources.insert(TargetId(text("primary")), ScratchSource{});
    return rehearse(request);
}

WayVerdict verdictOf(const Rehearsal& rehearsal, const char* edge)
{
    for (const RehearsedWay& each : rehearsal.ways) {
        if (each.edge.text() == text(edge)) {
            return each.verdict;
        }
    }
    return WayVerdict::NotReached;
}

} // namespace

Q_DECLARE_METATYPE(whimbrel::Leftover)
Q_DECLARE_METATYPE(whimbrel::WayVerdict)

class TestRehearsal final : public QObject {
    Q_OBJECT

private slots:
    void theTemplatesCanBeTakenBack_data()
    {
        QTest::addColumn<QString>("name");
        for (const TemplateInfo& each : planTemplates()) {
            if (each.dialects.contains(Dialect::Sqlite)) {
                QTest::newRow(qPrintable(each.name)) << each.name;
            }
        }
    }
    void theTemplatesCanBeTakenBack()
    {
        QFETCH(QString, name);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("plan.whimbrel"));
        QVERIFY(createFromTemplate(name, path));
        const Result<LoadedPlan> loaded = loadPlan(path);
        QVERIFY(loaded);
        ScratchSource source;
        source.content = ScratchSource::Content::Baseline;
        source.baseline = "CREATE TEMP TABLE sample_size(rows INTEGER NOT NULL);"
                          "INSERT INTO sample_size VALUES (400);"
            + sampleScript(name).value_or(QByteArray());
        source.baselineName = QStringLiteral("sample.sql");
        RehearsalRequest request;
        request.plan = loaded->plan;
        for (const Target& target : request.plan.targets) {
            request.sources.insert(target.id, ScratchSource{});
        }
        request.sources.insert(TargetId(QStringLiteral("primary")), source);
        const Result<Rehearsal> found = rehearse(request);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
        QVERIFY2(found->isProof(), qPrintable(describe(*found)));
    }

    /// start → a → va → b → vb → end; b has a near way back and one that takes both back.
    void aWayThatAnotherHidesIsTriedToo()
    {
        const Plan plan = test::planOf(
            {of("start", NodeKind::Start), change("a", "CREATE TABLE t1 (id)"), tables("va", "1"),
                change("b", "CREATE TABLE t2 (id)"), tables("vb", "2"), of("end", NodeKind::End)},
            {on("start", "a"), on("a", "va"), on("va", "b"), on("b", "vb"), on("vb", "end"),
                back("a", "start", "DROP TABLE t1"), back("b", "va", "DROP TABLE t2"),
                back("b", "start", "DROP TABLE t2")});
        const Result<Rehearsal> found = rehearseOnNothing(plan);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
        QCOMPARE(verdictOf(*found, "b<va"), WayVerdict::Exact);
        // It promises to go back to the start, and leaves what the first step made.
        QCOMPARE(verdictOf(*found, "b<start"), WayVerdict::NotInverse);
        QCOMPARE(verdictOf(*found, "a<start"), WayVerdict::Exact);
        QCOMPARE(found->whole.verdict, WayVerdict::Exact);
        QVERIFY(!found->isProof());
    }

    void whatIsExplainedIsComparedAllTheSame()
    {
        Edge stays = test::rollback(text("a"), text("start"));
        stays.action->body = NoAction{text("an empty table harms nobody")};
        Edge nothing = test::rollback(text("b"), text("va"));
        nothing.action->body = NoAction{text("it changes nothing")};
        const Plan plan = test::planOf(
            {of("start", NodeKind::Start), change("a", "CREATE TABLE IF NOT EXISTS t1 (id)"),
                tables("va", "1"), change("b", "UPDATE t1 SET id = 1"), tables("vb", "1"),
                of("end", NodeKind::End)},
            {on("start", "a"), on("a", "va"), on("va", "b"), on("b", "vb"), on("vb", "end"), stays,
                nothing});
        const Result<Rehearsal> found = rehearseOnNothing(plan);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
        QCOMPARE(verdictOf(*found, "a<start"), WayVerdict::Explained);
        QCOMPARE(
            found->way(NodeId(text("a")), stays.id)->because, text("an empty table harms nobody"));
        QVERIFY(!found->way(NodeId(text("a")), stays.id)->differences.isEmpty());
        QCOMPARE(verdictOf(*found, "b<va"), WayVerdict::Exact);
        QVERIFY2(found->isProof(), qPrintable(describe(*found)));
    }

    void whatAWayBackLeavesIsExcusedAsFarAsThePlanSays_data()
    {
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("sql");
        QTest::addColumn<Leftover>("leaves");
        QTest::addColumn<QString>("because");
        QTest::addColumn<WayVerdict>("verdict");
        const QString again = text("ALTER TABLE t1 ADD COLUMN x");
        const QString other = again + text("; CREATE INDEX more ON t1 (y)");
        const QString why = text("nobody reads it");
        const auto add = [](const char* name, const char* row, const QString& sql, Leftover leaves,
                             const QString& because, WayVerdict verdict) {
            QTest::newRow(name) << text(row) << sql << leaves << because << verdict;
        };
        using enum WayVerdict;
        add("nothing is said", "", again, Leftover::Nothing, why, OrderChanged);
        add("order is said", "", again, Leftover::ColumnOrder, why, Explained);
        add("not why", "", again, Leftover::ColumnOrder, {}, OrderChanged);
        add("rows hold order", "", again, Leftover::Rows, why, Explained);
        add("rows are more than order", "INSERT INTO t1 VALUES (1, 2)", again,
            Leftover::ColumnOrder, why, DataLost);
        add("rows are said", "INSERT INTO t1 VALUES (1, 2)", again, Leftover::Rows, why, Explained);
        add("schema is more than rows", "", other, Leftover::Rows, why, NotInverse);
        add("schema is said", "", other, Leftover::Schema, why, Explained);
    }
    void whatAWayBackLeavesIsExcusedAsFarAsThePlanSays()
    {
        QFETCH(QString, row);
        QFETCH(QString, sql);
        QFETCH(Leftover, leaves);
        QFETCH(QString, because);
        QFETCH(WayVerdict, verdict);
        Node first = change("a", "");
        std::get<SqlAction>(first.action->body).sql.text = text("CREATE TABLE t1 (x, y);") + row;
        Edge wayBack = test::rollback(text("b"), text("va"));
        wayBack.action = sqlAction("");
        std::get<SqlAction>(wayBack.action->body).sql.text = sql;
        wayBack.action->leaves = leaves;
        wayBack.action->leavesBecause = because;
        const Plan plan = test::planOf({of("start", NodeKind::Start), first, tables("va", "1"),
                                           change("b", "ALTER TABLE t1 DROP COLUMN x"),
                                           tables("vb", "1"), of("end", NodeKind::End)},
            {on("start", "a"), on("a", "va"), on("va", "b"), on("b", "vb"), on("vb", "end"),
                back("a", "start", "DROP TABLE t1"), wayBack});
        const Result<Rehearsal> found = rehearseOnNothing(plan);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
        const RehearsedWay* way = found->way(NodeId(text("b")), wayBack.id);
        QVERIFY(way);
        QVERIFY2(way->verdict == verdict, qPrintable(describe(*found)));
        QVERIFY(!way->differences.isEmpty());
        if (verdict == WayVerdict::Explained) {
            QCOMPARE(way->because, because);
        }
    }

    void aCheckThatFailsHidesNothing()
    {
        const Plan plan = test::planOf(
            {of("start", NodeKind::Start), change("a", "CREATE TABLE t1 (id)"), tables("va", "7"),
                change("b", "CREATE TABLE t2 (id)"), tables("vb", "2"), of("end", NodeKind::End)},
            {on("start", "a"), on("a", "va"), on("va", "b"), on("b", "vb"), on("vb", "end"),
                back("a", "start", "DROP TABLE t1"), back("b", "va", "DROP TABLE t2")});
        const Result<Rehearsal> found = rehearseOnNothing(plan);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
        QVERIFY(found->step(NodeId(text("va"))));
        QVERIFY(!found->step(NodeId(text("va")))->problem.isEmpty());
        QCOMPARE(verdictOf(*found, "a<start"), WayVerdict::Exact);
        QCOMPARE(verdictOf(*found, "b<va"), WayVerdict::Exact);
        QVERIFY(!found->isProof());
    }

    void aStepThatFailsEndsTheWayForward()
    {
        const Plan plan
            = test::planOf({of("start", NodeKind::Start), change("a", "CREATE TABLE t1 (id)"),
                               tables("va", "1"), change("b", "INSERT INTO nowhere VALUES (1)"),
                               tables("vb", "1"), of("end", NodeKind::End)},
                {on("start", "a"), on("a", "va"), on("va", "b"), on("b", "vb"), on("vb", "end"),
                    back("a", "start", "DROP TABLE t1"), back("b", "va", "DELETE FROM t1")});
        const Result<Rehearsal> found = rehearseOnNothing(plan);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
        QCOMPARE(verdictOf(*found, "a<start"), WayVerdict::Exact);
        QCOMPARE(verdictOf(*found, "b<va"), WayVerdict::NotReached);
        QVERIFY(
            found->way(NodeId(text("b")), EdgeId(text("b<va")))->because.contains(text("nowhere")));
        QVERIFY(!found->isProof());
    }

    void otherAnswersOfGatesAreGiven()
    {
        Node gate = of("go", NodeKind::Gate);
        gate.ask = text("Large?");
        const Plan plan
            = test::planOf({of("start", NodeKind::Start), gate, change("a", "CREATE TABLE t1 (id)"),
                               tables("va", "1"), change("b", "CREATE TABLE t2 (id)"),
                               tables("vb", "1"), of("end", NodeKind::End)},
                {on("start", "go"), on("go", "a", "yes"), on("a", "va"), on("va", "end"),
                    on("go", "b", "no"), on("b", "vb"), on("vb", "end"),
                    back("a", "start", "DROP TABLE t1"), back("b", "start", "DROP TABLE t2")});
        const Result<Rehearsal> found = rehearseOnNothing(plan);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
        QCOMPARE(verdictOf(*found, "a<start"), WayVerdict::Exact);
        QCOMPARE(verdictOf(*found, "b<start"), WayVerdict::Exact);
        QVERIFY2(found->isProof(), qPrintable(describe(*found)));
    }

    void branchesOfAForkAreTakenBackOneByOne()
    {
        const Plan plan = test::planOf(
            {of("start", NodeKind::Start), of("fork", NodeKind::Fork),
                change("a", "CREATE TABLE t1 (id)"), of("va", NodeKind::Verification),
                change("b", "CREATE TABLE t2 (id)"), of("vb", NodeKind::Verification),
                of("join", NodeKind::Join), of("end", NodeKind::End)},
            {on("start", "fork"), on("fork", "a"), on("a", "va"), on("va", "join"), on("fork", "b"),
                on("b", "vb"), on("vb", "join"), on("join", "end"),
                back("a", "start", "DROP TABLE t1"), back("b", "start", "DROP TABLE t2")});
        const Result<Rehearsal> found = rehearseOnNothing(plan);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
        QCOMPARE(verdictOf(*found, "a<start"), WayVerdict::Exact);
        QVERIFY2(verdictOf(*found, "b<start") == WayVerdict::Exact, qPrintable(describe(*found)));
    }

    void nothingIsLeftBehind()
    {
        const QStringList before
            = QDir::temp().entryList({text("whimbrel-rehearsal-*")}, QDir::Dirs);
        RehearsalRequest request;
        request.plan = test::chain(1);
        request.sources.insert(TargetId(text("primary")), ScratchSource{});
        RehearsalListener listener;
        int asked = 0;
        listener.isCancelled = [&asked] { return ++asked > 3; };
        const Result<Rehearsal> found = rehearse(request, listener);
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::Cancelled);
        QCOMPARE(QDir::temp().entryList({text("whimbrel-rehearsal-*")}, QDir::Dirs), before);
    }
};

QTEST_GUILESS_MAIN(TestRehearsal)
#include "test_rehearsal.moc"
