// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/title_block.h"

#include "model/plan/names.h"
#include "render/draw/draw_tools.h"
#include "render/draw/flow_marks.h"
#include "render/text/text_meter.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

using tools::addPath;
using tools::addText;
using tools::solid;

QString text(const char* source)
{
    return QCoreApplication::translate("FlowDrawing", source);
}

QString statusName(PlanStatus status)
{
    for (const auto& row : namedValues<PlanStatus>()) {
        if (row.value == status) {
            return QCoreApplication::translate("Names", row.name);
        }
    }
    return {};
}

} // namespace

DrawGroup furniture(const QString& id, const QString& title)
{
    DrawGroup group;
    group.element = {ElementType::Plan, id};
    group.title = title;
    return group;
}

DrawGroup drawTitleBlock(const Plan& plan, const QString& title, const QPointF& topLeft,
    const TitleBlockOptions& options)
{
    const Theme& look = theme(options.theme);
    DrawGroup group = furniture(QStringLiteral("title-block"), text("Title block"));
    const QRectF box(topLeft, titleBlockSize);
    group.bounds = box.adjusted(-1, -1, 1, 1);
    group.link = webLinkOf({Link{{}, plan.header.ticket, {}}});
    QPainterPath frame;
    frame.addRect(box);
    frame.moveTo(box.left(), box.top() + 24);
    frame.lineTo(box.right(), box.top() + 24);
    frame.moveTo(box.left(), box.top() + 48);
    frame.lineTo(box.right(), box.top() + 48);
    frame.moveTo(box.left() + 160, box.top() + 24);
    frame.lineTo(box.left() + 160, box.bottom());
    addPath(group, frame, look.canvas, solid(look.groupBorder, 0.75));
    const TextMeter small(fonts::legend());
    const TextMeter bold(fonts::legendTitle());
    const auto put = [&](double x, double y, const QString& words, double width, bool strong) {
        const QString shown = (strong ? bold : small).elideRight(words, width);
        addText(group, shown, box.topLeft() + QPointF(x, y),
            strong ? fonts::legendTitle() : fonts::legend(), strong ? look.ink : look.secondary);
    };
    QStringList databases;
    for (const Target& target : plan.targets) {
        for (const auto& row : namedValues<Dialect>()) {
            if (row.value == target.dialect) {
                databases << QStringLiteral("%1 (%2)").arg(
                    target.id.text(), QCoreApplication::translate("Names", row.name));
            }
        }
    }
    put(8, 12, title.isEmpty() ? text("Untitled plan") : title, 244, true);
    put(8, 36, databases.join(QStringLiteral(", ")), 146, false);
    put(168, 36, text("rev %1 · %2").arg(plan.header.revision).arg(statusName(plan.header.status)),
        86, false);
    QStringList origin; // the date first: of many authors the last may be cut
    if (options.date.isValid()) {
        origin << options.date.toUTC().toString(QStringLiteral("yyyy-MM-dd"))
                + QStringLiteral(" UTC");
    }
    origin += plan.header.authors;
    put(8, 60, origin.join(QStringLiteral(" · ")), 146, false);
    put(168, 60,
        options.planHash.isEmpty()
            ? text("page %1").arg(options.page)
            : options.planHash.left(8) + QStringLiteral(" · ") + options.page,
        86, false);
    return group;
}

} // namespace whimbrel
