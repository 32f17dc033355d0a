// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "tests/support/servers/test_servers.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <clocale>

using namespace whimbrel;
using namespace whimbrel::test;

Q_DECLARE_METATYPE(whimbrel::Dialect)

/// Ways into a server, and what is said when there is none.
class TestOpening final : public QObject {
    Q_OBJECT

private slots:
    void cleanup();
    void ways_data();
    void ways();
    void passwordsFromOutside_data();
    void passwordsFromOutside();
    void refusals_data();
    void refusals();
    void reasonsAreToldApartInEveryLanguage();
    void serviceFileOfTheUrl();
    void tooManyConnections_data() { addServers(); }
    void tooManyConnections();

private:
    static void addServers();
    [[nodiscard]] QString written(const char* name, const QString& text) const;

    const Servers& m_servers = Servers::shared();
    QTemporaryDir m_folder{};
};

namespace {

const QString app = QStringLiteral("app");
const QString secure = QStringLiteral("secure");
const QString shop = QStringLiteral("whimbrel");

} // namespace

void TestOpening::addServers()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("postgresql") << Dialect::Postgresql;
    QTest::newRow("mariadb") << Dialect::Mysql;
}

void TestOpening::cleanup()
{
    for (const char* name : {"PGPASSWORD", "PGPASSFILE", "PGSERVICEFILE", "MYSQL_PWD"}) {
        qunsetenv(name);
    }
}

QString TestOpening::written(const char* name, const QString& text) const
{
    QFile file(m_folder.filePath(QLatin1String(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0) {
        qFatal("%s cannot be written", name);
    }
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner); // libpq passes others over
    return file.fileName();
}

void TestOpening::ways_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("tls"); // "yes", "no"
    QTest::addColumn<QString>("user");
    const Servers& servers = m_servers;
    const auto url = [&](Dialect dialect, const QString& user, const QString& options = {}) {
        return servers.url(dialect, user, shop, Servers::Password::InUrl, options);
    };
    const QString yes = QStringLiteral("yes");
    const QString no = QStringLiteral("no");
    const QString trusted = servers.certificate();
    const Dialect pg = Dialect::Postgresql;
    const Dialect my = Dialect::Mysql;
    QTest::newRow("pg password") << url(pg, app) << yes << app;
    QTest::newRow("pg without tls") << url(pg, app, QStringLiteral("sslmode=disable")) << no << app;
    QTest::newRow("pg required") << url(pg, secure, QStringLiteral("sslmode=require")) << yes
                                 << secure;
    QTest::newRow("pg verified") << url(
        pg, secure, QStringLiteral("sslmode=verify-full&sslrootcert=") + trusted)
                                 << yes << secure;
    QTest::newRow("pg socket") << QStringLiteral("postgresql://postgres@/whimbrel?host=%1&port=%2")
                                      .arg(servers.socket(pg), QString::number(servers.port(pg)))
                               << no << QStringLiteral("postgres");
    QTest::newRow("pg address 6")
        << QStringLiteral("postgresql://postgres@[::1]:%1/whimbrel").arg(servers.port(pg)) << yes
        << QStringLiteral("postgres");
    QTest::newRow("my password") << url(my, app) << yes << app;
    QTest::newRow("my without tls") << url(my, app, QStringLiteral("sslmode=disable")) << no << app;
    QTest::newRow("my required") << url(my, secure, QStringLiteral("sslmode=require")) << yes
                                 << secure;
    QTest::newRow("my verified") << url(
        my, secure, QStringLiteral("sslmode=verify-full&ssl-ca=") + trusted)
                                 << yes << secure;
    QTest::newRow("my socket")
        << QStringLiteral("mysql://root@localhost/whimbrel?socket=%1").arg(servers.socket(my)) << no
        << QStringLiteral("root");
    QTest::newRow("my port of localhost")
        << QStringLiteral("mysql://root@localhost:%1/whimbrel").arg(servers.port(my)) << yes
        << QStringLiteral("root");
}

void TestOpening::ways()
{
    QFETCH(QString, url);
    QFETCH(QString, tls);
    QFETCH(QString, user);
    const auto opened = openConnection(url, Connection::Access::ReadWrite);
    QVERIFY2(opened.has_value(), qPrintable(opened ? QString() : opened.error().text()));
    Connection& connection = **opened;
    const bool isPg = connection.dialect() == Dialect::Postgresql;
    if (isPg) {
        QCOMPARE(single(connection, QStringLiteral("SELECT current_user::text")), user);
        QCOMPARE(single(connection,
                     QStringLiteral("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")),
            tls == QLatin1String("yes") ? QStringLiteral("true") : QStringLiteral("false"));
    } else {
        QVERIFY(single(connection, QStringLiteral("SELECT USER()"))
                    .startsWith(user + QLatin1Char('@')));
        const auto cipher = connection.rows(QStringLiteral("SHOW STATUS LIKE 'Ssl_cipher'"));
        QCOMPARE(cipher->at(0).at(1).toString().isEmpty(), tls == QLatin1String("no"));
    }
    QVERIFY(connection.name().startsWith(QLatin1String("whimbrel on ")));
    QVERIFY(!connection.name().contains(QLatin1String("p@ss")));
}

void TestOpening::passwordsFromOutside_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("way");
    for (const char* way : {"PGPASSWORD", "PGPASSFILE", "service"}) {
        QTest::newRow(way) << Dialect::Postgresql << QString::fromLatin1(way);
    }
    for (const char* way : {"MYSQL_PWD", "option file", "option file alone"}) {
        QTest::newRow(way) << Dialect::Mysql << QString::fromLatin1(way);
    }
    QTest::newRow("asked for, pg") << Dialect::Postgresql << QStringLiteral("asked");
    QTest::newRow("asked for, my") << Dialect::Mysql << QStringLiteral("asked");
}

void TestOpening::passwordsFromOutside()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, way);
    const QString password = m_servers.passwordOf(app);
    const QString port = QString::number(m_servers.port(dialect));
    QString text = m_servers.url(dialect, app, shop, Servers::Password::Left);
    QCOMPARE(openConnection(text, Connection::Access::Read).has_value(), false);

    if (way == QLatin1String("PGPASSWORD") || way == QLatin1String("MYSQL_PWD")) {
        qputenv(way.toLatin1().constData(), password.toUtf8());
    } else if (way == QLatin1String("PGPASSFILE")) {
        const QString escaped = QString(password).replace(QLatin1Char(':'), QLatin1String("\\:"));
        qputenv("PGPASSFILE",
            written("pgpass", QStringLiteral("127.0.0.1:%1:*:app:%2\n").arg(port, escaped))
                .toUtf8());
    } else if (way == QLatin1String("service")) {
        qputenv("PGSERVICEFILE",
            written("services",
                QStringLiteral("[shop]\nhost=127.0.0.1\nport=%1\nuser=app\ndbname=whimbrel\n"
                               "password=%2\n")
                    .arg(port, password))
                .toUtf8());
        text = QStringLiteral("postgresql://?service=shop");
    } else if (way == QLatin1String("option file")) {
        text += QStringLiteral("?defaults-file=")
            + written("my.cnf", QStringLiteral("[client]\npassword=\"%1\"\n").arg(password));
    } else if (way == QLatin1String("option file alone")) {
        text = QStringLiteral("mysql://?defaults-file=")
            + written("my.cnf",
                QStringLiteral("[client]\nhost=127.0.0.1\nport=%1\nuser=app\npassword=\"%2\"\n"
                               "database=whimbrel\n")
                    .arg(port, password));
    }
    Result<ConnectionUrl> url = parseConnectionUrl(text);
    QVERIFY2(url.has_value(), qPrintable(url ? QString() : url.error().text()));
    if (way == QLatin1String("asked")) {
        url->password = Secret(password);
    }
    const auto opened = openConnection(*url, Connection::Access::ReadWrite);
    QVERIFY2(opened.has_value(), qPrintable(opened ? QString() : opened.error().text()));
    QVERIFY((*opened)->name().contains(QLatin1String("whimbrel"))
        || (*opened)->name().contains(QLatin1String("shop")));
}

void TestOpening::refusals_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("says");
    const Servers& servers = m_servers;
    const Dialect pg = Dialect::Postgresql;
    const Dialect my = Dialect::Mysql;
    const auto url = [&](Dialect dialect, const QString& user, const char* options) {
        return servers.url(
            dialect, user, shop, Servers::Password::InUrl, QString::fromLatin1(options));
    };
    const auto row = [](const char* name, const QString& address, const char* state,
                         const char* says) {
        QTest::newRow(name) << address << QString::fromLatin1(state) << QString::fromLatin1(says);
    };
    const auto wrong = [&](Dialect dialect) {
        return servers.url(dialect, app, shop, Servers::Password::Left)
            .replace(QLatin1String("app@"), QLatin1String("app:sesame@"));
    };
    row("pg unknown host", QStringLiteral("postgresql://a:sesame@no-such-host.invalid/shop"), "",
        "not known");
    row("pg server down", QStringLiteral("postgresql://a:sesame@127.0.0.1:1/shop"), "",
        "could not be reached");
    row("pg wrong password", wrong(pg), "28P01", "does not take the password");
    row("pg no password", servers.url(pg, app, shop, Servers::Password::Left), "28P01",
        "wants a password");
    row("pg unknown database",
        servers.url(pg, app, QStringLiteral("no_such_database"), Servers::Password::InUrl), "3D000",
        "no_such_database");
    row("pg tls required", url(pg, secure, "sslmode=disable"), "28000", "sslmode=require");
    row("pg foreign certificate",
        url(pg, app, "sslmode=verify-full&sslrootcert=") + servers.otherCertificate(), "", "TLS");
    row("pg unknown service", QStringLiteral("postgresql://?service=no_such_service"), "",
        "no_such_service");
    row("my unknown host", QStringLiteral("mysql://a:sesame@no-such-host.invalid/shop"), "2005",
        "not known");
    row("my server down", QStringLiteral("mysql://a:sesame@127.0.0.1:1/shop"), "2002",
        "could not be reached");
    row("my wrong password", wrong(my), "1045", "does not take the password");
    row("my unknown database",
        servers.url(my, QStringLiteral("root"), QStringLiteral("no_such_database"),
            Servers::Password::Left),
        "1049", "no_such_database");
    row("my database denied", servers.url(my, app, QStringLiteral("mysql")), "1044", "right");
    row("my tls required", url(my, secure, "sslmode=disable"), "1045", "sslmode=require");
    row("my foreign certificate",
        url(my, app, "sslmode=verify-full&ssl-ca=") + servers.otherCertificate(), "2026", "TLS");
    row("my foreign certificate, no fallback",
        url(my, app, "sslmode=verify-ca&ssl-ca=") + servers.otherCertificate(), "2026", "TLS");
    row("my no option file", QStringLiteral("mysql://?defaults-file=/no/such.cnf"), "",
        "/no/such.cnf");
}

void TestOpening::refusals()
{
    QFETCH(QString, url);
    QFETCH(QString, state);
    QFETCH(QString, says);
    const auto opened = openConnection(url, Connection::Access::ReadWrite);
    QVERIFY(!opened.has_value());
    const Error& error = opened.error();
    qInfo("%s", qPrintable(error.text()));
    QCOMPARE(error.code, ErrorCode::Connection);
    QCOMPARE(error.sqlState, state);
    QVERIFY2(error.text().contains(says), qPrintable(error.text()));
    QVERIFY(!error.advice.isEmpty());
    QCOMPARE(wantsPassword(error),
        says.contains(QLatin1String("password")) || state == QLatin1String("1045"));
    QVERIFY(!error.text().contains(QLatin1String("sesame")));
    QVERIFY(!error.text().contains(m_servers.passwordOf(app)));
}

void TestOpening::reasonsAreToldApartInEveryLanguage()
{
    // libpq's own messages have no code, and are in the language of the person.
    qputenv("LANGUAGE", "de");
    std::setlocale(LC_ALL, "C.UTF-8"); // has messages looked up anew
    const auto unknown = openConnection(
        QStringLiteral("postgresql://a@no-such-host.invalid/shop"), Connection::Access::Read);
    const auto foreign
        = openConnection(m_servers.url(Dialect::Postgresql, app, shop, Servers::Password::InUrl,
                             QStringLiteral("sslmode=verify-full&sslrootcert="))
                + m_servers.otherCertificate(),
            Connection::Access::Read);
    qunsetenv("LANGUAGE");
    std::setlocale(LC_ALL, "C.UTF-8");
    QVERIFY(!unknown.has_value() && !foreign.has_value());
    QVERIFY2(unknown.error().message.contains(QLatin1String("a name that is not known")),
        qPrintable(unknown.error().text()));
    QVERIFY2(foreign.error().message.contains(QLatin1String("over TLS")),
        qPrintable(foreign.error().text()));
    QVERIFY(!foreign.error().message.contains(QLatin1String("konnte")));
}

void TestOpening::serviceFileOfTheUrl()
{
    const QString file = written("services.conf",
        QStringLiteral("[other]\nhost=nowhere.invalid\n# what is meant\n[shop]\nhost=127.0.0.1\n"
                       "port=%1\nuser=app\ndbname=whimbrel\npassword=%2\nsslmode=require\n")
            .arg(QString::number(m_servers.port(Dialect::Postgresql)), m_servers.passwordOf(app)));
    const QString url = QStringLiteral("postgresql:///?service=%1&servicefile=") + file;
    const auto opened = openConnection(url.arg(QStringLiteral("shop")), Connection::Access::Read);
    QVERIFY2(opened.has_value(), qPrintable(opened ? QString() : opened.error().text()));
    QCOMPARE(single(**opened, QStringLiteral("SELECT current_user::text")), app);
    const auto none = openConnection(url.arg(QStringLiteral("none")), Connection::Access::Read);
    QVERIFY(!none.has_value());
    QVERIFY(none.error().message.contains(QStringLiteral("no service \"none\"")));
    const auto unread
        = openConnection(QStringLiteral("postgresql:///?service=shop&servicefile=/no/such"),
            Connection::Access::Read);
    QVERIFY(!unread.has_value());
    QVERIFY(unread.error().message.contains(QStringLiteral("/no/such")));
}

void TestOpening::tooManyConnections()
{
    QFETCH(Dialect, dialect);
    const ScratchDatabase scratch(dialect);
    const auto server = scratch.open();
    const bool isPg = dialect == Dialect::Postgresql;
    const QString user = QStringLiteral("one_%1").arg(QCoreApplication::applicationPid());
    if (isPg) {
        execute(*server,
            QStringLiteral("CREATE ROLE %1 LOGIN PASSWORD 'x' CONNECTION LIMIT 1").arg(user));
    } else {
        execute(*server,
            QStringLiteral("CREATE USER %1 IDENTIFIED BY 'x' WITH MAX_USER_CONNECTIONS 1")
                .arg(user));
        execute(*server, QStringLiteral("GRANT ALL ON %1.* TO %2").arg(scratch.name(), user));
    }
    Result<ConnectionUrl> url
        = parseConnectionUrl(m_servers.url(dialect, user, scratch.name(), Servers::Password::Left));
    url->password = Secret(QStringLiteral("x"));
    auto first = openConnection(*url, Connection::Access::ReadWrite);
    const auto second = openConnection(*url, Connection::Access::ReadWrite);
    const bool isFirst = first.has_value();
    first = fail({});
    execute(*server,
        QStringLiteral("DROP %1 %2")
            .arg(isPg ? QStringLiteral("ROLE") : QStringLiteral("USER"), user));
    QVERIFY(isFirst);
    QVERIFY(!second.has_value());
    QCOMPARE(second.error().code, ErrorCode::Connection);
    QCOMPARE(second.error().sqlState, isPg ? QStringLiteral("53300") : QStringLiteral("1226"));
    QVERIFY2(second.error().advice.contains(QLatin1String("connections")),
        qPrintable(second.error().text()));
}

QTEST_GUILESS_MAIN(TestOpening)
#include "test_opening.moc"
