// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/autosave.h"
#include "model/io/plan_lock.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace whimbrel {

/// Work on a plan that has no file yet, kept where the application keeps its data, so that a crash
/// does not take it. Another window's work is left alone: it holds a lock. Reads and writes off the
/// GUI thread.
class UnsavedWork final : public QObject {
    Q_OBJECT

public:
    explicit UnsavedWork(QObject* parent = nullptr);

    /// A new plan begins, whose work is kept from now on.
    void begin();
    /// Keeps the plan as it is now, then says that it did; nothing before begin() or after drop().
    void keep(const Plan& plan, const std::function<void()>& done);
    /// The work was saved, or given up knowingly.
    void drop();

    /// Looks for what an application that is no longer there has left; found() if there is some.
    void look();
    /// What was found, which is the work in hand from now on; nothing if it was let go.
    [[nodiscard]] std::optional<Plan> takeFound();
    /// Deletes what was found and looks for more.
    void discardFound();
    /// What was found stays for another time.
    void leaveFound() { m_found.reset(); }

signals:
    void found(const QString& title, const QDateTime& savedAt);

private:
    struct Found {
        QString path{};
        std::shared_ptr<PlanLock> lock{};
        Autosave work{};
    };
    [[nodiscard]] static std::optional<Found> findIn(const QString& folder);

    QString m_path{}; ///< which the work in hand is kept beside; empty: there is none
    std::shared_ptr<PlanLock> m_lock{};
    std::optional<Found> m_found{};
};

} // namespace whimbrel
