// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/metadata_locks_mysql.h"
#include "tests/model/exec/server_fixture.h"

#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

qint64 sessionOf(Connection& connection)
{
    return single(connection, s("SELECT CONNECTION_ID()")).toLongLong();
}

/// A session with a transaction open in which it has read a table.
std::unique_ptr<Connection> readerOf(const ServerFixture& shop, const char* table)
{
    auto reader = shop.open();
    (void)reader->begin();
    (void)single(*reader, s("SELECT count(*) FROM ") + s(table));
    return reader;
}

} // namespace

/// Who holds the metadata lock that a statement waits for on MariaDB: as exactly as the server
/// tells.
class TestMetadataLocks final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void holdersAreNamed_data();
    void holdersAreNamed();

private:
    std::unique_ptr<OwnServer> m_server{};
};

void TestMetadataLocks::initTestCase()
{
    // The plugin, and what the performance schema watches, are there for all of a server or not.
    m_server = std::make_unique<OwnServer>(Dialect::Mysql);
    m_server->restartWith({s("--performance-schema=ON")});
}

void TestMetadataLocks::holdersAreNamed_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<MetadataLockSource>("source");
    QTest::addRow("inferred") << QString() << MetadataLockSource::None;
    QTest::addRow("plugin") << s("INSTALL SONAME 'metadata_lock_info'")
                            << MetadataLockSource::Plugin;
    QTest::addRow("performance schema")
        << s("UPDATE performance_schema.setup_instruments SET enabled = 'YES' "
             "WHERE name = 'wait/lock/metadata/sql/mdl'")
        << MetadataLockSource::PerformanceSchema;
}

void TestMetadataLocks::holdersAreNamed()
{
    QFETCH(QString, before);
    QFETCH(MetadataLockSource, source);
    ServerFixture other(Dialect::Mysql, 20, m_server->url());
    ServerFixture shop(Dialect::Mysql, 20, m_server->url());
    if (!before.isEmpty()) {
        QCOMPARE(shop.sql(before), QString());
    }
    const auto asking = shop.open();
    QCOMPARE(metadataLockSource(*asking), source);
    const Plan plan = lockingStep(s("ALTER TABLE customers ADD COLUMN a text"), 20000);
    Run run;
    QVERIFY2(run.start(shop.request(plan)), qPrintable(run.why()));
    // The one who works in another database is the oldest: age alone does not make it the first.
    const auto stranger = readerOf(other, "customers");
    QTest::qWait(1100);
    const auto neighbor = readerOf(shop, "orders");
    const auto holder = readerOf(shop, "customers");
    Command goOn;
    goOn.type = Command::Type::GoOn;
    run.executor.execute(goOn);
    QTRY_VERIFY_WITH_TIMEOUT(!run.blockers().isEmpty(), 10000);
    const QList<Blocker> blockers = run.blockers();
    if (source == MetadataLockSource::None) {
        QCOMPARE(blockers.size(), 3);
        QVERIFY(blockers[0].session != sessionOf(*stranger));
        QVERIFY(blockers[0].application.isEmpty());
        QVERIFY(blockers[0].inferred);
        QCOMPARE(blockers[2].session, sessionOf(*stranger));
        QCOMPARE(blockers[2].application, s("in database ") + other.name());
    } else {
        QCOMPARE(blockers.size(), 1); // neither who reads another table nor who is elsewhere
        QCOMPARE(blockers[0].session, sessionOf(*holder));
        QVERIFY(!blockers[0].inferred);
    }
    holder->rollback();
    run.waitForRest();
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

QTEST_GUILESS_MAIN(TestMetadataLocks)
#include "test_metadata_locks.moc"
