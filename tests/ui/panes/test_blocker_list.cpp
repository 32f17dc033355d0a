// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/blocker_list.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace whimbrel;

namespace {

Blocker session(qint64 number, int depth = 1)
{
    Blocker blocker;
    blocker.session = number;
    blocker.user = QStringLiteral("app");
    blocker.state = QStringLiteral("active");
    blocker.query = QStringLiteral("UPDATE customers\nSET a = 1");
    blocker.ageMs = 90'000;
    blocker.depth = depth;
    return blocker;
}

} // namespace

class TestBlockerList final : public QObject {
    Q_OBJECT

private slots:
    void nobodyIsNotShown()
    {
        BlockerList list;
        list.setBlockers({});
        QVERIFY(list.isHidden());
        list.setBlockers({session(7)});
        QVERIFY(!list.isHidden());
        list.setBlockers({});
        QVERIFY(list.isHidden());
    }

    void stoppingWantsAReason()
    {
        BlockerList list;
        QSignalSpy asked(&list, &BlockerList::stopRequested);
        list.setBlockers({session(7), session(9, 2)});
        QVERIFY(!list.endButton()->isEnabled());
        QTest::keyClicks(list.reason(), QStringLiteral("a forgotten console"));
        QTest::mouseClick(list.endButton(), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.constFirst().at(0).toLongLong(), 7);
        QCOMPARE(asked.constFirst().at(1).toString(), QStringLiteral("terminate"));
        QCOMPARE(asked.constFirst().at(2).toString(), QStringLiteral("a forgotten console"));
        QVERIFY(!list.cancelButton()->isEnabled()); // the next one wants its own
    }

    /// The list is made anew every second: what a person has chosen stays chosen.
    void theChoiceSurvivesTheNextLook()
    {
        BlockerList list;
        QSignalSpy asked(&list, &BlockerList::stopRequested);
        list.setBlockers({session(7), session(9, 2)});
        list.table()->setCurrentItem(list.table()->topLevelItem(1));
        Blocker older = session(9, 2);
        older.ageMs += 1000;
        list.setBlockers({session(5), session(7), older});
        list.reason()->setText(QStringLiteral("night job"));
        QTest::mouseClick(list.cancelButton(), Qt::LeftButton);
        QCOMPARE(asked.constFirst().at(0).toLongLong(), 9);
        QCOMPARE(asked.constFirst().at(1).toString(), QStringLiteral("cancel"));
    }

    /// Whoever was chosen has gone: nobody else is stopped in their place.
    void aChoiceThatIsGoneIsNobody()
    {
        BlockerList list;
        list.setBlockers({session(7), session(9)});
        list.reason()->setText(QStringLiteral("night job"));
        list.setBlockers({session(9)});
        QVERIFY(!list.endButton()->isEnabled());
    }

    /// A session that does nothing but keep its transaction open has no statement to cancel.
    void anIdleSessionCanOnlyBeEnded_data()
    {
        QTest::addColumn<QString>("state");
        QTest::newRow("PostgreSQL") << QStringLiteral("idle in transaction");
        QTest::newRow("MariaDB") << QStringLiteral("Sleep");
    }
    void anIdleSessionCanOnlyBeEnded()
    {
        QFETCH(QString, state);
        Blocker idle = session(7);
        idle.state = state;
        idle.application = QStringLiteral("psql");
        BlockerList list;
        list.setBlockers({idle});
        list.reason()->setText(QStringLiteral("a forgotten console"));
        QVERIFY(list.endButton()->isEnabled());
        QVERIFY(!list.cancelButton()->isEnabled());
        QVERIFY(!list.cancelButton()->toolTip().isEmpty());
        QCOMPARE(list.table()->topLevelItem(0)->text(1), QStringLiteral("app (psql)"));
        idle.state = QStringLiteral("active");
        list.setBlockers({idle});
        QVERIFY(list.cancelButton()->isEnabled());
    }

    void aPreparedTransactionCannotBeStopped()
    {
        BlockerList list;
        list.setBlockers({session(0)});
        list.reason()->setText(QStringLiteral("night job"));
        QVERIFY(!list.endButton()->isEnabled());
    }
};

QTEST_MAIN(TestBlockerList)
#include "test_blocker_list.moc"
