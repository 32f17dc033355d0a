// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/connections/connections_dialog_fixture.h"

#include <QCheckBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QUrl>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace whimbrel;
using namespace whimbrel::test;

using Field = ConnectionField;

namespace {

/// Takes connections and says nothing.
class SilentServer final {
public:
    SilentServer()
        : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(m_socket, any, size) != 0 || ::listen(m_socket, 5) != 0
            || ::getsockname(m_socket, any, &size) != 0) {
            qFatal("no port could be had");
        }
        m_port = ntohs(address.sin_port);
    }
    ~SilentServer() { ::close(m_socket); }
    Q_DISABLE_COPY_MOVE(SilentServer)

    [[nodiscard]] int port() const { return m_port; }

private:
    int m_socket;
    int m_port = 0;
};

} // namespace

/// The button Test in the window of connections, with real servers behind it.
class TestConnectionTesting final : public QObject, private ConnectionsDialogFixture {
    Q_OBJECT

private slots:
    void init() { clear(); }

    void testTellsOfTheServer_data();
    void testTellsOfTheServer();
    void testTellsWhatIsWrong_data();
    void testTellsWhatIsWrong();
    void testAsksForThePassword();
    void testIsStopped();
};

void TestConnectionTesting::testTellsOfTheServer_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QStringList>("says");
    const Dialect pg = Dialect::Postgresql;
    const Dialect my = Dialect::Mysql;
    QTest::newRow("postgresql") << m_servers.url(pg)
                                << QStringList{text("PostgreSQL 15"), text("User: postgres"),
                                       text("TLSv1"), text("takes changes"),
                                       text("everything (superuser)"), text("round trip")};
    QTest::newRow("postgresql, not encrypted, a role")
        << m_servers.url(pg) + text("?role=app&sslmode=disable")
        << QStringList{text("postgres, acting as app"), text("not encrypted"),
               text("May: create tables in the schema public"), text("May not: everything")};
    QTest::newRow("postgresql, socket")
        << text("postgresql://postgres@%1:%2/whimbrel")
               .arg(QString::fromLatin1(QUrl::toPercentEncoding(m_servers.socket(pg))),
                   QString::number(m_servers.port(pg)))
        << QStringList{text("does not leave this machine")};
    QTest::newRow("replica") << m_servers.replicaUrl()
                             << QStringList{text("a replica: it takes no changes")};
    QTest::newRow("pooler") << m_servers.poolerUrl(Servers::Pool::Session)
                            << QStringList{text("Pooler: one stands between")};
    QTest::newRow("mariadb") << m_servers.url(my)
                             << QStringList{text("MariaDB 10.11"), text("User: root@"),
                                    text("TLSv1"), text("May: create, change and drop tables"),
                                    text("May: see what other users")};
    QTest::newRow("mariadb, socket") << text("mysql://root@/whimbrel?socket=")
            + m_servers.socket(my) << QStringList{text("does not leave this machine")};
}

void TestConnectionTesting::testTellsOfTheServer()
{
    QFETCH(QString, url);
    QFETCH(QStringList, says);
    add({text("shop"), parseConnectionUrl(url)->shown, text("staging"), false});
    open();
    test();
    for (const QString& each : says) {
        QVERIFY2(result().contains(each), qPrintable(each + text(" is not in\n") + result()));
    }
}

void TestConnectionTesting::testTellsWhatIsWrong_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("says");
    const Dialect pg = Dialect::Postgresql;
    const Dialect my = Dialect::Mysql;
    const auto at = [this](Dialect dialect, const char* rest) {
        return m_servers.url(dialect, text("root"), QString(), Servers::Password::Left)
                   .replace(
                       text("root@"), dialect == Dialect::Mysql ? text("root@") : text("postgres@"))
            + text(rest);
    };
    QTest::newRow("unknown host") << text("postgresql://a@no-such-host.invalid/shop")
                                  << text("a name that is not known");
    QTest::newRow("nobody listens")
        << text("postgresql://a@127.0.0.1:1/shop") << text("could not be reached");
    QTest::newRow("unknown database") << at(pg, "no_such_shop") << text("no_such_shop");
    QTest::newRow("foreign certificate")
        << at(pg, "whimbrel?sslmode=verify-full&sslrootcert=") + m_servers.otherCertificate()
        << text("over TLS");
    QTest::newRow("pooler that shares sessions")
        << m_servers.poolerUrl(Servers::Pool::Shared) << text("session mode");
    QTest::newRow("mariadb, unknown host")
        << text("mysql://a@no-such-host.invalid/shop") << text("a name that is not known");
    QTest::newRow("mariadb, unknown database") << at(my, "no_such_shop") << text("no_such_shop");
    QTest::newRow("no file") << text("sqlite:/no/such.db") << text("/no/such.db");
}

void TestConnectionTesting::testTellsWhatIsWrong()
{
    QFETCH(QString, url);
    QFETCH(QString, says);
    add({text("shop"), parseConnectionUrl(url)->shown, QString(), false});
    open();
    test();
    QVERIFY2(result().contains(says), qPrintable(result()));
    QVERIFY(!result().contains(text("It works")));
}

void TestConnectionTesting::testAsksForThePassword()
{
    for (const Dialect dialect : {Dialect::Postgresql, Dialect::Mysql}) {
        init();
        add({text("shop"),
            m_servers.url(dialect, text("app"), text("whimbrel"), Servers::Password::Left),
            text("staging"), false});
        open();
        m_dialog->testButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(question(), patience);
        QVERIFY(!question()->keep()->isVisible()); // the form says whether it is kept
        QTest::keyClicks(question()->editor(), text("wrong"));
        question()->confirmButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(
            question() && question()->editor()->text().isEmpty() && question()->isVisible(),
            patience);
        QTest::keyClicks(question()->editor(), m_servers.passwordOf(text("app")));
        question()->confirmButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(result().startsWith(text("It works")), patience);
        QVERIFY(!file().contains(m_servers.passwordOf(text("app"))));
        QCOMPARE(m_connections->known(text("@shop"))->password,
            Secret(m_servers.passwordOf(text("app"))));
    }
}

void TestConnectionTesting::testIsStopped()
{
    const SilentServer silent;
    add({text("shop"),
        text("postgresql://a@127.0.0.1:%1/shop?connect_timeout=2").arg(silent.port()), QString(),
        false});
    open();
    m_dialog->testButton()->click();
    QTRY_COMPARE(result(), text("Connecting…"));
    QElapsedTimer clock;
    clock.start();
    m_dialog->testButton()->click();
    QVERIFY(result().contains(text("stopped")));
    QVERIFY(clock.elapsed() < 500);
    QTest::qWait(50);
    QVERIFY(result().contains(text("stopped")));
}

QTEST_MAIN(TestConnectionTesting)
#include "test_connection_testing.moc"
