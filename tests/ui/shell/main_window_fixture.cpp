// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/shell/main_window_fixture.h"

#include "model/io/plan_file.h"
#include "tests/support/sample_plan.h"

#include <QSignalSpy>
#include <QTest>

namespace whimbrel::test {

void MainWindowFixture::openWindow()
{
    if (!m_appearance) {
        m_appearance = std::make_unique<Appearance>();
    }
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(path("settings.ini"), QSettings::IniFormat);
    m_prompts = {};
    m_window = makeWindow();
}

void MainWindowFixture::closeWindow()
{
    m_window.reset();
    m_settings.reset();
    m_folder.reset();
}

std::unique_ptr<MainWindow> MainWindowFixture::makeWindow()
{
    auto window = std::make_unique<MainWindow>(*m_settings, m_prompts, *m_appearance, m_secrets);
    window->show();
    return window;
}

void MainWindowFixture::open(const QString& planPath)
{
    QSignalSpy opened(&m_window->documents(), &DocumentController::opened);
    m_window->openPath(planPath);
    QTRY_COMPARE(opened.count(), 1);
}

void MainWindowFixture::saveSample(const QString& planPath)
{
    QVERIFY(savePlan(chain(2), planPath));
}

} // namespace whimbrel::test
