// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/lexer.h"
#include "model/sql/statement.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <sqlite3.h>

#include <memory>

using namespace whimbrel;

namespace {

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};

/// The bytes of a statement as SQLite cuts it: where it begins and ends, blanks and semicolon off.
struct Cut {
    qsizetype begin = 0;
    qsizetype end = 0;
    bool operator==(const Cut&) const = default;
};

/// Runs a script statement by statement as the library cuts it. An error gives an empty list.
QList<Cut> cutByLibrary(const QByteArray& sql, QByteArray& error)
{
    sqlite3* opened = nullptr;
    sqlite3_open(":memory:", &opened);
    const std::unique_ptr<sqlite3, CloseDatabase> database(opened);
    QList<Cut> cuts;
    const char* at = sql.constData();
    const char* const end = at + sql.size();
    while (at < end) {
        sqlite3_stmt* statement = nullptr;
        const char* tail = nullptr;
        if (sqlite3_prepare_v2(opened, at, static_cast<int>(end - at), &statement, &tail)
            != SQLITE_OK) {
            error = sqlite3_errmsg(opened);
            return {};
        }
        if (statement != nullptr) {
            while (sqlite3_step(statement) == SQLITE_ROW) { }
            cuts.append({at - sql.constData(), tail - sql.constData()});
            if (sqlite3_finalize(statement) != SQLITE_OK) {
                error = sqlite3_errmsg(opened);
                return {};
            }
        }
        at = tail;
    }
    return cuts;
}

/// What the library's stretch holds without the blanks, comments and semicolons around it.
Cut trimmed(const QByteArray& sql, const Cut& cut)
{
    Cut result{-1, -1};
    const QByteArray text = sql.mid(cut.begin, cut.end - cut.begin);
    QList<Token> tokens = tokenize(text, Dialect::Sqlite);
    for (const Token& token : tokens) {
        if (isSignificant(token.kind) && (token.kind != TokenKind::Semicolon)) {
            result.begin = result.begin < 0 ? cut.begin + token.begin : result.begin;
            result.end = cut.begin + token.end;
        }
    }
    return result;
}

QByteArray compareWithLibrary(const QByteArray& sql)
{
    QByteArray error;
    const QList<Cut> cuts = cutByLibrary(sql, error);
    if (!error.isEmpty()) {
        return "SQLite refused the script: " + error;
    }
    const Script script = splitScript(sql, Dialect::Sqlite);
    if (!script.problems.isEmpty()) {
        return "problem: " + script.problems.first().message.toUtf8();
    }
    for (qsizetype i = 0; i < std::min(cuts.size(), script.statements.size()); ++i) {
        const Cut expected = trimmed(sql, cuts.at(i));
        const Statement& found = script.statements.at(i);
        if (Cut{found.begin, found.end} != expected) {
            return "statement " + QByteArray::number(i + 1) + ": \"" + script.text(found)
                + "\" instead of \"" + sql.mid(expected.begin, expected.end - expected.begin) + '"';
        }
    }
    if (cuts.size() != script.statements.size()) {
        return QByteArray::number(script.statements.size()) + " statements instead of "
            + QByteArray::number(cuts.size());
    }
    return {};
}

QByteArrayList texts(const Script& script)
{
    QByteArrayList list;
    for (const Statement& statement : script.statements) {
        list.append(script.text(statement));
    }
    return list;
}

/// Statements that may follow each other in any order.
const char* const pieces[] = {
    "CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY, b TEXT DEFAULT ';', \"c;d\" REAL)",
    "CREATE TABLE IF NOT EXISTS [u;v] (a /* ; */, b -- ;\n, c)",
    "INSERT INTO t (b) VALUES ('a;b'), ('it''s; BEGIN'), (x'3B')",
    "SELECT CASE WHEN 1 THEN ';' ELSE 'END' END; SELECT 2",
    "CREATE TRIGGER IF NOT EXISTS one AFTER INSERT ON t BEGIN SELECT 1; END",
    "CREATE TEMP TRIGGER IF NOT EXISTS two AFTER UPDATE OF b ON t FOR EACH ROW WHEN NEW.b = ';' "
    "BEGIN UPDATE t SET b = CASE WHEN 1 THEN 'x;' ELSE 'y' END WHERE a = 1; /* ; END; */ DELETE "
    "FROM t WHERE b = 'END;'; END",
    "CREATE TRIGGER IF NOT EXISTS three BEFORE DELETE ON t BEGIN -- ; END;\n SELECT CASE WHEN "
    "OLD.a THEN CASE 1 WHEN 2 THEN 3 END END; SELECT RAISE(IGNORE) WHERE 0;END",
    "create\ttemporary\ntrigger if not exists \"begin\" after insert on t begin select 1 as "
    "\"end\"; "
    "end",
    "EXPLAIN CREATE TRIGGER IF NOT EXISTS four AFTER INSERT ON t BEGIN SELECT 1; END",
    "EXPLAIN QUERY PLAN SELECT 1", "DROP TRIGGER IF EXISTS one", "SELECT 1 AS \"a\"\";\"",
    "SELECT `a;` FROM (SELECT 1 AS `a;`)", "WITH x(n) AS (SELECT 1) SELECT n FROM x",
    "PRAGMA user_version = 3", "SELECT 'unusual' -- and; a comment\n", "VALUES (1), (2)"};

const char* const gaps[]
    = {";", ";\n", " ; ", ";;", "\n;\n;\n", ";-- x ; y\n", ";/* ; */", ";\r\n\t", ";\xEF\xBB\xBF"};

} // namespace

class TestSplitter final : public QObject {
    Q_OBJECT

private slots:
    void cutsAsTheLibraryDoes_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(WHIMBREL_CASES "/sql/scripts"));
        const QStringList files
            = folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
        QVERIFY(files.size() >= 5);
        for (const QString& file : files) {
            QTest::newRow(qPrintable(file)) << folder.filePath(file);
        }
    }
    void cutsAsTheLibraryDoes()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray difference = compareWithLibrary(file.readAll());
        QVERIFY2(difference.isEmpty(), difference.constData());
    }

    void randomScriptsAsTheLibraryDoes()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 400; ++round) {
            QByteArray sql(pieces[0]);
            sql += ';';
            for (int i = random.bounded(12); i >= 0; --i) {
                sql += pieces[random.bounded(static_cast<int>(std::size(pieces)))];
                sql += gaps[random.bounded(static_cast<int>(std::size(gaps)))];
            }
            if (random.bounded(2) == 0) {
                sql += "SELECT 3"; // a last statement without a semicolon
            }
            const QByteArray difference = compareWithLibrary(sql);
            QVERIFY2(difference.isEmpty(), (difference + "\nin: " + sql).constData());
        }
    }

    /// Word soups that no parser would take: the library's own completeness test as the judge.
    void completeAsTheLibrarySays()
    {
        static const char* const words[]
            = {"CREATE", "TEMP", "TRIGGER x BEGIN a", "EXPLAIN CREATE", "END", ";", ";", ";END",
                "CASE", "'a;b'", "-- ;\n", "/*;*/", "\"q;\"", "SELECT", "a", "\n"};
        QRandomGenerator random(11);
        for (int round = 0; round < 20000; ++round) {
            QByteArray sql;
            for (int i = 1 + random.bounded(14); i > 0; --i) {
                sql += words[random.bounded(static_cast<int>(std::size(words)))];
                sql += ' ';
            }
            const Script script = splitScript(sql, Dialect::Sqlite);
            qsizetype from = 0;
            for (const Token& token : tokenize(sql, Dialect::Sqlite)) {
                if (token.kind != TokenKind::Semicolon) {
                    continue;
                }
                const QByteArray upTo = sql.mid(from, token.end - from);
                const bool inside = std::any_of(
                    script.statements.begin(), script.statements.end(), [&](const Statement& each) {
                        return each.begin < token.begin && token.end <= each.end;
                    });
                QVERIFY2((sqlite3_complete(upTo.constData()) != 0) == !inside, sql.constData());
                from = inside ? from : token.end;
            }
        }
    }

    void fragmentsNeverBreak()
    {
        QRandomGenerator random(5);
        QByteArrayList fragments;
        for (const char* each : pieces) {
            fragments.append(each);
        }
        for (int round = 0; round < 3000; ++round) {
            QByteArray sql;
            for (int i = random.bounded(4); i >= 0; --i) {
                const QByteArray& piece
                    = fragments.at(random.bounded(static_cast<int>(fragments.size())));
                const int begin = random.bounded(static_cast<int>(piece.size()));
                sql += piece.mid(begin, random.bounded(static_cast<int>(piece.size())));
            }
            for (const Dialect dialect : {Dialect::Sqlite, Dialect::Postgresql, Dialect::Mysql}) {
                const Script script = splitScript(sql, dialect);
                qsizetype last = 0;
                for (const Statement& statement : script.statements) {
                    QVERIFY(statement.begin >= last && statement.end > statement.begin);
                    QVERIFY(statement.end <= sql.size());
                    QCOMPARE(statement.line, sql.left(statement.begin).count('\n') + 1);
                    // A statement cut out is the same statement again.
                    if (script.problems.isEmpty()) {
                        const Script again = splitScript(script.text(statement), dialect);
                        QCOMPARE(again.statements.size(), 1);
                        QCOMPARE(again.statements.first().verb, statement.verb);
                    }
                    last = statement.end;
                }
                (void)isPlaceholderSql(sql, dialect);
            }
        }
    }

    void statements_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArrayList>("expected");
        const auto row = [](const char* name, Dialect dialect, const char* sql,
                             const QByteArrayList& expected) {
            QTest::newRow(name) << dialect << QByteArray(sql) << expected;
        };
        row("empty", Dialect::Sqlite, "", {});
        row("comments only", Dialect::Sqlite, " -- a\n/* b */ ;; ", {});
        row("comments stay outside", Dialect::Sqlite, "/*a*/ SELECT 1 /*b*/ + 2 -- c\n; -- d",
            {"SELECT 1 /*b*/ + 2"});
        row("no semicolon", Dialect::Sqlite, "SELECT 1; SELECT 2", {"SELECT 1", "SELECT 2"});
        row("trigger without body", Dialect::Sqlite, "CREATE TRIGGER a; SELECT 1",
            {"CREATE TRIGGER a", "SELECT 1"});
        row("empty trigger body", Dialect::Sqlite,
            "CREATE TRIGGER a AFTER INSERT ON b BEGIN END; SELECT 1",
            {"CREATE TRIGGER a AFTER INSERT ON b BEGIN END", "SELECT 1"});
        row("trigger on a table named begin", Dialect::Sqlite,
            "CREATE TRIGGER a AFTER INSERT ON begin BEGIN SELECT 1; END; SELECT 2",
            {"CREATE TRIGGER a AFTER INSERT ON begin BEGIN SELECT 1; END", "SELECT 2"});
        row("function body", Dialect::Postgresql,
            "CREATE FUNCTION f() AS $$ BEGIN; END; $$; SELECT 1",
            {"CREATE FUNCTION f() AS $$ BEGIN; END; $$", "SELECT 1"});
        row("atomic body", Dialect::Postgresql,
            "CREATE OR REPLACE FUNCTION pending() BEGIN ATOMIC SELECT CASE WHEN 1 THEN 2 END; "
            "SELECT 1; END; SELECT 2",
            {"CREATE OR REPLACE FUNCTION pending() BEGIN ATOMIC SELECT CASE WHEN 1 THEN 2 END; "
             "SELECT 1; END",
                "SELECT 2"});
        row("atomic is only a name", Dialect::Postgresql,
            "CREATE TABLE atomic_swap (a int); SELECT 1",
            {"CREATE TABLE atomic_swap (a int)", "SELECT 1"});
        row("begin", Dialect::Postgresql, "BEGIN; SELECT 1; END;", {"BEGIN", "SELECT 1", "END"});
        row("stored program", Dialect::Mysql,
            "CREATE DEFINER=`a`@`b` TRIGGER t BEFORE INSERT ON u FOR EACH ROW BEGIN IF a THEN SET "
            "b = 1; END IF; "
            "CASE x WHEN 1 THEN SET y = 2; END CASE; BEGIN SET z = CASE 1 WHEN 1 THEN 2 END; END; "
            "END; SELECT 1",
            {"CREATE DEFINER=`a`@`b` TRIGGER t BEFORE INSERT ON u FOR EACH ROW BEGIN IF a THEN SET "
             "b = 1; END IF; "
             "CASE x WHEN 1 THEN SET y = 2; END CASE; BEGIN SET z = CASE 1 WHEN 1 THEN 2 END; END; "
             "END",
                "SELECT 1"});
        row("plain trigger", Dialect::Mysql,
            "CREATE TRIGGER t BEFORE INSERT ON u FOR EACH ROW SET a = 1; SELECT 1",
            {"CREATE TRIGGER t BEFORE INSERT ON u FOR EACH ROW SET a = 1", "SELECT 1"});
        row("executable comment", Dialect::Mysql, "/*!40101 SET a = 1 */; SELECT 1",
            {"/*!40101 SET a = 1 */", "SELECT 1"});
        row("rule", Dialect::Postgresql,
            "CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2); SELECT 3",
            {"CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2)", "SELECT 3"});
        row("copy on the server", Dialect::Postgresql, "COPY t FROM '/a;b'; SELECT 1",
            {"COPY t FROM '/a;b'", "SELECT 1"});
        row("delimiter", Dialect::Mysql,
            "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END;$$\nSELECT 1; SELECT '$$'$$\n"
            "delimiter ;\nSELECT 2;",
            {"CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 1", "SELECT '$$'", "SELECT 2"});
        row("words of programs as names", Dialect::Mysql,
            "SELECT IF(a, 1, 2), REPEAT('a', 2) FROM `loop`; UPDATE t SET end = begin; SELECT 1",
            {"SELECT IF(a, 1, 2), REPEAT('a', 2) FROM `loop`", "UPDATE t SET end = begin",
                "SELECT 1"});
    }
    void statements()
    {
        QFETCH(Dialect, dialect);
        QFETCH(QByteArray, sql);
        QFETCH(QByteArrayList, expected);
        const Script script = splitScript(sql, dialect);
        QCOMPARE(texts(script), expected);
        QVERIFY(script.problems.isEmpty());
    }

    void problems_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("about");
        const auto row = [](const char* name, Dialect dialect, const QByteArray& sql, int line,
                             const char* about) {
            QTest::newRow(name) << dialect << sql << line << QString::fromLatin1(about);
        };
        row("string", Dialect::Sqlite, "SELECT 1;\nSELECT 'a\n;\n", 2, "text");
        row("name", Dialect::Sqlite, "SELECT 1;\n\nSELECT \"a", 3, "name");
        row("comment", Dialect::Sqlite, "SELECT 1;\n/* a ;\n", 2, "comment");
        row("trigger", Dialect::Sqlite,
            "SELECT 1;\nCREATE TRIGGER a AFTER INSERT ON b BEGIN SELECT 1;\nSELECT 2;", 2, "END");
        row("zero byte", Dialect::Sqlite, QByteArray("SELECT 1;\nSELECT \0 2", 20), 2, "zero byte");
        row("shell", Dialect::Sqlite, "SELECT 1;\n.read a.sql", 2, "command-line");
        row("psql", Dialect::Postgresql, "SELECT 1;\n\\d a", 2, "command-line");
        row("delimiter", Dialect::Mysql, "SELECT 1;\nDELIMITER \nSELECT 2", 2, "DELIMITER");
        row("psql includes", Dialect::Postgresql, "SELECT 1;\n\\i b.sql\nSELECT 2;", 2,
            "of that file");
        row("psql copies", Dialect::Postgresql, "SELECT 1\n;\\copy t FROM 'x'\nSELECT 2;", 2,
            "INSERT");
        row("psql sends", Dialect::Postgresql, "SELECT 1\n\\gexec\nSELECT 2;", 2, "semicolon");
        row("copy from the client", Dialect::Postgresql,
            "SELECT 1;\nCOPY t (a) FROM stdin WITH (FORMAT csv);\nit's; no\nSQL\n\\.\nSELECT 2;", 2,
            "STDIN");
        row("copy to the client", Dialect::Postgresql, "COPY (SELECT 1) TO STDOUT;", 1, "STDOUT");
        row("mysql includes", Dialect::Mysql, "SELECT 1;\nsource b.sql;\nSELECT 2;", 2,
            "of that file");
        row("mysql shows upright", Dialect::Mysql, "SELECT 1\n\\G\nSELECT 2;", 2, "semicolon");
        row("mysql, backslash", Dialect::Mysql, "SELECT 1;\n\\. b.sql\nSELECT 2;", 2,
            "of that file");
        row("executable comment", Dialect::Mysql, "SELECT 1;\n/*!40101 SET a = 1;\nSELECT 2;", 2,
            "executable");
        row("program", Dialect::Mysql,
            "SELECT 1;\nCREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF;", 2, "END");
        row("dollar quote", Dialect::Postgresql, "SELECT 1;\nDO $$ BEGIN", 2, "text");
    }
    void problems()
    {
        QFETCH(Dialect, dialect);
        QFETCH(QByteArray, sql);
        QFETCH(int, line);
        QFETCH(QString, about);
        const Script script = splitScript(sql, dialect);
        QCOMPARE(script.problems.size(), 1);
        QCOMPARE(script.problems.first().line, line);
        QVERIFY2(script.problems.first().message.contains(about),
            qPrintable(script.problems.first().message));
    }

    void bigScripts()
    {
        QByteArray sql;
        while (sql.size() < 10'000'000) {
            sql += "INSERT INTO customers (id, full_name) VALUES (12345, 'Ada; Lovelace'); -- x\n"
                   "CREATE TRIGGER a AFTER INSERT ON b BEGIN SELECT 1; END;\n";
        }
        QElapsedTimer timer;
        timer.start();
        const Script script = splitScript(sql, Dialect::Sqlite);
        const qint64 took = timer.elapsed();
        qInfo("10 MB, %lld statements: %lld ms", static_cast<long long>(script.statements.size()),
            static_cast<long long>(took));
        QCOMPARE(script.statements.size() % 2, 0);
        QVERIFY(took < 20000);
        // One statement of the same size.
        const QByteArray one
            = "INSERT INTO t VALUES (1, 'a')" + QByteArray(", (1, 'a')").repeated(1'000'000);
        timer.restart();
        QCOMPARE(splitScript(one, Dialect::Sqlite).statements.size(), 1);
        QVERIFY(timer.elapsed() < 20000);
    }

    void deepScripts()
    {
        const QByteArray parentheses = "SELECT " + QByteArray("(").repeated(1'000'000);
        QCOMPARE(splitScript(parentheses, Dialect::Sqlite).statements.size(), 1);
        const QByteArray explains = QByteArray("EXPLAIN ANALYZE ").repeated(200'000);
        QCOMPARE(splitScript(explains, Dialect::Postgresql).statements.size(), 1);
        const QByteArray withs = QByteArray("WITH ").repeated(200'000);
        QCOMPARE(splitScript(withs, Dialect::Sqlite).statements.size(), 1);
        const QByteArray nested = QByteArray("EXPLAIN ANALYZE WITH a UPDATE ").repeated(100'000);
        QCOMPARE(splitScript(nested, Dialect::Postgresql).statements.size(), 1);
    }

    void placeholders_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* sql, bool expected) {
            QTest::newRow(*sql == '\0' ? "empty" : sql) << QByteArray(sql) << expected;
        };
        row("", true);
        row(" \n;; ", true);
        row("-- nothing yet", true);
        row("/* to be written", true);
        row("TODO", true);
        row("todo: write this", true);
        row("SELECT 1; -- TODO", true);
        row("SELECT 1", false);
        row("ALTER TABLE customers DROP COLUMN full_name; -- TODO check", false);
        row("CREATE TABLE todo (id INTEGER)", false);
        row("ALTER TABLE <table> ADD COLUMN x", true);
        row("<your SQL here>", true);
        row("UPDATE <table-name> SET a = 1", true);
        row("SELECT a FROM b WHERE a < b AND c > d", false);
        row("SELECT a FROM b WHERE a <b AND c> d", false);
        row("SELECT (1) <b AND c> d", false);
        row("SELECT '<table>'", false);
        row("SELECT count(*) FROM …", true);
        row("DELETE FROM ...", true);
        row("SELECT '…'", false);
        row("UPDATE t SET a = {{b}}", false);
    }
    void placeholders()
    {
        QFETCH(QByteArray, sql);
        QFETCH(bool, expected);
        QCOMPARE(isPlaceholderSql(sql, Dialect::Sqlite), expected);
    }
};

QTEST_APPLESS_MAIN(TestSplitter)
#include "test_splitter.moc"
