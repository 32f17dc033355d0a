// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/draw_tools.h"

#include "render/text/styled_font.h"
#include "render/text/text_meter.h"

#include <QLineF>
#include <QPolygonF>
#include <QTransform>

#include <algorithm>
#include <cmath>
#include <deque>

namespace whimbrel::tools {

namespace {

/// Metrics of the few fonts that diagrams use, one set a thread.
const TextMeter& meterFor(const QFont& font)
{
    thread_local std::deque<std::pair<QFont, TextMeter>> known; // places in it stay
    for (const auto& [some, meter] : std::as_const(known)) {
        if (some == font) {
            return meter;
        }
    }
    return known.emplace_back(font, TextMeter(font)).second;
}

/// The parts of a line that lie inside a polygon.
void addInside(QPainterPath& path, const QPolygonF& polygon, const QLineF& line)
{
    QList<double> cuts;
    for (qsizetype i = 0; i + 1 < polygon.size(); ++i) {
        const QLineF edge(polygon[i], polygon[i + 1]);
        QPointF at;
        if (line.intersects(edge, &at) == QLineF::BoundedIntersection) {
            cuts.append(QLineF(line.p1(), at).length());
        }
    }
    std::ranges::sort(cuts);
    for (qsizetype i = 0; i + 1 < cuts.size(); i += 2) {
        if (cuts[i + 1] - cuts[i] > 0.5) {
            path.moveTo(line.pointAt(cuts[i] / line.length()));
            path.lineTo(line.pointAt(cuts[i + 1] / line.length()));
        }
    }
}

} // namespace

Stroke solid(const QColor& color, double width)
{
    return {color, width, {}, false};
}

void addPath(DrawGroup& group, const QPainterPath& path, const QColor& fill, const Stroke& stroke)
{
    group.items.append(PathItem{path, fill, stroke});
}

double textWidth(const QString& text, const QFont& font)
{
    return meterFor(font).width(text);
}

double addText(DrawGroup& group, const QString& text, QPointF leftMiddle, const QFont& font,
    const QColor& color, const QColor& halo)
{
    const double baseline = leftMiddle.y() + meterFor(font).middleToBaseline();
    double x = leftMiddle.x();
    const auto add = [&](const QString& piece, const QFont& look) {
        TextItem item;
        item.text = piece;
        item.width = meterFor(look).width(piece);
        item.baseline = {x, baseline};
        item.font = look;
        item.color = color;
        item.halo = halo;
        x += item.width;
        group.items.append(item);
    };
    if (!marked::isStyled(text)) {
        add(text, font);
        return x;
    }
    for (const marked::Run& run : marked::runsOf(text)) {
        add(run.text, fonts::styled(font, run.style));
    }
    return x;
}

void addGlyph(
    DrawGroup& group, Glyph glyph, QPointF centre, double size, const QColor& color, double width)
{
    const GlyphPaths& paths = pathsOf(glyph);
    const QTransform place = QTransform::fromTranslate(centre.x() - size / 2, centre.y() - size / 2)
                                 .scale(size / 16, size / 16);
    if (!paths.lines.isEmpty()) {
        addPath(group, place.map(paths.lines), {}, Stroke{color, width, {}, true});
    }
    if (!paths.areas.isEmpty()) {
        addPath(group, place.map(paths.areas), color);
    }
}

void addBadge(DrawGroup& group, Glyph glyph, QPointF centre, const QColor& fill, const QColor& sign)
{
    QPainterPath disc;
    disc.addEllipse(centre, 9, 9);
    addPath(group, disc, fill, solid(sign, 1.5));
    addGlyph(group, glyph, centre, 11, sign, 1.75);
}

void addHatch(DrawGroup& group, Hatch hatch, const QPainterPath& outline, const QColor& color)
{
    if (hatch == Hatch::None) {
        return;
    }
    QPolygonF polygon = outline.toFillPolygon();
    if (!polygon.isEmpty() && polygon.first() != polygon.last()) {
        polygon.append(polygon.first());
    }
    const QRectF box = polygon.boundingRect();
    QPainterPath path;
    if (hatch == Hatch::Dots) {
        for (double y = box.top() + 5; y < box.bottom(); y += 7) {
            for (double x = box.left() + 5; x < box.right(); x += 7) {
                if (polygon.containsPoint(QPointF(x, y), Qt::OddEvenFill)) {
                    path.addRect(x - 0.6, y - 0.6, 1.2, 1.2);
                }
            }
        }
        addPath(group, path, color);
        return;
    }
    const double run = box.width() + box.height();
    for (double at = 7.3; at < run; at += 8) {
        addInside(path, polygon,
            QLineF(box.left() + at, box.top() - 1, box.left() + at - box.height() - 2,
                box.bottom() + 1));
        if (hatch == Hatch::Cross) {
            addInside(path, polygon,
                QLineF(box.right() - at, box.top() - 1, box.right() - at + box.height() + 2,
                    box.bottom() + 1));
        }
    }
    addPath(group, path, {}, solid(color, 0.75));
}

} // namespace whimbrel::tools
