// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/street_map.h"

#include "render/layout/polyline.h"
#include "render/layout/route_costs.h"

#include <queue>

#include <algorithm>
#include <cmath>
#include <map>

namespace whimbrel {

namespace {

constexpr double step = 4; ///< heights are multiples of it, which bounds the number of slabs
constexpr qsizetype mostEntries = 6; ///< into one street that a search follows
constexpr qsizetype aroundWay = 3; ///< streets on either side of a way that are looked at
constexpr double beside = 60; ///< how near to boxes lines run that lead around them
constexpr double mostCrossed = 12; ///< lines to cross that are charged; beyond it is all the same
constexpr double farAway = 6000; ///< ends so far apart that a search goes straight for the goal
constexpr double patience = 4000; ///< ways into streets after which a search is in more haste
constexpr double outside = 600; ///< how far around all boxes ways may run

struct Span {
    double left = 0;
    double right = 0;
};

/// What begins and ends at one height, by positions in the list of boxes.
struct Change {
    QList<int> begins{};
    QList<int> ends{};
};

/// The gaps that the spans leave between the two limits. The spans are sorted by their left.
QList<Span> gapsBetween(const std::multimap<double, double>& spans, double left, double right)
{
    QList<Span> gaps;
    double free = left;
    for (const auto& [begin, end] : spans) {
        if (begin - free >= 1) {
            gaps.append({free, begin});
        }
        free = std::max(free, end);
    }
    if (right - free >= 1) {
        gaps.append({free, right});
    }
    return gaps;
}

} // namespace

StreetMap::StreetMap(
    const QList<QRectF>& boxes, double clearance, const std::optional<QRectF>& within)
{
    QList<QRectF> kept;
    kept.reserve(boxes.size());
    std::map<double, Change> changes;
    QRectF all;
    for (const QRectF& box : boxes) {
        QRectF wide = box.adjusted(-clearance, -clearance, clearance, clearance);
        wide.setTop(std::floor(wide.top() / step) * step);
        wide.setBottom(std::ceil(wide.bottom() / step) * step);
        if (within) {
            wide = wide.intersected(*within);
        }
        if (wide.isEmpty()) {
            continue;
        }
        const auto number = static_cast<int>(kept.size());
        changes[wide.top()].begins.append(number);
        changes[wide.bottom()].ends.append(number);
        all |= wide;
        kept.append(wide);
    }
    all = within.value_or(all.adjusted(-outside, -outside, outside, outside));
    changes[all.bottom()];
    std::multimap<double, double> spans;
    double top = all.top();
    for (const auto& [height, change] : changes) {
        Slab slab{top, height, {}};
        for (const Span& gap : gapsBetween(spans, all.left(), all.right())) {
            slab.pieces.append({gap.left, gap.right, -1});
        }
        addSlab(std::move(slab));
        for (const int box : change.ends) {
            const auto [from, behind] = spans.equal_range(kept[box].left());
            const auto own = std::find_if(
                from, behind, [&](const auto& span) { return span.second == kept[box].right(); });
            spans.erase(own);
        }
        for (const int box : change.begins) {
            spans.emplace(kept[box].left(), kept[box].right());
        }
        top = height;
    }
    findIslands();
    m_known.resize(static_cast<size_t>(m_streets.size()));
}

/// Goes on with the streets of the slab above whose sides stay the same, and joins the others.
void StreetMap::addSlab(Slab slab)
{
    const QList<Piece> above = m_slabs.isEmpty() ? QList<Piece>() : m_slabs.last().pieces;
    qsizetype at = 0;
    for (Piece& piece : slab.pieces) {
        while (at < above.size() && above[at].right <= piece.left) {
            ++at;
        }
        if (at < above.size() && above[at].left == piece.left && above[at].right == piece.right) {
            piece.street = above[at].street;
            m_streets[piece.street].area.setBottom(slab.bottom);
            m_streets[piece.street].lastSlab = m_slabs.size();
            continue;
        }
        piece.street = static_cast<int>(m_streets.size());
        m_streets.append({QRectF(QPointF(piece.left, slab.top), QPointF(piece.right, slab.bottom)),
            {}, {}, 0, 0, m_slabs.size(), piece.street});
        for (qsizetype other = at; other < above.size() && above[other].left < piece.right;
             ++other) {
            m_streets[piece.street].above.append(above[other].street);
            m_streets[above[other].street].below.append(piece.street);
        }
    }
    m_slabs.append(std::move(slab));
}

void StreetMap::findIslands()
{
    QList<bool> seen(m_streets.size(), false);
    for (int first = 0; first < m_streets.size(); ++first) {
        if (seen[first]) {
            continue;
        }
        seen[first] = true;
        QList<int> open{first};
        while (!open.isEmpty()) {
            const int street = open.takeLast();
            m_streets[street].island = first;
            for (const QList<int>& side : {m_streets[street].above, m_streets[street].below}) {
                for (const int next : side) {
                    if (!seen[next]) {
                        seen[next] = true;
                        open.append(next);
                    }
                }
            }
        }
    }
}

int StreetMap::at(const QPointF& point) const
{
    const auto slab = std::ranges::lower_bound(m_slabs, point.y(), {}, &Slab::bottom);
    if (slab == m_slabs.end() || point.y() < slab->top) {
        return -1;
    }
    const auto piece = std::ranges::lower_bound(slab->pieces, point.x(), {}, &Piece::right);
    return piece == slab->pieces.end() || point.x() < piece->left ? -1 : piece->street;
}

/// What it costs more to go up or down a street because of the lines that are there.
double StreetMap::priceOf(const Street& street)
{
    const bool full = street.lengthwise > street.area.width() / route::laneGap;
    return route::crossingCost * std::min(street.across, mostCrossed)
        + (full ? route::sharedCost * street.area.height() : 0);
}

/// The streets that a way at `x` would go on to: those on the way to the goal, a few beside it, and
/// the outermost.
template <class Visit>
void StreetMap::eachNext(int street, double x, double goal, const Visit& visit) const
{
    const auto rightOf = [&](int number) { return m_streets[number].area.right(); };
    const auto [from, to] = std::minmax(x, goal);
    for (const QList<int>& side : {m_streets[street].above, m_streets[street].below}) {
        const auto first = std::ranges::lower_bound(side, from, {}, rightOf) - side.begin();
        const auto last = std::ranges::lower_bound(side, to, {}, rightOf) - side.begin();
        const qsizetype begin = std::max<qsizetype>(0, first - aroundWay);
        const qsizetype end = std::min(side.size(), last + aroundWay + 1);
        if (begin > 0) {
            visit(side.first());
        }
        for (qsizetype i = begin; i < end; ++i) {
            visit(side[i]);
        }
        if (end < side.size()) {
            visit(side.last());
        }
    }
}

std::optional<QList<int>> StreetMap::way(
    int first, const QPointF& start, int last, const QPointF& goal)
{
    if (m_streets[first].island != m_streets[last].island) {
        return std::nullopt;
    }
    struct Open {
        double estimate;
        int entry;
        bool operator<(const Open& other) const
        {
            return estimate != other.estimate ? estimate > other.estimate : entry > other.entry;
        }
    };
    // The longer the way, the less it matters that it is the very best: a search that is in haste
    // looks at the streets towards its goal, not at all that are as near.
    const QPointF distance = goal - start;
    const double haste
        = 1 + std::min(1.0, (std::abs(distance.x()) + std::abs(distance.y())) / farAway);
    std::vector<Entry> entries;
    std::priority_queue<Open> open;
    ++m_turn;
    const auto enter = [&](const Entry& entry) {
        Known& known = m_known[static_cast<size_t>(entry.street)];
        if (known.turn != m_turn) {
            known.turn = m_turn;
            known.entries.clear();
        }
        if (known.entries.size() == mostEntries) {
            return;
        }
        for (const int other : known.entries) {
            const Entry& rival = entries[static_cast<size_t>(other)];
            const QPointF far = rival.at - entry.at;
            if (rival.spent + std::abs(far.x()) + std::abs(far.y())
                    + (std::abs(far.x()) > 0 ? 2 * route::bendCost : 0)
                <= entry.spent) {
                return;
            }
        }
        const double aside = std::abs(goal.x() - entry.at.x());
        const double turns = aside > 1 ? (entry.street == last ? 1 : 2) : 0;
        const double hurry = haste + static_cast<double>(entries.size()) / patience;
        const double estimate = entry.spent
            + hurry * (aside + std::abs(goal.y() - entry.at.y()) + turns * route::bendCost);
        const auto number = static_cast<int>(entries.size());
        known.entries.append(number);
        entries.push_back(entry);
        open.push({estimate, number});
    };
    enter({start, 0, first, -1});
    int at = -1;
    while (!open.empty()) {
        at = open.top().entry;
        open.pop();
        const Entry from = entries[static_cast<size_t>(at)];
        if (from.street == last) {
            break;
        }
        const QRectF& here = m_streets[from.street].area;
        eachNext(from.street, from.at.x(), goal.x(), [&](int number) {
            const Street& next = m_streets[number];
            const double low = std::max(here.left(), next.area.left());
            const double high = std::min(here.right(), next.area.right());
            const bool down = next.area.top() >= here.bottom();
            const QPointF to(
                std::clamp(from.at.x(), low, high), down ? next.area.top() : next.area.bottom());
            const double aside = std::abs(to.x() - from.at.x());
            const double spent = from.spent + aside + std::abs(to.y() - from.at.y())
                + (aside > 0 ? 2 * route::bendCost : 0) + priceOf(next);
            enter({to, spent, number, at});
        });
    }
    QList<int> streets;
    for (; at >= 0; at = entries[static_cast<size_t>(at)].before) {
        streets.prepend(entries[static_cast<size_t>(at)].street);
    }
    return streets;
}

void StreetMap::take(const QPointF& a, const QPointF& b)
{
    const QRectF span = spanOf(a, b);
    const auto from = std::ranges::lower_bound(m_slabs, span.top(), {}, &Slab::bottom);
    if (isUpright(a, b)) {
        takeUpright(span, from - m_slabs.begin());
    } else if (from != m_slabs.end()) {
        takeLevel(span, from - m_slabs.begin());
    }
}

void StreetMap::takeUpright(const QRectF& span, qsizetype slab)
{
    for (; slab < m_slabs.size() && m_slabs[slab].top <= span.bottom(); ++slab) {
        const QList<Piece>& pieces = std::as_const(m_slabs)[slab].pieces;
        const auto piece = std::ranges::lower_bound(pieces, span.left(), {}, &Piece::right);
        if (piece == pieces.end() || piece->left > span.left()) {
            continue;
        }
        Street& street = m_streets[piece->street];
        const double length = std::min(span.bottom(), street.area.bottom())
            - std::max(span.top(), street.area.top());
        street.lengthwise += length > street.area.height() / 2 ? 1 : 0;
        slab = street.lastSlab;
    }
}

/// Who goes up or down between two boxes also crosses what runs along their upper and lower sides.
void StreetMap::takeLevel(const QRectF& span, qsizetype slab)
{
    const auto charge = [&](const Slab& level, double lines) {
        bool charged = false;
        auto piece = std::ranges::lower_bound(level.pieces, span.left(), {}, &Piece::right);
        for (; piece != level.pieces.end() && piece->left <= span.right(); ++piece) {
            if (piece->left >= span.left() - 1 && piece->right <= span.right() + 1) {
                m_streets[piece->street].across += lines;
                charged = true;
            }
        }
        return charged;
    };
    if (charge(m_slabs[slab], 1)) {
        return;
    }
    qsizetype near = slab;
    while (near > 0 && m_slabs[near].top > span.top() - beside && !charge(m_slabs[near - 1], 0.5)) {
        --near;
    }
    near = slab + 1;
    while (near < m_slabs.size() && m_slabs[near].top < span.top() + beside
        && !charge(m_slabs[near], 0.5)) {
        ++near;
    }
}

} // namespace whimbrel
