// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/export/print_sheets.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double millimetersPerPixel = 25.4 / 96;
constexpr double footScale = 0.2; // millimeters to a pixel of the title block under a poster's part
constexpr double footGap = 2; // millimeters between the part and its title block
constexpr int mostAcross = 20;
constexpr int mostDown = 100;

double footHeight()
{
    return titleBlockSize.height() * footScale + footGap;
}

/// Where on the sheet the picture may be, in millimeters.
QRectF roomOf(const PrintLayout& layout)
{
    QRectF room(QPointF(0, 0), layout.paper);
    room.adjust(layout.margin, layout.margin, -layout.margin, -layout.margin);
    if (layout.poster) {
        room.adjust(0, 0, 0, -footHeight());
    }
    return room;
}

/// How many sheets of a size a length needs that overlap.
int countFor(double length, double sheet, double overlap)
{
    return length <= sheet ? 1
                           : static_cast<int>(std::ceil((length - overlap) / (sheet - overlap)));
}

/// A, B, … Z, AA
QString letters(int column)
{
    QString name;
    for (int left = column; left >= 0; left = left / 26 - 1) {
        name.prepend(QLatin1Char(static_cast<char>('A' + left % 26)));
    }
    return name;
}

/// Whether anything but a phase's frame is to be seen there.
bool showsAnything(const DisplayList& list, const QRectF& part)
{
    return std::any_of(list.groups.begin(), list.groups.end(), [&part](const DrawGroup& group) {
        const bool isLine = group.element.type == ElementType::Edge;
        if (group.element.type == ElementType::Group || !group.bounds.intersects(part)) {
            return false;
        }
        // The box around a long line covers much that the line does not touch.
        return !isLine
            || std::any_of(group.items.begin(), group.items.end(), [&](const auto& item) {
                   const auto* path = std::get_if<PathItem>(&item);
                   return path && path->path.intersects(part);
               });
    });
}

QList<PrintSheet> posterOf(const DisplayList& list, qsizetype page, const PrintLayout& layout)
{
    const QRectF room = roomOf(layout);
    const double overlap = std::min({layout.overlap, room.width() / 3, room.height() / 3});
    const int columns = std::clamp(layout.across, 1, mostAcross);
    const double width = columns * room.width() - (columns - 1) * overlap;
    const double scale = width / list.bounds.width();
    const int rows
        = std::min(mostDown, countFor(list.bounds.height() * scale, room.height(), overlap));
    const QSizeF size = room.size() / scale;
    const double lap = overlap / scale;
    QList<PrintSheet> sheets;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const QPointF corner(column * (size.width() - lap), row * (size.height() - lap));
            const QRectF part(list.bounds.topLeft() + corner, size);
            if (showsAnything(list, part)) {
                sheets.append({page, part, scale, letters(column) + QString::number(row + 1)});
            }
        }
    }
    return sheets;
}

/// Small corners where the next sheet begins, by which sheets are cut and joined.
void paintCutMarks(QPainter& painter, const QRectF& room, const PrintSheet& sheet,
    const PrintLayout& layout, const QRectF& bounds)
{
    painter.setPen(QPen(QColor(0x80, 0x80, 0x80), 0.15));
    const double right = room.right() - layout.overlap;
    const double bottom = room.bottom() - layout.overlap;
    constexpr double length = 4;
    if (sheet.part.right() < bounds.right()) {
        painter.drawLine(QPointF(right, room.top()), QPointF(right, room.top() + length));
        painter.drawLine(QPointF(right, room.bottom() - length), QPointF(right, room.bottom()));
    }
    if (sheet.part.bottom() < bounds.bottom()) {
        painter.drawLine(QPointF(room.left(), bottom), QPointF(room.left() + length, bottom));
        painter.drawLine(QPointF(room.right() - length, bottom), QPointF(room.right(), bottom));
    }
}

} // namespace

QList<PrintSheet> sheetsFor(const QList<DisplayList>& pages, const PrintLayout& layout)
{
    QList<PrintSheet> sheets;
    const QRectF room = roomOf(layout);
    if (room.width() <= 1 || room.height() <= 1) {
        return sheets;
    }
    for (qsizetype i = 0; i < pages.size(); ++i) {
        const QRectF bounds = pages.at(i).bounds;
        if (bounds.isEmpty()) {
            continue;
        }
        if (layout.poster) {
            sheets += posterOf(pages.at(i), i, layout);
        } else {
            const double fit = std::min({millimetersPerPixel, room.width() / bounds.width(),
                room.height() / bounds.height()});
            sheets.append({i, bounds, fit, {}});
        }
    }
    for (qsizetype i = 0; i < sheets.size(); ++i) {
        const QString number = QStringLiteral("%1/%2").arg(i + 1).arg(sheets.size());
        QString& name = sheets[i].name;
        name = name.isEmpty() ? number : name + QStringLiteral(" · ") + number;
    }
    return sheets;
}

void paintSheet(QPainter& painter, const QList<DisplayList>& pages, const PrintSheet& sheet,
    const PrintLayout& layout, const PrintTitle& title)
{
    const DisplayList& list = pages.at(sheet.page);
    const QRectF room = roomOf(layout);
    QRectF shown(QPointF(0, 0), sheet.part.size() * sheet.scale);
    shown.moveTopLeft(room.topLeft());
    if (!layout.poster) {
        shown.moveCenter(room.center());
    }
    painter.save();
    painter.setClipRect(shown);
    if (list.background.isValid() && list.background != QColor(Qt::white)) {
        painter.fillRect(shown, list.background);
    }
    painter.translate(shown.topLeft());
    painter.scale(sheet.scale, sheet.scale);
    painter.translate(-sheet.part.topLeft());
    paint(painter, list);
    painter.restore();
    if (!layout.poster) {
        return;
    }
    painter.save();
    paintCutMarks(painter, room, sheet, layout, list.bounds);
    TitleBlockOptions block = title.block;
    block.page = sheet.name;
    painter.translate(room.right() - titleBlockSize.width() * footScale, room.bottom() + footGap);
    painter.scale(footScale, footScale);
    paint(painter, drawTitleBlock(title.plan, title.plan.header.title, QPointF(0, 0), block));
    painter.restore();
}

} // namespace whimbrel
