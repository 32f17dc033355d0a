// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QEventLoop>

#include <atomic>
#include <thread>

namespace whimbrel {

/// A thread with an event loop, for connections, whose end can be waited for to its last step.
/// QThread::wait() returns before libraries have taken down what they keep for the thread
/// (OpenSSL's state, for one), and a process that ends meanwhile loses or misuses that.
class WorkerThread final {
public:
    WorkerThread();
    ~WorkerThread(); ///< ends the loop, unless that was done, and waits
    WorkerThread(const WorkerThread&) = delete;
    WorkerThread& operator=(const WorkerThread&) = delete;

    /// Moves the object here. What it is posted from then on is done in this thread.
    void adopt(QObject& object) { object.moveToThread(m_inside); }
    /// Ends the loop behind what is being done; from any thread.
    void quit();
    /// Waits until the thread has gone. Not from within.
    void wait();

private:
    QThread* m_inside = nullptr; ///< what Qt calls the thread
    QEventLoop* m_loop = nullptr; ///< lives in the thread, until it ends
    std::atomic<bool> m_ending{false};
    std::thread m_thread{};
};

} // namespace whimbrel
