// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/edge_ports.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double portGap = 16;

struct Sides {
    Side out = Side::Right;
    Side in = Side::Left;
};

/// Sides by where the boxes stand; all in terms of a flow from left to right.
Sides waysOn(const QRectF& a, const QRectF& b)
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

Sides waysOut(const QRectF& a, const QRectF& b)
{
    const auto entry = [&](Side facing) {
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

Sides sidesOf(const FlowScene& scene, int edge, const QRectF& a, const QRectF& b)
{
    const Edge& row = scene.plan.edges.at(edge);
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
    const Node& source = scene.plan.nodes.at(scene.from[edge]);
    const bool asks = source.kind == NodeKind::Gate;
    if (!scene.onPath[edge] && (leavesCourse(row) || asks)) {
        return waysOut(a, b);
    }
    return waysOn(a, b);
}

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

QList<RouteRequest> portsFor(const FlowScene& scene, const QList<QRectF>& boxes)
{
    const auto edgeCount = static_cast<int>(scene.plan.edges.size());
    QList<RouteRequest> requests(edgeCount);
    // By node and side (in terms of a flow from left to right) the ends that are attached there.
    QList<std::array<QList<End>, 4>> ends(boxes.size());
    QList<Sides> sides(edgeCount);
    for (int e = 0; e < edgeCount; ++e) {
        RouteRequest& request = requests[e];
        request.from = request.to = -1;
        if (!scene.isConnected(e) || scene.from[e] == scene.to[e]) {
            continue;
        }
        request.from = scene.from[e];
        request.to = scene.to[e];
        const EdgeKind kind = scene.plan.edges.at(e).kind;
        request.lane = kind == EdgeKind::Forward ? LaneKind::Forward
            : kind == EdgeKind::Rollback         ? LaneKind::Back
                                                 : LaneKind::Other;
        const QRectF a = scene.turned(boxes[request.from]);
        const QRectF b = scene.turned(boxes[request.to]);
        sides[e] = sidesOf(scene, e, a, b);
        const auto place = [&](const QRectF& own, const QRectF& other, Side side, bool leaves) {
            End end;
            end.edge = e;
            end.leaves = leaves;
            end.middle = scene.onPath[e];
            const bool upright = side == Side::Left || side == Side::Right;
            const double across = other.center().y() - own.center().y();
            const double along = other.center().x() - own.center().x();
            if (upright) {
                end.key = across;
                end.wish = across;
            } else {
                // From the left: near ones on the left, far ones on the left, far ones on the
                // right, near ones on the right: then arcs do not cross.
                const double distance = std::abs(along) + std::abs(across) * 0.25;
                end.key = along < 0 ? -1e7 + distance : 1e7 - distance;
                end.wish = along;
            }
            return end;
        };
        ends[request.from][static_cast<size_t>(sides[e].out)].append(
            place(a, b, sides[e].out, true));
        ends[request.to][static_cast<size_t>(sides[e].in)].append(place(b, a, sides[e].in, false));
    }

    QList<double> outOffset(edgeCount, 0);
    QList<double> inOffset(edgeCount, 0);
    QList<bool> aloneOut(edgeCount, false);
    QList<bool> aloneIn(edgeCount, false);
    for (qsizetype n = 0; n < boxes.size(); ++n) {
        for (size_t s = 0; s < 4; ++s) {
            QList<End>& here = ends[n][s];
            if (here.isEmpty()) {
                continue;
            }
            std::ranges::stable_sort(here, {}, &End::key);
            const Side side = scene.turned(static_cast<Side>(s));
            const NodeShape shape = scene.faces[n].shape;
            const double reach = reachOf(shape, boxes[n].size(), side);
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
                    offset = std::clamp(
                        here[i].wish, -reach + i * step, reach - (count - 1 - i) * step);
                }
                const bool alone = count == 1;
                (here[i].leaves ? outOffset : inOffset)[here[i].edge] = offset;
                (here[i].leaves ? aloneOut : aloneIn)[here[i].edge] = alone;
            }
        }
    }

    for (int e = 0; e < edgeCount; ++e) {
        RouteRequest& request = requests[e];
        if (request.from < 0) {
            continue;
        }
        const auto portAt = [&](int node, Side side, double offset) {
            const QRectF& box = boxes[node];
            const Side real = scene.turned(side);
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
        request.out = portAt(request.from, sides[e].out, outOffset[e]);
        request.in = portAt(request.to, sides[e].in, inOffset[e]);
        // Boxes that stand nearly level get a straight line, a little off their middles.
        const bool facing = (sides[e].out == Side::Right && sides[e].in == Side::Left)
            || (sides[e].out == Side::Bottom && sides[e].in == Side::Top)
            || (sides[e].out == Side::Top && sides[e].in == Side::Bottom);
        if (!facing) {
            continue;
        }
        const bool upright = request.out.side == Side::Left || request.out.side == Side::Right;
        double& a = upright ? request.out.at.ry() : request.out.at.rx();
        double& b = upright ? request.in.at.ry() : request.in.at.rx();
        const double jog = std::abs(a - b);
        if (jog > 0.01 && jog <= 14) {
            if (aloneOut[e] && aloneIn[e]) {
                a = b = std::round((a + b) / 2);
            } else if (aloneOut[e]) {
                a = b;
            } else if (aloneIn[e]) {
                b = a;
            }
        }
    }
    return requests;
}

} // namespace whimbrel
