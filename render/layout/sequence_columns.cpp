// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/sequence_columns.h"

#include <algorithm>
#include <limits>

namespace whimbrel {

SequenceColumns::SequenceColumns(int count)
    : m_count(count)
    , m_byRight(count)
{ }

void SequenceColumns::demand(int left, int right, double distance)
{
    if (left < 0 || right >= m_count || left >= right) {
        return;
    }
    QList<Demand>& known = m_byRight[right];
    for (Demand& each : known) {
        if (each.left == left) {
            each.distance = std::max(each.distance, distance);
            return;
        }
    }
    known.append({left, distance});
}

QList<double> SequenceColumns::solve() const
{
    QList<double> early(m_count, 0.0);
    for (int right = 0; right < m_count; ++right) {
        for (const Demand& each : m_byRight.at(right)) {
            early[right] = std::max(early.at(right), early.at(each.left) + each.distance);
        }
    }
    // As far to the right as the last one allows. Both answers meet every demand, so does the
    // middle between them.
    QList<double> late(m_count, m_count > 0 ? early.last() : 0.0);
    for (int right = m_count - 1; right >= 0; --right) {
        for (const Demand& each : m_byRight.at(right)) {
            late[each.left] = std::min(late.at(each.left), late.at(right) - each.distance);
        }
    }
    QList<double> places;
    places.reserve(m_count);
    const double first = m_count > 0 ? (early.first() + late.first()) / 2 : 0;
    for (int i = 0; i < m_count; ++i) {
        places.append((early.at(i) + late.at(i)) / 2 - first);
    }
    return places;
}

} // namespace whimbrel
