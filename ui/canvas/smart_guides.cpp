// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/smart_guides.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace whimbrel {

namespace {

/// The start, middle and end of a box in one direction.
std::array<double, 3> marks(double start, double length)
{
    return {start, start + length / 2, start + length};
}

struct Pull {
    double by = 0;
    double at = 0; ///< where the guide stands
    bool found = false;
};

Pull nearest(
    const std::array<double, 3>& own, const QList<std::array<double, 3>>& others, double tolerance)
{
    Pull best;
    double distance = tolerance;
    for (const auto& other : others) {
        for (const double theirs : other) {
            for (const double mine : own) {
                if (std::abs(theirs - mine) < distance) {
                    distance = std::abs(theirs - mine);
                    best = {theirs - mine, theirs, true};
                }
            }
        }
    }
    return best;
}

/// A box in one direction, for the search of equal distances.
struct Span {
    double begin = 0;
    double end = 0;
    double aside = 0; ///< the middle in the other direction
};

struct EqualGap {
    double begin = 0; ///< where the box would begin
    QList<std::pair<double, double>> gaps{}; ///< from, to
    double distance = 0;
};

/// The neighbours in a row: those that the box meets when it is moved in this direction, in order.
QList<Span> rowOf(const QRectF& box, const QList<QRectF>& others, bool across)
{
    QList<Span> row;
    for (const QRectF& other : others) {
        const bool meets = across ? other.top() < box.bottom() && other.bottom() > box.top()
                                  : other.left() < box.right() && other.right() > box.left();
        if (meets) {
            row.append(across ? Span{other.left(), other.right(), other.center().y()}
                              : Span{other.top(), other.bottom(), other.center().x()});
        }
    }
    std::sort(
        row.begin(), row.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
    return row;
}

/// The nearest place at which the box has the distance from a neighbour that this has from its
/// next, or the same distance from both sides.
std::optional<EqualGap> equalGap(
    double begin, double length, const QList<Span>& row, double tolerance)
{
    std::optional<EqualGap> best;
    const auto offer = [&](double at, const QList<std::pair<double, double>>& gaps) {
        const double distance = std::abs(at - begin);
        const bool real = std::all_of(
            gaps.begin(), gaps.end(), [](const auto& gap) { return gap.second > gap.first; });
        if (real && distance < tolerance && (!best || distance < best->distance)) {
            best = EqualGap{at, gaps, distance};
        }
    };
    for (qsizetype i = 0; i + 1 < row.size(); ++i) {
        const Span& first = row.at(i);
        const Span& second = row.at(i + 1);
        const double gap = second.begin - first.end;
        const double between = first.end + (gap - length) / 2;
        offer(between, {{first.end, between}, {between + length, second.begin}});
        offer(second.end + gap, {{first.end, second.begin}, {second.end, second.end + gap}});
        offer(first.begin - gap - length,
            {{first.begin - gap, first.begin}, {first.end, second.begin}});
    }
    return best;
}

double toGrid(double value)
{
    return std::round(value / gridStep) * gridStep;
}

bool touches(const std::array<double, 3>& marks, double at)
{
    return std::any_of(
        marks.begin(), marks.end(), [at](double mark) { return std::abs(mark - at) < 0.01; });
}

} // namespace

Snapped snap(const QRectF& box, const QList<QRectF>& others, double tolerance)
{
    QList<std::array<double, 3>> columns;
    QList<std::array<double, 3>> rows;
    for (const QRectF& other : others) {
        columns.append(marks(other.x(), other.width()));
        rows.append(marks(other.y(), other.height()));
    }
    const Pull across = nearest(marks(box.x(), box.width()), columns, tolerance);
    const Pull down = nearest(marks(box.y(), box.height()), rows, tolerance);
    Snapped snapped;
    snapped.position = {across.found ? box.x() + across.by : toGrid(box.x()),
        down.found ? box.y() + down.by : toGrid(box.y())};
    const auto level = [&](bool horizontal) {
        const double middle = horizontal ? snapped.position.y() + box.height() / 2
                                         : snapped.position.x() + box.width() / 2;
        const auto gap = horizontal
            ? equalGap(box.x(), box.width(), rowOf(box, others, true), tolerance)
            : equalGap(box.y(), box.height(), rowOf(box, others, false), tolerance);
        if (!gap) {
            return;
        }
        (horizontal ? snapped.position.rx() : snapped.position.ry()) = gap->begin;
        for (const auto& [from, to] : gap->gaps) {
            snapped.gaps.append(
                horizontal ? QLineF(from, middle, to, middle) : QLineF(middle, from, middle, to));
        }
    };
    if (!across.found) {
        level(true);
    }
    if (!down.found) {
        level(false);
    }
    const QRectF placed(snapped.position, box.size());
    if (across.found) {
        double top = placed.top();
        double bottom = placed.bottom();
        for (qsizetype i = 0; i < others.size(); ++i) {
            if (touches(columns.at(i), across.at)) {
                top = std::min(top, others.at(i).top());
                bottom = std::max(bottom, others.at(i).bottom());
            }
        }
        snapped.guides.append({across.at, top, across.at, bottom});
    }
    if (down.found) {
        double left = placed.left();
        double right = placed.right();
        for (qsizetype i = 0; i < others.size(); ++i) {
            if (touches(rows.at(i), down.at)) {
                left = std::min(left, others.at(i).left());
                right = std::max(right, others.at(i).right());
            }
        }
        snapped.guides.append({left, down.at, right, down.at});
    }
    return snapped;
}

} // namespace whimbrel
