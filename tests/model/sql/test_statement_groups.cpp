// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/concurrent_index.h"
#include "model/sql/effect_probe.h"
#include "model/sql/locks.h"
#include "model/sql/statement.h"
#include "model/sql/statement_groups.h"
#include "model/sql/statement_tag.h"

#include <QTest>

#include <random>

using namespace whimbrel;

namespace {

QString S(const char* text)
{
    return QString::fromUtf8(text);
}

/// (1,2) 3 (4): transactions in parentheses.
QString described(const QList<StatementGroup>& groups)
{
    QStringList words;
    for (const StatementGroup& group : groups) {
        QStringList numbers;
        for (qsizetype i = 0; i < group.count; ++i) {
            numbers.append(QString::number(group.first + i + 1));
        }
        const QString list = numbers.join(u',');
        words.append(group.inTransaction ? u'(' + list + u')' : list);
    }
    return words.join(u' ');
}

} // namespace

class TestStatementGroups final : public QObject {
    Q_OBJECT

private slots:
    void groups_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("expected");
        const auto row
            = [](const char* name, Dialect dialect, const char* sql, const char* expected) {
                  QTest::newRow(name) << dialect << QByteArray(sql) << S(expected);
              };
        const Dialect pg = Dialect::Postgresql;
        const Dialect my = Dialect::Mysql;
        row("nothing", pg, "", "");
        row("one transaction", pg, "CREATE TABLE t (a int); INSERT INTO t VALUES (1); DROP TABLE t",
            "(1,2,3)");
        row("index in the middle", pg,
            "CREATE TABLE t (a int); CREATE INDEX CONCURRENTLY i ON t (a); ANALYZE t; VACUUM t; "
            "UPDATE t SET a = 1",
            "(1) 2 (3) 4 (5)");
        row("enum values", pg,
            "SELECT 1; ALTER TYPE e ADD VALUE 'a'; ALTER TYPE e ADD VALUE 'b'; SELECT 2; SELECT 3",
            "(1) (2) (3) (4,5)");
        row("what only looks like it", pg,
            "/* VACUUM */ SELECT 'VACUUM'; CREATE FUNCTION f() RETURNS int AS $$ VACUUM; $$; "
            "COMMENT ON TABLE t IS 'CREATE INDEX CONCURRENTLY'; SELECT vacuum FROM t AS vacuum",
            "(1,2,3,4)");
        row("each DDL alone", my,
            "INSERT INTO t VALUES (1); UPDATE t SET a = 2; ALTER TABLE t ADD b INT; CREATE INDEX i "
            "ON t (b); DELETE FROM t; CREATE TEMPORARY TABLE x (a INT); DROP TEMPORARY TABLE x; "
            "RENAME TABLE t TO u",
            "(1,2) 3 4 (5,6,7) 8");
        row("SQLite", Dialect::Sqlite,
            "CREATE TABLE t (a); INSERT INTO t VALUES (1); VACUUM; DROP TABLE t", "(1,2) 3 (4)");
    }
    void groups()
    {
        QFETCH(Dialect, dialect);
        QFETCH(QByteArray, sql);
        QFETCH(QString, expected);
        QCOMPARE(described(groupStatements(splitScript(sql, dialect).statements)), expected);
    }

    void transactionStatements_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* sql, Dialect dialect, bool expected) {
            QTest::newRow(sql) << dialect << expected;
        };
        for (const char* sql :
            {"BEGIN", "START TRANSACTION", "COMMIT", "END", "ROLLBACK", "SAVEPOINT a", "ABORT",
                "PREPARE TRANSACTION 'a'", "COMMIT PREPARED 'a'", "ROLLBACK PREPARED 'a'"}) {
            row(sql, Dialect::Postgresql, true);
        }
        for (const char* sql :
            {"BEGIN WORK", "XA START 'a'", "LOCK TABLES t WRITE", "UNLOCK TABLES",
                "SET autocommit = 0", "SET @@autocommit=1", "SET SESSION autocommit = 1"}) {
            row(sql, Dialect::Mysql, true);
        }
        row("LOCK TABLE t", Dialect::Postgresql, false);
        row("PREPARE a AS SELECT 1", Dialect::Postgresql, false);
        row("SET lock_timeout = 1", Dialect::Postgresql, false);
        row("BEGIN NOT ATOMIC SELECT 1; END", Dialect::Mysql, false);
        row("SET @autocommits = 1", Dialect::Mysql, false);
    }
    void transactionStatements()
    {
        QFETCH(Dialect, dialect);
        QFETCH(bool, expected);
        const Script script = splitScript(QTest::currentDataTag(), dialect);
        QCOMPARE(script.statements.size(), 1);
        QCOMPARE(script.statements.first().kind == StatementClass::Transaction, expected);
    }

    void patience_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<LockPatience>("expected");
        const auto row = [](const char* sql, Dialect dialect, LockPatience expected) {
            QTest::newRow(sql) << dialect << expected;
        };
        using enum LockPatience;
        row("CREATE INDEX CONCURRENTLY i ON t (a)", Dialect::Postgresql, Build);
        row("ALTER TABLE t VALIDATE CONSTRAINT k", Dialect::Postgresql, Build);
        row("VACUUM t", Dialect::Postgresql, Build);
        row("CREATE INDEX i ON t (a)", Dialect::Postgresql, TableLock);
        row("ALTER TABLE t ADD COLUMN a int", Dialect::Postgresql, TableLock);
        row("ALTER TABLE t VALIDATE CONSTRAINT k, ADD COLUMN a int", Dialect::Postgresql,
            TableLock);
        row("CREATE TABLE t (a int)", Dialect::Postgresql, TableLock);
        row("UPDATE t SET a = 1", Dialect::Postgresql, Rows);
        row("DELETE FROM t", Dialect::Postgresql, Rows);
        row("ALTER TABLE t ADD a INT", Dialect::Mysql, TableLock);
        row("INSERT INTO t VALUES (1)", Dialect::Mysql, Rows);
    }
    void patience()
    {
        QFETCH(Dialect, dialect);
        QFETCH(LockPatience, expected);
        const Script script = splitScript(QTest::currentDataTag(), dialect);
        const Statement& statement = script.statements.first();
        QCOMPARE(lockFacts(statement, script.text(statement), dialect).patience, expected);
    }

    void clausesOfAlter()
    {
        const auto facts = [](const char* sql) {
            const Script script = splitScript(sql, Dialect::Mysql);
            return lockFacts(script.statements.first(), sql, Dialect::Mysql);
        };
        const LockFacts both = facts("ALTER TABLE t ADD a INT, ALGORITHM=INSTANT, LOCK = NONE");
        QCOMPARE(both.algorithm, AlterAlgorithm::Instant);
        QCOMPARE(both.lock, AlterLock::None);
        const LockFacts index = facts("CREATE INDEX i ON t (a) ALGORITHM NOCOPY LOCK SHARED");
        QCOMPARE(index.algorithm, AlterAlgorithm::NoCopy);
        QCOMPARE(index.lock, AlterLock::Shared);
        QCOMPARE(facts("ALTER TABLE t ADD `lock` INT").lock, AlterLock::Unsaid);
        QCOMPARE(facts("ALTER TABLE t ADD a INT COMMENT 'LOCK=NONE'").lock, AlterLock::Unsaid);
    }

    /// Whatever a statement looks like, something is said of it.
    void anythingIsRead()
    {
        static const char* const words[] = {"CREATE", "DROP", "ALTER", "RENAME", "TABLE", "INDEX",
            "VIEW", "FUNCTION", "TYPE", "GRANT", "COMMENT", "ON", "TO", "ADD", "COLUMN",
            "CONSTRAINT", "FOREIGN", "KEY", "REFERENCES", "MODIFY", "IF", "NOT", "EXISTS", "OR",
            "REPLACE", "AS", "CONCURRENTLY", "VALUE", "IS", "NULL", "DEFAULT", "SET", "FROM",
            "PARTITION", "(", ")", ",", ".", "=", "a", "\"b\"", "'c'", "$$d$$", "1", "@e", "LOCK",
            "VACUUM", "REINDEX"};
        std::mt19937 random(5);
        for (int round = 0; round < 30000; ++round) {
            QByteArray sql(words[random() % 4]);
            for (auto i = random() % 10; i > 0; --i) {
                sql += ' ';
                sql += words[random() % std::size(words)];
            }
            for (const Dialect dialect : {Dialect::Sqlite, Dialect::Postgresql, Dialect::Mysql}) {
                const Script script = splitScript(sql, dialect);
                for (const Statement& each : script.statements) {
                    const QByteArray text = script.text(each);
                    const EffectProbe probe = effectOf(each, text, dialect);
                    QVERIFY2(probe.canTell() == probe.unknowable.isEmpty(), sql.constData());
                    for (const EffectQuestion& question : probe.questions) {
                        QCOMPARE(splitScript(question.sql.toUtf8(), dialect).statements.size(), 1);
                        QVERIFY2(!question.sql.contains(u'{'), qPrintable(question.sql));
                    }
                    for (const TableLock& lock : lockFacts(each, text, dialect).locks) {
                        QVERIFY2(!lock.name.isEmpty() || !lock.what.isEmpty()
                                || dialect == Dialect::Sqlite,
                            sql.constData());
                    }
                    (void)concurrentIndex(each, text, S("x"));
                }
            }
        }
    }

    void tags_data()
    {
        QTest::addColumn<QString>("run");
        QTest::addColumn<QString>("step");
        QTest::newRow("plain") << S("3f2a") << S("add-column");
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("end of comment") << S("*/ DROP TABLE t; /*") << S("a b");
        QTest::newRow("marks") << S("?:x {{y}} %2F") << S("ä\n\\'\"");
    }
    void tags()
    {
        QFETCH(QString, run);
        QFETCH(QString, step);
        const StatementTag tag{run, step, 12};
        const QByteArray sql = tagged("SELECT 1", tag);
        QCOMPARE(tagOf(sql), std::optional(tag));
        for (const Dialect dialect : {Dialect::Sqlite, Dialect::Postgresql, Dialect::Mysql}) {
            const Script script = splitScript(sql, dialect);
            QCOMPARE(script.statements.size(), 1);
            QCOMPARE(script.text(script.statements.first()), QByteArray("SELECT 1"));
        }
    }

    void noTags()
    {
        for (const char* text : {"", "SELECT 1", "/* whimbrel */ SELECT 1", "/* whimbrel a b */",
                 "/* whimbrel a b x */", "/* whimbrel a b 0 */", "/* whimbrel a b 1 2 */",
                 "SELECT '/* whimbrel a b 1 */'", "/* whimbrel a b 1", "/* whimbrel a%2 b 1 */"}) {
            QVERIFY2(!tagOf(text), text);
        }
    }

    void indexNames()
    {
        QCOMPARE(temporaryIndexName(S("r1s2"), S("orders_total")), S("whimbrel_r1s2_orders_total"));
        const QString longName = temporaryIndexName(S("r1"), S("ä").repeated(60));
        QVERIFY(longName.toUtf8().size() <= 63);
        QVERIFY(longName.endsWith(u'ä'));
        QVERIFY(temporaryIndexName(S("r").repeated(90), S("x")).toUtf8().size() <= 63);
    }

    void indexParts()
    {
        const auto parts = [](const QByteArray& sql) {
            const Script script = splitScript(sql, Dialect::Postgresql);
            return concurrentIndex(script.statements.first(), sql, S("tmp"));
        };
        const auto index = parts("create unique index concurrently /* x */ if not exists \"I\" on "
                                 "only s.t using btree (a)");
        QVERIFY(index);
        QCOMPARE(index->build,
            QByteArray("create unique index concurrently /* x */ \"tmp\" on only s.t using btree "
                       "(a)"));
        QCOMPARE(index->publish, QByteArray("ALTER INDEX \"s\".\"tmp\" RENAME TO \"I\""));
        QCOMPARE(index->drop, QByteArray("DROP INDEX CONCURRENTLY IF EXISTS \"s\".\"tmp\""));
        QCOMPARE(index->name, S("I"));
        QCOMPARE(parts("CREATE INDEX CONCURRENTLY Big ON t (a)")->publish,
            QByteArray("ALTER INDEX \"tmp\" RENAME TO \"big\""));
        QVERIFY(!parts("CREATE INDEX i ON t (a)"));
        QVERIFY(!parts("CREATE INDEX CONCURRENTLY ON t (a)"));
        QVERIFY(!parts("DROP INDEX CONCURRENTLY i"));
    }
};

QTEST_APPLESS_MAIN(TestStatementGroups)
#include "test_statement_groups.moc"
