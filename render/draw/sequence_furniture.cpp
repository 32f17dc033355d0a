// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/sequence_furniture.h"

#include "model/plan/sequence_parts.h"
#include "render/draw/draw_tools.h"
#include "render/draw/furniture_frame.h"
#include "render/draw/message_style.h"
#include "render/draw/title_block.h"
#include "render/text/text_meter.h"

#include <QCoreApplication>
#include <QMap>

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double legendLine = 20;
constexpr double swatch = 34;
constexpr double titleHeight = 32;
constexpr double noteLine = 15;

QString text(const char* source)
{
    return QCoreApplication::translate("SequenceDrawing", source);
}

DrawGroup header(const Plan& plan, const Sequence& sequence, const QPointF& bottomLeft,
    double width, const Theme& look)
{
    DrawGroup group = furniture(QStringLiteral("title"), text("Title"));
    const TextMeter titles(fonts::title());
    const TextMeter small(fonts::nodeDetail());
    const QString title = sequence.title.isEmpty() ? plan.header.title : sequence.title;
    const QStringList notes = small.wrap(sequence.notes, width, 4);
    const double height = titleHeight + static_cast<double>(notes.size()) * noteLine + 16;
    const double top = bottomLeft.y() - height;
    const QString shown
        = titles.elideRight(title.isEmpty() ? text("Untitled diagram") : title, width);
    double right
        = tools::addText(group, shown, {bottomLeft.x(), top + 14}, fonts::title(), look.ink);
    double y = top + titleHeight + noteLine / 2;
    for (const QString& line : notes) {
        right = std::max(right,
            tools::addText(group, line, {bottomLeft.x(), y}, fonts::nodeDetail(), look.secondary));
        y += noteLine;
    }
    group.bounds = QRectF(QPointF(bottomLeft.x(), top), QPointF(right, bottomLeft.y()));
    return group;
}

/// How many messages look so.
QMap<MessageLook, int> looksOf(const Plan& plan, const Sequence& sequence)
{
    QMap<MessageLook, int> looks;
    forEachPart(sequence.parts, [&](const SequencePart& part) {
        if (const Message* message = part.message()) {
            ++looks[lookOf(plan, *message)];
        }
    });
    return looks;
}

DrawGroup legend(const Plan& plan, const Sequence& sequence, const QPointF& topLeft,
    double available, const Theme& look)
{
    DrawGroup group = furniture(QStringLiteral("legend"), text("Legend"));
    const QMap<MessageLook, int> looks = looksOf(plan, sequence);
    double column = 60;
    QStringList names;
    for (auto each = looks.cbegin(); each != looks.cend(); ++each) {
        names << QStringLiteral("%1 · %2").arg(nameOf(each.key()), QString::number(each.value()));
        column
            = std::max(column, swatch + 8 + tools::textWidth(names.last(), fonts::legend()) + 20);
    }
    group.description = names.join(QStringLiteral(", "));
    const int columns = std::max(1, static_cast<int>(available / column));
    int at = 0;
    for (auto each = looks.cbegin(); each != looks.cend(); ++each, ++at) {
        const double x = topLeft.x() + at % columns * column;
        const double y = topLeft.y() + at / columns * legendLine + legendLine / 2;
        addLine(group, {{x, y}, {x + swatch, y}}, lineStyle(each.key(), look), look);
        tools::addText(group, names.at(at), {x + swatch + 8, y}, fonts::legend(), look.ink);
    }
    const double rows = std::ceil(static_cast<double>(looks.size()) / columns);
    const double used = static_cast<double>(std::min<qsizetype>(columns, looks.size()));
    group.bounds = QRectF(topLeft, QSizeF(used * column, rows * legendLine));
    return group;
}

} // namespace

QRectF addFurniture(DisplayList& list, const Plan& plan, const Sequence& sequence,
    const QRectF& content, const SequenceDrawingOptions& options)
{
    const Theme& look = theme(options.theme);
    FurnitureParts parts;
    if (options.header) {
        parts.above = 8;
        parts.top = [&](const QPointF& at, double width) {
            return header(plan, sequence, at, width, look);
        };
    }
    if (options.legend) {
        parts.legend = [&](const QPointF& at, double width) {
            return legend(plan, sequence, at, width, look);
        };
    }
    if (options.titleBlock) {
        parts.titleBlock = [&](const QPointF& at) {
            return drawTitleBlock(plan, plan.header.title, at,
                {options.theme, options.planHash, options.date, QStringLiteral("1/1")});
        };
    }
    return addAround(list, content, parts);
}

} // namespace whimbrel
