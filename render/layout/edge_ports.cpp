// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/edge_ports.h"

#include "render/layout/edge_waypoints.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double portGap = 16;
constexpr double nextRow = 160; ///< boxes that are farther apart have other rows between them

struct End {
    int edge = 0;
    bool leaves = true;
    double key = 0; ///< where it wants to stand among the others, from left (or top) on
    double wish = 0; ///< bars: the offset at which the line would be straight
    bool middle = false;
};

/// How far from a side's middle lines may be attached.
double reachOf(NodeShape shape, QSizeF size, Side side)
{
    const bool upright = side == Side::Left || side == Side::Right;
    const double half = (upright ? size.height() : size.width()) / 2;
    switch (shape) {
    case NodeShape::Circle:
    case NodeShape::Ring:
        return half * 0.6;
    case NodeShape::Diamond:
        return half * 0.4;
    case NodeShape::Bar:
        return half - 8;
    case NodeShape::Stadium:
        return upright ? half * 0.5 : half - size.height() / 2;
    default:
        return std::max(4.0, half - 14);
    }
}

} // namespace

QPointF onOutline(const FlowScene& scene, int node, const QRectF& box, const Port& port)
{
    const NodeShape shape = scene.faces[node].shape;
    const bool upright = port.side == Side::Left || port.side == Side::Right;
    const double offset = upright ? port.at.y() - box.center().y() : port.at.x() - box.center().x();
    const double depth = outlineDepth(shape, box.size(), port.side, offset);
    switch (port.side) {
    case Side::Left:
        return port.at + QPointF(depth, 0);
    case Side::Right:
        return port.at - QPointF(depth, 0);
    case Side::Top:
        return port.at + QPointF(0, depth);
    case Side::Bottom:
        return port.at - QPointF(0, depth);
    }
    return port.at;
}

/// Sides by where the boxes stand.
PortMap::Sides PortMap::waysOn(const QRectF& a, const QRectF& b)
{
    if (b.left() >= a.right() + 20) {
        return {Side::Right, Side::Left};
    }
    const bool below = b.top() >= a.bottom();
    if (b.right() > a.left() && b.left() < a.right()) {
        if (below) {
            return {Side::Bottom, Side::Top};
        }
        if (b.bottom() <= a.top()) {
            return {Side::Top, Side::Bottom};
        }
    }
    return below ? Sides{Side::Right, Side::Left} : Sides{Side::Bottom, Side::Bottom};
}

PortMap::Sides PortMap::waysOut(const QRectF& a, const QRectF& b)
{
    // From the next row the way around the corner is the shortest; to one behind it the line comes
    // between rows as it is.
    const bool far = std::max(b.top() - a.bottom(), a.top() - b.bottom()) > nextRow;
    const auto entry = [&](Side facing) {
        if (far) {
            return facing;
        }
        if (b.left() > a.center().x() + 20) {
            return Side::Left;
        }
        return b.right() < a.center().x() - 20 ? Side::Right : facing;
    };
    if (b.top() >= a.bottom()) {
        return {Side::Bottom, entry(Side::Top)};
    }
    if (b.bottom() <= a.top()) {
        return {Side::Top, entry(Side::Bottom)};
    }
    return {Side::Bottom, Side::Bottom};
}

QList<QPointF> PortMap::placesOf(int edge, const QList<QRectF>& boxes) const
{
    QList<QPointF> places;
    const auto route = m_scene.plan.layout.routes.constFind(m_scene.plan.edges.at(edge).id);
    if (route == m_scene.plan.layout.routes.cend()) {
        return places;
    }
    for (const Waypoint& point : route->through) {
        places.append(
            placeOf(point, boxes[m_scene.from[edge]].center(), boxes[m_scene.to[edge]].center()));
    }
    return places;
}

/// What the end of an edge looks to: the other node, or the nearest place that it is led through.
QRectF PortMap::towards(int edge, bool leaves, const QList<QRectF>& boxes) const
{
    const QList<QPointF> places = placesOf(edge, boxes);
    if (places.isEmpty()) {
        return boxes[leaves ? m_scene.to[edge] : m_scene.from[edge]];
    }
    return {leaves ? places.first() : places.last(), QSizeF(0, 0)};
}

PortMap::Sides PortMap::sidesOf(int edge, const QList<QRectF>& boxes) const
{
    const auto route = m_scene.plan.layout.routes.constFind(m_scene.plan.edges.at(edge).id);
    Sides sides = usualSides(edge, boxes);
    if (route == m_scene.plan.layout.routes.cend()) {
        return sides;
    }
    const auto lead = [&](Side& side, EndSide fixed, bool leaves) {
        const QRectF& own = boxes[leaves ? m_scene.from[edge] : m_scene.to[edge]];
        if (const std::optional<Side> wanted = fixedSide(fixed)) {
            side = m_scene.turned(*wanted);
        } else if (!route->through.isEmpty()) {
            side = m_scene.turned(sideTowards(own, towards(edge, leaves, boxes).center()));
        }
    };
    lead(sides.out, route->out, true);
    lead(sides.in, route->in, false);
    return sides;
}

PortMap::Sides PortMap::usualSides(int edge, const QList<QRectF>& boxes) const
{
    const QRectF a = m_scene.turned(boxes[m_scene.from[edge]]);
    const QRectF b = m_scene.turned(boxes[m_scene.to[edge]]);
    const Edge& row = m_scene.plan.edges.at(edge);
    switch (row.kind) {
    case EdgeKind::Rollback:
        // Back into a row before this one: between the rows.
        return {Side::Top, b.bottom() + 24 <= a.top() ? Side::Bottom : Side::Top};
    case EdgeKind::Retry:
        return {Side::Bottom, Side::Bottom};
    case EdgeKind::Data:
        return waysOn(a, b);
    case EdgeKind::Forward:
        break;
    }
    const Node& source = m_scene.plan.nodes.at(m_scene.from[edge]);
    const bool asks = source.kind == NodeKind::Gate;
    if (!m_scene.onPath[edge] && (leavesCourse(row) || asks)) {
        return waysOut(a, b);
    }
    return waysOn(a, b);
}

PortMap::PortMap(const FlowScene& scene, const QList<QRectF>& boxes)
    : m_scene(scene)
    , m_edgesAt(boxes.size())
    , m_ends(scene.plan.edges.size())
    , m_requests(scene.plan.edges.size())
{
    for (int e = 0; e < m_requests.size(); ++e) {
        RouteRequest& request = m_requests[e];
        request.from = request.to = -1;
        if (!scene.isConnected(e) || scene.from[e] == scene.to[e]) {
            continue;
        }
        request.edge = e;
        request.from = scene.from[e];
        request.to = scene.to[e];
        const EdgeKind kind = scene.plan.edges.at(e).kind;
        request.lane = kind == EdgeKind::Forward ? LaneKind::Forward
            : kind == EdgeKind::Rollback         ? LaneKind::Back
                                                 : LaneKind::Other;
        for (const int group : scene.groupsOf[request.from]) {
            if (scene.groupsOf[request.to].contains(group)) {
                request.home.append(group);
            }
        }
        m_ends[e].sides = sidesOf(e, boxes);
        m_edgesAt[request.from].append(e);
        m_edgesAt[request.to].append(e);
    }
    for (int n = 0; n < boxes.size(); ++n) {
        settle(n, boxes, m_ends);
    }
    for (int e = 0; e < m_requests.size(); ++e) {
        if (m_requests[e].from >= 0) {
            setPorts(m_requests[e], boxes, m_ends[e]);
        }
    }
}

QMap<int, RouteRequest> PortMap::changed(
    const QList<QRectF>& boxes, const QList<int>& moved, int led) const
{
    QList<Ends> ends = m_ends;
    QSet<int> nodes;
    QSet<int> edges;
    for (const int n : moved) {
        nodes.insert(n);
        for (const int e : m_edgesAt[n]) {
            ends[e].sides = sidesOf(e, boxes);
            nodes.insert(m_requests[e].from);
            nodes.insert(m_requests[e].to);
        }
    }
    if (led >= 0 && m_requests[led].from >= 0) {
        ends[led].sides = sidesOf(led, boxes);
        nodes.insert(m_requests[led].from);
        nodes.insert(m_requests[led].to);
    }
    for (const int n : std::as_const(nodes)) {
        settle(n, boxes, ends);
        for (const int e : m_edgesAt[n]) {
            edges.insert(e);
        }
    }
    QMap<int, RouteRequest> changed;
    for (const int e : std::as_const(edges)) {
        const RouteRequest& before = m_requests[e];
        RouteRequest request = before;
        setPorts(request, boxes, ends[e]);
        const bool same = request.out.at == before.out.at && request.out.side == before.out.side
            && request.in.at == before.in.at && request.in.side == before.in.side;
        if (!same || e == led || moved.contains(before.from) || moved.contains(before.to)) {
            changed.insert(e, request);
        }
    }
    return changed;
}

/// Shares out the node's sides among the lines that are attached there.
void PortMap::settle(int node, const QList<QRectF>& boxes, QList<Ends>& ends) const
{
    std::array<QList<End>, 4> bySide; // in terms of a flow from left to right
    for (const int e : m_edgesAt[node]) {
        const bool leaves = m_requests[e].from == node;
        const QRectF own = m_scene.turned(boxes[node]);
        const QRectF other = m_scene.turned(towards(e, leaves, boxes));
        const Side side = leaves ? ends[e].sides.out : ends[e].sides.in;
        End end;
        end.edge = e;
        end.leaves = leaves;
        end.middle = m_scene.onPath[e];
        const double across = other.center().y() - own.center().y();
        const double along = other.center().x() - own.center().x();
        if (side == Side::Left || side == Side::Right) {
            end.key = across;
            end.wish = across;
        } else {
            // From the left: near ones on the left, far ones on the left, far ones on the
            // right, near ones on the right: then arcs do not cross.
            const double distance = std::abs(along) + std::abs(across) * 0.25;
            end.key = along < 0 ? -1e7 + distance : 1e7 - distance;
            end.wish = along;
        }
        bySide[static_cast<size_t>(side)].append(end);
    }
    for (size_t s = 0; s < 4; ++s) {
        QList<End>& here = bySide[s];
        if (here.isEmpty()) {
            continue;
        }
        std::ranges::stable_sort(here, {}, &End::key);
        const Side side = m_scene.turned(static_cast<Side>(s));
        const NodeShape shape = m_scene.faces[node].shape;
        const double reach = reachOf(shape, boxes[node].size(), side);
        const auto count = static_cast<int>(here.size());
        const auto middle
            = static_cast<int>(std::ranges::find_if(here, &End::middle) - here.begin());
        const double first = middle < count ? -middle : -(count - 1) / 2.0;
        const double last = count - 1 + first;
        const double most = std::max(std::abs(first), std::abs(last));
        const double gap = most > 0 ? std::min(portGap, reach / most) : 0;
        for (int i = 0; i < count; ++i) {
            double offset = (first + i) * gap;
            if (shape == NodeShape::Bar && count > 1) {
                const double step = std::min(portGap, 2 * reach / (count - 1));
                offset
                    = std::clamp(here[i].wish, -reach + i * step, reach - (count - 1 - i) * step);
            }
            Ends& own = ends[here[i].edge];
            (here[i].leaves ? own.outOffset : own.inOffset) = std::round(offset);
            (here[i].leaves ? own.aloneOut : own.aloneIn) = count == 1;
        }
    }
}

void PortMap::setPorts(RouteRequest& request, const QList<QRectF>& boxes, const Ends& ends) const
{
    const auto portAt = [&](int node, Side side, double offset) {
        const QRectF& box = boxes[node];
        const Side real = m_scene.turned(side);
        switch (real) {
        case Side::Left:
            return Port{{box.left(), box.center().y() + offset}, real};
        case Side::Right:
            return Port{{box.right(), box.center().y() + offset}, real};
        case Side::Top:
            return Port{{box.center().x() + offset, box.top()}, real};
        case Side::Bottom:
            return Port{{box.center().x() + offset, box.bottom()}, real};
        }
        return Port{};
    };
    request.out = portAt(request.from, ends.sides.out, ends.outOffset);
    request.in = portAt(request.to, ends.sides.in, ends.inOffset);
    // Boxes that stand nearly level get a straight line, a little off their middles.
    const bool facing = (ends.sides.out == Side::Right && ends.sides.in == Side::Left)
        || (ends.sides.out == Side::Bottom && ends.sides.in == Side::Top)
        || (ends.sides.out == Side::Top && ends.sides.in == Side::Bottom);
    if (!facing) {
        return;
    }
    const bool upright = request.out.side == Side::Left || request.out.side == Side::Right;
    double& a = upright ? request.out.at.ry() : request.out.at.rx();
    double& b = upright ? request.in.at.ry() : request.in.at.rx();
    const double jog = std::abs(a - b);
    if (jog > 0.01 && jog <= 14) {
        if (ends.aloneOut && ends.aloneIn) {
            a = b = std::round((a + b) / 2);
        } else if (ends.aloneOut) {
            a = b;
        } else if (ends.aloneIn) {
            b = a;
        }
    }
}

} // namespace whimbrel
