// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sample_plan.h"
#include "tests/ui/panes/run_view_fixture.h"
#include "ui/run/run_texts.h"
#include "ui/sql/sql_edit.h"

#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <QTimeZone>

using namespace whimbrel;
using namespace whimbrel::test;

/// What the run view says in words.
class TestRunTexts final : public QObject {
    Q_OBJECT

private slots:
    void checksInWords();
    void windows();
    void progressInWords();
    void statementsAreColored();
};

void TestRunTexts::checksInWords()
{
    const Plan made = runPlan(false);
    Event event;
    event.type = EventType::CheckDone;
    event.node = NodeId(QStringLiteral("filled"));
    event.data = {{QStringLiteral("check"), QStringLiteral("rows")},
        {QStringLiteral("result"), QStringLiteral("pass")}, {QStringLiteral("found"), 0},
        {QStringLiteral("expected"), QStringLiteral("0")}};
    QCOMPARE(eventText(event, made), QStringLiteral("✓ rows: found 0"));
    event.data.insert(QStringLiteral("result"), QStringLiteral("fail"));
    event.data.insert(QStringLiteral("found"), 1);
    QCOMPARE(eventText(event, made), QStringLiteral("✗ rows: found 1, expected 0"));
    QCOMPARE(eventMood(event), EventMood::Bad);
    event.type = EventType::StatementDone;
    event.data = {{QStringLiteral("rows"), 12}, {QStringLiteral("ms"), 1200}};
    QCOMPARE(eventText(event, made), QStringLiteral("12 rows · 1 s"));
}

void TestRunTexts::windows()
{
    Window night;
    night.from = QTime(22, 0);
    night.to = QTime(5, 0);
    const auto at
        = [](int hour) { return QDateTime(QDate(2026, 5, 1), QTime(hour, 0), QTimeZone::utc()); };
    QVERIFY(windowAt(night, at(23)).open);
    QCOMPARE(windowAt(night, at(23)).leftMs, 6 * 3'600'000LL);
    QVERIFY(windowAt(night, at(3)).open); // begun the evening before
    QCOMPARE(windowAt(night, at(3)).leftMs, 2 * 3'600'000LL);
    QVERIFY(!windowAt(night, at(12)).open);
    QCOMPARE(windowAt(night, at(12)).leftMs, 10 * 3'600'000LL);
    night.days = {6}; // Saturday; the first of May 2026 is a Friday
    QVERIFY(!windowAt(night, at(23)).open);
    QCOMPARE(windowAt(night, at(23)).leftMs, 23 * 3'600'000LL);
}

void TestRunTexts::progressInWords()
{
    const Flow flow(test::chain(2));
    const auto id = [](const char* node) { return NodeId(QString::fromLatin1(node)); };
    RunState state;
    for (const char* done : {"start", "backup", "staging", "c0", "v0"}) {
        state.steps[id(done)].status = StepStatus::Done;
    }
    state.ready = {id("c1")};
    QCOMPARE(progressText(flow, state), QStringLiteral("5 of 8 steps passed"));
    state.applied = {id("c0")};
    state.rollingBack = true;
    state.rollbackTo = id("start");
    QCOMPARE(progressText(flow, state), QStringLiteral("0 of 1 change taken back"));
    state.rollingBack = false;
    state.takenBack = {id("c0")};
    state.ended = Outcome::Reverted;
    QCOMPARE(progressText(flow, state), QStringLiteral("1 change taken back"));
}

void TestRunTexts::statementsAreColored()
{
    SqlEdit editor;
    const auto colored
        = [&editor] { return !editor.document()->firstBlock().layout()->formats().isEmpty(); };
    editor.setPlainText(QStringLiteral("words"));
    QVERIFY(!colored());
    editor.setPlainText(QStringLiteral("SELECT 1")); // as each statement follows the one before
    QVERIFY(colored());
}

QTEST_MAIN(TestRunTexts)
#include "test_run_texts.moc"
