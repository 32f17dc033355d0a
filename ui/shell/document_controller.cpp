// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/document_controller.h"

#include "ui/session/background.h"
#include "ui/session/plan_edits.h"
#include "ui/session/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QWidget>

#include <chrono>

namespace whimbrel {

using namespace std::chrono_literals;

namespace {

constexpr int maxRecent = 12;
const auto recentKey = QStringLiteral("files/recent");
const auto suffix = QStringLiteral(".whimbrel");

QString planFilter()
{
    return DocumentController::tr("Whimbrel plans (*.whimbrel);;All files (*)");
}

/// What can be opened: a picture holds the plan that it shows.
QString openFilter()
{
    return DocumentController::tr("Whimbrel plans (*.whimbrel);;"
                                  "Pictures that hold a plan (*.svg *.png *.pdf);;All files (*)");
}

/// What an empty plan begins with: where production stands, and where it is to be.
Plan emptyPlan()
{
    Plan plan;
    plan.header.title = DocumentController::tr("New plan");
    Target target;
    target.id = TargetId(QStringLiteral("primary"));
    target.dialect = Dialect::Sqlite;
    plan.targets.put(target);
    Node start = edits::newNode(plan, NodeKind::Start);
    plan.nodes.put(start);
    plan.layout.places.insert(start.id, {QPointF(0, 0), false});
    return plan;
}

} // namespace

DocumentController::DocumentController(
    PlanSession& session, QSettings& settings, Prompts& prompts, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_settings(settings)
    , m_prompts(prompts)
    , m_window(window)
    , m_unsaved(new UnsavedWork(this))
    , m_watch(new FileWatch(this))
{
    m_autosaveTimer.setInterval(4s);
    m_autosaveTimer.start();
    connect(&m_autosaveTimer, &QTimer::timeout, this, &DocumentController::autosave);
    connect(&session, &PlanSession::changed, this, [this](const PlanChange& change) {
        ++m_changes;
        if (change.header || change.everything) {
            emit titleChanged();
        }
    });
    connect(&session, &PlanSession::pathChanged, this, &DocumentController::titleChanged);
    // Whoever saved the plan, it was this program.
    connect(&session.undoStack(), &QUndoStack::cleanChanged, this, [this](bool clean) {
        if (clean && m_open) {
            m_watch->watch(m_session.path());
        }
    });
    connect(
        m_unsaved, &UnsavedWork::found, this, [this](const QString& title, const QDateTime& at) {
            if (!m_open) {
                emit unsavedFound(title, at);
            }
        });
    connect(m_watch, &FileWatch::changed, this, [this] {
        if (!isBusy()) {
            emit fileChangedOutside();
        }
    });
}

DocumentController::~DocumentController() = default;

QString DocumentController::displayTitle() const
{
    const QString title = m_session.plan().header.title;
    if (!title.isEmpty()) {
        return title;
    }
    return m_session.path().isEmpty() ? tr("New plan")
                                      : QFileInfo(m_session.path()).completeBaseName();
}

QStringList DocumentController::recentPlans() const
{
    return m_settings.value(recentKey).toStringList();
}

void DocumentController::forgetRecent(const QString& path)
{
    QStringList recent = recentPlans();
    recent.removeAll(path);
    m_settings.setValue(recentKey, recent);
    emit recentChanged();
}

void DocumentController::remember(const QString& path)
{
    QStringList recent = recentPlans();
    recent.removeAll(path);
    recent.prepend(path);
    m_settings.setValue(recentKey, recent.mid(0, maxRecent));
    settings::lastFolder.write(m_settings, QFileInfo(path).absolutePath());
    emit recentChanged();
}

void DocumentController::leaveThen(const std::function<void()>& goOn)
{
    if (m_open && !m_mayLeave()) {
        return;
    }
    if (!m_open || !m_session.isModified() || !m_session.readOnlyReason().isEmpty()) {
        goOn();
        return;
    }
    switch (m_prompts.askUnsaved(m_window, displayTitle())) {
    case Prompts::Unsaved::Cancel:
        return;
    case Prompts::Unsaved::Discard:
        if (!m_session.path().isEmpty() && !m_found) {
            removeAutosave(m_session.path());
        }
        m_unsaved->drop();
        m_autosaved = m_changes;
        goOn();
        return;
    case Prompts::Unsaved::Save:
        break;
    }
    const QString path = m_session.path().isEmpty()
        ? m_prompts.saveFile(m_window, tr("Save plan"), proposedPath(), planFilter())
        : m_session.path();
    if (!path.isEmpty()) {
        saveTo(path, goOn);
    }
}

void DocumentController::newPlan()
{
    leaveThen([this] {
        ++m_opening;
        m_lock.reset();
        m_found.reset();
        m_watch->watch({});
        m_session.setReadOnly({});
        m_session.open(emptyPlan(), {});
        m_unsaved->begin();
        m_autosaved = m_changes;
        setOpen(true);
    });
}

void DocumentController::askAndOpen()
{
    const QString path = m_prompts.openFile(
        m_window, tr("Open a plan"), settings::lastFolder.read(m_settings), openFilter());
    if (!path.isEmpty()) {
        open(path);
    }
}

void DocumentController::open(const QString& path)
{
    leaveThen([this, path = QFileInfo(path).absoluteFilePath()] {
        m_loading = true;
        emit busyChanged(true);
        m_lock.reset(); // the same plan may be opened again
        inBackground(
            this, [path] { return load(path); },
            [this, path, turn = ++m_opening](const Opening& opening) {
                if (turn == m_opening) {
                    take(path, opening);
                }
            });
    });
}

DocumentController::Opening DocumentController::load(const QString& path)
{
    Opening opening{loadPlan(path)};
    if (!opening.plan || opening.plan->isCopy) {
        return opening; // a picture is not written: nothing to lock
    }
    if (Result<std::shared_ptr<PlanLock>> lock = lockPlan(path)) {
        opening.lock = *std::move(lock);
    } else {
        opening.lockProblem = lock.error().text();
    }
    if (opening.lock != nullptr) {
        if (const Result<std::optional<Autosave>> autosave = readAutosave(path)) {
            opening.autosave = *autosave;
        }
    }
    return opening;
}

void DocumentController::take(const QString& path, const Opening& opening)
{
    m_loading = false;
    emit busyChanged(false);
    if (!opening.plan) {
        const Error& error = opening.plan.error();
        QStringList lines = error.message.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        const QString first = lines.isEmpty() ? QString() : lines.takeFirst();
        QString message = first;
        if (!error.advice.isEmpty()) {
            message += QLatin1Char('\n') + error.advice;
        }
        m_prompts.showProblem(
            m_window, tr("“%1” cannot be opened").arg(QFileInfo(path).fileName()), message, lines);
        if (!QFileInfo::exists(path)) {
            forgetRecent(path);
        }
        return;
    }
    m_unsaved->drop();
    m_unsaved->leaveFound();
    if (opening.plan->isCopy) {
        takeCopy(path, *opening.plan);
        return;
    }
    m_lock = opening.lock;
    m_found = opening.autosave;
    m_session.open(opening.plan->plan, path);
    m_session.setReadOnly(opening.lockProblem);
    m_autosaved = m_changes;
    remember(path);
    m_watch->watch(path);
    setOpen(true);
    if (m_found) {
        emit autosaveFound(m_found->savedAt);
    }
    if (!opening.plan->missingFiles.isEmpty()) {
        emit missingFiles(opening.plan->missingFiles);
    }
}

/// A plan out of a picture is new work, which has no file yet.
void DocumentController::takeCopy(const QString& path, const LoadedPlan& loaded)
{
    m_found.reset();
    m_watch->watch({});
    m_session.setReadOnly({});
    m_session.open({}, {});
    m_session.recover(loaded.plan);
    m_unsaved->begin();
    m_autosaved = m_changes;
    setOpen(true);
    if (!path.isEmpty()) {
        settings::lastFolder.write(m_settings, QFileInfo(path).absolutePath());
        emit pictureOpened(path);
    }
    if (!loaded.missingFiles.isEmpty()) {
        emit missingFiles(loaded.missingFiles);
    }
}

void DocumentController::openCopied(const Plan& plan)
{
    leaveThen([this, plan] {
        ++m_opening;
        m_lock.reset();
        LoadedPlan copied;
        copied.plan = plan;
        takeCopy({}, copied);
    });
}

QString DocumentController::proposedPath() const
{
    if (!m_session.path().isEmpty()) {
        return m_session.path();
    }
    QString folder = settings::lastFolder.read(m_settings);
    if (folder.isEmpty()) {
        folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    }
    const NodeId name = edits::freshNodeId({}, displayTitle());
    return QDir(folder).filePath(name.text() + suffix);
}

void DocumentController::save()
{
    if (!m_open) {
        return;
    }
    if (m_session.path().isEmpty() || !m_session.readOnlyReason().isEmpty()) {
        saveAs();
    } else {
        saveTo(m_session.path(), [] {});
    }
}

void DocumentController::saveAs()
{
    if (!m_open) {
        return;
    }
    QString path = m_prompts.saveFile(m_window, tr("Save plan as"), proposedPath(), planFilter());
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty()) {
        path += suffix;
    }
    saveTo(path, [] {});
}

void DocumentController::saveTo(
    const QString& path, const std::function<void()>& then, bool overwrite)
{
    if (m_saving) {
        return;
    }
    struct Saving {
        Result<> done;
        std::shared_ptr<PlanLock> lock{};
        bool othersChangedIt = false;
    };
    m_saving = true;
    emit busyChanged(true);
    const bool elsewhere = path != m_session.path();
    inBackground(
        this,
        [plan = m_session.plan(), before = m_session.savedPlan(), path, elsewhere,
            overwrite]() -> Saving {
            Saving saving;
            if (elsewhere) {
                Result<std::shared_ptr<PlanLock>> lock = lockPlan(path);
                if (!lock) {
                    saving.done = fail(lock.error());
                    return saving;
                }
                saving.lock = *std::move(lock);
            }
            saving.done
                = elsewhere || overwrite ? savePlan(plan, path) : savePlan(plan, path, before);
            // The only thing that is impossible about a plan that can be read again.
            saving.othersChangedIt = !saving.done
                && saving.done.error().code == ErrorCode::Impossible
                && readPlan(writePlan(plan)).plan.has_value();
            if (saving.done) {
                removeAutosave(path);
            }
            return saving;
        },
        [this, path, then, elsewhere, plan = m_session.plan(), changes = m_changes](
            const Saving& saving) {
            m_saving = false;
            emit busyChanged(false);
            if (!saving.done) {
                const Error& error = saving.done.error();
                if (saving.othersChangedIt) {
                    if (m_prompts.confirm(m_window, tr("Somebody else changed this plan"),
                            error.text(), tr("Overwrite their changes"))) {
                        saveTo(path, then, true);
                    }
                    return;
                }
                m_prompts.showProblem(m_window, tr("The plan was not saved"), error.text(), {});
                return;
            }
            if (elsewhere) {
                if (!m_session.path().isEmpty() && !m_found
                    && m_session.readOnlyReason().isEmpty()) {
                    removeAutosave(m_session.path());
                }
                m_unsaved->drop();
                m_lock = saving.lock;
                m_session.setReadOnly({});
            }
            m_found.reset();
            if (changes == m_changes) {
                m_session.markSaved(path);
                m_autosaved = m_changes;
            } else {
                m_session.markSavedBefore(path, plan); // more was done while it was written
            }
            remember(path);
            m_watch->watch(path);
            emit saved(path);
            then();
        });
}

void DocumentController::close()
{
    leaveThen([this] {
        ++m_opening;
        m_lock.reset();
        m_found.reset();
        m_watch->watch({});
        m_session.setReadOnly({});
        m_unsaved->drop();
        m_session.open({}, {});
        m_autosaved = m_changes;
        setOpen(false);
    });
}

void DocumentController::reload()
{
    const QString path = m_session.path();
    if (!path.isEmpty()) {
        m_session.undoStack().setClean(); // its changes are given up knowingly
        open(path);
    }
}

void DocumentController::restoreAutosave()
{
    if (!m_found) {
        return;
    }
    const Autosave found = *std::exchange(m_found, std::nullopt);
    m_session.recover(found.plan);
}

void DocumentController::discardAutosave()
{
    if (std::exchange(m_found, std::nullopt)) {
        removeAutosave(m_session.path());
    }
}

void DocumentController::restoreUnsaved()
{
    if (const std::optional<Plan> plan = m_unsaved->takeFound()) {
        m_session.setReadOnly({});
        m_session.open({}, {});
        m_session.recover(*plan);
        m_autosaved = m_changes;
        setOpen(true);
    }
}

void DocumentController::autosaveUnsaved()
{
    if (!m_open || m_autosaving || m_saving || m_changes == m_autosaved) {
        return;
    }
    m_autosaved = m_changes;
    m_autosaving = true;
    m_unsaved->keep(m_session.plan(), [this] { m_autosaving = false; });
}

void DocumentController::autosave()
{
    if (m_session.path().isEmpty()) {
        autosaveUnsaved();
        return;
    }
    // Found work that nobody decided about is not written over.
    const bool wanted = m_open && !m_autosaving && !m_saving && !m_found && m_changes != m_autosaved
        && !m_session.path().isEmpty() && m_lock != nullptr;
    if (!wanted) {
        return;
    }
    m_autosaved = m_changes;
    if (!m_session.isModified()) {
        removeAutosave(m_session.path()); // everything was taken back
        return;
    }
    m_autosaving = true;
    inBackground(
        this,
        [plan = m_session.plan(), path = m_session.path()] { return writeAutosave(plan, path); },
        [this](const Result<>&) {
            m_autosaving = false;
            // A save may have overtaken it: what is saved needs no autosave.
            if (!m_session.isModified() && !m_session.path().isEmpty() && !m_found) {
                removeAutosave(m_session.path());
            }
        });
}

void DocumentController::setOpen(bool open)
{
    m_open = open;
    if (open) {
        emit opened();
    } else {
        emit closed();
    }
    emit titleChanged();
}

} // namespace whimbrel
