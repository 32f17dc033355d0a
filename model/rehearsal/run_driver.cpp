// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/run_driver.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

namespace whimbrel {

RunDriver::RunDriver(Listener listener, IsCancelled isCancelled)
    : m_listener(std::move(listener))
    , m_isCancelled(std::move(isCancelled))
{
    QObject::connect(&m_executor, &Executor::message, &m_executor,
        [this](const RunnerMessage& message) { take(message); });
    QObject::connect(
        &m_executor, &Executor::finished, &m_executor, [this](int) { m_finished = true; });
}

RunDriver::~RunDriver()
{
    if (m_finished || state().run.isEmpty()) {
        return;
    }
    // The locks are released before the database is dropped or taken by another run.
    Command quit;
    quit.type = Command::Type::Quit;
    m_executor.execute(quit);
    QEventLoop loop;
    QObject::connect(&m_executor, &Executor::finished, &loop, &QEventLoop::quit);
    constexpr int patience = 10000;
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    loop.exec();
}

void RunDriver::take(const RunnerMessage& message)
{
    switch (message.type) {
    case RunnerMessage::Type::Progress:
        m_listener(message.progress);
        break;
    case RunnerMessage::Type::Refused:
        m_refusal = message.error;
        break;
    case RunnerMessage::Type::Failed:
        m_failure = message.error;
        break;
    default:
        break;
    }
}

/// Waits until the run rests or its runner is gone.
Result<> RunDriver::wait()
{
    bool cancelling = false;
    QEventLoop loop;
    QObject::connect(&m_executor, &Executor::finished, &loop, &QEventLoop::quit);
    QObject::connect(&m_executor, &Executor::message, &loop, [&](const RunnerMessage& message) {
        if (message.type == RunnerMessage::Type::Resting
            || message.type == RunnerMessage::Type::Refused) {
            loop.quit();
        }
    });
    QTimer look;
    constexpr int often = 100;
    look.setInterval(often);
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (!cancelling && m_isCancelled()) {
            cancelling = true;
            Command cancel;
            cancel.type = Command::Type::Cancel;
            m_executor.execute(cancel);
        }
    });
    look.start();
    while (!m_finished && !m_refusal && !m_failure && !m_executor.isResting()) {
        loop.exec();
    }
    if (m_isCancelled()) {
        return fail({ErrorCode::Cancelled,
            QCoreApplication::translate("Rehearsal", "The rehearsal was cancelled."), {}, {}});
    }
    if (m_failure) {
        return fail(*m_failure);
    }
    if (m_refusal) {
        return fail(*std::exchange(m_refusal, std::nullopt));
    }
    return {};
}

Result<> RunDriver::start(const RunRequest& request)
{
    if (Result<> begun = m_executor.start(request); !begun) {
        return begun;
    }
    return wait();
}

Result<> RunDriver::tell(const Command& command)
{
    m_refusal.reset();
    m_executor.execute(command);
    return wait();
}

} // namespace whimbrel
