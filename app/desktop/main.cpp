// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/keychain/keychain.h"
#include "ui/prompts/prompts.h"
#include "ui/shell/main_window.h"
#include "ui/style/appearance.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QScreen>
#include <QSettings>

int main(int argc, char** argv)
{
    using namespace whimbrel;
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("whimbrel"));
    QApplication::setApplicationDisplayName(QStringLiteral("Whimbrel"));
    QApplication::setOrganizationName(QStringLiteral("whimbrel"));
    QApplication::setApplicationVersion(QStringLiteral(WHIMBREL_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("whimbrel"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "main", "Plans, checks and carries out database migrations without downtime."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("plan"),
        QCoreApplication::translate("main", "The plan to open."), QStringLiteral("[PLAN]"));
    parser.process(application);
    const QStringList paths = parser.positionalArguments();
    if (paths.size() > 1) {
        qCritical("%s",
            qPrintable(QCoreApplication::translate("main",
                "One plan at a time: give at most one path, and start Whimbrel again "
                "for another plan.")));
        return 2;
    }

    QSettings settings;
    DialogPrompts prompts;
    Appearance appearance;
    Keychain keychain;
    MainWindow window(settings, prompts, appearance, keychain);
    const QSize room = window.screen()->availableSize();
    if (window.width() > room.width() || window.height() > room.height()) {
        window.showMaximized(); // a small screen, or a scale that makes it one
    } else {
        window.show();
    }
    if (paths.isEmpty()) {
        window.documents().lookForUnsaved();
    } else {
        window.openPath(paths.constFirst());
    }
    return QApplication::exec();
}
