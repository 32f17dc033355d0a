// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>

namespace whimbrel {

/// Finds places on a line for lifelines that are so and so far apart at least. Exact: one pass over
/// the demands from the left, one from the right; what neither needs is shared out between them.
class SequenceColumns final {
public:
    explicit SequenceColumns(int count);

    /// Lifeline `right` stands at least `distance` to the right of `left`. Demands of lifelines
    /// that are not there count for nothing.
    void demand(int left, int right, double distance);

    /// The place of each, the first at 0.
    [[nodiscard]] QList<double> solve() const;

private:
    struct Demand {
        int left = 0;
        double distance = 0;
    };

    int m_count;
    QList<QList<Demand>> m_byRight{};
};

} // namespace whimbrel
