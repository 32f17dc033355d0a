// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/swim_lanes.h"

#include "render/layout/arcs.h"
#include "render/layout/group_boxes.h"
#include "render/layout/row_layout.h"
#include "render/text/fonts.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace whimbrel {

namespace {

constexpr double siblingGap = 40;
constexpr double leastRoom = 28; ///< in a lane over its uppermost node, and under its lowest
constexpr double lineRoom = 10; ///< more for each line that runs there
constexpr double mostRoomKept = 320; ///< more room between lanes than they need, that was there
constexpr double underLine = 28; ///< between a line that passes and a node under it
constexpr double aside = 28; ///< at both ends of the lanes
constexpr double noteGap = 48;
constexpr double headText = 128; ///< how wide the lines of a head may be
constexpr double headPadding = 12;
constexpr double headLine = 16;
constexpr int headLines = 3;

/// One lane while its place is sought, across the flow.
struct Band {
    double over = 0; ///< how far its nodes reach over its line …
    double under = 0; ///< … and under it
    double before = leastRoom; ///< room over them …
    double behind = leastRoom; ///< … and under them
    std::optional<double> earlier{}; ///< where its line was before
    std::optional<double> wish{}; ///< where fixed nodes would have the line
    double fixedTop = 0; ///< of fixed nodes; with `wish`
    double fixedBottom = 0;
    double line = 0;
};

class LanePlacer final {
public:
    LanePlacer(const FlowScene& scene, const LaneAssignment& lanes, const EarlierPlaces& before,
        const EarlierPlaces& fixed)
        : m_scene(scene)
        , m_lanes(lanes)
        , m_boxes(lanes.laneOf.size())
        , m_bands(lanes.lanes.size())
    {
        placeAlong();
        placeInside();
        makeRoom();
        remember(before);
        heed(fixed);
        stack();
    }

    [[nodiscard]] QList<QPointF> corners() const
    {
        QList<QPointF> made(m_boxes.size());
        double along = 0;
        const Band& last = m_bands.constLast();
        const double behind = last.line + last.under + last.behind + noteGap;
        for (int n = 0; n < m_boxes.size(); ++n) {
            const int lane = m_lanes.laneOf[n];
            if (lane >= 0) {
                const double line = m_bands[lane].line;
                made[n] = m_scene.turned(QPointF(m_boxes[n].left(), line + m_boxes[n].top()));
            } else {
                made[n] = m_scene.turned(QPointF(along, behind));
                along += m_scene.turned(m_scene.faces[n].size).width() + siblingGap;
            }
        }
        return made;
    }

private:
    /// As without lanes; nodes of one rank have one middle.
    void placeAlong()
    {
        for (int n = 0; n < m_boxes.size(); ++n) {
            if (m_lanes.laneOf[n] >= 0) {
                m_row.nodes.append(n);
            }
        }
        for (int e = 0; e < m_scene.plan.edges.size(); ++e) {
            if (m_scene.isConnected(e) && m_lanes.laneOf[m_scene.from[e]] >= 0
                && m_lanes.laneOf[m_scene.to[e]] >= 0) {
                m_row.edges.append(e);
            }
        }
        const QList<QRectF> loose = layOutRow(m_scene, m_row);
        for (int i = 0; i < m_row.nodes.size(); ++i) {
            m_boxes[m_row.nodes[i]] = loose[i];
        }
        double left = 0;
        for (const QRectF& box : loose) {
            left = std::min(left, box.left());
        }
        for (const int n : std::as_const(m_row.nodes)) {
            m_boxes[n].translate(-left, 0);
        }
    }

    /// Whether the happy path passes this place of the lane without a step there.
    [[nodiscard]] bool isPassed(int lane, double along) const
    {
        return std::ranges::any_of(m_scene.happy.edges, [&](int e) {
            const int from = m_scene.from[e];
            const int to = m_scene.to[e];
            return m_lanes.laneOf[from] == lane && m_lanes.laneOf[to] == lane
                && m_boxes[from].center().x() < along - 1 && m_boxes[to].center().x() > along + 1;
        });
    }

    /// Where each node stands off its lane's line: a node of the happy path on it, others under
    /// each other.
    void placeInside()
    {
        QList<std::map<int, QList<int>>> stacks(m_bands.size());
        for (const int n : std::as_const(m_row.nodes)) {
            stacks[m_lanes.laneOf[n]][qRound(m_boxes[n].center().x())].append(n);
        }
        for (int lane = 0; lane < m_bands.size(); ++lane) {
            for (auto& [along, stack] : stacks[lane]) {
                std::ranges::stable_sort(stack, {}, [&](int n) {
                    return std::pair(m_scene.pathIndex[n] < 0, m_boxes[n].center().y());
                });
                const bool passed = m_scene.pathIndex[stack.first()] < 0 && isPassed(lane, along);
                double top = passed ? underLine : -m_boxes[stack.first()].height() / 2;
                for (const int n : std::as_const(stack)) {
                    m_boxes[n].moveTop(top);
                    m_bands[lane].over = std::max(m_bands[lane].over, -top);
                    m_bands[lane].under = std::max(m_bands[lane].under, m_boxes[n].bottom());
                    top = m_boxes[n].bottom() + siblingGap;
                }
            }
        }
    }

    /// Ways back run over the nodes of the upper of their two lanes, other tries under the lower.
    void makeRoom()
    {
        for (int lane = 0; lane < m_bands.size(); ++lane) {
            QList<int> over;
            QList<int> under;
            bool grouped = false;
            for (const int e : std::as_const(m_row.edges)) {
                const auto [upper, lower]
                    = std::minmax(m_lanes.laneOf[m_scene.from[e]], m_lanes.laneOf[m_scene.to[e]]);
                const EdgeKind kind = m_scene.plan.edges.at(e).kind;
                if (kind == EdgeKind::Rollback && upper == lane) {
                    over.append(e);
                } else if (kind == EdgeKind::Retry && lower == lane) {
                    under.append(e);
                }
            }
            for (const int n : std::as_const(m_row.nodes)) {
                grouped = grouped
                    || (m_lanes.laneOf[n] == lane && !m_scene.plan.nodes.at(n).group.isEmpty());
            }
            m_bands[lane].before += lineRoom * arcsBeside(m_scene, over, m_boxes)
                + (grouped ? groupRoom::title - 8 : 0);
            m_bands[lane].behind += lineRoom * arcsBeside(m_scene, under, m_boxes);
        }
    }

    void remember(const EarlierPlaces& before)
    {
        for (const int n : std::as_const(m_row.nodes)) {
            Band& band = m_bands[m_lanes.laneOf[n]];
            if (n < before.size() && before[n] && m_scene.pathIndex[n] >= 0 && !band.earlier) {
                band.earlier = m_scene.turned(*before[n]).y() - m_boxes[n].top();
            }
        }
    }

    void heed(const EarlierPlaces& fixed)
    {
        for (const int n : std::as_const(m_row.nodes)) {
            if (n >= fixed.size() || !fixed[n]) {
                continue;
            }
            Band& band = m_bands[m_lanes.laneOf[n]];
            const QRectF box = m_scene.turned(QRectF(*fixed[n], m_scene.faces[n].size));
            const bool first = !band.wish;
            if (first || (m_scene.pathIndex[n] >= 0 && !m_wishOfPath.contains(m_lanes.laneOf[n]))) {
                band.wish = box.top() - m_boxes[n].top();
            }
            if (m_scene.pathIndex[n] >= 0) {
                m_wishOfPath.insert(m_lanes.laneOf[n]);
            }
            band.fixedTop = first ? box.top() : std::min(band.fixedTop, box.top());
            band.fixedBottom = first ? box.bottom() : std::max(band.fixedBottom, box.bottom());
        }
    }

    /// One lane under the other, from the first that knows where it wants to be.
    void stack()
    {
        const auto known = std::ranges::find_if(m_bands, [](const Band& b) { return !!b.wish; });
        const auto first = known == m_bands.end() ? 0 : known - m_bands.begin();
        Band& start = m_bands[first];
        start.line = start.wish.value_or(std::ceil(start.before + start.over));
        const auto bottom = [](const Band& band) {
            const double own = band.line + band.under;
            return (band.wish ? std::max(own, band.fixedBottom) : own) + band.behind;
        };
        const auto top = [](const Band& band) {
            const double own = band.line - band.over;
            return (band.wish ? std::min(own, band.fixedTop) : own) - band.before;
        };
        for (auto i = first + 1; i < m_bands.size(); ++i) {
            Band& band = m_bands[i];
            band.line = std::ceil(bottom(m_bands[i - 1]) + band.before + band.over);
            const double wish = band.wish.value_or(band.earlier.value_or(band.line));
            if (band.wish || wish - band.line < mostRoomKept) {
                band.line = std::max(band.line, wish);
            }
        }
        for (auto i = first - 1; i >= 0; --i) {
            Band& band = m_bands[i];
            band.line = std::floor(top(m_bands[i + 1]) - band.behind - band.under);
            const double wish = band.earlier.value_or(band.line);
            if (band.line - wish < mostRoomKept) {
                band.line = std::min(band.line, wish);
            }
        }
    }

    const FlowScene& m_scene;
    const LaneAssignment& m_lanes;
    FlowRow m_row{};
    QList<QRectF> m_boxes; ///< along the flow; across it, off the lane's line
    QList<Band> m_bands;
    QSet<int> m_wishOfPath{}; ///< lanes whose wish is that of a node on the happy path
};

/// A node's extent across the flow, and its lane.
struct Standing {
    double top = 0;
    double bottom = 0;
    int lane = 0;
};

/// The border behind a lane: where fewest nodes stand on the wrong side, and of such places where
/// there is most room. `standing` is in the order of the nodes' middles.
double borderBehind(int lane, const QList<Standing>& standing)
{
    const qsizetype count = standing.size();
    QList<double> bottomBefore(count + 1, standing.first().top - 2 * leastRoom);
    QList<double> topBehind(count + 1, standing.last().bottom + 2 * leastRoom);
    for (qsizetype k = 0; k < count; ++k) {
        bottomBefore[k + 1] = std::max(bottomBefore[k], standing[k].bottom);
        const Standing& other = standing[count - 1 - k];
        topBehind[count - 1 - k] = std::min(topBehind[count - k], other.top);
    }
    auto wrong = std::ranges::count_if(standing, [&](const Standing& s) { return s.lane <= lane; });
    auto least = wrong;
    qsizetype best = 0;
    const auto roomAt = [&](qsizetype k) { return topBehind[k] - bottomBefore[k]; };
    for (qsizetype k = 1; k <= count; ++k) {
        wrong += standing[k - 1].lane <= lane ? -1 : 1;
        if (wrong < least || (wrong == least && roomAt(k) > roomAt(best))) {
            least = wrong;
            best = k;
        }
    }
    return std::round(bottomBefore[best] + roomAt(best) * 0.4);
}

} // namespace

QList<QPointF> placeInLanes(const FlowScene& scene, const LaneAssignment& lanes,
    const EarlierPlaces& before, const EarlierPlaces& fixed)
{
    // Without fixed nodes all lanes may go along with the others.
    const bool any = std::ranges::any_of(fixed, [](const auto& place) { return !!place; });
    return LanePlacer(scene, lanes, any ? before : EarlierPlaces(), fixed).corners();
}

QList<PlacedLane> laneBands(
    const FlowScene& scene, const LaneAssignment& lanes, const QList<QRectF>& nodes)
{
    QList<Standing> standing;
    QRectF all;
    for (qsizetype n = 0; n < nodes.size(); ++n) {
        if (lanes.laneOf[n] >= 0) {
            const QRectF box = scene.turned(nodes[n]);
            standing.append({box.top(), box.bottom(), lanes.laneOf[n]});
            all = all.isNull() ? box : all.united(box);
        }
    }
    std::ranges::stable_sort(
        standing, {}, [](const Standing& one) { return one.top + one.bottom; });
    QList<PlacedLane> made;
    double top = all.top() - leastRoom;
    for (int lane = 0; lane < lanes.lanes.size(); ++lane) {
        const bool last = lane + 1 == lanes.lanes.size();
        const double bottom = std::max(
            top + leastRoom, last ? all.bottom() + leastRoom : borderBehind(lane, standing));
        made.append({lanes.lanes[lane],
            scene.turned(QRectF(QPointF(all.left(), top), QPointF(all.right(), bottom))), {}, {}});
        top = bottom;
    }
    return lanesAround(made, scene.turned(all), scene.plan.layout.direction);
}

QList<PlacedLane> lanesAround(
    QList<PlacedLane> lanes, const QRectF& content, FlowDirection direction)
{
    if (lanes.isEmpty()) {
        return lanes;
    }
    const bool down = direction == FlowDirection::TopDown;
    const auto turned = [down](const QRectF& box) {
        return down ? QRectF(box.top(), box.left(), box.height(), box.width()) : box;
    };
    const TextMeter meter(fonts::groupTitle());
    double head = 0;
    for (PlacedLane& lane : lanes) {
        const double room = down ? lane.box.width() - 2 * headPadding : headText;
        lane.lines = meter.wrap(lane.lane.title, std::max(room, 40.0), headLines);
        head = std::max(head,
            (down ? headLine * static_cast<double>(lane.lines.size()) : meter.width(lane.lines))
                + 2 * headPadding);
    }
    const QRectF inside = turned(content);
    const double from = std::floor(inside.left() - aside - std::ceil(head));
    const double to = std::ceil(inside.right() + aside);
    for (qsizetype i = 0; i < lanes.size(); ++i) {
        QRectF band = turned(lanes[i].box);
        band.setLeft(from);
        band.setRight(to);
        if (i == 0) {
            band.setTop(std::min(band.top(), std::floor(inside.top() - headPadding)));
        }
        if (i + 1 == lanes.size()) {
            band.setBottom(std::max(band.bottom(), std::ceil(inside.bottom() + headPadding)));
        }
        QRectF beginning = band;
        beginning.setWidth(std::ceil(head));
        lanes[i].box = turned(band);
        lanes[i].head = turned(beginning);
    }
    return lanes;
}

} // namespace whimbrel
