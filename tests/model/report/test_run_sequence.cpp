// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/sequence_parts.h"
#include "model/report/run_sequence.h"
#include "model/rules/validate.h"
#include "tests/support/sample_plan.h"

#include <QTest>

using namespace whimbrel;

/// What a run did, as a sequence diagram.
class TestRunSequence final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void tellsStepsInTheirOrder();
    void tellsFailuresAndWaysBack();
    void isWellFormed();

private:
    void happens(
        EventType type, const char* node = "", const QJsonObject& data = {}, const char* edge = "");
    /// "kind text" of each message and note, from top to bottom.
    [[nodiscard]] QStringList told() const;

    Plan m_plan{};
    QList<Event> m_events{};
};

void TestRunSequence::init()
{
    m_plan = test::chain(1);
    m_events.clear();
    happens(EventType::RunStarted);
    happens(EventType::NodeEntered, "c0");
}

void TestRunSequence::happens(
    EventType type, const char* node, const QJsonObject& data, const char* edge)
{
    Event event;
    event.number = m_events.size() + 1;
    event.at = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 0), Qt::UTC).addSecs(2 * event.number);
    event.type = type;
    event.node = NodeId(QString::fromLatin1(node));
    event.edge = EdgeId(QString::fromLatin1(edge));
    event.data = data;
    m_events.append(event);
}

QStringList TestRunSequence::told() const
{
    QStringList lines;
    const Sequence made
        = sequenceOfRun(m_plan, m_events, SequenceId(QStringLiteral("as-run"))).sequence;
    forEachPart(made.parts, [&lines](const SequencePart& part) {
        if (const Message* message = part.message()) {
            lines.append(
                QStringLiteral("%1 %2").arg(static_cast<int>(message->kind)).arg(message->text));
        } else if (const auto* note = std::get_if<SequenceNote>(&part.body)) {
            lines.append(QStringLiteral("note ") + note->text);
        }
    });
    return lines;
}

void TestRunSequence::tellsStepsInTheirOrder()
{
    happens(EventType::NodeDone, "c0");
    happens(EventType::NodeEntered, "v0");
    happens(EventType::NodeDone, "v0", {{QStringLiteral("outcome"), QStringLiteral("pass")}});
    happens(EventType::RunEnded, "", {{QStringLiteral("outcome"), QStringLiteral("migrated")}});
    const QStringList lines = told();
    QCOMPARE(lines.size(), 6);
    QVERIFY(lines.at(0).contains(QStringLiteral("2026-01-02 03:04:02 UTC")));
    QVERIFY(lines.at(1).endsWith(QStringLiteral("c0")));
    QVERIFY(lines.at(2).contains(QStringLiteral("done after 2 s")));
    QVERIFY(lines.at(3).endsWith(QStringLiteral("v0")));
    QVERIFY(lines.at(4).contains(QStringLiteral("pass after 2 s")));
    QVERIFY(lines.at(5).contains(QStringLiteral("migrated")));
}

void TestRunSequence::tellsFailuresAndWaysBack()
{
    const Edge* back = nullptr;
    for (const Edge& edge : m_plan.edges) {
        back = edge.kind == EdgeKind::Rollback ? &edge : back;
    }
    QVERIFY(back);
    happens(EventType::StepFailed, "c0",
        {{QStringLiteral("error"), QStringLiteral("table is locked\nat line 3")}});
    happens(EventType::NodeEntered, "c0");
    happens(EventType::NodeDone, "c0");
    happens(
        EventType::RollbackBegan, "", {{QStringLiteral("because"), QStringLiteral("too slow")}});
    happens(EventType::Compensated, "c0", {}, back->id.text().toLatin1().constData());
    const QString all = told().join(QLatin1Char('\n'));
    QVERIFY(all.contains(QStringLiteral("failed: table is locked after 2 s")));
    QVERIFY(!all.contains(QStringLiteral("line 3")));
    QVERIFY(all.contains(QStringLiteral("rolled back: too slow")));
    QVERIFY(all.contains(QStringLiteral("taken back 2026-01-02")));
    QCOMPARE(all.count(QStringLiteral(" c0")), 3); // tried twice, taken back once
}

/// Every id once, and no rule has anything against a run that went as planned.
void TestRunSequence::isWellFormed()
{
    happens(EventType::NodeDone, "c0");
    happens(EventType::NodeEntered, "v0");
    happens(EventType::NodeDone, "v0");
    const FlowSequence made = sequenceOfRun(m_plan, m_events, SequenceId(QStringLiteral("as-run")));
    QSet<SequencePartId> ids;
    forEachPart(made.sequence.parts, [&ids](const SequencePart& part) {
        QVERIFY2(!ids.contains(part.id), qPrintable(part.id.text()));
        ids.insert(part.id);
    });
    for (const Participant& who : made.participants) {
        m_plan.participants.put(who);
    }
    m_plan.sequences.put(made.sequence);
    const Validation validation = validate(m_plan, {});
    for (const Finding& finding : validation.findings) {
        QVERIFY2(finding.element.type != ElementType::Sequence
                && finding.element.type != ElementType::SequencePart,
            qPrintable(finding.message));
    }
}

QTEST_GUILESS_MAIN(TestRunSequence)
#include "test_run_sequence.moc"
