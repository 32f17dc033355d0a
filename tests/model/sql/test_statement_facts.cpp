// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/effect_probe.h"
#include "model/sql/locks.h"
#include "model/sql/statement.h"
#include "model/sql/statement_weight.h"
#include "tests/support/servers/test_servers.h"

#include <QFile>
#include <QMap>
#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

/// One statement, what is there before it, and what differs from the usual.
struct Case {
    QString name{};
    QByteArray setup{};
    QByteArray statement{};
    QByteArray teardown{};
    QString before = QStringLiteral("not applied");
    QString after = QStringLiteral("applied");
    bool fails = false; ///< the statement itself does
};

/// Blocks of "--: name", setup, "--> options", statement, and perhaps "--<" and what clears up.
QList<Case> readCases(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s cannot be read", qPrintable(path));
    }
    QList<Case> cases;
    QByteArray* part = nullptr;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        if (line.startsWith("--: ")) {
            cases.append(Case());
            cases.last().name = QString::fromUtf8(line.mid(4)).trimmed();
            part = &cases.last().setup;
        } else if (line.startsWith("-->")) {
            part = &cases.last().statement;
            for (const QString& option :
                QString::fromUtf8(line.mid(3)).trimmed().split(u',', Qt::SkipEmptyParts)) {
                const QString key = option.section(u'=', 0, 0).trimmed();
                const QString value = option.section(u'=', 1).trimmed();
                if (key == QLatin1String("before")) {
                    cases.last().before = value;
                } else if (key == QLatin1String("after")) {
                    cases.last().after = value;
                } else if (key == QLatin1String("fails")) {
                    cases.last().fails = true;
                } else {
                    qFatal("%s: option %s", qPrintable(cases.last().name), qPrintable(key));
                }
            }
        } else if (line.startsWith("--<")) {
            part = &cases.last().teardown;
        } else if (part != nullptr) {
            *part += line;
        }
    }
    return cases;
}

QString caseFile(Dialect dialect)
{
    const QString name = dialect == Dialect::Postgresql ? QStringLiteral("postgresql")
        : dialect == Dialect::Mysql                     ? QStringLiteral("mariadb")
                                                        : QStringLiteral("sqlite");
    return QStringLiteral(WHIMBREL_CASES "/sql/statements/%1.sql").arg(name);
}

void runScript(Connection& connection, const QByteArray& sql)
{
    const Script script = splitScript(sql, connection.dialect());
    for (const Statement& each : script.statements) {
        execute(connection, QString::fromUtf8(script.text(each)));
    }
}

QString outcome(Connection& connection, const EffectProbe& probe)
{
    QStringList answers;
    for (const EffectQuestion& question : probe.questions) {
        const Result<QVariant> answer = connection.value(question.sql, question.values);
        if (!answer) {
            return QStringLiteral("%1\n%2").arg(answer.error().text(), question.sql);
        }
        answers.append(answer->toString());
    }
    return effectOutcomeName(outcomeOf(probe, answers));
}

} // namespace

/// Runs a corpus of statements on real databases, and holds what model/sql says of each against
/// what the server does: whether it takes a transaction, whether it commits one, which locks it
/// holds, and whether its effect is seen in the catalog after it and only then.
class TestStatementFacts final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        for (const Dialect dialect : {Dialect::Sqlite, Dialect::Postgresql, Dialect::Mysql}) {
            m_databases.emplace(dialect, std::make_unique<ScratchDatabase>(dialect));
        }
        m_reader = m_databases.at(Dialect::Mysql)->open();
        m_writer = m_databases.at(Dialect::Mysql)->open();
    }
    void cleanupTestCase()
    {
        m_reader.reset();
        m_writer.reset();
        m_databases.clear();
    }

    void postgresql_data() { addCases(Dialect::Postgresql); }
    void postgresql();
    void mariadb_data() { addCases(Dialect::Mysql); }
    void mariadb();
    void sqlite_data() { addCases(Dialect::Sqlite); }
    void sqlite();

private:
    void addCases(Dialect dialect)
    {
        QTest::addColumn<QByteArray>("setup");
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("teardown");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<bool>("fails");
        for (const Case& each : readCases(caseFile(dialect))) {
            QTest::newRow(qPrintable(each.name)) << each.setup << each.statement << each.teardown
                                                 << each.before << each.after << each.fails;
        }
    }

    std::map<Dialect, std::unique_ptr<ScratchDatabase>> m_databases{};
    std::unique_ptr<Connection> m_reader{}; ///< two more sessions on MariaDB
    std::unique_ptr<Connection> m_writer{};
};

/// The strongest lock of this session on each table, view and materialized view that others see.
static QMap<QString, QString> heldLocks(Connection& connection, const QStringList& known)
{
    const QString sql = QStringLiteral(
        "SELECT c.relname, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN "
        "pg_namespace n ON n.oid = c.relnamespace WHERE l.pid = pg_backend_pid() AND l.locktype = "
        "'relation' AND l.granted AND n.nspname NOT IN ('pg_catalog', 'pg_toast') AND c.relkind "
        "IN ('r', 'p', 'v', 'm', 'S')");
    const Result<QList<Row>> rows = connection.rows(sql);
    if (!rows) {
        qFatal("%s", qPrintable(rows.error().text()));
    }
    QMap<QString, QString> strongest;
    for (const Row& row : *rows) {
        const QString table = row[0].toString();
        const auto rank = [](const QString& mode) {
            for (int i = 0; i <= static_cast<int>(LockMode::AccessExclusive); ++i) {
                if (pgLocksName(static_cast<LockMode>(i)) == mode) {
                    return i;
                }
            }
            return -1;
        };
        if (known.contains(table) && rank(row[1].toString()) > rank(strongest.value(table))) {
            strongest.insert(table, row[1].toString());
        }
    }
    return strongest;
}

static QStringList relations(Connection& connection)
{
    const Result<QList<Row>> rows = connection.rows(QStringLiteral(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
        "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"));
    QStringList names;
    for (const Row& row : rows.value()) {
        names.append(row[0].toString());
    }
    return names;
}

/// What differs between the locks that are claimed and those that are held; empty if nothing.
static QString lockDifference(const LockFacts& facts, QMap<QString, QString> held)
{
    QStringList lines;
    for (const TableLock& each : facts.locks) {
        if (each.name.isEmpty()) {
            continue;
        }
        const QString mode = held.take(each.name);
        // Tables that the statement itself makes are not in the list.
        if (!mode.isEmpty() && mode != pgLocksName(each.mode)) {
            lines.append(QStringLiteral("%1: claimed %2, held %3")
                             .arg(each.name, pgLocksName(each.mode), mode));
        }
    }
    for (auto left = held.cbegin(); left != held.cend() && !facts.more; ++left) {
        const bool unnamed
            = std::any_of(facts.locks.begin(), facts.locks.end(), [&](const TableLock& each) {
                  return each.name.isEmpty() && pgLocksName(each.mode) == left.value();
              });
        if (left.value() != QLatin1String("AccessShareLock") && !unnamed) {
            lines.append(QStringLiteral("%1: not claimed, held %2").arg(left.key(), left.value()));
        }
    }
    return lines.join(u'\n');
}

/// Where PostgreSQL keeps each ordinary table: another file means that it was written anew.
static QMap<QString, QString> tableFiles(Connection& connection)
{
    const Result<QList<Row>> rows = connection.rows(QStringLiteral(
        "SELECT c.oid::text, c.relfilenode::text FROM pg_class c JOIN pg_namespace n ON "
        "n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', "
        "'information_schema', 'pg_toast')"));
    QMap<QString, QString> files;
    for (const Row& row : rows.value()) {
        files.insert(row[0].toString(), row[1].toString());
    }
    return files;
}

/// Whether a table that was there has another file now.
static bool wasRewritten(const QMap<QString, QString>& before, const QMap<QString, QString>& after)
{
    for (auto each = before.cbegin(); each != before.cend(); ++each) {
        if (after.contains(each.key()) && after.value(each.key()) != each.value()) {
            return true;
        }
    }
    return false;
}

void TestStatementFacts::postgresql()
{
    QFETCH(QByteArray, setup);
    QFETCH(QByteArray, sql);
    QFETCH(QByteArray, teardown);
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(bool, fails);
    const auto connection = m_databases.at(Dialect::Postgresql)->open();
    execute(*connection, QStringLiteral("DROP SCHEMA IF EXISTS public, other CASCADE"));
    execute(*connection, QStringLiteral("CREATE SCHEMA public"));
    execute(*connection, QStringLiteral("CREATE SCHEMA other"));
    runScript(*connection, setup);

    const Script script = splitScript(sql, Dialect::Postgresql);
    QCOMPARE(script.statements.size(), 1);
    const Statement& statement = script.statements.first();
    const QByteArray text = script.text(statement);
    const EffectProbe probe = effectOf(statement, text, Dialect::Postgresql);
    const QString first = outcome(*connection, probe);
    const QStringList known = relations(*connection);
    const QMap<QString, QString> files = tableFiles(*connection);

    // In a transaction, which goes back.
    QVERIFY(connection->begin());
    const Result<StatementResult> tried = connection->exec(QString::fromUtf8(text));
    const QString trouble = tried ? QString() : tried.error().text();
    const bool refused = trouble.contains(QLatin1String("transaction block"))
        || trouble.contains(QLatin1String("invalid transaction termination"));
    QVERIFY2(tried || refused || fails, qPrintable(trouble));
    QString locks;
    if (tried) {
        locks = lockDifference(
            lockFacts(statement, text, Dialect::Postgresql), heldLocks(*connection, known));
    }
    connection->rollback();

    if (statement.inTransaction && !fails) {
        QVERIFY(connection->begin());
        execute(*connection, QString::fromUtf8(text));
        QVERIFY(connection->commit());
    } else if (!fails) {
        execute(*connection, QString::fromUtf8(text));
    } else {
        QVERIFY(!connection->exec(QString::fromUtf8(text)));
    }
    const QString second = outcome(*connection, probe);
    const bool rewritten = wasRewritten(files, tableFiles(*connection));
    runScript(*connection, teardown);

    const StatementWeight weight = weightOf(statement, text, Dialect::Postgresql);
    const bool named = !statement.object.isEmpty(); // CLUSTER alone works on what was clustered
    if (weight == StatementWeight::Rewrites && named && !fails
        && statement.verb != QLatin1String("REFRESH")) {
        QVERIFY2(rewritten, qPrintable(weightName(weight)));
    } else if (weight != StatementWeight::Rewrites && weight != StatementWeight::MayRewrite
        && weight != StatementWeight::Unknown
        && statement.verb != QLatin1String("TRUNCATE")) { // which gives it an empty file
        QVERIFY2(!rewritten, qPrintable(weightName(weight)));
    }
    if (!fails) {
        QCOMPARE(statement.inTransaction, !refused);
    }
    QVERIFY(!statement.commits);
    QVERIFY2(locks.isEmpty(), qPrintable(locks));
    QCOMPARE(first, before);
    QCOMPARE(second, after);
}

/// The tables that the statement is said to lock for itself, and gets although others read them.
static QStringList unlockedTables(
    Connection& reader, Connection& writer, const Statement& statement, const QByteArray& sql)
{
    QStringList unlocked;
    execute(writer, QStringLiteral("SET lock_wait_timeout = 0"));
    for (const TableLock& each : lockFacts(statement, sql, Dialect::Mysql).locks) {
        const bool exists = single(reader,
                                QStringLiteral("SELECT COUNT(*) FROM information_schema.TABLES "
                                               "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = "
                                               ":t"),
                                {{QStringLiteral("t"), each.name}})
            != QLatin1String("0");
        if (each.mode != LockMode::MetadataExclusive || !exists) {
            continue;
        }
        if (!reader.begin()) {
            qFatal("no transaction");
        }
        (void)reader.value(QStringLiteral("SELECT COUNT(*) FROM ") + each.name);
        const Result<StatementResult> done = writer.exec(QString::fromUtf8(sql));
        if (done || done.error().code != ErrorCode::Locked) {
            unlocked.append(each.name + (done ? QString() : u' ' + done.error().text()));
        }
        reader.rollback();
    }
    return unlocked;
}

void TestStatementFacts::mariadb()
{
    QFETCH(QByteArray, setup);
    QFETCH(QByteArray, sql);
    QFETCH(QByteArray, teardown);
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(bool, fails);
    const QString name = m_databases.at(Dialect::Mysql)->name();
    // Temporary tables and settings of a case go with its session.
    const auto connection = m_databases.at(Dialect::Mysql)->open();
    execute(*connection, QStringLiteral("DROP DATABASE ") + name);
    execute(*connection, QStringLiteral("CREATE DATABASE ") + name);
    for (const auto& each : {connection.get(), m_reader.get(), m_writer.get()}) {
        execute(*each, QStringLiteral("USE ") + name);
    }
    execute(*connection, QStringLiteral("CREATE TABLE witness (a int)"));
    runScript(*connection, setup);

    const Script script = splitScript(sql, Dialect::Mysql);
    QCOMPARE(script.statements.size(), 1);
    const Statement& statement = script.statements.first();
    const QByteArray text = script.text(statement);
    const EffectProbe probe = effectOf(statement, text, Dialect::Mysql);
    const QString first = outcome(*connection, probe);
    // What fails or finds its work done gives up before it locks.
    const bool works = !fails && before != QLatin1String("applied");
    const QStringList unlocked
        = works ? unlockedTables(*m_reader, *m_writer, statement, text) : QStringList();

    QVERIFY(connection->begin());
    execute(*connection, QStringLiteral("INSERT INTO witness VALUES (1)"));
    const Result<StatementResult> done = connection->exec(QString::fromUtf8(text));
    const bool committed
        = single(*connection, QStringLiteral("SELECT @@in_transaction")) == QLatin1String("0");
    connection->rollback();
    const QString second = outcome(*connection, probe);
    runScript(*connection, teardown);

    QVERIFY2(bool(done) != fails, done ? "" : qPrintable(done.error().text()));
    QCOMPARE(unlocked, QStringList());
    QCOMPARE(statement.commits, committed);
    QCOMPARE(statement.inTransaction, !committed);
    QCOMPARE(first, before);
    QCOMPARE(second, after);
}

void TestStatementFacts::sqlite()
{
    QFETCH(QByteArray, setup);
    QFETCH(QByteArray, sql);
    QFETCH(QString, before);
    QFETCH(QString, after);
    const ScratchDatabase database(Dialect::Sqlite);
    const auto connection = database.open();
    runScript(*connection, setup);
    const Script script = splitScript(sql, Dialect::Sqlite);
    QCOMPARE(script.statements.size(), 1);
    const QByteArray text = script.text(script.statements.first());
    const EffectProbe probe = effectOf(script.statements.first(), text, Dialect::Sqlite);
    QCOMPARE(outcome(*connection, probe), before);
    execute(*connection, QString::fromUtf8(text));
    QCOMPARE(outcome(*connection, probe), after);
}

QTEST_GUILESS_MAIN(TestStatementFacts)
#include "test_statement_facts.moc"
