// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/connections/connections_dialog_fixture.h"

#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

namespace whimbrel::test {

void ConnectionsDialogFixture::clear()
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

void ConnectionsDialogFixture::open()
{
    m_dialog = std::make_unique<ConnectionsDialog>(*m_connections, m_prompts, nullptr);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
}

void ConnectionsDialogFixture::add(const ConnectionProfile& profile)
{
    QList<ConnectionProfile> all = m_connections->profiles();
    all.append(profile);
    const Result<> written = writeConnectionProfiles(connectionProfilesPath(), all);
    QVERIFY2(written.has_value(), qPrintable(written ? QString() : written.error().text()));
    m_connections->reload();
}

void ConnectionsDialogFixture::type(ConnectionField field, const QString& words)
{
    QLineEdit* editor = m_dialog->form().editor(field);
    QVERIFY(editor->isVisible());
    editor->selectAll();
    QTest::keyClicks(editor, words);
    if (words.isEmpty()) {
        QTest::keyClick(editor, Qt::Key_Delete);
    }
}

void ConnectionsDialogFixture::chooseData(QComboBox* box, const QVariant& data)
{
    const int at = box->findData(data);
    QVERIFY(at >= 0);
    box->setCurrentIndex(at);
    emit box->activated(at);
}

void ConnectionsDialogFixture::test()
{
    m_dialog->testButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(
        !result().isEmpty() && !result().startsWith(text("Connecting")), patience);
}

QString ConnectionsDialogFixture::file() const
{
    QFile file(connectionProfilesPath());
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

PasswordQuestion* ConnectionsDialogFixture::question() const
{
    return m_dialog->findChild<PasswordQuestion*>();
}

} // namespace whimbrel::test
