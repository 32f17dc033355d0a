// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

namespace whimbrel {

/// Lets other threads stop what a connection does. Shared by the connection and those who may
/// cancel; it outlives the connection.
class Interrupter final {
public:
    /// Stops the statement in hand, and every later one until reset().
    void cancel();
    void reset() { m_cancelled = false; }
    [[nodiscard]] bool isCancelled() const { return m_cancelled; }

    /// For connections: how to stop the statement in hand, from any thread; empty: nothing to stop.
    /// Once it returns, the former way is not used any more.
    void attach(std::function<void()> stop);

private:
    std::atomic<bool> m_cancelled{false};
    std::mutex
        m_mutex; ///< guards m_stop: a connection closes in one thread and is stopped in another
    std::function<void()> m_stop{};
};

} // namespace whimbrel
