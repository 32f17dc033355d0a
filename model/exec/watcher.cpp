// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/watcher.h"

#include "model/database/open_connection.h"
#include "model/exec/server_look.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

constexpr int tickMs = 1000;
constexpr std::chrono::milliseconds patience{3000};

} // namespace

Watcher::Watcher(ConnectionUrl url, Lease lease, QObject* parent)
    : QObject(parent)
    , m_url(std::move(url))
    , m_lease(std::move(lease))
    , m_interrupter(std::make_shared<Interrupter>())
    , m_worker(std::make_unique<QObject>())
    , m_held(std::make_unique<Held>())
{
    m_thread.adopt(*m_worker);
    QMetaObject::invokeMethod(
        m_worker.get(), [this] { open(); }, Qt::QueuedConnection);
}

Watcher::~Watcher()
{
    m_interrupter->cancel();
    QMetaObject::invokeMethod(
        m_worker.get(),
        [this] {
            m_held->timer.reset();
            m_held->connection.reset();
            m_thread.quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

void Watcher::watch(bool on)
{
    QMetaObject::invokeMethod(
        m_worker.get(), [this, on] { m_held->watching = on; }, Qt::QueuedConnection);
}

void Watcher::lookFor(const std::optional<LockWish>& wish)
{
    QMetaObject::invokeMethod(
        m_worker.get(),
        [this, wish] {
            m_held->wish = wish;
            if (wish && isConnected()) {
                look();
            }
        },
        Qt::QueuedConnection);
}

void Watcher::stop(qint64 session, Stopping how, Stopped then)
{
    QMetaObject::invokeMethod(
        m_worker.get(),
        [this, session, how, then = std::move(then)] {
            Result<> done = fail({ErrorCode::Connection,
                QCoreApplication::translate("Watcher", "The control connection is not there."), {},
                {}});
            if (isConnected()) {
                done = stopSession(*m_held->connection, session, how);
            }
            QMetaObject::invokeMethod(
                this, [done, then] { then(done); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void Watcher::open()
{
    m_held->timer = std::make_unique<QTimer>();
    QObject::connect(m_held->timer.get(), &QTimer::timeout, m_worker.get(), [this] { tick(); });
    m_held->timer->start(tickMs);
    tick();
}

/// Connects where there is no connection (any more); once a tick, without waiting.
bool Watcher::isConnected()
{
    if (!m_held->connection) {
        auto opened = openConnection(m_url, Connection::Access::ReadWrite, m_interrupter);
        if (!opened) {
            return false;
        }
        m_held->connection = *std::move(opened);
        m_held->connection->setLockTimeout(patience);
        m_held->connection->setStatementTimeout(patience);
    }
    return !m_held->connection->isLost() || m_held->connection->reopen().has_value();
}

/// The session that works: the one that holds the lock.
Result<qint64> Watcher::worker()
{
    const auto holder = lockHolder(*m_held->connection);
    if (!holder) {
        return fail(holder.error());
    }
    return *holder ? (*holder)->id : 0;
}

void Watcher::tick()
{
    if (!isConnected()) {
        return;
    }
    if (m_held->ticks++ % (lease::heartbeatEveryMs / tickMs) == 0) {
        (void)lease::beat(*m_held->connection, m_lease);
    }
    if (m_held->wish) {
        look();
    }
    if (!m_held->watching) {
        return;
    }
    const Result<qint64> working = worker();
    if (working && *working != 0) {
        const Sighting sighting = lookAt(*m_held->connection, *working);
        QMetaObject::invokeMethod(
            this, [this, sighting] { emit seen(sighting); }, Qt::QueuedConnection);
    }
}

/// Who is in the way of what is about to be done.
void Watcher::look()
{
    const Surroundings found = lookAround(*m_held->connection, *m_held->wish, worker().value_or(0));
    QMetaObject::invokeMethod(
        this, [this, found] { emit around(found); }, Qt::QueuedConnection);
}

} // namespace whimbrel
