// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/export/embedded_plan.h"
#include "render/export/export.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr double pointsPerPixel = 0.75; // 72 dpi beside 96
constexpr double mostPoints = 14400; // what PDF readers hold for a page
constexpr int resolution = 1200;

} // namespace

Result<QByteArray> toPdf(const DisplayList& list, const QByteArray& embeddedPlan)
{
    const QSizeF wanted = list.bounds.size() * pointsPerPixel;
    if (wanted.width() <= 0 || wanted.height() <= 0) {
        return fail({ErrorCode::Impossible,
            QCoreApplication::translate(
                "Export", "There is nothing to draw: the picture is empty."),
            {}, QCoreApplication::translate("Export", "Add a step to the plan first.")});
    }
    const double shrink = std::min(1.0, mostPoints / std::max(wanted.width(), wanted.height()));
    const QSizeF page = wanted * shrink;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setTitle(list.title);
        writer.setCreator(QStringLiteral("Whimbrel " WHIMBREL_VERSION));
        writer.setResolution(resolution);
        // A page wider than high counts as its upright size turned.
        const bool wide = page.width() > page.height();
        const QPageSize size(
            wide ? page.transposed() : page, QPageSize::Point, QString(), QPageSize::ExactMatch);
        writer.setPageLayout(QPageLayout(
            size, wide ? QPageLayout::Landscape : QPageLayout::Portrait, QMarginsF(0, 0, 0, 0)));
        if (!embeddedPlan.isEmpty()) {
            writer.addFileAttachment(
                embedded::attachment, embeddedPlan, QStringLiteral("application/json"));
        }
        QPainter painter;
        if (!painter.begin(&writer)) {
            return fail({ErrorCode::Unwritable,
                QCoreApplication::translate("Export", "The PDF could not be begun."), {},
                QCoreApplication::translate("Export", "Export SVG instead.")});
        }
        const double scale = resolution / 72.0 * pointsPerPixel * shrink;
        painter.scale(scale, scale);
        if (list.background.isValid() && list.background != QColor(Qt::white)) {
            painter.fillRect(QRectF(QPointF(0, 0), list.bounds.size()), list.background);
        }
        painter.translate(-list.bounds.topLeft());
        paint(painter, list);
    }
    return bytes;
}

} // namespace whimbrel
