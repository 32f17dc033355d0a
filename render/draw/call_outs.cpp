// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/call_outs.h"

#include "model/base/marked_text.h"
#include "render/draw/draw_tools.h"
#include "render/draw/title_block.h"
#include "render/text/text_meter.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

constexpr double radius = 9;
constexpr double lineHeight = 16;
constexpr double between = 8;
constexpr double indent = 28;
constexpr int mostLines = 6; // of one comment: a picture is no page

QString text(const char* source)
{
    return QCoreApplication::translate("CallOuts", source);
}

/// "Ada, 2026-03-01": the day is enough on paper.
QString signature(const Comment& comment)
{
    const QString day = comment.at.left(10);
    return comment.by.isEmpty() || day.isEmpty() ? comment.by + day
                                                 : comment.by + QStringLiteral(", ") + day;
}

} // namespace

QHash<ElementRef, int> callOutNumbers(const Plan& plan)
{
    QHash<ElementRef, int> numbers;
    for (const Comment& comment : plan.comments) {
        if (!comment.resolved && !numbers.contains(comment.on)) {
            numbers.insert(comment.on, static_cast<int>(numbers.size()) + 1);
        }
    }
    return numbers;
}

void addCallOut(DrawGroup& group, int number, QPointF centre, const Theme& look)
{
    const QColor fill = look.hatched ? look.ink : look.selection;
    QPainterPath disc;
    disc.addEllipse(centre, radius, radius);
    tools::addPath(group, disc, fill, tools::solid(look.canvas, 1.5));
    // White stands out from the accent in the dark too.
    const QColor ink = look.hatched ? look.canvas : QColor(Qt::white);
    const QString digits = QString::number(number);
    const double width = tools::textWidth(digits, fonts::legend());
    tools::addText(group, digits, centre - QPointF(width / 2, 0), fonts::legend(), ink);
    group.bounds |= QRectF(
        centre.x() - radius - 1, centre.y() - radius - 1, 2 * (radius + 1), 2 * (radius + 1));
}

DrawGroup drawCallOuts(const Plan& plan, const QPointF& topLeft, double width, const Theme& look)
{
    DrawGroup group = furniture(QStringLiteral("comments"), text("Comments"));
    const TextMeter meter(fonts::edgeLabel());
    const QHash<ElementRef, int> numbers = callOutNumbers(plan);
    double y = topLeft.y();
    double right = topLeft.x();
    QStringList said;
    QSet<int> numbered;
    // By their numbers, each talk together.
    for (int number = 1; number <= numbers.size(); ++number) {
        for (const Comment& comment : plan.comments) {
            if (comment.resolved || numbers.value(comment.on) != number) {
                continue;
            }
            if (!numbered.contains(number)) {
                numbered.insert(number);
                addCallOut(group, number, {topLeft.x() + radius, y + lineHeight / 2}, look);
            }
            QStringList lines = meter.wrap(marked::styled(comment.text), width - indent, mostLines);
            said.append(marked::plain(comment.text));
            for (const QString& line : std::as_const(lines)) {
                right = std::max(right,
                    tools::addText(group, line, {topLeft.x() + indent, y + lineHeight / 2},
                        fonts::edgeLabel(), look.ink));
                y += lineHeight;
            }
            if (const QString who = signature(comment); !who.isEmpty()) {
                right = std::max(right,
                    tools::addText(group, who, {topLeft.x() + indent, y + lineHeight / 2},
                        fonts::legend(), look.secondary));
                y += lineHeight;
            }
            y += between;
        }
    }
    group.description = said.join(QLatin1Char('\n'));
    group.bounds |= QRectF(topLeft, QPointF(right, std::max(topLeft.y(), y - between)));
    return group;
}

} // namespace whimbrel
