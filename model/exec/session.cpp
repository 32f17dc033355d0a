// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/session.h"

#include "model/database/open_connection.h"
#include "model/exec/journal_store.h"

namespace whimbrel {

Session::Session(QString path, QObject* parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_interrupter(std::make_shared<Interrupter>())
    , m_worker(std::make_unique<QObject>())
    , m_held(std::make_unique<Held>())
{
    m_thread.setObjectName(QStringLiteral("session"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

Session::~Session()
{
    m_interrupter->cancel();
    // The connection is closed where it was opened, behind whatever was posted before.
    QMetaObject::invokeMethod(
        m_worker.get(),
        [this] {
            m_held->connection.reset();
            m_held->lock.reset();
            m_thread.quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

Result<> Session::open(
    Held& held, const QString& path, const std::shared_ptr<Interrupter>& interrupter)
{
    // The connection first: its errors say more than "the lock file could not be made".
    auto connection = openConnection(
        ConnectionUrl{Dialect::Sqlite, path, {}}, Connection::Access::ReadWrite, interrupter);
    if (!connection) {
        return fail(connection.error());
    }
    auto lock = RunLock::acquire(path);
    if (!lock) {
        return fail(lock.error());
    }
    held.lock = *std::move(lock);
    held.connection = *std::move(connection);
    Result<> prepared = journal::prepare(*held.connection);
    if (!prepared) {
        held.connection.reset();
        held.lock.reset();
    }
    return prepared;
}

} // namespace whimbrel
