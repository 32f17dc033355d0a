// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
// Lines through places that were chosen by hand.
#include "render/layout/edge_router.h"
#include "render/layout/polyline.h"
#include "render/layout/route_costs.h"

#include <QLineF>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace whimbrel {

namespace {

constexpr double jog = 8; ///< a bend that leads aside no farther than this is left out
constexpr double throughBox = 1e6; ///< what a line is charged for a box that it runs through
constexpr double besideBox = 400; ///< … that it comes too near to

/// The four ways that a line can run.
constexpr std::array ways{Side::Right, Side::Left, Side::Bottom, Side::Top};

Side wayOf(const QPointF& a, const QPointF& b)
{
    if (isUpright(a, b)) {
        return b.y() > a.y() ? Side::Bottom : Side::Top;
    }
    return b.x() > a.x() ? Side::Right : Side::Left;
}

bool isBack(Side one, Side other)
{
    return outward(one) + outward(other) == QPointF(0, 0);
}

/// Takes places onto the line of their neighbours where they are only a little off it.
void leaveJogsOut(QList<QPointF>& places, const Port& out, const Port& in)
{
    const auto pull = [](double& value, double to) {
        if (std::abs(value - to) <= jog) {
            value = to;
        }
    };
    const auto toPort = [&](QPointF& place, const Port& port) {
        const bool upright = port.side == Side::Top || port.side == Side::Bottom;
        upright ? pull(place.rx(), port.at.x()) : pull(place.ry(), port.at.y());
    };
    for (qsizetype i = 1; i < places.size(); ++i) {
        pull(places[i].rx(), places[i - 1].x());
        pull(places[i].ry(), places[i - 1].y());
    }
    toPort(places.first(), out);
    toPort(places.last(), in);
}

} // namespace

/// A way from one place to the next.
struct EdgeRouter::Leg {
    QList<QPointF> line{};
    double price = 0;

    [[nodiscard]] bool isEmpty() const { return line.size() < 2; }
    [[nodiscard]] Side begins() const { return wayOf(line[0], line[1]); }
    [[nodiscard]] Side ends() const { return wayOf(line[line.size() - 2], line.last()); }
};

double EdgeRouter::priceOfLeg(const QList<QPointF>& line, const RouteRequest& request) const
{
    double price = 0;
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const QRectF span = spanOf(line[i], line[i + 1]);
        const bool upright = isUpright(line[i], line[i + 1]);
        price += span.width() + span.height() + (i > 0 ? route::bendCost : 0);
        const double around = route::clearance - route::slack;
        for (const int number : m_obstacles.near(span.adjusted(-around, -around, around, around))) {
            const QRectF box = m_obstacles.box(number).adjusted(1, 1, -1, -1);
            const bool own = number == request.from || number == request.to;
            if (number >= m_nodeCount) {
                price += SpatialGrid::touches(box, span) ? besideBox / 4 : 0;
            } else if (SpatialGrid::touches(box, span)) {
                price += throughBox;
            } else if (!own) {
                price += besideBox;
            }
        }
        const double beside = route::laneGap - 0.5;
        const QRectF lane
            = upright ? span.adjusted(-beside, 0, beside, 0) : span.adjusted(0, -beside, 0, beside);
        for (const int number : m_taken.near(lane)) {
            const Segment& segment = m_segments[number];
            const QRectF& box = m_taken.box(number);
            if (isUpright(segment.a, segment.b) != upright) {
                price += SpatialGrid::touches(box, span) ? route::crossingCost : 0;
            } else {
                price += route::sharedCost
                    * std::max(0.0,
                        upright ? std::min(span.bottom(), box.bottom())
                                - std::max(span.top(), box.top())
                                : std::min(span.right(), box.right())
                                - std::max(span.left(), box.left()));
            }
        }
    }
    return price;
}

/// The ways from place to place with at most two bends; those that run through boxes too.
QList<EdgeRouter::Leg> EdgeRouter::legsBetween(
    const QPointF& a, const QPointF& b, const RouteRequest& request) const
{
    const QPointF middle((a + b) / 2);
    const std::array<QList<QPointF>, 4> shapes{QList<QPointF>{a, {b.x(), a.y()}, b},
        {a, {a.x(), b.y()}, b}, {a, {middle.x(), a.y()}, {middle.x(), b.y()}, b},
        {a, {a.x(), middle.y()}, {b.x(), middle.y()}, b}};
    QList<Leg> legs;
    for (const QList<QPointF>& shape : shapes) {
        Leg leg{simplified(shape), 0};
        const bool known
            = std::ranges::any_of(legs, [&](const Leg& other) { return other.line == leg.line; });
        if (!leg.isEmpty() && !known) {
            leg.price = priceOfLeg(leg.line, request);
            legs.append(leg);
        }
    }
    const bool blocked = !legs.isEmpty()
        && std::ranges::all_of(legs, [](const Leg& leg) { return leg.price >= throughBox; });
    // Around what stands between: the router's own search, in all ways to begin and to end.
    for (const Side begin : ways) {
        for (const Side end : ways) {
            if (!blocked) {
                return legs;
            }
            RouteRequest part = request;
            part.out = {a, begin};
            part.in = {b, end};
            if (isShutIn(part, route::clearance)) {
                continue;
            }
            if (const auto line = search(part, route::clearance, 240)) {
                legs.append({*line, priceOfLeg(*line, request)});
            }
        }
    }
    return legs;
}

/// The place, or one beside the foreign box in which it lies.
QPointF EdgeRouter::outOfBoxes(const QPointF& place, const RouteRequest& request) const
{
    const double away = route::clearance;
    for (const int number : m_obstacles.near(QRectF(place, QSizeF(0, 0)))) {
        const bool own = number == request.from || number == request.to;
        if (number >= m_nodeCount || own) {
            continue;
        }
        const QRectF box = m_obstacles.box(number).adjusted(-away, -away, away, away);
        const std::array besides{QPointF(box.left(), place.y()), QPointF(box.right(), place.y()),
            QPointF(place.x(), box.top()), QPointF(place.x(), box.bottom())};
        return *std::ranges::min_element(
            besides, {}, [&](const QPointF& beside) { return QLineF(place, beside).length(); });
    }
    return place;
}

QList<QPointF> EdgeRouter::routeThrough(const RouteRequest& request, const QList<QPointF>& places)
{
    const QRectF& from = m_obstacles.box(request.from);
    const QRectF& to = m_obstacles.box(request.to);
    QList<QPointF> stops;
    for (const QPointF& place : places) {
        // A node that was moved onto the place needs no way there.
        if (!from.contains(place) && !to.contains(place)) {
            stops.append(outOfBoxes(place, request));
        }
    }
    if (stops.isEmpty()) {
        return route(request);
    }
    leaveJogsOut(stops, request.out, request.in);
    const QPointF first = request.out.at + outward(request.out.side) * route::clearance;
    const QPointF last = request.in.at + outward(request.in.side) * route::clearance;
    stops.prepend(first);
    stops.append(last);

    // The cheapest way to each stop, by the way in which it is reached.
    struct Reached {
        double price = std::numeric_limits<double>::max();
        QList<QPointF> line{};
    };
    QMap<Side, Reached> now;
    now.insert(request.out.side, {0, {request.out.at, first}});
    for (qsizetype i = 0; i + 1 < stops.size(); ++i) {
        QMap<Side, Reached> next;
        const QList<Leg> legs = legsBetween(stops[i], stops[i + 1], request);
        if (legs.isEmpty()) {
            continue; // two stops in one place
        }
        for (auto reached = now.cbegin(); reached != now.cend(); ++reached) {
            for (const Leg& leg : legs) {
                const double turn = isBack(reached.key(), leg.begins()) ? throughBox / 4
                    : reached.key() == leg.begins()                     ? 0
                                                                        : route::bendCost;
                Reached& there = next[leg.ends()];
                if (reached->price + leg.price + turn < there.price) {
                    there = {reached->price + leg.price + turn, reached->line + leg.line};
                }
            }
        }
        now = next;
    }
    Reached best;
    for (auto reached = now.cbegin(); reached != now.cend(); ++reached) {
        const double turn = reached.key() == request.in.side ? throughBox / 4
            : isBack(reached.key(), request.in.side)         ? 0
                                                             : route::bendCost;
        if (reached->price + turn < best.price) {
            best = {reached->price + turn, reached->line};
        }
    }
    const QList<QPointF> line = simplified(best.line + QList<QPointF>{request.in.at});
    take(request.edge, line, request.lane);
    return line;
}

} // namespace whimbrel
