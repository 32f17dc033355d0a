// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QList>
#include <QRectF>

#include <algorithm>
#include <cmath>
#include <utility>

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
        show(number);
        return number;
    }

    /// Puts a box elsewhere; it keeps its number.
    void move(int number, const QRectF& box)
    {
        hide(number);
        m_boxes[number] = box.normalized();
        show(number);
    }

    /// Has a box not found until it is shown again.
    void hide(int number)
    {
        const Range range = cellsOf(m_boxes[number]);
        if (range.count() > mostCells) {
            m_vast.removeOne(number);
            return;
        }
        forCells(range, [&](quint64 key) {
            m_cells[key].removeOne(number);
            return true;
        });
    }

    void show(int number)
    {
        const Range range = cellsOf(m_boxes[number]);
        if (range.count() > mostCells) {
            m_vast.append(number);
            return;
        }
        forCells(range, [&](quint64 key) {
            m_cells[key].append(number);
            return true;
        });
    }

    /// Forgets the boxes from this number on.
    void dropFrom(int first)
    {
        for (int number = size() - 1; number >= first; --number) {
            hide(number);
        }
        m_boxes.resize(first);
        m_seen.resize(first);
    }

    [[nodiscard]] const QRectF& box(int number) const { return m_boxes[number]; }
    [[nodiscard]] int size() const { return static_cast<int>(m_boxes.size()); }

    /// The numbers of the boxes that touch the area, in the order in which they were added.
    [[nodiscard]] QList<int> near(const QRectF& area) const
    {
        QList<int> found;
        forBoxes(area, [&](int number) {
            found.append(number);
            return true;
        });
        std::ranges::sort(found);
        return found;
    }

    /// How many boxes touch the area.
    [[nodiscard]] int count(const QRectF& area) const
    {
        int found = 0;
        forBoxes(area, [&](int) { return ++found > 0; });
        return found;
    }

    /// Whether more than so many boxes touch the area; stops counting there.
    [[nodiscard]] bool holdsMoreThan(int most, const QRectF& area) const
    {
        int found = 0;
        forBoxes(area, [&](int) { return ++found <= most; });
        return found > most;
    }

    /// Whether two boxes share more than a border; works for boxes without width or height.
    [[nodiscard]] static bool touches(const QRectF& a, const QRectF& b)
    {
        return a.left() <= b.right() && b.left() <= a.right() && a.top() <= b.bottom()
            && b.top() <= a.bottom();
    }

private:
    static constexpr qint64 mostCells = 4096; ///< of one box

    struct Range {
        qint32 left;
        qint32 top;
        qint32 right;
        qint32 bottom;

        [[nodiscard]] qint64 count() const
        {
            return (qint64{right} - left + 1) * (qint64{bottom} - top + 1);
        }
    };

    [[nodiscard]] Range cellsOf(const QRectF& area) const
    {
        return {
            cellOf(area.left()), cellOf(area.top()), cellOf(area.right()), cellOf(area.bottom())};
    }

    /// Until `visit` says false.
    template <class Visit>
    void forCells(const Range& range, const Visit& visit) const
    {
        for (qint32 y = range.top; y <= range.bottom; ++y) {
            for (qint32 x = range.left; x <= range.right; ++x) {
                if (!visit(static_cast<quint64>(static_cast<quint32>(x)) << 32U
                        | static_cast<quint32>(y))) {
                    return;
                }
            }
        }
    }

    /// Every box that touches the area, once, until `visit` says false.
    template <class Visit>
    void forBoxes(const QRectF& area, const Visit& visit) const
    {
        ++m_turn;
        const auto each = [&](const QList<int>& numbers) {
            for (const int number : numbers) {
                if (m_seen[number] != m_turn && touches(m_boxes[number], area)) {
                    m_seen[number] = m_turn;
                    if (!visit(number)) {
                        return false;
                    }
                }
            }
            return true;
        };
        const Range range = cellsOf(area);
        if (!each(m_vast)) {
            return;
        }
        if (range.count() > m_cells.size()) {
            // The area is larger than what is there.
            for (const QList<int>& numbers : m_cells) {
                if (!each(numbers)) {
                    return;
                }
            }
            return;
        }
        forCells(range, [&](quint64 key) {
            const auto cell = m_cells.constFind(key);
            return cell == m_cells.cend() || each(*cell);
        });
    }

    /// Places beyond what a diagram can reach share the outermost cells.
    [[nodiscard]] qint32 cellOf(double value) const
    {
        return static_cast<qint32>(std::clamp(std::floor(value / m_cell), -1e6, 1e6));
    }

    double m_cell;
    QList<QRectF> m_boxes{};
    QHash<quint64, QList<int>> m_cells{};
    QList<int> m_vast{}; ///< boxes that lie in too many cells to be listed in each
    mutable QList<quint32> m_seen{};
    mutable quint32 m_turn = 0;
};

/// Changes of a grid that are taken back when it goes: what was added is dropped, what was moved
/// or hidden stands where it stood.
class GridTrial final {
public:
    explicit GridTrial(SpatialGrid& grid)
        : m_grid(grid)
        , m_size(grid.size())
    { }
    ~GridTrial()
    {
        m_grid.dropFrom(m_size);
        for (const int number : m_hidden) {
            m_grid.show(number);
        }
        for (qsizetype i = m_moved.size() - 1; i >= 0; --i) {
            m_grid.move(m_moved[i].first, m_moved[i].second);
        }
    }
    Q_DISABLE_COPY_MOVE(GridTrial)

    void move(int number, const QRectF& box)
    {
        m_moved.append({number, m_grid.box(number)});
        m_grid.move(number, box);
    }
    void hide(int number)
    {
        m_grid.hide(number);
        if (number < m_size) {
            m_hidden.append(number);
        }
    }

private:
    SpatialGrid& m_grid;
    int m_size;
    QList<std::pair<int, QRectF>> m_moved{};
    QList<int> m_hidden{};
};

} // namespace whimbrel
