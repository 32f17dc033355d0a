// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/dot_grid.h"

#include <QImage>
#include <QPaintDevice>
#include <QPainter>

#include <cmath>

namespace whimbrel {

namespace {

constexpr double dotRoom = 4; ///< a dot and what its smooth rim needs, in pixels of the screen

QImage transparent(double width, double height, double ratio)
{
    QImage image(static_cast<int>(std::ceil(width * ratio)),
        static_cast<int>(std::ceil(height * ratio)), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    return image;
}

QImage dotImage(const QColor& color, double ratio)
{
    QImage dot = transparent(dotRoom, dotRoom, ratio);
    QPainter painter(&dot);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(color, 2);
    pen.setCapStyle(Qt::RoundCap);
    painter.setPen(pen);
    painter.drawPoint(QPointF(dotRoom / 2, dotRoom / 2));
    return dot;
}

} // namespace

// One dot is painted, a row of copies of it, and then copies of the row: thousands of points drawn
// one by one would cost more than the diagram on them.
void paintDotGrid(QPainter& painter, const QRectF& rect, double step, const QColor& color)
{
    const double ratio = painter.device()->devicePixelRatio();
    const QTransform place = painter.worldTransform();
    const auto onPixel = [=](double value) { return std::round(value * ratio) / ratio; };
    const double firstX = std::floor(rect.left() / step) * step;
    const double firstY = std::floor(rect.top() / step) * step;
    const double left = onPixel(place.map(QPointF(firstX, 0)).x());
    // Of the dot behind the last one the rim may still be seen.
    const double right = place.map(QPointF(rect.right() + step, 0)).x();

    const QImage dot = dotImage(color, ratio);
    QImage row = transparent(right - left + 2 * dotRoom, dotRoom, ratio);
    QPainter dots(&row);
    dots.setCompositionMode(QPainter::CompositionMode_Source);
    for (double x = firstX; x <= rect.right() + step; x += step) {
        dots.drawImage(QPointF(onPixel(place.map(QPointF(x, 0)).x()) - left, 0), dot);
    }
    dots.end();

    painter.save();
    painter.resetTransform();
    for (double y = firstY; y <= rect.bottom() + step; y += step) {
        const double top = onPixel(place.map(QPointF(0, y)).y());
        painter.drawImage(QPointF(left - dotRoom / 2, top - dotRoom / 2), row);
    }
    painter.restore();
}

} // namespace whimbrel
