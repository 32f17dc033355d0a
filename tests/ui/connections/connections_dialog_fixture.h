// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/servers/test_servers.h"
#include "tests/ui/fake_secret_store.h"
#include "tests/ui/shell/fake_prompts.h"
#include "ui/connections/connection_form.h"
#include "ui/connections/connections.h"
#include "ui/connections/connections_dialog.h"
#include "ui/connections/password_question.h"

#include <QComboBox>
#include <QListWidget>
#include <QTemporaryDir>

#include <memory>

namespace whimbrel::test {

inline constexpr int patience = 30'000;

[[nodiscard]] inline QString text(const char* words)
{
    return QString::fromUtf8(words);
}

/// The window of connections, with a folder and a keychain of its own, and the ways in which a
/// person uses it.
class ConnectionsDialogFixture {
protected:
    /// Before each test.
    void clear();
    void open();
    void add(const ConnectionProfile& profile);
    void type(ConnectionField field, const QString& words);
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

} // namespace whimbrel::test
