// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/unsaved_work.h"

#include "ui/session/background.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUuid>

namespace whimbrel {

namespace {

QString folder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)
        + QStringLiteral("/unsaved");
}

} // namespace

UnsavedWork::UnsavedWork(QObject* parent)
    : QObject(parent)
{ }

void UnsavedWork::begin()
{
    drop();
    m_found.reset();
    m_path = QStringLiteral("%1/%2.whimbrel")
                 .arg(folder(), QUuid::createUuid().toString(QUuid::WithoutBraces));
}

void UnsavedWork::keep(const Plan& plan, const std::function<void()>& done)
{
    if (m_path.isEmpty()) {
        return;
    }
    inBackground(
        this,
        [plan, path = m_path, lock = m_lock]() mutable {
            if (!lock && QDir().mkpath(QFileInfo(path).absolutePath())) {
                if (Result<std::shared_ptr<PlanLock>> taken = lockPlan(path)) {
                    lock = *std::move(taken);
                }
            }
            if (lock) {
                (void)writeAutosave(plan, path); // tried again with the next change
            }
            return lock;
        },
        [this, path = m_path, done](const std::shared_ptr<PlanLock>& lock) {
            if (path == m_path) {
                m_lock = lock;
            } else {
                removeAutosave(path); // it was dropped meanwhile
            }
            done();
        });
}

void UnsavedWork::drop()
{
    if (!m_path.isEmpty()) {
        removeAutosave(m_path);
    }
    m_path.clear();
    m_lock.reset();
}

std::optional<UnsavedWork::Found> UnsavedWork::findIn(const QString& folder)
{
    for (const QString& path : autosavedPlans(folder)) {
        const Result<std::shared_ptr<PlanLock>> lock = lockPlan(path);
        if (!lock) {
            continue; // another window is at it
        }
        const Result<std::optional<Autosave>> work = readAutosave(path);
        if (work && *work) {
            return Found{path, *lock, **work};
        }
    }
    return std::nullopt;
}

void UnsavedWork::look()
{
    inBackground(
        this, [where = folder()] { return findIn(where); },
        [this](const std::optional<Found>& left) {
            if (left && m_path.isEmpty()) {
                m_found = left;
                emit found(left->work.plan.header.title, left->work.savedAt);
            }
        });
}

std::optional<Plan> UnsavedWork::takeFound()
{
    if (!m_found) {
        return std::nullopt;
    }
    const Found found = *std::exchange(m_found, std::nullopt);
    drop();
    m_path = found.path;
    m_lock = found.lock;
    return found.work.plan;
}

void UnsavedWork::discardFound()
{
    if (const std::optional<Found> found = std::exchange(m_found, std::nullopt)) {
        removeAutosave(found->path);
        look();
    }
}

} // namespace whimbrel
