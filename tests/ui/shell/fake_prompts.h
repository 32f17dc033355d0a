// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/prompts/prompts.h"

#include <QList>

namespace whimbrel::test {

/// Answers what a test has laid down, and keeps what was said.
class FakePrompts final : public Prompts {
public:
    Unsaved unsaved = Unsaved::Cancel;
    bool confirms = true;
    QString nextOpen{};
    QString nextSave{};
    QString nextFolder{};
    QStringList problems{}; ///< titles
    QStringList details{}; ///< of the last problem
    QString message{}; ///< of the last problem
    int unsavedAsked = 0;
    Leaving leaving{};
    QStringList leavingSaid{}; ///< what was said about open runs

    Unsaved askUnsaved(QWidget* /*parent*/, const QString& /*plan*/) override
    {
        ++unsavedAsked;
        return unsaved;
    }
    Leaving askLeaveRun(QWidget* /*parent*/, const QString& text, const QString& hint) override
    {
        leavingSaid.append(text + QLatin1Char('\n') + hint);
        return leaving;
    }
    bool confirm(QWidget* /*parent*/, const QString& /*title*/, const QString& /*question*/,
        const QString& /*action*/) override
    {
        return confirms;
    }
    void showProblem(QWidget* /*parent*/, const QString& title, const QString& text,
        const QStringList& lines) override
    {
        problems.append(title);
        message = text;
        details = lines;
    }
    void showAbout(QWidget* /*parent*/, const QString& title, const QString& /*text*/) override
    {
        problems.append(title);
    }
    QString openFile(QWidget* /*parent*/, const QString& /*title*/, const QString& /*folder*/,
        const QString& /*filter*/) override
    {
        return nextOpen;
    }
    QString saveFile(QWidget* /*parent*/, const QString& /*title*/, const QString& /*path*/,
        const QString& /*filter*/) override
    {
        return nextSave;
    }
    QString chooseFolder(
        QWidget* /*parent*/, const QString& /*title*/, const QString& /*folder*/) override
    {
        return nextFolder;
    }
};

} // namespace whimbrel::test
