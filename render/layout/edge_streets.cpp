// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/edge_router.h"
#include "render/layout/polyline.h"
#include "render/layout/route_costs.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace whimbrel {

namespace {

constexpr int mostLanes = 24; ///< that are weighed for one stretch
constexpr double intoStreet = 4.5; ///< how much farther than its clearance a street may begin

bool isUpright(Side side)
{
    return side == Side::Top || side == Side::Bottom;
}

/// Where a line comes out of its node's reach.
QPointF inStreet(const Port& port)
{
    const double more = isUpright(port.side) ? intoStreet : 0.5;
    return port.at + outward(port.side) * (route::clearance + more);
}

/// What a line passes from one street to the next: anywhere from `low` to `high`.
struct Door {
    double low = 0;
    double high = 0;
};

/// Doors that are passed straight ahead, one after another.
struct Run {
    qsizetype first = 0;
    qsizetype last = 0;
    Door common{};
};

Door narrowed(const Door& a, const Door& b)
{
    return {std::max(a.low, b.low), std::min(a.high, b.high)};
}

/// The fewest runs that pass all doors.
QList<Run> runsThrough(const QList<Door>& doors)
{
    QList<Run> runs;
    for (qsizetype door = 0; door < doors.size(); ++door) {
        if (!runs.isEmpty()) {
            const Door both = narrowed(runs.last().common, doors[door]);
            if (both.low <= both.high) {
                runs.last().last = door;
                runs.last().common = both;
                continue;
            }
        }
        runs.append({door, door, doors[door]});
    }
    return runs;
}

} // namespace

/// A straight part of a way whose lane is to be chosen: between `low` and `high`, and how far it
/// goes along the lane. It comes from a part at `before` and goes on to one at `behind`.
struct EdgeRouter::Stretch {
    bool upright = false;
    double low = 0;
    double high = 0;
    double from = 0;
    double to = 0;
    double before = 0;
    double behind = 0;
    QList<int> soft{};
    QList<int> inside{};
    QList<int> taken{};

    [[nodiscard]] double across(const QPointF& point) const
    {
        return upright ? point.x() : point.y();
    }
    [[nodiscard]] double sharedWith(const QRectF& box, double more) const
    {
        const double begin = upright ? box.top() : box.left();
        const double end = upright ? box.bottom() : box.right();
        return std::max(0.0, std::min(to, end + more) - std::max(from, begin - more));
    }
    [[nodiscard]] bool meets(const QRectF& box, double at, double around) const
    {
        return at > (upright ? box.left() : box.top()) - around
            && at < (upright ? box.right() : box.bottom()) + around;
    }
};

/// The price of a lane; of one that is dearer than `most`, no less than that.
double EdgeRouter::priceOf(const Stretch& stretch, double at, double most) const
{
    double price = std::abs(at - stretch.before) + std::abs(at - stretch.behind);
    for (const int number : stretch.soft) {
        const QRectF& box = m_obstacles.box(number);
        if (stretch.meets(box, at, 2)) {
            price += route::softCost * stretch.sharedWith(box, 2);
        }
    }
    for (const int number : stretch.inside) {
        const QRectF& box = m_discouraged.box(number);
        if (stretch.meets(box, at, 4)) {
            price += route::insideCost * stretch.sharedWith(box, 4);
        }
    }
    for (const int number : stretch.taken) {
        if (price >= most) {
            break;
        }
        const QRectF& box = m_taken.box(number);
        const Segment& segment = m_segments[number];
        const bool upright = isUpright(segment.a, segment.b);
        if (upright == stretch.upright && stretch.meets(box, at, route::laneGap - 0.5)) {
            price += route::sharedCost * stretch.sharedWith(box, 4);
        } else if (upright != stretch.upright && stretch.meets(box, at, 1)) {
            price += route::crossingCost;
        }
    }
    return price;
}

/// The cheapest of the lanes that lie well: near the neighbouring parts of the way, half way
/// between boxes, beside lines that are there, beside groups.
double EdgeRouter::bestLane(const Stretch& given, const RouteRequest& request) const
{
    if (given.high - given.low < 1) {
        return (given.low + given.high) / 2;
    }
    Stretch stretch = given;
    if (stretch.from > stretch.to) {
        std::swap(stretch.from, stretch.to);
    }
    const QRectF area = stretch.upright
        ? QRectF(QPointF(stretch.low, stretch.from), QPointF(stretch.high, stretch.to))
        : QRectF(QPointF(stretch.from, stretch.low), QPointF(stretch.to, stretch.high));
    const double beside = route::laneGap;
    const QRectF around = area.adjusted(-beside, -beside, beside, beside);
    for (const int number : m_obstacles.near(around)) {
        if (number >= m_nodeCount) {
            stretch.soft.append(number);
        }
    }
    stretch.inside = m_discouraged.near(around);
    stretch.inside.removeIf([&](int group) { return request.home.contains(group); });
    stretch.taken = m_taken.near(around);

    QList<double> lanes{std::clamp(stretch.before, stretch.low, stretch.high),
        std::clamp(stretch.behind, stretch.low, stretch.high),
        std::round((stretch.low + stretch.high) / 2), stretch.low, stretch.high};
    const auto add = [&](double lane) {
        if (lane >= stretch.low && lane <= stretch.high) {
            lanes.append(lane);
        }
    };
    for (const int number : stretch.inside) {
        const QRectF& box = m_discouraged.box(number);
        add((stretch.upright ? box.left() : box.top()) - route::clearance);
        add((stretch.upright ? box.right() : box.bottom()) + route::clearance);
    }
    for (const int number : stretch.taken) {
        const Segment& segment = m_segments[number];
        if (isUpright(segment.a, segment.b) == stretch.upright) {
            add(stretch.across(segment.a) - route::laneGap);
            add(stretch.across(segment.a) + route::laneGap);
        }
    }
    const auto detour = [&](double lane) {
        return std::abs(lane - stretch.before) + std::abs(lane - stretch.behind);
    };
    std::ranges::stable_sort(lanes, {}, detour);
    const auto rest = std::ranges::unique(lanes);
    lanes.erase(rest.begin(), rest.end());
    double best = lanes.first();
    double least = std::numeric_limits<double>::max();
    for (const double lane : lanes.first(std::min<qsizetype>(lanes.size(), mostLanes))) {
        const double price = priceOf(stretch, lane, least);
        if (price < least) {
            least = price;
            best = lane;
        }
    }
    return best;
}

/// The streets of the whole diagram, or of that part of it where something is tried.
void EdgeRouter::makeStreets()
{
    QList<QRectF> boxes;
    if (!m_trial) {
        for (int n = 0; n < m_nodeCount; ++n) {
            boxes.append(m_obstacles.box(n));
        }
        m_streets.emplace(boxes, route::clearance);
        for (const Segment& segment : std::as_const(m_segments)) {
            m_streets->take(segment.a, segment.b);
        }
        return;
    }
    const QRectF& area = m_trial->area;
    const double around = route::clearance + 4;
    for (const int number : m_obstacles.near(area.adjusted(-around, -around, around, around))) {
        if (number < m_nodeCount) {
            boxes.append(m_obstacles.box(number));
        }
    }
    m_streets.emplace(boxes, route::clearance, area);
    for (const int number : m_taken.near(area)) {
        m_streets->take(m_segments[number].a, m_segments[number].b);
    }
}

std::optional<QList<QPointF>> EdgeRouter::alongStreets(const RouteRequest& request)
{
    if (!m_streets) {
        makeStreets();
    }
    const QPointF start = inStreet(request.out);
    const QPointF goal = inStreet(request.in);
    const int first = m_streets->at(start);
    const int last = m_streets->at(goal);
    if (first < 0 || last < 0) {
        return std::nullopt;
    }
    const auto streets = m_streets->way(first, start, last, goal);
    if (!streets) {
        return std::nullopt;
    }
    const auto area = [&](qsizetype at) { return m_streets->area((*streets)[at]); };

    // Lines that leave upwards or downwards have their first door before the first street.
    const bool startsUpright = isUpright(request.out.side);
    const bool endsUpright = isUpright(request.in.side);
    QList<Door> doors;
    if (startsUpright) {
        doors.append({start.x(), start.x()});
    }
    for (qsizetype at = 1; at < streets->size(); ++at) {
        doors.append(narrowed(
            {area(at - 1).left(), area(at - 1).right()}, {area(at).left(), area(at).right()}));
    }
    if (endsUpright) {
        doors.append({goal.x(), goal.x()});
    }
    if (doors.isEmpty()) {
        doors.append({area(0).left(), area(0).right()});
    }
    const auto streetBehind = [&](qsizetype door) { return area(door + (startsUpright ? 0 : 1)); };
    QList<Run> runs = runsThrough(doors);
    // Turns are taken where there is most room.
    for (qsizetype i = 0; i + 1 < runs.size(); ++i) {
        Run& run = runs[i];
        Run& next = runs[i + 1];
        qsizetype turn = run.last;
        for (qsizetype door = run.last; door > run.first; --door) {
            const Door both = narrowed(next.common, doors[door]);
            if (both.low > both.high) {
                break;
            }
            next.common = both;
            next.first = door;
            if (streetBehind(door - 1).height() > streetBehind(turn).height()) {
                turn = door - 1;
            }
        }
        const auto commonOf = [&](qsizetype from, qsizetype to) {
            Door common = doors[from];
            for (qsizetype door = from; door <= to; ++door) {
                common = narrowed(common, doors[door]);
            }
            return common;
        };
        run.last = turn;
        next.first = turn + 1;
        run.common = commonOf(run.first, run.last);
        next.common = commonOf(next.first, next.last);
    }

    // Lanes: first those up and down, then those between them.
    QList<double> xs;
    for (qsizetype i = 0; i < runs.size(); ++i) {
        Stretch stretch;
        stretch.upright = true;
        stretch.low = runs[i].common.low;
        stretch.high = runs[i].common.high;
        stretch.from = i == 0 ? start.y() : streetBehind(runs[i - 1].last).center().y();
        stretch.to = i + 1 == runs.size() ? goal.y() : streetBehind(runs[i].last).center().y();
        stretch.before = i == 0 ? start.x() : xs.last();
        stretch.behind = i + 1 == runs.size()
            ? goal.x()
            : std::clamp(stretch.before, runs[i + 1].common.low, runs[i + 1].common.high);
        xs.append(bestLane(stretch, request));
    }
    QList<QPointF> line{request.out.at};
    if (!startsUpright) {
        line.append({xs.first(), request.out.at.y()});
    }
    for (qsizetype i = 0; i + 1 < runs.size(); ++i) {
        const QRectF street = streetBehind(runs[i].last);
        Stretch stretch;
        stretch.low = street.top();
        stretch.high = street.bottom();
        stretch.from = xs[i];
        stretch.to = xs[i + 1];
        stretch.before = line.last().y();
        stretch.behind
            = i + 2 == runs.size() ? goal.y() : streetBehind(runs[i + 1].last).center().y();
        const double y = bestLane(stretch, request);
        line << QPointF(xs[i], y) << QPointF(xs[i + 1], y);
    }
    if (!endsUpright) {
        line.append({xs.last(), request.in.at.y()});
    }
    line.append(request.in.at);
    return simplified(line);
}

} // namespace whimbrel
