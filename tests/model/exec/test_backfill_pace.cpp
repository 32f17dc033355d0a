// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/backfill_pace.h"

#include <QTest>

using namespace whimbrel;

class TestBackfillPace final : public QObject {
    Q_OBJECT

private slots:
    void batchesFollowTheirTime();
    void batchesStayAsTheyAre();
    void timeLeftIsARange();
};

void TestBackfillPace::batchesFollowTheirTime()
{
    BackfillPace pace(1000, 500);
    pace.took(100, -1); // five times too fast, but it at most doubles
    QCOMPARE(pace.batch(), 2000);
    for (int i = 0; i < 30; ++i) {
        pace.took(pace.batch() / 10, -1); // 10 rows a millisecond
    }
    QVERIFY2(qAbs(pace.batch() - 5000) < 100, qPrintable(QString::number(pace.batch())));
    pace.took(60000, -1); // one batch that waited for a lock halves it, no more
    QVERIFY(pace.batch() >= 2400);
    for (int i = 0; i < 30; ++i) {
        pace.took(60000, -1);
    }
    QCOMPARE(pace.batch(), 10);
}

void TestBackfillPace::batchesStayAsTheyAre()
{
    BackfillPace pace(7, 0);
    pace.took(1, -1);
    pace.took(100000, -1);
    QCOMPARE(pace.batch(), 7);
}

void TestBackfillPace::timeLeftIsARange()
{
    BackfillPace pace(1000, 0);
    QCOMPARE(pace.left().atLeastMs, -1);
    pace.took(1000, 0.1);
    QCOMPARE(pace.left().atMostMs, -1);
    for (int i = 2; i <= 20; ++i) {
        // Ten quick ones, then slower ones: at least as overall, at most as lately.
        pace.took(i <= 10 ? 100 : 300, 0.1 + i * 0.01);
    }
    QVERIFY(qAbs(pace.left().atMostMs - 300 * 70) < 10);
    QVERIFY(pace.left().atLeastMs < 300 * 70);
    QVERIFY(pace.left().atLeastMs > 100 * 70);
}

QTEST_GUILESS_MAIN(TestBackfillPace)
#include "test_backfill_pace.moc"
