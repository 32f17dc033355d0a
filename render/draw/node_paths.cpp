// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/node_paths.h"

#include <QLineF>
#include <QPolygonF>

#include <algorithm>

namespace whimbrel {

namespace {

QPainterPath polygon(const QList<QPointF>& points)
{
    QPainterPath path;
    path.addPolygon(QPolygonF(points));
    path.closeSubpath();
    return path;
}

/// A polygon whose corners are rounded by up to `radius`.
QPainterPath roundedPolygon(const QList<QPointF>& points, double radius)
{
    QPainterPath path;
    for (qsizetype i = 0; i < points.size(); ++i) {
        const QPointF& corner = points[i];
        const QPointF& before = points[(i + points.size() - 1) % points.size()];
        const QPointF& after = points[(i + 1) % points.size()];
        const QLineF in(corner, before);
        const QLineF out(corner, after);
        const double cut = std::min({radius, in.length() / 2, out.length() / 2});
        const QPointF a = in.pointAt(cut / in.length());
        const QPointF b = out.pointAt(cut / out.length());
        i == 0 ? path.moveTo(a) : path.lineTo(a);
        path.quadTo(corner, b);
    }
    path.closeSubpath();
    return path;
}

} // namespace

NodePaths pathsOf(NodeShape shape, const QRectF& box)
{
    NodePaths made;
    const double l = box.left();
    const double r = box.right();
    const double t = box.top();
    const double b = box.bottom();
    const QPointF c = box.center();
    QPainterPath& outline = made.outline;
    switch (shape) {
    case NodeShape::Rounded:
        outline.addRoundedRect(box, 8, 8);
        break;
    case NodeShape::CutCorners:
        outline = polygon({{l + 8, t}, {r - 8, t}, {r, t + 8}, {r, b - 8}, {r - 8, b}, {l + 8, b},
            {l, b - 8}, {l, t + 8}});
        break;
    case NodeShape::ArrowLeft:
        outline = roundedPolygon(
            {{l, c.y()}, {l + face::point, t}, {r, t}, {r, b}, {l + face::point, b}}, 6);
        break;
    case NodeShape::Stadium:
        outline.addRoundedRect(box, box.height() / 2, box.height() / 2);
        break;
    case NodeShape::Diamond:
        outline = polygon({{l, c.y()}, {c.x(), t}, {r, c.y()}, {c.x(), b}});
        break;
    case NodeShape::Hexagon: {
        const double point = face::point + 8;
        outline = polygon({{l, c.y()}, {l + point, t}, {r - point, t}, {r, c.y()}, {r - point, b},
            {l + point, b}});
        break;
    }
    case NodeShape::Cylinder: {
        const double cap = 2 * face::cap;
        outline.moveTo(l, t + face::cap);
        outline.arcTo(QRectF(l, t, box.width(), cap), 180, -180);
        outline.lineTo(r, b - face::cap);
        outline.arcTo(QRectF(l, b - cap, box.width(), cap), 0, -180);
        outline.closeSubpath();
        made.inner.moveTo(l, t + face::cap);
        made.inner.arcTo(QRectF(l, t, box.width(), cap), 180, 180);
        break;
    }
    case NodeShape::DoubleEdge:
        outline.addRect(box);
        made.inner.moveTo(r - 6, t);
        made.inner.lineTo(r - 6, b);
        break;
    case NodeShape::ProgressStrip:
        outline.addRect(box);
        made.inner.moveTo(l, b - face::strip);
        made.inner.lineTo(r, b - face::strip);
        break;
    case NodeShape::Chevron:
        outline = polygon({{l, t}, {r - face::point, t}, {r, c.y()}, {r - face::point, b}, {l, b},
            {l + face::point, c.y()}});
        break;
    case NodeShape::FoldedCorner:
        outline = polygon({{l, t}, {r - face::fold, t}, {r, t + face::fold}, {r, b}, {l, b}});
        made.inner.moveTo(r - face::fold, t);
        made.inner.lineTo(r - face::fold, t + face::fold);
        made.inner.lineTo(r, t + face::fold);
        break;
    case NodeShape::Trapezoid:
        outline = polygon({{l + face::slope, t}, {r - face::slope, t}, {r, b}, {l, b}});
        break;
    case NodeShape::Circle:
        outline.addEllipse(box);
        break;
    case NodeShape::Ring:
        outline.addEllipse(box);
        made.inner.addEllipse(box.adjusted(4, 4, -4, -4));
        break;
    case NodeShape::Bar:
        outline.addRoundedRect(box, 3, 3);
        break;
    case NodeShape::DogEar:
        outline = polygon({{l, t}, {r - face::fold, t}, {r, t + face::fold}, {r, b}, {l, b}});
        made.inner.moveTo(r - face::fold, t);
        made.inner.lineTo(r - face::fold, t + face::fold);
        made.inner.lineTo(r, t + face::fold);
        break;
    }
    return made;
}

QRectF contentBox(NodeShape shape, const QRectF& box)
{
    const QRectF inside
        = box.adjusted(face::paddingX, face::paddingY, -face::paddingX, -face::paddingY);
    switch (shape) {
    case NodeShape::Stadium:
        return inside.adjusted(6, 0, -10, 0);
    case NodeShape::Cylinder:
        return inside.adjusted(0, 2 * face::cap - 2, 0, -2);
    case NodeShape::DoubleEdge:
        return inside.adjusted(0, 0, -6, 0);
    case NodeShape::ProgressStrip:
        return inside.adjusted(0, 0, 0, -face::strip);
    case NodeShape::Chevron:
        return inside.adjusted(face::point, 0, -face::point, 0);
    case NodeShape::FoldedCorner:
        return inside.adjusted(0, 0, -face::fold / 2, 0);
    case NodeShape::Trapezoid:
        return inside.adjusted(face::slope, 0, -face::slope, 0);
    case NodeShape::ArrowLeft:
        return inside.adjusted(face::point, 0, 0, 0);
    case NodeShape::CutCorners:
        return inside.adjusted(4, 0, -4, 0);
    default:
        return inside;
    }
}

} // namespace whimbrel
