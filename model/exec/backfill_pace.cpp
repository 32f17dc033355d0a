// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/backfill_pace.h"

#include <algorithm>

namespace whimbrel {

BackfillPace::BackfillPace(int batch, qint64 targetMs)
    : m_batch(qMax(batch, 1))
    , m_targetMs(targetMs)
{ }

void BackfillPace::took(qint64 ms, double fraction)
{
    constexpr double most = 2.0; // one slow batch does not make the next ones tiny, nor the reverse
    constexpr int smallest = 10;
    constexpr int largest = 100000;
    m_tookMs += ms;
    if (m_targetMs > 0) {
        const double wanted
            = static_cast<double>(m_targetMs) / static_cast<double>(qMax<qint64>(ms, 1));
        const double next = m_batch * std::clamp(wanted, 1 / most, most);
        m_batch
            = std::clamp(static_cast<int>(next), qMin(smallest, m_batch), qMax(largest, m_batch));
    }
    if (fraction < 0) {
        return;
    }
    if (m_began < 0) {
        m_began = fraction; // where the first batch of this runner ended: the pace counts from here
        m_at = fraction;
        return;
    }
    constexpr qsizetype few = 10;
    m_recent.append({ms, fraction - m_at});
    if (m_recent.size() > few) {
        m_recent.removeFirst();
    }
    m_workedMs += ms;
    m_at = fraction;
}

BackfillPace::Left BackfillPace::left() const
{
    Step recent;
    for (const Step& step : m_recent) {
        recent.ms += step.ms;
        recent.fraction += step.fraction;
    }
    const double carried = m_at - m_began;
    if (carried <= 0 || recent.fraction <= 0) {
        return {};
    }
    const double ahead = qMax(1 - m_at, 0.0);
    const auto overall = static_cast<qint64>(ahead * static_cast<double>(m_workedMs) / carried);
    const auto lately
        = static_cast<qint64>(ahead * static_cast<double>(recent.ms) / recent.fraction);
    return {qMin(overall, lately), qMax(overall, lately)};
}

} // namespace whimbrel
