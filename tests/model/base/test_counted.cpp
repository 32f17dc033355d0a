// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/counted.h"

#include <QTest>

using namespace whimbrel;

class TestCounted final : public QObject {
    Q_OBJECT

private slots:
    void oneHasItsOwnText_data()
    {
        QTest::addColumn<qint64>("count");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << qint64(0) << QStringLiteral("0 rows");
        QTest::newRow("one") << qint64(1) << QStringLiteral("1 row");
        QTest::newRow("two") << qint64(2) << QStringLiteral("2 rows");
        QTest::newRow("thousands") << qint64(200'000) << QStringLiteral("200,000 rows");
        QTest::newRow("millions") << qint64(12'345'678) << QStringLiteral("12,345,678 rows");
    }

    void oneHasItsOwnText()
    {
        QFETCH(qint64, count);
        QTEST(counted(count, QStringLiteral("1 row"), QStringLiteral("%1 rows"), QLocale::c()),
            "expected");
    }

    void thousandsStandApartAsTheLocaleHasIt()
    {
        QCOMPARE(numberText(1'234, QLocale(QLocale::German)), QStringLiteral("1.234"));
        QCOMPARE(numberText(1'234, QLocale(QLocale::English)), QStringLiteral("1,234"));
    }
};

QTEST_GUILESS_MAIN(TestCounted)
#include "test_counted.moc"
