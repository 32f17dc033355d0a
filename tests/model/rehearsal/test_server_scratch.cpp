// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "model/plan/names.h"
#include "model/rehearsal/scratch_database.h"
#include "model/rehearsal/server_scratch.h"
#include "model/schema/fingerprint.h"
#include "tests/support/servers/test_servers.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScopeGuard>
#include <QTest>
#include <QUuid>

using namespace whimbrel;

namespace {

const std::function<bool()> never = [] { return false; };

void fill(Connection& connection, Dialect dialect)
{
    const bool postgres = dialect == Dialect::Postgresql;
    const QString key = postgres ? QStringLiteral("SERIAL PRIMARY KEY")
                                 : QStringLiteral("INT AUTO_INCREMENT PRIMARY KEY");
    test::execute(connection,
        QStringLiteral("CREATE TABLE customers (id %1, name VARCHAR(50) NOT NULL, twice INT "
                       "GENERATED ALWAYS AS (length(name) * 2) STORED)")
            .arg(key));
    test::execute(connection,
        QStringLiteral("CREATE TABLE orders (id %1, customer INT NOT NULL REFERENCES customers "
                       "(id))")
            .arg(key));
    for (int i = 0; i < 30; ++i) {
        test::execute(
            connection, QStringLiteral("INSERT INTO customers (name) VALUES ('name %1')").arg(i));
        test::execute(
            connection, QStringLiteral("INSERT INTO orders (customer) VALUES (%1)").arg(i + 1));
    }
    // Something like a journal, which a copy is not to have.
    if (postgres) {
        test::execute(connection, QStringLiteral("CREATE SCHEMA whimbrel"));
    }
    test::execute(connection,
        QStringLiteral("CREATE TABLE %1 (id INT)")
            .arg(postgres ? QStringLiteral("whimbrel.run") : QStringLiteral("whimbrel_run")));
}

/// What differs but our own mark, which on PostgreSQL is the comment of the database.
QString otherwise(QList<Difference> differences)
{
    differences.removeIf([](const Difference& each) { return each.kind == ObjectKind::Database; });
    return sentences(differences).join(QLatin1Char('\n'));
}

/// An entry of a rehearsal that is not alive any more.
QString leaveEntry(const ScratchOnServer& database)
{
    const QString folder
        = qEnvironmentVariable("XDG_STATE_HOME") + QStringLiteral("/whimbrel/rehearsals");
    QDir().mkpath(folder);
    const QString path = folder + QLatin1Char('/') + database.token + QStringLiteral(".json");
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QJsonDocument(QJsonObject{{QStringLiteral("databases"),
                                     QJsonArray{QJsonObject{{QStringLiteral("url"), database.url},
                                         {QStringLiteral("name"), database.name},
                                         {QStringLiteral("token"), database.token}}}}})
                       .toJson());
    }
    return path;
}

bool isThere(Dialect dialect, const QString& name)
{
    const auto connection
        = openConnection(test::Servers::shared().url(dialect), Connection::Access::Read);
    const QString sql = dialect == Dialect::Postgresql
        ? QStringLiteral("SELECT count(*) FROM pg_database WHERE datname = '%1'")
        : QStringLiteral("SELECT count(*) FROM information_schema.schemata WHERE schema_name = "
                         "'%1'");
    return connection && test::single(**connection, sql.arg(name)) == QLatin1String("1");
}

} // namespace

/// Scratch databases on servers: what they are made of, and that nothing stays.
class TestServerScratch final : public QObject {
    Q_OBJECT

private slots:
    void aSchemaWithSomeRows_data() { addDialects(); }
    void aSchemaWithSomeRows()
    {
        QFETCH(Dialect, dialect);
        const test::ScratchDatabase original(dialect);
        const auto connection = original.open();
        fill(*connection, dialect);
        const Result<Fingerprint> before = fingerprint(*connection);
        QVERIFY(before);
        for (const int rows : {0, 7}) {
            ScratchSource source;
            source.dialect = dialect;
            source.content = ScratchSource::Content::Schema;
            source.url = original.url();
            source.sampleRows = rows;
            auto registry = ScratchRegistry::open();
            QVERIFY(registry);
            auto scratch
                = ScratchDatabase::make(source, **registry, QStringLiteral("scratch"), never);
            QVERIFY2(scratch, qPrintable(scratch ? QString() : scratch.error().text()));
            for (int times = 0; times < 2; ++times) {
                auto copy = openConnection((*scratch)->url(), Connection::Access::ReadWrite);
                QVERIFY(copy);
                const Result<Fingerprint> found = fingerprint(**copy);
                QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
                QCOMPARE(otherwise(compare(before->schema, found->schema)), QString());
                QCOMPARE(found->rowCount(), 2 * rows);
                // What is done to it is gone after a reset.
                test::execute(**copy, QStringLiteral("DELETE FROM orders"));
                test::execute(**copy, QStringLiteral("CREATE TABLE more (id INT)"));
                (*copy).reset();
                const Result<> fresh = (*scratch)->reset();
                QVERIFY2(fresh, qPrintable(fresh ? QString() : fresh.error().text()));
            }
            const QString name = parseConnectionUrl((*scratch)->url())->database;
            QVERIFY(isThere(dialect, name));
            scratch->reset();
            QVERIFY(!isThere(dialect, name));
            QVERIFY(!isThere(dialect, name + QStringLiteral("_origin")));
        }
        const Result<Fingerprint> after = fingerprint(*connection);
        QVERIFY(after);
        QCOMPARE(after->hex, before->hex);
    }

    /// By somebody who may make databases and no more, with rows whose counterparts were left out
    /// of the sample, and a trigger that would change rows on their way in.
    void aSampleRefersToWhatIsThere_data() { addDialects(); }
    void aSampleRefersToWhatIsThere()
    {
        QFETCH(Dialect, dialect);
        const test::ScratchDatabase original(dialect);
        const bool postgres = dialect == Dialect::Postgresql;
        const QString maker
            = QStringLiteral("maker") + QUuid::createUuid().toString(QUuid::Id128).left(8);
        QString url = original.url();
        const auto boss = original.open();
        if (postgres) {
            test::execute(
                *boss, QStringLiteral("CREATE ROLE %1 LOGIN CREATEDB PASSWORD 'pw'").arg(maker));
            test::execute(
                *boss, QStringLiteral("ALTER DATABASE %1 OWNER TO %2").arg(original.name(), maker));
            url = QStringLiteral("postgresql://%1:pw@127.0.0.1:%2/%3")
                      .arg(maker)
                      .arg(test::Servers::shared().port(dialect))
                      .arg(original.name());
        }
        const auto forget = qScopeGuard([&] {
            if (postgres) {
                test::execute(*boss,
                    QStringLiteral("ALTER DATABASE %1 OWNER TO CURRENT_USER").arg(original.name()));
                test::execute(*boss, QStringLiteral("DROP OWNED BY %1 CASCADE").arg(maker));
                test::execute(*boss, QStringLiteral("DROP ROLE %1").arg(maker));
            }
        });
        {
            const auto made = openConnection(url, Connection::Access::ReadWrite);
            QVERIFY(made);
            QStringList statements{
                QStringLiteral("CREATE TABLE people (id INT PRIMARY KEY, boss INT NULL, "
                               "FOREIGN KEY (boss) REFERENCES people (id))"),
                QStringLiteral("CREATE TABLE orders (id INT PRIMARY KEY, person INT NOT NULL, "
                               "FOREIGN KEY (person) REFERENCES people (id))"),
                QStringLiteral("CREATE TABLE parts (id INT PRIMARY KEY, ordered INT NULL, "
                               "FOREIGN KEY (ordered) REFERENCES orders (id))"),
            };
            for (int i = 1; i <= 9; ++i) {
                statements << QStringLiteral("INSERT INTO people VALUES (%1, NULL)").arg(i);
            }
            // Who comes first refers to who comes last.
            for (int i = 1; i <= 9; ++i) {
                statements << QStringLiteral("UPDATE people SET boss = 9 WHERE id = %1").arg(i);
                statements
                    << QStringLiteral("INSERT INTO orders VALUES (%1, %2)").arg(i).arg(10 - i);
                statements << QStringLiteral("INSERT INTO parts VALUES (%1, %2)")
                                  .arg(i)
                                  .arg(i == 1 ? QStringLiteral("NULL") : QString::number(i));
            }
            statements << QStringLiteral("UPDATE people SET boss = NULL WHERE id = 2");
            if (postgres) {
                statements << QStringLiteral("CREATE FUNCTION mark() RETURNS trigger LANGUAGE "
                                             "plpgsql AS 'BEGIN new.id = new.id + 100; RETURN new; "
                                             "END'")
                           << QStringLiteral("CREATE TRIGGER mark BEFORE INSERT ON parts FOR EACH "
                                             "ROW EXECUTE FUNCTION mark()");
            } else {
                statements << QStringLiteral("CREATE TRIGGER mark BEFORE INSERT ON parts FOR EACH "
                                             "ROW SET new.id = new.id + 100");
            }
            for (const QString& each : std::as_const(statements)) {
                test::execute(**made, each);
            }
        }
        ScratchSource source;
        source.dialect = dialect;
        source.content = ScratchSource::Content::Schema;
        source.url = url;
        source.sampleRows = 4;
        auto registry = ScratchRegistry::open();
        QVERIFY(registry);
        auto scratch = ScratchDatabase::make(source, **registry, QStringLiteral("scratch"), never);
        QVERIFY2(scratch, qPrintable(scratch ? QString() : scratch.error().text()));
        const auto copy = openConnection((*scratch)->url(), Connection::Access::Read);
        QVERIFY(copy);
        const QString ids = postgres
            ? QStringLiteral("SELECT coalesce(string_agg(id::text, ' ' ORDER BY id), '') FROM %1")
            : QStringLiteral(
                "SELECT coalesce(group_concat(id ORDER BY id SEPARATOR ' '), '') FROM %1");
        const qsizetype few
            = test::single(**copy, ids.arg(QStringLiteral("people"))).split(u' ').size();
        QVERIFY(few >= 1 && few <= 4);
        for (const QString& orphans :
            {QStringLiteral("SELECT count(*) FROM people p WHERE boss IS NOT NULL AND NOT EXISTS "
                            "(SELECT 1 FROM people o WHERE o.id = p.boss)"),
                QStringLiteral("SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM "
                               "people p WHERE p.id = o.person)"),
                QStringLiteral("SELECT count(*) FROM parts a WHERE ordered IS NOT NULL AND NOT "
                               "EXISTS (SELECT 1 FROM orders o WHERE o.id = a.ordered)")}) {
            QCOMPARE(test::single(**copy, orphans), QStringLiteral("0"));
        }
        // No trigger has touched what was copied, and all of them are there.
        const QString parts = test::single(**copy, ids.arg(QStringLiteral("parts")));
        QVERIFY2(parts.split(u' ').contains(QStringLiteral("1")), qPrintable(parts));
        const Result<Fingerprint> found = fingerprint(**copy);
        const auto there = openConnection(url, Connection::Access::Read);
        QVERIFY(there);
        const Result<Fingerprint> expected = fingerprint(**there);
        QVERIFY(found);
        QVERIFY(expected);
        QCOMPARE(otherwise(compare(expected->schema, found->schema)), QString());
    }

    void fact46_aTemplateInUseCannotBeCopied()
    {
        const test::ScratchDatabase original(Dialect::Postgresql);
        auto connection = original.open();
        fill(*connection, Dialect::Postgresql);
        ScratchSource source;
        source.dialect = Dialect::Postgresql;
        source.content = ScratchSource::Content::Template;
        source.url = original.url();
        source.templateName = original.name();
        auto registry = ScratchRegistry::open();
        QVERIFY(registry);
        // While somebody is connected it cannot be copied, and the message says who.
        const auto refused
            = ScratchDatabase::make(source, **registry, QStringLiteral("scratch"), never);
        QVERIFY(!refused);
        QVERIFY2(refused.error().advice.contains(QStringLiteral("process")),
            qPrintable(refused.error().text()));
        const Result<Fingerprint> expected = fingerprint(*connection);
        QVERIFY(expected);
        connection.reset();
        const auto scratch
            = ScratchDatabase::make(source, **registry, QStringLiteral("scratch"), never);
        QVERIFY2(scratch, qPrintable(scratch ? QString() : scratch.error().text()));
        const auto copy = openConnection((*scratch)->url(), Connection::Access::Read);
        QVERIFY(copy);
        const Result<Fingerprint> found = fingerprint(**copy);
        QVERIFY(found);
        QCOMPARE(otherwise(compare(*expected, *found)), QString());
    }

    void whatACrashLeftIsSwept_data() { addDialects(); }
    void whatACrashLeftIsSwept()
    {
        QFETCH(Dialect, dialect);
        const QString url = test::Servers::shared().url(dialect);
        const auto connection = openConnection(url, Connection::Access::ReadWrite);
        QVERIFY(connection);
        const auto make = [&](const QString& name, const QString& mark) {
            test::execute(**connection, QStringLiteral("CREATE DATABASE %1").arg(name));
            if (mark.isEmpty()) {
                return;
            }
            test::execute(**connection,
                dialect == Dialect::Postgresql
                    ? QStringLiteral("COMMENT ON DATABASE %1 IS '%2'").arg(name, mark)
                    : QStringLiteral("CREATE TABLE %1.whimbrel_rehearsal (id INT) COMMENT '%2'")
                          .arg(name, mark));
        };
        const auto entry = [&] {
            const QString token = QUuid::createUuid().toString(QUuid::Id128);
            return ScratchOnServer{parseConnectionUrl(url)->shown,
                QStringLiteral("whimbrel_rehearsal_") + token.left(12), token};
        };
        const ScratchOnServer ours = entry();
        make(ours.name, ours.token);
        const QString oursEntry = leaveEntry(ours);
        const ScratchOnServer never = entry(); // killed before it was made
        const QString neverEntry = leaveEntry(never);
        const ScratchOnServer foreign = entry();
        make(foreign.name, QString());
        const QString foreignEntry = leaveEntry(foreign);

        const Swept swept = cleanUpScratch({url}, SweepScope::AllServers);
        QVERIFY2(!isThere(dialect, ours.name), qPrintable(swept.left.join(QLatin1Char('\n'))));
        QVERIFY(!QFile::exists(oursEntry));
        QVERIFY(!QFile::exists(neverEntry));
        QVERIFY(isThere(dialect, foreign.name));
        QVERIFY(QFile::exists(foreignEntry));
        QVERIFY2(swept.left.join(QLatin1Char('\n')).contains(foreign.name),
            qPrintable(swept.left.join(QLatin1Char('\n'))));
        test::execute(**connection, QStringLiteral("DROP DATABASE %1").arg(foreign.name));
        QVERIFY(QFile::remove(foreignEntry));
    }

    void theDatabaseInAUrl_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("expected");
        const auto add = [](const char* url, const char* expected) {
            QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(expected);
        };
        add("postgresql://db1/shop", "postgresql://db1/x");
        add("postgresql://db1", "postgresql://db1/x");
        add("postgresql://ada@db1:5433/shop?sslmode=require",
            "postgresql://ada@db1:5433/x?sslmode=require");
        add("mysql://ada:p%2Fq@db1/shop", "mysql://ada:p%2Fq@db1/x");
        add("mysql://ada@[::1]:3306/shop?socket=/run/my.sock",
            "mysql://ada@[::1]:3306/x?socket=/run/my.sock");
    }
    void theDatabaseInAUrl()
    {
        QFETCH(QString, url);
        QFETCH(QString, expected);
        QCOMPARE(withDatabase(url, QStringLiteral("x")), expected);
    }

private:
    static void addDialects()
    {
        QTest::addColumn<Dialect>("dialect");
        for (const Dialect each : {Dialect::Postgresql, Dialect::Mysql}) {
            QTest::newRow(qPrintable(keyOf(each))) << each;
        }
    }
};

QTEST_GUILESS_MAIN(TestServerScratch)
#include "test_server_scratch.moc"
