// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "tests/support/servers/test_servers.h"

#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

Q_DECLARE_METATYPE(whimbrel::Dialect)

/// What holds of every dialect: the promises of Connection.
class TestConnections final : public QObject {
    Q_OBJECT

private slots:
    void opens_data() { addDialects(); }
    void opens();

private:
    static void addDialects();
};

void TestConnections::addDialects()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("sqlite") << Dialect::Sqlite;
    QTest::newRow("postgresql") << Dialect::Postgresql;
    QTest::newRow("mariadb") << Dialect::Mysql;
}

void TestConnections::opens()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto connection = scratch.open();
    qInfo() << connection->name() << connection->settings() << connection->sessionEvidence();
    QCOMPARE(single(*connection, QStringLiteral("SELECT 1 + :n"), {{QStringLiteral("n"), 2}}),
        QStringLiteral("3"));
    execute(*connection, QStringLiteral("CREATE TABLE t (a INT, b VARCHAR(9))"));
    QCOMPARE(connection->exec(QStringLiteral("INSERT INTO t VALUES (1, 'x'), (2, 'y')"))->rows, 2);
    QVERIFY(!connection->exec(QStringLiteral("SELECT 1; SELECT 2")));
}

QTEST_GUILESS_MAIN(TestConnections)
#include "test_connections.moc"
