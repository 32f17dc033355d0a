// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/interrupter.h"

#include <utility>

namespace whimbrel {

void Interrupter::cancel()
{
    m_cancelled = true;
    const std::lock_guard lock(m_mutex);
    if (m_stop) {
        m_stop();
    }
}

void Interrupter::attach(std::function<void()> stop)
{
    const std::lock_guard lock(m_mutex);
    m_stop = std::move(stop);
}

} // namespace whimbrel
