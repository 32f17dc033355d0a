// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/embedded_plan.h"
#include "render/export/export.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageWriter>
#include <QPainter>

#include <cmath>

namespace whimbrel {

namespace {

constexpr double mostPixels = 256.0 * 1024 * 1024; // a gigabyte in memory
constexpr double dotsPerMeter = 96 / 0.0254; // of a picture at scale 1

QString text(const char* source)
{
    return QCoreApplication::translate("Export", source);
}

} // namespace

Result<QImage> toImage(const DisplayList& list, double scale)
{
    if (!std::isfinite(scale) || scale <= 0) {
        return fail({ErrorCode::Usage, text("The scale of a picture must be a number above 0."), {},
            text("Use 1 for the size on screen, 2 for twice that.")});
    }
    const double width = std::ceil(list.bounds.width() * scale);
    const double height = std::ceil(list.bounds.height() * scale);
    if (width < 1 || height < 1) {
        return fail({ErrorCode::Impossible, text("There is nothing to draw: the picture is empty."),
            {}, text("Add a step to the plan first.")});
    }
    QImage image;
    if (width * height <= mostPixels && width < 1e6 && height < 1e6) {
        image = QImage(
            static_cast<int>(width), static_cast<int>(height), QImage::Format_ARGB32_Premultiplied);
    }
    if (image.isNull()) {
        const double fits = std::sqrt(mostPixels / (list.bounds.width() * list.bounds.height()));
        return fail({ErrorCode::Impossible,
            text("The picture would be %1 × %2 pixels, more than can be held in memory.")
                .arg(width, 0, 'f', 0)
                .arg(height, 0, 'f', 0),
            {},
            text("Use a scale of at most %1, or export SVG or PDF.")
                .arg(std::floor(fits * 100) / 100)});
    }
    image.setDotsPerMeterX(static_cast<int>(std::lround(dotsPerMeter * scale)));
    image.setDotsPerMeterY(static_cast<int>(std::lround(dotsPerMeter * scale)));
    image.fill(list.background.isValid() ? list.background : QColor(Qt::transparent));
    QPainter painter(&image);
    painter.scale(scale, scale);
    painter.translate(-list.bounds.topLeft());
    paint(painter, list);
    return image;
}

Result<QByteArray> toPng(const DisplayList& list, double scale, const QByteArray& embeddedPlan)
{
    auto image = toImage(list, scale);
    if (!image) {
        return fail(std::move(image).error());
    }
    if (image->hasAlphaChannel() && list.background.alpha() == 255) {
        image->convertTo(QImage::Format_RGB32);
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    if (!list.title.isEmpty()) {
        writer.setText(QStringLiteral("Title"), list.title);
    }
    writer.setText(QStringLiteral("Software"), QStringLiteral("Whimbrel " WHIMBREL_VERSION));
    if (!writer.write(*image)) {
        return fail({ErrorCode::Unwritable,
            text("The picture could not be written as PNG: %1.").arg(writer.errorString()), {},
            text("Use a smaller scale, or export SVG.")});
    }
    return embeddedPlan.isEmpty() ? bytes : embedded::intoPng(bytes, embeddedPlan);
}

} // namespace whimbrel
