// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/label_placement.h"

#include "render/layout/spatial_grid.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace whimbrel {

namespace {

constexpr double clearance = 4; ///< between a label and anything but its own line
constexpr double besideLine = 3; ///< between a label and its own line
constexpr double nodeCost = 4000;
constexpr double textCost = 4000;
constexpr double lineCost = 1500;
constexpr double worst = 1e9;

struct Candidate {
    QRectF box{};
    double cost = 0;
};

/// Boxes beside the stretch a → b whose nearer end is `at` pixels from a.
void addBeside(QList<Candidate>& candidates, const QPointF& a, const QPointF& b, double at,
    QSizeF size, double cost)
{
    const QLineF line(a, b);
    if (line.length() < 1) {
        return;
    }
    const bool upright = std::abs(a.x() - b.x()) < std::abs(a.y() - b.y());
    const double w = size.width();
    const double h = size.height();
    for (const double away : {besideLine, 11.0, 21.0, 33.0, 48.0, 66.0}) {
        const double farther = cost + (away - besideLine) * 6;
        if (upright) {
            const double y = a.y() < b.y() ? a.y() + at : a.y() - at - h;
            candidates.append({QRectF(a.x() + away + 2, y, w, h), farther});
            candidates.append({QRectF(a.x() - away - 2 - w, y, w, h), farther + 3});
        } else {
            const double x = a.x() < b.x() ? a.x() + at : a.x() - at - w;
            candidates.append({QRectF(x, a.y() - away - h + 1, w, h), farther});
            candidates.append({QRectF(x, a.y() + away, w, h), farther + 3});
        }
    }
}

class Placer final {
public:
    Placer(const FlowScene& scene, const QList<QRectF>& nodes, const QList<QRectF>& taken,
        const QList<RoutedEdge>& routes)
        : m_scene(scene)
    {
        for (const QRectF& node : nodes) {
            m_nodes.add(node);
        }
        for (const QRectF& area : taken) {
            m_texts.add(area);
        }
        for (const RoutedEdge& route : routes) {
            for (qsizetype i = 0; i + 1 < route.points.size(); ++i) {
                m_lines.add(QRectF(route.points[i], route.points[i + 1]).normalized());
            }
        }
    }

    QRectF place(int edge, const QList<QPointF>& points, QSizeF size)
    {
        const Edge& row = m_scene.plan.edges.at(edge);
        const Node& source = m_scene.plan.nodes.at(m_scene.from[edge]);
        const bool nearSource = row.kind == EdgeKind::Forward
            && (source.kind == NodeKind::Gate || row.when == outcomes::fail);
        QList<Candidate> candidates;
        double run = 0;
        qsizetype longest = 0;
        for (qsizetype i = 0; i + 1 < points.size(); ++i) {
            if (QLineF(points[i], points[i + 1]).length()
                > QLineF(points[longest], points[longest + 1]).length() + 0.5) {
                longest = i;
            }
        }
        for (qsizetype i = 0; i + 1 < points.size(); ++i) {
            const QPointF& a = points[i];
            const QPointF& b = points[i + 1];
            const double length = QLineF(a, b).length();
            const bool upright = std::abs(a.x() - b.x()) < std::abs(a.y() - b.y());
            const double room = upright ? size.height() : size.width();
            const double first = i == 0 ? 8 : 4;
            const double last = std::max(first, length - room - 6);
            const double step = std::max(5.0, (last - first) / 40);
            for (double at = first; at <= last + 0.1; at += step) {
                const double wish = nearSource ? (run + at) * 1.5
                                               : std::abs(at + room / 2 - length / 2) * 0.5
                        + (i == longest ? 0 : 160) + (upright ? 30 : 0);
                addBeside(candidates, a, b, at, size, wish);
            }
            run += length;
        }
        Candidate best = bestOf(candidates, {QRectF(points.first(), size), worst});
        if (best.cost >= lineCost) {
            best = bestOf(around(points, size), best);
        }
        m_texts.add(best.box);
        return best.box;
    }

private:
    /// The candidate that costs least, what it meets included; `known` if none is better.
    [[nodiscard]] Candidate bestOf(QList<Candidate> candidates, Candidate known) const
    {
        std::ranges::stable_sort(candidates, {}, &Candidate::cost);
        for (const Candidate& candidate : std::as_const(candidates)) {
            if (candidate.cost >= known.cost) {
                break;
            }
            const double cost = candidate.cost + collisions(candidate.box);
            if (cost < known.cost) {
                known = {candidate.box, cost};
            }
        }
        return known;
    }

    /// Where lines are dense: any place near the line, the nearer the better.
    [[nodiscard]] static QList<Candidate> around(const QList<QPointF>& points, QSizeF size)
    {
        QList<Candidate> candidates;
        for (qsizetype i = 0; i + 1 < points.size(); ++i) {
            const QLineF line(points[i], points[i + 1]);
            for (double at = 0; at <= line.length(); at += 24) {
                const QPointF near
                    = line.length() > 0 ? line.pointAt(at / line.length()) : line.p1();
                for (double dy = -120; dy <= 120; dy += 8) {
                    for (double dx = -120; dx <= 120; dx += 12) {
                        const QPointF corner
                            = near + QPointF(dx - size.width() / 2, dy - size.height() / 2);
                        candidates.append({QRectF(corner, size), 300 + 4 * std::hypot(dx, dy)});
                    }
                }
            }
            if (candidates.size() > 20'000) {
                break;
            }
        }
        return candidates;
    }

    [[nodiscard]] double collisions(const QRectF& box) const
    {
        const QRectF wide = box.adjusted(-clearance, -clearance, clearance, clearance);
        const QRectF tight = box.adjusted(-1, -1, 1, 1);
        double cost = 0;
        cost += nodeCost * static_cast<double>(m_nodes.near(wide).size());
        cost += textCost * static_cast<double>(m_texts.near(wide).size());
        cost += lineCost * static_cast<double>(m_lines.near(tight).size());
        return cost;
    }

    const FlowScene& m_scene;
    SpatialGrid m_nodes{};
    SpatialGrid m_texts{};
    SpatialGrid m_lines{};
};

} // namespace

void placeLabels(const FlowScene& scene, const QList<QRectF>& nodes, const QList<QRectF>& taken,
    QList<RoutedEdge>& routes)
{
    Placer placer(scene, nodes, taken, routes);
    // What must stand near its source has least choice and comes first.
    for (const bool tied : {true, false}) {
        for (int e = 0; e < routes.size(); ++e) {
            if (routes[e].points.size() < 2 || scene.from[e] < 0) {
                continue;
            }
            const Edge& edge = scene.plan.edges.at(e);
            const bool near = edge.kind == EdgeKind::Forward;
            if (near != tied) {
                continue;
            }
            const QStringList lines = scene.labelLines(e);
            if (!lines.isEmpty()) {
                routes[e].label.lines = lines;
                routes[e].label.box = placer.place(e, routes[e].points, scene.labelSize(lines));
            }
        }
    }
}

} // namespace whimbrel
