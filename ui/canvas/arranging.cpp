// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/arranging.h"

#include "ui/canvas/smart_guides.h"

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

QPointF alignedWith(const QRectF& anchor, const QRectF& box, Arranging how)
{
    switch (how) {
    case Arranging::Left:
        return {anchor.left(), box.top()};
    case Arranging::Right:
        return {anchor.right() - box.width(), box.top()};
    case Arranging::Top:
        return {box.left(), anchor.top()};
    case Arranging::Bottom:
        return {box.left(), anchor.bottom() - box.height()};
    case Arranging::Center:
        return {anchor.center().x() - box.width() / 2, box.top()};
    case Arranging::Middle:
        return {box.left(), anchor.center().y() - box.height() / 2};
    case Arranging::Tidy:
        return {std::round(box.left() / gridStep) * gridStep,
            std::round(box.top() / gridStep) * gridStep};
    case Arranging::SpreadAcross:
    case Arranging::SpreadDown:
        break;
    }
    return box.topLeft();
}

QHash<NodeId, QPointF> spread(const QHash<NodeId, QRectF>& boxes, bool across)
{
    const auto begin = [across](const QRectF& box) { return across ? box.left() : box.top(); };
    const auto extent = [across](const QRectF& box) { return across ? box.width() : box.height(); };
    QList<NodeId> order = boxes.keys();
    std::sort(order.begin(), order.end(), [&](const NodeId& a, const NodeId& b) {
        const double first = begin(boxes.value(a));
        const double second = begin(boxes.value(b));
        return first != second ? first < second : a < b;
    });
    double filled = 0;
    for (const QRectF& box : boxes) {
        filled += extent(box);
    }
    const QRectF last = boxes.value(order.constLast());
    const double from = begin(boxes.value(order.constFirst()));
    const double gap
        = (begin(last) + extent(last) - from - filled) / static_cast<double>(order.size() - 1);
    QHash<NodeId, QPointF> places;
    double at = from;
    for (const NodeId& node : order) {
        const QRectF box = boxes.value(node);
        places.insert(node, across ? QPointF(at, box.top()) : QPointF(box.left(), at));
        at += extent(box) + gap;
    }
    return places;
}

} // namespace

QHash<NodeId, QPointF> arranged(
    const QHash<NodeId, QRectF>& boxes, const NodeId& anchor, Arranging how)
{
    QHash<NodeId, QPointF> places;
    if (how == Arranging::SpreadAcross || how == Arranging::SpreadDown) {
        if (boxes.size() > 2) {
            places = spread(boxes, how == Arranging::SpreadAcross);
        }
    } else {
        for (auto box = boxes.cbegin(); box != boxes.cend(); ++box) {
            places.insert(box.key(), alignedWith(boxes.value(anchor), *box, how));
        }
    }
    places.removeIf([&boxes](const auto& place) {
        const QPointF by = place.value() - boxes.value(place.key()).topLeft();
        return std::abs(by.x()) < 0.001 && std::abs(by.y()) < 0.001;
    });
    return places;
}

} // namespace whimbrel
