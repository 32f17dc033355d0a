// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/servers/test_servers.h"
#include "tests/ui/fake_secret_store.h"
#include "tests/ui/mnemonics.h"
#include "tests/ui/shell/fake_prompts.h"
#include "ui/connections/connection_form.h"
#include "ui/connections/connections.h"
#include "ui/connections/connections_dialog.h"
#include "ui/connections/password_question.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace whimbrel;
using namespace whimbrel::test;

using Field = ConnectionField;

namespace {

constexpr int patience = 30'000;

QString text(const char* words)
{
    return QString::fromUtf8(words);
}

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

/// The window of connections, driven as a person does, with real servers behind Test.
class TestConnectionsDialog final : public QObject {
    Q_OBJECT

private slots:
    void init();

    void fieldsHoldEveryUrl_data();
    void fieldsHoldEveryUrl();
    void problems_data();
    void problems();
    void addsAConnection();
    void problemsStandBesideTheirFields();
    void urlFillsTheForm();
    void passwordGoesIntoTheKeychainAlone();
    void renamingTakesThePasswordAlong();
    void duplicates();
    void removesWhatIsConfirmed();
    void nothingIsSavedHalf();
    void withoutAKeychainItSaysSo();
    void leavingAsksForWhatIsNotSaved();
    void testTellsOfTheServer_data();
    void testTellsOfTheServer();
    void testTellsWhatIsWrong_data();
    void testTellsWhatIsWrong();
    void testAsksForThePassword();
    void testIsStopped();
    void brokenFileIsNamed();
    void mnemonicsAreUnique();

private:
    void open();
    void add(const ConnectionProfile& profile);
    void type(Field field, const QString& words);
    void chooseData(QComboBox* box, const QVariant& data);
    void test();
    [[nodiscard]] QString file() const;
    /// The name of the connection that the list shows as chosen.
    [[nodiscard]] QString chosen() const
    {
        const QListWidgetItem* item = m_dialog->list().currentItem();
        return item ? item->text() : QString();
    }
    [[nodiscard]] PasswordQuestion* question() const;
    [[nodiscard]] QString result() const { return m_dialog->resultText(); }

    const Servers& m_servers = Servers::shared();
    std::unique_ptr<QTemporaryDir> m_folder{};
    FakePrompts m_prompts{};
    FakeSecretStore m_secrets{};
    std::unique_ptr<Connections> m_connections{};
    std::unique_ptr<ConnectionsDialog> m_dialog{};
};

void TestConnectionsDialog::init()
{
    m_dialog.reset();
    m_connections.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CONFIG_HOME", m_folder->path().toUtf8());
    for (const char* each : {"PGPASSWORD", "MYSQL_PWD", "PGPASSFILE"}) {
        qunsetenv(each);
    }
    m_secrets.kept.clear();
    m_secrets.isThere = true;
    m_prompts.confirms = true;
    m_prompts.unsaved = Prompts::Unsaved::Discard;
    m_prompts.unsavedAsked = 0;
    m_connections = std::make_unique<Connections>(m_secrets);
}

void TestConnectionsDialog::open()
{
    m_dialog = std::make_unique<ConnectionsDialog>(*m_connections, m_prompts, nullptr);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
}

void TestConnectionsDialog::add(const ConnectionProfile& profile)
{
    QList<ConnectionProfile> all = m_connections->profiles();
    all.append(profile);
    const Result<> written = writeConnectionProfiles(connectionProfilesPath(), all);
    QVERIFY2(written.has_value(), qPrintable(written ? QString() : written.error().text()));
    m_connections->reload();
}

void TestConnectionsDialog::type(Field field, const QString& words)
{
    QLineEdit* editor = m_dialog->form().editor(field);
    QVERIFY(editor->isVisible());
    editor->selectAll();
    QTest::keyClicks(editor, words);
    if (words.isEmpty()) {
        QTest::keyClick(editor, Qt::Key_Delete);
    }
}

void TestConnectionsDialog::chooseData(QComboBox* box, const QVariant& data)
{
    const int at = box->findData(data);
    QVERIFY(at >= 0);
    box->setCurrentIndex(at);
    emit box->activated(at);
}

void TestConnectionsDialog::test()
{
    m_dialog->testButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(
        !result().isEmpty() && !result().startsWith(text("Connecting")), patience);
}

QString TestConnectionsDialog::file() const
{
    QFile file(connectionProfilesPath());
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

PasswordQuestion* TestConnectionsDialog::question() const
{
    return m_dialog->findChild<PasswordQuestion*>();
}

void TestConnectionsDialog::fieldsHoldEveryUrl_data()
{
    QTest::addColumn<QString>("url");
    for (const char* url : {"sqlite:/srv/shop.db", "postgresql://dba@db1/shop",
             "postgresql://dba@db1:5433/shop?connect_timeout=3&role=owner&sslcert=/c.crt&"
             "sslkey=/c.key&sslmode=verify-full&sslrootcert=/ca.pem",
             "postgresql://dba@%2Fvar%2Frun%2Fpostgresql:5433/shop",
             "postgresql:///?service=shop&servicefile=/etc/pg_service.conf",
             "postgresql://[::1]:5432/shop", "mysql://dba@db1:3307/shop?sslmode=require&ssl-ca=/ca",
             "mysql://dba@/shop?socket=/run/mysqld/mysqld.sock",
             "mysql:///?defaults-file=/home/dba/.my.cnf&defaults-group=shop"}) {
        QTest::newRow(url) << QString::fromLatin1(url);
    }
}

void TestConnectionsDialog::fieldsHoldEveryUrl()
{
    QFETCH(QString, url);
    const Result<ConnectionUrl> parsed = parseConnectionUrl(url);
    QVERIFY2(parsed.has_value(), qPrintable(parsed ? QString() : parsed.error().text()));
    const ConnectionProfile profile{text("shop"), parsed->shown, text("staging"), false};
    QCOMPARE(profileOf(fieldsOf(profile)), profile);
    QVERIFY(problemsOf(fieldsOf(profile), {}).isEmpty());
    // And through the widgets.
    open();
    m_dialog->form().setFields(fieldsOf(profile));
    QCOMPARE(profileOf(m_dialog->form().fields()), profile);
}

void TestConnectionsDialog::problems_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, Field field, const char* typed, const char* says) {
        QTest::newRow(name) << static_cast<int>(field) << text(typed) << text(says);
    };
    row("no name", Field::Name, "", "Give it a name");
    row("odd name", Field::Name, "my shop", "letters, digits");
    row("taken name", Field::Name, "taken", "already");
    row("no host", Field::Host, "", "Name the server");
    row("odd host", Field::Host, "db1/shop", "no spaces");
    row("two hosts", Field::Host, "db1,db2", "one server");
    row("no number", Field::Port, "x", "5432");
    row("great number", Field::Port, "70000", "65535");
    row("no database", Field::Database, "", "Name the database");
    row("key without certificate", Field::Key, "/k.key", "");
    row("semicolon", Field::User, "a;b", "semicolon");
}

void TestConnectionsDialog::problems()
{
    QFETCH(int, field);
    QFETCH(QString, typed);
    QFETCH(QString, says);
    ConnectionFields fields
        = fieldsOf({text("shop"), text("postgresql://dba@db1/shop"), QString(), false});
    fields.set(static_cast<Field>(field), typed);
    const QMap<Field, QString> found = problemsOf(fields, {text("taken")});
    if (says.isEmpty()) {
        QVERIFY(found.contains(Field::Certificate));
        return;
    }
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.value(static_cast<Field>(field)).contains(says),
        qPrintable(found.value(static_cast<Field>(field))));
}

void TestConnectionsDialog::addsAConnection()
{
    open();
    QVERIFY(!m_dialog->saveButton()->isEnabled());
    type(Field::Name, text("shop-staging"));
    chooseData(m_dialog->form().environments(), text("staging"));
    type(Field::Host, text("db1.example.com"));
    type(Field::Database, text("shop"));
    type(Field::User, text("dba"));
    type(Field::Role, text("owner"));
    chooseData(m_dialog->form().tlsModes(), text("verify-full"));
    type(Field::Ca, text("/etc/ssl/shop.pem"));
    QSignalSpy changed(m_connections.get(), &Connections::changed);
    m_dialog->saveButton()->click();
    QCOMPARE(changed.count(), 1);
    const QList<ConnectionProfile> read = *readConnectionProfiles(connectionProfilesPath());
    QCOMPARE(read.size(), 1);
    QCOMPARE(read.first(),
        (ConnectionProfile{text("shop-staging"),
            text("postgresql://dba@db1.example.com/shop?role=owner&sslmode=verify-full&"
                 "sslrootcert=/etc/ssl/shop.pem"),
            text("staging"), false}));
    QCOMPARE(m_dialog->list().count(), 1);
    QTRY_COMPARE(chosen(), text("shop-staging"));
    QVERIFY(!m_dialog->saveButton()->isEnabled());
}

void TestConnectionsDialog::problemsStandBesideTheirFields()
{
    open();
    ConnectionForm& form = m_dialog->form();
    type(Field::Name, text("my shop"));
    QVERIFY(form.problemShown(Field::Name).contains(text("letters")));
    QVERIFY(form.problemShown(Field::Host).isEmpty()); // nobody was there yet
    m_dialog->saveButton()->click();
    QVERIFY(!form.problemShown(Field::Host).isEmpty());
    QVERIFY(!form.problemShown(Field::Database).isEmpty());
    QCOMPARE(file(), QString());
    type(Field::Name, text("shop"));
    QVERIFY(form.problemShown(Field::Name).isEmpty());
}

void TestConnectionsDialog::urlFillsTheForm()
{
    open();
    ConnectionForm& form = m_dialog->form();
    m_dialog->urlEditor()->setFocus();
    QTest::keyClicks(
        m_dialog->urlEditor(), text("mysql://dba:ge%40heim@db2:3307/shop?sslmode=require"));
    QCOMPARE(form.fields().dialect, Dialect::Mysql);
    QCOMPARE(form.editor(Field::Host)->text(), text("db2"));
    QCOMPARE(form.editor(Field::Port)->text(), text("3307"));
    QCOMPARE(form.editor(Field::Database)->text(), text("shop"));
    QCOMPARE(form.editor(Field::User)->text(), text("dba"));
    QCOMPARE(form.tlsModes()->currentData().toString(), text("require"));
    QVERIFY(!m_dialog->urlEditor()->text().contains(text("heim")));
    type(Field::Name, text("shop"));
    m_dialog->saveButton()->click();
    QTRY_VERIFY(file().contains(text("db2:3307")));
    QVERIFY(!file().contains(text("heim")));
    // It was given for this: it is not asked for again.
    QCOMPARE(m_connections->known(text("@shop"))->password, Secret(text("ge@heim")));
}

void TestConnectionsDialog::passwordGoesIntoTheKeychainAlone()
{
    open();
    type(Field::Name, text("shop"));
    type(Field::Host, text("db1"));
    type(Field::Database, text("shop"));
    chooseData(m_dialog->form().keeping(), true);
    QTest::keyClicks(m_dialog->form().passwordEditor(), text("vier-Schafe-7"));
    m_dialog->saveButton()->click();
    QTRY_COMPARE(m_secrets.kept.value(text("shop")), Secret(text("vier-Schafe-7")));
    QTRY_VERIFY(file().contains(text("keychain")));
    QVERIFY(!file().contains(text("Schafe")));
    QVERIFY(m_dialog->form().password().isEmpty());
    // Asked for from now on: what was kept is taken away.
    chooseData(m_dialog->form().keeping(), false);
    m_dialog->saveButton()->click();
    QTRY_VERIFY(m_secrets.kept.isEmpty());
}

void TestConnectionsDialog::renamingTakesThePasswordAlong()
{
    m_secrets.kept.insert(text("old"), Secret(text("secret")));
    add({text("old"), text("postgresql://dba@db1/shop"), text("staging"), true});
    open();
    type(Field::Name, text("new"));
    m_dialog->saveButton()->click();
    QTRY_COMPARE(m_secrets.kept.keys(), QStringList{text("new")});
    QCOMPARE(m_connections->profiles().size(), 1);
    QCOMPARE(m_connections->profiles().first().name, text("new"));
    QTRY_COMPARE(chosen(), text("new"));
}

void TestConnectionsDialog::duplicates()
{
    add({text("shop"), text("postgresql://dba@db1/shop"), text("production"), false});
    open();
    m_dialog->duplicateButton()->click();
    QCOMPARE(m_dialog->form().editor(Field::Name)->text(), text("shop-copy"));
    QVERIFY(m_dialog->saveButton()->isEnabled());
    m_dialog->saveButton()->click();
    QTRY_COMPARE(m_connections->profiles().size(), 2);
    QCOMPARE(m_connections->profiles().last().environment, text("production"));
    QCOMPARE(m_connections->profiles().first().name, text("shop"));
}

void TestConnectionsDialog::removesWhatIsConfirmed()
{
    m_secrets.kept.insert(text("two"), Secret(text("secret")));
    add({text("one"), text("sqlite:/one.db"), QString(), false});
    add({text("two"), text("postgresql://dba@db1/shop"), QString(), true});
    open();
    m_dialog->choose(text("two"));
    m_prompts.confirms = false;
    m_dialog->removeButton()->click();
    QCOMPARE(m_connections->profiles().size(), 2);
    m_prompts.confirms = true;
    m_dialog->removeButton()->click();
    QTRY_COMPARE(m_dialog->list().count(), 1);
    QTRY_VERIFY(m_secrets.kept.isEmpty());
    QTRY_COMPARE(chosen(), text("one"));
    QVERIFY(!file().contains(text("two")));
}

void TestConnectionsDialog::nothingIsSavedHalf()
{
    open();
    QTRY_VERIFY(m_dialog->isVisible());
    type(Field::Name, text("shop"));
    type(Field::Host, text("db1"));
    type(Field::Database, text("shop"));
    chooseData(m_dialog->form().keeping(), true);
    QTest::keyClicks(m_dialog->form().passwordEditor(), text("vier-Schafe-7"));
    m_secrets.isThere = false; // it has gone since the window was opened
    m_dialog->saveButton()->click();
    QTRY_VERIFY(result().contains(text("No keychain")));
    QCOMPARE(file(), QString());
    QVERIFY(m_connections->profiles().isEmpty());
    QCOMPARE(m_dialog->form().password(), text("vier-Schafe-7")); // nothing typed is lost
    // And a file that cannot be written leaves no password behind.
    m_secrets.isThere = true;
    QVERIFY(QFile(m_folder->filePath(text("whimbrel"))).open(QIODevice::WriteOnly));
    m_dialog->saveButton()->click();
    QTRY_VERIFY(result().contains(text("could not be saved")));
    QTRY_VERIFY(m_secrets.kept.isEmpty());
}

void TestConnectionsDialog::withoutAKeychainItSaysSo()
{
    m_secrets.isThere = false;
    add({text("shop"), text("postgresql://dba@db1/shop"), QString(), false});
    open();
    QTRY_VERIFY(!m_dialog->form().findChildren<QLabel*>().isEmpty());
    const auto says = [this] {
        for (const QLabel* each : m_dialog->form().findChildren<QLabel*>()) {
            if (each->isVisible() && each->text().contains(text("No keychain runs"))) {
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY(says());
    QVERIFY(!m_dialog->form().passwordEditor()->isVisible());
}

void TestConnectionsDialog::leavingAsksForWhatIsNotSaved()
{
    add({text("one"), text("sqlite:/one.db"), QString(), false});
    add({text("two"), text("sqlite:/two.db"), QString(), false});
    open();
    m_dialog->list().setCurrentRow(1);
    QTRY_COMPARE(m_dialog->form().editor(Field::Name)->text(), text("two"));
    QCOMPARE(m_prompts.unsavedAsked, 0);
    type(Field::File, text("/three.db"));
    m_prompts.unsaved = Prompts::Unsaved::Cancel;
    m_dialog->list().setCurrentRow(0);
    QTRY_COMPARE(m_prompts.unsavedAsked, 1);
    QCOMPARE(m_dialog->form().editor(Field::File)->text(), text("/three.db"));
    QCOMPARE(m_dialog->list().currentRow(), 1);
    m_prompts.unsaved = Prompts::Unsaved::Save;
    m_dialog->reject();
    QTRY_VERIFY(!m_dialog->isVisible());
    QVERIFY(file().contains(text("/three.db")));
}

void TestConnectionsDialog::testTellsOfTheServer_data()
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

void TestConnectionsDialog::testTellsOfTheServer()
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

void TestConnectionsDialog::testTellsWhatIsWrong_data()
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

void TestConnectionsDialog::testTellsWhatIsWrong()
{
    QFETCH(QString, url);
    QFETCH(QString, says);
    add({text("shop"), parseConnectionUrl(url)->shown, QString(), false});
    open();
    test();
    QVERIFY2(result().contains(says), qPrintable(result()));
    QVERIFY(!result().contains(text("It works")));
}

void TestConnectionsDialog::testAsksForThePassword()
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

void TestConnectionsDialog::testIsStopped()
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

void TestConnectionsDialog::brokenFileIsNamed()
{
    QVERIFY(QDir().mkpath(m_folder->filePath(text("whimbrel"))));
    QFile broken(connectionProfilesPath());
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("{");
    broken.close();
    m_connections->reload();
    open();
    QVERIFY2(result().contains(text("connections.json")), qPrintable(result()));
    type(Field::Name, text("shop"));
    QVERIFY(!m_dialog->saveButton()->isEnabled());
    QCOMPARE(file(), text("{"));
}

void TestConnectionsDialog::mnemonicsAreUnique()
{
    for (const char* url : {"sqlite:/srv/shop.db", "postgresql://dba@db1/shop?sslmode=require",
             "postgresql:///?service=shop", "mysql://dba@db1/shop?sslmode=require",
             "mysql:///?defaults-file=/home/dba/.my.cnf"}) {
        init();
        add({text("shop"), parseConnectionUrl(text(url))->shown, QString(), true});
        open();
        Mnemonics letters;
        letters.add(static_cast<const QWidget&>(*m_dialog));
        QVERIFY2(letters.clashes().isEmpty(), qPrintable(letters.clashes()));
    }
}

QTEST_MAIN(TestConnectionsDialog)
#include "test_connections_dialog.moc"
