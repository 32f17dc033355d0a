// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

class QWidget;

namespace whimbrel {

/// Every question that stops a person's work, and every message that has to be read. Behind an
/// interface, so that tests answer without a window.
class Prompts {
public:
    virtual ~Prompts() = default;

    /// An open plan has changes: what about them?
    enum class Unsaved { Save, Discard, Cancel };
    [[nodiscard]] virtual Unsaved askUnsaved(QWidget* parent, const QString& plan) = 0;

    /// An open run is about to be let go of. `text` says that it stays open, `hint` how it is gone
    /// on with; `tellAgain` is whether the person wants to be told the next time.
    struct Leaving {
        bool goOn = true;
        bool tellAgain = true;
    };
    [[nodiscard]] virtual Leaving askLeaveRun(
        QWidget* parent, const QString& text, const QString& hint)
        = 0;

    /// A yes or no question; `action` is what yes does, as the button says it.
    [[nodiscard]] virtual bool confirm(
        QWidget* parent, const QString& title, const QString& question, const QString& action)
        = 0;

    /// A failure with its details, one a line, in a list that can be read and copied.
    virtual void showProblem(
        QWidget* parent, const QString& title, const QString& message, const QStringList& details)
        = 0;
    virtual void showAbout(QWidget* parent, const QString& title, const QString& text) = 0;

    /// Empty: the person changed their mind.
    [[nodiscard]] virtual QString openFile(
        QWidget* parent, const QString& title, const QString& folder, const QString& filter)
        = 0;
    [[nodiscard]] virtual QString saveFile(
        QWidget* parent, const QString& title, const QString& path, const QString& filter)
        = 0;
    [[nodiscard]] virtual QString chooseFolder(
        QWidget* parent, const QString& title, const QString& folder)
        = 0;
};

/// Asks with dialogs.
class DialogPrompts final : public Prompts {
public:
    Unsaved askUnsaved(QWidget* parent, const QString& plan) override;
    Leaving askLeaveRun(QWidget* parent, const QString& text, const QString& hint) override;
    bool confirm(QWidget* parent, const QString& title, const QString& question,
        const QString& action) override;
    void showProblem(QWidget* parent, const QString& title, const QString& message,
        const QStringList& details) override;
    void showAbout(QWidget* parent, const QString& title, const QString& text) override;
    QString openFile(QWidget* parent, const QString& title, const QString& folder,
        const QString& filter) override;
    QString saveFile(
        QWidget* parent, const QString& title, const QString& path, const QString& filter) override;
    QString chooseFolder(QWidget* parent, const QString& title, const QString& folder) override;
};

} // namespace whimbrel
