// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/label_placement.h"

#include "render/layout/polyline.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <vector>

namespace whimbrel {

namespace {

constexpr double clearance = 4; ///< between a label and anything but its own line
constexpr double besideLine = 3; ///< between a label and its own line
constexpr double nodeCost = 4000;
constexpr double textCost = 4000;
constexpr double lineCost = 1500;
constexpr double worst = 1e9;
constexpr qsizetype mostCandidates = 20'000;

/// How far from a line's point a label may stand, and what that costs.
struct Offset {
    QPointF by{};
    double cost = 0;
};

/// The cheapest first.
std::vector<Offset> offsetsWithin(double reach)
{
    std::vector<Offset> offsets;
    for (double dy = -reach; dy <= reach; dy += 8) {
        for (double dx = -reach; dx <= reach; dx += 12) {
            offsets.push_back({{dx, dy}, 300 + 4 * std::hypot(dx, dy)});
        }
    }
    std::ranges::stable_sort(offsets, {}, &Offset::cost);
    return offsets;
}

} // namespace

LabelPlacer::LabelPlacer(const FlowScene& scene, const QList<QRectF>& nodes)
    : m_scene(scene)
{
    for (const QRectF& node : nodes) {
        m_nodes.add(node);
    }
}

void LabelPlacer::avoid(const QRectF& title)
{
    m_titles.add(title);
}

void LabelPlacer::addLine(int edge, const QList<QPointF>& points)
{
    QList<int> numbers;
    for (qsizetype i = 0; i + 1 < points.size(); ++i) {
        numbers.append(m_lines.add(spanOf(points[i], points[i + 1])));
    }
    if (!m_trial) {
        m_linesOf.insert(edge, numbers);
    }
}

bool LabelPlacer::holdsSomething(const QRectF& area) const
{
    return m_lines.holdsMoreThan(0, area) || m_labels.holdsMoreThan(0, area);
}

void LabelPlacer::beginTrial()
{
    m_trial = std::make_unique<Trial>(*this);
}

void LabelPlacer::endTrial()
{
    m_labelEdges.resize(m_trial->labelEdges);
    m_labelOf = m_trial->labelOf;
    m_trial.reset();
}

void LabelPlacer::moveNode(int node, const QRectF& box)
{
    m_trial->nodes.move(node, box);
}

void LabelPlacer::release(int edge)
{
    for (const int number : m_linesOf.value(edge)) {
        m_trial->lines.hide(number);
    }
    releaseLabel(edge);
}

void LabelPlacer::releaseLabel(int edge)
{
    if (const auto number = m_labelOf.constFind(edge); number != m_labelOf.cend()) {
        m_trial->labels.hide(*number);
        m_labelOf.erase(number);
    }
}

QSet<int> LabelPlacer::labelsNear(const QRectF& area) const
{
    QSet<int> edges;
    for (const int number : m_labels.near(area)) {
        edges.insert(m_labelEdges[number]);
    }
    return edges;
}

PlacedLabel LabelPlacer::place(int edge, const QList<QPointF>& points)
{
    const QStringList lines = m_scene.labelLines(edge);
    if (lines.isEmpty() || points.size() < 2) {
        return {};
    }
    const QRectF box = bestPlace(edge, points, m_scene.labelSize(lines));
    m_labelOf.insert(edge, m_labels.add(box));
    m_labelEdges.append(edge);
    return {box, lines};
}

QRectF LabelPlacer::bestPlace(int edge, const QList<QPointF>& points, QSizeF size) const
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
        const bool upright = isUpright(a, b);
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
    // Where lines are dense: any place near the line, the nearer the better.
    for (const double reach : {120.0, 360.0}) {
        if (best.cost < lineCost) {
            break;
        }
        best = bestAround(points, size, reach, best);
    }
    return best.box;
}

/// Boxes beside the stretch a → b whose nearer end is `at` pixels from a.
void LabelPlacer::addBeside(QList<Candidate>& candidates, const QPointF& a, const QPointF& b,
    double at, QSizeF size, double cost)
{
    const QLineF line(a, b);
    if (line.length() < 1) {
        return;
    }
    const double w = size.width();
    const double h = size.height();
    for (const double away : {besideLine, 11.0, 21.0, 33.0, 48.0, 66.0}) {
        const double farther = cost + (away - besideLine) * 6;
        if (isUpright(a, b)) {
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

/// The candidate that costs least, what it meets included; `known` if none is better.
LabelPlacer::Candidate LabelPlacer::bestOf(QList<Candidate> candidates, Candidate known) const
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

/// The best of the places around points along the line, or the one that is known.
LabelPlacer::Candidate LabelPlacer::bestAround(
    const QList<QPointF>& points, QSizeF size, double reach, Candidate known) const
{
    const std::vector<Offset> offsets = offsetsWithin(reach);
    const auto mostStops = mostCandidates / static_cast<qsizetype>(offsets.size()) + 1;
    QList<QPointF> stops;
    for (qsizetype i = 0; i + 1 < points.size(); ++i) {
        const QLineF line(points[i], points[i + 1]);
        for (double at = 0; at <= line.length() && stops.size() < mostStops; at += 24) {
            stops.append(line.length() > 0 ? line.pointAt(at / line.length()) : line.p1());
        }
    }
    const QPointF half(size.width() / 2, size.height() / 2);
    // All stops with the same offsets: so the cheapest come first without being sorted.
    for (auto first = offsets.begin(); first != offsets.end() && first->cost < known.cost;) {
        const auto behind = std::find_if(
            first, offsets.end(), [&](const Offset& other) { return other.cost != first->cost; });
        for (const QPointF& stop : std::as_const(stops)) {
            for (auto offset = first; offset != behind; ++offset) {
                const QRectF box(stop + offset->by - half, size);
                const double cost = offset->cost + collisions(box);
                if (cost < known.cost) {
                    known = {box, cost};
                }
            }
        }
        first = behind;
    }
    return known;
}

double LabelPlacer::collisions(const QRectF& box) const
{
    const QRectF wide = box.adjusted(-clearance, -clearance, clearance, clearance);
    const QRectF tight = box.adjusted(-1, -1, 1, 1);
    double cost = 0;
    cost += nodeCost * m_nodes.count(wide);
    cost += textCost * m_titles.count(wide);
    cost += textCost * m_labels.count(wide);
    cost += lineCost * m_lines.count(tight);
    return cost;
}

QList<int> labelOrder(const FlowScene& scene, QList<int> edges)
{
    std::ranges::sort(edges);
    std::ranges::stable_partition(
        edges, [&](int edge) { return scene.plan.edges.at(edge).kind == EdgeKind::Forward; });
    return edges;
}

} // namespace whimbrel
