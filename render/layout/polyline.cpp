// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/polyline.h"

#include "render/layout/route_costs.h"

#include <QLineF>

#include <cmath>

namespace whimbrel {

QPointF outward(Side side)
{
    switch (side) {
    case Side::Left:
        return {-1, 0};
    case Side::Right:
        return {1, 0};
    case Side::Top:
        return {0, -1};
    case Side::Bottom:
        return {0, 1};
    }
    return {};
}

bool isUpright(const QPointF& a, const QPointF& b)
{
    return std::abs(a.x() - b.x()) < std::abs(a.y() - b.y());
}

QRectF spanOf(const QPointF& a, const QPointF& b)
{
    return QRectF(a, b).normalized();
}

QList<QPointF> simplified(const QList<QPointF>& line)
{
    QList<QPointF> made;
    for (const QPointF& point : line) {
        if (!made.isEmpty() && QLineF(made.last(), point).length() < 0.05) {
            continue;
        }
        if (made.size() >= 2) {
            const QPointF& a = made[made.size() - 2];
            const QPointF& b = made.last();
            const bool sameX = std::abs(a.x() - b.x()) < route::slack
                && std::abs(b.x() - point.x()) < route::slack;
            const bool sameY = std::abs(a.y() - b.y()) < route::slack
                && std::abs(b.y() - point.y()) < route::slack;
            if (sameX || sameY) {
                made.last() = point;
                continue;
            }
        }
        made.append(point);
    }
    return made;
}

} // namespace whimbrel
