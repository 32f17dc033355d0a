// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/node_shape.h"
#include "render/layout/spatial_grid.h"
#include "render/layout/street_map.h"

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QSet>

#include <memory>
#include <optional>

namespace whimbrel {

/// Where one end of a line leaves or enters a node: a point on the border of its box, and the side.
struct Port {
    QPointF at{};
    Side side = Side::Right;
};

/// Which lines may not share a lane.
enum class LaneKind { Forward, Back, Other };

/// One line to be routed.
struct RouteRequest {
    int edge = -1; ///< by which its line is known later
    int from = 0; ///< obstacle that it leaves
    int to = 0; ///< obstacle that it enters
    Port out{};
    Port in{};
    LaneKind lane = LaneKind::Forward;
    QList<int> home{}; ///< discouraged areas that both ends lie in: they do not count
};

/// Where the line of another edge crosses.
struct LineCrossing {
    int edge = -1;
    QPointF at{};
};

/// Routes orthogonal lines one after another around boxes, after Wybrow, Marriott and Stuckey,
/// "Orthogonal Connector Routing" (Graph Drawing 2009): a line follows the visibility graph that
/// the sides of boxes, ports and lanes span, along the way that is cheapest in length, bends and
/// crossings. Unlike there, lanes are no second pass: lines that were routed before are part of the
/// graph, and later ones keep 10 px from them. Lines keep 12 px from boxes (less only where boxes
/// stand closer together). A line with much between its ends keeps to the streets between boxes, so
/// that the work for one line depends on what is near it, not on the whole diagram.
///
/// What moves while somebody drags is tried: between beginTrial() and endTrial() obstacles may be
/// moved, lines released and routed anew; then everything is as it was.
class EdgeRouter final {
public:
    /// The boxes that no line may enter, by number.
    explicit EdgeRouter(const QList<QRectF>& obstacles);
    Q_DISABLE_COPY_MOVE(EdgeRouter)

    /// Areas that lines avoid where they can (titles of groups).
    void avoid(const QRectF& area);

    /// Areas in which a line counts as a little longer (inside of groups), so that what joins
    /// groups runs between them. Areas are numbered from 0 in the order of these calls.
    void discourage(const QRectF& area);

    /// The line from port to port, corners included; remembered as taken. Two points at least.
    [[nodiscard]] QList<QPointF> route(const RouteRequest& request);

    /// The line from port to port through these places, in order: straight on between them with as
    /// few bends as possible, around boxes where there is a way. Small jogs are left out.
    [[nodiscard]] QList<QPointF> routeThrough(
        const RouteRequest& request, const QList<QPointF>& places);

    /// Remembers a line that was not routed here.
    void take(int edge, const QList<QPointF>& line, LaneKind lane);

    /// Where a line is crossed by those that are taken, in the line's order.
    [[nodiscard]] QList<LineCrossing> crossings(int edge, const QList<QPointF>& line) const;

    void beginTrial();
    /// In a trial: where lines will be routed. They keep to its surroundings.
    void lookAround(const QRectF& ends);
    void endTrial();
    /// In a trial: an obstacle stands elsewhere.
    void moveObstacle(int number, const QRectF& box);
    /// In a trial: the line of an edge is in nobody's way.
    void release(int edge);
    /// The edges whose lines come nearer to the box than lines should.
    [[nodiscard]] QSet<int> edgesNear(const QRectF& box) const;

private:
    struct Segment {
        int edge = -1;
        QPointF a{};
        QPointF b{};
        LaneKind lane = LaneKind::Forward;
    };
    struct Search;

    [[nodiscard]] std::optional<QList<QPointF>> direct(const RouteRequest& request) const;
    [[nodiscard]] std::optional<QList<QPointF>> search(
        const RouteRequest& request, double clearance, double margin) const;
    [[nodiscard]] std::optional<QList<QPointF>> alongStreets(const RouteRequest& request);
    void makeStreets();
    struct Leg;
    [[nodiscard]] double priceOfLeg(const QList<QPointF>& line, const RouteRequest& request) const;
    [[nodiscard]] QList<Leg> legsBetween(
        const QPointF& a, const QPointF& b, const RouteRequest& request) const;
    [[nodiscard]] QPointF outOfBoxes(const QPointF& place, const RouteRequest& request) const;
    [[nodiscard]] bool isShutIn(const RouteRequest& request, double clearance) const;
    [[nodiscard]] bool isCrowded(const RouteRequest& request, double margin) const;
    [[nodiscard]] bool isFree(const QList<QPointF>& line, const RouteRequest& request) const;

    struct Stretch;
    [[nodiscard]] double bestLane(const Stretch& stretch, const RouteRequest& request) const;
    [[nodiscard]] double priceOf(const Stretch& stretch, double at, double most) const;

    SpatialGrid m_obstacles;
    std::optional<StreetMap> m_streets{}; ///< made for the first line that needs it
    int m_nodeCount = 0;
    SpatialGrid m_discouraged;
    SpatialGrid m_taken;
    QList<Segment> m_segments{}; ///< by number in m_taken
    QHash<int, QList<int>> m_segmentsOf{}; ///< by edge

    struct Trial {
        explicit Trial(EdgeRouter& router)
            : obstacles(router.m_obstacles)
            , taken(router.m_taken)
            , segments(router.m_segments.size())
        { }

        GridTrial obstacles;
        GridTrial taken;
        qsizetype segments;
        QRectF area{}; ///< that the streets of the trial lie in
        std::optional<StreetMap> streets{}; ///< those between the obstacles where they stood
    };
    std::unique_ptr<Trial> m_trial{};
};

} // namespace whimbrel
