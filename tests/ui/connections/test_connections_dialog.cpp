// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/connections/connections_dialog_fixture.h"
#include "tests/ui/mnemonics.h"

#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

using Field = ConnectionField;

/// The window of connections, driven as a person does.
class TestConnectionsDialog final : public QObject, private ConnectionsDialogFixture {
    Q_OBJECT

private slots:
    void init() { clear(); }

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
    void brokenFileIsNamed();
    void mnemonicsAreUnique();
};

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
