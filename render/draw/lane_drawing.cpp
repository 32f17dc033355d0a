// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/draw_tools.h"
#include "render/draw/flow_drawing.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

constexpr double line = 16;

QColor shade(const Theme& look, double strength)
{
    QColor color = look.ink;
    color.setAlphaF(static_cast<float>(strength));
    return color;
}

/// Lanes lie behind everything: their borders are quieter than those of groups.
QColor soft(QColor color)
{
    color.setAlphaF(0.6F);
    return color;
}

} // namespace

DrawGroup drawLane(const PlacedLane& lane, qsizetype number, const FlowDrawingOptions& options)
{
    const Theme& look = theme(options.theme);
    DrawGroup made;
    made.element = {ElementType::Plan, QStringLiteral("lane-%1").arg(number + 1)};
    made.title = QCoreApplication::translate("FlowDrawing", "Lane: %1").arg(lane.lane.title);
    made.bounds = lane.box.adjusted(-1, -1, 1, 1);
    QPainterPath band;
    band.addRect(lane.box);
    const bool isShaded = number % 2 == 1 && !look.hatched;
    tools::addPath(made, band, isShaded ? shade(look, 0.025) : QColor(),
        Stroke{soft(look.groupBorder), 1, {}, false});
    QPainterPath head;
    head.addRect(lane.head);
    tools::addPath(made, head, shade(look, 0.06), Stroke{soft(look.groupBorder), 1, {}, false});
    const double first
        = lane.head.center().y() - line * static_cast<double>(lane.lines.size() - 1) / 2;
    for (qsizetype i = 0; i < lane.lines.size(); ++i) {
        const double width = tools::textWidth(lane.lines[i], fonts::groupTitle());
        const QPointF at(lane.head.center().x() - width / 2, first + line * static_cast<double>(i));
        tools::addText(made, lane.lines[i], at, fonts::groupTitle(), look.ink);
    }
    return made;
}

} // namespace whimbrel
