// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/plan_file.h"
#include "ui/prompts/prompts.h"
#include "ui/session/plan_session.h"
#include "ui/shell/file_watch.h"
#include "ui/shell/unsaved_work.h"

#include <QObject>
#include <QSettings>
#include <QTimer>

#include <functional>

namespace whimbrel {

/// The open plan and its file: opening, saving, recent plans, the lock, autosave and what comes of
/// it after a crash. Reads and writes off the GUI thread.
class DocumentController final : public QObject {
    Q_OBJECT

public:
    DocumentController(
        PlanSession& session, QSettings& settings, Prompts& prompts, QWidget* window);
    ~DocumentController() override;

    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] bool isBusy() const { return m_loading || m_saving; }
    /// What the window calls the plan: its title, else its file's name.
    [[nodiscard]] QString displayTitle() const;
    [[nodiscard]] QStringList recentPlans() const;
    void forgetRecent(const QString& path);
    /// How often unsaved work is written beside the plan.
    void setAutosaveInterval(int ms) { m_autosaveTimer.setInterval(ms); }

    /// Asked before the open plan is left; if it says no, the plan stays.
    void setLeaveGuard(const std::function<bool()>& mayLeave) { m_mayLeave = mayLeave; }
    /// Asks what to do about unsaved changes, then goes on; or does not, if the person says so.
    void leaveThen(const std::function<void()>& goOn);

public slots:
    void newPlan();
    void askAndOpen();
    void open(const QString& path);
    /// Opens a plan that has no file yet: what was copied elsewhere.
    void openCopied(const whimbrel::Plan& plan);
    void save();
    void saveAs();
    void close();
    /// Reads the file again, dropping what was changed here.
    void reload();
    void restoreAutosave();
    void discardAutosave();
    /// Looks for work on a plan that was never saved, which a crash has left.
    void lookForUnsaved() { m_unsaved->look(); }
    void restoreUnsaved();
    void discardUnsaved() { m_unsaved->discardFound(); }

signals:
    void opened();
    void closed();
    void saved(const QString& path);
    void recentChanged();
    void titleChanged();
    void busyChanged(bool busy);
    /// Unsaved work was found beside the plan that was just opened.
    void autosaveFound(const QDateTime& savedAt);
    /// Work was found on a plan of that title, which has no file; nothing is open.
    void unsavedFound(const QString& title, const QDateTime& savedAt);
    void fileChangedOutside();
    /// The open plan came out of this picture and has no file yet.
    void pictureOpened(const QString& path);
    void missingFiles(const QStringList& files);

private:
    struct Opening {
        Result<LoadedPlan> plan;
        std::optional<Autosave> autosave{};
        std::shared_ptr<PlanLock> lock{};
        QString lockProblem{};
    };
    [[nodiscard]] static Opening load(const QString& path);
    void take(const QString& path, const Opening& opening);
    void takeCopy(const QString& path, const LoadedPlan& loaded);
    /// What others did to the open plan's file is written over only with `overwrite`.
    void saveTo(const QString& path, const std::function<void()>& then, bool overwrite = false);
    void autosave();
    void autosaveUnsaved();
    void remember(const QString& path);
    void setOpen(bool open);
    [[nodiscard]] QString proposedPath() const;

    PlanSession& m_session;
    QSettings& m_settings;
    Prompts& m_prompts;
    QWidget* m_window;
    UnsavedWork* m_unsaved;
    FileWatch* m_watch; ///< of the version that we read or wrote
    std::shared_ptr<PlanLock> m_lock{}; ///< shared with the thread that took it
    std::optional<Autosave> m_found{}; ///< not yet restored or discarded
    std::function<bool()> m_mayLeave = [] { return true; };
    QTimer m_autosaveTimer;
    quint64 m_changes = 0;
    quint64 m_autosaved = 0;
    quint64 m_opening = 0;
    bool m_open = false;
    bool m_loading = false;
    bool m_saving = false;
    bool m_autosaving = false;
};

} // namespace whimbrel
