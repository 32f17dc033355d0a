// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/display_list.h"

#include <QPainter>

namespace whimbrel {

namespace {

QString number(double value)
{
    QString written = QString::number(value, 'f', 1);
    return written == QLatin1String("-0.0") ? QStringLiteral("0.0") : written;
}

QString describe(const QRectF& box)
{
    return QStringLiteral("[%1 %2 %3 %4]")
        .arg(number(box.x()), number(box.y()), number(box.width()), number(box.height()));
}

QString describe(const QColor& color)
{
    return color.isValid() ? color.name(color.alpha() == 255 ? QColor::HexRgb : QColor::HexArgb)
                           : QStringLiteral("none");
}

QString describe(const QPainterPath& path)
{
    QString made;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        const char* sign = element.isMoveTo() ? "M"
            : element.isLineTo()              ? "L"
            : element.isCurveTo()             ? "C"
                                              : "";
        made += QStringLiteral(" %1%2,%3")
                    .arg(QLatin1String(sign), number(element.x), number(element.y));
    }
    return made;
}

QString describe(const DrawItem& item)
{
    if (const auto* path = std::get_if<PathItem>(&item)) {
        QString made = QStringLiteral("path fill=") + describe(path->fill);
        if (path->stroke.width > 0) {
            made += QStringLiteral(" stroke=%1 %2")
                        .arg(describe(path->stroke.color), number(path->stroke.width));
            for (const double dash : path->stroke.dash) {
                made += QLatin1Char('-') + number(dash);
            }
        }
        return made + describe(path->path);
    }
    const auto& text = std::get<TextItem>(item);
    return QStringLiteral("text \"%1\" at %2,%3 width %4 font %5/%6 %7%8")
        .arg(text.text, number(text.baseline.x()), number(text.baseline.y()), number(text.width))
        .arg(text.font.pixelSize())
        .arg(static_cast<int>(text.font.weight()))
        .arg(describe(text.color),
            QString(text.font.italic() ? QStringLiteral(" italic") : QString())
                + (text.strikeOut ? QStringLiteral(" struck") : QString()));
}

QPen penFor(const Stroke& stroke)
{
    if (stroke.width <= 0 || !stroke.color.isValid()) {
        return QPen(Qt::NoPen);
    }
    QPen pen(stroke.color, stroke.width);
    pen.setJoinStyle(stroke.roundCap ? Qt::RoundJoin : Qt::MiterJoin);
    pen.setCapStyle(stroke.roundCap ? Qt::RoundCap : Qt::FlatCap);
    if (!stroke.dash.isEmpty()) {
        QList<qreal> pattern;
        for (const double dash : stroke.dash) {
            pattern.append(dash / stroke.width); // Qt counts in widths of the pen
        }
        pen.setDashPattern(pattern);
    }
    return pen;
}

void paintItem(QPainter& painter, const PathItem& item)
{
    painter.setPen(penFor(item.stroke));
    painter.setBrush(item.fill.isValid() ? QBrush(item.fill) : QBrush(Qt::NoBrush));
    painter.drawPath(item.path);
}

void paintItem(QPainter& painter, const TextItem& item)
{
    QFont font = item.font;
    font.setStrikeOut(item.strikeOut);
    if (item.halo.isValid()) {
        QPainterPath outline;
        outline.addText(item.baseline, font, item.text);
        painter.setPen(QPen(item.halo, 4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(outline);
    }
    painter.setFont(font);
    painter.setPen(item.color);
    painter.drawText(item.baseline, item.text);
}

} // namespace

QString DisplayList::dump() const
{
    static const QHash<ElementType, QString> names{{ElementType::Plan, QStringLiteral("plan")},
        {ElementType::Target, QStringLiteral("target")},
        {ElementType::Parameter, QStringLiteral("parameter")},
        {ElementType::Participant, QStringLiteral("participant")},
        {ElementType::Group, QStringLiteral("group")}, {ElementType::Node, QStringLiteral("node")},
        {ElementType::Edge, QStringLiteral("edge")},
        {ElementType::Assumption, QStringLiteral("assumption")}};
    QString made = QStringLiteral("picture %1 background %2 \"%3\"\n")
                       .arg(describe(bounds), describe(background), title);
    for (const DrawGroup& group : groups) {
        made += QStringLiteral("%1 %2 %3 \"%4\"\n")
                    .arg(names.value(group.element.type), group.element.id, describe(group.bounds),
                        group.title);
        for (const DrawItem& item : group.items) {
            made += QStringLiteral("  ") + describe(item) + QLatin1Char('\n');
        }
    }
    return made;
}

void paint(QPainter& painter, const DrawGroup& group)
{
    for (const DrawItem& item : group.items) {
        std::visit([&](const auto& some) { paintItem(painter, some); }, item);
    }
}

void paintShapes(QPainter& painter, const DrawGroup& group)
{
    for (const DrawItem& item : group.items) {
        if (const auto* shape = std::get_if<PathItem>(&item)) {
            paintItem(painter, *shape);
        }
    }
}

void paint(QPainter& painter, const DisplayList& list)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    for (const DrawGroup& group : list.groups) {
        paint(painter, group);
    }
}

} // namespace whimbrel
