// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/canceller.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace whimbrel {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Between two requests for the same statement: at first soon, because one that came before the
/// statement was passed over, then ever later, because each may cost a connection.
constexpr milliseconds askAgainAfter{250};

} // namespace

/// Shared with the threads of a request, which may outlive the connection.
struct Canceller::State {
    std::mutex mutex{};
    std::condition_variable changed{};
    std::function<Answer()> ask{};
    std::function<void()> cut{}; ///< empty: the connection has gone
    milliseconds patience{};
    steady_clock::time_point until{}; ///< when patience ends
    unsigned long statement = 0; ///< counts them: a request is for one only
    bool running = false; ///< a statement is in hand
    bool requested = false; ///< it is to be stopped, and threads are at it
    bool asking = false; ///< a request is under way

    [[nodiscard]] bool isInHand(unsigned long which) const { return running && statement == which; }

    /// Cuts the connection, once; the mutex is held.
    void cutNow()
    {
        if (cut) {
            cut();
            cut = {};
        }
    }
};

Canceller::Canceller(std::function<Answer()> ask, std::function<void()> cut, milliseconds patience)
    : m_state(std::make_shared<State>())
{
    m_state->ask = std::move(ask);
    m_state->cut = std::move(cut);
    m_state->patience = patience;
}

Canceller::~Canceller()
{
    const std::lock_guard lock(m_state->mutex);
    m_state->cut = {};
    m_state->running = false;
    m_state->changed.notify_all();
    if (m_asking.joinable()) {
        m_asking.detach();
        m_timing.detach();
    }
}

void Canceller::begin()
{
    const std::lock_guard lock(m_state->mutex);
    ++m_state->statement;
    m_state->running = true;
    m_state->requested = false;
}

void Canceller::end()
{
    std::unique_lock lock(m_state->mutex);
    m_state->running = false;
    m_state->changed.notify_all();
    if (!m_state->requested) {
        return;
    }
    const bool settled
        = m_state->changed.wait_for(lock, m_state->patience, [this] { return !m_state->asking; });
    if (!settled) {
        m_state->cutNow();
    }
    m_state->requested = false;
    std::thread asking = std::move(m_asking);
    std::thread timing = std::move(m_timing);
    lock.unlock();
    // They are at their ends. A thread that went on while the process ends would still use what
    // the client library is taking down.
    timing.join();
    if (settled) {
        asking.join();
    } else {
        asking.detach();
    }
}

void Canceller::request()
{
    const std::lock_guard lock(m_state->mutex);
    if (!m_state->running || m_state->requested || !m_state->cut) {
        return;
    }
    m_state->requested = true;
    m_state->asking = true;
    m_state->until = steady_clock::now() + m_state->patience;
    const unsigned long mine = m_state->statement;
    // Asking a server that hangs has no end that could be waited for, so the thread may have to be
    // left alone; what it uses belongs to it.
    m_asking = std::thread([state = m_state, mine] {
        std::unique_lock held(state->mutex);
        for (milliseconds pause = askAgainAfter; state->isInHand(mine);
             pause = std::min(2 * pause, state->patience / 2)) {
            held.unlock();
            const Answer answer = state->ask();
            held.lock();
            if (answer == Answer::Stopping) {
                state->until = steady_clock::now() + state->patience;
            }
            if (state->isInHand(mine)) {
                state->changed.wait_for(held, pause, [&] { return !state->isInHand(mine); });
            }
        }
        state->asking = false;
        state->changed.notify_all();
    });
    m_timing = std::thread([state = m_state, mine] {
        std::unique_lock held(state->mutex);
        while (state->isInHand(mine) && steady_clock::now() < state->until) {
            state->changed.wait_until(held, state->until, [&] { return !state->isInHand(mine); });
        }
        if (state->isInHand(mine)) {
            state->cutNow();
        }
    });
}

} // namespace whimbrel
