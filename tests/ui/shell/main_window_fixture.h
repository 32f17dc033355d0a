// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/ui/fake_secret_store.h"
#include "tests/ui/shell/fake_prompts.h"
#include "ui/shell/main_window.h"

#include <QSettings>
#include <QTemporaryDir>

#include <memory>

namespace whimbrel::test {

/// The window with settings of its own, driven through its actions, with prompts that answer by
/// themselves.
class MainWindowFixture {
protected:
    void openWindow();
    void closeWindow();
    [[nodiscard]] QString path(const char* name) const
    {
        return m_folder->filePath(QString::fromLatin1(name));
    }
    void open(const QString& planPath);
    void saveSample(const QString& planPath);
    [[nodiscard]] std::unique_ptr<MainWindow> makeWindow();
    void trigger(ActionId id) { m_window->actionSet()[id]->trigger(); }
    [[nodiscard]] PlanSession& session() { return m_window->session(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Appearance> m_appearance;
    FakePrompts m_prompts;
    FakeSecretStore m_secrets;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace whimbrel::test
