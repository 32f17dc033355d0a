// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/rehearsal_file.h"
#include "tests/support/cases.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace whimbrel;

namespace {

const QString schemaPath
    = QStringLiteral(WHIMBREL_SOURCE "/resources/schema/whimbrel-rehearsals.schema.json");

Rehearsal rehearsal(const QString& hash, Dialect dialect, WayVerdict verdict = WayVerdict::Exact)
{
    Rehearsal made;
    made.planHash = hash;
    made.at = QStringLiteral("2026-03-01T12:00:00Z");
    made.by = QStringLiteral("ada");
    made.version = QStringLiteral("0.1.0");
    RehearsedDatabase database;
    database.target = TargetId(QStringLiteral("primary"));
    database.dialect = dialect;
    database.server = QStringLiteral("3.40.1");
    database.from = QStringLiteral("copy of shop.db");
    database.rows = 12;
    database.bytes = 4096;
    database.settings = {QStringLiteral("TimeZone = UTC")};
    made.databases = {database};
    RehearsedWay way;
    way.change = NodeId(QStringLiteral("expand"));
    way.edge = EdgeId(QStringLiteral("back-expand"));
    way.to = NodeId(QStringLiteral("start"));
    way.verdict = verdict;
    way.ms = 17;
    way.rows = 3;
    way.locks = {{QStringLiteral("ACCESS EXCLUSIVE"), QStringLiteral("customers"), 40, {}}};
    if (verdict != WayVerdict::Exact) {
        way.because = QStringLiteral("why");
        way.differences = {{QStringLiteral("customers"), QStringLiteral("a column is gone"), {}}};
        way.again = QStringLiteral("a row");
    }
    made.ways = {way};
    made.whole.verdict = verdict;
    RehearsedStep step;
    step.node = way.change;
    step.ms = 5;
    made.steps = {step};
    made.assumed = {{.node = NodeId(QStringLiteral("deploy")), .text = QStringLiteral("by hand")}};
    return made;
}

} // namespace

/// The evidence beside a plan.
class TestRehearsalFile final : public QObject {
    Q_OBJECT

private slots:
    void theShippedSchemaIsThatOfTheReader()
    {
        QVERIFY(test::equalsGolden(schemaPath, format::rehearsalSchema()));
    }

    void whatIsWrittenIsReadAgain()
    {
        RehearsalLog log;
        for (const NamedValue<WayVerdict>& each : namedValues<WayVerdict>()) {
            add(log, rehearsal(QStringLiteral("h1"), Dialect::Sqlite, each.value));
        }
        add(log, rehearsal(QStringLiteral("h1"), Dialect::Postgresql, WayVerdict::DataLost));
        log.extras = {{QStringLiteral("later"), "{\"a\":1}"}};
        const QByteArray json = writeRehearsals(log);
        const Result<RehearsalLog> read = readRehearsals(json, {});
        QVERIFY2(read, qPrintable(read ? QString() : read.error().text()));
        QCOMPARE(*read, log);
        QCOMPARE(writeRehearsals(*read), json);
    }

    void itIsKeptBesideThePlan()
    {
        QTemporaryDir folder;
        const QString plan = folder.filePath(QStringLiteral("split.whimbrel"));
        QVERIFY(loadRehearsals(plan)->rehearsals.isEmpty());
        QVERIFY(keepRehearsal(rehearsal(QStringLiteral("h1"), Dialect::Sqlite), plan));
        QVERIFY(keepRehearsal(rehearsal(QStringLiteral("h1"), Dialect::Postgresql), plan));
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("split.rehearsal.json"))));
        QCOMPARE(loadRehearsals(plan)->rehearsals.size(), 2);
    }

    void aFileThatCannotBeReadIsNotWrittenOver_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("no JSON") << QByteArray("nonsense");
        QTest::newRow("newer") << QByteArray("{\"whimbrelRehearsals\": 2, \"rehearsals\": []}");
        QTest::newRow("no version") << QByteArray("{\"rehearsals\": []}");
    }
    void aFileThatCannotBeReadIsNotWrittenOver()
    {
        QFETCH(QByteArray, json);
        QTemporaryDir folder;
        const QString plan = folder.filePath(QStringLiteral("split.whimbrel"));
        QFile file(rehearsalPath(plan));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(json) > 0 && file.flush());
        QVERIFY(!keepRehearsal(rehearsal(QStringLiteral("h1"), Dialect::Sqlite), plan));
        QCOMPARE(test::contentOf(file.fileName()), json);
    }

    void newerTakesThePlaceOfOlder()
    {
        RehearsalLog log;
        add(log, rehearsal(QStringLiteral("h1"), Dialect::Sqlite, WayVerdict::Fails));
        add(log, rehearsal(QStringLiteral("h1"), Dialect::Sqlite));
        QCOMPARE(log.rehearsals.size(), 1);
        QVERIFY(log.rehearsals.constFirst().isProof());
        for (int i = 0; i < 10; ++i) {
            add(log, rehearsal(QStringLiteral("old%1").arg(i), Dialect::Sqlite));
        }
        QCOMPARE(log.rehearsals.size(), 4);
    }

    void thePlanSaysWhatIsStale()
    {
        RehearsalLog log;
        QVERIFY(!rehearsedAs(log, QStringLiteral("h1")).isStale());
        add(log, rehearsal(QStringLiteral("h1"), Dialect::Sqlite));
        const Rehearsed same = rehearsedAs(log, QStringLiteral("h1"));
        QVERIFY(same.isProof() && !same.isStale());
        QVERIFY(same.isExact(EdgeId(QStringLiteral("back-expand"))));
        const Rehearsed other = rehearsedAs(log, QStringLiteral("h2"));
        QVERIFY(other.isStale() && !other.isProof());
        // Where it was tried on several databases, the worst counts.
        add(log, rehearsal(QStringLiteral("h1"), Dialect::Postgresql, WayVerdict::DataLost));
        const Rehearsed both = rehearsedAs(log, QStringLiteral("h1"));
        QCOMPARE(both.way(NodeId(QStringLiteral("expand")), EdgeId(QStringLiteral("back-expand")))
                     ->verdict,
            WayVerdict::DataLost);
        QVERIFY(!both.isProof());
    }
};

QTEST_GUILESS_MAIN(TestRehearsalFile)
#include "test_rehearsal_file.moc"
