// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/smart_guides.h"

#include <algorithm>
#include <array>
#include <cmath>

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
