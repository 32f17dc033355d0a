// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QList>
#include <QRectF>

#include <algorithm>
#include <cmath>

namespace whimbrel {

/// Finds the boxes near a place in time that does not depend on how many there are: a hash of
/// square cells. Boxes are known by their numbers.
class SpatialGrid final {
public:
    explicit SpatialGrid(double cell = 256)
        : m_cell(cell)
    { }

    /// Takes in a box; lines have boxes of no width or height.
    int add(const QRectF& box)
    {
        const auto number = static_cast<int>(m_boxes.size());
        m_boxes.append(box.normalized());
        m_seen.append(0);
        forCells(m_boxes.last(), [&](quint64 key) { m_cells[key].append(number); });
        return number;
    }

    [[nodiscard]] const QRectF& box(int number) const { return m_boxes[number]; }
    [[nodiscard]] int size() const { return static_cast<int>(m_boxes.size()); }

    /// The numbers of the boxes that touch the area, in the order in which they were added.
    [[nodiscard]] QList<int> near(const QRectF& area) const
    {
        QList<int> found;
        ++m_turn;
        forCells(area, [&](quint64 key) {
            const auto cell = m_cells.constFind(key);
            if (cell == m_cells.cend()) {
                return;
            }
            for (const int number : *cell) {
                if (m_seen[number] != m_turn && touches(m_boxes[number], area)) {
                    m_seen[number] = m_turn;
                    found.append(number);
                }
            }
        });
        std::ranges::sort(found);
        return found;
    }

    /// Whether two boxes share more than a border; works for boxes without width or height.
    [[nodiscard]] static bool touches(const QRectF& a, const QRectF& b)
    {
        return a.left() <= b.right() && b.left() <= a.right() && a.top() <= b.bottom()
            && b.top() <= a.bottom();
    }

private:
    template <class Visit>
    void forCells(const QRectF& area, const Visit& visit) const
    {
        const auto first = [&](double value) { return cellOf(value); };
        for (qint32 y = first(area.top()); y <= first(area.bottom()); ++y) {
            for (qint32 x = first(area.left()); x <= first(area.right()); ++x) {
                visit(
                    static_cast<quint64>(static_cast<quint32>(x)) << 32U | static_cast<quint32>(y));
            }
        }
    }
    /// Places beyond what a diagram can reach share the outermost cells.
    [[nodiscard]] qint32 cellOf(double value) const
    {
        return static_cast<qint32>(std::clamp(std::floor(value / m_cell), -1e6, 1e6));
    }

    double m_cell;
    QList<QRectF> m_boxes{};
    QHash<quint64, QList<int>> m_cells{};
    mutable QList<quint32> m_seen{};
    mutable quint32 m_turn = 0;
};

} // namespace whimbrel
