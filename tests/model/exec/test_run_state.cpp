// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/run_state.h"
#include "tests/support/sample_plan.h"

#include <QTest>

using namespace whimbrel;

namespace {

/// Writes the events of a run by hand.
class Journal final {
public:
    Event& add(EventType type, const QString& node = {}, const QJsonObject& data = {},
        const QString& edge = {})
    {
        Event event;
        event.number = m_events.size() + 1;
        event.run = QStringLiteral("r");
        event.at = QDateTime::fromMSecsSinceEpoch(1700000000000 + event.number, Qt::UTC);
        event.type = type;
        event.node = NodeId(node);
        event.edge = EdgeId(edge);
        event.data = data;
        m_events.append(event);
        return m_events.last();
    }

    void follow(const QString& from, const QString& to)
    {
        add(EventType::EdgeFollowed, to, {{QStringLiteral("from"), from}},
            from + QLatin1Char('>') + to);
        add(EventType::NodeEntered, to);
    }

    void done(const QString& node)
    {
        add(EventType::NodeDone, node, {{u"outcome"_qs, u"pass"_qs}});
    }

    void change(const QString& node)
    {
        const QJsonObject change{{QStringLiteral("change"), true}};
        add(EventType::StepIntended, node, change);
        add(EventType::StepDone, node, change);
        done(node);
    }

    [[nodiscard]] RunState state() const { return foldAll(m_events); }
    [[nodiscard]] const QList<Event>& events() const { return m_events; }

private:
    QList<Event> m_events{};
};

QString ids(const QList<NodeId>& nodes)
{
    QStringList texts;
    for (const NodeId& node : nodes) {
        texts.append(node.text());
    }
    return texts.join(QLatin1Char(' '));
}

QString ids(const QList<EdgeId>& edges)
{
    QStringList texts;
    for (const EdgeId& edge : edges) {
        texts.append(edge.text());
    }
    return texts.join(QLatin1Char(' '));
}

/// A run of chain(3) up to and including v2.
Journal threeChanges()
{
    Journal journal;
    journal.add(EventType::RunStarted, {}, {{u"title"_qs, u"T"_qs}});
    journal.add(EventType::NodeEntered, u"start"_qs);
    journal.done(u"start"_qs);
    journal.follow(u"start"_qs, u"backup"_qs);
    journal.done(u"backup"_qs);
    journal.follow(u"backup"_qs, u"staging"_qs);
    journal.done(u"staging"_qs);
    QString before = u"staging"_qs;
    for (int i = 0; i < 3; ++i) {
        const QString change = u"c%1"_qs.arg(i);
        const QString check = u"v%1"_qs.arg(i);
        journal.follow(before, change);
        journal.change(change);
        journal.follow(change, check);
        journal.done(check);
        before = check;
    }
    return journal;
}

} // namespace

class TestRunState final : public QObject {
    Q_OBJECT

private slots:
    void positionFollowsTheEdges();
    void forkHasSeveralPositions();
    void appliedAndCompensated();
    void failedStepRests();
    void partialEffectCountsAsApplied();
    void backfillKeepsItsCursor();
    void backfillTakesAsLongAsItIsWorkedOn();
    void retryForgetsFailedChecks();
    void finishedRunCanGoBack();
    void wayBackToTheNearest();
    void wayBackToTheStart();
    void farEdgeTakesBackEverythingSince();
    void wayBackWithoutEdgeNamesTheChange();
    void safeStatesNearestFirst();
    void rollbackNodeBehindFail();
};

void TestRunState::positionFollowsTheEdges()
{
    const RunState state = threeChanges().state();
    QCOMPARE(ids(state.ready), u"v2"_qs);
    QCOMPARE(state.step(NodeId(u"v2"_qs)).status, StepStatus::Done);
    QCOMPARE(state.step(NodeId(u"end"_qs)).status, StepStatus::Waiting);
    QVERIFY(state.isOpen());
}

void TestRunState::forkHasSeveralPositions()
{
    Journal journal;
    journal.add(EventType::RunStarted);
    journal.add(EventType::NodeEntered, u"fork"_qs);
    journal.add(EventType::EdgeFollowed, u"a"_qs, {{u"from"_qs, u"fork"_qs}}, u"fork>a"_qs);
    journal.add(EventType::EdgeFollowed, u"b"_qs, {{u"from"_qs, u"fork"_qs}}, u"fork>b"_qs);
    QCOMPARE(ids(journal.state().ready), u"a b"_qs);
    journal.follow(u"a"_qs, u"join"_qs);
    QCOMPARE(ids(journal.state().ready), u"join b"_qs);
    journal.follow(u"b"_qs, u"join"_qs);
    QCOMPARE(ids(journal.state().ready), u"join"_qs);
}

void TestRunState::appliedAndCompensated()
{
    Journal journal = threeChanges();
    QCOMPARE(ids(journal.state().applied), u"c0 c1 c2"_qs);
    journal.add(EventType::RollbackBegan, {}, {{u"to"_qs, u"v1"_qs}});
    QVERIFY(journal.state().rollingBack);
    journal.add(EventType::StepIntended, {}, {}, u"c2<v1"_qs);
    journal.add(EventType::StepDone, {}, {}, u"c2<v1"_qs);
    journal.add(EventType::Compensated, u"c2"_qs, {}, u"c2<v1"_qs);
    journal.add(EventType::RollbackEnded, u"v1"_qs);
    const RunState state = journal.state();
    QCOMPARE(ids(state.applied), u"c0 c1"_qs);
    QCOMPARE(state.step(NodeId(u"c2"_qs)).status, StepStatus::Compensated);
    QCOMPARE(ids(state.ready), u"v1"_qs);
    QVERIFY(state.step(NodeId(u"v1"_qs)).arrivedBack);
    QCOMPARE(state.rest.reason, RestReason::Paused);
    QVERIFY(!state.rollingBack);
}

void TestRunState::failedStepRests()
{
    Journal journal = threeChanges();
    journal.follow(u"v2"_qs, u"c3"_qs);
    journal.add(EventType::StepIntended, u"c3"_qs, {{u"change"_qs, true}});
    journal.add(EventType::StepFailed, u"c3"_qs,
        {{u"change"_qs, true}, {u"effect"_qs, u"none"_qs}, {u"error"_qs, u"no such table"_qs}});
    const RunState state = journal.state();
    QCOMPARE(state.rest.reason, RestReason::Failure);
    QCOMPARE(state.rest.detail, u"no such table"_qs);
    QCOMPARE(ids(state.applied), u"c0 c1 c2"_qs);
}

void TestRunState::partialEffectCountsAsApplied()
{
    Journal journal = threeChanges();
    journal.follow(u"v2"_qs, u"c3"_qs);
    journal.add(EventType::StepFailed, u"c3"_qs,
        {{u"change"_qs, true}, {u"effect"_qs, u"partial"_qs}, {u"error"_qs, u"x"_qs}});
    QCOMPARE(ids(journal.state().applied), u"c0 c1 c2 c3"_qs);
}

void TestRunState::backfillKeepsItsCursor()
{
    Journal journal;
    journal.add(EventType::RunStarted);
    journal.add(EventType::NodeEntered, u"fill"_qs);
    journal.add(EventType::StepIntended, u"fill"_qs, {{u"change"_qs, true}});
    for (qint64 i = 1; i <= 3; ++i) {
        journal.add(EventType::BatchDone, u"fill"_qs,
            {{u"change"_qs, true}, {u"number"_qs, i}, {u"first"_qs, i * 10},
                {u"last"_qs, i * 10 + 9}, {u"until"_qs, 100}, {u"rows"_qs, 10}, {u"ms"_qs, 2}});
    }
    const StepRun step = journal.state().step(NodeId(u"fill"_qs));
    QCOMPARE(step.batches, 3);
    QCOMPARE(step.cursorFirst, 10);
    QCOMPARE(step.cursorLast, 39);
    QCOMPARE(step.cursor.toInteger(), 39);
    QCOMPARE(step.cursorUntil, 100);
    QCOMPARE(step.rows, 30);
    QVERIFY(step.tookEffect);
    QVERIFY(step.intended);
}

void TestRunState::backfillTakesAsLongAsItIsWorkedOn()
{
    Journal journal;
    qint64 now = 1700000000000;
    const auto addAfter = [&](qint64 ms, EventType type, const QJsonObject& data = {}) {
        now += ms;
        journal.add(type, u"fill"_qs, data).at = QDateTime::fromMSecsSinceEpoch(now, Qt::UTC);
    };
    const auto batch = [](int number) {
        return QJsonObject{{u"change"_qs, true}, {u"number"_qs, number}, {u"ms"_qs, 1}};
    };
    addAfter(0, EventType::RunStarted);
    addAfter(1, EventType::NodeEntered);
    addAfter(1, EventType::StepIntended, {{u"change"_qs, true}});
    addAfter(40, EventType::BatchDone, batch(1));
    addAfter(60, EventType::BatchDone, batch(2)); // with the pause between the two
    QCOMPARE(journal.state().step(NodeId(u"fill"_qs)).ms, 100);
    addAfter(10'000, EventType::RunResumed); // killed; nobody worked on it over night
    addAfter(5, EventType::StepIntended, {{u"change"_qs, true}, {u"again"_qs, true}});
    addAfter(30, EventType::BatchDone, batch(3));
    addAfter(2, EventType::StepDone, {{u"change"_qs, true}, {u"rows"_qs, 30}});
    QCOMPARE(journal.state().step(NodeId(u"fill"_qs)).ms, 132);
}

void TestRunState::retryForgetsFailedChecks()
{
    Journal journal;
    journal.add(EventType::RunStarted);
    journal.add(EventType::NodeEntered, u"v"_qs);
    const QJsonObject one{
        {u"check"_qs, u"one"_qs}, {u"phase"_qs, u"checks"_qs}, {u"result"_qs, u"pass"_qs}};
    QJsonObject two{{u"check"_qs, u"two"_qs}, {u"phase"_qs, u"checks"_qs},
        {u"result"_qs, u"fail"_qs}, {u"message"_qs, u"found 3"_qs}};
    journal.add(EventType::CheckDone, u"v"_qs, one);
    journal.add(EventType::CheckDone, u"v"_qs, two);
    QCOMPARE(journal.state().rest.reason, RestReason::CheckFailed);
    QCOMPARE(journal.state().rest.detail, u"found 3"_qs);
    journal.add(EventType::Decided, u"v"_qs, {{u"decision"_qs, u"retry"_qs}});
    const RunState state = journal.state();
    QCOMPARE(state.rest.reason, RestReason::None);
    QCOMPARE(state.step(NodeId(u"v"_qs)).checks.size(), 1);
    two.insert(u"result"_qs, u"unknown"_qs);
    journal.add(EventType::CheckDone, u"v"_qs, two);
    QCOMPARE(journal.state().rest.reason, RestReason::Unknown);
}

void TestRunState::finishedRunCanGoBack()
{
    Journal journal = threeChanges();
    journal.follow(u"v2"_qs, u"end"_qs);
    journal.add(EventType::RunEnded, u"end"_qs, {{u"outcome"_qs, u"migrated"_qs}});
    QCOMPARE(journal.state().ended, std::optional(Outcome::Migrated));
    QVERIFY(!journal.state().isOpen());
    journal.add(EventType::RollbackBegan, {}, {{u"to"_qs, u"start"_qs}});
    QVERIFY(journal.state().isOpen());
}

void TestRunState::wayBackToTheNearest()
{
    const Flow flow(test::chain(3));
    const RunState state = threeChanges().state();
    const WayBack way = wayBack(flow, state);
    QCOMPARE(way.problem, QString());
    QCOMPARE(way.to.text(), u"v1"_qs);
    QCOMPARE(ids(way.edges), u"c2<v1"_qs);
    QVERIFY(wayBack(flow, RunState{}).to.isEmpty());
}

void TestRunState::wayBackToTheStart()
{
    Plan plan = test::chain(3);
    Edge priced = *plan.edges.find(EdgeId(u"c2<v1"_qs));
    priced.estimateMs = 5000;
    plan.edges.put(priced);
    const Flow flow(plan);
    const WayBack way = wayBack(flow, threeChanges().state(), NodeId(u"start"_qs));
    QCOMPARE(ids(way.edges), u"c2<v1 c1<v0 c0<staging"_qs);
    QCOMPARE(way.to.text(), u"start"_qs);
    QCOMPARE(way.estimateMs, 5000);
    QVERIFY(!way.estimateComplete);
}

void TestRunState::farEdgeTakesBackEverythingSince()
{
    Plan plan = test::chain(3);
    plan.edges.erase(EdgeId(u"c2<v1"_qs));
    Edge restore = test::rollback(u"c2"_qs, u"backup"_qs);
    restore.method = RollbackMethod::Restore;
    restore.backup = NodeId(u"backup"_qs);
    plan.edges.put(restore);
    const Flow flow(plan);
    const WayBack way = wayBack(flow, threeChanges().state());
    QCOMPARE(ids(way.edges), u"c2<backup"_qs);
    QCOMPARE(way.to.text(), u"backup"_qs);
    QCOMPARE(way.lost.size(), 1);
    QCOMPARE(ids(appliedSince(flow, threeChanges().state(), NodeId(u"backup"_qs))), u"c2 c1 c0"_qs);
}

void TestRunState::wayBackWithoutEdgeNamesTheChange()
{
    Plan plan = test::chain(3);
    plan.edges.erase(EdgeId(u"c2<v1"_qs));
    const WayBack way = wayBack(Flow(plan), threeChanges().state());
    QVERIFY2(way.problem.contains(u"c2"_qs), qPrintable(way.problem));
    QVERIFY(way.to.isEmpty());
}

void TestRunState::safeStatesNearestFirst()
{
    const Flow flow(test::chain(3));
    QCOMPARE(ids(safeStates(flow, threeChanges().state())), u"v1 v0 staging backup start"_qs);
    QVERIFY(safeStates(flow, RunState{}).isEmpty());
}

void TestRunState::rollbackNodeBehindFail()
{
    Plan plan = test::chain(2);
    plan.edges.erase(EdgeId(u"c1<v0"_qs));
    plan.nodes.put(test::node(u"undo"_qs, NodeKind::Rollback));
    plan.edges.put(test::forward(u"v1"_qs, u"undo"_qs, outcomes::fail));
    plan.edges.put(test::forward(u"undo"_qs, u"v0"_qs));
    const Flow flow(plan);
    const QList<Way> ways = waysOf(flow, flow.indexOf(NodeId(u"c1"_qs)));
    QCOMPARE(ways.size(), 1);
    QCOMPARE(ways.constFirst().through.text(), u"undo"_qs);
    QCOMPARE(ways.constFirst().to.text(), u"v0"_qs);
}

QTEST_APPLESS_MAIN(TestRunState)
#include "test_run_state.moc"
