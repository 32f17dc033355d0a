// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/worker_thread.h"

#include <QThread>

#include <future>

namespace whimbrel {

WorkerThread::WorkerThread()
{
    std::promise<void> ready;
    m_thread = std::thread([this, &ready] {
        QEventLoop loop;
        m_inside = QThread::currentThread();
        m_loop = &loop;
        ready.set_value();
        loop.exec();
    });
    ready.get_future().wait();
}

WorkerThread::~WorkerThread()
{
    if (m_thread.joinable()) {
        quit();
        wait();
    }
}

void WorkerThread::quit()
{
    if (!m_ending.exchange(true)) {
        QMetaObject::invokeMethod(m_loop, &QEventLoop::quit, Qt::QueuedConnection);
    }
}

void WorkerThread::wait()
{
    m_thread.join();
}

} // namespace whimbrel
