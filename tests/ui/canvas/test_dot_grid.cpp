// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/dot_grid.h"

#include <QImage>
#include <QPainter>
#include <QtTest>

#include <cmath>

using namespace whimbrel;

namespace {

const QColor color(0x94, 0xa3, 0xb8);
constexpr double step = 24;

QImage canvas(double ratio)
{
    QImage image(QSize(200, 120) * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::white);
    return image;
}

void prepare(QPainter& painter, double zoom, QPointF shift)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(shift);
    painter.scale(zoom, zoom);
}

QRectF shown(double zoom, QPointF shift)
{
    return {-shift / zoom, QSizeF(200, 120) / zoom};
}

} // namespace

class DotGridTest : public QObject {
    Q_OBJECT

private slots:
    void looksLikePointsOnWholePixels_data()
    {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<double>("zoom");
        QTest::addColumn<QPointF>("shift");
        QTest::newRow("100 %") << 1.0 << 1.0 << QPointF(0, 0);
        QTest::newRow("panned") << 1.0 << 1.0 << QPointF(-1013, 487);
        QTest::newRow("50 %") << 1.0 << 0.5 << QPointF(31, 7);
        QTest::newRow("200 %") << 1.0 << 2.0 << QPointF(31, -7);
        QTest::newRow("a fine screen") << 2.0 << 1.0 << QPointF(5, 9);
    }

    void looksLikePointsOnWholePixels()
    {
        QFETCH(double, ratio);
        QFETCH(double, zoom);
        QFETCH(QPointF, shift);
        QImage made = canvas(ratio);
        QPainter painter(&made);
        prepare(painter, zoom, shift);
        paintDotGrid(painter, shown(zoom, shift), step, color);
        painter.end();

        QImage expected = canvas(ratio);
        painter.begin(&expected);
        prepare(painter, zoom, shift);
        painter.setPen(QPen(color, 2 / zoom, Qt::SolidLine, Qt::RoundCap));
        const QRectF all = shown(zoom, shift).adjusted(-step, -step, step, step);
        for (double x = std::floor(all.left() / step) * step; x < all.right(); x += step) {
            for (double y = std::floor(all.top() / step) * step; y < all.bottom(); y += step) {
                painter.drawPoint(QPointF(x, y));
            }
        }
        painter.end();
        for (int y = 0; y < made.height(); ++y) {
            for (int x = 0; x < made.width(); ++x) {
                const int off = std::abs(qGray(made.pixel(x, y)) - qGray(expected.pixel(x, y)));
                QVERIFY2(off <= 12, qPrintable(QStringLiteral("%1, %2").arg(x).arg(y)));
            }
        }
    }

    /// Scrolling paints strips: no dot is cut where they meet, or painted twice beside itself.
    void stripsMeet()
    {
        constexpr double zoom = 0.731;
        const QPointF shift(-333.4, 17.9);
        QImage whole = canvas(1);
        QPainter painter(&whole);
        prepare(painter, zoom, shift);
        paintDotGrid(painter, shown(zoom, shift), step, color);
        painter.end();

        QImage strips = canvas(1);
        for (int left = 0; left < 200; left += 10) {
            painter.begin(&strips);
            painter.setClipRect(left, 0, 10, 120);
            prepare(painter, zoom, shift);
            const QRectF strip
                = painter.worldTransform().inverted().mapRect(QRectF(left, 0, 10, 120));
            paintDotGrid(painter, strip, step, color);
            painter.end();
        }
        QCOMPARE(strips, whole);
    }
};

QTEST_MAIN(DotGridTest)
#include "test_dot_grid.moc"
