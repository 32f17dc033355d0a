// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_quality.h"

#include "render/layout/polyline.h"
#include "render/layout/spatial_grid.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <optional>

namespace whimbrel {

namespace {

constexpr double hair = 0.5; ///< lines are taken for this much thick on either side
constexpr double sameLane = 3; ///< lines that are nearer than this are seen as one
constexpr double shortest = 4; ///< what two lines must share to be seen as one
constexpr double still = 0.5; ///< who moved less stands still

struct Piece {
    int edge = 0;
    QPointF a{};
    QPointF b{};
};

/// Whether two boxes share an area, not just a border.
bool overlap(const QRectF& a, const QRectF& b)
{
    return a.left() < b.right() && b.left() < a.right() && a.top() < b.bottom()
        && b.top() < a.bottom();
}

class Measuring final {
public:
    Measuring(const Plan& plan, const FlowGeometry& geometry)
        : m_plan(plan)
        , m_geometry(geometry)
    {
        for (const Node& node : plan.nodes) {
            m_nodes.add(geometry.nodes.value(node.id));
        }
        for (int e = 0; e < plan.edges.size(); ++e) {
            const RoutedEdge route = geometry.edges.value(plan.edges.at(e).id);
            m_labels.add(route.label.box);
            for (qsizetype i = 0; i + 1 < route.points.size(); ++i) {
                m_pieces.append({e, route.points[i], route.points[i + 1]});
                m_lines.add(spanOf(route.points[i], route.points[i + 1]));
            }
        }
    }

    FlowQuality measure()
    {
        m_quality.nodes = static_cast<int>(m_plan.nodes.size());
        countNodes();
        countLines();
        countLabels();
        return m_quality;
    }

private:
    [[nodiscard]] ElementRef node(int n) const { return ElementRef::of(m_plan.nodes.at(n).id); }
    [[nodiscard]] ElementRef edge(int e) const { return ElementRef::of(m_plan.edges.at(e).id); }
    void blame(FlowFault::Kind kind, const ElementRef& element, const ElementRef& other)
    {
        m_quality.faults.append({kind, element, other});
    }

    void countNodes()
    {
        for (int n = 0; n < m_nodes.size(); ++n) {
            for (const int other : m_nodes.near(m_nodes.box(n))) {
                if (n < other && overlap(m_nodes.box(n), m_nodes.box(other))) {
                    blame(FlowFault::Kind::NodeOnNode, node(n), node(other));
                }
            }
        }
    }

    void countLines()
    {
        for (const Edge& edge : m_plan.edges) {
            const QList<QPointF> points = m_geometry.edges.value(edge.id).points;
            m_quality.edges += points.size() > 1 ? 1 : 0;
            m_quality.bends += static_cast<int>(std::max<qsizetype>(points.size() - 2, 0));
        }
        QSet<std::pair<int, int>> through;
        QSet<std::pair<int, int>> shared;
        for (int i = 0; i < m_pieces.size(); ++i) {
            const Piece& piece = m_pieces[i];
            m_quality.length += QLineF(piece.a, piece.b).length();
            const Edge& own = m_plan.edges.at(piece.edge);
            const QRectF span = m_lines.box(i).adjusted(-hair, -hair, hair, hair);
            for (const int n : m_nodes.near(span)) {
                const NodeId& id = m_plan.nodes.at(n).id;
                if (id != own.from && id != own.to && overlap(span, m_nodes.box(n))
                    && !through.contains({piece.edge, n})) {
                    through.insert({piece.edge, n});
                    blame(FlowFault::Kind::LineThroughNode, edge(piece.edge), node(n));
                }
            }
            for (const int k :
                m_lines.near(span.adjusted(-sameLane, -sameLane, sameLane, sameLane))) {
                const Piece& other = m_pieces[k];
                if (k <= i || other.edge == piece.edge) {
                    continue;
                }
                if (const auto point = crossing(piece, other)) {
                    countCrossing(piece.edge, other.edge, *point);
                } else if (sharedLength(piece, other) > shortest) {
                    shared.insert(std::minmax(piece.edge, other.edge));
                }
            }
        }
        m_quality.sharedLanes = static_cast<int>(shared.size());
    }

    void countLabels()
    {
        for (int e = 0; e < m_labels.size(); ++e) {
            const QRectF& label = m_labels.box(e);
            if (label.isNull()) {
                continue;
            }
            for (const int n : m_nodes.near(label)) {
                if (overlap(label, m_nodes.box(n))) {
                    blame(FlowFault::Kind::LabelOnNode, edge(e), node(n));
                }
            }
            QSet<int> met;
            for (const int i : m_lines.near(label)) {
                const int other = m_pieces[i].edge;
                if (other != e && !met.contains(other)
                    && overlap(label, m_lines.box(i).adjusted(-hair, -hair, hair, hair))) {
                    met.insert(other);
                    blame(FlowFault::Kind::LabelOnLine, edge(e), edge(other));
                }
            }
            for (const int other : m_labels.near(label)) {
                if (e < other && !m_labels.box(other).isNull()
                    && overlap(label, m_labels.box(other))) {
                    blame(FlowFault::Kind::LabelOnLabel, edge(e), edge(other));
                }
            }
        }
    }

    [[nodiscard]] static std::optional<QPointF> crossing(const Piece& one, const Piece& other)
    {
        QPointF point;
        const bool meet = QLineF(one.a, one.b).intersects(QLineF(other.a, other.b), &point)
            == QLineF::BoundedIntersection;
        return meet ? std::optional(point) : std::nullopt;
    }

    /// Once, where two lines cross at a corner; not where they begin or end at one point.
    void countCrossing(int one, int other, const QPointF& point)
    {
        for (const int e : {one, other}) {
            const QList<QPointF> line = m_geometry.edges.value(m_plan.edges.at(e).id).points;
            if (QLineF(line.first(), point).length() < 1
                || QLineF(line.last(), point).length() < 1) {
                return;
            }
        }
        QList<QPointF>& known = m_crossings[std::minmax(one, other)];
        for (const QPointF& before : std::as_const(known)) {
            if (QLineF(before, point).length() < 1) {
                return;
            }
        }
        known.append(point);
        ++m_quality.crossings;
    }

    /// How long two pieces run beside each other, too near to be told apart.
    [[nodiscard]] static double sharedLength(const Piece& one, const Piece& other)
    {
        const bool upright = isUpright(one.a, one.b);
        if (upright != isUpright(other.a, other.b)) {
            return 0;
        }
        const QRectF a = spanOf(one.a, one.b);
        const QRectF b = spanOf(other.a, other.b);
        if (upright) {
            return std::abs(a.left() - b.left()) > sameLane
                ? 0
                : std::min(a.bottom(), b.bottom()) - std::max(a.top(), b.top());
        }
        return std::abs(a.top() - b.top()) > sameLane
            ? 0
            : std::min(a.right(), b.right()) - std::max(a.left(), b.left());
    }

    const Plan& m_plan;
    const FlowGeometry& m_geometry;
    SpatialGrid m_nodes{}; ///< by position in plan.nodes
    SpatialGrid m_labels{}; ///< by position in plan.edges
    SpatialGrid m_lines{}; ///< by position in m_pieces
    QList<Piece> m_pieces{};
    QHash<std::pair<int, int>, QList<QPointF>> m_crossings{}; ///< by the two edges
    FlowQuality m_quality{};
};

int countOf(const QList<FlowFault>& faults, std::initializer_list<FlowFault::Kind> kinds)
{
    return static_cast<int>(std::ranges::count_if(faults, [&](const FlowFault& fault) {
        return std::ranges::find(kinds, fault.kind) != kinds.end();
    }));
}

} // namespace

int FlowQuality::nodeOverlaps() const
{
    return countOf(faults, {FlowFault::Kind::NodeOnNode});
}

int FlowQuality::linesThroughNodes() const
{
    return countOf(faults, {FlowFault::Kind::LineThroughNode});
}

int FlowQuality::labelHits() const
{
    return countOf(faults,
        {FlowFault::Kind::LabelOnNode, FlowFault::Kind::LabelOnLine,
            FlowFault::Kind::LabelOnLabel});
}

FlowQuality measureFlow(
    const Plan& plan, const FlowGeometry& geometry, const QHash<NodeId, QPointF>& before)
{
    FlowQuality quality = Measuring(plan, geometry).measure();
    for (const Node& node : plan.nodes) {
        const auto place = before.constFind(node.id);
        const auto box = geometry.nodes.constFind(node.id);
        if (place != before.cend() && box != geometry.nodes.cend()) {
            const double far = QLineF(*place, box->topLeft()).length();
            quality.moved += far > still ? 1 : 0;
            quality.movement += far;
        }
    }
    return quality;
}

} // namespace whimbrel
