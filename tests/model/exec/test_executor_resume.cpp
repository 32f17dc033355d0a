// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/session.h"
#include "tests/model/exec/run_fixture.h"
#include "tests/support/sample_plan.h"

#include <QFile>
#include <QSet>
#include <QTest>
#include <QThread>

#include <memory>
#include <vector>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

Plan withNode(Plan plan, const Node& node)
{
    plan.nodes.put(node);
    return plan;
}

} // namespace

/// Runs that go on later, elsewhere, by others; and the journal from which they do.
class TestExecutorResume final : public QObject {
    Q_OBJECT

private slots:
    void journalIsAppendOnly();
    void olderJournalIsReadAndUpgraded();
    void resumesWhereItWas();
    void resumeAfterEndCanGoBack();
    void secondRunIsRefused();
    void fact33_secondRunnerIsRefused();
    void editedPlanIsAdoptedForwardOnly();
    void retryEdgeLeadsToEarlierWork();
    void twoTargetsShareARun();
    void foldOfTheJournalIsTheState();
    void fact36_eachDatabaseHasAThreadOfItsOwn();
};

void TestExecutorResume::journalIsAppendOnly()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(twoColumns())));
    run.tell(Command::Type::Next);
    QVERIFY(shop.sql(s("DELETE FROM whimbrel_event")).contains(s("append-only")));
    QVERIFY(shop.sql(s("UPDATE whimbrel_event SET data = ''")).contains(s("append-only")));
    QVERIFY(shop.sql(s("DELETE FROM whimbrel_run")).contains(s("append-only")));
}

void TestExecutorResume::olderJournalIsReadAndUpgraded()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::RunTo, s("b"));
        run.tell(Command::Type::Quit);
    }
    // The tables of version 1 are those of version 2; what is new are kinds of events.
    shop.sql(s("UPDATE whimbrel_journal SET version = 1"));
    const Result<QList<RunSummary>> runs = listRuns(shop.url());
    QVERIFY(runs.has_value());
    QCOMPARE(runs->size(), 1);
    QCOMPARE(shop.sql(s("SELECT version FROM whimbrel_journal")), s("1"));
    Run again;
    QVERIFY2(again.resume(shop.resumeRequest()), qPrintable(again.why()));
    QCOMPARE(shop.sql(s("SELECT version FROM whimbrel_journal")), s("2"));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
}

void TestExecutorResume::resumesWhereItWas()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::RunTo, s("b"));
    } // gone without a word, as after a kill
    const Result<QList<RunSummary>> runs = listRuns(shop.url());
    QVERIFY(runs && runs->size() == 1 && !runs->constFirst().ended);
    Run again;
    QVERIFY2(again.resume(shop.resumeRequest()), qPrintable(again.why()));
    QCOMPARE(again.status("va"), StepStatus::Done);
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
    QCOMPARE(shop.sql(s("SELECT count(b) FROM customers")), s("20"));
}

void TestExecutorResume::resumeAfterEndCanGoBack()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::GoOn);
        run.tell(Command::Type::Quit);
        QCOMPARE(run.exitCode, 0);
    }
    Run again;
    QVERIFY2(again.resume(shop.resumeRequest()), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QCOMPARE(again.lastError().code, ErrorCode::Impossible);
    again.tell(Command::Type::Rollback, s("start"), {}, s("x"));
    QVERIFY2(again.state().ended == Outcome::Reverted, qPrintable(again.why()));
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutorResume::secondRunIsRefused()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::Next);
        run.tell(Command::Type::Quit);
    }
    Run second;
    QVERIFY(!second.start(shop.request(twoColumns())));
    QCOMPARE(second.lastError().code, ErrorCode::Locked);
    QCOMPARE(second.exitCode, 4);
    Run third;
    QVERIFY(third.resume(shop.resumeRequest()));
    third.tell(Command::Type::GoOn);
    third.tell(Command::Type::Quit);
    Run fourth;
    QVERIFY(!fourth.start(shop.request(twoColumns())));
    QVERIFY2(fourth.lastError().message.contains(s("migrated")), qPrintable(fourth.why()));
}

void TestExecutorResume::fact33_secondRunnerIsRefused()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(twoColumns())));
    Run second;
    QVERIFY(!second.resume(shop.resumeRequest()));
    QCOMPARE(second.lastError().code, ErrorCode::Locked);
    QVERIFY2(
        second.lastError().message.contains(QString::number(QCoreApplication::applicationPid())),
        qPrintable(second.lastError().text()));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutorResume::editedPlanIsAdoptedForwardOnly()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::RunTo, s("b"));
    }
    ResumeRequest past = shop.resumeRequest();
    past.adopt = withNode(twoColumns(), change(s("a"), s("ALTER TABLE customers ADD COLUMN c")));
    past.adoptBecause = s("typo");
    Run refused;
    QVERIFY(!refused.resume(past));
    QCOMPARE(refused.lastError().code, ErrorCode::Impossible);
    ResumeRequest ahead = shop.resumeRequest();
    ahead.adopt = withNode(
        twoColumns(), change(s("b"), s("ALTER TABLE customers ADD COLUMN b TEXT DEFAULT 'new'")));
    Run noReason;
    QVERIFY(!noReason.resume(ahead));
    ahead.adoptBecause = s("a default is better");
    Run again;
    QVERIFY2(again.resume(ahead), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
    QCOMPARE(shop.sql(s("SELECT DISTINCT b FROM customers")), s("new"));
    again.tell(Command::Type::Quit);
    const Result<QList<RunSummary>> runs = listRuns(shop.url());
    QVERIFY(runs && runs->constFirst().planHash != runs->constFirst().planId);
    const Result<Plan> plan = readRunPlan(shop.url(), runs->constFirst().run);
    QVERIFY(plan
        && plan->nodes.find(NodeId(s("b")))->action
            == ahead.adopt->nodes.find(NodeId(s("b")))->action);
}

void TestExecutorResume::retryEdgeLeadsToEarlierWork()
{
    RunFixture shop;
    Plan plan
        = withNode(twoColumns(), verification(s("vb"), s("SELECT count(*) FROM orders"), s("21")));
    Edge again = forward(s("vb"), s("va"));
    again.id = EdgeId(s("again"));
    again.kind = EdgeKind::Retry;
    plan.edges.put(again);
    plan.nodes.put(verification(s("va"), s("SELECT 1"), s("1")));
    Run run;
    QVERIFY(run.start(shop.request(plan)));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::CheckFailed);
    run.tell(Command::Type::Retry, s("a"));
    QCOMPARE(run.lastError().code, ErrorCode::Impossible);
    const qsizetype entered = run.count(EventType::NodeEntered);
    run.tell(Command::Type::Retry, s("va"));
    QVERIFY2(run.count(EventType::NodeEntered) > entered, qPrintable(run.why()));
    QVERIFY(run.state().rest.node == NodeId(s("b")) || run.status("b") == StepStatus::Failed);
    run.tell(Command::Type::Decide, s("b"), s("skip"), s("the column is there"));
    QCOMPARE(run.state().rest.reason, RestReason::CheckFailed);
    run.tell(Command::Type::Decide, s("vb"), s("skip"), s("enough"));
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutorResume::twoTargetsShareARun()
{
    RunFixture shop;
    RunFixture replica;
    const QString untouched = replica.dump();
    Plan plan = twoColumns();
    Target eu;
    eu.id = TargetId(s("eu"));
    plan.targets.put(eu);
    Node b = *plan.nodes.find(NodeId(s("b")));
    b.action->target = eu.id;
    plan.nodes.put(b);
    Edge undo = *plan.edges.find(EdgeId(s("b<va")));
    undo.action->target = eu.id;
    plan.edges.put(undo);
    Node same = node(s("vb"), NodeKind::Verification);
    CompareCheck compare;
    compare.left.text = s("SELECT id, name FROM customers");
    compare.right.text = s("SELECT id, name FROM customers ORDER BY id DESC");
    compare.rightTarget = eu.id;
    same.checks[0].body = compare;
    plan.nodes.put(same);
    RunRequest request = shop.request(plan);
    request.bindings.insert(eu.id, replica.url());
    ResumeRequest later = shop.resumeRequest();
    later.bindings = request.bindings;
    {
        Run run;
        QVERIFY2(run.start(request), qPrintable(run.why()));
        run.tell(Command::Type::RunTo, s("vb"));
        QVERIFY2(run.status("b") == StepStatus::Done, qPrintable(run.why()));
        QCOMPARE(replica.sql(s("SELECT count(b) FROM customers")), s("20"));
    }
    const Result<QList<RunSummary>> there = listRuns(replica.url());
    QVERIFY(there && there->size() == 1 && !there->constFirst().ended);
    Run again;
    QVERIFY2(again.resume(later), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
    QVERIFY(listRuns(replica.url())->constFirst().ended == Outcome::Migrated);
    const auto events = readEvents({shop.url(), replica.url()}, again.state().run);
    QVERIFY(events && events->size() == again.state().events);
    again.tell(Command::Type::Rollback, s("start"), {}, s("x"));
    QVERIFY2(again.state().ended == Outcome::Reverted, qPrintable(again.why()));
    QCOMPARE(replica.dump(), untouched);
}

void TestExecutorResume::foldOfTheJournalIsTheState()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(twoColumns())));
    run.tell(Command::Type::RunTo, s("end"));
    run.tell(Command::Type::Rollback, s("va"), {}, s("x"));
    const Result<QList<Event>> events = readEvents({shop.url()}, run.state().run);
    QVERIFY(events.has_value());
    QCOMPARE(*events, run.events());
    const RunState state = foldAll(*events);
    QCOMPARE(state.ready, run.state().ready);
    QCOMPARE(state.applied, run.state().applied);
    for (qsizetype i = 0; i < events->size(); ++i) {
        QCOMPARE((*events)[i].number, i + 1);
    }
    QFile mirror(mirrorPath(run.state().run));
    QVERIFY(mirror.open(QIODevice::ReadOnly));
    QCOMPARE(mirror.readAll().count('\n'), events->size());
}

void TestExecutorResume::fact36_eachDatabaseHasAThreadOfItsOwn()
{
    const RunFixture shop;
    const RunFixture other;
    QSet<QThread*> threads{QThread::currentThread()};
    int answered = 0;
    std::vector<std::unique_ptr<Session>> sessions;
    for (const QString& url : {shop.url(), other.url()}) {
        sessions.push_back(std::make_unique<Session>(*parseConnectionUrl(url)));
        Session& session = *sessions.back();
        session.run(
            [url = session.url(), interrupter = session.interrupter()](Session::Held& held) {
                const Result<> open = Session::open(held, url, interrupter, Session::Use::Work,
                    Orphans::Refuse, [](const Progress&) {});
                return open ? QThread::currentThread() : nullptr;
            },
            [&threads, &answered, here = QThread::currentThread()](QThread* thread) {
                QVERIFY(thread && QThread::currentThread() == here);
                threads.insert(thread);
                ++answered;
            });
    }
    QTRY_COMPARE(answered, 2);
    QCOMPARE(threads.size(), 3);
}

QTEST_GUILESS_MAIN(TestExecutorResume)
#include "test_executor_resume.moc"
