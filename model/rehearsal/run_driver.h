// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/executor.h"

#include <QList>

#include <functional>
#include <memory>

namespace whimbrel {

/// One run of the real executor, driven from a thread that has no event loop of its own: every
/// call comes back when the run rests, has ended, or was cancelled.
class RunDriver final {
public:
    /// What a step tells while it is under way.
    using Listener = std::function<void(const Progress&)>;
    /// Asked several times a second; true cancels what is in hand.
    using IsCancelled = std::function<bool()>;

    RunDriver(Listener listener, IsCancelled isCancelled);
    ~RunDriver();

    /// Begins the run and waits until it rests before its first step.
    [[nodiscard]] Result<> start(const RunRequest& request);
    /// Says something, and waits until the run rests again. The error is a refusal, a failure of
    /// the runner, or ErrorCode::Cancelled.
    [[nodiscard]] Result<> tell(const Command& command);

    [[nodiscard]] const RunState& state() const { return m_executor.state(); }
    [[nodiscard]] const Plan& plan() const { return m_executor.plan(); }

private:
    void take(const RunnerMessage& message);
    [[nodiscard]] Result<> wait();

    Executor m_executor{};
    Listener m_listener;
    IsCancelled m_isCancelled;
    std::optional<Error> m_refusal{};
    std::optional<Error> m_failure{};
    bool m_finished = false;
};

} // namespace whimbrel
