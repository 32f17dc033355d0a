// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/edge_router.h"
#include "render/layout/polyline.h"
#include "render/layout/route_costs.h"

#include <queue>

#include <algorithm>
#include <cmath>
#include <limits>

namespace whimbrel {

namespace {

constexpr qsizetype mostLines = 160; ///< of one direction in one search
constexpr qsizetype mostLinesTried = 64; ///< the same while something is dragged
constexpr int mostSteps = 400'000;

/// Values closer than a fifth of a pixel are one; those of the two ends stay as they are.
void sortUnique(QList<double>& values, double start, double goal)
{
    const auto isOne = [](double a, double b) { return std::abs(a - b) < 0.2; };
    values.removeIf([&](double value) { return isOne(value, start) || isOne(value, goal); });
    values << start;
    if (goal != start) {
        values << goal;
    }
    std::ranges::sort(values);
    const auto rest = std::ranges::unique(values, [&](double a, double b) {
        return isOne(a, b)
            && !(
                std::min(a, b) == std::min(start, goal) && std::max(a, b) == std::max(start, goal));
    });
    values.erase(rest.begin(), rest.end());
}

int indexOf(const QList<double>& values, double value)
{
    int best = 0;
    for (int i = 1; i < values.size(); ++i) {
        if (std::abs(values[i] - value) < std::abs(values[best] - value)) {
            best = i;
        }
    }
    return best;
}

/// Of many lines, those nearest to the ends and the middle of the way: a long way needs its fine
/// choice of lines there only. Keeps the cost of one search bounded.
void keepNearest(QList<double>& values, double start, double goal, qsizetype most)
{
    if (values.size() <= most) {
        return;
    }
    const double middle = (start + goal) / 2;
    const auto distance = [=](double value) {
        return std::min(
            {std::abs(value - start), std::abs(value - goal), std::abs(value - middle)});
    };
    std::ranges::nth_element(values, values.begin() + most, {}, distance);
    values.resize(most);
    std::ranges::sort(values);
}

/// The part of a grid line between two neighbouring crossing lines, and what it costs to run there.
struct Cell {
    bool blocked = false;
    double extra = 0;
    int crossingsAhead = 0; ///< met when it is passed towards larger values …
    int crossingsBack = 0; ///< … and towards smaller ones: its beginning was counted before
};

/// The cells of all grid lines of one direction.
class Cells final {
public:
    Cells(qsizetype lines, const QList<double>& along)
        : m_along(along)
        , m_count(along.size() - 1)
        , m_cells(static_cast<size_t>(lines * std::max<qsizetype>(m_count, 0)))
    { }

    [[nodiscard]] const Cell& at(int line, int cell) const
    {
        return m_cells[static_cast<size_t>(line * m_count + cell)];
    }

    void block(int line, double from, double to)
    {
        eachMeeting(line, from, to, [&](Cell& cell, double a, double b) {
            cell.blocked = cell.blocked || (a < to - route::slack && b > from + route::slack);
        });
    }

    /// Adds `price` for each pixel of the stretch.
    void charge(int line, double from, double to, double price)
    {
        eachMeeting(line, from, to, [&](Cell& cell, double a, double b) {
            cell.extra += price * std::max(0.0, std::min(to, b) - std::max(from, a));
        });
    }

    void cross(int line, double place)
    {
        eachMeeting(line, place - 1, place + 1, [&](Cell& cell, double a, double b) {
            cell.crossingsAhead += place > a + route::slack && place <= b + route::slack ? 1 : 0;
            cell.crossingsBack += place >= a - route::slack && place < b - route::slack ? 1 : 0;
        });
    }

private:
    template <class Visit>
    void eachMeeting(int line, double from, double to, Visit visit)
    {
        const auto behind = std::ranges::upper_bound(m_along, from) - m_along.begin();
        for (qsizetype i = std::max<qsizetype>(behind - 1, 0); i < m_count && m_along[i] < to;
             ++i) {
            visit(m_cells[static_cast<size_t>(line * m_count + i)], m_along[i], m_along[i + 1]);
        }
    }

    const QList<double>& m_along;
    qsizetype m_count;
    std::vector<Cell> m_cells;
};

} // namespace

/// The sparse grid of one search: the lines on which this edge may run.
struct EdgeRouter::Search {
    QList<double> xs{};
    QList<double> ys{};
    double middleX = 0;
    double middleY = 0;
};

std::optional<QList<QPointF>> EdgeRouter::search(
    const RouteRequest& request, double away, double margin) const
{
    const QPointF leave = outward(request.out.side);
    const QPointF enter = outward(request.in.side);
    const QPointF start = request.out.at + leave * away;
    const QPointF goal = request.in.at + enter * away;
    const QRectF corridor = spanOf(start, goal).adjusted(-margin, -margin, margin, margin);
    const QList<int> obstacles = m_obstacles.near(corridor);
    const QList<int> taken = m_taken.near(corridor);

    Search grid;
    grid.xs << start.x() << goal.x();
    grid.ys << start.y() << goal.y();
    grid.middleX = std::round((start.x() + goal.x()) / 2);
    grid.middleY = std::round((start.y() + goal.y()) / 2);
    if (std::abs(start.x() - goal.x()) > 4) {
        grid.xs << grid.middleX;
    }
    if (std::abs(start.y() - goal.y()) > 4) {
        grid.ys << grid.middleY;
    }
    QRectF reach = corridor;
    for (const int number : obstacles) {
        const QRectF& box = m_obstacles.box(number);
        grid.xs << box.left() - away << box.right() + away;
        grid.ys << box.top() - away << box.bottom() + away;
        reach |= box;
    }
    QList<int> inside = m_discouraged.near(corridor);
    inside.removeIf([&](int area) { return request.home.contains(area); });
    for (const int number : inside) {
        const QRectF& box = m_discouraged.box(number);
        grid.xs << box.left() - away << box.right() + away;
        grid.ys << box.top() - away << box.bottom() + away;
    }
    for (const int number : taken) {
        const Segment& segment = m_segments[number];
        if (isUpright(segment.a, segment.b)) {
            grid.xs << segment.a.x() - route::laneGap << segment.a.x() + route::laneGap;
        } else {
            grid.ys << segment.a.y() - route::laneGap << segment.a.y() + route::laneGap;
        }
    }
    const double extra = 4 * route::laneGap;
    const auto outside = [&](double value, double low, double high) {
        return value < low - extra || value > high + extra;
    };
    grid.xs.removeIf([&](double x) { return outside(x, reach.left(), reach.right()); });
    grid.ys.removeIf([&](double y) { return outside(y, reach.top(), reach.bottom()); });
    sortUnique(grid.xs, start.x(), goal.x());
    sortUnique(grid.ys, start.y(), goal.y());
    const qsizetype most = m_trial ? mostLinesTried : mostLines;
    keepNearest(grid.xs, start.x(), goal.x(), most);
    keepNearest(grid.ys, start.y(), goal.y(), most);
    const auto nx = static_cast<int>(grid.xs.size());
    const auto ny = static_cast<int>(grid.ys.size());

    Cells onX(nx, grid.ys);
    Cells onY(ny, grid.xs);
    const auto eachWithin = [](const QList<double>& values, double low, double high, auto visit) {
        auto at = std::ranges::upper_bound(values, low + route::slack);
        for (; at != values.end() && *at < high - route::slack; ++at) {
            visit(static_cast<int>(at - values.begin()));
        }
    };
    // Lines may run a little outside of the corridor, where other boxes stand.
    for (const int number : m_obstacles.near(reach.adjusted(-extra, -extra, extra, extra))) {
        const bool soft = number >= m_nodeCount;
        const double keep = soft ? 2 : away;
        const QRectF box = m_obstacles.box(number).adjusted(-keep, -keep, keep, keep);
        eachWithin(grid.xs, box.left(), box.right(), [&](int i) {
            soft ? onX.charge(i, box.top(), box.bottom(), route::softCost)
                 : onX.block(i, box.top(), box.bottom());
        });
        eachWithin(grid.ys, box.top(), box.bottom(), [&](int i) {
            soft ? onY.charge(i, box.left(), box.right(), route::softCost)
                 : onY.block(i, box.left(), box.right());
        });
    }
    for (const int number : inside) {
        const QRectF box = m_discouraged.box(number).adjusted(-4, -4, 4, 4);
        eachWithin(grid.xs, box.left(), box.right(),
            [&](int i) { onX.charge(i, box.top(), box.bottom(), route::insideCost); });
        eachWithin(grid.ys, box.top(), box.bottom(),
            [&](int i) { onY.charge(i, box.left(), box.right(), route::insideCost); });
    }
    for (const int number : taken) {
        const Segment& segment = m_segments[number];
        const QRectF span = m_taken.box(number);
        // Lines of another kind keep a bit further apart, so that they are told from each other.
        const double beside = route::laneGap - 0.5;
        if (isUpright(segment.a, segment.b)) {
            eachWithin(grid.xs, span.left() - beside, span.right() + beside, [&](int i) {
                onX.charge(i, span.top() - 4, span.bottom() + 4, route::sharedCost);
            });
            eachWithin(grid.ys, span.top() - 1, span.bottom() + 1,
                [&](int i) { onY.cross(i, span.left()); });
        } else {
            eachWithin(grid.ys, span.top() - beside, span.bottom() + beside, [&](int i) {
                onY.charge(i, span.left() - 4, span.right() + 4, route::sharedCost);
            });
            eachWithin(grid.xs, span.left() - 1, span.right() + 1,
                [&](int i) { onX.cross(i, span.top()); });
        }
    }

    // A* over (place, direction). Directions: 0 right, 1 left, 2 down, 3 up.
    const auto directionOf = [](const QPointF& d) {
        return d.x() > 0 ? 0 : d.x() < 0 ? 1 : d.y() > 0 ? 2 : 3;
    };
    const int firstDirection = directionOf(leave);
    const int lastDirection = directionOf(-enter);
    const int sx = indexOf(grid.xs, start.x());
    const int sy = indexOf(grid.ys, start.y());
    const int gx = indexOf(grid.xs, goal.x());
    const int gy = indexOf(grid.ys, goal.y());
    const auto state = [&](int x, int y, int d) { return (y * nx + x) * 4 + d; };
    const auto total = static_cast<size_t>(nx) * static_cast<size_t>(ny) * 4;
    std::vector<float> best(total, std::numeric_limits<float>::max());
    std::vector<int> from(total, -1);
    struct Open {
        double estimate;
        int state;
        bool operator<(const Open& other) const
        {
            return estimate != other.estimate ? estimate > other.estimate : state > other.state;
        }
    };
    std::priority_queue<Open> open;
    const auto left = [&](int x, int y, int d) {
        const double dx = goal.x() - grid.xs[x];
        const double dy = goal.y() - grid.ys[y];
        double bends = 0;
        const bool aligned = (d < 2 ? std::abs(dy) : std::abs(dx)) < 0.5;
        const bool facing = (d == 0 && dx >= 0) || (d == 1 && dx <= 0) || (d == 2 && dy >= 0)
            || (d == 3 && dy <= 0);
        if (d == lastDirection) {
            bends = aligned && facing ? 0 : 2;
        } else {
            bends = 1;
        }
        return std::abs(dx) + std::abs(dy) + bends * route::bendCost;
    };
    const int first = state(sx, sy, firstDirection);
    best[static_cast<size_t>(first)] = 0;
    open.push({left(sx, sy, firstDirection), first});
    const int goalState = state(gx, gy, lastDirection);
    int steps = 0;
    while (!open.empty() && ++steps < mostSteps) {
        const Open top = open.top();
        open.pop();
        if (top.state == goalState) {
            break;
        }
        const int d = top.state % 4;
        const int x = top.state / 4 % nx;
        const int y = top.state / 4 / nx;
        const double spent = static_cast<double>(best[static_cast<size_t>(top.state)]);
        if (top.estimate > spent + left(x, y, d) + 0.01) {
            continue;
        }
        if (x == gx && y == gy && (lastDirection ^ 1) != d
            && spent + route::bendCost
                < static_cast<double>(best[static_cast<size_t>(goalState)])) {
            // Turn towards the port.
            best[static_cast<size_t>(goalState)] = static_cast<float>(spent + route::bendCost);
            from[static_cast<size_t>(goalState)] = top.state;
            open.push({spent + route::bendCost, goalState});
        }
        for (int next = 0; next < 4; ++next) {
            if ((next ^ 1) == d) {
                continue;
            }
            const int x2 = x + (next == 0 ? 1 : next == 1 ? -1 : 0);
            const int y2 = y + (next == 2 ? 1 : next == 3 ? -1 : 0);
            if (x2 < 0 || y2 < 0 || x2 >= nx || y2 >= ny) {
                continue;
            }
            const bool level = next < 2;
            const Cell& cell = level ? onY.at(y, std::min(x, x2)) : onX.at(x, std::min(y, y2));
            if (cell.blocked) {
                continue;
            }
            const double length
                = level ? std::abs(grid.xs[x2] - grid.xs[x]) : std::abs(grid.ys[y2] - grid.ys[y]);
            double cost = spent + length + (next == d ? 0 : route::bendCost) + cell.extra;
            const double off = level ? grid.ys[y] - grid.middleY : grid.xs[x] - grid.middleX;
            cost += std::abs(off) < 0.5 ? 0 : route::offCentreCost * length;
            const bool ahead = next == 0 || next == 2;
            cost += route::crossingCost * (ahead ? cell.crossingsAhead : cell.crossingsBack);
            const int to = state(x2, y2, next);
            if (cost + 0.001 < static_cast<double>(best[static_cast<size_t>(to)])) {
                best[static_cast<size_t>(to)] = static_cast<float>(cost);
                from[static_cast<size_t>(to)] = top.state;
                open.push({cost + left(x2, y2, next), to});
            }
        }
    }
    if (from[static_cast<size_t>(goalState)] < 0 && goalState != first) {
        return std::nullopt;
    }
    QList<QPointF> line{request.in.at};
    for (int at = goalState; at >= 0; at = from[static_cast<size_t>(at)]) {
        line.prepend({grid.xs[at / 4 % nx], grid.ys[at / 4 / nx]});
    }
    line.prepend(request.out.at);
    return simplified(line);
}

} // namespace whimbrel
