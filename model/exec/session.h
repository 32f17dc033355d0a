// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/database/connection_url.h"
#include "model/database/worker_thread.h"
#include "model/exec/control_protocol.h"
#include "model/exec/lease.h"
#include "model/exec/orphans.h"
#include "model/exec/run_lock.h"
#include "model/exec/watcher.h"

#include <QObject>

#include <memory>
#include <optional>
#include <utility>

namespace whimbrel {

/// The thread of one database, with the connection and the lock that live in it. Work is posted to
/// it one piece after another; each piece's result comes back to the session's own thread.
class Session final : public QObject {
    Q_OBJECT

public:
    explicit Session(ConnectionUrl url, QObject* parent = nullptr);
    /// Cancels the work in hand and waits for the thread to end; results are not delivered any
    /// more.
    ~Session() override;

    [[nodiscard]] const ConnectionUrl& url() const { return m_url; }
    [[nodiscard]] Dialect dialect() const { return m_url.dialect; }

    /// What belongs to the thread.
    struct Held {
        std::unique_ptr<RunLock> lock{}; ///< SQLite; servers hold theirs in the connection
        std::unique_ptr<Connection> connection{};
        Lease lease{};
        QStringList notes{}; ///< what the person should know of the journal
        std::optional<Orphan> orphan{}; ///< what open() was refused for
        /// A database that takes no changes, as replicas are, or of which none are wanted, is only
        /// looked at: it is neither locked nor has it a journal of ours. This says why, for a plan
        /// that wants more of it.
        std::optional<Error> onlyRead{};
    };

    /// What a run wants of a database.
    enum class Use {
        Work, ///< changes: its lock, and a journal in it
        Look, ///< to read it alone, with whatever rights there are
    };

    /// Opens the database, takes its lock and prepares its journal, in the thread; to be looked at,
    /// only opens it.
    [[nodiscard]] static Result<> open(Held& held, const ConnectionUrl& url,
        const std::shared_ptr<Interrupter>& interrupter, Use use, Orphans orphans,
        const ReportProgress& progress);

    /// Calls `work(Held&)` in the thread, then `then(result)` here.
    template <class Work, class Then>
    void run(Work work, Then then)
    {
        QMetaObject::invokeMethod(
            m_worker.get(),
            [this, work = std::move(work), then = std::move(then)]() mutable {
                auto result = work(*m_held);
                QMetaObject::invokeMethod(
                    this,
                    [result = std::move(result), then = std::move(then)]() mutable {
                        then(std::move(result));
                    },
                    Qt::QueuedConnection);
            },
            Qt::QueuedConnection);
    }

    /// Opens the control connection, which shows that the runner is alive; none on SQLite.
    void startWatcher(const Lease& lease);
    [[nodiscard]] Watcher* watcher() const { return m_watcher.get(); } ///< may be null

    /// Stops the work in hand, and what is posted, until reset() is called.
    void cancel() { m_interrupter->cancel(); }
    void reset() { m_interrupter->reset(); }
    [[nodiscard]] const std::shared_ptr<Interrupter>& interrupter() const { return m_interrupter; }

private:
    ConnectionUrl m_url;
    std::shared_ptr<Interrupter> m_interrupter; ///< shared with the connection
    WorkerThread m_thread{};
    std::unique_ptr<Watcher> m_watcher{};
    std::unique_ptr<QObject> m_worker; ///< lives in m_thread
    std::unique_ptr<Held> m_held; ///< used in m_thread alone
};

} // namespace whimbrel
