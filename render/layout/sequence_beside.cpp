// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/sequence_beside.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace whimbrel {

namespace {

using namespace sequence_sizes;
using namespace sequence_spaces;

constexpr double labelWrap = 110;
constexpr double bracketGap = 18;
constexpr double labelGap = 10;
constexpr double bandOut = 14; ///< from the lifelines that a range concerns

struct Span {
    double top = 0;
    double bottom = 0;
    int range = 0; ///< into the geometry's
    bool duration = false;
};

struct Lane {
    double bottom = 0;
    double width = 0;
    QList<int> ranges{};
};

/// Gives brackets and texts their lanes on one side. What overlaps in height stands in another.
void placeOneSide(const QList<Span>& spans, bool durations, SequenceGeometry& geometry)
{
    QList<Lane> lanes;
    for (const Span& span : spans) {
        if (span.duration != durations) {
            continue;
        }
        auto lane = std::ranges::find_if(
            lanes, [&](const Lane& each) { return each.bottom + 4 <= span.top; });
        if (lane == lanes.end()) {
            lanes.append(Lane{});
            lane = lanes.end() - 1;
        }
        lane->bottom = span.bottom;
        lane->width = std::max(lane->width, geometry.ranges.at(span.range).text.box.width());
        lane->ranges.append(span.range);
    }
    double left = geometry.bounds.left();
    double right = geometry.bounds.right();
    for (const Lane& lane : std::as_const(lanes)) {
        const double bracket = durations ? right + bracketGap : left - bracketGap;
        for (const int index : lane.ranges) {
            PlacedRange& made = geometry.ranges[index];
            made.bracket = bracket;
            made.text.box.moveLeft(
                durations ? bracket + labelGap : bracket - labelGap - made.text.box.width());
            geometry.bounds.setBottom(
                std::max(geometry.bounds.bottom(), made.text.box.bottom() + 4));
        }
        const double outer = lane.width + labelGap;
        durations ? right = bracket + outer : left = bracket - outer;
    }
    geometry.bounds.setLeft(left);
    geometry.bounds.setRight(right);
}

/// From where to where a range reaches across the diagram.
std::pair<double, double> widthOf(const SequenceRange& range, const SequenceRows& rows,
    const SequenceMeasure& measure, const QRectF& all)
{
    double left = std::numeric_limits<double>::max();
    double right = std::numeric_limits<double>::lowest();
    for (const ParticipantId& id : range.over) {
        const int line = rows.indexOf.value(id, -1);
        if (line >= 0) {
            left = std::min(left, measure.x.at(line) - bandOut);
            right = std::max(right, measure.x.at(line) + bandOut);
        }
    }
    return left > right ? std::pair(all.left(), all.right()) : std::pair(left, right);
}

} // namespace

void placeRanges(const Sequence& sequence, const SequenceRows& rows, const SequenceMeasure& measure,
    const SequenceHeights& heights, const SequenceMeters& meters, SequenceGeometry& geometry)
{
    QList<Span> spans;
    for (const SequenceRange& range : sequence.ranges) {
        const auto from = rows.rowsOf.constFind(range.from);
        const auto to = rows.rowsOf.constFind(range.to);
        if (from == rows.rowsOf.cend() || to == rows.rowsOf.cend()) {
            continue; // a finding
        }
        PlacedRange made;
        made.id = range.id;
        const auto [left, right] = widthOf(range, rows, measure, geometry.bounds);
        made.band = QRectF(QPointF(left, heights.tops.at(std::min(from->first, to->first)) + 2),
            QPointF(right, heights.bottoms.at(std::max(from->second, to->second)) - 2));
        made.text.lines = meters.small.wrap(range.text, labelWrap, 6);
        made.text.box
            = QRectF(0, made.band.top() + 2, std::ceil(meters.small.width(made.text.lines)),
                static_cast<double>(made.text.lines.size()) * smallLine);
        spans.append({made.band.top(), std::max(made.band.bottom(), made.text.box.bottom() + 4),
            static_cast<int>(geometry.ranges.size()), range.kind == RangeKind::Duration});
        geometry.ranges.append(made);
    }
    std::ranges::stable_sort(spans, {}, &Span::top);
    placeOneSide(spans, false, geometry);
    placeOneSide(spans, true, geometry);
}

void placeRegions(const Plan& plan, const SequenceMeasure& measure, SequenceGeometry& geometry)
{
    const TextMeter meter(fonts::groupTitle());
    for (int i = 0; i < measure.regions.size();) {
        const GroupId region = measure.regions.at(i);
        int end = i + 1;
        while (end < measure.regions.size() && measure.regions.at(end) == region) {
            ++end;
        }
        if (const Group* group = plan.groups.find(region)) {
            PlacedRegion made;
            made.id = region;
            const double left = measure.x.at(i) - measure.headWidths.at(i) / 2 - regionPadding;
            const double right
                = measure.x.at(end - 1) + measure.headWidths.at(end - 1) / 2 + regionPadding;
            made.box = QRectF(QPointF(left, -6), QPointF(right, geometry.bounds.bottom() + 8));
            const QString title = group->title.isEmpty() ? region.text() : group->title;
            const QString shown = meter.elideRight(title, right - left - 16);
            made.title = {{shown}, QRectF(left + 8, 2, std::ceil(meter.width(shown)), 16)};
            geometry.regions.append(made);
        }
        i = end;
    }
    for (const PlacedRegion& region : std::as_const(geometry.regions)) {
        geometry.bounds |= region.box;
    }
}

} // namespace whimbrel
