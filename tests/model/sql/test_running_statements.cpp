// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/concurrent_index.h"
#include "model/sql/locks.h"
#include "model/sql/statement.h"
#include "model/sql/statement_groups.h"
#include "model/sql/statement_tag.h"
#include "tests/support/servers/test_servers.h"

#include <QTest>

#include <thread>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString S(const char* text)
{
    return QString::fromUtf8(text);
}

QString answer(Connection& connection, const EffectQuestion& question)
{
    return single(connection, question.sql, question.values);
}

/// Waits until the query gives "1"; false after some seconds.
bool becomesTrue(Connection& connection, const QString& query)
{
    for (int i = 0; i < 500; ++i) {
        if (single(connection, query) == QLatin1String("1")) {
            return true;
        }
        execute(connection, S("SELECT pg_sleep(0.01)"));
    }
    return false;
}

} // namespace

/// What is said of statements while they run, held against the servers that run them.
class TestRunningStatements final : public QObject {
    Q_OBJECT

private slots:
    void tagIsSeen_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<QString>("query");
        QTest::newRow("PostgreSQL") << Dialect::Postgresql
                                    << S("SELECT query FROM pg_stat_activity WHERE pid = "
                                         "pg_backend_pid()");
        QTest::newRow("MariaDB") << Dialect::Mysql
                                 << S("SELECT INFO FROM information_schema.PROCESSLIST WHERE ID = "
                                      "CONNECTION_ID()");
    }
    void tagIsSeen()
    {
        QFETCH(Dialect, dialect);
        QFETCH(QString, query);
        const ScratchDatabase database(dialect);
        const auto connection = database.open();
        const StatementTag tag{S("2026-11-21 */ ; DROP"), S("fill größe ?:x"), 3};
        const QString seen = single(*connection, QString::fromUtf8(tagged(query.toUtf8(), tag)));
        const auto found = tagOf(seen.toUtf8());
        QVERIFY2(found, qPrintable(seen));
        QCOMPARE(*found, tag);
    }

    void indexUnderAnotherName()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto connection = database.open();
        execute(*connection, S("CREATE SCHEMA s"));
        execute(*connection, S("CREATE TABLE s.t (a int)"));
        execute(*connection, S("INSERT INTO s.t VALUES (1), (1)"));
        const Script script
            = splitScript("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"My Index\" ON s.t (a)",
                Dialect::Postgresql);
        const QByteArray text = script.text(script.statements.first());
        const auto index
            = concurrentIndex(script.statements.first(), text, temporaryIndexName(S("r1"), S("x")));
        QVERIFY(index);
        QVERIFY(index->conditional);
        QCOMPARE(answer(*connection, index->built), S("not applied"));

        QVERIFY(!connection->exec(QString::fromUtf8(index->build)));
        QCOMPARE(answer(*connection, index->built), S("partial"));
        QCOMPARE(answer(*connection, index->published), S("not applied"));
        execute(*connection, QString::fromUtf8(index->drop));
        QCOMPARE(answer(*connection, index->built), S("not applied"));

        execute(*connection, S("DELETE FROM s.t"));
        execute(*connection, QString::fromUtf8(index->build));
        QCOMPARE(answer(*connection, index->built), S("applied"));
        execute(*connection, QString::fromUtf8(index->publish));
        QCOMPARE(answer(*connection, index->published), S("applied"));
        QCOMPARE(answer(*connection, index->built), S("not applied"));
        execute(*connection, QString::fromUtf8(index->drop)); // there is nothing left to drop
    }

    /// The value of ALTER TYPE … ADD VALUE cannot be used in its own transaction.
    void enumValueIsAlone()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto connection = database.open();
        execute(*connection, S("CREATE TYPE mood AS ENUM ('a')"));
        execute(*connection, S("CREATE TABLE t (m mood)"));
        const Script script = splitScript("INSERT INTO t VALUES ('a'); ALTER TYPE mood ADD VALUE "
                                          "'b'; INSERT INTO t VALUES ('b'); DELETE FROM t",
            Dialect::Postgresql);
        QVERIFY(connection->begin());
        execute(*connection, QString::fromUtf8(script.text(script.statements[1])));
        QVERIFY(!connection->exec(QString::fromUtf8(script.text(script.statements[2]))));
        connection->rollback();

        const QList<StatementGroup> groups = groupStatements(script.statements);
        QCOMPARE(groups.size(), 3);
        for (const StatementGroup& group : groups) {
            QVERIFY(connection->begin());
            for (qsizetype i = group.first; i < group.first + group.count; ++i) {
                execute(*connection, QString::fromUtf8(script.text(script.statements[i])));
            }
            QVERIFY(connection->commit());
        }
    }

    /// What works concurrently waits for those who write, and its locks are seen meanwhile.
    void locksOfConcurrentWork_data()
    {
        QTest::addColumn<QString>("setup");
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("create index")
            << QString() << QByteArray("CREATE INDEX CONCURRENTLY i ON t (a)");
        QTest::newRow("drop index")
            << S("CREATE INDEX i ON t (a)") << QByteArray("DROP INDEX CONCURRENTLY i");
        QTest::newRow("reindex") << S("CREATE INDEX i ON t (a)")
                                 << QByteArray("REINDEX TABLE CONCURRENTLY t");
    }
    void locksOfConcurrentWork()
    {
        QFETCH(QString, setup);
        QFETCH(QByteArray, sql);
        const ScratchDatabase database(Dialect::Postgresql);
        const auto writer = database.open();
        const auto observer = database.open();
        execute(*writer, S("CREATE TABLE t (a int)"));
        if (!setup.isEmpty()) {
            execute(*writer, setup);
        }
        QVERIFY(writer->begin());
        execute(*writer, S("INSERT INTO t VALUES (1)"));
        bool done = false;
        std::thread worker([&] {
            const auto connection = database.open();
            connection->setLockTimeout(std::chrono::seconds(30));
            done = connection->exec(QString::fromUtf8(sql)).has_value();
        });
        const Script script = splitScript(sql, Dialect::Postgresql);
        const LockFacts facts = lockFacts(script.statements.first(), sql, Dialect::Postgresql);
        const TableLock* lock = facts.strongest();
        const bool seen = becomesTrue(*observer,
            S("SELECT CASE WHEN count(*) > 0 AND bool_and(l.mode = '%1') THEN 1 ELSE 0 END FROM "
              "pg_locks l JOIN pg_stat_activity s ON s.pid = l.pid WHERE l.relation = "
              "'t'::regclass "
              "AND l.granted AND s.datname = current_database() AND s.query LIKE '%CONCURRENTLY%' "
              "AND s.pid <> pg_backend_pid()")
                .arg(pgLocksName(lock->mode)));
        QVERIFY(writer->commit());
        worker.join();
        QVERIFY(seen);
        QVERIFY(done);
        QCOMPARE(facts.patience, LockPatience::Build);
        QVERIFY(!blocksWrites(lock->mode) && !blocksReads(lock->mode));
    }
};

QTEST_GUILESS_MAIN(TestRunningStatements)
#include "test_running_statements.moc"
