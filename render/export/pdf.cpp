// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/embedded_plan.h"
#include "render/export/export.h"
#include "render/export/pdf_document.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QTransform>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr double pointsPerPixel = 0.75; // 72 dpi beside 96
constexpr double pointsPerMillimeter = 72 / 25.4;
constexpr double mostPoints = 14400; // what PDF readers hold for a page
constexpr int resolution = 1200;

QString text(const char* source)
{
    return QCoreApplication::translate("Export", source);
}

/// How a picture stands on its page, in points.
struct Sheet {
    QPageLayout layout{};
    QTransform place{}; ///< from diagram pixels
    bool isPaper = false;
};

QPageLayout layoutOf(const QSizeF& points)
{
    // A page wider than high counts as its upright size turned.
    const bool wide = points.width() > points.height();
    const QPageSize size(
        wide ? points.transposed() : points, QPageSize::Point, QString(), QPageSize::ExactMatch);
    return {size, wide ? QPageLayout::Landscape : QPageLayout::Portrait, QMarginsF(0, 0, 0, 0)};
}

Sheet sheetFor(const DisplayList& list, const PdfPaper& paper)
{
    const QSizeF wanted = list.bounds.size() * pointsPerPixel;
    const bool isPaper = !paper.millimeters.isEmpty();
    QSizeF page = wanted;
    double scale = pointsPerPixel;
    QPointF corner;
    if (isPaper) {
        page = paper.millimeters * pointsPerMillimeter;
        if (wanted.width() > wanted.height()) {
            page.transpose();
        }
        const double margin = paper.margin * pointsPerMillimeter;
        const QSizeF room(page.width() - 2 * margin, page.height() - 2 * margin);
        const double fit = std::min(room.width() / wanted.width(), room.height() / wanted.height());
        scale *= std::min(1.0, fit);
        corner = {(page.width() - list.bounds.width() * scale) / 2,
            (page.height() - list.bounds.height() * scale) / 2};
    } else {
        const double shrink = std::min(1.0, mostPoints / std::max(wanted.width(), wanted.height()));
        page *= shrink;
        scale *= shrink;
    }
    QTransform place;
    place.translate(corner.x(), corner.y());
    place.scale(scale, scale);
    place.translate(-list.bounds.left(), -list.bounds.top());
    return {layoutOf(page), place, isPaper};
}

void paintOn(QPainter& painter, const DisplayList& list, const Sheet& sheet)
{
    painter.save();
    const double dots = resolution / 72.0;
    painter.scale(dots, dots);
    if (list.background.isValid() && list.background != QColor(Qt::white)) {
        const QRectF whole(QPointF(0, 0), sheet.layout.fullRectPoints().size() + QSize(1, 1));
        painter.fillRect(sheet.isPaper ? whole : sheet.place.mapRect(list.bounds), list.background);
    }
    painter.setTransform(sheet.place, true);
    paint(painter, list);
    painter.restore();
}

QList<PdfLink> linksOf(const DisplayList& list, const QTransform& place)
{
    QList<PdfLink> links;
    for (const DrawGroup& group : list.groups) {
        if (!group.link.isEmpty()) {
            links.append({place.mapRect(group.bounds), group.link});
        }
        for (const DrawItem& item : group.items) {
            const auto* words = std::get_if<TextItem>(&item);
            if (words && !words->link.isEmpty()) {
                const double height = words->font.pixelSize();
                const QRectF area(
                    words->baseline.x(), words->baseline.y() - height, words->width, height * 1.3);
                links.append({place.mapRect(area), words->link}); // above that of its group
            }
        }
    }
    return links;
}

QList<PdfBookmark> bookmarksOf(const QList<DisplayList>& pages, const QList<Sheet>& sheets)
{
    QList<PdfBookmark> bookmarks;
    for (qsizetype i = 0; i < pages.size(); ++i) {
        bookmarks.append({pages.at(i).title, i, 0, 0});
        for (const DrawGroup& group : pages.at(i).groups) {
            if (group.element.type == ElementType::Group) {
                bookmarks.append(
                    {group.title, i, sheets.at(i).place.mapRect(group.bounds).top(), 1});
            }
        }
    }
    return bookmarks;
}

} // namespace

Result<QByteArray> toPdf(const QList<DisplayList>& pages, const PdfOptions& options)
{
    const bool isEmpty = std::any_of(
        pages.begin(), pages.end(), [](const DisplayList& page) { return page.bounds.isEmpty(); });
    if (pages.isEmpty() || isEmpty) {
        return fail({ErrorCode::Impossible, text("There is nothing to draw: the picture is empty."),
            {}, text("Add a step to the plan first.")});
    }
    QList<Sheet> sheets;
    for (const DisplayList& page : pages) {
        sheets.append(sheetFor(page, options.paper));
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(resolution);
        writer.setPageLayout(sheets.first().layout);
        QPainter painter;
        if (!painter.begin(&writer)) {
            return fail({ErrorCode::Unwritable, text("The PDF could not be begun."), {},
                text("Export SVG instead.")});
        }
        for (qsizetype i = 0; i < pages.size(); ++i) {
            if (i > 0) {
                writer.setPageLayout(sheets.at(i).layout);
                writer.newPage();
            }
            paintOn(painter, pages.at(i), sheets.at(i));
        }
    }
    std::optional<PdfDocument> document = PdfDocument::read(bytes);
    if (!document) {
        return fail({ErrorCode::Unwritable, text("The PDF could not be finished."), {},
            text("Export SVG instead.")});
    }
    document->describe(pages.first().title, options.author, options.date);
    for (qsizetype i = 0; i < pages.size(); ++i) {
        document->addLinks(i, linksOf(pages.at(i), sheets.at(i).place));
    }
    document->addBookmarks(bookmarksOf(pages, sheets));
    if (!options.embeddedPlan.isEmpty()) {
        document->attach(embedded::attachment.toByteArray(), options.embeddedPlan);
    }
    return document->write();
}

} // namespace whimbrel
