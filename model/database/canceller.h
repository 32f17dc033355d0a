// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace whimbrel {

/// Stops a statement on a server and sees to it that the connection comes back to a known state.
/// The server is asked, again and again, because a request that comes before the statement is
/// passed over; a server that does not react is cut off, so that nobody waits for it for ever.
class Canceller final {
public:
    /// What became of asking the server.
    enum class Answer {
        Unheard, ///< nothing, or nothing that says whether the statement is being stopped
        Stopping, ///< the server is at it; it may take as long as taking the work back takes
    };

    /// How long an unresponsive server is waited for.
    static constexpr std::chrono::milliseconds usualPatience{10000};

    /// `ask` sends the request; it may block for as long as it likes and outlive this object, so
    /// it owns all that it uses. `cut` ends the connection at once from this side.
    Canceller(std::function<Answer()> ask, std::function<void()> cut,
        std::chrono::milliseconds patience = usualPatience);
    ~Canceller(); ///< neither is called any more once this returns, `ask` if it has not begun
    Canceller(const Canceller&) = delete;
    Canceller& operator=(const Canceller&) = delete;

    void begin(); ///< a statement is about to be sent
    /// The statement has ended. Waits for a request under way, which would hit the next one; if
    /// that takes too long the connection is cut.
    void end();
    /// Stops the statement in hand, if there is one. From any thread; returns at once.
    void request();

private:
    struct State;
    std::shared_ptr<State> m_state;
    std::thread m_asking{}; ///< asks the server; guarded by the state's mutex
    std::thread m_timing{}; ///< cuts the connection when patience ends; the same
};

} // namespace whimbrel
