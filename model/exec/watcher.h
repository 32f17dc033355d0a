// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/database/connection_url.h"
#include "model/database/worker_thread.h"
#include "model/exec/lease.h"
#include "model/exec/lock_look.h"
#include "model/exec/session_lock.h"
#include "model/exec/sighting.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace whimbrel {

/// The control connection of a server's database, in a thread of its own: it shows that the runner
/// is alive, looks at the statement in hand while there is one, and stops those who block it.
/// SQLite has none: a second connection would lock itself out.
class Watcher final : public QObject {
    Q_OBJECT

public:
    Watcher(ConnectionUrl url, Lease lease, QObject* parent = nullptr);
    ~Watcher() override;

    [[nodiscard]] const Lease& lease() const { return m_lease; }

    /// Whether something is in hand that is to be looked at, once a second.
    void watch(bool on);

    /// Looks, at once and then once a second, at what a step would have to wait for; nothing: not
    /// any more.
    void lookFor(const std::optional<LockWish>& wish);

    using Stopped = std::function<void(const Result<>&)>;
    /// Has the server cancel the statement of a session, or end the session; then says what came
    /// of it, here.
    void stop(qint64 session, Stopping how, Stopped then);

signals:
    void seen(const whimbrel::Sighting& sighting);
    void around(const whimbrel::Surroundings& around);

private:
    /// What belongs to the thread.
    struct Held {
        std::unique_ptr<Connection> connection{};
        std::unique_ptr<QTimer> timer{};
        bool watching = false;
        std::optional<LockWish> wish{};
        int ticks = 0;
    };

    void open();
    void tick();
    void look();
    [[nodiscard]] bool isConnected();
    [[nodiscard]] Result<qint64> worker();

    ConnectionUrl m_url;
    Lease m_lease;
    std::shared_ptr<Interrupter> m_interrupter;
    WorkerThread m_thread{};
    std::unique_ptr<QObject> m_worker; ///< lives in m_thread
    std::unique_ptr<Held> m_held; ///< used in m_thread alone
};

} // namespace whimbrel
