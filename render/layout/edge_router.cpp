// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/edge_router.h"

#include "render/layout/polyline.h"
#include "render/layout/route_costs.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace whimbrel {

EdgeRouter::EdgeRouter(const QList<QRectF>& obstacles)
    : m_nodeCount(static_cast<int>(obstacles.size()))
{
    for (const QRectF& obstacle : obstacles) {
        m_obstacles.add(obstacle);
    }
}

QList<LineCrossing> EdgeRouter::crossings(int edge, const QList<QPointF>& line) const
{
    QList<LineCrossing> crossings;
    const auto isInside
        = [](double value, double low, double high) { return value > low + 1 && value < high - 1; };
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const QRectF span = spanOf(line[i], line[i + 1]);
        const bool upright = isUpright(line[i], line[i + 1]);
        const qsizetype first = crossings.size();
        for (const int number : m_taken.near(span)) {
            const Segment& other = m_segments[number];
            const QRectF& box = m_taken.box(number);
            if (other.edge == edge || isUpright(other.a, other.b) == upright) {
                continue;
            }
            const QPointF at
                = upright ? QPointF(span.left(), box.top()) : QPointF(box.left(), span.top());
            if (upright ? isInside(at.y(), span.top(), span.bottom())
                        && isInside(at.x(), box.left(), box.right())
                        : isInside(at.x(), span.left(), span.right())
                        && isInside(at.y(), box.top(), box.bottom())) {
                crossings.append({other.edge, at});
            }
        }
        std::ranges::sort(
            crossings.begin() + first, crossings.end(), {}, [&](const LineCrossing& crossing) {
                return std::abs(crossing.at.x() - line[i].x())
                    + std::abs(crossing.at.y() - line[i].y());
            });
    }
    return crossings;
}

void EdgeRouter::beginTrial()
{
    m_trial = std::make_unique<Trial>(*this);
    m_trial->streets.swap(m_streets);
}

void EdgeRouter::lookAround(const QRectF& ends)
{
    constexpr double room = 1600; // most ways around what is in the way are shorter than this
    m_trial->area = ends.adjusted(-room, -room, room, room);
    m_streets.reset();
}

void EdgeRouter::endTrial()
{
    m_streets.swap(m_trial->streets);
    for (qsizetype i = m_trial->segments; i < m_segments.size(); ++i) {
        m_segmentsOf[m_segments[i].edge].removeOne(static_cast<int>(i));
    }
    m_segments.resize(m_trial->segments);
    m_trial.reset();
}

void EdgeRouter::moveObstacle(int number, const QRectF& box)
{
    m_trial->obstacles.move(number, box);
}

void EdgeRouter::release(int edge)
{
    for (const int number : m_segmentsOf.value(edge)) {
        m_trial->taken.hide(number);
    }
}

QSet<int> EdgeRouter::edgesNear(const QRectF& box) const
{
    const double around = route::clearance - route::slack;
    QSet<int> edges;
    for (const int number : m_taken.near(box.adjusted(-around, -around, around, around))) {
        edges.insert(m_segments[number].edge);
    }
    return edges;
}

void EdgeRouter::avoid(const QRectF& area)
{
    m_obstacles.add(area);
}

void EdgeRouter::discourage(const QRectF& area)
{
    m_discouraged.add(area);
}

void EdgeRouter::take(int edge, const QList<QPointF>& line, LaneKind lane)
{
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        m_segmentsOf[edge].append(m_taken.add(spanOf(line[i], line[i + 1])));
        m_segments.append({edge, line[i], line[i + 1], lane});
        if (m_streets) {
            m_streets->take(line[i], line[i + 1]);
        }
    }
}

bool EdgeRouter::isFree(const QList<QPointF>& line, const RouteRequest& request) const
{
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const QRectF span = spanOf(line[i], line[i + 1]);
        const bool first = i == 0;
        const bool last = i + 2 == line.size();
        const double around = route::clearance - route::slack;
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
        const double beside = route::laneGap - 0.5;
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
            if (shared > route::slack) {
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
    if (ahead < 2 * route::clearance - 4) {
        return std::nullopt;
    }
    QList<QPointF> line{a};
    if (std::abs(level ? a.y() - b.y() : a.x() - b.x()) > route::slack) {
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

/// Whether a box stands so near before one of the ports that no line comes out of it. Saves the
/// search that would find that out, which is the dearest there is.
bool EdgeRouter::isShutIn(const RouteRequest& request, double clearance) const
{
    const double around = clearance - route::slack;
    for (const Port& port : {request.out, request.in}) {
        const QPointF before = port.at + outward(port.side) * clearance;
        for (const int number : m_obstacles.near(
                 QRectF(before, QSizeF(0, 0)).adjusted(-around, -around, around, around))) {
            const QRectF box = m_obstacles.box(number).adjusted(-around, -around, around, around);
            if (number < m_nodeCount && before.x() > box.left() && before.x() < box.right()
                && before.y() > box.top() && before.y() < box.bottom()) {
                return true;
            }
        }
    }
    return false;
}

bool EdgeRouter::isCrowded(const RouteRequest& request, double margin) const
{
    constexpr int mostBoxes = 64;
    constexpr int mostStretches = 300;
    const QRectF corridor
        = spanOf(request.out.at, request.in.at).adjusted(-margin, -margin, margin, margin);
    return m_obstacles.holdsMoreThan(mostBoxes, corridor)
        || m_taken.holdsMoreThan(mostStretches, corridor);
}

QList<QPointF> EdgeRouter::route(const RouteRequest& request)
{
    std::optional<QList<QPointF>> line = direct(request);
    struct Try {
        double clearance;
        double margin;
    };
    constexpr std::array tries{Try{route::clearance, 96}, Try{route::clearance, 480}, Try{6, 480},
        Try{3, 960}, Try{1, 960}, Try{route::clearance, 4000}, Try{3, 8000}};
    for (const Try& with : tries) {
        if (line) {
            break;
        }
        if (isShutIn(request, with.clearance)) {
            continue;
        }
        if (isCrowded(request, with.margin)) {
            line = alongStreets(request);
            break;
        }
        line = search(request, with.clearance, with.margin);
    }
    // Out of a corner that streets do not reach: a dear search, which finds most ways.
    for (const double clearance : {6.0, 3.0, 1.0}) {
        if (line) {
            break;
        }
        if (!isShutIn(request, clearance)) {
            line = search(request, clearance, 480);
        }
    }
    if (!line) {
        // Boxes that lie on each other leave no way: then straight over them.
        const QPointF middle(request.in.at.x(), request.out.at.y());
        line.emplace({request.out.at});
        if (middle != request.out.at && middle != request.in.at) {
            line->append(middle);
        }
        line->append(request.in.at);
    }
    take(request.edge, *line, request.lane);
    return *line;
}

} // namespace whimbrel
