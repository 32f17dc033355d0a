// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/placement_around.h"

#include "render/layout/flow_placement.h"
#include "render/layout/spatial_grid.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace whimbrel {

namespace {

constexpr double siblingGap = 40;
constexpr double roomAround = 24; ///< that a node wants when it looks for a place
constexpr int mostSteps = 200;

/// Finds room for nodes among those that have their places.
class Settling final {
public:
    explicit Settling(const FlowScene& scene)
        : m_scene(scene)
    { }

    void put(int node, QPointF corner) { m_taken.add(boxAt(node, corner)); }

    [[nodiscard]] bool isFree(int node, QPointF corner) const
    {
        return !m_taken.holdsMoreThan(
            0, boxAt(node, corner).adjusted(-roomAround, -roomAround, roomAround, roomAround));
    }

    /// The free place that is nearest to the wish, across the flow; in swim lanes along it.
    [[nodiscard]] QPointF nearest(int node, QPointF wish) const
    {
        const QSizeF size = m_scene.faces[node].size;
        const bool across = m_scene.plan.layout.lanes == FlowLanes::None;
        const QPointF step = m_scene.down == across ? QPointF((size.width() + siblingGap) / 2, 0)
                                                    : QPointF(0, (size.height() + siblingGap) / 2);
        const QPointF first(std::round(wish.x()), std::round(wish.y()));
        for (int round = 0; round < mostSteps; ++round) {
            const int far = (round + 1) / 2 * (round % 2 == 0 ? -1 : 1);
            if (isFree(node, first + step * far)) {
                return first + step * far;
            }
        }
        return first;
    }

private:
    [[nodiscard]] QRectF boxAt(int node, QPointF corner) const
    {
        return {corner, m_scene.faces[node].size};
    }

    const FlowScene& m_scene;
    SpatialGrid m_taken{};
};

/// By how much most nodes stand off their new places; they need not move if all go along.
QPointF commonShift(const EarlierPlaces& before, const QList<QPointF>& corners)
{
    std::map<std::pair<int, int>, int> counts;
    int known = 0;
    for (qsizetype n = 0; n < before.size(); ++n) {
        if (before[n]) {
            const QPointF off = *before[n] - corners[n];
            ++counts[{qRound(off.x()), qRound(off.y())}];
            ++known;
        }
    }
    const auto most
        = std::ranges::max_element(counts, {}, [](const auto& row) { return row.second; });
    if (most == counts.end() || most->second * 3 < known) {
        return {};
    }
    return {double(most->first.first), double(most->first.second)};
}

QPointF alongOnly(const FlowScene& scene, QPointF by)
{
    return scene.down ? QPointF(0, by.y()) : QPointF(by.x(), 0);
}

} // namespace

QList<QPointF> placeAnew(
    const FlowScene& scene, const EarlierPlaces& before, const QList<bool>& pinned)
{
    EarlierPlaces fixed = before;
    for (int n = 0; n < fixed.size(); ++n) {
        fixed[n] = pinned[n] ? fixed[n] : std::nullopt;
    }
    QList<QPointF> corners = placeFlow(scene, before, fixed);
    QPointF shift = commonShift(before, corners);
    if (scene.plan.layout.lanes != FlowLanes::None && pinned.contains(true)) {
        shift = alongOnly(scene, shift); // lanes lie where pinned nodes have them
    }
    Settling settling(scene);
    for (int n = 0; n < corners.size(); ++n) {
        corners[n] = pinned[n] ? *before[n] : corners[n] + shift;
        if (pinned[n]) {
            settling.put(n, corners[n]);
        }
    }
    QList<int> ousted;
    for (int n = 0; n < corners.size(); ++n) {
        if (!pinned[n] && !settling.isFree(n, corners[n])) {
            ousted.append(n);
        }
    }
    for (int n = 0; n < corners.size(); ++n) {
        if (!pinned[n] && !ousted.contains(n)) {
            settling.put(n, corners[n]);
        }
    }
    for (const int n : ousted) {
        corners[n] = settling.nearest(n, corners[n]);
        settling.put(n, corners[n]);
    }
    return corners;
}

QList<QPointF> placeAround(const FlowScene& scene, const EarlierPlaces& fixed)
{
    const auto count = static_cast<int>(scene.plan.nodes.size());
    bool any = false;
    bool all = true;
    for (const auto& place : fixed) {
        any = any || place;
        all = all && place;
    }
    QList<QPointF> corners(count);
    if (all) {
        for (int n = 0; n < count; ++n) {
            corners[n] = *fixed[n];
        }
        return corners;
    }
    corners = placeFlow(scene, {}, fixed);
    if (!any) {
        return corners;
    }
    // A node comes where its fixed neighbours moved to, else where fixed nodes did on average.
    QPointF average;
    int fixedCount = 0;
    QList<QList<int>> neighbours(count);
    for (int e = 0; e < scene.plan.edges.size(); ++e) {
        if (scene.isConnected(e)) {
            neighbours[scene.from[e]].append(scene.to[e]);
            neighbours[scene.to[e]].append(scene.from[e]);
        }
    }
    QList<std::optional<QPointF>> shift(count);
    QList<int> settled;
    Settling settling(scene);
    for (int n = 0; n < count; ++n) {
        if (fixed[n]) {
            shift[n] = *fixed[n] - corners[n];
            average += *shift[n];
            ++fixedCount;
            settled.append(n);
            corners[n] = *fixed[n];
            settling.put(n, corners[n]);
        }
    }
    average /= fixedCount;
    const auto settle = [&](int n, QPointF by) {
        shift[n] = scene.plan.layout.lanes == FlowLanes::None ? by : alongOnly(scene, by);
        by = *shift[n];
        corners[n] = settling.nearest(n, corners[n] + by);
        settling.put(n, corners[n]);
    };
    for (qsizetype at = 0; at < settled.size(); ++at) {
        for (const int n : neighbours[settled[at]]) {
            if (!shift[n]) {
                settle(n, *shift[settled[at]]);
                settled.append(n);
            }
        }
    }
    for (int n = 0; n < count; ++n) {
        if (!shift[n]) {
            settle(n, average);
        }
    }
    return corners;
}

} // namespace whimbrel
