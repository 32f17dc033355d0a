// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/connection_url.h"
#include "model/database/named_values.h"
#include "model/database/option_file.h"
#include "model/database/row_changes.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <type_traits>

using namespace whimbrel;

/// What is read before a server is spoken to: URLs, option files, named values in SQL.
class TestConnectionUrl final : public QObject {
    Q_OBJECT

private slots:
    void files_data();
    void files();
    void servers_data();
    void servers();
    void refused_data();
    void refused();
    void secretsAreNotPrinted();
    void passwordsAreTakenOutAndPutIn_data();
    void passwordsAreTakenOutAndPutIn();
    void optionFiles();
    void namedValues_data();
    void namedValues();
    void rowChanges_data();
    void rowChanges();
};

void TestConnectionUrl::files_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("path");
    const QString here = QDir::currentPath();
    QTest::newRow("relative") << QStringLiteral("sqlite:a.db") << here + QStringLiteral("/a.db");
    QTest::newRow("absolute") << QStringLiteral("sqlite:/a/../b.db") << QStringLiteral("/b.db");
    QTest::newRow("a question mark of its own")
        << QStringLiteral("sqlite:/a?b.db") << QStringLiteral("/a?b.db");
    QTest::newRow("slashes") << QStringLiteral("sqlite:///b.db") << QStringLiteral("/b.db");
}

void TestConnectionUrl::files()
{
    QFETCH(QString, url);
    QFETCH(QString, path);
    const Result<ConnectionUrl> read = parseConnectionUrl(url);
    QVERIFY(read.has_value());
    QCOMPARE(read->dialect, Dialect::Sqlite);
    QCOMPARE(read->path, path);
    QCOMPARE(read->shown, QStringLiteral("sqlite:") + path);
}

void TestConnectionUrl::servers_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("parts"); // user|password|host|port|database|options
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* name, const char* url, const char* parts, const char* shown) {
        QTest::newRow(name) << QString::fromUtf8(url) << QString::fromUtf8(parts)
                            << QString::fromUtf8(shown);
    };
    row("whole", "postgresql://ada:secret@db1:5433/shop?sslmode=require",
        "ada|secret|db1|5433|shop|sslmode=require",
        "postgresql://ada@db1:5433/shop?sslmode=require");
    row("short", "postgres://db1/shop", "||db1|0|shop|", "postgresql://db1/shop");
    row("percent-encoded", "postgresql://a%40b:p%40s%2Fs%3A%25@db1/my%20shop",
        "a@b|p@s/s:%|db1|0|my shop|", "postgresql://a%40b@db1/my%20shop");
    row("signs in the password", "postgresql://ada:pa@s:s/w@host:5432/db",
        "ada|pa@s:s/w|host|5432|db|", "postgresql://ada@host:5432/db");
    row("address 6", "postgresql://ada@[2001:db8::1]:5432/shop", "ada||2001:db8::1|5432|shop|",
        "postgresql://ada@[2001:db8::1]:5432/shop");
    row("address 6 without port", "mysql://[::1]/shop", "||::1|0|shop|", "mysql://[::1]/shop");
    row("socket of PostgreSQL", "postgresql:///shop?host=/run/pg&user=ada&port=5433",
        "ada||/run/pg|5433|shop|", "postgresql://ada@%2Frun%2Fpg:5433/shop");
    row("socket in front", "postgresql://ada@%2Frun%2Fpg/shop", "ada||/run/pg|0|shop|",
        "postgresql://ada@%2Frun%2Fpg/shop");
    row("service", "postgresql://?service=shop", "|||0||service=shop",
        "postgresql:///?service=shop");
    row("password as an option", "postgresql://ada@db1/shop?password=x%26y&sslmode=disable",
        "ada|x&y|db1|0|shop|sslmode=disable", "postgresql://ada@db1/shop?sslmode=disable");
    row("mariadb", "mariadb://root@db1:3307/shop", "root||db1|3307|shop|",
        "mysql://root@db1:3307/shop");
    row("socket of MariaDB", "mysql://root@localhost/shop?socket=/run/mysqld/mysqld.sock",
        "root||localhost|0|shop|socket=/run/mysqld/mysqld.sock",
        "mysql://root@localhost/shop?socket=/run/mysqld/mysqld.sock");
    row("spellings of mysql", "mysql://db1/shop?ssl_mode=VERIFY_IDENTITY&ssl_ca=/ca.crt",
        "||db1|0|shop|ssl-ca=/ca.crt,sslmode=verify-full",
        "mysql://db1/shop?ssl-ca=/ca.crt&sslmode=verify-full");
    row("where the data lies", "mysql://ada@db1/shop?datafolder=/srv/my%20sql/", "ada||db1|0|shop|",
        "mysql://ada@db1/shop?datafolder=/srv/my%20sql");
    row("a journal of its own", "postgresql://ada@db1/shop?journal=ops&sslmode=disable",
        "ada||db1|0|shop|sslmode=disable", "postgresql://ada@db1/shop?sslmode=disable&journal=ops");
    row("option file", "mysql://?defaults-file=/etc/shop.cnf", "|||0||defaults-file=/etc/shop.cnf",
        "mysql:///?defaults-file=/etc/shop.cnf");
}

void TestConnectionUrl::servers()
{
    QFETCH(QString, url);
    QFETCH(QString, parts);
    QFETCH(QString, shown);
    const Result<ConnectionUrl> read = parseConnectionUrl(url);
    QVERIFY2(read.has_value(), qPrintable(read ? QString() : read.error().text()));
    QStringList options;
    for (auto each = read->options.cbegin(); each != read->options.cend(); ++each) {
        options.append(each.key() + QLatin1Char('=') + each.value());
    }
    const QStringList found{read->user, read->password.revealed(), read->host,
        QString::number(read->port), read->database, options.join(QLatin1Char(','))};
    QCOMPARE(found.join(QLatin1Char('|')), parts);
    QCOMPARE(read->shown, shown);
    // What is shown is a URL that means the same, but for the secret.
    ConnectionUrl again = *parseConnectionUrl(read->shown);
    again.password = read->password;
    QCOMPARE(again, *read);
}

void TestConnectionUrl::refused_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* url, const char* says) {
        QTest::newRow(name) << QString::fromUtf8(url) << QString::fromUtf8(says);
    };
    row("no file", "sqlite:", "no file");
    row("in memory", "sqlite::memory:", "memory");
    row("plain path", "a.db", "not a connection URL");
    row("other kind", "oracle:x", "kind of database");
    row("no server", "postgresql:shop", "no server");
    row("no database", "postgresql://ada:sesame@db1", "no database");
    row("bad port", "postgresql://ada:sesame@db1:x/shop", "port");
    row("port too great", "postgresql://ada:sesame@db1:65536/shop", "port");
    row("bad port option", "postgresql:///shop?host=/run&port=x", "port");
    row("unknown option", "postgresql://ada:sesame@db1/shop?ssl=on", "\"ssl\"");
    row("unknown sslmode", "postgresql://ada:sesame@db1/shop?sslmode=requires", "sslmode");
    row("several servers", "postgresql://ada:sesame@db1,db2/shop", "several servers");
    row("address 6 without brackets", "postgresql://ada:sesame@::1/shop", "brackets");
    row("bad encoding", "postgresql://ada:sesame%zz@db1/shop", "per cent");
    row("zero byte", "postgresql://ada:sesame%00@db1/shop", "per cent");
    row("question mark in the password", "postgresql://ada:12?sesame@db1/shop", "%3F");
    row("semicolon", "mysql://ada:sesame@db1/shop?socket=/a;b", "semicolon");
    row("no scheme", "://ada:sesame@db1/shop", "not a connection URL");
}

void TestConnectionUrl::refused()
{
    QFETCH(QString, url);
    QFETCH(QString, says);
    const Result<ConnectionUrl> read = parseConnectionUrl(url);
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::Usage);
    QVERIFY2(read.error().text().contains(says), qPrintable(read.error().text()));
    QVERIFY2(
        !read.error().text().contains(QLatin1String("sesame")), qPrintable(read.error().text()));
}

template <class T>
concept Printable = requires(QDebug debug, const T& value)
{
    debug << value;
};

void TestConnectionUrl::secretsAreNotPrinted()
{
    static_assert(!Printable<Secret>);
    static_assert(!std::is_convertible_v<Secret, QString>);
    QCOMPARE(redactedUrl(QStringLiteral("mysql://ada:p@ss/w@h/db?password=x&a=b")),
        QStringLiteral("mysql://ada:***@h/db?password=***&a=b"));
}

void TestConnectionUrl::passwordsAreTakenOutAndPutIn_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("bare");
    QTest::addRow("none") << "postgresql://ada@h/db"
                          << "postgresql://ada@h/db";
    QTest::addRow("behind the user") << "mysql://ada:p%40ss@h/db?sslmode=require"
                                     << "mysql://ada@h/db?sslmode=require";
    QTest::addRow("the only option") << "postgresql://ada@h/db?password=x"
                                     << "postgresql://ada@h/db";
    QTest::addRow("the first option") << "postgresql://ada@h/db?password=x&sslmode=require"
                                      << "postgresql://ada@h/db?sslmode=require";
    QTest::addRow("the last option") << "postgresql://ada@h/db?sslmode=require&password=x"
                                     << "postgresql://ada@h/db?sslmode=require";
}

void TestConnectionUrl::passwordsAreTakenOutAndPutIn()
{
    QFETCH(const QString, url);
    QFETCH(const QString, bare);
    QCOMPARE(urlWithoutPassword(url), bare);
    const Secret odd(QStringLiteral("a&b=c?d%e@f/g h\u00e4"));
    const auto parsed = parseConnectionUrl(urlWithPassword(bare, odd));
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().text()));
    QCOMPARE(parsed->password.revealed(), odd.revealed());
    QCOMPARE(urlWithPassword(bare, Secret()), bare);
}

void TestConnectionUrl::optionFiles()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("my.cnf"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("# comment\n[mysqld]\nport=1\n[client]\nuser = ada # who\npassword=\"a # b\"\n"
               "ssl_ca=/ca.crt\nport=3307\n[shop]\nport=3308\nskip-name\n");
    file.close();
    const QStringList client{QStringLiteral("client")};
    const auto options = readOptionFile(path, client);
    QVERIFY(options.has_value());
    QCOMPARE(options->value(QStringLiteral("user")), QStringLiteral("ada"));
    QCOMPARE(options->value(QStringLiteral("password")), QStringLiteral("a # b"));
    QCOMPARE(options->value(QStringLiteral("ssl-ca")), QStringLiteral("/ca.crt"));
    QCOMPARE(options->value(QStringLiteral("port")), QStringLiteral("3307"));
    QCOMPARE(readOptionFile(path, client + QStringList{QStringLiteral("shop")})
                 ->value(QStringLiteral("port")),
        QStringLiteral("3308"));
    const auto missing = readOptionFile(path + QLatin1Char('x'), client);
    QVERIFY(!missing.has_value());
    QVERIFY(missing.error().text().contains(QLatin1String("my.cnfx")));
}

void TestConnectionUrl::namedValues_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, Dialect dialect, const char* sql, const char* expected) {
        QTest::newRow(name) << static_cast<int>(dialect) << QByteArray(sql) << QByteArray(expected);
    };
    const Dialect pg = Dialect::Postgresql;
    const Dialect my = Dialect::Mysql;
    row("every place", pg, "a = :n AND b > :n", "a = <7> AND b > <7>");
    row("casts", pg, "a::n, :n::text, '1'::n", "a::n, <7>::text, '1'::n");
    row("strings", pg, "':n' || E'\\':n' || $$:n$$ || $x$ :n $x$",
        "':n' || E'\\':n' || $$:n$$ || $x$ :n $x$");
    row("names and comments", pg, "\":n\" -- :n\n/* :n /* :n */ :n */ :n",
        "\":n\" -- :n\n/* :n /* :n */ :n */ <7>");
    row("longer names", pg, ":nn :n", ":nn <7>");
    row("slices", pg, "a[1:2] a[1:n]", "a[1:2] a[1<7>]");
    row("letters beyond ASCII", pg, "'ü' :n", "'ü' <7>");
    row("mariadb", my, "\":n\" `:n` # :n\n':n\\' :n' @a := :n",
        "\":n\" `:n` # :n\n':n\\' :n' @a := <7>");
}

void TestConnectionUrl::namedValues()
{
    QFETCH(int, dialect);
    QFETCH(QByteArray, sql);
    QFETCH(QByteArray, expected);
    QCOMPARE(withNamedValues(sql, static_cast<Dialect>(dialect), {{QStringLiteral("n"), 7}},
                 [](const QVariant& value) { return '<' + value.toByteArray() + '>'; }),
        expected);
}

void TestConnectionUrl::rowChanges_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<bool>("changes");
    QTest::newRow("insert") << QByteArray(" insert into t values (1)") << true;
    QTest::newRow("behind a comment") << QByteArray("-- x\nUPDATE t SET a = 1") << true;
    QTest::newRow("with") << QByteArray("WITH a AS (SELECT 1) DELETE FROM t") << true;
    QTest::newRow("with select") << QByteArray("WITH a AS (SELECT 1) SELECT 2") << false;
    QTest::newRow("select") << QByteArray("SELECT 1 AS \"INSERT\"") << false;
    QTest::newRow("ddl") << QByteArray("CREATE TRIGGER t AFTER UPDATE ON t") << false;
}

void TestConnectionUrl::rowChanges()
{
    QFETCH(QByteArray, sql);
    QFETCH(bool, changes);
    QCOMPARE(changesRows(sql, Dialect::Sqlite), changes);
}

QTEST_APPLESS_MAIN(TestConnectionUrl)
#include "test_connection_url.moc"
