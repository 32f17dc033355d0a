// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/edge_router.h"

#include <queue>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace whimbrel {

namespace {

constexpr double clearance = 12; ///< between a line and a foreign box
constexpr double laneGap = 10; ///< between two lines side by side
constexpr double bendCost = 36;
constexpr double crossingCost = 48;
constexpr double sharedCost = 12; ///< for each pixel beside another line that is too near
constexpr double insideCost = 0.15; ///< for each pixel inside a group
constexpr double offCentreCost = 0.03; ///< for each pixel on a lane that is not half way
constexpr double softCost = 8; ///< for each pixel over something that should stay free
constexpr double slack = 0.01;
constexpr qsizetype mostLines = 160; ///< of one direction in one search
constexpr int mostSteps = 400'000;

QPointF outward(Side side)
{
    switch (side) {
    case Side::Left:
        return {-1, 0};
    case Side::Right:
        return {1, 0};
    case Side::Top:
        return {0, -1};
    case Side::Bottom:
        return {0, 1};
    }
    return {};
}

bool isUpright(const QPointF& a, const QPointF& b)
{
    return std::abs(a.x() - b.x()) < std::abs(a.y() - b.y());
}

QRectF spanOf(const QPointF& a, const QPointF& b)
{
    return QRectF(a, b).normalized();
}

/// Without points that lie between their neighbours on one line.
QList<QPointF> simplified(const QList<QPointF>& line)
{
    QList<QPointF> made;
    for (const QPointF& point : line) {
        if (!made.isEmpty() && QLineF(made.last(), point).length() < 0.05) {
            continue;
        }
        if (made.size() >= 2) {
            const QPointF& a = made[made.size() - 2];
            const QPointF& b = made.last();
            const bool sameX
                = std::abs(a.x() - b.x()) < slack && std::abs(b.x() - point.x()) < slack;
            const bool sameY
                = std::abs(a.y() - b.y()) < slack && std::abs(b.y() - point.y()) < slack;
            if (sameX || sameY) {
                made.last() = point;
                continue;
            }
        }
        made.append(point);
    }
    return made;
}

/// Values closer than a fifth of a pixel are one.
void sortUnique(QList<double>& values)
{
    std::ranges::sort(values);
    const auto rest
        = std::ranges::unique(values, [](double a, double b) { return std::abs(a - b) < 0.2; });
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
void keepNearest(QList<double>& values, double start, double goal)
{
    if (values.size() <= mostLines) {
        return;
    }
    const double middle = (start + goal) / 2;
    const auto distance = [=](double value) {
        return std::min(
            {std::abs(value - start), std::abs(value - goal), std::abs(value - middle)});
    };
    std::ranges::nth_element(values, values.begin() + mostLines, {}, distance);
    values.resize(mostLines);
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
            cell.blocked = cell.blocked || (a < to - slack && b > from + slack);
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
            cell.crossingsAhead += place > a + slack && place <= b + slack ? 1 : 0;
            cell.crossingsBack += place >= a - slack && place < b - slack ? 1 : 0;
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

EdgeRouter::EdgeRouter(const QList<QRectF>& obstacles)
    : m_nodeCount(static_cast<int>(obstacles.size()))
{
    for (const QRectF& obstacle : obstacles) {
        m_obstacles.add(obstacle);
    }
}

void EdgeRouter::avoid(const QRectF& area)
{
    m_obstacles.add(area);
}

void EdgeRouter::discourage(const QRectF& area)
{
    m_discouraged.add(area);
}

void EdgeRouter::take(const QList<QPointF>& line, LaneKind lane)
{
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        m_taken.add(spanOf(line[i], line[i + 1]));
        m_segments.append({line[i], line[i + 1], lane});
    }
}

bool EdgeRouter::isFree(const QList<QPointF>& line, const RouteRequest& request) const
{
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const QRectF span = spanOf(line[i], line[i + 1]);
        const bool first = i == 0;
        const bool last = i + 2 == line.size();
        const double around = clearance - slack;
        for (const int obstacle :
            m_obstacles.near(span.adjusted(-around, -around, around, around))) {
            // The own nodes are left and entered by the first and last stretch alone.
            const bool own
                = (first && obstacle == request.from) || (last && obstacle == request.to);
            if (!own) {
                return false;
            }
        }
        const bool upright = isUpright(line[i], line[i + 1]);
        const double beside = laneGap - 0.5;
        const QRectF lane
            = upright ? span.adjusted(-beside, 0, beside, 0) : span.adjusted(0, -beside, 0, beside);
        for (const int taken : m_taken.near(lane)) {
            const Segment& segment = m_segments[taken];
            if (isUpright(segment.a, segment.b) != upright) {
                return false; // a crossing: the search weighs it
            }
            const QRectF other = m_taken.box(taken);
            const double shared = upright
                ? std::min(span.bottom(), other.bottom()) - std::max(span.top(), other.top())
                : std::min(span.right(), other.right()) - std::max(span.left(), other.left());
            if (shared > slack) {
                return false;
            }
        }
    }
    return true;
}

std::optional<QList<QPointF>> EdgeRouter::direct(const RouteRequest& request) const
{
    const QPointF& a = request.out.at;
    const QPointF& b = request.in.at;
    const QPointF leave = outward(request.out.side);
    const QPointF enter = outward(request.in.side);
    if (leave + enter != QPointF(0, 0)) {
        return std::nullopt;
    }
    const bool level = leave.x() != 0;
    const double ahead = level ? (b.x() - a.x()) * leave.x() : (b.y() - a.y()) * leave.y();
    if (ahead < 2 * clearance - 4) {
        return std::nullopt;
    }
    QList<QPointF> line{a};
    if (std::abs(level ? a.y() - b.y() : a.x() - b.x()) > slack) {
        const double middle = std::round(level ? (a.x() + b.x()) / 2 : (a.y() + b.y()) / 2);
        line << (level ? QPointF(middle, a.y()) : QPointF(a.x(), middle))
             << (level ? QPointF(middle, b.y()) : QPointF(b.x(), middle));
    }
    line << b;
    if (!isFree(line, request)) {
        return std::nullopt;
    }
    return line;
}

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
            grid.xs << segment.a.x() - laneGap << segment.a.x() + laneGap;
        } else {
            grid.ys << segment.a.y() - laneGap << segment.a.y() + laneGap;
        }
    }
    const double extra = 4 * laneGap;
    const auto outside = [&](double value, double low, double high) {
        return value < low - extra || value > high + extra;
    };
    grid.xs.removeIf([&](double x) { return outside(x, reach.left(), reach.right()); });
    grid.ys.removeIf([&](double y) { return outside(y, reach.top(), reach.bottom()); });
    sortUnique(grid.xs);
    sortUnique(grid.ys);
    keepNearest(grid.xs, start.x(), goal.x());
    keepNearest(grid.ys, start.y(), goal.y());
    const auto nx = static_cast<int>(grid.xs.size());
    const auto ny = static_cast<int>(grid.ys.size());

    Cells onX(nx, grid.ys);
    Cells onY(ny, grid.xs);
    const auto eachWithin = [](const QList<double>& values, double low, double high, auto visit) {
        auto at = std::ranges::upper_bound(values, low + slack);
        for (; at != values.end() && *at < high - slack; ++at) {
            visit(static_cast<int>(at - values.begin()));
        }
    };
    for (const int number : obstacles) {
        const bool soft = number >= m_nodeCount;
        const double keep = soft ? 2 : away;
        const QRectF box = m_obstacles.box(number).adjusted(-keep, -keep, keep, keep);
        eachWithin(grid.xs, box.left(), box.right(), [&](int i) {
            soft ? onX.charge(i, box.top(), box.bottom(), softCost)
                 : onX.block(i, box.top(), box.bottom());
        });
        eachWithin(grid.ys, box.top(), box.bottom(), [&](int i) {
            soft ? onY.charge(i, box.left(), box.right(), softCost)
                 : onY.block(i, box.left(), box.right());
        });
    }
    for (const int number : inside) {
        const QRectF box = m_discouraged.box(number).adjusted(-4, -4, 4, 4);
        eachWithin(grid.xs, box.left(), box.right(),
            [&](int i) { onX.charge(i, box.top(), box.bottom(), insideCost); });
        eachWithin(grid.ys, box.top(), box.bottom(),
            [&](int i) { onY.charge(i, box.left(), box.right(), insideCost); });
    }
    for (const int number : taken) {
        const Segment& segment = m_segments[number];
        const QRectF span = m_taken.box(number);
        // Lines of another kind keep a bit further apart, so that they are told from each other.
        const double beside = laneGap - 0.5;
        if (isUpright(segment.a, segment.b)) {
            eachWithin(grid.xs, span.left() - beside, span.right() + beside,
                [&](int i) { onX.charge(i, span.top() - 4, span.bottom() + 4, sharedCost); });
            eachWithin(grid.ys, span.top() - 1, span.bottom() + 1,
                [&](int i) { onY.cross(i, span.left()); });
        } else {
            eachWithin(grid.ys, span.top() - beside, span.bottom() + beside,
                [&](int i) { onY.charge(i, span.left() - 4, span.right() + 4, sharedCost); });
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
        return std::abs(dx) + std::abs(dy) + bends * bendCost;
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
            && spent + bendCost < static_cast<double>(best[static_cast<size_t>(goalState)])) {
            // Turn towards the port.
            best[static_cast<size_t>(goalState)] = static_cast<float>(spent + bendCost);
            from[static_cast<size_t>(goalState)] = top.state;
            open.push({spent + bendCost, goalState});
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
            double cost = spent + length + (next == d ? 0 : bendCost) + cell.extra;
            const double off = level ? grid.ys[y] - grid.middleY : grid.xs[x] - grid.middleX;
            cost += std::abs(off) < 0.5 ? 0 : offCentreCost * length;
            const bool ahead = next == 0 || next == 2;
            cost += crossingCost * (ahead ? cell.crossingsAhead : cell.crossingsBack);
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

QList<QPointF> EdgeRouter::route(const RouteRequest& request)
{
    if (const auto line = direct(request)) {
        take(*line, request.lane);
        return *line;
    }
    struct Try {
        double clearance;
        double margin;
    };
    constexpr std::array tries{Try{clearance, 96}, Try{clearance, 480}, Try{6, 480}, Try{3, 960},
        Try{1, 960}, Try{clearance, 4000}, Try{3, 8000}};
    for (const Try& with : tries) {
        if (const auto line = search(request, with.clearance, with.margin)) {
            take(*line, request.lane);
            return *line;
        }
    }
    // Boxes that lie on each other leave no way: then straight over them.
    const QPointF middle(request.in.at.x(), request.out.at.y());
    QList<QPointF> line{request.out.at};
    if (middle != request.out.at && middle != request.in.at) {
        line << middle;
    }
    line << request.in.at;
    take(line, request.lane);
    return line;
}

} // namespace whimbrel
