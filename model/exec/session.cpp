// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/session.h"

#include "model/database/open_connection.h"
#include "model/exec/journal_store.h"
#include "model/exec/session_lock.h"
#include "model/exec/take_over.h"

namespace whimbrel {

Session::Session(ConnectionUrl url, QObject* parent)
    : QObject(parent)
    , m_url(std::move(url))
    , m_interrupter(std::make_shared<Interrupter>())
    , m_worker(std::make_unique<QObject>())
    , m_held(std::make_unique<Held>())
{
    m_thread.adopt(*m_worker);
}

Session::~Session()
{
    m_watcher.reset();
    m_interrupter->cancel();
    // The connection is closed where it was opened, behind whatever was posted before.
    QMetaObject::invokeMethod(
        m_worker.get(),
        [this] {
            if (m_held->connection) {
                if (!m_held->connection->isLost()) {
                    m_held->connection->interrupter().reset();
                    m_held->connection->rollback();
                    (void)lease::release(*m_held->connection, m_held->lease);
                }
                giveSessionLock(*m_held->connection);
            }
            m_held->connection.reset();
            m_held->lock.reset();
            m_thread.quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

void Session::startWatcher(const Lease& lease)
{
    if (lease.token != 0 && !m_watcher) {
        m_watcher = std::make_unique<Watcher>(m_url, lease);
    }
}

namespace {

Result<> openToLook(Session::Held& held, const ConnectionUrl& url,
    const std::shared_ptr<Interrupter>& interrupter, const Error& why)
{
    auto connection = openConnection(url, Connection::Access::Read, interrupter);
    if (!connection) {
        return fail(connection.error());
    }
    held.onlyRead = why;
    held.connection = *std::move(connection);
    return {};
}

} // namespace

Result<> Session::open(Held& held, const ConnectionUrl& url,
    const std::shared_ptr<Interrupter>& interrupter, Use use, Orphans orphans,
    const ReportProgress& progress)
{
    if (use == Use::Look) {
        return openToLook(held, url, interrupter,
            {ErrorCode::Usage, tr("Only checks look at \"%1\".").arg(url.shown), {},
                tr("Pause, and resume with the plan that works on it.")});
    }
    // The connection first: its errors say more than "the lock file could not be made".
    auto connection = openConnection(url, Connection::Access::ReadWrite, interrupter);
    if (!connection) {
        return fail(connection.error());
    }
    if (Result<> writable = checkWritable(**connection); !writable) {
        return openToLook(held, url, interrupter, writable.error());
    }
    std::unique_ptr<RunLock> lock;
    if (url.dialect == Dialect::Sqlite) {
        auto taken = RunLock::acquire(url.path);
        if (!taken) {
            return fail(taken.error());
        }
        lock = *std::move(taken);
    } else if (Result<> taken = takeOver(**connection, orphans, progress, held.orphan); !taken) {
        return taken;
    }
    const Result<QStringList> notes = journal::prepare(**connection);
    if (!notes) {
        return fail(notes.error());
    }
    const Result<Lease> lease = lease::acquire(**connection);
    if (!lease) {
        return fail(lease.error());
    }
    held.lease = *lease;
    held.notes = *notes;
    held.lock = std::move(lock);
    held.connection = *std::move(connection);
    return {};
}

} // namespace whimbrel
